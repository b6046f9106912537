//! A call from its first step to its result: one sequence of `async` code that reads from top to bottom.
//!
//! A flow does not wait, read a clock or draw random numbers itself: it asks a [`World`]. The world answers at once
//! what it already knows. A question that takes time has a number; its answer comes later through [`Flow::answer`], and
//! [`Flow::resume`] continues the flow. A page, Node and the simulator are such worlds. The same answers always lead to
//! the same questions.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use super::data::Data;
use super::http::{self, Exchange, Fault, Request};
use super::json;
use super::numbered::Numbered;
#[cfg(feature = "checkout")]
use super::oneentry::device::DeviceFacts;
use super::problem::Problem;
use super::text::push_hex;
use super::url::UrlParts;

pub use super::world::*;

struct Asked {
    world: Rc<dyn World>,
    last: Cell<Ticket>,
    answers: RefCell<Vec<(Ticket, Answer)>>,
}

/// A flow's access to its world.
#[derive(Clone)]
pub struct Io(Rc<Asked>);

impl std::fmt::Debug for Io {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Io")
    }
}

/// A question that was asked. Resolves to its answer, converted by `read`.
#[must_use = "an answer must be awaited"]
pub struct Ask<'a, T> {
    io: &'a Io,
    ticket: Ticket,
    read: fn(Answer) -> T,
}

impl<T> std::fmt::Debug for Ask<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Ask({})", self.ticket)
    }
}

impl<T> Future for Ask<'_, T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<T> {
        match self.io.answer(self.ticket) {
            Some(answer) => Poll::Ready((self.read)(answer)),
            None => Poll::Pending,
        }
    }
}

impl Io {
    /// Creates access to this world.
    pub fn of(world: Rc<dyn World>) -> Io {
        Io(Rc::new(Asked { world, last: Cell::new(0), answers: RefCell::default() }))
    }

    // One plain future for all questions instead of an async function for each: no state machine, nothing to drop.
    fn ask<T>(&self, question: Question, read: fn(Answer) -> T) -> Ask<'_, T> {
        let ticket = self.0.last.get().wrapping_add(1);
        self.0.last.set(ticket);
        self.0.world.ask(ticket, question);
        Ask { io: self, ticket, read }
    }

    fn answer(&self, ticket: Ticket) -> Option<Answer> {
        let mut answers = self.0.answers.borrow_mut();
        let index = answers.iter().position(|(number, _)| *number == ticket)?;
        Some(answers.swap_remove(index).1)
    }

    /// Sends a request immediately.
    pub fn send(&self, request: Request) -> Later<Exchange> {
        self.0.world.send(request)
    }

    /// Waits this many milliseconds.
    pub fn wait(&self, ms: u32) -> Ask<'_, ()> {
        self.ask(Question::Wait(ms), drop)
    }

    /// Draws a random number, evenly distributed over all `u32`.
    pub fn dice(&self) -> u32 {
        let [a, b, c, d, ..] = self.0.world.random();
        u32::from_be_bytes([a, b, c, d])
    }

    /// A new random UUID, version 4.
    pub fn uuid(&self) -> String {
        uuid_of(self.0.world.random())
    }

    /// Whether the browser reports that it is offline.
    pub fn is_offline(&self) -> bool {
        self.0.world.is_offline()
    }

    /// Reads a saved text.
    pub fn load(&self, key: &str) -> Option<String> {
        self.0.world.load(key)
    }

    /// Saves a text.
    pub fn save(&self, key: &str, text: &str) {
        self.0.world.save((key, text));
    }

    /// What the page knows about its device.
    #[cfg(feature = "checkout")]
    pub fn device(&self) -> Option<DeviceFacts> {
        self.0.world.device()
    }

    /// Parses a URL.
    pub fn parse_url(&self, url: &str) -> Option<UrlParts> {
        self.0.world.parse_url(url)
    }

    /// Candidates for the video attention's session id.
    pub fn ocular_sessions(&self) -> Vec<String> {
        self.0.world.ocular_sessions()
    }

    /// Emits a step event to the caller.
    pub fn announce(&self, event: &StepEvent) {
        self.0.world.announce(event);
    }

    /// Passes a body to the vendor's object.
    pub fn call_widget(&self, method: &'static str, body: String, limit_ms: Option<u32>) -> Ask<'_, Exchange> {
        self.ask(Question::CallWidget(method, body, limit_ms), |Answer { number, text }| match number {
            WIDGET_OK => Ok(http::Answer { status: 200, text, retry_after: None }),
            WIDGET_ABSENT => Err(Fault::NoWidget),
            WIDGET_LATE => Err(Fault::TimedOut),
            _ => Err(Fault::WidgetFailed),
        })
    }

    /// Milliseconds since 1970.
    pub fn now(&self) -> u64 {
        self.0.world.now()
    }

    /// Milliseconds on a clock that never jumps.
    pub fn elapsed(&self) -> u64 {
        self.0.world.elapsed()
    }

    /// Whether the page is going away.
    pub fn is_leaving(&self) -> bool {
        self.0.world.is_leaving()
    }

    /// Saved records, sorted by key.
    pub fn rows(&self, prefix: &'static str) -> Ask<'_, Vec<(String, String)>> {
        self.ask(Question::Rows(prefix), |answer| rows_of(&answer.text))
    }

    /// Saves a record; returns whether it outlives the page.
    pub fn put_row(&self, key: String, text: String) -> Ask<'_, bool> {
        self.ask(Question::PutRow(key, text), is_true)
    }

    /// Deletes a record.
    pub fn delete_row(&self, key: String) -> Ask<'_, ()> {
        self.ask(Question::DeleteRow(key), drop)
    }

    /// Acquires a lock; returns whether it is held.
    pub fn lock(&self, name: String, patience: Patience) -> Ask<'_, bool> {
        self.ask(Question::Lock(name, patience), is_true)
    }

    /// Releases a lock.
    pub fn unlock(&self, name: &str) {
        self.0.world.unlock(name);
    }

    #[cfg(feature = "checkout")]
    /// Opens a connection early; returns whether requests to that origin have a CORS preflight.
    pub fn preconnect(&self, origin: &str) -> bool {
        self.0.world.preconnect(origin);
        self.0.world.has_preflight()
    }

    /// Sleeps. Returns true when it is time to try again, false when there is something new to wait for.
    pub fn sleep(&self, ms: Option<u32>) -> Ask<'_, bool> {
        self.ask(Question::Sleep(ms), is_true)
    }

    /// Ends naps.
    pub fn wake(&self) {
        self.0.world.wake();
    }

    /// Yields, so that other waiting work of the page runs first.
    pub fn turn(&self) -> Ask<'_, ()> {
        self.ask(Question::Turn, drop)
    }

    /// Packs the copied value; returns an empty text if there is none.
    pub fn pack(&self) -> Ask<'_, String> {
        self.ask(Question::Pack, |answer| answer.text)
    }
}

