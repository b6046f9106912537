//! The buy order that a purchase stands for. The quote's total is what Google is told: the sum of price times quantity.

use std::cmp::Ordering;

use super::amount::{Amount, Separator};
use super::shapes::{Dialect, Found, word};
use crate::domain::data::{Data, Entries};
use crate::domain::decimal::Decimal;
use crate::domain::json::{self, Object};
use crate::domain::ocular::{BuyOrder, VALIDATOR};
use crate::domain::packed::Packed;
use crate::domain::problem::Warning;
use crate::domain::text::{concat, cut, is_space, trim};
use crate::domain::validation::Report;

/// What an event says.
#[derive(Debug, Default)]
pub struct Reading {
    /// Whether it is a purchase at all.
    pub is_purchase: bool,
    /// The shop's own number of it.
    pub transaction: Option<String>,
    /// Whether it has lines.
    pub has_lines: bool,
    /// The order, when there is one to report.
    pub order: Option<BuyOrder>,
    /// What is wrong with it, by field.
    pub report: Report,
    /// What the shop should know.
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

/// Reads one event. `currency`: where neither line nor event names one.
pub fn read(event: &Data, currency: Option<&str>) -> Reading {
    let currency = currency.filter(|text| !text.is_empty());
    let mut reading = Reading::default();
    let Some(found) = Found::of(event) else { return reading };
    reading.is_purchase = true;
    reading.transaction = found.transaction();
    let lines = Lines::of(&found, currency);
    reading.has_lines = !lines.0.is_empty();
    let Some(choice) = lines.choose(&Value::of(&found, currency)) else {
        reading.warn("AMBIGUOUS_AMOUNT", "An amount such as \"24.990\" can be read in two ways, and the purchase's value does not tell which: it is not reported. Push numbers.");
        return reading;
    };
    if choice.is_before_discount && lines.has_discount() {
        reading.warn("DISCOUNT_NOT_IN_PRICE", "The prices are those before the discount: Google's reports count too much. The order is reported with the discount taken off.");
    }
    let (order, report) =
        BuyOrder::check(&Packed::of(&lines.order(reading.transaction.as_ref(), found.dialect, &choice)));
    (reading.order, reading.report) = (order, report);
    if reading.transaction.is_none() {
        // A reload would count it twice.
        reading.order = None;
        reading.warn(
            "NO_TRANSACTION_ID",
            "The purchase has no transaction id: it is not reported, since a reload would count it twice.",
        );
    }
    reading
}

/// How the amounts of a purchase are meant.
struct Choice {
    separator: Separator,
    /// The prices are those before the discount, against Google's rule.
    is_before_discount: bool,
}

struct Lines<'a>(Vec<Line<'a>>);

struct Line<'a> {
    item: &'a Data,
    price: Option<Amount>,
    discount: Option<Amount>,
    quantity: Option<Decimal>,
    currency: Option<String>,
}

