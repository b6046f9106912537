//! Whether the page is here: it goes away, comes back, loses and finds its connection. Listens while a bridge lives.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::{Poll, Waker};

use wasm_bindgen::prelude::*;

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
    /// Grows with every change; a nap ends when it has grown.
    changes: Cell<u32>,
    napping: RefCell<Vec<Waker>>,
}

impl State {
    fn change(&self) {
        self.changes.set(self.changes.get().wrapping_add(1));
        self.napping.take().into_iter().for_each(Waker::wake);
    }
}

type Listener = Closure<dyn FnMut()>;

/// The page as a bridge sees it.
#[derive(Default)]
pub struct Presence {
    state: Rc<State>,
    listeners: RefCell<Vec<(&'static str, Listener)>>,
}

impl Presence {
    /// Begins to listen.
    pub fn listen(&self) {
        for (kind, leaving) in [("online", None), ("pagehide", Some(true)), ("pageshow", Some(false))] {
            let state = Rc::clone(&self.state);
            let listener = Listener::new(move || {
                state.leaving.set(leaving.unwrap_or(state.leaving.get()));
                if leaving != Some(true) {
                    state.change();
                }
            });
            if add_event_listener(kind, listener.as_ref()).is_ok() {
                self.listeners.borrow_mut().push((kind, listener));
            }
        }
    }

    /// Stops listening.
    pub fn forget(&self) {
        for (kind, listener) in self.listeners.take() {
            let _ = remove_event_listener(kind, listener.as_ref());
        }
    }

    /// Whether the page is going away.
    pub fn is_leaving(&self) -> bool {
        self.state.leaving.get()
    }

    /// Ends naps.
    pub fn wake(&self) {
        self.state.change();
    }

    /// Resolves at the next change.
    pub async fn changed(&self) {
        let before = self.state.changes.get();
        std::future::poll_fn(|context| {
            if self.state.changes.get() != before {
                return Poll::Ready(());
            }
            self.state.napping.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        self.forget();
    }
}
