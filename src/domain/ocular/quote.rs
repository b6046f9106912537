//! What a buy order comes to, line by line and by currency (contract "Money"): exact, never through binary fractions.

use serde::Serialize;

use super::BuyOrder;
use super::buy_order::{Currency, DiscountType, Item};
use crate::domain::amount::Amount;

/// Sums of one line or of one currency, as decimal strings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// In the order of the items.
    pub lines: Vec<Sums>,
    /// By currency, in the order of their first line.
    pub totals: Vec<Sums>,
}

struct Line {
    currency: Currency,
    gross: Amount,
    discount: Amount,
    total: Amount,
}

impl Quote {
    /// Adds a valid order up.
    pub fn of(order: &BuyOrder) -> Quote {
        let lines: Vec<Line> = order.items.iter().map(Line::of).collect();
        let mut totals: Vec<Line> = Vec::new();
        for line in &lines {
            match totals.iter_mut().find(|total| total.currency == line.currency) {
                Some(total) => total.add(line),
                None => totals.push(Line {
                    gross: line.gross.clone(),
                    discount: line.discount.clone(),
                    total: line.total.clone(),
                    ..*line
                }),
            }
        }
        Quote { lines: lines.iter().map(Line::sums).collect(), totals: totals.iter().map(Line::sums).collect() }
    }
}

impl Line {
    fn of(item: &Item) -> Line {
        let price = Amount::of(&item.price);
        let gross = match item.unit_price {
            true => price.times(&Amount::whole(item.quantity.unsigned_abs())),
            false => price,
        };
        let given = item.discount.as_ref().map_or_else(Amount::zero, Amount::of);
        let discount = match item.discount_type {
            DiscountType::Amount => given,
            DiscountType::Percent => gross.percent(&given).rounded(item.currency.digits()),
        };
        Line { currency: item.currency, total: gross.minus(&discount), gross, discount }
    }

    fn add(&mut self, line: &Line) {
        self.gross = self.gross.plus(&line.gross);
        self.discount = self.discount.plus(&line.discount);
        self.total = self.total.plus(&line.total);
    }

    fn sums(&self) -> Sums {
        let text = |amount: &Amount| amount.text(self.currency.digits());
        Sums {
            currency: self.currency.code(),
            gross: text(&self.gross),
            discount: text(&self.discount),
            total: text(&self.total),
        }
    }
}
