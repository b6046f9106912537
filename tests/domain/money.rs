//! Money: the documented example, and 10,000 random orders compared with an independent integer model.

use order_bridge::domain::data::Data;
use order_bridge::domain::json;
use order_bridge::domain::ocular::BuyOrder;
use order_bridge::domain::packed::Packed;
use proptest::prelude::*;

#[derive(Debug, Clone, PartialEq)]
struct Sums {
    currency: String,
    gross: String,
    discount: String,
    total: String,
}

struct Quote {
    lines: Vec<Sums>,
    totals: Vec<Sums>,
}

fn quote(order: &str) -> Quote {
    let order = BuyOrder::check(&Packed::of(&json::parse(order).unwrap())).0.unwrap();
    let quote = json::parse(&order_bridge::domain::ocular::quote::quote(&order)).unwrap();
    let list = |key| {
        let of = |sums: &Data| {
            let text = |key| sums.text_of(key).unwrap().to_owned();
            Sums { currency: text("currency"), gross: text("gross"), discount: text("discount"), total: text("total") }
        };
        quote.get(key).unwrap().as_list().unwrap().iter().map(of).collect()
    };
    Quote { lines: list("lines"), totals: list("totals") }
}

fn sums(currency: &str, gross: &str, discount: &str, total: &str) -> Sums {
    Sums { currency: currency.into(), gross: gross.into(), discount: discount.into(), total: total.into() }
}

#[test]
fn the_documented_example() {
    let quote = quote(crate::common::BUY_ORDER);
    assert_eq!(quote.lines, [sums("CLP", "10000", "2990", "7010")]);
    assert_eq!(quote.totals, quote.lines);
}

#[test]
fn each_rule_of_the_calculation() {
    for (item, expected) in [
        (r#""price":10000,"quantity":2,"currency":"CLP","unit_price":true"#, sums("CLP", "20000", "0", "20000")),
        (r#""price":"39000.00","quantity":2,"currency":"CLP""#, sums("CLP", "39000", "0", "39000")),
        (r#""price":9.95,"quantity":2,"currency":"USD","unit_price":true"#, sums("USD", "19.90", "0.00", "19.90")),
        (r#""price":0.1,"quantity":3,"currency":"EUR","unit_price":true"#, sums("EUR", "0.30", "0.00", "0.30")),
        // Rounded half up: 50 % of 0.01 is 0.005, which becomes 0.01. Percentages above 100 are invalid and not tested.
        (
            r#""price":0.01,"quantity":1,"currency":"USD","discount":50,"discount_type":"percent""#,
            sums("USD", "0.01", "0.01", "0.00"),
        ),
        (
            r#""price":999,"quantity":1,"currency":"CLP","discount":50,"discount_type":"percent""#,
            sums("CLP", "999", "500", "499"),
        ),
        (
            r#""price":19.99,"quantity":3,"currency":"EUR","unit_price":true,"discount":"33.333","discount_type":"percent""#,
            sums("EUR", "59.97", "19.99", "39.98"),
        ),
        (
            r#""price":100,"quantity":1,"currency":"CLP","discount":100,"discount_type":"percent""#,
            sums("CLP", "100", "100", "0"),
        ),
        (r#""price":5,"quantity":1,"currency":"USD","discount":7.5"#, sums("USD", "5.00", "7.50", "0.00")),
        (r#""price":0.1234,"quantity":1,"currency":"USD""#, sums("USD", "0.1234", "0.00", "0.1234")),
    ] {
        let quote = quote(&format!(r#"{{"items":[{{"name":"a",{item}}}]}}"#));
        assert_eq!(quote.lines, [expected], "{item}");
    }
}

#[test]
fn totals_are_grouped_by_currency_in_order_of_appearance() {
    let quote = quote(
        r#"{"items":[{"name":"a","price":1,"quantity":1,"currency":"USD"},{"name":"b","price":5,"quantity":1,"currency":"CLP"},
        {"name":"c","price":0.5,"quantity":1,"currency":"USD","discount":1}]}"#,
    );
    assert_eq!(quote.lines.len(), 3);
    assert_eq!(quote.totals, [sums("USD", "1.50", "1.00", "1.00"), sums("CLP", "5", "0", "5")]);
}

/// Amounts are integers in units of 10^-10. That is enough for a price and a percentage of four decimal places each,
/// and for the division by 100.
const UNIT: u128 = 10_000_000_000;

#[derive(Debug)]
struct Model {
    currency: &'static str,
    digits: u32,
    gross: u128,
    discount: u128,
}

fn printed(units: u128, digits: u32) -> String {
    let mut fraction = format!("{:010}", units % UNIT);
    while fraction.len() > digits as usize && fraction.ends_with('0') {
        fraction.pop();
    }
    let whole = units / UNIT;
    if fraction.is_empty() { whole.to_string() } else { format!("{whole}.{fraction}") }
}

fn line() -> impl Strategy<Value = (String, Model)> {
    let currency = prop::sample::select(vec![("CLP", 0u32), ("USD", 2), ("EUR", 2)]);
    (currency, 0..=9_999_999_999_999_999u64, 1..=2_147_483_647u64, any::<bool>(), any::<bool>(), 0..=1_000_000u64).prop_map(
        |((currency, digits), price, quantity, unit_price, percent, discount)| {
            let decimal = |value: u64| format!("{}.{:04}", value / 10_000, value % 10_000);
            let json = format!(
                r#"{{"name":"a","price":"{}","quantity":{quantity},"unit_price":{unit_price},"currency":"{currency}","discount":"{}","discount_type":"{}"}}"#,
                decimal(price), decimal(discount), if percent { "percent" } else { "amount" },
            );
            let price = u128::from(price) * (UNIT / 10_000);
            let gross = if unit_price { price * u128::from(quantity) } else { price };
            let discount = if percent {
                // gross × discount/10⁴ / 100, rounded half up to the currency's digits.
                let step = UNIT / 10u128.pow(digits);
                // A gross amount has at most four decimal places, so the division has no remainder.
                let exact = gross / 1_000_000 * u128::from(discount);
                let down = exact / step * step;
                let half = exact - down;
                if half * 2 >= step { down + step } else { down }
            } else {
                u128::from(discount) * (UNIT / 10_000)
            };
            (json, Model { currency, digits, gross, discount })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn amounts_equal_those_of_an_integer_model(lines in prop::collection::vec(line(), 1..6)) {
        let items: Vec<&str> = lines.iter().map(|(json, _)| json.as_str()).collect();
        let quote = quote(&format!(r#"{{"items":[{}]}}"#, items.join(",")));
        for (found, (json, model)) in quote.lines.iter().zip(&lines) {
            prop_assert_eq!(&found.gross, &printed(model.gross, model.digits), "{}", json);
            prop_assert_eq!(&found.discount, &printed(model.discount, model.digits), "{}", json);
            prop_assert_eq!(&found.total, &printed(model.gross.saturating_sub(model.discount), model.digits), "{}", json);
        }
        for total in &quote.totals {
            let own: Vec<&Model> = lines.iter().map(|(_, model)| model).filter(|model| model.currency == total.currency).collect();
            let sum = own.iter().map(|model| model.gross.saturating_sub(model.discount)).sum();
            prop_assert_eq!(&total.total, &printed(sum, own[0].digits));
        }
    }
}
