//! What OneEntry's refusals say (contract 4.4, 4.2, 5.2, 8). The texts are known only closely: they are recognised by
//! their key parts, and never handed on, since some repeat what a shopper typed.

use super::answers::is_refusal;
use crate::domain::hint::Hint;
use crate::domain::http::Answer;
use crate::domain::json;
use crate::domain::messages::Language;
use crate::domain::problem::Code;
use crate::domain::text::{self, whole};
use crate::domain::validation::Detail;

/// A key part of a documented text, what it means, and the part of the order that it is about.
/// Earlier rows count first.
const KNOWN: [(&str, Hint, Option<&str>); 28] = [
    ("spam attribute", Hint::Captcha, None),
    ("there aren't list values", Hint::SetUp, None),
    ("not presented in", Hint::SetUp, None),
    ("wrong form's", Hint::SetUp, None),
    ("form identifier is wrong", Hint::SetUp, Some("formIdentifier")),
    ("form not found", Hint::SetUp, Some("formIdentifier")),
    ("storage not found", Hint::SetUp, Some("storage")),
    ("empty form data", Hint::Form, Some("formData")),
    ("values are missing", Hint::Form, None),
    ("missing or incorrect", Hint::Form, None),
    ("type must be one of", Hint::SetUp, None),
    ("formdata", Hint::Form, Some("formData")),
    ("must authorize", Hint::SetUp, None),
    ("account identifier is wrong", Hint::PaymentAccount, Some("paymentAccountIdentifier")),
    ("account is not connected", Hint::PaymentAccount, None),
    ("must have a payment", Hint::SetUp, None),
    ("could not be canceled", Hint::MayBePaid, None),
    ("signedprice", Hint::OldPrice, Some("products")),
    ("stock", Hint::Product, Some("products")),
    ("coupon", Hint::Coupon, Some("couponCode")),
    ("formidentifier must", Hint::SetUp, Some("formIdentifier")),
    ("paymentaccountidentifier must", Hint::SetUp, Some("paymentAccountIdentifier")),
    ("bonusamount", Hint::SetUp, Some("bonusAmount")),
    ("resource is closed", Hint::SetUp, None),
    ("permission data not found", Hint::SetUp, None),
    ("doesn't have permissions", Hint::SetUp, None),
    ("cannot get /", Hint::SetUp, None),
    ("cannot post /", Hint::SetUp, None),
];

/// An order has no more fields than this; a refusal that names more is not read to its end.
const MAX_FIELDS: usize = 1000;

/// What a refusal tells a shopper beyond its status.
pub fn hint(answer: &Answer) -> Option<Hint> {
    if answer.status == 429 {
        return seconds(answer.retry_after.as_deref()).map(Hint::Busy);
    }
    for text in refusal_texts(answer) {
        match known(&text) {
            Some((_, hint, _)) => return Some(*hint),
            None if is_product_not_found(&text) => return Some(Hint::Product),
            None => {}
        }
    }
    None
}

/// The code of a refusal whose text says more than its status.
pub fn code(answer: &Answer) -> Option<Code> {
    for text in refusal_texts(answer) {
        if text::has(&text, "must authorize") {
            return Some(Code::Unauthorized);
        }
    }
    None
}

/// The seconds that a 429 asks to wait. A date is not read: a page's clock is not the server's.
pub fn seconds(retry_after: Option<&str>) -> Option<u32> {
    whole(retry_after?.trim()).and_then(|seconds| u32::try_from(seconds).ok())
}

/// The fields that a refusal names, each with a text that repeats nothing the shopper typed.
pub fn refused_fields(answer: &Answer, language: Language) -> Detail {
    let mut detail = Detail::new();
    for text in original_texts(answer).into_iter().take(MAX_FIELDS) {
        let lower = text.to_ascii_lowercase();
        let named = named_marker(&text)
            .or_else(|| named_path(&text))
            .or_else(|| known(&lower).and_then(|(_, _, field)| *field))
            .or_else(|| is_product_not_found(&lower).then_some("products"));
        if let Some(field) = named
            && !detail.iter().any(|(other, _)| other == field)
        {
            detail.push((field.to_owned(), vec![refused_text(&lower, language).to_owned()]));
        }
    }
    detail
}

fn refused_text(text: &str, language: Language) -> &'static str {
    language.of(match known(text) {
        Some((_, Hint::PaymentAccount | Hint::Product, _)) => {
            ["Not available any more.", "Ya no está disponible.", "Não está mais disponível."]
        }
        None if is_product_not_found(text) => {
            ["Not available any more.", "Ya no está disponible.", "Não está mais disponível."]
        }
        _ => [
            "Missing, or not accepted by the shop.",
            "Falta, o la tienda no lo acepta.",
            "Falta, ou a loja não aceita.",
        ],
    })
}

