//! A purchase order, as passed to `setBuyOrder`: rules, defaults, wire format.

use crate::domain::data::Data;
use crate::domain::decimal::PRICE_PLACES;
use crate::domain::json::Object;
use crate::domain::ocular::PARAMS;
use crate::domain::packed::{Cursor, Kind, Packed};
use crate::domain::validation::schema::{field, is_blank};
use crate::domain::validation::{Absent, Checker, Elements, Field, Holds, Path, Report, Rule, Slots};

/// Maximum number of items in one order.
const MAX_ITEMS: usize = 10_000;
/// Maximum size of a request body in bytes: 1 MiB.
pub(super) const MAX_BODY: usize = 1_048_576;
const MAX_ITEMS_TEXT: &str = "10000";
const ITEMS: &str = "items";
const MAX_LISTED: (usize, &str) = (100, "100");
const MAX_NAME: usize = 255;
const MAX_URL: usize = 2048;
const MAX_TEXT: usize = 65_535;
const MAX_PRICE: &str = "999999999999.9999";
const MAX_QUANTITY: (i64, &str) = (2_147_483_647, "2147483647");

// The tables of the contract, in its order. Reports and the body use the same order.

static ORDER: [Field; 2] = [
    field!("external_id", Holds::Text(MAX_NAME), Absent::LeftOut),
    field!("items", Holds::List(&Holds::Object(&ITEM), (MAX_ITEMS, MAX_ITEMS_TEXT)), Absent::Required),
];

static ITEM: [Field; 13] = [
    field!("external_id", Holds::Text(MAX_NAME), Absent::LeftOut),
    field!("image", Holds::Url(MAX_URL), Absent::LeftOut),
    field!("name", Holds::Text(MAX_NAME), Absent::Required),
    field!("description", Holds::Text(MAX_TEXT), Absent::LeftOut),
    field!("quantity", Holds::Integer((1, "1"), MAX_QUANTITY), Absent::Required),
    field!("price", Holds::Decimal(PRICE_PLACES, Some(MAX_PRICE)), Absent::Required),
    field!("unit_price", Holds::Flag, Absent::Written("false")),
    field!("currency", Holds::OneOf(&["CLP", "USD", "EUR"], "CLP, USD, EUR"), Absent::Required),
    field!("include_tax", Holds::Flag, Absent::Written("true")),
    field!("discount_type", Holds::OneOf(&["percent", "amount"], "percent, amount"), Absent::Written("\"amount\"")),
    field!("discount", Holds::DecimalWhere("discount_type", "percent", "100"), Absent::Written("0")),
    field!("variants", Holds::List(&Holds::Object(&VARIANT), MAX_LISTED), Absent::Written("[]")),
    field!("categories", Holds::List(&Holds::Text(MAX_NAME), MAX_LISTED), Absent::Written("[]")),
];

static VARIANT: [Field; 2] =
    [field!("name", Holds::Text(MAX_NAME), Absent::Required), field!("value", Holds::Text(MAX_NAME), Absent::Required)];

/// A valid purchase order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuyOrder {
    /// The shop's own order number. A second call with the same number edits the order.
    pub external_id: Option<String>,
    /// One to 10,000 lines in wire format: every default written out, keys in the order of the contract.
    pub items: String,
}

impl BuyOrder {
    /// Checks one order. The report lists every violation and every unknown property.
    pub fn check(params: &Packed) -> (Option<BuyOrder>, Report) {
        let mut checking = Checking::of(params);
        checking.go_on(usize::MAX);
        checking.end()
    }

    /// Checks one order or an array of orders. For an array, paths begin with the order's index.
    pub fn check_each(params: &Packed) -> (Option<Vec<BuyOrder>>, Report) {
        let mut cursor = params.cursor();
        if cursor.peek() != Kind::List {
            let (order, report) = BuyOrder::check(params);
            return (order.map(|order| vec![order]), report);
        }
        let mut checker = Checker::default();
        let mut orders = Vec::new();
        let (mut count, mut has_none) = (0, false);
        cursor.enter();
        while cursor.more() {
            if count == MAX_ITEMS {
                checker.report.rollback((0, 0));
                checker.wrong(&Path::Root, Rule::AtMost(MAX_ITEMS_TEXT));
                break;
            }
            let path = Path::Index(&Path::Root, count);
            let mut reading = Reading::begin(&mut checker, &mut cursor, &path, 0);
            if let Some(reading) = &mut reading {
                reading.go_on(&mut checker, usize::MAX, &path);
            }
            match reading {
                Some(reading) => orders.push(reading.end(&mut checker, &path)),
                None => has_none = true,
            }
            count += 1;
        }
        if count == 0 {
            checker.wrong(&Path::Key(&Path::Root, PARAMS), Rule::Required);
        }
        let valid = !has_none && checker.report.is_valid();
        (valid.then_some(orders), checker.report)
    }

