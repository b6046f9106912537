//! OneEntry as a server: stores orders with their form data, payment sessions and sign-ins. Its lists lag a little.

use order_bridge::domain::http::{Answer, Method, Request};
use serde_json::{Value, json};

use super::clock::Clock;
use super::plan::Plan;

/// An order that exists.
#[derive(Debug, Clone)]
pub struct PlacedOrder {
    pub id: i64,
    /// The cart that was ordered.
    pub cart: usize,
    /// The guest who sees it in lists.
    pub owner: String,
    storage: String,
    form_data: Value,
    pub at: u64,
    /// The call that sent it.
    pub call: Option<usize>,
}

#[derive(Debug, Clone)]
struct PaymentSession {
    id: i64,
    order: i64,
    kind: String,
    status: String,
    at: u64,
    /// When a page first received it.
    received_at: Option<u64>,
}

/// When the payment URL of a session is available.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentUrl {
    AtOnce,
    After(u64),
    Never,
}

#[derive(Debug)]
pub struct Server {
    pub orders: Vec<PlacedOrder>,
    sessions: Vec<PaymentSession>,
    /// Sessions that a page had received and that could be paid, each with the later one that replaced it.
    pub replaced: Vec<(i64, i64)>,
    /// When the request that is being answered was sent.
    pub sent_at: u64,
    signed_in: Vec<(String, String, u64)>,
    tokens: u64,
    /// How many orders of other guests the shared guest also sees.
    pub strangers: u32,
    pub payment_url: PaymentUrl,
    /// Whether guests may list orders.
    pub lists: bool,
    /// How late an order or a payment session appears in lists, in milliseconds.
    pub lag: u64,
    /// How long a sign-in is valid, in milliseconds.
    pub token_life: u64,
    /// Whether a session's status can be written.
    pub updates_sessions: bool,
}

/// The password of the shared guest, and the prefixes of tokens. The library must not store any of them.
pub const PASSWORD: &str = "CANARY-password";
pub const ACCESS: &str = "CANARY-access";
pub const REFRESH: &str = "CANARY-refresh";
pub const APP_TOKEN: &str = "CANARY-app-token";
/// Cart number `n` has the product `FIRST_PRODUCT + n`.
pub const FIRST_PRODUCT: i64 = 10;

fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

fn answer(status: u16, body: &Value) -> Answer {
    Answer { status, text: body.to_string(), retry_after: None }
}

fn refusal(status: u16, message: &str) -> Answer {
    answer(status, &json!({ "statusCode": status, "message": message }))
}

impl Server {
    pub fn of(plan: &Plan) -> Server {
        Server {
            orders: Vec::new(),
            sessions: Vec::new(),
            replaced: Vec::new(),
            sent_at: 0,
            signed_in: Vec::new(),
            tokens: 0,
            strangers: plan.strangers,
            payment_url: plan.payment_url,
            lists: plan.lists,
            lag: plan.lag,
            token_life: plan.token_life,
            updates_sessions: plan.updates_sessions,
        }
    }

