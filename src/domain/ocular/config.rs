//! Options for reaching Ocular.

use std::cell::{Cell, RefCell};

use super::OcularResponse;
use crate::domain::data::Data;
use crate::domain::http::Method;
use crate::domain::text::{all, any, concat, is_among, is_same, replace};
use crate::domain::url::{UrlParts, base_url};

/// The documented base URL.
pub const DEFAULT_BASE_URL: &str = "https://api.ocularsolution.com/api/product-management/v1";
const SESSION_ORDER: &str = "/sessions/{ocular_session_id}/order";
const PLACEHOLDER: &str = "{ocular_session_id}";
/// Headers that a caller may not set: the bridge's own and those reserved by the browser.
/// OneEntry's token must not reach Ocular.
static RESERVED_HEADERS: [&str; 4] = ["content-type", "cookie", "host", "x-app-token"];

/// How reports are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// With `fetch`, to the REST service.
    Fetch,
    /// Through the vendor's object on the page.
    Widget,
}

/// Checked options for Ocular.
#[derive(Clone, PartialEq, Eq)]
pub struct OcularConfig {
    base: String,
    /// How reports are sent.
    pub transport: Transport,
    /// Counts the reports of this page load, to keep them in order.
    pub(super) sequence: Cell<u32>,
    /// Keys of the records that calls on this page are waiting for, with their responses once known.
    pub(super) answers: RefCell<Vec<(String, Option<OcularResponse>)>>,
    /// Whether a newly saved report has not been attempted yet.
    pub(super) is_fresh: Cell<bool>,
    /// Added unchanged to each request.
    pub headers: Vec<(String, String)>,
    /// HTTP method of the state request.
    pub state_method: Method,
    state_path: String,
}

impl std::fmt::Debug for OcularConfig {
    /// Omits header values: they may be credentials.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OcularConfig({})", self.base)
    }
}

impl OcularConfig {
    /// Checks the options; `parse_url` is the platform's URL parser. The error names the option.
    pub fn read(options: &Data, parse_url: impl Fn(&str) -> Option<UrlParts>) -> Result<OcularConfig, String> {
        let base = match options.get("baseUrl") {
            None | Some(Data::Null) => DEFAULT_BASE_URL,
            Some(Data::Text(url)) => url,
            Some(_) => return Err("ocular.baseUrl must be a string.".to_owned()),
        };
        let base = base_url(parse_url(base)).map_err(|why| concat(&["ocular.baseUrl ", why, "."]))?;
        let headers = match options.get("headers") {
            None | Some(Data::Null) => Vec::new(),
            Some(Data::Map(entries)) => {
                let mut headers = Vec::with_capacity(entries.len());
                for entry in entries {
                    headers.push(read_header(entry)?);
                }
                headers
            }
            Some(_) => return Err("ocular.headers must be an object.".to_owned()),
        };
        let (state_method, state_path) = match options.get("stateRequest") {
            None | Some(Data::Null) => (Method::Put, SESSION_ORDER),
            Some(request) => read_state_request(request)?,
        };
        let transport = match options.get("transport") {
            None | Some(Data::Null) => Transport::Fetch,
            Some(Data::Text(name)) if name == "fetch" => Transport::Fetch,
            Some(Data::Text(name)) if name == "widget" => Transport::Widget,
            Some(_) => return Err("ocular.transport must be one of: fetch, widget.".to_owned()),
        };
        Ok(OcularConfig {
            base,
            transport,
            sequence: Cell::new(0),
            answers: RefCell::default(),
            is_fresh: Cell::new(false),
            headers,
            state_method,
            state_path: state_path.to_owned(),
        })
    }

    /// Destination of the reports. A report saved for one destination must not reach another.
    pub fn target(&self) -> &str {
        match self.transport {
            Transport::Fetch => &self.base,
            Transport::Widget => "widget",
        }
    }

    /// The response for a record that a call is waiting for, once known.
    pub(super) fn answer(&self, key: &str) -> Option<OcularResponse> {
        let answers = self.answers.borrow();
        for (known, answer) in answers.iter() {
            if known == key {
                return answer.clone();
            }
        }
        None
    }

    /// Stores a response if a call on this page is waiting for it. Returns whether one is.
    pub(super) fn take_answer(&self, key: &str, response: &OcularResponse) -> bool {
        for (known, answer) in self.answers.borrow_mut().iter_mut() {
            if known == key {
                *answer = Some(response.clone());
                return true;
            }
        }
        false
    }

    /// Stops tracking a record that no call is waiting for any longer.
    pub(super) fn forget(&self, key: &str) {
        let mut answers = self.answers.borrow_mut();
        if let Some(place) = answers.iter().position(|(known, _)| known == key) {
            answers.swap_remove(place);
        }
    }

    /// URL to which orders are posted.
    pub fn order_url(&self, session: &str) -> String {
        concat(&[&self.base, &replace(SESSION_ORDER, PLACEHOLDER, session)])
    }

