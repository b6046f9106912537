//! A tab: one page load after the other, each with its own bridge and flows.

use std::rc::Rc;

use super::recorder::{Event, Flow, Ticket};
use order_bridge::domain::checkout::Checkout;

use super::library::{Ended, Finds};

/// Where a flow runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlowId {
    pub tab: usize,
    pub life: u32,
    pub flow: usize,
}

/// The purpose of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// `placeOrder` or `resume`, by the number of the call.
    Call(usize),
    /// What the shell runs once the caller has the result of that call.
    Delivered(usize),
    /// What a shop page reads before the click.
    Look(usize),
    /// `pending`.
    Pending,
    /// Background work, as long as the page exists.
    Upkeep,
}

pub struct Running {
    pub flow: Flow<Ended>,
    pub errand: Task,
    /// Tickets that still wait for their event.
    pub open: Vec<Ticket>,
    /// The current nap.
    pub sleep: Option<Ticket>,
    /// Whether the connection or the page has come back since the last nap.
    pub back: bool,
    /// Whether new work has been left since the last nap.
    pub woken: bool,
    /// The pause that the last answer asked for, in milliseconds.
    pub asked_pause: Option<u32>,
    /// Whether the caller's signal has aborted the call.
    pub aborted: bool,
    /// Pauses that are running.
    pub waits: Vec<Ticket>,
    /// When the current sign-in began.
    pub signing: Option<u64>,
    /// Locks that the flow waits for, and since when.
    pub queueing: Vec<(Ticket, u64)>,
}

impl Running {
    pub fn new(flow: Flow<Ended>, errand: Task) -> Running {
        Running {
            flow,
            errand,
            open: Vec::new(),
            sleep: None,
            back: false,
            woken: false,
            asked_pause: None,
            aborted: false,
            waits: Vec::new(),
            signing: None,
            queueing: Vec::new(),
        }
    }
}

/// One tab of the browser. Each page load begins with empty memory.
pub struct Tab {
    pub life: u32,
    pub alive: bool,
    /// Since when the page has been in the back/forward cache.
    pub frozen: Option<u64>,
    pub leaving: bool,
    pub checkout: Rc<Checkout>,
    /// The video attention on this page.
    pub attention: Option<String>,
    /// Orders that the background work found.
    pub finds: Finds,
    pub flows: Vec<Option<Running>>,
    /// Events that arrived while the page was frozen.
    pub inbox: Vec<(FlowId, Ticket, Event)>,
    /// Records that only this page has in memory, because the storage rejected them.
    pub memory: Vec<(String, String)>,
    /// How many commands its calls have issued.
    pub commands: u32,
}

impl Tab {
    /// A tab in which no page has been opened yet.
    pub fn closed(checkout: Rc<Checkout>) -> Tab {
        Tab {
            life: 0,
            alive: false,
            frozen: None,
            leaving: false,
            checkout,
            attention: None,
            finds: Finds::default(),
            flows: Vec::new(),
            inbox: Vec::new(),
            memory: Vec::new(),
            commands: 0,
        }
    }

    pub fn is_here(&self) -> bool {
        self.alive && self.frozen.is_none() && !self.leaving
    }
}
