//! Reporting to Ocular: check, find the video attention, send, read the answer, try again where that is safe.

use std::rc::Rc;

use super::answer::OcularResponse;
use super::buy_order::Checking;
use super::config::Transport;
use super::{BuyOrder, BuyOrderState, OcularConfig, outbox};
use crate::domain::deadline::Deadline;
use crate::domain::flow::Io;
use crate::domain::http::{Exchange, Fault, Method, Request};
use crate::domain::packed::Packed;
use crate::domain::problem::{Code, Step, Warning, unknown_property};
use crate::domain::retry::{is_passing, pause_ms};
use crate::domain::text::all;
use crate::domain::validation::Report;

/// Longest session id that goes into a path.
const MAX_SESSION: usize = 64;

/// A report's list, the longer of which are not copied, read, checked and sent in one go, since nothing else can run on a page
/// meanwhile. Only of reports without [`NUMBER`].
pub const LIST: &str = "items";
/// A report's own number. One try is all there is for reports without it; those with one are kept before the page can go away,
/// and in their order.
pub const NUMBER: &str = "external_id";
/// Longer texts are read in slices, too, however few items there are.
const SLICE: usize = 64 * 1024;
/// About a millisecond's work.
const SLICE_ITEMS: usize = 250;

/// The response, the properties that were left out, and what `external_id` was reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tracked {
    /// The answer in the vendor's format.
    pub response: OcularResponse,
    /// Properties that were not sent.
    pub warnings: Vec<Warning>,
    /// The order's own number; of several orders, the last one sent.
    pub external_id: Option<String>,
}

impl Tracked {
    fn invalid(report: &Report) -> Tracked {
        Tracked { response: OcularResponse::invalid(report), warnings: unknown_properties(report), external_id: None }
    }
}

/// `setBuyOrder`: one order, or an array of them in order until one is not accepted.
pub async fn set_buy_order(io: Io, config: Rc<OcularConfig>, params: Packed) -> Tracked {
    if params.size() > SLICE && !params.has(NUMBER) && !params.is_list() {
        // The video attention of the call, not of some turns later.
        let session = session_of(&io, &config);
        return set_large_order(&io, &config, session, params).await;
    }
    let (orders, report) = BuyOrder::check_each(&params);
    drop(params);
    let Some(orders) = orders else { return Tracked::invalid(&report) };
    let mut tracked = Tracked {
        response: OcularResponse::success("Success".to_owned()),
        warnings: unknown_properties(&report),
        external_id: None,
    };
    for order in orders {
        tracked.response = send_order(&io, &config, &order).await;
        tracked.external_id = order.external_id;
        if tracked.response.status_code != 0 {
            break;
        }
    }
    tracked
}

/// `setBuyOrder` of one order that has a long [`LIST`] and no [`NUMBER`]; the shell has only copied it so far.
pub async fn set_copied_order(io: Io, config: Rc<OcularConfig>) -> Tracked {
    let session = session_of(&io, &config);
    let params = Packed::new(io.pack().await);
    set_large_order(&io, &config, session, params).await
}

async fn set_large_order(io: &Io, config: &OcularConfig, session: Option<String>, params: Packed) -> Tracked {
    io.turn().await;
    let mut checking = Checking::of(&params);
    while checking.go_on(SLICE_ITEMS) {
        io.turn().await;
    }
    let (order, report) = checking.end();
    let Some(order) = order else { return Tracked::invalid(&report) };
    let body = order.body();
    drop(params);
    io.turn().await;
    let response = match (session, body) {
        (Some(session), Ok(body)) => send(io, config, Kind::Order, None, session, body).await,
        (Some(_), Err(report)) => OcularResponse::invalid(&report),
        (None, _) => no_session(),
    };
    Tracked { response, warnings: unknown_properties(&report), external_id: None }
}

/// Sends a valid order to this page's video attention.
pub async fn send_order(io: &Io, config: &OcularConfig, order: &BuyOrder) -> OcularResponse {
    let Some(session) = session_of(io, config) else { return no_session() };
    send_for(io, config, order, session).await
}

/// Sends a valid order to a video attention.
pub async fn send_for(io: &Io, config: &OcularConfig, order: &BuyOrder, session: String) -> OcularResponse {
    match order.body() {
        Ok(body) => send(io, config, Kind::Order, order.external_id.as_deref(), session, body).await,
        Err(report) => OcularResponse::invalid(&report),
    }
}

/// `setBuyOrderState`.
pub async fn set_buy_order_state(io: Io, config: Rc<OcularConfig>, params: Packed) -> Tracked {
    let (state, report) = BuyOrderState::check(&params);
    let Some(state) = state else { return Tracked::invalid(&report) };
    let warnings = unknown_properties(&report);
    let response = send_state(&io, &config, &state).await;
    Tracked { response, warnings, external_id: state.external_id }
}

