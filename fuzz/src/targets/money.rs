//! Decimals, amounts and quotes. The model uses `num-bigint`: an integer and its number of decimal places.

use std::cmp::Ordering;

use num_bigint::BigInt;
use order_bridge::domain::data::Data;
use order_bridge::domain::decimal::Decimal;
use order_bridge::domain::json;
use order_bridge::domain::ocular::BuyOrder;
use order_bridge::domain::ocular::quote::quote;
use order_bridge::domain::packed::Packed;
use serde_json::Value;

use crate::shape::parse_reference;

/// Larger exponents are rejected.
const EXPONENT: i64 = 400;
/// Longer numbers are skipped; they would only make the model slow.
const LONGEST: usize = 3_000;

pub fn run(input: &[u8]) {
    let text = crate::text(input);
    let [first, second, order] = crate::parts(&text);
    let (a, b) = (number(first), number(second));
    if let (Some((a, model_a)), Some((b, model_b))) = (&a, &b) {
        assert_eq!(a.partial_cmp(b), Some(model_a.compare(model_b)), "{first} {second}");
        arithmetic(a, &model_a.size(), b, &model_b.size());
    }
    plain(first);
    if let Some((Some(order), _)) = json::parse(order).map(|order| BuyOrder::check(&Packed::of(&order))) {
        quotes(&order);
    }
}

#[derive(Debug, Clone)]
struct Model {
    digits: BigInt,
    scale: usize,
}

impl Model {
    /// Reads digits with an optional point and sign.
    fn of(text: &str) -> Model {
        let scale = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        Model { digits: text.replace('.', "").parse().unwrap(), scale }
    }

    fn size(&self) -> Model {
        Model {
            digits: if self.digits < BigInt::ZERO { -&self.digits } else { self.digits.clone() },
            scale: self.scale,
        }
    }

    fn at(&self, scale: usize) -> BigInt {
        assert!(scale >= self.scale);
        &self.digits * BigInt::from(10).pow((scale - self.scale) as u32)
    }

    fn compare(&self, other: &Model) -> Ordering {
        let scale = self.scale.max(other.scale);
        self.at(scale).cmp(&other.at(scale))
    }

    fn with(&self, other: &Model, sum: impl Fn(BigInt, BigInt) -> BigInt) -> Model {
        let scale = self.scale.max(other.scale);
        Model { digits: sum(self.at(scale), other.at(scale)), scale }
    }

    fn plus(&self, other: &Model) -> Model {
        self.with(other, |a, b| a + b)
    }

    fn minus(&self, other: &Model) -> Model {
        self.with(other, |a, b| if a < b { BigInt::ZERO } else { a - b })
    }

    fn times(&self, other: &Model) -> Model {
        Model { digits: &self.digits * &other.digits, scale: self.scale + other.scale }
    }

    fn percent(&self, percent: &Model) -> Model {
        let product = self.times(percent);
        Model { scale: product.scale + 2, ..product }
    }

    /// Rounds half up; for non-negative values only.
    fn rounded(&self, places: usize) -> Model {
        if self.scale <= places {
            return self.clone();
        }
        let unit = BigInt::from(10).pow((self.scale - places) as u32);
        Model { digits: (&self.digits * 2 + &unit) / (unit * 2), scale: places }
    }

    /// As text, with at least `places` decimal places and no trailing zeros beyond these.
    fn text(&self, places: usize) -> String {
        let (mut digits, mut scale) = (self.at(self.scale.max(places)), self.scale.max(places));
        while scale > places && &digits % 10 == BigInt::ZERO {
            digits /= 10;
            scale -= 1;
        }
        let padded = format!("{:0>width$}", digits.to_string(), width = scale + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale);
        if scale == 0 { whole.to_owned() } else { format!("{whole}.{fraction}") }
    }
}

/// Reads a number as JSON or JavaScript writes it, with our parser and with the model. Both must agree on whether it is
/// valid.
fn number(text: &str) -> Option<(Decimal, Model)> {
    if text.len() > LONGEST {
        return None;
    }
    let ours = Decimal::from_number(text);
    let theirs = modelled(text);
    assert_eq!(ours.is_some(), theirs.is_some(), "{text}");
    let (ours, theirs) = (ours?, theirs?);
    let printed = ours.to_string();
    assert_eq!(Model::of(&printed).compare(&theirs), Ordering::Equal, "{text} became {printed}");
    assert_eq!(Decimal::from_number(&printed).as_ref(), Some(&ours), "{printed}");
    assert!(json::parse(&printed).is_some(), "{printed} is not JSON");
    assert_eq!(ours.is_zero(), theirs.digits == BigInt::ZERO, "{text}");
    assert_eq!(ours.is_negative(), theirs.digits < BigInt::ZERO, "{text}");
    let unit = BigInt::from(10).pow(theirs.scale as u32);
    assert_eq!(ours.is_whole(), &theirs.digits % unit == BigInt::ZERO, "{text}");
    Some((ours, theirs))
}

