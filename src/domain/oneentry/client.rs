//! One guest's access to the content API: identity, headers and retries.

use std::cell::RefCell;
use std::future::Future;

use super::answers::SignIn;
use super::config::{Guest, OneEntryConfig, is_uuid_v4, sign_in_body};
use super::device;
use super::guest_order::path_segment;
use crate::domain::deadline::Deadline;
use crate::domain::flow::{Io, Patience};
use crate::domain::http::{Exchange, Fault, Method, Request};
use crate::domain::json::Object;
use crate::domain::retry::{TRIES, is_transient, pause_ms};
use crate::domain::text::{all, concat, replace};

/// Values that are created once and then stored.
#[derive(Clone, Copy)]
enum Kept {
    GuestId,
    DeviceId,
    /// The complete device header.
    Device,
}

/// The storage keys. Both ids use the SDK's own keys, so that the SDK and this client send the same guest and device.
const KEYS: [&str; 3] = ["oneentry_guest_id", "oneentry_device_id", "order_bridge_device"];

/// Time limit of a request that only triggers a preflight: mere preparation must not delay callers for longer.
const PREFLIGHT_LIMIT_MS: u32 = 5_000;

#[derive(Default)]
struct Identity {
    /// Empty until known.
    saved: [String; 3],
    sign_in: Option<SignIn>,
    /// Number of finished sign-ins and renewals. A caller that waited for one does not have to repeat it.
    ended: u32,
    /// The outcome of the last one, if it failed.
    failed: Option<Exchange>,
}

/// Only one sign-in or renewal at a time: a refresh token can be used once, and all tabs share one device.
const SIGN_IN_LOCK: &str = "order-bridge/sign-in";

/// The guest and the project it orders from. All calls of a bridge share one client.
pub struct Client {
    config: OneEntryConfig,
    identity: RefCell<Identity>,
}

impl std::fmt::Debug for Client {
    /// Omits tokens and guest id.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Client({:?})", self.config)
    }
}

impl Client {
    /// Creates a client that has no identity yet.
    pub fn new(config: OneEntryConfig) -> Client {
        Client { config, identity: RefCell::default() }
    }

    /// The locale of form data.
    pub fn lang_code(&self) -> &str {
        &self.config.lang_code
    }

    /// Identifies guest and project. Two checkouts of the same cart are the same checkout only if this name matches.
    pub fn name(&self) -> String {
        let guest = match &self.config.guest {
            Guest::Anonymous(given) => given.as_deref().unwrap_or(""),
            Guest::Shared { provider, .. } => provider,
        };
        concat(&[&self.origin(), "\n", guest])
    }

    /// The URL of the project's content API.
    pub fn origin(&self) -> String {
        self.config.url("")
    }

    /// Whether all guests share one user.
    pub fn is_shared(&self) -> bool {
        matches!(self.config.guest, Guest::Shared { .. })
    }

    /// Creates what every request needs, so that no request has to wait for it.
    pub fn ready_headers(&self, io: &Io) {
        self.saved(io, Kept::Device);
    }

    /// Whether the next request needs a sign-in first.
    pub fn must_sign_in(&self) -> bool {
        self.is_shared() && self.identity.borrow().sign_in.is_none()
    }

    /// Triggers the CORS preflights that POSTs to these addresses will need. A HEAD request with the same headers has
    /// the same preflight, and the browser caches its result for as long as the service allows. HEAD changes nothing
    /// and transfers no content. Its response does not matter: even a refused request had its preflight.
    pub async fn send_preflights(&self, io: &Io, path: &str, other: Option<&str>) {
        let ask = |path: &str| {
            let mut request = self.request(io, Method::Head, path, None, None);
            request.limit_ms = Some(PREFLIGHT_LIMIT_MS);
            io.send(request)
        };
        // Start both before awaiting either.
        let second = other.map(ask);
        let _ = ask(path).await;
        if let Some(second) = second {
            let _ = second.await;
        }
    }

    /// Ensures that there is an identity: signs in the shared guest, or finds the anonymous guest's id. The error is
    /// the outcome of the sign-in.
    pub async fn identify(&self, io: &Io) -> Result<(), Exchange> {
        self.user(io);
        if self.must_sign_in() { self.sign_in(io, self.ended(), None).await } else { Ok(()) }
    }

