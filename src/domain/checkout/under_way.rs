//! Orders under way in this page: a second identical call waits for the first one and shares its order.

use std::cell::RefCell;
use std::rc::Rc;

use super::outcome::CheckoutResult;

/// One order that is being placed.
#[derive(Debug)]
pub struct UnderWay {
    fingerprint: String,
    /// Held by the call that places the order; the others wait for it.
    pub lock: String,
    /// What came of it, once known.
    pub result: RefCell<Option<CheckoutResult>>,
}

/// All orders under way of one bridge.
#[derive(Debug, Default)]
pub struct OrdersUnderWay(RefCell<Vec<Rc<UnderWay>>>);

impl OrdersUnderWay {
    /// The order with this fingerprint, and whether the caller is the one to place it.
    pub fn join(&self, fingerprint: String, reference: &str) -> (Rc<UnderWay>, bool) {
        let mut orders = self.0.borrow_mut();
        if let Some(known) = orders.iter().find(|order| order.fingerprint == fingerprint) {
            return (Rc::clone(known), false);
        }
        let lock = format!("order-bridge/order/{reference}");
        let order = Rc::new(UnderWay { fingerprint, lock, result: RefCell::default() });
        orders.push(Rc::clone(&order));
        (order, true)
    }

    /// The order is no longer under way: the next identical call is a new order.
    pub fn leave(&self, order: &Rc<UnderWay>) {
        self.0.borrow_mut().retain(|known| !Rc::ptr_eq(known, order));
    }
}
