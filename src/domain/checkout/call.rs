//! One checkout under way: what it knows so far, how it speaks of itself, and what came of it.
//!
//! What lives as long as the call is here and not in its `async` code: that code then has nothing to move and nothing to drop.

use std::rc::Rc;

use super::ledger::{self, Row};
use super::options::PlaceOrderOptions;
use super::outcome::CheckoutResult;
use super::report::Plan;
use super::{Checkout, forget, has};
use crate::domain::flow::{Io, StepEvent, StepState};
use crate::domain::messages::Situation;
use crate::domain::oneentry::Order;
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
    /// The reference of an order that this call places; empty when it goes on with an earlier one.
    own: String,
    /// What the caller asked for beside the order.
    pub options: PlaceOrderOptions,
    /// What did not stop it.
    pub warnings: Vec<Warning>,
    /// What is to be reported to Ocular.
    pub plan: Plan,
    /// What is kept of it, or of the earlier checkout that this call goes on with.
    pub row: Row,
    /// Earlier checkouts of the same cart that may stand in its way, oldest first.
    pub earlier: Vec<Row>,
    /// References of those that were done before this call.
    pub seen: Vec<String>,
    /// The order.
    pub order: Option<Order>,
    /// This call has placed it, so that it has no payment session yet.
    pub is_new: bool,
    /// What came of it.
    pub result: Option<CheckoutResult>,
}

impl Drop for Call {
    fn drop(&mut self) {
        forget(&mut self.checkout.under_way.borrow_mut(), &self.own);
    }
}

impl Call {
    /// A call that has done nothing yet.
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

    /// It places an order of its own: nobody else in this page goes on with that one meanwhile.
    pub fn begins(&mut self) {
        self.own.clone_from(&self.reference);
        self.checkout.under_way.borrow_mut().push(self.own.clone());
    }

    /// A problem of this call.
    pub fn problem(&self, code: Code, step: Step, situation: Situation) -> Problem {
        Problem::new(code, Some(step), situation, self.checkout.language)
    }

    /// It did not stop the call.
    pub fn warn(&mut self, code: &'static str, message: &str) {
        self.warnings.push(Warning { code, message: message.to_owned(), step: Some(Step::CreateOrder) });
    }

    /// There may be one.
    pub fn add_warning(&mut self, warning: Option<Warning>) {
        if let Some(warning) = warning {
            self.warnings.push(warning);
        }
    }

    /// Nothing was sent.
    pub fn end_not_sent(&mut self, code: Code) {
        let problem = self.problem(code, Step::CreateOrder, Situation::NoOrder);
        self.result = Some(CheckoutResult::NotSent { problem, detail: None });
    }

    /// The order of this reference may exist.
    pub fn end_unknown(&mut self, code: Code, reference: String) {
        let problem = self.problem(code, Step::CreateOrder, Situation::OrderUnknown);
        self.end_with_unknown(problem, reference);
    }

    /// The same with another problem.
    pub fn end_with_unknown(&mut self, problem: Problem, reference: String) {
        let warnings = std::mem::take(&mut self.warnings);
        self.result = Some(CheckoutResult::Unknown { reference, problem, warnings });
    }

    /// Tells the caller how far it is.
    pub fn tell(&self, step: Step, state: StepState) {
        self.io.announce(&StepEvent { step, state, reference: self.reference.clone() });
    }

    /// Tells the caller how a step has ended.
    pub fn tell_end(&self, step: Step, is_good: bool) {
        self.tell(step, if is_good { StepState::Done } else { StepState::Failed });
    }

    /// The end of a call that does not want to wait for the cart's lock any longer: whoever holds it may be placing an order,
    /// or has placed one.
    pub async fn end_without_lock(&mut self) {
        let mut open = None;
        for row in &ledger::rows(&self.io, &self.checkout).await {
            if row.cart() == self.row.cart() && !has(&self.seen, row.reference()) {
                open = Some(row.reference().to_owned());
            }
        }
        if open.is_none() && self.io.is_leaving() {
            // A page that goes away can read nothing, and yet it may be shown again.
            open = Some(self.reference.clone());
        }
        match open {
            Some(reference) => self.end_unknown(Code::Aborted, reference),
            None => self.end_not_sent(Code::Aborted),
        }
    }
}
