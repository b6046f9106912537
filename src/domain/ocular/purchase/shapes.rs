//! Where an event of a data layer has its purchase, if it has one (`contracts/data-layer.md`, "Shapes").

use crate::domain::data::Data;
use crate::domain::text::whole;

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
        let lines: Vec<&Data> = match items {
            Data::Map(entries) => numbered(entries)?,
            _ => items.as_list()?.iter().collect(),
        };
        (!lines.is_empty()).then_some(lines)
    }
}

/// The values of an object with nothing but whole numbers for keys, in the order of these.
fn numbered(entries: &[(String, Data)]) -> Option<Vec<&Data>> {
    let mut lines = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        lines.push((whole(key).filter(|_| !key.is_empty())?, value));
    }
    lines.sort_by_key(|(number, _)| *number);
    Some(lines.into_iter().map(|(_, value)| value).collect())
}

/// A text, or a number as one.
pub fn word(data: &Data) -> Option<String> {
    match data {
        Data::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Data::Number(digits) => Some(digits.clone()),
        _ => None,
    }
}
