//! The checker: compares what the servers hold with the results that callers got.

use order_bridge::domain::checkout::CheckoutResult;
use order_bridge::domain::problem::{Problem, Step};

use super::clock::SECOND;
use super::faults::Fault;
use super::history::{Asked, Rule};
use super::plan::Attention;
use super::tab::Task;
use super::world::World;

/// Time limits of a step that changes something, and of a step that only reads.
pub const POST_MS: u64 = 20 * SECOND;
pub const READ_MS: u64 = 30 * SECOND;
/// Time limit of a whole call. Only a few of its steps can be slow, since a call without an answer stops.
pub const CALL_MS: u64 = 180 * SECOND;
/// Time limit for finding a lost order after the network is back.
pub const FOUND_MS: u64 = 60 * SECOND;

/// A lost answer, and how long it took to find its order.
#[derive(Debug, Clone, Copy)]
pub struct Loss {
    pub took: Option<u64>,
}

impl World {
    /// Checks a result at the moment when the caller gets it.
    pub fn check_result(&mut self, number: usize, result: &CheckoutResult) {
        let call = &self.calls[number];
        let (asked, cart, tab) = (call.asked.clone(), call.cart, call.tab);
        match result {
            CheckoutResult::Accepted { order, session, problem, warnings, .. } => {
                let id = order.id;
                // On a page that is leaving, frozen or closed, the shopper does not see it.
                if let (Some(session), true) = (session, self.tabs[tab].is_here()) {
                    self.server.tell(session.id, self.clock.now);
                }
                self.record_known(id);
                let known = self.server.orders.iter().find(|known| known.id == id).map(|known| known.cart);
                match (known, cart) {
                    (None, _) => self.violate(Rule::WrongOutcome, || format!("accepted order {id} does not exist")),
                    (Some(real), Some(cart)) if real != cart => {
                        self.violate(Rule::WrongOutcome, || format!("accepted order {id} belongs to another cart"));
                    }
                    (Some(real), _) => self.calls[number].cart = Some(real),
                }
                self.check_words(problem.as_ref());
                for warning in warnings {
                    self.look_for_leaks(&warning.message, "a warning");
                }
            }
            CheckoutResult::Rejected { problem, .. } | CheckoutResult::NotSent { problem, .. } => {
                self.check_words(Some(problem));
                if let (Asked::Place { again: false }, Some(cart)) = (&asked, cart)
                    // After an explicit second order, the result is about that one; the first order may exist.
                    && self.shopper.again[cart] == 0
                    && self.storage.ledger_lost == 0
                    && let Some(order) = self.server.orders.iter().find(|order| order.cart == cart)
                {
                    let id = order.id;
                    self.violate(Rule::WrongOutcome, || {
                        format!("call {number} says there is no order, but {id} exists")
                    });
                }
            }
            CheckoutResult::Unknown { problem, .. } => self.check_words(Some(problem)),
        }
    }

    fn check_words(&mut self, problem: Option<&Problem>) {
        if let Some(problem) = problem {
            self.look_for_leaks(&problem.message, "a message");
        }
    }

    /// Checks everything at the end. Returns how long it took to find each lost order.
    pub fn check_end(&mut self) -> Vec<Loss> {
        self.check_orders();
        self.check_sessions();
        self.check_words_later();
        self.check_reports();
        self.check_times();
        self.check_locks();
        self.check_losses()
    }

    fn check_orders(&mut self) {
        for cart in 0..self.shopper.again.len() {
            let made = self.server.orders.iter().filter(|order| order.cart == cart).count();
            let wanted = 1 + self.shopper.again[cart] as usize + self.storage.ledger_lost as usize;
            if made > wanted {
                let ids: Vec<_> = self.server.orders.iter().filter(|it| it.cart == cart).map(|it| it.id).collect();
                self.violate(Rule::SecondOrder, || format!("cart {cart} has orders {ids:?}, allowed: {wanted}"));
            }
        }
        for number in 0..self.calls.len() {
            let call = &self.calls[number];
            let made = self.server.orders.iter().filter(|order| order.call == Some(number)).count();
            if made > 1 {
                self.violate(Rule::SecondOrder, || format!("call {number} alone placed {made} orders"));
            } else if call.asked == Asked::Resume && !call.posts.is_empty() {
                self.violate(Rule::SecondOrder, || format!("call {number} only resumes, but sent an order"));
            }
        }
    }

    /// A stale list must not make a page open a second payment for an order that is being paid on another page.
    fn check_sessions(&mut self) {
        // A clock jump changes the time for which a session is waited for.
        let is_excused = self.storage.ledger_lost > 0 || self.plan.faults.contains(&Fault::ClockJump);
        if let (false, Some((old, new))) = (is_excused, self.server.replaced.first().copied()) {
            self.violate(Rule::SecondSession, || format!("session {new} replaced {old}, which a page had received"));
        }
    }

