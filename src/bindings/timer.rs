//! Waiting: a timer that is cleared, and settled, when nobody waits any more.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    // In a browser the handle is a number, in Node an object: it is only handed back.
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, ms: u32) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(handle: &JsValue);
}

/// Ends its timer when it is dropped.
struct Timer {
    handle: JsValue,
    resolve: Function,
}

impl Timer {
    fn start(ms: u32, timer: &mut Option<Timer>) -> Promise {
        Promise::new(&mut |resolve, _| *timer = Some(Timer { handle: set_timeout(&resolve, ms), resolve }))
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.handle);
        // A promise that never settles would keep what waits for it until the page ends.
        let _ = self.resolve.call0(&JsValue::UNDEFINED);
    }
}

/// Resolves after so many milliseconds.
pub async fn sleep(ms: u32) {
    let mut timer = None;
    let due = Timer::start(ms, &mut timer);
    // A promise of our own: it never rejects.
    let _ = JsFuture::from(due).await;
}

/// The same in the background: it does not keep a Node process alive.
pub async fn sleep_idly(ms: u32) {
    let mut timer = None;
    let due = Timer::start(ms, &mut timer);
    if let Some(Timer { handle, .. }) = &timer
        && let Ok(unref) = Reflect::get(handle, &JsValue::from_str("unref"))
        && let Ok(unref) = unref.dyn_into::<Function>()
    {
        let _ = unref.call0(handle);
    }
    // A promise of our own: it never rejects.
    let _ = JsFuture::from(due).await;
}

#[wasm_bindgen(module = "/src/js/turn.js")]
extern "C" {
    #[wasm_bindgen(js_name = turn, catch)]
    fn next_turn() -> Result<Promise, JsValue>;
}

/// Resolves when whatever else waits on the page has run.
pub async fn turn() {
    match next_turn() {
        // A promise of our own: it never rejects.
        Ok(next) => drop(JsFuture::from(next).await),
        Err(_) => sleep(0).await,
    }
}
