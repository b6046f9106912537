//! Reading what Ocular answers into the vendor's three forms.

use crate::domain::data::Data;
use crate::domain::http::{Answer, Exchange, Fault};
use crate::domain::json::{self, Object};
use crate::domain::problem::Code;
use crate::domain::text::{concat, count, digits};
use crate::domain::validation::{Detail, Report, to_json};

use super::VALIDATOR;

/// Longest text of a failed answer that is quoted in a message, in characters.
const MAX_QUOTE: usize = 200;
const FIELD_ERROR: &str = "Field validation error";

/// What `setBuyOrder` and `setBuyOrderState` resolve to; the vendor's format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OcularResponse {
    /// 0 success, 1 failure, 2 validation error.
    pub status_code: u8,
    /// The vendor's text.
    pub message: String,
    /// Why the bridge itself says 1.
    pub code: Option<Code>,
    /// Field texts of a validation error.
    pub detail: Option<Detail>,
}

impl OcularResponse {
    /// 0.
    pub fn success(message: String) -> OcularResponse {
        OcularResponse { status_code: 0, message, code: None, detail: None }
    }

    /// 1, with the reason that the bridge gives.
    pub fn failure(message: String, code: Code) -> OcularResponse {
        OcularResponse { status_code: 1, message, code: Some(code), detail: None }
    }

    /// As callers get it, as JSON text: there may be many thousands of texts in it.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        let mut object = Object::open(&mut out);
        let digit = char::from(b'0' + self.status_code.min(9));
        object.key("statusCode").push(digit);
        object.text("message", &self.message);
        if let Some(code) = self.code {
            object.text("code", code.name());
        }
        if let Some(detail) = &self.detail {
            object.raw("detail", &to_json(detail));
        }
        object.close();
        out
    }

    /// As part of a checkout's result.
    pub fn to_data(&self) -> Data {
        json::parse(&self.to_json()).unwrap_or(Data::Null)
    }

    /// The bridge itself failed in the middle of a call.
    pub fn lost() -> OcularResponse {
        OcularResponse::failure("Error 0 - Internal".to_owned(), Code::Internal)
    }

    /// 2, for a body that the bridge itself refuses.
    pub fn invalid(report: &Report) -> OcularResponse {
        OcularResponse::field_errors(FIELD_ERROR.to_owned(), report.detail(VALIDATOR))
    }

    fn field_errors(message: String, detail: Detail) -> OcularResponse {
        OcularResponse { status_code: 2, message, code: None, detail: Some(detail) }
    }

    /// Reads what one request came to.
    pub fn read(exchange: &Exchange) -> OcularResponse {
        match exchange {
            Ok(answer) => read_answer(answer),
            Err(fault) => {
                let (code, reason) = match fault {
                    Fault::Offline => (Code::Offline, "Offline"),
                    Fault::NotSent | Fault::Aborted => (Code::Aborted, "Aborted"),
                    Fault::TimedOut => (Code::Timeout, "Time-out"),
                    Fault::Network => (Code::Network, "Network error"),
                    Fault::BrokenOff(_) => (Code::BadResponse, "Answer broke off"),
                    Fault::NoWidget => (Code::NoWidget, "No ocularOrderTrack on this page"),
                    Fault::WidgetFailed => (Code::BadResponse, "The widget failed"),
                };
                let status = if let Fault::BrokenOff(status) = fault { *status } else { 0 };
                OcularResponse::failure(error_text(status, reason), code)
            }
        }
    }
}

fn read_answer(answer: &Answer) -> OcularResponse {
    let body = json::parse(&answer.text).filter(Data::is_map);
    if let Some(vendor) = body.as_ref().and_then(|body| vendor_form(body, answer)) {
        return vendor;
    }
    // A web page is nothing that the service says: a portal or a proxy has answered in its place.
    let is_page = answer.text.trim_start().starts_with('<');
    if answer.is_success() && !is_page {
        return OcularResponse::success("Success".to_owned());
    }
    if let (400 | 422, Some(body)) = (answer.status, &body) {
        for key in ["detail", "errors"] {
            let detail = field_texts(body.get(key));
            if !detail.is_empty() {
                return OcularResponse::field_errors(FIELD_ERROR.to_owned(), detail);
            }
        }
    }
    let quote = match &body {
        Some(body) => body.text_of("message").unwrap_or(""),
        None => answer.text.trim(),
    };
    OcularResponse::failure(failure_text(answer.status, quote), failure_code(answer.status))
}

/// `{statusCode: 0 | 1 | 2, message, detail?}` handed on, whatever the HTTP status.
fn vendor_form(body: &Data, answer: &Answer) -> Option<OcularResponse> {
    let message = body.text_of("message").map(str::to_owned);
    match body.get("statusCode")?.as_integer()? {
        0 => Some(OcularResponse::success(message.unwrap_or_else(|| "Success".to_owned()))),
        1 => Some(OcularResponse {
            status_code: 1,
            message: message.unwrap_or_else(|| failure_text(answer.status, "")),
            code: None,
            detail: None,
        }),
        2 => Some(OcularResponse::field_errors(
            message.unwrap_or_else(|| FIELD_ERROR.to_owned()),
            field_texts(body.get("detail")),
        )),
        _ => None,
    }
}

