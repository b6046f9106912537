//! The header `x-device-metadata`, built as in SDK 1.0.149 (contract 2.4) and then stored. A refresh token is bound to
//! the exact text, so a changed language or monitor must not sign the guest out.

use crate::domain::data::Data;
use crate::domain::json::Object;
use crate::domain::text::{concat, digits, joined, push_hex, replace};

/// What a page knows about its device.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the properties of navigator, screen and Intl that the SDK reads")]
pub struct DeviceFacts {
    pub platform: String,
    pub user_agent: String,
    pub language: String,
    pub screen_width: u32,
    pub screen_height: u32,
    pub color_depth: u32,
    pub time_zone: String,
    /// Whether localStorage is not writable.
    pub private: bool,
}

impl DeviceFacts {
    /// Reads the facts that the page has collected; `None` outside a page.
    pub fn read(facts: &Data) -> Option<DeviceFacts> {
        let text = |key: &str| facts.text_of(key).unwrap_or("").to_owned();
        let count =
            |key: &str| facts.get(key).and_then(Data::as_integer).and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
        facts.is_map().then(|| DeviceFacts {
            platform: text("platform"),
            user_agent: text("userAgent"),
            language: text("language"),
            screen_width: count("width"),
            screen_height: count("height"),
            color_depth: count("colorDepth"),
            time_zone: text("timeZone"),
            private: facts.get("isPrivate").and_then(Data::as_bool).unwrap_or(false),
        })
    }
}

/// The header's value; outside a page (`None`), the SDK's Node form.
pub fn metadata(facts: Option<&DeviceFacts>, instance: &str) -> String {
    let Some(facts) = facts else {
        let mut browser = "Node.js/".to_owned();
        push_first(&mut browser, instance, 10);
        return write(&concat(&["UQ_", instance]), "Node.js", &browser, "en-US");
    };
    let platform = or(&facts.platform, "Win32");
    let user_agent = or(&facts.user_agent, "Node.js/22");
    let language = or(&facts.language, "en-US");
    let size = |number: u32| digits(u64::from(number));
    let text = joined(
        &[
            platform,
            user_agent,
            language,
            &size(facts.screen_width),
            &size(facts.screen_height),
            &size(facts.color_depth),
            or(&facts.time_zone, "UTC"),
            if facts.private { "private" } else { "normal" },
            instance,
        ],
        "|",
    );
    let mut fingerprint = "UQ_".to_owned();
    push_base36(&mut fingerprint, hash(&text));
    fingerprint.push('_');
    push_first(&mut fingerprint, instance, 12);
    write(&fingerprint, &replace(platform, " ", "_"), &replace(user_agent, " ", "_"), language)
}

fn or<'a>(text: &'a str, fallback: &'a str) -> &'a str {
    if text.is_empty() { fallback } else { text }
}

/// Appends the first `count` characters of a text.
fn push_first(out: &mut String, text: &str, count: usize) {
    for (index, character) in text.chars().enumerate() {
        if index == count {
            break;
        }
        out.push(character);
    }
}

/// `h = h * 31 + unit` over UTF-16 units in wrapping 32 bits, then the absolute value.
fn hash(text: &str) -> u32 {
    let mut hash = 0i32;
    for unit in text.encode_utf16() {
        hash = hash.wrapping_mul(31).wrapping_add(i32::from(unit));
    }
    hash.unsigned_abs()
}

fn push_base36(out: &mut String, number: u32) {
    if number >= 36 {
        push_base36(out, number / 36);
    }
    out.extend(char::from_digit(number % 36, 36));
}

fn write(fingerprint: &str, os: &str, browser: &str, location: &str) -> String {
    let mut out = String::new();
    let mut header = Object::open(&mut out);
    header.text("fingerprint", fingerprint);
    let mut info = Object::open(header.key("deviceInfo"));
    info.text("os", os).text("browser", browser).text("location", location);
    info.close();
    header.close();
    ascii(&out)
}

/// Escapes JSON to ASCII: a header cannot hold other characters.
fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for unit in json.encode_utf16() {
        let [high, low] = unit.to_be_bytes();
        if unit < 0x80 {
            out.push(char::from(low));
        } else {
            out.push_str("\\u");
            push_hex(&mut out, high);
            push_hex(&mut out, low);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> DeviceFacts {
        DeviceFacts {
            platform: "Linux x86_64".into(),
            user_agent: "Mozilla/5.0 (X11; Linux x86_64)".into(),
            language: "en-US".into(),
            screen_width: 1280,
            screen_height: 720,
            color_depth: 24,
            time_zone: "UTC".into(),
            private: false,
        }
    }

    #[test]
    fn a_page_sends_the_browser_form() {
        // The hash was computed in Node with the SDK's own function over the same text.
        let expected = r#"{"fingerprint":"UQ_ccu7qn_abcdefghijkl","deviceInfo":{"os":"Linux_x86_64","browser":"Mozilla/5.0_(X11;_Linux_x86_64)","location":"en-US"}}"#;
        assert_eq!(metadata(Some(&facts()), "abcdefghijklmnop"), expected);
    }

    #[test]
    fn node_sends_the_node_form() {
        let expected = r#"{"fingerprint":"UQ_abcdefghijklmnop","deviceInfo":{"os":"Node.js","browser":"Node.js/abcdefghij","location":"en-US"}}"#;
        assert_eq!(metadata(None, "abcdefghijklmnop"), expected);
    }

    #[test]
    fn empty_facts_use_the_fallbacks_of_the_sdk() {
        let text = metadata(Some(&DeviceFacts::default()), "x");
        assert!(text.contains(r#""os":"Win32","browser":"Node.js/22","location":"en-US""#), "{text}");
    }

    #[test]
    fn a_non_ascii_user_agent_stays_a_valid_header() {
        let text = metadata(Some(&DeviceFacts { user_agent: "Bräu\"ser 😀".into(), ..facts() }), "x");
        assert!(text.is_ascii());
        let read = crate::domain::json::parse(&text).unwrap();
        assert_eq!(read.get("deviceInfo").unwrap().text_of("browser"), Some("Bräu\"ser_😀"));
    }

    #[test]
    fn facts_of_a_page_are_read() {
        let read = |text: &str| DeviceFacts::read(&crate::domain::json::parse(text).unwrap());
        let page = r#"{"platform":"Linux x86_64","userAgent":"Mozilla/5.0 (X11; Linux x86_64)","language":"en-US",
            "width":1280,"height":720,"colorDepth":24,"timeZone":"UTC","isPrivate":false}"#;
        assert_eq!(read(page), Some(facts()));
        assert_eq!(read("{}"), Some(DeviceFacts::default()));
        assert_eq!(read("null"), None);
    }

    #[test]
    fn hashes_are_written_in_base_36() {
        for (number, text) in [(i32::MIN.unsigned_abs(), "zik0zk"), (0, "0"), (35, "z"), (36, "10")] {
            let mut out = String::new();
            push_base36(&mut out, number);
            assert_eq!(out, text);
        }
    }
}
