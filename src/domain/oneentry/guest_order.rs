//! A guest order, as passed by the caller: rules, the three shapes of its form data, wire format.

use super::cart::Cart;
use super::order_fields::{FORM_DATA, MAX_FIELDS, MAX_MARKER, ORDER};
use crate::domain::data::Data;
use crate::domain::json::{self, List, Object};
use crate::domain::packed::{Cursor, Packed, Raw};
use crate::domain::text::{concat, is_among};
use crate::domain::validation::schema::fits;
use crate::domain::validation::{Checker, Path, Report, Rule, Slots};

/// A valid order, ready to be sent.
#[derive(Clone, PartialEq)]
pub struct GuestOrder {
    /// Marker of the order storage.
    pub storage: String,
    /// Marker of the form.
    pub form: String,
    /// Marker of the payment account.
    pub payment_account: String,
    form_data: FormData,
    cart: Cart,
}

impl std::fmt::Debug for GuestOrder {
    /// Omits the body: it contains the shopper's data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "GuestOrder({})", self.storage)
    }
}

impl GuestOrder {
    /// Checks an order. `lang_code` is the locale of form data that has none.
    pub fn check(order: Data, lang_code: &str) -> (Option<GuestOrder>, Report) {
        let packed = Packed::of(&order);
        let mut checker = Checker::default();
        const ROOT: Path<'static> = Path::Key(&Path::Root, "order");
        let path = if order.is_map() { Path::Root } else { ROOT };
        let slots = checker.open(&mut packed.cursor(), &ORDER, &path);
        let order = slots.map(|slots| read(&mut checker, &packed.cursor(), &slots, lang_code));
        (order.filter(|_| checker.report.is_valid()), checker.report)
    }

    /// The path to which the order is posted.
    pub fn path(&self) -> String {
        orders_path(&self.storage)
    }

    /// The request body. `mark` is a form field's marker and the checkout's own reference, which replaces whatever the
    /// caller put into that field.
    pub fn body(&self, mark: Option<(&str, &str)>) -> String {
        let mut body = String::new();
        let mut object = Object::open(&mut body);
        object.text("formIdentifier", &self.form).text("paymentAccountIdentifier", &self.payment_account);
        self.form_data.write(object.key("formData"), mark);
        body.push_str(self.cart.properties());
        body.push('}');
        body
    }

    /// The part of the order that determines its price, as the body of a preview.
    pub fn cart(&self) -> String {
        self.cart.to_json()
    }

    /// The cart as [`Cart::parts`].
    pub fn cart_parts(&self) -> (Vec<String>, String) {
        self.cart.parts()
    }

    /// A locale in which the form data can be read back.
    pub fn locale(&self) -> &str {
        match self.form_data.by_locale() {
            Some([(locale, _), ..]) => locale,
            _ => &self.form_data.lang_code,
        }
    }
}

fn read<'a>(checker: &mut Checker, start: &Cursor<'a>, slots: &Slots<'a>, lang_code: &str) -> GuestOrder {
    let [storage, form, payment_account, form_data, ..] = slots.values;
    for (index, (field, raw)) in ORDER.iter().zip(&slots.values).enumerate() {
        if index == FORM_DATA {
            break;
        }
        let mut written = String::new();
        checker.field(*raw, start, field, (&ORDER, slots), &Path::Root, &mut written);
        if index == 0 && matches!(written.as_str(), "\".\"" | "\"..\"") {
            checker.wrong(&Path::Key(&Path::Root, field.name), Rule::Type("a marker"));
        }
    }
    let form_data = FormData { given: start.inside(form_data).data(1), lang_code: lang_code.to_owned() };
    form_data.check(checker);
    let cart = Cart::read(checker, start, slots);
    checker.close(slots, &ORDER, &Path::Root);
    let text = |raw: Raw<'_>| raw.value().into_owned();
    GuestOrder { storage: text(storage), form: text(form), payment_account: text(payment_account), form_data, cart }
}

/// Form fields: a flat list, a single field, or lists keyed by locale.
#[derive(Clone, PartialEq)]
struct FormData {
    given: Data,
    /// Locale of fields that have none.
    lang_code: String,
}

