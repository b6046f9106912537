//! What a caller can pass to `placeOrder` in addition to the order.

use crate::domain::data::Data;
use crate::domain::text::{concat, integer, is_space};

/// How the payment session is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRequest {
    /// `session` for a hosted page, `intent` for the provider's own form.
    pub kind: String,
    /// Passed on to the provider.
    pub automatic_tax: bool,
}

impl Default for SessionRequest {
    fn default() -> SessionRequest {
        SessionRequest { kind: "session".to_owned(), automatic_tax: false }
    }
}

impl SessionRequest {
    /// Checks the two values; missing ones get the documented defaults.
    pub fn read(kind: &Data, automatic_tax: &Data) -> Result<SessionRequest, &'static str> {
        let kind = match kind {
            Data::Null => "session",
            Data::Text(kind) if kind == "session" || kind == "intent" => kind,
            _ => return Err("session.type must be one of: session, intent."),
        };
        let automatic_tax = match automatic_tax {
            Data::Null => false,
            Data::Bool(value) => *value,
            _ => return Err("session.automaticTaxEnabled must be a boolean."),
        };
        Ok(SessionRequest { kind: kind.to_owned(), automatic_tax })
    }
}

/// The arguments of `createSession`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedSession {
    /// The order to pay.
    pub order_id: i64,
    /// How to open it.
    pub request: SessionRequest,
}

impl WantedSession {
    /// Checks the list of arguments. An error is a mistake in the calling code.
    pub fn read(arguments: &Data) -> Result<WantedSession, String> {
        let argument = |index: usize| arguments.elements().get(index).unwrap_or(&Data::Null);
        let order_id = id(argument(0), "orderId")?;
        Ok(WantedSession { order_id, request: SessionRequest::read(argument(1), argument(2))? })
    }

    /// The same for calls that open the same session.
    pub fn key(&self) -> String {
        let tax = if self.request.automatic_tax { "+" } else { "" };
        concat(&[&integer(self.order_id), &self.request.kind, tax])
    }
}

/// Checks the reference that the caller passed to `resume`. An error is a mistake in the calling code.
pub fn reference(value: &Data) -> Result<String, &'static str> {
    value.as_text().map(str::to_owned).ok_or("reference must be the reference of a checkout.")
}

/// Checks an id that the caller passed as `name`. An error is a mistake in the calling code.
pub fn id(value: &Data, name: &str) -> Result<i64, String> {
    let id = value.as_integer().filter(|id| *id > 0);
    id.ok_or_else(|| concat(&[name, " must be a positive integer."]))
}

/// Checked options of one `placeOrder` call.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceOrderOptions {
    /// `None`: stop after the order.
    pub session: Option<SessionRequest>,
    /// Status to write to the payment session afterwards.
    pub session_status: Option<String>,
    /// Lines to report to Ocular.
    pub track: Option<Data>,
    /// Marker of the form field that carries the checkout's own reference, so that an order can be found if its
    /// response is lost.
    pub reference_marker: Option<String>,
    /// The shopper explicitly asked for another order, although an earlier one may exist.
    pub order_again: bool,
}

impl Default for PlaceOrderOptions {
    fn default() -> PlaceOrderOptions {
        PlaceOrderOptions {
            session: Some(SessionRequest::default()),
            session_status: None,
            track: None,
            reference_marker: None,
            order_again: false,
        }
    }
}

impl PlaceOrderOptions {
    /// Checks the options that are plain data. An error is a mistake in the calling code and names the option.
    pub fn read(options: Data) -> Result<PlaceOrderOptions, String> {
        let mut read = PlaceOrderOptions::default();
        let entries = match &options {
            Data::Null => return Ok(read),
            Data::Map(entries) => entries,
            _ => return Err("options must be an object.".to_owned()),
        };
        for (name, value) in entries {
            if !matches!(value, Data::Null) {
                read.take(name, value)?;
            }
        }
        Ok(read)
    }

