//! A purchase order as `setBuyOrder` takes it: rules, defaults, wire form.

use crate::domain::data::Data;
use crate::domain::json::Object;
use crate::domain::ocular::PARAMS;
use crate::domain::packed::{Cursor, Kind, Packed};
use crate::domain::validation::{Absent, Checker, Field, Holds, Path, Report, Rule, Slots};

/// Most items in one order.
const MAX_ITEMS: usize = 10_000;
/// Most bytes of a request body, 1 MiB.
const MAX_BODY: usize = 1_048_576;
const MAX_ITEMS_TEXT: &str = "10000";
const MAX_LISTED: (usize, &str) = (100, "100");
const MAX_NAME: usize = 255;
const MAX_URL: usize = 2048;
const MAX_TEXT: usize = 65_535;
const PRICE_PLACES: usize = 4;
const MAX_PRICE: &str = "999999999999.9999";
const MAX_QUANTITY: (i64, &str) = (2_147_483_647, "2147483647");

// The tables of the contract, in its order, which is also that of reports and of the body.

static ORDER: [Field; 2] = [
    optional(",\"external_id\":", Holds::Text(MAX_NAME), Absent::LeftOut),
    required(",\"items\":", Holds::List(&Holds::Object(&ITEM), (MAX_ITEMS, MAX_ITEMS_TEXT))),
];

static ITEM: [Field; 13] = [
    optional(",\"external_id\":", Holds::Text(MAX_NAME), Absent::LeftOut),
    optional(",\"image\":", Holds::Url(MAX_URL), Absent::LeftOut),
    required(",\"name\":", Holds::Text(MAX_NAME)),
    optional(",\"description\":", Holds::Text(MAX_TEXT), Absent::LeftOut),
    required(",\"quantity\":", Holds::Integer((1, "1"), MAX_QUANTITY)),
    required(",\"price\":", Holds::Decimal(PRICE_PLACES, MAX_PRICE)),
    optional(",\"unit_price\":", Holds::Flag, Absent::Written("false")),
    required(",\"currency\":", Holds::OneOf(&["CLP", "USD", "EUR"], "CLP, USD, EUR")),
    optional(",\"include_tax\":", Holds::Flag, Absent::Written("true")),
    optional(
        ",\"discount_type\":",
        Holds::OneOf(&["percent", "amount"], "percent, amount"),
        Absent::Written("\"amount\""),
    ),
    optional(",\"discount\":", Holds::DecimalWhere("discount_type", "percent", "100"), Absent::Written("0")),
    optional(",\"variants\":", Holds::List(&Holds::Object(&VARIANT), MAX_LISTED), Absent::Written("[]")),
    optional(",\"categories\":", Holds::List(&Holds::Text(MAX_NAME), MAX_LISTED), Absent::Written("[]")),
];

static VARIANT: [Field; 2] =
    [required(",\"name\":", Holds::Text(MAX_NAME)), required(",\"value\":", Holds::Text(MAX_NAME))];

const fn required(key: &'static str, holds: Holds) -> Field {
    Field { key, holds, absent: Absent::Missed }
}

const fn optional(key: &'static str, holds: Holds, absent: Absent) -> Field {
    Field { key, holds, absent }
}

/// A valid purchase order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuyOrder {
    /// The shop's own number; with it a second call edits the order.
    pub external_id: Option<String>,
    /// One to 10,000 lines in their wire form: every default written out, keys in the order of the contract.
    pub items: String,
}

impl BuyOrder {
    /// Checks one order. The report names everything that is wrong, and unknown properties.
    pub fn check(params: &Packed) -> (Option<BuyOrder>, Report) {
        let mut checker = Checker::default();
        let order = read(&mut checker, &mut params.cursor(), &Path::Root, params.len());
        (order.filter(|_| checker.report.is_valid()), checker.report)
    }

    /// Checks one order, or an array of orders; then paths begin with the order's index.
    pub fn check_each(params: &Packed) -> (Option<Vec<BuyOrder>>, Report) {
        let mut cursor = params.cursor();
        if cursor.peek() != Kind::List {
            let (order, report) = BuyOrder::check(params);
            return (order.map(|order| vec![order]), report);
        }
        let mut checker = Checker::default();
        let mut orders = Vec::new();
        cursor.enter();
        while cursor.more() {
            if orders.len() == MAX_ITEMS {
                checker.report.back_to((0, 0));
                checker.wrong(&Path::Root, Rule::AtMost(MAX_ITEMS_TEXT));
                break;
            }
            let path = Path::Index(&Path::Root, orders.len());
            orders.push(read(&mut checker, &mut cursor, &path, 0));
        }
        if orders.is_empty() {
            checker.wrong(&Path::Key(&Path::Root, PARAMS), Rule::Required);
        }
        (orders.into_iter().collect::<Option<_>>().filter(|_| checker.report.is_valid()), checker.report)
    }

    /// Checks the lines of a placed order; the order's id becomes `external_id` later.
    pub fn check_lines(items: Data) -> (Option<BuyOrder>, Report) {
        BuyOrder::check(&Packed::of(&Data::Map(vec![("items".into(), items)])))
    }

    /// The request body, unless it is too large to be sent.
    pub fn body(&self) -> Result<String, Report> {
        let body = self.to_json();
        if body.len() <= MAX_BODY {
            return Ok(body);
        }
        let mut report = Report::default();
        report.add(PARAMS.to_owned(), Rule::AtMost("1048576"));
        Err(report)
    }

    /// The order in its wire form.
    pub fn to_json(&self) -> String {
        let mut out = String::with_capacity(self.items.len() + 300);
        let mut order = Object::open(&mut out);
        if let Some(id) = &self.external_id {
            order.text("external_id", id);
        }
        order.raw("items", &self.items);
        order.close();
        out
    }
}

fn read(checker: &mut Checker, cursor: &mut Cursor<'_>, path: &Path<'_>, length: usize) -> Option<BuyOrder> {
    let start = *cursor;
    let slots = open(checker, cursor, &ORDER, path)?;
    let (mut id, mut lines) = (String::new(), String::with_capacity(length + length / 2));
    let [external_id, items] = &ORDER;
    let [id_text, items_text, ..] = slots.values;
    checker.field(id_text, &start, external_id, (&ORDER, &slots), path, &mut id);
    checker.field(items_text, &start, items, (&ORDER, &slots), path, &mut lines);
    if start.inside(items_text).is_empty_list() {
        checker.wrong(&Path::Key(path, "items"), Rule::Required);
    }
    checker.close(&slots, &ORDER, path);
    Some(BuyOrder { external_id: (!id.is_empty()).then(|| id_text.value().into_owned()), items: lines })
}

/// The argument itself: at the root it is called `params`.
pub(super) fn open<'a>(
    checker: &mut Checker,
    cursor: &mut Cursor<'a>,
    table: &'static [Field],
    path: &Path<'_>,
) -> Option<Slots<'a>> {
    const ROOT: Path<'static> = Path::Key(&Path::Root, PARAMS);
    match (path, cursor.peek()) {
        (_, Kind::Map(_)) => checker.open(cursor, table, path),
        (Path::Root, _) => checker.open(cursor, table, &ROOT),
        _ => checker.open(cursor, table, path),
    }
}
