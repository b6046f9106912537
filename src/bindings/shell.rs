//! Carries the domain's commands out and hands the events back.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use js_sys::Function;
use wasm_bindgen::JsValue;

use super::callbacks::{Events, call};
use super::either::first;
use super::fetch::{Signal, send};
use super::input::packed_in_turns;
use super::lock::{self, Lock};
use super::options::SessionSource;
use super::page;
use super::presence::{Noticed, Presence};
use super::store::Store;
use super::timer::{sleep, sleep_idly, turn};
use super::widget::Widget;
use crate::domain::flow::{Command, Event, Flow, Progress, Ticket};

/// What all calls of a bridge share.
pub struct Shell {
    /// Limit of one HTTP attempt.
    pub limit_ms: u32,
    /// The caller's own fetch.
    pub fetch: Option<Function>,
    /// Where the video attention's session is found.
    pub sessions: SessionSource,
    /// Where events go.
    pub events: Events,
    /// The vendor's object.
    pub widget: Widget,
    /// Rows that outlive the page.
    pub store: Store,
    /// Whether the page is here.
    pub presence: Presence,
}

/// A command that is being carried out.
type Running<'a> = Pin<Box<dyn Future<Output = Event> + 'a>>;

/// One call: what it shares, and what is its own.
pub struct Call {
    /// Shared.
    pub shell: Rc<Shell>,
    /// The caller's signal.
    pub signal: Signal,
    /// The caller's `onStep`.
    pub on_step: Option<Function>,
    /// What packs the value that was only copied.
    copied: Option<Function>,
    /// Locks that the call holds; they end with it.
    locks: RefCell<Vec<(String, Lock)>>,
    /// What it has noticed of the page's coming and going.
    noticed: Noticed,
}

impl Call {
    /// A call without a signal of its own.
    pub fn plain(shell: Rc<Shell>) -> Call {
        Call::new(shell, Signal::default(), None)
    }

    /// A call with what is its own.
    pub fn new(shell: Rc<Shell>, signal: Signal, on_step: Option<Function>) -> Call {
        Call { shell, signal, on_step, copied: None, locks: RefCell::default(), noticed: Noticed::default() }
    }

    /// A call whose value was only copied; `copied` packs it.
    pub fn copied(shell: Rc<Shell>, copied: Function) -> Call {
        Call { copied: Some(copied), ..Call::plain(shell) }
    }

    fn limit(&self, limit_ms: Option<u32>) -> u32 {
        limit_ms.map_or(self.shell.limit_ms, |limit| limit.min(self.shell.limit_ms))
    }

    /// A page that goes away can wait for some of them no more.
    async fn execute(&self, command: Command) -> Event {
        let left = match &command {
            Command::Rows(_) => Event::Rows(Vec::new()),
            Command::DeleteRow(_) => Event::Done,
            Command::PutRow(..) | Command::Lock { .. } | Command::LockWhileWanted(_) => Event::Flag(false),
            _ => return self.carry_out(command).await,
        };
        first(self.carry_out(command), self.shell.presence.left()).await.unwrap_or(left)
    }

    async fn carry_out(&self, command: Command) -> Event {
        match command {
            Command::Send(request) => {
                let limit_ms = self.limit(request.limit_ms);
                Event::Exchange(send(request, limit_ms, &self.signal, self.shell.fetch.as_ref()).await)
            }
            Command::Wait(ms) => {
                self.wait(ms).await;
                Event::Done
            }
            Command::Random => Event::Random(page::random()),
            Command::IsOffline => Event::Flag(page::is_offline()),
            Command::Recall(key) => Event::Text(page::recall(key)),
            Command::Keep(key, value) => {
                page::keep(key, &value);
                Event::Done
            }
            Command::ReadDevice => Event::Device(page::device().map(Box::new)),
            Command::ParseUrl(text) => Event::Url(page::parse_url(&text).map(Box::new)),
            Command::OcularSessions => Event::Texts(self.shell.sessions.read()),
            Command::Preconnect(origin) => {
                page::preconnect(&origin);
                Event::Flag(page::asks_for_leave(&origin))
            }
            Command::Announce(event) => {
                if let Some(on_step) = &self.on_step {
                    call(on_step, &event);
                }
                self.shell.events.emit("step", &event);
                Event::Done
            }
            Command::CallWidget(method, body, limit_ms) => {
                Event::Exchange(self.shell.widget.call(method, &body, self.limit(limit_ms)).await)
            }
            Command::Now => Event::Time(page::now()),
            Command::Elapsed => Event::Time(page::elapsed()),
            Command::IsLeaving => Event::Flag(self.shell.presence.is_leaving()),
            Command::Rows(prefix) => Event::Rows(self.shell.store.rows(prefix).await),
            Command::PutRow(key, value) => Event::Flag(self.shell.store.put(&key, &value).await),
            Command::DeleteRow(key) => {
                self.shell.store.delete(&key).await;
                Event::Done
            }
            Command::Lock { name, wait } => self.lock(name, wait, Box::pin(std::future::pending())).await,
            Command::LockBriefly(name) => self.lock(name, true, Box::pin(sleep(self.shell.limit_ms))).await,
            Command::LockWhileWanted(name) => self.lock(name, true, Box::pin(self.signal.stopped())).await,
            Command::Unlock(name) => {
                self.locks.borrow_mut().retain(|(known, _)| *known != name);
                Event::Done
            }
            Command::Nap(ms) => {
                let changed = self.shell.presence.changed(&self.noticed);
                Event::Flag(match ms {
                    // The time is over: try again.
                    Some(ms) => first(changed, sleep_idly(ms)).await.unwrap_or(true),
                    None => changed.await,
                })
            }
            Command::Wake => {
                self.shell.presence.wake();
                Event::Done
            }
            Command::Turn => {
                turn().await;
                Event::Done
            }
            Command::Pack => Event::Text(match &self.copied {
                Some(copied) => packed_in_turns(copied).await,
                None => None,
            }),
        }
    }

    /// Waits for a lock no longer than until `end`.
    async fn lock(&self, name: String, wait: bool, end: Pin<Box<dyn Future<Output = ()> + '_>>) -> Event {
        let lock = first(lock::take(&name, wait), end).await.flatten();
        let taken = lock.is_some();
        self.locks.borrow_mut().extend(lock.map(|lock| (name, lock)));
        Event::Flag(taken)
    }

    async fn wait(&self, ms: u32) {
        first(sleep(ms), self.signal.stopped()).await;
    }

    /// Runs a flow to its end.
    pub async fn drive(self, mut flow: Flow<JsValue>) -> JsValue {
        let mut running: Vec<(Ticket, Running<'_>)> = Vec::new();
        let mut events = Vec::new();
        let call = &self;
        std::future::poll_fn(move |context| {
            loop {
                match flow.resume(events.drain(..)) {
                    Progress::Finished(result) => return Poll::Ready(result),
                    Progress::Commands(commands) => {
                        running.extend(
                            commands
                                .into_iter()
                                .map(|(ticket, command)| (ticket, Box::pin(call.execute(command)) as Running<'_>)),
                        );
                    }
                }
                running.retain_mut(|(ticket, execution)| match execution.as_mut().poll(context) {
                    Poll::Ready(event) => {
                        events.push((*ticket, event));
                        false
                    }
                    Poll::Pending => true,
                });
                if events.is_empty() {
                    return Poll::Pending;
                }
            }
        })
        .await
    }
}
