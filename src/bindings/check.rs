//! Calls that answer at once: checks, sums, bodies. Each takes packed values and returns JSON text.

use wasm_bindgen::prelude::*;

use super::bridge::bridge_of;
#[cfg(not(feature = "checkout"))]
use super::bridge::only_main;
use crate::domain::json::Object;
use crate::domain::ocular::purchase::{Layer, read};
use crate::domain::ocular::quote::quote;
use crate::domain::ocular::{BuyOrder, BuyOrderState, VALIDATOR};
#[cfg(feature = "checkout")]
use crate::domain::oneentry::GuestOrder;
use crate::domain::packed::Packed;
use crate::domain::validation::Report;

/// The inputs that can be checked.
#[wasm_bindgen]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// A buy order, or an array of them.
    BuyOrder,
    /// The payment state of a buy order.
    BuyOrderState,
    /// A guest order.
    GuestOrder,
}

/// The version of the crate in this wasm.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// The report of a check: `valid`, `detail`, and `messages` for people.
#[wasm_bindgen]
pub fn check(bridge: u32, what: Check, value: String) -> Result<String, String> {
    let bridge = bridge_of(bridge)?;
    let value = Packed::new(value);
    let (prefix, report) = match what {
        Check::BuyOrder => (VALIDATOR, BuyOrder::check_each(&value).1),
        Check::BuyOrderState => (VALIDATOR, BuyOrderState::check(&value).1),
        #[cfg(feature = "checkout")]
        Check::GuestOrder => ("", GuestOrder::check(value.data(), bridge.checkout.lang_code()).1),
        #[cfg(not(feature = "checkout"))]
        Check::GuestOrder => return Err(only_main()),
    };
    Ok(report_text(&report, prefix, "messages", &report.words_json(bridge.language)))
}

/// `{valid, detail}` and one more property, whose value is JSON.
fn report_text(report: &Report, prefix: &str, key: &str, json: &str) -> String {
    let mut text = String::new();
    let mut object = Object::open(&mut text);
    object.bool("valid", report.is_valid()).raw("detail", &report.detail_json(prefix)).raw(key, json);
    object.close();
    text
}

/// The body that `setBuyOrder` would send; the error is the report of the check.
#[wasm_bindgen(js_name = encodeBuyOrder)]
pub fn encode_buy_order(params: String) -> Result<String, String> {
    let (order, report) = BuyOrder::check(&Packed::new(params));
    let body = order.map_or(Err(report), |order| order.body());
    body.map_err(|report| report_text(&report, VALIDATOR, "body", "null"))
}

/// Reads the purchase in one event of a data layer. `currency` is a text, used if the event specifies none.
#[wasm_bindgen(js_name = readPurchase)]
pub fn read_purchase(event: String, currency: String) -> String {
    let currency = Packed::new(currency).data();
    read(&Layer::default().next(Packed::new(event).data()), currency.as_text()).to_json()
}

/// The sums of a valid buy order; the error is JSON text.
#[wasm_bindgen(js_name = quoteBuyOrder)]
pub fn quote_buy_order(params: String) -> Result<String, String> {
    let (order, report) = BuyOrder::check(&Packed::new(params));
    order.map(|order| quote(&order)).ok_or_else(|| {
        let mut text = String::new();
        let mut object = Object::open(&mut text);
        object.text("code", "VALIDATION").text("message", "The buy order is not valid: see detail.");
        object.raw("detail", &report.detail_json(VALIDATOR));
        object.close();
        text
    })
}
