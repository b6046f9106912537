//! The documented scenario as one call: sign in, order, payment session, status, report.

use std::rc::Rc;

use super::call::Call;
use super::ledger::{self, Row, State};
use super::look_up::look_up;
use super::options::PlaceOrderOptions;
use super::outcome::{CheckoutResult, problem_of};
use super::report::Plan;
use super::upkeep::duplicate;
use super::{Checkout, remember};
use crate::domain::flow::{Io, StepState, both};
use crate::domain::http::{Exchange, Method};
use crate::domain::messages::Situation;
use crate::domain::oneentry::answers::is_refusal;
use crate::domain::oneentry::client::never_left;
use crate::domain::oneentry::refusal::refused_fields;
use crate::domain::oneentry::{GuestOrder, Order};
use crate::domain::problem::{Code, Step, Warning, unknown_property};
use crate::domain::retry::{BUSY_PAUSE_MS, retry_after_ms};
use crate::domain::validation::Report;

/// An order placed by another page so short a time ago is taken for the same wish: pressed in two tabs, or pressed,
/// reloaded and pressed.
const SAME_WISH_MS: u64 = 10_000;

/// An order that was checked, and what was found.
pub type Checked = (Option<GuestOrder>, Report);

/// Places an order and everything after it. Calls for the same cart, in one tab or in many, place one order.
pub async fn place_order(
    checkout: Rc<Checkout>,
    io: Io,
    (order, report): Checked,
    options: PlaceOrderOptions,
) -> CheckoutResult {
    let mut warnings = Vec::new();
    for path in report.unknown() {
        warnings.push(unknown_property(path, Step::Validate));
    }
    // Before anything is waited for: what this page is told from now on, it is told while this call is under way.
    let told = checkout.done.borrow().clone();
    let mut call = Call { reference: io.uuid(), checkout, io, warnings };
    call.tell(Step::Validate, StepState::Start);
    let Some(order) = order else {
        call.tell(Step::Validate, StepState::Failed);
        let problem = call.problem(Code::Validation, Step::Validate, Situation::NoOrder);
        return CheckoutResult::NotSent { problem, detail: Some(report.detail("")) };
    };
    call.tell(Step::Validate, StepState::Done);

    let row = Row::about(&call.checkout, &order, &call.reference);
    let cart = row.cart.clone();
    let seen = call.done(&cart, &told).await;
    if let Err(ended) = call.lock(&cart, &seen).await {
        return ended;
    }
    let result = call.place(order, row, &seen, options).await;
    call.unlock(&cart);
    result
}

/// Places an order and stops there.
pub async fn create_order(checkout: Rc<Checkout>, io: Io, order: Checked) -> CheckoutResult {
    let options = PlaceOrderOptions { session: None, ..PlaceOrderOptions::default() };
    place_order(checkout, io, order, options).await
}

impl Call {
    /// References of this cart's checkouts that were done before this call: those that this page was `told` of, and those
    /// that other pages were.
    async fn done(&self, cart: &str, told: &[String]) -> Vec<String> {
        let mut done = Vec::new();
        for row in ledger::rows(&self.io, &self.checkout).await {
            let told_later = self.checkout.done.borrow();
            let was_done =
                told.contains(&row.reference) || row.state == State::Done && !told_later.contains(&row.reference);
            if row.cart == cart && was_done {
                done.push(row.reference);
            }
        }
        done
    }

