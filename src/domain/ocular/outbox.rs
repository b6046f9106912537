//! Outbox for reports that must not get lost. A report is saved before it is sent and deleted once Ocular has answered.
//! Until then it is retried, in order and by one tab at a time, for at most seven days.
//!
//! Only reports with an `external_id` are saved: a second delivery edits the order instead of creating another.

use std::rc::Rc;

use super::OcularResponse;
use super::config::OcularConfig;
use super::delivery::{Attempts, Kind, Payload, attempts};
use crate::domain::code::Code;
use crate::domain::data::Data;
use crate::domain::deadline::Deadline;
use crate::domain::flow::{Io, Patience};
use crate::domain::json::{self, Object};
use crate::domain::text::{concat, cut, digits, push_digits, push_hex, split, whole};

/// Key prefix of the records.
pub const PREFIX: &str = "outbox/";
/// Older reports are dropped. WebKit deletes data stored by scripts after the same time.
const MAX_AGE_MS: u64 = 7 * 24 * 60 * 60 * 1000;
/// First pause between two rounds while reports are left. It doubles up to [`LAST_PAUSE_MS`].
const FIRST_PAUSE_MS: u32 = 30_000;
/// Key prefix of the responses that a tab saves for another tab whose report it has delivered. Then that report's key.
const ANSWERS: &str = "answer/";
/// No call waits longer than this for its report.
const MAX_WAIT_MS: u64 = 60_000;
const LAST_PAUSE_MS: u32 = 600_000;

/// One saved report. It contains products and numbers, but no names of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    key: String,
    external_id: String,
    /// Destination: a service's base URL, or the vendor's object.
    to: String,
    at: u64,
    parcel: Payload,
}

impl Row {
    /// Parses a saved record; `None` if it is not one of ours.
    pub fn read(key: &str, text: &str) -> Option<Row> {
        let row = json::parse(text)?;
        let kind = match row.text_of("kind")? {
            "order" => Kind::Order,
            "state" => Kind::State,
            _ => return None,
        };
        let text = |key| row.text_of(key);
        let body = text("body").filter(|body| matches!(json::parse(body), Some(Data::Map(_))))?;
        let (external_id, to, session) = (text("id")?, text("to")?, text("session")?);
        let at = row.get("at").and_then(Data::as_integer).and_then(|at| u64::try_from(at).ok())?;
        // Nothing is copied before all fields are present: an early return would have to drop the copies.
        Some(Row {
            key: key.to_owned(),
            external_id: external_id.to_owned(),
            to: to.to_owned(),
            at,
            parcel: Payload { kind, session: session.to_owned(), body: body.to_owned() },
        })
    }

    /// A record from the future was saved with a wrong clock. It never counts as too old.
    fn is_too_old(&self, now: u64) -> bool {
        now.saturating_sub(self.at) > MAX_AGE_MS
    }
}

/// Saves a report, then delivers it after the earlier reports of the same order.
pub(super) async fn report(io: &Io, config: &OcularConfig, external_id: &str, parcel: Payload) -> OcularResponse {
    let until = Deadline::write(io);
    let (key, text) = row(io, config, external_id, &parcel);
    let lock = lock_name(external_id);
    config.answers.borrow_mut().push((key.clone(), None));
    // Try the lock first, so that no other tab can deliver this record. A busy lock must not keep it from being saved.
    let held = io.lock(lock.clone(), Patience::None).await;
    let saved = !io.is_leaving() && io.put_row(key.clone(), text).await;
    if !held && !io.lock(lock.clone(), Patience::UntilAborted).await && saved && !io.is_leaving() {
        // A tab frozen by the browser may hold the lock forever. The saved report is delivered once the lock is free.
        config.forget(&key);
        io.wake();
        return OcularResponse::failure("Error 0 - Time-out", Code::Timeout);
    }
    let mut late = None;
    if config.answer(&key).is_none() {
        // Nothing can be awaited while the page unloads: send one request that outlives it.
        let mut tries = 1;
        if !io.is_leaving() {
            tries = 3;
            late = deliver(io, config, external_id, Some((&key, until)), &mut Vec::new()).await;
            if late.is_none() && config.answer(&key).is_none() {
                // The record is missing: another tab delivered it during the wait for the lock, and saved the response.
                late = take_response(io, &key).await;
            }
            // Otherwise the record was lost: the page was unloaded and restored, or the storage dropped the record.
            if late.is_some() || config.answer(&key).is_some() {
                tries = 0;
            }
        }
        if tries > 0 {
            late = Some(attempts(io, config, &parcel, tries, until).await.response);
        }
    }
    io.unlock(&lock);
    if late.as_ref().is_some_and(|late| late.status_code != 0) {
        io.wake();
    }
    let answer = config.answer(&key).or(late).unwrap_or_else(OcularResponse::lost);
    config.forget(&key);
    answer
}

/// Takes the response that another tab has saved for a report of this tab.
async fn take_response(io: &Io, key: &str) -> Option<OcularResponse> {
    let own = concat(&[ANSWERS, key]);
    for (left, text) in &io.rows(ANSWERS).await {
        if *left == own {
            io.delete_row(own).await;
            return OcularResponse::of_json(text);
        }
    }
    None
}

/// Deletes responses that no tab has collected.
async fn delete_stale_responses(io: &Io, now: u64) {
    for (key, _) in &io.rows(ANSWERS).await {
        let at = split(key, PREFIX).and_then(|(_, rest)| whole(cut(rest, b"-").0));
        if now.saturating_sub(at.unwrap_or(0)) > MAX_WAIT_MS {
            io.delete_row(key.clone()).await;
        }
    }
}

