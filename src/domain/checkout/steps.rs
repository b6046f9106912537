//! The single steps, named as in the documentation.

use std::future::Future;
use std::rc::Rc;

use super::Checkout;
use super::ledger::Opened;
use super::options::{SessionRequest, WantedSession};
use super::outcome::problem_of;
use crate::domain::code::Code;
use crate::domain::data::{Data, Entries};
use crate::domain::deadline::Deadline;
use crate::domain::flow::Io;
use crate::domain::http::{Answer, Exchange, Method};
use crate::domain::json::Object;
use crate::domain::messages::Situation;
use crate::domain::oneentry::PaymentSession;
use crate::domain::oneentry::answers::is_refusal;
use crate::domain::problem::{Problem, Step};
use crate::domain::retry::{BUSY_PAUSE_MS, retry_after_ms};
use crate::domain::text::{concat, integer, is_space};
use crate::domain::url;

/// The guest who is ordering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The shared guest user's name, or the anonymous guest's id.
    pub user_identifier: String,
}

impl SignedIn {
    /// The value that callers receive.
    pub fn to_data(&self) -> Data {
        Entries::default().text("userIdentifier", &self.user_identifier).end()
    }
}

/// A change to a payment session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionUpdate {
    /// The new status.
    pub status: String,
    /// `None` omits the property, `Some(None)` sends null.
    pub payment_url: Option<Option<String>>,
}

impl SessionUpdate {
    /// Checks the caller's object. An error is a mistake in the calling code.
    pub fn read(body: &Data) -> Result<SessionUpdate, String> {
        let status = body.text_of("status").filter(|status| !is_space(status));
        let payment_url = match body.get("paymentUrl") {
            None => None,
            Some(Data::Null) => Some(None),
            Some(Data::Text(url)) => Some(Some(url.clone())),
            Some(_) => return Err("paymentUrl must be a string or null.".to_owned()),
        };
        match status {
            Some(status) => Ok(SessionUpdate { status: status.to_owned(), payment_url }),
            None => Err("status must be a non-empty string.".to_owned()),
        }
    }

    fn to_json(&self) -> String {
        let mut out = String::new();
        let mut body = Object::open(&mut out);
        body.text("status", &self.status);
        match &self.payment_url {
            None => {}
            Some(None) => {
                body.raw("paymentUrl", "null");
            }
            Some(Some(url)) => {
                body.text("paymentUrl", url);
            }
        }
        body.close();
        out
    }
}

/// Runs `createSession`.
pub async fn open_session(checkout: Rc<Checkout>, io: Io, wanted: WantedSession) -> Result<PaymentSession, Problem> {
    let session = checkout.create_session(&io, wanted.order_id, &wanted.request, Situation::OrderStands).await;
    checkout.opening.end(&wanted.key());
    session
}

impl Checkout {
    /// Signs the shared guest in, or finds the anonymous guest's id.
    pub async fn auth(&self, io: &Io, situation: Situation) -> Result<SignedIn, Problem> {
        match self.client.identify(io).await {
            Ok(()) => Ok(SignedIn { user_identifier: self.client.user(io) }),
            Err(exchange) => Err(problem_of(&exchange, Step::Auth, situation, self.language)),
        }
    }

