//! The checkout as a state machine: scripted answers go in, commands and an outcome come out. No browser, no clock.

use std::rc::Rc;

use crate::recorder::{Command, Event, Facts, Flow};
use order_bridge::domain::checkout::place_order::place_order;
use order_bridge::domain::checkout::{Checkout, CheckoutResult, PlaceOrderOptions};
use order_bridge::domain::code::Code;
use order_bridge::domain::data::Data;
use order_bridge::domain::flow::StepState;
use order_bridge::domain::http::{Answer, Exchange, Fault, Request};
use order_bridge::domain::json;
use order_bridge::domain::language::Language;
use order_bridge::domain::ocular::OcularConfig;
use order_bridge::domain::oneentry::{Client, OneEntryConfig};
use order_bridge::domain::problem::Step;
use order_bridge::domain::url::UrlParts;

const ORDER: &str = r#"{"storage":"guest_orders","formIdentifier":"guest_order","paymentAccountIdentifier":"cash",
    "formData":[{"marker":"guest_name","type":"string","value":"Christina Thomas"}],"products":[{"productId":10,"quantity":1}]}"#;
const ITEMS: &str = r#"{"track":{"items":[{"name":"a","quantity":1,"price":10,"currency":"CLP","unit_price":true}]}}"#;
const PLACED: &str = r#"{"id":90,"totalSum":18.50,"currency":"USD"}"#;
const SESSION: &str = r#"{"id":47,"type":"session","status":"waiting","orderId":90,"paymentUrl":null}"#;

fn parse_url(text: &str) -> Option<UrlParts> {
    let (protocol, rest) = text.split_once("//")?;
    Some(UrlParts {
        href: text.into(),
        protocol: protocol.into(),
        hostname: rest.split('/').next()?.into(),
        ..UrlParts::default()
    })
}

