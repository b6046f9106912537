//! Calls that answer later: begun by number, resumed with each answer, until there is a result.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use super::bridge::{Bridge, Slots, bridge_of, misuse};
use super::page::{Call, Caller, json_of};
use crate::domain::checkout::outcome::{failed_step, lost_step, step_result};
use crate::domain::checkout::pending::{PendingCheckout, pending};
use crate::domain::checkout::place_order::{create_order, place_order};
use crate::domain::checkout::preparation::{Refused, marker};
use crate::domain::checkout::report_payment::report_payment;
use crate::domain::checkout::resume::resume as resume_checkout;
use crate::domain::checkout::steps::SessionUpdate;
use crate::domain::checkout::told::told;
use crate::domain::checkout::upkeep::keep_looking;
use crate::domain::checkout::{Checkout, CheckoutResult, PlaceOrderOptions, SessionWish};
use crate::domain::data::{Data, Entries};
use crate::domain::flow::{Answer, Flow, Io, Ticket};
use crate::domain::json::Object;
use crate::domain::messages::{Situation, message};
use crate::domain::ocular::OcularResponse;
use crate::domain::ocular::track::{Tracked, keep_delivering, set_buy_order, set_buy_order_state, set_copied_order};
use crate::domain::oneentry::preview;
use crate::domain::options::check_call;
use crate::domain::packed::Packed;
use crate::domain::problem::{Code, Problem, Warning};
use crate::domain::text::{integer, split};

/// What can be called. Each is named after the function of the package that calls it.
#[wasm_bindgen]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// `setBuyOrder`.
    SetBuyOrder,
    /// `setBuyOrder` of a long report, which the shell has only copied so far.
    SetCopiedBuyOrder,
    /// `setBuyOrderState`.
    SetBuyOrderState,
    /// Delivers what earlier calls and page lives have recorded, until the bridge is disposed of.
    Deliver,
    /// Looks after checkouts that were left behind, until the bridge is disposed of.
    LookAfter,
    /// Records which results the page has.
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

/// What a flow runs.
type Run = Pin<Box<dyn Future<Output = JsValue>>>;

thread_local! {
    static RUNNING: Slots<Flow<JsValue>> = const { Slots::new() };
}

/// Begins a call; its number, or that of the call under way that does the same. `first` and `second` are its arguments,
/// packed; `types` those of `options.onStep` and `options.signal.aborted`, a line each. The error is JSON text.
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
    let caller = Caller { call: call.clone(), settings: Rc::clone(&bridge.settings), page: Rc::clone(&bridge.page) };
    let asked = Asked { io: Io::of(Rc::new(caller)), call, bridge };
    let io = asked.io.clone();
    let code = match method {
        Method::SetBuyOrder | Method::SetCopiedBuyOrder | Method::SetBuyOrderState | Method::Deliver => {
            asked.of_ocular(method, Packed::new(first))
        }
        Method::CreateSession => {
            let session = WantedSession::read(&first)?;
            if let Some(under_way) = asked.bridge.session_under_way(&session.key) {
                return Ok(under_way);
            }
            let (bridge, key) = (Rc::clone(&asked.bridge), session.key.clone());
            let code = asked.create_session(session)?;
            let number = RUNNING.with(|running| running.add(Flow::of(io, code)));
            bridge.opening.borrow_mut().push((key, number));
            return Ok(number);
        }
        _ => asked.of_checkout(method, &first, &second)?,
    };
    Ok(RUNNING.with(|running| running.add(Flow::of(io, code))))
}

/// Hands in the answer to a question, or nothing when `ticket` is 0, and goes on. The result, or undefined while there is none.
#[wasm_bindgen]
pub fn resume(running: u32, ticket: Ticket, number: u32, text: String) -> JsValue {
    RUNNING.with(|table| {
        let Some(mut flow) = table.take(running) else { return JsValue::UNDEFINED };
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
                JsValue::UNDEFINED
            }
        }
    })
}

/// Ends a call that nobody waits for any more.
#[wasm_bindgen]
pub fn cancel(running: u32) {
    RUNNING.with(|table| table.remove(running));
}

