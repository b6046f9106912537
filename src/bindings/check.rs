//! Calls that answer at once: checks, sums, bodies. Each takes packed values and returns JSON text.

use wasm_bindgen::prelude::*;

use super::bridge::bridge_of;
#[cfg(not(feature = "checkout"))]
use super::bridge::only_main;
use crate::domain::ocular::purchase::Layer;
use crate::domain::ocular::{BuyOrder, BuyOrderState, VALIDATOR, quote};
#[cfg(feature = "checkout")]
use crate::domain::oneentry::GuestOrder;
use crate::domain::packed::Packed;

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
        Check::GuestOrder => {
            let lang_code = bridge.checkout.as_ref().map_or("en_US", |checkout| checkout.client.lang_code());
            ("", GuestOrder::check(value.data(), lang_code).1)
        }
        #[cfg(not(feature = "checkout"))]
        Check::GuestOrder => return Err(only_main()),
    };
    Ok(report.to_json(prefix, "messages", &report.words_json(bridge.language)))
}

/// The body that `setBuyOrder` would send; the error is the report of the check.
#[wasm_bindgen(js_name = encodeBuyOrder)]
pub fn encode_buy_order(params: String) -> Result<String, String> {
    let (order, report) = BuyOrder::check(&Packed::new(params));
    let body = order.map_or(Err(report), |order| order.body());
    body.map_err(|report| report.to_json(VALIDATOR, "body", "null"))
}

/// Reads the purchase in one event of a data layer. `currency` is a text, used if the event specifies none.
#[wasm_bindgen(js_name = readPurchase)]
pub fn read_purchase(event: String, currency: String) -> String {
    Layer::default().read(&Packed::new(event), &Packed::new(currency)).to_json()
}

/// The sums of a valid buy order; the error is JSON text.
#[wasm_bindgen(js_name = quoteBuyOrder)]
pub fn quote_buy_order(params: String) -> Result<String, String> {
    let (order, report) = BuyOrder::check(&Packed::new(params));
    order.map(|order| quote::quote(&order)).ok_or_else(|| quote::refusal(&report))
}
