//! JavaScript values into plain data: own properties only, each read at most once, nothing called but getters.

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;

use crate::domain::data::Data;

/// Deeper values are no data any more.
const MAX_DEPTH: usize = 32;
/// More elements than the longest documented list has; one more tells the domain that there are too many.
const MAX_ELEMENTS: u32 = 10_001;
/// More properties than any documented object has.
const MAX_KEYS: u32 = 2_000;
/// More values than fit into the largest body; bounds what nested sharing can unfold to.
const MAX_VALUES: u32 = 600_000;

#[wasm_bindgen]
extern "C" {
    // Imported by hand, since a Proxy can throw out of each of them.
    #[wasm_bindgen(js_namespace = Array, js_name = isArray, catch)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;
    #[wasm_bindgen(js_namespace = ["Object", "prototype", "toString"], js_name = call, catch)]
    fn class_of(value: &JsValue) -> Result<String, JsValue>;
    #[wasm_bindgen(js_namespace = Object, js_name = keys, catch)]
    fn own_keys(value: &JsValue) -> Result<Array, JsValue>;
    #[wasm_bindgen(js_namespace = ["Object", "prototype", "hasOwnProperty"], js_name = call, catch)]
    fn has_own(value: &JsValue, index: u32) -> Result<bool, JsValue>;
    #[wasm_bindgen(js_name = String)]
    fn number_text(value: f64) -> String;
}

/// A whole value as data.
pub fn read(value: &JsValue) -> Data {
    Walk { ancestors: Vec::new(), left: MAX_VALUES }.value(value)
}

/// The own properties of an object, unread but for their values; `None` when it is no object.
pub fn own_properties(value: &JsValue) -> Option<Vec<(String, JsValue)>> {
    if !value.is_object() || class_of(value).ok()? != "[object Object]" {
        return None;
    }
    let keys = own_keys(value).ok()?;
    let count = keys.length().min(MAX_KEYS);
    let property = |index| {
        let key = keys.get(index);
        let property = Reflect::get(value, &key).unwrap_or_else(|_| unreadable());
        Some((key.as_string()?, property))
    };
    Some((0..count).filter_map(property).collect())
}

/// Takes one property out of those of [`own_properties`].
pub fn take(properties: &mut Vec<(String, JsValue)>, name: &str) -> JsValue {
    match properties.iter().position(|(key, _)| key == name) {
        Some(index) => properties.swap_remove(index).1,
        None => JsValue::UNDEFINED,
    }
}

/// What is left of [`own_properties`], as data.
pub fn rest(properties: Vec<(String, JsValue)>) -> Data {
    Data::Map(properties.into_iter().map(|(key, value)| (key, read(&value))).collect())
}

/// Stands for a property whose getter threw: a symbol is data to nobody.
fn unreadable() -> JsValue {
    JsValue::symbol(None)
}

struct Walk {
    /// The objects around the current one; meeting one of them again is a cycle.
    ancestors: Vec<JsValue>,
    left: u32,
}

impl Walk {
    fn value(&mut self, value: &JsValue) -> Data {
        if self.left == 0 {
            return Data::Other;
        }
        self.left -= 1;
        if let Some(text) = value.as_string() {
            return Data::Text(text);
        }
        if let Some(number) = value.as_f64() {
            return Data::Number(text_of(number));
        }
        if value.is_null() || value.is_undefined() {
            return Data::Null;
        }
        if let Some(flag) = value.as_bool() {
            return Data::Bool(flag);
        }
        if !value.is_object() || self.ancestors.len() >= MAX_DEPTH || self.ancestors.contains(value) {
            return Data::Other;
        }
        self.ancestors.push(value.clone());
        let data = self.object(value).unwrap_or(Data::Other);
        self.ancestors.pop();
        data
    }

    fn object(&mut self, value: &JsValue) -> Result<Data, JsValue> {
        if is_array(value)? {
            return self.list(value);
        }
        // Boxed values, dates, maps and the like are objects too, but not data.
        if class_of(value)? != "[object Object]" {
            return Ok(Data::Other);
        }
        let keys = own_keys(value)?;
        let count = keys.length().min(MAX_KEYS);
        let mut entries = Vec::with_capacity(usize::try_from(count).unwrap_or(0));
        for index in 0..count {
            let key = keys.get(index);
            let data = Reflect::get(value, &key).map_or(Data::Other, |property| self.value(&property));
            entries.extend(key.as_string().map(|key| (key, data)));
        }
        Ok(Data::Map(entries))
    }

    fn list(&mut self, value: &JsValue) -> Result<Data, JsValue> {
        let length = Reflect::get(value, &JsValue::from_str("length"))?.as_f64().unwrap_or(0.0);
        let count = if length >= f64::from(MAX_ELEMENTS) { MAX_ELEMENTS } else { length as u32 };
        let mut values = Vec::new();
        for index in 0..count {
            let element = match Reflect::get_u32(value, index) {
                // A hole may be filled by the prototype: only own elements count.
                Ok(element) if element.is_undefined() || has_own(value, index)? => self.value(&element),
                Ok(_) => Data::Null,
                Err(_) => Data::Other,
            };
            values.push(element);
        }
        Ok(Data::List(values))
    }
}

/// The text that JavaScript prints for a number. Whole numbers, the most, need not ask for it.
fn text_of(number: f64) -> String {
    let whole = number as i32;
    if f64::from(whole) == number { whole.to_string() } else { number_text(number) }
}
