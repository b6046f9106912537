//! Where an event of a data layer has its purchase, if it has one (`contracts/data-layer.md`, "Shapes").

use crate::domain::data::Data;
use crate::domain::text::{trim, whole};

/// Whose names the fields have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Google Analytics 4.
    Ga4,
    /// Universal Analytics, enhanced ecommerce.
    Universal,
}

/// A purchase in an event.
#[derive(Debug)]
pub struct Found<'a> {
    /// Whose names its fields have.
    pub dialect: Dialect,
    /// Where its fields are, the best place first.
    places: [Option<&'a Data>; 2],
    /// The currency of all of it.
    pub currency: Option<&'a Data>,
    /// The lines, as a list, or as an object with whole numbers for keys.
    items: Option<&'a Data>,
}

impl<'a> Found<'a> {
    /// The purchase of an event; `None` of any other event.
    pub fn of(event: &'a Data) -> Option<Found<'a>> {
        // gtag('event', 'purchase', {...})
        if let Some([name, purchase, rest @ ..]) = event.as_list() {
            let is_purchase = name.as_text() == Some("event") && purchase.as_text() == Some("purchase");
            return if is_purchase { Some(Found::ga4([rest.first(), None])) } else { None };
        }
        let ecommerce = event.get("ecommerce").filter(|ecommerce| ecommerce.is_map());
        if let Some(purchase) = ecommerce.and_then(|ecommerce| ecommerce.get("purchase")).filter(|data| data.is_map()) {
            let places = [purchase.get("actionField"), None];
            let currency = ecommerce.and_then(|ecommerce| ecommerce.get("currencyCode"));
            return Some(Found { dialect: Dialect::Universal, places, currency, items: purchase.get("products") });
        }
        (event.text_of("event") == Some("purchase")).then(|| Found::ga4([ecommerce, Some(event)]))
    }

    fn ga4(places: [Option<&'a Data>; 2]) -> Found<'a> {
        let mut found = Found { dialect: Dialect::Ga4, places, currency: None, items: None };
        found.currency = found.get("currency");
        found.items = found.get("items");
        found
    }

    /// A field that says something.
    pub fn get(&self, key: &str) -> Option<&'a Data> {
        let [first, second] = self.places;
        let of = |place: Option<&'a Data>| place.and_then(|place| place.get(key)).filter(|data| !data.is_blank());
        of(first).or_else(|| of(second))
    }

    /// The shop's own number of it.
    pub fn transaction(&self) -> Option<String> {
        let key = if self.dialect == Dialect::Ga4 { "transaction_id" } else { "id" };
        word(self.get(key)?)
    }

    /// The lines; `None` without any.
    pub fn lines(&self) -> Option<Vec<&'a Data>> {
        let items = self.items?;
        let lines = match items {
            Data::Map(entries) => numbered(entries)?,
            _ => {
                let mut lines = Vec::new();
                for item in items.elements() {
                    lines.push(item);
                }
                lines
            }
        };
        if lines.is_empty() { None } else { Some(lines) }
    }
}

/// The values of an object with nothing but whole numbers for keys, in the order of these.
fn numbered(entries: &[(String, Data)]) -> Option<Vec<&Data>> {
    let (mut numbers, mut lines) = (Vec::new(), Vec::new());
    for (key, value) in entries {
        if key.is_empty() {
            return None;
        }
        let number = whole(key)?;
        let mut at = numbers.len();
        while let Some(before) =
            at.checked_sub(1).filter(|before| numbers.get(*before).is_some_and(|known| *known > number))
        {
            at = before;
        }
        numbers.insert(at, number);
        lines.insert(at, value);
    }
    Some(lines)
}

/// A text, or a number as one.
pub fn word(data: &Data) -> Option<String> {
    match data {
        Data::Text(text) if !data.is_blank() => Some(trim(text).to_owned()),
        Data::Number(digits) => Some(digits.clone()),
        _ => None,
    }
}
