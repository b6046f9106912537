//! What answers at once: checks, sums, bodies. Each takes packed values and gives JSON text.

use wasm_bindgen::prelude::*;

use super::bridge::{bridge_of, misuse};
use super::page::Page;
use crate::domain::json::Object;
use crate::domain::ocular::quote::Quote;
use crate::domain::ocular::{BuyOrder, BuyOrderState, VALIDATOR};
use crate::domain::oneentry::{GuestOrder, forms};
use crate::domain::packed::Packed;
use crate::domain::validation::{Report, to_json};

/// What can be checked.
#[wasm_bindgen]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// A buy order, or an array of them.
    BuyOrder,
    /// A buy order's state.
    BuyOrderState,
    /// A guest order.
    GuestOrder,
}

/// The version of the crate in this wasm.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// The report of what is wrong: `valid`, `detail`, and `messages` for people.
#[wasm_bindgen]
pub fn check(bridge: u32, what: Check, value: String) -> Result<String, String> {
    let bridge = bridge_of(bridge)?;
    let value = Packed::new(value);
    let (prefix, report) = match what {
        Check::BuyOrder => (VALIDATOR, BuyOrder::check_each(&value).1),
        Check::BuyOrderState => (VALIDATOR, BuyOrderState::check(&value).1),
        Check::GuestOrder => {
            let lang_code = bridge.checkout.as_ref().map_or("en_US", |checkout| checkout.client.lang_code());
            ("", GuestOrder::check(value.data(), lang_code).1)
        }
    };
    Ok(report_text(&report, prefix, "messages", &to_json(&report.words(bridge.language))))
}

/// `{valid, detail}` and one property more, whose value is JSON.
fn report_text(report: &Report, prefix: &str, key: &str, json: &str) -> String {
    let mut text = String::new();
    let mut object = Object::open(&mut text);
    object.bool("valid", report.is_valid()).raw("detail", &report.detail_json(prefix)).raw(key, json);
    object.close();
    text
}

/// The body that `setBuyOrder` would send; the error is the report of what is wrong.
#[wasm_bindgen(js_name = encodeBuyOrder)]
pub fn encode_buy_order(params: String) -> Result<String, String> {
    let (order, report) = BuyOrder::check(&Packed::new(params));
    let body = order.map_or(Err(report), |order| order.body());
    body.map_err(|report| report_text(&report, VALIDATOR, "body", "null"))
}

/// The sums of a valid buy order; the error is JSON text.
#[wasm_bindgen(js_name = quoteBuyOrder)]
pub fn quote_buy_order(params: String) -> Result<String, String> {
    let (order, report) = BuyOrder::check(&Packed::new(params));
    order.map(|order| Quote::of(&order).to_json()).ok_or_else(|| {
        let mut text = String::new();
        let mut object = Object::open(&mut text);
        object.text("code", "VALIDATION").text("message", "The buy order is not valid: see detail.");
        object.raw("detail", &report.detail_json(VALIDATOR));
        object.close();
        text
    })
}

/// `guestCheckout.validateForm`: texts for the shopper by marker.
#[wasm_bindgen(js_name = validateForm)]
pub fn validate_form(bridge: u32, form: String, values: String, page: &Page) -> Result<String, String> {
    let bridge = bridge_of(bridge)?;
    let language = bridge.shop()?.language;
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
