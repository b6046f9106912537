//! Shells that do something wrong. The checker must see through each of them, or it sees nothing.

use super::recorder::Ticket;
use order_bridge::domain::http::{Answer, Exchange, Fault as HttpFault, Request};

use super::faults::Way;
use super::history::Rule;
use super::network::{Flight, door_of};
use super::plan::Door;
use super::seeds::run_all;
use super::tab::Seat;
use super::world::{Happening, World};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutant {
    /// Sends the order once more when the network fails.
    RepeatsOrder,
    /// Keeps none of the ledger's rows.
    ForgetsLedger,
    /// Keeps nothing of payment sessions.
    ForgetsSessions,
    /// Keeps none of the outbox's rows.
    ForgetsOutbox,
    /// Takes a server's failure for its refusal.
    FailureAsRefusal,
    /// Says that nothing was sent when nobody answered.
    SilenceAsNotSent,
    /// Every lock is free.
    LocksForAll,
    /// Lets go of no lock before the call ends, and of none then.
    KeepsLocks,
    /// Tells the ledger before the page has the result.
    TellsLedgerFirst,
    /// Waits for an answer for ever.
    NoLimit,
    /// Keeps a name in a row.
    KeepsNames,
    /// Looks for no lost answers.
    NeverLooks,
    /// Takes half an answer for an order.
    InventsOrder,
}

/// All of them, and the promise that each of them breaks; without one, lost answers stay lost.
const MUTANTS: [(Mutant, Option<Rule>); 13] = [
    (Mutant::RepeatsOrder, Some(Rule::SecondOrder)),
    (Mutant::ForgetsLedger, Some(Rule::SecondOrder)),
    (Mutant::ForgetsSessions, Some(Rule::SecondSession)),
    (Mutant::ForgetsOutbox, Some(Rule::NotReported)),
    (Mutant::FailureAsRefusal, Some(Rule::WrongWord)),
    (Mutant::SilenceAsNotSent, Some(Rule::WrongWord)),
    (Mutant::LocksForAll, Some(Rule::SecondOrder)),
    (Mutant::KeepsLocks, Some(Rule::Stuck)),
    (Mutant::TellsLedgerFirst, Some(Rule::SecondOrder)),
    (Mutant::NoLimit, Some(Rule::Stuck)),
    (Mutant::KeepsNames, Some(Rule::Leak)),
    (Mutant::NeverLooks, None),
    (Mutant::InventsOrder, Some(Rule::WrongWord)),
];

/// Within so many seeds each of them must be found.
const SEEDS: u64 = 2_000;
const AT_ONCE: u64 = 100;

impl World {
    /// What a wrong shell makes of an answer; `None` when it comes later.
    pub fn changed_by_mutant(
        &mut self,
        seat: Seat,
        ticket: Ticket,
        request: &Request,
        number: usize,
        exchange: Exchange,
    ) -> Option<Exchange> {
        let is_order = door_of(request) == Door::Order;
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
                    door: Door::Order,
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

    /// A row as a wrong shell writes it.
    pub fn miswritten(&self, text: String) -> String {
        match self.plan.mutant {
            Some(Mutant::KeepsNames) => text.replace("\"reference\"", "\"name\":\"Christina Canary\",\"reference\""),
            Some(Mutant::ForgetsSessions) => text.replace("\"paymentSession\"", "\"nothing\""),
            _ => text,
        }
    }

    /// Whether a page goes without this flow of its upkeep.
    pub fn forgets_upkeep(&self, flow: usize) -> bool {
        // The second one looks for lost answers.
        self.plan.mutant == Some(Mutant::NeverLooks) && flow == 1
    }
}

#[test]
fn every_wrong_shell_is_seen_through() {
    for (mutant, rule) in MUTANTS {
        let mut seeds = 0;
        let caught = loop {
            let summary = run_all(seeds, AT_ONCE, |plan| plan.mutant = Some(mutant));
            seeds += AT_ONCE;
            let found = match rule {
                Some(rule) => {
                    summary.failed.iter().find(|(_, it)| it.rule == rule).map(|(seed, it)| (*seed, it.story.clone()))
                }
                None => (!summary.finds_in_time()).then(|| (seeds, "lost answers stay lost".to_owned())),
            };
            if found.is_some() || seeds >= SEEDS {
                break found;
            }
        };
        match caught {
            Some((seed, story)) => println!("{mutant:?} breaks {rule:?} at seed {seed}: {story}"),
            None => panic!("{mutant:?} was not seen through in {seeds} seeds"),
        }
    }
}
