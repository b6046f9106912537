//! A page's data layer as it goes on: what was pushed apart belongs together, and what is pushed twice is one purchase.

use super::shapes::Found;
use crate::domain::data::Data;

/// What was pushed so far, as far as it matters.
#[derive(Debug, Default)]
pub struct Layer {
    /// `push({ ecommerce })` without an event: it belongs to the next `push({ event: 'purchase' })`.
    ecommerce: Vec<(String, Data)>,
    /// Names of purchases that this page has seen.
    seen: Vec<String>,
}

impl Layer {
    /// Takes the next event; gives it with what was pushed before it and belongs to it.
    pub fn next(&mut self, mut event: Data) -> Data {
        let has_name = event.get("event").is_some_and(|name| !name.is_blank());
        let found = Found::of(&event);
        let is_split = found.as_ref().is_some_and(|found| found.names.is_ga4 && found.lines().is_empty());
        let is_whole = found.is_some() && !is_split;
        let Data::Map(entries) = &mut event else { return event };
        for (key, value) in entries.iter_mut() {
            if key != "ecommerce" {
                continue;
            }
            match value {
                // Of two fields with one name the last one counts.
                Data::Map(fields) if is_split || !has_name && !is_whole => self.ecommerce.append(fields),
                _ => self.ecommerce.clear(),
            }
        }
        if is_split {
            entries.push(("ecommerce".to_owned(), Data::Map(std::mem::take(&mut self.ecommerce))));
        }
        event
    }

    /// Whether this page has seen a purchase by that name; from now on it has.
    pub fn note(&mut self, name: &str) -> bool {
        let has_seen = self.has_seen(name);
        if !has_seen {
            self.seen.push(name.to_owned());
        }
        has_seen
    }

    /// Whether this page has seen a purchase by that name.
    pub fn has_seen(&self, name: &str) -> bool {
        self.seen.iter().any(|seen| seen == name)
    }

    /// As if it had not been seen.
    pub fn forget(&mut self, name: &str) {
        for seen in &mut self.seen {
            if seen == name {
                seen.clear();
            }
        }
    }
}
