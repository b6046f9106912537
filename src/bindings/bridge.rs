//! What the loader gets: one object whose methods decode, call the domain, encode.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;

use js_sys::{Function, Promise};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use super::callbacks::Events;
use super::fetch::Signal;
use super::input::{own_properties, read, rest, take};
use super::lock::Locks;
use super::options::{Options, function};
use super::output::{checkout, misuse, ocular_report, plain_report, to_js};
use super::page::is_public;
use super::shell::{Call, Shell};
use crate::domain::checkout::place_order::{Checked, create_order, place_order};
use crate::domain::checkout::steps::SessionUpdate;
use crate::domain::checkout::{Checkout, CheckoutResult, PlaceOrderOptions, SessionWish, StepResult};
use crate::domain::data::Data;
use crate::domain::flow::{Flow, Io};
use crate::domain::messages::Situation;
use crate::domain::ocular::track::{self, Tracked, set_buy_order, set_buy_order_state};
use crate::domain::ocular::{BuyOrderState, OcularConfig, OcularResponse};
use crate::domain::oneentry::{Client, GuestOrder};
use crate::domain::problem::{Problem, Warning};

/// The bridge behind the loader's objects. Everything is shared, so that a call outlives `free()`.
#[wasm_bindgen]
#[expect(missing_debug_implementations, reason = "functions of JavaScript have nothing to show")]
pub struct Core {
    pub(super) shell: Rc<Shell>,
    ocular: Rc<OcularConfig>,
    checkout: Option<Rc<Checkout>>,
    /// Orders under way, so that two identical calls place one order.
    in_flight: Rc<RefCell<Vec<(String, Promise)>>>,
    /// The warning about the shared guest user's password was given.
    warned: Cell<bool>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TrackedEvent<'a> {
    pub external_id: Option<String>,
    pub response: &'a OcularResponse,
}

