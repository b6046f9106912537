//! The single steps, named as the documentation names them.

use std::future::Future;

use super::Checkout;
use super::ledger::Opened;
use super::options::SessionWish;
use super::outcome::problem_of;
use crate::domain::data::{Data, Entries};
use crate::domain::deadline::Deadline;
use crate::domain::flow::Io;
use crate::domain::http::{Answer, Exchange, Method};
use crate::domain::json::Object;
use crate::domain::messages::Situation;
use crate::domain::oneentry::PaymentSession;
use crate::domain::oneentry::answers::is_refusal;
use crate::domain::problem::{Code, Problem, Step};
use crate::domain::retry::{BUSY_PAUSE_MS, retry_after_ms};
use crate::domain::text::{concat, integer, is_space};
use crate::domain::url;

/// Who is ordering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The shared guest user's name, or the anonymous guest's id.
    pub user_identifier: String,
}

impl SignedIn {
    /// As callers get it.
    pub fn to_data(&self) -> Data {
        Entries::default().text("userIdentifier", &self.user_identifier).end()
    }
}

/// What is written on a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionUpdate {
    /// The new status.
    pub status: String,
    /// `None` leaves it out, `Some(None)` is null.
    pub payment_url: Option<Option<String>>,
}

impl SessionUpdate {
    /// Checks the caller's object; an error is the programmer's.
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
            None => Err("status must be a status text.".to_owned()),
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

impl Checkout {
    /// Signs the shared guest in, or finds the anonymous guest's id.
    pub async fn auth(&self, io: &Io, situation: Situation) -> Result<SignedIn, Problem> {
        match self.client.identify(io).await {
            Ok(()) => Ok(SignedIn { user_identifier: self.client.user(io) }),
            Err(exchange) => Err(problem_of(&exchange, Step::Auth, situation, self.language)),
        }
    }

    /// Opens a payment session. A lost answer is not asked for again before a look whether the session exists.
    pub fn create_session<'a>(
        &'a self,
        io: &'a Io,
        order_id: i64,
        wish: &'a SessionWish,
        situation: Situation,
    ) -> impl Future<Output = Result<PaymentSession, Problem>> + 'a {
        self.create_session_until(io, order_id, wish, situation, Deadline::write(io))
    }

    async fn create_session_until(
        &self,
        io: &Io,
        order_id: i64,
        wish: &SessionWish,
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
                // None, or one that still waits but was opened for something else: nobody pays with it.
                Ok(found) if found.as_ref().is_none_or(PaymentSession::is_waiting) && until.allows(io, 0) => {}
                // A session that ended, or no way to tell: a second one could undo a payment under way. Or no time.
                _ => break exchange,
            }
        };
        Err(problem_of(&failed, Step::CreateSession, situation, self.language))
    }

    /// The session of an order that was placed earlier: the one that is there, a new one only where none can be paid any
    /// more. One that was paid stays the order's session. A list without the one that was `opened` a moment ago is older
    /// than that one: it is read again.
    pub async fn open_session(
        &self,
        io: &Io,
        order_id: i64,
        wish: &SessionWish,
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
                // An answer may have been long on its way. A clock that was set back says nothing.
                && asked_at.checked_sub(opened.at).is_some_and(|age| age < MOST_LAG_MS)
            {
                if !until.allows(io, LOOK_AGAIN_MS) {
                    return Err(Problem::new(Code::Timeout, Some(Step::CreateSession), situation, self.language));
                }
                io.wait(LOOK_AGAIN_MS).await;
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

    /// Writes a status on a session.
    pub fn update_session<'a>(
        &'a self,
        io: &'a Io,
        id: i64,
        update: &SessionUpdate,
        situation: Situation,
    ) -> impl Future<Output = Result<PaymentSession, Problem>> + 'a {
        self.session(io, id, Some(update.to_json()), |answer, _| one(answer), situation)
    }

    /// Reads an order's session: of several the newest waiting one, else the newest.
    pub fn session_of_order<'a>(
        &'a self,
        io: &'a Io,
        order_id: i64,
        situation: Situation,
    ) -> impl Future<Output = Result<PaymentSession, Problem>> + 'a {
        self.session(io, order_id, None, PaymentSession::read_of_order, situation)
    }

    /// Reads how an order's payment stands: a completed session counts before others.
    pub fn end_of_payment<'a>(
        &'a self,
        io: &'a Io,
        order_id: i64,
        situation: Situation,
    ) -> impl Future<Output = Result<PaymentSession, Problem>> + 'a {
        self.session(io, order_id, None, PaymentSession::read_end, situation)
    }

    /// Writes a session, whose number is `id`, or reads that of an order.
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

    /// The session of an order whose payment page comes later. A list that does not show it yet is no answer.
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

    /// Hands a session on only with a payment URL that a shopper may be sent to, in parsed form.
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

/// A list that lags further behind is believed.
const MOST_LAG_MS: u64 = 10_000;
const LOOK_AGAIN_MS: u32 = 1_000;

/// Where payment sessions are opened.
pub const SESSIONS: &str = "/payments/sessions";

fn sessions_path(order_id: i64) -> String {
    session_path("/order/", order_id)
}

fn session_path(part: &str, id: i64) -> String {
    concat(&[SESSIONS, part, &integer(id)])
}

/// Reads a session out of an answer about an order: nothing when it cannot be read, no session when the order has none.
type Read = fn(&Answer, i64) -> Option<Option<PaymentSession>>;

/// The session that was written.
fn one(answer: &Answer) -> Option<Option<PaymentSession>> {
    PaymentSession::read(answer, 0, "session").map(Some)
}

/// The caller ended it.
fn stopped(exchange: &Exchange) -> bool {
    use crate::domain::http::Fault;
    matches!(exchange, Err(Fault::Aborted | Fault::NotSent))
}
