//! Reading what Ocular answers into the vendor's three forms.

use crate::domain::data::{Data, safe_integer};
use crate::domain::http::{Answer, Exchange, Fault};
use crate::domain::json::{self, Object};
use crate::domain::problem::Code;
use crate::domain::text::{any, concat, count, cut, digits, is_same, split, trim};
use crate::domain::validation::Report;

use super::VALIDATOR;

/// Longest text of a failed answer that is quoted in a message, in characters.
const MAX_QUOTE: usize = 200;
const FIELD_ERROR: &str = "Field validation error";
const SUCCESS: &str = "Success";
/// So many are tried as the beginning of an answer's object.
const MOST_BRACES: usize = 9;
/// A detail in which no field has a text.
const NO_TEXTS: &str = "{}";

/// What `setBuyOrder` and `setBuyOrderState` resolve to; the vendor's format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OcularResponse {
    /// 0 success, 1 failure, 2 validation error.
    pub status_code: u8,
    /// Why the bridge itself says 1.
    pub code: Option<Code>,
    /// As callers get it, as JSON text: there may be many thousands of texts in it. Besides these two `message`, the vendor's
    /// text, and of a validation error `detail`, texts by field.
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

    /// 0.
    pub fn success(message: &str) -> OcularResponse {
        OcularResponse::new(0, message, None, "")
    }

    /// 1, with the reason that the bridge gives.
    pub fn failure(message: &str, code: Code) -> OcularResponse {
        OcularResponse::new(1, message, Some(code), "")
    }

    /// What another page has written down.
    pub fn of_json(text: &str) -> Option<OcularResponse> {
        let status_code = match json::parse(text)?.get("statusCode")?.as_integer()? {
            0 => 0,
            1 => 1,
            2 => 2,
            _ => return None,
        };
        Some(OcularResponse { status_code, code: None, json: text.to_owned() })
    }

    /// As part of a checkout's result.
    pub fn to_data(&self) -> Data {
        json::parse(&self.json).unwrap_or(Data::Null)
    }

    /// The bridge itself failed in the middle of a call.
    pub fn lost() -> OcularResponse {
        OcularResponse::failure("Error 0 - Internal", Code::Internal)
    }

    /// 2, for a body that the bridge itself refuses.
    pub fn invalid(report: &Report) -> OcularResponse {
        OcularResponse::new(2, FIELD_ERROR, None, &report.detail_json(VALIDATOR))
    }

    /// Reads what one request came to.
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
    // A web page is nothing that the service says: a portal or a proxy has answered in its place.
    let is_page = trim(&answer.text).starts_with("<");
    if answer.is_success() && !is_page && !body.as_ref().is_some_and(says_no) {
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

/// The object of an answer. Services with a fault of their own may put a notice before it, which may have braces, too.
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

/// Whether a body without the vendor's three numbers refuses in other words: a good status alone is no success then.
fn says_no(body: &Data) -> bool {
    let is_false = |key: &str| match body.get(key) {
        Some(Data::Bool(value)) => !value,
        Some(Data::Text(text)) => is_same(text, "false") || is_same(text, "error"),
        Some(Data::Number(digits)) => digits == "0" && key == "success",
        _ => false,
    };
    let has_error = body.get("error").is_some_and(|error| !matches!(error, Data::Null | Data::Bool(false)));
    has_error || is_false("success") || is_false("ok") || is_false("status") || status_code(body).is_some()
}

/// As a number, or as a text that is one.
fn status_code(body: &Data) -> Option<i64> {
    let code = body.get("statusCode")?;
    code.as_integer().or_else(|| safe_integer(trim(code.as_text()?)))
}

/// `{statusCode: 0 | 1 | 2, message, detail?}` handed on, whatever the HTTP status.
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

/// Keeps what is text: a list of texts, or one text, per field. As JSON text.
fn field_texts(detail: Option<&Data>) -> String {
    let mut kept = String::new();
    let mut object = Object::open(&mut kept);
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
    kept
}

/// `Error 500 - Internal server error`: the service's own short text, else the status' usual name.
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

/// The usual names of statuses.
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

/// Neither code nor anything that a console would not print.
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
    fn a_good_status_alone_is_no_success() {
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
        // What is no good status needs the whole answer.
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
    fn the_three_documented_answers_are_handed_on() {
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
    fn other_answers_by_status() {
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
    fn faults_have_no_status() {
        let response = OcularResponse::read(&Err(Fault::TimedOut));
        assert_eq!(response, OcularResponse::failure("Error 0 - Time-out", Code::Timeout));
        let response = OcularResponse::read(&Err(Fault::BrokenOff(200)));
        assert_eq!(response, OcularResponse::failure("Error 200 - Answer broke off", Code::BadResponse));
    }
}
