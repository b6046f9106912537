//! Random seeds: each determines a shop, a shopper and faults. Runs many of them on all cores, or replays one.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use order_bridge::domain::checkout::CheckoutResult;

use super::check::{FOUND_MS, Loss, goal};
use super::history::{Rule, Violation};
use super::plan::Plan;
use super::world::World;

/// How many seeds a normal test run covers.
const USUAL_SEEDS: u64 = 10_000;

/// The result of one run.
pub struct Run {
    pub world: World,
    pub losses: Vec<Loss>,
}

pub fn run(plan: Plan, is_recorded: bool) -> Run {
    let mut world = World::new(plan, Vec::new(), is_recorded);
    world.run();
    let losses = world.check_end();
    Run { world, losses }
}

/// Totals over many seeds.
#[derive(Debug, Default)]
pub struct Summary {
    seeds: u64,
    outcomes: BTreeMap<&'static str, u64>,
    faults: BTreeMap<&'static str, u64>,
    struck: u64,
    kills: u64,
    restarts: u64,
    orders: u64,
    finds: u64,
    losses: u64,
    found_in_time: u64,
    never_found: u64,
    slowest_call: u64,
    steps: BTreeMap<String, u64>,
    /// Steps that took longer than their limit.
    beyond: BTreeMap<String, u64>,
    /// Seeds with a lost order that was found too late or never.
    late: Vec<(u64, Option<u64>)>,
    pub failed: Vec<(u64, Violation)>,
}

impl Summary {
    pub fn add(&mut self, run: &Run) {
        let world = &run.world;
        self.seeds += 1;
        for call in &world.calls {
            let outcome = match &call.result {
                _ if call.died => "killed",
                Some(CheckoutResult::Accepted { .. }) => "accepted",
                Some(CheckoutResult::Rejected { .. }) => "rejected",
                Some(CheckoutResult::NotSent { .. }) => "notSent",
                Some(CheckoutResult::Unknown { .. }) => "unknown",
                None => "never ended",
            };
            *self.outcomes.entry(outcome).or_default() += 1;
            if !call.died {
                self.slowest_call = self.slowest_call.max(call.own_time(world.clock.now));
            }
            for (step, ms) in &call.took {
                let slowest = self.steps.entry(format!("{step:?}")).or_default();
                *slowest = (*slowest).max(*ms);
                if *ms > goal(*step) {
                    *self.beyond.entry(format!("{step:?}")).or_default() += 1;
                }
            }
        }
        for fault in &world.plan.faults {
            *self.faults.entry(fault.name()).or_default() += 1;
        }
        self.struck += u64::from(world.struck);
        self.kills += u64::from(world.kills);
        self.restarts += u64::from(world.restarts);
        self.orders += world.server.orders.len() as u64;
        self.finds += u64::from(world.finds);
        self.losses += run.losses.len() as u64;
        self.found_in_time +=
            run.losses.iter().filter(|loss| loss.took.is_some_and(|ms| ms <= FOUND_MS)).count() as u64;
        self.never_found += run.losses.iter().filter(|loss| loss.took.is_none()).count() as u64;
        let late = run.losses.iter().filter(|loss| loss.took.is_none_or(|ms| ms > FOUND_MS));
        self.late.extend(late.map(|loss| (world.plan.seed, loss.took)));
        self.failed.extend(world.violations.iter().map(|violation| (world.plan.seed, violation.clone())));
    }

    pub fn merge(&mut self, other: Summary) {
        let add = |mine: &mut BTreeMap<&'static str, u64>, theirs: BTreeMap<&'static str, u64>| {
            theirs.into_iter().for_each(|(name, count)| *mine.entry(name).or_default() += count);
        };
        add(&mut self.outcomes, other.outcomes);
        add(&mut self.faults, other.faults);
        for (step, ms) in other.steps {
            let slowest = self.steps.entry(step).or_default();
            *slowest = (*slowest).max(ms);
        }
        other.beyond.into_iter().for_each(|(step, count)| *self.beyond.entry(step).or_default() += count);
        self.seeds += other.seeds;
        self.struck += other.struck;
        self.kills += other.kills;
        self.restarts += other.restarts;
        self.orders += other.orders;
        self.finds += other.finds;
        self.losses += other.losses;
        self.found_in_time += other.found_in_time;
        self.never_found += other.never_found;
        self.slowest_call = self.slowest_call.max(other.slowest_call);
        self.late.extend(other.late);
        self.failed.extend(other.failed);
    }

