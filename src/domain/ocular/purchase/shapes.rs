//! Where an event of a data layer has its purchase, if it has one (`contracts/data-layer.md`, "Shapes").

use crate::domain::data::Data;
use crate::domain::text::{is_digits, trim};

/// The names that a purchase's fields have.
#[derive(Debug)]
pub struct Names {
    /// The shop's number of the purchase.
    pub transaction: &'static str,
    /// What the shop says it came to.
    pub value: &'static str,
    /// An item's number, name and variant.
    pub item: [&'static str; 3],
    /// The item's own currency, its discount and its categories; Universal Analytics has one path instead.
    pub is_ga4: bool,
}

/// Google Analytics 4.
static GA4: Names = Names {
    transaction: "transaction_id",
    value: "value",
    item: ["item_id", "item_name", "item_variant"],
    is_ga4: true,
};
/// Universal Analytics, enhanced ecommerce.
static UNIVERSAL: Names = Names { transaction: "id", value: "revenue", item: ["id", "name", "variant"], is_ga4: false };

/// A purchase in an event.
#[derive(Debug)]
pub struct Found<'a> {
    /// What its fields are called.
    pub names: &'static Names,
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
        let ecommerce = event.get("ecommerce");
        if let Some(universal) = ecommerce.and_then(|ecommerce| ecommerce.get("purchase")).filter(|data| data.is_map())
        {
            return Some(Found {
                names: &UNIVERSAL,
                places: [universal.get("actionField"), None],
                currency: ecommerce.and_then(|ecommerce| ecommerce.get("currencyCode")),
                items: universal.get("products"),
            });
        }
        if event.text_of("event") == Some("purchase") { Some(Found::ga4([ecommerce, Some(event)])) } else { None }
    }

    fn ga4(places: [Option<&'a Data>; 2]) -> Found<'a> {
        let mut found = Found { names: &GA4, places, currency: None, items: None };
        found.currency = found.get("currency");
        found.items = found.get("items");
        found
    }

    /// A field that says something.
    pub fn get(&self, key: &str) -> Option<&'a Data> {
        for place in self.places.iter().flatten() {
            if let Some(field) = place.get(key)
                && !field.is_blank()
            {
                return Some(field);
            }
        }
        None
    }

    /// The lines. An object is a list where nothing but whole numbers are its keys; a page has those in their order.
    pub fn lines(&self) -> Vec<&'a Data> {
        let mut lines = Vec::new();
        match self.items {
            Some(Data::Map(entries)) => {
                for (key, item) in entries {
                    if !is_digits(key) {
                        return Vec::new();
                    }
                    lines.push(item);
                }
            }
            Some(items) => lines.extend(items.elements()),
            None => {}
        }
        lines
    }
}

/// A text, or a number as one.
pub fn word(data: &Data) -> Option<&str> {
    match data {
        Data::Text(text) if !data.is_blank() => Some(trim(text)),
        Data::Number(digits) => Some(digits),
        _ => None,
    }
}
