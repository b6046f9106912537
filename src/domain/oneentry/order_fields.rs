//! The properties of an order, as the contract lists them: the table by which an order is checked.

use crate::domain::data::MAX_SAFE_INTEGER;
use crate::domain::validation::schema::field;
use crate::domain::validation::{Absent, Field, Holds};

pub const MAX_MARKER: usize = 255;
pub const MAX_FIELDS: (usize, &str) = (1000, "1000");
pub const MAX_PRODUCTS: (usize, &str) = (1000, "1000");
pub const MAX_DISCOUNTS: (usize, &str) = (1000, "1000");

/// The signed price comes last: see `Cart::entries`.
pub static PRODUCT: [Field; 3] = [
    field!("productId", Holds::Integer((1, "1"), (MAX_SAFE_INTEGER, "9007199254740991")), Absent::Required),
    field!("quantity", Holds::Integer((1, "1"), (1_000_000, "1000000")), Absent::Required),
    field!("signedPrice", Holds::Text(65_535), Absent::LeftOut),
];

/// The table of the contract. Its order is that of reports and, from the cart on, of the body.
pub static ORDER: [Field; 8] = [
    field!("storage", Holds::Text(MAX_MARKER), Absent::Required),
    field!("formIdentifier", Holds::Text(MAX_MARKER), Absent::Required),
    field!("paymentAccountIdentifier", Holds::Text(MAX_MARKER), Absent::Required),
    // Has three shapes: see `FormData`.
    field!("formData", Holds::Object(&[]), Absent::Required),
    field!("products", Holds::List(&Holds::Object(&PRODUCT), MAX_PRODUCTS), Absent::Required),
    field!("couponCode", Holds::Text(MAX_MARKER), Absent::LeftOut),
    field!("additionalDiscountsMarkers", Holds::List(&Holds::Text(MAX_MARKER), MAX_DISCOUNTS), Absent::LeftOut),
    field!("bonusAmount", Holds::Decimal(usize::MAX, None), Absent::LeftOut),
];
/// Index of the form data in the table.
pub const FORM_DATA: usize = 3;
/// Index of the first cart property in the table.
pub const CART: usize = 4;
