//! Handing a report to the vendor's object on the page.

use js_sys::{Function, JSON, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::either::first;
use super::timer::sleep;
use crate::domain::http::{Answer, Exchange, Fault};

/// How often a page is looked at while the vendor's object is awaited.
const LOOK_AGAIN_MS: u32 = 50;

/// Where the vendor's object is.
pub struct Widget {
    /// The option `ocular.widget`.
    pub given: Option<JsValue>,
    /// The loader: its `widget()` returns an object on the page that is not ours.
    pub host: JsValue,
}

impl Widget {
    /// Calls `method` with the body as a plain object and waits for what it returns.
    pub async fn call(&self, method: &str, body: &str, limit_ms: u32) -> Exchange {
        let widget = first(self.appear(), sleep(limit_ms)).await.ok_or(Fault::NoWidget)?;
        first(call(widget, method, body), sleep(limit_ms)).await.unwrap_or(Err(Fault::TimedOut))
    }

    fn find(&self) -> Result<JsValue, JsValue> {
        Reflect::get(&self.host, &"widget".into())?.dyn_into::<Function>()?.call0(&self.host)
    }

    async fn appear(&self) -> JsValue {
        loop {
            let found = match &self.given {
                Some(widget) => widget.clone(),
                None => self.find().unwrap_or(JsValue::UNDEFINED),
            };
            if !found.is_undefined() && !found.is_null() {
                return found;
            }
            sleep(LOOK_AGAIN_MS).await;
        }
    }
}

async fn call(widget: JsValue, method: &str, body: &str) -> Exchange {
    let failed = |_| Fault::WidgetFailed;
    let function: Function = Reflect::get(&widget, &method.into()).map_err(failed)?.dyn_into().map_err(failed)?;
    let returned = function.call1(&widget, &JSON::parse(body).map_err(failed)?).map_err(failed)?;
    let value = JsFuture::from(Promise::resolve(&returned)).await.map_err(failed)?;
    // Nothing, or what is no object, is no complaint.
    let text = if value.is_object() { JSON::stringify(&value).map_err(failed)?.into() } else { String::new() };
    Ok(Answer { status: 200, text, retry_after: None })
}