/// Saves a report without delivering it. [`deliver_all`] delivers it immediately afterwards.
pub async fn save(io: &Io, config: &OcularConfig, kind: Kind, external_id: &str, session: String, body: String) {
    let (key, text) = row(io, config, external_id, &Payload { kind, session, body });
    io.put_row(key, text).await;
    config.is_fresh.set(true);
    io.wake();
}

/// Creates a record: its key and its text.
fn row(io: &Io, config: &OcularConfig, external_id: &str, parcel: &Payload) -> (String, String) {
    let at = io.now();
    let sequence = config.sequence.get();
    config.sequence.set(sequence.wrapping_add(1));
    let mut key = PREFIX.to_owned();
    push_digits(&mut key, at, 15);
    key.push('-');
    push_digits(&mut key, u64::from(sequence), 8);
    key.push('-');
    for byte in &io.dice().to_be_bytes() {
        push_hex(&mut key, *byte);
    }
    let mut text = String::new();
    let mut row = Object::open(&mut text);
    row.text("id", external_id)
        .text("kind", parcel.kind.name())
        .text("to", config.target())
        .text("session", &parcel.session)
        .text("body", &parcel.body)
        .raw("at", &digits(at));
    row.close();
    (key, text)
}

/// Order numbers and the responses to their reports.
pub type Delivered = Vec<(String, OcularResponse)>;

/// Delivers the saved reports of one order, oldest first. Stops at the first one that cannot be delivered now and
/// returns its response. The caller must hold the order's lock. A call that waits for its `own` record stops after it
/// and applies its own deadline.
async fn deliver(
    io: &Io,
    config: &OcularConfig,
    external_id: &str,
    own: Option<(&str, Deadline)>,
    delivered: &mut Delivered,
) -> Option<OcularResponse> {
    let now = io.now();
    let rows = saved(io, config, now).await;
    let mut last: Option<(&Row, OcularResponse)> = None;
    for row in &rows {
        if row.external_id != external_id {
            continue;
        }
        if own.is_some_and(|(key, _)| row.key.as_str() > key) {
            break;
        }
        let response = match &last {
            // Same payload as the report before: sending it once is enough.
            Some((before, response)) if before.parcel == row.parcel => response.clone(),
            _ => {
                let until = match own {
                    Some((_, until)) => until,
                    None => Deadline::write(io),
                };
                let Attempts { response, is_transient } = attempts(io, config, &row.parcel, 3, until).await;
                if is_transient {
                    return Some(response);
                }
                response
            }
        };
        if !config.take_answer(&row.key, &response) {
            if now.saturating_sub(row.at) <= MAX_WAIT_MS {
                // Save the response before deleting the record: the tab that created it may still wait for the lock.
                io.put_row(concat(&[ANSWERS, &row.key]), response.json.clone()).await;
            }
            delivered.push((row.external_id.clone(), response.clone()));
        }
        io.delete_row(row.key.clone()).await;
        last = Some((row, response));
    }
    None
}

/// Records for the current destination, oldest first. Corrupt and expired records are deleted.
async fn saved(io: &Io, config: &OcularConfig, now: u64) -> Vec<Row> {
    let mut rows = Vec::new();
    for (key, text) in &io.rows(PREFIX).await {
        match Row::read(key, text) {
            Some(row) if !row.is_too_old(now) => {
                if row.to == config.target() {
                    rows.push(row);
                }
            }
            _ => io.delete_row(key.clone()).await,
        }
    }
    rows
}

fn lock_name(external_id: &str) -> String {
    concat(&["order-bridge/", PREFIX, external_id])
}

/// Delivers every saved report that no other tab is delivering. Returns what was delivered, and whether any are left.
pub async fn deliver_all(io: &Io, config: &OcularConfig) -> (Delivered, bool) {
    let now = io.now();
    delete_stale_responses(io, now).await;
    let rows = saved(io, config, now).await;
    let (mut delivered, mut left) = (Delivered::new(), false);
    for (index, row) in rows.iter().enumerate() {
        // Handle each order once.
        if is_among(rows.get(..index).unwrap_or_default(), &row.external_id) {
            continue;
        }
        let lock = lock_name(&row.external_id);
        if !io.lock(lock.clone(), Patience::None).await {
            left = true;
            continue;
        }
        left |= deliver(io, config, &row.external_id, None, &mut delivered).await.is_some();
        io.unlock(&lock);
    }
    (delivered, left)
}

fn is_among(rows: &[Row], external_id: &str) -> bool {
    for row in rows {
        if row.external_id == external_id {
            return true;
        }
    }
    false
}

/// Delivers the reports saved by earlier calls and earlier page loads, until the page unloads. Calls `emit` for each.
pub async fn deliver_in_background(io: Io, config: Rc<OcularConfig>, emit: impl Fn(&String, &OcularResponse)) {
    let mut round = 0;
    loop {
        let (delivered, left) = deliver_all(&io, &config).await;
        round = if delivered.is_empty() { round + 1 } else { 0 };
        for (external_id, response) in &delivered {
            emit(external_id, response);
        }
        let mut left = left;
        while !config.is_fresh.take() && !io.sleep(left.then(|| pause_ms(round))).await {
            // A call could not deliver its report: it waits for the next round.
            left = true;
        }
    }
}

/// The pause before round `round` (from 0) while reports are left.
pub fn pause_ms(round: u32) -> u32 {
    FIRST_PAUSE_MS.saturating_mul(1 << round.min(8)).min(LAST_PAUSE_MS)
}
