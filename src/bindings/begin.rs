//! Calls that answer later: each has a number and is resumed with every answer until there is a result.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

#[cfg(not(feature = "checkout"))]
use super::bridge::only_main;
use super::bridge::{Bridge, bridge_of};
use super::page::{Call, Caller};
use crate::domain::data::Data;
use crate::domain::flow::{Answer, Flow, Io, Ticket};
use crate::domain::json;
use crate::domain::numbered::Numbered;
use crate::domain::ocular::OcularResponse;
use crate::domain::ocular::delivery::Kind;
use crate::domain::ocular::outbox::deliver_in_background;
use crate::domain::ocular::purchase::report::{read_event, report};
use crate::domain::options::check_call;
use crate::domain::packed::Packed;
use crate::domain::problem::{Warning, misuse};

/// The methods that can be called. Each is named after the package's function that calls it.
#[wasm_bindgen]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// `setBuyOrder`.
    SetBuyOrder,
    /// `setBuyOrder` with a long report, which the shell has only copied so far.
    SetCopiedBuyOrder,
    /// `setBuyOrderState`.
    SetBuyOrderState,
    /// Reads the next event of a data layer: returns the purchase in it, or null.
    ReadEvent,
    /// Reports the order of a purchase, but only once.
    ReportPurchase,
    /// Delivers reports saved by earlier calls and page loads, until the bridge is disposed of.
    Deliver,
    /// Follows up on checkouts that were left unfinished, until the bridge is disposed of.
    Upkeep,
    /// Records which results the page has received.
    RecordResults,
    /// `guestCheckout.placeOrder`.
    PlaceOrder,
    /// `guestCheckout.createOrder`.
    CreateOrder,
    /// `guestCheckout.resume`.
    Resume,
    /// `guestCheckout.pending`.
    Pending,
    /// `guestCheckout.prepare`.
    Prepare,
    /// `guestCheckout.preview`.
    Preview,
    /// `guestCheckout.getAccounts`.
    GetAccounts,
    /// `guestCheckout.getForm`.
    GetForm,
    /// `guestCheckout.auth`.
    Auth,
    /// `guestCheckout.createSession`.
    CreateSession,
    /// `guestCheckout.updateSessionById`.
    UpdateSessionById,
    /// `guestCheckout.getSessionByOrderId`.
    GetSessionByOrderId,
    /// `guestCheckout.reportPayment`.
    ReportPayment,
}

/// The code that a flow runs.
pub type Run = Pin<Box<dyn Future<Output = Result<JsValue, String>>>>;

thread_local! {
    static RUNNING: Numbered<Flow<Result<JsValue, String>>> = const { Numbered::empty() };
}

/// Starts a call. Returns its number, or that of a running call that does the same. `first` and `second` are its packed
/// arguments, `types` the types of `options.onStep` and `options.signal.aborted`, one per line. The error is JSON text.
#[wasm_bindgen]
pub fn begin(
    bridge: u32,
    method: Method,
    first: String,
    second: String,
    types: &str,
    call: Call,
) -> Result<u32, String> {
    let bridge = bridge_of(bridge)?;
    check_call(types).map_err(misuse)?;
    let caller = Caller {
        call: call.clone(),
        settings: Rc::clone(&bridge.settings),
        is_public: bridge.is_public,
        page: Rc::clone(&bridge.page),
        #[cfg(feature = "checkout")]
        has_preflight: Default::default(),
    };
    let asked = Asked { io: Io::of(Rc::new(caller)), call, bridge };
    let io = asked.io.clone();
    let code: Run = match method {
        Method::SetBuyOrder
        | Method::SetCopiedBuyOrder
        | Method::SetBuyOrderState
        | Method::ReadEvent
        | Method::ReportPurchase
        | Method::Deliver => Box::pin(asked.of_ocular(method, Packed::new(first), second)),
        #[cfg(feature = "checkout")]
        Method::CreateSession => return asked.create_session(first),
        #[cfg(feature = "checkout")]
        _ => Box::pin(asked.of_checkout(method, first, second)),
        #[cfg(not(feature = "checkout"))]
        _ => return Err(only_main()),
    };
    Ok(run(io, code))
}

