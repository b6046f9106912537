//! The ledger: one record for each order that may exist. A record is saved before its order is sent, so that no reload,
//! second tab or crash can place a second one. Records hold products and numbers only: no names, no form values, no
//! tokens.

use super::Checkout;
use crate::domain::data::{Data, Entries};
use crate::domain::flow::{Ask, Io, Patience};
use crate::domain::hash::hash;
use crate::domain::json::{self, Object};
use crate::domain::ocular::BuyOrder;
use crate::domain::ocular::delivery::Kind;
use crate::domain::ocular::outbox;
use crate::domain::oneentry::{GuestOrder, Order};
use crate::domain::packed::Packed;
use crate::domain::text::{concat, cut, digits, integer, joined, padded, whole};

/// Prefix of the records' keys; the reference follows.
pub const PREFIX: &str = "ledger/";
/// Prefix of the keys under which corrupt records are quarantined.
const QUARANTINE: &str = "quarantine/";
const DAY_MS: u64 = 24 * 60 * 60 * 1000;
/// How long an order that may exist is remembered. After the same time, WebKit deletes what scripts have stored.
const SENT_MS: u64 = 7 * DAY_MS;
/// For one day, an existing order is remembered and can be continued. The limit is longer, because the wall clock may
/// be changed by a day or more in between (to another time zone and back, or to the correct date), and that must not
/// lead to a second order.
const PLACED_MS: u64 = 3 * DAY_MS;

/// How far a checkout has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The order was sent, or was about to be sent.
    Sent,
    /// The order exists; the later steps are not done.
    Placed,
    /// The order exists, and the page has received everything that it asked for.
    Done,
}

impl State {
    const NAMES: [(State, &str); 3] = [(State::Sent, "sent"), (State::Placed, "placed"), (State::Done, "done")];
}

/// The record of one order: an object whose properties are read and written by the functions below. A struct with a
/// field for each property costs 2 KB more brotli.
#[derive(Debug, Clone, PartialEq)]
pub struct Row(Data);

impl Default for Row {
    fn default() -> Row {
        Row(Data::Null)
    }
}

/// Properties that every record has.
const TEXTS: [&str; 6] = ["reference", "guest", "cart", "storage", "locale", "paymentAccount"];
const TIMES: [&str; 2] = ["sentAt", "placedAt"];

impl Row {
    /// The record of an order that is about to be sent.
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

    /// Hash that identifies the project and its guest.
    pub fn guest(&self) -> &str {
        self.text("guest")
    }

    /// Hash that identifies the guest's cart.
    pub fn cart(&self) -> &str {
        self.text("cart")
    }

    /// How far the checkout has got.
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

    /// Sets how far the checkout has got.
    pub fn set_state(&mut self, state: State) {
        for (known, name) in State::NAMES {
            if known == state {
                self.set_text("state", name);
            }
        }
    }

    /// Whether the shopper explicitly ordered the cart again. This record then no longer prevents a new order.
    pub fn is_superseded(&self) -> bool {
        self.0.get("superseded").and_then(Data::as_bool) == Some(true)
    }

    /// Sets whether the shopper has ordered the cart again.
    pub fn set_superseded(&mut self, superseded: bool) {
        self.0.set("superseded", Data::Bool(superseded));
    }

    /// When the order was sent, in milliseconds since 1970.
    pub fn sent_at(&self) -> u64 {
        self.time("sentAt")
    }

    /// Sets when the order was sent.
    pub fn set_sent_at(&mut self, at: u64) {
        self.set_time("sentAt", at);
    }

    /// When the order was known to exist, in milliseconds since 1970.
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

    /// Marker of the form field that carries the reference.
    pub fn marker(&self) -> Option<&str> {
        self.0.text_of("marker")
    }

    /// Sets the marker of the form field that carries the reference.
    pub fn set_marker(&mut self, marker: &str) {
        self.set_text("marker", marker);
    }

    /// The order's number, once it is known.
    pub fn order_id(&self) -> Option<i64> {
        self.number("orderId").filter(|id| *id > 0)
    }

    /// Stores the parts of a response that are needed later, without the form data that the response repeats.
    pub fn set_order(&mut self, order: &Order) {
        self.0.set("orderId", Data::of_integer(order.id));
        self.set_text("totalSum", &order.total_sum);
        self.set_text("currency", &order.currency);
    }

    /// The order, as far as it is stored.
    pub fn order(&self) -> Option<Order> {
        let id = self.order_id()?;
        let (total_sum, currency) = (self.text("totalSum").to_owned(), self.text("currency").to_owned());
        let mut raw = String::new();
        let mut object = Object::open(&mut raw);
        object.raw("id", &integer(id)).text("totalSum", &total_sum).text("currency", &currency);
        object.close();
        Some(Order { id, total_sum, currency, created_date: None, status_identifier: None, raw, twins: Vec::new() })
    }

    /// The video attention that the order belongs to, wherever the shopper continues the checkout.
    pub fn session(&self) -> Option<&str> {
        self.0.text_of("session")
    }

    /// Assigns the order to a video attention.
    pub fn set_session(&mut self, session: &str) {
        self.set_text("session", session);
    }

    /// Stores the wire form of the lines to report to Ocular, without the order's number.
    pub fn set_lines(&mut self, lines: &BuyOrder) {
        self.0.set("lines", Data::Text(lines.to_json()));
    }

