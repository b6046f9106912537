//! A world of answers for flows: what was sent, what was waited for, who spoke when. No browser, no clock.

#![allow(dead_code, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "test code")]

use std::rc::Rc;

use order_bridge::domain::checkout::Checkout;
use order_bridge::domain::data::Data;
use order_bridge::domain::flow::{Command, Event, Flow, Progress, Ticket};
use order_bridge::domain::http::{Answer, Exchange, Method, Request};
use order_bridge::domain::json;
use order_bridge::domain::messages::Language;
use order_bridge::domain::ocular::OcularConfig;
use order_bridge::domain::oneentry::{Client, OneEntryConfig};
use order_bridge::domain::url::UrlParts;

pub const ORDER: &str = r#"{"storage":"guest_orders","formIdentifier":"guest_order","paymentAccountIdentifier":"stripe",
    "formData":[{"marker":"guest_name","type":"string","value":"Christina Thomas"}],"products":[{"productId":10,"quantity":1}]}"#;
pub const PLACED: &str = r#"{"id":90,"totalSum":18.50,"currency":"USD"}"#;
pub const SESSION: &str =
    r#"{"id":47,"type":"session","status":"waiting","orderId":90,"paymentUrl":"https://pay.example/1"}"#;
pub const SHARED: &str = r#"{"authData":[{"marker":"email_reg","value":"guest@onnentry.cloud"},{"marker":"password_reg","value":"secret"}]}"#;

pub fn parse_url(text: &str) -> Option<UrlParts> {
    let (protocol, rest) = text.split_once("//")?;
    Some(UrlParts {
        href: text.into(),
        protocol: protocol.into(),
        hostname: rest.split('/').next()?.into(),
        ..UrlParts::default()
    })
}

pub fn checkout(guest: &str, language: Language) -> Rc<Checkout> {
    let options = format!(r#"{{"url":"https://p.example","token":"app-token","guest":{guest}}}"#);
    let config = OneEntryConfig::read(&json::parse(&options).unwrap(), parse_url).unwrap();
    Rc::new(Checkout {
        client: Client::new(config),
        ocular: Rc::new(OcularConfig::read(&Data::Null, parse_url).unwrap()),
        language,
        payment_hosts: Vec::new(),
        previewed: Default::default(),
        orders: Default::default(),
        done: Default::default(),
        awaited: Default::default(),
    })
}

pub fn ok(status: u16, text: &str) -> Exchange {
    Ok(Answer { status, text: text.into(), retry_after: None })
}

/// What a well-behaved service answers.
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
    /// A browser on another origin than the services: it asks for leave (CORS).
    pub asks_for_leave: bool,
    held: Vec<String>,
    /// What the browser keeps; a page life that begins anew finds it.
    pub rows: Vec<(String, String)>,
    /// Milliseconds that have gone by since the world began.
    pub later_ms: u64,
    /// The browser says that it is offline.
    pub offline: bool,
    /// The naps that a page's own work took.
    pub naps: Vec<Option<u32>>,
    randoms: u8,
}

impl World {
    pub fn count(&self, part: &str) -> usize {
        self.sent.iter().filter(|request| format!("{request:?}").contains(part)).count()
    }

    pub fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
        request.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Runs one flow; `answer` sees each request and the number of earlier ones to the same address.
    pub fn run<T>(&mut self, flow: Flow<T>, answer: impl FnMut(&Request, usize) -> Exchange) -> T {
        self.run_all(vec![flow], answer).pop().unwrap()
    }

    /// Runs flows side by side, each command of one after those of the others.
    pub fn run_all<T>(&mut self, flows: Vec<Flow<T>>, mut answer: impl FnMut(&Request, usize) -> Exchange) -> Vec<T> {
        let count = flows.len();
        let mut results: Vec<Option<T>> = (0..count).map(|_| None).collect();
        let mut flows: Vec<Option<Flow<T>>> = flows.into_iter().map(Some).collect();
        let mut events: Vec<Vec<(Ticket, Event)>> = vec![Vec::new(); count];
        let mut blocked: Vec<(usize, Ticket, String)> = Vec::new();
        let mut rounds = 0;
        while results.iter().any(Option::is_none) {
            rounds += 1;
            assert!(rounds < 10_000, "the flows wait for each other");
            for index in 0..count {
                let Some(mut flow) = flows[index].take() else { continue };
                match flow.resume(events[index].drain(..)) {
                    Progress::Finished(result) => results[index] = Some(result),
                    Progress::Commands(commands) => {
                        flows[index] = Some(flow);
                        for (ticket, command) in commands {
                            if let Command::Lock { name, .. }
                            | Command::LockBriefly(name)
                            | Command::LockWhileWanted(name) = &command
                            {
                                blocked.push((index, ticket, name.clone()));
                            } else {
                                events[index].push((ticket, self.execute(command, &mut answer)));
                            }
                        }
                    }
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
        assert!(self.held.is_empty(), "a lock was kept");
        results.into_iter().map(Option::unwrap).collect()
    }

    /// Runs the work of a page that never ends, until it has nothing left to do or has slept so many times.
    pub fn run_for_naps(
        &mut self,
        mut flow: Flow<()>,
        most: usize,
        mut answer: impl FnMut(&Request, usize) -> Exchange,
    ) {
        let mut events = Vec::new();
        loop {
            let Progress::Commands(commands) = flow.resume(events.drain(..)) else { return };
            for (ticket, command) in commands {
                match &command {
                    Command::Nap(ms) => {
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
                    _ => events.push((ticket, self.execute(command, &mut answer))),
                }
            }
        }
    }

    fn execute(&mut self, command: Command, answer: &mut impl FnMut(&Request, usize) -> Exchange) -> Event {
        match command {
            Command::Send(request) => {
                let same = |sent: &&Request| sent.url == request.url && sent.method == request.method;
                let earlier = self.sent.iter().filter(same).count();
                let exchange = answer(&request, earlier);
                self.sent.push(request);
                Event::Exchange(exchange)
            }
            Command::Wait(ms) => {
                self.waits.push(ms);
                self.later_ms += u64::from(ms);
                Event::Done
            }
            Command::Random => {
                self.randoms += 1;
                Event::Random([self.randoms; 16])
            }
            Command::IsOffline => Event::Flag(self.offline),
            Command::Recall(_) => Event::Text(None),
            Command::ReadDevice => Event::Device(None),
            Command::ParseUrl(text) => Event::Url(parse_url(&text).map(Box::new)),
            Command::OcularSessions => Event::Texts(vec!["1536".into()]),
            Command::Preconnect(origin) => {
                self.connected.push(origin);
                Event::Flag(self.asks_for_leave)
            }
            Command::Unlock(name) => {
                self.held.retain(|held| *held != name);
                Event::Done
            }
            Command::Now => Event::Time(1_790_000_000_000 + self.later_ms),
            Command::IsLeaving => Event::Flag(false),
            Command::Elapsed => Event::Time(self.later_ms),
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
