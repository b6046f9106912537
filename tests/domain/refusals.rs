//! Every documented refusal (contract 2.1, 4.2, 4.4, 5.2, 8): its code, the field it names, what the shopper reads.

use crate::recorder::Flow;
use crate::world::{ORDER, World, checkout, fine};
use order_bridge::domain::checkout::place_order::place_order;
use order_bridge::domain::checkout::{CheckoutResult, PlaceOrderOptions};
use order_bridge::domain::code::Code;
use order_bridge::domain::http::Answer;
use order_bridge::domain::json;
use order_bridge::domain::language::Language;
use order_bridge::domain::problem::Step;

const LANGUAGES: [Language; 3] = [Language::English, Language::Spanish, Language::Portuguese];

/// Status, the service's text, our code, the field, the English message.
type Row = (u16, &'static str, Code, Option<&'static str>, &'static str);

const FORM: &str = "Some details are missing or not right. Please check the form.";
const SET_UP: &str = "This shop's checkout is not set up correctly. Please ask the shop.";
const PAYMENT: &str = "This way of paying is not available right now. Please choose another one.";
const PRODUCT: &str = "A product in the cart is not available any more. Please change the cart.";

const ORDER_ROWS: [Row; 25] = [
    (
        400,
        "form includes an attribute's marker 'nick' that is not presented in 'guest_order_set' attributes sets",
        Code::Rejected,
        Some("nick"),
        SET_UP,
    ),
    (400, "required values are missing or incorrect: guest_phone", Code::Rejected, Some("guest_phone"), FORM),
    (400, "formData's marker 'guest_email' value is missing or incorrect", Code::Rejected, Some("guest_email"), FORM),
    (400, "formData's marker 'undefined' marker is required", Code::Rejected, Some("formData"), FORM),
    (
        400,
        "formData's marker 'guest_email' type must be one of [string, text]",
        Code::Rejected,
        Some("guest_email"),
        SET_UP,
    ),
    (400, "\"formData\" must be of type object", Code::Rejected, Some("formData"), FORM),
    (400, "there aren't list values for type list", Code::Rejected, None, SET_UP),
    (400, "empty form data section", Code::Rejected, Some("formData"), FORM),
    (
        400,
        "formData doesn't have spam attribute",
        Code::Rejected,
        None,
        "The shop needs to know that you are not a robot. Please confirm it in the form.",
    ),
    (400, "wrong form's attribute type", Code::Rejected, None, SET_UP),
    (400, "You must authorize to send data", Code::Unauthorized, None, SET_UP),
    (
        400,
        "Payment account identifier is wrong or payment accounts are not defined",
        Code::Rejected,
        Some("paymentAccountIdentifier"),
        PAYMENT,
    ),
    (400, "Your payment account is not connected", Code::Rejected, None, PAYMENT),
    (403, "Your payment account is not connected", Code::Forbidden, None, PAYMENT),
    (
        400,
        "products.0.productId must be a number conforming to the specified constraints",
        Code::Rejected,
        Some("products.0.productId"),
        "The shop did not accept these details.",
    ),
    (400, "Order must have a payment", Code::Rejected, None, SET_UP),
    (
        400,
        "Payment sessions 3 could not be canceled — the order may have been paid.",
        Code::Rejected,
        None,
        "The payment may already have gone through. Please ask the shop.",
    ),
    (400, "Product 99 is out of stock", Code::Rejected, Some("products"), PRODUCT),
    (404, "Product 9171 not found", Code::NotFound, Some("products"), PRODUCT),
    (
        400,
        "Coupon NOPE is not valid",
        Code::Rejected,
        Some("couponCode"),
        "The coupon is not valid. Please check or remove it.",
    ),
    (401, "Unauthorized", Code::Unauthorized, None, "The shop did not accept the guest sign-in."),
    (403, "Resource is closed", Code::Forbidden, None, SET_UP),
    (403, "Permission data not found. Provide the permission for requested url", Code::Forbidden, None, SET_UP),
    (403, "User doesn't have permissions to access the requested url or API method", Code::Forbidden, None, SET_UP),
    (404, "Cannot POST /api/content/orders-storage/marker/x/orders", Code::NotFound, None, SET_UP),
];

fn body(status: u16, message: &str, shape: usize) -> String {
    let mut text = String::new();
    json::write_text(&mut text, message);
    match shape {
        0 => format!(r#"{{"statusCode":{status},"message":{text}}}"#),
        1 => format!(
            r#"{{"statusCode":{status},"message":[{text}],"timestamp":"2026-09-01T10:05:00.000Z","pageData":null}}"#
        ),
        _ => format!(r#"{{"message":{text}}}"#),
    }
}

fn place(language: Language, answer: &Answer, route: &str) -> (CheckoutResult, World) {
    let shared = checkout("null", language);
    let checked = shared.check(json::parse(ORDER).unwrap());
    let mut world = World::default();
    let flow = Flow::new(|io| place_order(shared, io, checked, PlaceOrderOptions::default()));
    let result = world.run(flow, |request, _| {
        let asked = request.url.rsplit('/').next() == Some(route) && request.method.name() == "POST";
        if asked { Ok(answer.clone()) } else { fine(request) }
    });
    (result, world)
}

#[test]
fn every_refusal_of_an_order_has_its_code_field_and_message() {
    for (status, message, code, field, says) in ORDER_ROWS {
        for shape in 0..3 {
            let answer = Answer { status, text: body(status, message, shape), retry_after: None };
            let (result, world) = place(Language::English, &answer, "orders");
            let CheckoutResult::Rejected { problem, detail, .. } = result else { panic!("{message}: {result:?}") };
            assert_eq!(
                (problem.code, problem.status, problem.step),
                (code, Some(status), Some(Step::CreateOrder)),
                "{message}"
            );
            assert_eq!(problem.message, format!("{says} No order was placed."), "{message}");
            let fields: Vec<_> = detail.unwrap().into_iter().map(|(field, _)| field).collect();
            assert_eq!(fields.first().map(String::as_str), field, "{message}");
            assert_eq!(world.count("/orders"), 1, "{message}");
        }
    }
}

#[test]
fn every_refusal_is_translated_and_does_not_repeat_the_services_text() {
    for (status, message, ..) in ORDER_ROWS {
        let answer = Answer { status, text: body(status, message, 0), retry_after: None };
        let received: Vec<(String, String)> = LANGUAGES
            .into_iter()
            .map(|language| {
                let (result, _) = place(language, &answer, "orders");
                let CheckoutResult::Rejected { problem, detail, .. } = result else { panic!("{message}: {result:?}") };
                assert!(!problem.message.contains(message), "{}", problem.message);
                let texts = detail.unwrap().into_iter().flat_map(|(_, texts)| texts).collect::<Vec<_>>().join(" ");
                assert!(!texts.contains("guest_") && !texts.contains(message), "{texts}");
                (problem.message, texts)
            })
            .collect();
        assert!(received[0].0 != received[1].0 && received[1].0 != received[2].0, "{received:?}");
        assert!(received[0].1.is_empty() || received[0].1 != received[1].1, "{received:?}");
    }
}

#[test]
fn after_every_refusal_of_a_payment_session_the_order_stands() {
    for (status, message, code, says) in [
        (
            400,
            "Your payment account is not connected",
            Code::Rejected,
            "This way of paying is not available right now.",
        ),
        (
            403,
            "Your payment account is not connected",
            Code::Forbidden,
            "This way of paying is not available right now.",
        ),
        (
            403,
            "Permission data not found. Provide the permission for requested url",
            Code::Forbidden,
            "This shop's checkout is not set up correctly.",
        ),
        (404, "Order not found", Code::NotFound, "The shop does not know what was asked for."),
        (
            404,
            "Cannot POST /api/content/payments/sessions",
            Code::NotFound,
            "This shop's checkout is not set up correctly.",
        ),
    ] {
        let answer = Answer { status, text: body(status, message, 0), retry_after: None };
        let (result, _) = place(Language::English, &answer, "sessions");
        let CheckoutResult::Accepted { problem: Some(problem), order, .. } = result else {
            panic!("{message}: {result:?}")
        };
        assert_eq!((order.id, problem.code, problem.step), (90, code, Some(Step::CreateSession)), "{message}");
        assert_eq!(problem.message, format!("{says} Your order has been placed and is safe."), "{message}");
    }
}

#[test]
fn the_message_of_a_busy_shop_says_how_long_to_wait() {
    for (header, english, seconds) in [
        (Some("12"), "The shop is very busy. Please wait 12 seconds. No order was placed.", Some(12)),
        (
            Some("Wed, 21 Oct 2026 07:28:00 GMT"),
            "The shop is very busy. Please wait a moment. No order was placed.",
            None,
        ),
        (None, "The shop is very busy. Please wait a moment. No order was placed.", None),
    ] {
        let answer = Answer { status: 429, text: String::new(), retry_after: header.map(str::to_owned) };
        let (result, _) = place(Language::English, &answer, "orders");
        let CheckoutResult::Rejected { problem, .. } = result else { panic!("{result:?}") };
        assert_eq!((problem.message.as_str(), problem.retry_after_seconds), (english, seconds));
        assert_eq!((problem.code, problem.retryable), (Code::RateLimited, true));
    }
    let answer = Answer { status: 429, text: String::new(), retry_after: Some("12".into()) };
    let (result, _) = place(Language::Spanish, &answer, "orders");
    let CheckoutResult::Rejected { problem, .. } = result else { panic!("{result:?}") };
    assert!(problem.message.contains("Espera 12 segundos."), "{}", problem.message);
}

#[test]
fn after_a_server_error_the_order_is_unknown_and_no_message_suggests_another_order() {
    for (_, message, ..) in ORDER_ROWS {
        for status in [500, 502, 503] {
            for language in LANGUAGES {
                let answer = Answer { status, text: body(status, message, 0), retry_after: Some("5".into()) };
                let (result, _) = place(language, &answer, "orders");
                let CheckoutResult::Unknown { problem, .. } = result else { panic!("{message}: {result:?}") };
                assert_eq!((problem.code, problem.retryable), (Code::Server, false));
                let text = problem.message.to_lowercase();
                for word in
                    ["again", "another", "otra", "outra", "elige", "escolha", "choose", "retry", "carrito", "cart "]
                {
                    assert!(!text.contains(word), "{text}");
                }
            }
        }
    }
}
