//! What a flow may ask, and who answers: a page, Node, the simulator.

use std::future::Future;
use std::pin::Pin;

use super::http::{Exchange, Request};
#[cfg(feature = "checkout")]
use super::oneentry::device::DeviceFacts;
use super::problem::Step;
use super::url::UrlParts;

/// Number of a question; its answer carries the same.
pub type Ticket = u32;

/// Something that the world will know later.
pub type Later<T> = Pin<Box<dyn Future<Output = T>>>;

/// Whoever answers what a flow asks.
///
/// The types of its functions are chosen: whatever has the type of a function that is called through this trait stays in the
/// wasm. With `preconnect(&str) -> bool` and `keep(&str, &str)` those were `core::fmt` and a dozen closures, 1.5 KB of brotli.
pub trait World {
    /// Milliseconds since 1970.
    fn now(&self) -> u64;
    /// Milliseconds since some moment of this page's life; unlike [`World::now`] they never jump.
    fn elapsed(&self) -> u64;
    /// Sixteen random bytes, good enough for a key.
    fn random(&self) -> [u8; 16];
    /// Whether the browser says that it is offline.
    fn is_offline(&self) -> bool;
    /// Whether the page is going away, so that nothing may be waited for.
    fn is_leaving(&self) -> bool;
    /// The text that is kept under a key.
    fn recall(&self, key: &str) -> Option<String>;
    /// Keeps a text under a key; may fail silently.
    fn keep(&self, entry: (&str, &str));
    /// What a page tells of its device; nothing outside a page.
    #[cfg(feature = "checkout")]
    fn device(&self) -> Option<DeviceFacts>;
    /// A URL, taken apart.
    fn parse_url(&self, url: &str) -> Option<UrlParts>;
    /// The values that may name the video attention, best first.
    fn ocular_sessions(&self) -> Vec<String>;
    /// Opens the connection to an origin before it is needed.
    #[cfg(feature = "checkout")]
    fn preconnect(&self, origin: &str);
    /// Whether requests to the origin that was connected to last have a CORS preflight.
    #[cfg(feature = "checkout")]
    fn has_preflight(&self) -> bool;
    /// Tells the caller how far the checkout is.
    fn announce(&self, event: &StepEvent);
    /// Releases a lock.
    fn unlock(&self, name: &str);
    /// Something is left to do: ends naps.
    fn wake(&self);
    /// Takes a question that is answered later, under this number.
    fn ask(&self, ticket: Ticket, question: Question);
    /// Sends a request, at once.
    fn send(&self, request: Request) -> Later<Exchange>;
}

/// What takes time. The answer is a number, a text, or nothing worth knowing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Wait so many milliseconds, or until the call is aborted.
    Wait(u32),
    /// All kept rows whose key begins so, sorted by key. Text: a JSON list of `[key, text]`.
    Rows(&'static str),
    /// Keep a row until it is deleted. Number: whether it outlives the page.
    PutRow(String, String),
    /// Delete a row.
    DeleteRow(String),
    /// Hold a lock that all tabs of the site share. Number: whether it is held.
    Lock(String, Patience),
    /// Sleep until the connection or the page is back or so many milliseconds are over (number 1), or until [`World::wake`]
    /// (number 0). What happened since the last nap ends it at once.
    Nap(Option<u32>),
    /// Let whatever else waits on the page run first.
    Turn,
    /// Pack the value that the call was given and that was only copied so far, a slice per turn. Text: the packed value.
    Pack,
    /// Hand a body to the vendor's object, within so many milliseconds where those are fewer than the bridge's own limit.
    /// Text: what it returned. Number: [`WIDGET_OK`] or what went wrong.
    CallWidget(&'static str, String, Option<u32>),
}

/// How long a lock is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// Not at all.
    None,
    /// No longer than one request may take: it is better to go on without it.
    Brief,
    /// Until the caller's signal ends the call, and no longer than [`MOST_PATIENCE_MS`]: a tab that the browser has frozen may
    /// hold it for good.
    WhileWanted,
    /// For as long as it takes.
    Endless,
}

/// Longer than a checkout takes whose services answer at all, each within its limit.
pub const MOST_PATIENCE_MS: u32 = 45_000;

/// What the world answers to a [`Question`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each question says what its answer is")]
pub struct Answer {
    pub number: u32,
    pub text: String,
}

/// The vendor's object has returned.
pub const WIDGET_OK: u32 = 0;
/// It did not appear on the page.
pub const WIDGET_ABSENT: u32 = 1;
/// It threw, or its promise was rejected.
pub const WIDGET_FAILED: u32 = 2;
/// It did not return in time.
pub const WIDGET_LATE: u32 = 3;

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum StepState {
    Start,
    Done,
    Failed,
}

impl StepState {
    /// As callers read it.
    pub fn name(self) -> &'static str {
        match self {
            StepState::Start => "start",
            StepState::Done => "done",
            StepState::Failed => "failed",
        }
    }
}

/// One line of the timeline that callers can show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepEvent {
    /// Which step.
    pub step: Step,
    /// How far it is.
    pub state: StepState,
    /// The checkout's own reference; empty for single steps.
    pub reference: String,
}