/// What a call comes to during which the instance before this one has failed.
#[wasm_bindgen]
pub fn lost(bridge: u32, method: Method) -> JsValue {
    let Ok(bridge) = bridge_of(bridge) else { return JsValue::UNDEFINED };
    match method {
        Method::SetBuyOrder | Method::SetCopiedBuyOrder | Method::SetBuyOrderState => {
            JsValue::from_str(&OcularResponse::lost().to_json())
        }
        Method::PlaceOrder | Method::CreateOrder | Method::Resume => {
            to_js(&CheckoutResult::lost(bridge.language).to_data())
        }
        _ => to_js(&lost_step(bridge.language)),
    }
}

/// Maps and lists of JavaScript, which `src/js/shell/results.js` makes plain objects of: setting properties one by one would run
/// what a page has put on `Object.prototype`.
fn to_js(data: &Data) -> JsValue {
    data.serialize(&Serializer::new().serialize_missing_as_null(true)).unwrap_or(JsValue::UNDEFINED)
}

/// A call that was asked for.
struct Asked {
    io: Io,
    call: Call,
    bridge: Rc<Bridge>,
}

impl Asked {
    fn of_ocular(self, method: Method, params: Packed) -> Run {
        let config = Rc::clone(&self.bridge.ocular);
        let io = self.io.clone();
        Box::pin(async move {
            let tracked = match method {
                Method::SetBuyOrder => set_buy_order(io, config, params).await,
                Method::SetCopiedBuyOrder => set_copied_order(io, config).await,
                Method::SetBuyOrderState => set_buy_order_state(io, config, params).await,
                _ => {
                    keep_delivering(io, config, |id, response| self.tell_tracked(Some(&id), &response)).await;
                    return JsValue::UNDEFINED;
                }
            };
            let Tracked { response, warnings, external_id } = tracked;
            self.warn(&warnings);
            self.tell_tracked(external_id.as_ref(), &response);
            JsValue::from_str(&response.to_json())
        })
    }

    fn of_checkout(self, method: Method, first: &str, second: &str) -> Result<Run, String> {
        let shop = self.shop()?;
        let io = self.io.clone();
        let data = |text: &str| Packed::new(text.to_owned()).data();
        let named = |why: String| misuse(&why);
        Ok(match method {
            Method::PlaceOrder => {
                let options = PlaceOrderOptions::read(data(second)).map_err(named)?;
                let checked = shop.check(data(first));
                Box::pin(async move { self.hand_out(place_order(Rc::clone(&shop), io, checked, options).await) })
            }
            Method::CreateOrder => {
                let checked = shop.check(data(first));
                Box::pin(async move { self.hand_out(create_order(Rc::clone(&shop), io, checked).await) })
            }
            Method::Resume => {
                let options = PlaceOrderOptions::read(data(second)).map_err(named)?;
                let Data::Text(reference) = data(first) else {
                    return Err(misuse("reference must be the reference of a checkout."));
                };
                Box::pin(async move { self.hand_out(resume_checkout(Rc::clone(&shop), io, reference, options).await) })
            }
            Method::RecordResults => {
                let results = std::mem::take(&mut *self.bridge.told.borrow_mut());
                Box::pin(async move {
                    for result in results {
                        told(Rc::clone(&shop), io.clone(), result).await;
                    }
                    JsValue::NULL
                })
            }
            Method::LookAfter => Box::pin(async move {
                keep_looking(io, shop, |found| {
                    self.warn(found.warning.as_slice());
                    self.tell("found", || json_of(&found.to_data()));
                })
                .await;
                JsValue::UNDEFINED
            }),
            Method::Pending => {
                Box::pin(async move { to_js(&Data::list(&pending(shop, io).await, PendingCheckout::to_data)) })
            }
            Method::Prepare => {
                // What is wrong with an order is told when it is placed.
                let storage = data(first).text_of("storage").map(str::to_owned);
                Box::pin(async move {
                    shop.prepare(&io, storage.as_deref()).await;
                    JsValue::NULL
                })
            }
            Method::Preview => {
                let checked = preview::check(data(first));
                Box::pin(async move { json_step(shop.preview(&io, checked).await) })
            }
            Method::GetAccounts => Box::pin(async move { json_step(shop.accounts(&io).await) }),
            Method::GetForm => {
                let marker = marker(&data(first)).map_err(named)?;
                Box::pin(async move { json_step(shop.form(&io, &marker).await) })
            }
            Method::Auth => Box::pin(async move {
                step(shop.auth(&io, Situation::Elsewhere).await.map(|signed_in| signed_in.to_data()))
            }),
            Method::UpdateSessionById => {
                let id = id(&data(first), "id")?;
                let update = SessionUpdate::read(&data(second)).map_err(named)?;
                Box::pin(async move {
                    let session = shop.update_session(&io, id, &update, Situation::OrderStands).await;
                    step(session.map(|session| session.to_data()))
                })
            }
            Method::GetSessionByOrderId => {
                let order_id = id(&data(first), "orderId")?;
                Box::pin(async move {
                    let session = shop.session_of_order(&io, order_id, Situation::OrderStands).await;
                    step(session.map(|session| session.to_data()))
                })
            }
            _ => {
                let order_id = id(&data(first), "orderId")?;
                Box::pin(async move {
                    let reported = report_payment(shop, io, order_id).await;
                    if let Some(response) = reported.as_ref().ok().and_then(|report| report.tracking.as_ref()) {
                        self.tell_tracked(Some(&integer(order_id)), response);
                    }
                    step(reported.map(|report| report.to_data()))
                })
            }
        })
    }

