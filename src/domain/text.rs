//! Searches and joins texts. The standard library's search is designed for long texts and costs 1 KB more brotli, its
//! `join` and `concat` half a KB.

/// The index of the first `part` in `text`.
pub fn find(text: &str, part: &str) -> Option<usize> {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    let mut at = 0;
    while let Some(here) = text.get(at..at + part.len()) {
        if here == part {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Whether `text` contains `part`.
pub fn has(text: &str, part: &str) -> bool {
    find(text, part).is_some()
}

/// The texts before and after the first `part`.
pub fn split<'a>(text: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    let at = find(text, part)?;
    Some((text.get(..at)?, text.get(at + part.len()..)?))
}

/// Replaces each `part`, which must not be empty, with `other`.
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

/// Joins the parts with `between`.
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

/// Concatenates the parts. (`format!` pulls in `core::fmt`, 3 KB of brotli.)
pub fn concat(parts: &[&str]) -> String {
    joined(parts, "")
}

/// Appends the digits of a number, padded with zeros to `width`.
pub fn push_digits(out: &mut String, number: u64, width: usize) {
    if number >= 10 || width > 1 {
        push_digits(out, number / 10, width.saturating_sub(1));
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

/// The digits of a number, padded with zeros to `width`.
pub fn padded(number: u64, width: usize) -> String {
    let mut text = String::new();
    push_digits(&mut text, number, width);
    text
}

/// A number as text.
pub fn digits(number: u64) -> String {
    padded(number, 1)
}

/// A signed number as text.
pub fn integer(number: i64) -> String {
    let digits = digits(number.unsigned_abs());
    if number < 0 { concat(&["-", &digits]) } else { digits }
}

/// Reads a number that consists of digits only; `None` for anything else and for a number that is too large.
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

/// Number of characters in a text: counts the bytes that do not continue a character.
pub fn count(text: &str) -> usize {
    let mut count = 0;
    for byte in text.bytes() {
        count += usize::from(byte & 0xC0 != 0x80);
    }
    count
}

/// Whether all bytes of a text pass `fits`. (One shared loop, because each chain of iterators is compiled separately.)
pub fn all(text: &str, fits: fn(u8) -> bool) -> bool {
    for byte in text.bytes() {
        if !fits(byte) {
            return false;
        }
    }
    true
}

/// Whether a text contains only ASCII digits.
pub fn is_digits(text: &str) -> bool {
    all(text, |byte| byte.is_ascii_digit())
}

/// Whether any character of a text passes `is`.
pub fn any(text: &str, is: fn(char) -> bool) -> bool {
    for character in text.chars() {
        if is(character) {
            return true;
        }
    }
    false
}

/// Whether a text contains only white space.
pub fn is_space(text: &str) -> bool {
    !any(text, |character| !character.is_whitespace())
}

/// Whether two texts are equal, ignoring the case of ASCII letters.
pub fn is_same(one: &str, other: &str) -> bool {
    let mut others = other.bytes();
    for byte in one.bytes() {
        if others.next().map(|other| other.to_ascii_lowercase()) != Some(byte.to_ascii_lowercase()) {
            return false;
        }
    }
    others.next().is_none()
}

/// Whether `bytes` contains a byte. (The standard library's byte search is also designed for long texts.)
pub fn is_among(byte: u8, bytes: &[u8]) -> bool {
    for one in bytes {
        if *one == byte {
            return true;
        }
    }
    false
}

/// The text without surrounding white space. (One pass from the front: reading characters from the end needs more
/// code.)
pub fn trim(text: &str) -> &str {
    let (mut start, mut end, mut place) = (text.len(), 0, 0);
    for character in text.chars() {
        let next = place + character.len_utf8();
        if !character.is_whitespace() {
            start = start.min(place);
            end = next;
        }
        place = next;
    }
    text.get(start..end).unwrap_or("")
}

/// The text before the first of some ASCII characters, and the text after it if there is one.
pub fn cut<'a>(text: &'a str, at: &[u8]) -> (&'a str, Option<&'a str>) {
    for (place, byte) in text.bytes().enumerate() {
        if is_among(byte, at) {
            return (text.get(..place).unwrap_or(""), text.get(place + 1..));
        }
    }
    (text, None)
}

/// The text without an ASCII character at its end, however often it occurs there.
pub fn trim_end(mut text: &str, byte: u8) -> &str {
    while let Some((last, rest)) = text.as_bytes().split_last()
        && *last == byte
    {
        text = text.get(..rest.len()).unwrap_or("");
    }
    text
}

/// The same at the beginning.
pub fn trim_start(mut text: &str, byte: u8) -> &str {
    while text.as_bytes().first() == Some(&byte) {
        text = text.get(1..).unwrap_or("");
    }
    text
}

/// One line of a text, counted from 0; empty if there are fewer lines.
pub fn line(mut lines: &str, number: usize) -> &str {
    for _ in 0..number {
        lines = cut(lines, b"\n").1.unwrap_or("");
    }
    cut(lines, b"\n").0
}

/// Appends a byte as two hexadecimal digits.
pub fn push_hex(out: &mut String, byte: u8) {
    for digit in &[byte >> 4, byte & 15] {
        out.push(char::from(digit + if *digit < 10 { b'0' } else { b'a' - 10 }));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn trims_and_cuts_like_the_standard_library() {
        for text in ["", "0", "000", "00.50", "a.b.c", ".", "é.é0", "1e5", "0é0"] {
            assert_eq!(super::trim_end(text, b'0'), text.trim_end_matches('0'));
            assert_eq!(super::trim_start(text, b'0'), text.trim_start_matches('0'));
            let (before, after) = super::cut(text, b".e");
            match text.split_once(['.', 'e']) {
                Some(parts) => assert_eq!((before, after), (parts.0, Some(parts.1))),
                None => assert_eq!((before, after), (text, None)),
            }
        }
        for (number, line) in ["a", "", "b", "", ""].into_iter().enumerate() {
            assert_eq!(super::line("a\n\nb", number), line);
        }
        for (one, other) in [("", ""), ("a", "A"), ("Ab", "aB"), ("a", "ab"), ("ab", "a"), ("é", "É"), ("-", "m")] {
            assert_eq!(super::is_same(one, other), one.eq_ignore_ascii_case(other));
        }
        for text in ["", " ", "\u{a0}\t\n", " a", "a\u{2003}b ", "\u{a0}é\u{a0}", "é", "\u{2003}"] {
            assert_eq!(super::is_space(text), text.trim().is_empty(), "{text:?}");
            assert_eq!(super::trim(text), text.trim(), "{text:?}");
        }
        for text in ["", " ", "a", " a\u{a0}é ", "\u{2003}\té", "é b\n", " \u{2003}"] {
            assert_eq!(super::trim(text), text.trim(), "{text:?}");
        }
        assert!(
            super::is_digits("0123456789") && super::is_digits("") && !super::is_digits("1.") && !super::is_digits("٣")
        );
    }

    #[test]
    fn writes_and_reads_numbers_like_the_standard_library() {
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
    fn joins_like_the_standard_library() {
        for parts in [&[][..], &[""], &["a"], &["", ""], &["é", "", "b"]] {
            assert_eq!(super::joined(parts, ", "), parts.join(", "));
        }
    }

    #[test]
    fn searches_and_replaces_like_the_standard_library() {
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