    /// With the cart's lock.
    async fn place(
        &mut self,
        order: GuestOrder,
        mut row: Row,
        seen: &[String],
        mut options: PlaceOrderOptions,
    ) -> CheckoutResult {
        let plan = self.plan_report(options.track.take());
        let mut earlier = self.earlier(&row.cart).await;
        if self.io.is_leaving() {
            // It may be shown again, and what it could not read any more may say that there is an order.
            return self.unknown(Code::Aborted, &self.reference);
        }
        if !options.order_again
            && let Some(found) = self.same_wish(std::mem::take(&mut earlier), seen).await
        {
            return match found {
                Ok((row, order)) => self.go_on_with(row, order, plan, options).await,
                Err(reference) => self.unknown(Code::UnknownOutcome, &reference),
            };
        }

        if self.io.is_offline() {
            return self.not_sent(Code::Offline);
        }
        if let Err(ended) = self.sign_in().await {
            return *ended;
        }
        row.marker = options.reference_marker.take();
        row.report = self.report_to_keep(&plan);
        row.sent_at = self.io.now();
        let mut is_kept = row.keep(&self.io).await;
        if !is_kept {
            if self.io.is_leaving() {
                return self.not_sent(Code::Aborted);
            }
            // The page may have gone away and come back meanwhile.
            is_kept = row.keep(&self.io).await;
        }
        if !is_kept {
            self.warnings.push(Warning {
                code: "NOT_KEPT",
                message: "This browser keeps nothing for the page: after a reload an order without an answer is not \
                          remembered."
                    .to_owned(),
                step: Some(Step::CreateOrder),
            });
        }
        self.supersede(&mut earlier, true).await;
        self.tell(Step::CreateOrder, StepState::Start);
        let created = self.create(&order, row.marker.as_deref()).await;
        self.tell(Step::CreateOrder, if created.is_ok() { StepState::Done } else { StepState::Failed });
        let created = match created {
            Ok(created) => created,
            Err(ended) => {
                match *ended {
                    // To be looked up from now on.
                    CheckoutResult::Unknown { .. } => self.io.wake(),
                    _ => {
                        row.forget(&self.io).await;
                        self.supersede(&mut earlier, false).await;
                    }
                }
                return *ended;
            }
        };
        row.placed(&self.io, &created).await;
        remember(&self.checkout.orders, (row.reference.clone(), created.clone()));
        self.warnings.extend(self.checkout.total_changed(&order.cart(), &created.raw));
        self.go_on(row, created, plan, options, true).await
    }

    /// The shopper wants another order than these, once that one is sent.
    async fn supersede(&self, earlier: &mut [Row], superseded: bool) {
        for row in earlier {
            row.superseded = superseded;
            row.keep(&self.io).await;
        }
    }

    /// Earlier checkouts of this cart that may stand in the way of another one, oldest first.
    async fn earlier(&self, cart: &str) -> Vec<Row> {
        let now = self.io.now();
        let mut rows = ledger::rows(&self.io, &self.checkout).await;
        rows.retain(|row| row.cart == cart && !row.superseded && !row.is_over(now));
        rows
    }

    /// The earlier checkout that this call means, too: its row and order, or the reference of one that may exist.
    async fn same_wish(&self, mut earlier: Vec<Row>, seen: &[String]) -> Option<Result<(Row, Order), String>> {
        let now = self.io.now();
        let is_same = |row: &Row| {
            row.order.is_some()
                && (!self.checkout.is_done(row)
                    // Placed while this call waited for its turn.
                    || !seen.contains(&row.reference)
                    // Found meanwhile, and another page was told: here it still may exist.
                    || self.checkout.is_awaited(row)
                    || !self.checkout.placed_here(row) && now.saturating_sub(row.placed_at) <= SAME_WISH_MS)
        };
        if let Some(row) = earlier.iter().rfind(|row| is_same(row)) {
            return Some(Ok((row.clone(), self.checkout.order_of(row)?)));
        }
        earlier.retain(|row| row.state == State::Sent);
        let unknown = earlier.last()?.reference.clone();
        while let Some(mut row) = earlier.pop() {
            if let Some(order) = self.find(&mut row).await {
                return Some(Ok((row, order)));
            }
        }
        Some(Err(unknown))
    }

    /// Looks an order up whose answer was lost; writes down that it exists.
    pub async fn find(&self, row: &mut Row) -> Option<Order> {
        if self.io.is_offline() {
            return None;
        }
        let found = look_up(&self.io, &self.checkout.client, row).await.ok()??;
        row.placed(&self.io, &found).await;
        Some(found)
    }

    async fn go_on_with(&mut self, row: Row, order: Order, plan: Plan, options: PlaceOrderOptions) -> CheckoutResult {
        self.warnings.push(Warning {
            code: "EARLIER_ORDER",
            message: "This cart was ordered already; no second order was placed, this is the earlier one.".to_owned(),
            step: Some(Step::CreateOrder),
        });
        self.go_on(row, order, plan, options, false).await
    }

