//! Stored records in any condition in which a storage may return them. Each line: a key, a space, the record's text.
//! `GUEST` and `CART` are replaced by the values of this guest's own records.

use std::rc::Rc;

use order_bridge::domain::checkout::ledger::{self, Row, State};
use order_bridge::domain::checkout::pending::pending;
use order_bridge::domain::http::{Answer, Exchange, Fault, Request};
use order_bridge::domain::ocular::outbox;
use url::Url;

use crate::recorder::Flow;
use crate::world::{World, checkout, order};

pub fn run(input: &[u8]) {
    let text = crate::text(input);
    let checkout = checkout(&[]);
    let own = Row::about(&checkout, &order(&checkout), "r");
    let mut world = World::default();
    for line in text.lines() {
        let (key, row) = line.split_once(' ').unwrap_or((line, ""));
        world.rows.insert(key.to_owned(), row.replace("GUEST", own.guest()).replace("CART", own.cart()));
    }
    ledger_rows(&mut world, own.guest());
    reports(&mut world);
}

/// Answers requests, which nothing here should send, with a network error.
fn none(_: &Request) -> Exchange {
    Err(Fault::Network)
}

fn rows_of(world: &mut World) -> Vec<Row> {
    let checkout = checkout(&[]);
    world.run(Flow::new(move |io| async move { ledger::rows(&io, &checkout).await }), none)
}

fn ledger_rows(world: &mut World, guest: &str) {
    let before = world.rows.clone();
    let rows = rows_of(world);
    for row in &rows {
        assert_eq!(row.guest(), guest);
        assert!(before.contains_key(&format!("{}{}", ledger::PREFIX, row.reference())), "{row:?}");
        assert!(row.state() == State::Sent || row.order().is_some_and(|order| order.id > 0), "{row:?}");
    }
    assert!(rows.is_sorted_by_key(|row| row.sent_at()));
    // Corrupt records are quarantined unchanged, and everything else is left alone.
    let is_row = |key: &str| key.starts_with(ledger::PREFIX);
    // A record quarantined earlier is overwritten only by one with the same key in the same millisecond.
    for (key, text) in before.iter().filter(|(key, _)| !key.starts_with("quarantine/")) {
        let aside = || {
            world.rows.iter().any(|(other, saved)| {
                other.starts_with("quarantine/") && other.ends_with(key.as_str()) && saved == text
            })
        };
        assert!(world.rows.get(key) == Some(text) || (is_row(key) && aside()), "{key} is lost");
    }
    // Saved again, each record is read back unchanged, and no quarantined record comes back.
    let after = world.rows.clone();
    let again = rows.clone();
    world.run(
        Flow::new(|io| async move {
            for row in again {
                row.save(&io).await;
            }
        }),
        none,
    );
    assert_eq!(rows_of(world), rows);
    assert_eq!(world.rows.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());

    let shared = checkout(&[]);
    let open = world.run(Flow::new(|io| pending(shared, io)), none);
    for checkout in &open {
        let row = rows.iter().find(|row| row.reference() == checkout.reference).expect("a row");
        assert!(row.state() != State::Done && checkout.order_id == row.order_id());
    }
    move_to_outbox(world, &rows);

    world.run(Flow::new(|io| async move { ledger::delete_expired(&io).await }), none);
    for row in rows_of(world) {
        assert!(!row.is_over(crate::world::BEGIN + world.later), "{row:?}");
    }
}

/// What is handed to the outbox is a valid order with the order's own number.
fn move_to_outbox(world: &mut World, rows: &[Row]) {
    for row in rows.iter().filter(|row| row.session().is_some()) {
        let mut row = row.clone();
        let due = row.order_id().and_then(|id| row.lines(id));
        let shared = checkout(&[]);
        let row = world.run(
            Flow::new(|io| async move {
                row.move_to_outbox(&io, &shared).await;
                row
            }),
            none,
        );
        assert!(row.order_id().is_none() || !row.is_unreported(), "{row:?}");
        if let Some(order) = due {
            assert_eq!(order.external_id, row.order_id().map(|id| id.to_string()));
        }
    }
}

/// Every report goes to its receiver and is deleted once it is answered.
fn reports(world: &mut World) {
    let config = Rc::clone(&checkout(&[]).ocular);
    let theirs = |key: &String, text: &String| match outbox::Row::read(key, text) {
        Some(row) => format!("{row:?}").contains(&format!("to: {:?}", "https://o.example/v1")),
        None => true,
    };
    let is_report = |key: &str| key.starts_with(outbox::PREFIX);
    let others: Vec<String> = world
        .rows
        .iter()
        .filter(|(key, text)| is_report(key) && !theirs(key, text))
        .map(|(key, _)| key.clone())
        .collect();
    world.sent.clear();
    let answer = |_: &Request| {
        Ok(Answer { status: 200, text: r#"{"statusCode":0,"message":"Success"}"#.into(), retry_after: None })
    };
    // Ocular cannot read a body that is not JSON. Only a record that was tampered with contains one.
    let readable = |text: &String| {
        let row = order_bridge::domain::json::parse(text);
        let body = row.as_ref().and_then(|row| row.text_of("body"));
        body.is_none_or(|body| serde_json::from_str::<serde_json::Value>(body).is_ok())
    };
    world.rows.retain(|key, text| !is_report(key) || readable(text));
    let (delivered, left) = world.run(Flow::new(|io| async move { outbox::deliver_all(&io, &config).await }), answer);
    assert!(!left);
    assert!(delivered.len() >= world.sent.len(), "{delivered:?}");
    for request in &world.sent {
        let url = Url::parse(&request.url).expect("a URL");
        assert_eq!(url.origin().ascii_serialization(), "https://o.example", "{request:?}");
    }
    // Records for another receiver stay, unless they have expired.
    assert!(world.rows.keys().filter(|key| is_report(key)).all(|key| others.contains(key)));
}
