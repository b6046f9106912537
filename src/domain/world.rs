//! What a flow can ask. A page, Node or the simulator answers.

use std::future::Future;
use std::pin::Pin;

use super::http::{Exchange, Request};
use super::json::Object;
#[cfg(feature = "checkout")]
use super::oneentry::device::DeviceFacts;
use super::problem::Step;
use super::url::UrlParts;

/// Number of a question; its answer has the same number.
pub type Ticket = u32;

/// A value that the world provides later.
pub type Later<T> = Pin<Box<dyn Future<Output = T>>>;

/// Answers what a flow asks.
///
/// The signatures are chosen with care: a function with the same type as one that is called through this trait stays in
/// the wasm. With `preconnect(&str) -> bool` and `save(&str, &str)`, those were `core::fmt` and a dozen closures, 1.5
/// KB of brotli.
pub trait World {
    /// Milliseconds since 1970.
    fn now(&self) -> u64;
    /// Milliseconds since some moment of this page load; unlike [`World::now`], they never jump.
    fn elapsed(&self) -> u64;
    /// Sixteen random bytes, good enough for a key.
    fn random(&self) -> [u8; 16];
    /// Whether the browser reports that it is offline.
    fn is_offline(&self) -> bool;
    /// Whether the page is going away, so that there is no time to wait for anything.
    fn is_leaving(&self) -> bool;
    /// The text that is saved under a key.
    fn load(&self, key: &str) -> Option<String>;
    /// Saves a text under a key; may fail silently.
    fn save(&self, entry: (&str, &str));
    /// What a page knows about its device; `None` outside a page.
    #[cfg(feature = "checkout")]
    fn device(&self) -> Option<DeviceFacts>;
    /// Parses a URL.
    fn parse_url(&self, url: &str) -> Option<UrlParts>;
    /// The values that may identify the video attention, best first.
    fn ocular_sessions(&self) -> Vec<String>;
    /// Opens the connection to an origin before it is needed.
    #[cfg(feature = "checkout")]
    fn preconnect(&self, origin: &str);
    /// Whether requests to the most recently connected origin have a CORS preflight.
    #[cfg(feature = "checkout")]
    fn has_preflight(&self) -> bool;
    /// Emits a step event to the caller.
    fn announce(&self, event: &StepEvent);
    /// Releases a lock.
    fn unlock(&self, name: &str);
    /// Ends naps: there is something to do.
    fn wake(&self);
    /// Takes a question; its answer comes later, under this number.
    fn ask(&self, ticket: Ticket, question: Question);
    /// Sends a request immediately.
    fn send(&self, request: Request) -> Later<Exchange>;
}

/// What takes time. The answer is a number, a text, or empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Wait this many milliseconds, or until the call is aborted.
    Wait(u32),
    /// All saved records whose key begins with this prefix, sorted by key. Text: a JSON list of `[key, text]`.
    Rows(&'static str),
    /// Save a record until it is deleted. Number: whether it outlives the page.
    PutRow(String, String),
    /// Delete a record.
    DeleteRow(String),
    /// Acquire a lock that all tabs of the site share. Number: whether it is held.
    Lock(String, Patience),
    /// Sleep until the connection or the page is back or this many milliseconds are over (number 1), or until
    /// [`World::wake`] (number 0). Events since the last nap end it immediately.
    Sleep(Option<u32>),
    /// Let other waiting work of the page run first.
    Turn,
    /// Pack the call's argument, which has only been copied so far, one slice per turn. Text: the packed value.
    Pack,
    /// Pass a body to the vendor's object, within this many milliseconds if they are fewer than the bridge's own limit.
    /// Text: what it returned. Number: [`WIDGET_OK`] or what went wrong.
    CallWidget(&'static str, String, Option<u32>),
}

/// How long to wait for a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// Do not wait.
    None,
    /// No longer than one request may take: after that, it is better to continue without the lock.
    Brief,
    /// Until the caller's signal ends the call, but no longer than [`MAX_LOCK_WAIT_MS`]: a tab that the browser has
    /// frozen may hold the lock forever.
    UntilAborted,
    /// As long as it takes.
    Endless,
}

impl Patience {
    /// How long to wait, in milliseconds. `limit_ms` is the time limit of one request.
    pub fn ms(self, limit_ms: u32) -> f64 {
        match self {
            Patience::None => 0.0,
            Patience::Brief => f64::from(limit_ms),
            Patience::UntilAborted => f64::from(MAX_LOCK_WAIT_MS),
            Patience::Endless => f64::INFINITY,
        }
    }
}

/// Longer than a checkout takes if the services respond within their limits.
pub const MAX_LOCK_WAIT_MS: u32 = 45_000;

/// The world's answer to a [`Question`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each question documents its answer")]
pub struct Answer {
    pub number: u32,
    pub text: String,
}

/// The vendor's object returned.
pub const WIDGET_OK: u32 = 0;
/// The vendor's object did not appear on the page.
pub const WIDGET_ABSENT: u32 = 1;
/// The vendor's object threw, or its promise was rejected.
pub const WIDGET_FAILED: u32 = 2;
/// The vendor's object did not return in time.
pub const WIDGET_LATE: u32 = 3;

/// The state of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are self-explanatory")]
pub enum StepState {
    Start,
    Done,
    Failed,
}

impl StepState {
    /// The name as callers read it.
    pub fn name(self) -> &'static str {
        match self {
            StepState::Start => "start",
            StepState::Done => "done",
            StepState::Failed => "failed",
        }
    }
}

/// One entry of the timeline that callers can show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepEvent {
    /// The step.
    pub step: Step,
    /// Its state.
    pub state: StepState,
    /// The checkout's own reference; empty for single steps.
    pub reference: String,
}

impl StepEvent {
    /// The event as callers receive it.
    pub fn to_json(&self) -> String {
        let mut text = String::new();
        let mut object = Object::open(&mut text);
        object.text("step", self.step.name()).text("state", self.state.name()).text("reference", &self.reference);
        object.close();
        text
    }
}