    /// Handles a request.
    pub fn take(&mut self, request: &Request, now: u64, call: Option<usize>) -> Answer {
        if header(request, "x-app-token") != Some(APP_TOKEN) {
            return refusal(403, "Resource is closed");
        }
        let (_, path) = request.url.split_once("/api/content/").unwrap();
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let parts: Vec<&str> = path.split('/').collect();
        let body: Value = request.body.as_deref().map_or(Value::Null, |body| serde_json::from_str(body).unwrap());
        if let ["users-auth-providers", "marker", _, "users", action] = parts[..] {
            return self.sign_in(action, &body, now);
        }
        let owner = match self.owner(request, now) {
            Ok(owner) => owner,
            Err(answer) => return answer,
        };
        match (request.method, &parts[..]) {
            (Method::Post, ["orders-storage", "marker", storage, "orders"]) => {
                self.place(storage, owner, &body, now, call)
            }
            (Method::Get, ["orders-storage", "marker", storage, "orders"]) => self.list(storage, &owner, query, now),
            (Method::Get, ["orders-storage", "marker", _, "orders", id]) => {
                let known = self.orders.iter().find(|order| order.id.to_string() == *id && order.owner == owner);
                known.map_or_else(|| refusal(404, "Order not found"), |order| answer(200, &self.show(order)))
            }
            (Method::Post, ["orders-storage", "orders", "preview"]) => answer(
                201,
                &json!({ "totalSum": 18.5, "totalSumWithDiscount": 18.5, "totalDue": 18.5, "currency": "USD" }),
            ),
            (Method::Get, ["payments", "accounts"]) => answer(200, &json!([])),
            (Method::Get, ["forms", "marker", _]) => {
                answer(200, &json!({ "identifier": "guest_order", "attributes": [], "localizeInfos": {} }))
            }
            (Method::Post, ["payments", "sessions"]) => self.open_session(&body, now),
            (Method::Put, ["payments", "sessions", id]) => self.update_session(id, &body, now),
            (Method::Get, ["payments", "sessions", "order", id]) => {
                let shows = |it: &&PaymentSession| it.order.to_string() == *id && it.at + self.lag <= now;
                let sessions = self.sessions.iter().filter(shows);
                answer(200, &sessions.map(|session| self.show_session(session, now)).collect())
            }
            _ => refusal(404, "Cannot find that"),
        }
    }

    fn sign_in(&mut self, action: &str, body: &Value, now: u64) -> Answer {
        let right = match action {
            "refresh" => {
                let given = body["refreshToken"].as_str().unwrap_or_default();
                let before = self.signed_in.len();
                // A refresh token is valid for one use.
                self.signed_in.retain(|(_, refresh, _)| refresh != given);
                before != self.signed_in.len()
            }
            _ => {
                body["authData"].as_array().is_some_and(|fields| fields.iter().any(|field| field["value"] == PASSWORD))
            }
        };
        if !right {
            return refusal(400, "Wrong sign-in data");
        }
        self.tokens += 1;
        let (access, refresh) = (format!("{ACCESS}-{}", self.tokens), format!("{REFRESH}-{}", self.tokens));
        self.signed_in.push((access.clone(), refresh.clone(), now));
        let user = json!({ "userIdentifier": "guest@example.org", "accessToken": access, "refreshToken": refresh });
        answer(201, &user)
    }

    fn owner(&self, request: &Request, now: u64) -> Result<String, Answer> {
        if let Some(bearer) = header(request, "Authorization") {
            let token = bearer.strip_prefix("Bearer ").unwrap_or_default();
            let known = self.signed_in.iter().any(|(access, _, at)| access == token && now < at + self.token_life);
            return if known { Ok("shared".to_owned()) } else { Err(refusal(401, "Unauthorized")) };
        }
        match header(request, "x-guest-id") {
            Some(id) => Ok(id.to_owned()),
            None => Err(refusal(401, "Unauthorized")),
        }
    }

    fn place(&mut self, storage: &str, owner: String, body: &Value, now: u64, call: Option<usize>) -> Answer {
        let product = body["products"][0]["productId"].as_i64().unwrap();
        let id = 800 + 7 * i64::try_from(self.orders.len()).unwrap();
        let order = PlacedOrder {
            id,
            cart: usize::try_from(product - FIRST_PRODUCT).unwrap(),
            owner,
            storage: storage.to_owned(),
            form_data: body["formData"]["en_US"].clone(),
            at: now,
            call,
        };
        assert!(order.form_data.is_array(), "form data that OneEntry would refuse: {body}");
        self.orders.push(order);
        let mut placed = body.clone();
        placed["id"] = json!(id);
        placed["totalSum"] = json!(18.5);
        placed["currency"] = json!("USD");
        placed["createdDate"] = json!(Clock::date(now));
        answer(201, &placed)
    }

