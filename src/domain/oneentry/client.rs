//! One guest's way to the content API: who is asking, with which headers, and what is repeated.

use std::cell::RefCell;

use super::answers::SignIn;
use super::config::{Guest, OneEntryConfig, is_uuid_v4, sign_in_body};
use super::device;
use super::guest_order::path_segment;
use crate::domain::deadline::Deadline;
use crate::domain::flow::{Io, Patience};
use crate::domain::http::{Exchange, Fault, Method, Request};
use crate::domain::json::Object;
use crate::domain::retry::{TRIES, is_passing, pause_ms};
use crate::domain::text::{all, concat};

/// Where the guest id is kept: the SDK's own key, so that both tell the server the same guest.
pub const GUEST_ID_KEY: &str = "oneentry_guest_id";
/// Where the SDK keeps its device's number.
const DEVICE_ID_KEY: &str = "oneentry_device_id";
/// Where the whole header is kept.
const DEVICE_KEY: &str = "order_bridge_device";

/// Nobody has to wait longer for a mere preparation.
const LEAVE_LIMIT_MS: u32 = 5_000;

#[derive(Default)]
struct Identity {
    guest_id: Option<String>,
    sign_in: Option<SignIn>,
    device: Option<String>,
    /// How many sign-ins and renewals have ended: who waited for one need not repeat it.
    ended: u32,
    /// What the last one came to, when it failed.
    failed: Option<Exchange>,
}

/// One sign-in or renewal at a time: a renewal token is good for one use, and tabs have one device in common.
const SIGN_IN_LOCK: &str = "order-bridge/sign-in";

/// The guest and the project it orders from. One for all calls of a bridge.
pub struct Client {
    config: OneEntryConfig,
    identity: RefCell<Identity>,
}

impl std::fmt::Debug for Client {
    /// Without tokens and guest id.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Client({:?})", self.config)
    }
}

impl Client {
    /// A client that knows nobody yet.
    pub fn new(config: OneEntryConfig) -> Client {
        Client { config, identity: RefCell::default() }
    }

    /// The locale of form data.
    pub fn lang_code(&self) -> &str {
        &self.config.lang_code
    }

    /// Who orders where: two checkouts of the same cart are one only when this is the same.
    pub fn name(&self) -> String {
        let guest = match &self.config.guest {
            Guest::Anonymous(given) => given.as_deref().unwrap_or(""),
            Guest::Shared { provider, .. } => provider,
        };
        concat(&[&self.origin(), "\n", guest])
    }

    /// Where the project is reached.
    pub fn origin(&self) -> String {
        self.config.url("")
    }

    /// Whether all guests share one user.
    pub fn is_shared(&self) -> bool {
        matches!(self.config.guest, Guest::Shared { .. })
    }

    /// Makes now what every request needs, so that none has to wait for it.
    pub fn ready_headers(&self, io: &Io) {
        self.device(io);
    }

    /// Whether the next request needs a sign-in first.
    pub fn must_sign_in(&self) -> bool {
        matches!(self.config.guest, Guest::Shared { .. }) && self.identity.borrow().sign_in.is_none()
    }

    /// Lets the browser ask now for the leave (CORS) that a POST to each of these addresses will need. A HEAD with the same
    /// headers has the same preflight, whose answer the browser keeps for as long as the service allows; it changes nothing
    /// and brings nothing of what lies there. What it comes to is of no interest: also a refusal had its preflight.
    pub async fn ask_for_leave(&self, io: &Io, path: &str, other: Option<&str>) {
        let mut request = self.request(io, Method::Head, path, None, None);
        request.limit_ms = Some(LEAVE_LIMIT_MS);
        // Both are under way before either is waited for.
        let second = other.map(|other| io.send(Request { url: self.config.url(other), ..request.clone() }));
        let _ = io.send(request).await;
        if let Some(second) = second {
            let _ = second.await;
        }
    }

    /// Sees to it that somebody is asking: signs the shared guest in, or finds the anonymous guest's id.
    /// The error is what the sign-in came to. The value is the user's identifier.
    pub async fn identify(&self, io: &Io) -> Result<String, Exchange> {
        self.identify_until(io, None).await
    }

