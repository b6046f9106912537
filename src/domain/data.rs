//! What a caller or a server handed over, as plain data.

/// The largest integer that JavaScript holds exactly, 2^53 - 1.
pub const MAX_SAFE_INTEGER: i64 = 9_007_199_254_740_991;

/// A value without behaviour. Numbers stay text, so that no digit is lost on the way.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// Absent: `null`, `undefined`, a hole in an array.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as JavaScript prints it or as the JSON text has it.
    Number(String),
    /// A string; lone surrogates have become U+FFFD.
    Text(String),
    /// An array.
    List(Vec<Data>),
    /// An object's own properties in their order.
    Map(Vec<(String, Data)>),
    /// Anything that is not data: a function, a Date, a getter that threw, a cycle.
    Other,
}

impl Data {
    /// The property `key` of an object. Of duplicates the last counts, as in `JSON.parse`.
    pub fn get(&self, key: &str) -> Option<&Data> {
        match self {
            Data::Map(entries) => entries.iter().rev().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// The text of a string.
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

    /// A number without fraction within ±(2^53 - 1).
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Data::Number(text) => {
                let value: i64 = text.parse().ok()?;
                (-MAX_SAFE_INTEGER..=MAX_SAFE_INTEGER).contains(&value).then_some(value)
            }
            _ => None,
        }
    }

    /// A boolean.
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

    /// The text of the property `key` when it is a string.
    pub fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Data::as_text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_exact_or_nothing() {
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
    fn the_last_duplicate_counts() {
        let map = Data::Map(vec![("a".into(), Data::Null), ("a".into(), Data::Bool(true))]);
        assert_eq!(map.get("a"), Some(&Data::Bool(true)));
        assert_eq!(map.get("b"), None);
    }
}
