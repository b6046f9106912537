//! Reads OneEntry's responses: orders, payment sessions, refusals.

use crate::domain::code::Code;
use crate::domain::data::{Data, Entries};
use crate::domain::decimal::Decimal;
use crate::domain::http::{Answer, Exchange, Fault};
use crate::domain::json;
use crate::domain::text::all;

/// A placed order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The order's id, a positive integer.
    pub id: i64,
    /// Decimal string with the digits of the response; empty if the response has no sum.
    pub total_sum: String,
    /// As in the response; often empty.
    pub currency: String,
    /// ISO 8601.
    pub created_date: Option<String>,
    /// Marker of the order's status.
    pub status_identifier: Option<String>,
    /// The whole response as JSON text; the shell parses it before returning it.
    pub raw: String,
    /// Ids of later orders in the list with the same reference: the browser itself resent the request, once for each.
    pub twins: Vec<i64>,
}

/// A payment session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentSession {
    /// The session's id.
    pub id: i64,
    /// The order that it pays for.
    pub order_id: i64,
    /// `session`, `intent`, or a type introduced later.
    pub kind: String,
    /// `waiting`, `completed`, `canceled`, `expired`, or a status introduced later; `unknown` if missing.
    pub status: String,
    /// Where the shopper pays, checked and normalised; null for cash or when not ready.
    pub payment_url: Option<String>,
    /// The account that receives the payment.
    pub payment_account_id: Option<i64>,
    /// ISO 8601.
    pub created_date: Option<String>,
    /// ISO 8601.
    pub updated_date: Option<String>,
    /// For `intent`: the secret that the payment provider's own script needs.
    pub client_secret: Option<String>,
}

/// The tokens of a signed-in guest.
#[derive(Clone, PartialEq, Eq)]
pub struct SignIn {
    /// The signed-in user.
    pub user_identifier: String,
    /// Bearer token of the following requests.
    pub access_token: String,
    /// Valid for one renewal.
    pub refresh_token: Option<String>,
}

impl std::fmt::Debug for SignIn {
    /// Omits the tokens.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignIn")
    }
}

/// The parsed JSON of a 2xx response.
fn success(answer: &Answer) -> Option<Data> {
    if !answer.is_success() {
        return None;
    }
    json::parse(&answer.text)
}

fn positive(data: &Data, key: &str) -> Option<i64> {
    data.get(key)?.as_integer().filter(|id| *id > 0)
}

fn text(data: &Data, key: &str) -> Option<String> {
    data.text_of(key).map(str::to_owned)
}

/// Money as a decimal string: the service sends a number on writes and a text on reads.
fn money(data: Option<&Data>) -> Option<String> {
    match data? {
        Data::Number(text) | Data::Text(text) => Decimal::from_number(text).map(|decimal| decimal.text()),
        _ => None,
    }
}

impl Order {
    /// An order counts as placed only if the response is a 2xx JSON object whose `id` is a positive integer.
    pub fn read(answer: &Answer) -> Option<Order> {
        Order::of(&success(answer)?, answer.text.clone())
    }

    fn of(body: &Data, raw: String) -> Option<Order> {
        Some(Order {
            id: positive(body, "id")?,
            total_sum: money(body.get("totalSum")).unwrap_or_default(),
            currency: text(body, "currency").unwrap_or_default(),
            created_date: text(body, "createdDate"),
            status_identifier: text(body, "statusIdentifier"),
            raw,
            twins: Vec::new(),
        })
    }

    /// The order as callers receive it, except that `raw` is still JSON text.
    pub fn to_data(&self) -> Data {
        let mut out = Entries::default();
        out.integer("id", self.id)
            .text("totalSum", &self.total_sum)
            .text("currency", &self.currency)
            .text_if("createdDate", self.created_date.as_ref())
            .text_if("statusIdentifier", self.status_identifier.as_ref())
            .text("raw", &self.raw)
            .end()
    }

