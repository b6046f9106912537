//! Reports a purchase only once, even if the shop pushes it again: after a reload, via the back button, in two pushes,
//! or in two shapes at once.

use std::cell::RefCell;
use std::rc::Rc;

use super::{Layer, Reading};
use crate::domain::flow::Io;
use crate::domain::hash::hash;
use crate::domain::ocular::OcularConfig;
use crate::domain::ocular::delivery::Kind;
use crate::domain::ocular::track::{Tracked, track};
use crate::domain::packed::Packed;
use crate::domain::text::{concat, cut, digits, whole};

/// localStorage key of the reported purchases: one line each, with name and time. localStorage is synchronous.
const KEY: &str = "order_bridge_reported";
/// Same as the time for which an undelivered report is kept.
const MAX_AGE_MS: u64 = 7 * 24 * 60 * 60 * 1000;
/// An event without lines is ignored if the same purchase with lines arrives within this time.
const DUPLICATE_WINDOW_MS: u32 = 1000;
/// Maximum number of remembered purchases.
const MOST: usize = 50;

/// The name of a purchase, a hash of its destination and content; `None` for an order without a number. If two tabs
/// report a purchase at the same moment, both reports are sent; the second edits the order without changing it.
fn name(params: &Packed, config: &OcularConfig) -> Option<String> {
    let data = params.data();
    data.get("external_id").filter(|id| id.is_filled())?;
    Some(hash(&concat(&[config.target(), "\n", params.text()])))
}

/// Reads the next event of a page's data layer. `None` if it is not a purchase, or repeats one without its lines.
pub async fn read_event(io: &Io, layer: &RefCell<Layer>, event: &Packed, currency: &Packed) -> Option<Reading> {
    let reading = layer.borrow_mut().read(event, currency);
    if let (false, Some(transaction)) = (reading.has_lines, &reading.transaction) {
        // The purchase is pushed twice: the other push has the lines, and may come a moment later.
        io.wait(DUPLICATE_WINDOW_MS).await;
        if layer.borrow().has_seen(transaction) {
            return None;
        }
    }
    reading.is_purchase.then_some(reading)
}

/// Runs [`track`]. The order of a purchase comes with its `layer`: `None` if this page has started to report the same
/// purchase before, or this browser has delivered it. A purchase that was not delivered may be reported again.
pub async fn report(
    io: Io,
    layer: Option<&RefCell<Layer>>,
    config: Rc<OcularConfig>,
    kind: Kind,
    params: Option<Packed>,
) -> Option<Tracked> {
    let mut purchase = None;
    if let (Some(layer), Some(params)) = (layer, &params)
        && let Some(name) = name(params, &config)
    {
        if layer.borrow_mut().note(&name) || remembered(&io, &name).0 {
            return None;
        }
        purchase = Some((layer, name));
    }
    let tracked = track(io.clone(), config, kind, params).await;
    if let Some((layer, name)) = purchase {
        if tracked.response.status_code == 0 {
            let others = remembered(&io, &name).1;
            io.save(KEY, &concat(&[&name, " ", &digits(io.now()), "\n", &others]));
        } else {
            layer.borrow_mut().forget(&name);
        }
    }
    Some(tracked)
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
