//! Upkeep of checkouts that an earlier call or page load left behind. Until the page ends, it searches for orders whose
//! response was lost, and hands overdue reports to the outbox.

use std::rc::Rc;

use super::Checkout;
use super::ledger::{self, Row, State};
use super::look_up::find;
use crate::domain::data::{Data, Entries};
use crate::domain::flow::{Io, Patience};
use crate::domain::oneentry::Order;
use crate::domain::problem::{Step, Warning};
use crate::domain::text::{concat, integer};

/// Pauses between searches after a response was lost. The searches run at 2, 4, 8, 16 and 30 s.
const PAUSES_MS: [u32; 5] = [2_000, 2_000, 4_000, 8_000, 14_000];
/// Then the search runs for another hour, because an order can be created a minute late and a service can recover
/// without notice. After that, it runs only when the page is loaded, shown or online again.
const LATER_MS: u32 = 30_000;
const LATER_ATTEMPTS: usize = 120;

/// The pause before search number `looks` (from 0), or `None` after the last one.
fn pause_ms(looks: usize) -> Option<u32> {
    let later = (looks < PAUSES_MS.len() + LATER_ATTEMPTS).then_some(LATER_MS);
    PAUSES_MS.get(looks).copied().or(later)
}

/// An order that was found after its response was lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The checkout's own reference.
    pub reference: String,
    /// The order's number.
    pub order_id: i64,
    /// The shopper has ordered the same cart again in the meantime.
    pub superseded: bool,
    /// What the shop should know about it.
    pub warning: Option<Warning>,
}

impl Found {
    /// The value that callers receive.
    pub fn to_data(&self) -> Data {
        Entries::default()
            .text("reference", &self.reference)
            .integer("orderId", self.order_id)
            .bool("superseded", self.superseded)
            .end()
    }
}

/// The warning about several orders where one may have been intended: the shopper has ordered again after `order`, or
/// the browser has repeated the request on its own. Firefox does so for each kept-alive connection that dies.
pub fn duplicate(order: &Order, superseded: bool) -> Option<Warning> {
    let id = integer(order.id);
    let message = match order.twins.split_last() {
        Some((last, others)) => {
            let mut list = id;
            for twin in others {
                list.push_str(", ");
                list.push_str(&integer(*twin));
            }
            let how = match others {
                [] => "sent twice by the browser: one of the two",
                _ => "sent again by the browser: all but one",
            };
            concat(&[
                "Orders ",
                &list,
                " and ",
                &integer(*last),
                " are from one request, ",
                how,
                " should be cancelled.",
            ])
        }
        None if superseded => concat(&[
            "Order ",
            &id,
            " exists as well. The shopper has ordered again in the meantime, so one of the two should be cancelled.",
        ]),
        None => return None,
    };
    Some(Warning { code: "DUPLICATE_ORDER", message, step: Some(Step::CreateOrder) })
}

/// Runs until the page ends; passes each order that is found to `emit`.
pub async fn repeat_upkeep(io: Io, checkout: Rc<Checkout>, emit: impl Fn(Found)) {
    ledger::delete_expired(&io).await;
    let mut left = look(&io, &checkout, &emit).await;
    let mut looks = 0;
    loop {
        let pause = if left { pause_ms(looks) } else { None };
        if io.sleep(pause).await {
            looks = if pause.is_some() { looks + 1 } else { 0 };
            left = look(&io, &checkout, &emit).await;
        } else {
            // A call has just left something behind: start over with the short pauses.
            (left, looks) = (true, 0);
        }
    }
}

/// Runs one search. Returns whether something is left that another search may find.
async fn look(io: &Io, checkout: &Rc<Checkout>, emit: &impl Fn(Found)) -> bool {
    let now = io.now();
    let mut left = false;
    for row in &ledger::rows(io, checkout).await {
        if !is_open(row) || row.is_over(now) {
            continue;
        }
        let lock = ledger::lock_name(row.cart());
        if !io.lock(lock.clone(), Patience::None).await {
            left = true;
            continue;
        }
        // Another call may have continued it in the meantime.
        if let Some(row) = ledger::row_of(io, checkout, row.reference()).await.filter(is_open) {
            left |= !run_upkeep(io, checkout, row, emit).await;
        }
        io.unlock(&lock);
    }
    left
}

fn is_open(row: &Row) -> bool {
    match row.state() {
        State::Sent => row.marker().is_some(),
        State::Placed | State::Done => row.is_unreported(),
    }
}

/// Completes one record. Requires the cart's lock. Returns whether nothing is left to do.
async fn run_upkeep(io: &Io, checkout: &Rc<Checkout>, mut row: Row, emit: &impl Fn(Found)) -> bool {
    if row.state() == State::Sent {
        let Some(order) = find(io, checkout, &mut row).await else { return false };
        let superseded = row.is_superseded();
        if superseded {
            row.set_state(State::Done);
            row.save(io).await;
        }
        let warning = duplicate(&order, superseded);
        emit(Found { reference: row.reference().to_owned(), order_id: order.id, superseded, warning });
    }
    row.move_to_outbox(io, checkout).await;
    true
}
