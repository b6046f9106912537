//! Reports to Ocular: checks the input, finds the video attention, sends, reads the response, retries where safe.

use std::rc::Rc;

use super::answer::OcularResponse;
use super::attention::{no_session, session_of};
use super::buy_order::{Checking, MAX_BODY, too_large};
use super::delivery::{Kind, Payload, attempts};
use super::{BuyOrder, BuyOrderState, OcularConfig, outbox};
use crate::domain::deadline::Deadline;
use crate::domain::flow::Io;
use crate::domain::packed::Packed;
use crate::domain::problem::{Step, Warning, unknown_property};
use crate::domain::validation::Report;

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
    let parcel = Payload { kind, session, body };
    match external_id.filter(|id| !id.is_empty()) {
        Some(id) => outbox::report(io, config, id, parcel).await,
        None => attempts(io, config, &parcel, 1, Deadline::write(io)).await.response,
    }
}

fn unknown_properties(report: &Report) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for path in report.unknown() {
        warnings.push(unknown_property(path, Step::Track));
    }
    warnings
}