/// Stores a flow until it has a result. Returns its number.
pub fn run(io: Io, code: Run) -> u32 {
    RUNNING.with(|running| running.add(Flow::of(io, code)))
}

/// Passes in the answer to a question, or nothing if `ticket` is 0, and continues the call. Returns the result, or
/// undefined while the call is running. The error is JSON text.
#[wasm_bindgen]
pub fn resume(running: u32, ticket: Ticket, number: u32, text: String) -> Result<JsValue, String> {
    RUNNING.with(|table| table.resume(running, ticket, Answer { number, text })).unwrap_or(Ok(JsValue::UNDEFINED))
}

/// Cancels a call whose result is no longer needed.
#[wasm_bindgen]
pub fn cancel(running: u32) {
    RUNNING.with(|table| table.remove(running));
}

/// The result of a call that was running when the previous instance failed.
#[wasm_bindgen]
pub fn lost(bridge: u32, method: Method) -> JsValue {
    match method {
        Method::SetBuyOrder | Method::SetCopiedBuyOrder | Method::SetBuyOrderState | Method::ReportPurchase => {
            JsValue::from_str(&OcularResponse::lost().json)
        }
        Method::ReadEvent => JsValue::NULL,
        #[cfg(feature = "checkout")]
        _ => bridge_of(bridge).map_or(JsValue::UNDEFINED, |bridge| super::guest_checkout::lost(&bridge, method)),
        #[cfg(not(feature = "checkout"))]
        _ => bridge.into(),
    }
}

/// A requested call.
pub struct Asked {
    pub io: Io,
    pub call: Call,
    pub bridge: Rc<Bridge>,
}

impl Asked {
    async fn of_ocular(self, method: Method, first: Packed, second: String) -> Result<JsValue, String> {
        let Bridge { ocular, layer, .. } = &*self.bridge;
        let (io, config) = (self.io.clone(), Rc::clone(ocular));
        let is_purchase = method == Method::ReportPurchase;
        let (kind, params) = match method {
            Method::SetBuyOrder | Method::ReportPurchase => (Kind::Order, Some(first)),
            Method::SetCopiedBuyOrder => (Kind::Order, None),
            Method::SetBuyOrderState => (Kind::State, Some(first)),
            Method::ReadEvent => {
                let Some(reading) = read_event(&io, layer, &first, &Packed::new(second)).await else {
                    return Ok(JsValue::NULL);
                };
                self.warn(&reading.warnings);
                return Ok(JsValue::from_str(&reading.to_json()));
            }
            _ => {
                deliver_in_background(io, config, |id, response| self.emit_tracked(Some(id), response)).await;
                return Ok(JsValue::UNDEFINED);
            }
        };
        let Some(tracked) = report(io, is_purchase.then_some(layer), config, kind, params).await else {
            return Ok(JsValue::NULL);
        };
        self.warn(&tracked.warnings);
        self.emit_tracked(tracked.external_id.as_ref(), &tracked.response);
        Ok(JsValue::from_str(&tracked.response.json))
    }

    pub fn warn(&self, warnings: &[Warning]) {
        for warning in warnings {
            self.emit("warning", &warning.to_data());
        }
    }

    pub fn emit(&self, kind: &str, event: &Data) {
        self.call.emit(kind, &json::text_of(event));
    }

    /// Emits a `tracked` event. It is built only if there are listeners: a report may have thousands of texts.
    pub fn emit_tracked(&self, external_id: Option<&String>, response: &OcularResponse) {
        if self.call.has_listeners("tracked") {
            self.call.emit("tracked", &response.event(external_id, self.bridge.language));
        }
    }
}