    /// URL to which states are written.
    pub fn state_url(&self, session: &str) -> String {
        concat(&[&self.base, &replace(&self.state_path, PLACEHOLDER, session)])
    }
}

fn read_header((name, value): &(String, Data)) -> Result<(String, String), String> {
    let is_token = |byte: u8| byte.is_ascii_graphic() && !is_among(byte, b"\"(),/:;<=>?@[\\]{}");
    if name.is_empty() || !all(name, is_token) {
        return Err("ocular.headers contains an invalid HTTP header name.".to_owned());
    }
    for reserved in &RESERVED_HEADERS {
        if is_same(name, reserved) {
            return Err(concat(&["ocular.headers may not set ", name, "."]));
        }
    }
    match value.as_text() {
        Some(text) if is_header_value(text) => Ok((name.clone(), text.to_owned())),
        _ => Err(concat(&["ocular.headers.", name, " must be a string of visible Latin-1 characters."])),
    }
}

/// Whether `fetch` accepts a text as a header value: visible ASCII, spaces, tabs, Latin-1.
pub(crate) fn is_header_value(text: &str) -> bool {
    !any(text, |character| !matches!(character, '\t' | ' '..='~' | '\u{a0}'..='\u{ff}'))
}

fn read_state_request(request: &Data) -> Result<(Method, &str), String> {
    let text = |key: &str, default| match request.get(key) {
        None | Some(Data::Null) => Some(default),
        Some(value) => value.as_text(),
    };
    if !request.is_map() {
        return Err("ocular.stateRequest must be an object.".to_owned());
    }
    let method = match text("method", "PUT") {
        Some("PUT") => Method::Put,
        Some("POST") => Method::Post,
        Some("PATCH") => Method::Patch,
        _ => return Err("ocular.stateRequest.method must be one of: PUT, POST, PATCH.".to_owned()),
    };
    let path = text("path", SESSION_ORDER).unwrap_or("");
    let is_path = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'#' | b'<' | b'>' | b'"');
    let fits = path.starts_with("/") && !path.starts_with("//") && all(path, is_path);
    if !fits {
        return Err("ocular.stateRequest.path must begin with exactly one slash.".to_owned());
    }
    Ok((method, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(url: &str) -> Option<UrlParts> {
        let (protocol, rest) = url.split_once("//")?;
        Some(UrlParts {
            href: url.into(),
            protocol: protocol.into(),
            hostname: rest.split(['/', ':']).next()?.into(),
            ..UrlParts::default()
        })
    }

    fn map(entries: &[(&str, Data)]) -> Data {
        Data::Map(entries.iter().map(|(k, v)| ((*k).into(), v.clone())).collect())
    }

    fn text(text: &str) -> Data {
        Data::Text(text.into())
    }

    #[test]
    fn the_defaults_match_the_documented_service() {
        let config = OcularConfig::read(&Data::Null, parse).unwrap();
        assert_eq!(
            config.order_url("1536"),
            "https://api.ocularsolution.com/api/product-management/v1/sessions/1536/order"
        );
        assert_eq!(config.state_url("1536"), config.order_url("1536"));
        assert_eq!(config.state_method, Method::Put);
    }

    #[test]
    fn options_are_applied() {
        let request = map(&[("method", text("PATCH")), ("path", text("/s/{ocular_session_id}/state"))]);
        let headers = map(&[("X-Key", text("k"))]);
        let options =
            map(&[("baseUrl", text("https://o.example/v2/")), ("stateRequest", request), ("headers", headers)]);
        let config = OcularConfig::read(&options, parse).unwrap();
        assert_eq!(config.state_url("7"), "https://o.example/v2/s/7/state");
        assert_eq!(config.state_method, Method::Patch);
        assert_eq!(config.headers, [("X-Key".to_owned(), "k".to_owned())]);
    }

    #[test]
    fn errors_name_the_option_but_not_its_value() {
        let header = |name: &str, value: Data| map(&[("headers", map(&[(name, value)]))]);
        let path = |path: &str| map(&[("stateRequest", map(&[("path", text(path))]))]);
        for (options, named) in [
            (map(&[("baseUrl", text("http://o.example"))]), "ocular.baseUrl"),
            (map(&[("baseUrl", Data::Bool(true))]), "ocular.baseUrl"),
            (map(&[("headers", Data::Bool(true))]), "ocular.headers"),
            (header("Cookie", text("secret")), "Cookie"),
            (header("content-TYPE", text("secret")), "content-TYPE"),
            (header("X\n", text("secret")), "ocular.headers"),
            (header("X", text("secret\r\nY: z")), "ocular.headers.X"),
            (header("X", Data::Null), "ocular.headers.X"),
            (map(&[("stateRequest", map(&[("method", text("GET"))]))]), "stateRequest.method"),
            (map(&[("transport", text("beacon"))]), "ocular.transport"),
            (path("sessions"), "stateRequest.path"),
            (path("//evil.example"), "stateRequest.path"),
            (path("/a\\b"), "stateRequest.path"),
        ] {
            let error = OcularConfig::read(&options, parse).unwrap_err();
            assert!(error.contains(named), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
