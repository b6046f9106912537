//! Reports a purchase once, whatever the shop pushes again: a reload, the back button, two pushes, two shapes side by side.

use std::cell::RefCell;

use super::Layer;
use crate::domain::flow::Io;
use crate::domain::hash::hash;
use crate::domain::ocular::OcularConfig;
use crate::domain::packed::Packed;
use crate::domain::text::{concat, cut, digits, whole};

/// Where it is kept what was reported: a line for each purchase, its name and when. The browser's small storage answers at once.
const KEY: &str = "order_bridge_reported";
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
pub fn begin(io: &Io, layer: &RefCell<Layer>, name: &str) -> bool {
    layer.borrow_mut().note(name) || remembered(io, name).0
}

/// Remembers it where it has arrived.
pub fn end(io: &Io, layer: &RefCell<Layer>, name: &str, has_arrived: bool) {
    if !has_arrived {
        return layer.borrow_mut().forget(name);
    }
    let others = remembered(io, name).1;
    io.keep(KEY, &concat(&[name, " ", &digits(io.now()), "\n", &others]));
}

/// Whether it is remembered, and the lines of the others, the newest first.
fn remembered(io: &Io, name: &str) -> (bool, String) {
    let text = io.recall(KEY).unwrap_or_default();
    let (mut is_known, mut others, mut count) = (false, String::new(), 1);
    let mut rest = Some(text.as_str());
    while let Some(text) = rest {
        let (line, behind) = cut(text, b"\n");
        rest = behind;
        let (other, at) = cut(line, b" ");
        let at = at.and_then(whole).unwrap_or(0);
        if count == MOST || io.now().saturating_sub(at) > MAX_AGE_MS {
            break;
        }
        if other == name {
            is_known = true;
        } else {
            others.push_str(line);
            others.push('\n');
            count += 1;
        }
    }
    (is_known, others)
}
