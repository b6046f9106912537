//! The directed matrix: every fault at every step, alone, with the tab killed before the step and with the tab killed
//! right after it and opened again. A cell that cannot be run here gives the reason.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use super::check::Loss;
use super::faults::{FAULTS, Fault};
use super::plan::{Guest, Plan};
use super::server::PaymentUrl;
use super::stage::{STAGES, Stage, Trigger, WHENS, When};
use super::world::World;

/// One cell of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    pub stage: Stage,
    pub fault: Fault,
    pub when: When,
}

/// With how many variants of shop and shopper each cell is run.
pub const VARIANTS: u64 = 8;

pub fn cells() -> Vec<Cell> {
    let mut cells = Vec::new();
    for stage in STAGES {
        for fault in FAULTS {
            cells.extend(WHENS.map(|when| Cell { stage, fault, when }));
        }
    }
    cells
}

impl Cell {
    pub fn name(self) -> String {
        let when = match self.when {
            When::Alone => "alone",
            When::KillBefore => "tab killed before",
            When::KillAfter => "tab killed after",
        };
        format!("{} at \"{}\", {when}", self.fault.name(), self.stage.name())
    }

    /// Why the cell is not run here; `None` when it is run.
    pub fn inapplicable(self) -> Option<&'static str> {
        if self.fault == Fault::WasmBlocked {
            return Some("a native run loads no wasm: the loader's tests block it and tamper with it in browsers");
        }
        if self.fault == Fault::HostileInput {
            return Some(
                "objects with getters and proxies do not pass the JavaScript boundary: the browser tests pass them in",
            );
        }
        if self.stage == Stage::LoadWasm {
            return Some("a native run loads no wasm, and before it is loaded nothing of the library runs");
        }
        None
    }

    /// The shop, the shopper, and what happens at which step.
    pub fn plan(self, variant: u64) -> (Plan, Vec<Trigger>) {
        let place = STAGES.iter().position(|stage| *stage == self.stage).unwrap() * 28 + self.fault.number();
        let mut plan = Plan::calm((place as u64 * 3 + self.when as u64) * 1_000 + variant);
        plan.looks = matches!(self.stage, Stage::ReadForm | Stage::ReadAccounts | Stage::Preview);
        plan.guest = if variant & 2 == 0 { Guest::Anonymous } else { Guest::Shared };
        plan.marker = variant & 4 == 0;
        plan.widget = self.fault == Fault::WidgetTrouble || variant % 8 == 5 && self.stage != Stage::SetBuyOrder;
        plan.lag = 300;
        if self.stage == Stage::PollUrl {
            plan.payment_url = PaymentUrl::After(1_200);
        }
        (plan.temper.presses_again, plan.temper.resumes) = if variant & 1 == 0 { (100, 0) } else { (0, 100) };
        plan.faults = vec![self.fault];
        // In even variants a network fault strikes once, in odd ones as often as it can.
        let strikes = if variant & 1 == 0 { 1 } else { 100 };
        let mut triggers = Vec::new();
        if self.stage == Stage::Return {
            // Gives the shopper something to return to: the answer to the order is lost with the tab.
            triggers.push(Trigger { stage: Stage::PostOrder, fault: None, when: When::KillAfter, strikes: 0 });
        }
        triggers.push(Trigger { stage: self.stage, fault: Some(self.fault), when: self.when, strikes });
        (plan, triggers)
    }

    pub fn run(self, variant: u64, is_recorded: bool) -> (World, Vec<Loss>) {
        let (plan, triggers) = self.plan(variant);
        let mut world = World::new(plan, triggers, is_recorded);
        world.run();
        let losses = world.check_end();
        (world, losses)
    }
}

/// Runs each cell in `variants` variants; `look` gets each world after its run, in no fixed order.
pub fn run_all(cells: &[Cell], variants: u64, look: impl Fn(Cell, u64, &World) + Sync) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(cell) = cells.get(next.fetch_add(1, Ordering::Relaxed)) {
                    for variant in 0..variants {
                        look(*cell, variant, &cell.run(variant, false).0);
                    }
                }
            });
        }
    });
}

#[test]
fn every_fault_at_every_step_breaks_no_rule() {
    let began = Instant::now();
    let failed = Mutex::new(Vec::new());
    let reached = Mutex::new(vec![0; cells().len()]);
    let run: Vec<Cell> = cells().into_iter().filter(|cell| cell.inapplicable().is_none()).collect();
    run_all(&run, VARIANTS, |cell, variant, world| {
        let place = cells().iter().position(|known| *known == cell).unwrap();
        reached.lock().unwrap()[place] += usize::from(world.met == if cell.stage == Stage::Return { 2 } else { 1 });
        let stories =
            world.violations.iter().map(|it| format!("{}, variant {variant}: {:?} {}", cell.name(), it.rule, it.story));
        failed.lock().unwrap().extend(stories);
    });
    let (mut run, mut reasons) = (0, Vec::<(&str, usize)>::new());
    let mut unreached = Vec::new();
    for (cell, reached) in cells().into_iter().zip(reached.into_inner().unwrap()) {
        match cell.inapplicable() {
            None => {
                run += 1;
                if reached == 0 {
                    unreached.push(cell.name());
                }
            }
            Some(reason) => match reasons.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, count)) => *count += 1,
                None => reasons.push((reason, 1)),
            },
        }
    }
    let all = cells().len();
    println!("{all} cells: {run} run with {VARIANTS} shops each, {} inapplicable:", all - run);
    for (reason, count) in &reasons {
        println!("  {count}: {reason}");
    }
    println!("{:.1} s", began.elapsed().as_secs_f64());
    assert_eq!(all, 1_260);
    assert!(unreached.is_empty(), "{} cells never reached their step: {unreached:#?}", unreached.len());
    let mut failed = failed.into_inner().unwrap();
    failed.sort();
    assert!(failed.is_empty(), "{} violations\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn replay_of_one_cell() {
    let Ok(text) = std::env::var("CELL") else { return };
    // Step, fault, kill and variant, as indices from 0.
    let numbers: Vec<usize> = text.split(' ').map(|number| number.parse().unwrap()).collect();
    let cell = Cell { stage: STAGES[numbers[0]], fault: FAULTS[numbers[1]], when: WHENS[numbers[2]] };
    let (world, _) = cell.run(numbers[3] as u64, true);
    println!("{}\n{:#?}", cell.name(), world.plan);
    for line in world.history.lines.iter().flatten() {
        println!("{line}");
    }
}
