//! Every rule for a guest order, and how the three shapes of form data are sent.

use order_bridge::domain::data::Data;
use order_bridge::domain::json;
use order_bridge::domain::oneentry::GuestOrder;

const FIELD: &str = r#"{"marker":"guest_name","type":"string","value":"Christina Thomas"}"#;

fn order(changes: &[(&str, &str)]) -> String {
    let mut parts = vec![
        ("storage", r#""guest_orders""#.to_owned()),
        ("formIdentifier", r#""guest_order""#.to_owned()),
        ("paymentAccountIdentifier", r#""cash""#.to_owned()),
        ("formData", format!("[{FIELD}]")),
        ("products", r#"[{"productId":10,"quantity":1}]"#.to_owned()),
    ];
    for (key, value) in changes {
        match parts.iter_mut().find(|(known, _)| known == key) {
            Some(part) => part.1 = (*value).to_owned(),
            None => parts.push((key, (*value).to_owned())),
        }
    }
    parts.retain(|(_, value)| value != "absent");
    format!("{{{}}}", parts.iter().map(|(key, value)| format!(r#""{key}":{value}"#)).collect::<Vec<_>>().join(","))
}

fn detail(text: &str) -> Vec<(String, Vec<String>)> {
    let (order, report) = GuestOrder::check(json::parse(text).unwrap(), "en_US");
    assert_eq!(order.is_some(), report.is_valid());
    report.detail("")
}

fn body(text: &str) -> String {
    GuestOrder::check(json::parse(text).unwrap(), "en_US").0.unwrap().body(None)
}

#[test]
fn the_documented_order_is_sent_as_documented() {
    let expected = format!(
        r#"{{"formIdentifier":"guest_order","paymentAccountIdentifier":"cash","formData":{{"en_US":[{FIELD}]}},"products":[{{"productId":10,"quantity":1}}]}}"#
    );
    assert_eq!(body(&order(&[])), expected);
    // A single field, and fields already keyed by locale, give the same body.
    assert_eq!(body(&order(&[("formData", FIELD)])), expected);
    assert_eq!(body(&order(&[("formData", &format!(r#"{{"en_US":[{FIELD}]}}"#))])), expected);
}

#[test]
fn form_data_of_other_locales_is_sent_unchanged() {
    let json = body(&order(&[("formData", &format!(r#"{{"es_ES":[{FIELD}],"en_US":[]}}"#))]));
    assert!(json.contains(&format!(r#""formData":{{"es_ES":[{FIELD}],"en_US":[]}}"#)), "{json}");
}

#[test]
fn optional_properties_are_sent_when_given() {
    let json = body(&order(&[
        ("couponCode", r#""SPRING""#),
        ("additionalDiscountsMarkers", r#"["loyalty"]"#),
        ("bonusAmount", "50.5"),
        ("products", r#"[{"productId":1,"quantity":2,"signedPrice":"s"}]"#),
    ]));
    assert!(json.ends_with(
        r#""products":[{"productId":1,"quantity":2,"signedPrice":"s"}],"couponCode":"SPRING","additionalDiscountsMarkers":["loyalty"],"bonusAmount":50.5}"#
    ), "{json}");
    let json = body(&order(&[
        ("couponCode", "null"),
        ("additionalDiscountsMarkers", "null"),
        ("bonusAmount", "null"),
        ("products", "[]"),
    ]));
    assert!(json.ends_with(r#""products":[]}"#), "{json}");
}

#[test]
fn values_of_every_form_type_keep_their_shape() {
    for value in [
        r#"["courier"]"#,
        "5",
        "4.50",
        r#"[["2026-09-03T09:00:00.000Z","2026-09-03T11:00:00.000Z"]]"#,
        r#"["p-10-146"]"#,
        "[40]",
        r#"{"fullDate":"2026-09-03T00:00:00.000Z","formattedValue":"03-09-2026","formatString":"DD-MM-YYYY"}"#,
        r#"[{"plainValue":"a"}]"#,
        "null",
        "true",
    ] {
        let field = format!(r#"{{"marker":"m","type":"t","value":{value}}}"#);
        let json = body(&order(&[("formData", &format!("[{field}]"))]));
        assert!(json.contains(&field), "{json}");
    }
}

#[test]
fn each_broken_rule_has_its_message() {
    let long = format!("\"{}\"", "x".repeat(256));
    let many = format!("[{}]", vec![r#"{"productId":1,"quantity":1}"#; 1001].join(","));
    for name in ["storage", "formIdentifier", "paymentAccountIdentifier"] {
        for blank in ["absent", "null", r#""""#, r#""  ""#] {
            assert_eq!(
                detail(&order(&[(name, blank)])),
                [(name.to_owned(), vec![format!("{name} is required.")])],
                "{name} {blank}"
            );
        }
        assert_eq!(detail(&order(&[(name, "7")]))[0].1, [format!("{name} must be a string.")]);
        assert_eq!(
            detail(&order(&[(name, &long)]))[0].1,
            [format!("{name} exceeds the maximum number of characters 255.")]
        );
    }
    for (key, value, path, text) in [
        ("formData", "absent", "formData", "is required."),
        ("formData", "null", "formData", "is required."),
        ("formData", "{}", "formData", "is required."),
        ("formData", "7", "formData", "must be an array or an object."),
        ("formData", "[7]", "formData.0", "must be an object."),
        ("formData", r#"[{"type":"string","value":"a"}]"#, "formData.0.marker", "is required."),
        ("formData", r#"[{"marker":"a","type":" ","value":"a"}]"#, "formData.0.type", "is required."),
        ("formData", r#"[{"marker":"a","type":"string"}]"#, "formData.0.value", "is required."),
        (
            "formData",
            r#"{"en_US":[{"marker":7,"type":"string","value":"a"}]}"#,
            "formData.en_US.0.marker",
            "must be a string.",
        ),
        ("formData", r#"{"marker":"","type":"string","value":"a"}"#, "formData.marker", "is required."),
        ("products", "absent", "products", "is required."),
        ("products", "{}", "products", "must be an array."),
        ("products", &many, "products", "must be at most 1000."),
        ("products", "[null]", "products.0", "is required."),
        ("products", r#"[{"quantity":1}]"#, "products.0.productId", "is required."),
        ("products", r#"[{"productId":"10","quantity":1}]"#, "products.0.productId", "must be an integer."),
        ("products", r#"[{"productId":0,"quantity":1}]"#, "products.0.productId", "must be at least 1."),
        ("products", r#"[{"productId":1,"quantity":0}]"#, "products.0.quantity", "must be at least 1."),
        ("products", r#"[{"productId":1,"quantity":1000001}]"#, "products.0.quantity", "must be at most 1000000."),
        ("products", r#"[{"productId":1,"quantity":1.5}]"#, "products.0.quantity", "must be an integer."),
        (
            "products",
            r#"[{"productId":1,"quantity":1,"signedPrice":5}]"#,
            "products.0.signedPrice",
            "must be a string.",
        ),
        ("couponCode", "5", "couponCode", "must be a string."),
        ("additionalDiscountsMarkers", r#""a""#, "additionalDiscountsMarkers", "must be an array."),
        ("additionalDiscountsMarkers", r#"["a",""]"#, "additionalDiscountsMarkers.1", "is required."),
        ("bonusAmount", r#""x""#, "bonusAmount", "must be a decimal."),
        ("bonusAmount", "-1", "bonusAmount", "must be at least 0."),
    ] {
        assert_eq!(
            detail(&order(&[(key, value)])),
            [(path.to_owned(), vec![format!("{path} {text}")])],
            "{key} {value}"
        );
    }
    assert_eq!(detail("null")[0].1, ["order is required."]);
    assert_eq!(detail("[]")[0].1, ["order must be an object."]);
}

#[test]
fn unknown_properties_are_reported_and_not_sent() {
    let text = order(&[("langCode", r#""en_US""#), ("currency", r#""USD""#)]);
    let (checked, report) = GuestOrder::check(json::parse(&text).unwrap(), "en_US");
    assert_eq!(report.unknown(), ["langCode", "currency"]);
    let body = checked.unwrap().body(None);
    assert!(!body.contains("langCode") && !body.contains("currency"), "{body}");
}

#[test]
fn a_marker_stays_one_segment_of_the_path() {
    let (checked, _) = GuestOrder::check(json::parse(&order(&[("storage", r#""a/../b?c#d é""#)])).unwrap(), "en_US");
    assert_eq!(checked.unwrap().path(), "/orders-storage/marker/a%2F..%2Fb%3Fc%23d%20%C3%A9/orders");
}

#[test]
fn a_dot_segment_is_not_a_marker() {
    for marker in [".", ".."] {
        assert_eq!(
            detail(&order(&[("storage", &format!("{marker:?}"))])),
            [("storage".to_owned(), vec!["storage must be a marker.".to_owned()])]
        );
        assert!(order_bridge::domain::checkout::preparation::marker(&Data::Text(marker.into())).is_err());
    }
}
