//! Values against a form from `getForm`: field by field, each with the first thing that is wrong.

use super::limits::{Matches, broken};
use super::read::is_required;
use super::texts::Fault;
use super::values::{has_shape, is_empty, is_missing};
use crate::domain::data::Data;
use crate::domain::messages::Language;
use crate::domain::text::is_space;
use crate::domain::validation::Detail;

/// Marker to text, in the form's order; foreign markers after them. An error is the programmer's.
pub fn check(form: &Data, values: &Data, language: Language, matches: Matches<'_>) -> Result<Detail, &'static str> {
    let fields = form.get("fields").and_then(Data::as_list).ok_or("form must be one that getForm gave.")?;
    let values = listed(values).ok_or("values must be a list of { marker, type, value }.")?;
    let mut detail = Detail::new();
    for field in fields {
        let Some(marker) = field.text_of("marker") else { continue };
        let mut given = Vec::new();
        for value in &values {
            if value.text_of("marker") == Some(marker) {
                given.push(*value);
            }
        }
        if let Some(text) = field_fault(field, &given, language, matches) {
            detail.push((marker.to_owned(), vec![text]));
        }
    }
    for value in values {
        let marker = value.text_of("marker").unwrap_or("");
        let known = fields.iter().any(|field| field.text_of("marker") == Some(marker));
        if !known && !detail.iter().any(|(other, _)| other == marker) {
            detail.push((marker.to_owned(), vec![Fault::Foreign.text(language)]));
        }
    }
    Ok(detail)
}

/// All three forms of form data: a list, one field, lists keyed by locale.
fn listed(values: &Data) -> Option<Vec<&Data>> {
    match values {
        Data::List(list) => {
            let mut listed = Vec::new();
            for value in list {
                listed.extend(value.is_map().then_some(value));
            }
            (listed.len() == list.len()).then_some(listed)
        }
        Data::Map(_) if values.get("marker").is_some() => Some(vec![values]),
        Data::Map(locales) => {
            let mut all = Vec::new();
            for (_, list) in locales {
                all.append(&mut listed(list)?);
            }
            Some(all)
        }
        _ => None,
    }
}

fn field_fault(field: &Data, given: &[&Data], language: Language, matches: Matches<'_>) -> Option<String> {
    let kind = field.text_of("type").unwrap_or("string");
    let validators = field.get("validators").unwrap_or(&Data::Null);
    let value_of = |entry: &&Data| entry.get("value").cloned().unwrap_or(Data::Null);
    let told = |(fault, validator): (Fault, &str)| {
        custom_text(validators, validator).map_or_else(|| fault.text(language), str::to_owned)
    };
    if kind == "button" {
        return None;
    }
    if !given.iter().any(|entry| !is_missing(&value_of(entry))) && is_required(Some(validators)) {
        return Some(told((Fault::Missing, "requiredValidator")));
    }
    // A captcha is demanded by being there.
    if kind == "spam" && !given.iter().any(|entry| has_shape(kind, &value_of(entry))) {
        return Some(Fault::Captcha.text(language));
    }
    for entry in given {
        let value = value_of(entry);
        let is_of_kind = entry.text_of("type") == Some(kind);
        let fault = if is_empty(&value) {
            // A text may be sent empty; what else is left empty has to be left out.
            (!has_shape(kind, &value)).then_some(Fault::Shape)
        } else if !is_of_kind || !has_shape(kind, &value) {
            let is_number = matches!(kind, "integer" | "float" | "real") && is_of_kind;
            Some(if is_number { number_fault(kind) } else { Fault::Shape })
        } else if is_list(kind) && !is_listed(field, &value) {
            Some(Fault::NotListed)
        } else if let Some(broken) = broken(validators, &value, matches) {
            return Some(told(broken));
        } else {
            None
        };
        if let Some(fault) = fault {
            return Some(fault.text(language));
        }
    }
    None
}

fn number_fault(kind: &str) -> Fault {
    if kind == "integer" { Fault::NotWhole } else { Fault::NotNumber }
}

fn is_list(kind: &str) -> bool {
    matches!(kind, "list" | "radioButton")
}

/// A list without options is a gap in the project: nothing that a shopper chose.
fn is_listed(field: &Data, value: &Data) -> bool {
    let options = field.get("options").map(Data::elements).unwrap_or_default();
    for chosen in value.elements() {
        if !options.is_empty() && !options.iter().any(|option| option.get("value") == Some(chosen)) {
            return false;
        }
    }
    options.is_empty() || value.as_list().is_some()
}

/// The form's own words for a broken rule; `errorMessage` in older documentation.
fn custom_text<'a>(validators: &'a Data, validator: &str) -> Option<&'a str> {
    let rule = validators.get(validator)?;
    let text = rule.text_of("customErrorText").or_else(|| rule.text_of("errorMessage"));
    text.filter(|text| !is_space(text))
}
