//! How orders that may exist are remembered across calls, reloads and tabs. Each `Checkout` stands for one page load,
//! and the world that they share for the browser.

use std::cell::RefCell;
use std::rc::Rc;

use crate::pages::{go_on, open, page, place, placing, reference, tell, warned};
use crate::recorder::Flow;
use crate::world::{self, ORDER, World, fine, ok};
use order_bridge::domain::checkout::CheckoutResult;
use order_bridge::domain::checkout::pending::{PendingState, pending};
use order_bridge::domain::checkout::upkeep::{Found, repeat_upkeep};
use order_bridge::domain::code::Code;
use order_bridge::domain::http::{Exchange, Fault, Request};
use order_bridge::domain::json;

const MARKED: &str = r#"{"referenceMarker":"order_reference"}"#;
const TRACKED: &str = r#"{"referenceMarker":"order_reference","track":{"items":[{"name":"a","quantity":1,"price":10,"currency":"CLP","unit_price":true}]}}"#;

fn look(world: &mut World, answer: impl FnMut(&Request, usize) -> Exchange) -> Vec<Found> {
    let found = Rc::new(RefCell::new(Vec::new()));
    let (page, tell) = (page(), Rc::clone(&found));
    world.naps.clear();
    let flow = Flow::new(|io| async move { repeat_upkeep(io, page, |one| tell.borrow_mut().push(one)).await });
    world.run_for_naps(flow, 200, answer);
    found.take()
}

pub fn is_order(request: &Request) -> bool {
    request.url.ends_with("/marker/guest_orders/orders")
}

fn is_list(request: &Request) -> bool {
    request.url.contains("/marker/guest_orders/orders?")
}

pub fn lost(request: &Request, _: usize) -> Exchange {
    if is_order(request) { Err(Fault::TimedOut) } else { fine(request) }
}

/// The service's list: the order that was sent with this reference, between two others.
fn listed(reference: &str) -> String {
    let other = |id: u32| {
        format!(
            r#"{{"id":{id},"totalSum":"1.00","currency":"","formData":[{{"marker":"order_reference","type":"string","value":"x{id}"}}]}}"#
        )
    };
    let own = format!(
        r#"{{"id":90,"totalSum":"18.50","currency":"USD","formData":[{{"marker":"name","type":"string","value":"Kim"}},{{"marker":"order_reference","type":"string","value":"{reference}"}}]}}"#
    );
    format!(r#"{{"items":[{},{own},{}],"total":3}}"#, other(7), other(8))
}

fn shows<'a>(reference: &'a str) -> impl FnMut(&Request, usize) -> Exchange + 'a {
    move |request, _| match is_list(request) {
        true => ok(200, &listed(reference)),
        false if is_order(request) => Err(Fault::TimedOut),
        false => fine(request),
    }
}

#[test]
fn after_a_lost_answer_the_order_is_remembered_and_not_sent_again() {
    let mut world = World::default();
    let first = place(&mut world, &page(), "null", lost);
    assert!(matches!(&first, CheckoutResult::Unknown { problem, .. } if problem.code == Code::Timeout), "{first:?}");
    for page in [&page(), &page()] {
        let second = place(&mut world, page, "null", lost);
        let CheckoutResult::Unknown { reference: earlier, problem, .. } = &second else { panic!("{second:?}") };
        assert_eq!((earlier, problem.code), (&reference(&first), Code::UnknownOutcome));
        assert!(!problem.retryable);
    }
    assert_eq!(world.count("POST"), 1);
    assert_eq!(open(&mut world), [(PendingState::OrderSent, None)]);
}

