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
use crate::domain::text::concat;
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
    let Some(choice) = lines.choose(&found, currency) else {
        reading.warn("AMBIGUOUS_AMOUNT", "An amount such as \"24.990\" can be read in two ways, and the purchase's value does not tell which: it is not reported. Push numbers.");
        return reading;
    };
    if choice.is_before_discount && lines.has_discount() {
        reading.warn("DISCOUNT_NOT_IN_PRICE", "The prices are those before the discount: Google's reports count too much. The order is reported with the discount taken off.");
    }
    let (order, report) = BuyOrder::check(&Packed::of(&lines.order(&reading, &choice)));
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
    dialect: Dialect,
    item: &'a Data,
    price: Option<Amount>,
    discount: Option<Amount>,
    quantity: Option<Decimal>,
    currency: Option<String>,
}

impl<'a> Lines<'a> {
    fn of(found: &Found<'a>, currency: Option<&str>) -> Lines<'a> {
        let lines = found.lines().unwrap_or_default();
        Lines(lines.into_iter().map(|item| Line::of(item, found, currency)).collect())
    }

    fn has_discount(&self) -> bool {
        self.0.iter().any(|line| line.discount.is_some())
    }

    /// How the amounts are meant; `None` when that cannot be known.
    fn choose(&self, found: &Found, currency: Option<&str>) -> Option<Choice> {
        let is_doubtful = self.0.iter().any(Line::is_doubtful);
        let value = Value::of(found, currency);
        let mut fitting = None;
        for separator in [Separator::Decimal, Separator::Groups] {
            for is_before_discount in [false, true] {
                let fits = self.sum(separator, is_before_discount).is_some_and(|sum| value.is(&sum, separator));
                if !fits || (is_before_discount && !self.has_discount()) {
                    continue;
                }
                match &fitting {
                    None => fitting = Some(Choice { separator, is_before_discount }),
                    // Both ways of reading fit.
                    Some(first) if is_doubtful && first.separator != separator => return None,
                    Some(_) => {}
                }
            }
        }
        match fitting {
            Some(choice) => Some(choice),
            None if is_doubtful => None,
            None => Some(Choice { separator: Separator::Decimal, is_before_discount: false }),
        }
    }

    /// The lines' sum: of price times quantity, or with every discount taken off.
    fn sum(&self, separator: Separator, is_before_discount: bool) -> Option<Decimal> {
        let mut sum = Decimal::default();
        for line in &self.0 {
            let price = line.value(line.price.as_ref()?, separator);
            let discount = line.discount.as_ref().filter(|_| is_before_discount);
            let each = match discount {
                Some(discount) => price.minus(line.value(discount, separator)),
                None => price.clone(),
            };
            sum = sum.plus(&each.times(line.quantity.as_ref()?));
        }
        Some(sum)
    }

    fn order(&self, reading: &Reading, choice: &Choice) -> Data {
        let mut order = Entries::default();
        if let Some(id) = &reading.transaction {
            order.text("external_id", id);
        }
        if !self.0.is_empty() {
            order.put("items", Data::list(&self.0, |line| line.to_data(choice)));
        }
        order.end()
    }
}

impl<'a> Line<'a> {
    fn of(item: &'a Data, found: &Found, currency: Option<&str>) -> Line<'a> {
        let own = item.get("currency").filter(|_| found.dialect == Dialect::Ga4).and_then(word);
        let currency = own.or_else(|| word(found.currency?)).or_else(|| currency.map(str::to_owned));
        let amount = |key: &str| item.get(key).filter(|data| !data.is_blank()).and_then(Amount::read);
        let discount = if found.dialect == Dialect::Ga4 { amount("discount") } else { None };
        Line {
            dialect: found.dialect,
            item,
            price: amount("price"),
            discount: discount.filter(|discount| !discount.value(Separator::Decimal).is_zero()),
            quantity: quantity(item.get("quantity")),
            currency: currency.map(|currency| currency.to_ascii_uppercase()),
        }
    }

    fn is_doubtful(&self) -> bool {
        let is = |amount: &Option<Amount>| amount.as_ref().is_some_and(Amount::is_doubtful);
        !self.has_no_decimals() && (is(&self.price) || is(&self.discount))
    }

    /// A currency without decimals groups.
    fn has_no_decimals(&self) -> bool {
        self.currency.as_deref() == Some("CLP")
    }

    fn value<'b>(&self, amount: &'b Amount, separator: Separator) -> &'b Decimal {
        amount.value(if self.has_no_decimals() { Separator::Groups } else { separator })
    }

