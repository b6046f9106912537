//! Interprets OneEntry's refusals (contract 4.4, 4.2, 5.2, 8). Their texts are known only approximately, so they are
//! recognised by key parts. They are never passed on, because some repeat what a shopper typed.

use super::answers::is_refusal;
use super::detail::{add, has};
use crate::domain::code::Code;
use crate::domain::data::Data;
use crate::domain::hint::Hint;
use crate::domain::http::Answer;
use crate::domain::json;
use crate::domain::language::Language;
use crate::domain::text::{self, trim, whole};
use crate::domain::validation::Detail;

/// Each line: the index of a hint, a key part of a documented text that means it, and the part of the order that it
/// concerns. Earlier lines take precedence. A single text is smaller than a list.
const KNOWN: &str = "\
1spam attribute\t\n\
2there aren't list values\t\n\
2not presented in\t\n\
2wrong form's\t\n\
2form identifier is wrong\tformIdentifier\n\
2form not found\tformIdentifier\n\
2storage not found\tstorage\n\
0empty form data\tformData\n\
0values are missing\t\n\
0missing or incorrect\t\n\
2type must be one of\t\n\
0formdata\tformData\n\
2must authorize\t\n\
3account identifier is wrong\tpaymentAccountIdentifier\n\
3account is not connected\t\n\
2must have a payment\t\n\
7could not be canceled\t\n\
6signedprice\tproducts\n\
4stock\tproducts\n\
5coupon\tcouponCode\n\
2formidentifier must\tformIdentifier\n\
2paymentaccountidentifier must\tpaymentAccountIdentifier\n\
2bonusamount\tbonusAmount\n\
2resource is closed\t\n\
2permission data not found\t\n\
2doesn't have permissions\t\n\
2cannot get /\t\n\
2cannot post /\t";

/// Indexed by the numbers in [`KNOWN`].
const HINTS: [Hint; 8] = [
    Hint::Form,
    Hint::Captcha,
    Hint::SetUp,
    Hint::PaymentAccount,
    Hint::Product,
    Hint::Coupon,
    Hint::OldPrice,
    Hint::MayBePaid,
];

/// No order has more fields than this. Any further fields in a refusal are ignored.
const MAX_FIELDS: usize = 1000;

/// The hint that a refusal gives the shopper beyond its status.
pub fn hint(answer: &Answer) -> Option<Hint> {
    if answer.status == 429 {
        return seconds(answer.retry_after.as_deref()).map(Hint::Busy);
    }
    classify(answer).0
}

/// The code of a refusal whose text is more specific than its status.
pub fn code(answer: &Answer) -> Option<Code> {
    classify(answer).1
}

fn classify(answer: &Answer) -> (Option<Hint>, Option<Code>) {
    let (mut hint, mut code) = (None, None);
    if is_refusal(answer)
        && let Some(body) = json::parse(&answer.text)
    {
        for text in &texts(&body) {
            let text = text.to_ascii_lowercase();
            if let (None, Some((known, _))) = (hint, known(&text)) {
                hint = Some(known);
            }
            if text::has(&text, "must authorize") {
                code = Some(Code::Unauthorized);
            }
        }
    }
    (hint, code)
}

/// The seconds that a 429 asks to wait. A date is ignored: the page's clock may differ from the server's.
pub fn seconds(retry_after: Option<&str>) -> Option<u32> {
    whole(trim(retry_after?)).and_then(|seconds| u32::try_from(seconds).ok())
}

/// The fields that a refusal names, each with a text that repeats nothing the shopper typed.
pub fn refused_fields(answer: &Answer, language: Language) -> Detail {
    let mut detail = Detail::new();
    let Some(body) = json::parse(&answer.text) else { return detail };
    for text in texts(&body).iter().take(MAX_FIELDS) {
        let lower = text.to_ascii_lowercase();
        let known = known(&lower);
        let field = match (named_marker(text).or_else(|| named_path(text)), known) {
            (Some(named), _) => named,
            (None, Some((_, ""))) if is_product_not_found(&lower) => PRODUCTS,
            (None, Some((_, field))) => field,
            (None, None) => "",
        };
        let product = match known {
            Some((Hint::Product, PRODUCTS)) => numbers_of(&lower),
            _ => "",
        };
        if !field.is_empty() && (!product.is_empty() || !has(&detail, field)) {
            let kind = match known {
                Some((Hint::Product, _)) if !product.is_empty() => 6,
                Some((Hint::PaymentAccount | Hint::Product, _)) => 3,
                _ => 0,
            };
            add(&mut detail, field, text::replace(text::line(REFUSED, kind + language as usize), "#", product));
        }
    }
    detail
}

