//! What the loader gets: one object whose methods decode, call the domain, encode.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;

use js_sys::{Function, Promise};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{future_to_promise, spawn_local};

use super::callbacks::Events;
use super::either::first;
use super::fetch::Signal;
use super::input::{own_properties, packed, packed_soon, read, rest, take};
use super::options::{Options, function};
use super::output::{checkout, invalid, misuse, not_encoded, pending_list, report, response, set, to_js};
use super::page::{self, is_public};
use super::presence::{Noticed, Presence};
use super::shell::{Call, Shell};
use super::store::Store;
use super::timer::sleep;
use super::widget::Widget;
use crate::domain::checkout::pending::pending;
use crate::domain::checkout::place_order::{create_order, place_order};
use crate::domain::checkout::resume::resume;
use crate::domain::checkout::steps::SessionUpdate;
use crate::domain::checkout::told::{Told, told as write_told};
use crate::domain::checkout::upkeep::keep_looking;
use crate::domain::checkout::{Checkout, CheckoutResult, PlaceOrderOptions, SessionWish, StepResult};
use crate::domain::data::Data;
use crate::domain::flow::{Flow, Io};
use crate::domain::messages::{Language, Situation, message};
use crate::domain::ocular::quote::Quote;
use crate::domain::ocular::track::{
    LIST, NUMBER, Tracked, keep_delivering, set_buy_order, set_buy_order_state, set_copied_order,
};
use crate::domain::ocular::{BuyOrder, BuyOrderState, OcularConfig, OcularResponse, VALIDATOR};
use crate::domain::oneentry::{Client, GuestOrder};
use crate::domain::problem::{Code, Problem, Warning};

