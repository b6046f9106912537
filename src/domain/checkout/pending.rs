//! Unfinished checkouts of this or an earlier page load. Those that this page is placing right now are left out: their
//! callers receive the result, and `resume` would find nothing if the order was refused in the meantime.

use std::rc::Rc;

use super::ledger::{self, State};
use super::{Checkout, has};
use crate::domain::data::{Data, Entries, MAX_SAFE_INTEGER};
use crate::domain::flow::Io;

/// One unfinished checkout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingCheckout {
    /// Pass this to `resume`.
    pub reference: String,
    /// How far it has got.
    pub state: PendingState,
    /// The order's number, once it is known.
    pub order_id: Option<i64>,
    /// The shopper has ordered the same cart again in the meantime.
    pub superseded: bool,
    /// When the order was sent, in milliseconds since 1970; the shell converts this to ISO 8601.
    pub started_at: u64,
}

impl PendingCheckout {
    /// The value that callers receive; `startedAt` is still a number.
    pub fn to_data(&self) -> Data {
        let state = match self.state {
            PendingState::OrderSent => "orderSent",
            PendingState::OrderPlaced => "orderPlaced",
        };
        Entries::default()
            .text("reference", &self.reference)
            .text("state", state)
            .put("orderId", self.order_id.map_or(Data::Null, Data::of_integer))
            .bool("superseded", self.superseded)
            .integer("startedAt", i64::try_from(self.started_at).unwrap_or(MAX_SAFE_INTEGER))
            .end()
    }
}

/// How far an unfinished checkout has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PendingState {
    /// The order may exist.
    OrderSent,
    /// The order exists, but its payment was not opened, or the page did not receive the result.
    OrderPlaced,
}

/// Implements `pending`: unfinished checkouts, oldest first.
pub async fn pending(checkout: Rc<Checkout>, io: Io) -> Vec<PendingCheckout> {
    let now = io.now();
    let mut list = Vec::new();
    for row in &ledger::rows(&io, &checkout).await {
        let is_under_way = has(&checkout.in_progress.borrow(), row.reference());
        if is_under_way || row.is_over(now) || checkout.is_done(row) {
            continue;
        }
        list.push(PendingCheckout {
            state: if row.state() == State::Sent { PendingState::OrderSent } else { PendingState::OrderPlaced },
            superseded: row.is_superseded(),
            order_id: row.order_id(),
            started_at: row.sent_at(),
            reference: row.reference().to_owned(),
        });
    }
    list
}
