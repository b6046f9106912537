//! Delivers one report: the request, its limits, and the retries that are safe.

use super::OcularConfig;
use super::answer::OcularResponse;
use super::config::Transport;
use crate::domain::deadline::Deadline;
use crate::domain::flow::Io;
use crate::domain::http::{Exchange, Fault, Method, Request};
use crate::domain::retry::{is_transient, pause_ms};

/// The two reporting calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `setBuyOrder`.
    Order,
    /// `setBuyOrderState`.
    State,
}

impl Kind {
    /// The name in a saved record.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Order => "order",
            Kind::State => "state",
        }
    }

    fn method_name(self) -> &'static str {
        match self {
            Kind::Order => "setBuyOrder",
            Kind::State => "setBuyOrderState",
        }
    }
}

/// One report for a video attention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Payload {
    pub kind: Kind,
    pub session: String,
    pub body: String,
}

/// The outcome of the attempts.
pub(super) struct Attempts {
    /// The last response.
    pub response: OcularResponse,
    /// Whether the failure is transient: delivering the same report again may end differently.
    pub is_transient: bool,
}

/// Delivers one report in at most `tries` attempts.
pub(super) async fn attempts(
    io: &Io,
    config: &OcularConfig,
    parcel: &Payload,
    tries: u32,
    until: Deadline,
) -> Attempts {
    let mut next = 1;
    loop {
        let exchange = attempt(io, config, parcel, until).await;
        let response = OcularResponse::read(&exchange);
        let is_transient = is_passing_failure(&response, &exchange);
        // Aborting the call does not undo what it reports: the record stays saved for background delivery.
        let is_stopped = matches!(exchange, Err(Fault::Aborted | Fault::NotSent | Fault::NoFetch | Fault::Offline));
        let attempts = Attempts { response, is_transient: is_transient || is_stopped };
        if next >= tries || !is_transient || matches!(exchange, Err(Fault::NoWidget)) {
            return attempts;
        }
        next += 1;
        let pause = pause_ms(io, &exchange, next);
        // If there is no time left, the record stays saved and is delivered later.
        if !until.allows(io, pause) {
            return attempts;
        }
        io.wait(pause).await;
        // A retry would fail while offline: the report waits until the connection is back.
        if io.is_offline() {
            return attempts;
        }
    }
}

async fn attempt(io: &Io, config: &OcularConfig, parcel: &Payload, until: Deadline) -> Exchange {
    let limit_ms = until.limit_ms(io);
    let body = parcel.body.clone();
    if config.transport == Transport::Widget {
        return io.call_widget(parcel.kind.method_name(), body, limit_ms).await;
    }
    let (method, url) = match parcel.kind {
        Kind::Order => (Method::Post, config.order_url(&parcel.session)),
        Kind::State => (config.state_method, config.state_url(&parcel.session)),
    };
    let mut headers = Vec::with_capacity(config.headers.len() + 1);
    for (name, value) in &config.headers {
        headers.push((name.clone(), value.clone()));
    }
    headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
    io.send(Request { method, url, headers, body: Some(body), keepalive: true, limit_ms }).await
}

/// Whether the failure is transient: delivering the same report again may end differently.
fn is_passing_failure(response: &OcularResponse, exchange: &Exchange) -> bool {
    let in_vendors_words = response.code.is_none();
    // A page instead of a valid response: something between us and the service has answered.
    let is_foreign = matches!(exchange, Ok(answer) if answer.is_success());
    response.status_code == 1 && (is_transient(exchange) || in_vendors_words || is_foreign)
}
