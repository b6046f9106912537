//! What is kept of each order that may exist: written before the order is sent, so that no reload, second tab or crash
//! makes a second one. Products and numbers only: nobody's name, no form value, no token.

use super::Checkout;
use crate::domain::data::Data;
use crate::domain::flow::Io;
use crate::domain::json::{self, Object};
use crate::domain::ocular::BuyOrder;
use crate::domain::ocular::outbox;
use crate::domain::ocular::track::Kind;
use crate::domain::oneentry::{GuestOrder, Order};
use crate::domain::packed::Packed;
use crate::domain::text::{concat, cut, digits, integer, joined, padded, push_hex, whole};

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
    /// The order exists, and the page was told all that was asked for.
    Done,
}

impl State {
    const NAMES: [(State, &str); 3] = [(State::Sent, "sent"), (State::Placed, "placed"), (State::Done, "done")];
}

/// The report of an order to Ocular.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The video attention that the order belongs to, wherever the shopper goes on with it.
    pub session: String,
    /// The wire form of the order's lines, without a number; `None` once the outbox has them.
    pub lines: Option<String>,
}

impl Report {
    /// The order's lines under its number.
    pub fn to_order(&self, order_id: i64) -> Option<BuyOrder> {
        let mut order = BuyOrder::check(&Packed::of(&json::parse(self.lines.as_ref()?)?)).0?;
        order.external_id = Some(integer(order_id));
        Some(order)
    }
}

/// One order that the shopper wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The checkout's own reference.
    pub reference: String,
    /// Which guest, of which project.
    pub guest: String,
    /// Which cart of that guest.
    pub cart: String,
    /// How far it is.
    pub state: State,
    /// The shopper wanted another one all the same: this one stands in nobody's way any more.
    pub superseded: bool,
    /// Milliseconds since 1970: when it was sent.
    pub sent_at: u64,
    /// When its order was known to exist.
    pub placed_at: u64,
    /// Marker of the order storage.
    pub storage: String,
    /// Locale in which the form data can be read back.
    pub locale: String,
    /// Marker of the payment account.
    pub payment_account: String,
    /// The form's marker that carries the reference.
    pub marker: Option<String>,
    /// The order, once it is known.
    pub order: Option<Placed>,
    /// What is to be told to Ocular.
    pub report: Option<Report>,
    /// The payment session that was opened last.
    pub opened: Option<Opened>,
}

/// A payment session that some page was given. Its address is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// Its number.
    pub session: i64,
    /// Milliseconds since 1970.
    pub at: u64,
}

/// What is kept of an order that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Its number.
    pub id: i64,
    /// Decimal string.
    pub total_sum: String,
    /// As answered.
    pub currency: String,
}

impl Placed {
    /// What is worth keeping of an answer: not the form data that it repeats.
    pub fn of(order: &Order) -> Placed {
        Placed { id: order.id, total_sum: order.total_sum.clone(), currency: order.currency.clone() }
    }

    /// The order as far as it was kept.
    pub fn to_order(&self) -> Order {
        let mut raw = String::new();
        let mut object = Object::open(&mut raw);
        object.raw("id", &integer(self.id)).text("totalSum", &self.total_sum).text("currency", &self.currency);
        object.close();
        Order {
            id: self.id,
            total_sum: self.total_sum.clone(),
            currency: self.currency.clone(),
            created_date: None,
            status_identifier: None,
            raw,
            twins: Vec::new(),
        }
    }
}

impl Row {
    /// The row of an order that is about to be sent.
    pub fn about(checkout: &Checkout, order: &GuestOrder, reference: &str) -> Row {
        Row {
            reference: reference.to_owned(),
            guest: guest(checkout),
            cart: cart(checkout, order),
            state: State::Sent,
            superseded: false,
            sent_at: 0,
            placed_at: 0,
            storage: order.storage.clone(),
            locale: order.locale().to_owned(),
            payment_account: order.payment_account.clone(),
            marker: None,
            order: None,
            report: None,
            opened: None,
        }
    }

    /// Whether Ocular is still to be told of it.
    pub fn is_unreported(&self) -> bool {
        self.report.as_ref().is_some_and(|report| report.lines.is_some())
    }

    /// The outbox has the report.
    pub fn reported(&mut self) {
        if let Some(report) = &mut self.report {
            report.lines = None;
        }
    }

