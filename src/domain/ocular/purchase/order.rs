//! Builds the buy order for a purchase. The quote's total is the one that Google gets: the sum of price times quantity.

use super::amount::{Separator, amount};
use super::shapes::{Found, word};
use crate::domain::data::Data;
use crate::domain::decimal::Decimal;
use crate::domain::json::{self, Object};
use crate::domain::ocular::{BuyOrder, VALIDATOR};
use crate::domain::packed::Packed;
use crate::domain::problem::Warning;
use crate::domain::text::{concat, cut, is_space, trim};
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
        match &self.order {
            Some(order) => object.raw("order", &order.to_json()),
            None => object.raw("order", "null"),
        };
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
    reading.transaction = found.get(found.names.transaction).and_then(word).map(str::to_owned);
    let purchase = Purchase { currency: found.currency.and_then(word).or(currency), found, lines };
    let Some(choice) = purchase.choose() else {
        reading.warn("AMBIGUOUS_AMOUNT", "An amount such as \"24.990\" can be read in two ways, and the purchase's value does not decide between them. The purchase is not reported. Push numbers.");
        return reading;
    };
    if choice.is_before_discount {
        reading.warn("DISCOUNT_NOT_IN_PRICE", "The prices do not include the discount, so Google's reports are too high. The order is reported with the discount subtracted.");
    }
    let order = purchase.packed_order(reading.transaction.as_deref(), choice);
    (reading.order, reading.report) = BuyOrder::check(&Packed::new(order));
    if reading.transaction.is_none() {
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

struct Purchase<'a> {
    found: Found<'a>,
    lines: Vec<&'a Data>,
    currency: Option<&'a str>,
}

/// The start of a packed text: the keys of an order, of its lines and of their variants.
const KEYS: &str = r#"[[["external_id","items"],["external_id","name","quantity","unit_price","price","discount_type","discount","currency","variants","categories"],["name","value"]],[0"#;

