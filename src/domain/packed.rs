//! A caller's value as the shell packs it (`src/js/shell/pack.js`): one text, so that large lists need not be converted
//! to data.
//!
//! The text is JSON that consists of arrays only: `[keys, value]`. `keys` lists the keys of objects once, because the
//! objects of a list mostly have the same keys. A value that is an array begins with a number that says what it stands
//! for: the index of its keys in `keys`, followed by the value of each key; `-1`, followed by the elements of an array;
//! `-2`, followed by a number that JSON cannot express; or `-3` for anything that is not data. So
//! `{ name: "a", price: NaN }` is `[[["name","price"]],[0,"a",[-2,"NaN"]]]`.

use std::borrow::Cow;

use super::data::Data;
use super::json;
use super::text::{concat, digits, joined};

const LIST: i32 = -1;
const NUMBER: i32 = -2;
/// The packed form of a value that is not data.
const NOTHING: &str = "[-3]";
/// An object's keys are compared with this many of the latest key lists.
const RECENT: usize = 8;
/// Deeper values are not data; the shell stops before that.
const MAX_DEPTH: usize = 64;

/// A value that a caller passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    text: String,
    /// Where each key list begins.
    keys: Vec<usize>,
    /// Where the value begins.
    at: usize,
}

impl Packed {
    /// Takes the shell's text. A malformed text stands for a value that is not data.
    ///
    /// ```
    /// use order_bridge::domain::data::Data;
    /// use order_bridge::domain::packed::Packed;
    /// let order = Packed::new(r#"[[["id"]],[0,[-2,"NaN"]]]"#.into()).data();
    /// assert_eq!(order, Data::Map(vec![("id".into(), Data::Number("NaN".into()))]));
    /// ```
    pub fn new(text: String) -> Packed {
        match head(&text) {
            Some((keys, at)) => Packed { text, keys, at },
            None => Packed { text: NOTHING.to_owned(), keys: Vec::new(), at: 0 },
        }
    }

    /// Packs data.
    pub fn of(data: &Data) -> Packed {
        let (mut lists, mut value) = (Vec::new(), String::new());
        pack(data, &mut lists, &mut value);
        let text = concat(&["[[", &joined(&lists, ","), "],", &value, "]"]);
        Packed::new(text)
    }

    /// The whole value as data.
    pub fn data(&self) -> Data {
        self.cursor().data(0)
    }

    /// A cursor at the value.
    pub fn cursor(&self) -> Cursor<'_> {
        // Without the closing bracket of the text itself.
        let end = self.text.len().saturating_sub(usize::from(self.at > 0));
        Cursor { text: self.text.get(self.at..end).unwrap_or(""), at: 0, keys: &self.keys, whole: &self.text }
    }

    /// The packed text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Size of the text in bytes.
    pub fn size(&self) -> usize {
        self.text.len()
    }

    /// Whether the value is an object with this property.
    pub fn has(&self, key: &str) -> bool {
        let cursor = self.cursor();
        matches!(cursor.peek(), Kind::Map(place) if cursor.keys(place).any(|own| own == key))
    }

    /// Whether the value is an array.
    pub fn is_list(&self) -> bool {
        self.cursor().peek() == Kind::List
    }
}

fn head(text: &str) -> Option<(Vec<usize>, usize)> {
    let mut cursor = Cursor { text, at: 0, keys: &[], whole: text };
    let mut keys = Vec::new();
    (cursor.eat(b'[') && cursor.eat(b'[')).then_some(())?;
    while cursor.byte() == Some(b'[') {
        keys.push(cursor.at);
        cursor.skip();
        cursor.eat(b',');
    }
    (cursor.eat(b']') && cursor.eat(b',')).then_some((keys, cursor.at))
}

/// Appends packed data. Key lists that are new are added to `lists`, as text.
fn pack(data: &Data, lists: &mut Vec<String>, out: &mut String) {
    match data {
        Data::Number(text) if !is_json_number(text) => {
            out.push_str("[-2,");
            json::write_text(out, text);
            out.push(']');
        }
        Data::Null | Data::Bool(_) | Data::Number(_) | Data::Text(_) => json::write(out, data),
        Data::Other => out.push_str(NOTHING),
        Data::List(list) => {
            out.push_str("[-1");
            for value in list {
                out.push(',');
                pack(value, lists, out);
            }
            out.push(']');
        }
        Data::Map(entries) => {
            let mut keys = String::new();
            for (key, _) in entries {
                keys.push(if keys.is_empty() { '[' } else { ',' });
                json::write_text(&mut keys, key);
            }
            keys.push_str(if keys.is_empty() { "[]" } else { "]" });
            out.push('[');
            out.push_str(&digits(place_of(keys, lists) as u64));
            for (_, value) in entries {
                out.push(',');
                pack(value, lists, out);
            }
            out.push(']');
        }
    }
}