    /// Whether this one is no more than a memory.
    pub fn is_over(&self, now: u64) -> bool {
        // A clock that went back makes no age.
        match self.state {
            State::Sent => now.saturating_sub(self.sent_at) > SENT_MS,
            State::Placed | State::Done => now.saturating_sub(self.placed_at) > PLACED_MS && !self.is_unreported(),
        }
    }

    fn read(text: &str) -> Option<Row> {
        let row = json::parse(text)?;
        let owned = |key: &str| row.text_of(key).map(str::to_owned);
        let time = |key: &str| row.get(key).and_then(Data::as_integer).and_then(|at| u64::try_from(at).ok());
        let name = row.text_of("state")?;
        let state = State::NAMES.iter().find(|(_, known)| *known == name)?.0;
        let order = match row.get("orderId") {
            None => None,
            Some(id) => Some(Placed {
                id: id.as_integer().filter(|id| *id > 0)?,
                total_sum: owned("totalSum")?,
                currency: owned("currency")?,
            }),
        };
        if order.is_none() && state != State::Sent {
            return None;
        }
        let report = owned("session").map(|session| Report { session, lines: owned("lines") });
        let session = row.get("paymentSession").and_then(Data::as_integer);
        let opened = session.and_then(|session| Some(Opened { session, at: time("openedAt")? }));
        Some(Row {
            reference: owned("reference")?,
            guest: owned("guest")?,
            cart: owned("cart")?,
            state,
            superseded: row.get("superseded").and_then(Data::as_bool)?,
            sent_at: time("sentAt")?,
            placed_at: time("placedAt")?,
            storage: owned("storage")?,
            locale: owned("locale")?,
            payment_account: owned("paymentAccount")?,
            marker: owned("marker"),
            order,
            report,
            opened,
        })
    }

    fn write(&self) -> String {
        let mut out = String::new();
        let mut row = Object::open(&mut out);
        let state = State::NAMES.iter().find(|(state, _)| *state == self.state).map_or("", |(_, name)| name);
        row.text("reference", &self.reference)
            .text("guest", &self.guest)
            .text("cart", &self.cart)
            .text("state", state)
            .bool("superseded", self.superseded)
            .raw("sentAt", &digits(self.sent_at))
            .raw("placedAt", &digits(self.placed_at))
            .text("storage", &self.storage)
            .text("locale", &self.locale)
            .text("paymentAccount", &self.payment_account);
        if let Some(marker) = &self.marker {
            row.text("marker", marker);
        }
        if let Some(order) = &self.order {
            row.raw("orderId", &integer(order.id)).text("totalSum", &order.total_sum).text("currency", &order.currency);
        }
        if let Some(opened) = &self.opened {
            row.raw("paymentSession", &integer(opened.session)).raw("openedAt", &digits(opened.at));
        }
        if let Some(report) = &self.report {
            row.text("session", &report.session);
            if let Some(lines) = &report.lines {
                row.text("lines", lines);
            }
        }
        row.close();
        out
    }

    /// Notes which session its order is to be paid with.
    pub async fn opened(&self, io: &Io, session: i64) {
        let opened = Some(Opened { session, at: io.now() });
        Row { opened, ..self.clone() }.keep(io).await;
    }

    /// Keeps the row; tells whether it outlives the page.
    pub async fn keep(&self, io: &Io) -> bool {
        io.put_row(concat(&[PREFIX, &self.reference]), self.write()).await
    }

    /// Forgets it.
    pub async fn forget(&self, io: &Io) {
        io.delete_row(concat(&[PREFIX, &self.reference])).await;
    }

    /// The order exists.
    pub async fn placed(&mut self, io: &Io, order: &Order) {
        self.state = State::Placed;
        self.placed_at = io.now();
        self.order = Some(Placed::of(order));
        self.keep(io).await;
    }

    /// Hands the report of an order that exists to the outbox, which delivers it.
    pub async fn hand_over(&mut self, io: &Io, checkout: &Checkout) {
        let (Some(order), Some(report)) = (&self.order, &self.report) else { return };
        if let Some(lines) = report.to_order(order.id) {
            let (id, session) = (integer(order.id), report.session.clone());
            outbox::keep(io, &checkout.ocular, Kind::Order, &id, session, lines.to_json()).await;
        }
        self.reported();
        self.keep(io).await;
    }
}

