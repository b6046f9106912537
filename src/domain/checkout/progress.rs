//! What this page knows of a saved checkout: whether it is done, whether its outcome is awaited, and its order.

use super::ledger::{Row, State};
use super::{Checkout, has};
use crate::domain::oneentry::Order;

impl Checkout {
    /// Whether a checkout has nothing left to do.
    pub fn is_done(&self, row: &Row) -> bool {
        row.state() == State::Done || has(&self.done.borrow(), row.reference())
    }

    /// Whether the shopper on this page is still waiting for the outcome of a checkout.
    pub fn is_unresolved(&self, row: &Row) -> bool {
        has(&self.unresolved.borrow(), row.reference())
    }

    /// The order of a record: complete if this page placed it, otherwise the stored part.
    pub fn order_of(&self, row: &Row) -> Option<Order> {
        let orders = self.orders.borrow();
        let whole = orders.iter().find(|(reference, _)| reference == row.reference()).map(|(_, order)| order.clone());
        whole.or_else(|| row.order())
    }
}
