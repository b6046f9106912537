//! What happened: readable lines for a replay, and the calls with their results for the checker.

use order_bridge::domain::checkout::CheckoutResult;
use order_bridge::domain::checkout::outcome::Delivered;
use order_bridge::domain::flow::StepState;
use order_bridge::domain::problem::{Problem, Step};

/// Readable lines, recorded only for a replay.
#[derive(Debug, Default)]
pub struct History {
    pub lines: Option<Vec<String>>,
}

impl History {
    pub fn note(&mut self, now: u64, line: impl FnOnce() -> String) {
        if let Some(lines) = &mut self.lines {
            lines.push(format!("{:>9.3} s  {}", now as f64 / 1_000.0, line()));
        }
    }
}

/// Which call of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// `placeOrder`; `again` when the shopper explicitly wants a second order.
    Place {
        again: bool,
    },
    Resume,
}

/// One call, from the shopper's press to the result that the page gets.
#[derive(Debug)]
pub struct Call {
    pub tab: usize,
    pub asked: Asked,
    /// The cart. For a resumed checkout, it is known from the reference or from the order in the result.
    pub cart: Option<usize>,
    pub began: u64,
    pub ended: Option<u64>,
    pub result: Option<CheckoutResult>,
    /// The tab died before the call ended.
    pub died: bool,
    /// Requests to create an order.
    pub posts: Vec<usize>,
    /// Time that does not count: waiting for locks, pauses that a service asked for, a frozen page.
    pub excused: u64,
    /// Time spent on signing in during the call; that is a separate step.
    pub signing: u64,
    /// Steps that are running: when they began, and the time that did not count until then.
    pub steps: Vec<(Step, u64, u64)>,
    /// How long each step took.
    pub took: Vec<(Step, u64)>,
    /// What the ledger records once the page has the result.
    pub delivered: Option<Delivered>,
}

impl Call {
    pub fn new(tab: usize, asked: Asked, cart: Option<usize>, now: u64) -> Call {
        Call {
            tab,
            asked,
            cart,
            began: now,
            ended: None,
            result: None,
            died: false,
            posts: Vec::new(),
            excused: 0,
            signing: 0,
            steps: Vec::new(),
            took: Vec::new(),
            delivered: None,
        }
    }

    /// Records that a step begins or ends.
    pub fn step(&mut self, step: Step, state: StepState, now: u64) {
        let not_its_own = if step == Step::Auth { self.excused } else { self.excused + self.signing };
        if state == StepState::Start {
            self.steps.push((step, now, not_its_own));
            return;
        }
        if let Some(index) = self.steps.iter().rposition(|(known, ..)| *known == step) {
            let (_, began, before) = self.steps.remove(index);
            self.took.push((step, (now - began).saturating_sub(not_its_own - before)));
        }
    }

    /// How long the call took, without the time that does not count.
    pub fn own_time(&self, now: u64) -> u64 {
        (self.ended.unwrap_or(now) - self.began).saturating_sub(self.excused)
    }
}

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// The library placed a second order.
    SecondOrder,
    /// The library replaced a payment session that a page had received and that could still be paid.
    SecondSession,
    /// An order that exists was reported as missing, or an accepted one does not exist.
    WrongOutcome,
    /// An accepted order is missing from Ocular, or Ocular has it twice.
    NotReported,
    /// A call or step took too long or never ended, or a lock was not released.
    Stuck,
    /// Personal data or a secret was stored or reported.
    Leak,
}

#[derive(Debug, Clone)]
pub struct Violation {
    pub rule: Rule,
    pub story: String,
}

/// One of the reads before the click.
#[derive(Debug, Default)]
pub struct Look {
    pub tab: usize,
    pub which: usize,
    pub began: u64,
    pub ended: Option<u64>,
    pub excused: u64,
    pub died: bool,
    pub problem: Option<Problem>,
}
