//! Documented objects as tables, and the checker that runs a packed value through such a table. In a single pass, it
//! reports violations and writes the wire format. A report of a thousand lines is never parsed into a tree of objects.

use std::cmp::Ordering;

use super::path::Path;
use super::report::Report;
use super::rule::Rule;
use super::web_address::is_http_url;
use crate::domain::data::safe_integer;
use crate::domain::decimal::{Decimal, PRICE_PLACES};
use crate::domain::json::write_text;
use crate::domain::packed::{Cursor, Kind, Raw};
use crate::domain::text::{count, is_among, is_space, push_digits};

/// A property of a documented object.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// The name as it is written: quoted, with a comma before it and a colon after it.
    pub key: &'static str,
    /// The type of its value.
    pub holds: Holds,
    /// What is written if it is absent.
    pub absent: Absent,
}

/// How an absent property is handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// It is reported as missing.
    Required,
    /// Nothing is written.
    LeftOut,
    /// This JSON is written.
    Written(&'static str),
}

/// The type of a property's value. Bounds come with their text.
#[derive(Debug)]
pub enum Holds {
    /// A text of at most this many characters.
    Text(usize),
    /// An absolute http(s) URL of at most this many characters.
    Url(usize),
    /// One of these texts.
    OneOf(&'static [&'static str], &'static str),
    /// An integer between two bounds, both above zero.
    Integer((i64, &'static str), (i64, &'static str)),
    /// One of these integers, none of them negative.
    IntegerOf(&'static [i64], &'static str),
    /// A non-negative decimal with at most this many decimal places and, if there is a bound, of at most this value.
    Decimal(usize, Option<&'static str>),
    /// A non-negative decimal. If the named property has this text, it is at most this value.
    DecimalWhere(&'static str, &'static str, &'static str),
    /// `true` or `false`.
    Flag,
    /// An array of at most this many elements.
    List(&'static Holds, (usize, &'static str)),
    /// An object.
    Object(&'static [Field]),
}

/// A property with this name.
macro_rules! field {
    ($name:literal, $holds:expr, $absent:expr) => {
        Field { name: $name, key: concat!(",\"", $name, "\":"), holds: $holds, absent: $absent }
    };
}
pub(crate) use field;

/// More than the number of properties in the largest table.
const MOST_FIELDS: usize = 16;
/// How many lists of keys are cached: the objects of one list mostly have the same keys.
const MOST_KNOWN: usize = 8;
/// A key that is not in the table.
const UNKNOWN: u8 = u8::MAX;

/// The properties of an object, assigned to the fields of a table.
#[derive(Debug, Clone, Copy)]
pub struct Slots<'a> {
    /// In the table's order.
    pub values: [Raw<'a>; MOST_FIELDS],
    /// Where the object begins, if it has properties that are not in the table.
    unknown: Option<Cursor<'a>>,
}

/// An array being checked.
#[derive(Debug)]
pub struct Elements<'a> {
    cursor: Cursor<'a>,
    of: &'static Holds,
    max: (usize, &'static str),
    index: usize,
    before: (usize, usize),
}

/// A cached list of keys: for each key, its index in the table.
struct Known {
    place: usize,
    table: *const Field,
    fields: Vec<u8>,
    has_unknown: bool,
}

/// Collects violations while values are checked and written.
#[derive(Default)]
pub struct Checker {
    /// The violations found so far. What is written is complete only if there are none.
    pub report: Report,
    known: Vec<Known>,
}

impl std::fmt::Debug for Checker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Checker")
    }
}

impl Checker {
    /// Records a violation at `path`.
    pub fn wrong(&mut self, path: &Path<'_>, rule: Rule) {
        self.report.add(path.text(), rule);
    }