#[wasm_bindgen]
impl Core {
    /// Checks the options. `emit(type, event)` receives every event.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue, emit: Function) -> Result<Core, JsValue> {
        let options = Options::read(options).map_err(|message| misuse(&message))?;
        let ocular = Rc::new(options.ocular);
        let checkout = options.one_entry.map(|config| {
            Rc::new(Checkout {
                client: Client::new(config),
                ocular: Rc::clone(&ocular),
                language: options.language,
                payment_hosts: options.payment_hosts,
                previewed: RefCell::default(),
            })
        });
        let shell = Shell {
            limit_ms: options.limit_ms,
            fetch: options.fetch,
            sessions: options.sessions,
            events: Events::new(emit),
            locks: Locks::default(),
        };
        Ok(Core { shell: Rc::new(shell), ocular, checkout, in_flight: Rc::default(), warned: Cell::default() })
    }

    /// The version of the crate in this wasm.
    pub fn version() -> String {
        env!("CARGO_PKG_VERSION").to_owned()
    }

    /// `ocularOrderTrack.setBuyOrder`.
    #[wasm_bindgen(js_name = setBuyOrder)]
    pub fn set_buy_order(&self, params: &JsValue) -> Promise {
        let params = read(params);
        self.track(|io, config| set_buy_order(io, config, params))
    }

    /// `ocularOrderTrack.setBuyOrderState`.
    #[wasm_bindgen(js_name = setBuyOrderState)]
    pub fn set_buy_order_state(&self, params: &JsValue) -> Promise {
        let params = read(params);
        self.track(|io, config| set_buy_order_state(io, config, params))
    }

    /// Report of a buy order, or of an array of them.
    #[wasm_bindgen(js_name = validateBuyOrder)]
    pub fn validate_buy_order(&self, params: &JsValue) -> JsValue {
        ocular_report(&track::check(read(params)).1)
    }

    /// Report of a buy order's state.
    #[wasm_bindgen(js_name = validateBuyOrderState)]
    pub fn validate_buy_order_state(&self, params: &JsValue) -> JsValue {
        ocular_report(&BuyOrderState::check(read(params)).1)
    }

    /// Report of a guest order.
    #[wasm_bindgen(js_name = validateGuestOrder)]
    pub fn validate_guest_order(&self, order: &JsValue) -> JsValue {
        let lang_code = self.checkout.as_ref().map_or("en_US", |checkout| checkout.client.lang_code());
        plain_report(&GuestOrder::check(read(order), lang_code).1)
    }

    /// `guestCheckout.prepare`.
    pub fn prepare(&self) -> Result<Promise, JsValue> {
        self.step(|checkout, io| async move {
            checkout.prepare(&io).await;
            Ok(())
        })
    }

    /// `guestCheckout.placeOrder`.
    #[wasm_bindgen(js_name = placeOrder)]
    pub fn place_order(&self, order: &JsValue, options: &JsValue) -> Result<Promise, JsValue> {
        let (call, options) = self.call(options)?;
        let options = PlaceOrderOptions::read(options).map_err(|message| misuse(&message))?;
        self.order(order, call, |checkout, io, order| place_order(checkout, io, order, options))
    }

    /// `guestCheckout.createOrder`.
    #[wasm_bindgen(js_name = createOrder)]
    pub fn create_order(&self, order: &JsValue) -> Result<Promise, JsValue> {
        self.order(order, self.plain_call(), create_order)
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
        let wanted = format!("session\n{order_id}\n{}\n{}", wish.kind, wish.automatic_tax);
        if let Some(under_way) = self.under_way(Some(&wanted)) {
            return Ok(under_way);
        }
        let in_flight = Rc::clone(&self.in_flight);
        let key = wanted.clone();
        let promise = self.step(|checkout, io| async move {
            let session = checkout.create_session(&io, order_id, &wish, Situation::OrderStands).await;
            in_flight.borrow_mut().retain(|(known, _)| *known != key);
            session
        })?;
        self.in_flight.borrow_mut().push((wanted, promise.clone()));
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
        Ok((Call { shell: Rc::clone(&self.shell), signal, on_step }, rest(options)))
    }

    fn track<F>(&self, begin: impl FnOnce(Io, Rc<OcularConfig>) -> F) -> Promise
    where
        F: Future<Output = Tracked> + 'static,
    {
        let config = Rc::clone(&self.ocular);
        let shell = Rc::clone(&self.shell);
        let flow = Flow::new(|io| {
            let tracking = begin(io, config);
            async move {
                let tracked = tracking.await;
                warn(&shell, &tracked.warnings);
                shell
                    .events
                    .emit("tracked", &TrackedEvent { external_id: tracked.external_id, response: &tracked.response });
                to_js(&tracked.response)
            }
        });
        promise(self.plain_call(), flow)
    }

    fn order<F>(
        &self,
        order: &JsValue,
        call: Call,
        begin: impl FnOnce(Rc<Checkout>, Io, Checked) -> F,
    ) -> Result<Promise, JsValue>
    where
        F: Future<Output = CheckoutResult> + 'static,
    {
        let shared = self.checkout()?;
        let checked = shared.check(read(order));
        let fingerprint = checked.0.as_ref().map(GuestOrder::fingerprint);
        if let Some(under_way) = self.under_way(fingerprint.as_deref()) {
            return Ok(under_way);
        }
        let shell = Rc::clone(&self.shell);
        let in_flight = Rc::clone(&self.in_flight);
        let ended = fingerprint.clone();
        let flow = Flow::new(|io| {
            let placing = begin(shared, io, checked);
            async move {
                let result = placing.await;
                in_flight.borrow_mut().retain(|(known, _)| Some(known) != ended.as_ref());
                tell(&shell, &result);
                checkout(&result)
            }
        });
        let promise = promise(call, flow);
        if let Some(fingerprint) = fingerprint {
            self.in_flight.borrow_mut().push((fingerprint, promise.clone()));
        }
        Ok(promise)
    }

    fn under_way(&self, fingerprint: Option<&str>) -> Option<Promise> {
        let in_flight = self.in_flight.borrow();
        in_flight.iter().find(|(known, _)| Some(known.as_str()) == fingerprint).map(|(_, promise)| promise.clone())
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

fn tell(shell: &Shell, result: &CheckoutResult) {
    if let CheckoutResult::Accepted { order, tracking, warnings, .. } = result {
        warn(shell, warnings);
        if let Some(response) = tracking {
            shell.events.emit("tracked", &TrackedEvent { external_id: Some(order.id.to_string()), response });
        }
    }
}

fn warn(shell: &Shell, warnings: &[Warning]) {
    for warning in warnings {
        shell.events.emit("warning", warning);
    }
}
