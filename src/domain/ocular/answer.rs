//! Reads Ocular's responses into the vendor's three forms.

use crate::domain::code::Code;
use crate::domain::data::{Data, safe_integer};
use crate::domain::http::{Answer, Exchange, Fault};
use crate::domain::json::{self, Object};
use crate::domain::language::Language;
use crate::domain::messages::cause;
use crate::domain::text::{any, concat, count, cut, digits, is_same, split, trim};
use crate::domain::validation::Report;

use super::VALIDATOR;

/// Maximum length of a failed response's text that is quoted in a message, in characters.
const MAX_QUOTE: usize = 200;
const FIELD_ERROR: &str = "Field validation error";
const SUCCESS: &str = "Success";
/// How many places are tried as the start of a response's JSON object.
const MOST_BRACES: usize = 9;
/// A detail without any texts.
const NO_TEXTS: &str = "{}";

/// What `setBuyOrder` and `setBuyOrderState` resolve to, in the vendor's format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OcularResponse {
    /// 0 success, 1 failure, 2 validation error.
    pub status_code: u8,
    /// The bridge's own reason for status 1.
    pub code: Option<Code>,
    /// The response as callers receive it, as JSON text: it may contain many thousands of texts. In addition to the
    /// fields above, it has `message`, the vendor's text, and for a validation error `detail`, texts by field.
    pub json: String,
}

impl OcularResponse {
    fn new(status_code: u8, message: &str, code: Option<Code>, detail: &str) -> OcularResponse {
        let mut json = String::new();
        let mut object = Object::open(&mut json);
        object.raw("statusCode", &digits(u64::from(status_code))).text("message", message);
        if let Some(code) = code {
            object.text("code", code.name());
        }
        if !detail.is_empty() {
            object.raw("detail", detail);
        }
        object.close();
        OcularResponse { status_code, code, json }
    }

    /// Status 0.
    pub fn success(message: &str) -> OcularResponse {
        OcularResponse::new(0, message, None, "")
    }

    /// Status 1, with the bridge's own reason.
    pub fn failure(message: &str, code: Code) -> OcularResponse {
        OcularResponse::new(1, message, Some(code), "")
    }

    /// Parses a response that another page has saved.
    pub fn of_json(text: &str) -> Option<OcularResponse> {
        let status_code = match json::parse(text)?.get("statusCode")?.as_integer()? {
            0 => 0,
            1 => 1,
            2 => 2,
            _ => return None,
        };
        Some(OcularResponse { status_code, code: None, json: text.to_owned() })
    }

    /// The event `tracked` as JSON text.
    pub fn event(&self, external_id: Option<&String>, language: Language) -> String {
        let mut text = String::new();
        let mut object = Object::open(&mut text);
        match external_id {
            Some(id) => object.text("externalId", id),
            None => object.raw("externalId", "null"),
        };
        let code = match self.status_code {
            0 => None,
            2 => Some(Code::Validation),
            _ => Some(self.code.unwrap_or(Code::Server)),
        };
        if let Some(code) = code {
            object.text("message", cause(code, language));
        }
        object.raw("response", &self.json);
        object.close();
        text
    }

    /// The response as part of a checkout's result.
    pub fn to_data(&self) -> Data {
        json::parse(&self.json).unwrap_or(Data::Null)
    }

    /// The response if the bridge itself fails in the middle of a call.
    pub fn lost() -> OcularResponse {
        OcularResponse::failure("Error 0 - Internal", Code::Internal)
    }

    /// Status 2, for a body that the bridge itself rejects.
    pub fn invalid(report: &Report) -> OcularResponse {
        OcularResponse::new(2, FIELD_ERROR, None, &report.detail_json(VALIDATOR))
    }

    /// Reads the outcome of one request.
    pub fn read(exchange: &Exchange) -> OcularResponse {
        match exchange {
            Ok(answer) => read_answer(answer),
            Err(fault) => {
                let (code, reason) = match fault {
                    Fault::Offline => (Code::Offline, "Offline"),
                    Fault::NotSent | Fault::Aborted => (Code::Aborted, "Aborted"),
                    Fault::NoFetch => (Code::Config, "No fetch on this page"),
                    Fault::TimedOut => (Code::Timeout, "Time-out"),
                    Fault::Network => (Code::Network, "Network error"),
                    Fault::BrokenOff(_) => (Code::BadResponse, "Answer broke off"),
                    Fault::NoWidget => (Code::NoWidget, "No ocularOrderTrack on this page"),
                    Fault::WidgetFailed => (Code::BadResponse, "The widget failed"),
                };
                let status = if let Fault::BrokenOff(status) = fault { *status } else { 0 };
                OcularResponse::failure(&error_text(status, reason), code)
            }
        }
    }
}

