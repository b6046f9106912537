//! Locks by name: among the calls of this wasm, and through Web Locks, where there are any, among all tabs of the site.

use std::cell::RefCell;
use std::future::Future;
use std::pin::pin;
use std::task::{Poll, Waker};

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::page::{global, property};
use super::timer::sleep;

/// The locks that this wasm holds, and who waits for one.
#[derive(Default)]
pub struct Locks {
    held: RefCell<Vec<Held>>,
    waiting: RefCell<Vec<Waker>>,
}

struct Held {
    name: String,
    /// Ends the tabs' lock.
    release: Option<Function>,
}

impl Locks {
    /// Takes the lock, waiting at most `limit_ms` when it is held; false when it was not to be had.
    pub async fn lock(&self, name: String, wait: bool, limit_ms: u32) -> bool {
        let limit_ms = if wait { limit_ms } else { 0 };
        if !self.taken_here(&name, limit_ms).await {
            return false;
        }
        match request(&name, wait, limit_ms).await {
            Some(release) => {
                let mut held = self.held.borrow_mut();
                if let Some(own) = held.iter_mut().find(|held| held.name == name) {
                    own.release = release;
                }
                true
            }
            None => {
                self.unlock(&name);
                false
            }
        }
    }

    /// Lets go of it.
    pub fn unlock(&self, name: &str) {
        let index = self.held.borrow().iter().position(|held| held.name == name);
        let held = index.map(|index| self.held.borrow_mut().swap_remove(index));
        if let Some(release) = held.and_then(|held| held.release) {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
        self.waiting.take().into_iter().for_each(Waker::wake);
    }

    async fn taken_here(&self, name: &str, limit_ms: u32) -> bool {
        let mut late = pin!(sleep(limit_ms));
        std::future::poll_fn(|context| {
            let mut held = self.held.borrow_mut();
            if held.iter().all(|held| held.name != name) {
                held.push(Held { name: name.to_owned(), release: None });
                return Poll::Ready(true);
            }
            self.waiting.borrow_mut().push(context.waker().clone());
            late.as_mut().poll(context).map(|()| false)
        })
        .await
    }
}

/// Asks Web Locks. `Some(None)` where there are none, `None` when the lock was not to be had in time.
async fn request(name: &str, wait: bool, limit_ms: u32) -> Option<Option<Function>> {
    let locks = global(&["navigator", "locks"]);
    let Ok(request) = property(&locks, "request").dyn_into::<Function>() else { return Some(None) };
    let (hold, release) = deferred();
    let (granted, grant) = deferred();
    let callback = Closure::once_into_js(move |lock: JsValue| {
        let _ = grant.call1(&JsValue::UNDEFINED, &lock.is_truthy().into());
        hold
    });
    let options = Object::new();
    let _ = Reflect::set(&options, &"ifAvailable".into(), &(!wait).into());
    let Ok(promise) = request.call3(&locks, &name.into(), &options, &callback) else { return Some(None) };
    // Where the platform refuses (an opaque origin, a page that goes away) there is nothing to wait for.
    let mut refused = pin!(JsFuture::from(Promise::resolve(&promise)));
    let mut granted = pin!(JsFuture::from(granted));
    let mut late = pin!(sleep(limit_ms.max(1)));
    let mut is_late = false;
    let taken = std::future::poll_fn(|context| {
        if let Poll::Ready(taken) = granted.as_mut().poll(context) {
            return Poll::Ready(taken.is_ok_and(|taken| taken.is_truthy()));
        }
        is_late = wait && late.as_mut().poll(context).is_ready();
        if is_late { Poll::Ready(false) } else { refused.as_mut().poll(context).map(|_| false) }
    })
    .await;
    if taken {
        return Some(Some(release));
    }
    // Granted later, or not wanted any more: it ends at once.
    let _ = release.call0(&JsValue::UNDEFINED);
    if wait && !is_late { Some(None) } else { None }
}

/// A promise, and the function that resolves it.
fn deferred() -> (Promise, Function) {
    let mut resolver = None;
    let promise = Promise::new(&mut |resolve, _| resolver = Some(resolve));
    (promise, resolver.unwrap_or_default())
}
