//! Documented objects as tables, and what goes through a packed value with such a table: it reports what does not fit and
//! writes what goes over the wire, in one pass. A report of a thousand lines never becomes a tree of objects.

use super::report::Report;
use super::rule::Rule;
use super::web_address::is_http_url;
use super::{Path, fields};
use crate::domain::data::MAX_SAFE_INTEGER;
use crate::domain::decimal::Decimal;
use crate::domain::json::write_text;
use crate::domain::packed::{Cursor, Kind, text_of};

/// A property of a documented object.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// What is written in its place when it is absent.
    pub absent: Absent,
}

/// What becomes of a property that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// It is missed.
    Missed,
    /// Nothing is written.
    LeftOut,
    /// This JSON is written.
    Written(&'static str),
}

/// What a property holds. Bounds come with their text.
#[derive(Debug)]
pub enum Holds {
    /// A text of at most so many characters.
    Text(usize),
    /// The same, an absolute http(s) URL.
    Url(usize),
    /// One of these texts.
    OneOf(&'static [&'static str], &'static str),
    /// An integer between two bounds.
    Integer((i64, &'static str), (i64, &'static str)),
    /// One of these integers.
    IntegerOf(&'static [i64], &'static str),
    /// A decimal that is not negative, with at most so many places and of at most this size.
    Decimal(usize, &'static str),
    /// A decimal that is not negative; where another property is this text, of at most this size.
    DecimalWhere(&'static str, &'static str, &'static str),
    /// `true` or `false`.
    Flag,
    /// An array of at most so many elements.
    List(&'static Holds, (usize, &'static str)),
    /// An object.
    Object(&'static [Field]),
}

/// More properties than the largest table has.
const MOST_FIELDS: usize = 16;
/// What stands for a property that is not there.
const NOTHING: &str = "null";
/// How many lists of keys are kept in mind: objects of one list mostly have the same.
const MOST_KNOWN: usize = 8;
/// A key that the table does not know.
const UNKNOWN: u8 = u8::MAX;

/// The text of each property of a table, in its order.
pub type Slots<'a> = [&'a str; MOST_FIELDS];

/// Where the table has the keys of a list of keys.
struct Known {
    place: usize,
    table: *const Field,
    fields: Vec<u8>,
}

/// Collects what is wrong while values are checked and written.
#[derive(Default)]
pub struct Checker {
    /// What was found so far. What is written is complete only as long as that is nothing.
    pub report: Report,
    known: Vec<Known>,
}

impl std::fmt::Debug for Checker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Checker")
    }
}

impl Checker {
    /// Notes a violation at `path`.
    pub fn wrong(&mut self, path: &Path<'_>, rule: Rule) {
        self.report.add(path.text(), rule);
    }

