//! Two futures, of which one is enough.

use std::future::Future;
use std::pin::pin;
use std::task::Poll;

/// What `wanted` comes to, or nothing when `limit` is over before.
pub async fn first<T, L>(wanted: impl Future<Output = T>, limit: impl Future<Output = L>) -> Option<T> {
    let (mut wanted, mut limit) = (pin!(wanted), pin!(limit));
    std::future::poll_fn(|context| match wanted.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => limit.as_mut().poll(context).map(|_| None),
    })
    .await
}
