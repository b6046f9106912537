//! Rows that outlive the page: IndexedDB, where that fails localStorage, where that fails this page's memory.
//!
//! A database that worked yesterday may hang today (a page that was left in the middle of a write can block it for every
//! other page of the site), and an order that it knows must not be made again: localStorage has a copy of each row that the
//! domain calls vital.

use std::cell::{Cell, RefCell};

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::either::first;
use super::page::is_page;
use super::timer::sleep;
use crate::domain::checkout::ledger;

const DATABASE: &str = "order-bridge";
const TABLE: &str = "rows";
/// Before the keys of rows in localStorage that are nowhere else.
const LOCAL: &str = "order_bridge_row:";
/// Before those of copies, which count only while the database cannot be read: another tab's may be a moment old.
const COPY: &str = "order_bridge_copy:";
/// An IndexedDB that has not answered by then counts as missing,
const LIMIT_MS: u32 = 2_000;
/// and is given less time until it answers again.
const HUNG_LIMIT_MS: u32 = 100;

#[wasm_bindgen]
extern "C" {
    // By hand instead of web-sys: `transaction` with its durability option is not in there, and only these few are needed.
    type Idb;
    #[wasm_bindgen(js_namespace = indexedDB, js_name = open, catch)]
    fn open_database(name: &str, version: u32) -> Result<Idb, JsValue>;
    #[wasm_bindgen(js_namespace = IDBKeyRange, js_name = bound, catch)]
    fn key_range(from: &str, to: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn result(this: &Idb) -> Result<Idb, JsValue>;
    /// Of a request to open: null but while the database is being made.
    #[wasm_bindgen(method, getter, js_name = transaction, catch)]
    fn upgrade(this: &Idb) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, js_name = createObjectStore, catch)]
    fn create_object_store(this: &Idb, name: &str) -> Result<Idb, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn transaction(this: &Idb, table: &str, mode: &str, options: &JsValue) -> Result<Idb, JsValue>;
    #[wasm_bindgen(method, js_name = objectStore, catch)]
    fn object_store(this: &Idb, table: &str) -> Result<Idb, JsValue>;
    #[wasm_bindgen(method, js_name = getAll, catch)]
    fn get_all(this: &Idb, range: &JsValue) -> Result<Idb, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn put(this: &Idb, value: &JsValue, key: &str) -> Result<Idb, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn delete(this: &Idb, key: &str) -> Result<Idb, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn commit(this: &Idb) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn close(this: &Idb) -> Result<(), JsValue>;
    /// Of an event.
    #[wasm_bindgen(method, getter, catch)]
    fn target(this: &Idb) -> Result<Idb, JsValue>;

    #[wasm_bindgen(js_namespace = localStorage, js_name = setItem, catch)]
    fn set_item(key: &str, value: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = localStorage, js_name = removeItem, catch)]
    fn remove_item(key: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = Object, js_name = entries, catch)]
    fn entries(object: &JsValue) -> Result<Array, JsValue>;
}

/// The rows of one bridge's page.
#[derive(Default)]
pub struct Store {
    database: RefCell<Option<Idb>>,
    closed: Cell<bool>,
    hung: Cell<bool>,
    memory: RefCell<Vec<(String, String)>>,
}

impl Store {
    /// All rows whose key begins with `prefix`, sorted by key.
    pub async fn rows(&self, prefix: &str) -> Vec<(String, String)> {
        let mut known = self.database_rows(prefix).await;
        if known.is_err() && self.let_go() {
            known = self.database_rows(prefix).await;
        }
        let readable = known.is_ok();
        let mut rows = known.unwrap_or_default();
        let of_prefix = |(key, _): &(String, String)| key.starts_with(prefix);
        let mut copies = local_rows(COPY);
        copies.retain(of_prefix);
        if readable {
            // What the database has lost is lost, here too.
            copies.retain(|copy| !rows.iter().any(|row| row.0 == copy.0));
            for (key, _) in copies.drain(..) {
                let _ = remove_item(&format!("{COPY}{key}"));
            }
        }
        let memory = self.memory.borrow().clone();
        let local = copies.into_iter().chain(local_rows(LOCAL)).chain(memory);
        // The database's come sorted, the few others find their place. They are the newer ones: what the database takes is
        // forgotten elsewhere.
        for row in local.filter(of_prefix) {
            rows.retain(|known| known.0 != row.0);
            let place = rows.iter().position(|known: &(String, String)| known.0 > row.0).unwrap_or(rows.len());
            rows.insert(place, row);
        }
        rows
    }