    fn take(&mut self, name: &str, value: &Data) -> Result<(), &'static str> {
        let text = value.as_text().filter(|text| !is_space(text));
        match name {
            "session" => {
                self.session = match value {
                    Data::Bool(false) => None,
                    Data::Map(_) => {
                        let part = |key: &str| value.get(key).unwrap_or(&Data::Null);
                        Some(SessionRequest::read(part("type"), part("automaticTaxEnabled"))?)
                    }
                    _ => return Err("options.session must be false or an object."),
                };
            }
            "sessionStatus" => {
                self.session_status = Some(text.ok_or("options.sessionStatus must be a non-empty string.")?.to_owned());
            }
            "referenceMarker" => {
                let marker = text.filter(|marker| marker.len() <= 255);
                let marker = marker.ok_or("options.referenceMarker must be the marker of a form field.")?;
                self.reference_marker = Some(marker.to_owned());
            }
            "orderAgain" => self.order_again = value.as_bool().ok_or("options.orderAgain must be a boolean.")?,
            "track" if !value.is_map() => return Err("options.track must be an object with items."),
            "track" => self.track = Some(value.get("items").cloned().unwrap_or(Data::Null)),
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::json;

    fn read(options: &str) -> Result<PlaceOrderOptions, String> {
        PlaceOrderOptions::read(json::parse(options).unwrap())
    }

    #[test]
    fn missing_options_get_the_documented_defaults() {
        let defaults = PlaceOrderOptions::default();
        assert_eq!(read("null"), Ok(defaults.clone()));
        assert_eq!(read("{}"), Ok(defaults.clone()));
        assert_eq!(read(r#"{"session":null,"track":null,"later":1}"#), Ok(defaults));
    }

    #[test]
    fn valid_options_are_read() {
        let options = read(r#"{"session":{"type":"intent","automaticTaxEnabled":true},"sessionStatus":"guest_completed","track":{"items":[]}}"#).unwrap();
        assert_eq!(options.session, Some(SessionRequest { kind: "intent".into(), automatic_tax: true }));
        assert_eq!(options.session_status.as_deref(), Some("guest_completed"));
        assert_eq!(options.track, Some(Data::List(vec![])));
        assert_eq!(read(r#"{"session":false}"#).unwrap().session, None);
        let options = read(r#"{"referenceMarker":"order_reference","orderAgain":true}"#).unwrap();
        assert_eq!((options.reference_marker.as_deref(), options.order_again), (Some("order_reference"), true));
    }

    #[test]
    fn the_arguments_of_create_session_are_checked() {
        let wanted = |list: &str| WantedSession::read(&json::parse(list).unwrap());
        assert_eq!(wanted(r#"[90,null,null]"#).unwrap().key(), "90session");
        assert_eq!(wanted(r#"[90,"intent",true]"#).unwrap().key(), "90intent+");
        for (list, named) in [
            ("[]", "orderId"),
            ("[0]", "orderId"),
            (r#"["90"]"#, "orderId"),
            (r#"[90,"x"]"#, "session.type"),
            (r#"[90,null,1]"#, "automaticTaxEnabled"),
        ] {
            assert!(wanted(list).unwrap_err().contains(named), "{list}");
        }
        assert!(id(&Data::Null, "id").unwrap_err().starts_with("id must"));
        assert!(reference(&Data::Null).unwrap_err().contains("reference"));
    }

    #[test]
    fn errors_name_the_wrong_option() {
        for (options, named) in [
            ("7", "options"),
            (r#"{"session":true}"#, "options.session"),
            (r#"{"session":{"type":"x"}}"#, "session.type"),
            (r#"{"session":{"automaticTaxEnabled":1}}"#, "automaticTaxEnabled"),
            (r#"{"sessionStatus":" "}"#, "sessionStatus"),
            (r#"{"track":[]}"#, "track"),
            (r#"{"referenceMarker":""}"#, "referenceMarker"),
            (r#"{"orderAgain":"yes"}"#, "orderAgain"),
        ] {
            let error = read(options).unwrap_err();
            assert!(error.contains(named), "{error}");
        }
    }
}
