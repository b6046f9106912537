//! Checks the options of `loadOrderBridge`. Functions and objects that are not plain data stay in the shell, which
//! passes on their types.

use super::data::Data;
use super::decimal::Decimal;
use super::language::Language;
use super::ocular::OcularConfig;
#[cfg(feature = "checkout")]
use super::oneentry::OneEntryConfig;
use super::text::{concat, is_digits, line, whole};
use super::url::UrlParts;
#[cfg(feature = "checkout")]
use super::url::is_host_pattern;

/// Default limit of one HTTP attempt, in milliseconds.
const DEFAULT_LIMIT_MS: u32 = 10_000;
/// The longest limit that may be requested: ten minutes.
const MAX_LIMIT_MS: u32 = 600_000;

/// Types of values that are not plain data, as `typeof` names them; `undefined` also stands for null.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "named after the options")]
pub struct Kinds<'a> {
    pub fetch: &'a str,
    pub session_id: &'a str,
    pub widget: &'a str,
}

impl<'a> Kinds<'a> {
    /// Reads the types of `fetch`, `ocular.sessionId` and `ocular.widget`, one per line, and the languages that follow
    /// them: those that the page and the browser ask for.
    pub fn of_lines(lines: &'a str) -> (Kinds<'a>, [&'a str; 2]) {
        let kinds = Kinds { fetch: line(lines, 0), session_id: line(lines, 1), widget: line(lines, 2) };
        (kinds, [line(lines, 3), line(lines, 4)])
    }
}

/// What every call of a bridge needs.
#[derive(Debug)]
pub struct Settings {
    /// Time limit of one HTTP attempt, in milliseconds.
    pub limit_ms: u32,
    /// The option `ocular.sessionId` if it is a text or a number; otherwise the shell finds the video attention.
    pub session: Option<String>,
    /// How long the video attention of an earlier page of the tab counts, in milliseconds.
    pub remember_ms: u64,
}

impl Settings {
    /// The time limit of a request that may have a shorter one of its own.
    pub fn limit_ms(&self, own: Option<u32>) -> u32 {
        own.map_or(self.limit_ms, |own| own.min(self.limit_ms))
    }
}

/// The checked options.
#[derive(Debug)]
pub struct Options {
    /// For every call.
    pub settings: Settings,
    /// Language of messages.
    pub language: Language,
    /// Where orders are reported.
    pub ocular: OcularConfig,
    /// Where orders are placed.
    #[cfg(feature = "checkout")]
    pub one_entry: Option<OneEntryConfig>,
    /// Hosts that a payment URL may point to; empty allows every https host.
    #[cfg(feature = "checkout")]
    pub payment_hosts: Vec<String>,
}

impl Options {
    /// Checks the options; `wishes` are the languages that the page and the browser ask for. An error names the option,
    /// never its value.
    pub fn read(
        options: &Data,
        kinds: Kinds<'_>,
        wishes: &[&str],
        parse_url: impl Fn(&str) -> Option<UrlParts>,
    ) -> Result<Options, String> {
        if !options.is_map() {
            return Err("options must be an object.".to_owned());
        }
        for &name in &["token", "url", "guest"] {
            if options.get(name).is_some() {
                return Err(concat(&[name, " belongs in oneEntry: { url, token }."]));
            }
        }
        if !matches!(kinds.fetch, "undefined" | "function") {
            return Err("fetch must be a function.".to_owned());
        }
        let ocular = options.get("ocular").unwrap_or(&Data::Null);
        if !matches!(ocular, Data::Null | Data::Map(_)) {
            return Err("ocular must be an object.".to_owned());
        }
        let session = session(ocular.get("sessionId"), kinds.session_id)?;
        if !matches!(kinds.widget, "undefined" | "object" | "function") {
            return Err("ocular.widget must be an object.".to_owned());
        }
        #[cfg(feature = "checkout")]
        let one_entry = match options.get("oneEntry") {
            None | Some(Data::Null) => None,
            Some(one_entry) => Some(OneEntryConfig::read(one_entry, &parse_url)?),
        };
        #[cfg(not(feature = "checkout"))]
        if !matches!(options.get("oneEntry"), None | Some(Data::Null)) {
            return Err(
                "oneEntry is for guestCheckout, which order-bridge/ocular does not have. Import order-bridge instead."
                    .to_owned(),
            );
        }
        Ok(Options {
            settings: Settings {
                limit_ms: limit_ms(options.get("timeoutMs"))?,
                session: session.map(str::to_owned),
                remember_ms: remember_ms(ocular.get("rememberHours"))?,
            },
            language: language(options.get("language"), wishes)?,
            ocular: OcularConfig::read(ocular, &parse_url)?,
            #[cfg(feature = "checkout")]
            one_entry,
            #[cfg(feature = "checkout")]
            payment_hosts: payment_hosts(options.get("paymentHosts"))?,
        })
    }
}

fn session<'a>(value: Option<&'a Data>, kind: &str) -> Result<Option<&'a str>, &'static str> {
    match (kind, value) {
        ("undefined" | "function", _) => Ok(None),
        (_, Some(Data::Text(id))) => Ok(Some(id)),
        (_, Some(Data::Number(id))) => Ok(Some(if is_digits(id) { id } else { "" })),
        _ => Err("ocular.sessionId must be a string, a number or a function."),
    }
}

