//! The world in virtual time: planned events happen in order, and nothing else happens. The same plan always gives
//! exactly the same history.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::rc::Rc;

use super::recorder::{Event, Ticket};
use order_bridge::domain::http::{Exchange, Fault as HttpFault};

use super::clock::{Clock, SECOND};
use super::dice::Dice;
use super::history::{Call, History, Look, Rule, Violation};
use super::library::{self, Ended};
use super::locks::Locks;
use super::mutants::Mutant;
use super::network::Flight;
use super::ocular::Ocular;
use super::plan::{Attention, Blow, Plan};
use super::server::Server;
use super::shopper::{Move, Shopper};
use super::stage::Trigger;
use super::storage::Storage;
use super::tab::{FlowId, Running, Tab, Task};

/// A planned event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// An event reaches a flow.
    Answer(FlowId, Ticket, Event),
    /// A request reaches its service.
    Arrive(usize),
    /// A record is written or deleted.
    Write(usize),
    /// A flow stops waiting for a lock.
    StopWaiting(FlowId, Ticket),
    Shopper(Move),
    Strike(usize, Blow),
    /// The effect of a blow ends.
    EndBlow(usize, Blow),
    /// A page is unloaded.
    Unload(usize, u32),
    /// What a page does right after it has received the result of a call.
    Tell(usize, u32, usize),
    /// All faults end.
    Calm,
    /// All tabs are closed and opened again.
    Restart,
}

/// A change of the storage that is in progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub seat: FlowId,
    pub ticket: Ticket,
    pub key: String,
    /// `None` deletes the record.
    pub text: Option<String>,
    pub done: bool,
}

pub struct World {
    pub plan: Plan,
    pub triggers: Vec<Trigger>,
    pub clock: Clock,
    pub dice: Dice,
    queue: BinaryHeap<Reverse<(u64, u64, usize)>>,
    happenings: Vec<Option<Happening>>,
    planned: u64,
    pub tabs: Vec<Tab>,
    pub server: Server,
    pub ocular: Ocular,
    pub storage: Storage,
    pub locks: Locks,
    pub flights: Vec<Flight>,
    pub changes: Vec<Change>,
    pub calls: Vec<Call>,
    pub looks: Vec<Look>,
    pub shopper: Shopper,
    pub offline: bool,
    pub is_calm: bool,
    is_over: bool,
    /// The cart of each checkout, by reference.
    pub carts: BTreeMap<String, usize>,
    /// When the last network fault happened.
    pub last_fault: u64,
    /// When the library first knew the number of an order: from a record, a result or a look-up.
    pub known: Vec<(i64, u64)>,
    pub history: History,
    pub violations: Vec<Violation>,
    pub kills: u32,
    pub restarts: u32,
    pub struck: u32,
    /// How many triggers have fired.
    pub met: u32,
    /// Number of orders that the background work found.
    pub finds: u32,
    pub restarted_at: Option<u64>,
}

impl World {
    pub fn new(plan: Plan, triggers: Vec<Trigger>, is_recorded: bool) -> World {
        let server = Server::of(&plan);
        let mut world = World {
            triggers,
            clock: Clock::default(),
            dice: Dice::new(plan.seed ^ 0x5EED_5EED),
            queue: BinaryHeap::new(),
            happenings: Vec::new(),
            planned: 0,
            tabs: Vec::new(),
            server,
            ocular: Ocular::default(),
            storage: Storage::default(),
            locks: Locks::default(),
            flights: Vec::new(),
            changes: Vec::new(),
            calls: Vec::new(),
            looks: Vec::new(),
            shopper: Shopper::new(&plan),
            offline: false,
            is_calm: false,
            is_over: false,
            carts: BTreeMap::new(),
            last_fault: 0,
            known: Vec::new(),
            history: History { lines: is_recorded.then(Vec::new) },
            violations: Vec::new(),
            kills: 0,
            restarts: 0,
            struck: 0,
            met: 0,
            finds: 0,
            restarted_at: None,
            plan,
        };
        for _ in 0..world.plan.tabs {
            let checkout = library::checkout(&world.plan);
            world.tabs.push(Tab::closed(checkout));
        }
        for tab in 0..world.tabs.len() {
            world.open(tab);
        }
        world
    }