impl Purchase<'_> {
    /// Decides how to interpret the amounts; `None` if they are ambiguous.
    fn choose(&self) -> Option<Choice> {
        let sum = |separator, is_before_discount| self.sum(Choice { separator, is_before_discount });
        let (point, point_less) = (sum(Separator::Decimal, false), sum(Separator::Decimal, true));
        let (groups, groups_less) = (sum(Separator::Groups, false), sum(Separator::Groups, true));
        let point_fits = self.fitting(Separator::Decimal, &point, &point_less);
        let groups_fits = self.fitting(Separator::Groups, &groups, &groups_less);
        if point == groups && point_less == groups_less {
            let as_google_says = Choice { separator: Separator::Decimal, is_before_discount: false };
            return point_fits.or(groups_fits).or(Some(as_google_says));
        }
        match (point_fits, groups_fits) {
            (Some(choice), None) | (None, Some(choice)) => Some(choice),
            // Both interpretations fit, or neither does.
            _ => None,
        }
    }

    /// The choice with which the lines add up to the purchase's value, as they are or minus their discounts.
    fn fitting(&self, separator: Separator, sum: &Option<Decimal>, less: &Option<Decimal>) -> Option<Choice> {
        let is_before_discount = !self.is_value(sum, separator);
        if is_before_discount && (sum == less || !self.is_value(less, separator)) {
            return None;
        }
        Some(Choice { separator, is_before_discount })
    }

    /// Whether a sum matches the shop's stated value, with or without tax and shipping.
    fn is_value(&self, sum: &Option<Decimal>, separator: Separator) -> bool {
        let read = |key: &str| self.amount(self.found.get(key), self.currency, separator);
        let (Some(value), Some(sum)) = (read(self.found.names.value), sum) else { return false };
        let Some(rest) = value.checked_minus(sum) else { return false };
        let (tax, shipping) = (read("tax").unwrap_or_default(), read("shipping").unwrap_or_default());
        rest.is_zero() || rest.is(&tax) || rest.is(&shipping) || rest.is(&tax.plus(&shipping))
    }

    /// Sum of the lines: price times quantity, minus all discounts if the prices are before the discount.
    fn sum(&self, choice: Choice) -> Option<Decimal> {
        let mut sum = Decimal::default();
        for line in &self.lines {
            let mut price = self.of_line(line, "price", choice.separator)?;
            if choice.is_before_discount
                && let Some(discount) = self.discount(line, choice.separator)
            {
                price = price.minus(&discount);
            }
            sum = sum.plus(&price.times(&quantity(line)?));
        }
        Some(sum)
    }

    fn amount(&self, data: Option<&Data>, currency: Option<&str>, separator: Separator) -> Option<Decimal> {
        // In a currency without decimals, a separator always groups thousands.
        let groups = currency.is_some_and(|currency| currency.eq_ignore_ascii_case("CLP"));
        amount(data?, if groups { Separator::Groups } else { separator })
    }

    fn of_line(&self, line: &Data, key: &str, separator: Separator) -> Option<Decimal> {
        self.amount(line.get(key), self.currency_of(line), separator)
    }

    fn discount(&self, line: &Data, separator: Separator) -> Option<Decimal> {
        let discount = if self.found.names.is_ga4 { self.of_line(line, "discount", separator)? } else { return None };
        if discount.is_zero() { None } else { Some(discount) }
    }

    fn currency_of<'a>(&'a self, line: &'a Data) -> Option<&'a str> {
        let own = if self.found.names.is_ga4 { word_of(line, "currency") } else { None };
        own.or(self.currency)
    }

    /// The order as a packed text.
    fn packed_order(&self, transaction: Option<&str>, choice: Choice) -> String {
        let mut out = KEYS.to_owned();
        put_text(&mut out, transaction);
        out.push_str(",[-1");
        for line in &self.lines {
            self.put_line(&mut out, line, choice);
        }
        out.push_str("]]]");
        out
    }

    fn put_line(&self, out: &mut String, line: &Data, Choice { separator, is_before_discount }: Choice) {
        let [id, name, variant] = &self.found.names.item;
        let (id, name, variant) = (word_of(line, id), word_of(line, name), word_of(line, variant));
        let quantity = quantity(line);
        let mut price = self.of_line(line, "price", separator);
        let discount = self.discount(line, separator);
        if let (Some(price), Some(discount), false) = (&mut price, &discount, is_before_discount) {
            *price = price.plus(discount);
        }
        out.push_str(",[1");
        put_text(out, id);
        put_text(out, name.or(id));
        put_number(out, &quantity, line.get("quantity"));
        out.push_str(",true");
        put_number(out, &price, line.get("price"));
        out.push_str(",\"amount\"");
        let discount = discount.and_then(|discount| Some(discount.times(&quantity?)));
        put_number(out, &discount, None);
        put_text(out, self.currency_of(line).map(str::to_ascii_uppercase).as_deref());
        out.push_str(",[-1");
        if variant.is_some() {
            out.push_str(",[2,\"variant\"");
            put_text(out, variant);
            out.push(']');
        }
        out.push_str("],[-1");
        self.put_categories(out, line);
        out.push_str("]]");
    }

    fn put_categories(&self, out: &mut String, line: &Data) {
        if self.found.names.is_ga4 {
            for number in ["", "2", "3", "4", "5"] {
                let category = word_of(line, &concat(&["item_category", number]));
                if category.is_some() {
                    put_text(out, category);
                }
            }
            return;
        }
        let mut rest = word_of(line, "category");
        while let Some(path) = rest {
            let (category, behind) = cut(path, b"/");
            rest = behind;
            if !is_space(category) {
                put_text(out, Some(trim(category)));
            }
        }
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
        (_, Some(Data::Text(text))) => put_text(out, Some(text)),
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
        _ => out.push_str(",[-3]"),
    }
}

/// The quantity: 1 if it is absent, `None` if it is not a whole number or is negative.
fn quantity(line: &Data) -> Option<Decimal> {
    let number = match line.get("quantity") {
        Some(Data::Number(digits)) => Decimal::from_number(digits)?,
        Some(given) if !given.is_blank() => Decimal::from_text(trim(given.as_text()?))?,
        _ => return Decimal::from_text("1"),
    };
    if number.is_whole() && !number.is_negative() { Some(number) } else { None }
}
