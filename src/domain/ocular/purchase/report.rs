//! Reports a purchase once, whatever the shop pushes again: a reload, the back button, two pushes, two shapes side by side.

use crate::domain::flow::{Io, Patience};
use crate::domain::hash::hash;
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

/// A report that is made once. (Around [`super::super::track::track`], not with it inside: a second copy of that costs 3 KB.)
#[derive(Debug)]
pub struct Once {
    key: Option<String>,
    is_held: bool,
}

impl Once {
    /// Begins; `None` when this browser has reported the same before.
    pub async fn begin(io: &Io, config: &OcularConfig, params: &Packed) -> Option<Once> {
        let key = key_of(params, config);
        // Without the lock it may be sent twice, which edits the order into what it is.
        let once = Once { is_held: io.lock(LOCK.to_owned(), Patience::Brief).await, key };
        let is_known = match &once.key {
            Some(key) => known(io, key).await,
            None => false,
        };
        if !is_known {
            return Some(once);
        }
        once.let_go(io);
        None
    }

    /// Remembers it where it has arrived.
    pub async fn end(mut self, io: &Io, has_arrived: bool) {
        if let Some(key) = self.key.take().filter(|_| has_arrived) {
            io.put_row(key, digits(io.now())).await;
        }
        self.let_go(io);
    }

    fn let_go(&self, io: &Io) {
        if self.is_held {
            io.unlock(LOCK);
        }
    }
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
    let (mut is_known, mut count) = (false, 0);
    let mut oldest: Option<(u64, String)> = None;
    for (row, at) in io.rows(PREFIX).await {
        let at = whole(&at).unwrap_or(0);
        if now.saturating_sub(at) > MAX_AGE_MS {
            io.delete_row(row).await;
            continue;
        }
        count += 1;
        is_known |= row == key;
        if oldest.as_ref().is_none_or(|(before, _)| at < *before) {
            oldest = Some((at, row));
        }
    }
    if let Some((_, row)) = oldest.filter(|_| count >= MOST && !is_known) {
        io.delete_row(row).await;
    }
    is_known
}