    /// The lines to report, with the order's number.
    pub fn lines(&self, order_id: i64) -> Option<BuyOrder> {
        let mut order = BuyOrder::check(&Packed::of(&json::parse(self.0.text_of("lines")?)?)).0?;
        order.external_id = Some(integer(order_id));
        Some(order)
    }

    /// Whether the order still has to be reported to Ocular.
    pub fn is_unreported(&self) -> bool {
        self.session().is_some() && self.0.text_of("lines").is_some()
    }

    /// Marks the report as handed to the outbox.
    pub fn set_reported(&mut self) {
        self.0.set("lines", Data::Null);
    }

    /// The payment session that a page received last, and when. Its URL is not stored.
    pub fn opened(&self) -> Option<Opened> {
        let session = self.number("paymentSession")?;
        Some(Opened { session, at: self.number("openedAt").and_then(|at| u64::try_from(at).ok())? })
    }

    /// Whether the record has expired.
    pub fn is_over(&self, now: u64) -> bool {
        // Saturating: a clock that was set back must not let a record expire.
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
        json::text_of(&self.0)
    }

    /// Saves which payment session was opened for the order.
    pub fn save_opened<'a>(&self, io: &'a Io, session: i64) -> Ask<'a, bool> {
        let mut row = self.clone();
        row.0.set("paymentSession", Data::of_integer(session));
        row.set_time("openedAt", io.now());
        row.save(io)
    }

    /// Saves the record; returns whether it outlives the page.
    pub fn save<'a>(&self, io: &'a Io) -> Ask<'a, bool> {
        io.put_row(concat(&[PREFIX, self.reference()]), self.write())
    }

    /// Deletes the record.
    pub fn forget<'a>(&self, io: &'a Io) -> Ask<'a, ()> {
        io.delete_row(concat(&[PREFIX, self.reference()]))
    }

    /// Saves that the order exists.
    pub fn save_placed<'a>(&mut self, io: &'a Io, order: &Order) -> Ask<'a, bool> {
        self.set_state(State::Placed);
        self.set_time("placedAt", io.now());
        self.set_order(order);
        self.save(io)
    }

    /// Hands the report of an existing order to the outbox, which delivers it.
    pub async fn move_to_outbox(&mut self, io: &Io, checkout: &Checkout) {
        let (Some(order_id), Some(session)) = (self.order_id(), self.session()) else { return };
        if let Some(lines) = self.lines(order_id) {
            let (id, session) = (integer(order_id), session.to_owned());
            outbox::save(io, &checkout.ocular, Kind::Order, &id, session, lines.to_json()).await;
        }
        self.set_reported();
        self.save(io).await;
    }
}

/// A payment session that a page has received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// The session's number.
    pub session: i64,
    /// When the page received it, in milliseconds since 1970.
    pub at: u64,
}

/// The guest's records, oldest first. Records of other guests and projects are ignored.
pub async fn rows(io: &Io, checkout: &Checkout) -> Vec<Row> {
    read_rows(io, &guest(checkout)).await
}

/// The records of one guest, or of all guests if `guest` is empty, oldest first. Corrupt records are quarantined, where
/// they do no harm and can be inspected.
async fn read_rows(io: &Io, guest: &str) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (key, text) in &io.rows(PREFIX).await {
        match Row::read(text) {
            Some(row) if key.strip_prefix(PREFIX) == Some(row.reference()) => {
                if guest.is_empty() || row.guest() == guest {
                    // Inserts in order: there are few records, and a sort costs 2 KB more brotli.
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

/// Reads a record again under its cart's lock and changes it. Without the lock, the upkeep or another call could
/// overwrite the change with a copy that it read earlier.
pub async fn amend(io: &Io, checkout: &Checkout, row: &Row, change: impl FnOnce(&mut Row)) {
    let lock = lock_name(row.cart());
    let is_held = io.lock(lock.clone(), Patience::Brief).await;
    if let Some(mut row) = row_of(io, checkout, row.reference()).await {
        change(&mut row);
        row.save(io).await;
    }
    if is_held {
        io.unlock(&lock);
    }
}

/// The record of a checkout.
pub async fn row_of(io: &Io, checkout: &Checkout, reference: &str) -> Option<Row> {
    for row in &rows(io, checkout).await {
        if row.reference() == reference {
            return Some(row.clone());
        }
    }
    None
}

/// Deletes expired records, and quarantined ones that are old.
pub async fn delete_expired(io: &Io) {
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

/// Name of the lock that serialises a cart's checkouts across all tabs.
pub fn lock_name(cart: &str) -> String {
    concat(&["order-bridge/order/", cart])
}

fn guest(checkout: &Checkout) -> String {
    hash(&checkout.client.name())
}

/// Identifies a cart: equal for the same products, quantities, coupons and points of the same guest, for the same form
/// and order storage. The shopper's details and the payment method do not count: a corrected telephone number must not
/// place a second order.
fn cart(checkout: &Checkout, order: &GuestOrder) -> String {
    let (products, rest) = order.cart_parts();
    // The order of products does not matter. (A sum of their hashes would be shorter, but FNV hashes are so similar
    // that different carts would collide. `sort_unstable` costs 1.9 KB more brotli.)
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
    fn records_are_read_back_unchanged() {
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
    fn corrupt_records_are_rejected() {
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
    fn records_expire_unless_a_report_is_due() {
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
