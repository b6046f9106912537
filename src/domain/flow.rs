//! The way from a call to its result as a machine: commands out, events in.
//!
//! A flow is written as one sequence of `async` code that reads from top to bottom, yet it waits for nothing
//! itself: whatever it asks of the world comes out of [`Flow::resume`] as a [`Command`] with a number, and goes
//! on when the [`Event`] with that number is handed in. The shell of a browser, of Node and of the simulator
//! differ only in how they carry commands out; the same events always give the same commands.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use super::http::{Exchange, Fault, Request};
use super::oneentry::device::DeviceFacts;
use super::problem::Step;
use super::url::UrlParts;

/// What a flow asks of the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Send a request. Answered by [`Event::Exchange`].
    Send(Request),
    /// Wait so many milliseconds, or shorter when the call is aborted. Answered by [`Event::Done`].
    Wait(u32),
    /// Sixteen random bytes, good enough for a key. Answered by [`Event::Random`].
    Random,
    /// Whether the browser says that it is offline. Answered by [`Event::Flag`].
    IsOffline,
    /// The text kept under this key. Answered by [`Event::Text`].
    Recall(&'static str),
    /// Keep a text under this key; may fail silently. Answered by [`Event::Done`].
    Keep(&'static str, String),
    /// What the page tells of its device, nothing outside a page. Answered by [`Event::Device`].
    ReadDevice,
    /// Take a URL apart. Answered by [`Event::Url`].
    ParseUrl(String),
    /// The values that may name the video attention, best first. Answered by [`Event::Texts`].
    OcularSessions,
    /// Tell the caller how the checkout goes on. Answered by [`Event::Done`].
    Announce(StepEvent),
    /// Hand a body to the vendor's object, within so many milliseconds where those are fewer than the bridge's own limit.
    /// Answered by [`Event::Exchange`].
    CallWidget(&'static str, String, Option<u32>),
    /// Milliseconds since 1970. Answered by [`Event::Time`].
    Now,
    /// Milliseconds since some moment of this page's life; unlike [`Command::Now`] they never jump. Answered by [`Event::Time`].
    Elapsed,
    /// Whether the page is going away, so that nothing may be waited for. Answered by [`Event::Flag`].
    IsLeaving,
    /// All kept rows whose key begins so, sorted by key. Answered by [`Event::Rows`].
    Rows(&'static str),
    /// Keep a row until it is deleted. Answered by [`Event::Flag`]: whether it outlives the page.
    PutRow(String, String),
    /// Forget a row. Answered by [`Event::Done`].
    DeleteRow(String),
    /// Hold a lock that all tabs of the site share; `wait` or take it only when it is free. Answered by [`Event::Flag`].
    Lock {
        /// The lock's name.
        name: String,
        /// Whether to wait for it.
        wait: bool,
    },
    /// Let go of a lock. Answered by [`Event::Done`].
    Unlock(String),
    /// Hold such a lock, but wait no longer than one request may take. Answered by [`Event::Flag`].
    LockBriefly(String),
    /// Hold such a lock, but wait only until the caller's signal ends the call. Answered by [`Event::Flag`].
    LockWhileWanted(String),
    /// Open the connection to an origin before it is needed. Answered by [`Event::Flag`]: whether the browser asks there for
    /// leave before it sends (CORS).
    Preconnect(String),
    /// Sleep until the connection or the page is back or so many milliseconds are over: [`Event::Flag`] true;
    /// or until [`Command::Wake`]: false. What happened since the last nap ends it at once.
    Nap(Option<u32>),
    /// Something is left to do: end a nap. Answered by [`Event::Done`].
    Wake,
    /// Let whatever else waits on the page run first. Answered by [`Event::Done`].
    Turn,
    /// Pack the value that the call was given and that was only copied so far, some of it a turn. Answered by [`Event::Text`].
    Pack,
}

/// What the world answers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is described at its command")]
pub enum Event {
    Exchange(Exchange),
    Done,
    Random([u8; 16]),
    Text(Option<String>),
    Texts(Vec<String>),
    Flag(bool),
    Device(Option<Box<DeviceFacts>>),
    Url(Option<Box<UrlParts>>),
    Time(u64),
    Rows(Vec<(String, String)>),
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum StepState {
    Start,
    Done,
    Failed,
}

/// One line of the timeline that callers can show.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct StepEvent {
    /// Which step.
    pub step: Step,
    /// How far it is.
    pub state: StepState,
    /// The checkout's own reference; empty for single steps.
    pub reference: String,
}

/// Number of a command; its event carries the same.
pub type Ticket = u32;

#[derive(Debug, Default)]
struct Desk {
    last: Ticket,
    asked: Vec<(Ticket, Command)>,
    answered: Vec<(Ticket, Event)>,
}

/// The flow's side of the desk: what its code asks through.
#[derive(Debug, Clone, Default)]
pub struct Io(Rc<RefCell<Desk>>);

/// A question that was asked. Resolves with its answer; `read` gives what an answer of another kind would stand for, too.
#[derive(Debug)]
#[must_use = "an answer has to be waited for"]
pub struct Ask<'a, T> {
    io: &'a Io,
    ticket: Ticket,
    read: fn(Event) -> T,
}

impl<T> Future for Ask<'_, T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<T> {
        match self.io.answer(self.ticket) {
            Some(event) => Poll::Ready((self.read)(event)),
            None => Poll::Pending,
        }
    }
}