    /// No request of a call that reported "no order" may have placed one, however late.
    fn check_words_later(&mut self) {
        for number in 0..self.calls.len() {
            let said_no = matches!(
                self.calls[number].result,
                Some(CheckoutResult::Rejected { .. } | CheckoutResult::NotSent { .. })
            );
            if said_no && let Some(order) = self.server.orders.iter().find(|order| order.call == Some(number)) {
                let id = order.id;
                self.violate(Rule::WrongOutcome, || {
                    format!("call {number} reported no order, but its order {id} exists")
                });
            }
        }
    }

    fn check_reports(&mut self) {
        for index in 0..self.ocular.orders.len() {
            let reported = &self.ocular.orders[index];
            if !self.server.orders.iter().any(|order| order.id.to_string() == reported.external_id) {
                let id = reported.external_id.clone();
                self.violate(Rule::NotReported, || format!("Ocular has an order {id} that does not exist"));
            }
        }
        let is_lost = self.storage.outbox_lost + self.storage.ledger_lost > 0;
        if !self.plan.track || is_lost || (self.plan.attention == Attention::None && !self.plan.widget) {
            return;
        }
        let mut accepted: Vec<i64> = Vec::new();
        for call in &self.calls {
            if let Some(CheckoutResult::Accepted { order, .. }) = &call.result
                && !accepted.contains(&order.id)
            {
                accepted.push(order.id);
            }
        }
        for id in accepted {
            let is_it = format!("\"external_id\":\"{id}\"");
            if self.ocular.refused.iter().any(|body| body.contains(&is_it)) {
                continue;
            }
            let times = self.ocular.orders.iter().filter(|it| it.external_id == id.to_string()).count();
            if times != 1 {
                self.violate(Rule::NotReported, || format!("Ocular has accepted order {id} {times} times"));
            }
        }
    }

    fn check_times(&mut self) {
        let now = self.clock.now;
        for number in 0..self.calls.len() {
            let call = &self.calls[number];
            if call.died {
                continue;
            }
            if call.ended.is_none() {
                self.violate(Rule::Stuck, || format!("call {number} never ended"));
                continue;
            }
            let own = call.own_time(now);
            let slow = call.took.iter().find(|(step, ms)| *ms > goal(*step)).copied();
            if own > CALL_MS {
                self.violate(Rule::Stuck, || format!("call {number} took {own} ms"));
            } else if let Some((step, ms)) = slow {
                self.violate(Rule::Stuck, || format!("call {number}: {step:?} took {ms} ms"));
            }
        }
        for look in 0..self.looks.len() {
            let timed = &self.looks[look];
            let took = timed.ended.map(|ended| (ended - timed.began).saturating_sub(timed.excused));
            match took {
                None if !timed.died => self.violate(Rule::Stuck, || format!("look {look} never ended")),
                Some(ms) if ms > READ_MS => self.violate(Rule::Stuck, || format!("look {look} took {ms} ms")),
                _ => {}
            }
        }
    }

    fn check_locks(&mut self) {
        let held: Vec<String> = self.locks.held().into_iter().map(str::to_owned).collect();
        if !held.is_empty() {
            self.violate(Rule::Stuck, || format!("locks are still held: {held:?}"));
        }
        for tab in 0..self.tabs.len() {
            let errands = self.tabs[tab].flows.iter().flatten();
            let left = errands.filter(|running| running.errand != Task::Upkeep || running.sleep.is_none()).count();
            if left > 0 {
                self.violate(Rule::Stuck, || format!("{left} flows of tab {tab} never ended"));
            }
        }
    }

    /// Lost orders that could be found, and how long that took once the network was back.
    fn check_losses(&self) -> Vec<Loss> {
        if !self.plan.marker || !self.plan.lists || self.storage.ledger_lost > 0 {
            return Vec::new();
        }
        let mut losses = Vec::new();
        for (number, call) in self.calls.iter().enumerate() {
            let (Some(CheckoutResult::Unknown { .. }), Some(ended)) = (&call.result, call.ended) else { continue };
            let Some(order) = self.server.orders.iter().find(|order| order.call == Some(number)) else { continue };
            let possible = ended.max(order.at + self.plan.lag).max(self.last_fault);
            let known = self.known.iter().find(|(id, _)| *id == order.id);
            losses.push(Loss { took: known.map(|(_, at)| at.saturating_sub(possible)) });
        }
        losses
    }
}

/// The time limit of a step.
pub fn goal(step: Step) -> u64 {
    match step {
        Step::GetSession => READ_MS,
        _ => POST_MS,
    }
}