/// The index of a key list among the latest ones; adds the list if it is not there.
fn place_of(keys: String, lists: &mut Vec<String>) -> usize {
    let end = lists.len();
    let mut place = end;
    while place > 0 && place + RECENT > end {
        place -= 1;
        if lists.get(place) == Some(&keys) {
            return place;
        }
    }
    lists.push(keys);
    end
}

fn is_json_number(text: &str) -> bool {
    matches!(json::parse(text), Some(Data::Number(_)))
}

/// The kind of value at a place in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Absent.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number,
    /// A text.
    Text,
    /// An array.
    List,
    /// An object, with the index of its key list.
    Map(usize),
    /// A number that JSON cannot express.
    Word,
    /// A value that is not data.
    Other,
}

/// The text of one value, as [`Cursor::skip`] returns it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Raw<'a> {
    /// Exactly as it was written.
    pub text: &'a str,
    /// Whether none of the strings in it contains an escape.
    pub is_plain: bool,
}

impl<'a> Raw<'a> {
    /// Stands for a missing value.
    pub const NULL: Raw<'static> = Raw { text: "null", is_plain: true };

    /// Whether the value is missing.
    pub fn is_null(self) -> bool {
        self.text.starts_with("n")
    }

    /// The content of a string, with its escapes resolved.
    pub fn value(self) -> Cow<'a, str> {
        if self.is_plain {
            return Cow::Borrowed(self.text.get(1..self.text.len().saturating_sub(1)).unwrap_or(""));
        }
        match json::parse(self.text) {
            Some(Data::Text(text)) => Cow::Owned(text),
            _ => Cow::Borrowed(""),
        }
    }
}

/// Moves through a packed value from its beginning to its end.
#[derive(Debug, Clone, Copy)]
pub struct Cursor<'a> {
    text: &'a str,
    at: usize,
    keys: &'a [usize],
    /// The whole packed text, which contains the keys.
    whole: &'a str,
}

// A large report has a hundred thousand small values, so everything that runs for each of their bytes is inlined.
impl<'a> Cursor<'a> {
    /// A cursor for a part of the text that [`Cursor::skip`] returned.
    pub fn inside(&self, part: Raw<'a>) -> Cursor<'a> {
        Cursor { text: part.text, at: 0, ..*self }
    }

    /// Whether the cursor's text is exactly the value at the cursor.
    pub fn is_whole(&self) -> bool {
        self.at == 0
    }

    /// The last value of a list that was the whole text. It reaches to the end, so there is no need to search for its
    /// end. Only for lists and maps: for a string, `is_plain` would be unknown.
    pub fn last(&mut self) -> Option<Raw<'a>> {
        (self.byte() == Some(b'[')).then_some(())?;
        let end = self.text.len().checked_sub(1)?;
        let text = self.text.get(self.at..end)?;
        self.at = end;
        Some(Raw { text, is_plain: false })
    }

    /// The keys of an object.
    pub fn keys(&self, place: usize) -> impl Iterator<Item = Cow<'a, str>> + use<'a> {
        let at = self.keys.get(place).map_or(self.whole.len(), |at| at + 1);
        let mut cursor = Cursor { text: self.whole, at, ..*self };
        std::iter::from_fn(move || {
            cursor.eat(b',');
            (cursor.byte() == Some(b'"')).then(|| cursor.skip().value())
        })
    }

    #[inline(always)]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline(always)]
    fn eat(&mut self, byte: u8) -> bool {
        let there = self.byte() == Some(byte);
        self.at += usize::from(there);
        there
    }

    /// The kind of value at the cursor.
    pub fn peek(&self) -> Kind {
        match self.byte() {
            Some(b'n') => Kind::Null,
            Some(b't') => Kind::Bool(true),
            Some(b'f') => Kind::Bool(false),
            Some(b'"') => Kind::Text,
            Some(b'-' | b'0'..=b'9') => Kind::Number,
            Some(b'[') => match { *self }.enter() {
                Some(LIST) => Kind::List,
                Some(NUMBER) => Kind::Word,
                Some(place) => usize::try_from(place).map_or(Kind::Other, Kind::Map),
                None => Kind::Other,
            },
            _ => Kind::Other,
        }
    }

    /// Whether an empty array is at the cursor.
    pub fn is_empty_list(mut self) -> bool {
        self.enter() == Some(LIST) && !self.more()
    }

    /// Enters an array of the text; returns the number that it begins with. [`Cursor::more`] then moves to each of its
    /// values.
    pub fn enter(&mut self) -> Option<i32> {
        self.eat(b'[').then_some(())?;
        let negative = self.eat(b'-');
        let mut number: i32 = 0;
        let start = self.at;
        while let Some(digit @ b'0'..=b'9') = self.byte() {
            number = number.checked_mul(10)?.checked_add(i32::from(digit - b'0'))?;
            self.at += 1;
        }
        (self.at > start).then_some(if negative { -number } else { number })
    }

