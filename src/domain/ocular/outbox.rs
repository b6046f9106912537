//! Reports that must not get lost: kept before they are sent, forgotten once Ocular has answered, and until then
//! delivered again and again, in order and by one tab at a time, for at most seven days.
//!
//! Only reports with an `external_id` are kept: for those a second delivery edits instead of creating.

use super::OcularResponse;
use super::config::OcularConfig;
use super::track::{Kind, attempts, is_passing_failure};
use crate::domain::data::Data;
use crate::domain::deadline::Deadline;
use crate::domain::flow::{Io, Patience};
use crate::domain::http::Fault;
use crate::domain::json::{self, Object};
use crate::domain::text::{concat, digits, padded, push_hex};

/// Keys of rows begin so.
pub const PREFIX: &str = "outbox/";
/// Older reports are given up: the same time after which WebKit forgets what scripts have stored.
const MAX_AGE_MS: u64 = 7 * 24 * 60 * 60 * 1000;
/// First pause between two rounds while something is left, doubled up to the last.
const FIRST_PAUSE_MS: u32 = 30_000;
const LAST_PAUSE_MS: u32 = 600_000;

/// One report: products and numbers, nobody's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    key: String,
    external_id: String,
    kind: Kind,
    /// Where it goes: a service's base URL, or the vendor's object.
    to: String,
    session: String,
    body: String,
    at: u64,
}

impl Row {
    /// Reads a kept row; `None` when it is not one of ours.
    pub fn read(key: &str, text: &str) -> Option<Row> {
        let row = json::parse(text)?;
        let kind = match row.text_of("kind")? {
            "order" => Kind::Order,
            "state" => Kind::State,
            _ => return None,
        };
        Some(Row {
            key: key.to_owned(),
            external_id: row.text_of("id")?.to_owned(),
            kind,
            to: row.text_of("to")?.to_owned(),
            session: row.text_of("session")?.to_owned(),
            body: row.text_of("body").filter(|body| matches!(json::parse(body), Some(Data::Map(_))))?.to_owned(),
            at: row.get("at").and_then(Data::as_integer).and_then(|at| u64::try_from(at).ok())?,
        })
    }

    fn write(&self) -> String {
        let mut out = String::new();
        let mut row = Object::open(&mut out);
        row.text("id", &self.external_id)
            .text("kind", self.kind.name())
            .text("to", &self.to)
            .text("session", &self.session)
            .text("body", &self.body)
            .raw("at", &digits(self.at));
        row.close();
        out
    }

    /// A row from the future was written by a clock that was wrong: it has no age.
    fn is_too_old(&self, now: u64) -> bool {
        now.saturating_sub(self.at) > MAX_AGE_MS
    }

    fn same_content(&self, other: &Row) -> bool {
        self.kind == other.kind && self.session == other.session && self.body == other.body
    }
}

/// Keeps a report, then delivers it after those of the same order that wait before it.
pub async fn report(
    io: &Io,
    config: &OcularConfig,
    kind: Kind,
    external_id: &str,
    session: String,
    body: String,
) -> OcularResponse {
    let until = Deadline::write(io);
    let row = row(io, config, kind, external_id, session, body);
    let key = row.key.clone();
    let lock = lock_name(external_id);
    config.answers.borrow_mut().push((key.clone(), None));
    // With the lock first, nobody else can deliver this row; but a busy lock must not keep it out of the storage.
    let held = io.lock(lock.clone(), Patience::None).await;
    let kept = !io.is_leaving() && io.put_row(key.clone(), row.write()).await;
    if !held {
        io.lock(lock.clone(), Patience::Endless).await;
    }
    let answered =
        || config.answers.borrow().iter().find(|(known, _)| *known == key).and_then(|(_, answer)| answer.clone());
    let mut late = None;
    if answered().is_none() {
        if io.is_leaving() {
            // Nothing can be waited for any more: one request that outlives the page.
            late = Some(attempts(io, config, kind, &row.session, &row.body, 1, until).await.0);
        } else {
            late = deliver(io, config, external_id, Some((&key, until))).await.failed;
            if late.is_none() && answered().is_none() && !kept {
                // Not delivered by another tab, but lost on the way into the storage: the page went away and came back.
                late = Some(attempts(io, config, kind, &row.session, &row.body, 3, until).await.0);
            }
        }
    }
    io.unlock(&lock);
    if late.as_ref().is_some_and(|late| late.status_code != 0) {
        io.wake();
    }
    // Neither answered nor failed: another tab has delivered it while this one waited for its turn.
    let answer = answered().or(late).unwrap_or_else(|| OcularResponse::success("Success".to_owned()));
    config.answers.borrow_mut().retain(|(known, _)| *known != key);
    answer
}

