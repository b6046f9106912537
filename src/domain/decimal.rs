//! Exact decimal numbers of any length, never binary floating point, and schoolbook arithmetic for those that are not
//! negative. Written by hand, because `bigdecimal` with `num-bigint` costs 19.3 KB more in the download (figures:
//! docs/performance.md), and `rust_decimal` does not have enough digits for a large line with a percentage.

use std::cmp::Ordering;

use super::text::{cut, whole};

/// More digits than any amount needs and than `f64` can print. Limits how far an exponent is expanded.
const MAX_EXPONENT: u32 = 400;

/// Prices have at most this many decimal places.
pub const PRICE_PLACES: usize = 4;
/// Floating-point noise is at most a one at this decimal place.
const NOISE_PLACES: usize = 9;

/// A decimal number with exactly the digits it was written with, for example `39000.00`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decimal {
    negative: bool,
    /// From last to first. A number that was read has no needless zeros before the point.
    digits: Vec<u8>,
    /// How many of the digits are after the point; never more than there are.
    scale: usize,
}

impl Decimal {
    /// Reads a number as JavaScript prints it or as JSON contains it: sign and exponent allowed.
    ///
    /// ```
    /// use order_bridge::domain::decimal::Decimal;
    /// assert_eq!(Decimal::from_number("1.5e+3").unwrap().to_string(), "1500");
    /// assert!(Decimal::from_number("NaN").is_none());
    /// ```
    pub fn from_number(text: &str) -> Option<Decimal> {
        let (negative, rest) = match text.strip_prefix("-") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match cut(rest, b"eE") {
            (mantissa, Some(exponent)) => (mantissa, exponent_of(exponent)?),
            (mantissa, None) => (mantissa, 0),
        };
        // Unsigned, because the smallest `i32` has no positive counterpart.
        if exponent.unsigned_abs() > MAX_EXPONENT {
            return None;
        }
        let mut number = Decimal::from_text(mantissa)?;
        number.shift(exponent);
        number.negative = negative && !number.is_zero();
        Some(number)
    }

    /// Reads a caller's text: digits with at most one point between them, no sign, exponent or space. Leading zeros are
    /// dropped, because a JSON number must not have them.
    pub fn from_text(text: &str) -> Option<Decimal> {
        let mut digits = Vec::with_capacity(text.len());
        let mut point = None;
        for byte in text.bytes().rev() {
            match byte {
                b'0'..=b'9' => digits.push(byte - b'0'),
                b'.' if point.is_none() && !digits.is_empty() => point = Some(digits.len()),
                _ => return None,
            }
        }
        // No digits, or none before the point.
        if digits.is_empty() || point == Some(digits.len()) {
            return None;
        }
        let mut number = Decimal { negative: false, digits, scale: point.unwrap_or(0) };
        number.trim();
        Some(number)
    }

    /// Drops needless zeros before the point.
    fn trim(&mut self) {
        while self.digits.len() > self.scale && matches!(self.digits.last(), Some(0)) {
            self.digits.pop();
        }
    }

    /// Moves the point to the right, or to the left if `by` is negative.
    fn shift(&mut self, by: i32) {
        let places = self.scale as i64 - i64::from(by);
        self.scale = usize::try_from(places).unwrap_or(0);
        // The point is beyond the last digit: zeros fill the gap.
        if places < 0 {
            let mut digits = vec![0; places.unsigned_abs() as usize];
            digits.extend_from_slice(&self.digits);
            self.digits = digits;
        }
        while self.digits.len() < self.scale {
            self.digits.push(0);
        }
        self.trim();
    }

    /// A JSON number with the same digits.
    pub fn text(&self) -> String {
        self.amount(self.scale)
    }

    /// The number with at least `places` digits after the point, and no zeros beyond those.
    pub fn amount(&self, places: usize) -> String {
        let full = self.scale.max(places);
        let mut scale = full;
        let mut last = 0;
        while scale > places && self.digit(last, full) == 0 {
            scale -= 1;
            last += 1;
        }
        let mut width = self.width(full);
        while width > full + 1 && self.digit(width - 1, full) == 0 {
            width -= 1;
        }
        let mut text = String::with_capacity(width + 2);
        if self.negative {
            text.push('-');
        }
        let mut place = width.max(full + 1);
        while place > last {
            place -= 1;
            text.push(char::from(b'0' + self.digit(place, full)));
            if place == full && scale > 0 {
                text.push('.');
            }
        }
        text
    }

