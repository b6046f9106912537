//! `reportPayment`: reports to Ocular how an order's payment ended, also on the page after a hosted payment.

use std::rc::Rc;

use super::Checkout;
use super::delivered::paid;
use crate::domain::data::{Data, Entries};
use crate::domain::flow::Io;
use crate::domain::messages::Situation;
use crate::domain::ocular::OcularResponse;
use crate::domain::ocular::delivery::Kind;
use crate::domain::ocular::track::{Tracked, track};
use crate::domain::oneentry::PaymentSession;
use crate::domain::packed::Packed;
use crate::domain::problem::Problem;
use crate::domain::text::integer;

/// Ocular's number for a completed payment.
const COMPLETED: u8 = 0;

/// The state of the payment, and Ocular's response; `None` while there is nothing to report.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names are self-explanatory")]
pub struct PaymentReport {
    pub session: PaymentSession,
    pub tracking: Option<OcularResponse>,
}

impl PaymentReport {
    /// The value that callers receive.
    pub fn to_data(&self) -> Data {
        let tracking = self.tracking.as_ref().map_or(Data::Null, OcularResponse::to_data);
        Entries::default().put("session", self.session.to_data()).put("tracking", tracking).end()
    }
}

/// Reads the session and reports its end under the order's number.
pub async fn report_payment(checkout: Rc<Checkout>, io: Io, order_id: i64) -> Result<PaymentReport, Problem> {
    let session = checkout.end_of_payment(&io, order_id, Situation::OrderStands).await?;
    let tracking = match session.payment_status() {
        Some(status) => {
            if status == COMPLETED {
                paid(Rc::clone(&checkout), &io, order_id).await;
            }
            Some(emit(&checkout, io, order_id, status).await.response)
        }
        None => None,
    };
    Ok(PaymentReport { session, tracking })
}

async fn emit(checkout: &Checkout, io: Io, order_id: i64, status: u8) -> Tracked {
    let state = Data::Map(vec![
        ("external_id".to_owned(), Data::Text(integer(order_id))),
        ("payment_status".to_owned(), Data::of_integer(i64::from(status))),
    ]);
    track(io, Rc::clone(&checkout.ocular), Kind::State, Some(Packed::of(&state))).await
}
