//! The outbox in a small simulated world: storage and locks shared by tabs, a server that can be down, a clock.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::recorder::{Command, Event, Facts, Flow};
use order_bridge::domain::code::Code;
use order_bridge::domain::data::Data;
use order_bridge::domain::flow::Io;
use order_bridge::domain::http::{Answer, Exchange, Fault};
use order_bridge::domain::json;
use order_bridge::domain::ocular::delivery::Kind;
use order_bridge::domain::ocular::outbox::deliver_all;
use order_bridge::domain::ocular::track::{Tracked, track};
use order_bridge::domain::ocular::{OcularConfig, OcularResponse};
use order_bridge::domain::packed::Packed;
use order_bridge::domain::url::UrlParts;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// What another tab does while it holds the lock, and whether this tab gets the lock afterwards.
type OtherTab = (fn(&World), bool);

/// State shared by all tabs.
struct World {
    rows: RefCell<Vec<(String, String)>>,
    locks: RefCell<Vec<String>>,
    now: Cell<u64>,
    answer: Cell<fn() -> Exchange>,
    /// Bodies that the server received, each with its keepalive flag.
    received: RefCell<Vec<(String, bool)>>,
    leaving: Cell<bool>,
    /// The tab that holds the lock for which this tab waits.
    other_tab: Cell<Option<OtherTab>>,
}

