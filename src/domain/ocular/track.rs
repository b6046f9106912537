//! Reporting to Ocular: check, find the video attention, send, read the answer, try again where that is safe.

use std::rc::Rc;

use super::answer::OcularResponse;
use super::buy_order::{BuyOrder, MAX_BODY};
use super::{BuyOrderState, OcularConfig, PARAMS};
use crate::domain::data::Data;
use crate::domain::flow::Io;
use crate::domain::http::{Exchange, Method, Request};
use crate::domain::problem::{Code, Step, Warning};
use crate::domain::retry::{TRIES, backoff_ms, is_passing, retry_after_ms};
use crate::domain::validation::{Report, Rule};

/// Longest session id that goes into a path.
const MAX_SESSION: usize = 64;

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
pub async fn set_buy_order(io: Io, config: Rc<OcularConfig>, params: Data) -> Tracked {
    let (orders, report) = check(params);
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

/// Checks what `setBuyOrder` was handed: one order or an array of orders.
pub fn check(params: Data) -> (Option<Vec<BuyOrder>>, Report) {
    match params {
        Data::List(list) => BuyOrder::check_all(list),
        params => {
            let (order, report) = BuyOrder::check(params);
            (order.map(|order| vec![order]), report)
        }
    }
}

/// Sends a valid order.
pub async fn send_order(io: &Io, config: &OcularConfig, order: &BuyOrder) -> OcularResponse {
    let body = order.to_json();
    if body.len() > MAX_BODY {
        let mut report = Report::default();
        report.add(PARAMS.to_owned(), Rule::AtMost("1048576"));
        return OcularResponse::invalid(&report);
    }
    let Some(session) = session(io).await else { return no_session() };
    let request = request(config, Method::Post, config.order_url(&session), body);
    deliver(io, request, order.external_id.is_some()).await
}

/// `setBuyOrderState`.
pub async fn set_buy_order_state(io: Io, config: Rc<OcularConfig>, params: Data) -> Tracked {
    let (state, report) = BuyOrderState::check(params);
    let Some(state) = state else { return Tracked::invalid(&report) };
    let warnings = unknown_properties(&report);
    let response = send_state(&io, &config, &state).await;
    Tracked { response, warnings, external_id: state.external_id }
}

/// Sends a valid state.
pub async fn send_state(io: &Io, config: &OcularConfig, state: &BuyOrderState) -> OcularResponse {
    let Some(session) = session(io).await else { return no_session() };
    let request = request(config, config.state_method, config.state_url(&session), state.to_json());
    deliver(io, request, state.external_id.is_some()).await
}

/// The first candidate that may stand in a path; it names the attention whose agent earns the commission.
async fn session(io: &Io) -> Option<String> {
    let fits = |id: &String| {
        (1..=MAX_SESSION).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    io.ocular_sessions().await.into_iter().find(fits)
}

fn no_session() -> OcularResponse {
    OcularResponse::failure("Error 0 - No ocular_session_id on this page".to_owned(), Code::NoOcularSession)
}

fn request(config: &OcularConfig, method: Method, url: String, body: String) -> Request {
    let mut headers = config.headers.clone();
    headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
    Request { method, url, headers, body: Some(body) }
}

/// One try, or three where the call carries the number that makes it create-or-edit.
async fn deliver(io: &Io, request: Request, has_number: bool) -> OcularResponse {
    let mut tries = 1;
    loop {
        let exchange = io.send(request.clone()).await;
        let response = OcularResponse::read(&exchange);
        let passing = response.status_code == 1 && (is_passing(&exchange) || is_vendor_failure(&response));
        if !passing || !has_number || tries == TRIES {
            return response;
        }
        tries += 1;
        io.wait(pause_ms(io, &exchange, tries).await).await;
    }
}

/// `{statusCode: 1}` in the vendor's own words.
fn is_vendor_failure(response: &OcularResponse) -> bool {
    response.code.is_none()
}

async fn pause_ms(io: &Io, exchange: &Exchange, next: u32) -> u32 {
    let asked = exchange.as_ref().ok().and_then(|answer| retry_after_ms(answer.retry_after.as_deref()));
    match asked {
        Some(ms) => ms,
        None => backoff_ms(next, io.dice().await),
    }
}

fn unknown_properties(report: &Report) -> Vec<Warning> {
    let warning = |path: &String| Warning {
        code: "UNKNOWN_PROPERTY",
        message: format!("{path} is not part of the documented object and was not sent."),
        step: Some(Step::Track),
    };
    report.unknown().iter().map(warning).collect()
}