    /// Whether enough lost orders are found in time: at least 99.9 %.
    pub fn finds_in_time(&self) -> bool {
        1_000 * self.found_in_time >= 999 * self.losses
    }

    pub fn print(&self) {
        let calls: u64 = self.outcomes.values().sum();
        println!(
            "{} seeds, {calls} calls, {} orders, {} kills, {} pages opened again",
            self.seeds, self.orders, self.kills, self.restarts
        );
        println!("outcomes: {:?}", self.outcomes);
        println!("faults planned: {:?}", self.faults);
        println!("faults struck: {}", self.struck);
        let share = 100.0 * self.found_in_time as f64 / self.losses.max(1) as f64;
        println!(
            "lost orders that could be found: {}; within {} s after the network was back: {share:.3} %; never: {}; found without a call: {}",
            self.losses,
            FOUND_MS / 1_000,
            self.never_found,
            self.finds
        );
        println!("found later: {:?}", self.late.iter().take(12).collect::<Vec<_>>());
        println!("slowest call {} ms, slowest steps {:?}", self.slowest_call, self.steps);
        println!("steps beyond their limits of 20 s and 30 s: {:?}", self.beyond);
        println!("violations: {}", self.failed.len());
        for (seed, violation) in
            self.failed.iter().filter(|(_, it)| number("RULE").is_some_and(|rule| it.rule as u64 == rule)).take(40)
        {
            println!("  seed {seed} {:?} {}: {:?}", violation.rule, violation.story, Plan::random(*seed).faults);
        }
        let mut by_rule: BTreeMap<Rule, (u64, u64)> = BTreeMap::new();
        for (seed, violation) in &self.failed {
            let entry = by_rule.entry(violation.rule).or_insert((0, *seed));
            entry.0 += 1;
        }
        for (rule, (count, seed)) in by_rule {
            println!("  {rule:?}: {count}, first at seed {seed}");
        }
    }
}

/// Runs seeds on all cores.
pub fn run_all(first: u64, count: u64, change: impl Fn(&mut Plan) + Sync) -> Summary {
    let next = AtomicU64::new(first);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut summary = Summary::default();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut summary = Summary::default();
                    loop {
                        let seed = next.fetch_add(1, Ordering::Relaxed);
                        if seed >= first + count {
                            return summary;
                        }
                        let mut plan = Plan::random(seed);
                        change(&mut plan);
                        summary.add(&run(plan, false));
                    }
                })
            })
            .collect();
        for worker in workers {
            summary.merge(worker.join().unwrap());
        }
    });
    summary.failed.sort_by_key(|(seed, _)| *seed);
    summary
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is not a number")))
}

#[test]
fn random_seeds_break_no_rule() {
    let began = Instant::now();
    let summary = run_all(number("FROM").unwrap_or(0), number("SEEDS").unwrap_or(USUAL_SEEDS), |_| {});
    summary.print();
    println!("{:.1} s", began.elapsed().as_secs_f64());
    assert!(summary.finds_in_time(), "lost orders are found too late: {:?}", summary.late);
    if let Some((seed, violation)) = summary.failed.first() {
        let all: Vec<_> = summary
            .failed
            .iter()
            .take(40)
            .map(|(seed, it)| format!("seed {seed} {:?}: {}", it.rule, it.story))
            .collect();
        panic!("seed {seed} breaks {:?}; SEED={seed} replays it\n{}", violation.rule, all.join("\n"));
    }
}

#[test]
fn replay_of_one_seed() {
    let Some(seed) = number("SEED") else { return };
    let run = run(Plan::random(seed), true);
    println!("seed {seed}: {:#?}", run.world.plan);
    for line in run.world.history.lines.iter().flatten() {
        println!("{line}");
    }
    println!("losses: {:?}", run.losses);
    assert!(run.world.violations.is_empty(), "seed {seed}: {:#?}", run.world.violations);
}

#[test]
fn the_same_seed_gives_the_same_history() {
    for seed in 0..150 {
        let [once, twice] = [(), ()].map(|()| run(Plan::random(seed), true).world.history.lines.unwrap());
        assert_eq!(once, twice, "seed {seed}");
    }
}