const REFUSED: &str = "\
Missing, or not accepted by the shop.\n\
Falta este dato o la tienda no lo acepta.\n\
Falta este dado ou a loja não o aceita.\n\
Not available any more.\n\
Ya no está disponible.\n\
Não está mais disponível.\n\
Product # is not available any more.\n\
El producto # ya no está disponible.\n\
O produto # não está mais disponível.";

/// The product numbers in a text: `product 99 is out of stock`, or several separated by commas.
fn numbers_of(text: &str) -> &str {
    let after = text::split(text, "product").map_or("", |(_, after)| after);
    let start = after.bytes().position(|byte| byte.is_ascii_digit()).unwrap_or(after.len());
    // A number further on means something else: how many are left.
    let numbers = after.get(start..).filter(|_| start <= 12).unwrap_or_default();
    let mut end = 0;
    for (index, byte) in numbers.bytes().enumerate() {
        match byte {
            b'0'..=b'9' => end = index + 1,
            b',' | b' ' if index <= end + 1 => {}
            _ => break,
        }
    }
    numbers.get(..end.min(64)).unwrap_or_default()
}

/// The meaning of a text, and the part of the order that it concerns, which may be an empty text.
fn known(text: &str) -> Option<(Hint, &'static str)> {
    let mut rest = Some(KNOWN);
    while let Some(lines) = rest {
        let (line, more) = text::cut(lines, b"\n");
        rest = more;
        let (part, field) = text::cut(line, b"\t");
        let (number, part) = part.split_at_checked(1)?;
        if text::has(text, part) {
            return Some((*HINTS.get(whole(number)? as usize)?, field?));
        }
    }
    is_product_not_found(text).then_some((Hint::Product, PRODUCTS))
}

const PRODUCTS: &str = "products";

/// Matches `Product 9171 not found`.
fn is_product_not_found(text: &str) -> bool {
    text::has(text, "product ") && text::has(text, " not found")
}

/// The messages of a body: one text, or an array of texts.
fn texts(body: &Data) -> Vec<&str> {
    let mut texts = Vec::new();
    if let Some(said) = body.get("message") {
        for one in said.as_list().unwrap_or(std::slice::from_ref(said)) {
            if let Some(text) = one.as_text() {
                texts.push(text);
            }
        }
    }
    texts
}

/// The marker in a documented text, which either ends with it or puts it in quotes.
fn named_marker(text: &str) -> Option<&str> {
    let after = text::split(text, "missing or incorrect: ").or_else(|| text::split(text, "attribute type: "));
    let marker = match after {
        Some((_, marker)) => trim(marker),
        None => text::split(text::split(text, "marker '")?.1, "'")?.0,
    };
    let is_marker = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    // A value in its place would come from the shopper. A marker begins with a letter.
    let begins_well = marker.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    (begins_well && marker != "undefined" && marker.len() <= 255 && text::all(marker, is_marker)).then_some(marker)
}

/// The path in `products.0.productId must be …`.
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
        // What a shopper typed is not mistaken for a marker.
        for message in ["required values are missing or incorrect: kim@example.org", "Unauthorized", "", "products.a b"]
        {
            assert!(fields(message).iter().all(|field| field != "kim@example.org"), "{message}");
        }
        let detail =
            refused_fields(&answer(400, "formData's marker 'city' value is missing or incorrect"), Language::Spanish);
        assert_eq!(detail[0].1, ["Falta este dato o la tienda no lo acepta."]);
    }

    #[test]
    fn an_unavailable_product_is_named() {
        let said = |message: &str, language| refused_fields(&answer(400, message), language)[0].1.join(" | ");
        for (message, expected) in [
            ("Product 99 is out of stock", "Product 99 is not available any more."),
            ("Product with id 9171 not found", "Product 9171 is not available any more."),
            ("Products 3, 14, 15 are out of stock: 0 left", "Product 3, 14, 15 is not available any more."),
            ("This product is out of stock: 2 left", "Not available any more."),
        ] {
            assert_eq!(said(message, Language::English), expected, "{message}");
        }
        assert_eq!(said("Product 7 not found", Language::Portuguese), "O produto 7 não está mais disponível.");
        let both = Answer {
            status: 400,
            text: r#"{"statusCode":400,"message":["Product 1 not found","Product 2 is out of stock"]}"#.into(),
            retry_after: None,
        };
        let detail = refused_fields(&both, Language::English);
        assert_eq!(detail[0].1, ["Product 1 is not available any more.", "Product 2 is not available any more."]);
    }

    #[test]
    fn a_429_says_when_to_retry() {
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
