//! Calls back into the page. Whatever a callback throws is its own affair.

use js_sys::Function;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::output::to_js;

/// Where the bridge's events go: `emit(type, event)` of the loader.
#[derive(Debug, Clone)]
pub struct Events(Function);

impl Events {
    /// Events to the loader's function.
    pub fn new(emit: Function) -> Events {
        Events(emit)
    }

    /// Tells the listeners of `kind`.
    pub fn emit<T: Serialize>(&self, kind: &str, event: &T) {
        self.hand(kind, &to_js(event));
    }

    /// The same with an event that is JavaScript's already.
    pub fn hand(&self, kind: &str, event: &JsValue) {
        let _ = self.0.call2(&JsValue::UNDEFINED, &JsValue::from_str(kind), event);
    }
}

/// Calls a caller's function with one argument.
pub fn call<T: Serialize>(callback: &Function, event: &T) {
    let _ = callback.call1(&JsValue::UNDEFINED, &to_js(event));
}
