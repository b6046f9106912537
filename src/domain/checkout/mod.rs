//! The guest checkout: the documented flow as one safe call, and its steps as separate calls.

pub mod call;
pub mod delivered;
pub mod ledger;
pub mod look_up;
pub mod opening;
pub mod options;
pub mod outcome;
pub mod payment;
pub mod pending;
pub mod place_order;
pub mod preparation;
mod progress;
pub mod report;
pub mod report_payment;
pub mod steps;
pub mod upkeep;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::data::Data;
use super::flow::Io;
use super::http::Method;
use super::language::Language;
use super::ocular::OcularConfig;
use super::oneentry::preview::Previewed;
use super::oneentry::{Client, GuestOrder, Order, accounts};
use super::validation::Report;

use opening::Opening;
use outcome::Delivered;

pub use options::{PlaceOrderOptions, SessionRequest, WantedSession};
pub use outcome::CheckoutResult;

/// The state that all calls of one bridge share.
#[derive(Debug)]
pub struct Checkout {
    /// The client of the OneEntry project, for its guest.
    pub client: Client,
    /// Where orders are reported.
    pub ocular: Rc<OcularConfig>,
    /// Language of messages.
    pub language: Language,
    /// Hosts that a payment URL may point to; empty allows every https host.
    pub payment_hosts: Vec<String>,
    /// The preview that the shopper saw last.
    pub previewed: RefCell<Option<Previewed>>,
    /// The latest orders that were placed during this page load, by reference.
    pub orders: RefCell<Vec<(String, Order)>>,
    /// References of the latest checkouts whose results this page has received. For older ones, the ledger has this
    /// state.
    pub done: RefCell<Vec<String>>,
    /// References of checkouts whose latest result on this page was `unknown`: their order may exist.
    pub unresolved: RefCell<Vec<String>>,
    /// References of orders that this page is placing right now.
    pub in_progress: RefCell<Vec<String>>,
    /// Payment sessions that this page is opening right now.
    pub opening: Opening,
    /// Results that the page has received but the ledger has not recorded yet.
    pub deliveries: RefCell<Vec<Delivered>>,
    /// Whether the warning about the shared guest user's password was emitted.
    pub has_warned: Cell<bool>,
}

/// How many orders a page keeps in memory: all that one shopper places, but not everything that a till places in a
/// week.
const MAX_CACHED: usize = 64;

/// Appends to a list and keeps only the latest entries.
fn remember<T>(list: &RefCell<Vec<T>>, one: T) {
    let mut list = list.borrow_mut();
    if list.len() >= MAX_CACHED {
        list.remove(0);
    }
    list.push(one);
}

/// Whether a list contains a reference.
fn has(list: &[String], reference: &str) -> bool {
    for known in list {
        if known == reference {
            return true;
        }
    }
    false
}

/// Removes a reference from a list.
fn forget(list: &mut Vec<String>, reference: &str) {
    list.retain(|known| known != reference);
}

impl Checkout {
    /// Creates the state of a new bridge.
    pub fn new(client: Client, ocular: Rc<OcularConfig>, language: Language, payment_hosts: Vec<String>) -> Checkout {
        Checkout {
            client,
            ocular,
            language,
            payment_hosts,
            previewed: RefCell::default(),
            orders: RefCell::default(),
            done: RefCell::default(),
            unresolved: RefCell::default(),
            in_progress: RefCell::default(),
            opening: Opening::default(),
            deliveries: RefCell::default(),
            has_warned: Cell::new(false),
        }
    }

    /// Checks an order without sending it.
    pub fn check(&self, order: Data) -> (Option<GuestOrder>, Report) {
        GuestOrder::check(order, self.client.lang_code())
    }

    /// Whether the project can be reached. A browser behind a VPN may wrongly report that it is offline. So if the
    /// browser reports that, a request without side effects is sent, and any response means that the project can be
    /// reached.
    pub async fn is_reachable(&self, io: &Io) -> bool {
        !io.is_offline() || self.client.once(io, Method::Get, accounts::PATH, None, None).await.is_ok()
    }
}