/// Keeps a report without delivering it: [`deliver_all`] will, at once.
pub async fn keep(io: &Io, config: &OcularConfig, kind: Kind, external_id: &str, session: String, body: String) {
    let row = row(io, config, kind, external_id, session, body);
    io.put_row(row.key.clone(), row.write()).await;
    config.is_fresh.set(true);
    io.wake();
}

fn row(io: &Io, config: &OcularConfig, kind: Kind, external_id: &str, session: String, body: String) -> Row {
    let at = io.now();
    let sequence = config.sequence.get();
    config.sequence.set(sequence.wrapping_add(1));
    let key = {
        let mut key = concat(&[PREFIX, &padded(at, 15), "-", &padded(u64::from(sequence), 8), "-"]);
        for byte in io.dice().to_be_bytes() {
            push_hex(&mut key, byte);
        }
        key
    };
    Row { key, external_id: external_id.to_owned(), kind, to: config.target().to_owned(), session, body, at }
}

/// What became of one order's reports.
struct Round {
    delivered: Vec<(String, OcularResponse)>,
    /// The answer that ended the round before its end.
    failed: Option<OcularResponse>,
}

/// Delivers what is kept of one order, oldest first, until something cannot be delivered now.
/// To be called with the order's lock. A call that waits for its `own` row goes no further than that, and has its deadline.
async fn deliver(io: &Io, config: &OcularConfig, external_id: &str, own: Option<(&str, Deadline)>) -> Round {
    let now = io.now();
    let mut round = Round { delivered: Vec::new(), failed: None };
    let mut last: Option<(Row, OcularResponse)> = None;
    for row in kept(io, config, now).await {
        if row.external_id != external_id {
            continue;
        }
        if own.is_some_and(|(key, _)| row.key.as_str() > key) {
            break;
        }
        let response = match &last {
            // The same content again: once is enough.
            Some((before, response)) if before.same_content(&row) => response.clone(),
            _ => {
                let until = match own {
                    Some((_, until)) => until,
                    None => Deadline::write(io),
                };
                let (response, exchange) = attempts(io, config, row.kind, &row.session, &row.body, 3, until).await;
                // A caller who ends the call has not taken back what happened: the report waits for the upkeep.
                let stopped = matches!(exchange, Err(Fault::Aborted | Fault::NotSent | Fault::Offline));
                if stopped || is_passing_failure(&response, &exchange) {
                    round.failed = Some(response);
                    return round;
                }
                response
            }
        };
        io.delete_row(row.key.clone()).await;
        let mut answers = config.answers.borrow_mut();
        match answers.iter_mut().find(|(key, _)| *key == row.key) {
            Some((_, answer)) => *answer = Some(response.clone()),
            None => round.delivered.push((row.external_id.clone(), response.clone())),
        }
        drop(answers);
        last = Some((row, response));
    }
    round
}

/// Rows for the same receiver in the order in which they were kept; what is no row, or too old, is thrown away.
async fn kept(io: &Io, config: &OcularConfig, now: u64) -> Vec<Row> {
    let mut rows = Vec::new();
    for (key, text) in io.rows(PREFIX).await {
        match Row::read(&key, &text) {
            Some(row) if !row.is_too_old(now) => {
                if row.to == config.target() {
                    rows.push(row);
                }
            }
            _ => io.delete_row(key).await,
        }
    }
    rows
}

fn lock_name(external_id: &str) -> String {
    concat(&["order-bridge/", PREFIX, external_id])
}

/// Delivers everything that is kept and that no other tab is delivering. Tells what was delivered and whether
/// something is left.
pub async fn deliver_all(io: &Io, config: &OcularConfig) -> (Vec<(String, OcularResponse)>, bool) {
    let mut orders: Vec<String> = Vec::new();
    let now = io.now();
    for row in kept(io, config, now).await {
        if !orders.contains(&row.external_id) {
            orders.push(row.external_id);
        }
    }
    let (mut delivered, mut left) = (Vec::new(), false);
    for external_id in orders {
        if io.is_offline() {
            return (delivered, true);
        }
        let lock = lock_name(&external_id);
        if !io.lock(lock.clone(), Patience::None).await {
            left = true;
            continue;
        }
        let round = deliver(io, config, &external_id, None).await;
        io.unlock(&lock);
        delivered.extend(round.delivered);
        left |= round.failed.is_some();
    }
    (delivered, left)
}

/// The pause before round number `round` (from 0) when something is left.
pub fn pause_ms(round: u32) -> u32 {
    FIRST_PAUSE_MS.saturating_mul(1 << round.min(8)).min(LAST_PAUSE_MS)
}