    /// The properties of the object at the cursor. [`Checker::close`] records those that are not in the table.
    pub fn open<'a>(&mut self, cursor: &mut Cursor<'a>, table: &'static [Field], path: &Path<'_>) -> Option<Slots<'a>> {
        let start = *cursor;
        let Kind::Map(place) = cursor.peek() else {
            let raw = cursor.skip();
            self.wrong(path, if is_blank(raw) { Rule::Required } else { Rule::Object });
            return None;
        };
        let mut slots = Slots { values: [Raw::NULL; MOST_FIELDS], unknown: None };
        let known = self.known(cursor, place, table);
        if known.has_unknown {
            slots.unknown = Some(start);
        }
        let mut fields = known.fields.iter();
        let is_whole = cursor.is_whole();
        cursor.enter();
        while cursor.more() {
            // A report's long list is mostly its last property: finding its end would take another full pass.
            let last = if is_whole && fields.len() == 1 { cursor.last() } else { None };
            let raw = last.unwrap_or_else(|| cursor.skip());
            if let Some(slot) = fields.next().and_then(|field| slots.values.get_mut(usize::from(*field))) {
                *slot = raw;
            }
        }
        Some(slots)
    }

    /// Records the properties of an object that are not in the table.
    pub fn close(&mut self, slots: &Slots<'_>, table: &'static [Field], path: &Path<'_>) {
        let Some(start) = slots.unknown else { return };
        let Kind::Map(place) = start.peek() else { return };
        for (index, key) in start.keys(place).enumerate() {
            if matches!(self.known(&start, place, table).fields.get(index), Some(&UNKNOWN)) {
                self.report.add_unknown(Path::Key(path, &key).text());
            }
        }
    }

    fn known(&mut self, cursor: &Cursor<'_>, place: usize, table: &'static [Field]) -> &Known {
        let own = table.as_ptr();
        let mut index = 0;
        while let Some(known) = self.known.get(index)
            && !(known.place == place && std::ptr::eq(known.table, own))
        {
            index += 1;
        }
        if index == self.known.len() {
            let mut fields: Vec<u8> = Vec::new();
            // Callers mostly keep the documented order, so the search continues after the last match.
            let mut next = 0;
            for key in cursor.keys(place) {
                let mut found = UNKNOWN;
                for turn in 0..table.len() {
                    let at = (next + turn) % table.len();
                    if table.get(at).is_some_and(|field| field.name == key.as_ref()) {
                        next = at + 1;
                        // A duplicate key counts once.
                        if !is_among(at as u8, &fields) {
                            found = at as u8;
                        }
                        break;
                    }
                }
                fields.push(found);
            }
            if self.known.len() >= MOST_KNOWN {
                self.known.clear();
            }
            let has_unknown = is_among(UNKNOWN, &fields);
            self.known.push(Known { place, table: own, fields, has_unknown });
            index = self.known.len() - 1;
        }
        const NOTHING: &Known = &Known { place: 0, table: std::ptr::null(), fields: Vec::new(), has_unknown: false };
        self.known.get(index).unwrap_or(NOTHING)
    }

    /// Checks the object at the cursor and appends it.
    pub fn object(&mut self, cursor: &mut Cursor<'_>, table: &'static [Field], path: &Path<'_>, out: &mut String) {
        if let Some(slots) = self.open(cursor, table, path) {
            self.properties(cursor, table, &slots, path, out);
        }
    }

    /// Checks the properties of an object and appends it.
    pub fn properties<'a>(
        &mut self,
        cursor: &Cursor<'a>,
        table: &'static [Field],
        slots: &Slots<'a>,
        path: &Path<'_>,
        out: &mut String,
    ) {
        let start = out.len();
        self.written(cursor, (table, slots), 0, path, out);
        out.push_str(if out.len() == start { "{}" } else { "}" });
        self.close(slots, table, path);
    }

    /// Checks the properties from table index `from` on and appends them. Each is preceded by a comma, the very first
    /// of the table by a brace.
    pub fn written<'a>(
        &mut self,
        cursor: &Cursor<'a>,
        (table, slots): (&'static [Field], &Slots<'a>),
        from: usize,
        path: &Path<'_>,
        out: &mut String,
    ) {
        let mut is_first = from == 0;
        for (index, (field, raw)) in table.iter().zip(&slots.values).enumerate() {
            if index < from || raw.is_null() && field.absent == Absent::LeftOut {
                continue;
            }
            // Key and separator are appended together: every append takes time.
            match is_first {
                true => {
                    out.push('{');
                    out.push_str(field.key.get(1..).unwrap_or(""));
                }
                false => out.push_str(field.key),
            }
            is_first = false;
            self.field(*raw, cursor, field, (table, slots), path, out);
        }
    }

    /// Checks one property and appends its value, or nothing. `raw` is its text, `beside` the object that contains it.
    pub fn field<'a>(
        &mut self,
        raw: Raw<'a>,
        cursor: &Cursor<'a>,
        field: &'static Field,
        beside: (&'static [Field], &Slots<'a>),
        path: &Path<'_>,
        out: &mut String,
    ) {
        let path = Path::Key(path, field.name);
        match field.absent {
            Absent::Required if is_blank(raw) => self.wrong(&path, Rule::Required),
            Absent::LeftOut if raw.is_null() => {}
            Absent::Written(json) if raw.is_null() => out.push_str(json),
            _ => {
                if let Holds::DecimalWhere(name, is, max) = field.holds {
                    let mut bound = None;
                    for (other, raw) in beside.0.iter().zip(&beside.1.values) {
                        if other.name == name && raw.value() == is {
                            bound = Some(max);
                        }
                    }
                    return self.decimal(raw, usize::MAX, bound, &path, out);
                }
                self.value(raw, cursor, &field.holds, &path, out);
            }
        }
    }

    /// Checks a value that is present and appends it.
    fn value<'a>(
        &mut self,
        raw: Raw<'a>,
        cursor: &Cursor<'a>,
        holds: &'static Holds,
        path: &Path<'_>,
        out: &mut String,
    ) {
        let mut inside = cursor.inside(raw);
        let kind = inside.peek();
        match holds {
            Holds::Object(table) => self.object(&mut inside, table, path, out),
            Holds::List(of, max) => self.list(&mut inside, of, *max, path, out),
            Holds::Text(max) => {
                self.text(raw, kind, *max, path, out);
            }
            Holds::Url(max) => {
                if self.text(raw, kind, *max, path, out) && !is_http_url(&raw.value()) {
                    self.wrong(path, Rule::Url);
                }
            }
            Holds::OneOf(values, listed) => match kind {
                Kind::Text if values.contains(&raw.value().as_ref()) => out.push_str(raw.text),
                Kind::Text => self.wrong(path, Rule::OneOf(listed)),
                _ => self.wrong(path, Rule::String),
            },
            Holds::Integer((min, min_text), (max, max_text)) => match safe_integer(raw.text) {
                None => self.wrong(path, Rule::Integer),
                Some(low) if low < *min => self.wrong(path, Rule::AtLeast(min_text)),
                Some(high) if high > *max => self.wrong(path, Rule::AtMost(max_text)),
                Some(_) => out.push_str(raw.text),
            },
            Holds::IntegerOf(values, listed) => match safe_integer(raw.text) {
                None => self.wrong(path, Rule::Integer),
                // Written anew, because the text may be `-0`.
                Some(value) if values.contains(&value) => push_digits(out, value.unsigned_abs(), 1),
                Some(_) => self.wrong(path, Rule::OneOf(listed)),
            },
            Holds::Decimal(places, max) => self.decimal(raw, *places, *max, path, out),
            Holds::DecimalWhere(..) => self.decimal(raw, usize::MAX, None, path, out),
            Holds::Flag => match kind {
                Kind::Bool(value) => out.push_str(if value { "true" } else { "false" }),
                _ => self.wrong(path, Rule::Boolean),
            },
        }
    }

    /// Checks a text and appends it. Returns whether it is a text.
    fn text(&mut self, raw: Raw<'_>, kind: Kind, max: usize, path: &Path<'_>, out: &mut String) -> bool {
        if kind != Kind::Text {
            self.wrong(path, Rule::String);
            return false;
        }
        let text = raw.value();
        if !fits(&text, max) {
            self.wrong(path, Rule::TooLong(max));
        }
        match raw.is_plain {
            true => out.push_str(raw.text),
            // Re-escapes what the shell has escaped, including lone surrogates.
            false => write_text(out, &text),
        }
        true
    }

    fn decimal(
        &mut self,
        raw: Raw<'_>,
        most_places: usize,
        max: Option<&'static str>,
        path: &Path<'_>,
        out: &mut String,
    ) {
        // Fast path: most numbers are far below every bound and already in wire format.
        if max.is_none_or(|max| max.len() > SMALL) && places(raw.text).is_some_and(|places| places <= PRICE_PLACES) {
            return out.push_str(raw.text);
        }
        let decimal = match raw.text.starts_with("\"") {
            true => Decimal::from_text(&raw.value()),
            false => Decimal::from_number(raw.text).map(unless_exact),
        };
        let Some(decimal) = decimal else { return self.wrong(path, Rule::Decimal) };
        if decimal.places() > most_places {
            return self.wrong(path, Rule::Places("4"));
        }
        let above = |max: &&'static str| Decimal::from_text(max).is_some_and(|bound| decimal > bound);
        if decimal.is_negative() {
            self.wrong(path, Rule::AtLeast("0"));
        } else if let Some(max) = max.filter(above) {
            self.wrong(path, Rule::AtMost(max));
        } else {
            out.push_str(&decimal.text());
        }
    }

    /// Checks an array and appends it.
    fn list<'a>(
        &mut self,
        cursor: &mut Cursor<'a>,
        of: &'static Holds,
        max: (usize, &'static str),
        path: &Path<'_>,
        out: &mut String,
    ) {
        if let Some(mut elements) = self.begin(*cursor, of, max, path, out) {
            self.go_on(&mut elements, usize::MAX, path, out);
        }
    }

    /// Starts checking the array at the cursor. [`Checker::go_on`] checks its elements.
    pub fn begin<'a>(
        &mut self,
        mut cursor: Cursor<'a>,
        of: &'static Holds,
        max: (usize, &'static str),
        path: &Path<'_>,
        out: &mut String,
    ) -> Option<Elements<'a>> {
        if cursor.peek() != Kind::List {
            self.wrong(path, Rule::Array);
            return None;
        }
        out.push('[');
        cursor.enter();
        Some(Elements { cursor, of, max, index: 0, before: self.report.mark() })
    }

    /// Checks at most `count` elements and appends them. Returns whether there are more. If an array has too many
    /// elements, no other violation of it is reported.
    pub fn go_on(&mut self, elements: &mut Elements<'_>, count: usize, path: &Path<'_>, out: &mut String) -> bool {
        let Elements { cursor, of, max: (max, max_text), index, before } = elements;
        let last = index.saturating_add(count);
        while *index < last {
            if !cursor.more() {
                out.push(']');
                return false;
            }
            if *index == *max {
                self.report.rollback(*before);
                self.wrong(path, Rule::AtMost(max_text));
                return false;
            }
            if *index > 0 {
                out.push(',');
            }
            self.element(cursor, of, &Path::Index(path, *index), out);
            *index += 1;
        }
        true
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

/// A number with at most this many digits before the point is below every longer bound.
const SMALL: usize = 12;

/// The number of decimal places of a plain JSON number: no sign, no exponent, at most twelve digits before the point.
fn places(raw: &str) -> Option<usize> {
    let (mut digits, mut whole) = (0, None);
    for byte in raw.bytes() {
        match byte {
            b'0'..=b'9' => digits += 1,
            b'.' if digits > 0 && whole.is_none() => {
                whole = Some(digits);
                digits = 0;
            }
            _ => return None,
        }
    }
    let (whole, places) = whole.map_or((digits, 0), |whole| (whole, digits));
    let ends = digits > 0 && (whole == 1 || !raw.starts_with("0"));
    (ends && whole <= SMALL).then_some(places)
}

/// Whether a text has at most `max` characters. Bytes are never fewer than characters: most texts need no counting.
pub fn fits(text: &str, max: usize) -> bool {
    text.len() <= max || count(text) <= max
}

/// Whether a value is absent, or an empty or blank text.
pub fn is_blank(raw: Raw<'_>) -> bool {
    match raw.text.as_bytes() {
        // Most texts begin with a letter.
        [b'"', first, ..] if first.is_ascii_alphanumeric() => false,
        [b'"', ..] => is_space(&raw.value()),
        _ => raw.is_null(),
    }
}

/// Removes floating-point noise. Trailing zeros are not noise and stay as they were written.
fn unless_exact(given: Decimal) -> Decimal {
    let near = given.clone().without_noise();
    if near.partial_cmp(&given) == Some(Ordering::Equal) { given } else { near }
}
