//! Finding one text in another, and joining texts. The standard library's searcher is made for long texts and costs 1 KB of
//! brotli more, its `join` and `concat` half a KB.

/// Where `part` begins in `text`.
pub fn find(text: &str, part: &str) -> Option<usize> {
    let last = text.len().checked_sub(part.len())?;
    (0..=last).find(|&at| text.as_bytes().get(at..at + part.len()) == Some(part.as_bytes()))
}

/// Whether `part` is in `text`.
pub fn has(text: &str, part: &str) -> bool {
    find(text, part).is_some()
}

/// What is before and after the first `part`.
pub fn split<'a>(text: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    let at = find(text, part)?;
    Some((text.get(..at)?, text.get(at + part.len()..)?))
}

/// The text with `other` wherever `part` was, which is not empty.
pub fn replace(mut text: &str, part: &str, other: &str) -> String {
    let mut out = String::with_capacity(text.len());
    while let Some((before, after)) = split(text, part) {
        out.push_str(before);
        out.push_str(other);
        text = after;
    }
    out.push_str(text);
    out
}

/// The parts with `between` them.
pub fn joined<T: AsRef<str>>(parts: &[T], between: &str) -> String {
    let mut out = String::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.push_str(between);
        }
        out.push_str(part.as_ref());
    }
    out
}

/// The parts, one after the other. (`format!` brings `core::fmt`, 3 KB of brotli.)
pub fn concat(parts: &[&str]) -> String {
    joined(parts, "")
}

/// The digits of a number, with zeros before them up to `width`.
pub fn padded(mut number: u64, width: usize) -> String {
    // As many as the largest number has.
    let mut digits = [b'0'; 20];
    let mut count = 0;
    for digit in digits.iter_mut().rev() {
        if number == 0 && count >= width.max(1) {
            break;
        }
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
        count += 1;
    }
    let mut text = String::with_capacity(count);
    for digit in digits.into_iter().skip(digits.len() - count) {
        text.push(char::from(digit));
    }
    text
}

/// A number as text.
pub fn digits(number: u64) -> String {
    padded(number, 1)
}

/// A number with a sign as text.
pub fn integer(number: i64) -> String {
    let digits = digits(number.unsigned_abs());
    if number < 0 { concat(&["-", &digits]) } else { digits }
}

/// A number of digits alone; `None` for everything else and where it is too large.
pub fn whole(text: &str) -> Option<u64> {
    let mut number: u64 = 0;
    for byte in text.bytes() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number.checked_mul(10)?.checked_add(u64::from(digit))?;
    }
    (!text.is_empty()).then_some(number)
}

/// How many characters a text has: bytes that do not go on with one.
pub fn count(text: &str) -> usize {
    let mut count = 0;
    for byte in text.bytes() {
        count += usize::from(byte & 0xC0 != 0x80);
    }
    count
}

/// Appends a byte as two hexadecimal digits.
pub fn push_hex(out: &mut String, byte: u8) {
    for digit in [byte >> 4, byte & 15] {
        out.extend(char::from_digit(u32::from(digit), 16));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_as_the_standard_library_writes_and_reads_them() {
        for number in [0, 1, 9, 10, 255, 12_345, u64::from(u32::MAX), u64::MAX - 1, u64::MAX] {
            assert_eq!(super::digits(number), number.to_string());
            assert_eq!(super::whole(&number.to_string()), Some(number));
            for width in [0, 1, 8, 15, 20] {
                assert_eq!(super::padded(number, width), format!("{number:0width$}"));
            }
        }
        for number in [0, 7, -7, i64::MAX, i64::MIN] {
            assert_eq!(super::integer(number), number.to_string());
        }
        for text in ["", "-1", "+1", "1.0", " 1", "1e3", "18446744073709551616", "٣"] {
            assert_eq!(super::whole(text), None, "{text}");
        }
        for text in ["", "a", "é", "€x", "😀é"] {
            assert_eq!(super::count(text), text.chars().count());
        }
    }

    #[test]
    fn joins_as_the_standard_library_does() {
        for parts in [&[][..], &[""], &["a"], &["", ""], &["é", "", "b"]] {
            assert_eq!(super::joined(parts, ", "), parts.join(", "));
        }
    }

    #[test]
    fn as_the_standard_library_does() {
        let texts = ["", "a", "ab", "aab", "abab", "é", "aéa", "ééa", "€a€", "a€€b", "😀a😀", "aaaa", "é€😀"];
        for text in texts {
            for part in texts.into_iter().filter(|part| !part.is_empty()) {
                assert_eq!(super::find(text, part), text.find(part), "{text} {part}");
                assert_eq!(super::has(text, part), text.contains(part), "{text} {part}");
                assert_eq!(super::split(text, part), text.split_once(part), "{text} {part}");
                for other in texts {
                    assert_eq!(super::replace(text, part, other), text.replace(part, other), "{text} {part} {other}");
                }
            }
        }
    }
}
