//! Input from callers and servers, and results for callers, as plain data.

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::text::{integer, is_space, whole};

/// The largest integer that JavaScript represents exactly, 2^53 - 1.
pub const MAX_SAFE_INTEGER: i64 = 9_007_199_254_740_991;

/// A value without behaviour. Numbers stay text, so that no digit is lost.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// Absent: `null`, `undefined`, a hole in an array.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as JavaScript prints it or as the JSON text contains it.
    Number(String),
    /// A string; lone surrogates are replaced with U+FFFD.
    Text(String),
    /// An array.
    List(Vec<Data>),
    /// An object's own properties, in order.
    Map(Vec<(String, Data)>),
    /// Anything that is not data: a function, a Date, a getter that threw, a cycle.
    Other,
}

impl Data {
    /// The property `key` of an object. If it occurs more than once, the last one counts, as in `JSON.parse`.
    pub fn get(&self, key: &str) -> Option<&Data> {
        match self {
            Data::Map(entries) => entries.iter().rev().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// Sets the property `key` of an object; null removes it.
    pub fn set(&mut self, key: &str, value: Data) {
        let Data::Map(entries) = self else { return };
        let mut index = entries.len();
        while let Some(next) = index.checked_sub(1) {
            index = next;
            if entries.get(index).is_some_and(|(known, _)| known == key) {
                entries.swap_remove(index);
            }
        }
        if !matches!(value, Data::Null) {
            entries.push((key.to_owned(), value));
        }
    }

    /// A number without a fraction.
    pub fn of_integer(number: i64) -> Data {
        Data::Number(integer(number))
    }

    /// A text, or null.
    pub fn of_text(text: Option<&String>) -> Data {
        text.map_or(Data::Null, |text| Data::Text(text.clone()))
    }

    /// A list with the result of `data` for each value.
    pub fn list<T>(values: &[T], data: impl Fn(&T) -> Data) -> Data {
        let mut list = Vec::with_capacity(values.len());
        for value in values {
            list.push(data(value));
        }
        Data::List(list)
    }

    /// The content of a string.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The digits of a number.
    pub fn as_number(&self) -> Option<&str> {
        match self {
            Data::Number(digits) => Some(digits),
            _ => None,
        }
    }

    /// The elements of an array.
    pub fn as_list(&self) -> Option<&[Data]> {
        match self {
            Data::List(list) => Some(list),
            _ => None,
        }
    }

    /// The elements of an array; empty for anything else.
    pub fn elements(&self) -> &[Data] {
        self.as_list().unwrap_or_default()
    }

    /// Whether this is an array and all its elements pass `fits`.
    pub fn is_list_of(&self, fits: fn(&Data) -> bool) -> bool {
        for element in self.elements() {
            if !fits(element) {
                return false;
            }
        }
        self.as_list().is_some()
    }

    /// Whether this is an object and all its values pass `fits`.
    pub fn is_map_of(&self, fits: fn(&Data) -> bool) -> bool {
        let Data::Map(entries) = self else { return false };
        for (_, value) in entries {
            if !fits(value) {
                return false;
            }
        }
        true
    }

    /// Whether this is a text that is not blank.
    pub fn is_filled(&self) -> bool {
        self.as_text().is_some_and(|text| !is_space(text))
    }

    /// Absent, or an empty or blank text.
    pub fn is_blank(&self) -> bool {
        match self {
            Data::Null => true,
            Data::Text(text) => is_space(text),
            _ => false,
        }
    }

    /// The value of a number without a fraction, within ±(2^53 - 1).
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Data::Number(text) => safe_integer(text),
            _ => None,
        }
    }

    /// The value of a boolean.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Data::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// Whether this is an object.
    pub fn is_map(&self) -> bool {
        matches!(self, Data::Map(_))
    }

    /// The text of the property `key`, if it is a string.
    pub fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Data::as_text)
    }
}

/// Reads a number without a fraction, within ±(2^53 - 1).
pub fn safe_integer(text: &str) -> Option<i64> {
    let (digits, sign) = text.strip_prefix("-").map_or((text, 1), |digits| (digits, -1));
    let size = i64::try_from(whole(digits)?).ok()?;
    (size <= MAX_SAFE_INTEGER).then_some(sign * size)
}

