//! Locates the purchase in a data-layer event, if there is one (`contracts/data-layer.md`, "Shapes").

use crate::domain::data::Data;
use crate::domain::text::{is_digits, trim};

/// The field names of a purchase.
#[derive(Debug)]
pub struct Names {
    /// The shop's transaction number.
    pub transaction: &'static str,
    /// The total stated by the shop.
    pub value: &'static str,
    /// Number, name and variant of an item.
    pub item: [&'static str; 3],
    /// Whether items have their own currency, discount and numbered categories. Universal Analytics has a single
    /// category path instead.
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

/// A purchase found in an event.
#[derive(Debug)]
pub struct Found<'a> {
    /// The names of its fields.
    pub names: &'static Names,
    /// Where to look for its fields, best place first.
    places: [Option<&'a Data>; 2],
    /// The currency of the whole purchase.
    pub currency: Option<&'a Data>,
    /// The lines: a list, or an object whose keys are whole numbers.
    items: Option<&'a Data>,
}

impl<'a> Found<'a> {
    /// The purchase in an event; `None` for any other event.
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

    /// The first value of a field that is not blank.
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

    /// The lines. An object counts as a list if all its keys are whole numbers, which pages iterate in ascending order.
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

/// A text, or a number as text.
pub fn word(data: &Data) -> Option<&str> {
    match data {
        Data::Text(text) if !data.is_blank() => Some(trim(text)),
        Data::Number(digits) => Some(digits),
        _ => None,
    }
}
