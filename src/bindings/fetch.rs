//! One request through `fetch`: with a limit, with the caller's signal, and every end of it as data.

use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

use gloo_net::http::Headers;
use js_sys::{Function, JsString, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit, RequestRedirect};

use super::page;
use super::timer::sleep;
use super::waiting::Waiting;
use crate::domain::http::{Answer, Exchange, Fault, Method, Request};

/// Sends `request` and waits at most `limit_ms` for the whole answer.
/// `fetch` is the caller's own, else the global one.
pub async fn send(request: Request, limit_ms: u32, signal: &Signal, fetch: Option<&Function>) -> Exchange {
    if signal.is_aborted() {
        return Err(Fault::NotSent);
    }
    let controller = AbortController::new().map_err(|_| Fault::Network)?;
    let abort = AbortOnDrop(&controller);
    let kept = Kept::of(&request);
    let init = build(&request, &controller, kept.is_some()).ok_or(Fault::NotSent)?;
    let fetch = match fetch {
        Some(fetch) => fetch.clone(),
        None => global_fetch().ok_or(Fault::NotSent)?,
    };
    let exchange = {
        let mut answer = pin!(receive(fetch, &request.url, init));
        let mut late = pin!(sleep(limit_ms));
        let mut stopped = pin!(signal.stopped());
        std::future::poll_fn(|context| {
            if let Poll::Ready(exchange) = answer.as_mut().poll(context) {
                return Poll::Ready(exchange);
            }
            if stopped.as_mut().poll(context).is_ready() {
                return Poll::Ready(Err(Fault::Aborted));
            }
            late.as_mut().poll(context).map(|()| Err(Fault::TimedOut))
        })
        .await
    };
    drop(abort);
    drop(kept);
    exchange
}

/// The platform lets all requests that outlive the page have 64 KiB together; the rest is for others on the page.
const KEPT_LIMIT: usize = 60 * 1024;

thread_local! {
    static KEPT_BYTES: Cell<usize> = const { Cell::new(0) };
}

/// A request's share of what may outlive the page. A server has no page, and its frameworks hand requests on as copies
/// with a stream as body, which the platform refuses together with keepalive.
struct Kept(usize);

impl Kept {
    fn of(request: &Request) -> Option<Kept> {
        let size = request.body.as_ref().filter(|_| request.keepalive && page::is_public())?.len();
        let used = KEPT_BYTES.get();
        (used + size <= KEPT_LIMIT).then(|| {
            KEPT_BYTES.set(used + size);
            Kept(size)
        })
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        KEPT_BYTES.set(KEPT_BYTES.get().saturating_sub(self.0));
    }
}

/// Ends the request when nobody waits for it any more. Without a reason of its own: a text as reason is a trap
/// in gloo-net (its `js_to_error` takes every rejection for an `Error`).
struct AbortOnDrop<'a>(&'a AbortController);

impl Drop for AbortOnDrop<'_> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Texts up to this length go out as they are, which everybody who wraps `fetch` understands. Of longer ones the
/// engine would make bytes and take them apart again: 3 ms for a large report.
const LONGEST_TEXT: usize = 64 * 1024;

/// What `fetch` is given beside the address. Plain data, no `Request`: scripts that wrap `fetch` spread the headers,
/// read the address as text, and make a `Request` of both.
fn build(request: &Request, controller: &AbortController, keepalive: bool) -> Option<RequestInit> {
    // Platform functions read what is not there from the prototype: a page's mode, another signal.
    let init = Object::<JsValue>::create(JsValue::NULL.unchecked_ref()).unchecked_into::<RequestInit>();
    init.set_method(request.method.name());
    init.set_headers(&headers(&request.headers)?.into());
    match &request.body {
        Some(body) if body.len() > LONGEST_TEXT => init.set_body(&Uint8Array::from(body.as_bytes())),
        Some(body) => init.set_body(&JsValue::from_str(body)),
        None => {}
    }
    // A redirect to another origin would take the token and the order along.
    init.set_redirect(RequestRedirect::Error);
    init.set_credentials(RequestCredentials::Omit);
    init.set_cache(match request.method {
        // Nobody's orders are kept in a cache.
        Method::Get => RequestCache::NoStore,
        // Browsers keep no answers to these, and with `no-store` Chromium asks for leave (CORS) before each of them.
        _ => RequestCache::Default,
    });
    init.set_referrer_policy(ReferrerPolicy::StrictOrigin);
    init.set_signal(Some(&controller.signal()));
    if keepalive {
        // web-sys has no setter for it.
        Reflect::set(&init, &JsValue::from_str("keepalive"), &JsValue::TRUE).ok()?;
    }
    Some(init)
}

