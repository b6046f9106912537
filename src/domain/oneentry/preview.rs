//! Price previews: the request, the response, and whether the placed order costs something else.

use std::cmp::Ordering;

use super::cart::Cart;
use super::guest_order::path_segment;
use super::order_fields::ORDER;
use crate::domain::data::Data;
use crate::domain::decimal::Decimal;
use crate::domain::http::Answer;
use crate::domain::json::{self, Object};
use crate::domain::packed::Packed;
use crate::domain::text::concat;
use crate::domain::validation::{Checker, Path, Report};

/// The sums shown to the shopper, and the cart that they apply to.
#[derive(Debug, Clone, PartialEq)]
pub struct Previewed {
    /// The cart, as [`Cart::to_json`] writes it.
    pub cart: String,
    /// In the order of [`SUMS`].
    sums: Vec<Decimal>,
}

/// The sums of a response. A missing one equals the one before it.
static SUMS: [&str; 3] = ["totalSum", "totalSumWithDiscount", "totalDue"];
/// Index of the last one.
const DUE: usize = 2;

/// Checks the order to preview. Only its cart matters.
pub fn check(order: Data) -> (Option<Cart>, Report) {
    let packed = Packed::of(&order);
    let mut checker = Checker::default();
    let slots = checker.open(&mut packed.cursor(), &ORDER, &Path::Root);
    let cart = slots.map(|slots| Cart::read(&mut checker, &packed.cursor(), &slots));
    (cart.filter(|_| checker.report.is_valid()), checker.report)
}

/// The path of a preview request.
pub fn path(lang_code: &str) -> String {
    concat(&["/orders-storage/orders/preview?langCode=", &path_segment(lang_code)])
}

/// The preview as JSON text, and its sums; `None` if the response has no total.
pub fn read(answer: &Answer, cart: &Cart) -> Option<(String, Previewed)> {
    let body = json::parse(&answer.text).filter(|body| answer.is_success() && body.is_map())?;
    let mut out = String::new();
    let mut object = Object::open(&mut out);
    let mut sums: Vec<Decimal> = Vec::with_capacity(SUMS.len());
    for key in &SUMS {
        let sum = money(body.get(key)).or_else(|| sums.last().cloned())?;
        object.text(key, &sum.text());
        sums.push(sum);
    }
    object.text("currency", body.text_of("currency").unwrap_or(""));
    match cart.has_coupon() {
        true => object.bool("couponApplied", coupon_applied(&body, &sums)),
        false => object.raw("couponApplied", "null"),
    };
    object.raw("raw", &answer.text);
    object.close();
    Some((out, Previewed { cart: cart.to_json(), sums }))
}

/// A known coupon that does not apply also gets a 2xx: only flags, or unchanged totals, show the difference.
fn coupon_applied(body: &Data, sums: &[Decimal]) -> bool {
    let flag = body.get("discountConfig").and_then(|config| config.get("coupon")?.get("applied")?.as_bool());
    flag.unwrap_or(matches!(sums, [total, discounted, ..] if discounted < total))
}

impl Previewed {
    /// The order's sum as text, if it differs from those shown. A placed order contains the amount due, or only a sum
    /// for which the sources disagree whether discounts are included.
    pub fn changed_to(&self, placed: &str) -> Option<String> {
        let body = json::parse(placed)?;
        let due = money(body.get("totalDue"));
        let shown = if due.is_some() { DUE } else { 0 };
        let sum = due.or_else(|| money(body.get("totalSum")))?;
        for known in self.sums.get(shown..).unwrap_or_default() {
            if sum.partial_cmp(known) == Some(Ordering::Equal) {
                return None;
            }
        }
        Some(sum.text())
    }

    /// The amount due as last shown to the shopper.
    pub fn due(&self) -> String {
        self.sums.get(DUE).map_or_else(String::new, Decimal::text)
    }
}

