//! Converts JSON text to [`Data`] and back. Written by hand, because `serde_json` adds too much to the download (19.6
//! KB of brotli more: docs/performance.md); it is the reference implementation in the tests.

use super::data::Data;
use super::text::push_hex;

/// Deeper nesting than in any documented response; limits the use of the stack.
const MAX_DEPTH: usize = 64;

/// Parses one JSON document; `None` if the text is anything else or nests deeper than 64.
///
/// ```
/// use order_bridge::domain::json;
/// let order = json::parse(r#"{"id":812,"totalSum":300.50}"#).unwrap();
/// assert_eq!(order.get("id").unwrap().as_integer(), Some(812));
/// ```
pub fn parse(text: &str) -> Option<Data> {
    let mut reader = Reader { text, at: 0, is_bad: false };
    let value = reader.value(0);
    reader.space();
    (!reader.is_bad && reader.peek().is_none()).then_some(value)
}

/// The parser. After an error, it continues from the end of the text: an early return would have to drop the partial
/// result in each place.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    is_bad: bool,
}

impl<'a> Reader<'a> {
    fn fail(&mut self) {
        self.is_bad = true;
        self.at = self.text.len();
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn eat(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, byte: u8) {
        if !self.eat(byte) {
            self.fail();
        }
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn word(&mut self, word: &str, value: Data) -> Data {
        match self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            true => self.at += word.len(),
            false => self.fail(),
        }
        value
    }

    fn value(&mut self, depth: usize) -> Data {
        if depth > MAX_DEPTH {
            self.fail();
        }
        self.space();
        match self.peek() {
            Some(b'{') => self.map(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => Data::Text(self.string()),
            Some(b't') => self.word("true", Data::Bool(true)),
            Some(b'f') => self.word("false", Data::Bool(false)),
            Some(b'n') => self.word("null", Data::Null),
            _ => self.number(),
        }
    }

    /// Whether another element follows. If not, the list or object must end here.
    fn has_next(&mut self, end: u8) -> bool {
        self.space();
        if self.eat(b',') {
            return true;
        }
        self.expect(end);
        false
    }

    fn map(&mut self, depth: usize) -> Data {
        self.at += 1;
        let mut entries = Vec::new();
        self.space();
        if self.eat(b'}') {
            return Data::Map(entries);
        }
        loop {
            self.space();
            let key = self.string();
            self.space();
            self.expect(b':');
            entries.push((key, self.value(depth + 1)));
            if !self.has_next(b'}') {
                return Data::Map(entries);
            }
        }
    }

    fn list(&mut self, depth: usize) -> Data {
        self.at += 1;
        let mut values = Vec::new();
        self.space();
        if self.eat(b']') {
            return Data::List(values);
        }
        loop {
            values.push(self.value(depth + 1));
            if !self.has_next(b']') {
                return Data::List(values);
            }
        }
    }

    fn digits(&mut self) {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start {
            self.fail();
        }
    }

    fn number(&mut self) -> Data {
        let start = self.at;
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits();
        }
        if self.eat(b'.') {
            self.digits();
        }
        if self.eat(b'e') || self.eat(b'E') {
            let _ = self.eat(b'+') || self.eat(b'-');
            self.digits();
        }
        Data::Number(self.text.get(start..self.at).unwrap_or("").to_owned())
    }

    fn string(&mut self) -> String {
        self.expect(b'"');
        let mut out = String::new();
        loop {
            let (plain, byte) = plain_part(self.text.get(self.at..).unwrap_or(""));
            self.at += plain.len() + 1;
            out.push_str(plain);
            match byte {
                Some(b'"') => return out,
                Some(b'\\') => match self.escape() {
                    Some(character) => out.push(character),
                    None => self.fail(),
                },
                _ => {
                    self.fail();
                    return out;
                }
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        Some(match self.next()? {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => self.unicode()?,
            _ => return None,
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let mut unit = 0;
        for _ in 0..4 {
            unit = unit << 4 | char::from(self.next()?).to_digit(16)?;
        }
        Some(unit)
    }

    /// A UTF-16 unit or a surrogate pair; a lone surrogate becomes U+FFFD, as in `TextEncoder`.
    fn unicode(&mut self) -> Option<char> {
        let high = self.hex()?;
        if (0xD800..0xDC00).contains(&high) && self.text.get(self.at..)?.starts_with("\\u") {
            let back = self.at;
            self.at += 2;
            let low = self.hex()?;
            if (0xDC00..0xE000).contains(&low) {
                return char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
            }
            self.at = back;
        }
        Some(char::from_u32(high).unwrap_or('\u{FFFD}'))
    }
}

/// The start of a text that needs no escapes, and the first byte that does.
fn plain_part(text: &str) -> (&str, Option<u8>) {
    for (place, byte) in text.bytes().enumerate() {
        if byte < b' ' || byte == b'"' || byte == b'\\' {
            return (text.get(..place).unwrap_or(""), Some(byte));
        }
    }
    (text, None)
}

/// Appends `text` as a JSON string, escaped in the same way as by `JSON.stringify`.
pub fn write_text(out: &mut String, text: &str) {
    out.push('"');
    write_inner(out, text);
    out.push('"');
}

/// Like [`write_text`], without the quotes.
pub fn write_inner(out: &mut String, mut text: &str) {
    loop {
        let (plain, byte) = plain_part(text);
        out.push_str(plain);
        let Some(byte) = byte else { break };
        text = text.get(plain.len() + 1..).unwrap_or("");
        match byte {
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            8 => out.push_str("\\b"),
            12 => out.push_str("\\f"),
            control if control < b' ' => {
                out.push_str("\\u00");
                push_hex(out, control);
            }
            other => {
                out.push('\\');
                out.push(char::from(other));
            }
        }
    }
}

/// Data as JSON text.
pub fn text_of(data: &Data) -> String {
    let mut text = String::new();
    write(&mut text, data);
    text
}

/// Appends any data. Values that are not data, and numbers that JSON cannot express (`NaN`), become `null`.
pub fn write(out: &mut String, data: &Data) {
    match data {
        Data::Null | Data::Other => out.push_str("null"),
        Data::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Data::Number(text) => match text.as_bytes().last() {
            Some(b'0'..=b'9') => out.push_str(text),
            _ => out.push_str("null"),
        },
        Data::Text(text) => write_text(out, text),
        Data::List(values) => {
            let mut list = List::open(out);
            for value in values {
                write(list.item(), value);
            }
            list.close();
        }
        Data::Map(entries) => {
            let mut object = Object::open(out);
            for (key, value) in entries {
                object.data(key, value);
            }
            object.close();
        }
    }
}

/// Appends a JSON array; `write_one` writes each element.
pub fn list<T>(out: &mut String, values: &[T], write_one: impl Fn(&mut String, &T)) {
    out.push('[');
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_one(out, value);
    }
    out.push(']');
}

/// Writes a JSON array element by element. Unlike [`list`], it is not compiled again for each type of element.
#[derive(Debug)]
pub struct List<'a> {
    out: &'a mut String,
    empty: bool,
}

impl<'a> List<'a> {
    /// Begins the array.
    pub fn open(out: &'a mut String) -> List<'a> {
        out.push('[');
        List { out, empty: true }
    }

    /// The caller appends one JSON value to the returned text.
    pub fn item(&mut self) -> &mut String {
        if !self.empty {
            self.out.push(',');
        }
        self.empty = false;
        self.out
    }

    /// Ends the array.
    pub fn close(self) {
        self.out.push(']');
    }
}

/// Writes a JSON object property by property, in the order of the calls.
#[derive(Debug)]
pub struct Object<'a> {
    out: &'a mut String,
    empty: bool,
}

impl<'a> Object<'a> {
    /// Begins the object.
    pub fn open(out: &'a mut String) -> Object<'a> {
        out.push('{');
        Object { out, empty: true }
    }

    /// Writes the key; the caller appends one JSON value to the returned text.
    pub fn key(&mut self, key: &str) -> &mut String {
        if !self.empty {
            self.out.push(',');
        }
        self.empty = false;
        write_text(self.out, key);
        self.out.push(':');
        self.out
    }

    /// Writes a string property.
    pub fn text(&mut self, key: &str, value: &str) -> &mut Self {
        write_text(self.key(key), value);
        self
    }

    /// Writes a property whose value is already JSON: digits, `true`, `null`.
    pub fn raw(&mut self, key: &str, json: &str) -> &mut Self {
        self.key(key).push_str(json);
        self
    }

    /// Writes a boolean property.
    pub fn bool(&mut self, key: &str, value: bool) -> &mut Self {
        self.raw(key, if value { "true" } else { "false" })
    }

    /// Writes a property with any data.
    pub fn data(&mut self, key: &str, value: &Data) -> &mut Self {
        write(self.key(key), value);
        self
    }

    /// Ends the object.
    pub fn close(self) {
        self.out.push('}');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_json_and_nothing_else() {
        for text in [
            "",
            " ",
            "{",
            "[1,]",
            "{\"a\":1,}",
            "01",
            "1.",
            ".5",
            "+1",
            "\"a",
            "\"\u{1}\"",
            "tru",
            "1 2",
            "{a:1}",
            "\"\\x\"",
            "\"\\u12\"",
            "[1 2]",
            "nul",
            "-",
            "1e",
            "{\"a\"}",
            "\"\\u+123\"",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse(" [ ] "), Some(Data::List(vec![])));
        assert_eq!(parse("300.00"), Some(Data::Number("300.00".into())));
        assert_eq!(parse(r#""\ud83d\ude00 \ud83d \u00e9\/""#), Some(Data::Text("😀 \u{FFFD} é/".into())));
        assert_eq!(parse(r#""\ud83d\u0041""#), Some(Data::Text("\u{FFFD}A".into())));
    }

    #[test]
    fn nesting_is_limited() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(parse(&nested(64)).is_some());
        assert!(parse(&nested(66)).is_none());
        assert!(parse(&"[".repeat(1_000_000)).is_none());
    }

    #[test]
    fn writes_back_what_it_parsed() {
        let text = r#"{"a":[1,-2.50,1e5,true,null,"q\"\\\n\u0001"],"b":{},"é":"😀"}"#;
        let mut out = String::new();
        write(&mut out, &parse(text).unwrap());
        assert_eq!(out, text);
    }

    #[test]
    fn values_that_json_cannot_express_become_null() {
        let mut out = String::new();
        write(&mut out, &Data::List(vec![Data::Number("NaN".into()), Data::Number("-Infinity".into()), Data::Other]));
        assert_eq!(out, "[null,null,null]");
    }
}