/// A plain object, by way of the platform's own headers: they check names and values.
fn headers(list: &[(String, String)]) -> Option<Object> {
    let headers = Headers::new();
    for (name, value) in list {
        headers.set(name, value);
    }
    Object::from_entries(&headers.into_raw()).ok()
}

fn global_fetch() -> Option<Function> {
    Reflect::get(&js_sys::global(), &JsValue::from_str("fetch")).ok()?.dyn_into().ok()
}

/// Characters of the longest answer that is read.
const LONGEST_ANSWER: u32 = 4 * 1024 * 1024;

async fn receive(fetch: Function, url: &str, init: RequestInit) -> Exchange {
    let network = |_| Fault::Network;
    let promised = fetch.call2(&JsValue::UNDEFINED, &JsValue::from_str(url), &init).map_err(network)?;
    let value = JsFuture::from(Promise::resolve(&promised)).await.map_err(network)?;
    // By shape, since a caller's fetch may bring a Response of its own.
    let get = |key: &str| Reflect::get(&value, &JsValue::from_str(key)).unwrap_or(JsValue::UNDEFINED);
    let status = get("status").as_f64().map(|status| status as u16).ok_or(Fault::Network)?;
    let read: Function = get("text").dyn_into().map_err(network)?;
    let retry_after = retry_after(&value);
    let broken = |_| Fault::BrokenOff(status);
    let reading = Promise::resolve(&read.call0(&value).map_err(broken)?);
    let text = JsFuture::from(reading).await.map_err(broken)?;
    // Looked at before it is copied: no honest answer comes near it.
    let is_small = text.dyn_ref::<JsString>().is_some_and(|text| text.length() <= LONGEST_ANSWER);
    let text = is_small.then(|| text.as_string()).flatten().ok_or(Fault::BrokenOff(status))?;
    Ok(Answer { status, text, retry_after })
}

fn retry_after(response: &JsValue) -> Option<String> {
    let headers = Reflect::get(response, &JsValue::from_str("headers")).ok()?;
    let get: Function = Reflect::get(&headers, &JsValue::from_str("get")).ok()?.dyn_into().ok()?;
    get.call1(&headers, &JsValue::from_str("retry-after")).ok()?.as_string()
}

/// The caller's `AbortSignal`, or none.
#[derive(Default)]
pub struct Signal {
    state: Rc<SignalState>,
    source: Option<(JsValue, JsValue)>,
}

#[derive(Default)]
struct SignalState {
    aborted: Cell<bool>,
    waiting: Waiting,
}

impl Signal {
    /// Listens to `value` when it is a signal; the error names what is wrong with it.
    pub fn new(value: JsValue) -> Result<Signal, &'static str> {
        if value.is_undefined() || value.is_null() {
            return Ok(Signal::default());
        }
        let aborted = Reflect::get(&value, &JsValue::from_str("aborted")).ok().and_then(|aborted| aborted.as_bool());
        let state = Rc::<SignalState>::default();
        state.aborted.set(aborted.ok_or("options.signal must be an AbortSignal.")?);
        // Belongs to JavaScript: a signal of the caller's own making may call it after it was taken off.
        let listener = Closure::<dyn FnMut()>::new({
            let state = Rc::clone(&state);
            move || {
                state.aborted.set(true);
                state.waiting.tell();
            }
        })
        .into_js_value();
        call(&value, "addEventListener", &listener);
        Ok(Signal { state, source: Some((value, listener)) })
    }

    /// Whether the caller has ended the call.
    pub fn is_aborted(&self) -> bool {
        self.state.aborted.get()
    }

    /// Resolves when the caller ends the call.
    pub async fn stopped(&self) {
        self.state.waiting.until(|| self.is_aborted().then_some(())).await;
    }
}

impl Drop for Signal {
    fn drop(&mut self) {
        if let Some((signal, listener)) = &self.source {
            call(signal, "removeEventListener", listener);
        }
    }
}

fn call(signal: &JsValue, method: &str, listener: &JsValue) {
    let method =
        Reflect::get(signal, &JsValue::from_str(method)).ok().and_then(|method| method.dyn_into::<Function>().ok());
    // A signal without listeners ends nothing; its `aborted` was read.
    let _ = method.map(|method| method.call2(signal, &JsValue::from_str("abort"), listener));
}
