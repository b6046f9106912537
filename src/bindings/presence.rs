//! Whether the page is here: it goes away, comes back, loses and finds its connection. Listens while a bridge lives.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::waiting::Waiting;

#[wasm_bindgen]
extern "C" {
    // Missing outside pages and workers: then they throw, and that is caught.
    #[wasm_bindgen(js_name = addEventListener, catch)]
    fn add_event_listener(kind: &str, listener: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(js_name = removeEventListener, catch)]
    fn remove_event_listener(kind: &str, listener: &JsValue) -> Result<(), JsValue>;
}

#[derive(Default)]
struct State {
    leaving: Cell<bool>,
    /// How often the connection or the page came back.
    backs: Cell<u32>,
    /// How often somebody asked for attention.
    wakes: Cell<u32>,
    waiting: Waiting,
}

/// What one listener has noticed so far.
#[derive(Default)]
pub struct Noticed {
    backs: Cell<u32>,
    wakes: Cell<u32>,
}

/// The page as a bridge sees it.
#[derive(Default)]
pub struct Presence {
    state: Rc<State>,
    listeners: RefCell<Vec<(&'static str, JsValue)>>,
}

impl Presence {
    /// Begins to listen.
    pub fn listen(&self) {
        for (kind, leaving) in [("online", None), ("pagehide", Some(true)), ("pageshow", Some(false))] {
            let state = Rc::clone(&self.state);
            // Belongs to JavaScript: a page that has wrapped these functions may call it after it was taken off.
            let listener = Closure::<dyn FnMut()>::new(move || {
                state.leaving.set(leaving.unwrap_or(state.leaving.get()));
                state.backs.set(state.backs.get().wrapping_add(u32::from(!state.leaving.get())));
                state.waiting.tell();
            })
            .into_js_value();
            if add_event_listener(kind, &listener).is_ok() {
                self.listeners.borrow_mut().push((kind, listener));
            }
        }
    }

    /// Stops listening.
    pub fn forget(&self) {
        for (kind, listener) in self.listeners.take() {
            let _ = remove_event_listener(kind, &listener);
        }
    }

    /// Whether the page is going away.
    pub fn is_leaving(&self) -> bool {
        self.state.leaving.get()
    }

    /// Asks for attention.
    pub fn wake(&self) {
        self.state.wakes.set(self.state.wakes.get().wrapping_add(1));
        self.state.waiting.tell();
    }

    /// Resolves when the connection or the page came back (true) or somebody asked for attention (false), which also
    /// happened when it was not noticed before.
    pub async fn changed(&self, noticed: &Noticed) -> bool {
        let state = &self.state;
        state
            .waiting
            .until(|| {
                if noticed.backs.replace(state.backs.get()) != state.backs.get() {
                    return Some(true);
                }
                (noticed.wakes.replace(state.wakes.get()) != state.wakes.get()).then_some(false)
            })
            .await
    }

    /// Resolves when the page goes away.
    pub async fn left(&self) {
        self.state.waiting.until(|| self.state.leaving.get().then_some(())).await;
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        self.forget();
    }
}
