//! Options for reaching a OneEntry project, and the guest identity used there.

use crate::domain::data::Data;
use crate::domain::json::{List, Object};
use crate::domain::oneentry::guest_order::is_dot_segment;
use crate::domain::text::{all, concat, is_space};
use crate::domain::url::{UrlParts, base_url};

const DEFAULT_LANGUAGE: &str = "en_US";
const DEFAULT_PROVIDER: &str = "email";

/// The guest who places the order.
#[derive(Clone, PartialEq, Eq)]
pub enum Guest {
    /// `x-guest-id`: the given UUID, or one that is generated once and stored.
    Anonymous(Option<String>),
    /// The documented guest user that all guests share.
    Shared {
        /// Marker of the sign-in provider.
        provider: String,
        /// Marker and value of each sign-in field.
        auth_data: Vec<(String, String)>,
    },
}

/// Checked options for OneEntry.
#[derive(Clone, PartialEq, Eq)]
pub struct OneEntryConfig {
    base: String,
    /// Sent only as `x-app-token`.
    pub token: String,
    /// Locale of form data.
    pub lang_code: String,
    /// The guest who places the order.
    pub guest: Guest,
}

impl std::fmt::Debug for Guest {
    /// Omits id and sign-in data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Guest::Anonymous(_) => "Anonymous",
            Guest::Shared { .. } => "Shared",
        })
    }
}

impl std::fmt::Debug for OneEntryConfig {
    /// Omits token and sign-in data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OneEntryConfig({})", self.base)
    }
}

impl OneEntryConfig {
    /// Checks the options; `parse_url` is the platform's URL parser. The error names the option, never its value.
    pub fn read(options: &Data, parse_url: impl Fn(&str) -> Option<UrlParts>) -> Result<OneEntryConfig, String> {
        let url = options.text_of("url").ok_or("oneEntry.url must be a string.")?;
        let base = base_url(parse_url(url)).map_err(|why| concat(&["oneEntry.url ", why, "."]))?;
        let token = options.text_of("token").unwrap_or("");
        if token.to_ascii_lowercase().starts_with("bearer") {
            // With that prefix it is not an app token: every route would respond with a 403.
            return Err("oneEntry.token must be the app token alone, without \"Bearer\".".to_owned());
        }
        if token.is_empty() || !all(token, |byte| byte.is_ascii_graphic()) {
            return Err("oneEntry.token must be the project's app token.".to_owned());
        }
        let lang_code = match options.get("langCode") {
            None | Some(Data::Null) => DEFAULT_LANGUAGE,
            Some(Data::Text(code)) if is_locale(code) => code,
            Some(_) => return Err("oneEntry.langCode must be a locale such as en_US.".to_owned()),
        };
        let guest = read_guest(options.get("guest").unwrap_or(&Data::Null))?;
        Ok(OneEntryConfig { base, token: token.to_owned(), lang_code: lang_code.to_owned(), guest })
    }

    /// The URL of a content route; `path` begins with a slash.
    pub fn url(&self, path: &str) -> String {
        concat(&[&self.base, "/api/content", path])
    }
}

