//! Reads documented fields out of plain data and reports what does not fit.

use super::report::Report;
use super::rule::Rule;
use crate::domain::data::Data;
use crate::domain::decimal::Decimal;
use crate::domain::text::{count, is_space};

/// Where a field stands: `items.0.variants.2.name`. Text only when something is reported.
#[derive(Debug, Clone, Copy)]
pub enum Path<'a> {
    /// The object that was handed over.
    Root,
    /// A property of the object at the inner path.
    Key(&'a Path<'a>, &'a str),
    /// An element of the array at the inner path.
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    /// As it is reported.
    pub fn text(&self) -> String {
        let mut out = String::with_capacity(32);
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        let (Path::Key(parent, _) | Path::Index(parent, _)) = self else { return };
        parent.write(out);
        if !out.is_empty() {
            out.push('.');
        }
        match self {
            Path::Root => {}
            Path::Key(_, key) => out.push_str(key),
            Path::Index(_, index) => write_number(out, *index),
        }
    }
}

fn write_number(out: &mut String, number: usize) {
    if number >= 10 {
        write_number(out, number / 10);
    }
    out.extend(u32::try_from(number % 10).ok().and_then(|digit| char::from_digit(digit, 10)));
}

/// The field's value as it was handed over, or what kept it from being one.
enum Given<T> {
    Absent,
    Wrong,
    Value(T),
}

/// Collects violations while fields are read.
#[derive(Debug, Default)]
pub struct Reader {
    /// What was found so far.
    pub report: Report,
}

impl Reader {
    /// Notes a violation at `path`.
    pub fn wrong(&mut self, path: &Path<'_>, rule: Rule) {
        self.report.add(path.text(), rule);
    }

    /// The object at `path`; an absent one is a missing required one.
    pub fn object<'p>(&mut self, value: Data, path: &'p Path<'p>) -> Option<Fields<'p>> {
        match value {
            Data::Map(entries) => Some(Fields { entries, path }),
            other => {
                self.wrong(path, if is_blank(&other) { Rule::Required } else { Rule::OBJECT });
                None
            }
        }
    }

    /// The elements at `path`, each read by `read_one`. At most `max`, then nothing more is said about them.
    pub fn elements<T>(
        &mut self,
        list: Vec<Data>,
        path: &Path<'_>,
        (max, max_text): (usize, &'static str),
        mut read_one: impl FnMut(&mut Reader, Data, &Path<'_>) -> Option<T>,
    ) -> Vec<T> {
        if list.len() > max {
            self.wrong(path, Rule::AtMost(max_text));
            return Vec::new();
        }
        let mut elements = Vec::with_capacity(list.len());
        for (index, value) in list.into_iter().enumerate() {
            elements.extend(read_one(self, value, &Path::Index(path, index)));
        }
        elements
    }

    /// A required text of at most `max` characters.
    pub fn text(&mut self, value: Data, path: &Path<'_>, max: usize) -> Option<String> {
        if is_blank(&value) {
            self.wrong(path, Rule::Required);
            return None;
        }
        let Data::Text(text) = value else {
            self.wrong(path, Rule::STRING);
            return None;
        };
        self.fits(&text, path, max).then_some(text)
    }

    fn fits(&mut self, text: &str, path: &Path<'_>, max: usize) -> bool {
        let fits = fits(text, max);
        if !fits {
            self.wrong(path, Rule::TooLong(max));
        }
        fits
    }
}

/// Whether a text has at most so many characters. Bytes are never fewer than those: most texts need no counting.
pub fn fits(text: &str, max: usize) -> bool {
    text.len() <= max || count(text) <= max
}

/// Absent, or an empty or blank text.
fn is_blank(value: &Data) -> bool {
    match value {
        Data::Null => true,
        Data::Text(text) => is_space(text),
        _ => false,
    }
}

/// The not yet read properties of one object.
#[derive(Debug)]
pub struct Fields<'p> {
    entries: Vec<(String, Data)>,
    path: &'p Path<'p>,
}

impl<'p> Fields<'p> {
    /// Takes a property out; `Null` when it is absent.
    pub fn take(&mut self, name: &str) -> Data {
        // Callers mostly keep the documented order, so the search is short.
        match self.entries.iter().position(|(key, _)| key == name) {
            Some(index) => self.entries.remove(index).1,
            None => Data::Null,
        }
    }

