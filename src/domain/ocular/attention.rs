//! The video attention that a report is for. Its session id identifies the agent who earns the commission.

use super::OcularConfig;
use super::answer::OcularResponse;
use super::config::Transport;
use crate::domain::code::Code;
use crate::domain::data::Data;
use crate::domain::flow::Io;
use crate::domain::text::{all, integer};

/// Maximum length of a session id in a URL path.
const MAX_SESSION: usize = 64;

/// The video attention of this page, for a report that is sent later; `None` if there is none.
pub fn session_of(io: &Io, config: &OcularConfig) -> Option<String> {
    match config.transport {
        // The vendor's object tracks its own session.
        Transport::Widget => Some(String::new()),
        Transport::Fetch => session(io),
    }
}

/// The first candidate that is safe in a URL path. It identifies the attention whose agent earns the commission.
fn session(io: &Io) -> Option<String> {
    for id in &io.ocular_sessions() {
        let fits = all(id, |byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        if fits && (1..=MAX_SESSION).contains(&id.len()) {
            return Some(id.clone());
        }
    }
    None
}

/// Candidate ids of the video attention. An object `{id, at}` is one of an earlier page, valid for `remember_ms`.
pub fn session_texts(values: &Data, now: u64, remember_ms: u64) -> Vec<String> {
    let mut texts = Vec::new();
    for value in values.elements() {
        match value {
            Data::Text(text) => texts.push(text.clone()),
            Data::Map(_) => {
                let at = value.get("at").and_then(Data::as_integer).and_then(|at| u64::try_from(at).ok());
                let counts = at.is_some_and(|at| now.saturating_sub(at) <= remember_ms && at <= now + SKEW_MS);
                texts.extend(value.text_of("id").filter(|_| counts).map(str::to_owned));
            }
            number => texts.extend(number.as_integer().map(integer)),
        }
    }
    texts
}

/// Tolerance for a clock that has been set back slightly since.
const SKEW_MS: u64 = 60_000;

/// The response without a video attention. Most shoppers have none, so there is nothing to report.
pub fn no_session() -> OcularResponse {
    OcularResponse::failure("Error 0 - No ocular_session_id on this page", Code::NoOcularSession)
}
