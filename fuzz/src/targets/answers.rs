//! Answers of OneEntry. The first line is the status and `Retry-After`, the rest is the body.

use order_bridge::domain::checkout::outcome::problem_of;
use order_bridge::domain::data::{Data, MAX_SAFE_INTEGER};
use order_bridge::domain::decimal::Decimal;
use order_bridge::domain::http::Answer;
use order_bridge::domain::json;
use order_bridge::domain::language::Language;
use order_bridge::domain::messages::Situation;
use order_bridge::domain::oneentry::answers::{SignIn, code_of, is_refusal};
use order_bridge::domain::oneentry::{Order, PaymentSession, accounts, preview, refusal};
use order_bridge::domain::problem::Step;
use order_bridge::domain::retry::retry_after_ms;
use serde_json::Value;

use crate::shape::{keys, parse_reference, turned_text};

const MARKER: &str = "order_reference";
const REFERENCE: &str = "ref-1";
const LANGUAGES: [Language; 3] = [Language::English, Language::Spanish, Language::Portuguese];

pub fn run(input: &[u8]) {
    let text = crate::text(input);
    let [head, body] = crate::parts(&text);
    let (status, retry_after) = head.split_once(' ').unwrap_or((head, ""));
    let answer = Answer {
        status: status.parse().unwrap_or(200),
        text: body.to_owned(),
        retry_after: (!retry_after.is_empty()).then(|| retry_after.to_owned()),
    };
    // `None` for a body that is not JSON, or has lone surrogates, which the reference implementation rejects.
    let theirs = json::parse(body).and_then(|_| serde_json::from_str::<Value>(body).ok());
    let turned = turned_text(body).map(|text| Answer { text, ..answer.clone() });

    order(&answer, theirs.as_ref(), turned.as_ref());
    listed(&answer, theirs.as_ref());
    sessions(&answer, turned.as_ref());
    sign_in(&answer);
    refused(&answer);
    previewed(&answer, turned.as_ref());
    offered(&answer);
    assert!(retry_after_ms(answer.retry_after.as_deref()).is_none_or(|ms| ms <= 30_000));
}

fn is_success(answer: &Answer) -> bool {
    (200..=299).contains(&answer.status)
}

fn is_safe(id: i64) -> bool {
    (1..=MAX_SAFE_INTEGER).contains(&id)
}

/// An id in plain digits; `5.0` and `5e0` do not count, since no service writes an id like that.
fn id_of(theirs: &Value) -> Option<i64> {
    let digits = theirs.get("id").filter(|id| id.is_number())?.to_string();
    digits.parse().ok().filter(|id| is_safe(*id))
}

fn order(answer: &Answer, theirs: Option<&Value>, turned: Option<&Answer>) {
    let order = Order::read(answer);
    if let Some(theirs) = theirs {
        let stands = is_success(answer) && theirs.is_object() && id_of(theirs).is_some();
        assert_eq!(order.is_some(), stands, "{answer:?}");
    }
    let Some(order) = order else { return };
    assert!(is_success(answer) && is_safe(order.id), "{answer:?}");
    assert_eq!(order.raw, answer.text);
    if !order.total_sum.is_empty() {
        assert!(
            Decimal::from_number(&order.total_sum).is_some_and(|sum| sum.to_string() == order.total_sum),
            "{order:?}"
        );
    }
    if let Some(theirs) = theirs {
        assert_eq!(id_of(theirs), Some(order.id));
        assert_eq!(theirs.get("currency").and_then(Value::as_str).unwrap_or(""), order.currency);
    }
    if let Some(turned) = turned {
        assert_eq!(Order::read(turned).map(|other| Order { raw: order.raw.clone(), ..other }), Some(order));
    }
}

/// Whether form data, flat or by locale, contains the reference, according to the reference implementation.
fn carries(form: &Value) -> bool {
    match form {
        Value::Array(fields) => fields.iter().any(|field| {
            field.is_object()
                && field.get("marker").and_then(Value::as_str) == Some(MARKER)
                && field.get("value").and_then(Value::as_str) == Some(REFERENCE)
        }),
        Value::Object(locales) => locales.values().any(carries),
        _ => false,
    }
}

fn listed(answer: &Answer, theirs: Option<&Value>) {
    let Some((found, _)) = Order::read_listed(answer, MARKER, REFERENCE) else { return };
    assert!(is_success(answer));
    let Some(order) = found else { return };
    assert!(is_safe(order.id));
    let Some(theirs) = theirs else { return };
    let items = theirs.get("items").unwrap_or(theirs).as_array().map(Vec::as_slice).unwrap_or(&[]);
    let has = |id| items.iter().any(|item| id_of(item) == Some(id) && item.get("formData").is_some_and(carries));
    assert!(has(order.id), "an order without the reference was found: {answer:?}");
    assert!(order.twins.iter().all(|twin| *twin > order.id && has(*twin)), "wrong twins of {}: {answer:?}", order.id);
}