fn read_answer(answer: &Answer) -> OcularResponse {
    let body = match answer.is_success() {
        true => object_in(&answer.text),
        false => json::parse(&answer.text).filter(Data::is_map),
    };
    if let Some(vendor) = body.as_ref().and_then(|body| vendor_form(body, answer)) {
        return vendor;
    }
    // The service never responds with a web page: a portal or a proxy has answered in its place.
    let is_page = trim(&answer.text).starts_with("<");
    if answer.is_success() && !is_page && !body.as_ref().is_some_and(signals_failure) {
        return OcularResponse::success(SUCCESS);
    }
    if let (400 | 422, Some(body)) = (answer.status, &body) {
        for key in &["detail", "errors"] {
            let detail = field_texts(body.get(key));
            if detail != NO_TEXTS {
                return OcularResponse::new(2, FIELD_ERROR, None, &detail);
            }
        }
    }
    let quote = match &body {
        Some(body) => body.text_of("message").unwrap_or(""),
        None => trim(&answer.text),
    };
    OcularResponse::failure(&failure_text(answer.status, quote), failure_code(answer.status))
}

/// Finds the JSON object of a response. A faulty service may print a notice before it, even one with braces.
fn object_in(text: &str) -> Option<Data> {
    let mut rest = text;
    for _ in 0..MOST_BRACES {
        if let Some(body) = json::parse(rest).filter(Data::is_map) {
            return Some(body);
        }
        let after = cut(rest.get(1..)?, b"{").1?;
        rest = rest.get(rest.len() - after.len() - 1..)?;
    }
    None
}

/// Whether a body without one of the vendor's three status codes signals failure in another way, despite a 2xx.
fn signals_failure(body: &Data) -> bool {
    let is_false = |key: &str| match body.get(key) {
        Some(Data::Bool(value)) => !value,
        Some(Data::Text(text)) => is_same(text, "false") || is_same(text, "error"),
        Some(Data::Number(digits)) => digits == "0" && key == "success",
        _ => false,
    };
    let has_error = body.get("error").is_some_and(|error| !matches!(error, Data::Null | Data::Bool(false)));
    has_error || is_false("success") || is_false("ok") || is_false("status") || status_code(body).is_some()
}

/// The status code, given as a number or as a numeric text.
fn status_code(body: &Data) -> Option<i64> {
    let code = body.get("statusCode")?;
    code.as_integer().or_else(|| safe_integer(trim(code.as_text()?)))
}

/// Passes on `{statusCode: 0 | 1 | 2, message, detail?}`, whatever the HTTP status.
fn vendor_form(body: &Data, answer: &Answer) -> Option<OcularResponse> {
    let message = body.text_of("message");
    match status_code(body)? {
        0 => Some(OcularResponse::success(message.unwrap_or(SUCCESS))),
        1 => {
            let usual = failure_text(answer.status, "");
            Some(OcularResponse::new(1, message.unwrap_or(&usual), None, ""))
        }
        2 => {
            let detail = field_texts(body.get("detail"));
            Some(OcularResponse::new(2, message.unwrap_or(FIELD_ERROR), None, &detail))
        }
        _ => None,
    }
}

/// Keeps only texts, one or a list per field. Returns JSON text.
fn field_texts(detail: Option<&Data>) -> String {
    let mut saved = String::new();
    let mut object = Object::open(&mut saved);
    if let Some(Data::Map(fields)) = detail {
        for (field, value) in fields {
            let mut texts = String::new();
            for one in value.as_list().unwrap_or(std::slice::from_ref(value)) {
                if let Data::Text(text) = one {
                    texts.push(if texts.is_empty() { '[' } else { ',' });
                    json::write_text(&mut texts, text);
                }
            }
            if !texts.is_empty() {
                texts.push(']');
                object.raw(field, &texts);
            }
        }
    }
    object.close();
    saved
}

/// `Error 500 - Internal server error`: the service's own short text, or else the usual name of the status.
fn failure_text(status: u16, quote: &str) -> String {
    let quotable = !quote.is_empty() && count(quote) <= MAX_QUOTE && is_quotable(quote);
    let known = concat(&["\n", &digits(u64::from(status)), " "]);
    let reason = match split(REASONS, &known) {
        _ if quotable => quote,
        Some((_, after)) => cut(after, b"\n").0,
        None => "Unexpected answer",
    };
    error_text(status, reason)
}

/// Usual names of HTTP statuses.
const REASONS: &str = "
400 Bad request
401 Unauthorized
403 Forbidden
404 Not found
408 Request timeout
409 Conflict
413 Payload too large
422 Unprocessable content
429 Too many requests
500 Internal server error
502 Bad gateway
503 Service unavailable
504 Gateway timeout";

