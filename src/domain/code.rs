//! The codes of problems.

use super::text::line;

/// Stable codes, with the same names as `ProblemCode` in the package's declarations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// The input breaks a documented rule.
    Validation,
    /// An option of the bridge is invalid.
    Config,
    /// The bridge was disposed of.
    Disposed,
    /// The caller's signal was aborted.
    Aborted,
    /// The browser reports that it is offline.
    Offline,
    /// The connection failed.
    Network,
    /// No response within the limit.
    Timeout,
    /// A response that cannot be trusted or read.
    BadResponse,
    /// 401: the guest's sign-in is missing or has expired.
    Unauthorized,
    /// 403: the project does not allow it.
    Forbidden,
    /// 404: not found.
    NotFound,
    /// The service refused the content.
    Rejected,
    /// 429: too many requests.
    RateLimited,
    /// The service failed.
    Server,
    /// A shopper must not be sent to the payment URL.
    UnsafePaymentUrl,
    /// No video attention on this page.
    NoOcularSession,
    /// The vendor's object is not on this page.
    NoWidget,
    /// The outcome of an earlier request is still unknown.
    UnknownOutcome,
    /// The bridge itself failed.
    Internal,
}

impl Code {
    /// The code as programs read it.
    pub fn name(self) -> &'static str {
        line(CODES, self as usize)
    }
}

/// In the order of [`Code`]: one text is smaller than a match arm for each code.
const CODES: &str = "\
VALIDATION\n\
CONFIG\n\
DISPOSED\n\
ABORTED\n\
OFFLINE\n\
NETWORK\n\
TIMEOUT\n\
BAD_RESPONSE\n\
UNAUTHORIZED\n\
FORBIDDEN\n\
NOT_FOUND\n\
REJECTED\n\
RATE_LIMITED\n\
SERVER\n\
UNSAFE_PAYMENT_URL\n\
NO_OCULAR_SESSION\n\
NO_WIDGET\n\
UNKNOWN_OUTCOME\n\
INTERNAL";
