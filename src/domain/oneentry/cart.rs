//! Products and discounts: the part of an order that determines its price.

use super::order_fields::{CART, ORDER};
use crate::domain::data::Data;
use crate::domain::json;
use crate::domain::packed::Cursor;
use crate::domain::text::{concat, has};
use crate::domain::validation::{Checker, Path, Slots};

/// Number of product properties in a preview.
const UNSIGNED: usize = 2;

/// Products, coupon, discounts and bonus points, as properties of an order's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cart(String);

impl Cart {
    /// Checks the cart properties of an order.
    pub fn read<'a>(checker: &mut Checker, start: &Cursor<'a>, slots: &Slots<'a>) -> Cart {
        let mut out = String::new();
        checker.written(start, (&ORDER, slots), CART, &Path::Root, &mut out);
        Cart(out)
    }

    /// The properties, each preceded by a comma.
    pub fn properties(&self) -> &str {
        &self.0
    }

    /// The properties without prices signed when products were read: those belong in an order, not in a preview.
    fn entries(&self) -> Data {
        let mut cart = json::parse(&concat(&["{", self.0.get(1..).unwrap_or(""), "}"])).unwrap_or(Data::Null);
        if let Some(products) = products(&mut cart) {
            for product in products {
                if let Data::Map(entries) = product {
                    entries.truncate(UNSIGNED);
                }
            }
        }
        cart
    }

    /// The body of a preview. Two carts with the same body cost the same.
    pub fn to_json(&self) -> String {
        json::text_of(&self.entries())
    }

    /// The products one by one, since their order does not matter, and the rest of the cart.
    pub fn parts(&self) -> (Vec<String>, String) {
        let mut cart = self.entries();
        let mut texts = Vec::new();
        if let Some(products) = products(&mut cart) {
            for product in &*products {
                texts.push(json::text_of(product));
            }
            products.truncate(0);
        }
        (texts, json::text_of(&cart))
    }

    /// Whether a coupon is to be redeemed.
    pub fn has_coupon(&self) -> bool {
        // A match inside a value is impossible: quotes in a text are escaped.
        has(&self.0, ",\"couponCode\":")
    }
}

/// The product list is the first property.
fn products(cart: &mut Data) -> Option<&mut Vec<Data>> {
    match cart {
        Data::Map(entries) => match entries.first_mut() {
            Some((_, Data::List(products))) => Some(products),
            _ => None,
        },
        _ => None,
    }
}
