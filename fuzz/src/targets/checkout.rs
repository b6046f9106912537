//! A whole call of `placeOrder` with hostile answers, then the same call again. Lines: options, `KEY RECORD` of a
//! stored record, the order (empty: a valid one), then one answer per line: a status, a space, the body. Status 0 is a
//! network error, 1 a timeout, 2 an answer that broke off.

use order_bridge::domain::checkout::ledger::Row;
use order_bridge::domain::checkout::place_order::place_order;
use order_bridge::domain::checkout::{CheckoutResult, PlaceOrderOptions};
use order_bridge::domain::data::{Data, MAX_SAFE_INTEGER};
use order_bridge::domain::http::{Answer, Exchange, Fault, Method, Request};
use order_bridge::domain::json;
use order_bridge::domain::oneentry::Order;
use url::Url;

use super::urls::assert_safe;
use crate::recorder::Flow;
use crate::world::{ORDER, World, checkout, order};

const PAYMENT_HOSTS: [&str; 2] = ["pay.example", "*.pay.test"];

pub fn run(input: &[u8]) {
    let text = crate::text(input);
    let [options, saved, wanted, answers] = crate::parts(&text);
    let Ok(options) = PlaceOrderOptions::read(json::parse(options).unwrap_or(Data::Null)) else { return };
    let Some(wanted) = json::parse(if wanted.is_empty() { ORDER } else { wanted }) else { return };
    let mut world = World::default();
    let shop = checkout(&PAYMENT_HOSTS);
    if let Some((key, row)) = saved.split_once(' ') {
        let own = Row::about(&shop, &order(&shop), "r");
        world.rows.insert(key.to_owned(), row.replace("GUEST", own.guest()).replace("CART", own.cart()));
    }
    let mut answers = answers.lines().map(answer);
    let mut next = |_: &Request| answers.next().unwrap_or(Err(Fault::Network));

    let again = options.order_again;
    let checked = shop.check(wanted.clone());
    let valid = checked.0.is_some();
    let shared = std::rc::Rc::clone(&shop);
    let first = world.run(Flow::new(|io| place_order(shared, io, checked, options.clone())), &mut next);
    judge(&world, &first, valid);

    // A new page load and another press: an order that may exist is not sent again.
    let sent = orders(&world).len();
    let may_exist = matches!(first, CheckoutResult::Unknown { .. });
    let shop = checkout(&PAYMENT_HOSTS);
    let checked = shop.check(wanted);
    let second = world.run(Flow::new(|io| place_order(shop, io, checked, options)), &mut next);
    let more = orders(&world).len() - sent;
    if may_exist && !again {
        assert_eq!(more, 0, "an order that may exist was sent again");
        assert!(matches!(second, CheckoutResult::Unknown { .. } | CheckoutResult::Accepted { .. }), "{second:?}");
    }
    payment(&second);
    traffic(&world);
}

fn answer(line: &str) -> Exchange {
    let (status, text) = line.split_once(' ').unwrap_or((line, ""));
    match status.parse().unwrap_or(200) {
        0 => Err(Fault::Network),
        1 => Err(Fault::TimedOut),
        2 => Err(Fault::BrokenOff(201)),
        status => Ok(Answer { status, text: text.to_owned(), retry_after: Some("1".into()) }),
    }
}

/// The outcome of each order that was sent.
fn orders(world: &World) -> Vec<&Exchange> {
    let is_order = |request: &Request| request.method == Method::Post && request.url.ends_with("/orders");
    world.sent.iter().zip(&world.came).filter(|(request, _)| is_order(request)).map(|(_, exchange)| exchange).collect()
}

fn judge(world: &World, result: &CheckoutResult, valid: bool) {
    let orders = orders(world);
    assert!(valid || world.sent.is_empty(), "an invalid order caused a request");
    let did_nothing = |exchange: &&&Exchange| matches!(exchange, Ok(answer) if matches!(answer.status, 401 | 429));
    assert!(orders.len() <= 1 + orders.iter().filter(did_nothing).count(), "an order was sent again");
    let number = orders.iter().find_map(|exchange| Order::read(exchange.as_ref().ok()?)).map(|order| order.id);
    match result {
        CheckoutResult::Accepted { order, .. } => {
            assert!((1..=MAX_SAFE_INTEGER).contains(&order.id));
            assert!(number.is_none_or(|number| number == order.id), "the order's number is not the one in the answer");
        }
        CheckoutResult::Rejected { .. } => {
            assert_eq!(number, None, "an order that exists was reported as refused");
            let refused = |exchange: &&Exchange| matches!(exchange, Ok(answer) if (400..500).contains(&answer.status));
            assert!(orders.last().is_some_and(refused), "reported as refused without a refusal: {result:?}");
        }
        CheckoutResult::NotSent { .. } => assert!(orders.is_empty(), "reported as not sent, but sent: {result:?}"),
        CheckoutResult::Unknown { .. } => {
            assert_eq!(number, None, "an order whose number was returned was reported as unknown")
        }
    }
    payment(result);
}

fn payment(result: &CheckoutResult) {
    let CheckoutResult::Accepted { payment_url, session, .. } = result else { return };
    for url in payment_url.iter().chain(session.iter().filter_map(|session| session.payment_url.as_ref())) {
        assert_safe(url);
        let host = Url::parse(url).expect("a URL").host_str().unwrap_or("").to_owned();
        assert!(host == "pay.example" || host.ends_with(".pay.test"), "{url}");
    }
}

/// Requests go only to the two services, and each service gets only its own secrets.
fn traffic(world: &World) {
    assert!(world.sent.len() <= 100, "{} requests", world.sent.len());
    for request in &world.sent {
        let has_token = request.headers.iter().any(|(_, value)| value.contains("app-token"));
        match Url::parse(&request.url).expect("a URL").origin().ascii_serialization().as_str() {
            "https://p.example" => assert!(has_token, "{request:?}"),
            "https://o.example" => assert!(!has_token, "{request:?}"),
            other => panic!("unexpected request to {other}"),
        }
    }
}