    /// Number of digits after the point.
    pub fn places(&self) -> usize {
        self.scale
    }

    /// Whether the number is negative.
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// Whether all digits are zeros.
    pub fn is_zero(&self) -> bool {
        self.ends_with_zeros(self.digits.len())
    }

    /// Whether all digits after the point are zeros.
    pub fn is_whole(&self) -> bool {
        self.ends_with_zeros(self.scale)
    }

    fn ends_with_zeros(&self, count: usize) -> bool {
        for place in 0..count {
            if self.digit(place, self.scale) != 0 {
                return false;
            }
        }
        true
    }

    /// The digit at a place when `scale` digits are after the point.
    fn digit(&self, place: usize, scale: usize) -> u8 {
        let at = (place + self.scale).checked_sub(scale);
        at.and_then(|at| self.digits.get(at)).copied().unwrap_or(0)
    }

    /// Number of digits when `scale` of them are after the point.
    fn width(&self, scale: usize) -> usize {
        self.digits.len() + scale - self.scale
    }

    /// The larger scale of both numbers, and the number of digits that both need at that scale.
    fn room(&self, other: &Decimal) -> (usize, usize) {
        let scale = self.scale.max(other.scale);
        (scale, self.width(scale).max(other.width(scale)))
    }

    /// The sum.
    pub fn plus(&self, other: &Decimal) -> Decimal {
        self.combined(other, 1)
    }

    /// Adds a number.
    pub fn add(&mut self, other: &Decimal) {
        *self = self.plus(other);
    }

    /// The difference, but never below zero.
    pub fn minus(&self, other: &Decimal) -> Decimal {
        self.combined(other, -1)
    }

    /// Whether both numbers are equal, however many zeros they end with.
    pub fn is(&self, other: &Decimal) -> bool {
        self.compare_size(other).is_eq()
    }

    fn combined(&self, other: &Decimal, sign: i8) -> Decimal {
        let (scale, width) = self.room(other);
        let mut digits = Vec::with_capacity(width + 1);
        let mut carry = 0;
        for place in 0..=width {
            let total = self.digit(place, scale) as i8 + sign * other.digit(place, scale) as i8 + carry;
            digits.push(total.rem_euclid(10) as u8);
            carry = total.div_euclid(10);
        }
        // A borrow is left over: the other number is larger.
        if carry < 0 {
            digits = vec![0; scale];
        }
        Decimal { negative: false, digits, scale }
    }

    /// The product.
    pub fn times(&self, other: &Decimal) -> Decimal {
        let mut digits = vec![0u8; self.digits.len() + other.digits.len()];
        for (start, factor) in self.digits.iter().enumerate() {
            let mut carry = 0;
            let mut place = start;
            while let Some(digit) = digits.get_mut(place) {
                let total = *digit + factor * other.digit(place - start, other.scale) + carry;
                *digit = total % 10;
                carry = total / 10;
                place += 1;
            }
        }
        Decimal { negative: false, digits, scale: self.scale + other.scale }
    }

    /// `percent` per cent of the number, not rounded.
    pub fn percent(&self, percent: &Decimal) -> Decimal {
        let mut part = self.times(percent);
        part.shift(-2);
        part
    }

    /// Rounded half up to `places`.
    pub fn rounded(&self, places: usize) -> Decimal {
        let Some(cut) = self.scale.checked_sub(places).filter(|cut| *cut > 0) else { return self.clone() };
        let up = self.digits.get(cut - 1).is_some_and(|digit| *digit >= 5);
        let saved = self.digits.get(cut..).unwrap_or_default().to_vec();
        let mut step = vec![0; places + 1];
        if let Some(last) = step.first_mut() {
            *last = u8::from(up);
        }
        let decimal = |digits| Decimal { negative: false, digits, scale: places };
        decimal(saved).plus(&decimal(step))
    }

    /// Removes the floating-point noise of JavaScript, such as in 29.979999999999997: a number that is this close to
    /// one with [`PRICE_PLACES`] decimal places becomes that one.
    pub fn without_noise(self) -> Decimal {
        if self.scale <= PRICE_PLACES {
            return self;
        }
        let size = Decimal { negative: false, ..self.clone() };
        let near = size.rounded(PRICE_PLACES);
        let off = if near > size { near.minus(&size) } else { size.minus(&near) };
        let least = Decimal { negative: false, digits: vec![1], scale: NOISE_PLACES };
        if off > least {
            return self;
        }
        let mut near = Decimal::from_text(&near.amount(0)).unwrap_or_default();
        near.negative = self.negative && !near.is_zero();
        near
    }