impl<'a> Lines<'a> {
    fn of(found: &Found<'a>, currency: Option<&str>) -> Lines<'a> {
        let mut lines = Vec::new();
        for item in found.lines().unwrap_or_default() {
            lines.push(Line::of(item, found, currency));
        }
        Lines(lines)
    }

    fn has_discount(&self) -> bool {
        for line in &self.0 {
            if line.discount.is_some() {
                return true;
            }
        }
        false
    }

    fn is_doubtful(&self) -> bool {
        for line in &self.0 {
            if is_doubtful(&line.price) || is_doubtful(&line.discount) {
                return true;
            }
        }
        false
    }

    /// How the amounts are meant; `None` when that cannot be known.
    fn choose(&self, value: &Value) -> Option<Choice> {
        let is_doubtful = self.is_doubtful();
        let mut fitting: Option<Choice> = None;
        for number in 0..4 {
            let separator = if number < 2 { Separator::Decimal } else { Separator::Groups };
            let is_before_discount = number % 2 == 1;
            if is_before_discount && !self.has_discount()
                || !value.is(self.sum(separator, is_before_discount), separator)
            {
                continue;
            }
            match &fitting {
                None => fitting = Some(Choice { separator, is_before_discount }),
                // Both ways of reading fit.
                Some(first) if is_doubtful && first.separator != separator => return None,
                Some(_) => {}
            }
        }
        if fitting.is_none() && !is_doubtful {
            return Some(Choice { separator: Separator::Decimal, is_before_discount: false });
        }
        fitting
    }

    /// The lines' sum: of price times quantity, or with every discount taken off.
    fn sum(&self, separator: Separator, is_before_discount: bool) -> Option<Decimal> {
        let mut sum = Decimal::default();
        for Line { price, discount, quantity, .. } in &self.0 {
            let (price, quantity) = (price.as_ref()?.value(separator), quantity.as_ref()?);
            sum = match discount {
                Some(discount) if is_before_discount => {
                    sum.plus(&price.minus(discount.value(separator)).times(quantity))
                }
                _ => sum.plus(&price.times(quantity)),
            };
        }
        Some(sum)
    }

    fn order(&self, transaction: Option<&String>, dialect: Dialect, choice: &Choice) -> Data {
        let mut lines = Vec::with_capacity(self.0.len());
        for line in &self.0 {
            lines.push(line.to_data(dialect, choice));
        }
        let mut order = Entries::default();
        order.text_if("external_id", transaction);
        if !lines.is_empty() {
            order.put("items", Data::List(lines));
        }
        order.end()
    }
}

impl<'a> Line<'a> {
    fn of(item: &'a Data, found: &Found, option: Option<&str>) -> Line<'a> {
        let is_ga4 = found.dialect == Dialect::Ga4;
        let mut currency = if is_ga4 { text_of(item, "currency") } else { None };
        if currency.is_none() {
            currency = currency_of(found, option);
        }
        if let Some(currency) = &mut currency {
            currency.make_ascii_uppercase();
        }
        let groups = groups(currency.as_ref());
        let mut discount = if is_ga4 { amount(item, "discount", groups) } else { None };
        if discount.as_ref().is_some_and(|discount| discount.value(Separator::Decimal).is_zero()) {
            discount = None;
        }
        Line { item, price: amount(item, "price", groups), discount, quantity: quantity(item), currency }
    }

    fn to_data(&self, dialect: Dialect, choice: &Choice) -> Data {
        let [id, name, variant] = match dialect {
            Dialect::Ga4 => ["item_id", "item_name", "item_variant"],
            Dialect::Universal => ["id", "name", "variant"],
        };
        let mut line = Entries::default();
        let number = text_of(self.item, id);
        line.text_if("external_id", number.as_ref());
        line.text_if("name", text_of(self.item, name).or(number).as_ref());
        self.put(&mut line, "quantity", self.quantity.clone());
        line.bool("unit_price", true);
        let mut price = self.price.as_ref().map(|price| price.value(choice.separator).clone());
        let discount = self.discount.as_ref().map(|discount| discount.value(choice.separator));
        if let (Some(price), Some(discount), false) = (&mut price, discount, choice.is_before_discount) {
            *price = price.plus(discount);
        }
        self.put(&mut line, "price", price);
        if let (Some(discount), Some(quantity)) = (discount, &self.quantity) {
            line.text("discount_type", "amount");
            self.put(&mut line, "discount", Some(discount.times(quantity)));
        }
        line.text_if("currency", self.currency.as_ref());
        if let Some(variant) = text_of(self.item, variant) {
            let mut one = Entries::default();
            one.text("name", "variant").text("value", &variant);
            line.put("variants", Data::List(vec![one.end()]));
        }
        let categories = self.categories(dialect);
        if !categories.is_empty() {
            line.put("categories", Data::List(categories));
        }
        line.end()
    }

    /// A number that was understood; else what stands there, for the rules to complain of.
    fn put(&self, line: &mut Entries, key: &str, number: Option<Decimal>) {
        line.put(
            key,
            match number {
                Some(number) => Data::Number(number.amount(0)),
                None => self.item.get(key).cloned().unwrap_or(Data::Null),
            },
        );
    }

    fn categories(&self, dialect: Dialect) -> Vec<Data> {
        let mut categories = Vec::new();
        if dialect == Dialect::Universal {
            let path = text_of(self.item, "category").unwrap_or_default();
            let mut rest = Some(path.as_str());
            while let Some(parts) = rest {
                let (part, behind) = cut(parts, b"/");
                if !is_space(part) {
                    categories.push(Data::Text(trim(part).to_owned()));
                }
                rest = behind;
            }
            return categories;
        }
        for number in &["", "2", "3", "4", "5"] {
            if let Some(category) = text_of(self.item, &concat(&["item_category", number])) {
                categories.push(Data::Text(category));
            }
        }
        categories
    }
}

fn text_of(item: &Data, key: &str) -> Option<String> {
    word(item.get(key)?)
}

fn amount(item: &Data, key: &str, groups: bool) -> Option<Amount> {
    Amount::read(item.get(key)?, groups)
}

fn is_doubtful(amount: &Option<Amount>) -> bool {
    amount.as_ref().is_some_and(Amount::is_doubtful)
}

fn currency_of(found: &Found, option: Option<&str>) -> Option<String> {
    found.currency.and_then(word).or_else(|| option.map(str::to_owned))
}

/// In a currency without decimals a separator groups.
fn groups(currency: Option<&String>) -> bool {
    currency.is_some_and(|currency| currency == "CLP")
}

/// 1 when it is absent; `None` when it is no whole number.
fn quantity(item: &Data) -> Option<Decimal> {
    let number = match item.get("quantity") {
        Some(Data::Number(digits)) => Decimal::from_number(digits)?,
        Some(given) if !given.is_blank() => Decimal::from_text(trim(given.as_text()?))?,
        _ => return Decimal::from_text("1"),
    };
    if number.is_whole() && !number.is_negative() { Decimal::from_text(&number.amount(0)) } else { None }
}

/// What the shop says the purchase came to.
struct Value {
    value: Option<Amount>,
    tax: Option<Amount>,
    shipping: Option<Amount>,
}

impl Value {
    fn of(found: &Found, option: Option<&str>) -> Value {
        let groups = groups(currency_of(found, option).as_ref());
        let amount = |key: &str| Amount::read(found.get(key)?, groups);
        let key = if found.dialect == Dialect::Ga4 { "value" } else { "revenue" };
        Value { value: amount(key), tax: amount("tax"), shipping: amount("shipping") }
    }

    /// Whether a sum is the value, with or without tax and shipping.
    fn is(&self, sum: Option<Decimal>, separator: Separator) -> bool {
        let (Some(value), Some(sum)) = (&self.value, sum) else { return false };
        let value = value.value(separator);
        let plus = |sum: &Decimal, more: &Option<Amount>| match more {
            Some(more) => sum.plus(more.value(separator)),
            None => sum.clone(),
        };
        let with_tax = plus(&sum, &self.tax);
        for sum in &[plus(&with_tax, &self.shipping), plus(&sum, &self.shipping), with_tax, sum] {
            if sum.partial_cmp(value) == Some(Ordering::Equal) {
                return true;
            }
        }
        false
    }
}
