//! The options of `loadOrderBridge`: functions are kept, everything else goes to the domain as data.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::input::{own_properties, read, rest, take};
use super::page;
use crate::domain::data::Data;
use crate::domain::messages::Language;
use crate::domain::ocular::OcularConfig;
use crate::domain::oneentry::OneEntryConfig;
use crate::domain::url::is_host_pattern;

/// Limit of one HTTP attempt, milliseconds.
const DEFAULT_LIMIT_MS: u32 = 10_000;

/// Where the video attention's session id comes from.
pub enum SessionSource {
    /// The widget's hidden input, read at each call.
    Page,
    /// The option's text or number.
    Given(String),
    /// The option's function, called at each call.
    Asked(Function),
}

impl SessionSource {
    /// The candidates of this moment.
    pub fn read(&self) -> Vec<String> {
        let text = |value: &JsValue| match read(value) {
            Data::Text(text) => vec![text],
            number => number.as_integer().map(|number| number.to_string()).into_iter().collect(),
        };
        match self {
            SessionSource::Page => page::ocular_sessions(),
            SessionSource::Given(id) => vec![id.clone()],
            SessionSource::Asked(function) => {
                function.call0(&JsValue::UNDEFINED).map(|value| text(&value)).unwrap_or_default()
            }
        }
    }
}

/// Everything that the options say.
pub struct Options {
    pub limit_ms: u32,
    pub language: Language,
    pub fetch: Option<Function>,
    pub sessions: SessionSource,
    pub widget: Option<JsValue>,
    pub ocular: OcularConfig,
    pub one_entry: Option<OneEntryConfig>,
    pub payment_hosts: Vec<String>,
}

impl Options {
    /// Reads and checks them; the error names the option, never its value.
    pub fn read(options: &JsValue) -> Result<Options, String> {
        let mut options = properties(options, "options")?;
        if let Some((name, _)) = options.iter().find(|(name, _)| matches!(name.as_str(), "token" | "url" | "guest")) {
            return Err(format!("{name} belongs into oneEntry: {{ url, token }}."));
        }
        let fetch = function(take(&mut options, "fetch"), "fetch")?;
        let mut ocular = properties(&take(&mut options, "ocular"), "ocular")?;
        let sessions = session_source(take(&mut ocular, "sessionId"))?;
        let widget = widget(take(&mut ocular, "widget"))?;
        let plain = rest(options.into_iter().filter(|(key, _)| PLAIN.contains(&key.as_str())).collect());
        let ocular = OcularConfig::read(&rest(ocular), page::parse_url)?;
        let one_entry = match plain.get("oneEntry") {
            None | Some(Data::Null) => None,
            Some(one_entry) => Some(OneEntryConfig::read(one_entry, page::parse_url)?),
        };
        Ok(Options {
            limit_ms: limit_ms(plain.get("timeoutMs"))?,
            language: language(plain.get("language"))?,
            fetch,
            sessions,
            widget,
            ocular,
            one_entry,
            payment_hosts: payment_hosts(plain.get("paymentHosts"))?,
        })
    }
}

/// Options that are plain data; the loader's own (`wasm`, `onWarning`) stay unread.
const PLAIN: [&str; 4] = ["oneEntry", "timeoutMs", "language", "paymentHosts"];

fn properties(value: &JsValue, name: &str) -> Result<Vec<(String, JsValue)>, String> {
    if value.is_undefined() || value.is_null() {
        return Ok(Vec::new());
    }
    own_properties(value).ok_or_else(|| format!("{name} must be an object."))
}

/// An optional function.
pub fn function(value: JsValue, name: &str) -> Result<Option<Function>, String> {
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    value.dyn_into().map(Some).map_err(|_| format!("{name} must be a function."))
}

fn session_source(value: JsValue) -> Result<SessionSource, String> {
    if value.is_function() {
        return Ok(SessionSource::Asked(value.unchecked_into()));
    }
    match read(&value) {
        Data::Null => Ok(SessionSource::Page),
        Data::Text(id) => Ok(SessionSource::Given(id)),
        Data::Number(id) => {
            Ok(SessionSource::Given(if id.bytes().all(|b| b.is_ascii_digit()) { id } else { String::new() }))
        }
        _ => Err("ocular.sessionId must be a string, a number or a function.".to_owned()),
    }
}

fn widget(value: JsValue) -> Result<Option<JsValue>, String> {
    match value.is_undefined() || value.is_null() {
        true => Ok(None),
        false if value.is_object() || value.is_function() => Ok(Some(value)),
        false => Err("ocular.widget must be an object.".to_owned()),
    }
}

fn limit_ms(value: Option<&Data>) -> Result<u32, String> {
    match value {
        None | Some(Data::Null) => Ok(DEFAULT_LIMIT_MS),
        Some(value) => value
            .as_integer()
            .and_then(|ms| u32::try_from(ms).ok())
            .filter(|ms| (1..=600_000).contains(ms))
            .ok_or_else(|| "timeoutMs must be an integer from 1 to 600000.".to_owned()),
    }
}

fn language(value: Option<&Data>) -> Result<Language, String> {
    match value {
        None | Some(Data::Null) => Ok(Language::choose(page::languages().iter().map(String::as_str))),
        Some(Data::Text(language)) => Ok(Language::choose([language.as_str()])),
        Some(_) => Err("language must be a string.".to_owned()),
    }
}

fn payment_hosts(value: Option<&Data>) -> Result<Vec<String>, String> {
    match value {
        None | Some(Data::Null) => Ok(Vec::new()),
        Some(Data::List(list)) if !list.is_empty() => {
            let host = |host: &Data| host.as_text().filter(|host| is_host_pattern(host)).map(str::to_owned);
            list.iter().map(host).collect::<Option<_>>().ok_or_else(hosts_error)
        }
        Some(_) => Err(hosts_error()),
    }
}

fn hosts_error() -> String {
    "paymentHosts must be a list of host names such as \"pay.example\" or \"*.pay.example\": in ASCII (xn--…), without \
     scheme, port or path."
        .to_owned()
}
