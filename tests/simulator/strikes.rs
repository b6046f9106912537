//! Faults of pages and their surroundings: lost connections, killed and frozen tabs, storage failures, clock jumps.

use super::recorder::{Event, Ticket};
use order_bridge::domain::http::Fault as HttpFault;

use super::clock::SECOND;
use super::faults::Fault;
use super::library;
use super::ocular::Widget;
use super::plan::{Armed, Blow, blow};
use super::shopper::Move;
use super::stage::Stage;
use super::storage::Trouble;
use super::tab::{FlowId, Tab, Task};
use super::world::{Happening, World};

/// How long a network fault that begins at a step lasts.
const LASTS_MS: u64 = 40 * SECOND;

impl World {
    /// Begins a fault because a step is reached. A network fault waits for the requests of that step or, if the step
    /// sends none, for the next requests of any kind.
    pub fn begin(&mut self, fault: Fault, stage: Stage, strikes: u32, tab: usize) {
        if fault.is_on_the_wire() {
            let from = self.clock.now;
            let (door, until) = (stage.door(), from + LASTS_MS);
            self.plan.armed.push(Armed { fault, door, from, until, left: strikes });
            return;
        }
        let blow = blow(fault, &mut self.dice);
        let at_once = match blow {
            // These end or pause the flow that has just reached the step.
            Blow::Kill | Blow::Freeze { .. } | Blow::SecondTab => false,
            _ => self.dice.chance(50),
        };
        if at_once {
            self.strike(tab, blow);
        } else {
            let ms = self.dice.pick(&[0, 0, 3, 25]);
            self.plan_in(ms, Happening::Strike(tab, blow));
        }
    }

    pub fn strike(&mut self, tab: usize, blow: Blow) {
        if self.is_calm {
            return;
        }
        self.struck += 1;
        self.history.note(self.clock.now, || format!("tab {tab}: {blow:?}"));
        match blow {
            Blow::Offline { ms } => {
                self.offline = true;
                self.last_fault = self.clock.now;
                self.break_connections(None);
                self.plan_in(ms, Happening::EndBlow(tab, blow));
            }
            Blow::Kill => {
                if self.tabs[tab].alive {
                    self.kills += 1;
                    self.close_tab(tab, "is killed");
                    self.plan_reopen(tab);
                }
            }
            Blow::Freeze { ms } => self.freeze(tab, ms),
            Blow::SecondTab => self.second_tab(tab),
            Blow::Storage { trouble, ms } => {
                self.storage.strike(trouble, &mut self.dice);
                if matches!(trouble, Trouble::Full | Trouble::Closed) {
                    self.plan_in(ms, Happening::EndBlow(tab, blow));
                }
            }
            Blow::Clock { ms } => self.clock.jump(ms),
            Blow::Abort => self.abort(tab),
            Blow::Stale { ms } => self.server.lag = ms,
            Blow::Widget { how, ms } => {
                self.ocular.widget = how;
                self.plan_in(ms, Happening::EndBlow(tab, blow));
            }
        }
    }

    pub fn relent(&mut self, tab: usize, blow: Blow) {
        if self.is_calm {
            return;
        }
        match blow {
            Blow::Offline { .. } => {
                self.history.note(self.clock.now, || "online again".to_owned());
                self.offline = false;
                self.last_fault = self.clock.now;
                for tab in 0..self.tabs.len() {
                    if self.tabs[tab].is_here() {
                        self.come_back(tab);
                    }
                }
            }
            Blow::Freeze { .. } => self.thaw(tab),
            Blow::Storage { .. } => self.storage.trouble = None,
            Blow::Widget { .. } => self.ocular.widget = Widget::Present,
            Blow::Kill | Blow::SecondTab | Blow::Clock { .. } | Blow::Stale { .. } | Blow::Abort => {}
        }
    }

    /// Ends running requests; some of them still reach their service.
    fn break_connections(&mut self, only: Option<usize>) {
        for number in 0..self.flights.len() {
            let flight = &self.flights[number];
            if only.is_some_and(|tab| tab != flight.seat.tab) {
                continue;
            }
            let (seat, ticket, arrived) = (flight.seat, flight.ticket, flight.arrived);
            if !arrived && self.dice.chance(50) {
                self.flights[number].dropped = true;
            }
            if self.is_waiting(seat, ticket) {
                self.network_fault(seat, ticket, 2);
            }
        }
    }

    fn is_waiting(&self, seat: FlowId, ticket: Ticket) -> bool {
        let tab = &self.tabs[seat.tab];
        tab.alive
            && tab.life == seat.life
            && tab.flows[seat.flow].as_ref().is_some_and(|running| running.open.contains(&ticket))
    }