impl Io {
    // A plain future for all questions, not one async function each: no state machine, nothing to drop.
    fn ask<T>(&self, command: Command, read: fn(Event) -> T) -> Ask<'_, T> {
        Ask { io: self, ticket: self.put(command), read }
    }

    fn put(&self, command: Command) -> Ticket {
        let mut desk = self.0.borrow_mut();
        desk.last += 1;
        let ticket = desk.last;
        desk.asked.push((ticket, command));
        ticket
    }

    fn answer(&self, ticket: Ticket) -> Option<Event> {
        let mut desk = self.0.borrow_mut();
        let index = desk.answered.iter().position(|(number, _)| *number == ticket)?;
        Some(desk.answered.swap_remove(index).1)
    }

    /// Sends one request.
    pub fn send(&self, request: Request) -> Ask<'_, Exchange> {
        self.ask(Command::Send(request), |event| match event {
            Event::Exchange(exchange) => exchange,
            _ => Err(Fault::Network),
        })
    }

    /// Waits.
    pub fn wait(&self, ms: u32) -> Ask<'_, ()> {
        self.ask(Command::Wait(ms), drop)
    }

    /// Rolls dice: a number evenly spread over all `u32`.
    pub fn dice(&self) -> Ask<'_, u32> {
        self.ask(Command::Random, |event| {
            let [a, b, c, d, ..] = bytes_of(event);
            u32::from_be_bytes([a, b, c, d])
        })
    }

    /// A new random UUID, version 4.
    pub fn uuid(&self) -> Ask<'_, String> {
        self.ask(Command::Random, |event| uuid_of(bytes_of(event)))
    }

    /// Whether the browser says that it is offline.
    pub fn is_offline(&self) -> Ask<'_, bool> {
        self.ask(Command::IsOffline, is_true)
    }

    /// A kept text.
    pub fn recall(&self, key: &'static str) -> Ask<'_, Option<String>> {
        self.ask(Command::Recall(key), |event| match event {
            Event::Text(text) => text,
            _ => None,
        })
    }

    /// Keeps a text.
    pub fn keep(&self, key: &'static str, value: String) -> Ask<'_, ()> {
        self.ask(Command::Keep(key, value), drop)
    }

    /// What the page tells of its device.
    pub fn device(&self) -> Ask<'_, Option<Box<DeviceFacts>>> {
        self.ask(Command::ReadDevice, |event| match event {
            Event::Device(facts) => facts,
            _ => None,
        })
    }

    /// A URL taken apart.
    pub fn parse_url(&self, url: String) -> Ask<'_, Option<Box<UrlParts>>> {
        self.ask(Command::ParseUrl(url), |event| match event {
            Event::Url(parts) => parts,
            _ => None,
        })
    }

    /// Candidates for the video attention's session id.
    pub fn ocular_sessions(&self) -> Ask<'_, Vec<String>> {
        self.ask(Command::OcularSessions, |event| match event {
            Event::Texts(texts) => texts,
            _ => Vec::new(),
        })
    }

    /// Tells the caller.
    pub fn announce(&self, event: StepEvent) -> Ask<'_, ()> {
        self.ask(Command::Announce(event), drop)
    }

    /// Hands a body to the vendor's object.
    pub fn call_widget(&self, method: &'static str, body: String, limit_ms: Option<u32>) -> Ask<'_, Exchange> {
        self.ask(Command::CallWidget(method, body, limit_ms), |event| match event {
            Event::Exchange(exchange) => exchange,
            _ => Err(Fault::WidgetFailed),
        })
    }

    /// Milliseconds since 1970.
    pub fn now(&self) -> Ask<'_, u64> {
        self.ask(Command::Now, time_of)
    }

    /// Milliseconds that never jump.
    pub fn elapsed(&self) -> Ask<'_, u64> {
        self.ask(Command::Elapsed, time_of)
    }

    /// Whether the page is going away.
    pub fn is_leaving(&self) -> Ask<'_, bool> {
        self.ask(Command::IsLeaving, is_true)
    }

    /// Kept rows, sorted by key.
    pub fn rows(&self, prefix: &'static str) -> Ask<'_, Vec<(String, String)>> {
        self.ask(Command::Rows(prefix), |event| match event {
            Event::Rows(rows) => rows,
            _ => Vec::new(),
        })
    }

    /// Keeps a row; tells whether it outlives the page.
    pub fn put_row(&self, key: String, value: String) -> Ask<'_, bool> {
        self.ask(Command::PutRow(key, value), is_true)
    }

    /// Forgets a row.
    pub fn delete_row(&self, key: String) -> Ask<'_, ()> {
        self.ask(Command::DeleteRow(key), drop)
    }

    /// Holds a lock; false when it was taken and not waited for.
    pub fn lock(&self, name: String, wait: bool) -> Ask<'_, bool> {
        self.ask(Command::Lock { name, wait }, is_true)
    }

    /// Lets go of a lock.
    pub fn unlock(&self, name: String) -> Ask<'_, ()> {
        self.ask(Command::Unlock(name), drop)
    }

    /// Holds a lock for which it is better to go on without it than to wait for long; false without it.
    pub fn lock_briefly(&self, name: String) -> Ask<'_, bool> {
        self.ask(Command::LockBriefly(name), is_true)
    }

    /// Holds a lock for as long as the caller wants to wait for it; false without it.
    pub fn lock_while_wanted(&self, name: String) -> Ask<'_, bool> {
        self.ask(Command::LockWhileWanted(name), is_true)
    }

    /// Opens a connection early; tells whether the browser asks there for leave before it sends.
    pub fn preconnect(&self, origin: String) -> Ask<'_, bool> {
        self.ask(Command::Preconnect(origin), is_true)
    }

    /// Sleeps; true when it is time to try again, false when something new has to be waited for.
    pub fn nap(&self, ms: Option<u32>) -> Ask<'_, bool> {
        self.ask(Command::Nap(ms), is_true)
    }

    /// Ends naps.
    pub fn wake(&self) -> Ask<'_, ()> {
        self.ask(Command::Wake, drop)
    }

    /// Lets whatever else waits on the page run first.
    pub fn turn(&self) -> Ask<'_, ()> {
        self.ask(Command::Turn, drop)
    }

    /// The copied value, packed; an empty text without one.
    pub fn pack(&self) -> Ask<'_, String> {
        self.ask(Command::Pack, |event| match event {
            Event::Text(Some(text)) => text,
            _ => String::new(),
        })
    }
}

