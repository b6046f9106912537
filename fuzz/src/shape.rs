//! The same data with its properties in another order, and a text as an independent parser reads it.

use std::collections::HashSet;

use order_bridge::domain::data::Data;
use order_bridge::domain::json;
use serde_json::Value;

/// Reverses each object's properties; `None` when an object has a property twice, since then the order matters.
pub fn turned(data: &Data) -> Option<Data> {
    Some(match data {
        Data::List(list) => Data::List(list.iter().map(turned).collect::<Option<_>>()?),
        Data::Map(entries) => {
            let mut known = HashSet::new();
            if !entries.iter().all(|(key, _)| known.insert(key)) {
                return None;
            }
            let turn = |(key, value): &(String, Data)| Some((key.clone(), turned(value)?));
            Data::Map(entries.iter().rev().map(turn).collect::<Option<_>>()?)
        }
        other => other.clone(),
    })
}

/// Data as JSON text.
pub fn written(data: &Data) -> String {
    let mut out = String::new();
    json::write(&mut out, data);
    out
}

/// The same JSON text with each object's properties reversed.
pub fn turned_text(text: &str) -> Option<String> {
    turned(&json::parse(text)?).map(|data| written(&data))
}

/// Reads a text that our writer wrote with the reference implementation, `serde_json`.
pub fn parse_reference(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("not JSON ({error}): {text}"))
}

/// The names of an object's properties.
pub fn keys(value: &Value) -> Vec<&str> {
    value.as_object().map(|object| object.keys().map(String::as_str).collect()).unwrap_or_default()
}
