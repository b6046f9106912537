//! Executes commands, as the shell does in a browser.

use super::dice::Dice;
use super::recorder::{Command, Event, Facts, Ticket};
use order_bridge::domain::http::Fault as HttpFault;
use order_bridge::domain::oneentry::device::DeviceFacts;

use super::history::Rule;
use super::mutants::Mutant;
use super::network::door_of;
use super::plan::Route;
use super::stage::When;
use super::storage::LEDGER;
use super::tab::{FlowId, Running, Task};
use super::world::{Change, Happening, World};

/// How long a flow waits for a lock that it can do without.
const BRIEFLY_MS: u64 = 10_000;

impl World {
    /// Runs what is planned for this command, then executes it.
    pub fn run_trigger(
        &mut self,
        seat: FlowId,
        ticket: Ticket,
        command: Command,
        running: &mut Running,
    ) -> Option<Event> {
        let errand = running.errand;
        let mut dies_after = false;
        if matches!(errand, Task::Call(_)) {
            self.tabs[seat.tab].commands += 1;
            let count = self.tabs[seat.tab].commands;
            let due = self.plan.deaths.iter().position(|death| death.tab == seat.tab && death.command == count);
            if let Some(index) = due {
                let death = self.plan.deaths.remove(index);
                if !death.after {
                    self.kill(seat.tab, &command);
                    return None;
                }
                dies_after = true;
            }
        }
        let life = self.tabs[seat.tab].life;
        if self.triggers.first().is_some_and(|trigger| trigger.stage.is_reached(&command, errand, life)) {
            let trigger = self.triggers.remove(0);
            self.met += 1;
            if let Some(fault) = trigger.fault {
                self.begin(fault, trigger.stage, trigger.strikes, seat.tab);
            }
            match trigger.when {
                When::Alone => {}
                When::KillBefore => {
                    self.kill(seat.tab, &command);
                    return None;
                }
                When::KillAfter => dies_after = true,
            }
        }
        let killer = dies_after.then(|| command.clone());
        let event = self.carry_out(seat, ticket, command, running);
        if let Some(command) = killer {
            self.finish_writing(seat, ticket);
            self.kill(seat.tab, &command);
            return None;
        }
        if event.is_none() {
            // Only a command with a ticket can be answered later.
            assert!(ticket > 0);
            running.open.push(ticket);
        }
        event
    }

    /// What the page of a tab knows without waiting.
    pub fn facts(&mut self, tab: usize) -> Facts {
        let page = &self.tabs[tab];
        let mut dice = Dice::new(self.dice.number());
        Facts {
            now: self.clock.wall(),
            elapsed: self.clock.now,
            offline: self.offline,
            leaving: page.leaving,
            has_preflight: true,
            sessions: page.attention.clone().into_iter().collect(),
            device: Some(DeviceFacts {
                platform: "Linux x86_64".to_owned(),
                user_agent: "Mozilla/5.0".to_owned(),
                language: "en-US".to_owned(),
                ..DeviceFacts::default()
            }),
            random: Box::new(move || dice.bytes()),
            is_readable: self.storage.is_readable(),
            is_writable: self.storage.is_writable(),
            texts: std::mem::take(&mut self.storage.texts),
            ..Facts::default()
        }
    }