fn is_true(event: Event) -> bool {
    matches!(event, Event::Flag(true))
}

fn time_of(event: Event) -> u64 {
    match event {
        Event::Time(ms) => ms,
        _ => 0,
    }
}

fn bytes_of(event: Event) -> [u8; 16] {
    match event {
        Event::Random(bytes) => bytes,
        _ => [0; 16],
    }
}

fn uuid_of(bytes: [u8; 16]) -> String {
    let number = u128::from_be_bytes(bytes);
    // Version and variant stand at fixed places (RFC 9562, 5.4).
    let number = number & !(0xF << 76) & !(0x3 << 62) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{number:032x}");
    let mut uuid = String::with_capacity(36);
    for (index, digit) in hex.chars().enumerate() {
        if matches!(index, 8 | 12 | 16 | 20) {
            uuid.push('-');
        }
        uuid.push(digit);
    }
    uuid
}

/// A call under way.
pub struct Flow<T> {
    io: Io,
    code: Pin<Box<dyn Future<Output = T>>>,
}

impl<T> std::fmt::Debug for Flow<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Flow")
    }
}

/// What a flow wants next.
#[derive(Debug)]
pub enum Progress<T> {
    /// Carry these out; more may still be under way.
    Commands(Vec<(Ticket, Command)>),
    /// The result. Commands still under way need no answer any more.
    Finished(T),
}

