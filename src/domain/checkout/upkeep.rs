//! Looks after checkouts that an earlier call or page life has left behind, for as long as the page lives: finds orders
//! whose answer was lost, and hands reports that nobody has made to the outbox.

use std::rc::Rc;

use super::Checkout;
use super::ledger::{self, Row, State};
use super::look_up::find;
use crate::domain::data::{Data, Entries};
use crate::domain::flow::{Io, Patience};
use crate::domain::oneentry::Order;
use crate::domain::problem::{Step, Warning};
use crate::domain::text::{concat, integer};

/// Pauses between looks after an answer was lost: at 2, 4, 8, 16 and 30 s.
const PAUSES_MS: [u32; 5] = [2_000, 2_000, 4_000, 8_000, 14_000];
/// And then, since an order can be made a minute late and a service can come back without a word, for an hour more.
/// Afterwards when the page is loaded, shown or online again.
const LATER_MS: u32 = 30_000;
const LATER_LOOKS: usize = 120;

/// The pause before look number `looks` (from 0), while there are any.
fn pause_ms(looks: usize) -> Option<u32> {
    let later = (looks < PAUSES_MS.len() + LATER_LOOKS).then_some(LATER_MS);
    PAUSES_MS.get(looks).copied().or(later)
}

/// An order whose answer was lost and that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The checkout's own reference.
    pub reference: String,
    /// The order's number.
    pub order_id: i64,
    /// The shopper has ordered the same cart again meanwhile.
    pub superseded: bool,
    /// What the shop should know of it.
    pub warning: Option<Warning>,
}

impl Found {
    /// As callers get it.
    pub fn to_data(&self) -> Data {
        Entries::default()
            .text("reference", &self.reference)
            .integer("orderId", self.order_id)
            .bool("superseded", self.superseded)
            .end()
    }
}

/// Several orders where one may have been wanted: the shopper has ordered `order` again meanwhile, or the browser has sent its
/// request again by itself. Firefox does so for each kept connection that dies.
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
            " exists, which the shopper has ordered again meanwhile: one of the two should be cancelled.",
        ]),
        None => return None,
    };
    Some(Warning { code: "DUPLICATE_ORDER", message, step: Some(Step::CreateOrder) })
}

/// Until the page ends; `tell` hears of each order that is found.
pub async fn keep_looking(io: Io, checkout: Rc<Checkout>, tell: impl Fn(Found)) {
    ledger::tidy(&io).await;
    let mut left = look(&io, &checkout, &tell).await;
    let mut looks = 0;
    loop {
        let pause = if left { pause_ms(looks) } else { None };
        if io.nap(pause).await {
            looks = if pause.is_some() { looks + 1 } else { 0 };
            left = look(&io, &checkout, &tell).await;
        } else {
            // A call has left something behind just now.
            (left, looks) = (true, 0);
        }
    }
}

/// Tells whether something is left that another look may find.
async fn look(io: &Io, checkout: &Rc<Checkout>, tell: &impl Fn(Found)) -> bool {
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
        // Meanwhile somebody else may have gone on with it.
        if let Some(row) = ledger::row_of(io, checkout, row.reference()).await.filter(is_open) {
            left |= !look_after(io, checkout, row, tell).await;
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

/// With the cart's lock. Tells whether nothing is left to do.
async fn look_after(io: &Io, checkout: &Rc<Checkout>, mut row: Row, tell: &impl Fn(Found)) -> bool {
    if row.state() == State::Sent {
        let Some(order) = find(io, checkout, &mut row).await else { return false };
        let superseded = row.is_superseded();
        if superseded {
            row.set_state(State::Done);
            row.keep(io).await;
        }
        let warning = duplicate(&order, superseded);
        tell(Found { reference: row.reference().to_owned(), order_id: order.id, superseded, warning });
    }
    row.hand_over(io, checkout).await;
    true
}