fn money(data: Option<&Data>) -> Option<Decimal> {
    match data? {
        Data::Number(text) | Data::Text(text) => Decimal::from_number(text).map(Decimal::without_noise),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cart(text: &str) -> Cart {
        check(json::parse(text).unwrap()).0.unwrap()
    }

    fn answer(text: &str) -> Answer {
        Answer { status: 201, text: text.into(), retry_after: None }
    }

    fn value(cart_text: &str, answer_text: &str) -> String {
        let (text, _) = read(&answer(answer_text), &cart(cart_text)).unwrap();
        text.split(r#","raw""#).next().unwrap().to_owned()
    }

    const PLAIN: &str = r#"{"products":[{"productId":146,"quantity":2}]}"#;
    const COUPON: &str = r#"{"products":[{"productId":146,"quantity":2}],"couponCode":"SPRING"}"#;

    #[test]
    fn only_the_cart_is_sent() {
        let order = r#"{"storage":"s","formIdentifier":"f","paymentAccountIdentifier":"a","formData":[],"later":1,
            "products":[{"productId":1,"quantity":2,"signedPrice":"x"}],"couponCode":"C","additionalDiscountsMarkers":[],"bonusAmount":"1.50"}"#;
        assert_eq!(
            cart(order).to_json(),
            r#"{"products":[{"productId":1,"quantity":2}],"couponCode":"C","additionalDiscountsMarkers":[],"bonusAmount":1.50}"#
        );
        assert_eq!(check(json::parse("{}").unwrap()).1.detail("")[0].1, ["products is required."]);
        assert_eq!(path("es_ES"), "/orders-storage/orders/preview?langCode=es_ES");
    }

    #[test]
    fn sums_keep_their_digits_and_missing_ones_are_derived() {
        for (text, expected) in [
            (
                r#"{"totalSum":300.50,"totalSumWithDiscount":270,"totalDue":220.0,"currency":"USD"}"#,
                r#"{"totalSum":"300.50","totalSumWithDiscount":"270","totalDue":"220.0","currency":"USD","couponApplied":null"#,
            ),
            (
                r#"{"totalSum":"300.00"}"#,
                r#"{"totalSum":"300.00","totalSumWithDiscount":"300.00","totalDue":"300.00","currency":"","couponApplied":null"#,
            ),
        ] {
            assert_eq!(value(PLAIN, text), expected);
        }
        for text in ["", "[]", "{}", r#"{"totalSum":null}"#, r#"{"totalSum":"a"}"#] {
            assert!(read(&answer(text), &cart(PLAIN)).is_none(), "{text}");
        }
    }

    #[test]
    fn a_coupon_counts_as_applied_by_flag_or_by_lower_total() {
        for (text, applied) in [
            (r#"{"totalSum":300,"totalSumWithDiscount":270,"discountConfig":{"coupon":{"applied":true}}}"#, "true"),
            (
                r#"{"totalSum":300,"totalSumWithDiscount":300,"discountConfig":{"coupon":{"valid":false,"applied":false}}}"#,
                "false",
            ),
            (r#"{"totalSum":300,"totalSumWithDiscount":300,"message":"not applicable"}"#, "false"),
            (r#"{"totalSum":300,"totalSumWithDiscount":270,"discountConfig":{"coupon":null}}"#, "true"),
        ] {
            assert!(value(COUPON, text).ends_with(&format!(r#""couponApplied":{applied}"#)), "{text}");
        }
    }

    #[test]
    fn a_changed_total_is_detected_by_value() {
        let (_, previewed) =
            read(&answer(r#"{"totalSum":300,"totalSumWithDiscount":270,"totalDue":220}"#), &cart(COUPON)).unwrap();
        for (order, changed) in [
            (r#"{"totalSum":300,"totalDue":220.00}"#, None),
            (r#"{"totalSum":300.0}"#, None),
            (r#"{"totalSum":270}"#, None),
            (r#"{"totalSum":220}"#, None),
            ("{}", None),
            (r#"{"totalSum":300,"totalDue":230}"#, Some("230")),
            (r#"{"totalSum":310.10}"#, Some("310.10")),
        ] {
            assert_eq!(previewed.changed_to(order).as_deref(), changed, "{order}");
        }
    }
}