    /// What no rule has asked for becomes warnings.
    pub fn finish(self, reader: &mut Reader) {
        for (key, _) in self.entries {
            reader.report.add_unknown(Path::Key(self.path, &key).text());
        }
    }

    fn required<T>(
        &mut self,
        reader: &mut Reader,
        name: &str,
        rule: Rule,
        read: impl FnOnce(Data) -> Option<T>,
    ) -> Option<T> {
        let value = self.take(name);
        if is_blank(&value) {
            reader.wrong(&Path::Key(self.path, name), Rule::Required);
            return None;
        }
        let read = read(value);
        if read.is_none() {
            reader.wrong(&Path::Key(self.path, name), rule);
        }
        read
    }

    fn optional<T>(
        &mut self,
        reader: &mut Reader,
        name: &str,
        rule: Rule,
        read: impl FnOnce(Data) -> Option<T>,
    ) -> Given<T> {
        match self.take(name) {
            Data::Null => Given::Absent,
            value => match read(value) {
                Some(value) => Given::Value(value),
                None => {
                    reader.wrong(&Path::Key(self.path, name), rule);
                    Given::Wrong
                }
            },
        }
    }

    /// A required text of at most `max` characters.
    pub fn text(&mut self, reader: &mut Reader, name: &str, max: usize) -> Option<String> {
        let value = self.take(name);
        reader.text(value, &Path::Key(self.path, name), max)
    }

    /// An optional text of at most `max` characters.
    pub fn optional_text(&mut self, reader: &mut Reader, name: &str, max: usize) -> Option<String> {
        let Given::Value(text) = self.optional(reader, name, Rule::STRING, into_text) else { return None };
        reader.fits(&text, &Path::Key(self.path, name), max).then_some(text)
    }

    /// A required integer between two bounds, each with its text.
    pub fn integer(
        &mut self,
        reader: &mut Reader,
        name: &str,
        (min, min_text): (i64, &'static str),
        (max, max_text): (i64, &'static str),
    ) -> Option<i64> {
        let value = self.required(reader, name, Rule::INTEGER, |value| value.as_integer())?;
        let rule = match value {
            low if low < min => Rule::AtLeast(min_text),
            high if high > max => Rule::AtMost(max_text),
            _ => return Some(value),
        };
        reader.wrong(&Path::Key(self.path, name), rule);
        None
    }

    /// An optional decimal that is not negative.
    pub fn optional_decimal(&mut self, reader: &mut Reader, name: &str, max: Option<&'static str>) -> Option<Decimal> {
        let Given::Value(value) = self.optional(reader, name, Rule::DECIMAL, into_decimal) else { return None };
        self.in_range(reader, name, value, max)
    }

    fn in_range(&self, reader: &mut Reader, name: &str, value: Decimal, max: Option<&'static str>) -> Option<Decimal> {
        let above = |max: &&'static str| Decimal::from_text(max).is_some_and(|bound| value > bound);
        let rule = if value.is_negative() {
            Rule::AtLeast("0")
        } else if let Some(max) = max.filter(above) {
            Rule::AtMost(max)
        } else {
            return Some(value);
        };
        reader.wrong(&Path::Key(self.path, name), rule);
        None
    }

    /// A required array that may be empty.
    pub fn list_or_empty(&mut self, reader: &mut Reader, name: &str) -> Option<Vec<Data>> {
        self.required(reader, name, Rule::ARRAY, into_list)
    }
}

fn into_text(value: Data) -> Option<String> {
    match value {
        Data::Text(text) => Some(text),
        _ => None,
    }
}

fn into_list(value: Data) -> Option<Vec<Data>> {
    match value {
        Data::List(list) => Some(list),
        _ => None,
    }
}

fn into_decimal(value: Data) -> Option<Decimal> {
    match value {
        Data::Number(text) => Decimal::from_number(&text),
        Data::Text(text) => Decimal::from_text(&text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_as_documented() {
        let items = Path::Key(&Path::Root, "items");
        let item = Path::Index(&items, 0);
        let variants = Path::Key(&item, "variants");
        let variant = Path::Index(&variants, 2);
        assert_eq!(Path::Key(&variant, "name").text(), "items.0.variants.2.name");
        assert_eq!(Path::Root.text(), "");
    }
}