/// Keeps what is text: a list of texts, or one text, per field.
fn field_texts(detail: Option<&Data>) -> Detail {
    let Some(Data::Map(fields)) = detail else { return Detail::new() };
    let mut kept = Detail::new();
    for (field, value) in fields {
        let mut texts = Vec::new();
        for one in value.as_list().unwrap_or(std::slice::from_ref(value)) {
            if let Data::Text(text) = one {
                texts.push(text.clone());
            }
        }
        if !texts.is_empty() {
            kept.push((field.clone(), texts));
        }
    }
    kept
}

/// `Error 500 - Internal server error`: the service's own short text, else the status' usual name.
fn failure_text(status: u16, quote: &str) -> String {
    let quotable = !quote.is_empty() && count(quote) <= MAX_QUOTE && is_quotable(quote);
    let reason = match status {
        _ if quotable => quote,
        400 => "Bad request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not found",
        408 => "Request timeout",
        409 => "Conflict",
        413 => "Payload too large",
        422 => "Unprocessable content",
        429 => "Too many requests",
        500 => "Internal server error",
        502 => "Bad gateway",
        503 => "Service unavailable",
        504 => "Gateway timeout",
        _ => "Unexpected answer",
    };
    error_text(status, reason)
}

/// Neither code nor anything that a console would not print.
fn is_quotable(text: &str) -> bool {
    for character in text.chars() {
        if character == '<' || character == '{' || character.is_control() {
            return false;
        }
    }
    true
}

fn error_text(status: u16, reason: &str) -> String {
    concat(&["Error ", &digits(u64::from(status)), " - ", reason])
}

fn failure_code(status: u16) -> Code {
    match status {
        401 => Code::Unauthorized,
        403 => Code::Forbidden,
        404 => Code::NotFound,
        429 => Code::RateLimited,
        400..=499 => Code::Rejected,
        500..=599 => Code::Server,
        _ => Code::BadResponse,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, text: &str) -> OcularResponse {
        OcularResponse::read(&Ok(Answer { status, text: text.into(), retry_after: None }))
    }

    #[test]
    fn the_three_documented_answers_are_handed_on() {
        assert_eq!(read(200, r#"{"statusCode":0,"message":"Success"}"#), OcularResponse::success("Success".into()));
        let failed = read(500, r#"{"statusCode":1,"message":"Error 500 - Internal server error"}"#);
        assert_eq!(
            (failed.status_code, failed.message.as_str(), failed.code),
            (1, "Error 500 - Internal server error", None)
        );
        let invalid = read(
            200,
            r#"{"statusCode":2,"message":"Field validation error","detail":{"a":["x",1,"y"],"b":"z","c":[],"d":7}}"#,
        );
        assert_eq!(invalid.status_code, 2);
        assert_eq!(
            invalid.detail,
            Some(vec![("a".into(), vec!["x".into(), "y".into()]), ("b".into(), vec!["z".into()])])
        );
    }

    #[test]
    fn other_answers_by_status() {
        assert_eq!(read(204, ""), OcularResponse::success("Success".into()));
        assert_eq!(read(200, "OK"), OcularResponse::success("Success".into()));
        let portal = OcularResponse::failure("Error 200 - Unexpected answer".into(), Code::BadResponse);
        assert_eq!(read(200, "\n<!doctype html><title>Sign in</title>"), portal);
        assert_eq!(read(200, r#"{"statusCode":9}"#), OcularResponse::success("Success".into()));
        assert_eq!(read(422, r#"{"errors":{"name":["bad"]}}"#).status_code, 2);
        assert_eq!(read(400, r#"{"detail":{"name":"bad"}}"#).status_code, 2);
        assert_eq!(
            read(400, r#"{"detail":{}}"#),
            OcularResponse::failure("Error 400 - Bad request".into(), Code::Rejected)
        );
        assert_eq!(
            read(403, r#"{"message":"No entry"}"#),
            OcularResponse::failure("Error 403 - No entry".into(), Code::Forbidden)
        );
        assert_eq!(
            read(502, "<html>long</html>"),
            OcularResponse::failure("Error 502 - Bad gateway".into(), Code::Server)
        );
        assert_eq!(read(503, "busy"), OcularResponse::failure("Error 503 - busy".into(), Code::Server));
        assert_eq!(read(429, ""), OcularResponse::failure("Error 429 - Too many requests".into(), Code::RateLimited));
        assert_eq!(read(302, ""), OcularResponse::failure("Error 302 - Unexpected answer".into(), Code::BadResponse));
    }

    #[test]
    fn faults_have_no_status() {
        let response = OcularResponse::read(&Err(Fault::TimedOut));
        assert_eq!(response, OcularResponse::failure("Error 0 - Time-out".into(), Code::Timeout));
        let response = OcularResponse::read(&Err(Fault::BrokenOff(200)));
        assert_eq!(response, OcularResponse::failure("Error 200 - Answer broke off".into(), Code::BadResponse));
    }
}