/// Sends a valid state.
pub async fn send_state(io: &Io, config: &OcularConfig, state: &BuyOrderState) -> OcularResponse {
    let Some(session) = session_of(io, config) else { return no_session() };
    send(io, config, Kind::State, state.external_id.as_deref(), session, state.body.clone()).await
}

/// Which of the two calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `setBuyOrder`.
    Order,
    /// `setBuyOrderState`.
    State,
}

impl Kind {
    /// The name in a kept row.
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

/// A report with a number is kept until it is answered; without one it has one try.
async fn send(
    io: &Io,
    config: &OcularConfig,
    kind: Kind,
    external_id: Option<&str>,
    session: String,
    body: String,
) -> OcularResponse {
    match external_id.filter(|id| !id.is_empty()) {
        Some(id) => outbox::report(io, config, kind, id, session, body).await,
        None => attempts(io, config, kind, &session, &body, 1, Deadline::write(io)).await.0,
    }
}

/// The video attention of this page, for a report that is made later; `None` without one.
pub fn session_of(io: &Io, config: &OcularConfig) -> Option<String> {
    match config.transport {
        // The vendor's object knows its own session.
        Transport::Widget => Some(String::new()),
        Transport::Fetch => session(io),
    }
}

/// The first candidate that may stand in a path; it names the attention whose agent earns the commission.
fn session(io: &Io) -> Option<String> {
    for id in io.ocular_sessions() {
        let fits = all(&id, |byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        if fits && (1..=MAX_SESSION).contains(&id.len()) {
            return Some(id);
        }
    }
    None
}

/// Most shoppers come without a video attention: there is nothing to report then.
pub fn no_session() -> OcularResponse {
    OcularResponse::failure("Error 0 - No ocular_session_id on this page".to_owned(), Code::NoOcularSession)
}

/// Delivers one report, in at most so many tries.
pub(super) async fn attempts(
    io: &Io,
    config: &OcularConfig,
    kind: Kind,
    session: &str,
    body: &str,
    tries: u32,
    until: Deadline,
) -> (OcularResponse, Exchange) {
    let mut next = 1;
    loop {
        let exchange = attempt(io, config, kind, session, body, until).await;
        let response = OcularResponse::read(&exchange);
        if next >= tries || !is_passing_failure(&response, &exchange) || matches!(exchange, Err(Fault::NoWidget)) {
            return (response, exchange);
        }
        next += 1;
        let pause = pause_ms(io, &exchange, next);
        // What has no time left is kept, and delivered later.
        if !until.allows(io, pause) {
            return (response, exchange);
        }
        io.wait(pause).await;
        // Asking again would be in vain; the report waits until the connection is back.
        if io.is_offline() {
            return (response, exchange);
        }
    }
}

async fn attempt(io: &Io, config: &OcularConfig, kind: Kind, session: &str, body: &str, until: Deadline) -> Exchange {
    let limit_ms = until.limit_ms(io);
    if config.transport == Transport::Widget {
        return io.call_widget(kind.method_name(), body.to_owned(), limit_ms).await;
    }
    let (method, url) = match kind {
        Kind::Order => (Method::Post, config.order_url(session)),
        Kind::State => (config.state_method, config.state_url(session)),
    };
    let mut headers = config.headers.clone();
    headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
    io.send(Request { method, url, headers, body: Some(body.to_owned()), keepalive: true, limit_ms }).await
}

/// Whether another delivery of the same report can end otherwise.
pub(super) fn is_passing_failure(response: &OcularResponse, exchange: &Exchange) -> bool {
    let in_vendors_words = response.code.is_none();
    // A page in place of the answer: somebody between us and the service has spoken.
    let is_strangers = matches!(exchange, Ok(answer) if answer.is_success());
    response.status_code == 1 && (is_passing(exchange) || in_vendors_words || is_strangers)
}

/// Delivers what earlier calls and earlier page lives have kept, for as long as the page lives. `tell` hears of each.
pub async fn keep_delivering(io: Io, config: Rc<OcularConfig>, tell: impl Fn(String, OcularResponse)) {
    let mut round = 0;
    loop {
        let (delivered, left) = outbox::deliver_all(&io, &config).await;
        round = if delivered.is_empty() { round + 1 } else { 0 };
        for (external_id, response) in delivered {
            tell(external_id, response);
        }
        let mut left = left;
        while !config.is_fresh.take() && !io.nap(left.then(|| outbox::pause_ms(round))).await {
            // A call has left something behind: what could not be delivered just now waits its time.
            left = true;
        }
    }
}

fn unknown_properties(report: &Report) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for path in report.unknown() {
        warnings.push(unknown_property(path, Step::Track));
    }
    warnings
}
