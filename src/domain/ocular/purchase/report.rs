//! Reports a purchase only once, even if the shop pushes it again: after a reload, via the back button, in two pushes,
//! or in two shapes at once.

use std::cell::RefCell;

use super::Layer;
use crate::domain::flow::Io;
use crate::domain::hash::hash;
use crate::domain::ocular::OcularConfig;
use crate::domain::packed::Packed;
use crate::domain::text::{concat, cut, digits, whole};

/// localStorage key of the reported purchases: one line each, with name and time. localStorage is synchronous.
const KEY: &str = "order_bridge_reported";
/// Same as the time for which an undelivered report is kept.
const MAX_AGE_MS: u64 = 7 * 24 * 60 * 60 * 1000;
/// Maximum number of remembered purchases.
const MOST: usize = 50;

/// The name of a purchase, a hash of its destination and content; `None` for an order without a number. If two tabs
/// report a purchase at the same moment, both reports are sent; the second edits the order without changing it.
pub fn name(params: &Packed, config: &OcularConfig) -> Option<String> {
    let data = params.data();
    data.get("external_id").filter(|id| id.is_filled())?;
    Some(hash(&concat(&[config.target(), "\n", params.text()])))
}

/// Marks a purchase as started. Returns whether this page has started it before, or this browser has delivered it.
pub fn begin(io: &Io, layer: &RefCell<Layer>, name: &str) -> bool {
    layer.borrow_mut().note(name) || remembered(io, name).0
}

/// Remembers the purchase if it was delivered; otherwise it may be reported again.
pub fn end(io: &Io, layer: &RefCell<Layer>, name: &str, has_arrived: bool) {
    if !has_arrived {
        return layer.borrow_mut().forget(name);
    }
    let others = remembered(io, name).1;
    io.save(KEY, &concat(&[name, " ", &digits(io.now()), "\n", &others]));
}

/// Whether the purchase is remembered, and the lines of the others, newest first.
fn remembered(io: &Io, name: &str) -> (bool, String) {
    let text = io.load(KEY).unwrap_or_default();
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
