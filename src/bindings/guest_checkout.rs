//! `guestCheckout`: the bindings that only the main entry has.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use super::begin::{Asked, Method, run};
use super::bridge::{Bridge, bridge_of, misuse};
use super::page::Page;
use crate::domain::checkout::delivered::{Delivered, record_delivery};
use crate::domain::checkout::outcome::{failed_step, lost_step, step_result};
use crate::domain::checkout::pending::{PendingCheckout, pending};
use crate::domain::checkout::place_order::run as run_checkout;
use crate::domain::checkout::preparation::{Refused, marker};
use crate::domain::checkout::report_payment::report_payment;
use crate::domain::checkout::steps::SessionUpdate;
use crate::domain::checkout::upkeep::repeat_upkeep;
use crate::domain::checkout::{Checkout, CheckoutResult, PlaceOrderOptions, SessionRequest};
use crate::domain::data::{Data, Entries};
use crate::domain::json::Object;
use crate::domain::language::Language;
use crate::domain::messages::Situation;
use crate::domain::ocular::OcularConfig;
use crate::domain::oneentry::{Client, OneEntryConfig, PaymentSession, forms, preview};
use crate::domain::packed::Packed;
use crate::domain::problem::Problem;
use crate::domain::text::integer;
use crate::domain::validation::to_json;

/// The checkout of a bridge.
pub struct GuestCheckout {
    shop: Option<Rc<Checkout>>,
    /// Payment sessions being opened, and the calls that open them. Opening a second one would cancel the first.
    opening: Rc<RefCell<Vec<(String, u32)>>>,
    /// Results that pages have received but the ledger has not recorded yet.
    deliveries: RefCell<Vec<Delivered>>,
    /// Whether the warning about the shared guest user's password has been emitted.
    has_warned: Cell<bool>,
}

impl GuestCheckout {
    /// Creates the checkout for these options.
    pub fn new(
        config: Option<OneEntryConfig>,
        ocular: &Rc<OcularConfig>,
        language: Language,
        payment_hosts: Vec<String>,
    ) -> GuestCheckout {
        let shop = config
            .map(|config| Rc::new(Checkout::new(Client::new(config), Rc::clone(ocular), language, payment_hosts)));
        GuestCheckout { shop, opening: Rc::default(), deliveries: RefCell::default(), has_warned: Cell::new(false) }
    }

    /// The checkout that all methods use. An error if the option `oneEntry` is missing.
    pub fn shop(&self) -> Result<&Rc<Checkout>, String> {
        self.shop.as_ref().ok_or_else(|| misuse("guestCheckout needs the option oneEntry: { url, token }."))
    }

    /// Locale of form data.
    pub fn lang_code(&self) -> &str {
        self.shop.as_ref().map_or("en_US", |shop| shop.client.lang_code())
    }
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
        let named = |why: String| misuse(&why);
        Ok(match method {
            Method::PlaceOrder | Method::CreateOrder | Method::Resume => {
                let mut options = PlaceOrderOptions::read(Packed::new(second).data()).map_err(named)?;
                let (reference, order) = match (method, first) {
                    (Method::Resume, Data::Text(reference)) => (reference, None),
                    (Method::Resume, _) => return Err(misuse("reference must be the reference of a checkout.")),
                    (_, order) => (io.uuid(), Some(shop.check(order))),
                };
                if method == Method::CreateOrder {
                    options.session = None;
                }
                self.deliver_result(run_checkout(shop, io, reference, options, order).await)
            }
            Method::RecordResults => {
                let results = std::mem::take(&mut *self.bridge.checkout.deliveries.borrow_mut());
                for result in results {
                    record_delivery(Rc::clone(&shop), io.clone(), result).await;
                }
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
            Method::Preview => json_step(shop.preview(&io, preview::check(first)).await),
            Method::GetAccounts => json_step(shop.accounts(&io).await),
            Method::GetForm => json_step(shop.form(&io, &marker(&first).map_err(named)?).await),
            Method::Auth => step(shop.auth(&io, Situation::Elsewhere).await.map(|signed_in| signed_in.to_data())),
            Method::UpdateSessionById => {
                let id = id(&first, "id")?;
                let update = SessionUpdate::read(&Packed::new(second).data()).map_err(named)?;
                session_step(shop.update_session(&io, id, &update, Situation::OrderStands).await)
            }
            Method::GetSessionByOrderId => {
                let order_id = id(&first, "orderId")?;
                session_step(shop.session_of_order(&io, order_id, Situation::OrderStands).await)
            }
            _ => {
                let order_id = id(&first, "orderId")?;
                let reported = report_payment(shop, io, order_id).await;
                if let Some(response) = reported.as_ref().ok().and_then(|report| report.tracking.as_ref()) {
                    self.emit_tracked(Some(&integer(order_id)), response);
                }
                step(reported.map(|report| report.to_data()))
            }
        })
    }