    /// Checks the lines of a placed order. Its id becomes the `external_id` later.
    pub fn check_lines(items: Data) -> (Option<BuyOrder>, Report) {
        BuyOrder::check(&Packed::of(&Data::Map(vec![("items".into(), items)])))
    }

    /// The request body, or a report if it is too large to send.
    pub fn body(&self) -> Result<String, Report> {
        let body = self.to_json();
        if body.len() <= MAX_BODY { Ok(body) } else { Err(too_large()) }
    }

    /// The order in wire format.
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

/// The report for a body that is too large.
pub(super) fn too_large() -> Report {
    let mut report = Report::default();
    report.add(PARAMS.to_owned(), Rule::AtMost("1048576"));
    report
}

/// An order being checked, some items at a time.
#[derive(Debug)]
pub struct Checking<'a> {
    checker: Checker,
    reading: Option<Reading<'a>>,
}

impl<'a> Checking<'a> {
    /// Starts the check. Results are available only from [`Checking::end`].
    pub fn of(params: &'a Packed) -> Checking<'a> {
        let mut checker = Checker::default();
        let reading = Reading::begin(&mut checker, &mut params.cursor(), &Path::Root, params.size());
        Checking { checker, reading }
    }

    /// Checks at most `items` items. Returns whether there are more.
    pub fn go_on(&mut self, items: usize) -> bool {
        self.reading.as_mut().is_some_and(|reading| reading.go_on(&mut self.checker, items, &Path::Root))
    }

    /// The order, if it is valid, and the report.
    pub fn end(mut self) -> (Option<BuyOrder>, Report) {
        let order = self.reading.map(|reading| reading.end(&mut self.checker, &Path::Root));
        (order.filter(|_| self.checker.report.is_valid()), self.checker.report)
    }
}

/// An order being read.
#[derive(Debug)]
struct Reading<'a> {
    slots: Slots<'a>,
    external_id: Option<String>,
    lines: String,
    items: Option<Elements<'a>>,
}

impl<'a> Reading<'a> {
    fn begin(checker: &mut Checker, cursor: &mut Cursor<'a>, path: &Path<'_>, length: usize) -> Option<Reading<'a>> {
        let start = *cursor;
        let slots = open(checker, cursor, &ORDER, path)?;
        let [external_id, list] = &ORDER;
        let [id, items, ..] = slots.values;
        let mut written = String::new();
        checker.field(id, &start, external_id, (&ORDER, &slots), path, &mut written);
        // Leaves space for the defaults, which are all written out.
        let mut lines = String::with_capacity(length + length / 2);
        let items_path = Path::Key(path, ITEMS);
        let items = match is_blank(items) || start.inside(items).is_empty_list() {
            true => {
                checker.wrong(&items_path, Rule::Required);
                None
            }
            false => match &list.holds {
                Holds::List(of, max) => checker.begin(start.inside(items), of, *max, &items_path, &mut lines),
                _ => None,
            },
        };
        let external_id = (!written.is_empty()).then(|| id.value().into_owned());
        Some(Reading { slots, external_id, lines, items })
    }

    fn go_on(&mut self, checker: &mut Checker, count: usize, path: &Path<'_>) -> bool {
        let path = Path::Key(path, ITEMS);
        self.items.as_mut().is_some_and(|items| checker.go_on(items, count, &path, &mut self.lines))
    }

    fn end(self, checker: &mut Checker, path: &Path<'_>) -> BuyOrder {
        checker.close(&self.slots, &ORDER, path);
        BuyOrder { external_id: self.external_id, items: self.lines }
    }
}

/// Opens the object at `path`. If the argument itself is invalid, the violation is reported under `params`.
pub(super) fn open<'a>(
    checker: &mut Checker,
    cursor: &mut Cursor<'a>,
    table: &'static [Field],
    path: &Path<'_>,
) -> Option<Slots<'a>> {
    const ROOT: Path<'static> = Path::Key(&Path::Root, PARAMS);
    match (path, cursor.peek()) {
        (_, Kind::Map(_)) | (Path::Key(..) | Path::Index(..), _) => checker.open(cursor, table, path),
        (Path::Root, _) => checker.open(cursor, table, &ROOT),
    }
}