#[test]
fn an_order_that_is_being_placed_is_not_pending_on_its_own_page() {
    let (mut world, shop) = (World::default(), page());
    let during = RefCell::new(Vec::new());
    let result = world.run(placing(&shop, ORDER, "null"), |request, earlier| {
        if is_order(request) {
            during.borrow_mut().extend(shop.in_progress.borrow().clone());
        }
        lost(request, earlier)
    });
    assert_eq!(during.take(), [reference(&result)]);
    assert!(shop.in_progress.borrow().is_empty());
    assert_eq!(open(&mut world), [(PendingState::OrderSent, None)]);

    shop.in_progress.borrow_mut().push(reference(&result));
    let here = Rc::clone(&shop);
    let list = world.run(Flow::new(|io| pending(here, io)), |_, _| panic!("unexpected request"));
    assert_eq!(list, []);
    // Other pages see it as pending.
    assert_eq!(open(&mut world), [(PendingState::OrderSent, None)]);
}

#[test]
fn the_record_holds_no_personal_data() {
    let mut world = World::default();
    let result = world.run(placing(&page(), ORDER, TRACKED), lost);
    let [(key, row)] = &world.rows[..] else { panic!("{:?}", world.rows) };
    assert_eq!(*key, format!("ledger/{}", reference(&result)));
    for secret in ["Christina", "guest_name", "app-token", world::World::header(&world.sent[0], "x-guest-id").unwrap()]
    {
        assert!(!row.contains(secret), "{row}");
    }
}

