//! Goes on with a checkout that stopped: looks a lost answer up, opens the payment session. It never creates an order.

use std::rc::Rc;

use super::Checkout;
use super::call::Call;
use super::ledger::{self, State};
use super::options::PlaceOrderOptions;
use super::outcome::CheckoutResult;
use crate::domain::flow::Io;
use crate::domain::problem::Code;

/// `resume`.
pub async fn resume(
    checkout: Rc<Checkout>,
    io: Io,
    reference: String,
    mut options: PlaceOrderOptions,
) -> CheckoutResult {
    let mut call = Call { reference, checkout, io, warnings: Vec::new() };
    let plan = call.plan_report(options.track.take());
    let Some(row) = ledger::row_of(&call.io, &call.checkout, &call.reference).await else {
        // What is not known here may exist all the same: a storage can be emptied.
        return call.unknown(Code::NotFound, &call.reference);
    };
    let cart = row.cart;
    if call.lock(&cart, &[]).await.is_err() {
        return call.unknown(Code::Aborted, &call.reference);
    }
    let result = match ledger::row_of(&call.io, &call.checkout, &call.reference).await {
        None => call.unknown(Code::NotFound, &call.reference),
        Some(mut row) => {
            let order = match row.state {
                State::Sent => call.find(&mut row).await,
                State::Placed | State::Done => call.checkout.order_of(&row),
            };
            match order {
                Some(order) => call.go_on(row, order, plan, options, false).await,
                None => call.unknown(Code::UnknownOutcome, &call.reference),
            }
        }
    };
    call.unlock(&cart);
    result
}
