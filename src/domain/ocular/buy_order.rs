//! A purchase order as `setBuyOrder` takes it: rules, defaults, wire form.

use crate::domain::data::Data;
use crate::domain::decimal::Decimal;
use crate::domain::json::{self, Object};
use crate::domain::ocular::PARAMS;
use crate::domain::validation::{Fields, Path, Reader, Report, Rule};

/// Most items in one order.
pub const MAX_ITEMS: usize = 10_000;
/// Most bytes of a request body, 1 MiB.
pub const MAX_BODY: usize = 1_048_576;
const MAX_LISTED: (usize, &str) = (100, "100");
const MAX_NAME: usize = 255;
const MAX_URL: usize = 2048;
const MAX_TEXT: usize = 65_535;
const MAX_PRICE: &str = "999999999999.9999";
const PRICE_PLACES: usize = 4;
const MAX_PERCENT: &str = "100";

/// Currency of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Currency {
    /// Chilean peso, no decimals.
    Clp,
    /// US dollar.
    Usd,
    /// Euro.
    Eur,
}

impl Currency {
    const NAMES: [(&'static str, Currency); 3] =
        [("CLP", Currency::Clp), ("USD", Currency::Usd), ("EUR", Currency::Eur)];

    /// The code on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Currency::Clp => "CLP",
            Currency::Usd => "USD",
            Currency::Eur => "EUR",
        }
    }

    /// Digits after the point of an amount of this currency.
    pub fn digits(self) -> usize {
        match self {
            Currency::Clp => 0,
            Currency::Usd | Currency::Eur => 2,
        }
    }
}

/// How `discount` is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiscountType {
    /// Per cent of the line.
    Percent,
    /// An amount of money.
    Amount,
}

impl DiscountType {
    const NAMES: [(&'static str, DiscountType); 2] =
        [("percent", DiscountType::Percent), ("amount", DiscountType::Amount)];

    fn name(self) -> &'static str {
        match self {
            DiscountType::Percent => "percent",
            DiscountType::Amount => "amount",
        }
    }
}

/// A valid item, defaults written out.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the vendor's own, documented in contracts/ocular.md")]
pub struct Item {
    pub external_id: Option<String>,
    pub image: Option<String>,
    pub name: String,
    pub description: Option<String>,
    pub quantity: i64,
    pub price: Decimal,
    pub unit_price: bool,
    pub currency: Currency,
    pub include_tax: bool,
    pub discount_type: DiscountType,
    pub discount: Option<Decimal>,
    pub variants: Vec<(String, String)>,
    pub categories: Vec<String>,
}

/// A valid purchase order.
#[derive(Debug, Clone, PartialEq)]
pub struct BuyOrder {
    /// The shop's own number; with it a second call edits the order.
    pub external_id: Option<String>,
    /// One to 10,000 lines.
    pub items: Vec<Item>,
}

impl BuyOrder {
    /// Checks one order. The report names everything that is wrong, and unknown properties.
    pub fn check(params: Data) -> (Option<BuyOrder>, Report) {
        let mut reader = Reader::default();
        let order = read_order(&mut reader, params, &Path::Root);
        done(reader, order)
    }

    /// Checks an array of orders; paths begin with the order's index.
    pub fn check_all(list: Vec<Data>) -> (Option<Vec<BuyOrder>>, Report) {
        let mut reader = Reader::default();
        if list.is_empty() {
            reader.report.add(PARAMS.into(), Rule::Required);
        }
        let orders = reader.elements(list, &Path::Root, (MAX_ITEMS, "10000"), read_order);
        done(reader, Some(orders))
    }

    /// Checks the lines of a placed order under the path `track`; the order's id becomes `external_id` later.
    pub fn check_lines(items: Data) -> (Option<BuyOrder>, Report) {
        BuyOrder::check(Data::Map(vec![("items".into(), items)]))
    }