#[test]
fn an_order_that_was_not_sent_or_was_refused_leaves_no_record() {
    for answer in [Err(Fault::NotSent), ok(400, r#"{"statusCode":400,"message":"no"}"#), Err(Fault::Offline)] {
        let mut world = World::default();
        place(&mut world, &page(), "null", |_, _| answer.clone());
        assert_eq!(world.rows, [], "{answer:?}");
    }
    let mut world = World::default();
    world.offline = true;
    let result = place(&mut world, &page(), "null", |_, _| Err(Fault::Network));
    assert!(matches!(&result, CheckoutResult::NotSent { problem, .. } if problem.code == Code::Offline));
    assert_eq!((world.count("POST"), world.sent.len(), world.rows.len()), (0, 1, 0));
}

#[test]
fn an_offline_flag_is_ignored_when_the_service_answers() {
    let mut world = World::default();
    world.offline = true;
    let first = place(&mut world, &page(), "null", |request, _| fine(request));
    assert!(matches!(&first, CheckoutResult::Accepted { problem: None, .. }), "{first:?}");
    // Any answer proves the connection, even a 404. A lost order is also looked up.
    let lost_one = place(&mut world, &page(), MARKED, |request, _| match is_order(request) {
        true => Err(Fault::TimedOut),
        false => ok(404, ""),
    });
    let other = ORDER.replace("\"quantity\":1", "\"quantity\":7");
    drop(lost_one);
    let unknown = world.run(placing(&page(), &other, MARKED), lost);
    let found = world.run(placing(&page(), &other, MARKED), shows(&reference(&unknown)));
    assert_eq!((reference(&found), warned(&found)), (reference(&unknown), vec!["EARLIER_ORDER"]));
}

#[test]
fn while_offline_an_order_that_may_exist_stays_unknown() {
    let mut world = World::default();
    let first = place(&mut world, &page(), MARKED, lost);
    world.offline = true;
    let posts = world.count("POST");
    let second = place(&mut world, &page(), MARKED, |_, _| Err(Fault::Network));
    assert_eq!((reference(&second), world.count("POST")), (reference(&first), posts));
    assert!(matches!(second, CheckoutResult::Unknown { .. }));
}

#[test]
fn the_order_is_found_by_the_reference_in_its_form() {
    let mut world = World::default();
    let first = place(&mut world, &page(), MARKED, lost);
    let sent = world.sent[0].body.clone().unwrap();
    let field = format!(r#"{{"marker":"order_reference","type":"string","value":"{}"}}"#, reference(&first));
    assert!(sent.contains(&field), "{sent}");

    let second = place(&mut world, &page(), MARKED, shows(&reference(&first)));
    let CheckoutResult::Accepted { reference: found, order, session, .. } = &second else { panic!("{second:?}") };
    assert_eq!((found, order.id, order.total_sum.as_str()), (&reference(&first), 90, "18.50"));
    assert!(!order.raw.contains("x7") && order.raw.contains("Kim"), "raw holds only this order: {}", order.raw);
    assert_eq!(session.as_ref().unwrap().id, 47);
    assert_eq!(warned(&second), ["EARLIER_ORDER"]);
    // One order was placed. Its payment session was looked up before a new one would have been opened.
    assert_eq!((world.count("POST"), world.count("GET")), (1, 2));
    assert_eq!(open(&mut world), []);
}

#[test]
fn a_reference_from_the_caller_is_replaced() {
    let mut world = World::default();
    let order = ORDER.replace("guest_name", "order_reference");
    let result = world.run(placing(&page(), &order, MARKED), lost);
    let sent = world.sent[0].body.clone().unwrap();
    assert_eq!(sent.matches("order_reference").count(), 1);
    assert!(sent.contains(&reference(&result)) && !sent.contains("Christina"), "{sent}");
}

#[test]
fn an_order_that_is_not_listed_stays_unknown() {
    let mut world = World::default();
    let first = place(&mut world, &page(), MARKED, lost);
    for list in [r#"{"items":[],"total":0}"#, "[]", "{}", "<html>", r#"{"items":[{"id":0,"formData":7}],"total":1}"#] {
        let second = place(&mut world, &page(), MARKED, |request, _| match is_list(request) {
            true => ok(200, list),
            false => panic!("unexpected request"),
        });
        assert_eq!(reference(&second), reference(&first));
    }
    let refused = |request: &Request, _: usize| if is_list(request) { ok(403, "{}") } else { panic!("{request:?}") };
    assert!(matches!(place(&mut world, &page(), MARKED, refused), CheckoutResult::Unknown { .. }));
    assert_eq!(world.count("POST"), 1);
}

#[test]
fn of_an_order_that_the_browser_sent_twice_the_earlier_one_counts_and_the_other_is_reported() {
    let twins = |world: &mut World| {
        let first = place(world, &page(), MARKED, lost);
        let own = |id: u32| {
            let form = format!(r#"[{{"marker":"order_reference","value":"{}"}}]"#, reference(&first));
            format!(r#"{{"id":{id},"totalSum":"18.50","formData":{form}}}"#)
        };
        (reference(&first), format!(r#"{{"items":[{},{},{}],"total":3}}"#, own(91), own(90), own(90)))
    };
    let text = "Orders 90 and 91 are from one request, sent twice by the browser: one of the two should be cancelled.";

    let mut world = World::default();
    let (_, list) = twins(&mut world);
    let answer = |request: &Request, _: usize| if is_list(request) { ok(200, &list) } else { fine(request) };
    let second = place(&mut world, &page(), MARKED, answer);
    let CheckoutResult::Accepted { order, warnings, .. } = &second else { panic!("{second:?}") };
    assert_eq!(order.id, 90);
    let received: Vec<_> = warnings.iter().map(|warning| (warning.code, warning.message.as_str())).collect();
    assert!(received.contains(&("DUPLICATE_ORDER", text)), "{received:?}");
    assert_eq!(world.count("POST https://p.example/api/content/orders-storage"), 1);

    let mut world = World::default();
    let (lost_one, list) = twins(&mut world);
    let found = look(&mut world, |request, _| if is_list(request) { ok(200, &list) } else { fine(request) });
    let [Found { reference, order_id: 90, superseded: false, warning: Some(warning) }] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!((reference, warning.message.as_str()), (&lost_one, text));
    // The warning is given only once: `resume` then continues with the earlier order.
    let resumed = go_on(&mut world, &lost_one, "null", |request, _| fine(request));
    assert_eq!(warned(&resumed), Vec::<&str>::new());
}

#[test]
fn the_warning_names_every_copy_that_the_browser_sent() {
    let mut world = World::default();
    let lost_one = reference(&place(&mut world, &page(), MARKED, lost));
    let own = |id: u32| format!(r#"{{"id":{id},"formData":[{{"marker":"order_reference","value":"{lost_one}"}}]}}"#);
    // Newest first, with one order listed twice, as happens when an order is added between two requests for the list.
    let list = format!(r#"{{"items":[{},{},{},{}],"total":4}}"#, own(92), own(91), own(92), own(90));
    let found = look(&mut world, |request, _| if is_list(request) { ok(200, &list) } else { fine(request) });
    let [Found { order_id: 90, warning: Some(warning), .. }] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(
        warning.message,
        "Orders 90, 91 and 92 are from one request, sent again by the browser: all but one should be cancelled."
    );
}

#[test]
fn a_long_list_is_read_from_both_ends() {
    let mut world = World::default();
    let first = place(&mut world, &page(), MARKED, lost);
    let offset = |request: &Request| request.url.split("offset=").nth(1).unwrap().parse::<usize>().unwrap();
    for (total, at, pages) in [
        (31, 30, vec![0, 30]),
        (95, 40, vec![0, 65, 35]),
        (95, 70, vec![0, 65]),
        (95, 200, vec![0, 65, 35, 30]),
        (1000, 5, vec![0]),
        (1000, 500, vec![0, 970, 940, 910, 880]),
        (30, 200, vec![0]),
    ] {
        let before = world.sent.len();
        let reference = reference(&first);
        go_on(&mut world, &reference, r#"{"session":false}"#, |request, _| {
            let from = offset(request);
            let own = (from..from + 30)
                .contains(&at)
                .then(|| format!(r#"{{"id":90,"formData":[{{"marker":"order_reference","value":"{reference}"}}]}}"#));
            ok(200, &format!(r#"{{"items":[{}],"total":{total}}}"#, own.unwrap_or_default()))
        });
        let read: Vec<_> = world.sent[before..].iter().map(offset).collect();
        assert_eq!(read, pages, "{total} {at}");
        // Resets the record, so that the next case looks the order up again.
        for (_, row) in &mut world.rows {
            *row = row.replace("\"placed\"", "\"sent\"");
        }
    }
}

#[test]
fn order_again_places_exactly_one_more_order_and_the_earlier_one_is_still_looked_up() {
    let mut world = World::default();
    let first = place(&mut world, &page(), MARKED, lost);
    let again = r#"{"referenceMarker":"order_reference","orderAgain":true}"#;
    let second = place(&mut world, &page(), again, |request, _| fine(request));
    assert!(matches!(&second, CheckoutResult::Accepted { .. }), "{second:?}");
    assert_ne!(reference(&second), reference(&first));
    assert_eq!(world.count("POST https://p.example/api/content/orders-storage"), 2);

    let found = look(&mut world, shows(&reference(&first)));
    let [Found { reference: earlier, order_id: 90, superseded: true, warning: Some(warning) }] = found.as_slice()
    else {
        panic!("{found:?}")
    };
    assert_eq!((earlier, warning.code), (&reference(&first), "DUPLICATE_ORDER"));
    assert_eq!(open(&mut world), []);
    // Neither order blocks the next one.
    world.later_ms += 60_000;
    place(&mut world, &page(), MARKED, |request, _| fine(request));
    assert_eq!(world.count("POST https://p.example/api/content/orders-storage"), 3);
}

#[test]
fn a_failed_second_order_does_not_supersede_the_earlier_one() {
    let again = r#"{"orderAgain":true}"#;
    let refused = || ok(400, r#"{"statusCode":400,"message":"no"}"#);
    for (offline, answer) in [(true, refused()), (false, refused()), (false, Err(Fault::NotSent))] {
        let mut world = World::default();
        let first = place(&mut world, &page(), "null", lost);
        world.offline = offline;
        let second = place(&mut world, &page(), again, |_, _| answer.clone());
        assert!(matches!(second, CheckoutResult::NotSent { .. } | CheckoutResult::Rejected { .. }), "{second:?}");
        world.offline = false;
        let third = place(&mut world, &page(), "null", |_, _| panic!("unexpected request"));
        assert_eq!(reference(&third), reference(&first));
    }
}

#[test]
fn an_order_is_found_again_after_its_tab_died_before_getting_the_result() {
    let mut world = World::default();
    // The result never reaches the page.
    let first = world.run(placing(&page(), ORDER, "null"), |request, _| fine(request));
    assert_eq!(open(&mut world), [(PendingState::OrderPlaced, Some(90))]);
    world.later_ms += 3_600_000;
    let second = place(&mut world, &page(), "null", |request, _| fine(request));
    assert_eq!(reference(&second), reference(&first));
    assert_eq!(warned(&second), ["EARLIER_ORDER"]);
    assert_eq!(world.count("POST"), 2, "one order, one session");
    assert_eq!(open(&mut world), []);
}

#[test]
fn a_delivered_order_blocks_only_a_double_press() {
    let mut world = World::default();
    let here = page();
    place(&mut world, &here, "null", |request, _| fine(request));
    // Pressing again at once, on the same page or in another tab, counts as a double press.
    for page in [&here, &page()] {
        let again = place(&mut world, page, "null", |request, _| fine(request));
        assert_eq!((warned(&again), world.count("/marker/guest_orders/orders")), (vec!["EARLIER_ORDER"], 1));
    }
    // Some time later, the shopper wants another order.
    for (page, orders) in [(&here, 2), (&page(), 3)] {
        world.later_ms += 20_000;
        place(&mut world, page, "null", |request, _| fine(request));
        assert_eq!(world.count("/marker/guest_orders/orders"), orders);
    }
    // With `orderAgain`, another order is placed at once.
    place(&mut world, &here, r#"{"orderAgain":true}"#, |request, _| fine(request));
    assert_eq!(world.count("/marker/guest_orders/orders"), 4);
}

#[test]
fn a_long_running_page_keeps_the_last_64_orders_in_memory_and_reads_the_others() {
    let mut world = World::default();
    let here = page();
    let order = |quantity: usize| ORDER.replace(r#""quantity":1"#, &format!(r#""quantity":{quantity}"#));
    let mut first = None;
    for quantity in 1..=200 {
        world.later_ms += 1_000;
        let result = world.run(placing(&here, &order(quantity), "null"), |request, _| fine(request));
        tell(&mut world, &here, &result);
        first.get_or_insert(reference(&result));
    }
    assert_eq!((here.orders.borrow().len(), here.done.borrow().len()), (64, 64));
    // Orders that are no longer in memory behave as after a reload: they can be resumed, and they block no new order.
    let again = go_on(&mut world, &first.unwrap(), "null", |request, _| fine(request));
    assert!(matches!(&again, CheckoutResult::Accepted { order, .. } if order.id == 90 && order.total_sum == "18.50"));
    world.later_ms += 20_000;
    for quantity in [1, 200] {
        let result = world.run(placing(&here, &order(quantity), "null"), |request, _| fine(request));
        assert!(warned(&result).is_empty(), "{quantity}: {result:?}");
    }
    assert_eq!(world.count("POST https://p.example/api/content/orders-storage/marker/guest_orders/orders"), 202);
}

#[test]
fn a_page_whose_order_is_unknown_gets_that_order_however_late_it_presses_again() {
    let orders = |world: &World| world.sent.iter().filter(|request| is_order(request)).count();
    let mut world = World::default();
    let here = page();
    let CheckoutResult::Unknown { reference: lost_one, .. } = place(&mut world, &here, MARKED, lost) else { panic!() };
    // Another page finds the order, resumes it and gets the result. A minute later, the shopper presses again here.
    let there = page();
    let found = place(&mut world, &there, MARKED, shows(&lost_one));
    assert_eq!((reference(&found), warned(&found)), (lost_one.clone(), vec!["EARLIER_ORDER"]));
    world.later_ms += 60_000;
    let again = place(&mut world, &here, MARKED, |request, _| fine(request));
    assert_eq!((reference(&again), warned(&again)), (lost_one, vec!["EARLIER_ORDER"]));
    assert_eq!(orders(&world), 1);
    // This page now has the result, so the next press is for a new order.
    place(&mut world, &here, MARKED, |request, _| fine(request));
    assert_eq!(orders(&world), 2);
}

#[test]
fn tabs_that_order_at_the_same_time_share_one_order() {
    let mut world = World::default();
    let tabs: Vec<_> = (0..50).map(|_| page()).collect();
    let flows = tabs.iter().map(|tab| placing(tab, ORDER, "null")).collect();
    let results = world.run_all(flows, |request, _| fine(request));
    assert_eq!(world.count("POST"), 2, "one order, one session");
    for result in &results {
        assert_eq!(reference(result), reference(&results[0]));
    }
    // No page has recorded the result, so an hour later the order is still pending.
    world.later_ms += 3_600_000;
    assert_eq!(open(&mut world), [(PendingState::OrderPlaced, Some(90))]);
}

#[test]
fn upkeep_looks_after_2_4_8_16_and_30_seconds_and_then_every_30_seconds_for_an_hour() {
    let mut world = World::default();
    let first = place(&mut world, &page(), MARKED, lost);
    let began = world.later_ms;
    let found = look(&mut world, |_, _| ok(200, "[]"));
    assert_eq!((found.len(), world.later_ms - began), (0, 30_000 + 60 * 60 * 1_000));
    let times: Vec<u32> = world
        .naps
        .iter()
        .flatten()
        .scan(0, |at, ms| {
            *at += ms;
            Some(*at)
        })
        .collect();
    assert_eq!(times[..7], [2_000, 4_000, 8_000, 16_000, 30_000, 60_000, 90_000]);
    assert_eq!(world.count("GET"), 1 + 5 + 120);

    let found = look(&mut world, shows(&reference(&first)));
    assert_eq!(found, [Found { reference: reference(&first), order_id: 90, superseded: false, warning: None }]);
    assert_eq!(world.naps, [None], "nothing is left to look for");
    assert_eq!(open(&mut world), [(PendingState::OrderPlaced, Some(90))]);
    assert_eq!(look(&mut world, |_, _| panic!("unexpected request")), []);
}

#[test]
fn without_a_marker_no_order_is_looked_up() {
    let mut world = World::default();
    place(&mut world, &page(), "null", lost);
    assert_eq!(look(&mut world, |_, _| panic!("unexpected request")), []);
    assert_eq!(world.naps, [None]);
}

#[test]
fn a_report_that_a_dead_tab_left_undone_is_queued() {
    let mut world = World::default();
    let first = place(&mut world, &page(), TRACKED, lost);
    look(&mut world, shows(&reference(&first)));
    let saved: Vec<_> = world.rows.iter().filter(|(key, _)| key.starts_with("outbox/")).collect();
    let [(_, report)] = saved[..] else { panic!("{:?}", world.rows) };
    let report = json::parse(report).unwrap();
    assert_eq!((report.text_of("id"), report.text_of("session")), (Some("90"), Some("1536")));
    assert!(report.text_of("body").unwrap().starts_with(r#"{"external_id":"90","items":[{"name":"a""#));
}

#[test]
fn corrupt_records_are_quarantined_for_seven_days() {
    let mut world = World::default();
    for (key, row) in [("ledger/a", "{"), ("ledger/b", ""), ("ledger/c", r#"{"reference":"other"}"#)] {
        world.rows.push((key.to_owned(), row.to_owned()));
    }
    let result = place(&mut world, &page(), "null", |request, _| fine(request));
    assert!(matches!(result, CheckoutResult::Accepted { .. }));
    let aside: Vec<_> = world.rows.iter().filter(|(key, _)| key.starts_with("quarantine/")).collect();
    assert_eq!(aside.len(), 3);
    assert_eq!(world.rows.len(), 4);
    // After seven days, they are deleted.
    world.later_ms += 8 * 24 * 3_600_000;
    look(&mut world, |_, _| panic!("unexpected request"));
    assert_eq!(world.rows, []);
}
