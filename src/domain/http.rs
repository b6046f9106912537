//! Requests and responses as data, independent of how they are transported.

/// HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Reads without a body.
    Head,
    /// Creates.
    Post,
    /// Replaces.
    Put,
    /// Changes.
    Patch,
}

impl Method {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Head => "HEAD",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Patch => "PATCH",
        }
    }
}

/// One complete request.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// Method.
    pub method: Method,
    /// Absolute URL.
    pub url: String,
    /// Names and values, in the order in which they are set.
    pub headers: Vec<(String, String)>,
    /// JSON text.
    pub body: Option<String>,
    /// Let the request outlive the page, within the platform's limit of 64 KiB.
    pub keepalive: bool,
    /// Time limit in milliseconds, if it is shorter than the bridge's own limit.
    pub limit_ms: Option<u32>,
}

impl std::fmt::Debug for Request {
    /// Method and URL only: headers contain tokens, and bodies contain personal data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.method.name(), self.url)
    }
}

/// A response whose body arrived completely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body as text.
    pub text: String,
    /// The header `Retry-After`, if the service lets pages read it.
    pub retry_after: Option<String>,
}

impl Answer {
    /// Whether the status is 2xx.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Why there is no complete response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The browser reported that it was offline before anything was sent.
    Offline,
    /// The caller's signal was aborted before anything was sent.
    NotSent,
    /// The page has no `fetch`, or lacks something else that a request needs.
    NoFetch,
    /// The caller's signal was aborted while the request was in progress.
    Aborted,
    /// No complete response within the limit.
    TimedOut,
    /// The connection failed or the browser blocked the request. The browser does not reveal which.
    Network,
    /// A response with this status began but was cut off.
    BrokenOff(u16),
    /// The vendor's object did not appear on the page.
    NoWidget,
    /// The vendor's object threw, or its promise was rejected.
    WidgetFailed,
}

impl Fault {
    /// Whether the request was certainly never sent.
    pub fn never_sent(self) -> bool {
        matches!(self, Fault::Offline | Fault::NotSent | Fault::NoFetch)
    }
}

/// The result of one request.
pub type Exchange = Result<Answer, Fault>;
