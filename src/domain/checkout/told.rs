//! What happens after the page was told that its order is accepted. Not before: a tab that dies on the way must find its
//! order again instead of placing another one.

use std::rc::Rc;

use super::ledger::{self, State};
use super::outcome::CheckoutResult;
use super::{Checkout, forget, has, remember};
use crate::domain::flow::Io;
use crate::domain::oneentry::Order;
use crate::domain::problem::Step;

/// A checkout whose end the page knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    reference: String,
    order: Order,
    is_complete: bool,
}

impl Checkout {
    /// To be called when the page gets `result`; what it gives is for [`told`], afterwards.
    pub fn hand_out(&self, result: &CheckoutResult) -> Option<Told> {
        let mut awaited = self.awaited.borrow_mut();
        let (reference, order, problem) = match result {
            CheckoutResult::Accepted { reference, order, problem, .. } => (reference, order, problem),
            CheckoutResult::Unknown { reference, .. } => {
                if !has(&awaited, reference) {
                    awaited.push(reference.clone());
                }
                return None;
            }
            _ => return None,
        };
        forget(&mut awaited, reference);
        // A payment that was not opened is left to do; a report is the outbox's.
        let is_complete = problem.as_ref().is_none_or(|problem| problem.step == Some(Step::Track));
        if is_complete {
            remember(&self.done, reference.clone());
        }
        Some(Told { reference: reference.clone(), order: order.clone(), is_complete })
    }
}

/// Writes down that the page knows, and that its report is in the outbox.
pub async fn told(checkout: Rc<Checkout>, io: Io, told: Told) {
    if let Some(row) = ledger::row_of(&io, &checkout, &told.reference).await {
        let amended = ledger::amend(&io, &checkout, &row, |row| {
            row.set_reported();
            row.set_order(&told.order);
            row.set_state(if told.is_complete { State::Done } else { State::Placed });
        });
        amended.await;
    }
}

/// Writes down that an order's payment has ended: nothing is left to open.
pub async fn paid(checkout: Rc<Checkout>, io: &Io, order_id: i64) {
    for row in &ledger::rows(io, &checkout).await {
        if row.state() == State::Placed && row.order_id() == Some(order_id) {
            remember(&checkout.done, row.reference().to_owned());
            ledger::amend(io, &checkout, row, |row| row.set_state(State::Done)).await;
        }
    }
}
