//! Records that the page has received its accepted order. This must not happen earlier: if the tab dies before that,
//! the next call must find the order instead of placing another one.

use std::rc::Rc;

use super::ledger::{self, State};
use super::outcome::{CheckoutResult, Delivered};
use super::{Checkout, forget, has, remember};
use crate::domain::flow::Io;
use crate::domain::problem::Step;

impl Checkout {
    /// Call this when the page receives `result`, and pass the returned value to [`record_delivery`] afterwards.
    pub fn deliver_result(&self, result: &CheckoutResult) -> Option<Delivered> {
        let mut unresolved = self.unresolved.borrow_mut();
        let (reference, order, problem) = match result {
            CheckoutResult::Accepted { reference, order, problem, .. } => (reference, order, problem),
            CheckoutResult::Unknown { reference, .. } => {
                if !has(&unresolved, reference) {
                    unresolved.push(reference.clone());
                }
                return None;
            }
            _ => return None,
        };
        forget(&mut unresolved, reference);
        // A payment that was not opened is still to be done. A failed report is not: the outbox retries it.
        let is_complete = problem.as_ref().is_none_or(|problem| problem.step == Some(Step::Track));
        if is_complete {
            remember(&self.done, reference.clone());
        }
        Some(Delivered { reference: reference.clone(), order: order.clone(), is_complete })
    }
}

/// The page receives `result`: what the ledger has to record is saved until [`record_deliveries`].
pub fn deliver(checkout: &Checkout, result: &CheckoutResult) {
    let delivered = checkout.deliver_result(result);
    checkout.deliveries.borrow_mut().extend(delivered);
}

/// Records what [`deliver`] has saved.
pub async fn record_deliveries(checkout: Rc<Checkout>, io: Io) {
    let deliveries = checkout.deliveries.take();
    for delivered in deliveries {
        record_delivery(Rc::clone(&checkout), io.clone(), delivered).await;
    }
}

/// Records that the page has its order and that the order's report is in the outbox.
pub async fn record_delivery(checkout: Rc<Checkout>, io: Io, delivered: Delivered) {
    if let Some(row) = ledger::row_of(&io, &checkout, &delivered.reference).await {
        let amended = ledger::amend(&io, &checkout, &row, |row| {
            row.set_reported();
            row.set_order(&delivered.order);
            row.set_state(if delivered.is_complete { State::Done } else { State::Placed });
        });
        amended.await;
    }
}

/// Marks an order as done after its payment has completed: there is no payment session left to open.
pub async fn paid(checkout: Rc<Checkout>, io: &Io, order_id: i64) {
    for row in &ledger::rows(io, &checkout).await {
        if row.state() == State::Placed && row.order_id() == Some(order_id) {
            remember(&checkout.done, row.reference().to_owned());
            ledger::amend(io, &checkout, row, |row| row.set_state(State::Done)).await;
        }
    }
}