    /// Opens a payment session. After a lost response, it checks whether the session exists before it sends the request
    /// again.
    pub fn create_session<'a>(
        &'a self,
        io: &'a Io,
        order_id: i64,
        wish: &'a SessionRequest,
        situation: Situation,
    ) -> impl Future<Output = Result<PaymentSession, Problem>> + 'a {
        self.create_session_until(io, order_id, wish, situation, Deadline::write(io))
    }

    async fn create_session_until(
        &self,
        io: &Io,
        order_id: i64,
        wish: &SessionRequest,
        situation: Situation,
        mut until: Deadline,
    ) -> Result<PaymentSession, Problem> {
        let mut body = String::new();
        let mut object = Object::open(&mut body);
        object
            .raw("orderId", &integer(order_id))
            .text("type", &wish.kind)
            .bool("automaticTaxEnabled", wish.automatic_tax);
        object.close();
        let mut again = true;
        let failed = loop {
            let exchange = self.client.once(io, Method::Post, SESSIONS, Some(&body), Some(until)).await;
            let read = exchange.as_ref().ok().and_then(|answer| PaymentSession::read(answer, order_id, &wish.kind));
            if let Some(session) = read {
                return self.safe(io, session, Step::CreateSession, situation);
            }
            let refused = matches!(&exchange, Ok(answer) if is_refusal(answer) && answer.status != 429);
            if refused || !again || stopped(&exchange) {
                break exchange;
            }
            again = false;
            if let Ok(answer) = &exchange
                && answer.status == 429
            {
                let asked_for = retry_after_ms(answer.retry_after.as_deref());
                io.wait(asked_for.unwrap_or(BUSY_PAUSE_MS)).await;
                until.excuse(asked_for.unwrap_or(0));
            }
            match self.look_up_session(io, order_id, until).await {
                Ok(Some(session)) if session.serves(&wish.kind) => {
                    return self.safe(io, session, Step::CreateSession, situation);
                }
                // No session, or one that is still waiting but was opened for another purpose: it will not be paid, so
                // try again.
                Ok(found) if found.as_ref().is_none_or(PaymentSession::is_waiting) && until.allows(io, 0) => {}
                // A session that has ended, or an unknown state: a second session could undo a payment in progress. Or
                // no time left.
                _ => break exchange,
            }
        };
        Err(problem_of(&failed, Step::CreateSession, situation, self.language))
    }

    /// The session of an order that was placed earlier: the existing one, or a new one if none can be paid any more. A
    /// paid session stays the order's session. A list without the session that was `opened` a moment ago is stale and
    /// is read again.
    pub async fn open_session(
        &self,
        io: &Io,
        order_id: i64,
        wish: &SessionRequest,
        opened: Option<Opened>,
    ) -> Result<PaymentSession, Problem> {
        let situation = Situation::OrderStands;
        let until = Deadline::write(io);
        let path = sessions_path(order_id);
        loop {
            let asked_at = io.now();
            let exchange = self.client.repeat(io, Method::Get, &path, None, until).await;
            if let (Some(opened), Ok(answer)) = (opened, &exchange)
                && answer.is_success()
                && !PaymentSession::is_listed(answer, order_id, opened.session)
                // The age counts from the request, because the response may have taken long. If the clock was set back,
                // the age is unknown.
                && asked_at.checked_sub(opened.at).is_some_and(|age| age < MAX_LAG_MS)
            {
                if !until.allows(io, REREAD_MS) {
                    return Err(Problem::new(Code::Timeout, Some(Step::CreateSession), situation, self.language));
                }
                io.wait(REREAD_MS).await;
                continue;
            }
            return match exchange.as_ref().ok().and_then(|answer| PaymentSession::read_end(answer, order_id)) {
                Some(Some(session)) if session.serves(&wish.kind) || session.is_settled() => {
                    self.safe(io, session, Step::CreateSession, situation)
                }
                Some(_) => self.create_session_until(io, order_id, wish, situation, until).await,
                None => Err(problem_of(&exchange, Step::CreateSession, situation, self.language)),
            };
        }
    }

    /// Writes a status to a session.
    pub fn update_session<'a>(
        &'a self,
        io: &'a Io,
        id: i64,
        update: &SessionUpdate,
        situation: Situation,
    ) -> impl Future<Output = Result<PaymentSession, Problem>> + 'a {
        self.session(io, id, Some(update.to_json()), |answer, _| one(answer), situation)
    }

    /// Reads an order's session: the newest one that is waiting, otherwise the newest.
    pub fn session_of_order<'a>(
        &'a self,
        io: &'a Io,
        order_id: i64,
        situation: Situation,
    ) -> impl Future<Output = Result<PaymentSession, Problem>> + 'a {
        self.session(io, order_id, None, PaymentSession::read_of_order, situation)
    }

    /// Reads the state of an order's payment: a completed session takes precedence over others.
    pub fn end_of_payment<'a>(
        &'a self,
        io: &'a Io,
        order_id: i64,
        situation: Situation,
    ) -> impl Future<Output = Result<PaymentSession, Problem>> + 'a {
        self.session(io, order_id, None, PaymentSession::read_end, situation)
    }

    /// Writes the session with the number `id`, or, without a body, reads the session of the order `id`.
    async fn session(
        &self,
        io: &Io,
        id: i64,
        body: Option<String>,
        read: Read,
        situation: Situation,
    ) -> Result<PaymentSession, Problem> {
        let (method, step, until, path) = match body {
            Some(_) => (Method::Put, Step::UpdateSession, Deadline::write(io), session_path("/", id)),
            None => (Method::Get, Step::GetSession, Deadline::read(io), sessions_path(id)),
        };
        let exchange = self.client.repeat(io, method, &path, body.as_deref(), until).await;
        match exchange.as_ref().ok().and_then(|answer| read(answer, id)) {
            Some(Some(session)) => self.safe(io, session, step, situation),
            Some(None) => Err(Problem::new(Code::NotFound, Some(step), situation, self.language)),
            None => Err(problem_of(&exchange, step, situation, self.language)),
        }
    }

    /// The session of an order whose payment URL comes later; `None` if the list does not contain it yet.
    pub async fn session_if_seen(
        &self,
        io: &Io,
        order_id: i64,
        situation: Situation,
        until: Deadline,
    ) -> Result<Option<PaymentSession>, Problem> {
        match self.look_up_session(io, order_id, until).await {
            Ok(Some(session)) => self.safe(io, session, Step::GetSession, situation).map(Some),
            Ok(None) => Ok(None),
            Err(exchange) => Err(problem_of(&exchange, Step::GetSession, situation, self.language)),
        }
    }

    async fn look_up_session(
        &self,
        io: &Io,
        order_id: i64,
        until: Deadline,
    ) -> Result<Option<PaymentSession>, Exchange> {
        let path = sessions_path(order_id);
        let exchange = self.client.repeat(io, Method::Get, &path, None, until).await;
        let read = exchange.as_ref().ok().and_then(|answer| PaymentSession::read_of_order(answer, order_id));
        read.ok_or(exchange)
    }

    /// Returns a session only if a shopper may be sent to its payment URL, and puts that URL into parsed form.
    fn safe(
        &self,
        io: &Io,
        mut session: PaymentSession,
        step: Step,
        situation: Situation,
    ) -> Result<PaymentSession, Problem> {
        if let Some(text) = session.payment_url.take() {
            session.payment_url = url::payment_url(io.parse_url(&text), &self.payment_hosts);
            if session.payment_url.is_none() {
                return Err(Problem::new(Code::UnsafePaymentUrl, Some(step), situation, self.language));
            }
        }
        Ok(session)
    }
}

/// How long a list may lag. After that, it is taken as correct.
const MAX_LAG_MS: u64 = 10_000;
const REREAD_MS: u32 = 1_000;

/// Path for opening payment sessions.
pub const SESSIONS: &str = "/payments/sessions";

fn sessions_path(order_id: i64) -> String {
    session_path("/order/", order_id)
}

fn session_path(part: &str, id: i64) -> String {
    concat(&[SESSIONS, part, &integer(id)])
}

/// Reads a session from a response about an order: `None` if the response is unreadable, `Some(None)` if the order has
/// no session.
type Read = fn(&Answer, i64) -> Option<Option<PaymentSession>>;

/// Reads the session that was written.
fn one(answer: &Answer) -> Option<Option<PaymentSession>> {
    PaymentSession::read(answer, 0, "session").map(Some)
}

/// Whether the caller ended the request.
fn stopped(exchange: &Exchange) -> bool {
    use crate::domain::http::Fault;
    matches!(exchange, Err(Fault::Aborted | Fault::NotSent))
}