    /// The caller's signal aborts the calls of a tab: their pauses, lock requests and requests end.
    fn abort(&mut self, tab: usize) {
        if !self.tabs[tab].is_here() {
            return;
        }
        let life = self.tabs[tab].life;
        let (mut waits, mut locks) = (Vec::new(), Vec::new());
        for (flow, running) in self.tabs[tab].flows.iter_mut().enumerate() {
            let Some(running) = running.as_mut().filter(|running| matches!(running.errand, Task::Call(_))) else {
                continue;
            };
            running.aborted = true;
            let seat = FlowId { tab, life, flow };
            waits.extend(running.waits.drain(..).map(|ticket| (seat, ticket)));
            locks.extend(running.queueing.iter().map(|(ticket, _)| (seat, *ticket)));
        }
        for (seat, ticket) in waits {
            self.plan_in(0, Happening::Answer(seat, ticket, Event::Done));
        }
        for (seat, ticket) in locks {
            self.plan_in(0, Happening::StopWaiting(seat, ticket));
        }
        for number in 0..self.flights.len() {
            let (seat, ticket) = (self.flights[number].seat, self.flights[number].ticket);
            if seat.tab == tab && self.flights[number].call.is_some() && self.is_waiting(seat, ticket) {
                if !self.flights[number].arrived && self.dice.chance(50) {
                    self.flights[number].dropped = true;
                }
                self.plan_in(0, Happening::Answer(seat, ticket, Event::Exchange(Err(HttpFault::Aborted))));
            }
        }
    }

    /// The page is leaving: it no longer waits for the storage or for locks.
    pub fn leave(&mut self, tab: usize) {
        self.tabs[tab].leaving = true;
        let life = self.tabs[tab].life;
        for index in 0..self.changes.len() {
            let change = &self.changes[index];
            if change.done || change.seat.tab != tab || change.seat.life != life {
                continue;
            }
            let (seat, ticket, is_put) = (change.seat, change.ticket, change.text.is_some());
            if self.dice.chance(50) {
                self.write(index, false);
            } else {
                self.changes[index].done = true;
            }
            let event = if is_put { Event::Flag(false) } else { Event::Done };
            self.plan_in(0, Happening::Answer(seat, ticket, event));
        }
        let mut queueing = Vec::new();
        for (flow, running) in self.tabs[tab].flows.iter().enumerate() {
            let waiting = running.iter().flat_map(|running| running.queueing.iter());
            queueing.extend(waiting.map(|(ticket, _)| (FlowId { tab, life, flow }, *ticket)));
        }
        for (seat, ticket) in queueing {
            self.plan_in(0, Happening::StopWaiting(seat, ticket));
        }
    }

    /// Moves a page into the back/forward cache. A page that holds a lock is usually not cached, but unloaded.
    fn freeze(&mut self, tab: usize, ms: u64) {
        if !self.tabs[tab].is_here() {
            return;
        }
        let life = self.tabs[tab].life;
        self.leave(tab);
        // Not every browser documents this, so some pages are frozen while they hold a lock.
        if self.locks.holds(tab) && self.dice.chance(80) {
            self.plan_in(15, Happening::Unload(tab, life));
            self.plan_reopen(tab);
            return;
        }
        self.tabs[tab].frozen = Some(self.clock.now);
        self.plan_in(ms, Happening::EndBlow(tab, Blow::Freeze { ms }));
    }

    pub fn thaw(&mut self, tab: usize) {
        let Some(since) = self.tabs[tab].frozen.take() else { return };
        self.history.note(self.clock.now, || format!("tab {tab} is shown again"));
        self.tabs[tab].leaving = false;
        let slept = self.clock.now - since;
        let errands: Vec<Task> = self.tabs[tab].flows.iter().flatten().map(|running| running.errand).collect();
        for errand in errands {
            self.excuse(errand, slept);
        }
        self.come_back(tab);
        // Some browsers end a frozen page's requests, others keep them.
        let ends_requests = self.dice.chance(50);
        if ends_requests {
            self.break_connections(Some(tab));
        }
        for (seat, ticket, event) in std::mem::take(&mut self.tabs[tab].inbox) {
            let event = match event {
                Event::Exchange(_) if ends_requests => Event::Exchange(Err(HttpFault::Network)),
                event => event,
            };
            self.plan_in(0, Happening::Answer(seat, ticket, event));
        }
    }

    /// Presses the button for the same cart in another tab.
    fn second_tab(&mut self, tab: usize) {
        let cart = self.shopper.carts[tab];
        let other = match (0..self.tabs.len()).find(|other| *other != tab) {
            Some(other) => other,
            None => {
                self.tabs.push(Tab::closed(library::checkout(&self.plan)));
                self.shopper.carts.push(cart);
                self.tabs.len() - 1
            }
        };
        self.plan_in(0, Happening::Shopper(Move::Press { tab: other, cart, again: false }));
    }

    /// Adds time that does not count against a call.
    pub fn excuse(&mut self, errand: Task, ms: u64) {
        match errand {
            Task::Call(call) => self.calls[call].excused += ms,
            Task::Look(look) => self.looks[look].excused += ms,
            _ => {}
        }
    }
}
