//! The payment state of a purchase order, as passed to `setBuyOrderState`.

use super::buy_order::open;
use crate::domain::packed::Packed;
use crate::domain::validation::schema::field;
use crate::domain::validation::{Absent, Checker, Field, Holds, Path, Report};

static STATE: [Field; 2] = [
    field!("external_id", Holds::Text(255), Absent::LeftOut),
    field!("payment_status", Holds::IntegerOf(&[0, 1], "0, 1"), Absent::Required),
];

/// A valid payment state: 0 is success, 1 is declined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuyOrderState {
    /// The order number that was passed to `setBuyOrder`.
    pub external_id: Option<String>,
    /// The request body.
    pub body: String,
}

impl BuyOrderState {
    /// Checks a state. The report lists every violation.
    pub fn check(params: &Packed) -> (Option<BuyOrderState>, Report) {
        let mut checker = Checker::default();
        let state = BuyOrderState::read(&mut checker, params);
        (state.filter(|_| checker.report.is_valid()), checker.report)
    }

    fn read(checker: &mut Checker, params: &Packed) -> Option<BuyOrderState> {
        let mut cursor = params.cursor();
        let slots = open(checker, &mut cursor, &STATE, &Path::Root)?;
        let mut body = String::new();
        checker.properties(&params.cursor(), &STATE, &slots, &Path::Root, &mut body);
        let [external_id, ..] = slots.values;
        Some(BuyOrderState { external_id: (!external_id.is_null()).then(|| external_id.value().into_owned()), body })
    }
}
