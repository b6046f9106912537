//! Decides what counts as a web address.

use crate::domain::text::{all, any, cut, has, is_same, split, whole};

/// Whether a text is an absolute http(s) URL: scheme, host, no whitespace or control characters, valid port. Only the
/// syntax is checked: asking the browser's own parser would cost one call from wasm into JavaScript per item.
pub fn is_http_url(text: &str) -> bool {
    is_everyday(text) || is_well_formed(text)
}

/// Fast path for most addresses: a host name, followed by printable ASCII. Checked in one pass.
fn is_everyday(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else { return false };
    let mut is_host = true;
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' => {}
            b'/' if at > 0 => is_host = false,
            b'!'..=b'~' if !is_host => {}
            _ => return false,
        }
    }
    !rest.is_empty()
}

fn is_well_formed(text: &str) -> bool {
    let Some((scheme, rest)) = split(text, "://") else { return false };
    if !is_same(scheme, "https") && !is_same(scheme, "http") {
        return false;
    }
    if any(text, |character| character.is_whitespace() || character.is_control()) {
        return false;
    }
    let (authority, _) = cut(rest, b"/?#\\");
    let mut host_port = authority;
    while let (_, Some(behind)) = cut(host_port, b"@") {
        host_port = behind;
    }
    let (host, port) = match host_port.strip_prefix("[").map(|v6| cut(v6, b"]")) {
        Some((v6, Some(port))) => {
            let is_v6 = has(v6, ":") && all(v6, |byte| byte.is_ascii_hexdigit() || byte == b':' || byte == b'.');
            (if is_v6 { v6 } else { "" }, port.strip_prefix(":").unwrap_or(port))
        }
        _ => {
            let (host, port) = cut(host_port, b":");
            (host, port.unwrap_or(""))
        }
    };
    let host_fits = !host.is_empty() && cut(host, b"<>\"{}|^`%[]").1.is_none();
    host_fits && (port.is_empty() || whole(port).is_some_and(|port| port <= u64::from(u16::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_absolute_http_with_a_host() {
        for url in [
            "https://domain.com/images/p.jpg",
            "http://a",
            "HTTPS://A.b:443/x?y#z",
            "https://[::1]:8/a",
            "https://u@h/",
            "https://ñandú.cl/ü.jpg",
        ] {
            assert!(is_well_formed(url) && is_http_url(url), "{url}");
        }
        for url in [
            "",
            "domain.com/a.jpg",
            "/a.jpg",
            "//h/a",
            "ftp://h/a",
            "javascript:alert(1)",
            "https://",
            "https:///a",
            "http://a b",
            "https://h:99999/",
            "https://h:x/",
            "https:/h",
            "data:image/png;base64,AA",
            "https://a\n",
            "https://<h>/",
            "https://[x]/",
            "https://@/",
        ] {
            assert!(!is_http_url(url), "{url}");
        }
    }
}
