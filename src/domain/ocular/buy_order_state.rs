//! The payment's end of a purchase order as `setBuyOrderState` takes it.

use super::buy_order::open;
use crate::domain::data::Data;
use crate::domain::json::Object;
use crate::domain::validation::{Path, Reader, Report};

/// A valid state: 0 is success, 1 is declined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuyOrderState {
    /// The order that `setBuyOrder` was told.
    pub external_id: Option<String>,
    /// 0 or 1.
    pub payment_status: i64,
}

impl BuyOrderState {
    /// Checks a state and reports everything that is wrong.
    pub fn check(params: Data) -> (Option<BuyOrderState>, Report) {
        let mut reader = Reader::default();
        let state = BuyOrderState::read(&mut reader, params);
        (state.filter(|_| reader.report.is_valid()), reader.report)
    }

    fn read(reader: &mut Reader, params: Data) -> Option<BuyOrderState> {
        let mut fields = open(reader, params, &Path::Root)?;
        let external_id = fields.optional_text(reader, "external_id", 255);
        let payment_status = fields.integer_of(reader, "payment_status", &[0, 1], "0, 1");
        fields.finish(reader);
        Some(BuyOrderState { external_id, payment_status: payment_status? })
    }

    /// The request body.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        let mut state = Object::open(&mut out);
        if let Some(id) = &self.external_id {
            state.text("external_id", id);
        }
        state.raw("payment_status", &self.payment_status.to_string());
        state.close();
        out
    }
}