    /// Runs everything: the plan, the calm after it, a restart of all tabs, and the time after that.
    pub fn run(&mut self) {
        for (at, tab, cart) in self.plan.presses.clone() {
            self.plan_at(at, Happening::Shopper(Move::Press { tab, cart, again: false }));
        }
        for (at, tab, blow) in self.plan.blows.clone() {
            self.plan_at(at, Happening::Strike(tab, blow));
        }
        let calm = self.calm_at();
        self.plan_at(calm, Happening::Calm);
        self.plan_at(calm + 100 * SECOND, Happening::Restart);
        let end = calm + 300 * SECOND;
        while let Some(Reverse((at, _, index))) = self.queue.pop() {
            // Running work may still end, and searching many orders on a slow connection takes time. No nap ends.
            self.is_over = at > end;
            if at > end + 600 * SECOND {
                break;
            }
            self.clock.now = at;
            let happening = self.happenings[index].take().unwrap();
            self.happen(happening);
        }
    }

    /// When the last fault of the plan is over.
    fn calm_at(&self) -> u64 {
        let armed = self.plan.armed.iter().map(|armed| armed.until);
        let blows = self.plan.blows.iter().map(|(at, ..)| at + 50 * SECOND);
        let triggers = if self.triggers.is_empty() { 0 } else { 120 * SECOND };
        armed.chain(blows).max().unwrap_or(0).max(triggers).max(20 * SECOND)
    }

    pub fn plan_at(&mut self, at: u64, happening: Happening) {
        let index = self.happenings.len();
        self.happenings.push(Some(happening));
        self.planned += 1;
        self.queue.push(Reverse((at.max(self.clock.now), self.planned, index)));
    }

    pub fn plan_in(&mut self, ms: u64, happening: Happening) {
        self.plan_at(self.clock.now + ms, happening);
    }

    fn happen(&mut self, happening: Happening) {
        match happening {
            Happening::Answer(seat, ticket, event) => self.deliver(seat, ticket, event),
            Happening::Arrive(flight) => self.arrive(flight),
            Happening::Write(change) => self.write(change, true),
            Happening::StopWaiting(seat, ticket) => {
                if self.locks.give_up(seat, ticket) {
                    self.deliver(seat, ticket, Event::Flag(false));
                }
            }
            Happening::Shopper(planned) => self.shopper_moves(planned),
            Happening::Strike(tab, blow) => self.strike(tab, blow),
            Happening::EndBlow(tab, blow) => self.relent(tab, blow),
            Happening::Unload(tab, life) => {
                if self.tabs[tab].alive && self.tabs[tab].life == life {
                    self.close_tab(tab, "is unloaded");
                }
            }
            Happening::Tell(tab, life, call) => self.tell(tab, life, call),
            Happening::Calm => self.calm(),
            Happening::Restart => {
                self.restarted_at = Some(self.clock.now);
                for tab in 0..self.tabs.len() {
                    if self.tabs[tab].alive {
                        self.close_tab(tab, "is closed");
                    }
                    self.open(tab);
                }
            }
        }
    }

    /// Delivers an event to its flow, unless the flow no longer waits for it.
    pub fn deliver(&mut self, seat: FlowId, ticket: Ticket, event: Event) {
        let tab = &mut self.tabs[seat.tab];
        if !tab.alive || tab.life != seat.life {
            return;
        }
        let Some(running) = tab.flows[seat.flow].as_mut() else { return };
        let Some(place) = running.open.iter().position(|open| *open == ticket) else { return };
        if self.is_over && running.sleep == Some(ticket) {
            return;
        }
        if tab.frozen.is_some() {
            tab.inbox.push((seat, ticket, event));
            return;
        }
        running.open.swap_remove(place);
        if running.sleep == Some(ticket) {
            running.sleep = None;
        }
        if let Event::Exchange(Ok(answer)) = &event {
            let seconds = answer.retry_after.as_ref().and_then(|text| text.trim().parse::<u32>().ok());
            running.asked_pause = seconds.map(|seconds| seconds.saturating_mul(1_000).min(30_000));
        }
        if let Some(place) = running.queueing.iter().position(|(waiting, _)| *waiting == ticket) {
            let (_, since) = running.queueing.swap_remove(place);
            let errand = running.errand;
            self.excuse(errand, self.clock.now - since);
        }
        self.go_on(seat, vec![(ticket, event)]);
    }

