//! Generates docs/failures.md: each fault at each step of a checkout, what the caller gets, and what the shopper reads.
//! The table shows what the library does, and the test fails when the file differs. To update the file, run
//! `UPDATE_DOCS=1 cargo test --test domain failures`.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::rc::Rc;

use crate::recorder::Flow;
use crate::world::{self, ORDER, PLACED, SHARED, World, fine, ok};
use order_bridge::domain::checkout::place_order::place_order;
use order_bridge::domain::checkout::{CheckoutResult, PlaceOrderOptions};
use order_bridge::domain::http::{Answer, Exchange, Fault, Request};
use order_bridge::domain::json;
use order_bridge::domain::language::Language;
use order_bridge::domain::problem::Problem;

const OPTIONS: &str =
    r#"{"track":{"items":[{"name":"a","quantity":1,"price":10,"currency":"CLP","unit_price":true}]}}"#;

fn status(status: u16) -> Exchange {
    ok(status, &format!(r#"{{"statusCode":{status},"message":"no"}}"#))
}

fn busy(retry_after: &str) -> Exchange {
    Ok(Answer { status: 429, text: r#"{"statusCode":429}"#.into(), retry_after: Some(retry_after.into()) })
}

/// What the page sees of each fault, on every try. The names are those of `order-bridge/testing`.
fn faults() -> Vec<(&'static str, &'static str, Exchange)> {
    vec![
        ("`refused`, `reset-before`", "the connection fails before the service acts", Err(Fault::Network)),
        ("`lost-after-commit`", "the service acts, but its answer is lost", Err(Fault::Network)),
        ("`hang`", "no answer within `timeoutMs`", Err(Fault::TimedOut)),
        ("`late-commit`", "a gateway gives up, the service acts later", status(504)),
        ("`truncated` (connection lost)", "an answer starts and breaks off", Err(Fault::BrokenOff(201))),
        ("`truncated`", "half of the JSON", ok(201, PLACED.get(..20).unwrap())),
        ("`bad-json`", "text that is not JSON", ok(201, "{\"id\":90,")),
        (
            "`html-200`",
            "a web page, such as the login page of a hotel's Wi-Fi",
            ok(200, "<!doctype html><title>Sign in</title>"),
        ),
        ("`empty-200`", "200 without a body", ok(200, "")),
        ("`rejected`", "400 in the service's format", status(400)),
        ("`rejected`, status 422", "422 in the service's format", status(422)),
        ("400 from something else", "400 that is not in the service's format", ok(400, "<html>")),
        ("`unauthorized`", "401", status(401)),
        ("`forbidden`", "403", status(403)),
        ("`not-found`", "404", status(404)),
        ("`conflict`", "409", status(409)),
        ("`busy`", "429 with Retry-After in seconds, each time", busy("2")),
        (
            "`busy-date`, `busy-garbage`",
            "429 with another Retry-After, each time",
            busy("Wed, 21 Oct 2026 07:28:00 GMT"),
        ),
        ("`server-error`, `server-error-after-commit`", "500, whether the service has acted or not", status(500)),
        ("`bad-gateway`", "502", ok(502, "<html>")),
        ("`unavailable`", "503", ok(503, "")),
        ("`gateway-timeout`", "504", ok(504, "")),
        ("`redirect`", "301 to 308: not followed", Err(Fault::Network)),
        ("`no-cors`, blocked by a policy", "the browser withholds the answer", Err(Fault::Network)),
        ("offline before sending", "the browser reports it", Err(Fault::Offline)),
        ("`signal` before sending", "the caller aborts the call", Err(Fault::NotSent)),
        ("`signal` during the request", "the caller aborts the call", Err(Fault::Aborted)),
    ]
}

/// A step, and which requests belong to it.
struct At {
    title: &'static str,
    guest: &'static str,
    is_hit: fn(&Request) -> bool,
}

const STEPS: [At; 4] = [
    At {
        title: "At the sign-in of a shared guest user",
        guest: SHARED,
        is_hit: |request| request.url.ends_with("/users/auth"),
    },
    At { title: "At the order", guest: "null", is_hit: |request| request.url.ends_with("/marker/guest_orders/orders") },
    At { title: "At the payment session", guest: "null", is_hit: |request| request.url.contains("/payments/sessions") },
    At { title: "At the report to Ocular", guest: "null", is_hit: |request| request.url.ends_with("/order") },
];

fn place(at: &At, fault: &Exchange) -> CheckoutResult {
    let checkout = world::checkout(at.guest, Language::English);
    let checked = checkout.check(json::parse(ORDER).unwrap());
    let options = PlaceOrderOptions::read(json::parse(OPTIONS).unwrap()).unwrap();
    let flow = Flow::new(|io| place_order(Rc::clone(&checkout), io, checked, options));
    World::default().run(flow, |request, _| if (at.is_hit)(request) { fault.clone() } else { fine(request) })
}

fn code(problem: &Problem) -> String {
    let again = if problem.retryable { ", retryable" } else { "" };
    format!("`{}`{again}", problem.code.name())
}

/// What the caller gets, and what the shopper reads.
fn caller_gets(result: &CheckoutResult) -> (String, String) {
    match result {
        CheckoutResult::Accepted { problem: None, .. } => ("`accepted`".into(), "the order's number".into()),
        CheckoutResult::Accepted { problem: Some(problem), session, .. } => {
            let session = if session.is_some() { "" } else { " without a session" };
            (format!("`accepted`{session}, problem {}", code(problem)), problem.message.clone())
        }
        CheckoutResult::Rejected { problem, .. } => (format!("`rejected`, {}", code(problem)), problem.message.clone()),
        CheckoutResult::NotSent { problem, .. } => (format!("`notSent`, {}", code(problem)), problem.message.clone()),
        CheckoutResult::Unknown { problem, .. } => (format!("`unknown`, {}", code(problem)), problem.message.clone()),
    }
}

fn document() -> String {
    let mut out = String::from(
        "# What happens when something fails\n\n\
         The outcome of `placeOrder` when a fault hits one step at every attempt, and what the shopper should read (in English; \
         Spanish and Portuguese texts exist as well). `tests/domain/failures.rs` generates this page by running the library: \
         `UPDATE_DOCS=1 cargo test --test domain failures`. The simulator (`tests/simulator`) shows that no order is lost or \
         placed twice, whatever fails and when.\n\n\
         The names are those of the faults in `order-bridge/testing`.\n",
    );
    for at in STEPS {
        write!(
            out,
            "\n## {}\n\n| fault | what happens | the caller gets | the shopper reads |\n|---|---|---|---|\n",
            at.title
        )
        .unwrap();
        for (name, story, fault) in faults() {
            let (gets, reads) = caller_gets(&place(&at, &fault));
            writeln!(out, "| {name} | {story} | {gets} | {reads} |").unwrap();
        }
    }
    out.push_str(
        "\n## Around a request\n\n\
         | fault | the caller gets | the shopper reads | shown by |\n|---|---|---|---|\n\
         | the input breaks a rule | `notSent`, `VALIDATION`, texts in `detail` | the texts at their fields | `tests/domain/guest_order.rs` |\n\
         | an earlier order of this cart may exist | `unknown`, `UNKNOWN_OUTCOME`, its reference | that it is being checked; there is no button to order again | `tests/domain/ledger.rs` |\n\
         | an earlier order of this cart exists | `accepted`, warning `EARLIER_ORDER` | that order's number | `tests/domain/ledger.rs` |\n\
         | the list of payment sessions lags | the session that was opened, up to 10 s later | the payment page | `tests/domain/payment_again.rs`, the simulator |\n\
         | pressed in many tabs at once | the same order for all | the order's number | `tests/e2e/order-tabs.test.mjs` |\n\
         | the tab dies | nothing; `pending()` lists the order after the next page load | \"we are checking your order\" | `tests/e2e/order-killed.test.mjs` |\n\
         | the storage saves nothing | the result, warning `NOT_KEPT` | to write the order number down | `tests/e2e/order-storage.test.mjs` |\n\
         | a saved record is corrupt | the result; the record is quarantined | nothing | `tests/domain/ledger.rs` |\n\
         | the clock is changed | the result | nothing | the simulator |\n\
         | the payment URL is unsafe | `accepted`, problem `UNSAFE_PAYMENT_URL` | that the order is safe and the payment page was not opened | `tests/node/bridge-payment-url.test.mjs` |\n\
         | no video attention on the page | `accepted`, `tracking.code` `NO_OCULAR_SESSION` | nothing | `tests/node/bridge-track.test.mjs` |\n\
         | the vendor's widget is absent, late, throws or never answers | `accepted`, problem `NO_WIDGET`, `TIMEOUT` or `BAD_RESPONSE` at `track`; the report stays queued | that the order is safe | `tests/e2e/ocular-widget.test.mjs` |\n\
         | the wasm itself fails | `unknown`, `INTERNAL`; the next call works | that the order may have been placed | `tests/node/bridge-trap.test.mjs` |\n\
         | the wasm is blocked or is not the built one | loading rejects: `WASM_BLOCKED`, `INTEGRITY`, `BAD_RESPONSE`, `NETWORK` | what the page shows without the bridge | `tests/node/bridge-load.test.mjs` |\n",
    );
    out
}

#[test]
fn the_documented_table_matches_the_library() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/failures.md");
    let document = document();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &document).unwrap();
    }
    let saved = fs::read_to_string(&path).unwrap_or_default();
    for (saved, now) in saved.lines().zip(document.lines()) {
        assert_eq!(saved, now, "docs/failures.md is out of date: UPDATE_DOCS=1 cargo test --test domain failures");
    }
    assert_eq!(saved, document, "docs/failures.md is out of date: UPDATE_DOCS=1 cargo test --test domain failures");
}

#[test]
fn no_fault_invites_a_second_order_or_hides_one() {
    for (name, _, fault) in faults() {
        let result = place(&STEPS[1], &fault);
        let may_exist = match &fault {
            Err(fault) => !fault.never_sent(),
            // Only a 4xx with the service's own body, including a 429, proves that no order was created.
            Ok(answer) => !(answer.text.contains("statusCode") && (400..500).contains(&answer.status)),
        };
        assert_eq!(matches!(result, CheckoutResult::Unknown { .. }), may_exist, "{name}: {result:?}");
        for at in [&STEPS[2], &STEPS[3]] {
            assert!(matches!(place(at, &fault), CheckoutResult::Accepted { .. }), "{}: {name}", at.title);
        }
    }
}
