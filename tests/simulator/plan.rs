//! What a seed determines: a shop, a shopper, tabs, and what goes wrong when.

use super::clock::{DAY, SECOND};
use super::dice::Dice;
use super::faults::{FAULTS, Fault};
use super::mutants::Mutant;
use super::ocular::Widget;
use super::server::PaymentUrl;
use super::storage::Trouble;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guest {
    Anonymous,
    Shared,
}

/// The video attention that a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attention {
    None,
    /// The same on all pages.
    Same,
    /// A different one on each page.
    Another,
}

/// The kinds of requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    Form,
    Accounts,
    Preview,
    SignIn,
    Order,
    Orders,
    OpenSession,
    ReadSession,
    UpdateSession,
    Ocular,
}

pub const DOORS: [Route; 10] = [
    Route::Form,
    Route::Accounts,
    Route::Preview,
    Route::SignIn,
    Route::Order,
    Route::Orders,
    Route::OpenSession,
    Route::ReadSession,
    Route::UpdateSession,
    Route::Ocular,
];

/// A network fault that waits for its requests.
#[derive(Debug, Clone)]
pub struct Armed {
    pub fault: Fault,
    /// `None` strikes every request.
    pub door: Option<Route>,
    pub from: u64,
    pub until: u64,
    /// How many requests it still strikes.
    pub left: u32,
}

/// Something that happens to the page or around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blow {
    Offline {
        ms: u64,
    },
    Kill,
    Freeze {
        ms: u64,
    },
    SecondTab,
    Storage {
        trouble: Trouble,
        ms: u64,
    },
    Clock {
        ms: i64,
    },
    Stale {
        ms: u64,
    },
    Widget {
        how: Widget,
        ms: u64,
    },
    /// In addition to the 28 faults: the caller's own signal aborts the calls of a tab.
    Abort,
}

/// When a tab dies: at a command of its calls, before it is executed or right after.
#[derive(Debug, Clone, Copy)]
pub struct Death {
    pub tab: usize,
    pub command: u32,
    pub after: bool,
}

/// What a shopper does after an unknown outcome, in percent of the cases.
#[derive(Debug, Clone, Copy)]
pub struct Behaviour {
    pub presses_again: u64,
    pub resumes: u64,
    /// Explicitly orders a second time.
    pub orders_again: u64,
    /// The shortest and the longest time that a shopper waits, in milliseconds.
    pub patience: (u64, u64),
    pub presses: u32,
}

#[derive(Debug, Clone)]
pub struct Plan {
    pub seed: u64,
    pub tabs: usize,
    /// When the button is pressed, in which tab and for which cart.
    pub presses: Vec<(u64, usize, usize)>,
    /// The page reads form, accounts and preview first.
    pub looks: bool,
    pub guest: Guest,
    pub account: &'static str,
    /// The form has a field for the checkout's own reference.
    pub marker: bool,
    /// Guests may list orders.
    pub lists: bool,
    pub track: bool,
    /// Reports go to the vendor's object.
    pub widget: bool,
    pub attention: Attention,
    pub session_status: bool,
    pub updates_sessions: bool,
    pub payment_url: PaymentUrl,
    pub token_life: u64,
    pub strangers: u32,
    pub lag: u64,
    pub latency: (u64, u64),
    pub temper: Behaviour,
    pub armed: Vec<Armed>,
    pub blows: Vec<(u64, usize, Blow)>,
    pub deaths: Vec<Death>,
    pub mutant: Option<Mutant>,
    /// The faults of this seed.
    pub faults: Vec<Fault>,
}

const WORST: [Fault; 5] =
    [Fault::LostAfterCommit, Fault::LateCommit, Fault::TabKilled, Fault::Frozen, Fault::StorageTrouble];

impl Plan {
    /// A shop without faults and a shopper who presses once.
    pub fn calm(seed: u64) -> Plan {
        Plan {
            seed,
            tabs: 1,
            presses: vec![(10, 0, 0)],
            looks: false,
            guest: Guest::Anonymous,
            account: "stripe",
            marker: true,
            lists: true,
            track: true,
            widget: false,
            attention: Attention::Same,
            session_status: false,
            updates_sessions: true,
            payment_url: PaymentUrl::AtOnce,
            token_life: 3_600 * SECOND,
            strangers: 0,
            lag: 0,
            latency: (5, 60),
            temper: Behaviour { presses_again: 60, resumes: 40, orders_again: 0, patience: (500, 20_000), presses: 6 },
            armed: Vec::new(),
            blows: Vec::new(),
            deaths: Vec::new(),
            mutant: None,
            faults: Vec::new(),
        }
    }