/// The bridge behind the loader's objects. Everything is shared, so that a call outlives `free()`.
#[wasm_bindgen]
#[expect(missing_debug_implementations, reason = "functions of JavaScript have nothing to show")]
pub struct Core {
    pub(super) shell: Rc<Shell>,
    ocular: Rc<OcularConfig>,
    language: Language,
    checkout: Option<Rc<Checkout>>,
    /// Payment sessions that are being opened: a second one would cancel the first.
    opening: Rc<RefCell<Vec<(String, Promise)>>>,
    /// The warning about the shared guest user's password was given.
    warned: Cell<bool>,
    /// Wakes when the bridge is disposed of.
    ended: Rc<Presence>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TrackedEvent {
    external_id: Option<String>,
    /// In people's words, when it did not succeed.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

/// Tells the listeners what Ocular has answered.
pub(super) fn told(shell: &Shell, language: Language, external_id: Option<String>, told: &OcularResponse) {
    // A report may have thousands of texts: nobody makes them for nobody.
    if !shell.events.are_heard("tracked") {
        return;
    }
    let code = match told.status_code {
        0 => None,
        2 => Some(Code::Validation),
        _ => Some(told.code.unwrap_or(Code::Server)),
    };
    let message = code.map(|code| message(code, Situation::Elsewhere, language));
    let event = to_js(&TrackedEvent { external_id, message });
    set(&event, "response", &response(told));
    shell.events.hand("tracked", &event);
}

#[wasm_bindgen]
impl Core {
    /// Checks the options. `emit(type, event)` receives the events that `host.hears(type)`, `host.widget()` returns the
    /// vendor's object.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue, emit: Function, host: &JsValue) -> Result<Core, JsValue> {
        let options = Options::read(options).map_err(|message| misuse(&message))?;
        let ocular = Rc::new(options.ocular);
        let checkout = options.one_entry.map(|config| {
            Rc::new(Checkout {
                client: Client::new(config),
                ocular: Rc::clone(&ocular),
                language: options.language,
                payment_hosts: options.payment_hosts,
                previewed: RefCell::default(),
                orders: RefCell::default(),
                done: RefCell::default(),
                awaited: RefCell::default(),
            })
        });
        let shell = Shell {
            limit_ms: options.limit_ms,
            fetch: options.fetch,
            sessions: options.sessions,
            events: Events::new(emit, host.clone()),
            widget: Widget { given: options.widget, host: host.clone() },
            store: Store::default(),
            presence: Presence::default(),
        };
        Ok(Core {
            shell: Rc::new(shell),
            ocular,
            language: options.language,
            checkout,
            opening: Rc::default(),
            warned: Cell::default(),
            ended: Rc::default(),
        })
    }

    /// Begins to deliver what earlier page lives have kept, until [`Core::dispose`].
    pub fn start(&self) {
        self.shell.presence.listen();
        let (shell, language) = (Rc::clone(&self.shell), self.language);
        let config = Rc::clone(&self.ocular);
        let flow = Flow::new(|io| {
            let shell = Rc::clone(&shell);
            async move {
                keep_delivering(io, config, |external_id, response| {
                    told(&shell, language, Some(external_id), &response);
                })
                .await;
                JsValue::UNDEFINED
            }
        });
        self.live(flow);
        let Some(checkout) = &self.checkout else { return };
        let (shell, checkout) = (Rc::clone(&self.shell), Rc::clone(checkout));
        self.live(Flow::new(|io| async move {
            keep_looking(io, checkout, |found| {
                warn(&shell, found.warning.as_slice());
                shell.events.emit("found", &found);
            })
            .await;
            JsValue::UNDEFINED
        }));
    }

    /// Ends what [`Core::start`] began: listeners, timers, locks.
    pub fn dispose(&self) {
        self.ended.wake();
        self.shell.presence.forget();
        self.shell.store.close();
    }

    /// The sums of a valid buy order.
    #[wasm_bindgen(js_name = quoteBuyOrder)]
    pub fn quote_buy_order(&self, params: &JsValue) -> Result<JsValue, JsValue> {
        let (order, report) = BuyOrder::check(&packed(params));
        order.map(|order| to_js(&Quote::of(&order))).ok_or_else(|| invalid(&report))
    }

    /// The body that `setBuyOrder` would send, as text, or the report of what is wrong.
    #[wasm_bindgen(js_name = encodeBuyOrder)]
    pub fn encode_buy_order(&self, params: &JsValue) -> JsValue {
        let (order, report) = BuyOrder::check(&packed(params));
        match order.map_or(Err(report), |order| order.body()) {
            Ok(body) => JsValue::from_str(&body),
            Err(report) => not_encoded(&report),
        }
    }

    /// The version of the crate in this wasm.
    pub fn version() -> String {
        env!("CARGO_PKG_VERSION").to_owned()
    }

    /// What a checkout comes to during which the wasm failed.
    #[wasm_bindgen(js_name = lostOrder)]
    pub fn lost_order(&self) -> JsValue {
        checkout(&CheckoutResult::lost(self.language))
    }

    /// What another call comes to during which the wasm failed.
    #[wasm_bindgen(js_name = lostStep)]
    pub fn lost_step(&self) -> JsValue {
        to_js(&StepResult::lost(self.language))
    }

    /// What a report comes to during which the wasm failed.
    #[wasm_bindgen(js_name = lostReport)]
    pub fn lost_report(&self) -> JsValue {
        to_js(&OcularResponse::lost())
    }

    /// `ocularOrderTrack.setBuyOrder`.
    #[wasm_bindgen(js_name = setBuyOrder)]
    pub fn set_buy_order(&self, params: &JsValue) -> Promise {
        match packed_soon(params, LIST, NUMBER) {
            Ok(params) => self.track(self.plain_call(), |io, config| set_buy_order(io, config, params)),
            Err(copied) => self.track(Call::copied(Rc::clone(&self.shell), copied), set_copied_order),
        }
    }

    /// `ocularOrderTrack.setBuyOrderState`.
    #[wasm_bindgen(js_name = setBuyOrderState)]
    pub fn set_buy_order_state(&self, params: &JsValue) -> Promise {
        let params = packed(params);
        self.track(self.plain_call(), |io, config| set_buy_order_state(io, config, params))
    }

    /// Report of a buy order, or of an array of them.
    #[wasm_bindgen(js_name = validateBuyOrder)]
    pub fn validate_buy_order(&self, params: &JsValue) -> JsValue {
        report(&BuyOrder::check_each(&packed(params)).1, VALIDATOR, self.language)
    }

    /// Report of a buy order's state.
    #[wasm_bindgen(js_name = validateBuyOrderState)]
    pub fn validate_buy_order_state(&self, params: &JsValue) -> JsValue {
        report(&BuyOrderState::check(&packed(params)).1, VALIDATOR, self.language)
    }

    /// Report of a guest order.
    #[wasm_bindgen(js_name = validateGuestOrder)]
    pub fn validate_guest_order(&self, order: &JsValue) -> JsValue {
        let lang_code = self.checkout.as_ref().map_or("en_US", |checkout| checkout.client.lang_code());
        report(&GuestOrder::check(read(order), lang_code).1, "", self.language)
    }

    /// `guestCheckout.prepare`.
    pub fn prepare(&self, order: &JsValue) -> Result<Promise, JsValue> {
        // What is wrong with an order is told when it is placed.
        let storage = page::property(order, "storage").as_string();
        self.step(|checkout, io| async move {
            checkout.prepare(&io, storage.as_deref()).await;
            Ok(())
        })
    }

    /// `guestCheckout.placeOrder`.
    #[wasm_bindgen(js_name = placeOrder)]
    pub fn place_order(&self, order: &JsValue, options: &JsValue) -> Result<Promise, JsValue> {
        let (call, options) = self.call(options)?;
        let options = PlaceOrderOptions::read(options).map_err(|message| misuse(&message))?;
        let checked = self.checkout()?.check(read(order));
        self.outcome(call, |checkout, io| place_order(checkout, io, checked, options))
    }

    /// `guestCheckout.resume`.
    pub fn resume(&self, reference: &JsValue, options: &JsValue) -> Result<Promise, JsValue> {
        let (call, options) = self.call(options)?;
        let options = PlaceOrderOptions::read(options).map_err(|message| misuse(&message))?;
        let reference =
            reference.as_string().ok_or_else(|| misuse("reference must be the reference of a checkout."))?;
        self.outcome(call, |checkout, io| resume(checkout, io, reference, options))
    }

    /// `guestCheckout.pending`.
    pub fn pending(&self) -> Result<Promise, JsValue> {
        let checkout = self.checkout()?;
        let flow = Flow::new(|io| async move { pending_list(&pending(checkout, io).await) });
        Ok(promise(self.plain_call(), flow))
    }

    /// `guestCheckout.createOrder`.
    #[wasm_bindgen(js_name = createOrder)]
    pub fn create_order(&self, order: &JsValue) -> Result<Promise, JsValue> {
        let checked = self.checkout()?.check(read(order));
        self.outcome(self.plain_call(), |checkout, io| create_order(checkout, io, checked))
    }

    /// `guestCheckout.auth`.
    pub fn auth(&self) -> Result<Promise, JsValue> {
        self.step(|checkout, io| async move { checkout.auth(&io, Situation::Elsewhere).await })
    }

    /// `guestCheckout.createSession`.
    #[wasm_bindgen(js_name = createSession)]
    pub fn create_session(&self, order_id: &JsValue, kind: &JsValue, tax: &JsValue) -> Result<Promise, JsValue> {
        let order_id = id(order_id, "orderId")?;
        let wish = SessionWish::read(&read(kind), &read(tax)).map_err(|message| misuse(&message))?;
        // A second session would cancel the first one, which a shopper may be paying with.
        let wanted = format!("{order_id} {} {}", wish.kind, wish.automatic_tax);
        let under_way =
            self.opening.borrow().iter().find(|(known, _)| *known == wanted).map(|(_, promise)| promise.clone());
        if let Some(under_way) = under_way {
            return Ok(under_way);
        }
        let opening = Rc::clone(&self.opening);
        let key = wanted.clone();
        let promise = self.step(|checkout, io| async move {
            let session = checkout.create_session(&io, order_id, &wish, Situation::OrderStands).await;
            opening.borrow_mut().retain(|(known, _)| *known != key);
            session
        })?;
        self.opening.borrow_mut().push((wanted, promise.clone()));
        Ok(promise)
    }

    /// `guestCheckout.updateSessionById`.
    #[wasm_bindgen(js_name = updateSessionById)]
    pub fn update_session_by_id(&self, session_id: &JsValue, body: &JsValue) -> Result<Promise, JsValue> {
        let session_id = id(session_id, "id")?;
        let update = SessionUpdate::read(&read(body)).map_err(|message| misuse(&message))?;
        self.step(|checkout, io| async move {
            checkout.update_session(&io, session_id, &update, Situation::OrderStands).await
        })
    }

    /// `guestCheckout.getSessionByOrderId`.
    #[wasm_bindgen(js_name = getSessionByOrderId)]
    pub fn get_session_by_order_id(&self, order_id: &JsValue) -> Result<Promise, JsValue> {
        let order_id = id(order_id, "orderId")?;
        self.step(|checkout, io| async move { checkout.session_of_order(&io, order_id, Situation::OrderStands).await })
    }
}

impl Core {
    pub(super) fn plain_call(&self) -> Call {
        Call::plain(Rc::clone(&self.shell))
    }

