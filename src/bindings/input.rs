//! JavaScript values into plain data: own properties only, each read at most once, nothing called but getters.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::domain::data::Data;
use crate::domain::packed::Packed;

/// More properties than any documented object has.
const MAX_KEYS: u32 = 2_000;

#[wasm_bindgen(module = "/src/js/pack.js")]
extern "C" {
    // It throws only where the wasm has no memory for the text, and then the wasm has failed.
    fn pack(value: &JsValue) -> String;
    #[wasm_bindgen(js_name = packSoon)]
    fn pack_soon(value: &JsValue, list: &str, unless: &str) -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    // Imported by hand, since a Proxy can throw out of each of them.
    #[wasm_bindgen(js_namespace = ["Object", "prototype", "toString"], js_name = call, catch)]
    fn class_of(value: &JsValue) -> Result<String, JsValue>;
    #[wasm_bindgen(js_namespace = Object, js_name = keys, catch)]
    fn own_keys(value: &JsValue) -> Result<Array, JsValue>;
}

/// A whole value, for what goes through it once.
pub fn packed(value: &JsValue) -> Packed {
    Packed::new(pack(value))
}

/// The same at once, or, of an object with a long `list` and without a property `unless`, what packs the copy that was made.
pub fn packed_soon(value: &JsValue, list: &str, unless: &str) -> Result<Packed, Function> {
    match pack_soon(value, list, unless).dyn_into() {
        Ok(later) => Err(later),
        Err(text) => Ok(Packed::new(text.as_string().unwrap_or_default())),
    }
}

/// What [`packed_soon`] left for later.
pub async fn packed_in_turns(later: &Function) -> Option<String> {
    let packing = later.call0(&JsValue::UNDEFINED).ok()?.dyn_into::<Promise>().ok()?;
    JsFuture::from(packing).await.ok()?.as_string()
}

/// A whole value as data.
pub fn read(value: &JsValue) -> Data {
    packed(value).data()
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
