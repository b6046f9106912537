//! Reports a purchase once, whatever the shop pushes again: a reload, the back button, two pushes, two shapes side by side.

use std::cell::RefCell;

use super::Layer;
use crate::domain::flow::Io;
use crate::domain::hash::hash;
use crate::domain::ocular::OcularConfig;
use crate::domain::packed::Packed;
use crate::domain::text::{concat, cut, digits, joined, whole};

/// The row that says what was reported: a line for each purchase, its name and when.
const ROW: &str = "purchases";
/// As long as a report that could not be delivered is kept.
const MAX_AGE_MS: u64 = 7 * 24 * 60 * 60 * 1000;
/// So many are remembered.
const MOST: usize = 50;

/// The name of a purchase, which says its content too; `None` of an order without a number. Two tabs that report one purchase in
/// the same moment both do: the second edits the order into what it is.
pub fn name(params: &Packed, config: &OcularConfig) -> Option<String> {
    let data = params.data();
    data.get("external_id").filter(|id| id.is_filled())?;
    Some(hash(&concat(&[config.target(), "\n", params.text()])))
}

/// Whether it was begun on this page or has arrived from this browser; from now on it was begun.
pub async fn begin(io: &Io, layer: &RefCell<Layer>, name: &str) -> bool {
    layer.borrow_mut().note(name) || remembered(io, name).await.0
}

/// Remembers it where it has arrived.
pub async fn end(io: &Io, layer: &RefCell<Layer>, name: &str, has_arrived: bool) {
    if !has_arrived {
        return layer.borrow_mut().forget(name);
    }
    let (_, mut lines) = remembered(io, name).await;
    lines.push(concat(&[name, " ", &digits(io.now())]));
    let newest = lines.get(lines.len().saturating_sub(MOST)..).unwrap_or_default();
    io.put_row(ROW.to_owned(), joined(newest, "\n")).await;
}

/// Whether it is remembered, and the lines of all others.
async fn remembered(io: &Io, name: &str) -> (bool, Vec<String>) {
    let mut lines = Vec::new();
    let mut is_known = false;
    for (_, text) in io.rows(ROW).await {
        let mut rest = Some(text.as_str());
        while let Some(text) = rest {
            let (line, behind) = cut(text, b"\n");
            rest = behind;
            let (other, at) = cut(line, b" ");
            let at = at.and_then(whole).unwrap_or(0);
            if io.now().saturating_sub(at) > MAX_AGE_MS {
                continue;
            }
            if other == name {
                is_known = true;
            } else {
                lines.push(line.to_owned());
            }
        }
    }
    (is_known, lines)
}
