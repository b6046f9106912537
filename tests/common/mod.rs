//! The corpus as test cases: a complete argument as JSON text, and the report that validation must give for it.

#![allow(dead_code, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "test code")]

use order_bridge::domain::data::Data;
use order_bridge::domain::json;

/// The example in the documentation of the Ocular API (the seed file).
pub const BUY_ORDER: &str = r#"{
  "external_id": "ORDER-8454",
  "items": [{
    "external_id": "SKU-845-G54",
    "image": "https://domain.com/images/products/product/product_image.jpg",
    "name": "Nombre del producto",
    "description": "Descripción del producto",
    "quantity": 2,
    "include_tax": true,
    "unit_price": false,
    "discount_type": "amount",
    "discount": 2990.00,
    "currency": "CLP",
    "price": 10000.00,
    "variants": [
      { "name": "Color", "value": "Negro" },
      { "name": "Talla", "value": "XL" },
      { "name": "Medidas", "value": "30cm x 30cm" }
    ],
    "categories": ["Atención Online", "Bussines"]
  }]
}"#;

pub const BUY_ORDER_STATE: &str = r#"{ "external_id": "SKU-845-G54", "payment_status": 0 }"#;

pub struct Case {
    pub name: String,
    /// The argument as JSON text.
    pub params: String,
    /// Paths and complete messages, in order.
    pub detail: Vec<(String, Vec<String>)>,
    pub unknown: Vec<String>,
}

pub fn buy_orders() -> Vec<Case> {
    cases(include_str!("../corpus/buy_order.jsonl"), BUY_ORDER)
}

pub fn buy_order_states() -> Vec<Case> {
    cases(include_str!("../corpus/buy_order_state.jsonl"), BUY_ORDER_STATE)
}

fn cases(lines: &str, base: &str) -> Vec<Case> {
    lines.lines().map(|line| case(&json::parse(line).unwrap(), base)).collect()
}

fn case(line: &Data, base: &str) -> Case {
    let base = json::parse(base).unwrap();
    let at = line.text_of("at").unwrap();
    let params = match replacement(line) {
        Change::Keep => base,
        change => changed(base, at, change),
    };
    let mut text = String::new();
    json::write(&mut text, &params);
    let texts =
        |value: &Data| value.as_list().unwrap().iter().map(|t| t.as_text().unwrap().to_owned()).collect::<Vec<_>>();
    let detail = match line.get("wrong") {
        Some(Data::Map(fields)) => fields
            .iter()
            .map(|(path, rules)| {
                let full = |rule: String| format!("SessionOrderControllerValidator: {path} {rule}");
                (path.clone(), texts(rules).into_iter().map(full).collect())
            })
            .collect(),
        _ => Vec::new(),
    };
    Case {
        name: line.text_of("name").unwrap().to_owned(),
        params: text,
        detail,
        unknown: line.get("unknown").map(texts).unwrap_or_default(),
    }
}

enum Change {
    Keep,
    Absent,
    Value(Data),
}

fn replacement(line: &Data) -> Change {
    if line.get("keep").is_some() {
        return Change::Keep;
    }
    if line.get("absent").is_some() {
        return Change::Absent;
    }
    if let Some(repeat) = line.get("repeat").and_then(Data::as_list) {
        let count = usize::try_from(repeat[1].as_integer().unwrap()).unwrap();
        let prefix = line.text_of("prefix").unwrap_or("");
        return Change::Value(Data::Text(format!("{prefix}{}", repeat[0].as_text().unwrap().repeat(count))));
    }
    if let Some(times) = line.get("times").and_then(Data::as_list) {
        let count = usize::try_from(times[1].as_integer().unwrap()).unwrap();
        return Change::Value(Data::List(vec![times[0].clone(); count]));
    }
    Change::Value(line.get("value").unwrap().clone())
}

fn changed(data: Data, at: &str, change: Change) -> Data {
    if at.is_empty() {
        let Change::Value(value) = change else { panic!("only a value can replace the whole argument") };
        return value;
    }
    let (head, rest) = at.split_once('.').unwrap_or((at, ""));
    match data {
        Data::List(mut list) => {
            let index: usize = head.parse().unwrap();
            let inner = list[index].clone();
            list[index] = changed(inner, rest, change);
            Data::List(list)
        }
        Data::Map(mut entries) => {
            let index = entries.iter().position(|(key, _)| key == head).unwrap();
            if rest.is_empty() && matches!(change, Change::Absent) {
                entries.remove(index);
            } else {
                let inner = entries[index].1.clone();
                entries[index].1 = changed(inner, rest, change);
            }
            Data::Map(entries)
        }
        other => panic!("nothing at {at} in {other:?}"),
    }
}