fn success() -> Exchange {
    Ok(Answer { status: 200, text: r#"{"statusCode":0,"message":"Success"}"#.into(), retry_after: None })
}

fn away() -> Exchange {
    Err(Fault::Network)
}

fn refused() -> Exchange {
    Ok(Answer { status: 403, text: String::new(), retry_after: None })
}

impl World {
    fn new() -> World {
        World {
            rows: RefCell::default(),
            locks: RefCell::default(),
            now: Cell::new(1_790_000_000_000),
            answer: Cell::new(success),
            received: RefCell::default(),
            leaving: Cell::new(false),
            other_tab: Cell::new(None),
        }
    }

    fn event(&self, command: Command) -> Option<Event> {
        Some(match command {
            Command::Send(request) => {
                let exchange = self.answer.get()();
                if exchange.is_ok() {
                    self.received.borrow_mut().push((request.body.unwrap(), request.keepalive));
                }
                Event::Exchange(exchange)
            }
            Command::CallWidget(method, body, _) => {
                self.received.borrow_mut().push((format!("{method} {body}"), false));
                Event::Exchange(self.answer.get()())
            }
            Command::Rows(prefix) => {
                let mut rows: Vec<_> =
                    self.rows.borrow().iter().filter(|(key, _)| key.starts_with(prefix)).cloned().collect();
                rows.sort();
                Event::Rows(rows)
            }
            Command::PutRow(key, value) => {
                self.rows.borrow_mut().push((key, value));
                Event::Flag(true)
            }
            Command::DeleteRow(key) => {
                self.rows.borrow_mut().retain(|(known, _)| *known != key);
                Event::Done
            }
            Command::Lock { name, wait } => {
                let taken = self.locks.borrow().contains(&name);
                if taken && wait {
                    return None;
                }
                if !taken {
                    self.locks.borrow_mut().push(name);
                }
                Event::Flag(!taken)
            }
            Command::LockWhileWanted(name) => {
                let (happens, comes) = self.other_tab.take().expect("another tab holds the lock");
                self.locks.borrow_mut().clear();
                happens(self);
                self.locks.borrow_mut().push(name);
                Event::Flag(comes)
            }
            Command::Unlock(name) => {
                self.locks.borrow_mut().retain(|known| *known != name);
                Event::Done
            }
            _ => Event::Done,
        })
    }

    /// Runs a flow until it ends, or up to the first command for which `until` is true, as if the tab were closed then.
    fn run_until<T>(&self, mut flow: Flow<T>, until: impl Fn(&Command) -> bool) -> Option<T> {
        let mut events = Vec::new();
        loop {
            let mut facts = Facts {
                now: self.now.get(),
                elapsed: self.now.get(),
                leaving: self.leaving.get(),
                sessions: vec!["no/session".into(), "1536".into()],
                random: Box::new(|| [9; 16]),
                ..Facts::default()
            };
            let progress = flow.resume(&mut facts, events.drain(..));
            for (ticket, command) in progress.commands {
                if until(&command) {
                    // The browser releases the locks of a closed tab.
                    self.locks.borrow_mut().clear();
                    return None;
                }
                let event = self.event(command).expect("no other tab holds the lock");
                events.extend((ticket > 0).then_some((ticket, event)));
            }
            if progress.result.is_some() {
                return progress.result;
            }
        }
    }

    fn run<T>(&self, flow: Flow<T>) -> T {
        self.run_until(flow, |_| false).unwrap()
    }

    fn order(&self, id: &str, price: u32) -> OcularResponse {
        self.run(order(config("null"), id, price)).response
    }

    fn saved(&self, prefix: &str) -> usize {
        self.rows.borrow().iter().filter(|(key, _)| key.starts_with(prefix)).count()
    }

    fn deliver(&self) -> (Vec<(String, OcularResponse)>, bool) {
        let config = config("null");
        self.run(Flow::new(|io| async move { deliver_all(&io, &config).await }))
    }

    fn prices(&self) -> Vec<(String, String)> {
        let price = |body: &str| body.split_once("\"price\":").unwrap().1.split_once(',').unwrap().0.to_owned();
        let id = |body: &str| json::parse(body).unwrap().text_of("external_id").unwrap().to_owned();
        self.received.borrow().iter().map(|(body, _)| (id(body), price(body))).collect()
    }
}

fn config(options: &str) -> Rc<OcularConfig> {
    let parse_url = |text: &str| {
        let (protocol, rest) = text.split_once("//")?;
        Some(UrlParts {
            href: text.into(),
            protocol: protocol.into(),
            hostname: rest.split('/').next()?.into(),
            ..UrlParts::default()
        })
    };
    Rc::new(OcularConfig::read(&json::parse(options).unwrap(), parse_url).unwrap())
}

fn params(id: &str, price: u32) -> Data {
    let id = if id.is_empty() { String::new() } else { format!(r#""external_id":"{id}","#) };
    json::parse(&format!(r#"{{{id}"items":[{{"name":"a","quantity":1,"price":{price},"currency":"CLP"}}]}}"#)).unwrap()
}

fn order(config: Rc<OcularConfig>, id: &str, price: u32) -> Flow<Tracked> {
    let params = params(id, price);
    Flow::new(|io: Io| track(io, config, Kind::Order, Some(Packed::of(&params))))
}

#[test]
fn a_delivered_report_leaves_no_record_and_no_lock() {
    let world = World::new();
    assert_eq!(world.order("A", 1), OcularResponse::success("Success"));
    assert_eq!(world.rows.borrow().len(), 0);
    assert_eq!(world.locks.borrow().len(), 0);
    assert!(world.received.borrow()[0].1, "its request may outlive the page");
}

#[test]
fn undelivered_reports_are_delivered_later_once_and_in_order() {
    let world = World::new();
    world.answer.set(away);
    for price in 1..=3 {
        for id in ["A", "B"] {
            assert_eq!(world.order(id, price).code, Some(Code::Network));
            world.now.set(world.now.get() + 1);
        }
    }
    assert_eq!(world.rows.borrow().len(), 6);
    let (delivered, left) = world.deliver();
    assert_eq!((delivered.len(), left), (0, true));
    world.answer.set(success);
    let (delivered, left) = world.deliver();
    assert_eq!((delivered.len(), left), (6, false));
    let expected: Vec<_> = ["A", "A", "A", "B", "B", "B"]
        .iter()
        .zip([1, 2, 3, 1, 2, 3])
        .map(|(id, price)| ((*id).to_owned(), price.to_string()))
        .collect();
    assert_eq!(world.prices(), expected);
    assert_eq!(world.deliver().0.len(), 0, "nothing is delivered twice");
}

#[test]
fn an_older_report_of_the_same_order_is_sent_first() {
    let world = World::new();
    world.answer.set(away);
    world.order("A", 1);
    world.answer.set(success);
    world.now.set(world.now.get() + 1);
    assert_eq!(world.order("A", 2).status_code, 0);
    assert_eq!(world.prices(), [("A".into(), "1".into()), ("A".into(), "2".into())]);
}

#[test]
fn identical_reports_are_delivered_once() {
    let world = World::new();
    world.answer.set(away);
    for _ in 0..3 {
        world.order("A", 1);
        world.now.set(world.now.get() + 1);
    }
    world.answer.set(success);
    assert_eq!(world.deliver().0.len(), 3);
    assert_eq!(world.prices().len(), 1);
}

#[test]
fn a_dead_tab_loses_no_report_once_the_record_is_saved() {
    for dies_at in 0..2 {
        let world = World::new();
        let ended = world.run_until(order(config("null"), "A", 1), |command| match dies_at {
            0 => matches!(command, Command::Send(_)),
            _ => matches!(command, Command::DeleteRow(_)),
        });
        assert!(ended.is_none());
        let reached = world.received.borrow().len();
        assert_eq!(world.deliver().0.len(), 1);
        assert_eq!(world.received.borrow().len(), reached + 1);
        // The answer is saved in case the first tab still waits for it. Here, no tab reads it.
        assert_eq!((world.saved("outbox/"), world.saved("answer/outbox/")), (0, 1));
        world.now.set(world.now.get() + 61_000);
        world.deliver();
        assert_eq!(world.rows.borrow().len(), 0);
    }
}

#[test]
fn a_report_that_another_tab_is_delivering_is_skipped() {
    let world = World::new();
    world.answer.set(away);
    world.order("A", 1);
    world.order("B", 2);
    world.answer.set(success);
    world.locks.borrow_mut().push("order-bridge/outbox/A".into());
    let (delivered, left) = world.deliver();
    assert_eq!((delivered.len(), left), (1, true));
    assert_eq!(world.prices(), [("B".into(), "2".into())]);
}

#[test]
fn reports_are_kept_for_seven_days() {
    let world = World::new();
    world.answer.set(away);
    world.order("A", 1);
    world.answer.set(success);
    let start = world.now.get();
    world.now.set(start + 7 * DAY_MS + 1);
    assert_eq!(world.deliver().0.len(), 0);
    assert_eq!((world.received.borrow().len(), world.rows.borrow().len()), (0, 0));
    // The clock was ahead when the record was saved: a record from the future has no age.
    world.answer.set(away);
    world.order("A", 1);
    world.answer.set(success);
    world.now.set(start);
    assert_eq!(world.deliver().0.len(), 1);
}

#[test]
fn corrupt_records_are_deleted() {
    let world = World::new();
    for (index, text) in [
        "",
        "{",
        "[]",
        "{}",
        r#"{"id":"A","kind":"x","session":"1","body":"{}","at":1}"#,
        r#"{"id":"A","kind":"order","to":"x","session":"1","body":"{}","at":-1}"#,
    ]
    .iter()
    .enumerate()
    {
        world.rows.borrow_mut().push((format!("outbox/{index}"), (*text).to_owned()));
    }
    world.rows.borrow_mut().push(("other/1".into(), "mine".into()));
    assert_eq!(world.deliver(), (vec![], false));
    assert_eq!(*world.rows.borrow(), [("other/1".to_owned(), "mine".to_owned())]);
}

#[test]
fn a_report_saved_for_one_receiver_is_sent_to_no_other() {
    let world = World::new();
    world.answer.set(away);
    world.order("A", 1);
    world.answer.set(success);
    for options in [r#"{"baseUrl":"https://other.example/v1"}"#, r#"{"transport":"widget"}"#] {
        let config = config(options);
        let delivered = world.run(Flow::new(|io| async move { deliver_all(&io, &config).await }));
        assert_eq!(delivered, (vec![], false), "{options}");
    }
    assert_eq!((world.rows.borrow().len(), world.received.borrow().len()), (1, 0));
    assert_eq!(world.deliver().0.len(), 1);
}

#[test]
fn a_refusal_is_final() {
    let world = World::new();
    world.answer.set(refused);
    assert_eq!(world.order("A", 1).code, Some(Code::Forbidden));
    assert_eq!((world.rows.borrow().len(), world.received.borrow().len()), (0, 1));
}

#[test]
fn a_report_without_an_id_is_not_saved_and_tried_once() {
    let world = World::new();
    world.answer.set(away);
    assert_eq!(world.order("", 1).code, Some(Code::Network));
    assert_eq!(world.rows.borrow().len(), 0);
}

#[test]
fn a_leaving_page_sends_at_once() {
    let world = World::new();
    world.leaving.set(true);
    assert_eq!(world.order("A", 1).status_code, 0);
    assert_eq!((world.rows.borrow().len(), world.received.borrow()[0].1), (0, true));
}

#[test]
fn each_of_two_calls_gets_its_own_answer() {
    let world = World::new();
    // Another call for the same order has saved its record and waits for the lock. It must get its answer itself.
    let config = config("null");
    world.answer.set(away);
    world.order("A", 1);
    world.now.set(world.now.get() + 5);
    world.order("A", 3);
    world.answer.set(success);
    world.now.set(world.now.get() - 2);
    let tracked = world.run(order(config, "A", 2));
    assert_eq!(tracked.response.status_code, 0);
    assert_eq!(
        world.prices(),
        [("A".into(), "1".into()), ("A".into(), "2".into())],
        "the later report waits for its turn"
    );
    assert_eq!(world.saved("outbox/"), 1);
}

/// Another tab holds the order's lock: `happens` runs while this tab waits, `comes` says whether it gets the lock.
fn while_waiting(happens: fn(&World), comes: bool) -> (World, OcularResponse) {
    let world = World::new();
    world.locks.borrow_mut().push("order-bridge/outbox/A".into());
    world.other_tab.set(Some((happens, comes)));
    let response = world.order("A", 1);
    (world, response)
}

#[test]
fn an_answer_that_another_tab_received_is_returned() {
    let other_tab = |world: &World| {
        world.answer.set(|| {
            Ok(Answer { status: 200, text: r#"{"statusCode":0,"message":"Edited"}"#.into(), retry_after: None })
        });
        world.deliver();
        world.answer.set(|| panic!("sent twice"));
    };
    let (world, response) = while_waiting(other_tab, true);
    assert_eq!(response, OcularResponse::success("Edited"));
    assert_eq!((world.received.borrow().len(), world.rows.borrow().len()), (1, 0));
}

#[test]
fn a_report_whose_record_disappeared_without_an_answer_is_sent() {
    let (world, response) = while_waiting(|world| world.rows.borrow_mut().clear(), true);
    assert_eq!(response, OcularResponse::success("Success"));
    assert_eq!(world.prices(), [("A".into(), "1".into())]);
}

#[test]
fn a_lock_that_is_never_granted_ends_the_call_and_keeps_the_report() {
    let (world, response) = while_waiting(|_| {}, false);
    assert_eq!((response.status_code, response.code), (1, Some(Code::Timeout)));
    assert_eq!((world.received.borrow().len(), world.saved("outbox/")), (0, 1));
}

#[test]
fn a_record_holds_only_products_and_numbers() {
    let world = World::new();
    world.answer.set(away);
    world.order("A", 1);
    let rows = world.rows.borrow();
    let Some(Data::Map(entries)) = json::parse(&rows[0].1) else { panic!("{rows:?}") };
    assert_eq!(
        entries.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(),
        ["id", "kind", "to", "session", "body", "at"]
    );
    assert!(!rows[0].1.contains("header"), "{}", rows[0].1);
}

#[test]
fn states_are_queued_like_orders() {
    let world = World::new();
    world.answer.set(away);
    world.order("A", 1);
    let state = |config| {
        let params = json::parse(r#"{"external_id":"A","payment_status":0}"#).unwrap();
        Flow::new(|io| track(io, config, Kind::State, Some(Packed::of(&params))))
    };
    world.now.set(world.now.get() + 1);
    world.run(state(config("null")));
    assert_eq!(world.rows.borrow().len(), 2);
    world.answer.set(success);
    world.deliver();
    let bodies: Vec<_> = world.received.borrow().iter().map(|(body, _)| body.contains("payment_status")).collect();
    assert_eq!(bodies, [false, true], "the order before its state");
}

#[test]
fn the_vendors_object_gets_the_same_body() {
    let world = World::new();
    let flow = order(config(r#"{"transport":"widget"}"#), "A", 1);
    assert_eq!(world.run(flow).response.status_code, 0);
    let received = world.received.borrow();
    assert!(received[0].0.starts_with(r#"setBuyOrder {"external_id":"A","items":[{"name":"a""#), "{received:?}");
}
