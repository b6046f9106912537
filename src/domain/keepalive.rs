//! The bytes of requests that may outlive the page, which the platform limits.

use std::cell::Cell;

use super::http::Request;

/// The platform allows 64 KiB in total for all requests that outlive the page. The rest is for others on the page.
const LIMIT: usize = 60 * 1024;

thread_local! {
    static USED: Cell<usize> = const { Cell::new(0) };
}

/// A request's share of those bytes, until it is dropped.
#[derive(Debug)]
pub struct Share(usize);

impl Share {
    /// `None` if the request must not outlive the page, or if there is no room for its body. A server has no page, and
    /// its frameworks pass requests on as copies with a stream as body, which the platform rejects in combination with
    /// keepalive.
    pub fn of(request: &Request, is_public: bool) -> Option<Share> {
        let size = request.body.as_ref().filter(|_| request.keepalive && is_public)?.len();
        let used = USED.get() + size;
        (used <= LIMIT).then(|| {
            USED.set(used);
            Share(size)
        })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        USED.set(USED.get().saturating_sub(self.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::http::Method;

    fn request(size: usize, keepalive: bool) -> Request {
        let (url, body) = (String::new(), Some("x".repeat(size)));
        Request { method: Method::Post, url, headers: Vec::new(), body, keepalive, limit_ms: None }
    }

    #[test]
    fn requests_share_the_bytes_that_may_outlive_the_page() {
        assert!(Share::of(&request(1, false), true).is_none());
        assert!(Share::of(&request(1, true), false).is_none());
        assert!(Share::of(&request(LIMIT + 1, true), true).is_none());
        let first = Share::of(&request(LIMIT - 10, true), true);
        assert!(first.is_some() && Share::of(&request(11, true), true).is_none());
        let rest = Share::of(&request(10, true), true);
        assert!(rest.is_some() && Share::of(&request(1, true), true).is_none());
        drop(first);
        assert!(Share::of(&request(LIMIT - 10, true), true).is_some());
    }
}
