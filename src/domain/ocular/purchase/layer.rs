//! State of a page's data layer across pushes: parts that were pushed separately are merged, and a purchase that is
//! pushed twice counts once.

use super::order::{Reading, read};
use super::shapes::Found;
use crate::domain::data::Data;
use crate::domain::packed::Packed;

/// The relevant part of everything pushed so far.
#[derive(Debug, Default)]
pub struct Layer {
    /// Pushed as `push({ ecommerce })` without an event: belongs to the next `push({ event: 'purchase' })`.
    ecommerce: Vec<(String, Data)>,
    /// Names of purchases that this page has seen.
    seen: Vec<String>,
}

impl Layer {
    /// Reads the purchase in the next event. `currency` is a text, used if the event specifies none.
    pub fn read(&mut self, event: &Packed, currency: &Packed) -> Reading {
        let reading = read(&self.next(event.data()), currency.data().as_text());
        if let (true, Some(transaction)) = (reading.has_lines, &reading.transaction) {
            self.note(transaction);
        }
        reading
    }

    /// Processes the next event. Returns it merged with the parts that were pushed before it.
    pub fn next(&mut self, mut event: Data) -> Data {
        let (is_purchase, is_part) = match Found::of(&event) {
            Some(found) => (true, found.lines().is_empty()),
            None => (false, event.get("event").is_none_or(Data::is_blank)),
        };
        let Data::Map(entries) = &mut event else { return event };
        for (key, value) in entries.iter_mut() {
            if key != "ecommerce" {
                continue;
            }
            match value {
                // Of two fields with the same name, the last one counts.
                Data::Map(fields) if is_part => self.ecommerce.append(fields),
                _ => self.ecommerce.clear(),
            }
        }
        if is_purchase && is_part {
            entries.push(("ecommerce".to_owned(), Data::Map(std::mem::take(&mut self.ecommerce))));
        }
        event
    }

    /// Marks a purchase as seen. Returns whether this page had already seen it.
    pub fn note(&mut self, name: &str) -> bool {
        let has_seen = self.has_seen(name);
        if !has_seen {
            self.seen.push(name.to_owned());
        }
        has_seen
    }

    /// Whether this page has seen a purchase with this name.
    pub fn has_seen(&self, name: &str) -> bool {
        self.seen.iter().any(|seen| seen == name)
    }

    /// Forgets a purchase, as if this page had never seen it.
    pub fn forget(&mut self, name: &str) {
        for seen in &mut self.seen {
            if seen == name {
                seen.clear();
            }
        }
    }
}