fn remember_ms(value: Option<&Data>) -> Result<u64, String> {
    let ms = match value {
        None | Some(Data::Null) => Some(0),
        Some(hours) => hours.as_number().and_then(hours_ms),
    };
    ms.filter(|ms| *ms <= MAX_REMEMBER_MS)
        .ok_or_else(|| "ocular.rememberHours must be a number from 0 to 168.".to_owned())
}

/// Converts hours, which may have a fraction, to milliseconds.
fn hours_ms(hours: &str) -> Option<u64> {
    let hour = Decimal::from_text("3600000")?;
    whole(&Decimal::from_number(hours).filter(|hours| !hours.is_negative())?.times(&hour).rounded(0).amount(0))
}

/// One week.
const MAX_REMEMBER_MS: u64 = 168 * 60 * 60 * 1000;

fn limit_ms(value: Option<&Data>) -> Result<u32, String> {
    match value {
        None | Some(Data::Null) => Ok(DEFAULT_LIMIT_MS),
        Some(value) => value
            .as_integer()
            .and_then(|ms| u32::try_from(ms).ok())
            .filter(|ms| (1..=MAX_LIMIT_MS).contains(ms))
            .ok_or_else(|| "timeoutMs must be an integer from 1 to 600000.".to_owned()),
    }
}

fn language(value: Option<&Data>, wishes: &[&str]) -> Result<Language, String> {
    match value {
        None | Some(Data::Null) => Ok(Language::choose(wishes)),
        Some(Data::Text(language)) => Ok(Language::choose(&[language.as_str()])),
        Some(_) => Err("language must be a string.".to_owned()),
    }
}

#[cfg(feature = "checkout")]
fn payment_hosts(value: Option<&Data>) -> Result<Vec<String>, String> {
    let hosts = match value {
        None | Some(Data::Null) => return Ok(Vec::new()),
        Some(value) => value.as_list().unwrap_or_default(),
    };
    let mut names = Vec::with_capacity(hosts.len());
    for host in hosts {
        names.extend(host.as_text().filter(|host| is_host_pattern(host)).map(str::to_owned));
    }
    if hosts.is_empty() || names.len() < hosts.len() {
        return Err(
            "paymentHosts must be a list of host names such as \"pay.example\" or \"*.pay.example\": in ASCII \
                    (xn--…), without scheme, port or path."
                .to_owned(),
        );
    }
    Ok(names)
}

/// Checks the options of a call that are not plain data. `types` has the types of `options.onStep` and of
/// `options.signal.aborted` (`undefined` without a signal), one per line.
pub fn check_call(types: &str) -> Result<(), &'static str> {
    if !matches!(line(types, 1), "undefined" | "boolean") {
        return Err("options.signal must be an AbortSignal.");
    }
    if !matches!(line(types, 0), "undefined" | "function") {
        return Err("options.onStep must be a function.");
    }
    Ok(())
}

