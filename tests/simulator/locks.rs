//! Web Locks: each name has one holder, others queue. The browser releases the locks of a dead tab.

use super::recorder::Ticket;

use super::tab::FlowId;

#[derive(Debug, Default)]
pub struct Locks {
    held: Vec<(String, FlowId)>,
    waiting: Vec<(String, FlowId, Ticket)>,
}

impl Locks {
    pub fn is_free(&self, name: &str) -> bool {
        !self.held.iter().any(|(held, _)| held == name)
    }

    pub fn take(&mut self, name: &str, seat: FlowId) {
        self.held.push((name.to_owned(), seat));
    }

    pub fn wait(&mut self, name: &str, seat: FlowId, ticket: Ticket) {
        self.waiting.push((name.to_owned(), seat, ticket));
    }

    /// Removes a request from the queue; returns whether it was there.
    pub fn give_up(&mut self, seat: FlowId, ticket: Ticket) -> bool {
        let before = self.waiting.len();
        self.waiting.retain(|(_, waiting, number)| (*waiting, *number) != (seat, ticket));
        before != self.waiting.len()
    }

    /// Releases the locks that `fits` selects and grants them to those who have waited longest; returns these.
    pub fn release(&mut self, fits: impl Fn(&str, FlowId) -> bool) -> Vec<(FlowId, Ticket)> {
        self.held.retain(|(name, seat)| !fits(name, *seat));
        let mut next = Vec::new();
        let mut index = 0;
        while index < self.waiting.len() {
            if self.is_free(&self.waiting[index].0) {
                let (name, seat, ticket) = self.waiting.remove(index);
                self.held.push((name, seat));
                next.push((seat, ticket));
            } else {
                index += 1;
            }
        }
        next
    }

    /// Removes a dead tab's requests from the queue.
    pub fn forget(&mut self, tab: usize) {
        self.waiting.retain(|(_, seat, _)| seat.tab != tab);
    }

    pub fn holds(&self, tab: usize) -> bool {
        self.held.iter().any(|(_, seat)| seat.tab == tab)
    }

    pub fn held(&self) -> Vec<&str> {
        self.held.iter().map(|(name, _)| name.as_str()).collect()
    }
}
