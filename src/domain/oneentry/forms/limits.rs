//! The validators of a field (contract 6.1). Unknown ones are ignored; limits come as numbers or as their text, and
//! 0 or an empty text is no limit.

use super::mask;
use super::texts::Fault;
use super::values::number;
use crate::domain::data::Data;
use crate::domain::decimal::Decimal;
use crate::domain::text::{concat, count, cut, digits, has, joined, trim_start, whole};

/// Asks the platform whether a text matches a pattern with flags; `None` when the pattern is none.
pub type Matches<'a> = &'a dyn Fn(&str, &str, &str) -> Option<bool>;

/// A pattern or a text that is longer than this is not tried: some patterns take time without end.
const MAX_PATTERN: usize = 1_000;

/// The first limit that `value` breaks, and the name of its validator.
pub fn broken(validators: &Data, value: &Data, matches: Matches<'_>) -> Option<(Fault, &'static str)> {
    let rule = |name: &'static str| validators.get(name).filter(|rule| !matches!(rule, Data::Null | Data::Bool(false)));
    if let Some(text) = value.as_text() {
        let text = if rule("trimValidator").is_some() { text.trim() } else { text };
        if let Some(fault) = rule("stringInspectionValidator").and_then(|rule| length(rule, text)) {
            return Some((fault, "stringInspectionValidator"));
        }
        if rule("emailInspectionValidator").is_some() && !is_email(text) {
            return Some((Fault::Email, "emailInspectionValidator"));
        }
        if rule("regExpValidator").is_some_and(|rule| breaks_pattern(rule, text, matches)) {
            return Some((Fault::Pattern, "regExpValidator"));
        }
        if let Some(fault) = rule("fieldMaskValidator").and_then(|rule| masked(rule, text)) {
            return Some((fault, "fieldMaskValidator"));
        }
    }
    if let Some(fault) = rule("checkForNumberValidator").and_then(|rule| numeric(rule, value)) {
        return Some((fault, "checkForNumberValidator"));
    }
    let files = match value {
        Data::List(list) => list.as_slice(),
        one => std::slice::from_ref(one),
    };
    for file in files {
        if !file.is_map() {
            continue;
        }
        if let Some(fault) = rule("checkingFilesValidator").and_then(|rule| file_fault(rule, file)) {
            return Some((fault, "checkingFilesValidator"));
        }
        if let Some(fault) = rule("sizeInPixelsValidator").and_then(|rule| image_fault(rule, file)) {
            return Some((fault, "sizeInPixelsValidator"));
        }
    }
    None
}

/// A positive limit as a number or as its text.
fn limit(rule: &Data, key: &str) -> Option<Decimal> {
    rule.get(key).and_then(number).filter(|limit| !limit.is_negative() && !limit.is_zero())
}

fn length(rule: &Data, text: &str) -> Option<Fault> {
    let limit = |key: &str| limit(rule, key).and_then(|limit| whole(&limit.text()));
    let length = count(text) as u64;
    if let Some(exact) = limit("stringLength") {
        return (length != exact).then(|| Fault::Length(digits(exact)));
    }
    if let Some(min) = limit("stringMin").filter(|min| length < *min) {
        return Some(Fault::TooShort(digits(min)));
    }
    limit("stringMax").filter(|max| length > *max).map(|max| Fault::TooLong(digits(max)))
}

/// One `@`, something before it, a point with something on both sides after it, no blanks.
fn is_email(text: &str) -> bool {
    for character in text.chars() {
        if character.is_whitespace() {
            return false;
        }
    }
    let (name, Some(host)) = cut(text, b"@") else { return false };
    // Something before the last point, and something behind it.
    let domain = host.get(1..).unwrap_or("");
    !name.is_empty() && has(domain, ".") && !host.ends_with('.') && !has(host, "@")
}

fn breaks_pattern(rule: &Data, text: &str, matches: Matches<'_>) -> bool {
    let Some(pattern) = rule.text_of("patternValue").filter(|pattern| !pattern.is_empty()) else { return false };
    if pattern.len() > MAX_PATTERN || text.len() > MAX_PATTERN {
        return false;
    }
    let invert = rule.get("invert").and_then(Data::as_bool).unwrap_or(false);
    // A pattern that the platform cannot read is the server's to judge.
    matches(pattern, rule.text_of("flags").unwrap_or(""), text).is_some_and(|matched| matched == invert)
}

fn masked(rule: &Data, text: &str) -> Option<Fault> {
    let pattern = rule.text_of("maskValue")?;
    let hint = rule.text_of("hint").unwrap_or("");
    (mask::fits(text, pattern, hint) == Some(false)).then(|| Fault::Mask(mask::shown(pattern, hint)))
}

fn numeric(rule: &Data, value: &Data) -> Option<Fault> {
    let Some(value) = number(value) else { return Some(Fault::NotNumber) };
    if rule.get("integerOnly").and_then(Data::as_bool) == Some(true) && !value.is_whole() {
        return Some(Fault::NotWhole);
    }
    // Here 0 is a bound like any other.
    if let Some(min) = rule.get("minValue").and_then(number).filter(|min| value < *min) {
        return Some(Fault::AtLeast(min.text()));
    }
    rule.get("maxValue").and_then(number).filter(|max| value > *max).map(|max| Fault::AtMost(max.text()))
}

/// An uploaded file tells its name and, sometimes, its size in bytes: what it does not tell is not checked.
fn file_fault(rule: &Data, file: &Data) -> Option<Fault> {
    let mut kinds = Vec::new();
    for kind in rule.get("extensions").map(Data::elements).unwrap_or_default() {
        kinds.extend(kind.as_text());
    }
    let name = file.text_of("filename").or_else(|| file.text_of("name")).unwrap_or("").to_ascii_lowercase();
    let mut is_kind = kinds.is_empty() || name.is_empty();
    for kind in &kinds {
        let kind = concat(&[".", &trim_start(kind, b'.').to_ascii_lowercase()]);
        is_kind = is_kind || name.ends_with(&kind);
    }
    if !is_kind {
        return Some(Fault::FileKind(joined(&kinds, ", ")));
    }
    let max = limit(rule, "maxValue")?;
    let unit = rule.text_of("maxUnits").unwrap_or("kb");
    let factor: u64 = match unit.to_ascii_lowercase().as_str() {
        "b" | "byte" | "bytes" => 1,
        "kb" => 1 << 10,
        "mb" => 1 << 20,
        "gb" => 1 << 30,
        _ => return None,
    };
    let size = u64::try_from(file.get("size")?.as_integer()?).ok()?;
    let bytes = whole(&max.text())?.checked_mul(factor)?;
    (size > bytes).then(|| Fault::FileSize(concat(&[&max.text(), " ", &unit.to_ascii_uppercase()])))
}

fn image_fault(rule: &Data, image: &Data) -> Option<Fault> {
    let mut texts = [String::new(), String::new()];
    let mut too_large = false;
    for (text, (key, most)) in texts.iter_mut().zip([("width", "maxX"), ("height", "maxY")]) {
        let limit = limit(rule, most);
        *text = limit.as_ref().map_or_else(|| "…".to_owned(), Decimal::text);
        too_large |= image.get(key).and_then(number).zip(limit).is_some_and(|(size, limit)| size > limit);
    }
    let [width, height] = texts;
    too_large.then(|| Fault::ImageSize(concat(&[&width, " × ", &height])))
}
