//! When a request is repeated, and after which pause (`contracts/ocular.md`, `contracts/oneentry.md`).

use super::flow::Io;
use super::http::{Exchange, Fault};
use super::text::{trim, whole};

/// Maximum number of attempts for a request that may be repeated.
pub const TRIES: u32 = 3;
const BASE_MS: u32 = 500;
const CAP_MS: u32 = 5_000;
/// The longest pause for a `Retry-After`: 30 s.
const MAX_RETRY_AFTER_MS: u32 = 30_000;

/// The pause after a 429 without a readable `Retry-After`.
pub const BUSY_PAUSE_MS: u32 = 2_000;

/// Milliseconds before attempt number `next` (2, 3, …): 0.5 s · 2^(next − 2), at most 5 s, full jitter. `dice` is
/// evenly distributed over all `u32`.
pub fn backoff_ms(next: u32, dice: u32) -> u32 {
    let ceiling = BASE_MS.saturating_mul(1 << next.saturating_sub(2).min(8)).min(CAP_MS);
    let share = u64::from(ceiling) * u64::from(dice) / u64::from(u32::MAX);
    u32::try_from(share).unwrap_or(ceiling)
}

/// Milliseconds before attempt number `next`: what the response asks for, otherwise the backoff.
pub fn pause_ms(io: &Io, exchange: &Exchange, next: u32) -> u32 {
    let asked = exchange.as_ref().ok().and_then(|answer| retry_after_ms(answer.retry_after.as_deref()));
    match asked {
        Some(ms) => ms,
        None => backoff_ms(next, io.dice()),
    }
}

/// `Retry-After` in milliseconds if it is whole seconds; more than 30 s counts as 30 s. A date is ignored: a page's
/// clock is not the server's.
pub fn retry_after_ms(header: Option<&str>) -> Option<u32> {
    let seconds = whole(trim(header?))?;
    Some(u32::try_from(seconds.saturating_mul(1000)).unwrap_or(u32::MAX).min(MAX_RETRY_AFTER_MS))
}

/// Whether another attempt of a repeatable request can help.
pub fn is_transient(exchange: &Exchange) -> bool {
    match exchange {
        Ok(answer) => matches!(answer.status, 408 | 425 | 429 | 500..=599),
        Err(Fault::Offline | Fault::NotSent | Fault::NoFetch | Fault::Aborted) => false,
        Err(Fault::TimedOut | Fault::Network | Fault::BrokenOff(_) | Fault::NoWidget | Fault::WidgetFailed) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backoff_grows_up_to_its_cap() {
        assert_eq!(backoff_ms(2, 0), 0);
        assert_eq!(backoff_ms(2, u32::MAX), 500);
        assert_eq!(backoff_ms(3, u32::MAX), 1000);
        assert_eq!(backoff_ms(4, u32::MAX / 2), 999);
        assert_eq!(backoff_ms(40, u32::MAX), 5000);
    }

    #[test]
    fn retry_after_is_whole_seconds_up_to_thirty() {
        assert_eq!(retry_after_ms(Some("2")), Some(2000));
        assert_eq!(retry_after_ms(Some(" 0 ")), Some(0));
        assert_eq!(retry_after_ms(Some("86400")), Some(30_000));
        assert_eq!(retry_after_ms(Some("Wed, 21 Oct 2026 07:28:00 GMT")), None);
        assert_eq!(retry_after_ms(Some("-1")), None);
        assert_eq!(retry_after_ms(None), None);
    }
}