    /// Runs `createSession`. Returns the number of the call, or of a running call that opens the same session.
    pub fn create_session(self, arguments: &str) -> Result<u32, String> {
        let wanted = WantedSession::read(arguments)?;
        let shop = self.shop()?;
        let opening = |asked: &Asked| Rc::clone(&asked.bridge.checkout.opening);
        let key = wanted.key.clone();
        let in_progress = opening(&self).borrow().iter().find(|(known, _)| *known == key).map(|(_, number)| *number);
        if let Some(in_progress) = in_progress {
            return Ok(in_progress);
        }
        let (io, sessions) = (self.io.clone(), opening(&self));
        let number = run(
            io,
            Box::pin(async move {
                let WantedSession { key, order_id, wish } = wanted;
                let session = shop.create_session(&self.io, order_id, &wish, Situation::OrderStands).await;
                opening(&self).borrow_mut().retain(|(known, _)| *known != key);
                Ok(session_step(session))
            }),
        );
        sessions.borrow_mut().push((key, number));
        Ok(number)
    }

    fn shop(&self) -> Result<Rc<Checkout>, String> {
        let shop = Rc::clone(self.bridge.checkout.shop()?);
        if let Some(warning) = shop.shared_password().filter(|_| self.bridge.settings.is_public)
            && !self.bridge.checkout.has_warned.replace(true)
        {
            self.warn(&[warning]);
        }
        Ok(shop)
    }

    /// Converts the result for the page. The ledger is updated only after the page has received it.
    fn deliver_result(&self, result: CheckoutResult) -> JsValue {
        match &result {
            CheckoutResult::Unknown { warnings, .. } => self.warn(warnings),
            CheckoutResult::Accepted { order, tracking, warnings, .. } => {
                self.warn(warnings);
                if let Some(response) = tracking {
                    self.emit_tracked(Some(&integer(order.id)), response);
                }
            }
            _ => {}
        }
        if let Ok(shop) = self.bridge.checkout.shop()
            && let Some(delivered) = shop.deliver_result(&result)
        {
            self.bridge.checkout.deliveries.borrow_mut().push(delivered);
        }
        to_js(&result.to_data())
    }
}

/// The arguments of `createSession`.
struct WantedSession {
    key: String,
    order_id: i64,
    wish: SessionRequest,
}

impl WantedSession {
    fn read(arguments: &str) -> Result<WantedSession, String> {
        let arguments = Packed::new(arguments.to_owned()).data();
        let argument = |index: usize| arguments.as_list().and_then(|list| list.get(index)).unwrap_or(&Data::Null);
        let order_id = id(argument(0), "orderId")?;
        let wish = SessionRequest::read(argument(1), argument(2)).map_err(misuse)?;
        let mut key = integer(order_id);
        key.push_str(&wish.kind);
        key.push_str(if wish.automatic_tax { "+" } else { "" });
        Ok(WantedSession { key, order_id, wish })
    }
}

fn id(value: &Data, name: &str) -> Result<i64, String> {
    let id = value.as_integer().filter(|id| *id > 0);
    id.ok_or_else(|| {
        let mut text = name.to_owned();
        text.push_str(" must be a positive integer.");
        misuse(&text)
    })
}

fn step(result: Result<Data, Problem>) -> JsValue {
    to_js(&step_result(result))
}

fn session_step(result: Result<PaymentSession, Problem>) -> JsValue {
    step(result.map(|session| session.to_data()))
}

/// A step whose value is already JSON text, under `json`.
fn json_step(result: Result<String, Refused>) -> JsValue {
    to_js(&match result {
        Ok(json) => Entries::default().bool("ok", true).text("json", &json).end(),
        Err((problem, detail)) => failed_step(&problem, detail),
    })
}

/// `guestCheckout.validateForm`: texts for the shopper by marker.
#[wasm_bindgen(js_name = validateForm)]
pub fn validate_form(bridge: u32, form: String, values: String, page: &Page) -> Result<String, String> {
    let bridge = bridge_of(bridge)?;
    let language = bridge.checkout.shop()?.language;
    let matches = |pattern: &str, flags: &str, text: &str| match page.matches(pattern, flags, text) {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    };
    let detail =
        forms::check(&Packed::new(form).data(), &Packed::new(values).data(), language, &matches).map_err(misuse)?;
    let mut text = String::new();
    let mut object = Object::open(&mut text);
    object.bool("valid", detail.is_empty()).raw("detail", &to_json(&detail));
    object.close();
    Ok(text)
}