    /// Keeps a row, and resolves when it is kept as safely as this page can; tells whether it outlives the page. Outside
    /// a page there is none that it could outlive.
    pub async fn put(&self, key: &str, value: &str) -> bool {
        let pair = Array::of2(&key.into(), &value.into());
        let local = format!("{LOCAL}{key}");
        let kept = self.write(&|table| table.put(&pair, key)).await;
        if kept.is_ok() {
            let copy = format!("{COPY}{key}");
            if ledger::is_vital(key) && set_item(&copy, value).is_err() {
                // An old copy is worse than none.
                let _ = remove_item(&copy);
            }
            let _ = remove_item(&local);
            self.memory.borrow_mut().retain(|(known, _)| known != key);
            return true;
        }
        if set_item(&local, value).is_ok() {
            return true;
        }
        let mut memory = self.memory.borrow_mut();
        memory.retain(|(known, _)| known != key);
        memory.push((key.to_owned(), value.to_owned()));
        !is_page()
    }

    /// Forgets a row wherever it is kept.
    pub async fn delete(&self, key: &str) {
        let _ = self.write(&|table| table.delete(key)).await;
        for place in [LOCAL, COPY] {
            let _ = remove_item(&format!("{place}{key}"));
        }
        self.memory.borrow_mut().retain(|(known, _)| known != key);
    }

    /// Lets go of the database; calls under way open it once more for as long as they need it.
    pub fn close(&self) {
        self.closed.set(true);
        self.let_go();
    }

    /// Tells whether there was something to let go of.
    fn let_go(&self) -> bool {
        self.database.take().is_some_and(|database| database.close().is_ok())
    }

    async fn database_rows(&self, prefix: &str) -> Result<Vec<(String, String)>, JsValue> {
        let connection = self.open().await?;
        let transaction = connection.database.transaction(TABLE, "readonly", &JsValue::UNDEFINED)?;
        let range = key_range(prefix, &format!("{prefix}\u{FFFF}"))?;
        let request = transaction.object_store(TABLE)?.get_all(&range)?;
        let _ = transaction.commit();
        self.settled(&request, "onsuccess").await?;
        self.hung.set(false);
        let pairs = Array::from(request.result()?.as_ref());
        // Another script of the site may have written something else.
        let row = |pair: JsValue| {
            let pair = pair.dyn_into::<Array>().ok()?;
            Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
        };
        Ok(pairs.iter().filter_map(row).collect())
    }

    async fn write(&self, change: &dyn Fn(&Idb) -> Result<Idb, JsValue>) -> Result<(), JsValue> {
        let written = self.write_once(change).await;
        if written.is_err() && self.let_go() { self.write_once(change).await } else { written }
    }

    async fn write_once(&self, change: &dyn Fn(&Idb) -> Result<Idb, JsValue>) -> Result<(), JsValue> {
        let connection = self.open().await?;
        let options = Object::new();
        // "strict" waits for the disk, not only for the operating system's word.
        Reflect::set(&options, &"durability".into(), &"strict".into())?;
        let transaction = connection.database.transaction(TABLE, "readwrite", &options)?;
        change(&transaction.object_store(TABLE)?)?;
        // Else it ends when this page is asked once more, which may have been left by then, with the table locked.
        let _ = transaction.commit();
        self.settled(&transaction, "oncomplete").await?;
        self.hung.set(false);
        Ok(())
    }