fn checkout(guest: &str) -> Rc<Checkout> {
    let options = format!(r#"{{"url":"https://p.example","token":"app-token","guest":{guest}}}"#);
    let config = OneEntryConfig::read(&json::parse(&options).unwrap(), parse_url).unwrap();
    Rc::new(Checkout::new(
        Client::new(config),
        Rc::new(OcularConfig::read(&Data::Null, parse_url).unwrap()),
        Language::English,
        Vec::new(),
    ))
}

/// What the checkout did.
#[derive(Default)]
struct Trace {
    sent: Vec<Request>,
    waits: Vec<u32>,
    steps: Vec<(Step, StepState)>,
}

impl Trace {
    fn count(&self, part: &str) -> usize {
        self.sent.iter().filter(|request| format!("{request:?}").contains(part)).count()
    }

    fn header<'a>(&'a self, index: usize, name: &str) -> Option<&'a str> {
        self.sent[index].headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Places the order; `answer` gets each request and the number of earlier ones with the same method and URL.
fn place(
    checkout: &Rc<Checkout>,
    options: &str,
    mut answer: impl FnMut(&Request, usize) -> Exchange,
) -> (CheckoutResult, Trace) {
    let options = PlaceOrderOptions::read(json::parse(options).unwrap()).unwrap();
    let checked = checkout.check(json::parse(ORDER).unwrap());
    let shared = Rc::clone(checkout);
    let mut flow = Flow::new(|io| place_order(shared, io, checked, options));
    let mut trace = Trace::default();
    let mut facts = Facts { now: 1_000_000, random: Box::new(|| [7; 16]), ..Facts::default() };
    let mut rows: Vec<(String, String)> = Vec::new();
    let mut events = Vec::new();
    loop {
        let progress = flow.resume(&mut facts, events.drain(..));
        assert!(progress.result.is_some() || !progress.commands.is_empty(), "the flow is stuck");
        for (ticket, command) in progress.commands {
            let event = match command {
                Command::Send(request) => {
                    let earlier = trace
                        .sent
                        .iter()
                        .filter(|sent| sent.url == request.url && sent.method == request.method)
                        .count();
                    let exchange = answer(&request, earlier);
                    trace.sent.push(request);
                    Event::Exchange(exchange)
                }
                Command::Wait(ms) => {
                    trace.waits.push(ms);
                    Event::Done
                }
                Command::Announce(event) => {
                    trace.steps.push((event.step, event.state));
                    Event::Done
                }
                Command::Lock { .. } | Command::LockBriefly(_) | Command::LockWhileWanted(_) => Event::Flag(true),
                Command::Rows(prefix) => {
                    Event::Rows(rows.iter().filter(|(key, _)| key.starts_with(prefix)).cloned().collect())
                }
                Command::PutRow(key, value) => {
                    rows.retain(|(known, _)| *known != key);
                    rows.push((key, value));
                    Event::Flag(true)
                }
                Command::DeleteRow(key) => {
                    rows.retain(|(known, _)| *known != key);
                    Event::Done
                }
                Command::CallWidget(..) => Event::Exchange(Err(Fault::NoWidget)),
                Command::Keep(..)
                | Command::Unlock(_)
                | Command::Sleep(_)
                | Command::Wake
                | Command::Turn
                | Command::Pack
                | Command::OcularSessions
                | Command::Preconnect(_) => Event::Done,
            };
            events.extend((ticket > 0).then_some((ticket, event)));
        }
        if let Some(result) = progress.result {
            return (result, trace);
        }
    }
}

fn ok(status: u16, text: &str) -> Exchange {
    Ok(Answer { status, text: text.into(), retry_after: None })
}

/// The answers of a service that works.
fn fine(request: &Request) -> Exchange {
    match request.url.rsplit('/').next().unwrap() {
        "orders" => ok(201, PLACED),
        "sessions" => ok(201, SESSION),
        "auth" | "refresh" => {
            ok(201, r#"{"userIdentifier":"guest@onnentry.cloud","accessToken":"a.b.c","refreshToken":"r"}"#)
        }
        "order" => ok(200, r#"{"statusCode":0,"message":"Success"}"#),
        _ => ok(200, SESSION),
    }
}

fn is_order(request: &Request) -> bool {
    request.url.ends_with("/marker/guest_orders/orders")
}

#[test]
fn an_anonymous_guest_needs_two_round_trips() {
    let (result, trace) = place(&checkout("null"), "null", |request, _| fine(request));
    let CheckoutResult::Accepted { order, session, problem, tracking, .. } = result else { panic!("{result:?}") };
    assert_eq!((order.id, order.total_sum.as_str()), (90, "18.50"));
    assert_eq!(session.unwrap().id, 47);
    assert_eq!((problem, tracking), (None, None));
    assert_eq!(trace.sent.len(), 2);
    assert_eq!(trace.header(0, "x-app-token"), Some("app-token"));
    assert_eq!(trace.header(0, "x-guest-id"), Some("07070707-0707-4707-8707-070707070707"));
    assert_eq!(trace.header(0, "Authorization"), None);
    assert_eq!(trace.header(1, "x-guest-id"), trace.header(0, "x-guest-id"));
}

#[test]
fn the_whole_scenario_runs_in_order() {
    let guest = r#"{"authData":[{"marker":"email_reg","value":"guest@onnentry.cloud"},{"marker":"password_reg","value":"12345121334"}]}"#;
    let options = r#"{"sessionStatus":"guest_completed"}"#;
    let (result, trace) = place(&checkout(guest), options, |request, _| fine(request));
    assert!(matches!(result, CheckoutResult::Accepted { problem: None, .. }), "{result:?}");
    let sent: Vec<_> =
        trace.sent.iter().map(|request| format!("{request:?}").replace("https://p.example/api/content", "")).collect();
    assert_eq!(
        sent,
        [
            "POST /users-auth-providers/marker/email/users/auth",
            "POST /orders-storage/marker/guest_orders/orders",
            "POST /payments/sessions",
            "PUT /payments/sessions/47",
        ]
    );
    assert_eq!(trace.header(0, "Authorization"), None);
    assert_eq!(trace.header(1, "Authorization"), Some("Bearer a.b.c"));
    assert_eq!(trace.header(1, "x-guest-id"), None);
    assert!(trace.header(1, "x-device-metadata").is_some());
    assert_eq!(trace.header(3, "x-device-metadata"), None);
    assert_eq!(trace.sent[3].body.as_deref(), Some(r#"{"status":"guest_completed","paymentUrl":null}"#));
    assert_eq!(
        trace.steps.iter().filter(|(_, state)| *state == StepState::Done).map(|(step, _)| *step).collect::<Vec<_>>(),
        [Step::Validate, Step::Auth, Step::CreateOrder, Step::CreateSession, Step::UpdateSession]
    );
}

#[test]
fn the_report_contains_the_orders_number_and_no_oneentry_headers() {
    let (result, trace) = place(&checkout("null"), ITEMS, |request, _| fine(request));
    let CheckoutResult::Accepted { tracking, .. } = result else { panic!("{result:?}") };
    assert_eq!(tracking.unwrap().status_code, 0);
    let report = trace.sent.iter().find(|request| request.url.contains("ocular")).unwrap();
    assert!(
        report.body.as_ref().unwrap().starts_with(r#"{"external_id":"90","items":[{"name":"a""#),
        "{:?}",
        report.body
    );
    assert_eq!(
        report.headers.iter().filter(|(name, _)| name.starts_with("x-")).count(),
        0,
        "no OneEntry header is sent to Ocular"
    );
}

#[test]
fn for_every_status_the_outcome_follows_the_evidence_and_the_order_is_sent_once() {
    for status in (100..600).filter(|status| *status != 429 && *status != 401) {
        for text in ["", "<html>", "{}", r#"{"statusCode":400,"message":"no"}"#, PLACED, r#"{"id":90"#] {
            let (result, trace) =
                place(
                    &checkout("null"),
                    "null",
                    |request, _| {
                        if is_order(request) { ok(status, text) } else { fine(request) }
                    },
                );
            let name = format!("{status} {text}: {result:?}");
            assert_eq!(trace.count("/orders"), 1, "{name}");
            let refused = (400..500).contains(&status) && status != 408 && status != 425 && text.contains("message");
            match result {
                CheckoutResult::Accepted { .. } => assert!((200..300).contains(&status) && text == PLACED, "{name}"),
                CheckoutResult::Rejected { .. } => assert!(refused, "{name}"),
                CheckoutResult::Unknown { problem, .. } => {
                    let stands = (200..300).contains(&status) && text == PLACED;
                    assert!(!(refused || stands), "{name}");
                    assert!(!problem.retryable, "{name}");
                }
                CheckoutResult::NotSent { .. } => panic!("{name}"),
            }
        }
    }
}

#[test]
fn an_order_is_unknown_after_a_connection_fault_unless_it_was_never_sent() {
    for (fault, code) in [
        (Fault::Network, Code::Network),
        (Fault::TimedOut, Code::Timeout),
        (Fault::Aborted, Code::Aborted),
        (Fault::BrokenOff(201), Code::BadResponse),
    ] {
        let (result, trace) =
            place(&checkout("null"), "null", |request, _| if is_order(request) { Err(fault) } else { fine(request) });
        let CheckoutResult::Unknown { problem, reference, .. } = result else { panic!("{fault:?}: {result:?}") };
        assert_eq!((problem.code, problem.step, problem.retryable), (code, Some(Step::CreateOrder), false));
        assert!(!reference.is_empty());
        assert_eq!(trace.sent.len(), 1);
    }
    for (fault, code) in [(Fault::NotSent, Code::Aborted), (Fault::Offline, Code::Offline)] {
        let (result, _) = place(&checkout("null"), "null", |_, _| Err(fault));
        assert!(
            matches!(&result, CheckoutResult::NotSent { problem, .. } if problem.code == code && problem.retryable),
            "{result:?}"
        );
    }
}

#[test]
fn after_too_many_requests_the_order_is_retried_once() {
    let busy = |seconds: Option<&str>| {
        Ok(Answer { status: 429, text: String::new(), retry_after: seconds.map(str::to_owned) })
    };
    for (header, ms) in [(None, 2000), (Some("3"), 3000), (Some("600"), 30_000)] {
        let (result, trace) = place(&checkout("null"), "null", |request, earlier| {
            if is_order(request) && earlier == 0 { busy(header) } else { fine(request) }
        });
        assert!(matches!(result, CheckoutResult::Accepted { .. }), "{result:?}");
        assert_eq!((trace.count("/orders"), trace.waits.clone()), (2, vec![ms]));
    }
    let (result, trace) =
        place(&checkout("null"), "null", |request, _| if is_order(request) { busy(None) } else { fine(request) });
    assert!(
        matches!(&result, CheckoutResult::Rejected { problem, .. } if problem.code == Code::RateLimited && problem.retryable),
        "{result:?}"
    );
    assert_eq!(trace.count("/orders"), 2);
}

#[test]
fn an_expired_sign_in_is_renewed_once() {
    let guest = r#"{"authData":[{"marker":"email_reg","value":"g"}]}"#;
    let refused = || ok(401, r#"{"statusCode":401,"message":"Unauthorized"}"#);
    let (result, trace) =
        place(
            &checkout(guest),
            "null",
            |request, earlier| {
                if is_order(request) && earlier == 0 { refused() } else { fine(request) }
            },
        );
    assert!(matches!(result, CheckoutResult::Accepted { .. }), "{result:?}");
    assert_eq!((trace.count("/orders"), trace.count("/refresh"), trace.count("/auth")), (2, 1, 1));
    // If the renewal fails, the checkout signs in again. A second 401 is final.
    let (result, trace) = place(&checkout(guest), "null", |request, _| {
        if is_order(request) || request.url.ends_with("refresh") { refused() } else { fine(request) }
    });
    assert!(
        matches!(&result, CheckoutResult::Rejected { problem, .. } if problem.code == Code::Unauthorized),
        "{result:?}"
    );
    assert_eq!((trace.count("/orders"), trace.count("/refresh"), trace.count("users/auth")), (2, 1, 2));
}

#[test]
fn after_a_failed_sign_in_no_order_is_sent() {
    let guest = r#"{"authData":[{"marker":"email_reg","value":"g"}]}"#;
    let (result, trace) = place(&checkout(guest), "null", |request, _| {
        if request.url.ends_with("auth") { ok(400, r#"{"statusCode":400,"message":"bad"}"#) } else { fine(request) }
    });
    assert!(
        matches!(&result, CheckoutResult::NotSent { problem, .. } if problem.step == Some(Step::Auth)),
        "{result:?}"
    );
    assert_eq!(trace.count("/orders"), 0);
}

#[test]
fn a_lost_session_is_looked_up_before_it_is_requested_again() {
    let session = |request: &Request| request.url.ends_with("/payments/sessions");
    // The server created it: it is found and not created again.
    let (result, trace) = place(&checkout("null"), "null", |request, _| match request {
        _ if session(request) => Err(Fault::Network),
        _ if request.url.contains("/sessions/order/") => ok(200, &format!("[{SESSION}]")),
        _ => fine(request),
    });
    assert!(matches!(&result, CheckoutResult::Accepted { session: Some(_), problem: None, .. }), "{result:?}");
    assert_eq!(trace.count("POST https://p.example/api/content/payments/sessions"), 1);
    // The server did not create it: it is created once more.
    let (result, trace) = place(&checkout("null"), "null", |request, earlier| match request {
        _ if session(request) && earlier == 0 => ok(500, ""),
        _ if request.url.contains("/sessions/order/") => ok(200, "[]"),
        _ => fine(request),
    });
    assert!(matches!(&result, CheckoutResult::Accepted { session: Some(_), problem: None, .. }), "{result:?}");
    assert_eq!(trace.count("POST https://p.example/api/content/payments/sessions"), 2);
    // It cannot be looked up: the order stands, the problem is reported, and no second session is created.
    let (result, trace) = place(&checkout("null"), "null", |request, _| match request {
        _ if session(request) || request.url.contains("/sessions/order/") => Err(Fault::Network),
        _ => fine(request),
    });
    let CheckoutResult::Accepted { problem: Some(problem), session: None, .. } = &result else { panic!("{result:?}") };
    assert_eq!((problem.code, problem.step), (Code::Network, Some(Step::CreateSession)));
    assert!(problem.message.contains("has been placed"), "{}", problem.message);
    assert_eq!(trace.count("POST https://p.example/api/content/payments/sessions"), 1);
}

#[test]
fn a_server_without_the_update_route_gives_a_warning() {
    for status in [403, 404, 405] {
        let (result, _) = place(&checkout("null"), r#"{"sessionStatus":"guest_completed"}"#, |request, _| {
            if request.method.name() == "PUT" {
                ok(status, r#"{"statusCode":404,"message":"Cannot PUT"}"#)
            } else {
                fine(request)
            }
        });
        let CheckoutResult::Accepted { problem: None, warnings, session: Some(_), .. } = &result else {
            panic!("{result:?}")
        };
        assert_eq!(warnings[0].code, "SESSION_UPDATE_UNSUPPORTED");
    }
}

#[test]
fn an_unsafe_payment_url_is_never_returned() {
    for url in ["javascript://pay.example/%0aalert(1)", "http://pay.example/", "no url", "ftp://pay.example"] {
        let (result, _) = place(&checkout("null"), "null", |request, _| {
            if request.url.ends_with("/sessions") {
                ok(201, &format!(r#"{{"id":47,"paymentUrl":"{url}","status":"waiting"}}"#))
            } else {
                fine(request)
            }
        });
        let CheckoutResult::Accepted { problem: Some(problem), payment_url: None, .. } = &result else {
            panic!("{url}: {result:?}")
        };
        assert_eq!(problem.code, Code::UnsafePaymentUrl, "{url}");
        assert!(!problem.message.contains("pay.example"), "{}", problem.message);
    }
}

#[test]
fn a_failed_report_never_affects_the_order() {
    let options = |items: &str| format!(r#"{{"track":{{"items":{items}}}}}"#);
    let good = r#"[{"name":"a","quantity":1,"price":10,"currency":"CLP"}]"#;
    let (result, trace) = place(&checkout("null"), &options(good), |request, _| {
        if request.url.contains("ocular") { ok(500, "") } else { fine(request) }
    });
    let CheckoutResult::Accepted { problem: Some(problem), tracking: Some(tracking), .. } = &result else {
        panic!("{result:?}")
    };
    assert_eq!((problem.code, problem.step, tracking.status_code), (Code::Server, Some(Step::Track), 1));
    assert_eq!(trace.count("ocular"), 3, "a report with an order's number is tried three times");
    let (result, trace) = place(&checkout("null"), &options("[]"), |request, _| fine(request));
    let CheckoutResult::Accepted { problem: Some(problem), tracking: Some(tracking), .. } = &result else {
        panic!("{result:?}")
    };
    assert_eq!((problem.code, tracking.status_code, trace.count("ocular")), (Code::Validation, 2, 0));
}
