//! Looks an order up whose answer was lost, by the reference that its form carries. Only what carries it is taken out of
//! the list; nothing of other orders goes any further.

use super::Checkout;
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
    let Some(marker) = row.marker() else { return Ok(None) };
    let until = Deadline::read(io);
    let (mut offset, mut end) = (0, 0);
    for page in 0..MOST_PAGES {
        let path = path(row, offset);
        let exchange = client.repeat(io, Method::Get, &path, None, until).await;
        let listed = exchange.as_ref().ok().and_then(|answer| Order::read_listed(answer, marker, row.reference()));
        let Some((found, total)) = listed else { return Err(exchange) };
        if page == 0 {
            end = total;
        }
        if found.is_some() || end <= PAGE {
            return Ok(found);
        }
        // What comes before was on the first page.
        end = end.saturating_sub(PAGE).max(PAGE);
        offset = end;
    }
    Ok(None)
}

/// Looks an order up whose answer was lost; writes down that it exists.
pub async fn find(io: &Io, checkout: &Checkout, row: &mut Row) -> Option<Order> {
    if !checkout.is_reachable(io).await {
        return None;
    }
    let found = look_up(io, &checkout.client, row).await.ok()??;
    row.keep_placed(io, &found).await;
    Some(found)
}

fn path(row: &Row, offset: u64) -> String {
    let (storage, locale) = (path_segment(row.storage()), path_segment(row.locale()));
    concat(&[
        "/orders-storage/marker/",
        &storage,
        "/orders?langCode=",
        &locale,
        "&limit=",
        &digits(PAGE),
        "&offset=",
        &digits(offset),
    ])
}