fn is_true(answer: Answer) -> bool {
    answer.number != 0
}

/// The pairs of texts in a list. Anything else contains no records.
fn rows_of(text: &str) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    let pairs = json::parse(text).unwrap_or(Data::Null);
    for pair in pairs.elements() {
        if let [Data::Text(key), Data::Text(text), ..] = pair.elements() {
            rows.push((key.clone(), text.clone()));
        }
    }
    rows
}

fn uuid_of(bytes: [u8; 16]) -> String {
    let number = u128::from_be_bytes(bytes);
    // Version and variant have fixed positions (RFC 9562, 5.4).
    let number = number & !(0xF << 76) & !(0x3 << 62) | (0x4 << 76) | (0x2 << 62);
    let mut uuid = String::with_capacity(36);
    for (index, byte) in number.to_be_bytes().into_iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            uuid.push('-');
        }
        push_hex(&mut uuid, byte);
    }
    uuid
}

/// A call in progress.
pub struct Flow<T> {
    io: Io,
    code: Pin<Box<dyn Future<Output = T>>>,
}

impl<T> std::fmt::Debug for Flow<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Flow")
    }
}

impl<T> Flow<T> {
    /// Creates a flow from the code that `begin` returns. Nothing happens before the first [`Flow::resume`].
    pub fn new<F: Future<Output = T> + 'static>(world: Rc<dyn World>, begin: impl FnOnce(Io) -> F) -> Flow<T> {
        let io = Io::of(world);
        Flow { code: Box::pin(begin(io.clone())), io }
    }

    /// Creates a flow from code that asks through `io`.
    pub fn of(io: Io, code: Pin<Box<dyn Future<Output = T>>>) -> Flow<T> {
        Flow { io, code }
    }

    /// Passes in an answer.
    pub fn answer(&self, ticket: Ticket, answer: Answer) {
        self.io.0.answers.borrow_mut().push((ticket, answer));
    }

    /// Continues as far as possible; returns the result if there is one.
    pub fn resume(&mut self) -> Option<T> {
        match self.code.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => Some(result),
            Poll::Pending => None,
        }
    }
}

impl<T> Numbered<Flow<T>> {
    /// Passes in the answer to a question, or nothing if `ticket` is 0, and continues a flow. Returns its result, and
    /// removes it then; `None` while it is running, and if there is no such flow.
    pub fn resume(&self, number: u32, ticket: Ticket, answer: Answer) -> Option<T> {
        let mut flow = self.take(number)?;
        if ticket > 0 {
            flow.answer(ticket, answer);
        }
        let result = flow.resume();
        match result {
            Some(_) => self.free(number),
            None => self.put(number, flow),
        }
        result
    }
}

/// One of two parts of a flow that run concurrently. It returns the problem that stopped it, and stores its results
/// where the caller can see them. (A future that returns nothing would have the type of functions in `core::fmt`, and
/// keep them in the wasm.)
pub type Side<'a> = Pin<Box<dyn Future<Output = Option<Problem>> + 'a>>;

