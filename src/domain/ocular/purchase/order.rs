//! Builds the buy order for a purchase. The quote's total is the one that Google gets: the sum of price times quantity.

use super::amount::{Separator, amount};
use super::shapes::{Found, word};
use crate::domain::data::Data;
use crate::domain::decimal::Decimal;
use crate::domain::json::{self, Object};
use crate::domain::ocular::{BuyOrder, VALIDATOR, quote};
use crate::domain::packed::Packed;
use crate::domain::problem::Warning;
use crate::domain::text::{cut, is_space, trim};
use crate::domain::validation::Report;

/// The result of reading an event.
#[derive(Debug, Default)]
pub struct Reading {
    /// Whether the event is a purchase.
    pub is_purchase: bool,
    /// The shop's own transaction number.
    pub transaction: Option<String>,
    /// Whether it has lines.
    pub has_lines: bool,
    /// The order, if there is one to report.
    pub order: Option<BuyOrder>,
    /// Violations by field.
    pub report: Report,
    /// Warnings for the shop.
    pub warnings: Vec<Warning>,
}

impl Reading {
    /// `{order, detail, warnings}`.
    pub fn to_json(&self) -> String {
        let mut text = String::new();
        let mut object = Object::open(&mut text);
        let order = self.order.as_ref().map(BuyOrder::to_json);
        object.raw("order", order.as_deref().unwrap_or("null"));
        object.raw("detail", &self.report.detail_json(VALIDATOR));
        json::list(object.key("warnings"), &self.warnings, |out, warning| json::write(out, &warning.to_data()));
        object.close();
        text
    }

    fn warn(&mut self, code: &'static str, message: &str) {
        self.warnings.push(Warning { code, message: message.to_owned(), step: None });
    }
}

/// Reads one event. `currency` is used if neither the line nor the event specifies one.
pub fn read(event: &Data, currency: Option<&str>) -> Reading {
    let mut reading = Reading::default();
    let Some(found) = Found::of(event) else { return reading };
    let lines = found.lines();
    reading.is_purchase = true;
    reading.has_lines = !lines.is_empty();
    let transaction = found.word(found.names.transaction);
    reading.transaction = transaction.map(str::to_owned);
    let purchase = Purchase { currency: found.currency.and_then(word).or(currency), transaction, found, lines };
    let choice = purchase.choose();
    let (order, report) = purchase.order(choice.unwrap_or(GOOGLE));
    reading.report = report;
    match choice {
        Some(choice) => {
            reading.order = order;
            if choice.is_before_discount {
                reading.warn("DISCOUNT_NOT_IN_PRICE", "The prices do not include the discount, so Google's reports are too high. The order is reported with the discount subtracted.");
            }
        }
        None => reading.warn("AMBIGUOUS_AMOUNT", "An amount such as \"24.990\" can be read in two ways, and the purchase's value does not decide between them. The purchase is not reported. Push numbers."),
    }
    if transaction.is_none() {
        reading.order = None;
        reading.warn(
            "NO_TRANSACTION_ID",
            "The purchase has no transaction id. It is not reported, because a reload would count it twice.",
        );
    }
    reading
}

/// How to interpret the amounts of a purchase.
#[derive(Clone, Copy)]
struct Choice {
    separator: Separator,
    /// The prices are given before the discount, contrary to Google's rule.
    is_before_discount: bool,
}

/// How Google reads a purchase: decimal points, and prices after the discount.
const GOOGLE: Choice = Choice { separator: Separator::Decimal, is_before_discount: false };

struct Purchase<'a> {
    found: Found<'a>,
    transaction: Option<&'a str>,
    lines: Vec<&'a Data>,
    currency: Option<&'a str>,
}

/// The start of a packed text: the keys of an order, of its lines and of their variants.
const KEYS: &str = r#"[[["external_id","items"],["external_id","name","quantity","unit_price","price","discount_type","discount","currency","variants","categories"],["name","value"]],[0"#;

