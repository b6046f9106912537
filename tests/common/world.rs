//! A world that answers flows, and records what they sent, waited for and saved. No browser, no clock.

#![allow(dead_code, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "test code")]

use std::rc::Rc;

use order_bridge::domain::checkout::Checkout;
use order_bridge::domain::data::Data;
use order_bridge::domain::http::{Answer, Exchange, Method, Request};
use order_bridge::domain::json;
use order_bridge::domain::language::Language;
use order_bridge::domain::ocular::OcularConfig;
use order_bridge::domain::oneentry::{Client, OneEntryConfig};

pub use super::recorder::parse_url;
use super::recorder::{Command, Event, Facts, Flow, Ticket};

pub const ORDER: &str = r#"{"storage":"guest_orders","formIdentifier":"guest_order","paymentAccountIdentifier":"stripe",
    "formData":[{"marker":"guest_name","type":"string","value":"Christina Thomas"}],"products":[{"productId":10,"quantity":1}]}"#;
pub const PLACED: &str = r#"{"id":90,"totalSum":18.50,"currency":"USD"}"#;
pub const SESSION: &str =
    r#"{"id":47,"type":"session","status":"waiting","orderId":90,"paymentUrl":"https://pay.example/1"}"#;
pub const SHARED: &str = r#"{"authData":[{"marker":"email_reg","value":"guest@onnentry.cloud"},{"marker":"password_reg","value":"secret"}]}"#;