fn sessions(answer: &Answer, turned: Option<&Answer>) {
    let fits = |session: &PaymentSession| {
        assert!(is_success(answer) && is_safe(session.id) && is_safe(session.order_id), "{session:?}");
        assert_ne!(session.payment_url.as_deref(), Some(""));
        assert_eq!(session.payment_status() == Some(0), session.status == "completed");
        assert!(!session.serves("intent") || (session.client_secret.is_some() && session.is_waiting()));
        assert!(!session.serves("session") || session.is_waiting());
    };
    let one = PaymentSession::read(answer, 9, "session");
    one.iter().for_each(fits);
    assert_eq!(turned.and_then(|turned| PaymentSession::read(turned, 9, "session")), one.filter(|_| turned.is_some()));
    let newest = PaymentSession::read_of_order(answer, 9);
    let end = PaymentSession::read_end(answer, 9);
    assert_eq!((newest.is_some(), matches!(newest, Some(Some(_)))), (end.is_some(), matches!(end, Some(Some(_)))));
    newest.iter().flatten().chain(end.iter().flatten()).for_each(fits);

    let Some(Data::List(mut list)) = json::parse(&answer.text) else { return };
    let completed = list.iter().any(|session| session.text_of("status") == Some("completed"));
    if let Some(Some(end)) = &end {
        assert_eq!(end.payment_status() == Some(0), completed, "{end:?}");
    }
    // The reversed list gives the same session.
    list.reverse();
    let other = Answer { text: crate::shape::written(&Data::List(list)), ..answer.clone() };
    let name = |session: Option<Option<PaymentSession>>| session.map(|session| session.map(|s| (s.id, s.is_waiting())));
    assert_eq!(name(PaymentSession::read_of_order(&other, 9)), name(newest));
    assert_eq!(name(PaymentSession::read_end(&other, 9)).is_some(), name(end).is_some());
}

fn sign_in(answer: &Answer) {
    let Some(sign_in) = SignIn::read(answer) else { return };
    assert!(is_success(answer));
    for token in std::iter::once(&sign_in.access_token).chain(&sign_in.refresh_token) {
        assert!(!token.is_empty() && token.bytes().all(|b| (0x21..=0x7e).contains(&b)), "invalid header: {token:?}");
    }
    assert_eq!(format!("{sign_in:?}"), "SignIn");
}

/// Whether a name can only be the name of a field, not something that a shopper typed.
fn is_field_name(name: &str) -> bool {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(is_part)
}

fn refused(answer: &Answer) {
    let signals_failure = (400..500).contains(&answer.status) && !matches!(answer.status, 408 | 425);
    assert!(signals_failure || (!is_refusal(answer) && refusal::code(answer).is_none()), "{answer:?}");
    assert!(signals_failure || refusal::hint(answer).is_none(), "{answer:?}");
    let mut texts = Vec::new();
    for language in LANGUAGES {
        let detail = refusal::refused_fields(answer, language);
        for (at, (name, words)) in detail.iter().enumerate() {
            assert!(is_field_name(name), "{name:?}");
            assert!(detail[..at].iter().all(|(other, _)| other != name), "{name} is named twice");
            assert_eq!(words.len(), 1);
            texts.push(words[0].clone());
        }
    }
    // Two fixed texts in three languages, whatever the service said.
    texts.sort();
    texts.dedup();
    assert!(texts.len() <= 6, "{texts:?}");

    let exchange = Ok(answer.clone());
    let _ = code_of(&exchange);
    for situation in [Situation::NoOrder, Situation::OrderUnknown, Situation::OrderStands, Situation::Elsewhere] {
        let problem = problem_of(&exchange, Step::CreateOrder, situation, Language::English);
        assert!(!problem.message.trim().is_empty());
        assert!(situation != Situation::OrderUnknown || !problem.retryable);
    }
}

fn previewed(answer: &Answer, turned: Option<&Answer>) {
    for (cart, coupon) in
        [(r#"{"products":[{"productId":1,"quantity":2}]}"#, false), (r#"{"products":[],"couponCode":"C"}"#, true)]
    {
        let cart = json::parse(cart).and_then(|cart| preview::check(cart).0).expect("a valid cart");
        let Some((out, previewed)) = preview::read(answer, &cart) else { continue };
        assert!(is_success(answer));
        let read = json::parse(&out).expect("a preview is JSON");
        for key in ["totalSum", "totalSumWithDiscount", "totalDue"] {
            let sum = read.text_of(key).expect("a sum");
            assert!(Decimal::from_number(sum).is_some_and(|decimal| decimal.to_string() == sum), "{sum}");
        }
        assert_eq!(read.get("couponApplied").and_then(Data::as_bool).is_some(), coupon);
        assert_eq!(read.get("raw"), json::parse(&answer.text).as_ref());
        assert_eq!(previewed.changed_to(&answer.text), None, "unchanged, but reported as changed: {answer:?}");
        assert_eq!(Some(previewed.due().as_str()), read.text_of("totalDue"));
        if let Some(turned) = turned {
            assert_eq!(preview::read(turned, &cart).map(|(_, other)| other), Some(previewed));
        }
    }
}

/// Payment accounts must contain none of the merchant's settings, whatever their names.
fn offered(answer: &Answer) {
    let Some(out) = accounts::read(answer, "en_US") else { return };
    assert!(is_success(answer));
    let out = parse_reference(&out);
    for account in out.as_array().expect("a list") {
        let mut names = keys(account);
        names.sort_unstable();
        assert_eq!(names, ["id", "identifier", "isUsed", "isVisible", "title", "type"]);
        assert!(["identifier", "title", "type"].iter().all(|key| account[key].is_string()));
        assert!(["isUsed", "isVisible"].iter().all(|key| account[key].is_boolean()));
    }
}