    pub(super) fn checkout(&self) -> Result<Rc<Checkout>, JsValue> {
        let Some(checkout) = &self.checkout else {
            return Err(misuse("guestCheckout needs the option oneEntry: { url, token }."));
        };
        if let Some(warning) = checkout.shared_password().filter(|_| is_public())
            && !self.warned.replace(true)
        {
            warn(&self.shell, &[warning]);
        }
        Ok(Rc::clone(checkout))
    }

    pub(super) fn call(&self, options: &JsValue) -> Result<(Call, Data), JsValue> {
        if options.is_undefined() || options.is_null() {
            return Ok((self.plain_call(), Data::Null));
        }
        let mut options = own_properties(options).ok_or_else(|| misuse("options must be an object."))?;
        let signal = Signal::new(take(&mut options, "signal")).map_err(misuse)?;
        let on_step = function(take(&mut options, "onStep"), "options.onStep").map_err(|message| misuse(&message))?;
        Ok((Call::new(Rc::clone(&self.shell), signal, on_step), rest(options)))
    }

    fn track<F>(&self, call: Call, begin: impl FnOnce(Io, Rc<OcularConfig>) -> F) -> Promise
    where
        F: Future<Output = Tracked> + 'static,
    {
        let config = Rc::clone(&self.ocular);
        let (shell, language) = (Rc::clone(&self.shell), self.language);
        let flow = Flow::new(|io| {
            let tracking = begin(io, config);
            async move {
                let tracked = tracking.await;
                warn(&shell, &tracked.warnings);
                told(&shell, language, tracked.external_id, &tracked.response);
                response(&tracked.response)
            }
        });
        promise(call, flow)
    }