/// Runs two parts of a flow concurrently, so that both ask before either is answered. The first one's problem takes
/// precedence.
pub async fn both(first: Side<'_>, second: Side<'_>) -> Option<Problem> {
    let mut sides = [(Some(first), None), (Some(second), None)];
    std::future::poll_fn(|context| {
        let mut state = Poll::Ready(());
        for (side, problem) in &mut sides {
            let Some(code) = side else { continue };
            match code.as_mut().poll(context) {
                Poll::Ready(ended) => (*side, *problem) = (None, ended),
                Poll::Pending => state = Poll::Pending,
            }
        }
        state
    })
    .await;
    let [(_, first), (_, second)] = sides;
    first.or(second)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Records the questions and answers none of them.
    #[derive(Default)]
    struct Silent(RefCell<Vec<(Ticket, Question)>>);

    impl World for Silent {
        fn now(&self) -> u64 {
            7
        }
        fn elapsed(&self) -> u64 {
            0
        }
        fn random(&self) -> [u8; 16] {
            [0xFF; 16]
        }
        fn is_offline(&self) -> bool {
            true
        }
        fn is_leaving(&self) -> bool {
            false
        }
        fn load(&self, _: &str) -> Option<String> {
            None
        }
        fn save(&self, _: (&str, &str)) {}
        fn device(&self) -> Option<DeviceFacts> {
            None
        }
        fn parse_url(&self, _: &str) -> Option<UrlParts> {
            None
        }
        fn ocular_sessions(&self) -> Vec<String> {
            Vec::new()
        }
        fn preconnect(&self, _: &str) {}
        fn has_preflight(&self) -> bool {
            false
        }
        fn announce(&self, _: &StepEvent) {}
        fn unlock(&self, _: &str) {}
        fn wake(&self) {}
        fn ask(&self, ticket: Ticket, question: Question) {
            self.0.borrow_mut().push((ticket, question));
        }
        fn send(&self, _: Request) -> Later<Exchange> {
            Box::pin(std::future::pending())
        }
    }

    fn world() -> Rc<Silent> {
        Rc::default()
    }

    fn number(number: u32) -> Answer {
        Answer { number, ..Answer::default() }
    }

    #[test]
    fn a_numbered_flow_is_removed_with_its_result() {
        let flows = Numbered::empty();
        let code = |io: Io| async move { io.ask(Question::Turn, |answer| answer.number).await };
        let flow = flows.add(Flow::new(world(), code));
        assert_eq!(flows.resume(flow, 0, number(5)), None);
        assert_eq!(flows.resume(flow, 1, number(5)), Some(5));
        assert_eq!(flows.resume(flow, 1, number(5)), None);
        assert_eq!(flows.add(Flow::new(world(), code)), flow);
    }

    #[test]
    fn values_known_at_once_need_no_wait() {
        let mut flow = Flow::new(world(), |io| async move { (io.now(), io.is_offline(), io.dice()) });
        assert_eq!(flow.resume(), Some((7, true, u32::MAX)));
    }

    #[test]
    fn later_answers_are_matched_by_number() {
        let world = world();
        let mut flow = Flow::new(Rc::clone(&world) as Rc<dyn World>, |io| async move {
            let rows = io.rows("a/").await;
            io.wait(5).await;
            rows
        });
        assert_eq!(flow.resume(), None);
        flow.answer(1, Answer { number: 0, text: r#"[["a/1","x"],["a/2"],7,["a/3",7],["a/4","y",0]]"#.into() });
        assert_eq!(flow.resume(), None);
        assert_eq!(*world.0.borrow(), [(1, Question::Rows("a/")), (2, Question::Wait(5))]);
        flow.answer(2, Answer::default());
        assert_eq!(flow.resume(), Some(vec![("a/1".into(), "x".into()), ("a/4".into(), "y".into())]));
    }

    #[test]
    fn both_sides_ask_at_once_and_accept_answers_in_any_order() {
        let mut flow = Flow::new(world(), |io| async move {
            let (mut is_locked, mut is_over) = (true, false);
            both(
                Box::pin(async {
                    is_locked = io.lock("a".into(), Patience::None).await;
                    None
                }),
                Box::pin(async {
                    is_over = io.sleep(None).await;
                    None
                }),
            )
            .await;
            (is_locked, is_over)
        });
        assert_eq!(flow.resume(), None);
        flow.answer(2, number(1));
        assert_eq!(flow.resume(), None);
        flow.answer(1, number(0));
        assert_eq!(flow.resume(), Some((false, true)));
    }

    #[test]
    fn text_that_is_not_a_list_has_no_records() {
        for text in ["", "{}", "[", "null", r#"{"a":"b"}"#, "[[]]"] {
            assert_eq!(rows_of(text), [], "{text}");
        }
    }

    #[test]
    fn uuids_have_version_4() {
        for byte in [0, 0xFF, 0x5A] {
            let uuid = uuid_of([byte; 16]);
            assert!(crate::domain::oneentry::config::is_uuid_v4(&uuid), "{uuid}");
        }
        assert_eq!(uuid_of([0x5A; 16]), "5a5a5a5a-5a5a-4a5a-9a5a-5a5a5a5a5a5a");
    }
}
