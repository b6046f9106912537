//! Collects texts by field.

use crate::domain::validation::Detail;

/// Whether the detail has texts for this field.
pub fn has(detail: &Detail, field: &str) -> bool {
    for (known, _) in detail {
        if known == field {
            return true;
        }
    }
    false
}

/// Adds a text for a field, unless it is already there.
pub fn add(detail: &mut Detail, field: &str, text: String) {
    for (known, texts) in detail.iter_mut() {
        if known == field {
            if !texts.contains(&text) {
                texts.push(text);
            }
            return;
        }
    }
    detail.push((field.to_owned(), vec![text]));
}
