//! What counts as the address of something on the web.

use crate::domain::text::{split, whole};

/// An absolute http(s) URL: scheme, a host, no blank or control character, a port that fits.
/// A check of form; the browser's own parser is one border crossing per item away.
pub fn is_http_url(text: &str) -> bool {
    is_everyday(text) || is_well_formed(text)
}

/// Most addresses: a name for a host, printable ASCII behind it. They are told in one pass.
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
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return false;
    }
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return false;
    }
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or("");
    let host_port = authority.rsplit('@').next().unwrap_or("");
    let (host, port) = match host_port.strip_prefix('[').and_then(|v6| v6.split_once(']')) {
        Some((v6, port)) => {
            let well_formed = v6.contains(':') && v6.bytes().all(|b| b.is_ascii_hexdigit() || matches!(b, b':' | b'.'));
            (if well_formed { v6 } else { "" }, port.strip_prefix(':').unwrap_or(port))
        }
        None => host_port.split_once(':').unwrap_or((host_port, "")),
    };
    let host_fits = !host.is_empty() && !host.bytes().any(|b| b"<>\"{}|^`%[]".contains(&b));
    let port_fits = port.is_empty() || whole(port).is_some_and(|port| port <= u64::from(u16::MAX));
    host_fits && port_fits
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