/// Builds a result: an object, property by property.
#[derive(Debug, Default)]
pub struct Entries(Vec<(String, Data)>);

impl Entries {
    /// Adds a property.
    pub fn put(&mut self, key: &str, value: Data) -> &mut Entries {
        self.0.push((key.to_owned(), value));
        self
    }

    /// Adds a string property.
    pub fn text(&mut self, key: &str, text: &str) -> &mut Entries {
        self.put(key, Data::Text(text.to_owned()))
    }

    /// Adds a string property if there is a text.
    pub fn text_if(&mut self, key: &str, text: Option<&String>) -> &mut Entries {
        if let Some(text) = text {
            self.text(key, text);
        }
        self
    }

    /// Adds a number.
    pub fn integer(&mut self, key: &str, number: i64) -> &mut Entries {
        self.put(key, Data::of_integer(number))
    }

    /// Adds a boolean.
    pub fn bool(&mut self, key: &str, value: bool) -> &mut Entries {
        self.put(key, Data::Bool(value))
    }

    /// Returns the object.
    pub fn end(&mut self) -> Data {
        Data::Map(std::mem::take(&mut self.0))
    }
}

/// Serialises to maps and lists without type names, which keeps the wasm small.
impl Serialize for Data {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Data::Null | Data::Other => serializer.serialize_unit(),
            Data::Bool(value) => serializer.serialize_bool(*value),
            // Results contain no numbers except safe integers.
            Data::Number(_) => serializer.serialize_f64(self.as_integer().unwrap_or(0) as f64),
            Data::Text(text) => serializer.serialize_str(text),
            Data::List(list) => {
                let mut out = serializer.serialize_seq(Some(list.len()))?;
                for value in list {
                    out.serialize_element(value)?;
                }
                out.end()
            }
            Data::Map(entries) => {
                let mut out = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    out.serialize_entry(key, value)?;
                }
                out.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_exact_or_rejected() {
        let integer = |text: &str| Data::Number(text.into()).as_integer();
        assert_eq!(integer("2"), Some(2));
        assert_eq!(integer("-7"), Some(-7));
        assert_eq!(integer("9007199254740991"), Some(MAX_SAFE_INTEGER));
        assert_eq!(integer("9007199254740992"), None);
        assert_eq!(integer("2.5"), None);
        assert_eq!(integer("1e+21"), None);
        assert_eq!(integer("NaN"), None);
        assert_eq!(Data::Text("2".into()).as_integer(), None);
    }

    #[test]
    fn results_are_built_property_by_property() {
        let mut entries = Entries::default();
        entries.integer("id", -7).text("a", "b").text_if("c", None).bool("d", true).put("e", Data::of_text(None));
        let data = entries.put("f", Data::list(&[1, 2], |n| Data::of_integer(*n))).end();
        let mut text = String::new();
        crate::domain::json::write(&mut text, &data);
        assert_eq!(text, r#"{"id":-7,"a":"b","d":true,"e":null,"f":[1,2]}"#);
    }

    #[test]
    fn setting_a_property_replaces_its_duplicates() {
        let mut map = Data::Map(vec![("a".into(), Data::Null), ("b".into(), Data::Null), ("a".into(), Data::Null)]);
        map.set("a", Data::Bool(true));
        assert_eq!(map, Data::Map(vec![("b".into(), Data::Null), ("a".into(), Data::Bool(true))]));
        map.set("a", Data::Null);
        assert_eq!(map, Data::Map(vec![("b".into(), Data::Null)]));
        let mut text = Data::Text("a".into());
        text.set("a", Data::Null);
        assert_eq!(text, Data::Text("a".into()));
    }

    #[test]
    fn the_last_duplicate_wins() {
        let map = Data::Map(vec![("a".into(), Data::Null), ("a".into(), Data::Bool(true))]);
        assert_eq!(map.get("a"), Some(&Data::Bool(true)));
        assert_eq!(map.get("b"), None);
    }
}