    /// Runs a flow until it has to wait or has ended.
    pub fn go_on(&mut self, seat: FlowId, mut events: Vec<(Ticket, Event)>) {
        let Some(mut running) = self.tabs[seat.tab].flows[seat.flow].take() else { return };
        loop {
            let mut facts = self.facts(seat.tab);
            let progress = running.flow.resume(&mut facts, events.drain(..));
            self.storage.texts = facts.texts;
            for (ticket, command) in progress.commands {
                let event = self.run_trigger(seat, ticket, command, &mut running);
                events.extend(event.filter(|_| ticket > 0).map(|event| (ticket, event)));
                if !self.tabs[seat.tab].alive || self.tabs[seat.tab].life != seat.life {
                    // The tab died during this command.
                    return;
                }
            }
            if let Some(ended) = progress.result {
                // As in the shell, locks are released when their call ends.
                if self.plan.mutant != Some(Mutant::KeepsLocks) {
                    self.release(|_, holder| holder == seat);
                }
                self.ended(seat, running.errand, ended);
                self.read_finds(seat.tab);
                return;
            }
            if events.is_empty() {
                self.tabs[seat.tab].flows[seat.flow] = Some(running);
                self.read_finds(seat.tab);
                return;
            }
        }
    }

    fn ended(&mut self, seat: FlowId, errand: Task, ended: Ended) {
        match (errand, ended) {
            (Task::Call(call), Ended::Call(result)) => self.call_ended(seat, call, *result),
            (Task::Look(look), Ended::Look(problem)) => {
                self.looks[look].ended = Some(self.clock.now);
                self.looks[look].problem = problem;
            }
            (Task::Delivered(_), Ended::Done) => {}
            (Task::Pending, Ended::Pending(list)) => self.saw_pending(seat.tab, &list),
            (errand, _) => self.violate(Rule::Stuck, || format!("{errand:?} ended with a result of another kind")),
        }
    }

    /// Starts a flow in a tab.
    pub fn start(&mut self, tab: usize, running: Running) {
        let flow = self.tabs[tab].flows.len();
        self.tabs[tab].flows.push(Some(running));
        let seat = FlowId { tab, life: self.tabs[tab].life, flow };
        self.go_on(seat, Vec::new());
    }

    /// Releases locks; those who have waited longest get them.
    pub fn release(&mut self, fits: impl Fn(&str, FlowId) -> bool) {
        for (seat, ticket) in self.locks.release(fits) {
            self.plan_in(1, Happening::Answer(seat, ticket, Event::Flag(true)));
        }
    }

    /// Opens a new page in a tab, with a new bridge.
    pub fn open(&mut self, tab: usize) {
        if self.tabs[tab].alive {
            return;
        }
        let attention = match self.plan.attention {
            Attention::None => None,
            Attention::Same => Some("att".to_owned()),
            Attention::Another => Some(format!("att-{tab}-{}", self.tabs[tab].life)),
        };
        let page = &mut self.tabs[tab];
        page.life += 1;
        page.alive = true;
        page.frozen = None;
        page.leaving = false;
        page.checkout = library::checkout(&self.plan);
        page.attention = attention;
        page.finds = Default::default();
        page.flows = Vec::new();
        page.commands = 0;
        let life = page.life;
        if life > 1 {
            self.restarts += 1;
        }
        self.history.note(self.clock.now, || format!("tab {tab} opens, page load {life}"));
        let (checkout, finds) = (Rc::clone(&self.tabs[tab].checkout), Rc::clone(&self.tabs[tab].finds));
        for flow in library::upkeep(&checkout, &finds) {
            if self.tabs[tab].alive && self.tabs[tab].life == life && !self.forgets_upkeep(self.tabs[tab].flows.len()) {
                self.start(tab, Running::new(flow, Task::Upkeep));
            }
        }
        if self.plan.looks {
            for which in 0..library::LOOKS.len() {
                let look = self.looks.len();
                self.looks.push(Look { tab, which, began: self.clock.now, ..Look::default() });
                let flow = library::look(&checkout, &self.plan, self.shopper.carts[tab], which);
                self.start(tab, Running::new(flow, Task::Look(look)));
            }
        }
        if life > 1 && self.tabs[tab].alive {
            self.start(tab, Running::new(library::pending(&checkout), Task::Pending));
        }
    }

