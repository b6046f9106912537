//! Requests to Ocular, and its answers. Lines: status, an argument of `setBuyOrder` or `setBuyOrderState`, an answer.

use order_bridge::domain::data::Data;
use order_bridge::domain::decimal::Decimal;
use order_bridge::domain::http::{Answer, Fault};
use order_bridge::domain::json;
use order_bridge::domain::ocular::{BuyOrder, BuyOrderState, OcularResponse, VALIDATOR};
use order_bridge::domain::oneentry::GuestOrder;
use order_bridge::domain::packed::Packed;
use serde_json::Value;

use crate::shape::{keys, parse_reference, turned};

const ITEM: [&str; 13] = [
    "external_id",
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
];

pub fn run(input: &[u8]) {
    let text = crate::text(input);
    let [status, params, answer] = crate::parts(&text);
    if let Some(params) = json::parse(params) {
        buy_order(&params);
        state(&params);
        guest_order(&params);
    }
    answered(status.parse().unwrap_or(200), answer);
    answered(status.parse().unwrap_or(200), params);
}

fn buy_order(params: &Data) {
    let (orders, report) = BuyOrder::check_each(&Packed::of(params));
    assert_eq!(orders.is_some(), report.is_valid());
    let detail = report.detail(VALIDATOR);
    assert_eq!(detail.is_empty(), report.is_valid());
    assert!(detail.iter().all(|(path, texts)| !texts.is_empty()
        && texts.iter().all(|text| text.starts_with(VALIDATOR) && text.contains(path.as_str()))));
    let bodies = orders.as_ref().map(|orders| orders.iter().map(BuyOrder::to_json).collect::<Vec<_>>());
    if let Some(turned) = turned(params) {
        let (again, _) = BuyOrder::check_each(&Packed::of(&turned));
        assert_eq!(again.map(|orders| orders.iter().map(BuyOrder::to_json).collect::<Vec<_>>()), bodies);
    }
    for (order, body) in orders.iter().flatten().zip(bodies.iter().flatten()) {
        wire(&parse_reference(body));
        let (again, report) = BuyOrder::check(&Packed::of(&json::parse(body).expect("a body is JSON")));
        assert_eq!(report.unknown(), &[] as &[String], "{body}");
        // A missing discount is written as 0.
        assert_eq!(again.map(|again| again.to_json()).as_ref(), Some(body));
        assert!(body.contains(&order.items));
    }
}

/// A body has only the documented properties.
fn wire(body: &Value) {
    assert!(keys(body).iter().all(|key| ["external_id", "items"].contains(key)), "{body}");
    let items = body["items"].as_array().expect("items");
    assert!((1..=10_000).contains(&items.len()));
    for item in items {
        assert!(keys(item).iter().all(|key| ITEM.contains(key)), "{item}");
        assert!(["quantity", "price", "discount"].iter().all(|key| item[key].is_number()), "{item}");
        assert!(item["quantity"].as_i64().is_some_and(|quantity| (1..=2_147_483_647).contains(&quantity)), "{item}");
        let price = Decimal::from_number(&item["price"].to_string()).expect("a decimal");
        assert!(!price.is_negative() && price.places() <= 4, "{item}");
        assert!(matches!(item["currency"].as_str(), Some("CLP" | "USD" | "EUR")), "{item}");
        assert!(matches!(item["discount_type"].as_str(), Some("percent" | "amount")), "{item}");
        assert!(item["name"].as_str().is_some_and(|name| !name.trim().is_empty()), "{item}");
    }
}

fn state(params: &Data) {
    let (state, report) = BuyOrderState::check(&Packed::of(params));
    assert_eq!(state.is_some(), report.is_valid());
    if let Some(turned) = turned(params) {
        assert_eq!(BuyOrderState::check(&Packed::of(&turned)).0, state);
    }
    let Some(state) = state else { return };
    assert!(matches!(parse_reference(&state.body)["payment_status"].as_u64(), Some(0 | 1)));
    let (again, report) = BuyOrderState::check(&Packed::of(&json::parse(&state.body).expect("a body is JSON")));
    assert_eq!(report.unknown(), &[] as &[String]);
    assert_eq!(again, Some(state));
}

/// A OneEntry order: its body contains what it was given, and each locale contains the reference exactly once.
fn guest_order(params: &Data) {
    let (order, report) = GuestOrder::check(params.clone(), "en_US");
    assert_eq!(order.is_some(), report.is_valid());
    let Some(order) = order else { return };
    let body = parse_reference(&order.body(None));
    assert_eq!(body["formIdentifier"].as_str(), Some(order.form.as_str()));
    assert_eq!(body["paymentAccountIdentifier"].as_str(), Some(order.payment_account.as_str()));
    assert_eq!(body["products"], parse_reference(&order.body(Some(("m", "r"))))["products"]);
    let marked = parse_reference(&order.body(Some(("order_reference", "ref-1"))));
    for fields in marked["formData"].as_object().expect("locales").values() {
        let carried: Vec<&Value> =
            fields.as_array().expect("fields").iter().filter(|field| field["marker"] == "order_reference").collect();
        assert!(matches!(carried[..], [field] if field["value"] == "ref-1"), "{marked}");
    }
    // The body is a valid order in turn, and has the same cart.
    let mut again = json::parse(&order.body(None)).expect("a body is JSON");
    if let Data::Map(entries) = &mut again {
        entries.push(("storage".into(), Data::Text(order.storage.clone())));
    }
    let (again, report) = GuestOrder::check(again, "en_US");
    assert!(report.unknown().is_empty());
    assert_eq!(again.map(|again| (again.cart(), again.body(None))), Some((order.cart(), order.body(None))));
}

fn answered(status: u16, text: &str) {
    let answer = Answer { status, text: text.to_owned(), retry_after: None };
    let response = OcularResponse::read(&Ok(answer));
    assert!(response.status_code <= 2);
    let data = response.to_data();
    let message = data.text_of("message").expect("a message");
    assert_eq!(data.get("detail").is_some(), response.status_code == 2);
    assert!(response.code.is_none() || response.status_code == 1);
    let detail = data.get("detail").cloned().unwrap_or(Data::Map(Vec::new()));
    assert!(detail.is_map_of(|texts| !texts.elements().is_empty()));
    let vendors = json::parse(text).filter(Data::is_map).and_then(|body| body.get("statusCode")?.as_integer());
    if !matches!(vendors, Some(0..=2)) {
        // Without the service's own status code, the HTTP status decides, and little of a foreign text is quoted.
        let is_page = text.trim_start().starts_with('<');
        let is_good = (200..300).contains(&status) && !is_page;
        // A status in another shape, perhaps after a printed notice, can only make a good HTTP status worse.
        let has_word = ["status", "success", "error", "ok", "\\u"].iter().any(|word| text.contains(word));
        assert!(is_good || response.status_code != 0 || has_word, "{status} {text}");
        assert!(!is_good || response.status_code == 0 || has_word, "{status} {text}");
        assert!(has_word || message.chars().count() <= 220 && !message.contains(['<', '{', '\n']), "{response:?}");
    } else {
        assert_eq!(vendors, Some(i64::from(response.status_code)));
    }
    assert_eq!(OcularResponse::read(&Err(Fault::BrokenOff(status))).status_code, 1);
}