    /// Executes a command. Returns its event, or `None` when the event comes later.
    fn carry_out(&mut self, seat: FlowId, ticket: Ticket, command: Command, running: &mut Running) -> Option<Event> {
        let now = self.clock.now;
        let errand = running.errand;
        let leaving = self.tabs[seat.tab].leaving;
        Some(match command {
            Command::Send(_) if running.aborted => Event::Exchange(Err(HttpFault::NotSent)),
            Command::Wait(_) if running.aborted => Event::Done,
            Command::LockWhileWanted(_) if running.aborted => Event::Flag(false),
            Command::Send(request) => {
                if door_of(&request) == Route::SignIn {
                    running.signing.get_or_insert(now);
                } else {
                    self.signed_in(running);
                }
                self.send(seat, ticket, request, errand);
                return None;
            }
            Command::CallWidget(_, body, limit_ms) => {
                self.call_widget(seat, ticket, body, limit_ms);
                return None;
            }
            Command::Wait(ms) => {
                if running.asked_pause.take() == Some(ms) {
                    self.excuse(errand, u64::from(ms));
                }
                running.waits.push(ticket);
                self.plan_in(u64::from(ms), Happening::Answer(seat, ticket, Event::Done));
                return None;
            }
            Command::Keep(_, text) => {
                self.look_for_leaks(&text, "a stored text");
                Event::Done
            }
            Command::OcularSessions | Command::Preconnect(_) | Command::Turn | Command::Pack => Event::Done,
            Command::Announce(event) => {
                self.signed_in(running);
                if let Task::Call(call) = errand {
                    self.calls[call].step(event.step, event.state, now);
                }
                self.history.note(now, || format!("tab {}: {:?} {:?}", seat.tab, event.step, event.state));
                Event::Done
            }
            Command::Rows(_) if leaving => Event::Rows(Vec::new()),
            Command::Rows(prefix) => {
                let rows = self.read_rows(seat.tab, prefix);
                let ms = self.dice.between(1, 4);
                self.plan_in(ms, Happening::Answer(seat, ticket, Event::Rows(rows)));
                return None;
            }
            Command::PutRow(..) if leaving => Event::Flag(false),
            Command::PutRow(key, text) => {
                if matches!(errand, Task::Delivered(_)) {
                    self.shopper_has_seen(errand);
                }
                let text = self.miswritten(text);
                self.record_row(&key, &text, errand);
                self.change(seat, ticket, key, Some(text));
                return None;
            }
            Command::DeleteRow(_) if leaving => Event::Done,
            Command::DeleteRow(key) => {
                self.change(seat, ticket, key, None);
                return None;
            }
            Command::Lock { name, wait } => return self.lock(seat, ticket, &name, wait, running),
            Command::LockWhileWanted(name) => return self.lock(seat, ticket, &name, true, running),
            Command::LockBriefly(name) => {
                let event = self.lock(seat, ticket, &name, true, running);
                if event.is_none() {
                    self.plan_in(BRIEFLY_MS, Happening::StopWaiting(seat, ticket));
                }
                return event;
            }
            Command::Unlock(name) => {
                if self.plan.mutant != Some(Mutant::KeepsLocks) {
                    self.release(|held, holder| held == name && holder == seat);
                }
                Event::Done
            }
            Command::Sleep(ms) => {
                if std::mem::take(&mut running.back) {
                    running.woken = false;
                    return Some(Event::Flag(true));
                }
                if std::mem::take(&mut running.woken) {
                    return Some(Event::Flag(false));
                }
                running.sleep = Some(ticket);
                if let Some(ms) = ms {
                    self.plan_in(u64::from(ms), Happening::Answer(seat, ticket, Event::Flag(true)));
                }
                return None;
            }
            Command::Wake => {
                running.woken = true;
                let mut napping = Vec::new();
                for (flow, other) in self.tabs[seat.tab].flows.iter_mut().enumerate() {
                    let Some(other) = other else { continue };
                    match other.sleep {
                        Some(ticket) => napping.push((FlowId { flow, ..seat }, ticket)),
                        None => other.woken = true,
                    }
                }
                for (seat, ticket) in napping {
                    self.plan_in(0, Happening::Answer(seat, ticket, Event::Flag(false)));
                }
                Event::Done
            }
        })
    }

    /// Ends the time of a sign-in, if one is running.
    fn signed_in(&mut self, running: &mut Running) {
        let Some(since) = running.signing.take() else { return };
        let ms = self.clock.now - since;
        match running.errand {
            Task::Call(call) => self.calls[call].signing += ms,
            errand => self.excuse(errand, ms),
        }
    }

    fn lock(&mut self, seat: FlowId, ticket: Ticket, name: &str, wait: bool, running: &mut Running) -> Option<Event> {
        self.look_for_leaks(name, "the name of a lock");
        if self.plan.mutant == Some(Mutant::LocksForAll) {
            return Some(Event::Flag(true));
        }
        if self.tabs[seat.tab].leaving {
            return Some(Event::Flag(false));
        }
        if self.locks.is_free(name) {
            self.locks.take(name, seat);
            return Some(Event::Flag(true));
        }
        if !wait {
            return Some(Event::Flag(false));
        }
        self.history.note(self.clock.now, || format!("tab {}: waits for {name}", seat.tab));
        self.locks.wait(name, seat, ticket);
        running.queueing.push((ticket, self.clock.now));
        None
    }

