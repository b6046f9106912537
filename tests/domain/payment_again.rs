//! The payment of an order that already exists: its session is reused; a new one is opened only when the earlier one
//! can no longer be paid.

use crate::pages::{go_on, open, page, place, placing, reference};
use crate::world::{ORDER, PLACED, SESSION, World, fine, ok};
use order_bridge::domain::checkout::CheckoutResult;
use order_bridge::domain::code::Code;
use order_bridge::domain::http::{Answer, Fault, Request};

#[test]
fn only_a_canceled_or_expired_session_is_replaced() {
    let mut world = World::default();
    let first = world.run(placing(&page(), ORDER, "null"), |request, _| fine(request));
    for (status, opened) in [("guest_completed", 0), ("completed", 0), ("canceled", 1), ("expired", 1)] {
        let before = world.count("POST");
        go_on(&mut world, &reference(&first), "null", |request, _| match request.url.ends_with("/order/90") {
            true => ok(200, &format!(r#"[{{"id":47,"type":"session","status":"{status}"}}]"#)),
            false => fine(request),
        });
        assert_eq!(world.count("POST") - before, opened, "{status}");
    }
}

#[test]
fn a_second_press_repeats_only_the_failed_payment_session() {
    let mut world = World::default();
    let refused = |request: &Request, _: usize| match request.url.ends_with("/payments/sessions") {
        true => ok(400, r#"{"statusCode":400,"message":"Your payment account is not connected"}"#),
        false => fine(request),
    };
    let here = page();
    let first = place(&mut world, &here, "null", refused);
    assert!(matches!(&first, CheckoutResult::Accepted { session: None, problem: Some(_), .. }), "{first:?}");
    let second = place(&mut world, &here, "null", |request, _| match request.url.ends_with("/order/90") {
        true => ok(200, "[]"),
        false => fine(request),
    });
    let CheckoutResult::Accepted { order, session: Some(_), problem: None, .. } = &second else { panic!("{second:?}") };
    assert_eq!(order.raw, PLACED, "this page still has the complete answer");
    assert_eq!(
        (world.count("/guest_orders/orders"), world.count("POST https://p.example/api/content/payments")),
        (1, 2)
    );
    assert_eq!(open(&mut world), []);
}

#[test]
fn resume_never_places_an_order_and_never_allows_a_second_payment() {
    let mut world = World::default();
    let first = world.run(placing(&page(), ORDER, "null"), |request, _| fine(request));
    let reference = reference(&first);
    for (sessions, url, opened) in [
        (format!("[{SESSION}]"), Some("https://pay.example/1"), 0),
        (
            format!(
                r#"[{},{SESSION}]"#,
                r#"{"id":46,"type":"session","status":"completed","paymentUrl":"https://pay.example/0"}"#
            ),
            None,
            0,
        ),
        (
            r#"[{"id":46,"status":"expired","paymentUrl":"https://pay.example/0"}]"#.to_owned(),
            Some("https://pay.example/1"),
            1,
        ),
        ("[]".to_owned(), Some("https://pay.example/1"), 1),
    ] {
        let before = world.count("POST");
        let result = go_on(&mut world, &reference, "null", |request, _| match request.url.ends_with("/order/90") {
            true => ok(200, &sessions),
            false => fine(request),
        });
        let CheckoutResult::Accepted { payment_url, problem: None, .. } = &result else { panic!("{result:?}") };
        assert_eq!((payment_url.as_deref(), world.count("POST") - before), (url, opened), "{sessions}");
    }
    assert_eq!(world.count("/guest_orders/orders"), 1);
    // When the sessions cannot be read, none is opened.
    let result = go_on(&mut world, &reference, "null", |_, _| Err(Fault::Network));
    assert!(matches!(&result, CheckoutResult::Accepted { session: None, problem: Some(_), .. }), "{result:?}");

    let nothing = go_on(&mut world, "never-heard-of", "null", |_, _| panic!("unexpected request"));
    assert!(
        matches!(&nothing, CheckoutResult::Unknown { problem, .. } if problem.code == Code::NotFound),
        "{nothing:?}"
    );
}

/// Places the same order on a second page, right after the first page has received its payment session. The list of
/// sessions shows `sessions` only after `lag_ms`.
fn pressed_twice(lag_ms: u64, sessions: &str) -> (World, CheckoutResult) {
    let mut world = World::default();
    let first = place(&mut world, &page(), "null", |request, _| fine(request));
    let opened_at = world.later_ms;
    assert!(matches!(&first, CheckoutResult::Accepted { session: Some(_), .. }), "{first:?}");
    let mut looks = 0;
    let second = place(&mut world, &page(), "null", |request, _| match request.url.ends_with("/order/90") {
        true => {
            looks += 1;
            // The world's clock advances only by the one-second waits between the look-ups.
            let shows = (looks - 1) * 1_000 >= lag_ms;
            ok(200, if shows { sessions } else { "[]" })
        }
        false => fine(request),
    });
    assert_eq!(world.count("/guest_orders/orders"), 1);
    assert!(world.later_ms - opened_at <= 20_000, "{} ms", world.later_ms - opened_at);
    (world, second)
}

#[test]
fn a_stale_list_of_sessions_does_not_make_another_page_open_a_second_payment() {
    for lag_ms in [0, 1_000, 4_000, 9_000] {
        let (world, second) = pressed_twice(lag_ms, &format!("[{SESSION}]"));
        let CheckoutResult::Accepted { payment_url, problem: None, .. } = &second else { panic!("{second:?}") };
        assert_eq!(payment_url.as_deref(), Some("https://pay.example/1"));
        assert_eq!(world.count("POST https://p.example/api/content/payments"), 1, "{lag_ms} ms");
        assert_eq!(world.waits.iter().filter(|ms| **ms == 1_000).count() as u64, lag_ms / 1_000);
    }
    // A list that still lags after ten seconds is believed.
    let (world, _) = pressed_twice(60_000, "[]");
    assert_eq!(world.count("POST https://p.example/api/content/payments"), 2);
    // The list shows a session that has ended: there is nothing to wait for.
    let ended = SESSION.replace("waiting", "expired");
    let (world, _) = pressed_twice(0, &format!("[{ended}]"));
    assert_eq!(world.count("POST https://p.example/api/content/payments"), 2);
    assert!(!world.waits.contains(&1_000));
}

#[test]
fn only_a_retry_after_in_seconds_extends_the_time_limit_of_a_step() {
    for (asked_for, left_ms) in [(Some("30"), 20_000), (None, 18_000), (Some("Wed, 21 Oct 2026 07:28:00 GMT"), 18_000)]
    {
        let mut world = World::default();
        let result = world.run(placing(&page(), ORDER, "null"), |request, earlier| {
            match (request.url.ends_with("/payments/sessions"), earlier) {
                (true, 0) => Ok(Answer { status: 429, text: String::new(), retry_after: asked_for.map(str::to_owned) }),
                _ if request.url.ends_with("/order/90") => ok(200, "[]"),
                _ => fine(request),
            }
        });
        assert!(matches!(&result, CheckoutResult::Accepted { session: Some(_), .. }), "{result:?}");
        let look = world.sent.iter().find(|request| request.url.ends_with("/order/90")).unwrap();
        assert_eq!(look.limit_ms, Some(left_ms), "{asked_for:?}");
    }
}
