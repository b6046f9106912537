//! What a caller handed over, as the shell packs it (`src/js/shell/pack.js`): one text, whose large lists need not become data.
//!
//! JSON of lists only. The text is `[keys, value]`; `keys` lists the keys that objects have, since objects of one list
//! mostly have the same. A value that is a list begins with what it stands for: the place of its keys in `keys` and then
//! the value of each, `-1` and then the elements of an array, `-2` and a number that JSON has no word for, or `-3` for
//! what is no data. So `{ name: "a", price: NaN }` is `[[["name","price"]],[0,"a",[-2,"NaN"]]]`.

use std::borrow::Cow;

use super::data::Data;
use super::json;
use super::text::{concat, digits, joined};

const LIST: i32 = -1;
const NUMBER: i32 = -2;
/// What no text stands for.
const NOTHING: &str = "[-3]";
/// How many of the last lists of keys an object's are compared with.
const RECENT: usize = 8;
/// Deeper values are no data; the shell stops before.
const MAX_DEPTH: usize = 64;

/// A value of a caller's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    text: String,
    /// Where each list of keys begins.
    keys: Vec<usize>,
    /// Where the value begins.
    at: usize,
}

impl Packed {
    /// Takes the shell's text. A text in another form stands for what is no data.
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

    /// Data that was never packed.
    pub fn of(data: &Data) -> Packed {
        let (mut lists, mut value) = (Vec::new(), String::new());
        pack(data, &mut lists, &mut value);
        let text = concat(&["[[", &joined(&lists, ","), "],", &value, "]"]);
        Packed::new(text)
    }

    /// The whole as data.
    pub fn data(&self) -> Data {
        self.cursor().data(0)
    }

    /// At the value.
    pub fn cursor(&self) -> Cursor<'_> {
        // Without the bracket of the text itself.
        let end = self.text.len().saturating_sub(usize::from(self.at > 0));
        Cursor { text: self.text.get(self.at..end).unwrap_or(""), at: 0, keys: &self.keys, whole: &self.text }
    }

    /// The text itself.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many bytes its text has.
    /// How many bytes its text has.
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

/// Appends data; lists of keys that are new to `lists` go there, as text.
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

/// Where a list of keys stands among the last ones, or will from now on.
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

/// What stands at a place of the text.
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
    /// An object, with the place of its keys.
    Map(usize),
    /// A number that JSON has no word for.
    Word,
    /// What is no data.
    Other,
}

/// The text of one value, as [`Cursor::skip`] gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Raw<'a> {
    /// As it was written.
    pub text: &'a str,
    /// Whether every text in it is written as it is.
    pub is_plain: bool,
}

impl<'a> Raw<'a> {
    /// What stands for a value that is not there.
    pub const NULL: Raw<'static> = Raw { text: "null", is_plain: true };

    /// Whether the value is not there.
    pub fn is_null(self) -> bool {
        self.text.starts_with("n")
    }

    /// A text as it was handed over.
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

/// Goes through a packed value from its beginning to its end.
#[derive(Debug, Clone, Copy)]
pub struct Cursor<'a> {
    text: &'a str,
    at: usize,
    keys: &'a [usize],
    /// Where the keys are.
    whole: &'a str,
}

// A large report is a hundred thousand small values: what is done for each byte of them is inlined.
impl<'a> Cursor<'a> {
    /// The same place in a part of the text that [`Cursor::skip`] has given.
    pub fn inside(&self, part: Raw<'a>) -> Cursor<'a> {
        Cursor { text: part.text, at: 0, ..*self }
    }

    /// Whether the text has nothing but the value that stands here.
    pub fn is_whole(&self) -> bool {
        self.at == 0
    }

    /// What is left of a list that was the whole text: its last value, which need not be looked through for its end. Only for
    /// lists and maps: whether a text is written as it is would not be known.
    pub fn last(&mut self) -> Option<Raw<'a>> {
        (self.byte() == Some(b'[')).then_some(())?;
        let end = self.text.len().checked_sub(1)?;
        let text = self.text.get(self.at..end)?;
        self.at = end;
        Some(Raw { text, is_plain: false })
    }

    /// The keys of a map.
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

    /// What stands here.
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

    /// Whether an array without elements stands here.
    pub fn is_empty_list(mut self) -> bool {
        self.enter() == Some(LIST) && !self.more()
    }

    /// Into a list of the text; gives what it begins with. [`Cursor::more`] then leads to each of its values.
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

    /// To the next value of the list that was entered; false at its end, which is left then.
    #[inline(always)]
    pub fn more(&mut self) -> bool {
        self.eat(b',') || !(self.eat(b']') || self.byte().is_none())
    }

    /// Over one value; gives its text.
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

    /// Past the end of the text that begins here; tells whether it is written as it is.
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

    /// The value that stands here, inside of so many others, as data; no data when something in it nests too deep.
    pub fn data(&mut self, depth: usize) -> Data {
        let mut is_good = true;
        let data = self.read(depth, &mut is_good);
        if is_good { data } else { Data::Other }
    }

    /// Reads on where something is wrong, for the same reason as in [`json`].
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
    fn what_is_packed_is_data_again() {
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
    fn the_shells_text_is_read() {
        let packed = Packed::new(r#"[[["a","b"],[]],[0,[-1,[1],[-3]],"\ud800"]]"#.into());
        let a = Data::List(vec![Data::Map(vec![]), Data::Other]);
        assert_eq!(packed.data(), Data::Map(vec![("a".into(), a), ("b".into(), text("\u{FFFD}"))]));
        assert_eq!(Packed::new("[[],null]".into()).data(), Data::Null);
    }

    #[test]
    fn what_is_no_packed_text_is_no_data() {
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
