//! The library's front door as this world uses it: one function for each flow that a page can start.

use std::rc::Rc;

use order_bridge::domain::checkout::place_order::place_order;
use order_bridge::domain::checkout::preparation::Refused;
use order_bridge::domain::checkout::{Checkout, CheckoutResult, PlaceOrderOptions};
use order_bridge::domain::flow::Flow;
use order_bridge::domain::json;
use order_bridge::domain::messages::Language;
use order_bridge::domain::ocular::OcularConfig;
use order_bridge::domain::ocular::track::keep_delivering;
use order_bridge::domain::oneentry::{Client, OneEntryConfig, preview};
use order_bridge::domain::url::UrlParts;

use super::plan::{Guest, Plan};
use super::server::{APP_TOKEN, FIRST_PRODUCT, PASSWORD};

/// What a flow comes to.
pub enum Ended {
    Call(Box<CheckoutResult>),
    Look(Result<String, Refused>),
    /// References and the order numbers known.
    Pending(Vec<(String, Option<i64>)>),
    Done,
}

/// What the shopper types. None of it may be kept, logged or told on.
pub const CANARIES: [&str; 4] = ["Christina Canary", "canary@example.org", "+56 9 1234 5678", "742 Canary Street"];
pub const STORAGE_MARKER: &str = "guest_orders";
pub const REFERENCE_MARKER: &str = "checkout_reference";

pub fn parse_url(text: &str) -> Option<UrlParts> {
    let (protocol, rest) = text.split_once("//")?;
    Some(UrlParts {
        href: text.into(),
        protocol: protocol.into(),
        hostname: rest.split('/').next()?.into(),
        ..UrlParts::default()
    })
}

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
    Rc::new(Checkout {
        client: Client::new(config),
        ocular: Rc::new(OcularConfig::read(&json::parse(transport).unwrap(), parse_url).unwrap()),
        language: Language::English,
        payment_hosts: Vec::new(),
        previewed: Default::default(),
        under_way: Default::default(),
    })
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

fn options(plan: &Plan) -> PlaceOrderOptions {
    let mut text = r#"{"later":null"#.to_owned();
    if plan.track {
        text.push_str(r#","track":{"items":[{"name":"Mug","quantity":1,"price":18.5,"currency":"USD","unit_price":true}]}"#);
    }
    if plan.session_status {
        text.push_str(r#","sessionStatus":"guest_completed""#);
    }
    text.push('}');
    PlaceOrderOptions::read(json::parse(&text).unwrap()).unwrap()
}

pub fn place(checkout: &Rc<Checkout>, plan: &Plan, cart: usize, _again: bool) -> Flow<Ended> {
    let checkout = Rc::clone(checkout);
    let checked = checkout.check(json::parse(&order(cart, plan.account)).unwrap());
    let options = options(plan);
    Flow::new(|io| async move { Ended::Call(Box::new(place_order(checkout, io, checked, options).await)) })
}

/// What a shop page reads before the click, in this order.
pub const LOOKS: [&str; 3] = ["form", "accounts", "preview"];

pub fn look(checkout: &Rc<Checkout>, plan: &Plan, cart: usize, which: usize) -> Flow<Ended> {
    let checkout = Rc::clone(checkout);
    let cart = preview::check(json::parse(&order(cart, plan.account)).unwrap());
    Flow::new(move |io| async move {
        Ended::Look(match LOOKS[which] {
            "form" => checkout.form(&io, "guest_order").await,
            "accounts" => checkout.accounts(&io).await,
            _ => checkout.preview(&io, cart).await,
        })
    })
}

pub fn resume(_checkout: &Rc<Checkout>, _plan: &Plan, _reference: &str) -> Option<Flow<Ended>> {
    None
}

pub fn pending(_checkout: &Rc<Checkout>) -> Option<Flow<Ended>> {
    None
}

pub fn told(_checkout: &Rc<Checkout>, _reference: &str) -> Option<Flow<Ended>> {
    None
}

/// What runs as long as the page lives.
pub fn upkeep(checkout: &Rc<Checkout>) -> Vec<Flow<Ended>> {
    let config = Rc::clone(&checkout.ocular);
    let delivering = Flow::new(move |io| async move {
        keep_delivering(io, config, |_, _| {}).await;
        Ended::Done
    });
    vec![delivering]
}
