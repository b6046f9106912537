//! What a checkout came to, told by evidence: an order stands, was refused, was never sent, or may exist.

use serde::Serialize;

use crate::domain::http::Exchange;
use crate::domain::messages::{Language, Situation};
use crate::domain::ocular::OcularResponse;
use crate::domain::ocular::answer::as_map;
use crate::domain::oneentry::answers::{code_of, status_of};
use crate::domain::oneentry::{Order, PaymentSession, refusal};
use crate::domain::problem::{Code, Problem, Step, Warning};
use crate::domain::validation::Detail;

/// Result of `placeOrder` and `createOrder`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "outcome", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[expect(clippy::large_enum_variant, reason = "one a checkout, moved twice")]
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
        /// What Ocular answered.
        tracking: Option<OcularResponse>,
        /// A later step's failure.
        #[serde(skip_serializing_if = "Option::is_none")]
        problem: Option<Problem>,
        /// What did not stop it.
        warnings: Vec<Warning>,
    },
    /// The service refused: no order exists.
    Rejected {
        /// The checkout's own reference.
        reference: String,
        /// Why.
        problem: Problem,
        /// Fields that the refusal names.
        #[serde(serialize_with = "as_map")]
        detail: Option<Detail>,
    },
    /// Nothing was sent.
    NotSent {
        /// Why.
        problem: Problem,
        /// Fields that break a rule.
        #[serde(serialize_with = "as_map")]
        detail: Option<Detail>,
    },
    /// The request left and no trustworthy answer came: the order may exist.
    Unknown {
        /// The checkout's own reference.
        reference: String,
        /// What kept the answer away.
        problem: Problem,
        /// What else is worth knowing.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        warnings: Vec<Warning>,
    },
}

impl CheckoutResult {
    /// The bridge itself failed in the middle of a call: what it has sent is not known any more.
    pub fn lost(language: Language) -> CheckoutResult {
        let problem = Problem::new(Code::Internal, None, Situation::OrderUnknown, language);
        CheckoutResult::Unknown { reference: String::new(), problem, warnings: Vec::new() }
    }
}

/// Result of a single step: `{ ok: true, value }` or `{ ok: false, problem }`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepResult<T> {
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Problem>,
}

impl StepResult<()> {
    /// The bridge itself failed in the middle of a call.
    pub fn lost(language: Language) -> StepResult<()> {
        StepResult::from(Err(Problem::new(Code::Internal, None, Situation::Elsewhere, language)))
    }
}

impl<T> From<Result<T, Problem>> for StepResult<T> {
    fn from(result: Result<T, Problem>) -> StepResult<T> {
        match result {
            Ok(value) => StepResult { ok: true, value: Some(value), problem: None },
            Err(problem) => StepResult { ok: false, value: None, problem: Some(problem) },
        }
    }
}

/// The problem that an exchange is at a step.
pub fn problem_of(exchange: &Exchange, step: Step, situation: Situation, language: Language) -> Problem {
    let (code, hint) = match exchange {
        // An answer with a good status that was no good: the body is at fault.
        Ok(answer) if answer.is_success() => (Code::BadResponse, None),
        // No refusal that could be trusted: its words would say that there is no order.
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
