//! Purchases as shops push them: the corpus of data layers, and the quoted totals of thousands of random purchases.

use std::cell::RefCell;
use std::rc::Rc;

use crate::recorder::Flow;
use crate::world::{World, fine, ok, parse_url};
use order_bridge::domain::data::Data;
use order_bridge::domain::json;
use order_bridge::domain::ocular::OcularConfig;
use order_bridge::domain::ocular::delivery::Kind;
use order_bridge::domain::ocular::purchase::report::{read_event, report};
use order_bridge::domain::ocular::purchase::{Layer, Reading, read};
use order_bridge::domain::ocular::quote::quote;
use order_bridge::domain::packed::Packed;
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

/// An order as one line: `T1 | sku:Name x2 @1000 -100 CLP v=Red c=A>B ; …`
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
    if item["discount"].as_i64() != Some(0) {
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
fn every_data_layer_of_the_corpus_is_read_as_expected() {
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

/// Google and the agent get the same total: the sum of price times quantity, whatever the discounts.
#[test]
fn the_quoted_total_is_the_sum_of_price_times_quantity() {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut dice = |sides: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % sides
    };
    for number in 0..10_000 {
        let currency = ["CLP", "USD", "EUR"][dice(3) as usize];
        let places = if currency == "CLP" { 0 } else { dice(3) as usize };
        let mut sum = 0_i128;
        let items: Vec<String> = (0..=dice(6))
            .map(|line| {
                let (price, quantity) = (i128::from(dice(5_000_000)), i128::from(1 + dice(40)));
                sum += price * quantity;
                let scale = 10_i128.pow(places as u32);
                let plain = match places {
                    0 => price.to_string(),
                    _ => format!("{}.{:0places$}", price / scale, price % scale),
                };
                let price = match dice(3) {
                    0 => plain,
                    1 => format!("\"{plain}\""),
                    _ => format!("\"{currency} {}\"", plain.replace('.', ",")),
                };
                let discount = if dice(3) == 0 { format!(",\"discount\":{}", dice(90)) } else { String::new() };
                let quantity = if dice(2) == 0 { quantity.to_string() } else { format!("\"{quantity}\"") };
                format!(r#"{{"item_id":"{line}","price":{price},"quantity":{quantity}{discount}}}"#)
            })
            .collect();
        let items = items.join(",");
        let event = format!(
            r#"{{"event":"purchase","ecommerce":{{"transaction_id":"{number}","currency":"{currency}","items":[{items}]}}}}"#
        );
        let reading = read(&json::parse(&event).unwrap(), None);
        let order = reading.order.unwrap_or_else(|| panic!("{event}: {:?} {:?}", reading.report, reading.warnings));
        let scale = 10_i128.pow(places as u32);
        let expected = match places {
            0 => sum.to_string(),
            _ => format!("{}.{:0places$}", sum / scale, sum % scale),
        };
        let (found, own) = total(&order).rsplit_once(' ').map(|(sum, own)| (sum.to_owned(), own.to_owned())).unwrap();
        let exact = |text: &str| order_bridge::domain::decimal::Decimal::from_number(text).unwrap();
        assert_eq!(own, currency);
        assert_eq!(exact(&found).partial_cmp(&exact(&expected)), Some(std::cmp::Ordering::Equal), "{event}: {found}");
    }
}

#[test]
fn a_layer_remembers_the_purchases_that_it_has_seen() {
    let mut layer = Layer::default();
    assert!(!layer.note("1") && layer.note("1"));
    assert!(layer.has_seen("1") && !layer.has_seen("2"));
    layer.forget("1");
    assert!(!layer.note("1"));
}

type Page = Rc<RefCell<Layer>>;

/// Reports the order of a purchase; returns the status of the response, or `None` if it was reported before.
fn reporting(page: &Page, id: &str, price: u32) -> Flow<Option<u8>> {
    let config = Rc::new(OcularConfig::read(&Data::Null, parse_url).unwrap());
    let order = format!(r#"{{{id}"items":[{{"name":"a","quantity":1,"price":{price},"currency":"CLP"}}]}}"#);
    let (page, params) = (Rc::clone(page), Packed::of(&json::parse(&order).unwrap()));
    Flow::new(|io| async move {
        report(io, Some(&page), config, Kind::Order, Some(params)).await.map(|tracked| tracked.response.status_code)
    })
}

#[test]
fn a_purchase_is_reported_once_by_all_pages_of_a_browser() {
    let (mut world, page) = (World::default(), Page::default());
    world.keeps_texts = true;
    let id = r#""external_id":"T1","#;
    assert_eq!(
        world.run_all(vec![reporting(&page, id, 1), reporting(&page, id, 1)], |request, _| fine(request)),
        [Some(0), None]
    );
    assert_eq!(world.run(reporting(&Page::default(), id, 1), |request, _| fine(request)), None);
    assert_eq!(world.count("order"), 1);
    // Other content edits the order. Without a number, an order cannot be recognised.
    assert_eq!(world.run(reporting(&page, id, 2), |request, _| fine(request)), Some(0));
    for _ in 0..2 {
        assert_eq!(world.run(reporting(&page, "", 1), |request, _| fine(request)), Some(0));
    }
    assert_eq!(world.count("order"), 4);
    world.later_ms = 8 * 24 * 60 * 60 * 1000;
    assert_eq!(world.run(reporting(&Page::default(), id, 1), |request, _| fine(request)), Some(0));
}

#[test]
fn a_purchase_that_was_refused_may_be_reported_again() {
    let (mut world, page) = (World::default(), Page::default());
    let id = r#""external_id":"T1","#;
    assert_eq!(world.run(reporting(&page, id, 1), |_, _| ok(400, "")), Some(1));
    assert_eq!(world.run(reporting(&page, id, 1), |request, _| fine(request)), Some(0));
}

#[test]
fn an_event_without_lines_waits_for_the_same_purchase_with_lines() {
    let event = |page: &Page, items: &str| {
        let event = format!(r#"{{"event":"purchase","transaction_id":"T1"{items}}}"#);
        let (page, event) = (Rc::clone(page), Packed::of(&json::parse(&event).unwrap()));
        Flow::new(|io| async move {
            let currency = Packed::of(&Data::Text("CLP".into()));
            read_event(&io, &page, &event, &currency).await.map(|reading| (reading.has_lines, reading.order.is_some()))
        })
    };
    let (with, without) = (r#","items":[{"item_id":"a","price":1}]"#, "");
    let (mut world, page) = (World::default(), Page::default());
    let both = vec![event(&page, without), event(&page, with)];
    assert_eq!(world.run_all(both, |request, _| fine(request)), [None, Some((true, true))]);
    assert_eq!(world.waits, [1000]);
    assert_eq!(world.run(event(&Page::default(), without), |request, _| fine(request)), Some((false, false)));
}