    /// A call that comes to an outcome. Only when the page has it, the ledger hears of that.
    fn outcome<F>(&self, call: Call, begin: impl FnOnce(Rc<Checkout>, Io) -> F) -> Result<Promise, JsValue>
    where
        F: Future<Output = CheckoutResult> + 'static,
    {
        let shared = self.checkout()?;
        let (shell, language) = (Rc::clone(&self.shell), self.language);
        let known = Rc::new(RefCell::new(None));
        let slot = Rc::clone(&known);
        let told_of = Rc::clone(&shared);
        let flow = Flow::new(|io| {
            let placing = begin(Rc::clone(&shared), io);
            async move {
                let result = placing.await;
                tell(&shell, language, &result);
                slot.replace(shared.hand_out(&result));
                checkout(&result)
            }
        });
        Ok(self.noted(call, flow, known, told_of))
    }

    /// The promise of an outcome, and what the ledger hears of it. Apart from [`Core::outcome`], so that there is one copy of it.
    fn noted(
        &self,
        call: Call,
        flow: Flow<JsValue>,
        known: Rc<RefCell<Option<Told>>>,
        checkout: Rc<Checkout>,
    ) -> Promise {
        let afterwards = self.plain_call();
        future_to_promise(async move {
            let result = call.drive(flow).await;
            if let Some(known) = known.take() {
                spawn_local(async move {
                    // First the code that waits for the result.
                    sleep(0).await;
                    let flow = Flow::new(|io| async move {
                        write_told(checkout, io, known).await;
                        JsValue::UNDEFINED
                    });
                    afterwards.drive(flow).await;
                });
            }
            Ok(result)
        })
    }

    /// Runs a flow until the bridge ends: dropping the call drops its timers, locks and requests.
    fn live(&self, flow: Flow<JsValue>) {
        let call = self.plain_call();
        let ended = Rc::clone(&self.ended);
        spawn_local(async move {
            let noticed = Noticed::default();
            drop(first(call.drive(flow), ended.changed(&noticed)).await);
        });
    }

    pub(super) fn step<T, F>(&self, begin: impl FnOnce(Rc<Checkout>, Io) -> F) -> Result<Promise, JsValue>
    where
        T: Serialize + 'static,
        F: Future<Output = Result<T, Problem>> + 'static,
    {
        let checkout = self.checkout()?;
        let flow = Flow::new(|io| {
            let step = begin(checkout, io);
            async move { to_js(&StepResult::from(step.await)) }
        });
        Ok(promise(self.plain_call(), flow))
    }
}

/// Every call takes this way, so that there is one copy of it in the wasm.
pub(super) fn promise(call: Call, flow: Flow<JsValue>) -> Promise {
    future_to_promise(async move { Ok(call.drive(flow).await) })
}

pub(super) fn id(value: &JsValue, name: &str) -> Result<i64, JsValue> {
    read(value).as_integer().filter(|id| *id > 0).ok_or_else(|| misuse(&format!("{name} must be a positive integer.")))
}

fn tell(shell: &Shell, language: Language, result: &CheckoutResult) {
    if let CheckoutResult::Unknown { warnings, .. } = result {
        warn(shell, warnings);
    }
    if let CheckoutResult::Accepted { order, tracking, warnings, .. } = result {
        warn(shell, warnings);
        if let Some(response) = tracking {
            told(shell, language, Some(order.id.to_string()), response);
        }
    }
}

fn warn(shell: &Shell, warnings: &[Warning]) {
    for warning in warnings {
        shell.events.emit("warning", warning);
    }
}