/// This guest's rows, oldest first. Those of other guests and projects are left to them.
pub async fn rows(io: &Io, checkout: &Checkout) -> Vec<Row> {
    let mut rows = all(io).await;
    let guest = guest(checkout);
    rows.retain(|row| row.guest == guest);
    rows
}

/// All rows, oldest first. What is no row is put aside, so that it harms nothing and can be looked at.
async fn all(io: &Io) -> Vec<Row> {
    let mut rows = Vec::new();
    for (key, text) in io.rows(PREFIX).await {
        match Row::read(&text) {
            Some(row) if key.strip_prefix(PREFIX) == Some(&row.reference) => {
                // They are few: a sort is 2 KB of brotli more.
                let place = rows.partition_point(|known: &Row| known.sent_at <= row.sent_at);
                rows.insert(place, row);
            }
            _ => {
                let at = io.now();
                io.put_row(concat(&[QUARANTINE, &padded(at, 15), "-", &key]), text).await;
                io.delete_row(key).await;
            }
        }
    }
    rows
}

/// The row of a checkout.
pub async fn row_of(io: &Io, checkout: &Checkout, reference: &str) -> Option<Row> {
    let mut rows = rows(io, checkout).await;
    let index = rows.iter().position(|row| row.reference == reference)?;
    Some(rows.swap_remove(index))
}

/// Forgets what is no more than a memory.
pub async fn tidy(io: &Io) {
    let now = io.now();
    for row in all(io).await {
        if row.is_over(now) {
            row.forget(io).await;
        }
    }
    for (key, _) in io.rows(QUARANTINE).await {
        let at = key.strip_prefix(QUARANTINE).and_then(|rest| whole(cut(rest, b"-").0));
        if now.saturating_sub(at.unwrap_or(0)) > SENT_MS {
            io.delete_row(key).await;
        }
    }
}

/// The lock that keeps a cart's checkouts apart, in all tabs.
pub fn lock_name(cart: &str) -> String {
    concat(&["order-bridge/order/", cart])
}

fn guest(checkout: &Checkout) -> String {
    written(hash(&checkout.client.name()))
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
    written(hash(&joined(&[name.as_str(), &order.storage, &order.form, &rest, &products], "\n")))
}

/// FNV-1a: two carts of one shopper must differ, nobody has to be kept from making two that do not.
fn hash(text: &str) -> u128 {
    let mut hash = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128;
    for byte in text.bytes() {
        hash = (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
    hash
}

fn written(hash: u128) -> String {
    let mut text = String::with_capacity(32);
    for byte in hash.to_be_bytes() {
        push_hex(&mut text, byte);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(state: State) -> Row {
        Row {
            reference: "r".into(),
            guest: "g".into(),
            cart: "c".into(),
            state,
            superseded: false,
            sent_at: 5,
            placed_at: 6,
            storage: "guest_orders".into(),
            locale: "en_US".into(),
            payment_account: "cash".into(),
            marker: Some("order_reference".into()),
            order: (state != State::Sent).then(|| Placed { id: 90, total_sum: "18.50".into(), currency: "".into() }),
            report: Some(Report { session: "1536".into(), lines: Some(r#"{"items":[]}"#.into()) }),
            opened: (state != State::Sent).then_some(Opened { session: 41, at: 7 }),
        }
    }

    #[test]
    fn rows_come_back_as_they_were() {
        for (state, _) in State::NAMES {
            assert_eq!(Row::read(&row(state).write()), Some(row(state)));
        }
        let mut reported = row(State::Done);
        reported.reported();
        assert_eq!(Row::read(&reported.write()), Some(reported));
        let mut plain = row(State::Sent);
        (plain.marker, plain.report) = (None, None);
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
        assert!(!sent.is_over(sent.sent_at + SENT_MS) && sent.is_over(sent.sent_at + SENT_MS + 1));
        sent.sent_at = u64::MAX;
        assert!(!sent.is_over(0));
        for state in [State::Placed, State::Done] {
            let mut row = row(state);
            assert!(!row.is_over(row.placed_at + SENT_MS));
            row.reported();
            assert!(!row.is_over(row.placed_at + 2 * DAY_MS));
            assert!(row.is_over(row.placed_at + PLACED_MS + 1));
        }
    }
}
