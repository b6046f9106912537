//! Amounts as shops write them: numbers, and texts with signs, letters, blanks and either separator.

use crate::domain::data::Data;
use crate::domain::decimal::{Decimal, PRICE_PLACES};
use crate::domain::text::concat;

/// Longer texts are no amounts.
const LONGEST: usize = 40;

/// One amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    value: Decimal,
    /// 24990 of "24.990": one separator with three digits after it groups thousands, or it is the decimal one.
    grouped: Option<Decimal>,
}

/// What a single separator with three digits after it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// It stands before the fraction.
    Decimal,
    /// It groups thousands.
    Groups,
}

impl Amount {
    /// Reads a number or a text; `None` when it is no amount. `groups`: there is no fraction in this currency.
    pub fn read(data: &Data, groups: bool) -> Option<Amount> {
        match data {
            // Nobody typed a number's noise: 29.979999999999997 is 29.98.
            Data::Number(digits) => {
                let number = Decimal::from_number(digits)?;
                let value = if number.is_negative() {
                    number
                } else {
                    Decimal::from_text(&number.rounded(PRICE_PLACES).amount(0))?
                };
                Some(Amount { value, grouped: None })
            }
            Data::Text(text) => {
                let amount = of_text(text)?;
                Some(match amount.grouped {
                    Some(value) if groups => Amount { value, grouped: None },
                    _ => amount,
                })
            }
            _ => None,
        }
    }

    /// Its value where a doubtful separator is read so.
    pub fn value(&self, separator: Separator) -> &Decimal {
        match &self.grouped {
            Some(grouped) if separator == Separator::Groups => grouped,
            _ => &self.value,
        }
    }

    /// Whether there is more than one way to read it.
    pub fn is_doubtful(&self) -> bool {
        self.grouped.is_some()
    }
}

fn of_text(text: &str) -> Option<Amount> {
    if text.len() > LONGEST {
        return None;
    }
    let mut amount = Text::default();
    for character in text.chars() {
        amount.take(character)?;
    }
    amount.end()
}

/// An amount's text, sign by sign.
#[derive(Default)]
struct Text {
    digits: String,
    /// The last signs before the first digit.
    before: (char, char),
    /// A separator of which it is not known yet whether digits follow.
    pending: Option<char>,
    /// The last separator, and how many digits stand before it.
    last: (char, usize),
    points: usize,
    commas: usize,
    /// Currency signs and letters have begun behind the digits.
    is_over: bool,
}

impl Text {
    fn take(&mut self, sign: char) -> Option<()> {
        match sign {
            '0'..='9' if self.is_over => return None,
            '0'..='9' => {
                match self.pending.take() {
                    Some('.') => self.points += 1,
                    Some(_) => self.commas += 1,
                    None => {}
                }
                self.digits.push(sign);
            }
            // No price is below zero, and none is made positive.
            '-' | '\u{2212}' if self.digits.is_empty() => return None,
            '.' | ',' if !self.is_over && !self.digits.is_empty() => {
                if self.pending.is_some() {
                    self.is_over = true;
                } else {
                    self.pending = Some(sign);
                    self.last = (sign, self.digits.len());
                }
            }
            // Blanks and apostrophes between digits group.
            ' ' | '\'' | '\u{a0}' | '\u{2009}' | '\u{2019}' | '\u{202f}' => {}
            _ => self.is_over = !self.digits.is_empty(),
        }
        if self.digits.is_empty() {
            self.before = (self.before.1, sign);
        }
        Some(())
    }

    /// The digits with a point before those from `at` on.
    fn with_point(&self, at: usize) -> Option<Decimal> {
        let (whole, fraction) = self.digits.split_at_checked(at)?;
        Decimal::from_text(&concat(&[
            if whole.is_empty() { "0" } else { whole },
            if fraction.is_empty() { "" } else { "." },
            fraction,
        ]))
    }

    fn end(self) -> Option<Amount> {
        let all = self.digits.len();
        let separators = self.points + self.commas;
        // One that nothing follows says nothing: "100,-".
        let (sign, mut at) = self.last;
        if at == all {
            at = 0;
        }
        let same = if sign == '.' { self.points } else { self.commas };
        let (mut point, mut grouped) = (all, None);
        if separators == 0 {
            // ".5", but not "Rs.500".
            let (word, sign) = self.before;
            if matches!(sign, '.' | ',') && matches!(word, '\0' | ' ' | '$') {
                point = 0;
            }
        } else if same > 1 || at == 0 {
            // It groups; another one beside it would have to be the decimal one, and stand behind.
            if same != separators {
                return None;
            }
        } else {
            point = at;
            if separators == 1 && all - at == 3 && at <= 3 && !self.digits.starts_with("0") {
                grouped = self.with_point(all);
            }
        }
        if all == 0 {
            return None;
        }
        Some(Amount { value: self.with_point(point)?, grouped })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> String {
        match Amount::read(&Data::Text(text.into()), false) {
            None => "none".into(),
            Some(Amount { value, grouped: None }) => value.text(),
            Some(Amount { value, grouped: Some(grouped) }) => format!("{} or {}", grouped.text(), value.text()),
        }
    }

    #[test]
    fn texts() {
        for (given, expected) in [
            ("39990", "39990"),
            ("12.5", "12.5"),
            ("12,50", "12.50"),
            ("$ 1.990,50", "1990.50"),
            ("4,245.42", "4245.42"),
            ("1.234.567", "1234567"),
            ("1,234,567.89", "1234567.89"),
            ("1.234.567,89", "1234567.89"),
            ("CLP\u{a0}24.990", "24990 or 24.990"),
            ("24.990", "24990 or 24.990"),
            ("2,457", "2457 or 2.457"),
            ("0.500", "0.500"),
            ("1234.567", "1234.567"),
            ("1 234,50 €", "1234.50"),
            ("1'234.50", "1234.50"),
            ("100,-", "100"),
            ("Rs. 500", "500"),
            (".5", "0.5"),
            ("US$19.99", "19.99"),
            ("", "none"),
            ("free", "none"),
            ("-5", "none"),
            ("1.2.3,4,5", "none"),
            ("5 x 3", "none"),
        ] {
            assert_eq!(text(given), expected, "{given:?}");
        }
        assert_eq!(text(&"1".repeat(41)), "none");
    }

    #[test]
    fn numbers_are_never_doubtful() {
        let number = |digits: &str| match Amount::read(&Data::Number(digits.into()), true) {
            Some(Amount { value, grouped: None }) => value.text(),
            other => format!("{other:?}"),
        };
        assert_eq!(number("24.990"), "24.99");
        assert_eq!(number("29.979999999999997"), "29.98");
        assert_eq!(number("0.00005"), "0.0001");
        assert_eq!(number("1e3"), "1000");
        assert_eq!(number("-5"), "-5");
        assert_eq!(number("NaN"), "None");
    }
}
