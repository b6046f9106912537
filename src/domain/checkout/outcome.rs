//! The outcome of a checkout, decided by evidence: an order exists, was refused, was never sent, or may exist.

use crate::domain::code::Code;
use crate::domain::data::{Data, Entries};
use crate::domain::http::Exchange;
use crate::domain::language::Language;
use crate::domain::messages::Situation;
use crate::domain::ocular::OcularResponse;
use crate::domain::oneentry::answers::{code_of, status_of};
use crate::domain::oneentry::{Order, PaymentSession, refusal};
use crate::domain::problem::{Problem, Step, Warning};
use crate::domain::text::integer;
use crate::domain::validation::Detail;

/// Result of `placeOrder` and `createOrder`.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "one per checkout, moved twice")]
pub enum CheckoutResult {
    /// The order exists.
    Accepted {
        /// The checkout's own reference.
        reference: String,
        /// The order.
        order: Order,
        /// Its payment session.
        session: Option<PaymentSession>,
        /// Where the shopper pays.
        payment_url: Option<String>,
        /// Ocular's response.
        tracking: Option<OcularResponse>,
        /// The problem of a later step that failed.
        problem: Option<Problem>,
        /// Problems that did not stop the call.
        warnings: Vec<Warning>,
    },
    /// The service refused: no order exists.
    Rejected {
        /// The checkout's own reference.
        reference: String,
        /// Why the service refused.
        problem: Problem,
        /// Fields that the refusal names.
        detail: Option<Detail>,
    },
    /// Nothing was sent.
    NotSent {
        /// Why nothing was sent.
        problem: Problem,
        /// Fields that break a rule.
        detail: Option<Detail>,
    },
    /// The request was sent, but no trustworthy response arrived: the order may exist.
    Unknown {
        /// The checkout's own reference.
        reference: String,
        /// Why there is no trustworthy response.
        problem: Problem,
        /// Other problems of the call.
        warnings: Vec<Warning>,
    },
}

impl CheckoutResult {
    /// The value that callers receive; `order.raw` is still JSON text.
    pub fn to_data(&self) -> Data {
        let mut out = Entries::default();
        let detail_of = |detail: &Option<Detail>| detail_data(detail.as_deref().unwrap_or_default());
        match self {
            CheckoutResult::Accepted { reference, order, session, payment_url, tracking, problem, warnings } => {
                out.text("outcome", "accepted").text("reference", reference).put("order", order.to_data());
                out.put("session", session.as_ref().map_or(Data::Null, PaymentSession::to_data));
                out.put("paymentUrl", Data::of_text(payment_url.as_ref()));
                out.put("tracking", tracking.as_ref().map_or(Data::Null, OcularResponse::to_data));
                if let Some(problem) = problem {
                    out.put("problem", problem.to_data());
                }
                out.put("warnings", Data::list(warnings, Warning::to_data));
            }
            CheckoutResult::Rejected { reference, problem, detail } => {
                out.text("outcome", "rejected").text("reference", reference);
                out.put("problem", problem.to_data()).put("detail", detail_of(detail));
            }
            CheckoutResult::NotSent { problem, detail } => {
                out.text("outcome", "notSent").put("problem", problem.to_data()).put("detail", detail_of(detail));
            }
            CheckoutResult::Unknown { reference, problem, warnings } => {
                out.text("outcome", "unknown").text("reference", reference).put("problem", problem.to_data());
                if !warnings.is_empty() {
                    out.put("warnings", Data::list(warnings, Warning::to_data));
                }
            }
        }
        out.end()
    }

    /// Problems that did not stop the call.
    pub fn warnings(&self) -> &[Warning] {
        match self {
            CheckoutResult::Accepted { warnings, .. } | CheckoutResult::Unknown { warnings, .. } => warnings,
            _ => &[],
        }
    }

    /// The order's id and Ocular's response, if the order was reported.
    pub fn tracked(&self) -> Option<(String, &OcularResponse)> {
        match self {
            CheckoutResult::Accepted { order, tracking: Some(response), .. } => Some((integer(order.id), response)),
            _ => None,
        }
    }

    /// The bridge itself failed during a call: what it has sent is no longer known.
    pub fn lost(language: Language) -> CheckoutResult {
        let problem = Problem::new(Code::Internal, None, Situation::OrderUnknown, language);
        CheckoutResult::Unknown { reference: String::new(), problem, warnings: Vec::new() }
    }
}

/// An accepted order that the page has received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// The checkout's own reference.
    pub reference: String,
    /// The order.
    pub order: Order,
    /// Whether nothing is left to do.
    pub is_complete: bool,
}

/// Why there is no value: the problem, and the fields that it names.
pub type Refused = (Problem, Detail);

/// Result of a single step, as callers receive it: `{ ok: true, value }` or `{ ok: false, problem }`.
pub fn step_result(result: Result<Data, Problem>) -> Data {
    match result {
        Ok(value) => Entries::default().bool("ok", true).put("value", value).end(),
        Err(problem) => failed_step(&problem, Vec::new()),
    }
}

/// The same for a payment session.
pub fn session_result(result: Result<PaymentSession, Problem>) -> Data {
    step_result(result.map(|session| session.to_data()))
}

/// The same for a value that is already JSON text: it goes out under `json`.
pub fn json_result(result: Result<String, Refused>) -> Data {
    match result {
        Ok(json) => Entries::default().bool("ok", true).text("json", &json).end(),
        Err((problem, detail)) => failed_step(&problem, detail),
    }
}

/// A failed step that also names the invalid fields.
fn failed_step(problem: &Problem, detail: Detail) -> Data {
    let mut out = Entries::default();
    out.bool("ok", false).put("problem", problem.to_data());
    if !detail.is_empty() {
        out.put("detail", detail_data(&detail));
    }
    out.end()
}

/// The bridge itself failed during a single step.
pub fn lost_step(language: Language) -> Data {
    step_result(Err(Problem::new(Code::Internal, None, Situation::Elsewhere, language)))
}

fn detail_data(detail: &[(String, Vec<String>)]) -> Data {
    let mut out = Entries::default();
    for (path, texts) in detail {
        out.put(path, Data::list(texts, |text| Data::Text(text.clone())));
    }
    out.end()
}

/// The problem that describes a failed exchange at a step.
pub fn problem_of(exchange: &Exchange, step: Step, situation: Situation, language: Language) -> Problem {
    let (code, hint) = match exchange {
        // The status says success, so the body must be unusable.
        Ok(answer) if answer.is_success() => (Code::BadResponse, None),
        // Not a trustworthy refusal: its hint would imply that there is no order.
        Ok(answer) if situation == Situation::OrderUnknown && answer.status < 500 => match answer.status {
            408 => (Code::Timeout, None),
            _ => (Code::BadResponse, None),
        },
        Ok(answer) => (refusal::code(answer).unwrap_or_else(|| code_of(exchange)), refusal::hint(answer)),
        Err(_) => (code_of(exchange), None),
    };
    Problem::new(code, Some(step), situation, language)
        .with_status(status_of(exchange))
        .hinted(hint, situation, language)
}