impl Purchase<'_> {
    /// Decides how to interpret the amounts; `None` if they are ambiguous.
    fn choose(&self) -> Option<Choice> {
        let decimal = self.fitting(Separator::Decimal);
        if self.packed(GOOGLE) == self.packed(Choice { separator: Separator::Groups, ..GOOGLE }) {
            // At most the purchase's own value can be read in two ways. Mostly nothing is, and one check is enough.
            return Some(decimal.or_else(|| self.fitting(Separator::Groups)).unwrap_or(GOOGLE));
        }
        match (decimal, self.fitting(Separator::Groups)) {
            (Some(choice), None) | (None, Some(choice)) => Some(choice),
            _ => None,
        }
    }

    fn order(&self, choice: Choice) -> (Option<BuyOrder>, Report) {
        BuyOrder::check(&Packed::new(self.packed(choice)))
    }

    /// The choice with which the lines add up to the shop's stated value, with or without tax and shipping: as they
    /// are, or minus their discounts.
    fn fitting(&self, separator: Separator) -> Option<Choice> {
        let value = self.of_purchase(self.found.names.value, separator)?;
        for &is_before_discount in &[false, true] {
            let choice = Choice { separator, is_before_discount };
            let sum = quote::total(&self.order(choice).0?);
            for extras in &[["", ""], ["tax", ""], ["shipping", ""], ["tax", "shipping"]] {
                let mut sum = sum.clone();
                for key in extras {
                    if let Some(extra) = self.of_purchase(key, separator) {
                        sum.add(&extra);
                    }
                }
                if sum.is(&value) {
                    return Some(choice);
                }
            }
        }
        None
    }

    /// An amount of the whole purchase.
    fn of_purchase(&self, key: &str, separator: Separator) -> Option<Decimal> {
        self.amount(self.found.get(key), self.currency, separator)
    }

    fn amount(&self, data: Option<&Data>, currency: Option<&str>, separator: Separator) -> Option<Decimal> {
        // In a currency without decimals, a separator always groups thousands.
        let groups = currency.is_some_and(|currency| currency.eq_ignore_ascii_case("CLP"));
        amount(data?, if groups { Separator::Groups } else { separator })
    }

    /// An amount of one line.
    fn of_line(&self, line: &Data, key: &str, separator: Separator) -> Option<Decimal> {
        self.amount(line.get(key), self.currency_of(line), separator)
    }

    /// The discount of one unit.
    fn discount(&self, line: &Data, separator: Separator) -> Decimal {
        self.of_line(line, self.found.names.discount, separator).unwrap_or_default()
    }

    fn currency_of<'a>(&'a self, line: &'a Data) -> Option<&'a str> {
        word_of(line, self.found.names.line_currency).or(self.currency)
    }

    /// The order as a packed text.
    fn packed(&self, choice: Choice) -> String {
        let mut out = KEYS.to_owned();
        put_text(&mut out, self.transaction);
        out.push_str(",[-1");
        for line in &self.lines {
            self.put_line(&mut out, line, choice);
        }
        out.push_str("]]]");
        out
    }

    fn put_line(&self, out: &mut String, line: &Data, Choice { separator, is_before_discount }: Choice) {
        let [id, name, variant] = &self.found.names.item;
        let (id, variant) = (word_of(line, id), word_of(line, variant));
        out.push_str(",[1");
        put_text(out, id);
        put_text(out, word_of(line, name).or(id));
        let quantity = quantity(line);
        put_number(out, &quantity, line.get("quantity"));
        out.push_str(",true");
        let discount = self.discount(line, separator);
        let mut price = self.of_line(line, "price", separator);
        if !is_before_discount {
            price = price.map(|price| price.plus(&discount));
        }
        put_number(out, &price, line.get("price"));
        out.push_str(",\"amount\"");
        put_number(out, &quantity.map(|quantity| discount.times(&quantity)), None);
        put_text(out, self.currency_of(line).map(str::to_ascii_uppercase).as_deref());
        out.push_str(",[-1");
        if variant.is_some() {
            out.push_str(",[2,\"variant\"");
            put_text(out, variant);
            out.push(']');
        }
        out.push_str("],[-1");
        for key in self.found.names.categories {
            let mut rest = word_of(line, key);
            while let Some(path) = rest {
                let (category, behind) = cut(path, self.found.names.category_separator);
                rest = behind;
                if !is_space(category) {
                    put_text(out, Some(trim(category)));
                }
            }
        }
        out.push_str("]]");
    }
}

fn word_of<'a>(line: &'a Data, key: &str) -> Option<&'a str> {
    word(line.get(key)?)
}

fn put_text(out: &mut String, text: Option<&str>) {
    out.push(',');
    match text {
        Some(text) => json::write_text(out, text),
        None => out.push_str("null"),
    }
}

/// Writes the parsed number, or else the original value, which the check then rejects.
fn put_number(out: &mut String, number: &Option<Decimal>, given: Option<&Data>) {
    match (number, given) {
        (Some(number), _) => {
            out.push(',');
            out.push_str(&number.amount(0));
        }
        (_, Some(Data::Number(number))) if Decimal::from_number(number).is_some() => {
            out.push(',');
            out.push_str(number);
        }
        (_, Some(Data::Number(number))) => {
            out.push_str(",[-2");
            put_text(out, Some(number));
            out.push(']');
        }
        (_, None | Some(Data::Null)) => put_text(out, None),
        (_, Some(Data::Text(text))) => put_text(out, Some(text)),
        _ => out.push_str(",[-3]"),
    }
}

/// The quantity: 1 if it is absent, `None` if it is not a whole number or is negative.
fn quantity(line: &Data) -> Option<Decimal> {
    let number = match line.get("quantity") {
        Some(Data::Number(digits)) => Decimal::from_number(digits)?,
        Some(given) if !given.is_blank() => Decimal::from_text(word(given)?)?,
        _ => return Decimal::from_text("1"),
    };
    if number.is_whole() && !number.is_negative() { Some(number) } else { None }
}