    /// The request body: every default written out, keys in the order of the contract.
    pub fn to_json(&self) -> String {
        let mut out = String::with_capacity(64 + self.items.len() * 256);
        let mut order = Object::open(&mut out);
        if let Some(id) = &self.external_id {
            order.text("external_id", id);
        }
        json::list(order.key("items"), &self.items, |out, item| item.write(out));
        order.close();
        out
    }
}

fn done<T>(mut reader: Reader, value: Option<T>) -> (Option<T>, Report) {
    let report = std::mem::take(&mut reader.report);
    (value.filter(|_| report.is_valid()), report)
}

fn read_order(reader: &mut Reader, params: Data, path: &Path<'_>) -> Option<BuyOrder> {
    let mut fields = open(reader, params, path)?;
    let external_id = fields.optional_text(reader, "external_id", MAX_NAME);
    let list = fields.list(reader, "items").unwrap_or_default();
    let items_path = Path::Key(path, "items");
    let items = reader.elements(list, &items_path, (MAX_ITEMS, "10000"), Item::read);
    fields.finish(reader);
    Some(BuyOrder { external_id, items })
}

/// The argument itself: at the root it is called `params`.
pub(super) fn open<'p>(reader: &mut Reader, params: Data, path: &'p Path<'p>) -> Option<Fields<'p>> {
    const ROOT: Path<'static> = Path::Key(&Path::Root, PARAMS);
    match (path, params.is_map()) {
        (Path::Root, false) => reader.object(params, &ROOT),
        _ => reader.object(params, path),
    }
}

impl Item {
    fn read(reader: &mut Reader, item: Data, path: &Path<'_>) -> Option<Item> {
        let mut fields = reader.object(item, path)?;
        let external_id = fields.optional_text(reader, "external_id", MAX_NAME);
        let image = fields.optional_url(reader, "image", MAX_URL);
        let name = fields.text(reader, "name", MAX_NAME);
        let description = fields.optional_text(reader, "description", MAX_TEXT);
        let quantity = fields.integer(reader, "quantity", (1, "1"), (2_147_483_647, "2147483647"));
        let price = fields.decimal(reader, "price", PRICE_PLACES, MAX_PRICE);
        let unit_price = fields.flag(reader, "unit_price", false);
        let currency = fields.one_of(reader, "currency", &Currency::NAMES, "CLP, USD, EUR");
        let include_tax = fields.flag(reader, "include_tax", true);
        let discount_type = fields.optional_one_of(
            reader,
            "discount_type",
            &DiscountType::NAMES,
            "percent, amount",
            DiscountType::Amount,
        );
        let max_discount = (discount_type == Some(DiscountType::Percent)).then_some(MAX_PERCENT);
        let discount = fields.optional_decimal(reader, "discount", max_discount);
        let variants = fields.optional_list(reader, "variants");
        let variants = reader.elements(variants, &Path::Key(path, "variants"), MAX_LISTED, read_variant);
        let categories = fields.optional_list(reader, "categories");
        let categories =
            reader.elements(categories, &Path::Key(path, "categories"), MAX_LISTED, |reader, value, path| {
                reader.text(value, path, MAX_NAME)
            });
        fields.finish(reader);
        Some(Item {
            external_id,
            image,
            name: name?,
            description,
            quantity: quantity?,
            price: price?,
            unit_price,
            currency: currency?,
            include_tax,
            discount_type: discount_type?,
            discount,
            variants,
            categories,
        })
    }

    fn write(&self, out: &mut String) {
        let mut item = Object::open(out);
        for (key, value) in [("external_id", &self.external_id), ("image", &self.image)] {
            if let Some(value) = value {
                item.text(key, value);
            }
        }
        item.text("name", &self.name);
        if let Some(description) = &self.description {
            item.text("description", description);
        }
        item.raw("quantity", &self.quantity.to_string())
            .raw("price", &self.price.to_string())
            .bool("unit_price", self.unit_price)
            .text("currency", self.currency.code())
            .bool("include_tax", self.include_tax)
            .text("discount_type", self.discount_type.name())
            .raw("discount", &self.discount.as_ref().map_or_else(|| "0".to_owned(), Decimal::to_string));
        json::list(item.key("variants"), &self.variants, |out, (name, value)| {
            let mut variant = Object::open(out);
            variant.text("name", name).text("value", value);
            variant.close();
        });
        json::list(item.key("categories"), &self.categories, |out, category| json::write_text(out, category));
        item.close();
    }
}

fn read_variant(reader: &mut Reader, variant: Data, path: &Path<'_>) -> Option<(String, String)> {
    let mut fields = reader.object(variant, path)?;
    let name = fields.text(reader, "name", MAX_NAME);
    let value = fields.text(reader, "value", MAX_NAME);
    fields.finish(reader);
    Some((name?, value?))
}