#[cfg(test)]
#[cfg(feature = "checkout")]
mod tests {
    use super::*;
    use crate::domain::json;

    const NONE: Kinds<'_> = Kinds { fetch: "undefined", session_id: "undefined", widget: "undefined" };

    fn parse_url(text: &str) -> Option<UrlParts> {
        let (protocol, rest) = text.split_once("//")?;
        Some(UrlParts {
            href: text.into(),
            protocol: protocol.into(),
            hostname: rest.split(['/', ':']).next()?.into(),
            ..UrlParts::default()
        })
    }

    fn read(options: &str, kinds: Kinds<'_>) -> Result<Options, String> {
        Options::read(&json::parse(options).unwrap(), kinds, &["", "pt-BR"], parse_url)
    }

    #[test]
    fn missing_options_get_defaults() {
        let options = read("{}", NONE).unwrap();
        assert_eq!((options.settings.limit_ms, options.language), (10_000, Language::Portuguese));
        assert!(options.settings.session.is_none() && options.one_entry.is_none() && options.payment_hosts.is_empty());
    }

    #[test]
    fn a_session_id_is_a_text_a_number_or_left_to_the_shell() {
        let session = |options: &str, session_id| read(options, Kinds { session_id, ..NONE }).unwrap().settings.session;
        assert_eq!(session(r#"{"ocular":{"sessionId":"a7"}}"#, "string").as_deref(), Some("a7"));
        assert_eq!(session(r#"{"ocular":{"sessionId":1536}}"#, "number").as_deref(), Some("1536"));
        assert_eq!(session(r#"{"ocular":{"sessionId":15.36}}"#, "number").as_deref(), Some(""));
        assert_eq!(session(r#"{"ocular":{}}"#, "function"), None);
        assert_eq!(session("{}", "undefined"), None);
    }

    #[test]
    fn errors_name_the_wrong_option() {
        for (options, kinds, named) in [
            ("7", NONE, "options"),
            (r#"{"token":"t"}"#, NONE, "oneEntry: {"),
            ("{}", Kinds { fetch: "string", ..NONE }, "fetch"),
            (r#"{"ocular":7}"#, NONE, "ocular"),
            (r#"{"ocular":{"sessionId":true}}"#, Kinds { session_id: "boolean", ..NONE }, "ocular.sessionId"),
            ("{}", Kinds { widget: "string", ..NONE }, "ocular.widget"),
            (r#"{"timeoutMs":0}"#, NONE, "timeoutMs"),
            (r#"{"timeoutMs":600001}"#, NONE, "timeoutMs"),
            (r#"{"timeoutMs":"10"}"#, NONE, "timeoutMs"),
            (r#"{"language":5}"#, NONE, "language"),
            (r#"{"paymentHosts":[]}"#, NONE, "paymentHosts"),
            (r#"{"paymentHosts":"pay.example"}"#, NONE, "paymentHosts"),
            (r#"{"paymentHosts":["pay.example",7]}"#, NONE, "paymentHosts"),
        ] {
            let error = read(options, kinds).unwrap_err();
            assert!(error.contains(named), "{error}");
        }
        assert!(check_call("string\nundefined").unwrap_err().contains("onStep"));
        assert!(check_call("undefined\nstring").unwrap_err().contains("signal"));
        assert_eq!(check_call("function\nboolean"), Ok(()));
    }

    #[test]
    fn types_and_languages_are_read_line_by_line() {
        let (kinds, wishes) = Kinds::of_lines("function\nstring\nobject\n\npt-BR");
        assert_eq!(
            (kinds.fetch, kinds.session_id, kinds.widget, wishes),
            ("function", "string", "object", ["", "pt-BR"])
        );
    }

    #[test]
    fn the_shorter_limit_counts() {
        let settings = read(r#"{"timeoutMs":500}"#, NONE).unwrap().settings;
        assert_eq!([None, Some(400), Some(600)].map(|own| settings.limit_ms(own)), [500, 400, 500]);
    }
}