    /// Everything determined by the seed: up to three tabs, up to three faults.
    pub fn random(seed: u64) -> Plan {
        let dice = &mut Dice::new(seed);
        let mut plan = Plan::calm(seed);
        plan.tabs = dice.pick(&[1, 1, 2, 2, 3]);
        plan.looks = dice.chance(10);
        plan.guest = if dice.chance(35) { Guest::Shared } else { Guest::Anonymous };
        plan.account = if dice.chance(20) { "cash" } else { "stripe" };
        plan.marker = dice.chance(75);
        plan.lists = dice.chance(85);
        plan.track = dice.chance(75);
        plan.widget = dice.chance(25);
        plan.attention = match dice.below(10) {
            0 => Attention::None,
            1..4 => Attention::Another,
            _ => Attention::Same,
        };
        plan.session_status = dice.chance(20);
        plan.updates_sessions = dice.chance(70);
        plan.payment_url = match dice.below(6) {
            0 => PaymentUrl::Never,
            1 | 2 => PaymentUrl::After(dice.between(100, 8_000)),
            _ => PaymentUrl::AtOnce,
        };
        plan.token_life = dice.pick(&[3_600, 3_600, 60, 5]) * SECOND;
        plan.strangers = dice.pick(&[0, 0, 3, 70]);
        plan.lag = dice.pick(&[0, 0, 300, 1_000, 3_000]);
        plan.latency = dice.pick(&[(1, 10), (5, 60), (20, 400), (100, 2_500)]);
        plan.temper = Behaviour {
            presses_again: dice.pick(&[20, 50, 90]),
            resumes: dice.pick(&[0, 50, 80]),
            orders_again: if dice.chance(6) { 50 } else { 0 },
            patience: dice.pick(&[(50, 2_000), (500, 20_000), (5_000, 60_000)]),
            presses: 6,
        };
        plan.presses = press_times(dice, plan.tabs);
        if dice.chance(5) {
            let tab = usize::try_from(dice.below(plan.tabs as u64)).unwrap();
            plan.blows.push((dice.between(10, 1_500), tab, Blow::Abort));
        }
        for _ in 0..dice.pick(&[0, 1, 1, 1, 2, 2, 3, 3]) {
            // Faults that can lose a checkout come a little more often.
            let fault = if dice.chance(20) { dice.pick(&WORST) } else { dice.pick(&FAULTS[..26]) };
            plan.add(fault, dice);
        }
        plan
    }

    /// Plans a fault for some moment.
    fn add(&mut self, fault: Fault, dice: &mut Dice) {
        self.faults.push(fault);
        let at = dice.pick(&[0, 0, 50, 500, 3_000, 10_000]) + dice.below(1_500);
        let tab = usize::try_from(dice.below(self.tabs as u64)).unwrap();
        if fault.is_on_the_wire() {
            // Often at the order request, where a fault does most harm.
            let door = match dice.below(10) {
                0..5 => Some(Route::Order),
                5 => None,
                _ => Some(dice.pick(&DOORS)),
            };
            let left = dice.pick(&[1, 1, 1, 2, 3, 5, 100]);
            let until = at + dice.pick(&[2, 10, 40, 90]) * SECOND;
            self.armed.push(Armed { fault, door, from: if left < 4 { 0 } else { at }, until, left });
            return;
        }
        if fault == Fault::TabKilled && dice.chance(75) {
            let command = u32::try_from(dice.between(1, 40)).unwrap();
            self.deaths.push(Death { tab, command, after: dice.chance(50) });
            return;
        }
        let blow = blow(fault, dice);
        self.blows.push((at, tab, blow));
    }
}

/// What a fault does that is not a network fault.
pub fn blow(fault: Fault, dice: &mut Dice) -> Blow {
    let ms = dice.between(500, 45_000);
    match fault {
        Fault::OfflineFlip => Blow::Offline { ms },
        Fault::TabKilled => Blow::Kill,
        Fault::Frozen => Blow::Freeze { ms },
        Fault::SecondTab => Blow::SecondTab,
        Fault::StorageTrouble => {
            let trouble = dice.pick(&[Trouble::Full, Trouble::Closed, Trouble::Damaged, Trouble::Emptied]);
            Blow::Storage { trouble, ms }
        }
        Fault::ClockJump => Blow::Clock { ms: dice.pick(&[-DAY, DAY]) },
        Fault::StaleListing => Blow::Stale { ms: dice.between(1_000, 10_000) },
        Fault::WidgetTrouble => {
            let how = dice.pick(&[Widget::Absent, Widget::Throwing, Widget::Broken, Widget::Silent, Widget::Failing]);
            Blow::Widget { how, ms }
        }
        other => panic!("{other:?} is not a blow"),
    }
}

fn press_times(dice: &mut Dice, tabs: usize) -> Vec<(u64, usize, usize)> {
    let second_cart = dice.chance(12);
    let mut presses = Vec::new();
    for tab in 0..tabs {
        let at = 10 + dice.pick(&[0, 0, 1, 30, 400, 3_000]);
        // Sometimes the last tab has another cart.
        let cart = usize::from(second_cart && tab + 1 == tabs);
        presses.push((at, tab, cart));
        if dice.chance(15) {
            presses.push((at + dice.pick(&[0, 1, 80, 300]), tab, cart));
        }
    }
    presses
}