impl<T> Flow<T> {
    /// A flow of the code that `begin` returns. Nothing happens before the first [`Flow::resume`].
    pub fn new<F: Future<Output = T> + 'static>(begin: impl FnOnce(Io) -> F) -> Flow<T> {
        let io = Io::default();
        Flow { code: Box::pin(begin(io.clone())), io }
    }

    /// Hands in what has happened since (nothing the first time) and goes on as far as possible.
    pub fn resume(&mut self, events: impl IntoIterator<Item = (Ticket, Event)>) -> Progress<T> {
        self.io.0.borrow_mut().answered.extend(events);
        match self.code.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => Progress::Finished(result),
            Poll::Pending => Progress::Commands(std::mem::take(&mut self.io.0.borrow_mut().asked)),
        }
    }
}

/// Runs two pieces of a flow side by side, so that both ask before either is answered.
pub async fn both<A, B>(first: impl Future<Output = A>, second: impl Future<Output = B>) -> (A, B) {
    let (mut first, mut second) = (Box::pin(first), Box::pin(second));
    let (mut a, mut b) = (None, None);
    std::future::poll_fn(move |context| {
        if a.is_none()
            && let Poll::Ready(value) = first.as_mut().poll(context)
        {
            a = Some(value);
        }
        if b.is_none()
            && let Poll::Ready(value) = second.as_mut().poll(context)
        {
            b = Some(value);
        }
        match (a.take(), b.take()) {
            (Some(a), Some(b)) => Poll::Ready((a, b)),
            (left, right) => {
                (a, b) = (left, right);
                Poll::Pending
            }
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_come_out_and_events_go_in() {
        let mut flow = Flow::new(|io| async move {
            let name = io.recall("name").await;
            io.wait(5).await;
            name
        });
        let Progress::Commands(first) = flow.resume([]) else { panic!("too early") };
        assert_eq!(first, [(1, Command::Recall("name"))]);
        let Progress::Commands(second) = flow.resume([(1, Event::Text(Some("n".into())))]) else { panic!("too early") };
        assert_eq!(second, [(2, Command::Wait(5))]);
        let Progress::Finished(result) = flow.resume([(2, Event::Done)]) else { panic!("too late") };
        assert_eq!(result.as_deref(), Some("n"));
    }

    #[test]
    fn two_sides_ask_at_once_and_may_be_answered_in_any_order() {
        let mut flow = Flow::new(|io| async move { both(io.dice(), io.is_offline()).await });
        let Progress::Commands(commands) = flow.resume([]) else { panic!("too early") };
        assert_eq!(commands, [(1, Command::Random), (2, Command::IsOffline)]);
        assert!(matches!(flow.resume([(2, Event::Flag(true))]), Progress::Commands(none) if none.is_empty()));
        assert!(matches!(
            flow.resume([(1, Event::Random([0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]))]),
            Progress::Finished((7, true))
        ));
    }

    #[test]
    fn uuids_are_of_version_four() {
        for byte in [0, 0xFF, 0x5A] {
            let mut flow = Flow::new(|io| async move { io.uuid().await });
            flow.resume([]);
            let Progress::Finished(uuid) = flow.resume([(1, Event::Random([byte; 16]))]) else { panic!("too late") };
            assert!(crate::domain::oneentry::config::is_uuid_v4(&uuid), "{uuid}");
        }
    }

    #[test]
    fn an_event_of_the_wrong_kind_is_no_answer_but_no_panic() {
        let mut flow = Flow::new(|io| async move { io.dice().await });
        flow.resume([]);
        assert!(matches!(flow.resume([(1, Event::Done)]), Progress::Finished(0)));
    }
}
