//! Replays the corpus and a fixed number of mutations of it: the same on each run, without a fuzzer.

use std::panic::catch_unwind;

use order_bridge_fuzz::mutate::{Dice, changed};
use order_bridge_fuzz::{TARGETS, Target, corpus, target};

/// How many mutations are run for each target. `FUZZ_RUNS` overrides it.
const RUNS: usize = 20_000;

fn runs() -> usize {
    std::env::var("FUZZ_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(RUNS)
}

/// Runs a target. If its promise does not hold, panics with the input in the format of `corpus/`.
fn hold(target: &Target, input: &[u8]) {
    if catch_unwind(|| (target.run)(input)).is_err() {
        let line = serde_json::to_string(&String::from_utf8_lossy(input)).unwrap_or_default();
        panic!("{} breaks its promise: {}. Input: {line}", target.name, target.promise);
    }
}

fn replay(name: &str) {
    let target = target(name).unwrap_or_else(|| panic!("no target {name}"));
    let saved = corpus::read(name);
    assert!(!saved.is_empty(), "the corpus has no inputs for {name}");
    saved.iter().for_each(|input| hold(target, input.as_bytes()));
    hold(target, b"");
    let mut dice = Dice::new(0x5EED);
    for _ in 0..runs() {
        hold(target, &changed(&mut dice, &saved));
    }
    println!("{name}: {} kept inputs, {} mutations", saved.len(), runs());
}

#[test]
fn every_target_is_replayed() {
    let names = ["json", "answers", "forms", "money", "ocular", "urls", "rows", "checkout"];
    assert_eq!(TARGETS.map(|target| target.name), names);
}

#[test]
fn json() {
    replay("json");
}

#[test]
fn answers() {
    replay("answers");
}

#[test]
fn forms() {
    replay("forms");
}

#[test]
fn money() {
    replay("money");
}

#[test]
fn ocular() {
    replay("ocular");
}

#[test]
fn urls() {
    replay("urls");
}

#[test]
fn rows() {
    replay("rows");
}

#[test]
fn checkout() {
    replay("checkout");
}
