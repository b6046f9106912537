//! Reads documented fields out of plain data and reports what does not fit.

use std::fmt;

use super::report::Report;
use super::rule::Rule;
use crate::domain::data::Data;
use crate::domain::decimal::Decimal;
use crate::domain::text::split;

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

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parent = match self {
            Path::Root => return Ok(()),
            Path::Key(parent, _) | Path::Index(parent, _) => *parent,
        };
        if !matches!(parent, Path::Root) {
            write!(f, "{parent}.")?;
        }
        match self {
            Path::Root => Ok(()),
            Path::Key(_, key) => f.write_str(key),
            Path::Index(_, index) => write!(f, "{index}"),
        }
    }
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
        self.report.add(path.to_string(), rule);
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
        let read = |(index, value)| read_one(self, value, &Path::Index(path, index));
        list.into_iter().enumerate().filter_map(read).collect()
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
        // Bytes are never fewer than characters: most texts need no counting.
        let fits = text.len() <= max || text.chars().count() <= max;
        if !fits {
            self.wrong(path, Rule::TooLong(max));
        }
        fits
    }
}

/// Absent, or an empty or blank text.
fn is_blank(value: &Data) -> bool {
    match value {
        Data::Null => true,
        Data::Text(text) => text.trim().is_empty(),
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
            reader.report.add_unknown(Path::Key(self.path, &key).to_string());
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

    /// An optional text that is an absolute http(s) URL.
    pub fn optional_url(&mut self, reader: &mut Reader, name: &str, max: usize) -> Option<String> {
        let Given::Value(text) = self.optional(reader, name, Rule::STRING, into_text) else { return None };
        let fits = reader.fits(&text, &Path::Key(self.path, name), max);
        if !is_http_url(&text) {
            reader.wrong(&Path::Key(self.path, name), Rule::Url);
            return None;
        }
        fits.then_some(text)
    }

    /// A required text out of `values`.
    pub fn one_of<T: Copy>(
        &mut self,
        reader: &mut Reader,
        name: &str,
        values: &[(&str, T)],
        listed: &'static str,
    ) -> Option<T> {
        let text = self.required(reader, name, Rule::STRING, into_text)?;
        self.find(reader, name, values, listed, &text)
    }

    /// An optional text out of `values`; `default` when absent.
    pub fn optional_one_of<T: Copy>(
        &mut self,
        reader: &mut Reader,
        name: &str,
        values: &[(&str, T)],
        listed: &'static str,
        default: T,
    ) -> Option<T> {
        match self.optional(reader, name, Rule::STRING, into_text) {
            Given::Absent => Some(default),
            Given::Wrong => None,
            Given::Value(text) => self.find(reader, name, values, listed, &text),
        }
    }

    fn find<T: Copy>(
        &self,
        reader: &mut Reader,
        name: &str,
        values: &[(&str, T)],
        listed: &'static str,
        text: &str,
    ) -> Option<T> {
        let found = values.iter().find(|(value, _)| *value == text).map(|(_, found)| *found);
        if found.is_none() {
            reader.wrong(&Path::Key(self.path, name), Rule::OneOf(listed));
        }
        found
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

    /// A required integer out of `values`.
    pub fn integer_of(&mut self, reader: &mut Reader, name: &str, values: &[i64], listed: &'static str) -> Option<i64> {
        let value = self.required(reader, name, Rule::INTEGER, |value| value.as_integer())?;
        if values.contains(&value) {
            return Some(value);
        }
        reader.wrong(&Path::Key(self.path, name), Rule::OneOf(listed));
        None
    }

    /// A required decimal that is not negative, with at most `places` decimal places.
    pub fn decimal(&mut self, reader: &mut Reader, name: &str, places: usize, max: &'static str) -> Option<Decimal> {
        let value = self.required(reader, name, Rule::DECIMAL, |value| {
            into_decimal(value).filter(|decimal| decimal.places() <= places)
        })?;
        self.in_range(reader, name, value, Some(max))
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

    /// An optional boolean; `default` when absent.
    pub fn flag(&mut self, reader: &mut Reader, name: &str, default: bool) -> bool {
        match self.optional(reader, name, Rule::BOOLEAN, |value| value.as_bool()) {
            Given::Value(value) => value,
            Given::Absent | Given::Wrong => default,
        }
    }

    /// A required array that is not empty.
    pub fn list(&mut self, reader: &mut Reader, name: &str) -> Option<Vec<Data>> {
        let list = self.list_or_empty(reader, name)?;
        if list.is_empty() {
            reader.wrong(&Path::Key(self.path, name), Rule::Required);
            return None;
        }
        Some(list)
    }

    /// A required array that may be empty.
    pub fn list_or_empty(&mut self, reader: &mut Reader, name: &str) -> Option<Vec<Data>> {
        self.required(reader, name, Rule::ARRAY, into_list)
    }

    /// An optional array; empty when absent.
    pub fn optional_list(&mut self, reader: &mut Reader, name: &str) -> Vec<Data> {
        match self.optional(reader, name, Rule::ARRAY, into_list) {
            Given::Value(list) => list,
            Given::Absent | Given::Wrong => Vec::new(),
        }
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

/// An absolute http(s) URL: scheme, a host, no blank or control character, a port that fits.
/// A check of form; the browser's own parser is one border crossing per item away.
fn is_http_url(text: &str) -> bool {
    let Some((scheme, rest)) = split(text, "://") else { return false };
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return false;
    }
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return false;
    }
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or("");
    let host_port = authority.rsplit('@').next().unwrap_or("");
    let (host, port) = match host_port.strip_prefix('[').and_then(|v6| v6.split_once(']')) {
        Some((v6, port)) => {
            let well_formed = v6.contains(':') && v6.bytes().all(|b| b.is_ascii_hexdigit() || matches!(b, b':' | b'.'));
            (if well_formed { v6 } else { "" }, port.strip_prefix(':').unwrap_or(port))
        }
        None => host_port.split_once(':').unwrap_or((host_port, "")),
    };
    let host_fits = !host.is_empty() && !host.bytes().any(|b| b"<>\"{}|^`%[]".contains(&b));
    let port_fits = port.is_empty() || (port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok());
    host_fits && port_fits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_absolute_http_with_a_host() {
        for url in [
            "https://domain.com/images/p.jpg",
            "http://a",
            "HTTPS://A.b:443/x?y#z",
            "https://[::1]:8/a",
            "https://u@h/",
            "https://ñandú.cl/ü.jpg",
        ] {
            assert!(is_http_url(url), "{url}");
        }
        for url in [
            "",
            "domain.com/a.jpg",
            "/a.jpg",
            "//h/a",
            "ftp://h/a",
            "javascript:alert(1)",
            "https://",
            "https:///a",
            "http://a b",
            "https://h:99999/",
            "https://h:x/",
            "https:/h",
            "data:image/png;base64,AA",
            "https://a\n",
            "https://<h>/",
            "https://[x]/",
            "https://@/",
        ] {
            assert!(!is_http_url(url), "{url}");
        }
    }

    #[test]
    fn paths_read_as_documented() {
        let items = Path::Key(&Path::Root, "items");
        let item = Path::Index(&items, 0);
        let variants = Path::Key(&item, "variants");
        let variant = Path::Index(&variants, 2);
        assert_eq!(Path::Key(&variant, "name").to_string(), "items.0.variants.2.name");
        assert_eq!(Path::Root.to_string(), "");
    }
}