/// Whether a text is free of markup, code and control characters.
fn is_quotable(text: &str) -> bool {
    !any(text, |character| character == '<' || character == '{' || character.is_control())
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
    fn a_2xx_alone_is_not_a_success() {
        for text in [
            r#"{"success":false}"#,
            r#"{"success":"false","message":"no"}"#,
            r#"{"success":0}"#,
            r#"{"ok":false}"#,
            r#"{"status":"error"}"#,
            r#"{"error":"unknown session"}"#,
            r#"{"error":{}}"#,
            r#"{"statusCode":3}"#,
            r#"{"statusCode":500,"message":"Internal"}"#,
            r#"{"statusCode":"1"}"#,
            "<br />\n<b>Notice</b>: Undefined index in <b>/a.php</b> {line 3}<br />\n{\"statusCode\":1}",
        ] {
            assert_eq!(read(200, text).status_code, 1, "{text}");
        }
        assert_eq!(read(200, r#"{"statusCode":"2","detail":{"a":"x"}}"#).status_code, 2);
        assert_eq!(read(200, "Notice: x {y}\n{\"statusCode\":2}").status_code, 2);
        // Without a 2xx, the whole body must be JSON.
        assert_eq!(read(400, "Notice: x\n{\"statusCode\":0}").status_code, 1);
        for text in [
            "",
            "OK",
            "{}",
            r#"{"success":true}"#,
            r#"{"error":null}"#,
            r#"{"error":false}"#,
            r#"{"ok":true,"status":"ok"}"#,
            r#"{"statusCode":"0"}"#,
            r#"{"statusCode":" 0 "}"#,
            "Notice: x {y}\n{\"statusCode\":0}",
        ] {
            assert_eq!(read(200, text).status_code, 0, "{text}");
        }
    }

    #[test]
    fn the_three_documented_responses_are_passed_on() {
        assert_eq!(read(200, r#"{"statusCode":0,"message":"Success"}"#), OcularResponse::success("Success"));
        let failed = read(500, r#"{"statusCode":1,"message":"Error 500 - Internal server error"}"#);
        assert_eq!(
            (failed.status_code, failed.json.as_str(), failed.code),
            (1, r#"{"statusCode":1,"message":"Error 500 - Internal server error"}"#, None)
        );
        let invalid = read(
            200,
            r#"{"statusCode":2,"message":"Field validation error","detail":{"a":["x",1,"y"],"b":"z","c":[],"d":7}}"#,
        );
        assert_eq!(invalid.status_code, 2);
        assert_eq!(
            invalid.json,
            r#"{"statusCode":2,"message":"Field validation error","detail":{"a":["x","y"],"b":["z"]}}"#
        );
    }

    #[test]
    fn other_responses_are_classified_by_status() {
        assert_eq!(read(204, ""), OcularResponse::success("Success"));
        assert_eq!(read(200, "OK"), OcularResponse::success("Success"));
        let portal = OcularResponse::failure("Error 200 - Unexpected answer", Code::BadResponse);
        assert_eq!(read(200, "\n<!doctype html><title>Sign in</title>"), portal);
        assert_eq!(read(200, r#"{"statusCode":9}"#), portal);
        assert_eq!(read(422, r#"{"errors":{"name":["bad"]}}"#).status_code, 2);
        assert_eq!(read(400, r#"{"detail":{"name":"bad"}}"#).status_code, 2);
        assert_eq!(read(400, r#"{"detail":{}}"#), OcularResponse::failure("Error 400 - Bad request", Code::Rejected));
        assert_eq!(
            read(403, r#"{"message":"No entry"}"#),
            OcularResponse::failure("Error 403 - No entry", Code::Forbidden)
        );
        assert_eq!(read(502, "<html>long</html>"), OcularResponse::failure("Error 502 - Bad gateway", Code::Server));
        assert_eq!(read(503, "busy"), OcularResponse::failure("Error 503 - busy", Code::Server));
        assert_eq!(read(429, ""), OcularResponse::failure("Error 429 - Too many requests", Code::RateLimited));
        assert_eq!(read(302, ""), OcularResponse::failure("Error 302 - Unexpected answer", Code::BadResponse));
    }

    #[test]
    fn faults_become_failures_with_a_code() {
        let response = OcularResponse::read(&Err(Fault::TimedOut));
        assert_eq!(response, OcularResponse::failure("Error 0 - Time-out", Code::Timeout));
        let response = OcularResponse::read(&Err(Fault::BrokenOff(200)));
        assert_eq!(response, OcularResponse::failure("Error 200 - Answer broke off", Code::BadResponse));
    }
}
