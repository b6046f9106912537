//! What JavaScript does on behalf of the wasm: the functions of `src/js/shell` that the wasm calls, and the [`World`]
//! built from them. None of them throws.

#[cfg(feature = "checkout")]
use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use super::network;
use crate::domain::flow::{Later, Patience, Question, StepEvent, Ticket, World};
use crate::domain::http::{Exchange, Request};
use crate::domain::ocular::attention::session_texts;
#[cfg(feature = "checkout")]
use crate::domain::oneentry::device::DeviceFacts;
use crate::domain::options::Settings;
use crate::domain::packed::Packed;
use crate::domain::url::UrlParts;

#[wasm_bindgen]
extern "C" {
    /// What a page, worker or server provides independently of any call: `src/js/shell/page.js`.
    pub type Page;
    /// The properties of `new URL(text)`, one per line; empty if the text is not a URL.
    #[wasm_bindgen(method, js_name = parseUrl)]
    fn parse_url(this: &Page, text: &str) -> String;
    #[cfg(feature = "checkout")]
    /// Whether a text matches a regular expression: 0 no, 1 yes, 2 if the expression is invalid.
    #[wasm_bindgen(method)]
    pub fn matches(this: &Page, pattern: &str, flags: &str, text: &str) -> u32;

    /// The JavaScript side of one call: `src/js/shell/call.js`. Methods with a `ticket` answer later, through `resume`.
    #[derive(Clone)]
    pub type Call;
    #[wasm_bindgen(method)]
    fn now(this: &Call) -> f64;
    #[wasm_bindgen(method)]
    fn elapsed(this: &Call) -> f64;
    /// Fills in random bytes.
    #[wasm_bindgen(method)]
    fn random(this: &Call, bytes: &mut [u8]);
    #[wasm_bindgen(method, js_name = isOffline)]
    fn is_offline(this: &Call) -> bool;
    #[wasm_bindgen(method, js_name = isLeaving)]
    fn is_leaving(this: &Call) -> bool;
    /// Whether the caller's signal has ended the call.
    #[wasm_bindgen(method, js_name = isStopped)]
    pub fn is_stopped(this: &Call) -> bool;
    #[wasm_bindgen(method)]
    fn load(this: &Call, key: &str) -> Option<String>;
    #[wasm_bindgen(method)]
    fn save(this: &Call, key: &str, text: &str);
    /// Packed: an object, or null outside a page.
    #[cfg(feature = "checkout")]
    #[wasm_bindgen(method)]
    fn device(this: &Call) -> String;
    /// Packed: a list.
    #[wasm_bindgen(method)]
    fn sessions(this: &Call) -> String;
    #[cfg(feature = "checkout")]
    #[wasm_bindgen(method)]
    fn preconnect(this: &Call, origin: &str) -> bool;
    #[wasm_bindgen(method)]
    fn unlock(this: &Call, name: &str);
    #[wasm_bindgen(method)]
    fn wake(this: &Call);
    /// Whether there are listeners for events of this kind.
    #[wasm_bindgen(method, js_name = hasListeners)]
    pub fn has_listeners(this: &Call, kind: &str) -> bool;
    /// Emits an event to the listeners, as JSON text.
    #[wasm_bindgen(method)]
    pub fn emit(this: &Call, kind: &str, event: &str);

    #[wasm_bindgen(method)]
    fn wait(this: &Call, ticket: Ticket, ms: u32);
    #[wasm_bindgen(method)]
    fn rows(this: &Call, ticket: Ticket, prefix: &str);
    #[wasm_bindgen(method)]
    fn put(this: &Call, ticket: Ticket, key: &str, text: &str, is_vital: bool);
    #[wasm_bindgen(method, js_name = delete)]
    fn delete_row(this: &Call, ticket: Ticket, key: &str);
    /// `ms` is how long to wait: 0 not at all, `Infinity` as long as it takes. If `stoppable`, the wait also ends when
    /// the caller's signal aborts or the page unloads.
    #[wasm_bindgen(method)]
    fn lock(this: &Call, ticket: Ticket, name: &str, ms: f64, stoppable: bool);
    #[wasm_bindgen(method)]
    fn sleep(this: &Call, ticket: Ticket, ms: f64);
    #[wasm_bindgen(method)]
    fn turn(this: &Call, ticket: Ticket);
    #[wasm_bindgen(method)]
    fn pack(this: &Call, ticket: Ticket);
    #[wasm_bindgen(method)]
    fn widget(this: &Call, ticket: Ticket, method: &str, body: &str, ms: u32);

    /// The caller's own `fetch`, or else the platform's; undefined if there is none.
    #[wasm_bindgen(method)]
    pub fn fetch(this: &Call) -> Option<Function>;
    /// Starts the time limit of one request.
    #[wasm_bindgen(method)]
    pub fn limit(this: &Call, ms: u32) -> Limit;

    /// A timer that starts when it is created: `src/js/shell/limit.js`.
    pub type Limit;
    /// Wraps a promise. It is rejected with [`network::LATE`] when the time is over, or with [`network::STOPPED`] when
    /// the call is ended. The flow is resumed once it has settled.
    #[wasm_bindgen(method)]
    pub fn within(this: &Limit, promise: &JsValue) -> Promise;
    /// Stops the timer.
    #[wasm_bindgen(method)]
    pub fn end(this: &Limit);
}

