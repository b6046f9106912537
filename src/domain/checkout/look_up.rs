//! Looks an order up whose answer was lost, by the reference that its form carries. Only what carries it is taken out of
//! the list; nothing of other orders goes any further.

use super::ledger::Row;
use crate::domain::deadline::Deadline;
use crate::domain::flow::Io;
use crate::domain::http::{Exchange, Method};
use crate::domain::oneentry::guest_order::path_segment;
use crate::domain::oneentry::{Client, Order};
use crate::domain::text::{concat, digits};

/// Orders on one page of the list: the service's own default.
const PAGE: u64 = 30;
/// Pages that are read at most: the first, then backwards from the last. Which end is the newest is not documented.
const MOST_PAGES: usize = 5;

/// The order of a row, `None` when the list does not show it, which proves nothing: lists lag, and the request may
/// still be on its way. The error is what kept the list away.
pub async fn look_up(io: &Io, client: &Client, row: &Row) -> Result<Option<Order>, Exchange> {
    let Some(marker) = &row.marker else { return Ok(None) };
    let until = Deadline::read(io);
    let (found, total) = page(io, client, row, marker, 0, until).await?;
    let mut end = total;
    let mut found = found;
    for _ in 1..MOST_PAGES {
        if found.is_some() || end <= PAGE {
            break;
        }
        // What comes before was on the first page.
        end = end.saturating_sub(PAGE).max(PAGE);
        (found, _) = page(io, client, row, marker, end, until).await?;
    }
    Ok(found)
}

async fn page(
    io: &Io,
    client: &Client,
    row: &Row,
    marker: &str,
    offset: u64,
    until: Deadline,
) -> Result<(Option<Order>, u64), Exchange> {
    let (storage, locale) = (path_segment(&row.storage), path_segment(&row.locale));
    let path = concat(&[
        "/orders-storage/marker/",
        &storage,
        "/orders?langCode=",
        &locale,
        "&limit=",
        &digits(PAGE),
        "&offset=",
        &digits(offset),
    ]);
    let exchange = client.repeat(io, Method::Get, &path, None, until).await;
    let listed = exchange.as_ref().ok().and_then(|answer| Order::read_listed(answer, marker, &row.reference));
    listed.ok_or(exchange)
}