    /// The current user: the anonymous guest's id, or the shared guest's name once it is signed in.
    pub fn user(&self, io: &Io) -> String {
        match &self.config.guest {
            Guest::Anonymous(Some(given)) => given.clone(),
            Guest::Anonymous(None) => self.saved(io, Kept::GuestId),
            Guest::Shared { .. } => match &self.identity.borrow().sign_in {
                Some(sign_in) => sign_in.user_identifier.clone(),
                None => String::new(),
            },
        }
    }

    fn ended(&self) -> u32 {
        self.identity.borrow().ended
    }

    /// Sends a request once, with an identity: without a sign-in, the service would treat the shared guest as a
    /// stranger without orders. On a 401, the shared guest is renewed or signed in again and the request is sent once
    /// more: a 401 has had no effect.
    ///
    /// `until` is the deadline of the step that the request belongs to. Without one, the bridge's own limit applies.
    pub fn once<'a>(
        &'a self,
        io: &'a Io,
        method: Method,
        path: &'a str,
        body: Option<&'a str>,
        until: Option<Deadline>,
    ) -> impl Future<Output = Exchange> + 'a {
        self.tries(io, TRIES, method, path, body, until)
    }

    /// Sends a repeatable request up to three times, within the step's deadline.
    pub fn repeat<'a>(
        &'a self,
        io: &'a Io,
        method: Method,
        path: &'a str,
        body: Option<&'a str>,
        until: Deadline,
    ) -> impl Future<Output = Exchange> + 'a {
        self.tries(io, 1, method, path, body, Some(until))
    }

    /// Sends until no attempts are left. The first one counts as attempt `number`.
    async fn tries(
        &self,
        io: &Io,
        mut number: u32,
        method: Method,
        path: &str,
        body: Option<&str>,
        until: Option<Deadline>,
    ) -> Exchange {
        loop {
            let exchange = self.send(io, method, path, body, until).await;
            match pause_after(io, &exchange, number, until) {
                Some(pause) => io.wait(pause).await,
                None => return exchange,
            }
            number += 1;
        }
    }

    /// After a 401, nothing more is sent in the last moment of a step: the response would come too late.
    async fn send(&self, io: &Io, method: Method, path: &str, body: Option<&str>, until: Option<Deadline>) -> Exchange {
        let has_time = || until.is_none_or(|until| until.allows(io, 0));
        let mut refused: Option<Exchange> = None;
        let mut ended = self.ended();
        loop {
            if (refused.is_some() || self.must_sign_in())
                && let Err(failed) = self.sign_in(io, ended, until).await
            {
                return refused.unwrap_or(failed);
            }
            if !has_time()
                && let Some(refused) = refused
            {
                return refused;
            }
            ended = self.ended();
            let exchange = io.send(self.request(io, method, path, body, until)).await;
            let is_refused = matches!(&exchange, Ok(answer) if answer.status == 401);
            if refused.is_some() || !is_refused || !self.is_shared() || !has_time() {
                return exchange;
            }
            refused = Some(exchange);
        }
    }

    /// Signs in or renews, one at a time. If another one has finished since the count was `ended`, shares its outcome.
    async fn sign_in(&self, io: &Io, ended: u32, until: Option<Deadline>) -> Result<(), Exchange> {
        let until = until.unwrap_or_else(|| Deadline::write(io));
        // Without the lock, the worst case is one redundant renewal. Waiting forever would be worse.
        let locked = io.lock(SIGN_IN_LOCK.to_owned(), Patience::Brief).await;
        let result = match self.ended_since(ended) {
            Some(shared) => shared,
            None => self.renew(io, until).await,
        };
        if locked {
            io.unlock(SIGN_IN_LOCK);
        }
        result
    }

    fn ended_since(&self, ended: u32) -> Option<Result<(), Exchange>> {
        let identity = self.identity.borrow();
        match &identity.failed {
            _ if identity.ended == ended => None,
            _ if identity.sign_in.is_some() => Some(Ok(())),
            failed => failed.clone().map(Err),
        }
    }

    async fn renew(&self, io: &Io, until: Deadline) -> Result<(), Exchange> {
        let Guest::Shared { provider, auth_data } = &self.config.guest else { return Ok(()) };
        let mut body = self.renewal();
        // A refresh token can be used once, so repeating a renewal is pointless. It does not count as an attempt.
        let mut number = u32::from(body.is_empty());
        loop {
            if number == 1 {
                body = sign_in_body(auth_data);
            }
            let action = if number == 0 { "refresh" } else { "auth" };
            let path = concat(&["/users-auth-providers/marker/", &path_segment(provider), "/users/", action]);
            let exchange = io.send(self.request(io, Method::Post, &path, Some(&body), Some(until))).await;
            if self.is_signed_in_by(&exchange) {
                return Ok(());
            }
            if number > 0 {
                match pause_after(io, &exchange, number, Some(until)) {
                    Some(pause) => io.wait(pause).await,
                    None => return Err(self.record_failure(exchange)),
                }
            }
            number += 1;
        }
    }

    /// Takes the current sign-in and returns the body that renews it; empty if it cannot be renewed.
    fn renewal(&self) -> String {
        let mut body = String::new();
        let before = self.identity.borrow_mut().sign_in.take();
        if let Some(token) = before.and_then(|sign_in| sign_in.refresh_token) {
            let mut object = Object::open(&mut body);
            object.text("refreshToken", &token);
            object.close();
        }
        body
    }

    /// Saves the sign-in from a response, if there is one. Sign-ins and renewals return the same object.
    fn is_signed_in_by(&self, exchange: &Exchange) -> bool {
        let Some(sign_in) = exchange.as_ref().ok().and_then(SignIn::read) else { return false };
        let mut identity = self.identity.borrow_mut();
        identity.sign_in = Some(sign_in);
        identity.ended += 1;
        identity.failed = None;
        true
    }

    /// Records a failure and shares it with waiting callers, unless the caller itself aborted the request.
    fn record_failure(&self, exchange: Exchange) -> Exchange {
        if !matches!(exchange, Err(Fault::Aborted | Fault::NotSent)) {
            let mut identity = self.identity.borrow_mut();
            identity.ended += 1;
            identity.failed = Some(exchange.clone());
        }
        exchange
    }

    fn request(&self, io: &Io, method: Method, path: &str, body: Option<&str>, until: Option<Deadline>) -> Request {
        let mut headers = Vec::with_capacity(4);
        let mut put = |name: &str, value: &str| headers.push((name.to_owned(), value.to_owned()));
        put("Content-Type", "application/json");
        put("x-app-token", &self.config.token);
        if matches!(method, Method::Post | Method::Head) {
            put("x-device-metadata", &self.saved(io, Kept::Device));
        }
        if !self.is_shared() {
            put("x-guest-id", &self.user(io));
        } else if let Some(sign_in) = &self.identity.borrow().sign_in {
            put("Authorization", &concat(&["Bearer ", &sign_in.access_token]));
        }
        Request {
            method,
            url: self.config.url(path),
            headers,
            body: body.map(str::to_owned),
            keepalive: false,
            limit_ms: until.and_then(|until| until.limit_ms(io)),
        }
    }

    /// The stored value, or else a new one, which is stored from then on.
    fn saved(&self, io: &Io, what: Kept) -> String {
        let key = KEYS.get(what as usize).copied().unwrap_or("");
        let stored = io.load(key);
        if let Some(known) = self.identity.borrow().saved.get(what as usize)
            && !known.is_empty()
        {
            if stored.is_none() {
                // The storage was emptied. Without the guest's id, the next page could not find this page's orders.
                io.save(key, known);
            }
            return known.clone();
        }
        let mut text = stored.unwrap_or_default();
        let fits = match what {
            Kept::GuestId => is_uuid_v4(&text),
            Kept::DeviceId => text.len() <= 255,
            Kept::Device => text.len() <= 4096 && all(&text, |byte| matches!(byte, b' '..=b'~')),
        };
        if text.is_empty() || !fits {
            text = match what {
                Kept::GuestId => io.uuid(),
                Kept::DeviceId => replace(&io.uuid(), "-", ""),
                Kept::Device => device::metadata(io.device().as_ref(), &self.saved(io, Kept::DeviceId)),
            };
            io.save(key, &text);
        }
        if let Some(known) = self.identity.borrow_mut().saved.get_mut(what as usize) {
            text.clone_into(known);
        }
        text
    }
}

/// The pause after attempt `number`; `None` if another attempt cannot help or would miss the deadline.
fn pause_after(io: &Io, exchange: &Exchange, number: u32, until: Option<Deadline>) -> Option<u32> {
    if number >= TRIES || !is_transient(exchange) {
        return None;
    }
    let pause = pause_ms(io, exchange, number + 1);
    until?.allows(io, pause).then_some(pause)
}

/// Whether a request certainly had no effect because it was never sent.
pub fn never_sent(exchange: &Exchange) -> bool {
    exchange.as_ref().err().is_some_and(|fault: &Fault| fault.never_sent())
}
