//! What a page asks of `guestCheckout` before and after the order.

use std::future::Future;
use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::bridge::{Core, id, promise, told};
use super::input::read;
use super::output::{form_report, json_result, misuse};
use super::pattern::matches;
use super::shell::Call;
use crate::domain::checkout::Checkout;
use crate::domain::checkout::preparation::{Refused, marker};
use crate::domain::checkout::report_payment::report_payment;
use crate::domain::flow::{Flow, Io};
use crate::domain::oneentry::{forms, preview};

#[wasm_bindgen]
impl Core {
    /// `guestCheckout.preview`.
    pub fn preview(&self, order: &JsValue, options: &JsValue) -> Result<Promise, JsValue> {
        let (call, _) = self.call(options)?;
        let checked = preview::check(read(order));
        self.json_step(call, |checkout, io| async move { checkout.preview(&io, checked).await })
    }

    /// `guestCheckout.getAccounts`.
    #[wasm_bindgen(js_name = getAccounts)]
    pub fn get_accounts(&self) -> Result<Promise, JsValue> {
        self.json_step(self.plain_call(), |checkout, io| async move { checkout.accounts(&io).await })
    }

    /// `guestCheckout.getForm`.
    #[wasm_bindgen(js_name = getForm)]
    pub fn get_form(&self, form: &JsValue) -> Result<Promise, JsValue> {
        let marker = marker(&read(form)).map_err(|message| misuse(&message))?;
        self.json_step(self.plain_call(), |checkout, io| async move { checkout.form(&io, &marker).await })
    }

    /// `guestCheckout.validateForm`.
    #[wasm_bindgen(js_name = validateForm)]
    pub fn validate_form(&self, form: &JsValue, values: &JsValue) -> Result<JsValue, JsValue> {
        let language = self.checkout()?.language;
        forms::check(&read(form), &read(values), language, &matches).map(form_report).map_err(misuse)
    }

    /// `guestCheckout.reportPayment`.
    #[wasm_bindgen(js_name = reportPayment)]
    pub fn report_payment(&self, order_id: &JsValue) -> Result<Promise, JsValue> {
        let order_id = id(order_id, "orderId")?;
        let (shell, language) = (Rc::clone(&self.shell), self.checkout()?.language);
        self.step(|checkout, io| async move {
            let reported = report_payment(checkout, io, order_id).await;
            if let Some(response) = reported.as_ref().ok().and_then(|report| report.tracking.as_ref()) {
                told(&shell, language, Some(order_id.to_string()), response);
            }
            reported
        })
    }
}

impl Core {
    /// A step whose value is JSON text already.
    fn json_step<F>(&self, call: Call, begin: impl FnOnce(Rc<Checkout>, Io) -> F) -> Result<Promise, JsValue>
    where
        F: Future<Output = Result<String, Refused>> + 'static,
    {
        let checkout = self.checkout()?;
        let flow = Flow::new(|io| {
            let step = begin(checkout, io);
            async move { json_result(&step.await) }
        });
        Ok(promise(call, flow))
    }
}
