//! What is bought and with which discounts: the part of an order that its price depends on.

use crate::domain::data::{Data, MAX_SAFE_INTEGER};
use crate::domain::decimal::Decimal;
use crate::domain::json::{self, Object};
use crate::domain::text::integer;
use crate::domain::validation::{Fields, Path, Reader, Rule};

const MAX_MARKER: usize = 255;
const MAX_PRODUCTS: (usize, &str) = (1000, "1000");
const MAX_DISCOUNTS: (usize, &str) = (1000, "1000");

/// Products, coupon, discounts and bonus points.
#[derive(Debug, Clone, PartialEq)]
pub struct Cart {
    products: Vec<Product>,
    coupon: Option<String>,
    discounts: Option<Vec<String>>,
    bonus: Option<Decimal>,
}

#[derive(Debug, Clone, PartialEq)]
struct Product {
    id: i64,
    quantity: i64,
    signed_price: Option<String>,
}

impl Cart {
    /// Takes the cart's properties out of an order's.
    pub fn read(reader: &mut Reader, fields: &mut Fields<'_>, path: &Path<'_>) -> Cart {
        let products = fields.list_or_empty(reader, "products").unwrap_or_default();
        let products = reader.elements(products, &Path::Key(path, "products"), MAX_PRODUCTS, read_product);
        let coupon = fields.optional_text(reader, "couponCode", MAX_MARKER);
        let discounts = fields.take("additionalDiscountsMarkers");
        let discounts = read_texts(reader, discounts, &Path::Key(path, "additionalDiscountsMarkers"));
        let bonus = fields.optional_decimal(reader, "bonusAmount", None);
        Cart { products, coupon, discounts, bonus }
    }

    /// Writes the cart's properties. Prices that were signed at reading belong to an order, not to a preview.
    pub fn write(&self, body: &mut Object<'_>, signed_prices: bool) {
        json::list(body.key("products"), &self.products, |out, product| product.write(out, signed_prices));
        if let Some(coupon) = &self.coupon {
            body.text("couponCode", coupon);
        }
        if let Some(discounts) = &self.discounts {
            json::list(body.key("additionalDiscountsMarkers"), discounts, |out, marker| json::write_text(out, marker));
        }
        if let Some(bonus) = &self.bonus {
            body.raw("bonusAmount", &bonus.text());
        }
    }

    /// The body of a preview. Two carts with the same body cost the same.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        let mut body = Object::open(&mut out);
        self.write(&mut body, false);
        body.close();
        out
    }

    /// Its products one by one, whose order means nothing, and the rest of it.
    pub fn parts(&self) -> (Vec<String>, String) {
        let mut products = Vec::with_capacity(self.products.len());
        for product in &self.products {
            let mut out = String::new();
            product.write(&mut out, false);
            products.push(out);
        }
        let rest = Cart {
            products: Vec::new(),
            coupon: self.coupon.clone(),
            discounts: self.discounts.clone(),
            bonus: self.bonus.clone(),
        };
        (products, rest.to_json())
    }

    /// Whether a coupon is to be redeemed.
    pub fn has_coupon(&self) -> bool {
        self.coupon.is_some()
    }
}

fn read_product(reader: &mut Reader, product: Data, path: &Path<'_>) -> Option<Product> {
    let mut fields = reader.object(product, path)?;
    let id = fields.integer(reader, "productId", (1, "1"), (MAX_SAFE_INTEGER, "9007199254740991"));
    let quantity = fields.integer(reader, "quantity", (1, "1"), (1_000_000, "1000000"));
    let signed_price = fields.optional_text(reader, "signedPrice", 65_535);
    fields.finish(reader);
    Some(Product { id: id?, quantity: quantity?, signed_price })
}

impl Product {
    fn write(&self, out: &mut String, with_price: bool) {
        let mut object = Object::open(out);
        object.raw("productId", &integer(self.id)).raw("quantity", &integer(self.quantity));
        if let Some(price) = self.signed_price.as_ref().filter(|_| with_price) {
            object.text("signedPrice", price);
        }
        object.close();
    }
}

fn read_texts(reader: &mut Reader, value: Data, path: &Path<'_>) -> Option<Vec<String>> {
    match value {
        Data::Null => None,
        Data::List(list) => {
            let text = |reader: &mut Reader, value, path: &Path<'_>| reader.text(value, path, MAX_MARKER);
            Some(reader.elements(list, path, MAX_DISCOUNTS, text))
        }
        _ => {
            reader.wrong(path, Rule::ARRAY);
            None
        }
    }
}
