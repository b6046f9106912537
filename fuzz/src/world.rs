//! A world for flows: stored records, locks, and answers from a closure. No browser, no clock.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use order_bridge::domain::checkout::Checkout;
use order_bridge::domain::data::Data;
use order_bridge::domain::http::{Exchange, Request};
use order_bridge::domain::json;
use order_bridge::domain::language::Language;
use order_bridge::domain::ocular::OcularConfig;
use order_bridge::domain::oneentry::{Client, OneEntryConfig};

use crate::recorder::{Command, Event, Facts, Flow};
use crate::targets::urls::parse;

/// More rounds than any call needs, whatever the answers are.
const TURNS: usize = 2_000;
/// When the world begins, in milliseconds since 1970.
pub const BEGIN: u64 = 1_790_000_000_000;

/// What a browser has stored, and the requests that were sent.
#[derive(Debug, Default)]
pub struct World {
    /// Stored records, sorted by key as in the real storage.
    pub rows: BTreeMap<String, String>,
    /// Every request, in order.
    pub sent: Vec<Request>,
    /// The outcome of each request.
    pub came: Vec<Exchange>,
    /// Milliseconds since the beginning.
    pub later: u64,
    held: BTreeSet<String>,
    dice: Rc<Cell<u8>>,
}

/// A checkout at `https://p.example` that reports to `https://o.example`.
pub fn checkout(payment_hosts: &[&str]) -> Rc<Checkout> {
    let one_entry = json::parse(r#"{"url":"https://p.example","token":"app-token"}"#).expect("JSON");
    let ocular = json::parse(r#"{"baseUrl":"https://o.example/v1"}"#).expect("JSON");
    Rc::new(Checkout::new(
        Client::new(OneEntryConfig::read(&one_entry, parse).expect("options")),
        Rc::new(OcularConfig::read(&ocular, parse).expect("options")),
        Language::English,
        payment_hosts.iter().map(|host| (*host).to_owned()).collect(),
    ))
}

impl World {
    /// Runs one call to its end; `answer` gives the outcome of each request.
    pub fn run<T>(&mut self, mut flow: Flow<T>, mut answer: impl FnMut(&Request) -> Exchange) -> T {
        let mut events = Vec::new();
        for _ in 0..TURNS {
            let mut facts = Facts {
                now: BEGIN + self.later,
                elapsed: self.later,
                random: Box::new(self.random()),
                is_readable: false,
                parse_url: parse,
                ..Facts::default()
            };
            let progress = flow.resume(&mut facts, events.drain(..));
            for (ticket, command) in progress.commands {
                let event = self.execute(command, &mut answer);
                events.extend((ticket > 0).then_some((ticket, event)));
            }
            if let Some(result) = progress.result {
                assert!(self.held.is_empty(), "a lock was not released: {:?}", self.held);
                return result;
            }
        }
        panic!("the call does not end");
    }

    /// Different bytes each time.
    fn random(&self) -> impl FnMut() -> [u8; 16] + 'static {
        let dice = Rc::clone(&self.dice);
        move || {
            dice.set(dice.get().wrapping_add(1));
            [dice.get(); 16]
        }
    }

    fn execute(&mut self, command: Command, answer: &mut impl FnMut(&Request) -> Exchange) -> Event {
        match command {
            Command::Send(request) => {
                let exchange = answer(&request);
                if let Some(body) = &request.body {
                    crate::shape::parse_reference(body);
                }
                self.sent.push(request);
                self.came.push(exchange.clone());
                Event::Exchange(exchange)
            }
            Command::Wait(ms) => {
                self.later += u64::from(ms);
                Event::Done
            }
            Command::Lock { name, .. } | Command::LockBriefly(name) | Command::LockWhileWanted(name) => {
                assert!(self.held.insert(name.clone()), "{name} is requested again by its holder");
                Event::Flag(true)
            }
            Command::Unlock(name) => {
                assert!(self.held.remove(&name), "{name} was not held");
                Event::Done
            }
            Command::Rows(prefix) => {
                let starts = |(key, _): &(&String, &String)| key.starts_with(prefix);
                Event::Rows(self.rows.iter().filter(starts).map(|(key, text)| (key.clone(), text.clone())).collect())
            }
            Command::PutRow(key, text) => {
                self.rows.insert(key, text);
                Event::Flag(true)
            }
            Command::DeleteRow(key) => {
                self.rows.remove(&key);
                Event::Done
            }
            _ => Event::Done,
        }
    }
}

/// A valid guest order.
pub const ORDER: &str = r#"{"storage":"guest_orders","formIdentifier":"guest_order","paymentAccountIdentifier":"stripe","formData":[{"marker":"guest_name","type":"string","value":"Christina Thomas"}],"products":[{"productId":10,"quantity":1}]}"#;

/// That order as the domain reads it.
pub fn order(checkout: &Checkout) -> order_bridge::domain::oneentry::GuestOrder {
    checkout.check(json::parse(ORDER).unwrap_or(Data::Null)).0.expect("a valid order")
}
