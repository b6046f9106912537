//! `guestCheckout`: the bindings that only the main entry has.

use std::rc::Rc;

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use super::begin::{Asked, Method, run};
use super::bridge::{Bridge, bridge_of};
use super::page::Page;
use crate::domain::checkout::delivered::{deliver, record_deliveries};
use crate::domain::checkout::options::{id, reference};
use crate::domain::checkout::outcome::{json_result, lost_step, session_result, step_result};
use crate::domain::checkout::pending::{PendingCheckout, pending};
use crate::domain::checkout::place_order::run as run_checkout;
use crate::domain::checkout::preparation::marker;
use crate::domain::checkout::report_payment::report_payment;
use crate::domain::checkout::steps::{SessionUpdate, open_session};
use crate::domain::checkout::upkeep::repeat_upkeep;
use crate::domain::checkout::{Checkout, CheckoutResult, PlaceOrderOptions, WantedSession};
use crate::domain::data::Data;
use crate::domain::messages::Situation;
use crate::domain::oneentry::{forms, preview};
use crate::domain::packed::Packed;
use crate::domain::problem::misuse;
use crate::domain::text::integer;

/// The checkout that all methods use. An error if the option `oneEntry` is missing.
pub fn shop_of(bridge: &Bridge) -> Result<Rc<Checkout>, String> {
    bridge.checkout.clone().ok_or_else(|| misuse("guestCheckout needs the option oneEntry: { url, token }."))
}

/// The result of a call that was running when the previous instance failed.
pub fn lost(bridge: &Bridge, method: Method) -> JsValue {
    match method {
        Method::PlaceOrder | Method::CreateOrder | Method::Resume => {
            to_js(&CheckoutResult::lost(bridge.language).to_data())
        }
        _ => to_js(&lost_step(bridge.language)),
    }
}

/// Converts to maps and lists of JavaScript, which `src/js/shell/results.js` turns into plain objects. Setting
/// properties one by one would run code that a page has put on `Object.prototype`.
fn to_js(data: &Data) -> JsValue {
    data.serialize(&Serializer::new().serialize_missing_as_null(true)).unwrap_or(JsValue::UNDEFINED)
}

impl Asked {
    /// Runs any of the checkout's calls except `createSession`. The error is JSON text.
    pub async fn of_checkout(self, method: Method, first: String, second: String) -> Result<JsValue, String> {
        let shop = self.shop()?;
        let io = self.io.clone();
        let first = Packed::new(first).data();
        Ok(match method {
            Method::PlaceOrder | Method::CreateOrder | Method::Resume => {
                let mut options = PlaceOrderOptions::read(Packed::new(second).data()).map_err(misuse)?;
                let (reference, order) = match method {
                    Method::Resume => (reference(&first).map_err(misuse)?, None),
                    _ => (io.uuid(), Some(shop.check(first))),
                };
                if method == Method::CreateOrder {
                    options.session = None;
                }
                let result = run_checkout(Rc::clone(&shop), io, reference, options, order).await;
                self.warn(result.warnings());
                if let Some((id, response)) = result.tracked() {
                    self.emit_tracked(Some(&id), response);
                }
                deliver(&shop, &result);
                to_js(&result.to_data())
            }
            Method::RecordResults => {
                record_deliveries(shop, io).await;
                JsValue::NULL
            }
            Method::Upkeep => {
                repeat_upkeep(io, shop, |found| {
                    self.warn(found.warning.as_slice());
                    self.emit("found", &found.to_data());
                })
                .await;
                JsValue::UNDEFINED
            }
            Method::Pending => to_js(&Data::list(&pending(shop, io).await, PendingCheckout::to_data)),
            Method::Prepare => {
                // Invalid orders are not reported here: placing the order does that.
                shop.prepare(&io, first.text_of("storage")).await;
                JsValue::NULL
            }
            Method::Preview => to_js(&json_result(shop.preview(&io, preview::check(first)).await)),
            Method::GetAccounts => to_js(&json_result(shop.accounts(&io).await)),
            Method::GetForm => to_js(&json_result(shop.form(&io, &marker(&first).map_err(misuse)?).await)),
            Method::Auth => {
                let signed_in = shop.auth(&io, Situation::Elsewhere).await;
                to_js(&step_result(signed_in.map(|signed_in| signed_in.to_data())))
            }
            Method::UpdateSessionById => {
                let id = id(&first, "id").map_err(misuse)?;
                let update = SessionUpdate::read(&Packed::new(second).data()).map_err(misuse)?;
                to_js(&session_result(shop.update_session(&io, id, &update, Situation::OrderStands).await))
            }
            Method::GetSessionByOrderId => {
                let order_id = id(&first, "orderId").map_err(misuse)?;
                to_js(&session_result(shop.session_of_order(&io, order_id, Situation::OrderStands).await))
            }
            _ => {
                let order_id = id(&first, "orderId").map_err(misuse)?;
                let reported = report_payment(shop, io, order_id).await;
                if let Some(response) = reported.as_ref().ok().and_then(|report| report.tracking.as_ref()) {
                    self.emit_tracked(Some(&integer(order_id)), response);
                }
                to_js(&step_result(reported.map(|report| report.to_data())))
            }
        })
    }

    /// Runs `createSession`. Returns the number of the call, or of a running call that opens the same session.
    pub fn create_session(self, arguments: String) -> Result<u32, String> {
        let wanted = WantedSession::read(&Packed::new(arguments).data()).map_err(misuse)?;
        let (shop, io, key) = (self.shop()?, self.io.clone(), wanted.key());
        if let Some(running) = shop.opening.call(&key) {
            return Ok(running);
        }
        let opened = open_session(Rc::clone(&shop), self.io, wanted);
        let number = run(io, Box::pin(async { Ok(to_js(&session_result(opened.await))) }));
        shop.opening.begin(key, number);
        Ok(number)
    }

    fn shop(&self) -> Result<Rc<Checkout>, String> {
        let shop = shop_of(&self.bridge)?;
        if self.bridge.is_public {
            self.warn(shop.shared_password().as_slice());
        }
        Ok(shop)
    }
}

/// `guestCheckout.validateForm`: texts for the shopper by marker.
#[wasm_bindgen(js_name = validateForm)]
pub fn validate_form(bridge: u32, form: String, values: String, page: &Page) -> Result<String, String> {
    let bridge = bridge_of(bridge)?;
    let language = shop_of(&bridge)?.language;
    let matches = |pattern: &str, flags: &str, text: &str| match page.matches(pattern, flags, text) {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    };
    forms::check_json(&Packed::new(form).data(), &Packed::new(values).data(), language, &matches).map_err(misuse)
}
