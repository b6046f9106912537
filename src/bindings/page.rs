//! What the page, the worker or Node knows: storage, device, language, connection, randomness, the widget's inputs.

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::domain::oneentry::device::DeviceFacts;
use crate::domain::url::UrlParts;

#[wasm_bindgen]
extern "C" {
    // All of these may be missing or forbidden: then they throw, and that is caught.
    #[wasm_bindgen(js_namespace = localStorage, js_name = getItem, catch)]
    fn get_item(key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = localStorage, js_name = setItem, catch)]
    fn set_item(key: &str, value: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = localStorage, js_name = removeItem, catch)]
    fn remove_item(key: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = document, js_name = querySelectorAll, catch)]
    fn query_selector_all(selector: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    fn get_random_values(bytes: &Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = performance, js_name = now, catch)]
    fn performance_now() -> Result<f64, JsValue>;
    #[wasm_bindgen(js_namespace = Intl, js_name = DateTimeFormat, catch)]
    fn date_time_format() -> Result<JsValue, JsValue>;
}

/// The value at `globalThis.a.b.c`.
pub fn global(path: &[&str]) -> JsValue {
    path.iter().fold(js_sys::global().into(), |value: JsValue, key| property(&value, key))
}

pub fn property(value: &JsValue, key: &str) -> JsValue {
    Reflect::get(value, &JsValue::from_str(key)).unwrap_or(JsValue::UNDEFINED)
}

fn global_text(path: &[&str]) -> String {
    global(path).as_string().unwrap_or_default()
}

fn global_count(path: &[&str]) -> u32 {
    global(path).as_f64().map_or(0, |number| number as u32)
}

/// The kept text under `key`.
pub fn recall(key: &str) -> Option<String> {
    get_item(key).ok()?.as_string()
}

/// Keeps a text; a full or forbidden storage keeps nothing.
pub fn keep(key: &str, value: &str) {
    let _ = set_item(key, value);
}

/// Whether visitors can read what this code was given.
pub fn is_public() -> bool {
    global(&["window"]).is_object() || global(&["WorkerGlobalScope"]).is_function()
}

/// Lets the browser open the connection to `origin` now; a page without a head does without.
pub fn preconnect(origin: &str) {
    let head = global(&["document", "head"]);
    let create = property(&global(&["document"]), "createElement").dyn_into::<js_sys::Function>();
    let Some(link) = create.ok().and_then(|create| create.call1(&global(&["document"]), &"link".into()).ok()) else {
        return;
    };
    // As the requests are made: without cookies, to another origin.
    for (name, value) in [("rel", "preconnect"), ("crossOrigin", "anonymous"), ("href", origin)] {
        let _ = Reflect::set(&link, &name.into(), &value.into());
    }
    if let Ok(append) = property(&head, "appendChild").dyn_into::<js_sys::Function>() {
        let _ = append.call1(&head, &link);
    }
}

/// Whether the browser asks the server of `url` for leave before it sends: another origin's, and not from a server.
pub fn asks_for_leave(url: &str) -> bool {
    let origin = web_sys::Url::new(url).ok().map(|url| url.origin());
    is_public() && origin.is_some_and(|origin| origin != global_text(&["location", "origin"]))
}

/// Milliseconds since 1970. What a page's own clock says beyond the whole numbers of JavaScript is cut off.
pub fn now() -> u64 {
    const LAST: f64 = 9_007_199_254_740_991.0;
    js_sys::Date::now().min(LAST) as u64
}

/// Milliseconds since the page or process began; the system's clock may be set meanwhile, these go on.
pub fn elapsed() -> u64 {
    performance_now().map_or_else(|_| now(), |ms| ms as u64)
}

/// Whether this is a page, which can be loaded again.
pub fn is_page() -> bool {
    global(&["document"]).is_object()
}

/// The browser says that it is offline. What it says of being online is worth nothing.
pub fn is_offline() -> bool {
    global(&["navigator", "onLine"]) == false
}

/// What the SDK reads for its device header; nothing outside a page.
pub fn device() -> Option<DeviceFacts> {
    if !global(&["window"]).is_object() {
        return None;
    }
    const PROBE: &str = "test_private_browsing";
    let private = set_item(PROBE, "1").and_then(|()| remove_item(PROBE)).is_err();
    Some(DeviceFacts {
        platform: global_text(&["navigator", "platform"]),
        user_agent: global_text(&["navigator", "userAgent"]),
        language: global_text(&["navigator", "language"]),
        screen_width: global_count(&["screen", "width"]),
        screen_height: global_count(&["screen", "height"]),
        color_depth: global_count(&["screen", "colorDepth"]),
        time_zone: time_zone().unwrap_or_default(),
        private,
    })
}

fn time_zone() -> Option<String> {
    let format = date_time_format().ok()?;
    let resolve: js_sys::Function = property(&format, "resolvedOptions").dyn_into().ok()?;
    property(&resolve.call0(&format).ok()?, "timeZone").as_string()
}

/// Languages the page and the browser ask for, the page's first.
pub fn languages() -> [String; 2] {
    [global_text(&["document", "documentElement", "lang"]), global_text(&["navigator", "language"])]
}

/// Values of the widget's hidden inputs, in the order of the page.
pub fn ocular_sessions() -> Vec<String> {
    let inputs =
        query_selector_all("input[name=\"ocular_session_id\"]").map(|list| Array::from(&list)).unwrap_or_default();
    inputs.iter().filter_map(|input| property(&input, "value").as_string()).collect()
}

/// Random bytes; where a page has no `crypto`, weaker ones.
pub fn random() -> [u8; 16] {
    let array = Uint8Array::new_with_length(16);
    let mut bytes = [0; 16];
    if get_random_values(&array).is_ok() {
        array.copy_to(&mut bytes);
    } else {
        bytes.fill_with(|| (js_sys::Math::random() * 256.0) as u8);
    }
    bytes
}

/// A URL as the platform takes it apart.
pub fn parse_url(text: &str) -> Option<UrlParts> {
    let url = web_sys::Url::new(text).ok()?;
    Some(UrlParts {
        href: url.href(),
        protocol: url.protocol(),
        username: url.username(),
        password: url.password(),
        hostname: url.hostname(),
        search: url.search(),
        hash: url.hash(),
    })
}
