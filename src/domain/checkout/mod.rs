//! The guest checkout: the documented scenario as one safe call, and its steps alone.

pub mod call;
pub mod delivered;
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
pub mod steps;
pub mod upkeep;

use std::cell::RefCell;
use std::rc::Rc;

use super::data::Data;
use super::flow::Io;
use super::http::Method;
use super::messages::Language;
use super::ocular::OcularConfig;
use super::oneentry::preview::Previewed;
use super::oneentry::{Client, GuestOrder, Order, accounts};
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
    /// References of the last checkouts whose results this page has; for those before them the rows say so.
    pub done: RefCell<Vec<String>>,
    /// References of checkouts whose last result on this page was that their order may exist.
    pub awaited: RefCell<Vec<String>>,
    /// References of orders that this page is placing now.
    pub under_way: RefCell<Vec<String>>,
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

/// Whether a reference is in a list.
fn has(list: &[String], reference: &str) -> bool {
    for known in list {
        if known == reference {
            return true;
        }
    }
    false
}

/// Takes a reference out of a list.
fn forget(list: &mut Vec<String>, reference: &str) {
    list.retain(|known| known != reference);
}

impl Checkout {
    /// A checkout of which nothing is known yet.
    pub fn new(client: Client, ocular: Rc<OcularConfig>, language: Language, payment_hosts: Vec<String>) -> Checkout {
        Checkout {
            client,
            ocular,
            language,
            payment_hosts,
            previewed: RefCell::default(),
            orders: RefCell::default(),
            done: RefCell::default(),
            awaited: RefCell::default(),
            under_way: RefCell::default(),
        }
    }

    /// Checks an order without sending it.
    pub fn check(&self, order: Data) -> (Option<GuestOrder>, Report) {
        GuestOrder::check(order, self.client.lang_code())
    }

    /// Whether the project can be reached. A browser behind a VPN may say that it is offline and be wrong: when in doubt,
    /// something that changes nothing is asked for, and any answer will do.
    pub async fn is_reachable(&self, io: &Io) -> bool {
        !io.is_offline() || self.client.once(io, Method::Get, accounts::PATH, None, None).await.is_ok()
    }

    /// Whether nothing is left to do for a checkout.
    fn is_done(&self, row: &Row) -> bool {
        row.state() == State::Done || has(&self.done.borrow(), row.reference())
    }

    /// Whether whoever looks at this page still waits to hear what became of it.
    fn is_awaited(&self, row: &Row) -> bool {
        has(&self.awaited.borrow(), row.reference())
    }

    /// The order of a row: whole where this page has placed it, else what was kept of it.
    fn order_of(&self, row: &Row) -> Option<Order> {
        let orders = self.orders.borrow();
        let whole = orders.iter().find(|(reference, _)| reference == row.reference()).map(|(_, order)| order.clone());
        whole.or_else(|| row.order())
    }
}