    /// Finds the order whose form contains `reference` under `marker`, the earliest if there are several. Also returns
    /// the total number of orders.
    ///
    /// `None` if the response is not a list.
    pub fn read_listed(answer: &Answer, marker: &str, reference: &str) -> Option<(Option<Order>, u64)> {
        let body = success(answer)?;
        let items = body.get("items").unwrap_or(&body).as_list()?;
        let total = body.get("total").and_then(Data::as_integer).and_then(|total| u64::try_from(total).ok());
        let mut found: Option<Order> = None;
        for item in items {
            if !item.get("formData").is_some_and(|form| carries(form, marker, reference)) {
                continue;
            }
            let mut text = String::new();
            json::write(&mut text, item);
            let mut order = Order::of(item, text)?;
            let Some(first) = &mut found else {
                found = Some(order);
                continue;
            };
            if first.id == order.id || first.twins.contains(&order.id) {
                continue;
            }
            // Keep the order with the smaller id; all others are its twins.
            if order.id < first.id {
                std::mem::swap(first, &mut order);
            }
            first.twins.push(order.id);
            first.twins.append(&mut order.twins);
        }
        Some((found, total.unwrap_or(items.len() as u64)))
    }
}

/// Whether form data, flat or by locale, contains this field.
fn carries(form: &Data, marker: &str, value: &str) -> bool {
    match form {
        Data::List(fields) => {
            for field in fields {
                if field.text_of("marker") == Some(marker) && field.text_of("value") == Some(value) {
                    return true;
                }
            }
        }
        Data::Map(locales) => {
            for (_, fields) in locales {
                if carries(fields, marker, value) {
                    return true;
                }
            }
        }
        _ => {}
    }
    false
}

impl PaymentSession {
    /// Reads one session. Fields that an older server leaves out are filled in from the request.
    pub fn read(answer: &Answer, order_id: i64, kind: &str) -> Option<PaymentSession> {
        PaymentSession::from_data(&success(answer)?, order_id, kind)
    }

    /// The session as callers receive it.
    pub fn to_data(&self) -> Data {
        let mut out = Entries::default();
        out.integer("id", self.id)
            .integer("orderId", self.order_id)
            .text("type", &self.kind)
            .text("status", &self.status)
            .put("paymentUrl", Data::of_text(self.payment_url.as_ref()));
        if let Some(account) = self.payment_account_id {
            out.integer("paymentAccountId", account);
        }
        out.text_if("createdDate", self.created_date.as_ref())
            .text_if("updatedDate", self.updated_date.as_ref())
            .text_if("clientSecret", self.client_secret.as_ref())
            .end()
    }

    /// Reads the session of an order from an object or an array. Of several, picks the newest `waiting` one, or else
    /// the newest. `Some(None)` if the response says that there is none.
    pub fn read_of_order(answer: &Answer, order_id: i64) -> Option<Option<PaymentSession>> {
        PaymentSession::best(answer, order_id, |session| u8::from(session.is_waiting()))
    }

    /// The session that decides how an order's payment ended: a completed one decides it, whatever came after.
    pub fn read_end(answer: &Answer, order_id: i64) -> Option<Option<PaymentSession>> {
        PaymentSession::best(answer, order_id, |session| {
            2 * u8::from(session.status == "completed") + u8::from(session.is_waiting())
        })
    }

    /// Whether the response lists this session among the order's sessions.
    pub fn is_listed(answer: &Answer, order_id: i64, id: i64) -> bool {
        let Some(body) = success(answer) else { return false };
        let mut is_there = false;
        for session in sessions(&body) {
            match PaymentSession::from_data(session, order_id, "session") {
                Some(session) => is_there |= session.id == id,
                None => return false,
            }
        }
        is_there
    }

    /// The session that `class` ranks highest. Among equals, the newest: by date (ISO texts sort by time), then by id.
    fn best(answer: &Answer, order_id: i64, class: fn(&PaymentSession) -> u8) -> Option<Option<PaymentSession>> {
        let body = success(answer)?;
        let mut best: Option<PaymentSession> = None;
        for session in sessions(&body) {
            let session = PaymentSession::from_data(session, order_id, "session")?;
            if best.as_ref().is_none_or(|best| session.rank(class) >= best.rank(class)) {
                best = Some(session);
            }
        }
        Some(best)
    }

    fn rank(&self, class: fn(&PaymentSession) -> u8) -> (u8, Option<&str>, i64) {
        (class(self), self.created_date.as_deref(), self.id)
    }

    fn from_data(data: &Data, order_id: i64, kind: &str) -> Option<PaymentSession> {
        Some(PaymentSession {
            id: positive(data, "id")?,
            order_id: positive(data, "orderId").unwrap_or(order_id),
            kind: text(data, "type").unwrap_or_else(|| kind.to_owned()),
            status: text(data, "status").unwrap_or_else(|| "unknown".to_owned()),
            payment_url: text(data, "paymentUrl").filter(|url| !url.is_empty()),
            payment_account_id: positive(data, "paymentAccountId"),
            created_date: text(data, "createdDate"),
            updated_date: text(data, "updatedDate"),
            client_secret: text(data, "clientSecret"),
        })
    }

