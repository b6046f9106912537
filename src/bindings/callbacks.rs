//! Calls back into the page. Whatever a callback throws is its own affair.

use js_sys::Function;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::output::to_js;
use super::page::property;

/// Where the bridge's events go: `emit(type, event)` of the loader, whose `host.hears(type)` says for which there is anybody.
#[derive(Debug, Clone)]
pub struct Events {
    emit: Function,
    host: JsValue,
}

impl Events {
    /// Events to the loader's function.
    pub fn new(emit: Function, host: JsValue) -> Events {
        Events { emit, host }
    }

    /// Whether anybody listens to events of this kind; yes when the loader does not say.
    pub fn are_heard(&self, kind: &str) -> bool {
        let hears = property(&self.host, "hears").dyn_into::<Function>();
        hears
            .ok()
            .and_then(|hears| hears.call1(&JsValue::UNDEFINED, &JsValue::from_str(kind)).ok()?.as_bool())
            .unwrap_or(true)
    }

    /// Tells the listeners of `kind`.
    pub fn emit<T: Serialize>(&self, kind: &str, event: &T) {
        if self.are_heard(kind) {
            self.hand(kind, &to_js(event));
        }
    }

    /// The same with an event that is JavaScript's already.
    pub fn hand(&self, kind: &str, event: &JsValue) {
        let _ = self.emit.call2(&JsValue::UNDEFINED, &JsValue::from_str(kind), event);
    }
}

/// Calls a caller's function with one argument.
pub fn call<T: Serialize>(callback: &Function, event: &T) {
    let _ = callback.call1(&JsValue::UNDEFINED, &to_js(event));
}
