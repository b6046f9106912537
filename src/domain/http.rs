//! Requests and answers as data. This module does not know who carries them.

/// HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Reads, and wants no body.
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

/// One request, complete.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// Method.
    pub method: Method,
    /// Absolute URL.
    pub url: String,
    /// Names and values in the order in which they are set.
    pub headers: Vec<(String, String)>,
    /// JSON text.
    pub body: Option<String>,
    /// Let it live on when the page goes away, as far as the platform's 64 KiB reach.
    pub keepalive: bool,
    /// Wait at most so many milliseconds, where that is less than the bridge's own limit.
    pub limit_ms: Option<u32>,
}

impl std::fmt::Debug for Request {
    /// Method and URL only: headers hold tokens, bodies hold people.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.method.name(), self.url)
    }
}

/// An answer whose body arrived whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body as text.
    pub text: String,
    /// The header `Retry-After`, where the service lets pages read it.
    pub retry_after: Option<String>,
}

impl Answer {
    /// 2xx.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Why there is no whole answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The browser said it was offline before anything was sent.
    Offline,
    /// The caller's signal had ended the call before anything was sent.
    NotSent,
    /// The page has no `fetch`, or one without which no request can be made.
    NoFetch,
    /// The caller's signal ended the call while the request was under way.
    Aborted,
    /// No whole answer within the limit.
    TimedOut,
    /// The connection failed, or the browser refused: which of the two it does not tell.
    Network,
    /// An answer began with this status and broke off.
    BrokenOff(u16),
    /// The vendor's object did not appear on the page.
    NoWidget,
    /// The vendor's object threw, or its promise was rejected.
    WidgetFailed,
}

impl Fault {
    /// Whether the request certainly never left.
    pub fn never_sent(self) -> bool {
        matches!(self, Fault::Offline | Fault::NotSent | Fault::NoFetch)
    }
}

/// What one request came to.
pub type Exchange = Result<Answer, Fault>;
