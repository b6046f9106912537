//! The platform's regular expressions: a form's own pattern may be no pattern at all, so that both calls can throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type RegExp;
    #[wasm_bindgen(constructor, catch)]
    fn new(pattern: &str, flags: &str) -> Result<RegExp, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn test(this: &RegExp, text: &str) -> Result<bool, JsValue>;
}

/// Whether `text` matches; `None` when the pattern or its flags are none.
pub fn matches(pattern: &str, flags: &str, text: &str) -> Option<bool> {
    RegExp::new(pattern, flags).ok()?.test(text).ok()
}
