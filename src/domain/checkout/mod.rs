//! The guest checkout: the documented scenario as one safe call, and its steps alone.

pub mod call;
pub mod ledger;
pub mod look_up;
pub mod options;
pub mod outcome;
pub mod payment;
pub mod pending;
pub mod place_order;
pub mod preparation;
pub mod report;
pub mod report_payment;
pub mod resume;
pub mod steps;
pub mod told;
pub mod upkeep;

use std::cell::RefCell;
use std::rc::Rc;

use super::data::Data;
use super::messages::Language;
use super::ocular::OcularConfig;
use super::oneentry::preview::Previewed;
use super::oneentry::{Client, GuestOrder, Order};
use super::validation::Report;

use ledger::{Row, State};
pub use options::{PlaceOrderOptions, SessionWish};
pub use outcome::CheckoutResult;

/// What every call of one bridge shares.
#[derive(Debug)]
pub struct Checkout {
    /// The guest and the project.
    pub client: Client,
    /// Where orders are reported.
    pub ocular: Rc<OcularConfig>,
    /// Language of messages.
    pub language: Language,
    /// Hosts that a payment URL may point to; empty allows every https host.
    pub payment_hosts: Vec<String>,
    /// What the shopper was shown last.
    pub previewed: RefCell<Option<Previewed>>,
    /// The last orders that were placed in this page life, by reference.
    pub orders: RefCell<Vec<(String, Order)>>,
    /// References of the last checkouts that this page was told all of; of those before them the rows say so.
    pub done: RefCell<Vec<String>>,
    /// References of checkouts of which the last that this page was told is that their order may exist.
    pub awaited: RefCell<Vec<String>>,
}

/// How many of its orders a page has at hand: all that one shopper places, and not all that a till does in a week.
const MOST_AT_HAND: usize = 64;

/// Remembers the last ones only.
fn remember<T>(list: &RefCell<Vec<T>>, one: T) {
    let mut list = list.borrow_mut();
    if list.len() >= MOST_AT_HAND {
        list.remove(0);
    }
    list.push(one);
}

impl Checkout {
    /// Checks an order without sending it.
    pub fn check(&self, order: Data) -> (Option<GuestOrder>, Report) {
        GuestOrder::check(order, self.client.lang_code())
    }

    /// Whether nothing is left to do for a checkout.
    fn is_done(&self, row: &Row) -> bool {
        row.state == State::Done || self.done.borrow().contains(&row.reference)
    }

    /// Whether whoever looks at this page still waits to hear what became of it.
    fn is_awaited(&self, row: &Row) -> bool {
        self.awaited.borrow().contains(&row.reference)
    }

    /// Whether this page has placed it, lately.
    fn placed_here(&self, row: &Row) -> bool {
        self.orders.borrow().iter().any(|(reference, _)| *reference == row.reference)
    }

    /// The order of a row: whole where this page has placed it, else what was kept of it.
    fn order_of(&self, row: &Row) -> Option<Order> {
        let orders = self.orders.borrow();
        let whole = orders.iter().find(|(reference, _)| *reference == row.reference).map(|(_, order)| order.clone());
        whole.or_else(|| row.order.as_ref().map(ledger::Placed::to_order))
    }
}
