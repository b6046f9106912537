//! Exact decimal numbers, kept as the digits that were written. Never a binary fraction.

use std::cmp::Ordering;

use super::text::{concat, cut, is_digits, trim_end, trim_start, whole};

/// More digits than any amount needs and than `f64` can print; bounds what an exponent expands to.
const MAX_EXPONENT: u32 = 400;

/// A decimal number with exactly the digits it was written with, for example `39000.00`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal {
    negative: bool,
    /// Digits before the point without leading zeros; empty means zero.
    whole: String,
    /// Digits after the point, trailing zeros kept.
    fraction: String,
}

impl Decimal {
    /// A number as JavaScript prints it or as JSON has it: sign and exponent allowed.
    ///
    /// ```
    /// use order_bridge::domain::decimal::Decimal;
    /// assert_eq!(Decimal::from_number("1.5e+3").unwrap().to_string(), "1500");
    /// assert!(Decimal::from_number("NaN").is_none());
    /// ```
    pub fn from_number(text: &str) -> Option<Decimal> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match cut(rest, b"eE") {
            (mantissa, Some(exponent)) => (mantissa, exponent_of(exponent)?),
            (mantissa, None) => (mantissa, 0),
        };
        // The size of the smallest exponent has no place in an i32.
        if exponent.unsigned_abs() > MAX_EXPONENT {
            return None;
        }
        let plain = Decimal::from_text(mantissa)?;
        Some(Decimal { negative, ..plain.shifted(exponent) }.without_negative_zero())
    }

    /// A caller's text: digits with at most one point between them, no sign, exponent or space.
    /// Leading zeros are dropped, since a JSON number may not have them.
    pub fn from_text(text: &str) -> Option<Decimal> {
        let (whole, fraction) = match cut(text, b".") {
            (_, Some("")) => return None,
            (whole, fraction) => (whole, fraction.unwrap_or("")),
        };
        if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) {
            return None;
        }
        Some(Decimal { negative: false, whole: trim_start(whole, b'0').to_owned(), fraction: fraction.to_owned() })
    }

    /// A JSON number with the same digits.
    pub fn text(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        let whole = if self.whole.is_empty() { "0" } else { &self.whole };
        let point = if self.fraction.is_empty() { "" } else { "." };
        concat(&[sign, whole, point, &self.fraction])
    }

    /// How many digits stand after the point.
    pub fn places(&self) -> usize {
        self.fraction.len()
    }

    /// Whether the number is below zero.
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// Whether all its digits are zeros.
    pub fn is_zero(&self) -> bool {
        self.whole.is_empty() && self.is_whole()
    }

    /// Whether nothing but zeros stands after the point.
    pub fn is_whole(&self) -> bool {
        trim_end(&self.fraction, b'0').is_empty()
    }

    /// The point moved `by` places to the right, or to the left when negative.
    fn shifted(self, by: i32) -> Decimal {
        if by == 0 {
            return self;
        }
        // All digits, with as many zeros on either side as the point may have to pass.
        let count = by.unsigned_abs() as usize;
        let mut digits = String::new();
        for _ in 0..count {
            digits.push('0');
        }
        let zeros = digits.clone();
        digits.push_str(&self.whole);
        digits.push_str(&self.fraction);
        digits.push_str(&zeros);
        let point = count + self.whole.len();
        let moved = if by > 0 { point + count } else { point - count };
        let (whole, fraction) = digits.split_at_checked(moved).unwrap_or((&digits, ""));
        let places = self.fraction.len().saturating_add_signed(-by as isize);
        let whole = trim_start(whole, b'0').to_owned();
        Decimal { negative: self.negative, whole, fraction: fraction.get(..places).unwrap_or("").to_owned() }
    }

    fn without_negative_zero(mut self) -> Decimal {
        self.negative &= !self.is_zero();
        self
    }

    fn compare_size(&self, other: &Decimal) -> Ordering {
        let whole = self.whole.len().cmp(&other.whole.len()).then_with(|| self.whole.cmp(&other.whole));
        whole.then_with(|| trim_end(&self.fraction, b'0').cmp(trim_end(&other.fraction, b'0')))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(match (self.negative, other.negative) {
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => self.compare_size(other),
            (true, true) => other.compare_size(self),
        })
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text())
    }
}

/// `+21`, `-7`, `3`.
fn exponent_of(text: &str) -> Option<i32> {
    let (digits, sign) = match text.strip_prefix('-') {
        Some(digits) => (digits, -1),
        None => (text.strip_prefix('+').unwrap_or(text), 1),
    };
    i32::try_from(whole(digits)?).ok().map(|size| sign * size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_javascript_prints_them() {
        for (text, expected) in [
            ("0", "0"),
            ("-0", "0"),
            ("10000", "10000"),
            ("0.99", "0.99"),
            ("1e+21", "1000000000000000000000"),
            ("1e-7", "0.0000001"),
            ("1.5e-7", "0.00000015"),
            ("12.5e1", "125"),
            ("1.25e1", "12.5"),
            ("-3.10", "-3.10"),
            ("123e-2", "1.23"),
        ] {
            assert_eq!(Decimal::from_number(text).unwrap().to_string(), expected, "{text}");
        }
        for text in ["NaN", "Infinity", "-Infinity", "", "-", "1e999999999", "1e-2147483648", "1e", "--1", "1 "] {
            assert!(Decimal::from_number(text).is_none(), "{text}");
        }
    }

    #[test]
    fn texts_keep_their_digits() {
        for (text, expected) in [("39000.00", "39000.00"), ("0.99", "0.99"), ("007", "7"), ("0", "0"), ("00.5", "0.5")]
        {
            assert_eq!(Decimal::from_text(text).unwrap().to_string(), expected, "{text}");
        }
        for text in ["", ".", ".5", "5.", "1.2.3", "-1", "+1", "1e3", " 1", "1 ", "1,5", "٣", "0x10"] {
            assert!(Decimal::from_text(text).is_none(), "{text}");
        }
    }

    #[test]
    fn order_is_numeric() {
        let number = |text: &str| Decimal::from_number(text).unwrap();
        assert!(number("2") < number("10"));
        assert!(number("-2") > number("-10"));
        assert!(number("-1") < number("0"));
        assert!(number("99.9999") < number("100"));
        assert!(number("0.12") > number("0.1"));
        assert!(number("1.50").partial_cmp(&number("1.5")) == Some(Ordering::Equal));
    }
}
