//! One checkout under way, and how it speaks of itself.

use std::rc::Rc;

use super::outcome::CheckoutResult;
use super::{Checkout, ledger};
use crate::domain::flow::{Io, Patience, StepEvent, StepState};
use crate::domain::messages::Situation;
use crate::domain::problem::{Code, Problem, Step, Warning};

/// One checkout under way.
#[derive(Debug)]
pub struct Call {
    /// The bridge's.
    pub checkout: Rc<Checkout>,
    /// The world.
    pub io: Io,
    /// The checkout's own reference; that of an earlier one once this call goes on with it.
    pub reference: String,
    /// What did not stop it.
    pub warnings: Vec<Warning>,
}

impl Call {
    /// A problem of this call.
    pub fn problem(&self, code: Code, step: Step, situation: Situation) -> Problem {
        Problem::new(code, Some(step), situation, self.checkout.language)
    }

    /// Nothing was sent.
    pub fn not_sent(&self, code: Code) -> CheckoutResult {
        let problem = self.problem(code, Step::CreateOrder, Situation::NoOrder);
        CheckoutResult::NotSent { problem, detail: None }
    }

    /// The order may exist.
    pub fn unknown(&self, code: Code, reference: &str) -> CheckoutResult {
        let problem = self.problem(code, Step::CreateOrder, Situation::OrderUnknown);
        CheckoutResult::Unknown { reference: reference.to_owned(), problem, warnings: self.warnings.clone() }
    }

    /// Tells the caller how far it is.
    pub fn tell(&self, step: Step, state: StepState) {
        self.io.announce(&StepEvent { step, state, reference: self.reference.clone() });
    }

    /// Takes the lock of a cart. The error is the end of a call that does not want to wait any longer: whoever holds the
    /// lock may be placing an order, or has placed one: `seen` are the references that were done before.
    pub async fn lock(&self, cart: &str, seen: &[String]) -> Result<(), CheckoutResult> {
        if self.io.lock(ledger::lock_name(cart), Patience::WhileWanted).await {
            return Ok(());
        }
        let rows = ledger::rows(&self.io, &self.checkout).await;
        let open = rows.iter().rfind(|row| row.cart == cart && !seen.contains(&row.reference));
        Err(match open {
            Some(row) => self.unknown(Code::Aborted, &row.reference),
            // A page that goes away can read nothing, and yet it may be shown again.
            None if self.io.is_leaving() => self.unknown(Code::Aborted, &self.reference),
            None => self.not_sent(Code::Aborted),
        })
    }

    /// Lets go of it.
    pub fn unlock(&self, cart: &str) {
        self.io.unlock(&ledger::lock_name(cart));
    }
}
