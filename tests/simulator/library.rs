//! The library's entry points as this world uses them: one function for each flow that a page can start.

use std::cell::RefCell;
use std::rc::Rc;

use order_bridge::domain::checkout::delivered;
use order_bridge::domain::checkout::outcome::Delivered;
use order_bridge::domain::checkout::pending;
use order_bridge::domain::checkout::place_order::{self, place_order};
use order_bridge::domain::checkout::upkeep::{Found, repeat_upkeep};
use order_bridge::domain::checkout::{Checkout, CheckoutResult, PlaceOrderOptions};
use order_bridge::domain::json;
use order_bridge::domain::language::Language;
use order_bridge::domain::ocular::OcularConfig;
use order_bridge::domain::ocular::outbox::deliver_in_background;
use order_bridge::domain::oneentry::{Client, OneEntryConfig, preview};
use order_bridge::domain::problem::Problem;

use super::plan::{Guest, Plan};
use super::recorder::Flow;
pub use super::recorder::parse_url;
use super::server::{APP_TOKEN, FIRST_PRODUCT, PASSWORD};

/// The result of a flow.
pub enum Ended {
    Call(Box<CheckoutResult>),
    /// The problem, when there is no value.
    Look(Option<Problem>),
    /// References, and the numbers of their orders where known.
    Pending(Vec<(String, Option<i64>)>),
    Done,
}

/// What the shopper types. The library must not store, log or pass on any of it.
pub const CANARIES: [&str; 4] = ["Christina Canary", "canary@example.org", "+56 9 1234 5678", "742 Canary Street"];
pub const STORAGE_MARKER: &str = "guest_orders";
pub const REFERENCE_MARKER: &str = "checkout_reference";

pub fn checkout(plan: &Plan) -> Rc<Checkout> {
    let guest = match plan.guest {
        Guest::Anonymous => "null".to_owned(),
        Guest::Shared => format!(
            r#"{{"authData":[{{"marker":"email_reg","value":"guest@example.org"}},{{"marker":"password_reg","value":"{PASSWORD}"}}]}}"#
        ),
    };
    let options = format!(r#"{{"url":"https://p.example","token":"{APP_TOKEN}","guest":{guest}}}"#);
    let config = OneEntryConfig::read(&json::parse(&options).unwrap(), parse_url).unwrap();
    let transport = if plan.widget { r#"{"transport":"widget"}"# } else { "null" };
    Rc::new(Checkout::new(
        Client::new(config),
        Rc::new(OcularConfig::read(&json::parse(transport).unwrap(), parse_url).unwrap()),
        Language::English,
        Vec::new(),
    ))
}

fn order(cart: usize, account: &str) -> String {
    let [name, mail, phone, address] = CANARIES;
    let product = FIRST_PRODUCT + i64::try_from(cart).unwrap();
    format!(
        r#"{{"storage":"{STORAGE_MARKER}","formIdentifier":"guest_order","paymentAccountIdentifier":"{account}","formData":[
        {{"marker":"guest_name","type":"string","value":"{name}"}},{{"marker":"guest_email","type":"string","value":"{mail}"}},
        {{"marker":"guest_phone","type":"string","value":"{phone}"}},{{"marker":"address","type":"string","value":"{address}"}}],
        "products":[{{"productId":{product},"quantity":1}}]}}"#
    )
}

fn options(plan: &Plan, again: bool) -> PlaceOrderOptions {
    let mut text = format!(r#"{{"orderAgain":{again}"#);
    if plan.marker {
        text.push_str(&format!(r#","referenceMarker":"{REFERENCE_MARKER}""#));
    }
    if plan.track {
        text.push_str(
            r#","track":{"items":[{"name":"Mug","quantity":1,"price":18.5,"currency":"USD","unit_price":true}]}"#,
        );
    }
    if plan.session_status {
        text.push_str(r#","sessionStatus":"guest_completed""#);
    }
    text.push('}');
    PlaceOrderOptions::read(json::parse(&text).unwrap()).unwrap()
}

/// `placeOrder`; `again` when the shopper explicitly wants a second order.
pub fn place(checkout: &Rc<Checkout>, plan: &Plan, cart: usize, again: bool) -> Flow<Ended> {
    let checkout = Rc::clone(checkout);
    let checked = checkout.check(json::parse(&order(cart, plan.account)).unwrap());
    let options = options(plan, again);
    Flow::new(|io| async move { Ended::Call(Box::new(place_order(checkout, io, checked, options).await)) })
}

/// What a shop page reads before the click, in this order.
pub const LOOKS: [&str; 3] = ["form", "accounts", "preview"];

pub fn look(checkout: &Rc<Checkout>, plan: &Plan, cart: usize, which: usize) -> Flow<Ended> {
    let checkout = Rc::clone(checkout);
    let cart = preview::check(json::parse(&order(cart, plan.account)).unwrap());
    Flow::new(move |io| async move {
        let read = match LOOKS[which] {
            "form" => checkout.form(&io, "guest_order").await,
            "accounts" => checkout.accounts(&io).await,
            _ => checkout.preview(&io, cart).await,
        };
        Ended::Look(read.err().map(|(problem, _)| problem))
    })
}

/// `resume`.
pub fn resume(checkout: &Rc<Checkout>, plan: &Plan, reference: &str) -> Flow<Ended> {
    let (checkout, options, reference) = (Rc::clone(checkout), options(plan, false), reference.to_owned());
    Flow::new(|io| async move { Ended::Call(Box::new(place_order::resume(checkout, io, reference, options).await)) })
}

/// `pending`.
pub fn pending(checkout: &Rc<Checkout>) -> Flow<Ended> {
    let checkout = Rc::clone(checkout);
    Flow::new(|io| async move {
        let list = pending::pending(checkout, io).await;
        Ended::Pending(list.into_iter().map(|pending| (pending.reference, pending.order_id)).collect())
    })
}

/// What runs after a page has received a result.
pub fn record_delivery(checkout: &Rc<Checkout>, delivered: Delivered) -> Flow<Ended> {
    let checkout = Rc::clone(checkout);
    Flow::new(|io| async move {
        delivered::record_delivery(checkout, io, delivered).await;
        Ended::Done
    })
}

/// Orders that the background work found and the world has not read yet.
pub type Finds = Rc<RefCell<Vec<Found>>>;

/// The background work of a page: delivers reports and looks for lost orders.
pub fn upkeep(checkout: &Rc<Checkout>, finds: &Finds) -> [Flow<Ended>; 2] {
    let (checkout, finds) = (Rc::clone(checkout), Rc::clone(finds));
    let config = Rc::clone(&checkout.ocular);
    let delivering = Flow::new(move |io| async move {
        deliver_in_background(io, config, |_, _| {}).await;
        Ended::Done
    });
    let looking = Flow::new(move |io| async move {
        repeat_upkeep(io, checkout, |found| finds.borrow_mut().push(found)).await;
        Ended::Done
    });
    [delivering, looking]
}
