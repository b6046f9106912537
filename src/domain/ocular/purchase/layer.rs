//! A page's data layer as it goes on: what was pushed apart belongs together, and what is told twice is one purchase.

use super::shapes::Found;
use crate::domain::data::Data;

/// Transactions that a page is reminded of.
const MOST_SEEN: usize = 50;

/// What was pushed so far, as far as it matters.
#[derive(Debug, Default)]
pub struct Layer {
    /// `push({ ecommerce })` without an event: it belongs to the next `push({ event: 'purchase' })`.
    ecommerce: Option<Data>,
    /// Transactions that were told with their lines.
    seen: Vec<String>,
}

impl Layer {
    /// Takes the next event; gives it with what was pushed before it and belongs to it.
    pub fn next(&mut self, mut event: Data) -> Data {
        let has_name = event.get("event").is_some_and(|name| !name.is_blank());
        match event.get("ecommerce") {
            Some(Data::Null) => self.ecommerce = None,
            Some(Data::Map(entries)) if !has_name => {
                let mut all = self.ecommerce.take().unwrap_or(Data::Map(Vec::new()));
                for (key, value) in entries {
                    all.set(key, value.clone());
                }
                self.ecommerce = Some(all);
            }
            Some(Data::Map(_)) => self.ecommerce = None,
            _ => {
                if event.text_of("event") == Some("purchase")
                    && Found::of(&event).is_some_and(|found| found.lines().is_none())
                {
                    event.set("ecommerce", self.ecommerce.clone().unwrap_or(Data::Null));
                }
            }
        }
        event
    }

    /// Notes that a purchase was told with its lines.
    pub fn note(&mut self, transaction: &str) {
        if self.has_seen(transaction) {
            return;
        }
        if self.seen.len() == MOST_SEEN {
            self.seen.remove(0);
        }
        self.seen.push(transaction.to_owned());
    }

    /// Whether a purchase was told with its lines.
    pub fn has_seen(&self, transaction: &str) -> bool {
        self.seen.iter().any(|seen| seen == transaction)
    }
}
