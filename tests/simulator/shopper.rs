//! One shopper, who wants one order per cart: presses, waits, gets a result, presses again or resumes, and reopens tabs
//! that were closed.

use std::rc::Rc;

use order_bridge::domain::checkout::CheckoutResult;
use order_bridge::domain::problem::Step;

use super::clock::SECOND;
use super::history::{Asked, Call, Rule};
use super::library;
use super::mutants::Mutant;
use super::plan::{Blow, Plan};
use super::tab::{FlowId, Running, Task};
use super::world::{Happening, World};

/// What the shopper does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    Press {
        tab: usize,
        cart: usize,
        again: bool,
    },
    Resume {
        tab: usize,
        reference: String,
    },
    Open {
        tab: usize,
    },
    /// Goes to the payment page.
    Leave {
        tab: usize,
        life: u32,
    },
}

#[derive(Debug)]
pub struct Shopper {
    /// The cart of each tab.
    pub carts: Vec<usize>,
    /// By cart: whether the shopper knows that the order was placed.
    pub is_satisfied: Vec<bool>,
    /// Pages that show an accepted order and how to pay for it: cart, tab and page load.
    pub shown: Vec<(usize, usize, u32)>,
    pub presses: Vec<u32>,
    pub resumes: u32,
    /// By cart: how often the shopper explicitly wanted a second order.
    pub again: Vec<u32>,
}

impl Shopper {
    pub fn new(plan: &Plan) -> Shopper {
        let mut carts = vec![0; plan.tabs];
        for (_, tab, cart) in &plan.presses {
            carts[*tab] = *cart;
        }
        Shopper {
            carts,
            is_satisfied: vec![false; 2],
            shown: Vec::new(),
            presses: vec![0; 2],
            resumes: 0,
            again: vec![0; 2],
        }
    }
}

impl World {
    pub fn shopper_moves(&mut self, planned: Move) {
        match planned {
            Move::Press { tab, cart, again } => self.press(tab, cart, again),
            Move::Resume { tab, reference } => self.resume(tab, reference),
            Move::Open { tab } => self.open(tab),
            Move::Leave { tab, life } => {
                if self.tabs[tab].is_here() && self.tabs[tab].life == life {
                    self.history.note(self.clock.now, || format!("tab {tab} goes to the payment page"));
                    self.leave(tab);
                    self.plan_in(15, Happening::Unload(tab, life));
                    let ms = self.dice.between(5, 60) * SECOND;
                    self.plan_in(ms, Happening::Shopper(Move::Open { tab }));
                }
            }
        }
    }

    /// Whether it is so late that a call begun now could not end before the world does.
    fn is_late(&self) -> bool {
        self.restarted_at.is_some_and(|at| self.clock.now > at + 60 * SECOND)
    }

    fn press(&mut self, tab: usize, cart: usize, again: bool) {
        if self.shopper.is_satisfied[cart] || self.shopper.presses[cart] >= self.plan.temper.presses || self.is_late() {
            return;
        }
        // A page that has the result shows it instead of the button.
        if self.shopper.shown.contains(&(cart, tab, self.tabs[tab].life)) {
            return;
        }
        self.open(tab);
        let page = &self.tabs[tab];
        let looks = page.flows.iter().flatten().any(|running| matches!(running.errand, Task::Look(_)));
        if !page.is_here() || looks {
            self.plan_in(300, Happening::Shopper(Move::Press { tab, cart, again }));
            return;
        }
        self.shopper.presses[cart] += 1;
        self.shopper.again[cart] += u32::from(again);
        let number = self.calls.len();
        self.history.note(self.clock.now, || {
            let words = if again { ", explicitly a second order" } else { "" };
            format!("tab {tab}: call {number} places cart {cart}{words}")
        });
        self.calls.push(Call::new(tab, Asked::Place { again }, Some(cart), self.clock.now));
        let flow = library::place(&self.tabs[tab].checkout, &self.plan, cart, again);
        self.start(tab, Running::new(flow, Task::Call(number)));
    }

    fn resume(&mut self, tab: usize, reference: String) {
        if !self.tabs[tab].is_here() || self.shopper.resumes >= self.plan.temper.presses || self.is_late() {
            return;
        }
        self.shopper.resumes += 1;
        let number = self.calls.len();
        let cart = self.carts.get(&reference).copied();
        self.history.note(self.clock.now, || format!("tab {tab}: call {number} resumes {reference}"));
        self.calls.push(Call::new(tab, Asked::Resume, cart, self.clock.now));
        let flow = library::resume(&self.tabs[tab].checkout, &self.plan, &reference);
        self.start(tab, Running::new(flow, Task::Call(number)));
    }

    /// A call has ended: the checker checks its result, then the page and its shopper get it.
    pub fn call_ended(&mut self, seat: FlowId, number: usize, result: CheckoutResult) {
        let now = self.clock.now;
        self.history.note(now, || format!("tab {}: call {number} {}", seat.tab, in_words(&result)));
        let call = &mut self.calls[number];
        call.ended = Some(now);
        call.result = Some(result.clone());
        self.check_result(number, &result);
        if let Some(delivered) = self.tabs[seat.tab].checkout.deliver_result(&result) {
            self.calls[number].delivered = Some(delivered);
            if self.plan.mutant == Some(Mutant::RecordsDeliveryFirst) {
                self.tell(seat.tab, seat.life, number);
                if self.dice.chance(50) {
                    // Kills the tab before it has the result, the only moment in which this mutant matters.
                    self.plan_in(8, Happening::Strike(seat.tab, Blow::Kill));
                    return;
                }
            }
            let ms = self.dice.between(1, 4);
            self.plan_in(ms, Happening::Tell(seat.tab, seat.life, number));
        }
        self.react_to(seat, number, &result);
    }

