//! A world for tests. It answers from [`Facts`] what is known at once, and records everything else as commands, which a
//! test executes and answers when it likes.

#![allow(dead_code, clippy::unwrap_used, clippy::panic, reason = "test code")]

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::rc::Rc;
use std::task::Poll;

use order_bridge::domain::data::Data;
use order_bridge::domain::flow::{
    self, Answer, Io, Later, Patience, Question, StepEvent, WIDGET_ABSENT, WIDGET_FAILED, WIDGET_LATE,
};
use order_bridge::domain::http::{Exchange, Fault, Request};
use order_bridge::domain::json;
use order_bridge::domain::oneentry::device::DeviceFacts;
use order_bridge::domain::url::UrlParts;

pub use order_bridge::domain::flow::Ticket;

/// What a flow asks for. Commands that are answered later have a ticket above 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Send(Request),
    Wait(u32),
    Keep(String, String),
    OcularSessions,
    Preconnect(String),
    Announce(StepEvent),
    CallWidget(&'static str, String, Option<u32>),
    Rows(&'static str),
    PutRow(String, String),
    DeleteRow(String),
    Lock { name: String, wait: bool },
    LockBriefly(String),
    LockWhileWanted(String),
    Unlock(String),
    Sleep(Option<u32>),
    Wake,
    Turn,
    Pack,
}

/// A test's answer to a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Exchange(Exchange),
    Done,
    Text(Option<String>),
    Flag(bool),
    Rows(Vec<(String, String)>),
}

/// What the world knows without waiting.
pub struct Facts {
    pub now: u64,
    pub elapsed: u64,
    pub offline: bool,
    pub leaving: bool,
    pub has_preflight: bool,
    pub sessions: Vec<String>,
    pub device: Option<DeviceFacts>,
    pub random: Box<dyn FnMut() -> [u8; 16]>,
    pub texts: BTreeMap<String, String>,
    pub is_readable: bool,
    pub is_writable: bool,
    pub parse_url: fn(&str) -> Option<UrlParts>,
}

impl Default for Facts {
    fn default() -> Facts {
        let mut last = 0_u8;
        Facts {
            now: 1_790_000_000_000,
            elapsed: 0,
            offline: false,
            leaving: false,
            has_preflight: false,
            sessions: vec!["1536".into()],
            device: None,
            random: Box::new(move || {
                last = last.wrapping_add(1);
                [last; 16]
            }),
            texts: BTreeMap::new(),
            is_readable: true,
            is_writable: true,
            parse_url,
        }
    }
}

pub fn parse_url(text: &str) -> Option<UrlParts> {
    let (protocol, rest) = text.split_once("//")?;
    Some(UrlParts {
        href: text.into(),
        protocol: protocol.into(),
        hostname: rest.split('/').next()?.into(),
        ..UrlParts::default()
    })
}

/// The first ticket of a request. The flow's own tickets begin at 1.
const FIRST_SENT: Ticket = 1 << 30;

#[derive(Default)]
struct Recorder {
    facts: RefCell<Facts>,
    asked: RefCell<Vec<(Ticket, Command)>>,
    sent: Cell<Ticket>,
    exchanges: Rc<RefCell<BTreeMap<Ticket, Exchange>>>,
}

impl Recorder {
    fn note(&self, command: Command) {
        self.asked.borrow_mut().push((0, command));
    }
}

impl flow::World for Recorder {
    fn now(&self) -> u64 {
        self.facts.borrow().now
    }

    fn elapsed(&self) -> u64 {
        self.facts.borrow().elapsed
    }

    fn random(&self) -> [u8; 16] {
        (self.facts.borrow_mut().random)()
    }

    fn is_offline(&self) -> bool {
        self.facts.borrow().offline
    }

    fn is_leaving(&self) -> bool {
        self.facts.borrow().leaving
    }

    fn load(&self, key: &str) -> Option<String> {
        let facts = self.facts.borrow();
        facts.texts.get(key).filter(|_| facts.is_readable).cloned()
    }

    fn save(&self, (key, text): (&str, &str)) {
        self.note(Command::Keep(key.to_owned(), text.to_owned()));
        let mut facts = self.facts.borrow_mut();
        if facts.is_writable {
            facts.texts.insert(key.to_owned(), text.to_owned());
        }
    }

    fn device(&self) -> Option<DeviceFacts> {
        self.facts.borrow().device.clone()
    }

    fn parse_url(&self, url: &str) -> Option<UrlParts> {
        (self.facts.borrow().parse_url)(url)
    }

