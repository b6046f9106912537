//! Calls that answer later: each has a number and is resumed with every answer until there is a result.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

#[cfg(not(feature = "checkout"))]
use super::bridge::only_main;
use super::bridge::{Bridge, Slots, bridge_of, misuse};
use super::page::{Call, Caller, json_of};
use crate::domain::code::Code;
use crate::domain::data::Data;
use crate::domain::flow::{Answer, Flow, Io, Ticket};
use crate::domain::json::Object;
use crate::domain::messages::cause;
use crate::domain::ocular::OcularResponse;
use crate::domain::ocular::delivery::Kind;
use crate::domain::ocular::outbox::deliver_in_background;
use crate::domain::ocular::purchase::{DUPLICATE_WINDOW_MS, read, report};
use crate::domain::ocular::track::{Tracked, track};
use crate::domain::options::check_call;
use crate::domain::packed::Packed;
use crate::domain::problem::Warning;
use crate::domain::text::split;

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
    static RUNNING: Slots<Flow<Result<JsValue, String>>> = const { Slots::new() };
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
    let (on_step, aborted) = split(types, "\n").unwrap_or(("undefined", "undefined"));
    check_call(on_step, aborted).map_err(|why| misuse(&why))?;
    let caller = Caller {
        call: call.clone(),
        settings: Rc::clone(&bridge.settings),
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
        | Method::ReportPurchase
        | Method::Deliver => Box::pin(asked.of_ocular(method, Packed::new(first))),
        Method::ReadEvent => Box::pin(asked.read_event(Packed::new(first).data(), Packed::new(second).data())),
        #[cfg(feature = "checkout")]
        Method::CreateSession => return asked.create_session(&first),
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
    RUNNING.with(|table| {
        let Some(mut flow) = table.take(running) else { return Ok(JsValue::UNDEFINED) };
        if ticket > 0 {
            flow.answer(ticket, Answer { number, text });
        }
        match flow.resume() {
            Some(result) => {
                table.remove(running);
                result
            }
            None => {
                table.put(running, flow);
                Ok(JsValue::UNDEFINED)
            }
        }
    })
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
    async fn of_ocular(self, method: Method, params: Packed) -> Result<JsValue, String> {
        let config = Rc::clone(&self.bridge.ocular);
        let io = self.io.clone();
        let (kind, params) = match method {
            Method::SetBuyOrder | Method::ReportPurchase => (Kind::Order, Some(params)),
            Method::SetCopiedBuyOrder => (Kind::Order, None),
            Method::SetBuyOrderState => (Kind::State, Some(params)),
            _ => {
                deliver_in_background(io, config, |id, response| self.emit_tracked(Some(id), response)).await;
                return Ok(JsValue::UNDEFINED);
            }
        };
        let layer = &self.bridge.layer;
        let mut name = None;
        if let (Method::ReportPurchase, Some(params)) = (method, &params) {
            name = report::name(params, &config);
        }
        if let Some(name) = &name
            && report::begin(&io, layer, name)
        {
            return Ok(JsValue::NULL);
        }
        let tracked = track(io, config, kind, params).await;
        let Tracked { response, warnings, external_id } = tracked;
        if let Some(name) = &name {
            report::end(&self.io, layer, name, response.status_code == 0);
        }
        self.warn(&warnings);
        self.emit_tracked(external_id.as_ref(), &response);
        Ok(JsValue::from_str(&response.json))
    }

    /// Returns the purchase in an event as JSON text; null for any other event.
    async fn read_event(self, event: Data, currency: Data) -> Result<JsValue, String> {
        let layer = &self.bridge.layer;
        let event = layer.borrow_mut().next(event);
        let reading = read(&event, currency.as_text());
        drop(event);
        if !reading.is_purchase {
            return Ok(JsValue::NULL);
        }
        if let Some(transaction) = &reading.transaction {
            if reading.has_lines {
                layer.borrow_mut().note(transaction);
            } else {
                // The purchase is pushed twice: the other push has the lines, and may come a moment later.
                self.io.wait(DUPLICATE_WINDOW_MS).await;
                if layer.borrow().has_seen(transaction) {
                    return Ok(JsValue::NULL);
                }
            }
        }
        self.warn(&reading.warnings);
        Ok(JsValue::from_str(&reading.to_json()))
    }

    pub fn warn(&self, warnings: &[Warning]) {
        for warning in warnings {
            self.emit("warning", &warning.to_data());
        }
    }

    pub fn emit(&self, kind: &str, event: &Data) {
        self.call.emit(kind, &json_of(event));
    }

    /// Emits a `tracked` event. It is built only if there are listeners: a report may have thousands of texts.
    pub fn emit_tracked(&self, external_id: Option<&String>, response: &OcularResponse) {
        if !self.call.has_listeners("tracked") {
            return;
        }
        let code = match response.status_code {
            0 => None,
            2 => Some(Code::Validation),
            _ => Some(response.code.unwrap_or(Code::Server)),
        };
        let mut text = String::new();
        let mut object = Object::open(&mut text);
        match external_id {
            Some(id) => object.text("externalId", id),
            None => object.raw("externalId", "null"),
        };
        if let Some(code) = code {
            object.text("message", cause(code, self.bridge.language));
        }
        object.raw("response", &response.json);
        object.close();
        self.call.emit("tracked", &text);
    }
}
