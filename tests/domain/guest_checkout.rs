//! The guest checkout around the order: the sign-in, what a page reads before the click, what it reports afterwards.

use std::rc::Rc;

use crate::recorder::Flow;
use crate::world::{ORDER, PLACED, SESSION, SHARED, World, checkout, fine, ok};
use order_bridge::domain::checkout::place_order::place_order;
use order_bridge::domain::checkout::report_payment::report_payment;
use order_bridge::domain::checkout::{Checkout, CheckoutResult, PlaceOrderOptions, SessionRequest};
use order_bridge::domain::code::Code;
use order_bridge::domain::http::{Answer, Exchange, Fault, Method, Request};
use order_bridge::domain::json;
use order_bridge::domain::language::Language;
use order_bridge::domain::messages::Situation;
use order_bridge::domain::oneentry::preview;

fn english(guest: &str) -> Rc<Checkout> {
    checkout(guest, Language::English)
}

fn placing(checkout: &Rc<Checkout>, order: &str) -> Flow<CheckoutResult> {
    let checked = checkout.check(json::parse(order).unwrap());
    let shared = Rc::clone(checkout);
    Flow::new(|io| place_order(shared, io, checked, PlaceOrderOptions::default()))
}

fn unauthorized() -> Exchange {
    ok(401, r#"{"statusCode":401,"message":"Unauthorized"}"#)
}

/// A service that accepts only its newest token.
fn with_tokens(
    mut special: impl FnMut(&Request, usize) -> Option<Exchange>,
) -> impl FnMut(&Request, usize) -> Exchange {
    let mut tokens = 0;
    move |request, earlier| {
        if let Some(exchange) = special(request, earlier) {
            return exchange;
        }
        if request.url.ends_with("/auth") || request.url.ends_with("/refresh") {
            tokens += 1;
            return ok(
                201,
                &format!(r#"{{"userIdentifier":"g","accessToken":"t{tokens}","refreshToken":"r{tokens}"}}"#),
            );
        }
        let bearer = World::header(request, "Authorization");
        if bearer == Some(&format!("Bearer t{tokens}")) { fine(request) } else { unauthorized() }
    }
}

fn sessions_of(checkout: &Rc<Checkout>, count: i64) -> Vec<Flow<bool>> {
    let flow = |order_id| {
        let shared = Rc::clone(checkout);
        Flow::new(move |io| async move { shared.session_of_order(&io, order_id, Situation::OrderStands).await.is_ok() })
    };
    (1..=count).map(flow).collect()
}

#[test]
fn concurrent_calls_share_one_sign_in_and_one_renewal() {
    let checkout = english(SHARED);
    let mut world = World::default();
    let auths = |count: i64| {
        let flow = |_| {
            let shared = Rc::clone(&checkout);
            Flow::new(move |io| async move { shared.auth(&io, Situation::Elsewhere).await.is_ok() })
        };
        (0..count).map(flow).collect::<Vec<_>>()
    };
    // The service revokes the first token while five calls are running.
    let mut forgotten = false;
    let mut service = with_tokens(move |request, earlier| {
        let first_read = request.url.contains("/sessions/order/") && earlier == 0;
        forgotten |= request.url.ends_with("/refresh");
        (first_read && !forgotten).then(unauthorized)
    });
    assert_eq!(world.run_all(auths(4), &mut service), [true; 4]);
    assert_eq!((world.count("users/auth"), world.count("/refresh")), (1, 0));
    assert_eq!(world.run_all(sessions_of(&checkout, 5), &mut service), [true; 5]);
    assert_eq!((world.count("users/auth"), world.count("/refresh"), world.count("/sessions/order/")), (1, 1, 10));
}

#[test]
fn after_a_failed_renewal_all_waiting_calls_share_one_sign_in() {
    let checkout = english(SHARED);
    let mut world = World::default();
    let mut revoked = true;
    let mut service = with_tokens(move |request, earlier| match request {
        _ if request.url.ends_with("/refresh") => {
            revoked = false;
            Some(ok(400, r#"{"statusCode":400,"message":"Refresh token is invalid"}"#))
        }
        _ if request.url.contains("/sessions/order/") && earlier == 0 && revoked => Some(unauthorized()),
        _ => None,
    });
    let shared = Rc::clone(&checkout);
    world.run(Flow::new(|io| async move { shared.prepare(&io, None).await }), &mut service);
    assert_eq!(world.run_all(sessions_of(&checkout, 3), &mut service), [true; 3]);
    assert_eq!((world.count("users/auth"), world.count("/refresh")), (2, 1));
    let renewals: Vec<_> = world.sent.iter().filter(|request| request.url.ends_with("/refresh")).collect();
    assert_eq!(renewals[0].body.as_deref(), Some(r#"{"refreshToken":"r1"}"#));
    assert_eq!(
        World::header(renewals[0], "x-device-metadata"),
        World::header(&world.sent[0], "x-device-metadata"),
        "a renewal must send the device metadata of its sign-in"
    );
}

#[test]
fn a_failed_sign_in_fails_all_waiting_calls_and_the_next_call_tries_again() {
    let checkout = english(SHARED);
    let mut world = World::default();
    let mut service = with_tokens(|request, earlier| {
        (request.url.ends_with("/auth") && earlier == 0).then(|| ok(400, r#"{"statusCode":400,"message":"bad"}"#))
    });
    let auth = |checkout: &Rc<Checkout>| {
        let shared = Rc::clone(checkout);
        Flow::new(move |io| async move { shared.auth(&io, Situation::Elsewhere).await.is_ok() })
    };
    assert_eq!(world.run_all(vec![auth(&checkout), auth(&checkout), auth(&checkout)], &mut service), [false; 3]);
    assert_eq!(world.count("users/auth"), 1);
    assert!(world.run(auth(&checkout), &mut service));
    assert_eq!(world.count("users/auth"), 2);
}

#[test]
fn every_single_step_call_signs_in_first() {
    // A page to which the shopper returns from the payment is not signed in yet.
    let mut world = World::default();
    let shared = english(SHARED);
    let mut service = with_tokens(|_, _| None);
    let report = world.run(Flow::new(|io| report_payment(shared, io, 90)), &mut service);
    assert_eq!(report.unwrap().session.id, 47);
    assert_eq!(world.run(opening(&english(SHARED), "session"), with_tokens(|_, _| None)), Ok((47, None)));
    assert_eq!((world.count("users/auth"), world.count("/refresh")), (2, 0));
    // If the sign-in fails, no session is requested.
    let mut world = World::default();
    let refused = ok(400, r#"{"statusCode":400,"message":"bad"}"#);
    assert_eq!(world.run(opening(&english(SHARED), "session"), |_, _| refused.clone()), Err(Code::Rejected));
    assert_eq!(world.count("/sessions"), 0);
}

#[test]
fn after_a_401_nothing_is_sent_in_the_last_moment_of_a_step() {
    // A step that opens a session has 20 s. The sign-in, the list of sessions and the new session each take the same time.
    let run = |response_ms: u64, lists: usize| {
        let mut world = World::default();
        world.response_ms = response_ms;
        let checkout = english(SHARED);
        let flow = Flow::new(|io| async move {
            let wish = SessionRequest { kind: "session".to_owned(), automatic_tax: false };
            checkout.open_session(&io, 90, &wish, None).await.map(|session| session.id).map_err(|problem| problem.code)
        });
        let result = world.run(
            flow,
            with_tokens(|request, earlier| match request {
                _ if request.url.contains("/sessions/order/") && earlier < lists => Some(unauthorized()),
                _ if request.url.contains("/sessions/order/") => Some(ok(200, "[]")),
                _ => None,
            }),
        );
        let sent: Vec<_> =
            world.sent.iter().map(|request| request.url.rsplit('/').next().unwrap().to_owned()).collect();
        (result, sent.join(" "), world.later_ms)
    };
    assert_eq!(run(6_000, 0), (Ok(47), "auth 90 sessions".into(), 18_000));
    // After a 401: the sign-in is renewed and the request is sent again, if there is time for both.
    assert_eq!(run(4_000, 1), (Ok(47), "auth 90 refresh 90 sessions".into(), 20_000));
    assert_eq!(run(6_400, 1), (Err(Code::Unauthorized), "auth 90 refresh".into(), 19_200));
    assert_eq!(run(9_600, 1), (Err(Code::Unauthorized), "auth 90".into(), 19_200));
}

#[test]
fn an_aborted_sign_in_does_not_fail_other_calls() {
    let checkout = english(SHARED);
    let mut world = World::default();
    let mut service =
        with_tokens(|request, earlier| (request.url.ends_with("/auth") && earlier == 0).then_some(Err(Fault::Aborted)));
    let auth = || {
        let shared = Rc::clone(&checkout);
        Flow::new(move |io| async move { shared.auth(&io, Situation::Elsewhere).await.is_ok() })
    };
    assert_eq!(world.run_all(vec![auth(), auth()], &mut service), [false, true]);
}

#[test]
fn an_emptied_storage_gets_the_guest_id_back() {
    let checkout = english("null");
    let mut world = World::default();
    let run = |world: &mut World| {
        assert_eq!(world.run_all(sessions_of(&checkout, 1), |request, _| fine(request)), [true]);
        let sent = World::header(world.sent.last().unwrap(), "x-guest-id").unwrap_or_default().to_owned();
        (sent, world.texts().get("oneentry_guest_id").cloned().unwrap_or_default())
    };
    let (first, saved) = run(&mut world);
    assert_eq!(first, saved);
    world.texts().clear();
    assert_eq!(run(&mut world), (first.clone(), first), "the next page could not find this page's orders");
}

#[test]
fn an_anonymous_guest_never_signs_in() {
    let mut world = World::default();
    let result = world.run(placing(&english("null"), ORDER), |request, _| {
        if request.url.ends_with("/orders") { unauthorized() } else { fine(request) }
    });
    assert!(matches!(&result, CheckoutResult::Rejected { problem, .. } if problem.code == Code::Unauthorized));
    assert_eq!(world.sent.len(), 1);
}

#[test]
fn after_prepare_an_order_takes_two_round_trips() {
    for (guest, before) in [("null", 0), (SHARED, 1)] {
        let checkout = english(guest);
        let mut world = World::default();
        let shared = Rc::clone(&checkout);
        world.run(Flow::new(|io| async move { shared.prepare(&io, None).await }), |request, _| fine(request));
        assert_eq!((world.sent.len(), world.connected.len()), (before, 1), "{guest}");
        let result = world.run(placing(&checkout, ORDER), |request, _| fine(request));
        assert!(matches!(result, CheckoutResult::Accepted { problem: None, .. }), "{result:?}");
        let sent: Vec<_> = world.sent[before..].iter().map(|request| request.url.rsplit('/').next().unwrap()).collect();
        assert_eq!(sent, ["orders", "sessions"], "{guest}");
    }
}

#[test]
fn prepare_triggers_the_preflights_of_the_later_posts_and_ignores_the_answers() {
    for answer in [ok(200, ""), ok(403, "no"), Err(Fault::Network), Err(Fault::TimedOut)] {
        for (guest, before) in [("null", 0), (SHARED, 1)] {
            let service = |request: &Request, _| {
                if request.method == Method::Head { answer.clone() } else { fine(request) }
            };
            let checkout = english(guest);
            let mut world = World::default();
            world.needs_preflights = true;
            let shared = Rc::clone(&checkout);
            let preparing = Flow::new(|io| async move { shared.prepare(&io, Some("guest_orders")).await });
            world.run(preparing, service);
            let result = world.run(placing(&checkout, ORDER), service);
            assert!(matches!(result, CheckoutResult::Accepted { problem: None, .. }), "{result:?}");
            let (asked, posted) = world.sent[before..].split_at(2);
            assert!(asked.iter().all(|request| request.method == Method::Head && request.body.is_none()));
            assert!(asked.iter().all(|request| request.limit_ms.is_some_and(|limit| limit <= 5_000)));
            let what = |requests: &[Request]| {
                let mut all: Vec<_> =
                    requests.iter().map(|request| (request.url.clone(), request.headers.clone())).collect();
                all.sort();
                all
            };
            assert_eq!(what(asked), what(posted), "{guest}");
        }
    }
}

#[test]
fn no_preflight_is_triggered_where_it_saves_nothing_or_the_url_is_unknown() {
    let sent = |needs_preflights, storage: Option<&'static str>, guest| {
        let checkout = english(guest);
        let mut world = World::default();
        world.needs_preflights = needs_preflights;
        let refused =
            |request: &Request, _| if request.url.ends_with("/auth") { unauthorized() } else { fine(request) };
        world.run(Flow::new(move |io| async move { checkout.prepare(&io, storage).await }), refused);
        world.count("HEAD")
    };
    assert_eq!(sent(true, Some("guest_orders"), "null"), 2);
    assert_eq!(sent(false, Some("guest_orders"), "null"), 0, "same origin, or not in a browser");
    assert_eq!(sent(true, Some("guest_orders"), SHARED), 0, "no order follows a failed sign-in");
    for storage in [None, Some(""), Some(" "), Some(".."), Some(".")] {
        assert_eq!(sent(true, storage, "null"), 1, "{storage:?}");
    }
}

#[test]
fn a_failed_prepare_is_reported_by_the_call_that_needs_it() {
    let checkout = english(SHARED);
    let mut world = World::default();
    let shared = Rc::clone(&checkout);
    let refused = |request: &Request, _| {
        if request.url.ends_with("/auth") { ok(400, r#"{"statusCode":400,"message":"bad"}"#) } else { fine(request) }
    };
    world.run(Flow::new(|io| async move { shared.prepare(&io, None).await }), refused);
    let result = world.run(placing(&checkout, ORDER), refused);
    assert!(matches!(result, CheckoutResult::NotSent { .. }), "{result:?}");
    assert_eq!(world.count("/orders"), 0);
}

fn previewing(checkout: &Rc<Checkout>, order: &str) -> Flow<Result<String, (Code, usize)>> {
    let checked = preview::check(json::parse(order).unwrap());
    let shared = Rc::clone(checkout);
    Flow::new(|io| async move {
        shared.preview(&io, checked).await.map_err(|(problem, detail)| (problem.code, detail.len()))
    })
}

#[test]
fn a_preview_sends_only_the_cart() {
    let checkout = english("null");
    let mut world = World::default();
    let value = world.run(previewing(&checkout, ORDER), |request, _| fine(request)).unwrap();
    assert!(value.starts_with(r#"{"totalSum":"18.50","totalSumWithDiscount":"18.50","totalDue":"18.50","currency":"USD","couponApplied":null,"raw":{"#), "{value}");
    assert_eq!(world.sent[0].url, "https://p.example/api/content/orders-storage/orders/preview?langCode=en_US");
    assert_eq!(world.sent[0].body.as_deref(), Some(r#"{"products":[{"productId":10,"quantity":1}]}"#));
    assert!(World::header(&world.sent[0], "x-device-metadata").is_some());
    // Retried when the connection fails, since a preview changes nothing.
    let mut world = World::default();
    let value = world.run(
        previewing(&checkout, ORDER),
        |request, earlier| {
            if earlier < 2 { Err(Fault::Network) } else { fine(request) }
        },
    );
    assert_eq!((value.is_ok(), world.sent.len()), (true, 3));
    // Problems of the cart, found here or by the service, are reported by field.
    let mut world = World::default();
    assert_eq!(world.run(previewing(&checkout, "{}"), |request, _| fine(request)), Err((Code::Validation, 1)));
    assert_eq!(world.sent.len(), 0);
    let unknown = |_: &Request, _| ok(400, r#"{"statusCode":400,"message":"Coupon NOPE is not valid"}"#);
    assert_eq!(world.run(previewing(&checkout, ORDER), unknown), Err((Code::Rejected, 1)));
}

#[test]
fn a_total_that_differs_from_the_preview_gives_a_warning() {
    let other_cart = ORDER.replace(r#""quantity":1"#, r#""quantity":2"#);
    for (order, placed, warned) in [
        (ORDER, PLACED.to_owned(), false),
        (ORDER, PLACED.replace("18.50", "18.5"), false),
        (ORDER, PLACED.replace("18.50", "19.00"), true),
        // There was no preview of this other cart.
        (&other_cart, PLACED.replace("18.50", "37.00"), false),
    ] {
        let checkout = english("null");
        let mut world = World::default();
        world.run(previewing(&checkout, ORDER), |request, _| fine(request)).unwrap();
        let result = world.run(placing(&checkout, order), |request, _| {
            if request.url.ends_with("/marker/guest_orders/orders") { ok(201, &placed) } else { fine(request) }
        });
        let CheckoutResult::Accepted { warnings, .. } = result else { panic!("{result:?}") };
        let texts: Vec<_> = warnings.iter().map(|warning| (warning.code, warning.message.as_str())).collect();
        match warned {
            true => {
                assert_eq!(texts, [("TOTAL_CHANGED", "The preview said 18.50, but the placed order costs 19.00.")])
            }
            false => assert_eq!(texts, [], "{placed}"),
        }
    }
}

#[test]
fn a_payment_url_that_is_not_ready_is_waited_for() {
    let waiting = SESSION.replace(r#""https://pay.example/1""#, "null");
    let place = |answers: &dyn Fn(usize) -> Exchange| {
        let mut world = World::default();
        let result = world.run(placing(&english("null"), ORDER), |request, earlier| match request {
            _ if request.url.ends_with("/payments/sessions") => ok(201, &waiting),
            _ if request.url.contains("/sessions/order/") => answers(earlier),
            _ => fine(request),
        });
        let CheckoutResult::Accepted { payment_url, problem, session, .. } = result else { panic!("{result:?}") };
        (payment_url, problem.map(|problem| problem.code), session.map(|session| session.status), world)
    };
    // First null, then not listed, then available.
    let (url, problem, _, world) = place(&|earlier| match earlier {
        0 => ok(200, &format!("[{waiting}]")),
        1 => ok(200, "[]"),
        _ => ok(200, &format!("[{SESSION}]")),
    });
    assert_eq!((url.as_deref(), problem, world.count("/sessions/order/")), (Some("https://pay.example/1"), None, 3));
    // It never becomes available: after six seconds, the session is returned without it.
    let (url, problem, status, world) = place(&|_| ok(200, &waiting));
    assert_eq!((url, problem, status.as_deref()), (None, None, Some("waiting")));
    assert_eq!((world.waits.iter().sum::<u32>(), world.count("/sessions/order/")), (6_000, 5));
    // The session has ended, or has a status that we do not know.
    for status in ["expired", "on-hold"] {
        let ended = waiting.replace(r#""status":"waiting""#, &format!(r#""status":"{status}""#));
        let (url, problem, seen, world) = place(&|_| ok(200, &ended));
        assert_eq!((url, problem, seen.as_deref()), (None, None, Some(status)));
        assert_eq!(world.count("/sessions/order/"), 1);
    }
    // The look-up fails: the order still stands.
    let (url, problem, status, _) = place(&|_| ok(403, r#"{"statusCode":403,"message":"no"}"#));
    assert_eq!((url, problem, status.as_deref()), (None, Some(Code::Forbidden), Some("waiting")));
}

fn opening(checkout: &Rc<Checkout>, kind: &str) -> Flow<Result<(i64, Option<String>), Code>> {
    let shared = Rc::clone(checkout);
    let wish = SessionRequest { kind: kind.to_owned(), automatic_tax: false };
    Flow::new(|io| async move {
        let session = shared.create_session(&io, 90, &wish, Situation::OrderStands).await;
        session.map(|session| (session.id, session.client_secret)).map_err(|problem| problem.code)
    })
}

#[test]
fn a_session_found_after_a_lost_answer_is_used_if_it_can_be_paid() {
    let intent = r#"{"id":48,"type":"intent","status":"waiting","orderId":90,"clientSecret":"s","paymentUrl":null}"#;
    let bare = r#"{"id":48,"type":"intent","status":"waiting","orderId":90}"#;
    for (kind, found, expected, posts) in [
        ("session", SESSION, Ok((47, None)), 1),
        ("intent", intent, Ok((48, Some("s".to_owned()))), 1),
        // Its secret is missing, or it was opened for another purpose: it cannot be used to pay.
        ("intent", bare, Ok((49, Some("t".to_owned()))), 2),
        ("intent", SESSION, Ok((49, Some("t".to_owned()))), 2),
        // It has ended: a second one could undo a payment.
        ("session", r#"{"id":48,"type":"session","status":"completed"}"#, Err(Code::Network), 1),
    ] {
        let mut world = World::default();
        let result = world.run(opening(&english("null"), kind), |request, earlier| match request.method {
            Method::Post if earlier == 0 => Err(Fault::Network),
            Method::Post => ok(201, &intent.replace("48", "49").replace(r#""s""#, r#""t""#)),
            _ => ok(200, &format!("[{found}]")),
        });
        assert_eq!(result, expected, "{kind} {found}");
        assert_eq!(world.count("POST"), posts, "{kind} {found}");
    }
}

#[test]
fn retry_after_is_waited_for_before_a_session_is_requested_again() {
    let mut world = World::default();
    let result = world.run(opening(&english("null"), "session"), |request, earlier| match request.method {
        Method::Post if earlier == 0 => Ok(Answer { status: 429, text: String::new(), retry_after: Some("3".into()) }),
        Method::Get => ok(200, "[]"),
        _ => fine(request),
    });
    assert_eq!((result, world.waits), (Ok((47, None)), vec![3_000]));
}

#[test]
fn the_end_of_a_payment_is_reported_with_the_orders_number() {
    for (sessions, body) in [
        (r#"[{"id":1,"status":"completed"}]"#, Some(r#"{"external_id":"90","payment_status":0}"#)),
        (r#"{"id":1,"status":"canceled"}"#, Some(r#"{"external_id":"90","payment_status":1}"#)),
        (r#"[{"id":1,"status":"expired"}]"#, Some(r#"{"external_id":"90","payment_status":1}"#)),
        (r#"[{"id":1,"status":"waiting"}]"#, None),
        (r#"[{"id":1,"status":"partial"}]"#, None),
        (
            r#"[{"id":1,"status":"completed"},{"id":2,"status":"canceled"}]"#,
            Some(r#"{"external_id":"90","payment_status":0}"#),
        ),
    ] {
        let mut world = World::default();
        let shared = english("null");
        let report = world.run(Flow::new(|io| report_payment(shared, io, 90)), |request, _| {
            if request.url.contains("/sessions/order/") { ok(200, sessions) } else { fine(request) }
        });
        let report = report.unwrap();
        assert_eq!(report.tracking.map(|tracking| tracking.status_code), body.map(|_| 0), "{sessions}");
        let received = world.sent.iter().find(|request| request.url.contains("ocular"));
        assert_eq!(received.and_then(|request| request.body.as_deref()), body, "{sessions}");
    }
    // Without a session or an answer, the caller gets a problem and nothing is reported.
    for exchange in [ok(200, "[]"), ok(404, r#"{"statusCode":404,"message":"no"}"#), Err(Fault::Network)] {
        let mut world = World::default();
        let shared = english("null");
        let report = world.run(Flow::new(|io| report_payment(shared, io, 90)), |_, _| exchange.clone());
        assert!(report.is_err());
        assert_eq!(world.count("ocular"), 0);
    }
}

#[test]
fn only_a_shared_guest_user_gives_a_warning() {
    let shared = english(SHARED);
    let warning = shared.shared_password().unwrap();
    assert_eq!(shared.shared_password(), None, "only once");
    assert_eq!(warning.code, "SHARED_PASSWORD");
    assert!(warning.message.contains("password") && !warning.message.contains("secret"), "{}", warning.message);
    assert_eq!(english("null").shared_password(), None);
}
