//! A guest order as the caller gives it: rules, the three forms of its form data, wire form.

use super::cart::Cart;
use crate::domain::data::Data;
use crate::domain::json::{self, Object};
use crate::domain::text::{concat, push_hex};
use crate::domain::validation::{Path, Reader, Report, Rule};

const MAX_MARKER: usize = 255;
const MAX_FIELDS: (usize, &str) = (1000, "1000");

/// A valid order, ready for the wire.
#[derive(Clone, PartialEq)]
pub struct GuestOrder {
    /// Marker of the order storage.
    pub storage: String,
    /// Marker of the form.
    pub form: String,
    /// Marker of the payment account.
    pub payment_account: String,
    /// Fields of the form by locale.
    form_data: Vec<(String, Vec<Data>)>,
    cart: Cart,
}

impl std::fmt::Debug for GuestOrder {
    /// Without the body: it holds the shopper's data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "GuestOrder({})", self.storage)
    }
}

impl GuestOrder {
    /// Checks an order and writes its body. `lang_code` is the locale of form data without one.
    pub fn check(order: Data, lang_code: &str) -> (Option<GuestOrder>, Report) {
        let mut reader = Reader::default();
        let order = read(&mut reader, order, lang_code);
        (order.filter(|_| reader.report.is_valid()), reader.report)
    }

    /// Where the order is posted.
    pub fn path(&self) -> String {
        orders_path(&self.storage)
    }

    /// The request body. `mark` is a form's marker and the checkout's own reference that goes into that field, in place of
    /// whatever the caller put there.
    pub fn body(&self, mark: Option<(&str, &str)>) -> String {
        let mut body = String::new();
        let mut object = Object::open(&mut body);
        object.text("formIdentifier", &self.form).text("paymentAccountIdentifier", &self.payment_account);
        let mut by_locale = Object::open(object.key("formData"));
        for (locale, fields) in &self.form_data {
            match mark {
                None => json::list(by_locale.key(locale), fields, json::write),
                Some((marker, value)) => {
                    let mut marked = fields.clone();
                    marked.retain(|field| field.text_of("marker") != Some(marker));
                    marked.push(mark_field(marker, value));
                    json::list(by_locale.key(locale), &marked, json::write);
                }
            }
        }
        by_locale.close();
        self.cart.write(&mut object, true);
        object.close();
        body
    }

    /// What its price depends on, as the body of a preview.
    pub fn cart(&self) -> String {
        self.cart.to_json()
    }

    /// The same for [`Cart::parts`].
    pub fn cart_parts(&self) -> (Vec<String>, String) {
        self.cart.parts()
    }

    /// A locale in which the form data can be read back.
    pub fn locale(&self) -> &str {
        self.form_data.first().map_or("", |(locale, _)| locale)
    }
}

fn mark_field(marker: &str, value: &str) -> Data {
    let text = |key: &str, value: &str| (key.to_owned(), Data::Text(value.to_owned()));
    Data::Map(vec![text("marker", marker), text("type", "string"), text("value", value)])
}

fn read(reader: &mut Reader, order: Data, lang_code: &str) -> Option<GuestOrder> {
    const ROOT: Path<'static> = Path::Key(&Path::Root, "order");
    let path = if order.is_map() { Path::Root } else { ROOT };
    let mut fields = reader.object(order, &path)?;
    let storage = fields.text(reader, "storage", MAX_MARKER);
    if storage.as_deref().is_some_and(leaves_its_place) {
        reader.wrong(&Path::Key(&path, "storage"), Rule::Type("a marker"));
    }
    let form = fields.text(reader, "formIdentifier", MAX_MARKER);
    let account = fields.text(reader, "paymentAccountIdentifier", MAX_MARKER);
    let form_data = read_form_data(reader, fields.take("formData"));
    let cart = Cart::read(reader, &mut fields, &path);
    fields.finish(reader);

    let form_data = match form_data? {
        FormData::Flat(fields) => vec![(lang_code.to_owned(), fields)],
        FormData::ByLocale(locales) => locales,
    };
    Some(GuestOrder { storage: storage?, form: form?, payment_account: account?, form_data, cart })
}

/// A flat list (one field is a list of one) or already keyed by locale.
enum FormData {
    Flat(Vec<Data>),
    ByLocale(Vec<(String, Vec<Data>)>),
}

fn read_form_data(reader: &mut Reader, form_data: Data) -> Option<FormData> {
    let path = Path::Key(&Path::Root, "formData");
    match form_data {
        Data::List(fields) => Some(FormData::Flat(reader.elements(fields, &path, MAX_FIELDS, read_field))),
        Data::Map(entries) if !entries.is_empty() && has_lists_only(&entries) => {
            let mut locales = Vec::new();
            for (locale, fields) in entries {
                let Data::List(fields) = fields else { continue };
                let fields = reader.elements(fields, &Path::Key(&path, &locale), MAX_FIELDS, read_field);
                locales.push((locale, fields));
            }
            Some(FormData::ByLocale(locales))
        }
        Data::Map(entries) if !entries.is_empty() => {
            read_field(reader, Data::Map(entries), &path).map(|field| FormData::Flat(vec![field]))
        }
        Data::Null | Data::Map(_) => {
            reader.wrong(&path, Rule::Required);
            None
        }
        _ => {
            reader.wrong(&path, Rule::Type("an array or an object"));
            None
        }
    }
}

fn has_lists_only(entries: &[(String, Data)]) -> bool {
    for (_, value) in entries {
        if value.as_list().is_none() {
            return false;
        }
    }
    true
}

/// A field is handed on whole: only its marker and type are ours to check, its value is the form's.
fn read_field(reader: &mut Reader, field: Data, path: &Path<'_>) -> Option<Data> {
    if !field.is_map() {
        return reader.object(field, path).map(|_| Data::Null);
    }
    for name in ["marker", "type"] {
        reader.text(field.get(name).cloned().unwrap_or(Data::Null), &Path::Key(path, name), MAX_MARKER);
    }
    if field.get("value").is_none() {
        reader.wrong(&Path::Key(path, "value"), Rule::Required);
    }
    if !is_plain(&field) {
        reader.wrong(&Path::Key(path, "value"), Rule::Type("plain data"));
    }
    Some(field)
}

/// Whether JSON can say it without losing anything.
fn is_plain(data: &Data) -> bool {
    match data {
        Data::Other => false,
        Data::Number(text) => text.as_bytes().last().is_some_and(u8::is_ascii_digit),
        Data::List(_) => data.is_list_of(is_plain),
        Data::Map(_) => data.is_map_of(is_plain),
        Data::Null | Data::Bool(_) | Data::Text(_) => true,
    }
}

/// Whether a path segment names the folder around it instead: there is no way to encode these two.
pub fn leaves_its_place(segment: &str) -> bool {
    matches!(segment, "." | "..")
}

/// Where a storage's orders are.
pub fn orders_path(storage: &str) -> String {
    concat(&["/orders-storage/marker/", &path_segment(storage), "/orders"])
}

/// Percent-encodes what may not stand in a path segment or in a query's value.
pub fn path_segment(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            let mut digits = String::new();
            push_hex(&mut digits, byte);
            out.push_str(&digits.to_ascii_uppercase());
        }
    }
    out
}