    fn create_session(self, wanted: WantedSession) -> Result<Run, String> {
        let shop = self.shop()?;
        Ok(Box::pin(async move {
            let WantedSession { key, order_id, wish } = wanted;
            let session = shop.create_session(&self.io, order_id, &wish, Situation::OrderStands).await;
            self.bridge.opening.borrow_mut().retain(|(known, _)| *known != key);
            step(session.map(|session| session.to_data()))
        }))
    }

    fn shop(&self) -> Result<Rc<Checkout>, String> {
        let shop = Rc::clone(self.bridge.shop()?);
        if let Some(warning) = shop.shared_password().filter(|_| self.bridge.settings.is_public)
            && !self.bridge.has_warned.replace(true)
        {
            self.warn(&[warning]);
        }
        Ok(shop)
    }

    /// The result on its way to the page. The ledger hears of it once the page has it.
    fn hand_out(&self, result: CheckoutResult) -> JsValue {
        match &result {
            CheckoutResult::Unknown { warnings, .. } => self.warn(warnings),
            CheckoutResult::Accepted { order, tracking, warnings, .. } => {
                self.warn(warnings);
                if let Some(response) = tracking {
                    self.tell_tracked(Some(&integer(order.id)), response);
                }
            }
            _ => {}
        }
        if let Some(checkout) = &self.bridge.checkout {
            self.bridge.told.borrow_mut().extend(checkout.hand_out(&result));
        }
        to_js(&result.to_data())
    }

    fn warn(&self, warnings: &[Warning]) {
        for warning in warnings {
            self.tell("warning", || json_of(&warning.to_data()));
        }
    }

    /// A report may have thousands of texts: nobody makes them for nobody.
    fn tell(&self, kind: &str, event: impl FnOnce() -> String) {
        if self.call.hears(kind) {
            self.call.tell(kind, &event());
        }
    }

    fn tell_tracked(&self, external_id: Option<&String>, response: &OcularResponse) {
        self.tell("tracked", || {
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
                object.text("message", &message(code, Situation::Elsewhere, self.bridge.language));
            }
            object.raw("response", &response.to_json());
            object.close();
            text
        });
    }
}

/// What `createSession` was asked for.
struct WantedSession {
    key: String,
    order_id: i64,
    wish: SessionWish,
}

impl WantedSession {
    fn read(arguments: &str) -> Result<WantedSession, String> {
        let arguments = Packed::new(arguments.to_owned()).data();
        let argument = |index: usize| arguments.as_list().and_then(|list| list.get(index)).unwrap_or(&Data::Null);
        let order_id = id(argument(0), "orderId")?;
        let wish = SessionWish::read(argument(1), argument(2)).map_err(|why| misuse(&why))?;
        let mut key = integer(order_id);
        key.push_str(&wish.kind);
        key.push_str(if wish.automatic_tax { "+" } else { "" });
        Ok(WantedSession { key, order_id, wish })
    }
}

impl Bridge {
    fn session_under_way(&self, key: &str) -> Option<u32> {
        self.opening.borrow().iter().find(|(known, _)| known == key).map(|(_, number)| *number)
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

/// A step whose value is JSON text already, under `json`.
fn json_step(result: Result<String, Refused>) -> JsValue {
    to_js(&match result {
        Ok(json) => Entries::default().bool("ok", true).text("json", &json).end(),
        Err((problem, detail)) => failed_step(&problem, detail),
    })
}