    fn read_rows(&self, tab: usize, prefix: &str) -> Vec<(String, String)> {
        if self.plan.mutant == Some(Mutant::ForgetsLedger) && prefix == LEDGER
            || self.plan.mutant == Some(Mutant::ForgetsOutbox) && prefix != LEDGER
        {
            return Vec::new();
        }
        let mut rows = if self.storage.is_readable() { self.storage.rows(prefix) } else { Vec::new() };
        // The version in the page's memory is the newer one.
        for (key, text) in self.tabs[tab].memory.iter().filter(|(key, _)| key.starts_with(prefix)) {
            rows.retain(|(known, _)| known != key);
            rows.push((key.clone(), text.clone()));
        }
        rows.sort();
        rows
    }

    fn change(&mut self, seat: FlowId, ticket: Ticket, key: String, text: Option<String>) {
        let change = self.changes.len();
        self.changes.push(Change { seat, ticket, key, text, done: false });
        let ms = self.dice.between(1, 6);
        self.plan_in(ms, Happening::Write(change));
    }

    /// Completes the write of a command whose tab dies right after it.
    fn finish_writing(&mut self, seat: FlowId, ticket: Ticket) {
        let in_progress = self.changes.iter().position(|it| !it.done && it.seat == seat && it.ticket == ticket);
        if let Some(change) = in_progress {
            self.write(change, false);
        }
    }

    /// Writes or deletes a record now; with `answers`, the flow that waits for this gets its answer.
    pub fn write(&mut self, change: usize, answers: bool) {
        if self.changes[change].done {
            return;
        }
        self.changes[change].done = true;
        let Change { seat, ticket, key, text, .. } = self.changes[change].clone();
        let forgets = self.plan.mutant == Some(Mutant::ForgetsLedger) && key.starts_with(LEDGER)
            || self.plan.mutant == Some(Mutant::ForgetsOutbox) && !key.starts_with(LEDGER);
        let page = &mut self.tabs[seat.tab];
        let is_there = page.alive && page.life == seat.life;
        let event = match text {
            None => {
                page.memory.retain(|(known, _)| *known != key);
                if self.storage.is_writable() {
                    self.storage.rows.remove(&key);
                }
                Event::Done
            }
            Some(_) if forgets => Event::Flag(true),
            Some(text) => {
                page.memory.retain(|(known, _)| *known != key);
                let saved = self.storage.is_writable();
                if saved {
                    self.storage.rows.insert(key, text);
                } else {
                    self.storage.record_unsaved(&key);
                    if is_there {
                        page.memory.push((key, text));
                    }
                }
                Event::Flag(saved)
            }
        };
        if answers {
            self.deliver(seat, ticket, event);
        }
    }

    /// Reads from a record what the checker needs.
    fn record_row(&mut self, key: &str, text: &str, errand: Task) {
        self.look_for_leaks(text, "a record");
        self.look_for_leaks(key, "the key of a record");
        if !key.starts_with(LEDGER) {
            return;
        }
        let Ok(row) = serde_json::from_str::<serde_json::Value>(text) else {
            self.violate(Rule::Stuck, || format!("a record that is not JSON: {text}"));
            return;
        };
        if let Some(order) = row["orderId"].as_i64() {
            self.record_known(order);
        }
        if let (Some(reference), Task::Call(call)) = (row["reference"].as_str(), errand)
            && let Some(cart) = self.calls[call].cart
        {
            self.carts.entry(reference.to_owned()).or_insert(cart);
        }
        let (key, state) = (key.to_owned(), row["state"].as_str().unwrap_or("?").to_owned());
        self.history.note(self.clock.now, || format!("ledger: {key} is {state} {}", row["orderId"]));
    }

    pub fn look_for_leaks(&mut self, text: &str, place: &str) {
        if text.contains("anary") || text.contains("CANARY") || text.contains("1234 5678") {
            let text = text.to_owned();
            self.violate(Rule::Leak, || format!("{place} contains personal data or a secret: {text}"));
        }
    }

    pub fn kill(&mut self, tab: usize, at: &Command) {
        self.kills += 1;
        let name: String = format!("{at:?}").chars().take_while(|c| c.is_alphanumeric()).collect();
        self.close_tab(tab, &format!("is killed at {name}"));
        self.plan_reopen(tab);
    }
}