    /// Whether it can still be paid.
    pub fn is_waiting(&self) -> bool {
        self.status == "waiting"
    }

    /// Whether the session is neither waiting nor canceled nor expired: it is paid, or has a status that the shop has
    /// set, as cash orders do. Opening another session would request the same payment again.
    pub fn is_settled(&self) -> bool {
        !self.is_waiting() && self.payment_status() != Some(1)
    }

    /// Whether a page can use this session for a payment of this `kind`. A page's own payment form also needs the
    /// provider's client secret.
    pub fn serves(&self, kind: &str) -> bool {
        self.is_waiting() && self.kind == kind && (kind != "intent" || self.client_secret.is_some())
    }

    /// How the payment ended, in Ocular's terms: 0 success, 1 declined. `None` while it may still be paid, and for a
    /// status introduced later.
    pub fn payment_status(&self) -> Option<u8> {
        match self.status.as_str() {
            "completed" => Some(0),
            "canceled" | "expired" => Some(1),
            _ => None,
        }
    }
}

/// An array of sessions, or a single one.
fn sessions(body: &Data) -> &[Data] {
    body.as_list().unwrap_or(std::slice::from_ref(body))
}

impl SignIn {
    /// Reads the response to a sign-in or a renewal.
    pub fn read(answer: &Answer) -> Option<SignIn> {
        let body = success(answer)?;
        let token = |key: &str| {
            text(&body, key).filter(|token| !token.is_empty() && all(token, |byte| byte.is_ascii_graphic()))
        };
        Some(SignIn {
            user_identifier: text(&body, "userIdentifier").unwrap_or_default(),
            access_token: token("accessToken")?,
            refresh_token: token("refreshToken"),
        })
    }
}

/// The code for a response that is not a success, or for a missing one.
pub fn code_of(exchange: &Exchange) -> Code {
    match exchange {
        Err(Fault::Offline) => Code::Offline,
        Err(Fault::NotSent | Fault::Aborted) => Code::Aborted,
        Err(Fault::NoFetch) => Code::Config,
        Err(Fault::TimedOut) => Code::Timeout,
        Err(Fault::Network) => Code::Network,
        Err(Fault::NoWidget) => Code::NoWidget,
        Err(Fault::BrokenOff(_) | Fault::WidgetFailed) => Code::BadResponse,
        Ok(answer) => match answer.status {
            401 => Code::Unauthorized,
            403 => Code::Forbidden,
            404 => Code::NotFound,
            429 => Code::RateLimited,
            400..=499 => Code::Rejected,
            500..=599 => Code::Server,
            _ => Code::BadResponse,
        },
    }
}

/// The HTTP status, if one arrived.
pub fn status_of(exchange: &Exchange) -> Option<u16> {
    match exchange {
        Ok(answer) => Some(answer.status),
        Err(Fault::BrokenOff(status)) => Some(*status),
        Err(_) => None,
    }
}

