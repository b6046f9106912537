//! A tab: one page life after the other, each with a bridge of its own and the flows that run in it.

use std::rc::Rc;

use super::recorder::{Event, Flow, Ticket};
use order_bridge::domain::checkout::Checkout;

use super::library::{Ended, Finds};

/// Where a flow runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat {
    pub tab: usize,
    pub life: u32,
    pub flow: usize,
}

/// What a flow is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errand {
    /// `placeOrder` or `resume`, by its number.
    Call(usize),
    /// What the shell runs once the caller has the result of that call.
    Delivered(usize),
    /// What a shop page reads before the click.
    Look(usize),
    /// `pending`.
    Pending,
    /// Lives as long as the page.
    Upkeep,
}

pub struct Running {
    pub flow: Flow<Ended>,
    pub errand: Errand,
    /// Numbers that still wait for their event.
    pub open: Vec<Ticket>,
    /// The nap under way.
    pub nap: Option<Ticket>,
    /// The connection or the page came back since the last nap.
    pub back: bool,
    /// Something was left to do since the last nap.
    pub woken: bool,
    /// A pause that the last answer asked for, milliseconds.
    pub asked_pause: Option<u32>,
    /// The caller's signal has ended the call.
    pub aborted: bool,
    /// Pauses under way.
    pub waits: Vec<Ticket>,
    /// Since when a sign-in is being made.
    pub signing: Option<u64>,
    /// Since when each lock is waited for.
    pub queueing: Vec<(Ticket, u64)>,
}

impl Running {
    pub fn new(flow: Flow<Ended>, errand: Errand) -> Running {
        Running {
            flow,
            errand,
            open: Vec::new(),
            nap: None,
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

/// One tab of the browser. A new life is a new page: nothing of the old one's memory is left.
pub struct Tab {
    pub life: u32,
    pub alive: bool,
    /// Since when the page lies in the back/forward cache.
    pub frozen: Option<u64>,
    pub leaving: bool,
    pub checkout: Rc<Checkout>,
    /// The video attention on this page.
    pub attention: Option<String>,
    /// Orders that the library found on its own.
    pub finds: Finds,
    pub flows: Vec<Option<Running>>,
    /// What happened while the page was frozen.
    pub inbox: Vec<(Seat, Ticket, Event)>,
    /// Rows that only this page remembers, because the storage took none.
    pub memory: Vec<(String, String)>,
    /// How many commands its calls have given.
    pub commands: u32,
}

impl Tab {
    /// A tab in which no page was opened yet.
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
