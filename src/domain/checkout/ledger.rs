//! What is kept of each order that may exist: written before the order is sent, so that no reload, second tab or crash
//! makes a second one. Products and numbers only: nobody's name, no form value, no token.

use super::Checkout;
use crate::domain::data::{Data, Entries};
use crate::domain::flow::{Ask, Io, Patience};
use crate::domain::hash::hash;
use crate::domain::json::{self, Object};
use crate::domain::ocular::BuyOrder;
use crate::domain::ocular::outbox;
use crate::domain::ocular::track::Kind;
use crate::domain::oneentry::{GuestOrder, Order};
use crate::domain::packed::Packed;
use crate::domain::text::{concat, cut, digits, integer, joined, padded, whole};

/// Keys of rows begin so; the reference follows.
pub const PREFIX: &str = "ledger/";
/// Rows that cannot be read are put aside under keys that begin so.
const QUARANTINE: &str = "quarantine/";
const DAY_MS: u64 = 24 * 60 * 60 * 1000;
/// An order that may exist is remembered so long: the time after which WebKit forgets what scripts have stored.
const SENT_MS: u64 = 7 * DAY_MS;
/// An order that exists is gone on with, or remembered, for a day. The wall clock may be set by a day and more meanwhile,
/// to another zone and back or to the right date: that must not make a second order.
const PLACED_MS: u64 = 3 * DAY_MS;

/// How far a checkout is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The order was sent, or was about to be.
    Sent,
    /// The order exists; what comes after it is not done.
    Placed,
    /// The order exists, and the page has received all that it asked for.
    Done,
}

impl State {
    const NAMES: [(State, &str); 3] = [(State::Sent, "sent"), (State::Placed, "placed"), (State::Done, "done")];
}

/// One order that the shopper wanted: an object with the properties that the functions below name. As a struct with a field
/// for each it was 2 KB of brotli more.
#[derive(Debug, Clone, PartialEq)]
pub struct Row(Data);

impl Default for Row {
    fn default() -> Row {
        Row(Data::Null)
    }
}

/// Properties that every row has.
const TEXTS: [&str; 6] = ["reference", "guest", "cart", "storage", "locale", "paymentAccount"];
const TIMES: [&str; 2] = ["sentAt", "placedAt"];

impl Row {
    /// The row of an order that is about to be sent.
    pub fn about(checkout: &Checkout, order: &GuestOrder, reference: &str) -> Row {
        let mut row = Entries::default();
        row.text("reference", reference)
            .text("guest", &guest(checkout))
            .text("cart", &cart(checkout, order))
            .text("state", "sent")
            .bool("superseded", false)
            .integer("sentAt", 0)
            .integer("placedAt", 0)
            .text("storage", &order.storage)
            .text("locale", order.locale())
            .text("paymentAccount", &order.payment_account);
        Row(row.end())
    }

    fn text(&self, key: &str) -> &str {
        self.0.text_of(key).unwrap_or_default()
    }

    fn number(&self, key: &str) -> Option<i64> {
        self.0.get(key).and_then(Data::as_integer)
    }

    fn time(&self, key: &str) -> u64 {
        self.number(key).and_then(|at| u64::try_from(at).ok()).unwrap_or(0)
    }

    fn set_time(&mut self, key: &str, at: u64) {
        self.0.set(key, Data::Number(digits(at)));
    }

    fn set_text(&mut self, key: &str, text: &str) {
        self.0.set(key, Data::Text(text.to_owned()));
    }

    /// The checkout's own reference.
    pub fn reference(&self) -> &str {
        self.text("reference")
    }

    /// Which guest, of which project.
    pub fn guest(&self) -> &str {
        self.text("guest")
    }

    /// Which cart of that guest.
    pub fn cart(&self) -> &str {
        self.text("cart")
    }

    /// How far it is.
    pub fn state(&self) -> State {
        self.known_state().unwrap_or(State::Sent)
    }

    fn known_state(&self) -> Option<State> {
        let name = self.text("state");
        for (state, known) in State::NAMES {
            if known == name {
                return Some(state);
            }
        }
        None
    }

    /// It is as far as this now.
    pub fn set_state(&mut self, state: State) {
        for (known, name) in State::NAMES {
            if known == state {
                self.set_text("state", name);
            }
        }
    }