    /// What comes after the order.
    pub async fn go_on(
        &mut self,
        mut row: Row,
        order: Order,
        plan: Plan,
        options: PlaceOrderOptions,
        is_new: bool,
    ) -> CheckoutResult {
        self.reference = row.reference.clone();
        self.warnings.extend(duplicate(&order, false));
        self.plan_for(&mut row, &plan).await;
        let (payment, (tracking, track_problem)) =
            both(self.payment(&row, order.id, is_new, &options), self.report(&row, order.id, plan)).await;
        let mut warnings = std::mem::take(&mut self.warnings);
        warnings.extend(payment.warnings);
        // A session that has ended has nothing left to pay.
        let payable = payment.session.as_ref().filter(|session| session.payment_status().is_none());
        CheckoutResult::Accepted {
            reference: row.reference,
            order,
            payment_url: payable.and_then(|session| session.payment_url.clone()),
            session: payment.session,
            tracking,
            problem: payment.problem.or(track_problem),
            warnings,
        }
    }

    async fn sign_in(&self) -> Result<(), Box<CheckoutResult>> {
        if !self.checkout.client.must_sign_in() {
            return Ok(());
        }
        self.tell(Step::Auth, StepState::Start);
        let signed_in = self.checkout.auth(&self.io, Situation::NoOrder).await;
        self.tell(Step::Auth, if signed_in.is_ok() { StepState::Done } else { StepState::Failed });
        signed_in.map(drop).map_err(|problem| Box::new(CheckoutResult::NotSent { problem, detail: None }))
    }

    /// The one request that must never be sent twice on its own.
    async fn create(&self, order: &GuestOrder, marker: Option<&str>) -> Result<Order, Box<CheckoutResult>> {
        let body = order.body(marker.map(|marker| (marker, self.reference.as_str())));
        let mut exchange = self.post(order, &body).await?;
        if let Ok(answer) = &exchange
            && answer.status == 429
        {
            // Too many requests: this one was turned away at the door.
            let pause = retry_after_ms(answer.retry_after.as_deref()).unwrap_or(BUSY_PAUSE_MS);
            self.io.wait(pause).await;
            // Not sent any more: the refusal before it is the answer.
            if let Ok(second) = self.post(order, &body).await
                && !never_left(&second)
            {
                exchange = second;
            }
        }
        if let Some(order) = exchange.as_ref().ok().and_then(Order::read) {
            return Ok(order);
        }
        Err(Box::new(self.without_order(&exchange)))
    }

    /// The error is a sign-in that failed: the order was not sent.
    async fn post(&self, order: &GuestOrder, body: &str) -> Result<Exchange, Box<CheckoutResult>> {
        // Another call may have lost the sign-in meanwhile.
        while self.checkout.client.must_sign_in() {
            self.sign_in().await?;
        }
        Ok(self.checkout.client.once(&self.io, Method::Post, &order.path(), Some(body.to_owned()), None).await)
    }

    /// Tells by evidence what an answer without an order means.
    fn without_order(&self, exchange: &Exchange) -> CheckoutResult {
        let problem = |situation| problem_of(exchange, Step::CreateOrder, situation, self.checkout.language);
        let reference = self.reference.clone();
        match exchange {
            Err(fault) if fault.never_sent() => {
                CheckoutResult::NotSent { problem: problem(Situation::NoOrder), detail: None }
            }
            Ok(answer) if is_refusal(answer) || answer.status == 429 => CheckoutResult::Rejected {
                reference,
                problem: problem(Situation::NoOrder),
                detail: Some(refused_fields(answer, self.checkout.language)),
            },
            _ => {
                let mut problem = problem(Situation::OrderUnknown);
                // A 4xx that is not OneEntry's own word refuses nothing.
                let code = match problem.status {
                    Some(408) => Code::Timeout,
                    Some(400..500) => Code::BadResponse,
                    _ => problem.code,
                };
                problem = self.problem(code, Step::CreateOrder, Situation::OrderUnknown).with_status(problem.status);
                CheckoutResult::Unknown { reference, problem, warnings: self.warnings.clone() }
            }
        }
    }
}
