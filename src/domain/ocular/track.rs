//! Reports to Ocular: checks the input, finds the video attention, sends, reads the response, retries where safe.

use std::rc::Rc;

use super::answer::OcularResponse;
use super::buy_order::{Checking, MAX_BODY, too_large};
use super::config::Transport;
use super::{BuyOrder, BuyOrderState, OcularConfig, outbox};
use crate::domain::data::Data;
use crate::domain::deadline::Deadline;
use crate::domain::flow::Io;
use crate::domain::http::{Exchange, Fault, Method, Request};
use crate::domain::packed::Packed;
use crate::domain::problem::{Code, Step, Warning, unknown_property};
use crate::domain::retry::{is_passing, pause_ms};
use crate::domain::text::{all, integer};
use crate::domain::validation::Report;

/// Maximum length of a session id in a URL path.
const MAX_SESSION: usize = 64;

/// The list of a report. Long lists are copied, read, checked and sent in slices, because nothing else can run on the
/// page meanwhile. Only reports without a [`NUMBER`] are sliced.
pub const LIST: &str = "items";
/// The number of a report. Without one, a report gets a single attempt. Reports with a number are saved in order,
/// before the page can unload.
pub const NUMBER: &str = "external_id";
/// Texts longer than this are read in slices, even if they have few items.
const SLICE: usize = 64 * 1024;
/// Items per slice: about one millisecond of work.
const SLICE_ITEMS: usize = 250;

/// The response, the properties that were not sent, and the reported `external_id`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tracked {
    /// The response in the vendor's format.
    pub response: OcularResponse,
    /// Properties that were not sent.
    pub warnings: Vec<Warning>,
    /// The order number. For several orders, that of the last one sent.
    pub external_id: Option<String>,
}

/// Runs `setBuyOrder` (one order, or an array sent in order until one is not accepted) or `setBuyOrderState`. `params`
/// is `None` for an order with a long [`LIST`] and no [`NUMBER`], which the shell has only copied so far.
pub async fn track(io: Io, config: Rc<OcularConfig>, kind: Kind, params: Option<Packed>) -> Tracked {
    let is_large = match &params {
        Some(params) => kind == Kind::Order && params.size() > SLICE && !params.has(NUMBER) && !params.is_list(),
        None => true,
    };
    // Use the video attention at the time of the call, not some turns later.
    let mut session = if is_large { session_of(&io, &config) } else { None };
    let params = match params {
        Some(params) => params,
        None => Packed::new(io.pack().await),
    };
    let (mut bodies, report) = if is_large {
        io.turn().await;
        let mut checking = Checking::of(&params);
        while checking.go_on(SLICE_ITEMS) {
            io.turn().await;
        }
        let (order, report) = checking.end();
        let mut bodies = Vec::new();
        if let Some(order) = &order {
            bodies.push(Body::of(order));
        }
        (bodies, report)
    } else {
        Body::check(kind, &params)
    };
    drop(params);
    if is_large && !bodies.is_empty() {
        io.turn().await;
    }
    let mut tracked = Tracked {
        response: OcularResponse::invalid(&report),
        warnings: unknown_properties(&report),
        external_id: None,
    };
    let mut next = 0;
    while let Some(Body { external_id, text }) = bodies.get_mut(next) {
        if !is_large {
            session = session_of(&io, &config);
        }
        tracked.external_id = external_id.take();
        let id = tracked.external_id.as_deref();
        tracked.response = match session.take() {
            Some(session) => send(&io, &config, kind, id, session, std::mem::take(text)).await,
            None => no_session(),
        };
        if tracked.response.status_code != 0 {
            break;
        }
        next += 1;
    }
    tracked
}

/// The payload of one order or state.
struct Body {
    external_id: Option<String>,
    text: String,
}

impl Body {
    fn of(order: &BuyOrder) -> Body {
        Body { external_id: order.external_id.clone(), text: order.to_json() }
    }

    /// Checks the whole input of a call. If there are no bodies, the input is invalid.
    fn check(kind: Kind, params: &Packed) -> (Vec<Body>, Report) {
        let mut bodies = Vec::new();
        let report = match kind {
            Kind::Order => {
                let (orders, report) = BuyOrder::check_each(params);
                for order in orders.as_deref().unwrap_or_default() {
                    bodies.push(Body::of(order));
                }
                report
            }
            Kind::State => {
                let (state, report) = BuyOrderState::check(params);
                if let Some(BuyOrderState { external_id, body }) = state {
                    bodies.push(Body { external_id, text: body });
                }
                report
            }
        };
        (bodies, report)
    }
}

/// Sends a valid order for a video attention.
pub async fn send_for(io: &Io, config: &OcularConfig, order: &BuyOrder, session: String) -> OcularResponse {
    send(io, config, Kind::Order, order.external_id.as_deref(), session, order.to_json()).await
}

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

/// Sends a report. With a number, it is saved until it is answered; without one, it gets a single attempt.
async fn send(
    io: &Io,
    config: &OcularConfig,
    kind: Kind,
    external_id: Option<&str>,
    session: String,
    body: String,
) -> OcularResponse {
    if body.len() > MAX_BODY {
        return OcularResponse::invalid(&too_large());
    }
    let parcel = Parcel { kind, session, body };
    match external_id.filter(|id| !id.is_empty()) {
        Some(id) => outbox::report(io, config, id, parcel).await,
        None => attempts(io, config, &parcel, 1, Deadline::write(io)).await.response,
    }
}

/// One report for a video attention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parcel {
    pub kind: Kind,
    pub session: String,
    pub body: String,
}

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

/// The outcome of the attempts.
pub(super) struct Attempts {
    /// The last response.
    pub response: OcularResponse,
    /// Whether the failure is transient: delivering the same report again may end differently.
    pub is_passing: bool,
}

/// Delivers one report in at most `tries` attempts.
pub(super) async fn attempts(io: &Io, config: &OcularConfig, parcel: &Parcel, tries: u32, until: Deadline) -> Attempts {
    let mut next = 1;
    loop {
        let exchange = attempt(io, config, parcel, until).await;
        let response = OcularResponse::read(&exchange);
        let is_passing = is_passing_failure(&response, &exchange);
        // Aborting the call does not undo what it reports: the record stays saved for background delivery.
        let is_stopped = matches!(exchange, Err(Fault::Aborted | Fault::NotSent | Fault::NoFetch | Fault::Offline));
        let attempts = Attempts { response, is_passing: is_passing || is_stopped };
        if next >= tries || !is_passing || matches!(exchange, Err(Fault::NoWidget)) {
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

async fn attempt(io: &Io, config: &OcularConfig, parcel: &Parcel, until: Deadline) -> Exchange {
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
    let is_strangers = matches!(exchange, Ok(answer) if answer.is_success());
    response.status_code == 1 && (is_passing(exchange) || in_vendors_words || is_strangers)
}

/// Delivers the reports saved by earlier calls and earlier page loads, until the page unloads. Calls `tell` for each.
pub async fn keep_delivering(io: Io, config: Rc<OcularConfig>, tell: impl Fn(&String, &OcularResponse)) {
    let mut round = 0;
    loop {
        let (delivered, left) = outbox::deliver_all(&io, &config).await;
        round = if delivered.is_empty() { round + 1 } else { 0 };
        for (external_id, response) in &delivered {
            tell(external_id, response);
        }
        let mut left = left;
        while !config.is_fresh.take() && !io.nap(left.then(|| outbox::pause_ms(round))).await {
            // A call could not deliver its report: it waits for the next round.
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
