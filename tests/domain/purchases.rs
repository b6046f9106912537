//! Purchases as shops tell them: the corpus of data layers, and the quote's total of thousands made by dice.

use order_bridge::domain::data::Data;
use order_bridge::domain::json;
use order_bridge::domain::ocular::purchase::{Layer, Reading, read};
use order_bridge::domain::ocular::quote::quote;
use serde_json::Value;

fn data(value: &Value) -> Data {
    json::parse(&value.to_string()).unwrap()
}

fn reading(case: &Value) -> Reading {
    let mut layer = Layer::default();
    for event in case["before"].as_array().into_iter().flatten() {
        layer.next(data(event));
    }
    read(&layer.next(data(&case["event"])), case["currency"].as_str())
}

/// `T1 | sku:Name x2 @1000 -100 CLP v=Red c=A>B ; …`
fn written(order: &str) -> String {
    let order: Value = serde_json::from_str(order).unwrap();
    let lines: Vec<String> = order["items"].as_array().unwrap().iter().map(line).collect();
    format!("{} | {}", order["external_id"].as_str().unwrap(), lines.join(" ; "))
}

fn line(item: &Value) -> String {
    assert_eq!(item["unit_price"], true, "{item}");
    assert_eq!(item["discount_type"], "amount", "{item}");
    let text = |key: &str| item[key].as_str().unwrap().to_owned();
    let mut line = format!("{}:{} x{} @{}", text("external_id"), text("name"), item["quantity"], item["price"]);
    if item["discount"].to_string() != "0" {
        line += &format!(" -{}", item["discount"]);
    }
    line += &format!(" {}", text("currency"));
    for variant in item["variants"].as_array().unwrap() {
        assert_eq!(variant["name"], "variant");
        line += &format!(" v={}", variant["value"].as_str().unwrap());
    }
    let categories: Vec<&str> =
        item["categories"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    if !categories.is_empty() {
        line += &format!(" c={}", categories.join(">"));
    }
    line
}

fn total(order: &order_bridge::domain::ocular::BuyOrder) -> String {
    let sums: Value = serde_json::from_str(&quote(order)).unwrap();
    let totals: Vec<String> = sums["totals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|sum| format!("{} {}", sum["total"].as_str().unwrap(), sum["currency"].as_str().unwrap()))
        .collect();
    totals.join(" + ")
}

#[test]
fn the_corpus_of_data_layers() {
    let text = include_str!("../corpus/purchases.jsonl");
    let cases: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let platforms: std::collections::BTreeSet<&str> =
        cases.iter().map(|case| case["platform"].as_str().unwrap()).collect();
    assert!(cases.len() >= 150 && platforms.len() >= 10, "{} cases of {} platforms", cases.len(), platforms.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let reading = reading(case);
        let warnings: Vec<&str> = reading.warnings.iter().map(|warning| warning.code).collect();
        let detail: Value = serde_json::from_str(&reading.report.detail_json("")).unwrap();
        let found = serde_json::json!({
            "order": reading.order.as_ref().map(|order| written(&order.to_json())),
            "total": reading.order.as_ref().map(total),
            "wrong": if detail.as_object().unwrap().is_empty() { Value::Null } else { detail },
            "warnings": if warnings.is_empty() { Value::Null } else { warnings.into() },
        });
        let expected = serde_json::json!({ "order": case["order"], "total": case["total"], "wrong": case["wrong"], "warnings": case["warnings"] });
        if found != expected {
            wrong.push(format!("{}, {}:\n  {found}\n  {expected}", case["platform"], case["name"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{} data layers of {} platforms", cases.len(), platforms.len());
}