    async fn identify_until(&self, io: &Io, until: Option<Deadline>) -> Result<String, Exchange> {
        match &self.config.guest {
            Guest::Anonymous(given) => Ok(self.guest_id(io, given.as_deref())),
            Guest::Shared { provider, auth_data } => {
                let known = self.identity.borrow().sign_in.as_ref().map(|sign_in| sign_in.user_identifier.clone());
                match known {
                    Some(user) => Ok(user),
                    None => {
                        let ended = self.identity.borrow().ended;
                        self.sign_in(io, provider, auth_data, ended, until).await
                    }
                }
            }
        }
    }

    /// Sends a request once, as somebody: without a sign-in the service would take the shared guest for a stranger who
    /// has no orders. On 401 the shared guest is renewed or signed in again, and it is sent once more:
    /// a 401 has done nothing.
    ///
    /// `until` is the end of the step that it belongs to; without one the request has the bridge's own limit.
    pub async fn once(
        &self,
        io: &Io,
        method: Method,
        path: &str,
        body: Option<String>,
        until: Option<Deadline>,
    ) -> Exchange {
        if self.must_sign_in()
            && let Err(failed) = self.identify_until(io, until).await
        {
            return failed;
        }
        let request = self.request(io, method, path, body.clone(), until);
        let ended = self.identity.borrow().ended;
        let exchange = io.send(request).await;
        let Guest::Shared { provider, auth_data } = &self.config.guest else { return exchange };
        if !matches!(&exchange, Ok(answer) if answer.status == 401) {
            return exchange;
        }
        if self.sign_in(io, provider, auth_data, ended, until).await.is_err() {
            return exchange;
        }
        io.send(self.request(io, method, path, body, until)).await
    }

    /// Sends a request that may be repeated, up to three times and as long as the step's time lasts.
    pub async fn repeat(&self, io: &Io, method: Method, path: &str, body: Option<String>, until: Deadline) -> Exchange {
        tries(io, TRIES, until, async || self.once(io, method, path, body.clone(), Some(until)).await).await
    }

    /// Signs in or renews, one at a time. Who finds that one has ended since `ended` were counted shares what it
    /// came to.
    async fn sign_in(
        &self,
        io: &Io,
        provider: &str,
        auth_data: &[(String, String)],
        ended: u32,
        until: Option<Deadline>,
    ) -> Result<String, Exchange> {
        let until = until.unwrap_or_else(|| Deadline::write(io));
        // Without the lock the worst is one renewal too many; waiting for ever would be worse.
        let locked = io.lock(SIGN_IN_LOCK.to_owned(), Patience::Brief).await;
        let result = match self.ended_since(ended) {
            Some(shared) => shared,
            None => self.renew(io, provider, auth_data, until).await,
        };
        if locked {
            io.unlock(SIGN_IN_LOCK);
        }
        result
    }

    fn ended_since(&self, ended: u32) -> Option<Result<String, Exchange>> {
        let identity = self.identity.borrow();
        if identity.ended == ended {
            return None;
        }
        match (&identity.sign_in, &identity.failed) {
            (Some(sign_in), _) => Some(Ok(sign_in.user_identifier.clone())),
            (None, failed) => failed.clone().map(Err),
        }
    }

    async fn renew(
        &self,
        io: &Io,
        provider: &str,
        auth_data: &[(String, String)],
        until: Deadline,
    ) -> Result<String, Exchange> {
        let before = self.identity.borrow_mut().sign_in.take();
        let refresh_token = before.and_then(|sign_in| sign_in.refresh_token);
        let mut result = None;
        if let Some(refresh_token) = refresh_token {
            let mut body = String::new();
            let mut object = Object::open(&mut body);
            object.text("refreshToken", &refresh_token);
            object.close();
            result = self.token(io, provider, "refresh", body, until).await.ok();
        }
        let result = match result {
            Some(user) => Ok(user),
            None => self.token(io, provider, "auth", sign_in_body(auth_data), until).await,
        };
        let stopped = matches!(&result, Err(Err(Fault::Aborted | Fault::NotSent)));
        if !stopped {
            let mut identity = self.identity.borrow_mut();
            identity.ended += 1;
            identity.failed = result.as_ref().err().cloned();
        }
        result
    }

