//! Checks values against a form from `getForm`, and reports the first fault of each field.

use super::limits::{Broken, Matches, broken};
use super::read::is_required;
use super::texts::Fault;
use super::values::{has_shape, is_empty, is_missing};
use crate::domain::data::Data;
use crate::domain::json::Object;
use crate::domain::language::Language;
use crate::domain::oneentry::detail::{add, has};
use crate::domain::text::is_space;
use crate::domain::validation::{Detail, to_json};

/// Returns texts by marker, in the form's order, then those of unknown markers. An `Err` is the caller's mistake.
pub fn check(form: &Data, values: &Data, language: Language, matches: Matches<'_>) -> Result<Detail, &'static str> {
    let fields = form.get("fields").and_then(Data::as_list).ok_or("form must be one that getForm returned.")?;
    let mut listed = Vec::new();
    if !list(values, &mut listed) {
        return Err("values must be a list of { marker, type, value }.");
    }
    let mut detail = Detail::new();
    for field in fields {
        let Some(marker) = field.text_of("marker") else { continue };
        let mut given = Vec::new();
        for value in &listed {
            if value.text_of("marker") == Some(marker) {
                given.push(*value);
            }
        }
        let mut limit = String::new();
        if let Some((fault, validator)) = field_fault(field, &given, matches, &mut limit) {
            let text = match custom_text(field, validator) {
                Some(text) => text.to_owned(),
                None => fault.text(&limit, language),
            };
            add(&mut detail, marker, text);
        }
    }
    for value in &listed {
        let marker = value.text_of("marker").unwrap_or("");
        let mut known = has(&detail, marker);
        for field in fields {
            known |= field.text_of("marker") == Some(marker);
        }
        if !known {
            add(&mut detail, marker, Fault::Foreign.text("", language));
        }
    }
    Ok(detail)
}

/// The same as JSON text: `{valid, detail}`.
pub fn check_json(
    form: &Data,
    values: &Data,
    language: Language,
    matches: Matches<'_>,
) -> Result<String, &'static str> {
    let detail = check(form, values, language, matches)?;
    let mut text = String::new();
    let mut object = Object::open(&mut text);
    object.bool("valid", detail.is_empty()).raw("detail", &to_json(&detail));
    object.close();
    Ok(text)
}

/// Collects the fields of all three shapes of form data: a list, one field, lists keyed by locale. Returns whether
/// `values` is one of them.
fn list<'a>(values: &'a Data, listed: &mut Vec<&'a Data>) -> bool {
    let mut fits = true;
    match values {
        Data::List(fields) => {
            for field in fields {
                fits &= field.is_map();
                listed.push(field);
            }
        }
        Data::Map(_) if values.get("marker").is_some() => listed.push(values),
        Data::Map(locales) => {
            for (_, fields) in locales {
                fits &= list(fields, listed);
            }
        }
        _ => fits = false,
    }
    fits
}

/// The first fault of a field. The displayed form of the violated limit goes to `limit`.
fn field_fault(field: &Data, given: &[&Data], matches: Matches<'_>, limit: &mut String) -> Option<Broken> {
    let kind = field.text_of("type").unwrap_or("string");
    let validators = field.get("validators").unwrap_or(&Data::Null);
    if kind == "button" {
        return None;
    }
    let (mut is_left_out, mut is_unanswered) = (true, kind == "spam");
    for entry in given {
        let value = value_of(entry);
        is_left_out &= is_missing(value);
        is_unanswered &= !has_shape(kind, value);
    }
    if is_left_out && is_required(Some(validators)) {
        return Some((Fault::Missing, Some("requiredValidator")));
    }
    // A captcha is always required if the form has one.
    if is_unanswered {
        return Some((Fault::Captcha, None));
    }
    for entry in given {
        let value = value_of(entry);
        let is_of_kind = entry.text_of("type") == Some(kind);
        let fits = has_shape(kind, value);
        let fault = if is_empty(value) {
            // A text may be sent empty. Any other empty value must be left out.
            if fits {
                continue;
            }
            Fault::Shape
        } else if !is_of_kind || !fits {
            match kind {
                "integer" if is_of_kind => Fault::NotWhole,
                "float" | "real" if is_of_kind => Fault::NotNumber,
                _ => Fault::Shape,
            }
        } else if matches!(kind, "list" | "radioButton") && !is_listed(field, value) {
            Fault::NotListed
        } else {
            let broken = broken(validators, value, matches, limit);
            if broken.is_some() {
                return broken;
            }
            continue;
        };
        return Some((fault, None));
    }
    None
}

fn value_of(entry: &Data) -> &Data {
    entry.get("value").unwrap_or(&Data::Null)
}

/// Whether the chosen values are options. A list without options accepts anything: it is a gap in the project, which
/// the shopper did not cause.
fn is_listed(field: &Data, value: &Data) -> bool {
    let options = field.get("options").map(Data::elements).unwrap_or_default();
    for chosen in value.elements() {
        let mut is_option = options.is_empty();
        for option in options {
            // The chosen value is a text, since it has the list's shape.
            is_option |= option.text_of("value") == chosen.as_text();
        }
        if !is_option {
            return false;
        }
    }
    true
}

/// The form's own text for a violated rule, called `errorMessage` in older documentation.
fn custom_text<'a>(field: &'a Data, validator: Option<&str>) -> Option<&'a str> {
    let rule = field.get("validators")?.get(validator?)?;
    let text = rule.text_of("customErrorText").or_else(|| rule.text_of("errorMessage"));
    text.filter(|text| !is_space(text))
}
