//! What a page requests before the click: payment accounts, the form, the price. Each value is JSON text, because the
//! page receives it unchanged.

use std::future::Future;

use super::Checkout;
use super::outcome::{Refused, problem_of};
use super::steps::SESSIONS;
use crate::domain::code::Code;
use crate::domain::data::Data;
use crate::domain::deadline::Deadline;
use crate::domain::flow::Io;
use crate::domain::http::{Answer, Exchange, Method};
use crate::domain::messages::Situation;
use crate::domain::oneentry::cart::Cart;
use crate::domain::oneentry::forms::read as form;
use crate::domain::oneentry::guest_order::{is_dot_segment, orders_path};
use crate::domain::oneentry::{accounts, preview};
use crate::domain::problem::{Problem, Step, Warning};
use crate::domain::text::{concat, is_space};
use crate::domain::validation::Report;

impl Checkout {
    /// Does everything that is possible before the click: identifies the guest, builds the device header, and lets the
    /// browser run the CORS preflights of later requests. Failures are ignored here: the call that needs the result
    /// tries again and reports them.
    pub async fn prepare(&self, io: &Io, storage: Option<&str>) {
        let needs_preflights = io.preconnect(&self.client.origin());
        if self.client.identify(io).await.is_err() {
            return;
        }
        self.client.ready_headers(io);
        if !needs_preflights {
            return;
        }
        let orders = storage.filter(|storage| is_marker(storage)).map(orders_path);
        self.client.send_preflights(io, SESSIONS, orders.as_deref()).await;
    }

    /// Implements `getAccounts`.
    pub fn accounts<'a>(&'a self, io: &'a Io) -> impl Future<Output = Result<String, Refused>> + 'a {
        self.get(io, accounts::PATH.to_owned(), accounts::read)
    }

    /// Implements `getForm`.
    pub fn form<'a>(&'a self, io: &'a Io, marker: &str) -> impl Future<Output = Result<String, Refused>> + 'a {
        self.get(io, form::path(marker, self.client.lang_code()), form::read)
    }

    /// Implements `preview`. The sums are kept, so that an order with a different price is detected.
    pub async fn preview(&self, io: &Io, (cart, report): (Option<Cart>, Report)) -> Result<String, Refused> {
        let Some(cart) = cart else {
            let problem = Problem::new(Code::Validation, Some(Step::Validate), Situation::Elsewhere, self.language);
            return Err((problem, report.detail("")));
        };
        let path = preview::path(self.client.lang_code());
        // A preview has no side effects, so the request may be repeated.
        let exchange = self.ask(io, Method::Post, path, Some(cart.to_json())).await?;
        match exchange.as_ref().ok().and_then(|answer| preview::read(answer, &cart)) {
            Some((value, previewed)) => {
                self.previewed.replace(Some(previewed));
                Ok(value)
            }
            None => Err(self.refused(&exchange, Step::Validate)),
        }
    }

    /// The warning that a placed order has a different price than the preview of the same cart.
    pub fn total_changed(&self, cart: &str, placed: &str) -> Option<Warning> {
        let previewed = self.previewed.borrow();
        let previewed = previewed.as_ref().filter(|previewed| previewed.cart == cart)?;
        let now = previewed.changed_to(placed)?;
        Some(Warning {
            code: "TOTAL_CHANGED",
            message: concat(&["The preview said ", &previewed.due(), ", but the placed order costs ", &now, "."]),
            step: Some(Step::CreateOrder),
        })
    }

    async fn get(&self, io: &Io, path: String, read: fn(&Answer, &str) -> Option<String>) -> Result<String, Refused> {
        let exchange = self.ask(io, Method::Get, path, None).await?;
        let value = exchange.as_ref().ok().and_then(|answer| read(answer, self.client.lang_code()));
        value.ok_or_else(|| self.refused(&exchange, Step::Validate))
    }

    async fn ask(&self, io: &Io, method: Method, path: String, body: Option<String>) -> Result<Exchange, Refused> {
        if let Err(exchange) = self.client.identify(io).await {
            return Err(self.refused(&exchange, Step::Auth));
        }
        Ok(self.client.repeat(io, method, &path, body.as_deref(), Deadline::read(io)).await)
    }

    fn refused(&self, exchange: &Exchange, step: Step) -> Refused {
        let mut problem = problem_of(exchange, step, Situation::Elsewhere, self.language);
        // No order is placed here: of the checkout's steps, only the sign-in can occur.
        problem.step = problem.step.filter(|step| *step == Step::Auth);
        let detail = match exchange {
            Ok(answer) => crate::domain::oneentry::refusal::refused_fields(answer, self.language),
            Err(_) => Vec::new(),
        };
        (problem, detail)
    }

    /// The warning about a password that every visitor of the page can read; only once.
    pub fn shared_password(&self) -> Option<Warning> {
        if !self.client.is_shared() || self.has_warned.replace(true) {
            return None;
        }
        Some(Warning {
            code: "SHARED_PASSWORD",
            message:
                "oneEntry.guest.authData puts the shared guest user's password into the page. Anyone who can read \
                      the page can sign in as that user and see what it may see, including other guests' orders. \
                      Allow that user to place orders and nothing else, or use the anonymous guest."
                    .to_owned(),
            step: None,
        })
    }
}

/// Checks a form marker that a page passes.
pub fn marker(value: &Data) -> Result<String, String> {
    match value.as_text().filter(|marker| is_marker(marker)) {
        Some(marker) => Ok(marker.to_owned()),
        None => Err("marker must be the marker of a form.".to_owned()),
    }
}

fn is_marker(text: &str) -> bool {
    !is_space(text) && text.len() <= 255 && !is_dot_segment(text)
}