    /// The shopper wanted another one all the same: this one stands in nobody's way any more.
    pub fn is_superseded(&self) -> bool {
        self.0.get("superseded").and_then(Data::as_bool) == Some(true)
    }

    /// The shopper wants another one, or not any more.
    pub fn set_superseded(&mut self, superseded: bool) {
        self.0.set("superseded", Data::Bool(superseded));
    }

    /// Milliseconds since 1970: when it was sent.
    pub fn sent_at(&self) -> u64 {
        self.time("sentAt")
    }

    /// It is sent now.
    pub fn set_sent_at(&mut self, at: u64) {
        self.set_time("sentAt", at);
    }

    /// When its order was known to exist.
    pub fn placed_at(&self) -> u64 {
        self.time("placedAt")
    }

    /// Marker of the order storage.
    pub fn storage(&self) -> &str {
        self.text("storage")
    }

    /// Locale in which the form data can be read back.
    pub fn locale(&self) -> &str {
        self.text("locale")
    }

    /// Marker of the payment account.
    pub fn payment_account(&self) -> &str {
        self.text("paymentAccount")
    }

    /// The form's marker that carries the reference.
    pub fn marker(&self) -> Option<&str> {
        self.0.text_of("marker")
    }

    /// Its form carries the reference there.
    pub fn set_marker(&mut self, marker: &str) {
        self.set_text("marker", marker);
    }

    /// The order's number, once it is known.
    pub fn order_id(&self) -> Option<i64> {
        self.number("orderId").filter(|id| *id > 0)
    }

    /// What is worth keeping of an answer: not the form data that it repeats.
    pub fn set_order(&mut self, order: &Order) {
        self.0.set("orderId", Data::of_integer(order.id));
        self.set_text("totalSum", &order.total_sum);
        self.set_text("currency", &order.currency);
    }

    /// The order as far as it was kept.
    pub fn order(&self) -> Option<Order> {
        let id = self.order_id()?;
        let (total_sum, currency) = (self.text("totalSum").to_owned(), self.text("currency").to_owned());
        let mut raw = String::new();
        let mut object = Object::open(&mut raw);
        object.raw("id", &integer(id)).text("totalSum", &total_sum).text("currency", &currency);
        object.close();
        Some(Order { id, total_sum, currency, created_date: None, status_identifier: None, raw, twins: Vec::new() })
    }

    /// The video attention that the order belongs to, wherever the shopper goes on with it.
    pub fn session(&self) -> Option<&str> {
        self.0.text_of("session")
    }

    /// It belongs to this one.
    pub fn set_session(&mut self, session: &str) {
        self.set_text("session", session);
    }

    /// Keeps the wire form of the lines that are to be reported to Ocular, without a number.
    pub fn set_lines(&mut self, lines: &BuyOrder) {
        self.0.set("lines", Data::Text(lines.to_json()));
    }

    /// The lines that are to be reported, under the order's number.
    pub fn lines(&self, order_id: i64) -> Option<BuyOrder> {
        let mut order = BuyOrder::check(&Packed::of(&json::parse(self.0.text_of("lines")?)?)).0?;
        order.external_id = Some(integer(order_id));
        Some(order)
    }

    /// Whether it is still to be reported to Ocular.
    pub fn is_unreported(&self) -> bool {
        self.session().is_some() && self.0.text_of("lines").is_some()
    }

    /// The outbox has the report.
    pub fn set_reported(&mut self) {
        self.0.set("lines", Data::Null);
    }

    /// The payment session that some page was given last, and when. Its address is not kept.
    pub fn opened(&self) -> Option<Opened> {
        let session = self.number("paymentSession")?;
        Some(Opened { session, at: self.number("openedAt").and_then(|at| u64::try_from(at).ok())? })
    }

    /// Whether this one is no more than a memory.
    pub fn is_over(&self, now: u64) -> bool {
        // A clock that went back makes no age.
        match self.state() {
            State::Sent => now.saturating_sub(self.sent_at()) > SENT_MS,
            State::Placed | State::Done => now.saturating_sub(self.placed_at()) > PLACED_MS && !self.is_unreported(),
        }
    }

