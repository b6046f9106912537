//! Properties that must hold for any input, with 10,000 cases each.

use order_bridge::domain::data::Data;
use order_bridge::domain::decimal::Decimal;
use order_bridge::domain::http::Answer;
use order_bridge::domain::json;
use order_bridge::domain::language::Language;
use order_bridge::domain::ocular::{BuyOrder, BuyOrderState, VALIDATOR};
use order_bridge::domain::oneentry::{GuestOrder, Order, PaymentSession, refusal};
use order_bridge::domain::packed::Packed;
use order_bridge::domain::validation::to_json;
use proptest::prelude::*;

const CASES: u32 = 10_000;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,20}",
        "[a-z_]{1,12}",
        Just("CLP".to_owned()),
        Just("percent".to_owned()),
        Just("https://a.b/c".to_owned()),
        "[0-9]{1,14}(\\.[0-9]{1,6})?"
    ]
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i32>().prop_map(|n| n.to_string()),
        (0..100_000u32).prop_map(|n| format!("{}.{:02}", n / 100, n % 100)),
        any::<f64>().prop_map(|n| n.to_string()),
        Just("NaN".to_owned()),
        Just("1e+21".to_owned()),
        Just("5e-324".to_owned()),
    ]
}

fn leaf() -> impl Strategy<Value = Data> {
    prop_oneof![
        Just(Data::Null),
        Just(Data::Other),
        any::<bool>().prop_map(Data::Bool),
        number().prop_map(Data::Number),
        text().prop_map(Data::Text),
    ]
}

/// Known keys and others. The known ones get generated objects past the first check.
fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "external_id",
            "items",
            "image",
            "name",
            "description",
            "quantity",
            "price",
            "unit_price",
            "currency",
            "include_tax",
            "discount_type",
            "discount",
            "variants",
            "categories",
            "value",
            "payment_status",
            "storage",
            "formIdentifier",
            "paymentAccountIdentifier",
            "formData",
            "products",
            "productId",
            "marker",
            "type",
            "en_US",
        ])
        .prop_map(str::to_owned),
        ".{0,6}",
    ]
}

fn any_data() -> impl Strategy<Value = Data> {
    leaf().prop_recursive(5, 60, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Data::List),
            prop::collection::vec((key(), inner), 0..8).prop_map(Data::Map),
        ]
    })
}

/// Mostly valid items: each field is valid, null or arbitrary.
fn item() -> impl Strategy<Value = Data> {
    let field = |good: BoxedStrategy<Data>| prop_oneof![6 => good, 1 => Just(Data::Null), 1 => leaf().boxed()];
    let word = || "[A-Za-zñé ]{1,9}[a-z]".prop_map(Data::Text).boxed();
    (
        field(word()),
        field((1..50i64).prop_map(|n| Data::Number(n.to_string())).boxed()),
        field((0..1_000_000u32).prop_map(|n| Data::Number(format!("{}.{:02}", n / 100, n % 100))).boxed()),
        field(prop::sample::select(vec!["CLP", "USD", "EUR"]).prop_map(|c| Data::Text(c.into())).boxed()),
        field(any::<bool>().prop_map(Data::Bool).boxed()),
        field((0..100u32).prop_map(|n| Data::Number(n.to_string())).boxed()),
        field(prop::collection::vec(word(), 0..3).prop_map(Data::List).boxed()),
    )
        .prop_map(|(name, quantity, price, currency, unit_price, discount, categories)| {
            let entries = [
                ("name", name),
                ("quantity", quantity),
                ("price", price),
                ("currency", currency),
                ("unit_price", unit_price),
                ("discount", discount),
                ("categories", categories),
            ];
            Data::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
        })
}

