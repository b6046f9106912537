//! JSON text to data and back. The reference implementation is `serde_json`.

use order_bridge::domain::data::Data;
use order_bridge::domain::json;
use order_bridge::domain::ocular::BuyOrder;
use order_bridge::domain::packed::Packed;
use serde_json::Value;

use crate::shape::{parse_reference, written};

/// The depth of nesting that our parser accepts; the reference implementation accepts more.
const DEPTH: usize = 64;

pub fn run(input: &[u8]) {
    let text = crate::text(input);
    let theirs = serde_json::from_str::<Value>(&text);
    // A text that the shell did not pack must not cause a panic.
    let _ = Packed::new(text.clone()).data();
    let _ = BuyOrder::check_each(&Packed::new(text.clone()));
    let Some(ours) = json::parse(&text) else {
        if let Ok(theirs) = theirs {
            assert!(depth(&theirs) > DEPTH, "rejected: {text}");
        }
        return;
    };
    match theirs {
        Ok(theirs) => assert!(same(&ours, &theirs), "read differently: {text}"),
        // Our parser turns a lone surrogate into U+FFFD, as every browser does; serde_json rejects it.
        Err(error) => assert!(text.contains("\\u"), "accepted, but {error}: {text}"),
    }
    assert_eq!(Packed::of(&ours).data(), ours, "packed differently: {text}");
    let out = written(&ours);
    assert!(!out.contains(|c: char| c < ' '), "{out}");
    assert_eq!(json::parse(&out).as_ref(), Some(&ours), "{text}");
    assert!(same(&ours, &parse_reference(&out)), "{out}");
    assert_eq!(written(&ours), out);
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(list) => 1 + list.iter().map(depth).max().unwrap_or(0),
        Value::Object(map) => 1 + map.values().map(depth).max().unwrap_or(0),
        _ => 1,
    }
}

/// Numbers are compared digit by digit, except for the exponent's sign and case, which serde_json writes differently.
fn same(ours: &Data, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Data::Null, Value::Null) => true,
        (Data::Bool(a), Value::Bool(b)) => a == b,
        (Data::Number(a), Value::Number(b)) => plain(a) == plain(&b.to_string()),
        (Data::Text(a), Value::String(b)) => a == b,
        (Data::List(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Data::Map(entries), Value::Object(b)) => {
            entries.iter().all(|(key, _)| b.contains_key(key))
                && b.iter().all(|(key, b)| ours.get(key).is_some_and(|a| same(a, b)))
        }
        _ => false,
    }
}

fn plain(number: &str) -> String {
    number.to_ascii_lowercase().replace('+', "")
}