    async fn open(&self) -> Result<Connection<'_>, JsValue> {
        if let Some(database) = self.database.borrow().as_ref() {
            return Ok(Connection { store: self, database: database.same() });
        }
        let opening = Opening::begin()?;
        self.settled(&opening.request, "onsuccess").await?;
        let database = opening.request.result()?;
        opening.opened.set(true);
        // A page that deletes its databases, or a later version of this library, would wait for as long as this is open.
        on(&database, "onversionchange", Idb::close);
        // Two calls may have opened it at once. What the other one has begun with its own still goes through.
        let other = self.database.replace(Some(database.same()));
        let _ = other.map(|other| other.close());
        Ok(Connection { store: self, database })
    }

    /// Resolves at `event` of a request or transaction, rejects when it fails or takes too long.
    async fn settled(&self, target: &Idb, event: &str) -> Result<(), JsValue> {
        let target: &JsValue = target.as_ref();
        let promise = Promise::new(&mut |resolve, reject| {
            for (name, settle) in
                [(event, &resolve), ("onerror", &reject), ("onabort", &reject), ("onblocked", &reject)]
            {
                let _ = Reflect::set(target, &name.into(), settle);
            }
        });
        let limit_ms = if self.hung.get() { HUNG_LIMIT_MS } else { LIMIT_MS };
        let settled = first(JsFuture::from(promise), sleep(limit_ms)).await;
        // A database that opens may hang all the same.
        self.hung.set(self.hung.get() || settled.is_none());
        settled.unwrap_or(Err(JsValue::UNDEFINED)).map(drop)
    }
}

impl Idb {
    fn same(&self) -> Idb {
        AsRef::<JsValue>::as_ref(self).clone().unchecked_into()
    }
}

/// Sets a handler, which gets what the event happened to. It belongs to JavaScript, since it may be called when the call that
/// set it has ended, and holds nothing, so that the browser can forget both together.
fn on(target: &Idb, event: &str, act: fn(&Idb) -> Result<(), JsValue>) {
    let handler =
        Closure::<dyn FnMut(Idb)>::new(move |event: Idb| drop(event.target().and_then(|target| act(&target))));
    let _ = Reflect::set(target.as_ref(), &event.into(), &handler.into_js_value());
}

/// The database in use. After the bridge has ended, nobody keeps it open.
struct Connection<'a> {
    store: &'a Store,
    database: Idb,
}

impl Drop for Connection<'_> {
    fn drop(&mut self) {
        if self.store.closed.get() {
            self.store.close();
        }
    }
}

/// A database that is being opened. When nobody waits for it any more, it is closed as soon as it is open.
struct Opening {
    request: Idb,
    opened: Cell<bool>,
}

impl Opening {
    fn begin() -> Result<Opening, JsValue> {
        let request = open_database(DATABASE, 1)?;
        // Must go through even when the call has ended meanwhile.
        on(&request, "onupgradeneeded", |request| request.result()?.create_object_store(TABLE).map(drop));
        Ok(Opening { request, opened: Cell::new(false) })
    }
}

impl Drop for Opening {
    fn drop(&mut self) {
        if self.opened.get() {
            return;
        }
        let close = |request: &Idb| request.result()?.close();
        // It may just have opened, and only nobody has looked. If it is being made, that comes to its end first.
        if self.request.upgrade().is_ok_and(|upgrade| upgrade.is_null()) {
            let _ = close(&self.request);
        }
        on(&self.request, "onsuccess", close);
    }
}

/// Those under keys that begin with `place`; their own keys follow.
fn local_rows(place: &str) -> Vec<(String, String)> {
    let storage = Reflect::get(&js_sys::global(), &"localStorage".into()).unwrap_or(JsValue::UNDEFINED);
    let row = |entry: JsValue| {
        let entry = Array::from(&entry);
        let key = entry.get(0).as_string()?.strip_prefix(place)?.to_owned();
        Some((key, entry.get(1).as_string()?))
    };
    let rows = entries(&storage).unwrap_or_default();
    rows.iter().filter_map(row).collect()
}
