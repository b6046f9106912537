//! The sums of a buy order, per line and per currency (contract "Money"): exact decimals, no floating point.

use super::{BuyOrder, VALIDATOR};
use crate::domain::code::Code;
use crate::domain::data::Data;
use crate::domain::decimal::Decimal;
use crate::domain::json::{self, List, Object};
use crate::domain::validation::Report;

/// Sums of one line or of one currency.
struct Sums<'a> {
    currency: &'a str,
    /// Gross amount, discount, and total, which is never below zero.
    amounts: [Decimal; 3],
}

/// The error for an order that is not valid, as JSON text.
pub fn refusal(report: &Report) -> String {
    let mut text = String::new();
    let mut object = Object::open(&mut text);
    object.text("code", Code::Validation.name()).text("message", "The buy order is not valid: see detail.");
    object.raw("detail", &report.detail_json(VALIDATOR));
    object.close();
    text
}

/// The sums of a valid order as JSON text, as callers receive them: lines in item order, then totals per currency in
/// the order of their first line.
pub fn quote(order: &BuyOrder) -> String {
    let items = json::parse(&order.items).unwrap_or(Data::Null);
    let mut totals: Vec<Sums<'_>> = Vec::new();
    let mut out = String::new();
    let mut object = Object::open(&mut out);
    let mut list = List::open(object.key("lines"));
    for item in items.elements() {
        let line = Sums::of(item);
        line.write(list.item());
        match totals.iter_mut().find(|total| total.currency == line.currency) {
            Some(total) => total.add(&line),
            None => totals.push(line),
        }
    }
    list.close();
    let mut list = List::open(object.key("totals"));
    for total in &totals {
        total.write(list.item());
    }
    list.close();
    object.close();
    out
}

/// The sum of the totals of all lines, whatever their currencies.
pub fn total(order: &BuyOrder) -> Decimal {
    let items = json::parse(&order.items).unwrap_or(Data::Null);
    let mut total = Decimal::default();
    for item in items.elements() {
        let [.., line] = Sums::of(item).amounts;
        total.add(&line);
    }
    total
}

impl<'a> Sums<'a> {
    /// The sums of an item in wire format, where no property is missing.
    fn of(item: &'a Data) -> Sums<'a> {
        let currency = item.text_of("currency").unwrap_or("");
        let mut gross = decimal(item, "price");
        if item.get("unit_price").and_then(Data::as_bool) == Some(true) {
            gross = gross.times(&decimal(item, "quantity"));
        }
        let mut discount = decimal(item, "discount");
        if item.text_of("discount_type") == Some("percent") {
            discount = gross.percent(&discount).rounded(digits(currency));
        }
        let total = gross.minus(&discount);
        Sums { currency, amounts: [gross, discount, total] }
    }

    fn add(&mut self, line: &Sums<'_>) {
        for (sum, amount) in self.amounts.iter_mut().zip(&line.amounts) {
            sum.add(amount);
        }
    }

    /// Writes the sums as decimal strings.
    fn write(&self, out: &mut String) {
        let mut object = Object::open(out);
        object.text("currency", self.currency);
        for (key, amount) in ["gross", "discount", "total"].iter().zip(&self.amounts) {
            object.text(key, &amount.amount(digits(self.currency)));
        }
        object.close();
    }
}

/// Number of decimal places of a currency's amounts.
fn digits(currency: &str) -> usize {
    if currency == "CLP" { 0 } else { 2 }
}

fn decimal(item: &Data, key: &str) -> Decimal {
    let digits = item.get(key).and_then(Data::as_number).unwrap_or("");
    Decimal::from_number(digits).unwrap_or_default()
}
