//! What a buy order comes to, line by line and by currency (contract "Money"): exact, never through binary fractions.

use super::BuyOrder;
use crate::domain::amount::Amount;
use crate::domain::data::Data;
use crate::domain::decimal::Decimal;
use crate::domain::json::{self, Object};

/// Sums of one line or of one currency, as decimal strings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sums {
    /// CLP, USD or EUR.
    pub currency: &'static str,
    /// Before the discount.
    pub gross: String,
    /// What is taken off.
    pub discount: String,
    /// What remains, never below zero.
    pub total: String,
}

/// The sums of a valid order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// In the order of the items.
    pub lines: Vec<Sums>,
    /// By currency, in the order of their first line.
    pub totals: Vec<Sums>,
}

/// Currencies and the digits after the point of their amounts.
const DIGITS: [(&str, usize); 3] = [("CLP", 0), ("USD", 2), ("EUR", 2)];

struct Line {
    currency: &'static str,
    digits: usize,
    gross: Amount,
    discount: Amount,
    total: Amount,
}

impl Sums {
    fn write(out: &mut String, sums: &Sums) {
        let mut object = Object::open(out);
        object.text("currency", sums.currency).text("gross", &sums.gross).text("discount", &sums.discount);
        object.text("total", &sums.total);
        object.close();
    }
}

impl Quote {
    /// As callers get it, as JSON text.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        let mut object = Object::open(&mut out);
        json::list(object.key("lines"), &self.lines, Sums::write);
        json::list(object.key("totals"), &self.totals, Sums::write);
        object.close();
        out
    }

    /// Adds a valid order up.
    pub fn of(order: &BuyOrder) -> Quote {
        let items = json::parse(&order.items);
        let (mut lines, mut totals) = (Vec::new(), Vec::<Line>::new());
        for item in items.as_ref().and_then(Data::as_list).unwrap_or_default() {
            let Some(line) = Line::of(item) else { continue };
            lines.push(line.sums());
            match totals.iter_mut().find(|total| total.currency == line.currency) {
                Some(total) => total.add(&line),
                None => totals.push(line),
            }
        }
        let mut quote = Quote { lines, totals: Vec::new() };
        for total in &totals {
            quote.totals.push(total.sums());
        }
        quote
    }
}

impl Line {
    /// Of an item in its wire form, where nothing is left out.
    fn of(item: &Data) -> Option<Line> {
        let decimal = |key| item.get(key).and_then(|value| Decimal::from_number(value.as_number()?));
        let code = item.text_of("currency")?;
        let (currency, digits) = *DIGITS.iter().find(|(known, _)| *known == code)?;
        let price = Amount::of(&decimal("price")?);
        let gross = match item.get("unit_price")?.as_bool()? {
            true => price.times(&Amount::of(&decimal("quantity")?)),
            false => price,
        };
        let given = Amount::of(&decimal("discount")?);
        let discount = match item.text_of("discount_type")? {
            "percent" => gross.percent(&given).rounded(digits),
            _ => given,
        };
        Some(Line { currency, digits, total: gross.minus(&discount), gross, discount })
    }

    fn add(&mut self, line: &Line) {
        self.gross = self.gross.plus(&line.gross);
        self.discount = self.discount.plus(&line.discount);
        self.total = self.total.plus(&line.total);
    }

    fn sums(&self) -> Sums {
        let text = |amount: &Amount| amount.text(self.digits);
        Sums {
            currency: self.currency,
            gross: text(&self.gross),
            discount: text(&self.discount),
            total: text(&self.total),
        }
    }
}
