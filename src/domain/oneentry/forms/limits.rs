//! The validators of a field (contract 6.1). Unknown ones are ignored. Limits are numbers or numeric texts; 0 or an
//! empty text means no limit.

use std::cmp::Ordering;

use super::mask;
use super::texts::Fault;
use super::values::number;
use crate::domain::data::Data;
use crate::domain::decimal::Decimal;
use crate::domain::text::{concat, count, cut, digits, has, trim, trim_start, whole};

/// Asks the platform whether a text matches a pattern with flags; `None` if the pattern is invalid.
pub type Matches<'a> = &'a dyn Fn(&str, &str, &str) -> Option<bool>;

/// Longer patterns and texts are not tried: some patterns run practically forever.
const MAX_PATTERN: usize = 1_000;

/// The fault, and the validator that found it, for which the form may have its own text.
pub type Broken = (Fault, Option<&'static str>);

/// Validators in order of precedence. The last one applies to any value, the others to texts.
const OF_VALUES: [&str; 5] = [
    "stringInspectionValidator",
    "emailInspectionValidator",
    "regExpValidator",
    "fieldMaskValidator",
    "checkForNumberValidator",
];
/// Validators of each file.
const OF_FILES: [&str; 2] = ["checkingFilesValidator", "sizeInPixelsValidator"];

/// A validator that is enabled.
fn rule<'a>(validators: &'a Data, name: &str) -> Option<&'a Data> {
    validators.get(name).filter(|rule| !matches!(rule, Data::Null | Data::Bool(false)))
}

/// The first limit that `value` violates. Its displayed form goes to `limit`.
pub fn broken(validators: &Data, value: &Data, matches: Matches<'_>, limit: &mut String) -> Option<Broken> {
    let mut text = value.as_text();
    if rule(validators, "trimValidator").is_some() {
        text = text.map(trim);
    }
    for (index, name) in OF_VALUES.iter().enumerate() {
        let Some(rule) = rule(validators, name) else { continue };
        let fault = match (index, text) {
            (4, _) => numeric(rule, value, limit),
            (_, None) => None,
            (0, Some(text)) => length(rule, text, limit),
            (1, Some(text)) => (!is_email(text)).then_some(Fault::Email),
            (2, Some(text)) => breaks_pattern(rule, text, matches).then_some(Fault::Pattern),
            (_, Some(text)) => masked(rule, text, limit),
        };
        if let Some(fault) = fault {
            return Some((fault, Some(name)));
        }
    }
    for file in value.as_list().unwrap_or(std::slice::from_ref(value)) {
        for (index, name) in OF_FILES.iter().enumerate() {
            let Some(rule) = rule(validators, name) else { continue };
            let fault = match index {
                _ if !file.is_map() => None,
                0 => file_fault(rule, file, limit),
                _ => image_fault(rule, file, limit),
            };
            if let Some(fault) = fault {
                return Some((fault, Some(name)));
            }
        }
    }
    None
}

/// A limit, given as a number or as a numeric text.
fn bound(rule: &Data, key: &str) -> Option<Decimal> {
    rule.get(key).and_then(number)
}

/// A limit that counts only if it is positive.
fn positive(rule: &Data, key: &str) -> Option<Decimal> {
    bound(rule, key).filter(|limit| !limit.is_negative() && !limit.is_zero())
}

/// A positive limit that is a whole number.
fn positive_whole(rule: &Data, key: &str) -> Option<u64> {
    whole(&positive(rule, key)?.text())
}

fn length(rule: &Data, text: &str, shown: &mut String) -> Option<Fault> {
    let length = count(text) as u64;
    for (key, fault) in [("stringLength", Fault::Length), ("stringMin", Fault::TooShort), ("stringMax", Fault::TooLong)]
    {
        let Some(limit) = positive_whole(rule, key) else { continue };
        let breaks = match fault {
            Fault::Length => length != limit,
            Fault::TooShort => length < limit,
            _ => length > limit,
        };
        if breaks {
            *shown = digits(limit);
            return Some(fault);
        }
        // An exact length overrides the other two limits.
        if fault == Fault::Length {
            break;
        }
    }
    None
}