fn is_locale(code: &str) -> bool {
    (2..=35).contains(&code.len()) && all(code, |byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

fn read_guest(guest: &Data) -> Result<Guest, String> {
    match (guest.get("authData"), guest.get("guestId")) {
        (Some(auth_data), _) if !matches!(auth_data, Data::Null) => {
            let provider = match guest.get("provider") {
                None | Some(Data::Null) => DEFAULT_PROVIDER,
                Some(Data::Text(marker)) if !is_space(marker) && !is_dot_segment(marker) => marker,
                Some(_) => return Err("oneEntry.guest.provider must be the marker of a sign-in provider.".to_owned()),
            };
            let mut fields = Vec::new();
            for field in auth_data.elements() {
                match (field.text_of("marker"), field.text_of("value")) {
                    (Some(marker), Some(value)) if !marker.is_empty() && !value.is_empty() => {
                        fields.push((marker.to_owned(), value.to_owned()));
                    }
                    _ => {}
                }
            }
            if fields.is_empty() || fields.len() < auth_data.elements().len() {
                return Err(
                    "oneEntry.guest.authData must be a list of { marker, value } whose values are non-empty strings."
                        .to_owned(),
                );
            }
            Ok(Guest::Shared { provider: provider.to_owned(), auth_data: fields })
        }
        (_, Some(id)) if !matches!(id, Data::Null) => match id.as_text().filter(|id| is_uuid_v4(id)) {
            Some(id) => Ok(Guest::Anonymous(Some(id.to_owned()))),
            // The service would respond with a 201 to any other id, but store nothing.
            None => Err("oneEntry.guest.guestId must be a bare UUID, version 4.".to_owned()),
        },
        _ if matches!(guest, Data::Null | Data::Map(_)) => Ok(Guest::Anonymous(None)),
        _ => Err("oneEntry.guest must be an object.".to_owned()),
    }
}

/// `xxxxxxxx-xxxx-4xxx-[89ab]xxx-xxxxxxxxxxxx`.
pub fn is_uuid_v4(text: &str) -> bool {
    for (index, byte) in text.bytes().enumerate() {
        let fits = match index {
            8 | 13 | 18 | 23 => byte == b'-',
            14 => byte == b'4',
            19 => matches!(byte, b'8' | b'9' | b'a' | b'b' | b'A' | b'B'),
            _ => byte.is_ascii_hexdigit(),
        };
        if !fits {
            return false;
        }
    }
    text.len() == 36
}

/// The body of a sign-in: markers and values only.
pub fn sign_in_body(auth_data: &[(String, String)]) -> String {
    let mut out = String::new();
    let mut body = Object::open(&mut out);
    let mut list = List::open(body.key("authData"));
    for (marker, value) in auth_data {
        let mut field = Object::open(list.item());
        field.text("marker", marker).text("value", value);
        field.close();
    }
    list.close();
    body.close();
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::json;

    fn parse(url: &str) -> Option<UrlParts> {
        let (protocol, rest) = url.split_once("//")?;
        Some(UrlParts {
            href: url.into(),
            protocol: protocol.into(),
            hostname: rest.trim_end_matches('/').into(),
            ..UrlParts::default()
        })
    }

    fn read(options: &str) -> Result<OneEntryConfig, String> {
        OneEntryConfig::read(&json::parse(options).unwrap(), parse)
    }

    #[test]
    fn defaults_are_applied() {
        let config = read(r#"{"url":"https://p.example//","token":"t0k3n"}"#).unwrap();
        assert_eq!(config.url("/payments/sessions"), "https://p.example/api/content/payments/sessions");
        assert_eq!(config.lang_code, "en_US");
        assert!(config.guest == Guest::Anonymous(None));
    }

    #[test]
    fn both_kinds_of_guest_are_read() {
        let shared = read(
            r#"{"url":"https://p.example","token":"t","guest":{"authData":[{"marker":"email_reg","value":"a"}]}}"#,
        )
        .unwrap();
        assert!(
            shared.guest
                == Guest::Shared { provider: "email".into(), auth_data: vec![("email_reg".into(), "a".into())] }
        );
        let id = "7b8f3f0e-4c37-4f0a-9d2e-0a1b2c3d4e5f";
        let named =
            read(&format!(r#"{{"url":"https://p.example","token":"t","guest":{{"guestId":"{id}"}}}}"#)).unwrap();
        assert!(named.guest == Guest::Anonymous(Some(id.into())));
    }

    #[test]
    fn errors_name_the_option_but_not_its_value() {
        for (options, named) in [
            (r#"{"token":"secret"}"#, "oneEntry.url"),
            (r#"{"url":"http://p.example","token":"secret"}"#, "oneEntry.url"),
            (r#"{"url":"https://p.example"}"#, "oneEntry.token"),
            (r#"{"url":"https://p.example","token":"secret\r\nX: y"}"#, "oneEntry.token"),
            (r#"{"url":"https://p.example","token":"Bearer secret"}"#, "without \"Bearer\""),
            (r#"{"url":"https://p.example","token":"t","langCode":"en US"}"#, "oneEntry.langCode"),
            (r#"{"url":"https://p.example","token":"t","guest":"secret"}"#, "oneEntry.guest"),
            (r#"{"url":"https://p.example","token":"t","guest":{"guestId":"guest_secret"}}"#, "guestId"),
            (
                r#"{"url":"https://p.example","token":"t","guest":{"guestId":"7b8f3f0e-4c37-1f0a-9d2e-0a1b2c3d4e5f"}}"#,
                "guestId",
            ),
            (r#"{"url":"https://p.example","token":"t","guest":{"authData":[]}}"#, "authData"),
            (
                r#"{"url":"https://p.example","token":"t","guest":{"authData":[{"marker":"secret","value":""}]}}"#,
                "authData",
            ),
            (
                r#"{"url":"https://p.example","token":"t","guest":{"provider":7,"authData":[{"marker":"m","value":"secret"}]}}"#,
                "provider",
            ),
        ] {
            let error = read(options).unwrap_err();
            assert!(error.contains(named) && !error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn a_sign_in_body_has_markers_and_values_only() {
        assert_eq!(sign_in_body(&[("m".into(), "v\"".into())]), r#"{"authData":[{"marker":"m","value":"v\""}]}"#);
    }
}
