//! Pages that place orders and resume them. Each `Checkout` stands for one page load, and the world that they share for
//! the browser.

#![allow(dead_code, clippy::unwrap_used, clippy::panic, reason = "test code")]

use std::rc::Rc;

use super::recorder::Flow;
use order_bridge::domain::checkout::delivered::record_delivery;
use order_bridge::domain::checkout::pending::{PendingState, pending};
use order_bridge::domain::checkout::place_order::place_order;
use order_bridge::domain::checkout::place_order::resume;
use order_bridge::domain::checkout::{Checkout, CheckoutResult, PlaceOrderOptions};
use order_bridge::domain::http::{Exchange, Request};
use order_bridge::domain::json;
use order_bridge::domain::language::Language;

use super::world::{self, ORDER, World};

pub fn page() -> Rc<Checkout> {
    world::checkout("null", Language::English)
}

pub fn options(text: &str) -> PlaceOrderOptions {
    PlaceOrderOptions::read(json::parse(text).unwrap()).unwrap()
}

pub fn placing(page: &Rc<Checkout>, order: &str, opts: &str) -> Flow<CheckoutResult> {
    let (checked, options, page) = (page.check(json::parse(order).unwrap()), options(opts), Rc::clone(page));
    Flow::new(|io| place_order(page, io, checked, options))
}

/// Places the order and records that the page has received the result.
pub fn place(
    world: &mut World,
    page: &Rc<Checkout>,
    opts: &str,
    answer: impl FnMut(&Request, usize) -> Exchange,
) -> CheckoutResult {
    let result = world.run(placing(page, ORDER, opts), answer);
    tell(world, page, &result);
    result
}

pub fn tell(world: &mut World, page: &Rc<Checkout>, result: &CheckoutResult) {
    if let Some(known) = page.deliver_result(result) {
        let page = Rc::clone(page);
        world.run(Flow::new(|io| record_delivery(page, io, known)), |_, _| panic!("unexpected request"));
    }
}

pub fn go_on(
    world: &mut World,
    reference: &str,
    opts: &str,
    answer: impl FnMut(&Request, usize) -> Exchange,
) -> CheckoutResult {
    let (reference, options, page) = (reference.to_owned(), options(opts), page());
    world.run(Flow::new(|io| resume(page, io, reference, options)), answer)
}

pub fn open(world: &mut World) -> Vec<(PendingState, Option<i64>)> {
    let page = page();
    let list = world.run(Flow::new(|io| pending(page, io)), |_, _| panic!("unexpected request"));
    list.into_iter().map(|pending| (pending.state, pending.order_id)).collect()
}

pub fn reference(result: &CheckoutResult) -> String {
    match result {
        CheckoutResult::Accepted { reference, .. } | CheckoutResult::Unknown { reference, .. } => reference.clone(),
        other => panic!("{other:?}"),
    }
}

pub fn warned(result: &CheckoutResult) -> Vec<&'static str> {
    let CheckoutResult::Accepted { warnings, .. } = result else { panic!("{result:?}") };
    warnings.iter().map(|warning| warning.code).collect()
}
