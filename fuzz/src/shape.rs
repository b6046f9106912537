//! The same data in another order, and what independent readers make of a text.

use std::collections::HashSet;

use order_bridge::domain::data::Data;
use order_bridge::domain::json;
use serde_json::Value;

/// Each object's properties the other way round; `None` when one has a property twice, since then the order counts.
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

/// The text of the same JSON with its properties the other way round.
pub fn turned_text(text: &str) -> Option<String> {
    turned(&json::parse(text)?).map(|data| written(&data))
}

/// What an independent reader makes of a text that ours has written.
pub fn witness(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("no JSON ({error}): {text}"))
}

/// The properties' names of an object.
pub fn keys(value: &Value) -> Vec<&str> {
    value.as_object().map(|object| object.keys().map(String::as_str).collect()).unwrap_or_default()
}