    fn read(text: &str) -> Option<Row> {
        let row = Row(json::parse(text)?);
        for key in TEXTS {
            row.0.text_of(key)?;
        }
        for key in TIMES {
            row.number(key).filter(|at| *at >= 0)?;
        }
        row.0.get("superseded")?.as_bool()?;
        if row.0.get("orderId").is_some() {
            row.order_id()?;
            row.0.text_of("totalSum")?;
            row.0.text_of("currency")?;
        } else if row.state() != State::Sent {
            return None;
        }
        row.known_state().map(|_| row)
    }

    fn write(&self) -> String {
        let mut text = String::new();
        json::write(&mut text, &self.0);
        text
    }

    /// Notes which session its order is to be paid with.
    pub fn note_opened<'a>(&self, io: &'a Io, session: i64) -> Ask<'a, bool> {
        let mut row = self.clone();
        row.0.set("paymentSession", Data::of_integer(session));
        row.set_time("openedAt", io.now());
        row.keep(io)
    }

    /// Keeps the row; tells whether it outlives the page.
    pub fn keep<'a>(&self, io: &'a Io) -> Ask<'a, bool> {
        io.put_row(concat(&[PREFIX, self.reference()]), self.write())
    }

    /// Forgets it.
    pub fn forget<'a>(&self, io: &'a Io) -> Ask<'a, ()> {
        io.delete_row(concat(&[PREFIX, self.reference()]))
    }

    /// The order exists.
    pub fn keep_placed<'a>(&mut self, io: &'a Io, order: &Order) -> Ask<'a, bool> {
        self.set_state(State::Placed);
        self.set_time("placedAt", io.now());
        self.set_order(order);
        self.keep(io)
    }

    /// Hands the report of an order that exists to the outbox, which delivers it.
    pub async fn hand_over(&mut self, io: &Io, checkout: &Checkout) {
        let (Some(order_id), Some(session)) = (self.order_id(), self.session()) else { return };
        if let Some(lines) = self.lines(order_id) {
            let (id, session) = (integer(order_id), session.to_owned());
            outbox::keep(io, &checkout.ocular, Kind::Order, &id, session, lines.to_json()).await;
        }
        self.set_reported();
        self.keep(io).await;
    }
}

/// A payment session that some page was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// Its number.
    pub session: i64,
    /// Milliseconds since 1970.
    pub at: u64,
}

/// The guest's rows, oldest first. Those of other guests and projects are left to them.
pub async fn rows(io: &Io, checkout: &Checkout) -> Vec<Row> {
    read_rows(io, &guest(checkout)).await
}

/// The rows of one guest, or of all (an empty text), oldest first. What is no row is put aside, so that it harms nothing and
/// can be looked at.
async fn read_rows(io: &Io, guest: &str) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (key, text) in &io.rows(PREFIX).await {
        match Row::read(text) {
            Some(row) if key.strip_prefix(PREFIX) == Some(row.reference()) => {
                if guest.is_empty() || row.guest() == guest {
                    // They are few: a sort is 2 KB of brotli more.
                    let place = rows.partition_point(|known| known.sent_at() <= row.sent_at());
                    rows.insert(place, row);
                }
            }
            _ => {
                let at = io.now();
                io.put_row(concat(&[QUARANTINE, &padded(at, 15), "-", key]), text.clone()).await;
                io.delete_row(key.clone()).await;
            }
        }
    }
    rows
}

/// Changes a row as it is now, under its cart's lock: whoever looks after the order would else write back what it has read before.
pub async fn amend(io: &Io, checkout: &Checkout, row: &Row, change: impl FnOnce(&mut Row)) {
    let lock = lock_name(row.cart());
    let is_held = io.lock(lock.clone(), Patience::Brief).await;
    if let Some(mut row) = row_of(io, checkout, row.reference()).await {
        change(&mut row);
        row.keep(io).await;
    }
    if is_held {
        io.unlock(&lock);
    }
}

/// The row of a checkout.
pub async fn row_of(io: &Io, checkout: &Checkout, reference: &str) -> Option<Row> {
    for row in &rows(io, checkout).await {
        if row.reference() == reference {
            return Some(row.clone());
        }
    }
    None
}

