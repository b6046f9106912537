//! Amounts as shops write them: numbers, and texts with signs, letters, blanks and either separator.

use crate::domain::data::Data;
use crate::domain::decimal::{Decimal, PRICE_PLACES};

/// Longer texts are no amounts.
const LONGEST: usize = 40;

/// One amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// There is one way to read it.
    Exact(Decimal),
    /// One separator with three digits after it: it groups thousands, or it is the decimal one.
    Either {
        /// 24990 of "24.990".
        grouped: Decimal,
        /// 24.990 of "24.990".
        fraction: Decimal,
    },
}

/// What a single separator with three digits after it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// It groups thousands.
    Groups,
    /// It stands before the fraction.
    Decimal,
}

impl Amount {
    /// Reads a number or a text; `None` when it is no amount.
    pub fn read(data: &Data) -> Option<Amount> {
        match data {
            // Nobody typed a number's noise: 29.979999999999997 is 29.98.
            Data::Number(digits) => {
                let number = Decimal::from_number(digits)?;
                let rounded = if number.is_negative() { number } else { number.rounded(PRICE_PLACES) };
                Decimal::from_number(&rounded.amount(0)).map(Amount::Exact)
            }
            Data::Text(text) => of_text(text),
            _ => None,
        }
    }

    /// Its value where a doubtful separator is read so.
    pub fn value(&self, separator: Separator) -> &Decimal {
        match (self, separator) {
            (Amount::Exact(value), _) => value,
            (Amount::Either { grouped, .. }, Separator::Groups) => grouped,
            (Amount::Either { fraction, .. }, Separator::Decimal) => fraction,
        }
    }

    /// Whether there is more than one way to read it.
    pub fn is_doubtful(&self) -> bool {
        matches!(self, Amount::Either { .. })
    }
}

fn of_text(text: &str) -> Option<Amount> {
    let bytes = text.as_bytes();
    let first = bytes.iter().position(u8::is_ascii_digit)?;
    let last = bytes.iter().rposition(u8::is_ascii_digit)?;
    if text.len() > LONGEST {
        return None;
    }
    // Currency signs, letters and blanks around; no price is below zero, and none is made positive.
    let before = text.get(..first)?;
    if before.contains('-') || before.contains('\u{2212}') {
        return None;
    }
    // ".5" has no digit before its separator, "Rs. 500" has a blank after it.
    let starts_with_separator = before.ends_with('.') || before.ends_with(',');
    let core = text.get(first..=last)?;
    let (mut digits, mut separators) = (String::with_capacity(core.len()), Vec::new());
    for character in core.chars() {
        match character {
            '0'..='9' => digits.push(character),
            '.' | ',' => separators.push((character, digits.len())),
            // Blanks and apostrophes between digits group.
            '\'' | '\u{2019}' => {}
            _ if character.is_whitespace() => {}
            _ => return None,
        }
    }
    let with_point = |at: usize| {
        let (whole, fraction) = digits.split_at_checked(at)?;
        let mut number = String::from(if whole.is_empty() { "0" } else { whole });
        if !fraction.is_empty() {
            number.push('.');
            number.push_str(fraction);
        }
        Decimal::from_text(&number)
    };
    let all = digits.len();
    if starts_with_separator && separators.is_empty() && !before.ends_with(char::is_alphabetic) {
        let is_word = before.chars().rev().nth(1).is_some_and(char::is_alphanumeric);
        return with_point(if is_word { all } else { 0 }).map(Amount::Exact);
    }
    let Some((decimal, at)) = separators.last().copied() else { return with_point(all).map(Amount::Exact) };
    let same = separators.iter().filter(|(separator, _)| *separator == decimal).count();
    if same > 1 {
        // It groups; another one beside it would have to be the decimal one, and stand behind.
        return (same == separators.len()).then(|| with_point(all)).flatten().map(Amount::Exact);
    }
    let fraction = with_point(at)?;
    if separators.len() == 1 && all - at == 3 && at <= 3 && !digits.starts_with('0') {
        return Some(Amount::Either { grouped: with_point(all)?, fraction });
    }
    Some(Amount::Exact(fraction))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> String {
        match Amount::read(&Data::Text(text.into())) {
            None => "none".into(),
            Some(Amount::Exact(value)) => value.text(),
            Some(Amount::Either { grouped, fraction }) => format!("{} or {}", grouped.text(), fraction.text()),
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
        let number = |digits: &str| match Amount::read(&Data::Number(digits.into())) {
            Some(Amount::Exact(value)) => value.text(),
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