    fn compare_size(&self, other: &Decimal) -> Ordering {
        let (scale, mut place) = self.room(other);
        while place > 0 {
            place -= 1;
            let order = self.digit(place, scale).cmp(&other.digit(place, scale));
            if order.is_ne() {
                return order;
            }
        }
        Ordering::Equal
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

/// Reads an exponent: `+21`, `-7`, `3`.
fn exponent_of(text: &str) -> Option<i32> {
    let (digits, sign) = match text.strip_prefix("-") {
        Some(digits) => (digits, -1),
        None => (text.strip_prefix("+").unwrap_or(text), 1),
    };
    i32::try_from(whole(digits)?).ok().map(|size| sign * size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_as_javascript_prints_them() {
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
    fn floating_point_noise_is_removed() {
        for (text, expected) in [
            ("29.979999999999997", "29.98"),
            ("74.69999999999999", "74.7"),
            ("0.30000000000000004", "0.3"),
            ("1.0000000000000002", "1"),
            ("-0.30000000000000004", "-0.3"),
            ("1e-10", "0"),
            ("0.12345000000001", "0.12345000000001"),
            ("0.123400001", "0.1234"),
            ("0.1234000011", "0.1234000011"),
            ("0.12340000099", "0.1234"),
            ("9.99999999999", "10"),
            ("1.23456", "1.23456"),
            ("1.50", "1.50"),
        ] {
            assert_eq!(Decimal::from_number(text).unwrap().without_noise().to_string(), expected, "{text}");
        }
    }

    #[test]
    fn comparison_is_numeric() {
        let number = |text: &str| Decimal::from_number(text).unwrap();
        assert!(number("2") < number("10"));
        assert!(number("-2") > number("-10"));
        assert!(number("-1") < number("0"));
        assert!(number("99.9999") < number("100"));
        assert!(number("0.12") > number("0.1"));
        assert!(number("1.50").partial_cmp(&number("1.5")) == Some(Ordering::Equal));
    }

    fn amount(text: &str) -> Decimal {
        Decimal::from_text(text).unwrap()
    }

    #[test]
    fn arithmetic_is_exact() {
        assert_eq!(amount("0.1").plus(&amount("0.2")).amount(0), "0.3");
        assert_eq!(amount("999.99").plus(&amount("0.01")).amount(0), "1000");
        assert_eq!(amount("10000").minus(&amount("2990")).amount(0), "7010");
        assert_eq!(amount("1").minus(&amount("0.0001")).amount(0), "0.9999");
        assert_eq!(amount("1").minus(&amount("1.5")).amount(2), "0.00");
        let mut sum = amount("2");
        sum.add(&amount("1.50"));
        assert_eq!(sum.amount(0), "3.5");
        assert!(amount("1.50").is(&amount("1.5")) && !amount("1.50").is(&amount("1.51")));
        let largest = amount("999999999999.9999").times(&amount("2147483647"));
        assert_eq!(largest.amount(0), "2147483646999999785251.6353");
    }

    #[test]
    fn rounding_is_half_up() {
        for (text, places, expected) in [
            ("0.5", 0, "1"),
            ("0.49", 0, "0"),
            ("1.005", 2, "1.01"),
            ("1.0049", 2, "1.00"),
            ("999.5", 0, "1000"),
            ("0.995", 2, "1.00"),
            ("7", 2, "7.00"),
        ] {
            assert_eq!(amount(text).rounded(places).amount(places), expected, "{text}");
        }
    }

    #[test]
    fn amounts_have_the_places_and_no_needless_zeros() {
        for (text, places, expected) in [
            ("20000", 0, "20000"),
            ("19.9", 2, "19.90"),
            ("39000.00", 0, "39000"),
            ("0.1234", 2, "0.1234"),
            ("0", 2, "0.00"),
            ("0.0000", 0, "0"),
            ("100", 2, "100.00"),
            ("0.10", 0, "0.1"),
        ] {
            assert_eq!(amount(text).amount(places), expected, "{text}");
        }
        assert_eq!(amount("0").amount(0), "0");
    }
}