/// Exactly one `@` with something before it, then a dot with something on both sides, and no whitespace.
fn is_email(text: &str) -> bool {
    for character in text.chars() {
        if character.is_whitespace() {
            return false;
        }
    }
    let (name, Some(host)) = cut(text, b"@") else { return false };
    // Something before the last dot, and something after it.
    let domain = host.get(1..).unwrap_or("");
    !name.is_empty() && has(domain, ".") && !host.ends_with('.') && !has(host, "@")
}

fn breaks_pattern(rule: &Data, text: &str, matches: Matches<'_>) -> bool {
    let pattern = rule.text_of("patternValue").unwrap_or("");
    if pattern.is_empty() || pattern.len() > MAX_PATTERN || text.len() > MAX_PATTERN {
        return false;
    }
    let invert = rule.get("invert").and_then(Data::as_bool).unwrap_or(false);
    // A pattern that the platform cannot parse is left for the server to check.
    matches(pattern, rule.text_of("flags").unwrap_or(""), text) == Some(invert)
}

fn masked(rule: &Data, text: &str, shown: &mut String) -> Option<Fault> {
    let pattern = rule.text_of("maskValue")?;
    let hint = rule.text_of("hint").unwrap_or("");
    if mask::fits(text, pattern, hint) != Some(false) {
        return None;
    }
    *shown = mask::shown(pattern, hint);
    Some(Fault::Mask)
}

fn numeric(rule: &Data, value: &Data, shown: &mut String) -> Option<Fault> {
    let Some(value) = number(value) else { return Some(Fault::NotNumber) };
    if rule.get("integerOnly").and_then(Data::as_bool) == Some(true) && !value.is_whole() {
        return Some(Fault::NotWhole);
    }
    // Unlike elsewhere, 0 is a valid bound here.
    for (key, beyond, fault) in
        [("minValue", Ordering::Less, Fault::AtLeast), ("maxValue", Ordering::Greater, Fault::AtMost)]
    {
        if let Some(bound) = bound(rule, key)
            && value.partial_cmp(&bound) == Some(beyond)
        {
            *shown = bound.text();
            return Some(fault);
        }
    }
    None
}

/// An uploaded file states its name and sometimes its size in bytes. Missing facts are not checked.
fn file_fault(rule: &Data, file: &Data, shown: &mut String) -> Option<Fault> {
    let name = file.text_of("filename").or_else(|| file.text_of("name")).unwrap_or("");
    let mut kinds = String::new();
    let (mut is_limited, mut is_kind) = (false, name.is_empty());
    for kind in rule.get("extensions").map(Data::elements).unwrap_or_default() {
        let Some(kind) = kind.as_text() else { continue };
        if is_limited {
            kinds.push_str(", ");
        }
        kinds.push_str(kind);
        is_limited = true;
        is_kind |= has_ending(name, trim_start(kind, b'.'));
    }
    if is_limited && !is_kind {
        *shown = kinds;
        return Some(Fault::FileKind);
    }
    let max = positive(rule, "maxValue")?.text();
    let unit = rule.text_of("maxUnits").unwrap_or("kb").to_ascii_uppercase();
    let factor: u64 = match unit.as_str() {
        "B" | "BYTE" | "BYTES" => 1,
        "KB" => 1 << 10,
        "MB" => 1 << 20,
        "GB" => 1 << 30,
        _ => return None,
    };
    let size = u64::try_from(file.get("size")?.as_integer()?).ok()?;
    if size <= whole(&max)?.checked_mul(factor)? {
        return None;
    }
    *shown = concat(&[&max, " ", &unit]);
    Some(Fault::FileSize)
}

/// Whether a file name ends with a dot and `kind`, ignoring case.
fn has_ending(name: &str, kind: &str) -> bool {
    let at = name.len().wrapping_sub(kind.len());
    let Some((before, end)) = name.split_at_checked(at) else { return false };
    before.ends_with('.') && end.eq_ignore_ascii_case(kind)
}

fn image_fault(rule: &Data, image: &Data, shown: &mut String) -> Option<Fault> {
    let mut too_large = false;
    // A file checked earlier may have left text here.
    shown.clear();
    for (key, most, before) in [("width", "maxX", ""), ("height", "maxY", " × ")] {
        shown.push_str(before);
        match positive(rule, most) {
            Some(limit) => {
                shown.push_str(&limit.text());
                too_large |= bound(image, key).is_some_and(|size| size > limit);
            }
            None => shown.push('…'),
        }
    }
    too_large.then_some(Fault::ImageSize)
}
