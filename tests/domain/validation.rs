//! Every rule of the validation tables: a valid value, each invalid one, the limits, the default.

use order_bridge::domain::json;
use order_bridge::domain::ocular::{BuyOrder, BuyOrderState, VALIDATOR};
use order_bridge::domain::packed::Packed;

#[test]
fn every_buy_order_of_the_corpus_gets_the_expected_report() {
    let cases = crate::common::buy_orders();
    assert!(cases.len() >= 150, "{} cases", cases.len());
    for case in &cases {
        let (order, report) = BuyOrder::check_each(&packed(&case.params));
        assert_eq!(report.detail(VALIDATOR), case.detail, "{}", case.name);
        assert_eq!(report.unknown(), case.unknown, "{}", case.name);
        assert_eq!(order.is_some(), case.detail.is_empty(), "{}", case.name);
    }
    println!("{} cases", cases.len());
}

#[test]
fn every_state_of_the_corpus_gets_the_expected_report() {
    for case in crate::common::buy_order_states() {
        let (state, report) = BuyOrderState::check(&packed(&case.params));
        assert_eq!(report.detail(VALIDATOR), case.detail, "{}", case.name);
        assert_eq!(report.unknown(), case.unknown, "{}", case.name);
        assert_eq!(state.is_some(), case.detail.is_empty(), "{}", case.name);
    }
}

fn packed(params: &str) -> Packed {
    Packed::of(&json::parse(params).unwrap())
}

fn body(params: &str) -> String {
    BuyOrder::check(&packed(params)).0.unwrap().to_json()
}

#[test]
fn floating_point_noise_of_prices_is_not_sent() {
    let line = r#"{"items":[{"name":"a","quantity":1,"price":29.979999999999997,"currency":"USD","discount":0.30000000000000004}]}"#;
    let body = body(line);
    assert!(body.contains(r#""price":29.98,"#) && body.contains(r#""discount":0.3,"#), "{body}");
}

#[test]
fn a_body_with_trailing_zeros_validates_again_unchanged() {
    let first = body(r#"{"items":[{"name":"a","quantity":1,"price":"1.00","currency":"USD","discount":"0.500000"}]}"#);
    assert!(first.contains(r#""discount":0.500000,"#), "{first}");
    assert_eq!(body(&first), first);
}

#[test]
fn the_body_contains_every_default() {
    assert_eq!(
        body(r#"{"items":[{"currency":"CLP","price":1,"quantity":2,"name":"a"}]}"#),
        r#"{"items":[{"name":"a","quantity":2,"price":1,"unit_price":false,"currency":"CLP","include_tax":true,"discount_type":"amount","discount":0,"variants":[],"categories":[]}]}"#
    );
}

#[test]
fn the_keys_of_the_example_are_in_the_order_of_the_table() {
    assert_eq!(
        body(crate::common::BUY_ORDER),
        concat!(
            r#"{"external_id":"ORDER-8454","items":[{"external_id":"SKU-845-G54","#,
            r#""image":"https://domain.com/images/products/product/product_image.jpg","name":"Nombre del producto","#,
            r#""description":"Descripción del producto","quantity":2,"price":10000.00,"unit_price":false,"currency":"CLP","#,
            r#""include_tax":true,"discount_type":"amount","discount":2990.00,"#,
            r#""variants":[{"name":"Color","value":"Negro"},{"name":"Talla","value":"XL"},{"name":"Medidas","value":"30cm x 30cm"}],"#,
            r#""categories":["Atención Online","Bussines"]}]}"#
        )
    );
}

#[test]
fn decimals_keep_their_exact_digits() {
    for (price, sent) in [
        ("39000.00", "39000.00"),
        ("\"39000.00\"", "39000.00"),
        ("0.99", "0.99"),
        ("1e2", "100"),
        ("\"007.50\"", "7.50"),
        ("\"0.0000\"", "0.0000"),
        ("999999999999.9999", "999999999999.9999"),
        ("-0", "0"),
    ] {
        let json = body(&format!(r#"{{"items":[{{"name":"a","quantity":1,"price":{price},"currency":"CLP"}}]}}"#));
        assert!(json.contains(&format!(r#""price":{sent},"#)), "{price}: {json}");
    }
}

#[test]
fn a_state_has_two_fields_in_order() {
    let state = |params: &str| BuyOrderState::check(&packed(params)).0.unwrap().body;
    assert_eq!(state(r#"{"payment_status":1,"external_id":"a"}"#), r#"{"external_id":"a","payment_status":1}"#);
    assert_eq!(state(r#"{"payment_status":0}"#), r#"{"payment_status":0}"#);
    assert_eq!(state(r#"{"payment_status":-0}"#), r#"{"payment_status":0}"#);
}
