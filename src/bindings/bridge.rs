//! The bridges of a page, by number. JavaScript holds numbers instead of objects, so that a wasm instance can end or be
//! replaced without a finaliser freeing memory that no longer exists.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

#[cfg(feature = "checkout")]
use super::guest_checkout::GuestCheckout;
use super::page::Page;
use crate::domain::json::Object;
use crate::domain::language::Language;
use crate::domain::ocular::OcularConfig;
use crate::domain::ocular::purchase::Layer;
use crate::domain::options::{Kinds, Options};
use crate::domain::packed::Packed;
use crate::domain::text::split;

/// The settings that every call of a bridge needs.
#[derive(Debug)]
pub struct Settings {
    /// Time limit of one HTTP attempt, in milliseconds.
    pub limit_ms: u32,
    /// The video attention that the options name. If there is none, the shell finds it.
    pub session: Option<String>,
    /// How long a video attention from an earlier page of the tab is valid, in milliseconds.
    pub remember_ms: u64,
    /// Whether visitors can read the bridge's options: true on a page or in a worker, false on a server.
    pub is_public: bool,
}

/// One bridge.
pub struct Bridge {
    pub settings: Rc<Settings>,
    pub page: Rc<Page>,
    pub language: Language,
    pub ocular: Rc<OcularConfig>,
    /// The page's data layer, as far as the bridge has seen it.
    pub layer: RefCell<Layer>,
    #[cfg(feature = "checkout")]
    pub checkout: GuestCheckout,
}

thread_local! {
    static BRIDGES: Slots<Rc<Bridge>> = const { Slots::new() };
}

/// Values by number.
pub struct Slots<T>(RefCell<Vec<Slot<T>>>);

/// One numbered slot.
enum Slot<T> {
    /// The number may be reused.
    Free,
    /// Temporarily taken out; the number stays reserved.
    Out,
    In(T),
}

impl<T> Slots<T> {
    pub const fn new() -> Slots<T> {
        Slots(RefCell::new(Vec::new()))
    }

    /// Adds a value. Returns its number.
    pub fn add(&self, one: T) -> u32 {
        let mut slots = self.0.borrow_mut();
        let free = slots.iter_mut().enumerate().find(|(_, slot)| matches!(slot, Slot::Free));
        if let Some((number, slot)) = free {
            *slot = Slot::In(one);
            return number as u32;
        }
        slots.push(Slot::In(one));
        slots.len() as u32 - 1
    }

    fn replace(&self, number: u32, with: Slot<T>) -> Option<T> {
        match std::mem::replace(self.0.borrow_mut().get_mut(number as usize)?, with) {
            Slot::In(one) => Some(one),
            Slot::Free | Slot::Out => None,
        }
    }

    /// Takes a value out and keeps its number reserved.
    pub fn take(&self, number: u32) -> Option<T> {
        self.replace(number, Slot::Out)
    }

    /// Puts a value back.
    pub fn put(&self, number: u32, one: T) {
        self.replace(number, Slot::In(one));
    }

    /// Removes a value and frees its number.
    pub fn remove(&self, number: u32) -> Option<T> {
        self.replace(number, Slot::Free)
    }
}

impl<T: Clone> Slots<T> {
    /// A copy of the value.
    pub fn get(&self, number: u32) -> Option<T> {
        match self.0.borrow().get(number as usize)? {
            Slot::In(one) => Some(one.clone()),
            Slot::Free | Slot::Out => None,
        }
    }
}

/// Checks the options and opens a bridge. Returns its number. `options` is packed. `types` contains the types of
/// `fetch`, `ocular.sessionId` and `ocular.widget`, one per line, then the languages of the page and the browser. The
/// error is JSON text.
#[wasm_bindgen]
pub fn open(options: String, types: &str, is_public: bool, page: Page) -> Result<u32, String> {
    let mut rest = types;
    let mut line = || {
        let (line, after) = split(rest, "\n").unwrap_or((rest, ""));
        rest = after;
        line
    };
    let kinds = Kinds { fetch: line(), session_id: line(), widget: line() };
    let wishes = [line(), line()];
    let options =
        Options::read(&Packed::new(options).data(), kinds, &wishes, |url| page.url(url)).map_err(|why| misuse(&why))?;
    let ocular = Rc::new(options.ocular);
    let bridge = Bridge {
        settings: Rc::new(Settings {
            limit_ms: options.limit_ms,
            session: options.session,
            remember_ms: options.remember_ms,
            is_public,
        }),
        page: Rc::new(page),
        language: options.language,
        #[cfg(feature = "checkout")]
        checkout: GuestCheckout::new(options.one_entry, &ocular, options.language, options.payment_hosts),
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
        .ok_or_else(|| error("DISPOSED", "This bridge was disposed of. Load a new one."))
}

/// The error for calls that `order-bridge/ocular` does not have.
#[cfg(not(feature = "checkout"))]
pub fn only_main() -> String {
    misuse("order-bridge/ocular has no guestCheckout: import order-bridge.")
}

/// A programming error of the caller, as JSON text.
pub fn misuse(message: &str) -> String {
    error("CONFIG", message)
}

fn error(code: &str, message: &str) -> String {
    let mut text = String::new();
    let mut object = Object::open(&mut text);
    object.text("code", code).text("message", message);
    object.close();
    text
}
