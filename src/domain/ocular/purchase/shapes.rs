//! Locates the purchase in a data-layer event, if there is one (`contracts/data-layer.md`, "Shapes").

use crate::domain::data::Data;
use crate::domain::text::{is_digits, trim};

/// The field names of a purchase. A name that a shape does not have is empty.
#[derive(Debug)]
pub struct Names {
    /// The shop's transaction number.
    pub transaction: &'static str,
    /// The total stated by the shop.
    pub value: &'static str,
    /// Number, name and variant of an item.
    pub item: [&'static str; 3],
    /// The currency of an item.
    pub line_currency: &'static str,
    /// The discount of one unit.
    pub discount: &'static str,
    /// The categories of an item.
    pub categories: &'static [&'static str],
    /// Separates the categories of one text.
    pub category_separator: &'static [u8],
}

/// Google Analytics 4.
static GA4: Names = Names {
    transaction: "transaction_id",
    value: "value",
    item: ["item_id", "item_name", "item_variant"],
    line_currency: "currency",
    discount: "discount",
    categories: &["item_category", "item_category2", "item_category3", "item_category4", "item_category5"],
    category_separator: b"",
};
/// Universal Analytics, enhanced ecommerce.
static UNIVERSAL: Names = Names {
    transaction: "id",
    value: "revenue",
    item: ["id", "name", "variant"],
    line_currency: "",
    discount: "",
    categories: &["category"],
    category_separator: b"/",
};

/// A purchase found in an event.
#[derive(Debug)]
pub struct Found<'a> {
    /// The names of its fields.
    pub names: &'static Names,
    /// Where to look for its fields, best place first. Another place must not count: a transaction number that is the
    /// same for all purchases would make each order overwrite the one before it.
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
            return is_purchase.then(|| Found::ga4([rest.first(), None]));
        }
        let ecommerce = event.get("ecommerce");
        let universal = ecommerce.and_then(|ecommerce| ecommerce.get("purchase"));
        if let Some(Data::Map(_)) = universal {
            let part = |key: &str| universal.and_then(|universal| universal.get(key));
            return Some(Found {
                names: &UNIVERSAL,
                places: [part("actionField"), None],
                currency: ecommerce.and_then(|ecommerce| ecommerce.get("currencyCode")),
                items: part("products"),
            });
        }
        let is_purchase = event.text_of("event") == Some("purchase");
        is_purchase.then(|| Found::ga4([ecommerce, Some(event)]))
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

    /// The text or number of a field, as text.
    pub fn word(&self, key: &str) -> Option<&'a str> {
        word(self.get(key)?)
    }

    /// The lines. An object counts as a list if all its keys are whole numbers, which pages iterate in ascending order.
    pub fn lines(&self) -> Vec<&'a Data> {
        let mut lines = Vec::new();
        let Some(items) = self.items else { return lines };
        lines.extend(items.elements());
        if let Data::Map(entries) = items {
            for (key, item) in entries {
                if !is_digits(key) {
                    return Vec::new();
                }
                lines.push(item);
            }
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
