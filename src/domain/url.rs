//! Rules for URLs. The platform parses them; this module decides which are allowed.

use super::text::{cut, is_among, is_digits, is_same, line, trim_end};

/// The parts of a URL, as `new URL(text)` returns them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the properties of the URL interface")]
pub struct UrlParts {
    pub href: String,
    pub protocol: String,
    pub username: String,
    pub password: String,
    pub hostname: String,
    pub search: String,
    pub hash: String,
}

impl UrlParts {
    /// Reads the properties, one per line; none of them contains a line break. `None` without the first one.
    pub fn of_lines(lines: &str) -> Option<UrlParts> {
        let part = |number| line(lines, number).to_owned();
        let parts = UrlParts {
            href: part(0),
            protocol: part(1),
            username: part(2),
            password: part(3),
            hostname: part(4),
            search: part(5),
            hash: part(6),
        };
        (!parts.href.is_empty()).then_some(parts)
    }

    fn is_loopback(&self) -> bool {
        let host = self.hostname.as_str();
        host == "localhost"
            || host.ends_with(".localhost")
            || host == "[::1]"
            || host.strip_prefix("127").is_some_and(is_rest_of_loopback)
    }

    /// https, or http on the local machine; without user name or password.
    fn is_safe(&self) -> bool {
        let protocol_fits = match self.protocol.as_str() {
            "https:" => true,
            "http:" => self.is_loopback(),
            _ => false,
        };
        protocol_fits && self.username.is_empty() && self.password.is_empty() && !self.hostname.is_empty()
    }
}

/// Whether the rest of the address is three numbers, such as `.0.0.1`.
fn is_rest_of_loopback(mut rest: &str) -> bool {
    let mut numbers = 0;
    while let Some(behind) = rest.strip_prefix(".") {
        let (number, _) = cut(behind, b".");
        if number.is_empty() || !is_digits(number) {
            return false;
        }
        numbers += 1;
        rest = behind.get(number.len()..).unwrap_or("");
    }
    numbers == 3 && rest.is_empty()
}

/// The base URL of a service without trailing slashes, or what is wrong with it.
pub fn base_url(parts: Option<UrlParts>) -> Result<String, &'static str> {
    let parts = parts.ok_or("is not an absolute URL")?;
    if !parts.is_safe() {
        return Err("must be https (http only on this machine) without a user name");
    }
    // An empty query or fragment is visible only in `href`, and it would swallow every path that is appended.
    if cut(&parts.href, b"?#").1.is_some() || !parts.search.is_empty() || !parts.hash.is_empty() {
        return Err("must not have a query or a fragment");
    }
    Ok(trim_end(&parts.href, b'/').to_owned())
}

/// The payment URL in parsed form if a shopper may be sent there: https on an allowed host. `hosts` are names or
/// `*.example.com`; an empty list allows every host.
pub fn payment_url(parts: Option<UrlParts>, hosts: &[String]) -> Option<String> {
    let parts = parts?;
    if !parts.is_safe() {
        return None;
    }
    let mut allowed = hosts.is_empty();
    for host in hosts {
        allowed |= host_matches(&parts.hostname, host);
    }
    allowed.then_some(parts.href)
}

fn host_matches(host: &str, pattern: &str) -> bool {
    let Some(parent) = pattern.strip_prefix("*.") else { return is_same(host, pattern) };
    let child = host.len().saturating_sub(parent.len());
    let end = host.get(child..).unwrap_or("");
    child > 1 && is_same(end, parent) && host.get(..child).is_some_and(|child| child.ends_with("."))
}

/// Whether a pattern of `paymentHosts` could match a host: the hosts of parsed URLs are ASCII and have no port.
pub fn is_host_pattern(pattern: &str) -> bool {
    let host = pattern.strip_prefix("*.").unwrap_or(pattern);
    let is_ipv6 = host.starts_with("[") && host.ends_with("]");
    let fits = |c: u8| c.is_ascii_alphanumeric() || is_among(c, b"-._") || is_ipv6 && is_among(c, b"[:]");
    for byte in host.bytes() {
        if !fits(byte) {
            return false;
        }
    }
    !host.is_empty() && !host.starts_with(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(protocol: &str, hostname: &str) -> UrlParts {
        UrlParts {
            href: format!("{protocol}//{hostname}/"),
            protocol: protocol.into(),
            hostname: hostname.into(),
            ..UrlParts::default()
        }
    }

    #[test]
    fn base_urls_are_https_or_local() {
        assert_eq!(base_url(Some(parts("https:", "shop.example"))), Ok("https://shop.example".into()));
        for host in ["localhost", "127.0.0.1", "127.9.9.9", "[::1]", "api.localhost"] {
            assert!(base_url(Some(parts("http:", host))).is_ok(), "{host}");
        }
        for host in ["shop.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1", "127..."] {
            assert!(base_url(Some(parts("http:", host))).is_err(), "{host}");
        }
        assert!(base_url(Some(parts("ftp:", "localhost"))).is_err());
        assert!(base_url(None).is_err());
        assert!(base_url(Some(UrlParts { username: "u".into(), ..parts("https:", "a.b") })).is_err());
        assert!(base_url(Some(UrlParts { search: "?x".into(), ..parts("https:", "a.b") })).is_err());
        for href in ["https://a.b/?", "https://a.b/#"] {
            assert!(base_url(Some(UrlParts { href: href.into(), ..parts("https:", "a.b") })).is_err(), "{href}");
        }
    }

    #[test]
    fn patterns_that_cannot_match_are_detected() {
        for good in ["pay.example", "*.Stripe.com", "localhost", "127.0.0.1", "[::1]", "xn--bcher-kva.example"] {
            assert!(is_host_pattern(good), "{good}");
        }
        for bad in [
            "",
            "*.",
            "*",
            ".pay.example",
            "https://pay.example",
            "pay.example/",
            "pay.example:443",
            "b\u{fc}cher.example",
            "a b",
        ] {
            assert!(!is_host_pattern(bad), "{bad}");
        }
    }

    #[test]
    fn payment_hosts_match_exactly_or_as_subdomains() {
        let hosts = ["pay.example".to_owned(), "*.Stripe.com".to_owned()];
        let allowed = |host: &str| payment_url(Some(parts("https:", host)), &hosts).is_some();
        assert!(allowed("pay.example"));
        assert!(allowed("checkout.stripe.com"));
        for host in ["stripe.com", ".stripe.com", "evilstripe.com", "pay.example.evil.com", "xpay.example"] {
            assert!(!allowed(host), "{host}");
        }
        assert!(payment_url(Some(parts("javascript:", "pay.example")), &[]).is_none());
        assert!(payment_url(Some(parts("https:", "any.example")), &[]).is_some());
    }
}
