//! The state of one running checkout: what is known so far, its step events and its result.
//!
//! State that lasts as long as the call is kept here and not in the `async` code, so that code has nothing to move and
//! nothing to drop.

use std::rc::Rc;

use super::ledger::{self, Row};
use super::options::PlaceOrderOptions;
use super::outcome::CheckoutResult;
use super::{Checkout, forget, has};
use crate::domain::code::Code;
use crate::domain::flow::{Io, StepEvent, StepState};
use crate::domain::messages::Situation;
use crate::domain::ocular::{BuyOrder, OcularResponse};
use crate::domain::oneentry::Order;
use crate::domain::problem::{Problem, Step, Warning};

/// One running checkout.
#[derive(Debug)]
pub struct Call {
    /// The state that all calls of the bridge share.
    pub checkout: Rc<Checkout>,
    /// Access to the world.
    pub io: Io,
    /// The checkout's own reference. A call that continues an earlier checkout takes over its reference.
    pub reference: String,
    /// The reference of the order that this call places; empty when it continues an earlier one.
    own: String,
    /// What the caller asked for in addition to the order.
    pub options: PlaceOrderOptions,
    /// Problems that did not stop the call.
    pub warnings: Vec<Warning>,
    /// What to report to Ocular.
    pub plan: Plan,
    /// The record of this checkout, or of the earlier checkout that this call continues.
    pub row: Row,
    /// Earlier checkouts of the same cart that may prevent a new order, oldest first.
    pub earlier: Vec<Row>,
    /// References of the cart's checkouts that were done before this call.
    pub seen: Vec<String>,
    /// The order, once it is known.
    pub order: Option<Order>,
    /// Whether this call placed the order, which then has no payment session yet.
    pub is_new: bool,
    /// The result, once there is one.
    pub result: Option<CheckoutResult>,
}

/// What to report, determined before the order is sent.
#[derive(Debug, Default)]
pub struct Plan {
    /// Valid lines.
    pub lines: Option<BuyOrder>,
    /// The response if the lines are invalid.
    pub refused: Option<OcularResponse>,
}

impl Drop for Call {
    fn drop(&mut self) {
        forget(&mut self.checkout.in_progress.borrow_mut(), &self.own);
    }
}

impl Call {
    /// Creates a call that has not started yet.
    pub fn new(checkout: Rc<Checkout>, io: Io, reference: String, options: PlaceOrderOptions) -> Call {
        Call {
            checkout,
            io,
            reference,
            own: String::new(),
            options,
            warnings: Vec::new(),
            plan: Plan::default(),
            row: Row::default(),
            earlier: Vec::new(),
            seen: Vec::new(),
            order: None,
            is_new: false,
            result: None,
        }
    }

    /// Marks the order as being placed by this call: `pending` leaves it out, so that nothing in this page resumes it.
    pub fn mark_in_progress(&mut self) {
        self.own.clone_from(&self.reference);
        self.checkout.in_progress.borrow_mut().push(self.own.clone());
    }

    /// Creates a problem of this call.
    pub fn problem(&self, code: Code, step: Step, situation: Situation) -> Problem {
        Problem::new(code, Some(step), situation, self.checkout.language)
    }

    /// Adds a warning about the order.
    pub fn warn(&mut self, code: &'static str, message: &str) {
        self.warnings.push(Warning { code, message: message.to_owned(), step: Some(Step::CreateOrder) });
    }

    /// Adds a warning if there is one.
    pub fn add_warning(&mut self, warning: Option<Warning>) {
        if let Some(warning) = warning {
            self.warnings.push(warning);
        }
    }

    /// Ends the call: nothing was sent.
    pub fn end_not_sent(&mut self, code: Code) {
        let problem = self.problem(code, Step::CreateOrder, Situation::NoOrder);
        self.result = Some(CheckoutResult::NotSent { problem, detail: None });
    }

    /// Ends the call: the order with this reference may exist.
    pub fn end_unknown(&mut self, code: Code, reference: String) {
        let problem = self.problem(code, Step::CreateOrder, Situation::OrderUnknown);
        self.end_with_unknown(problem, reference);
    }

    /// Like [`Call::end_unknown`], with the given problem.
    pub fn end_with_unknown(&mut self, problem: Problem, reference: String) {
        let warnings = std::mem::take(&mut self.warnings);
        self.result = Some(CheckoutResult::Unknown { reference, problem, warnings });
    }

    /// Emits a step event to the caller.
    pub fn emit(&self, step: Step, state: StepState) {
        self.io.announce(&StepEvent { step, state, reference: self.reference.clone() });
    }

    /// Emits the event that ends a step.
    pub fn emit_end(&self, step: Step, is_good: bool) {
        self.emit(step, if is_good { StepState::Done } else { StepState::Failed });
    }

    /// Ends a call that stopped waiting for the cart's lock. The lock's holder may be placing an order, or may have
    /// placed one.
    pub async fn end_without_lock(&mut self) {
        let mut open = None;
        for row in &ledger::rows(&self.io, &self.checkout).await {
            if row.cart() == self.row.cart() && !has(&self.seen, row.reference()) {
                open = Some(row.reference().to_owned());
            }
        }
        if open.is_none() && self.io.is_leaving() {
            // A page that is going away cannot read any records, but it may be shown again.
            open = Some(self.reference.clone());
        }
        match open {
            Some(reference) => self.end_unknown(Code::Aborted, reference),
            None => self.end_not_sent(Code::Aborted),
        }
    }
}
