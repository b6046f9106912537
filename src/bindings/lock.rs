//! Locks that all tabs of a site share (Web Locks); without those, locks of this page.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::timer::sleep;

/// How often a page without Web Locks looks again.
const LOOK_AGAIN_MS: u32 = 25;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["navigator", "locks"], js_name = request, catch)]
    fn request(name: &str, options: &JsValue, holding: &JsValue) -> Result<Promise, JsValue>;
}

thread_local! {
    static HELD: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Holds a lock until it is dropped. The browser lets go of it when the tab dies.
pub enum Lock {
    /// Resolving this lets go.
    Shared(Function),
    /// The name in this page's list.
    Own(String),
}

impl Drop for Lock {
    fn drop(&mut self) {
        match self {
            Lock::Shared(release) => {
                let _ = release.call0(&JsValue::UNDEFINED);
            }
            Lock::Own(name) => HELD.with_borrow_mut(|held| held.retain(|known| known != name)),
        }
    }
}

/// Takes a lock; `None` when it is taken and `wait` is false.
pub async fn take(name: &str, wait: bool) -> Option<Lock> {
    match take_shared(name, wait).await {
        Ok(lock) => lock,
        Err(_) => take_own(name, wait).await,
    }
}

/// A request for a lock. When nobody waits for it any more, the lock goes back as soon as it comes.
#[derive(Default)]
struct Asking {
    given_up: Cell<bool>,
    release: RefCell<Option<Function>>,
}

/// Whoever asks, for as long as they wait.
struct Asker(Rc<Asking>);

impl Drop for Asker {
    fn drop(&mut self) {
        self.0.given_up.set(true);
        // Came, and was not taken.
        drop(self.0.release.take().map(Lock::Shared));
    }
}

async fn take_shared(name: &str, wait: bool) -> Result<Option<Lock>, JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &JsValue::from_bool(!wait))?;
    let asker = Asker(Rc::default());
    let mut asked = Ok(());
    let answered = Promise::new(&mut |answer, reject| {
        let asking = Rc::clone(&asker.0);
        // Called with the lock, or with null when it is taken; the promise it returns is the time it is held. Belongs to
        // JavaScript: the lock may come when nobody waits any more.
        let callback = Closure::<dyn FnMut(JsValue) -> JsValue>::new(move |lock: JsValue| {
            // Also when nobody waits any more: what would have gone on with it is kept until then.
            let _ = answer.call0(&JsValue::UNDEFINED);
            if asking.given_up.get() || lock.is_null() {
                return JsValue::UNDEFINED;
            }
            Promise::new(&mut |release, _| {
                asking.release.replace(Some(release));
            })
            .into()
        });
        asked = request(name, &options, &callback.into_js_value()).map(|request| when_refused(&request, &reject));
    });
    asked?;
    JsFuture::from(answered).await?;
    Ok(asker.0.release.take().map(Lock::Shared))
}

/// A request that the browser refuses must not wait for ever.
fn when_refused(request: &Promise, reject: &Function) {
    let catch = Reflect::get(request, &"catch".into()).ok().and_then(|catch| catch.dyn_into::<Function>().ok());
    let _ = catch.map(|catch| catch.call1(request, reject));
}

async fn take_own(name: &str, wait: bool) -> Option<Lock> {
    loop {
        let free = HELD.with_borrow_mut(|held| {
            let free = !held.iter().any(|known| known == name);
            if free {
                held.push(name.to_owned());
            }
            free
        });
        if free {
            return Some(Lock::Own(name.to_owned()));
        }
        if !wait {
            return None;
        }
        sleep(LOOK_AGAIN_MS).await;
    }
}
