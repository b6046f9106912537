//! The bridges of a page, by number. JavaScript holds numbers instead of objects, so that a wasm instance can end or be
//! replaced without a finaliser freeing memory that no longer exists.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::page::Page;
#[cfg(feature = "checkout")]
use crate::domain::checkout::Checkout;
use crate::domain::code::Code;
use crate::domain::language::Language;
use crate::domain::numbered::Numbered;
use crate::domain::ocular::OcularConfig;
use crate::domain::ocular::purchase::Layer;
#[cfg(feature = "checkout")]
use crate::domain::oneentry::Client;
use crate::domain::options::{Kinds, Options, Settings};
use crate::domain::packed::Packed;
use crate::domain::problem::{error, misuse};

/// One bridge.
pub struct Bridge {
    pub settings: Rc<Settings>,
    /// Whether visitors can read the bridge's options: true on a page or in a worker, false on a server.
    pub is_public: bool,
    pub page: Rc<Page>,
    pub language: Language,
    pub ocular: Rc<OcularConfig>,
    /// The page's data layer, as far as the bridge has seen it.
    pub layer: RefCell<Layer>,
    #[cfg(feature = "checkout")]
    pub checkout: Option<Rc<Checkout>>,
}

thread_local! {
    static BRIDGES: Numbered<Rc<Bridge>> = const { Numbered::empty() };
}

/// Checks the options and opens a bridge. Returns its number. `options` is packed. `types` contains the types of
/// `fetch`, `ocular.sessionId` and `ocular.widget`, one per line, then the languages of the page and the browser. The
/// error is JSON text.
#[wasm_bindgen]
pub fn open(options: String, types: &str, is_public: bool, page: Page) -> Result<u32, String> {
    let (kinds, wishes) = Kinds::of_lines(types);
    let options = Options::read(&Packed::new(options).data(), kinds, &wishes, |url| page.url(url)).map_err(misuse)?;
    let ocular = Rc::new(options.ocular);
    let bridge = Bridge {
        settings: Rc::new(options.settings),
        is_public,
        page: Rc::new(page),
        language: options.language,
        #[cfg(feature = "checkout")]
        checkout: options.one_entry.map(|config| {
            let client = Client::new(config);
            Rc::new(Checkout::new(client, Rc::clone(&ocular), options.language, options.payment_hosts))
        }),
        ocular,
        layer: RefCell::default(),
    };
    Ok(BRIDGES.with(|bridges| bridges.add(Rc::new(bridge))))
}

/// Closes a bridge. Running calls keep what they need of it.
#[wasm_bindgen]
pub fn close(bridge: u32) {
    BRIDGES.with(|bridges| bridges.remove(bridge));
}

/// The bridge with this number.
pub fn bridge_of(number: u32) -> Result<Rc<Bridge>, String> {
    BRIDGES
        .with(|bridges| bridges.get(number))
        .ok_or_else(|| error(Code::Disposed, "This bridge was disposed of. Load a new one."))
}

/// The error for calls that `order-bridge/ocular` does not have.
#[cfg(not(feature = "checkout"))]
pub fn only_main() -> String {
    misuse("order-bridge/ocular has no guestCheckout: import order-bridge.")
}
