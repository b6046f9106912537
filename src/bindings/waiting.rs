//! Those who wait for something to happen.

use std::cell::RefCell;
use std::rc::{Rc, Weak};
use std::task::{Poll, Waker};

/// Who waits. Whoever waits no more is forgotten when the next one comes.
#[derive(Default)]
pub struct Waiting(RefCell<Vec<(Weak<()>, Waker)>>);

impl Waiting {
    /// Resolves with what `happened` finds; looks whenever somebody tells.
    pub async fn until<T>(&self, happened: impl Fn() -> Option<T>) -> T {
        let me = Rc::new(());
        std::future::poll_fn(|context| match happened() {
            Some(what) => Poll::Ready(what),
            None => {
                // A bridge may live for thousands of calls, each with many polls: one entry for each who still waits.
                let mut waiting = self.0.borrow_mut();
                waiting.retain(|(who, _)| who.strong_count() > 0 && !std::ptr::eq(who.as_ptr(), Rc::as_ptr(&me)));
                waiting.push((Rc::downgrade(&me), context.waker().clone()));
                Poll::Pending
            }
        })
        .await
    }

    /// Something happened.
    pub fn tell(&self) {
        self.0.take().into_iter().for_each(|(_, waker)| waker.wake());
    }
}
