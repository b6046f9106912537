//! Exact arithmetic with amounts that are never negative: school arithmetic on decimal digits, of any length.
//! Our own, because `bigdecimal` with `num-bigint` costs 19.3 KB more in the download
//! (figures: docs/performance.md), and `rust_decimal` has not enough digits for a large line with a percentage.

use super::decimal::Decimal;

/// `digits × 10^-scale`, digits from the last to the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    digits: Vec<u8>,
    scale: usize,
}

impl Amount {
    /// Nothing.
    pub fn zero() -> Amount {
        Amount { digits: Vec::new(), scale: 0 }
    }

    /// A decimal's size; its sign is not asked for, since validation has refused negative ones.
    pub fn of(decimal: &Decimal) -> Amount {
        let mut digits = Vec::new();
        for byte in decimal.text().into_bytes().into_iter().rev() {
            if byte.is_ascii_digit() {
                digits.push(byte - b'0');
            }
        }
        Amount { digits, scale: decimal.places() }
    }

    /// The digit at a place, where `scale` digits stand after the point.
    fn digit(&self, place: usize, scale: usize) -> u8 {
        let at = (place + self.scale).checked_sub(scale);
        at.and_then(|at| self.digits.get(at)).copied().unwrap_or(0)
    }

    /// A scale that both have room in, and how many digits there are then.
    fn room(&self, other: &Amount) -> (usize, usize) {
        let scale = self.scale.max(other.scale);
        let width = |amount: &Amount| amount.digits.len() + scale - amount.scale;
        (scale, width(self).max(width(other)))
    }

    /// The sum.
    pub fn plus(&self, other: &Amount) -> Amount {
        let (scale, width) = self.room(other);
        let mut digits = Vec::with_capacity(width + 1);
        let mut carry = 0;
        for place in 0..=width {
            let total = self.digit(place, scale) + other.digit(place, scale) + carry;
            digits.push(total % 10);
            carry = total / 10;
        }
        Amount { digits, scale }
    }

    /// The difference, never below zero.
    pub fn minus(&self, other: &Amount) -> Amount {
        let (scale, width) = self.room(other);
        let mut digits = Vec::with_capacity(width);
        let mut borrow = 0;
        for place in 0..width {
            let (digit, taken) = (self.digit(place, scale), other.digit(place, scale) + borrow);
            borrow = u8::from(digit < taken);
            digits.push(digit + borrow * 10 - taken);
        }
        // Something could not be borrowed: the other one is larger.
        if borrow > 0 { Amount::zero() } else { Amount { digits, scale } }
    }

    /// The product.
    pub fn times(&self, other: &Amount) -> Amount {
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
        Amount { digits, scale: self.scale + other.scale }
    }

    /// So many per cent of it, not rounded.
    pub fn percent(&self, percent: &Amount) -> Amount {
        let mut part = self.times(percent);
        part.scale += 2;
        part
    }

    /// Rounded half up to `places`.
    pub fn rounded(&self, places: usize) -> Amount {
        let Some(cut) = self.scale.checked_sub(places).filter(|cut| *cut > 0) else { return self.clone() };
        let up = self.digits.get(cut - 1).is_some_and(|digit| *digit >= 5);
        let kept = Amount { digits: self.digits.get(cut..).unwrap_or_default().to_vec(), scale: places };
        kept.plus(&Amount { digits: vec![u8::from(up)], scale: places })
    }

    /// Digits with at least `places` after the point, and no zeros beyond those.
    pub fn text(&self, places: usize) -> String {
        let mut scale = self.scale.max(places);
        let mut width = self.digits.len() + scale - self.scale;
        // From here on as few places as may be.
        let full = scale;
        let mut first = 0;
        while scale > places && self.digit(first, full) == 0 {
            scale -= 1;
            first += 1;
        }
        while width > full + 1 && self.digit(width - 1, full) == 0 {
            width -= 1;
        }
        let mut text = String::with_capacity(width + 1);
        for place in (first..width.max(full + 1)).rev() {
            text.push(char::from(b'0' + self.digit(place, full)));
            if place == full && scale > 0 {
                text.push('.');
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Amount {
        Amount::of(&Decimal::from_text(text).unwrap())
    }

    #[test]
    fn arithmetic_is_exact() {
        assert_eq!(amount("0.1").plus(&amount("0.2")).text(0), "0.3");
        assert_eq!(amount("999.99").plus(&amount("0.01")).text(0), "1000");
        assert_eq!(amount("10000").minus(&amount("2990")).text(0), "7010");
        assert_eq!(amount("1").minus(&amount("0.0001")).text(0), "0.9999");
        assert_eq!(amount("1").minus(&amount("1.5")).text(2), "0.00");
        let largest = amount("999999999999.9999").times(&amount("2147483647"));
        assert_eq!(largest.text(0), "2147483646999999785251.6353");
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
            assert_eq!(amount(text).rounded(places).text(places), expected, "{text}");
        }
    }

    #[test]
    fn texts_have_the_places_and_no_idle_zeros() {
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
            assert_eq!(amount(text).text(places), expected, "{text}");
        }
        assert_eq!(Amount::zero().text(0), "0");
    }
}
