//! Input masks: `9` and `#` stand for a digit, everything else for itself.

use crate::domain::text::{all, concat, count, replace, split, trim_start};

/// Longer masks and values are left for the server to check.
const MAX: usize = 1_000;

/// Whether `value` fits; `None` if the mask has an unknown syntax.
///
/// A leading `$` stands for the prefix `hint`, which a page may have omitted or shortened to its `+`.
pub fn fits(value: &str, mask: &str, hint: &str) -> Option<bool> {
    let mask = replace(mask, "[[space]]", " ");
    if mask.is_empty()
        || mask.len() > MAX
        || value.len() > MAX
        || !all(&mask, |byte| !byte.is_ascii_alphabetic() && byte != b'*')
    {
        return None;
    }
    let body = mask.strip_prefix('$').unwrap_or(&mask);
    let mut fits = fits_body(value, body);
    for prefix in [hint, "+", "$"] {
        fits = fits || value.strip_prefix(prefix).is_some_and(|rest| fits_body(trim_start(rest, b' '), body));
    }
    Some(fits)
}

fn fits_body(value: &str, mask: &str) -> bool {
    for (character, place) in value.chars().zip(mask.chars()) {
        let fits = match place {
            '9' | '#' => character.is_ascii_digit(),
            other => character == other,
        };
        if !fits {
            return false;
        }
    }
    count(value) == count(mask)
}

/// The mask in readable form.
pub fn shown(mask: &str, hint: &str) -> String {
    let mask = replace(mask, "[[space]]", " ");
    match split(&mask, "$") {
        Some((before, after)) => concat(&[before, hint, after]),
        None => mask,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_match_digits_and_separators() {
        for (value, mask, hint, expected) in [
            ("1234", "9999", "", Some(true)),
            ("1234", "####", "", Some(true)),
            ("12345", "9999", "", Some(false)),
            ("12a4", "9999", "", Some(false)),
            ("+1 415 555 2671", "$9[[space]]999[[space]]999[[space]]9999", "", Some(true)),
            ("1 415 555 2671", "$9[[space]]999[[space]]999[[space]]9999", "", Some(true)),
            ("+6212-34-5678-9012", "$99-99-9999-9999", "+62", Some(true)),
            ("+62 12-34-5678-9012", "$99-99-9999-9999", "+62", Some(true)),
            ("12-34-5678-9012", "$99-99-9999-9999", "+62", Some(true)),
            ("(02) 123", "(99) 999", "", Some(true)),
            ("02 123", "(99) 999", "", Some(false)),
            ("+7 (912) 123", "(999) 999", "+7", Some(true)),
            ("AB-12", "AA-99", "", None),
            ("x", "", "", None),
        ] {
            assert_eq!(fits(value, mask, hint), expected, "{value} {mask}");
        }
        assert_eq!(shown("$99[[space]]99", "+62"), "+6299 99");
    }
}