fn known(text: &str) -> Option<&'static (&'static str, Hint, Option<&'static str>)> {
    KNOWN.iter().find(|(part, _, _)| text::has(text, part))
}

/// `Product 9171 not found`
fn is_product_not_found(text: &str) -> bool {
    text::has(text, "product ") && text::has(text, " not found")
}

fn refusal_texts(answer: &Answer) -> Vec<String> {
    if !is_refusal(answer) {
        return Vec::new();
    }
    let mut texts = original_texts(answer);
    for text in &mut texts {
        text.make_ascii_lowercase();
    }
    texts
}

/// One text, or an array of them.
fn original_texts(answer: &Answer) -> Vec<String> {
    let mut texts = Vec::new();
    if let Some(said) = json::parse(&answer.text).as_ref().and_then(|body| body.get("message")) {
        for one in said.as_list().unwrap_or(std::slice::from_ref(said)) {
            texts.extend(one.as_text().map(str::to_owned));
        }
    }
    texts
}

/// The documented texts that name a field end with it or put it in quotes.
fn named_marker(text: &str) -> Option<&str> {
    let after = text::split(text, "missing or incorrect: ").or_else(|| text::split(text, "attribute type: "));
    let marker = match after {
        Some((_, marker)) => marker.trim(),
        None => text::split(text::split(text, "marker '")?.1, "'")?.0,
    };
    let is_marker = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    // A value in its place would be the shopper's: a marker begins with a letter.
    let begins_well = marker.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    (begins_well && marker != "undefined" && marker.len() <= 255 && text::all(marker, is_marker)).then_some(marker)
}

/// `products.0.productId must be …`
fn named_path(text: &str) -> Option<&str> {
    let (path, _) = text::cut(text, b" ");
    let mut rest = path.starts_with("products.").then_some(path);
    while let Some(parts) = rest {
        let (part, behind) = text::cut(parts, b".");
        if part.is_empty() || part.len() > 64 || !text::all(part, |byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        rest = behind;
    }
    path.starts_with("products.").then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, message: &str) -> Answer {
        let mut text = r#"{"statusCode":400,"message":"#.to_owned();
        json::write_text(&mut text, message);
        text.push('}');
        Answer { status, text, retry_after: None }
    }

    #[test]
    fn fields_are_named_without_repeating_values() {
        let fields = |message: &str| -> Vec<String> {
            refused_fields(&answer(400, message), Language::English).into_iter().map(|(field, _)| field).collect()
        };
        for (message, expected) in [
            ("required values are missing or incorrect: phone", "phone"),
            ("formData's marker 'city' value is missing or incorrect", "city"),
            ("formData's marker 'city' type must be one of [string, text]", "city"),
            ("form includes an attribute's marker 'x' that is not presented in 'set' attributes sets", "x"),
            ("wrong form's attribute type: floor", "floor"),
            ("products.0.productId must be a number conforming to the specified constraints", "products.0.productId"),
            ("Product 9171 not found", "products"),
            ("Product 99 is out of stock", "products"),
            ("Coupon NOPE is not valid", "couponCode"),
            ("Payment account identifier is wrong or payment accounts are not defined", "paymentAccountIdentifier"),
            ("empty form data section", "formData"),
            ("\"formData\" must be of type object", "formData"),
        ] {
            assert_eq!(fields(message), [expected], "{message}");
        }
        // What a shopper typed is no marker.
        for message in ["required values are missing or incorrect: kim@example.org", "Unauthorized", "", "products.a b"]
        {
            assert!(fields(message).iter().all(|field| field != "kim@example.org"), "{message}");
        }
        let detail =
            refused_fields(&answer(400, "formData's marker 'city' value is missing or incorrect"), Language::Spanish);
        assert_eq!(detail[0].1, ["Falta, o la tienda no lo acepta."]);
    }

    #[test]
    fn a_busy_shop_says_when() {
        let busy = |header: Option<&str>| {
            hint(&Answer { status: 429, text: String::new(), retry_after: header.map(str::to_owned) })
        };
        assert_eq!(busy(Some("12")), Some(Hint::Busy(12)));
        assert_eq!(busy(Some("Wed, 21 Oct 2026 07:28:00 GMT")), None);
        assert_eq!(busy(None), None);
    }

    #[test]
    fn only_refusals_are_read() {
        assert_eq!(hint(&answer(400, "Product 1 is out of stock")), Some(Hint::Product));
        for status in [200, 302, 408, 500, 503] {
            assert_eq!(hint(&answer(status, "Product 1 is out of stock")), None, "{status}");
        }
    }
}
