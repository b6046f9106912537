//! What happened: every line in words for a replay, and the calls with what they came to for the checker.

use order_bridge::domain::checkout::CheckoutResult;
use order_bridge::domain::checkout::delivered::Delivered;
use order_bridge::domain::flow::StepState;
use order_bridge::domain::problem::{Problem, Step};

/// One line for people, and only when somebody wants to read it.
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
    /// `placeOrder`; `again` when the shopper said in words that a second order is wanted.
    Place {
        again: bool,
    },
    Resume,
}

/// One call, from the shopper's press to what the page was told.
#[derive(Debug)]
pub struct Call {
    pub tab: usize,
    pub asked: Asked,
    /// Which cart; of a resumed checkout, the cart of the only wish or of the order it came to.
    pub cart: Option<usize>,
    pub began: u64,
    pub ended: Option<u64>,
    pub result: Option<CheckoutResult>,
    /// The tab died before the call ended.
    pub died: bool,
    /// Requests that would make an order.
    pub posts: Vec<usize>,
    /// Time that is not the call's own: locks of others, pauses that the service asked for, a frozen page.
    pub excused: u64,
    /// Time in which a sign-in was made on the way: a step of its own.
    pub signing: u64,
    /// Steps under way: since when, and what was not their own time until then.
    pub steps: Vec<(Step, u64, u64)>,
    /// The longest time that each step took.
    pub took: Vec<(Step, u64)>,
    /// What the ledger is to hear once the page has the result.
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

    /// A step begins or ends.
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

    /// How long it took by itself.
    pub fn own_time(&self, now: u64) -> u64 {
        (self.ended.unwrap_or(now) - self.began).saturating_sub(self.excused)
    }
}

/// What a promise was broken by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// The library made a second order.
    SecondOrder,
    /// The library put another payment session in the place of one that a page was told of and that could be paid.
    SecondSession,
    /// An order that exists was told as none, or an accepted one does not exist.
    WrongWord,
    /// An accepted order is missing in Ocular, or there twice.
    NotReported,
    /// A call or step took too long, or never ended; a lock was kept.
    Stuck,
    /// Something personal or secret was kept or told.
    Leak,
}

#[derive(Debug, Clone)]
pub struct Violation {
    pub rule: Rule,
    pub story: String,
}

/// Something that a page reads before the click.
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
