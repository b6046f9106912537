//! Faulty shells. The checker must catch each of them; otherwise, its verdict on the real one would mean nothing.

use super::recorder::Ticket;
use order_bridge::domain::http::{Answer, Exchange, Fault as HttpFault, Request};

use super::faults::Way;
use super::history::Rule;
use super::network::{Flight, door_of};
use super::plan::Route;
use super::seeds::run_all;
use super::tab::FlowId;
use super::world::{Happening, World};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutant {
    /// Sends the order again when the network fails.
    RepeatsOrder,
    /// Saves no ledger records.
    ForgetsLedger,
    /// Saves nothing about payment sessions.
    ForgetsSessions,
    /// Saves no outbox records.
    ForgetsOutbox,
    /// Treats a server error as a refusal.
    FailureAsRefusal,
    /// Reports that nothing was sent when there was no answer.
    SilenceAsNotSent,
    /// Grants every lock at once.
    LocksForAll,
    /// Never releases a lock, not even when the call ends.
    KeepsLocks,
    /// Records the delivery before the page has the result.
    RecordsDeliveryFirst,
    /// Waits for an answer without a time limit.
    NoLimit,
    /// Saves a name in a record.
    KeepsNames,
    /// Never looks for lost orders.
    NeverLooks,
    /// Reports an order that does not exist.
    InventsOrder,
}

/// All mutants, each with the rule that it breaks; with `None`, lost orders are not found in time.
const MUTANTS: [(Mutant, Option<Rule>); 13] = [
    (Mutant::RepeatsOrder, Some(Rule::SecondOrder)),
    (Mutant::ForgetsLedger, Some(Rule::SecondOrder)),
    (Mutant::ForgetsSessions, Some(Rule::SecondSession)),
    (Mutant::ForgetsOutbox, Some(Rule::NotReported)),
    (Mutant::FailureAsRefusal, Some(Rule::WrongOutcome)),
    (Mutant::SilenceAsNotSent, Some(Rule::WrongOutcome)),
    (Mutant::LocksForAll, Some(Rule::SecondOrder)),
    (Mutant::KeepsLocks, Some(Rule::Stuck)),
    (Mutant::RecordsDeliveryFirst, Some(Rule::SecondOrder)),
    (Mutant::NoLimit, Some(Rule::Stuck)),
    (Mutant::KeepsNames, Some(Rule::Leak)),
    (Mutant::NeverLooks, None),
    (Mutant::InventsOrder, Some(Rule::WrongOutcome)),
];

/// Each mutant must be caught within this many seeds.
const SEEDS: u64 = 2_000;
const AT_ONCE: u64 = 100;

impl World {
    /// An answer as the faulty shell passes it on; `None` when it comes later.
    pub fn changed_by_mutant(
        &mut self,
        seat: FlowId,
        ticket: Ticket,
        request: &Request,
        number: usize,
        exchange: Exchange,
    ) -> Option<Exchange> {
        let is_order = door_of(request) == Route::Order;
        match (self.plan.mutant, &exchange) {
            (Some(Mutant::RepeatsOrder), Err(HttpFault::Network)) if is_order => {
                let call = self.flights[number].call;
                let again = self.flights.len();
                if let Some(call) = call {
                    self.calls[call].posts.push(again);
                }
                self.flights.push(Flight {
                    seat,
                    ticket,
                    request: request.clone(),
                    door: Route::Order,
                    way: Way::usual(),
                    call,
                    sent_at: self.clock.now,
                    arrived: false,
                    dropped: false,
                });
                self.plan_in(5, Happening::Arrive(again));
                None
            }
            (Some(Mutant::FailureAsRefusal), Ok(answer)) if is_order && answer.status >= 500 => {
                let text = r#"{"statusCode":400,"message":"no"}"#.to_owned();
                Some(Ok(Answer { status: 400, text, retry_after: None }))
            }
            (Some(Mutant::SilenceAsNotSent), Err(_)) if is_order => Some(Err(HttpFault::NotSent)),
            (Some(Mutant::InventsOrder), _) if is_order => {
                let text = r#"{"id":31,"totalSum":1,"currency":"USD"}"#.to_owned();
                Some(Ok(Answer { status: 201, text, retry_after: None }))
            }
            _ => Some(exchange),
        }
    }

    /// A record as the faulty shell writes it.
    pub fn miswritten(&self, text: String) -> String {
        match self.plan.mutant {
            Some(Mutant::KeepsNames) => text.replace("\"reference\"", "\"name\":\"Christina Canary\",\"reference\""),
            Some(Mutant::ForgetsSessions) => text.replace("\"paymentSession\"", "\"nothing\""),
            _ => text,
        }
    }

    /// Whether the faulty shell does not start this flow of the background work.
    pub fn forgets_upkeep(&self, flow: usize) -> bool {
        // The second flow looks for lost orders.
        self.plan.mutant == Some(Mutant::NeverLooks) && flow == 1
    }
}

#[test]
fn every_faulty_shell_is_caught() {
    for (mutant, rule) in MUTANTS {
        let mut seeds = 0;
        let caught = loop {
            let summary = run_all(seeds, AT_ONCE, |plan| plan.mutant = Some(mutant));
            seeds += AT_ONCE;
            let found = match rule {
                Some(rule) => {
                    summary.failed.iter().find(|(_, it)| it.rule == rule).map(|(seed, it)| (*seed, it.story.clone()))
                }
                None => (!summary.finds_in_time()).then(|| (seeds, "lost orders are not found in time".to_owned())),
            };
            if found.is_some() || seeds >= SEEDS {
                break found;
            }
        };
        match caught {
            Some((seed, story)) => println!("{mutant:?} breaks {rule:?} at seed {seed}: {story}"),
            None => panic!("{mutant:?} was not caught in {seeds} seeds"),
        }
    }
}