    fn to_data(&self, choice: &Choice) -> Data {
        let mut line = Entries::default();
        let mut texts = |keys: &[&str], name: &str| {
            if let Some(text) = keys.iter().find_map(|key| word(self.item.get(key)?)) {
                line.text(name, &text);
            }
        };
        let is_ga4 = self.dialect == Dialect::Ga4;
        texts(&[if is_ga4 { "item_id" } else { "id" }], "external_id");
        texts(if is_ga4 { &["item_name", "item_id"] } else { &["name", "id"] }, "name");
        let given = |key: &str| self.item.get(key).cloned().unwrap_or(Data::Null);
        let number = |value: &Decimal| Data::Number(value.amount(0));
        line.put("quantity", self.quantity.as_ref().map_or_else(|| given("quantity"), number));
        line.put("unit_price", Data::Bool(true));
        let price = self.price.as_ref().map(|price| self.value(price, choice.separator));
        let discount = self.discount.as_ref().map(|discount| self.value(discount, choice.separator));
        let price = match (price, discount) {
            (Some(price), Some(discount)) if !choice.is_before_discount => Some(price.plus(discount)),
            (price, _) => price.cloned(),
        };
        line.put("price", price.map_or_else(|| given("price"), |price| number(&price)));
        if let (Some(discount), Some(quantity)) = (discount, &self.quantity) {
            line.text("discount_type", "amount").put("discount", number(&discount.times(quantity)));
        }
        if let Some(currency) = &self.currency {
            line.text("currency", currency);
        }
        let variant = self.item.get(if is_ga4 { "item_variant" } else { "variant" }).and_then(word);
        if let Some(variant) = variant {
            let mut one = Entries::default();
            one.text("name", "variant").text("value", &variant);
            line.put("variants", Data::List(vec![one.end()]));
        }
        let categories = self.categories();
        if !categories.is_empty() {
            line.put("categories", Data::List(categories.into_iter().map(Data::Text).collect()));
        }
        line.end()
    }

    fn categories(&self) -> Vec<String> {
        if self.dialect == Dialect::Universal {
            let path = self.item.get("category").and_then(word).unwrap_or_default();
            return path.split('/').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect();
        }
        let numbers = ["", "2", "3", "4", "5"];
        numbers.iter().filter_map(|number| word(self.item.get(&concat(&["item_category", number]))?)).collect()
    }
}

/// 1 when it is absent; `None` when it is no whole number.
fn quantity(data: Option<&Data>) -> Option<Decimal> {
    let Some(data) = data.filter(|data| !data.is_blank()) else { return Decimal::from_text("1") };
    let number = match data {
        Data::Number(digits) => Decimal::from_number(digits)?,
        Data::Text(text) => Decimal::from_text(text.trim())?,
        _ => return None,
    };
    (number.is_whole() && !number.is_negative()).then(|| Decimal::from_text(&number.amount(0))).flatten()
}

/// What the shop says the purchase came to.
struct Value {
    value: Option<Amount>,
    more: [Option<Amount>; 2],
    has_no_decimals: bool,
}

impl Value {
    fn of(found: &Found, currency: Option<&str>) -> Value {
        let key = if found.dialect == Dialect::Ga4 { "value" } else { "revenue" };
        let amount = |key: &str| found.get(key).and_then(Amount::read);
        let currency = found.currency.and_then(word).or_else(|| currency.map(str::to_owned));
        Value {
            value: amount(key),
            more: [amount("tax"), amount("shipping")],
            has_no_decimals: currency.as_deref() == Some("CLP"),
        }
    }

    /// Whether a sum is the value, with or without tax and shipping.
    fn is(&self, sum: &Decimal, separator: Separator) -> bool {
        let separator = if self.has_no_decimals { Separator::Groups } else { separator };
        let Some(value) = &self.value else { return false };
        let value = value.value(separator);
        let [tax, shipping] = &self.more;
        let of =
            |amount: &Option<Amount>| amount.as_ref().map(|amount| amount.value(separator).clone()).unwrap_or_default();
        let (tax, shipping) = (of(tax), of(shipping));
        let all = [Decimal::default(), tax.clone(), shipping.clone(), tax.plus(&shipping)];
        all.iter().any(|more| sum.plus(more).partial_cmp(value) == Some(Ordering::Equal))
    }
}
