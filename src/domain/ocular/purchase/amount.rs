//! Parses amounts as shops write them: numbers, and texts with signs, letters, spaces and either separator.

use crate::domain::data::Data;
use crate::domain::decimal::{Decimal, PRICE_PLACES};
use crate::domain::text::concat;

/// Longer texts are not treated as amounts.
const LONGEST: usize = 40;

/// Meaning of the separator in "24.990": a single separator followed by three digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// It precedes the fraction.
    Decimal,
    /// It groups thousands.
    Groups,
}

/// Reads a number or a text; `None` if it is not an amount.
pub fn amount(data: &Data, separator: Separator) -> Option<Decimal> {
    match data {
        // Removes floating-point noise: 29.979999999999997 means 29.98.
        Data::Number(digits) => {
            let number = Decimal::from_number(digits)?;
            if number.is_negative() { None } else { Some(number.rounded(PRICE_PLACES)) }
        }
        Data::Text(text) if text.len() <= LONGEST => of_text(text, separator),
        _ => None,
    }
}

/// Whether a character may separate the digits of one number.
fn is_blank(sign: char) -> bool {
    matches!(sign, ' ' | '\'' | '\u{a0}' | '\u{2009}' | '\u{2019}' | '\u{202f}')
}

fn of_text(text: &str, separator: Separator) -> Option<Decimal> {
    let mut digits = String::new();
    // The last two characters before the first digit.
    let mut before = ('\0', '\0');
    // The character after the last digit so far; `?` for several. A digit may follow only a separator.
    let mut behind = '\0';
    // The last separator, how many digits precede it, how often it occurred in a row, and how often it changed.
    let (mut last, mut at, mut same, mut changes) = ('\0', 0, 0, 0);
    for sign in text.chars() {
        match sign {
            '0'..='9' => {
                match behind {
                    '\0' => {}
                    '.' | ',' => {
                        if behind != last {
                            (last, same) = (behind, 0);
                            changes += 1;
                        }
                        at = digits.len();
                        same += 1;
                    }
                    _ => return None,
                }
                behind = '\0';
                digits.push(sign);
            }
            // A price is never negative, and dropping the sign would change its meaning.
            '-' | '\u{2212}' if digits.is_empty() => return None,
            _ if digits.is_empty() => before = (before.1, sign),
            _ if is_blank(sign) => {}
            // Two characters in a row are not a separator.
            _ => behind = if behind == '\0' { sign } else { '?' },
        }
    }
    let all = digits.len();
    if all == 0 {
        return None;
    }
    let is_thousand = all - at == 3 && at <= 3 && !digits.starts_with("0");
    let point = match (changes, same) {
        // ".5" is a fraction, "Rs.500" is not.
        (0, _) if matches!(before, ('\0' | ' ' | '$', '.' | ',')) => 0,
        (0, _) => all,
        (1, 1) if is_thousand && separator == Separator::Groups => all,
        (1, 1) | (2, 1) => at,
        (1, _) => all,
        _ => return None,
    };
    let (whole, fraction) = digits.split_at_checked(point)?;
    let dot = if fraction.is_empty() { "" } else { "." };
    Decimal::from_text(&concat(&[if whole.is_empty() { "0" } else { whole }, dot, fraction]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> String {
        let data = Data::Text(text.into());
        let [point, groups] = [Separator::Decimal, Separator::Groups]
            .map(|separator| amount(&data, separator).map_or("none".to_owned(), |amount| amount.text()));
        if point == groups { point } else { format!("{groups} or {point}") }
    }

    #[test]
    fn texts_are_parsed_as_amounts() {
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
            ("100.", "100"),
            ("Rs. 500", "500"),
            ("Rs.500", "500"),
            (".5", "0.5"),
            ("$.50", "0.50"),
            ("US$19.99", "19.99"),
            ("19.99 USD", "19.99"),
            ("", "none"),
            (".", "none"),
            ("free", "none"),
            ("-5", "none"),
            ("\u{2212}5", "none"),
            ("1.2.3,4,5", "none"),
            ("1.2,3.4", "none"),
            ("1..5", "none"),
            ("5 x 3", "none"),
            ("12€50", "none"),
        ] {
            assert_eq!(text(given), expected, "{given:?}");
        }
        assert_eq!(text(&"1".repeat(41)), "none");
    }

    #[test]
    fn numbers_are_never_ambiguous() {
        let number = |digits: &str| {
            amount(&Data::Number(digits.into()), Separator::Groups).map_or("none".to_owned(), |amount| amount.amount(0))
        };
        assert_eq!(number("24.990"), "24.99");
        assert_eq!(number("29.979999999999997"), "29.98");
        assert_eq!(number("0.00005"), "0.0001");
        assert_eq!(number("1e3"), "1000");
        assert_eq!(number("-5"), "none");
        assert_eq!(number("NaN"), "none");
    }
}
