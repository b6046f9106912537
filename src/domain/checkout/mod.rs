//! The guest checkout: the documented scenario as one safe call, and its steps alone.

pub mod options;
pub mod outcome;
pub mod place_order;
pub mod preparation;
pub mod report_payment;
pub mod steps;
pub mod under_way;

use std::cell::RefCell;
use std::rc::Rc;

use super::data::Data;
use super::messages::Language;
use super::ocular::OcularConfig;
use super::oneentry::preview::Previewed;
use super::oneentry::{Client, GuestOrder};
use super::validation::Report;

pub use options::{PlaceOrderOptions, SessionWish};
pub use outcome::{CheckoutResult, StepResult};

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
    /// Orders that are being placed.
    pub under_way: under_way::OrdersUnderWay,
}

impl Checkout {
    /// Checks an order without sending it.
    pub fn check(&self, order: Data) -> (Option<GuestOrder>, Report) {
        GuestOrder::check(order, self.client.lang_code())
    }
}