    /// The properties of the object at the cursor. What the table does not know is noted by [`Checker::close`].
    pub fn open<'a>(&mut self, cursor: &mut Cursor<'a>, table: &'static [Field], path: &Path<'_>) -> Option<Slots<'a>> {
        let Kind::Map(place) = cursor.peek() else {
            let raw = cursor.skip();
            self.wrong(path, if is_blank(raw) { Rule::Required } else { Rule::OBJECT });
            return None;
        };
        let mut slots = [NOTHING; MOST_FIELDS];
        let known = self.known(cursor, place, table);
        cursor.enter();
        let mut index = 0;
        while cursor.more() {
            let field = self.known.get(known).and_then(|known| known.fields.get(index)).copied();
            let raw = cursor.skip();
            if let Some(slot) = field.and_then(|field| slots.get_mut(usize::from(field))) {
                *slot = raw;
            }
            index += 1;
        }
        Some(slots)
    }

    /// Notes the properties that the table does not know, of an object that was opened at the cursor.
    pub fn close(&mut self, cursor: &Cursor<'_>, table: &'static [Field], path: &Path<'_>) {
        let Kind::Map(place) = cursor.peek() else { return };
        let known = self.known(cursor, place, table);
        let Some(Known { fields, .. }) = self.known.get(known) else { return };
        if !fields.contains(&UNKNOWN) {
            return;
        }
        let unknown = cursor.keys(place).iter().zip(fields).filter(|(_, field)| **field == UNKNOWN);
        for (key, _) in unknown {
            self.report.add_unknown(Path::Key(path, key).text());
        }
    }

    fn known(&mut self, cursor: &Cursor<'_>, place: usize, table: &'static [Field]) -> usize {
        let own = table.as_ptr();
        if let Some(index) = self.known.iter().position(|known| known.place == place && std::ptr::eq(known.table, own))
        {
            return index;
        }
        let mut fields: Vec<u8> = Vec::new();
        for key in cursor.keys(place) {
            let field = table.iter().position(|field| field.name == key).and_then(|field| u8::try_from(field).ok());
            // A key that is there twice counts once.
            fields.push(field.filter(|field| !fields.contains(field)).unwrap_or(UNKNOWN));
        }
        if self.known.len() >= MOST_KNOWN {
            self.known.remove(0);
        }
        self.known.push(Known { place, table: own, fields });
        self.known.len() - 1
    }

    /// Checks the object at the cursor and appends it.
    pub fn object(&mut self, cursor: &mut Cursor<'_>, table: &'static [Field], path: &Path<'_>, out: &mut String) {
        let start = *cursor;
        if let Some(slots) = self.open(cursor, table, path) {
            self.properties(&start, table, &slots, path, out);
        }
    }

    /// Checks the properties of an object that was opened at the cursor, and appends it.
    pub fn properties(
        &mut self,
        cursor: &Cursor<'_>,
        table: &'static [Field],
        slots: &Slots<'_>,
        path: &Path<'_>,
        out: &mut String,
    ) {
        out.push('{');
        let mut separator = "\"";
        for (field, raw) in table.iter().zip(slots) {
            let length = out.len();
            out.push_str(separator);
            out.push_str(field.name);
            out.push_str("\":");
            let before = out.len();
            self.field(raw, cursor, field, (table, slots), path, out);
            if out.len() == before {
                out.truncate(length);
            } else {
                separator = ",\"";
            }
        }
        out.push('}');
        self.close(cursor, table, path);
    }

    /// Checks one property and appends its value, or nothing. `raw` is its text, `beside` its object.
    pub fn field(
        &mut self,
        raw: &str,
        cursor: &Cursor<'_>,
        field: &'static Field,
        beside: (&'static [Field], &Slots<'_>),
        path: &Path<'_>,
        out: &mut String,
    ) {
        let path = Path::Key(path, field.name);
        match field.absent {
            Absent::Missed if is_blank(raw) => self.wrong(&path, Rule::Required),
            Absent::LeftOut if raw == NOTHING => {}
            Absent::Written(json) if raw == NOTHING => out.push_str(json),
            _ => {
                if let Holds::DecimalWhere(name, is, max) = field.holds {
                    let mut all = beside.0.iter().zip(beside.1);
                    let other = all.find(|(field, _)| field.name == name).map(|(_, raw)| text_of(raw));
                    let max = (other.as_deref() == Some(is)).then_some(max);
                    return self.decimal(raw, usize::MAX, max, &path, out);
                }
                self.value(raw, cursor, &field.holds, &path, out);
            }
        }
    }

    /// Checks a value that is there and appends it.
    fn value(&mut self, raw: &str, cursor: &Cursor<'_>, holds: &'static Holds, path: &Path<'_>, out: &mut String) {
        let mut inside = cursor.inside(raw);
        let kind = inside.peek();
        match holds {
            Holds::Object(table) => self.object(&mut inside, table, path, out),
            Holds::List(of, max) => self.list(&mut inside, of, *max, path, out),
            Holds::Text(max) => {
                self.text(raw, kind, *max, path, out);
            }
            Holds::Url(max) => {
                if self.text(raw, kind, *max, path, out) && !is_http_url(&text_of(raw)) {
                    self.wrong(path, Rule::Url);
                }
            }
            Holds::OneOf(values, listed) => match kind {
                Kind::Text if values.contains(&text_of(raw).as_ref()) => out.push_str(raw),
                Kind::Text => self.wrong(path, Rule::OneOf(listed)),
                _ => self.wrong(path, Rule::STRING),
            },
            Holds::Integer((min, min_text), (max, max_text)) => match integer(raw) {
                None => self.wrong(path, Rule::INTEGER),
                Some(low) if low < *min => self.wrong(path, Rule::AtLeast(min_text)),
                Some(high) if high > *max => self.wrong(path, Rule::AtMost(max_text)),
                Some(_) => out.push_str(raw),
            },
            Holds::IntegerOf(values, listed) => match integer(raw) {
                None => self.wrong(path, Rule::INTEGER),
                Some(value) if values.contains(&value) => out.push_str(&value.to_string()),
                Some(_) => self.wrong(path, Rule::OneOf(listed)),
            },
            Holds::Decimal(places, max) => self.decimal(raw, *places, Some(max), path, out),
            Holds::DecimalWhere(..) => self.decimal(raw, usize::MAX, None, path, out),
            Holds::Flag => match kind {
                Kind::Bool(value) => out.push_str(if value { "true" } else { "false" }),
                _ => self.wrong(path, Rule::BOOLEAN),
            },
        }
    }

    /// Tells whether it is a text.
    fn text(&mut self, raw: &str, kind: Kind, max: usize, path: &Path<'_>, out: &mut String) -> bool {
        if kind != Kind::Text {
            self.wrong(path, Rule::STRING);
            return false;
        }
        let text = text_of(raw);
        if !fields::fits(&text, max) {
            self.wrong(path, Rule::TooLong(max));
        }
        match text {
            // What the shell has escaped is escaped as it must be.
            std::borrow::Cow::Borrowed(_) => out.push_str(raw),
            std::borrow::Cow::Owned(text) => write_text(out, &text),
        }
        true
    }

    fn decimal(&mut self, raw: &str, most_places: usize, max: Option<&'static str>, path: &Path<'_>, out: &mut String) {
        // Most numbers are far below every bound and written as they must be.
        if max.is_none_or(|max| max.len() > SMALL) && places(raw).is_some_and(|places| places <= most_places) {
            return out.push_str(raw);
        }
        let decimal = match raw.starts_with('"') {
            true => Decimal::from_text(&text_of(raw)),
            false => Decimal::from_number(raw),
        };
        let Some(decimal) = decimal.filter(|decimal| decimal.places() <= most_places) else {
            return self.wrong(path, Rule::DECIMAL);
        };
        let above = |max: &&'static str| Decimal::from_text(max).is_some_and(|bound| decimal > bound);
        if decimal.is_negative() {
            self.wrong(path, Rule::AtLeast("0"));
        } else if let Some(max) = max.filter(above) {
            self.wrong(path, Rule::AtMost(max));
        } else {
            out.push_str(&decimal.to_string());
        }
    }

    /// Checks the elements of an array and appends them. Of one with too many nothing else is said.
    pub fn list(
        &mut self,
        cursor: &mut Cursor<'_>,
        of: &'static Holds,
        (max, max_text): (usize, &'static str),
        path: &Path<'_>,
        out: &mut String,
    ) {
        if cursor.peek() != Kind::List {
            return self.wrong(path, Rule::ARRAY);
        }
        let before = self.report.mark();
        out.push('[');
        cursor.enter();
        let mut index = 0;
        while cursor.more() {
            if index == max {
                self.report.back_to(before);
                return self.wrong(path, Rule::AtMost(max_text));
            }
            if index > 0 {
                out.push(',');
            }
            self.element(cursor, of, &Path::Index(path, index), out);
            index += 1;
        }
        out.push(']');
    }

    fn element(&mut self, cursor: &mut Cursor<'_>, of: &'static Holds, path: &Path<'_>, out: &mut String) {
        if let Holds::Object(table) = of {
            return self.object(cursor, table, path, out);
        }
        let raw = cursor.skip();
        match is_blank(raw) {
            true => self.wrong(path, Rule::Required),
            false => self.value(raw, cursor, of, path, out),
        }
    }
}

/// Digits of a number that no bound of a table is below.
const SMALL: usize = 12;

/// The places of a number of at most twelve digits before the point that is written as JSON has it; without sign and exponent.
fn places(raw: &str) -> Option<usize> {
    let (whole, fraction) = raw.split_once('.').unwrap_or((raw, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain =
        whole.len() <= SMALL && digits(whole) && digits(fraction) && (whole.len() == 1 || !whole.starts_with('0'));
    is_plain.then(|| if whole.len() == raw.len() { 0 } else { fraction.len() })
}

/// Absent, or an empty or blank text.
fn is_blank(raw: &str) -> bool {
    match raw.as_bytes() {
        // Most texts begin with a letter.
        [b'"', first, ..] if first.is_ascii_alphanumeric() => false,
        [b'"', ..] => text_of(raw).trim().is_empty(),
        _ => raw == NOTHING,
    }
}

/// A number without fraction within ±(2^53 - 1).
fn integer(raw: &str) -> Option<i64> {
    let value: i64 = raw.parse().ok()?;
    (-MAX_SAFE_INTEGER..=MAX_SAFE_INTEGER).contains(&value).then_some(value)
}