fn order() -> impl Strategy<Value = Data> {
    prop::collection::vec(item(), 1..5).prop_map(|items| Data::Map(vec![("items".into(), Data::List(items))]))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn validation_never_panics_and_either_accepts_or_reports(data in any_data()) {
        let (order, report) = BuyOrder::check_each(&Packed::of(&data));
        prop_assert_eq!(order.is_some(), report.is_valid());
        prop_assert_eq!(report.detail(VALIDATOR).is_empty(), report.is_valid());
        prop_assert_eq!(report.detail_json(VALIDATOR), to_json(&report.detail(VALIDATOR)));
        let (state, report) = BuyOrderState::check(&Packed::of(&data));
        prop_assert_eq!(state.is_some(), report.is_valid());
        let (order, report) = GuestOrder::check(data, "en_US");
        prop_assert_eq!(order.is_some(), report.is_valid());
        prop_assert_eq!(report.detail_json(""), to_json(&report.detail("")));
    }

    #[test]
    fn a_valid_body_validates_again_unchanged(data in order()) {
        if let (Some(order), _) = BuyOrder::check(&Packed::of(&data)) {
            let body = order.to_json();
            // An independent parser must accept the body as JSON.
            let read: serde_json::Value = serde_json::from_str(&body).unwrap();
            let (again, report) = BuyOrder::check(&Packed::of(&json::parse(&body).unwrap()));
            prop_assert_eq!(report.unknown(), &[] as &[String]);
            prop_assert_eq!(again.unwrap().to_json(), body.clone());
            prop_assert_eq!(serde_json::to_string(&read).unwrap().len(), body.len());
        }
    }

    #[test]
    fn our_parser_reads_what_serde_json_reads(data in any_data()) {
        let mut text = String::new();
        json::write(&mut text, &data);
        let theirs: serde_json::Value = serde_json::from_str(&text).unwrap();
        let ours = json::parse(&text).unwrap();
        prop_assert!(same(&ours, &theirs), "{} {:?}", text, ours);
    }

    #[test]
    fn our_parser_rejects_what_serde_json_rejects(text in r#"[\[\]{}",:0-9eE.+\-a-z\\ u]{0,24}"#) {
        let ours = json::parse(&text).is_some();
        let theirs = serde_json::from_str::<serde_json::Value>(&text);
        // serde_json rejects lone surrogates; ours turns them into U+FFFD, as every browser does.
        if ours != theirs.is_ok() {
            prop_assert!(theirs.unwrap_err().to_string().contains("surrogate"), "{}", text);
        }
    }

    #[test]
    fn reading_an_answer_never_panics(status in 0..600u16, text in prop_oneof![".{0,60}", any_data().prop_map(|d| { let mut t = String::new(); json::write(&mut t, &d); t })]) {
        let answer = Answer { status, text, retry_after: None };
        let _ = Order::read(&answer);
        let _ = PaymentSession::read_of_order(&answer, 1);
        let _ = refusal::refused_fields(&answer, Language::English);
        let _ = order_bridge::domain::ocular::OcularResponse::read(&Ok(answer));
    }

    #[test]
    fn decimals_print_the_number_that_they_read(number in -9.0e15..9.0e15f64) {
        let text = number.to_string();
        let printed = Decimal::from_number(&text).unwrap().to_string();
        prop_assert_eq!(printed.parse::<f64>().unwrap(), number);
    }
}

fn same(ours: &Data, theirs: &serde_json::Value) -> bool {
    use serde_json::Value;
    match (ours, theirs) {
        (Data::Null, Value::Null) => true,
        (Data::Bool(a), Value::Bool(b)) => a == b,
        (Data::Number(a), Value::Number(b)) => {
            *a == b.to_string() || a.parse::<f64>().ok() == b.to_string().parse().ok()
        }
        (Data::Text(a), Value::String(b)) => a == b,
        (Data::List(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Data::Map(_), Value::Object(b)) => b.iter().all(|(key, b)| ours.get(key).is_some_and(|a| same(a, b))),
        _ => false,
    }
}

#[test]
fn data_is_serialised_as_maps_and_lists() {
    let data = json::parse(r#"{"id":-7,"a":"b","c":null,"d":true,"e":[1,{"f":"g"}]}"#).unwrap();
    let serialized = serde_json::to_value(&data).unwrap();
    assert_eq!(serialized, serde_json::json!({"id": -7.0, "a": "b", "c": null, "d": true, "e": [1.0, {"f": "g"}]}));
}