    /// Moves to the next value of the array that was entered. At its end, it returns false and leaves the array.
    #[inline(always)]
    pub fn more(&mut self) -> bool {
        self.eat(b',') || !(self.eat(b']') || self.byte().is_none())
    }

    /// Skips one value; returns its text.
    pub fn skip(&mut self) -> Raw<'a> {
        let start = self.at;
        let mut is_plain = true;
        let mut depth = 0_usize;
        loop {
            match self.byte() {
                Some(b'"') => is_plain &= self.skip_text(),
                Some(b'[') => {
                    depth += 1;
                    self.at += 1;
                }
                Some(b']') if depth > 0 => {
                    depth -= 1;
                    self.at += 1;
                    if depth == 0 {
                        break;
                    }
                }
                Some(b',' | b']') if depth == 0 => break,
                Some(_) => self.at += 1,
                None => break,
            }
        }
        Raw { text: self.text.get(start..self.at).unwrap_or(""), is_plain }
    }

    /// Skips the string at the cursor; returns whether it contains no escapes.
    #[inline(always)]
    fn skip_text(&mut self) -> bool {
        let mut is_plain = true;
        self.at += 1;
        loop {
            match self.byte() {
                Some(b'"') => {
                    self.at += 1;
                    return is_plain;
                }
                Some(b'\\') => {
                    is_plain = false;
                    self.at += 2;
                }
                Some(_) => self.at += 1,
                None => return is_plain,
            }
        }
    }

    /// The value at the cursor, nested in this many others, as data; [`Data::Other`] if something in it nests too
    /// deeply.
    pub fn data(&mut self, depth: usize) -> Data {
        let mut is_good = true;
        let data = self.read(depth, &mut is_good);
        if is_good { data } else { Data::Other }
    }

    /// Continues after an error, for the same reason as in [`json`].
    fn read(&mut self, depth: usize, is_good: &mut bool) -> Data {
        match self.peek() {
            Kind::List | Kind::Map(_) if depth > MAX_DEPTH => {
                *is_good = false;
                self.skip();
                Data::Other
            }
            Kind::List => {
                self.enter();
                let mut list = Vec::new();
                while self.more() {
                    list.push(self.read(depth + 1, is_good));
                }
                Data::List(list)
            }
            Kind::Map(place) => {
                self.enter();
                let mut keys = self.keys(place);
                let mut entries = Vec::new();
                while self.more() {
                    let key = keys.next();
                    *is_good &= key.is_some();
                    entries.push((key.unwrap_or_default().into_owned(), self.read(depth + 1, is_good)));
                }
                Data::Map(entries)
            }
            Kind::Word => {
                self.enter();
                self.more();
                let word = self.skip().value();
                self.more();
                Data::Number(word.into_owned())
            }
            Kind::Other => {
                self.skip();
                Data::Other
            }
            _ => {
                let value = json::parse(self.skip().text);
                *is_good &= value.is_some();
                value.unwrap_or(Data::Null)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Data {
        Data::Text(text.into())
    }

    #[test]
    fn packed_data_unpacks_to_the_same_data() {
        let data = Data::Map(vec![
            ("a\"]".into(), Data::List(vec![Data::Null, Data::Bool(true), Data::Other, Data::List(vec![])])),
            ("b".into(), Data::List(vec![Data::Map(vec![("c".into(), text("[1,\"\\"))]), Data::Map(vec![])])),
            ("c".into(), Data::List(vec![Data::Map(vec![("c".into(), Data::Number("-2.50".into()))])])),
            ("d".into(), Data::Number("Infinity".into())),
            ("e".into(), text("é😀\n")),
        ]);
        let packed = Packed::of(&data);
        assert_eq!(packed.data(), data);
        assert_eq!(packed.keys.len(), 3);
        assert!(!packed.is_list() && Packed::of(&Data::List(vec![])).is_list());
    }

    #[test]
    fn text_from_the_shell_is_read() {
        let packed = Packed::new(r#"[[["a","b"],[]],[0,[-1,[1],[-3]],"\ud800"]]"#.into());
        let a = Data::List(vec![Data::Map(vec![]), Data::Other]);
        assert_eq!(packed.data(), Data::Map(vec![("a".into(), a), ("b".into(), text("\u{FFFD}"))]));
        assert_eq!(Packed::new("[[],null]".into()).data(), Data::Null);
    }

    #[test]
    fn malformed_text_is_not_data() {
        for nothing in
            ["", "{", "[", "[[", "[[]", "[[],", "[[[1]],0]", "[[],[0,1]]", "[[],[9]", "[[],{}]", "[[],[-1,[-2"]
        {
            let data = Packed::new(nothing.into()).data();
            assert!(!matches!(data, Data::Text(_)), "{nothing}: {data:?}");
        }
        let deep = format!("[[],{}{}]", "[-1,".repeat(100_000), "]".repeat(100_000));
        assert_eq!(Packed::new(deep).data(), Data::Other);
    }
}