    /// Records the delivery, as the shell does once the page has the result.
    pub fn tell(&mut self, tab: usize, life: u32, number: usize) {
        if !self.tabs[tab].alive || self.tabs[tab].life != life || self.tabs[tab].frozen.is_some() {
            return;
        }
        if let Some(delivered) = self.calls[number].delivered.take() {
            let flow = library::record_delivery(&self.tabs[tab].checkout, delivered);
            self.start(tab, Running::new(flow, Task::Delivered(number)));
        }
    }

    /// The shopper has seen a result at the latest when the ledger records its delivery.
    pub fn shopper_has_seen(&mut self, errand: Task) {
        if self.plan.mutant == Some(Mutant::RecordsDeliveryFirst) {
            return;
        }
        if let Task::Delivered(number) = errand
            && let Some(cart) = self.calls[number].cart
        {
            self.shopper.is_satisfied[cart] = true;
        }
    }

    fn react_to(&mut self, seat: FlowId, number: usize, result: &CheckoutResult) {
        let (tab, life) = (seat.tab, seat.life);
        let Some(cart) = self.calls[number].cart else { return };
        let temper = self.plan.temper;
        let (least, most) = temper.patience;
        let patience = self.dice.between(least, most);
        match result {
            CheckoutResult::Accepted { reference, payment_url, problem, .. } => {
                if self.dice.chance(50) {
                    self.shopper.is_satisfied[cart] = true;
                }
                let wants_to_pay = problem.as_ref().is_some_and(|problem| problem.step != Some(Step::Track));
                let knows_how_to_pay = self.shopper.shown.iter().any(|(shown, ..)| *shown == cart);
                if !wants_to_pay {
                    self.shopper.shown.push((cart, tab, life));
                }
                if wants_to_pay && !knows_how_to_pay && self.dice.chance(60) {
                    if self.dice.chance(50) {
                        let reference = reference.clone();
                        self.plan_in(patience, Happening::Shopper(Move::Resume { tab, reference }));
                    } else {
                        // Presses the same button again: this must continue the existing order.
                        self.shopper.is_satisfied[cart] = false;
                        self.plan_in(patience, Happening::Shopper(Move::Press { tab, cart, again: false }));
                    }
                } else if payment_url.is_some() && self.dice.chance(50) {
                    let ms = self.dice.between(0, 300);
                    self.plan_in(ms, Happening::Shopper(Move::Leave { tab, life }));
                }
            }
            CheckoutResult::Rejected { .. } | CheckoutResult::NotSent { .. } => {
                if self.dice.chance(85) {
                    self.plan_in(patience, Happening::Shopper(Move::Press { tab, cart, again: false }));
                }
            }
            CheckoutResult::Unknown { reference, .. } => {
                let reference = reference.clone();
                let again = self.dice.chance(temper.orders_again);
                if again || self.dice.chance(temper.presses_again) {
                    self.plan_in(patience, Happening::Shopper(Move::Press { tab, cart, again }));
                } else if self.dice.chance(temper.resumes) {
                    self.plan_in(patience, Happening::Shopper(Move::Resume { tab, reference }));
                }
            }
        }
    }

    /// A page shows the checkouts that the library reports as pending.
    pub fn saw_pending(&mut self, tab: usize, list: &[(String, Option<i64>)]) {
        let (least, most) = self.plan.temper.patience;
        let wait = self.dice.between(least, most);
        for (reference, _) in list {
            if self.dice.chance(self.plan.temper.resumes) {
                let reference = reference.clone();
                self.plan_in(wait, Happening::Shopper(Move::Resume { tab, reference }));
            }
        }
        let cart = self.shopper.carts[tab];
        if self.dice.chance(65) {
            self.plan_in(wait, Happening::Shopper(Move::Press { tab, cart, again: false }));
        }
    }

    /// A tab has died; its shopper opens it again after a while.
    pub fn plan_reopen(&mut self, tab: usize) {
        let ms = self.dice.pick(&[20, 300, 2_000, 9_000, 25_000]);
        self.plan_in(ms, Happening::Shopper(Move::Open { tab }));
    }

    /// The library reports the orders that its background work found.
    pub fn read_finds(&mut self, tab: usize) {
        let finds = Rc::clone(&self.tabs[tab].finds);
        for found in finds.take() {
            self.history.note(self.clock.now, || format!("tab {tab}: found {found:?}"));
            self.record_known(found.order_id);
            self.finds += 1;
            if !self.server.orders.iter().any(|order| order.id == found.order_id) {
                self.violate(Rule::WrongOutcome, || format!("found order {} does not exist", found.order_id));
            }
            if let Some(cart) = self.carts.get(&found.reference).copied()
                && self.dice.chance(70)
            {
                self.shopper.is_satisfied[cart] = true;
            }
        }
    }
}

/// The result of a call in one line.
pub fn in_words(result: &CheckoutResult) -> String {
    match result {
        CheckoutResult::Accepted { reference, order, problem, tracking, .. } => {
            let problem = problem.as_ref().map(|problem| (problem.code, problem.step));
            let tracking = tracking.as_ref().map(|response| response.status_code);
            format!(
                "is accepted: order {}, reference {reference}, problem {problem:?}, tracking {tracking:?}",
                order.id
            )
        }
        CheckoutResult::Rejected { problem, .. } => format!("is rejected: {:?} {:?}", problem.code, problem.status),
        CheckoutResult::NotSent { problem, .. } => format!("is not sent: {:?}", problem.code),
        CheckoutResult::Unknown { reference, problem, .. } => {
            format!("is unknown: {:?} {:?}, reference {reference}", problem.code, problem.status)
        }
    }
}