/// Forgets what is no more than a memory.
pub async fn tidy(io: &Io) {
    let now = io.now();
    for row in &read_rows(io, "").await {
        if row.is_over(now) {
            row.forget(io).await;
        }
    }
    for (key, _) in &io.rows(QUARANTINE).await {
        let at = key.strip_prefix(QUARANTINE).and_then(|rest| whole(cut(rest, b"-").0));
        if now.saturating_sub(at.unwrap_or(0)) > SENT_MS {
            io.delete_row(key.clone()).await;
        }
    }
}

/// The lock that keeps a cart's checkouts apart, in all tabs.
pub fn lock_name(cart: &str) -> String {
    concat(&["order-bridge/order/", cart])
}

fn guest(checkout: &Checkout) -> String {
    hash(&checkout.client.name())
}

/// The same for the same products, quantities, coupons and points, of the same guest, for the same form at the same place.
/// Not who the shopper is or how the order is paid: a corrected telephone number makes no second order.
fn cart(checkout: &Checkout, order: &GuestOrder) -> String {
    let (products, rest) = order.cart_parts();
    // Their order means nothing. (A sum of their hashes would be shorter, but FNV's are too alike: carts would coincide.
    // `sort_unstable` is 1.9 KB of brotli more.)
    let mut sorted: Vec<String> = Vec::with_capacity(products.len());
    for product in products {
        let place = sorted.partition_point(|known| *known < product);
        sorted.insert(place, product);
    }
    let (name, products) = (checkout.client.name(), joined(&sorted, "\n"));
    hash(&joined(&[name.as_str(), &order.storage, &order.form, &rest, &products], "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::http::Answer;

    fn row(state: State) -> Row {
        let text = r#"{"reference":"r","guest":"g","cart":"c","state":"sent","superseded":false,"sentAt":5,"placedAt":6,
            "storage":"guest_orders","locale":"en_US","paymentAccount":"cash","marker":"order_reference","session":"1536",
            "lines":"{\"items\":[]}"}"#;
        let mut row = Row::read(text).unwrap();
        if state != State::Sent {
            row.set_order(&Order::read(&answer(r#"{"id":90,"totalSum":"18.50","currency":""}"#)).unwrap());
            row.0.set("paymentSession", Data::of_integer(41));
            row.set_time("openedAt", 7);
            row.set_state(state);
        }
        row
    }

    fn answer(text: &str) -> Answer {
        Answer { status: 201, text: text.into(), retry_after: None }
    }

    #[test]
    fn rows_come_back_as_they_were() {
        for (state, _) in State::NAMES {
            assert_eq!(Row::read(&row(state).write()), Some(row(state)));
        }
        let mut reported = row(State::Done);
        reported.set_reported();
        assert_eq!(Row::read(&reported.write()), Some(reported));
        let mut plain = row(State::Sent);
        for key in ["marker", "session", "lines"] {
            plain.0.set(key, Data::Null);
        }
        assert_eq!(Row::read(&plain.write()), Some(plain));
    }

    #[test]
    fn what_is_no_row_is_none() {
        let whole = row(State::Placed).write();
        let parts = whole.char_indices().filter_map(|(end, _)| whole.get(..end));
        for part in parts {
            assert_eq!(Row::read(part), None, "{part}");
        }
        for text in ["", "{}", "[]", "null", &whole.replace("placed\"", "later\""), &whole.replace(":90", ":0")] {
            assert_eq!(Row::read(text), None, "{text}");
        }
        assert_eq!(Row::read(&row(State::Sent).write().replace("sent\"", "done\"")), None);
    }

    #[test]
    fn a_row_ages_but_never_with_a_report_left_to_make() {
        let mut sent = row(State::Sent);
        assert!(!sent.is_over(sent.sent_at() + SENT_MS) && sent.is_over(sent.sent_at() + SENT_MS + 1));
        sent.set_sent_at(1 << 53);
        assert!(!sent.is_over(0));
        for state in [State::Placed, State::Done] {
            let mut row = row(state);
            assert!(!row.is_over(row.placed_at() + SENT_MS));
            row.set_reported();
            assert!(!row.is_over(row.placed_at() + 2 * DAY_MS));
            assert!(row.is_over(row.placed_at() + PLACED_MS + 1));
        }
    }
}
