//! The shape of a submitted value by field type (contract 6.2).

use crate::domain::data::Data;
use crate::domain::decimal::Decimal;
use crate::domain::text::{cut, is_digits, is_space, trim, whole};

/// Whether nothing was filled in: absent, blank, an empty list, or the number 0, which the server treats as missing.
pub fn is_missing(value: &Data) -> bool {
    match value {
        Data::Null => true,
        Data::Text(text) => is_space(text),
        Data::Number(text) => decimal(text).is_some_and(|number| number.is_zero()),
        Data::List(_) => value.is_list_of(is_empty_part),
        Data::Map(_) => value.is_map_of(is_empty_part),
        Data::Bool(_) | Data::Other => false,
    }
}

/// Whether a value was left empty, which an optional field treats as no value.
pub fn is_empty(value: &Data) -> bool {
    !matches!(value, Data::Number(_)) && is_missing(value)
}

/// Inside lists and objects, 0 is a value, such as an id or an index.
fn is_empty_part(part: &Data) -> bool {
    !matches!(part, Data::Number(_)) && is_missing(part)
}

/// A number, or a numeric text.
pub fn number(value: &Data) -> Option<Decimal> {
    match value {
        Data::Number(text) => decimal(text),
        Data::Text(text) => decimal(trim(text)),
        _ => None,
    }
}

fn decimal(text: &str) -> Option<Decimal> {
    Decimal::from_number(text)
}

/// Whether `value` has the documented shape of the type. Types that the contract does not describe accept anything.
pub fn has_shape(kind: &str, value: &Data) -> bool {
    match kind {
        "string" => value.as_text().is_some(),
        "integer" => number(value).is_some_and(|number| number.is_whole()),
        "float" | "real" => number(value).is_some(),
        // An array, even for a single choice.
        "list" | "radioButton" => every(value, |chosen| chosen.as_text().is_some()),
        "entity" => every(value, |id| id.as_integer().is_some() || is_filled(Some(id))),
        "timeInterval" => every(value, is_interval),
        "date" | "dateTime" | "time" => {
            value.text_of("fullDate").is_some_and(is_moment)
                && is_filled(value.get("formattedValue"))
                && is_filled(value.get("formatString"))
        }
        "text" | "textWithHeader" => every(value, is_rich_text),
        "spam" => {
            let event = value.get("event");
            let part = |key: &str| is_filled(event.and_then(|event| event.get(key)));
            part("token") && part("siteKey")
        }
        "file" | "image" | "groupOfImages" => value.is_map() || every(value, Data::is_map),
        _ => true,
    }
}

fn every(value: &Data, fits: fn(&Data) -> bool) -> bool {
    !value.elements().is_empty() && value.is_list_of(fits)
}

fn is_filled(value: Option<&Data>) -> bool {
    value.is_some_and(Data::is_filled)
}

/// Whether a value consists of two moments, the earlier one first.
fn is_interval(pair: &Data) -> bool {
    let Some([start, end]) = pair.as_list() else { return false };
    let (Some(start), Some(end)) = (start.as_text(), end.as_text()) else { return false };
    // Texts of the same format sort by time.
    is_moment(start) && is_moment(end) && (start.len() != end.len() || start <= end)
}

/// `2026-09-03T09:00:00.000Z`; seconds and fractions are optional.
fn is_moment(text: &str) -> bool {
    let Some(text) = text.strip_suffix('Z') else { return false };
    for (at, place) in "dddd-dd-ddTdd:dd".bytes().enumerate() {
        let Some(byte) = text.as_bytes().get(at) else { return false };
        let fits = if place == b'd' { byte.is_ascii_digit() } else { *byte == place };
        if !fits {
            return false;
        }
    }
    let in_range = |from: usize, min: u64, max: u64| {
        text.get(from..from + 2).and_then(whole).is_some_and(|n| (min..=max).contains(&n))
    };
    let rest = text.get(16..).unwrap_or("");
    let seconds = match rest.strip_prefix(':') {
        None => rest.is_empty(),
        Some(seconds) => {
            let (whole, fraction) = cut(seconds, b".");
            let fraction = fraction.unwrap_or("0");
            whole.len() == 2 && is_digits(whole) && !fraction.is_empty() && is_digits(fraction)
        }
    };
    in_range(5, 1, 12) && in_range(8, 1, 31) && in_range(11, 0, 24) && in_range(14, 0, 59) && seconds
}

/// Whether a part has exactly one of the three kinds of text.
fn is_rich_text(part: &Data) -> bool {
    let mut kinds = 0;
    for kind in ["plainValue", "htmlValue", "mdValue"] {
        kinds += usize::from(part.text_of(kind).is_some());
    }
    kinds == 1
}