/// Whether OneEntry itself refused, rather than a proxy or a fault on the way: a 4xx JSON object with `statusCode` or
/// `message`. 408 and 425 do not tell what happened to the request.
pub fn is_refusal(answer: &Answer) -> bool {
    let body = || json::parse(&answer.text);
    let named = |body: &Data| body.is_map() && (body.get("statusCode").is_some() || body.get("message").is_some());
    (400..500).contains(&answer.status)
        && !matches!(answer.status, 408 | 425)
        && body().is_some_and(|body| named(&body))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, text: &str) -> Answer {
        Answer { status, text: text.into(), retry_after: None }
    }

    #[test]
    fn an_order_counts_only_with_a_valid_id() {
        let order = Order::read(&answer(201, r#"{"id":812,"totalSum":300.50,"currency":"USD"}"#)).unwrap();
        assert_eq!((order.id, order.total_sum.as_str(), order.currency.as_str()), (812, "300.50", "USD"));
        assert_eq!(Order::read(&answer(200, r#"{"id":1,"totalSum":"300.00"}"#)).unwrap().total_sum, "300.00");
        for (status, text) in [
            (201, "{}"),
            (201, ""),
            (201, "[]"),
            (201, "<html>"),
            (201, r#"{"id":0}"#),
            (201, r#"{"id":-1}"#),
            (201, r#"{"id":"812"}"#),
            (201, r#"{"id":8.5}"#),
            (201, r#"{"id":812"#),
            (500, r#"{"id":812}"#),
            (302, r#"{"id":812}"#),
            (201, r#"{"id":9007199254740993}"#),
            (201, "null"),
        ] {
            assert_eq!(Order::read(&answer(status, text)), None, "{status} {text}");
        }
    }

    #[test]
    fn sessions_are_read_from_an_array_or_an_object() {
        let list = r#"[{"id":1,"status":"expired","createdDate":"2026-01-03T00:00:00.000Z"},
            {"id":2,"status":"waiting","createdDate":"2026-01-01T00:00:00.000Z","paymentUrl":"https://p.example/2"},
            {"id":3,"status":"waiting","createdDate":"2026-01-02T00:00:00.000Z"}]"#;
        assert_eq!(PaymentSession::read_of_order(&answer(200, list), 9).unwrap().unwrap().id, 3);
        let ended = r#"[{"id":5,"status":"completed"},{"id":4,"status":"expired"}]"#;
        assert_eq!(PaymentSession::read_of_order(&answer(200, ended), 9).unwrap().unwrap().id, 5);
        assert_eq!(PaymentSession::read_of_order(&answer(200, "[]"), 9), Some(None));
        let one = PaymentSession::read_of_order(&answer(200, r#"{"id":7,"paymentUrl":null}"#), 9).unwrap().unwrap();
        assert_eq!((one.id, one.order_id, one.status.as_str(), one.payment_url), (7, 9, "unknown", None));
        for text in ["", "{}", "[{}]", "null", "7"] {
            assert_eq!(PaymentSession::read_of_order(&answer(200, text), 9), None, "{text}");
        }
    }

    #[test]
    fn a_completed_session_decides_the_payment() {
        for (list, id, status) in [
            (r#"[{"id":1,"status":"completed"},{"id":2,"status":"waiting"},{"id":3,"status":"expired"}]"#, 1, Some(0)),
            (r#"[{"id":1,"status":"expired"},{"id":2,"status":"waiting"}]"#, 2, None),
            (r#"[{"id":1,"status":"expired"},{"id":2,"status":"canceled"}]"#, 2, Some(1)),
            (r#"{"id":1,"status":"expired"}"#, 1, Some(1)),
            (r#"{"id":1,"status":"partial"}"#, 1, None),
            (r#"{"id":1,"status":"paid"}"#, 1, None),
            (r#"{"id":1}"#, 1, None),
        ] {
            let session = PaymentSession::read_end(&answer(200, list), 9).unwrap().unwrap();
            assert_eq!((session.id, session.payment_status()), (id, status), "{list}");
        }
        assert_eq!(PaymentSession::read_end(&answer(200, "[]"), 9), Some(None));
    }

    #[test]
    fn a_session_serves_only_its_own_kind() {
        let serves =
            |text: &str, kind: &str| PaymentSession::read(&answer(200, text), 9, "session").unwrap().serves(kind);
        assert!(serves(r#"{"id":1,"status":"waiting","type":"session"}"#, "session"));
        assert!(serves(r#"{"id":1,"status":"waiting","type":"intent","clientSecret":"s"}"#, "intent"));
        assert!(!serves(r#"{"id":1,"status":"waiting","type":"intent"}"#, "intent"));
        assert!(!serves(r#"{"id":1,"status":"waiting","type":"intent"}"#, "session"));
        assert!(!serves(r#"{"id":1,"status":"expired","type":"session"}"#, "session"));
    }

    #[test]
    fn only_a_4xx_json_response_is_a_refusal() {
        let body = r#"{"statusCode":400,"message":"no"}"#;
        for status in [400, 401, 403, 404, 409, 422, 429, 451] {
            assert!(is_refusal(&answer(status, body)), "{status}");
        }
        for status in [200, 302, 408, 425, 500, 503] {
            assert!(!is_refusal(&answer(status, body)), "{status}");
        }
        for text in ["", "<html>", "[]", "{}", "\"no\""] {
            assert!(!is_refusal(&answer(400, text)), "{text}");
        }
    }

    #[test]
    fn tokens_must_fit_into_a_header() {
        assert!(SignIn::read(&answer(201, r#"{"accessToken":"a.b"}"#)).is_some());
        assert!(SignIn::read(&answer(201, r#"{"accessToken":"a\nb"}"#)).is_none());
        assert!(SignIn::read(&answer(201, "{}")).is_none());
    }
}
