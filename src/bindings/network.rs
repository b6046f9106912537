//! One request through `fetch`: builds it, sends it and reads the response. Every outcome is returned as data.
//! JavaScript runs the timer ([`super::page::Limit`]) and resumes the flow, so that no executor is needed: one would
//! add 2.5 KB of brotli.

use gloo_net::http::Headers;
use js_sys::{JsString, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit, RequestRedirect,
};

use super::page::{Call, Limit};
use crate::domain::flow::Later;
use crate::domain::http::{Answer, Exchange, Fault, Method, Request};
use crate::domain::keepalive::Share;

/// Why `Limit::within` rejects: the time is over.
const LATE: f64 = 1.0;
/// Why `Limit::within` rejects: the caller's signal has ended the call.
const STOPPED: f64 = 2.0;

/// Sends `request` at once. The future waits at most `limit_ms` for the whole response.
pub fn send(call: &Call, request: Request, limit_ms: u32, is_public: bool) -> Later<Exchange> {
    let sent = start(call, &request, limit_ms, is_public);
    // Dropping the future aborts whatever is still in flight.
    Box::pin(async move { read(sent?).await })
}

/// A request in flight. Dropping it aborts the request.
struct Sending {
    promise: JsFuture,
    limit: Limit,
    controller: AbortController,
    _kept: Option<Share>,
}

impl Drop for Sending {
    fn drop(&mut self) {
        self.limit.end();
        // No reason is given: a text as reason makes gloo-net panic.
        self.controller.abort();
    }
}

fn start(call: &Call, request: &Request, limit_ms: u32, is_public: bool) -> Result<Sending, Fault> {
    if call.is_stopped() {
        return Err(Fault::NotSent);
    }
    let fetch = call.fetch().ok_or(Fault::NoFetch)?;
    let controller = AbortController::new().map_err(|_| Fault::NoFetch)?;
    let saved = Share::of(request, is_public);
    let init = build(request, &controller.signal(), saved.is_some()).ok_or(Fault::NoFetch)?;
    let promised = fetch.call2(&JsValue::UNDEFINED, &JsValue::from_str(&request.url), &init);
    let limit = call.limit(limit_ms);
    let promise = within(&limit, promised);
    Ok(Sending { promise, limit, controller, _kept: saved })
}

/// The promise that a call returned, limited in time.
fn within(limit: &Limit, called: Result<JsValue, JsValue>) -> JsFuture {
    let promised = called.unwrap_or_else(|thrown| Promise::reject(&thrown).into());
    JsFuture::from(limit.within(&promised))
}

async fn read(mut sending: Sending) -> Exchange {
    let answer = (&mut sending.promise).await.map_err(|why| fault(&why, Fault::Network))?;
    // Read by shape, since a caller's fetch may return a Response type of its own.
    let get = |key: &str| Reflect::get(&answer, &JsValue::from_str(key)).unwrap_or(JsValue::UNDEFINED);
    let status = get("status").as_f64().map(|status| status as u16).ok_or(Fault::Network)?;
    let text: js_sys::Function = get("text").dyn_into().map_err(|_| Fault::Network)?;
    let retry_after = retry_after(&get("headers"));
    let text =
        within(&sending.limit, text.call0(&answer)).await.map_err(|why| fault(&why, Fault::BrokenOff(status)))?;
    // The length is checked before copying: no legitimate response comes near the limit.
    let is_small = text.dyn_ref::<JsString>().is_some_and(|text| text.length() <= LONGEST_ANSWER);
    let text = is_small.then(|| text.as_string()).flatten().ok_or(Fault::BrokenOff(status))?;
    Ok(Answer { status, text, retry_after })
}

/// Maximum length of a response, in characters.
const LONGEST_ANSWER: u32 = 4 * 1024 * 1024;

fn fault(why: &JsValue, otherwise: Fault) -> Fault {
    match why.as_f64() {
        Some(LATE) => Fault::TimedOut,
        Some(STOPPED) => Fault::Aborted,
        _ => otherwise,
    }
}

fn retry_after(headers: &JsValue) -> Option<String> {
    let get: js_sys::Function = Reflect::get(headers, &JsValue::from_str("get")).ok()?.dyn_into().ok()?;
    get.call1(headers, &JsValue::from_str("retry-after")).ok()?.as_string()
}

/// Bodies up to this length are sent as text, which all scripts that wrap `fetch` understand. For longer ones,
/// converting to a JavaScript string and back to bytes would take 3 ms for a large report.
const LONGEST_TEXT: usize = 64 * 1024;

/// The options for `fetch`, in addition to the address. They are plain data, not a `Request`: scripts that wrap `fetch`
/// spread the headers, read the address as text, and make a `Request` from both.
fn build(request: &Request, signal: &AbortSignal, keepalive: bool) -> Option<RequestInit> {
    // No prototype: platform functions would read missing options from it, such as a page's mode or another signal.
    let init = Object::<JsValue>::create(JsValue::NULL.unchecked_ref()).unchecked_into::<RequestInit>();
    init.set_method(request.method.name());
    init.set_headers(&headers(&request.headers)?.into());
    match &request.body {
        Some(body) if body.len() > LONGEST_TEXT => init.set_body(&Uint8Array::from(body.as_bytes())),
        Some(body) => init.set_body(&JsValue::from_str(body)),
        None => {}
    }
    // A redirect to another origin would pass on the token and the order.
    init.set_redirect(RequestRedirect::Error);
    init.set_credentials(RequestCredentials::Omit);
    init.set_cache(match request.method {
        // Orders must not be cached.
        Method::Get => RequestCache::NoStore,
        // Browsers do not cache responses to these, and with `no-store` Chromium sends a preflight before each of them.
        _ => RequestCache::Default,
    });
    init.set_referrer_policy(ReferrerPolicy::StrictOrigin);
    init.set_signal(Some(signal));
    if keepalive {
        // web-sys has no setter for this option.
        Reflect::set(&init, &JsValue::from_str("keepalive"), &JsValue::TRUE).ok()?;
    }
    Some(init)
}

/// A plain object, built with the platform's own `Headers`, which check names and values.
fn headers(list: &[(String, String)]) -> Option<Object> {
    let headers = Headers::new();
    for (name, value) in list {
        headers.set(name, value);
    }
    Object::from_entries(&headers.into_raw()).ok()
}
