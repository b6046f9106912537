//! What went wrong, as a value: a code for programs, a message for people, never a secret.

use serde::Serialize;

use super::hint::Hint;
use super::messages::{Language, Situation, hinted, message};

/// Stable codes; the same names as `ProblemCode` in the package's declarations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Code {
    /// The input breaks a documented rule.
    Validation,
    /// An option of the bridge is wrong.
    Config,
    /// The bridge was disposed of.
    Disposed,
    /// The caller's signal ended the call.
    Aborted,
    /// The browser says that it is offline.
    Offline,
    /// The connection failed.
    Network,
    /// No answer within the limit.
    Timeout,
    /// An answer that cannot be trusted or read.
    BadResponse,
    /// 401: the guest's sign-in is missing or has ended.
    Unauthorized,
    /// 403: the project does not allow it.
    Forbidden,
    /// 404: no such thing.
    NotFound,
    /// The service said no to the content.
    Rejected,
    /// 429: too many requests.
    RateLimited,
    /// The service failed.
    Server,
    /// The payment address is not one to send a shopper to.
    UnsafePaymentUrl,
    /// No video attention on this page.
    NoOcularSession,
    /// The vendor's object is not on this page.
    NoWidget,
    /// An earlier request's outcome is still not known.
    UnknownOutcome,
    /// The bridge itself failed.
    Internal,
}

/// A step of the checkout, named as in the documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Step {
    /// The input is checked.
    Validate,
    /// The shared guest user signs in.
    Auth,
    /// The order is placed.
    CreateOrder,
    /// The payment session is opened.
    CreateSession,
    /// The payment session's status is written.
    UpdateSession,
    /// The payment session is read.
    GetSession,
    /// The order is reported to Ocular.
    Track,
}

/// One problem. It never holds a token, a form value or a request body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// For programs.
    pub code: Code,
    /// Where it happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<Step>,
    /// The HTTP status, when there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// For people, in the bridge's language.
    pub message: String,
    /// Whether the same call may be made again without risk.
    pub retryable: bool,
    /// How long a busy service asked to be left alone.
    #[serde(rename = "retryAfterSeconds", skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u32>,
}

impl Problem {
    /// A problem whose message fits `situation`.
    pub fn new(code: Code, step: Option<Step>, situation: Situation, language: Language) -> Problem {
        Problem {
            code,
            step,
            status: None,
            message: message(code, situation, language),
            retryable: retryable(code, situation),
            retry_after_seconds: None,
        }
    }

    /// The same problem in the words of what the service itself told.
    pub fn hinted(mut self, hint: Option<Hint>, situation: Situation, language: Language) -> Problem {
        if let Some(hint) = hint {
            self.message = hinted(hint, situation, language);
        }
        if let Some(Hint::Busy(seconds)) = hint {
            self.retry_after_seconds = Some(seconds);
        }
        self
    }

    /// The same problem with the HTTP status that told of it.
    pub fn with_status(mut self, status: Option<u16>) -> Problem {
        self.status = status;
        self
    }
}

/// A call may be repeated when nothing of it can have taken effect and another try can end otherwise.
fn retryable(code: Code, situation: Situation) -> bool {
    situation != Situation::OrderUnknown
        && matches!(
            code,
            Code::Aborted
                | Code::Offline
                | Code::Network
                | Code::Timeout
                | Code::BadResponse
                | Code::RateLimited
                | Code::Server
                | Code::NoOcularSession
                | Code::NoWidget
        )
}

/// Something worth knowing that did not stop the call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// For programs.
    pub code: &'static str,
    /// For developers, in English.
    pub message: String,
    /// Where it happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<Step>,
}
