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

/// Appends a byte as two hexadecimal digits. (`{:02x}` brings the whole of `core::fmt`.)
pub fn push_hex(out: &mut String, byte: u8) {
    for digit in [byte >> 4, byte & 15] {
        out.extend(char::from_digit(u32::from(digit), 16));
    }
}

#[cfg(test)]
mod tests {
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
