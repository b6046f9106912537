//! Exact arithmetic with amounts that are never negative: school arithmetic on decimal digits, of any length.
//! Our own, because `bigdecimal` with `num-bigint` costs 19.3 KB more in the download
//! (figures: docs/performance.md), and `rust_decimal` has not enough digits for a large line with a percentage.

use std::cmp::Ordering;
use std::iter::{repeat, repeat_n};

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
        Amount::of_text(&decimal.text())
    }

    fn of_text(text: &str) -> Amount {
        let scale = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let digits = text.bytes().rev().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
        Amount { digits, scale }
    }

    /// The same amount with at least `scale` places.
    fn scaled(&self, scale: usize) -> Amount {
        let more = scale.saturating_sub(self.scale);
        let digits = repeat_n(0, more).chain(self.digits.iter().copied()).collect();
        Amount { digits, scale: self.scale + more }
    }

    fn aligned(&self, other: &Amount) -> (Amount, Amount) {
        let scale = self.scale.max(other.scale);
        (self.scaled(scale), other.scaled(scale))
    }

    /// The sum.
    pub fn plus(&self, other: &Amount) -> Amount {
        let (mut sum, other) = self.aligned(other);
        let width = sum.digits.len().max(other.digits.len()) + 1;
        sum.digits.resize(width, 0);
        let mut carry = 0;
        for (digit, add) in sum.digits.iter_mut().zip(other.digits.iter().chain(repeat(&0))) {
            let total = *digit + add + carry;
            *digit = total % 10;
            carry = total / 10;
        }
        sum
    }

    /// The difference, never below zero.
    pub fn minus(&self, other: &Amount) -> Amount {
        let (mut rest, other) = self.aligned(other);
        if rest.compare(&other) == Ordering::Less {
            return Amount::zero();
        }
        let mut borrow = 0;
        for (digit, take) in rest.digits.iter_mut().zip(other.digits.iter().chain(repeat(&0))) {
            let taken = take + borrow;
            borrow = u8::from(*digit < taken);
            *digit = *digit + borrow * 10 - taken;
        }
        rest
    }

    /// Of two amounts with the same scale.
    fn compare(&self, other: &Amount) -> Ordering {
        let significant = |digits: &[u8]| digits.iter().rposition(|digit| *digit != 0).map_or(0, |index| index + 1);
        let (mine, theirs) = (significant(&self.digits), significant(&other.digits));
        mine.cmp(&theirs).then_with(|| {
            let pairs = self.digits.iter().zip(&other.digits).take(mine);
            pairs.rev().map(|(a, b)| a.cmp(b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
        })
    }

    /// The product.
    pub fn times(&self, other: &Amount) -> Amount {
        let mut digits = vec![0u8; self.digits.len() + other.digits.len()];
        for (index, factor) in self.digits.iter().enumerate() {
            let mut carry = 0;
            for (digit, other) in digits.iter_mut().skip(index).zip(other.digits.iter().chain(repeat(&0))) {
                let total = *digit + factor * other + carry;
                *digit = total % 10;
                carry = total / 10;
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
        if self.scale <= places {
            return self.clone();
        }
        let cut = self.scale - places;
        let up = self.digits.get(cut - 1).is_some_and(|digit| *digit >= 5);
        let kept = Amount { digits: self.digits.iter().skip(cut).copied().collect(), scale: places };
        let step = Amount { digits: vec![u8::from(up)], scale: places };
        kept.plus(&step)
    }

    /// Digits with at least `places` after the point, and no zeros beyond those.
    pub fn text(&self, places: usize) -> String {
        let padded = self.scaled(places);
        let idle = padded.digits.iter().take(padded.scale - places).take_while(|digit| **digit == 0).count();
        let scale = padded.scale - idle;
        let mut digits: Vec<u8> = padded.digits.into_iter().skip(idle).collect();
        while digits.len() <= scale {
            digits.push(0);
        }
        while digits.len() > scale + 1 && digits.last() == Some(&0) {
            digits.pop();
        }
        let mut text = String::with_capacity(digits.len() + 1);
        for (place, digit) in digits.iter().enumerate().rev() {
            text.push(char::from(b'0' + digit));
            if place == scale && scale > 0 {
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
