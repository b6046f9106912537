//! URLs from options, from answers, and built by the library. Lines: a URL, allowed hosts, a marker, options of the
//! Ocular half. The crate `url` stands in for the platform's parser; both follow the same standard.

use std::net::{Ipv4Addr, Ipv6Addr};

use order_bridge::domain::data::Data;
use order_bridge::domain::json;
use order_bridge::domain::ocular::OcularConfig;
use order_bridge::domain::ocular::config::Transport;
use order_bridge::domain::oneentry::guest_order::path_segment;
use order_bridge::domain::oneentry::{GuestOrder, OneEntryConfig, forms};
use order_bridge::domain::url::{UrlParts, base_url, payment_url};
use url::{Host, Url};

pub fn run(input: &[u8]) {
    let text = crate::text(input);
    let [address, hosts, marker, ocular] = crate::parts(&text);
    let hosts: Vec<String> = hosts.split(',').filter(|host| !host.is_empty()).map(str::to_owned).collect();
    base(address);
    payment(address, &hosts);
    one_entry(address, marker);
    if let Some(options) = json::parse(ocular) {
        reports(&options, marker);
    }
}

/// The parts that a browser's `new URL(text)` returns.
pub fn parse(text: &str) -> Option<UrlParts> {
    let url = Url::parse(text).ok()?;
    let marked = |mark: char, part: Option<&str>| {
        part.filter(|part| !part.is_empty()).map_or_else(String::new, |part| format!("{mark}{part}"))
    };
    Some(UrlParts {
        href: url.to_string(),
        protocol: format!("{}:", url.scheme()),
        username: url.username().to_owned(),
        password: url.password().unwrap_or("").to_owned(),
        hostname: url.host_str().unwrap_or("").to_owned(),
        search: marked('?', url.query()),
        hash: marked('#', url.fragment()),
    })
}

/// Asserts https, or http on this machine, without a user name or password.
pub fn assert_safe(href: &str) {
    let url = Url::parse(href).unwrap_or_else(|error| panic!("{error}: {href}"));
    assert!(url.username().is_empty() && url.password().is_none(), "{href}");
    let local = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => Ipv4Addr::is_loopback(&address),
        Some(Host::Ipv6(address)) => address == Ipv6Addr::LOCALHOST,
        None => panic!("no host: {href}"),
    };
    assert!(url.scheme() == "https" || (url.scheme() == "http" && local), "{href}");
}

fn base(address: &str) {
    let Ok(base) = base_url(parse(address)) else { return };
    assert_safe(&base);
    let before = Url::parse(address).expect("it was a URL");
    let route = format!("{base}/api/content/x?y=z");
    let url = Url::parse(&route).unwrap_or_else(|error| panic!("{error}: {route}"));
    assert_eq!(url.origin(), before.origin(), "{route}");
    assert!(
        url.path().ends_with("/api/content/x") && url.path().starts_with(before.path().trim_end_matches('/')),
        "{route}"
    );
    assert_eq!((url.query(), url.fragment()), (Some("y=z"), None), "{route}");
    assert_eq!(base_url(parse(&base)).as_ref(), Ok(&base));
}

/// Compares label by label from the right, which is how people understand `*.pay.example`.
fn allows(pattern: &str, host: &str) -> bool {
    let pattern = pattern.to_ascii_lowercase();
    let (mut wanted, mut given) = (pattern.rsplit('.'), host.rsplit('.'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some("*"), Some(label)) if wanted.clone().next().is_none() => {
                return !label.is_empty() || given.next().is_some();
            }
            (Some(a), Some(b)) if a == b => {}
            _ => return false,
        }
    }
}

fn payment(address: &str, hosts: &[String]) {
    let any = payment_url(parse(address), &[]);
    let some = payment_url(parse(address), hosts);
    assert!(hosts.is_empty() || some.is_none() || some == any);
    let Some(href) = any else { return };
    assert_safe(&href);
    assert_eq!(payment_url(parse(&href), &[]).as_ref(), Some(&href), "the URL is not the one that was checked");
    let host = parse(&href).map(|parts| parts.hostname).unwrap_or_default();
    if some.is_some() && !hosts.is_empty() {
        assert!(hosts.iter().any(|pattern| allows(pattern, &host)), "{host} matches none of {hosts:?}");
    }
    // A host is not allowed because it begins or ends with an allowed name.
    for (allowed, other) in [("pay.example", "pay.example.evil.test"), ("*.pay.example", "evilpay.example")] {
        let parts = UrlParts { hostname: other.into(), ..parse("https://pay.example/").unwrap_or_default() };
        assert_eq!(payment_url(Some(parts), &[allowed.to_owned()]), None);
    }
}

fn one_entry(address: &str, marker: &str) {
    let options = Data::Map(vec![
        ("url".into(), Data::Text(address.into())),
        ("token".into(), Data::Text("secret-token".into())),
        ("langCode".into(), Data::Text(marker.into())),
    ]);
    match OneEntryConfig::read(&options, parse) {
        Ok(config) => assert_safe(&config.url("/orders")),
        Err(error) => assert!(!error.contains("secret-token"), "{error}"),
    }
    // A marker is one segment of a path, whatever it contains.
    if segment_fits(marker) {
        one_segment(&forms::read::path(marker, "en_US"), ["forms", "marker"], &[], marker);
    }
    let order = Data::Map(vec![
        ("storage".into(), Data::Text(marker.into())),
        ("formIdentifier".into(), Data::Text("f".into())),
        ("paymentAccountIdentifier".into(), Data::Text("a".into())),
        ("formData".into(), Data::List(Vec::new())),
        ("products".into(), Data::List(Vec::new())),
    ]);
    if let (Some(order), _) = GuestOrder::check(order, "en_US") {
        one_segment(&order.path(), ["orders-storage", "marker"], &["orders"], marker);
    }
}

/// Whether a marker can be a path segment. Callers reject others before they request a form.
fn segment_fits(marker: &str) -> bool {
    !matches!(marker, "" | "." | "..")
}

fn one_segment(path: &str, before: [&str; 2], after: &[&str], marker: &str) {
    let url = Url::parse(&format!("https://p.example/api/content{path}")).expect("a URL");
    let segments: Vec<&str> = url.path_segments().expect("segments").collect();
    let segment = path_segment(marker);
    let mut expected = vec!["api", "content", before[0], before[1], &segment];
    expected.extend(after);
    assert_eq!(segments, expected, "{marker:?} is not one segment");
    assert_eq!(url.fragment(), None);
}

fn reports(options: &Data, session: &str) {
    let Ok(config) = OcularConfig::read(options, parse) else { return };
    for (name, value) in &config.headers {
        assert!(!["content-type", "cookie", "host", "x-app-token"].contains(&name.to_ascii_lowercase().as_str()));
        assert!(!value.contains(['\r', '\n', '\0']), "{value:?}");
    }
    if config.transport == Transport::Widget {
        return;
    }
    let base = Url::parse(config.target()).expect("a base is a URL");
    for url in [config.order_url(session), config.state_url(session)] {
        assert_safe(&url);
        assert_eq!(Url::parse(&url).expect("a URL").origin(), base.origin(), "{url}");
    }
}
