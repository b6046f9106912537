//! Finds an order whose response was lost, by the reference in its form data. Only the matching order is taken from the
//! list; other orders are discarded.

use super::Checkout;
use super::ledger::Row;
use crate::domain::deadline::Deadline;
use crate::domain::flow::Io;
use crate::domain::http::{Exchange, Method};
use crate::domain::oneentry::guest_order::path_segment;
use crate::domain::oneentry::{Client, Order};
use crate::domain::text::{concat, digits};

/// Orders on one page of the list: the service's default.
const PAGE: u64 = 30;
/// Maximum number of pages to read: the first, then backwards from the last. Which end has the newest orders is not
/// documented.
const MAX_PAGES: usize = 5;

/// Returns the record's order, or `None` if the list does not contain it. That proves nothing: lists lag, and the
/// request may still be on its way. The error is the exchange that returned no list.
pub async fn look_up(io: &Io, client: &Client, row: &Row) -> Result<Option<Order>, Exchange> {
    let Some(marker) = row.marker() else { return Ok(None) };
    let until = Deadline::read(io);
    let (mut offset, mut end) = (0, 0);
    for page in 0..MAX_PAGES {
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
        // Not below `PAGE`: earlier orders were on the first page.
        end = end.saturating_sub(PAGE).max(PAGE);
        offset = end;
    }
    Ok(None)
}

/// Finds an order whose response was lost, and saves that it exists.
pub async fn find(io: &Io, checkout: &Checkout, row: &mut Row) -> Option<Order> {
    if !checkout.is_reachable(io).await {
        return None;
    }
    let found = look_up(io, &checkout.client, row).await.ok()??;
    row.save_placed(io, &found).await;
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