    /// A sign-in or a renewal: both answer with the same object.
    async fn token(
        &self,
        io: &Io,
        provider: &str,
        action: &str,
        body: String,
        until: Deadline,
    ) -> Result<String, Exchange> {
        let path = concat(&["/users-auth-providers/marker/", &path_segment(provider), "/users/", action]);
        // A renewal token is good for one use; asking twice with it is asking in vain.
        let most = if action == "refresh" { 1 } else { TRIES };
        let exchange = tries(io, most, until, async || {
            io.send(self.request(io, Method::Post, &path, Some(body.clone()), Some(until))).await
        })
        .await;
        match exchange.as_ref().ok().and_then(SignIn::read) {
            Some(sign_in) => {
                let user = sign_in.user_identifier.clone();
                self.identity.borrow_mut().sign_in = Some(sign_in);
                Ok(user)
            }
            None => Err(exchange),
        }
    }

    fn request(&self, io: &Io, method: Method, path: &str, body: Option<String>, until: Option<Deadline>) -> Request {
        let mut headers = vec![
            ("Content-Type".to_owned(), "application/json".to_owned()),
            ("x-app-token".to_owned(), self.config.token.clone()),
        ];
        if matches!(method, Method::Post | Method::Head) {
            headers.push(("x-device-metadata".to_owned(), self.device(io)));
        }
        match &self.config.guest {
            Guest::Anonymous(given) => {
                headers.push(("x-guest-id".to_owned(), self.guest_id(io, given.as_deref())));
            }
            Guest::Shared { .. } => {
                let identity = self.identity.borrow();
                if let Some(sign_in) = &identity.sign_in {
                    headers.push(("Authorization".to_owned(), concat(&["Bearer ", &sign_in.access_token])));
                }
            }
        }
        let limit_ms = until.and_then(|until| until.limit_ms(io));
        Request { method, url: self.config.url(path), headers, body, keepalive: false, limit_ms }
    }

    /// The given id, else the kept one, else a new one that is kept from now on.
    fn guest_id(&self, io: &Io, given: Option<&str>) -> String {
        let known = given.map(str::to_owned).or_else(|| self.identity.borrow().guest_id.clone());
        if let Some(id) = known {
            return id;
        }
        let id = match io.recall(GUEST_ID_KEY).filter(|id| is_uuid_v4(id)) {
            Some(id) => id,
            None => {
                let id = io.uuid();
                io.keep(GUEST_ID_KEY, &id);
                id
            }
        };
        // Two calls may have been here at once: the first one's id counts.
        self.identity.borrow_mut().guest_id.get_or_insert(id).clone()
    }

    fn device(&self, io: &Io) -> String {
        let known = self.identity.borrow().device.clone();
        if let Some(text) = known {
            return text;
        }
        let is_header =
            |text: &String| !text.is_empty() && text.len() <= 4096 && all(text, |byte| matches!(byte, b' '..=b'~'));
        let text = match io.recall(DEVICE_KEY).filter(is_header) {
            Some(text) => text,
            None => {
                let instance = match io.recall(DEVICE_ID_KEY).filter(|id| !id.is_empty() && id.len() <= 255) {
                    Some(id) => id,
                    None => {
                        let id = io.uuid().replace('-', "");
                        io.keep(DEVICE_ID_KEY, &id);
                        id
                    }
                };
                let text = device::metadata(io.device().as_ref(), &instance);
                io.keep(DEVICE_KEY, &text);
                text
            }
        };
        self.identity.borrow_mut().device.get_or_insert(text).clone()
    }
}

/// Sends up to so many times, as long as another try can help and the step's time lasts.
async fn tries(io: &Io, most: u32, until: Deadline, send: impl AsyncFn() -> Exchange) -> Exchange {
    let mut next = 1;
    loop {
        let exchange = send().await;
        if next >= most || !is_passing(&exchange) {
            return exchange;
        }
        next += 1;
        let pause = pause_ms(io, &exchange, next);
        if !until.allows(io, pause) {
            return exchange;
        }
        io.wait(pause).await;
    }
}

/// Whether a request certainly had no effect: it never left.
pub fn never_left(exchange: &Exchange) -> bool {
    exchange.as_ref().err().is_some_and(|fault: &Fault| fault.never_sent())
}
