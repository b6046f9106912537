//! Generates `docs/matrix.md` from the runs of the directed matrix: what a caller gets and what a shopper reads when a
//! fault strikes at a step. `UPDATE_DOCS=1 cargo test --test simulator table` updates it.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Mutex;

use order_bridge::domain::checkout::CheckoutResult;
use order_bridge::domain::problem::Problem;

use super::faults::{FAULTS, Fault};
use super::matrix::{Cell, cells, run_all};
use super::stage::{Stage, When};
use super::world::World;

/// What a caller got, as the cells of a table row.
type ResultCells = [String; 4];

const NOTHING: &str = "–";

/// Enough shops for rare results to appear on the page.
const VARIANTS: u64 = 64;

/// What the first caller got once the fault had struck.
fn result_cells(cell: Cell, world: &World) -> Option<ResultCells> {
    let look = match cell.stage {
        Stage::ReadForm => Some(0),
        Stage::ReadAccounts => Some(1),
        Stage::Preview => Some(2),
        _ => None,
    };
    if let Some(which) = look {
        let look = world.looks.iter().find(|look| look.which == which && look.ended.is_some())?;
        return Some(match &look.problem {
            None => row("the value", None),
            Some(problem) => row("no value", Some(problem)),
        });
    }
    // At the return step, the first call died with its tab; the next one is the call after the return.
    let calls = world.calls.iter().skip(usize::from(cell.stage == Stage::Return));
    let result = calls.filter_map(|call| call.result.as_ref()).next()?;
    Some(match result {
        CheckoutResult::Accepted { problem, .. } => row("accepted", problem.as_ref()),
        CheckoutResult::Rejected { problem, .. } => row("rejected", Some(problem)),
        CheckoutResult::NotSent { problem, .. } => row("notSent", Some(problem)),
        CheckoutResult::Unknown { problem, .. } => row("unknown", Some(problem)),
    })
}

fn row(outcome: &str, problem: Option<&Problem>) -> ResultCells {
    let nothing = || NOTHING.to_owned();
    let Some(problem) = problem else { return [outcome.to_owned(), nothing(), nothing(), nothing()] };
    let code = match problem.step {
        Some(step) => format!("`{}` at `{}`", problem.code.name(), step.name()),
        None => format!("`{}`", problem.code.name()),
    };
    let retryable = if problem.retryable { "yes" } else { "no" };
    let message = match problem.retry_after_seconds {
        Some(seconds) => problem.message.replace(&format!("{seconds} second"), "… second"),
        None => problem.message.clone(),
    };
    [outcome.to_owned(), code, retryable.to_owned(), message]
}

/// Cells that the page shows. A network fault has rows only at the steps that send requests.
fn shown() -> Vec<Cell> {
    let alone = cells().into_iter().filter(|cell| cell.when == When::Alone && cell.inapplicable().is_none());
    alone.filter(|cell| !cell.fault.is_on_the_wire() || cell.stage.door().is_some()).collect()
}

fn generate() -> String {
    let shown = shown();
    let all = Mutex::new(vec![BTreeSet::<ResultCells>::new(); shown.len()]);
    run_all(&shown, VARIANTS, |cell, _, world| {
        let place = shown.iter().position(|known| *known == cell).unwrap();
        all.lock().unwrap()[place].extend(result_cells(cell, world));
    });
    let all = all.into_inner().unwrap();
    assert!(all.iter().flatten().all(|[outcome, _, again, _]| outcome != "unknown" || again == "no"));
    let mut out = String::from(INTRODUCTION);
    // Faults with the same results share a table.
    let mut tables: Vec<(String, Vec<Fault>)> = Vec::new();
    for fault in FAULTS {
        let cells = shown.iter().zip(&all).filter(|(cell, _)| cell.fault == fault);
        let table = table(fault, cells.collect());
        match tables.iter_mut().find(|(known, _)| *known == table) {
            Some((_, faults)) => faults.push(fault),
            None => tables.push((table, vec![fault])),
        }
    }
    for (table, faults) in tables {
        let names: Vec<String> =
            faults.iter().map(|fault| format!("{} ({})", fault.name(), fault.number() + 1)).collect();
        let _ = write!(out, "\n## {}\n\n{table}", capital(&names.join("; ")));
    }
    out.push_str("\n## Not run in the simulator\n\n| Cells | Why |\n|---|---|\n");
    let mut reasons: Vec<(&str, usize)> = Vec::new();
    for reason in cells().into_iter().filter_map(Cell::inapplicable) {
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, count)) => *count += 1,
            None => reasons.push((reason, 1)),
        }
    }
    for (reason, count) in reasons {
        let _ = writeln!(out, "| {count} | {} |", capital(reason));
    }
    out
}

fn table(fault: Fault, cells: Vec<(&Cell, &BTreeSet<ResultCells>)>) -> String {
    if cells.is_empty() {
        let cell = Cell { stage: Stage::PostOrder, fault, when: When::Alone };
        return format!("Not run here: {}.\n", cell.inapplicable().unwrap());
    }
    let mut out =
        "| At | The caller gets | Problem | The same call again | The shopper reads |\n|---|---|---|---|---|\n"
            .to_owned();
    let mut groups: Vec<(&BTreeSet<ResultCells>, Vec<&str>)> = Vec::new();
    for (cell, result_cells) in cells {
        match groups.iter_mut().find(|(known, _)| *known == result_cells) {
            Some((_, stages)) => stages.push(cell.stage.name()),
            None => groups.push((result_cells, vec![cell.stage.name()])),
        }
    }
    for (result_cells, stages) in groups {
        for (index, [outcome, problem, again, message]) in result_cells.iter().enumerate() {
            let stages = if index == 0 { stages.join(", ") } else { String::new() };
            let _ = writeln!(out, "| {stages} | {outcome} | {problem} | {again} | {message} |");
        }
    }
    out
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

const INTRODUCTION: &str = "# The matrix: every fault at every step

`UPDATE_DOCS=1 cargo test --test simulator table` generates this page by running the simulator (`tests/simulator`): 28 faults
at 15 steps of a checkout, each alone, with the tab killed before the step, and with the tab killed right after the step and
opened again. Those are 1,260 cells; the end of this page lists the cells that cannot be run. In no cell is a second order placed
or an existing order reported as missing. Every accepted order reaches Ocular, and every call ends. The tables show what the first
caller gets when the fault comes alone. [failures.md](failures.md) explains the faults step by step.

- The first column is the step at which the fault begins. A network fault hits the requests of that step. If the step sends
  nothing, the fault hits the next requests, and their rows apply.
- A step has several rows if the result depends on details, such as whether the fault passes before the last attempt.
- *accepted* without a problem is the usual result: the fault passed, or it left nothing that concerns the caller. *accepted* with
  a problem: the order exists, and only a later step is missing. `resume` completes it.
- *unknown* means that the order may exist. It is never sent again: another press, `resume`, a reload or the next minutes look it
  up by its reference, if the form has a field for it.
- *The same call again* is `problem.retryable`: whether the same call may be repeated without risk. After *unknown* a repeated call
  is safe as well, because it only looks the order up. The table still says no, so that no page offers it as another attempt.
- A killed tab gets nothing: its rows show what the next page gets.
- The texts here are English. The library also has them in Spanish and Portuguese.
";

#[test]
fn the_documented_matrix_matches_the_simulator() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/matrix.md");
    let generated = generate();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &generated).unwrap();
    }
    let saved = std::fs::read_to_string(path).unwrap_or_default();
    assert!(saved == generated, "docs/matrix.md is out of date: UPDATE_DOCS=1 cargo test --test simulator table");
}
