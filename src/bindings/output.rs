//! Results and errors as JavaScript values. Nobody else builds them.

use js_sys::{Date, JSON, Object, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::domain::checkout::CheckoutResult;
use crate::domain::checkout::pending::PendingCheckout;
use crate::domain::checkout::preparation::Refused;
use crate::domain::messages::Language;
use crate::domain::ocular::answer::as_map;
use crate::domain::ocular::{OcularResponse, VALIDATOR};
use crate::domain::problem::Problem;
use crate::domain::validation::{Detail, Report, to_json};

/// The last moment that a `Date` can hold; beyond it its text throws.
const LAST_DATE_MS: f64 = 8.64e15;

/// Plain objects, `null` for what is absent, numbers for integers.
const SERIALIZER: Serializer = Serializer::json_compatible();

/// Any result as a plain object.
pub fn to_js<T: Serialize>(value: &T) -> JsValue {
    value.serialize(&SERIALIZER).unwrap_or(JsValue::UNDEFINED)
}

/// Sets a property on an object that we made.
pub fn set(object: &JsValue, key: &str, value: &JsValue) {
    // Only a frozen object or a Proxy refuses, and ours is neither.
    let _ = Reflect::set(object, &JsValue::from_str(key), value);
}

/// A checkout's result; the order's whole answer is handed out as `order.raw`.
pub fn checkout(result: &CheckoutResult) -> JsValue {
    let value = to_js(result);
    if let CheckoutResult::Accepted { order, .. } = result
        && let Ok(object) = Reflect::get(&value, &JsValue::from_str("order"))
    {
        set(&object, "raw", &JSON::parse(&order.raw).unwrap_or(JsValue::NULL));
    }
    value
}

/// Field texts as an object. There may be many thousands: one text crosses the border, not each of them.
fn texts(detail: &Detail) -> JsValue {
    JSON::parse(&to_json(detail)).unwrap_or(JsValue::NULL)
}

fn validation(is_valid: bool, detail: &str) -> JsValue {
    let value: JsValue = Object::new().into();
    set(&value, "valid", &JsValue::from_bool(is_valid));
    set(&value, "detail", &JSON::parse(detail).unwrap_or(JsValue::NULL));
    value
}

/// What Ocular has answered.
pub fn response(response: &OcularResponse) -> JsValue {
    let OcularResponse { status_code, message, code, detail } = response;
    let value =
        to_js(&OcularResponse { status_code: *status_code, message: message.clone(), code: *code, detail: None });
    if let Some(detail) = detail {
        set(&value, "detail", &texts(detail));
    }
    value
}

/// A report; `prefix` is the vendor's for what goes to the vendor, else nothing. The words for people are beside it,
/// not enumerable: what is printed, compared or sent on is the documented object.
pub fn report(report: &Report, prefix: &str, language: Language) -> JsValue {
    let value = validation(report.is_valid(), &report.detail_json(prefix));
    let words: JsValue = Object::new().into();
    set(&words, "value", &texts(&report.words(language)));
    Object::define_property(
        value.unchecked_ref::<Object>(),
        &JsValue::from_str("messages"),
        words.unchecked_ref::<Object>(),
    );
    value
}

/// A buy order that cannot be added up.
pub fn invalid(report: &Report) -> JsValue {
    let error = Object::new();
    set(&error, "code", &JsValue::from_str("VALIDATION"));
    set(&error, "message", &JsValue::from_str("The buy order is not valid: see detail."));
    set(&error, "detail", &texts(&report.detail(VALIDATOR)));
    error.into()
}

/// A buy order that has no body.
pub fn not_encoded(report: &Report) -> JsValue {
    let value = validation(false, &report.detail_json(VALIDATOR));
    set(&value, "body", &JsValue::NULL);
    value
}

/// A form's report: texts for the shopper by marker.
pub fn form_report(detail: Detail) -> JsValue {
    validation(detail.is_empty(), &to_json(&detail))
}

#[derive(Serialize)]
struct Failed<'a> {
    ok: bool,
    problem: &'a Problem,
    #[serde(serialize_with = "as_map", skip_serializing_if = "Option::is_none")]
    detail: Option<Detail>,
}

/// The result of a step whose value is JSON text already.
pub fn json_result(result: &Result<String, Refused>) -> JsValue {
    match result {
        Ok(text) => {
            let object: JsValue = Object::new().into();
            set(&object, "ok", &JsValue::TRUE);
            set(&object, "value", &JSON::parse(text).unwrap_or(JsValue::NULL));
            object
        }
        Err((problem, detail)) => {
            let detail = (!detail.is_empty()).then(|| detail.clone());
            to_js(&Failed { ok: false, problem, detail })
        }
    }
}

/// Unfinished checkouts; the time in the form that the declarations promise.
pub fn pending_list(list: &[PendingCheckout]) -> JsValue {
    let one = |pending: &PendingCheckout| {
        let value = to_js(pending);
        let date = Date::new(&JsValue::from_f64((pending.started_at as f64).min(LAST_DATE_MS)));
        set(&value, "startedAt", &date.to_iso_string().into());
        value
    };
    list.iter().map(one).collect::<js_sys::Array>().into()
}

/// A programmer's mistake; the loader makes an `OrderBridgeError` of it.
pub fn misuse(message: &str) -> JsValue {
    let error = Object::new();
    set(&error, "code", &JsValue::from_str("CONFIG"));
    set(&error, "message", &JsValue::from_str(message));
    error.into()
}