impl Page {
    /// Parses a URL with the platform's parser.
    pub fn url(&self, text: &str) -> Option<UrlParts> {
        UrlParts::of_lines(&self.parse_url(text))
    }
}

/// One call, and the bridge that it belongs to.
pub struct Caller {
    /// The JavaScript side of the call.
    pub call: Call,
    /// The settings of the bridge.
    pub settings: Rc<Settings>,
    /// Whether visitors can read the bridge's options.
    pub is_public: bool,
    /// The page of the bridge.
    pub page: Rc<Page>,
    /// Whether requests to the last preconnected origin have a CORS preflight.
    #[cfg(feature = "checkout")]
    pub has_preflight: Cell<bool>,
}

impl World for Caller {
    fn now(&self) -> u64 {
        self.call.now() as u64
    }

    fn elapsed(&self) -> u64 {
        self.call.elapsed() as u64
    }

    fn random(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        self.call.random(&mut bytes);
        bytes
    }

    fn is_offline(&self) -> bool {
        self.call.is_offline()
    }

    fn is_leaving(&self) -> bool {
        self.call.is_leaving()
    }

    fn load(&self, key: &str) -> Option<String> {
        self.call.load(key)
    }

    fn save(&self, (key, text): (&str, &str)) {
        self.call.save(key, text);
    }

    #[cfg(feature = "checkout")]
    fn device(&self) -> Option<DeviceFacts> {
        DeviceFacts::read(&Packed::new(self.call.device()).data())
    }

    fn parse_url(&self, url: &str) -> Option<UrlParts> {
        self.page.url(url)
    }

    fn ocular_sessions(&self) -> Vec<String> {
        match &self.settings.session {
            Some(id) => vec![id.clone()],
            None => session_texts(&Packed::new(self.call.sessions()).data(), self.now(), self.settings.remember_ms),
        }
    }

    #[cfg(feature = "checkout")]
    fn preconnect(&self, origin: &str) {
        self.has_preflight.set(self.call.preconnect(origin));
    }

    #[cfg(feature = "checkout")]
    fn has_preflight(&self) -> bool {
        self.has_preflight.get()
    }

    fn announce(&self, event: &StepEvent) {
        self.call.emit("step", &event.to_json());
    }

    fn unlock(&self, name: &str) {
        self.call.unlock(name);
    }

    fn wake(&self) {
        self.call.wake();
    }

    fn ask(&self, ticket: Ticket, question: Question) {
        let call = &self.call;
        match question {
            Question::Wait(ms) => call.wait(ticket, ms),
            Question::Rows(prefix) => call.rows(ticket, prefix),
            Question::PutRow(key, text) => call.put(ticket, &key, &text, crate::domain::is_vital(&key)),
            Question::DeleteRow(key) => call.delete_row(ticket, &key),
            Question::Lock(name, patience) => {
                let ms = patience.ms(self.settings.limit_ms);
                call.lock(ticket, &name, ms, patience == Patience::UntilAborted);
            }
            Question::Sleep(ms) => call.sleep(ticket, ms.map_or(f64::INFINITY, f64::from)),
            Question::Turn => call.turn(ticket),
            Question::Pack => call.pack(ticket),
            Question::CallWidget(method, body, limit_ms) => {
                call.widget(ticket, method, &body, self.settings.limit_ms(limit_ms));
            }
        }
    }

    fn send(&self, request: Request) -> Later<Exchange> {
        let limit_ms = self.settings.limit_ms(request.limit_ms);
        network::send(&self.call, request, limit_ms, self.is_public)
    }
}