    fn ocular_sessions(&self) -> Vec<String> {
        self.note(Command::OcularSessions);
        self.facts.borrow().sessions.clone()
    }

    fn preconnect(&self, origin: &str) {
        self.note(Command::Preconnect(origin.to_owned()));
    }

    fn has_preflight(&self) -> bool {
        self.facts.borrow().has_preflight
    }

    fn announce(&self, event: &StepEvent) {
        self.note(Command::Announce(event.clone()));
    }

    fn unlock(&self, name: &str) {
        self.note(Command::Unlock(name.to_owned()));
    }

    fn wake(&self) {
        self.note(Command::Wake);
    }

    fn ask(&self, ticket: Ticket, question: Question) {
        let command = match question {
            Question::Wait(ms) => Command::Wait(ms),
            Question::Rows(prefix) => Command::Rows(prefix),
            Question::PutRow(key, text) => Command::PutRow(key, text),
            Question::DeleteRow(key) => Command::DeleteRow(key),
            Question::Lock(name, Patience::None) => Command::Lock { name, wait: false },
            Question::Lock(name, Patience::Endless) => Command::Lock { name, wait: true },
            Question::Lock(name, Patience::Brief) => Command::LockBriefly(name),
            Question::Lock(name, Patience::UntilAborted) => Command::LockWhileWanted(name),
            Question::Sleep(ms) => Command::Sleep(ms),
            Question::Turn => Command::Turn,
            Question::Pack => Command::Pack,
            Question::CallWidget(method, body, limit_ms) => Command::CallWidget(method, body, limit_ms),
        };
        self.asked.borrow_mut().push((ticket, command));
    }

    fn send(&self, request: Request) -> Later<Exchange> {
        let ticket = FIRST_SENT + self.sent.get();
        self.sent.set(self.sent.get() + 1);
        self.asked.borrow_mut().push((ticket, Command::Send(request)));
        let exchanges = Rc::clone(&self.exchanges);
        Box::pin(std::future::poll_fn(move |_| match exchanges.borrow_mut().remove(&ticket) {
            Some(exchange) => Poll::Ready(exchange),
            None => Poll::Pending,
        }))
    }
}

fn answer_of(event: Event) -> Answer {
    let number = |number| Answer { number, ..Answer::default() };
    match event {
        Event::Done | Event::Text(None) => Answer::default(),
        Event::Flag(flag) => number(u32::from(flag)),
        Event::Text(Some(text)) => Answer { text, ..Answer::default() },
        Event::Rows(rows) => {
            let pairs =
                Data::list(&rows, |(key, text)| Data::List(vec![Data::Text(key.clone()), Data::Text(text.clone())]));
            let mut text = String::new();
            json::write(&mut text, &pairs);
            Answer { text, ..Answer::default() }
        }
        Event::Exchange(Ok(answer)) => Answer { text: answer.text, ..Answer::default() },
        Event::Exchange(Err(Fault::NoWidget)) => number(WIDGET_ABSENT),
        Event::Exchange(Err(Fault::TimedOut)) => number(WIDGET_LATE),
        Event::Exchange(Err(_)) => number(WIDGET_FAILED),
    }
}

/// A flow that runs in this world.
pub struct Flow<T> {
    flow: flow::Flow<T>,
    recorder: Rc<Recorder>,
}

/// What a flow has asked for since it was last resumed, and its result once it has ended.
pub struct Progress<T> {
    pub commands: Vec<(Ticket, Command)>,
    pub result: Option<T>,
}

impl<T> Flow<T> {
    pub fn new<F: Future<Output = T> + 'static>(begin: impl FnOnce(Io) -> F) -> Flow<T> {
        let recorder = Rc::new(Recorder::default());
        Flow { flow: flow::Flow::new(Rc::clone(&recorder) as Rc<dyn flow::World>, begin), recorder }
    }

    pub fn resume(&mut self, facts: &mut Facts, events: impl IntoIterator<Item = (Ticket, Event)>) -> Progress<T> {
        for (ticket, event) in events {
            match event {
                Event::Exchange(exchange) if ticket >= FIRST_SENT => {
                    self.recorder.exchanges.borrow_mut().insert(ticket, exchange);
                }
                event => self.flow.answer(ticket, answer_of(event)),
            }
        }
        std::mem::swap(&mut *self.recorder.facts.borrow_mut(), facts);
        let result = self.flow.resume();
        std::mem::swap(&mut *self.recorder.facts.borrow_mut(), facts);
        Progress { commands: self.recorder.asked.take(), result }
    }
}