    /// A tab dies with its memory, locks and timers. Requests already sent may still arrive.
    pub fn close_tab(&mut self, tab: usize, how: &str) {
        self.history.note(self.clock.now, || format!("tab {tab} {how}"));
        let life = self.tabs[tab].life;
        for index in 0..self.changes.len() {
            let change = &self.changes[index];
            if !change.done && change.seat.tab == tab && change.seat.life == life {
                match self.dice.chance(50) {
                    true => self.write(index, false),
                    false => self.changes[index].done = true,
                }
            }
        }
        for flight in &mut self.flights {
            if flight.seat.tab == tab && flight.seat.life == life && !flight.arrived && self.dice.chance(30) {
                flight.dropped = true;
            }
        }
        let page = &mut self.tabs[tab];
        page.alive = false;
        page.frozen = None;
        page.flows.clear();
        page.inbox.clear();
        // Records that only this page had in memory are lost.
        page.memory.clear();
        for call in &mut self.calls {
            if call.tab == tab && call.ended.is_none() {
                call.died = true;
            }
        }
        for look in &mut self.looks {
            if look.tab == tab && look.ended.is_none() {
                look.died = true;
            }
        }
        self.locks.forget(tab);
        self.release(|_, seat| seat.tab == tab);
    }

    /// The page or the connection is back: every nap ends.
    pub fn come_back(&mut self, tab: usize) {
        let life = self.tabs[tab].life;
        let mut napping = Vec::new();
        for (flow, running) in self.tabs[tab].flows.iter_mut().enumerate() {
            let Some(running) = running else { continue };
            match running.sleep {
                Some(ticket) => napping.push((FlowId { tab, life, flow }, ticket)),
                None => running.back = true,
            }
        }
        for (seat, ticket) in napping {
            self.plan_in(0, Happening::Answer(seat, ticket, Event::Flag(true)));
        }
    }

    /// All faults end, and no tab stays closed or frozen.
    fn calm(&mut self) {
        self.history.note(self.clock.now, || "all faults end".to_owned());
        self.is_calm = true;
        self.plan.armed.clear();
        self.plan.deaths.clear();
        self.triggers.clear();
        let was_offline = std::mem::replace(&mut self.offline, false);
        if was_offline {
            self.last_fault = self.clock.now;
        }
        self.storage.trouble = None;
        self.server.lag = self.plan.lag;
        self.ocular.widget = super::ocular::Widget::Present;
        for tab in 0..self.tabs.len() {
            if self.tabs[tab].frozen.is_some() {
                self.thaw(tab);
            } else if was_offline {
                self.come_back(tab);
            }
            self.open(tab);
        }
    }

    pub fn violate(&mut self, rule: Rule, story: impl FnOnce() -> String) {
        let story = story();
        self.history.note(self.clock.now, || format!("VIOLATION {rule:?}: {story}"));
        self.violations.push(Violation { rule, story });
    }

    /// Records that the library knows the number of an order.
    pub fn record_known(&mut self, order: i64) {
        if !self.known.iter().any(|(id, _)| *id == order) {
            self.known.push((order, self.clock.now));
        }
    }

    /// Ends a running request with a network error.
    pub fn network_fault(&mut self, seat: FlowId, ticket: Ticket, ms: u64) {
        let exchange: Exchange = Err(HttpFault::Network);
        self.plan_in(ms, Happening::Answer(seat, ticket, Event::Exchange(exchange)));
    }
}