    fn list(&self, storage: &str, owner: &str, query: &str, now: u64) -> Answer {
        if !self.lists {
            return refusal(403, "Permission data not found. Provide the permission for requested url");
        }
        let number = |name: &str, absent: usize| {
            let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
            value.and_then(|value| value.parse().ok()).unwrap_or(absent)
        };
        let (limit, offset) = (number("limit", 30), number("offset", 0));
        let mine =
            |order: &&PlacedOrder| order.storage == storage && order.owner == owner && order.at + self.lag <= now;
        let mut items: Vec<Value> = self.orders.iter().filter(mine).map(|order| self.show(order)).collect();
        if owner == "shared" {
            items.extend((0..self.strangers).map(|number| self.stranger(number)));
        }
        // Newest first.
        items.sort_by_key(|order| std::cmp::Reverse(order["id"].as_i64()));
        let total = items.len();
        let page: Vec<Value> = items.into_iter().skip(offset).take(limit).collect();
        answer(200, &json!({ "items": page, "total": total }))
    }

    fn show(&self, order: &PlacedOrder) -> Value {
        json!({
            "id": order.id,
            "createdDate": Clock::date(order.at),
            "statusIdentifier": "new",
            "formIdentifier": "guest_order",
            "formData": order.form_data,
            "totalSum": "18.50",
            "currency": "USD",
            "paymentAccountIdentifier": "stripe",
            "products": [{ "id": FIRST_PRODUCT + i64::try_from(order.cart).unwrap(), "price": 18.5, "quantity": 1 }],
        })
    }

    fn stranger(&self, number: u32) -> Value {
        json!({
            "id": 100 + number,
            "createdDate": Clock::date(0),
            "formData": [{ "marker": "guest_name", "type": "string", "value": "somebody else" }],
            "totalSum": "18.50",
            "currency": "USD",
            "products": [{ "id": FIRST_PRODUCT, "price": 18.5, "quantity": 1 }],
        })
    }

    fn open_session(&mut self, body: &Value, now: u64) -> Answer {
        let order = body["orderId"].as_i64().unwrap_or(0);
        if !self.orders.iter().any(|known| known.id == order) {
            return refusal(404, "Order not found");
        }
        let id = 41 + 3 * i64::try_from(self.sessions.len()).unwrap();
        let kind = body["type"].as_str().unwrap_or("session").to_owned();
        for session in self.sessions.iter_mut().filter(|session| session.order == order) {
            if session.status == "waiting" {
                session.status = "canceled".to_owned();
                if session.received_at.is_some_and(|at| at <= self.sent_at) && session.kind == kind {
                    self.replaced.push((session.id, id));
                }
            }
        }
        let session = PaymentSession { id, order, kind, status: "waiting".to_owned(), at: now, received_at: None };
        let shown = self.show_session(&session, now);
        self.sessions.push(session);
        answer(201, &shown)
    }

    /// Records that a page has received this session.
    pub fn tell(&mut self, id: i64, now: u64) {
        for session in self.sessions.iter_mut().filter(|session| session.id == id) {
            session.received_at.get_or_insert(now);
        }
    }

    fn update_session(&mut self, id: &str, body: &Value, now: u64) -> Answer {
        if !self.updates_sessions {
            return refusal(404, "Cannot PUT that");
        }
        let Some(session) = self.sessions.iter_mut().find(|session| session.id.to_string() == id) else {
            return refusal(404, "Session not found");
        };
        session.status = body["status"].as_str().unwrap_or("waiting").to_owned();
        let session = session.clone();
        answer(200, &self.show_session(&session, now))
    }

    fn show_session(&self, session: &PaymentSession, now: u64) -> Value {
        let ready = match self.payment_url {
            PaymentUrl::AtOnce => true,
            PaymentUrl::After(ms) => now >= session.at + ms,
            PaymentUrl::Never => false,
        };
        let url = Value::from(format!("https://pay.example/{}", session.id));
        json!({
            "id": session.id,
            "orderId": session.order,
            "type": session.kind,
            "status": session.status,
            "createdDate": Clock::date(session.at),
            "paymentUrl": if ready { url } else { Value::Null },
        })
    }
}