impl FormData {
    fn by_locale(&self) -> Option<&[(String, Data)]> {
        let Data::Map(entries) = &self.given else { return None };
        self.given.is_map_of(|fields| fields.as_list().is_some()).then_some(entries)
    }

    /// The fields, if they have no locale.
    fn fields(&self) -> &[Data] {
        self.given.as_list().unwrap_or(std::slice::from_ref(&self.given))
    }

    fn check(&self, checker: &mut Checker) {
        let path = Path::Key(&Path::Root, "formData");
        match (&self.given, self.by_locale()) {
            (Data::List(fields), _) => check_fields(checker, fields, &path),
            (Data::Null, _) | (_, Some([])) => checker.wrong(&path, Rule::Required),
            (_, Some(locales)) => {
                for (locale, fields) in locales {
                    check_fields(checker, fields.elements(), &Path::Key(&path, locale));
                }
            }
            (Data::Map(_), None) => check_field(checker, &self.given, &path),
            _ => checker.wrong(&path, Rule::Type("an array or an object")),
        }
    }

    fn write(&self, out: &mut String, mark: Option<(&str, &str)>) {
        let mut object = Object::open(out);
        match self.by_locale() {
            Some(locales) => {
                for (locale, fields) in locales {
                    write_fields(object.key(locale), fields.elements(), mark);
                }
            }
            None => write_fields(object.key(&self.lang_code), self.fields(), mark),
        }
        object.close();
    }
}

fn check_fields(checker: &mut Checker, fields: &[Data], path: &Path<'_>) {
    if fields.len() > MAX_FIELDS.0 {
        return checker.wrong(path, Rule::AtMost(MAX_FIELDS.1));
    }
    for (index, field) in fields.iter().enumerate() {
        check_field(checker, field, &Path::Index(path, index));
    }
}

/// Fields are passed on unchanged. We check only their marker and type; the value is checked against the form.
fn check_field(checker: &mut Checker, field: &Data, path: &Path<'_>) {
    if !field.is_map() {
        return checker.wrong(path, if field.is_blank() { Rule::Required } else { Rule::Object });
    }
    for &name in &["marker", "type"] {
        let rule = match field.get(name).unwrap_or(&Data::Null) {
            blank if blank.is_blank() => Rule::Required,
            Data::Text(text) if fits(text, MAX_MARKER) => continue,
            Data::Text(_) => Rule::TooLong(MAX_MARKER),
            _ => Rule::String,
        };
        checker.wrong(&Path::Key(path, name), rule);
    }
    let path = Path::Key(path, "value");
    if field.get("value").is_none() {
        checker.wrong(&path, Rule::Required);
    }
    if !is_plain(field) {
        checker.wrong(&path, Rule::Type("plain data"));
    }
}

fn write_fields(out: &mut String, fields: &[Data], mark: Option<(&str, &str)>) {
    let mut list = List::open(out);
    for field in fields {
        if let Some((marker, _)) = mark
            && field.text_of("marker") == Some(marker)
        {
            continue;
        }
        json::write(list.item(), field);
    }
    if let Some((marker, value)) = mark {
        let mut field = Object::open(list.item());
        field.text("marker", marker).text("type", "string").text("value", value);
        field.close();
    }
    list.close();
}

/// Whether JSON can represent a value without loss.
fn is_plain(data: &Data) -> bool {
    match data {
        Data::Other => false,
        Data::Number(text) => text.as_bytes().last().is_some_and(u8::is_ascii_digit),
        Data::List(_) => data.is_list_of(is_plain),
        Data::Map(_) => data.is_map_of(is_plain),
        Data::Null | Data::Bool(_) | Data::Text(_) => true,
    }
}

/// Whether a path segment would be resolved as a relative reference. There is no way to encode these two.
pub fn is_dot_segment(segment: &str) -> bool {
    matches!(segment, "." | "..")
}

/// The path of a storage's orders.
pub fn orders_path(storage: &str) -> String {
    concat(&["/orders-storage/marker/", &path_segment(storage), "/orders"])
}

/// Percent-encodes everything that is not allowed in a path segment or in a query value.
pub fn path_segment(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || is_among(byte, b"-_.~") {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for digit in &[byte >> 4, byte & 15] {
                out.push(char::from(digit + if *digit < 10 { b'0' } else { b'A' - 10 }));
            }
        }
    }
    out
}
