//! The 28 faults, and what the network faults do to one request.

use order_bridge::domain::http::Fault as HttpFault;

use super::dice::Dice;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    Refused,
    ResetBeforeSend,
    LostAfterCommit,
    Hang,
    LateCommit,
    Truncated,
    BadJson,
    Html200,
    Refusal400,
    Refusal401,
    Refusal404,
    Busy,
    BusyWithoutSeconds,
    ErrorBeforeCommit,
    ErrorAfterCommit,
    Gateway,
    Redirected,
    CorsBlock,
    OfflineFlip,
    TabKilled,
    Frozen,
    SecondTab,
    StorageTrouble,
    ClockJump,
    StaleListing,
    WidgetTrouble,
    HostileInput,
    WasmBlocked,
}

use Fault::*;

pub const FAULTS: [Fault; 28] = [
    Refused,
    ResetBeforeSend,
    LostAfterCommit,
    Hang,
    LateCommit,
    Truncated,
    BadJson,
    Html200,
    Refusal400,
    Refusal401,
    Refusal404,
    Busy,
    BusyWithoutSeconds,
    ErrorBeforeCommit,
    ErrorAfterCommit,
    Gateway,
    Redirected,
    CorsBlock,
    OfflineFlip,
    TabKilled,
    Frozen,
    SecondTab,
    StorageTrouble,
    ClockJump,
    StaleListing,
    WidgetTrouble,
    HostileInput,
    WasmBlocked,
];

impl Fault {
    pub fn name(self) -> &'static str {
        match self {
            Refused => "connection refused",
            ResetBeforeSend => "reset before the request was sent",
            LostAfterCommit => "answer lost after the commit",
            Hang => "no answer",
            LateCommit => "commit up to 60 s late",
            Truncated => "answer cut off",
            BadJson => "answer is not JSON",
            Html200 => "200 with a web page",
            Refusal400 => "400 or 422",
            Refusal401 => "401 or 403",
            Refusal404 => "404 or 409",
            Busy => "429 with seconds",
            BusyWithoutSeconds => "429 with a date or nonsense",
            ErrorBeforeCommit => "500 before the commit",
            ErrorAfterCommit => "500 after the commit",
            Gateway => "502, 503 or 504",
            Redirected => "redirect",
            CorsBlock => "blocked by CORS or CSP",
            OfflineFlip => "goes offline",
            TabKilled => "tab killed without events",
            Frozen => "page frozen and restored",
            SecondTab => "second tab, same cart",
            StorageTrouble => "storage full, closed, corrupt or emptied",
            ClockJump => "clock jumps a day",
            StaleListing => "listing up to 10 s stale",
            WidgetTrouble => "widget absent, late, throwing or never settling",
            HostileInput => "hostile input object",
            WasmBlocked => "wasm blocked or tampered with",
        }
    }

    pub fn number(self) -> usize {
        FAULTS.iter().position(|fault| *fault == self).unwrap()
    }

    /// Whether it is a network fault, which strikes single requests. The others strike the page and its surroundings.
    pub fn is_on_the_wire(self) -> bool {
        self.number() <= CorsBlock.number()
    }
}

/// What comes back for a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Back {
    /// The service's own answer.
    Whole,
    /// Only its beginning: the platform notices the cut, or returns the part that arrived.
    Cut {
        noticed: bool,
    },
    /// The right status with an unreadable body.
    Garbled,
    /// An answer that is not the service's own: status, body and `Retry-After`.
    Instead(u16, &'static str, Option<String>),
    Fault(HttpFault),
    Nothing,
}

/// What happens to one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// Whether the service gets it and does what it asks.
    pub acts: bool,
    /// How much later than usual it arrives, in milliseconds.
    pub late_ms: u64,
    /// Whether the page gets a network error at once, before the service has acted.
    pub at_once: bool,
    pub back: Back,
}

const REFUSED_400: &str = r#"{"statusCode":400,"message":"required values are missing or incorrect: guest_phone"}"#;
const REFUSED_401: &str = r#"{"statusCode":401,"message":"Unauthorized"}"#;
const REFUSED_403: &str = r#"{"statusCode":403,"message":"Resource is closed"}"#;
const REFUSED_404: &str = r#"{"statusCode":404,"message":"Product 9171 not found"}"#;
const REFUSED_409: &str = r#"{"statusCode":409,"message":"Product 10 is out of stock"}"#;
const REFUSED_429: &str = r#"{"statusCode":429,"message":"Too Many Requests"}"#;
const FAILED_500: &str = r#"{"statusCode":500,"message":"Internal server error"}"#;
const PAGE: &str = "<!doctype html><title>Welcome to our hotel</title>";

impl Way {
    pub fn usual() -> Way {
        Way { acts: true, late_ms: 0, at_once: false, back: Back::Whole }
    }

    pub fn of(fault: Fault, dice: &mut Dice) -> Way {
        let network = Back::Fault(HttpFault::Network);
        let way = |acts, back| Way { acts, late_ms: 0, at_once: false, back };
        let instead = |status, text| Back::Instead(status, text, None);
        match fault {
            Refused => Way { at_once: true, ..way(false, network) },
            ResetBeforeSend => way(false, network),
            LostAfterCommit => way(true, network),
            Hang => way(dice.chance(50), Back::Nothing),
            LateCommit => Way {
                acts: true,
                late_ms: dice.between(1, 60_000),
                at_once: dice.chance(50),
                back: if dice.chance(70) { network } else { Back::Nothing },
            },
            Truncated => way(true, Back::Cut { noticed: dice.chance(50) }),
            BadJson => way(true, Back::Garbled),
            Html200 => way(dice.chance(50), instead(200, PAGE)),
            Refusal400 => match dice.below(4) {
                // A proxy's own answer, which does not say what the service has done.
                0 => way(dice.chance(50), instead(400, PAGE)),
                1 => way(false, instead(422, REFUSED_400)),
                _ => way(false, instead(400, REFUSED_400)),
            },
            Refusal401 => match dice.below(2) {
                0 => way(false, instead(401, REFUSED_401)),
                _ => way(false, instead(403, REFUSED_403)),
            },
            Refusal404 => match dice.below(2) {
                0 => way(false, instead(404, REFUSED_404)),
                _ => way(false, instead(409, REFUSED_409)),
            },
            Busy => {
                let seconds = dice.pick(&[0, 1, 3, 12, 30, 45, 3_600]);
                way(false, Back::Instead(429, REFUSED_429, Some(seconds.to_string())))
            }
            BusyWithoutSeconds => {
                let header = dice.pick(&[None, Some("Wed, 21 Oct 2026 07:28:00 GMT"), Some("soon"), Some("-1")]);
                way(false, Back::Instead(429, dice.pick(&[REFUSED_429, "", PAGE]), header.map(str::to_owned)))
            }
            ErrorBeforeCommit => way(false, instead(500, FAILED_500)),
            ErrorAfterCommit => way(true, instead(500, FAILED_500)),
            Gateway => {
                let header = Some("2".to_owned()).filter(|_| dice.chance(30));
                let status = dice.pick(&[502, 503, 504]);
                way(dice.chance(50), Back::Instead(status, dice.pick(&["", PAGE, FAILED_500]), header))
            }
            // The browser does not follow or blocks the answer, whether the service has acted or not.
            Redirected | CorsBlock | OfflineFlip => way(dice.chance(50), network),
            _ => Way::usual(),
        }
    }
}