pub fn checkout(guest: &str, language: Language) -> Rc<Checkout> {
    let options = format!(r#"{{"url":"https://p.example","token":"app-token","guest":{guest}}}"#);
    let config = OneEntryConfig::read(&json::parse(&options).unwrap(), parse_url).unwrap();
    Rc::new(Checkout::new(
        Client::new(config),
        Rc::new(OcularConfig::read(&Data::Null, parse_url).unwrap()),
        language,
        Vec::new(),
    ))
}

pub fn ok(status: u16, text: &str) -> Exchange {
    Ok(Answer { status, text: text.into(), retry_after: None })
}

/// The answers of a service that works.
pub fn fine(request: &Request) -> Exchange {
    match request.url.split('?').next().unwrap().rsplit('/').next().unwrap() {
        _ if request.method == Method::Head => ok(200, ""),
        "orders" => ok(201, PLACED),
        "sessions" => ok(201, SESSION),
        "auth" | "refresh" => {
            ok(201, r#"{"userIdentifier":"guest@onnentry.cloud","accessToken":"a.b.c","refreshToken":"r"}"#)
        }
        "preview" => ok(201, r#"{"totalSum":18.50,"totalSumWithDiscount":18.50,"totalDue":18.50,"currency":"USD"}"#),
        "accounts" => ok(200, "[]"),
        "order" => ok(200, r#"{"statusCode":0,"message":"Success"}"#),
        _ => ok(200, &format!("[{SESSION}]")),
    }
}

#[derive(Default)]
pub struct World {
    pub sent: Vec<Request>,
    pub waits: Vec<u32>,
    pub connected: Vec<String>,
    /// The page and the services have different origins, so requests have a CORS preflight.
    pub needs_preflights: bool,
    held: Vec<String>,
    facts: Facts,
    /// Records that the browser has stored; they survive a new page load.
    pub rows: Vec<(String, String)>,
    /// Milliseconds since the world began.
    pub later_ms: u64,
    /// How long each response takes.
    pub response_ms: u64,
    /// The browser says that it is offline.
    pub offline: bool,
    /// What a page has saved in localStorage can be read by the next one.
    pub keeps_texts: bool,
    /// The naps of a page's background work.
    pub naps: Vec<Option<u32>>,
}

impl World {
    pub fn count(&self, part: &str) -> usize {
        self.sent.iter().filter(|request| format!("{request:?}").contains(part)).count()
    }

    pub fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
        request.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// What the page has saved in localStorage.
    pub fn texts(&mut self) -> &mut std::collections::BTreeMap<String, String> {
        &mut self.facts.texts
    }

    /// Runs one flow; `answer` gets each request and the number of earlier ones with the same method and URL.
    pub fn run<T>(&mut self, flow: Flow<T>, answer: impl FnMut(&Request, usize) -> Exchange) -> T {
        self.run_all(vec![flow], answer).pop().unwrap()
    }

    /// Runs flows concurrently: in each round, every flow runs until it has to wait.
    pub fn run_all<T>(&mut self, flows: Vec<Flow<T>>, mut answer: impl FnMut(&Request, usize) -> Exchange) -> Vec<T> {
        let count = flows.len();
        let mut results: Vec<Option<T>> = (0..count).map(|_| None).collect();
        let mut flows: Vec<Option<Flow<T>>> = flows.into_iter().map(Some).collect();
        let mut events: Vec<Vec<(Ticket, Event)>> = vec![Vec::new(); count];
        let mut blocked: Vec<(usize, Ticket, String)> = Vec::new();
        let mut rounds = 0;
        while results.iter().any(Option::is_none) {
            rounds += 1;
            assert!(rounds < 10_000, "deadlock: the flows wait for each other");
            for index in 0..count {
                let Some(mut flow) = flows[index].take() else { continue };
                let progress = flow.resume(self.facts(), events[index].drain(..));
                for (ticket, command) in progress.commands {
                    if let Command::Lock { name, .. } | Command::LockBriefly(name) | Command::LockWhileWanted(name) =
                        &command
                    {
                        blocked.push((index, ticket, name.clone()));
                    } else {
                        let event = self.execute(command, &mut answer);
                        events[index].extend((ticket > 0).then_some((ticket, event)));
                    }
                }
                match progress.result {
                    Some(result) => results[index] = Some(result),
                    None => flows[index] = Some(flow),
                }
            }
            blocked.retain(|(index, ticket, name)| {
                let free = !self.held.contains(name);
                if free {
                    self.held.push(name.clone());
                    events[*index].push((*ticket, Event::Flag(true)));
                }
                !free
            });
        }
        assert!(self.held.is_empty(), "a lock was not released");
        results.into_iter().map(Option::unwrap).collect()
    }

    /// Runs a page's endless background work until it has nothing left to do or has napped `most` times.
    pub fn run_for_naps(
        &mut self,
        mut flow: Flow<()>,
        most: usize,
        mut answer: impl FnMut(&Request, usize) -> Exchange,
    ) {
        let mut events = Vec::new();
        loop {
            let progress = flow.resume(self.facts(), events.drain(..));
            for (ticket, command) in progress.commands {
                match &command {
                    Command::Sleep(ms) => {
                        self.naps.push(*ms);
                        if ms.is_none() || self.naps.len() >= most {
                            return;
                        }
                        self.later_ms += u64::from(ms.unwrap_or(0));
                        events.push((ticket, Event::Flag(true)));
                    }
                    Command::Lock { name, .. } => {
                        let free = !self.held.contains(name);
                        if free {
                            self.held.push(name.clone());
                        }
                        events.push((ticket, Event::Flag(free)));
                    }
                    _ => {
                        let event = self.execute(command, &mut answer);
                        events.extend((ticket > 0).then_some((ticket, event)));
                    }
                }
            }
            if progress.result.is_some() {
                return;
            }
        }
    }

    fn facts(&mut self) -> &mut Facts {
        self.facts.now = 1_790_000_000_000 + self.later_ms;
        self.facts.elapsed = self.later_ms;
        self.facts.offline = self.offline;
        self.facts.has_preflight = self.needs_preflights;
        self.facts.is_readable = self.keeps_texts;
        &mut self.facts
    }

    fn execute(&mut self, command: Command, answer: &mut impl FnMut(&Request, usize) -> Exchange) -> Event {
        match command {
            Command::Send(request) => {
                let same = |sent: &&Request| sent.url == request.url && sent.method == request.method;
                let earlier = self.sent.iter().filter(same).count();
                let exchange = answer(&request, earlier);
                self.sent.push(request);
                self.later_ms += self.response_ms;
                Event::Exchange(exchange)
            }
            Command::Wait(ms) => {
                self.waits.push(ms);
                self.later_ms += u64::from(ms);
                Event::Done
            }
            Command::Preconnect(origin) => {
                self.connected.push(origin);
                Event::Done
            }
            Command::Unlock(name) => {
                self.held.retain(|held| *held != name);
                Event::Done
            }
            Command::Rows(prefix) => {
                Event::Rows(self.rows.iter().filter(|(key, _)| key.starts_with(prefix)).cloned().collect())
            }
            Command::PutRow(key, value) => {
                self.rows.retain(|(known, _)| *known != key);
                self.rows.push((key, value));
                Event::Flag(true)
            }
            Command::DeleteRow(key) => {
                self.rows.retain(|(known, _)| *known != key);
                Event::Done
            }
            _ => Event::Done,
        }
    }
}
