//! Carries the domain's commands out and hands the events back.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use js_sys::Function;
use wasm_bindgen::JsValue;

use super::callbacks::{Events, call};
use super::fetch::{Signal, send};
use super::lock::Locks;
use super::options::SessionSource;
use super::page;
use super::timer::sleep;
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
    /// Locks held by calls.
    pub locks: Locks,
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
}

impl Call {
    /// A call without a signal of its own.
    pub fn plain(shell: Rc<Shell>) -> Call {
        Call { shell, signal: Signal::default(), on_step: None }
    }

    async fn execute(&self, command: Command) -> Event {
        match command {
            Command::Send(request) => {
                Event::Exchange(send(request, self.shell.limit_ms, &self.signal, self.shell.fetch.as_ref()).await)
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
            Command::Lock { name, wait } => Event::Flag(self.shell.locks.lock(name, wait, self.shell.limit_ms).await),
            Command::Unlock(name) => {
                self.shell.locks.unlock(&name);
                Event::Done
            }
            Command::Preconnect(origin) => {
                page::preconnect(&origin);
                Event::Done
            }
            Command::Announce(event) => {
                if let Some(on_step) = &self.on_step {
                    call(on_step, &event);
                }
                self.shell.events.emit("step", &event);
                Event::Done
            }
        }
    }

    async fn wait(&self, ms: u32) {
        let mut due = Box::pin(sleep(ms));
        let mut stopped = Box::pin(self.signal.stopped());
        std::future::poll_fn(|context| match stopped.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(()),
            Poll::Pending => due.as_mut().poll(context),
        })
        .await;
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
