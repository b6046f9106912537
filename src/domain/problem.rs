//! Problems as values: a code for programs, a message for people, never a secret.

use super::code::Code;
use super::data::{Data, Entries};
use super::hint::Hint;
use super::json::Object;
use super::language::Language;
use super::messages::{Situation, hinted, message};
use super::text::{concat, line};

/// A step of the checkout, named as in the documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

impl Step {
    /// The name as callers read it.
    pub fn name(self) -> &'static str {
        line("validate\nauth\ncreateOrder\ncreateSession\nupdateSession\ngetSession\ntrack", self as usize)
    }
}

/// One problem. It never holds a token, a form value or a request body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// For programs.
    pub code: Code,
    /// Where it happened.
    pub step: Option<Step>,
    /// The HTTP status, when there was one.
    pub status: Option<u16>,
    /// For people, in the bridge's language.
    pub message: String,
    /// Whether the same call may be made again without risk.
    pub retryable: bool,
    /// How long a busy service asked callers to wait.
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

    /// The value that callers receive.
    pub fn to_data(&self) -> Data {
        let mut out = Entries::default();
        out.text("code", self.code.name());
        if let Some(step) = self.step {
            out.text("step", step.name());
        }
        if let Some(status) = self.status {
            out.integer("status", i64::from(status));
        }
        out.text("message", &self.message).bool("retryable", self.retryable);
        if let Some(seconds) = self.retry_after_seconds {
            out.integer("retryAfterSeconds", i64::from(seconds));
        }
        out.end()
    }

    /// The same problem with the message of a hint, if there is one.
    pub fn hinted(mut self, hint: Option<Hint>, situation: Situation, language: Language) -> Problem {
        if let Some(hint) = hint {
            self.message = hinted(hint, situation, language);
        }
        if let Some(Hint::Busy(seconds)) = hint {
            self.retry_after_seconds = Some(seconds);
        }
        self
    }

    /// The same problem with its HTTP status.
    pub fn with_status(mut self, status: Option<u16>) -> Problem {
        self.status = status;
        self
    }
}

/// A call may be repeated if it cannot have had an effect and another attempt can end differently.
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

/// A problem that did not stop the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// For programs.
    pub code: &'static str,
    /// For developers, in English.
    pub message: String,
    /// Where it happened.
    pub step: Option<Step>,
}

impl Warning {
    /// The value that callers receive.
    pub fn to_data(&self) -> Data {
        let mut out = Entries::default();
        out.text("code", self.code).text("message", &self.message);
        if let Some(step) = self.step {
            out.text("step", step.name());
        }
        out.end()
    }
}

/// The warning about a property that was not sent.
pub fn unknown_property(path: &str, step: Step) -> Warning {
    let message = concat(&[path, " is not part of the documented object and was not sent."]);
    Warning { code: "UNKNOWN_PROPERTY", message, step: Some(step) }
}

/// The error that a page catches, as JSON text.
pub fn error(code: Code, message: &str) -> String {
    let mut text = String::new();
    let mut object = Object::open(&mut text);
    object.text("code", code.name()).text("message", message);
    object.close();
    text
}

/// The error for a mistake in the calling code.
pub fn misuse(message: impl AsRef<str>) -> String {
    error(Code::Config, message.as_ref())
}
