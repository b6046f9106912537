//! Reports a purchase once, whatever the shop pushes again: a reload, the back button, two pushes, two shapes side by side.

use std::rc::Rc;

use crate::domain::flow::{Io, Patience};
use crate::domain::hash::hash;
use crate::domain::ocular::track::{Kind, Tracked, track};
use crate::domain::ocular::{BuyOrder, OcularConfig};
use crate::domain::packed::Packed;
use crate::domain::text::{concat, digits, whole};

/// Keys of the rows that say what was reported; the hash of it follows.
const PREFIX: &str = "purchase/";
const LOCK: &str = "order-bridge/purchase";
/// As long as a report that could not be delivered is kept.
const MAX_AGE_MS: u64 = 7 * 24 * 60 * 60 * 1000;
/// So many are remembered.
const MOST: usize = 50;

/// What became of it; `None` when this browser has reported the same before.
pub async fn report(io: Io, config: Rc<OcularConfig>, params: Packed) -> Option<Tracked> {
    let key = key_of(&params, &config);
    // Without the lock it may be sent twice, which edits the order into what it is.
    let is_held = io.lock(LOCK.to_owned(), Patience::Brief).await;
    let is_known = match &key {
        Some(key) => known(&io, key).await,
        None => false,
    };
    let mut tracked = None;
    if !is_known {
        let one = track(io.clone(), config, Kind::Order, Some(params)).await;
        if let (0, Some(key)) = (one.response.status_code, key) {
            io.put_row(key, digits(io.now())).await;
        }
        tracked = Some(one);
    }
    if is_held {
        io.unlock(LOCK);
    }
    tracked
}

/// Names the transaction with its content; nothing of an order that has no number or is not valid.
fn key_of(params: &Packed, config: &OcularConfig) -> Option<String> {
    let order = BuyOrder::check(params).0?;
    order.external_id.as_ref()?;
    Some(concat(&[PREFIX, &hash(&concat(&[config.target(), "\n", &order.to_json()]))]))
}

/// Whether this was reported. Forgets what is too old, and the oldest of too many.
async fn known(io: &Io, key: &str) -> bool {
    let now = io.now();
    let mut is_known = false;
    let mut rows = Vec::new();
    for (row, at) in io.rows(PREFIX).await {
        match whole(&at).filter(|at| now.saturating_sub(*at) <= MAX_AGE_MS) {
            Some(at) => {
                is_known |= row == key;
                rows.push((at, row));
            }
            None => io.delete_row(row).await,
        }
    }
    rows.sort();
    while rows.len() >= MOST {
        let (_, oldest) = rows.remove(0);
        is_known &= oldest != key;
        io.delete_row(oldest).await;
    }
    is_known
}