fn modelled(text: &str) -> Option<Model> {
    let (negative, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (mantissa, exponent) = match rest.find(['e', 'E']) {
        Some(at) => (&rest[..at], whole_number(&rest[at + 1..])?),
        None => (rest, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || exponent.abs() > EXPONENT {
        return None;
    }
    let Model { digits, scale } = Model::of(mantissa);
    let digits = if negative { -digits } else { digits };
    let scale = scale as i64 - exponent;
    Some(match usize::try_from(scale) {
        Ok(scale) => Model { digits, scale },
        Err(_) => Model { digits: digits * BigInt::from(10).pow(scale.unsigned_abs() as u32), scale: 0 },
    })
}

/// An exponent of any length. A very long one becomes 999,999,999, which is far beyond the limit.
fn whole_number(text: &str) -> Option<i64> {
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => (-1, &text[1..]),
        b'+' => (1, &text[1..]),
        _ => (1, text),
    };
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let digits = digits.trim_start_matches('0');
    Some(sign * if digits.len() > 9 { 999_999_999 } else { digits.parse().unwrap_or(0) })
}

/// A decimal as a caller's text, which has no sign and no exponent.
fn plain(text: &str) {
    if let Some(decimal) = Decimal::from_text(text) {
        assert!(text.bytes().all(|b| b.is_ascii_digit() || b == b'.'), "{text}");
        assert_eq!(Decimal::from_text(&decimal.to_string()), Some(decimal.clone()));
        assert!(Decimal::from_number(text) == Some(decimal), "{text}");
    }
}

fn arithmetic(a: &Decimal, model_a: &Model, b: &Decimal, model_b: &Model) {
    // Arithmetic is done with absolute values only: validation rejects negative numbers.
    let size =
        |decimal: &Decimal| Decimal::from_number(decimal.to_string().trim_start_matches('-')).expect("a decimal");
    let (one, two) = (size(a), size(b));
    for (what, ours, theirs) in [
        ("itself", one.clone(), model_a.clone()),
        ("plus", one.plus(&two), model_a.plus(model_b)),
        ("minus", one.minus(&two), model_a.minus(model_b)),
        ("times", one.times(&two), model_a.times(model_b)),
        ("percent", one.percent(&two), model_a.percent(model_b)),
        ("no places", one.rounded(0), model_a.rounded(0)),
        ("two places", one.times(&two).rounded(2), model_a.times(model_b).rounded(2)),
    ] {
        for places in [0, 2, 5] {
            assert_eq!(ours.amount(places), theirs.text(places), "{what} of {a} and {b}");
        }
    }
}

/// Gross, discount and total of an item in its wire format.
fn line(item: &Value) -> [Model; 3] {
    let number = |key: &str| Model::of(&Decimal::from_number(&item[key].to_string()).expect("a decimal").to_string());
    let gross = if item["unit_price"] == true { number("price").times(&number("quantity")) } else { number("price") };
    let discount = match item["discount_type"].as_str() {
        Some("percent") => gross.percent(&number("discount")).rounded(digits(item)),
        _ => number("discount"),
    };
    let total = gross.minus(&discount);
    [gross, discount, total]
}

fn digits(item: &Value) -> usize {
    if item["currency"] == "CLP" { 0 } else { 2 }
}

fn agrees(sums: &Value, model: &[Model; 3], places: usize) {
    let [gross, discount, total] = model.each_ref().map(|amount| amount.text(places));
    let found = ["gross", "discount", "total"].map(|key| sums[key].as_str().expect("a sum"));
    assert_eq!(found, [&gross, &discount, &total]);
}

fn quoted(order: &BuyOrder) -> [Vec<Value>; 2] {
    let quote = parse_reference(&quote(order));
    ["lines", "totals"].map(|key| quote[key].as_array().expect("a list").clone())
}

fn quotes(order: &BuyOrder) {
    let [quoted_lines, totals] = quoted(order);
    let lines = parse_reference(&order.items);
    let lines = lines.as_array().expect("a list");
    assert_eq!(quoted_lines.len(), lines.len());
    for (item, sums) in lines.iter().zip(&quoted_lines) {
        assert_eq!(item["currency"], sums["currency"]);
        agrees(sums, &line(item), digits(item));
    }
    for sums in &totals {
        let items: Vec<&Value> = lines.iter().filter(|item| item["currency"] == sums["currency"]).collect();
        let start = [const { Model { digits: BigInt::ZERO, scale: 0 } }; 3];
        let model = items.iter().fold(start, |[gross, discount, total], item| {
            let line = line(item);
            [gross.plus(&line[0]), discount.plus(&line[1]), total.plus(&line[2])]
        });
        agrees(sums, &model, digits(items[0]));
    }
    // The reversed lines have the same totals.
    let Some(Data::List(mut items)) = json::parse(&order.items) else { panic!("a list") };
    items.reverse();
    let turned = BuyOrder::check_lines(Data::List(items)).0.expect("valid lines");
    let sorted = |mut totals: Vec<Value>| {
        totals.sort_by_key(|sums| sums["currency"].to_string());
        totals
    };
    let totals = sorted(totals);
    assert!(totals.windows(2).all(|pair| pair[0]["currency"] != pair[1]["currency"]));
    let [_, turned] = quoted(&turned);
    assert_eq!(sorted(turned), totals);
}
