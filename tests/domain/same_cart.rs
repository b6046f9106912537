//! Which orders count as the same cart, and so must not be placed twice.

use crate::ledger::{is_order, lost};
use crate::pages::{open, page, place, placing};
use crate::recorder::Flow;
use crate::world::{self, ORDER, World};
use order_bridge::domain::checkout::pending::pending;
use order_bridge::domain::http::Fault;
use order_bridge::domain::language::Language;

#[test]
fn other_form_data_or_payment_is_the_same_cart_but_other_products_coupon_storage_or_guest_are_not() {
    let mut world = World::default();
    place(&mut world, &page(), "null", lost);
    for (order, sent) in [
        (ORDER.replace("Christina", "Christine"), 1),
        (ORDER.replace("stripe", "cash"), 1),
        (ORDER.replace("\"quantity\":1", "\"quantity\":2"), 2),
        (ORDER.replace("}],\"products", "}],\"couponCode\":\"SPRING\",\"products"), 3),
        (ORDER.replace("guest_orders", "home_orders"), 4),
    ] {
        world.run(placing(&page(), &order, "null"), |_, _| Err(Fault::TimedOut));
        assert_eq!(world.count("/orders"), sent, "{order}");
    }
    let other = world::checkout(r#"{"guestId":"8b2f1c7e-9d3a-4f60-8a1b-2c3d4e5f6a7b"}"#, Language::English);
    world.run(placing(&other, ORDER, "null"), |_, _| Err(Fault::TimedOut));
    assert_eq!(world.count("/orders"), 5);
    // Guests do not see each other's pending orders.
    let list = world.run(Flow::new(|io| pending(other, io)), |_, _| panic!("unexpected request"));
    assert_eq!((list.len(), open(&mut world).len()), (1, 4));
}

#[test]
fn the_same_products_in_a_different_order_are_the_same_cart() {
    let mut world = World::default();
    let with = |products: &str| ORDER.replace("[{\"productId\":10,\"quantity\":1}]", products);
    let two = r#"[{"productId":10,"quantity":1},{"productId":11,"quantity":2}]"#;
    world.run(placing(&page(), &with(two), "null"), lost);
    for (products, sent) in [
        (r#"[{"productId":11,"quantity":2},{"productId":10,"quantity":1}]"#, 1),
        (r#"[{"productId":11,"quantity":1},{"productId":10,"quantity":2}]"#, 2),
        (r#"[{"productId":10,"quantity":1}]"#, 3),
        (r#"[{"productId":10,"quantity":1},{"productId":10,"quantity":1}]"#, 4),
    ] {
        world.run(placing(&page(), &with(products), "null"), lost);
        assert_eq!(world.sent.iter().filter(|request| is_order(request)).count(), sent, "{products}");
    }
}

#[test]
fn similar_carts_are_different_carts() {
    let mut world = World::default();
    for number in 1..40 {
        let bonus = 200 - number;
        let order = ORDER.replace("\"quantity\":1}]", &format!("\"quantity\":{number}}}],\"bonusAmount\":{bonus}"));
        world.run(placing(&page(), &order, "null"), lost);
        let sent = world.sent.iter().filter(|request| is_order(request)).count();
        assert_eq!(sent, number, "{order}");
    }
}
