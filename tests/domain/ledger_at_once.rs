//! Two flows of one page write the same ledger record: neither may overwrite the other's changes.

use std::rc::Rc;

use crate::pages::{open, page, placing, reference};
use crate::recorder::Flow;
use crate::world::{ORDER, World, fine};
use order_bridge::domain::checkout::delivered::record_delivery;
use order_bridge::domain::checkout::ledger;
use order_bridge::domain::flow::Patience;
use order_bridge::domain::http::Fault;

const TRACKED: &str =
    r#"{"track":{"items":[{"name":"a","quantity":1,"price":10,"currency":"CLP","unit_price":true}]}}"#;

#[test]
fn a_delivered_order_is_marked_as_done_even_while_its_report_is_being_queued() {
    let mut world = World::default();
    let page = page();
    let result = world.run(placing(&page, ORDER, TRACKED), |request, _| {
        if request.url.ends_with("/order") { Err(Fault::TimedOut) } else { fine(request) }
    });
    let known = page.deliver_result(&result).unwrap();
    let (looking, telling, reference) = (Rc::clone(&page), Rc::clone(&page), reference(&result));
    let look = Flow::new(|io| async move {
        let mut row = ledger::row_of(&io, &looking, &reference).await.unwrap();
        let lock = ledger::lock_name(row.cart());
        assert!(io.lock(lock.clone(), Patience::None).await);
        row.move_to_outbox(&io, &looking).await;
        io.unlock(&lock);
    });
    world.run_all(vec![look, Flow::new(|io| record_delivery(telling, io, known))], |_, _| panic!("unexpected request"));
    assert_eq!(open(&mut world), []);
}
