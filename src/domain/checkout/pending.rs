//! Checkouts that are not finished, from this or an earlier page life. Not those that this page is placing right now: their
//! callers hear what becomes of them, and whoever resumed one that is refused meanwhile would find nothing.

use std::rc::Rc;

use super::ledger::{self, State};
use super::{Checkout, has};
use crate::domain::data::{Data, Entries, MAX_SAFE_INTEGER};
use crate::domain::flow::Io;

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingCheckout {
    /// For `resume`.
    pub reference: String,
    /// How far it is.
    pub state: PendingState,
    /// The order's number, once it is known.
    pub order_id: Option<i64>,
    /// The shopper has ordered the same cart again meanwhile.
    pub superseded: bool,
    /// Milliseconds since 1970; the shell hands it out as ISO 8601.
    pub started_at: u64,
}

impl PendingCheckout {
    /// As callers get it; `startedAt` is still a number.
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

/// How far an unfinished checkout is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PendingState {
    /// The order may exist.
    OrderSent,
    /// The order exists; its payment was not opened, or the page did not hear of it.
    OrderPlaced,
}

/// `pending`, oldest first.
pub async fn pending(checkout: Rc<Checkout>, io: Io) -> Vec<PendingCheckout> {
    let now = io.now();
    let mut list = Vec::new();
    for row in &ledger::rows(&io, &checkout).await {
        let is_under_way = has(&checkout.under_way.borrow(), row.reference());
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
