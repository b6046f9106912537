//! The documented flow as one call: sign in, order, payment session, status, report. Also continues an earlier call
//! from where it stopped.

use std::rc::Rc;

use super::call::Call;
use super::ledger::{self, Row, State};
use super::look_up::find;
use super::options::PlaceOrderOptions;
use super::outcome::{CheckoutResult, problem_of};
use super::payment::Payment;
use super::upkeep::duplicate;
use super::{Checkout, has, remember};
use crate::domain::code::Code;
use crate::domain::flow::{Io, Patience, StepState, both};
use crate::domain::http::{Exchange, Method};
use crate::domain::messages::Situation;
use crate::domain::oneentry::answers::is_refusal;
use crate::domain::oneentry::client::never_sent;
use crate::domain::oneentry::refusal::refused_fields;
use crate::domain::oneentry::{GuestOrder, Order};
use crate::domain::problem::{Step, unknown_property};
use crate::domain::retry::{BUSY_PAUSE_MS, retry_after_ms};
use crate::domain::validation::Report;

/// An order of the same cart that was placed less than this time ago counts as the same request: pressed in two tabs,
/// pressed again after a reload, or pressed twice with a quick response in between.
const SAME_ORDER_MS: u64 = 10_000;

/// A checked order, and what the check found.
pub type Checked = (Option<GuestOrder>, Report);

/// Places an order and runs all later steps. Calls for the same cart, in one tab or in many, place one order.
pub async fn place_order(checkout: Rc<Checkout>, io: Io, order: Checked, options: PlaceOrderOptions) -> CheckoutResult {
    let reference = io.uuid();
    run(checkout, io, reference, options, Some(order)).await
}

/// Places an order without the later steps.
pub async fn create_order(checkout: Rc<Checkout>, io: Io, order: Checked) -> CheckoutResult {
    let options = PlaceOrderOptions { session: None, ..PlaceOrderOptions::default() };
    place_order(checkout, io, order, options).await
}

/// Continues a checkout that stopped: finds an order whose response was lost, opens the payment session. It never
/// creates an order.
pub async fn resume(checkout: Rc<Checkout>, io: Io, reference: String, options: PlaceOrderOptions) -> CheckoutResult {
    run(checkout, io, reference, options, None).await
}

/// Places an order. Without an order, continues the checkout with this reference.
pub async fn run(
    checkout: Rc<Checkout>,
    io: Io,
    reference: String,
    options: PlaceOrderOptions,
    order: Option<Checked>,
) -> CheckoutResult {
    let mut call = Call::new(checkout, io, reference, options);
    call.run(order).await;
    call.result.take().unwrap_or_else(|| CheckoutResult::lost(call.checkout.language))
}

impl Call {
    async fn run(&mut self, wish: Option<Checked>) {
        // Snapshot before the first await: later entries were added while this call was running.
        let delivered = self.checkout.done.borrow().clone();
        let is_resumed = wish.is_none();
        let order = wish.and_then(|wish| self.take_order(wish));
        if is_resumed {
            self.plan_report();
            if !self.load_record().await {
                return;
            }
        } else if order.is_none() {
            return;
        } else {
            self.record_seen(&delivered).await;
        }
        let lock = ledger::lock_name(self.row.cart());
        if !self.io.lock(lock.clone(), Patience::UntilAborted).await {
            match is_resumed {
                true => self.end_unknown(Code::Aborted, self.reference.clone()),
                false => self.end_without_lock().await,
            }
            return;
        }
        let has_order = match &order {
            Some(order) => self.place(order).await,
            None => self.load_order().await,
        };
        if has_order {
            self.go_on().await;
        }
        self.io.unlock(&lock);
    }

    fn take_order(&mut self, (order, report): Checked) -> Option<GuestOrder> {
        for path in report.unknown() {
            self.warnings.push(unknown_property(path, Step::Validate));
        }
        self.emit(Step::Validate, StepState::Start);
        self.emit_end(Step::Validate, order.is_some());
        match &order {
            Some(order) => {
                self.row = Row::about(&self.checkout, order, &self.reference);
                self.mark_in_progress();
            }
            None => {
                let problem = self.problem(Code::Validation, Step::Validate, Situation::NoOrder);
                self.result = Some(CheckoutResult::NotSent { problem, detail: Some(report.detail("")) });
            }
        }
        order
    }

    async fn load_record(&mut self) -> bool {
        match ledger::row_of(&self.io, &self.checkout, &self.reference).await {
            Some(row) => self.row = row,
            None => {
                // The order may still exist: the storage may have been cleared.
                self.end_unknown(Code::NotFound, self.reference.clone());
                return false;
            }
        }
        true
    }

    /// Loads the order that an earlier call placed. Requires the cart's lock.
    async fn load_order(&mut self) -> bool {
        if !self.load_record().await {
            return false;
        }
        self.order = match self.row.state() {
            State::Sent => find(&self.io, &self.checkout, &mut self.row).await,
            State::Placed | State::Done => self.checkout.order_of(&self.row),
        };
        if self.order.is_none() {
            self.end_unknown(Code::UnknownOutcome, self.reference.clone());
        }
        self.order.is_some()
    }

    /// Collects this cart's checkouts that were done before this call: those whose results were `delivered` to this
    /// page, and those whose results were delivered to other pages.
    async fn record_seen(&mut self, delivered: &[String]) {
        for row in &ledger::rows(&self.io, &self.checkout).await {
            let reference = row.reference();
            if row.cart() == self.row.cart()
                && (has(delivered, reference)
                    || row.state() == State::Done && !has(&self.checkout.done.borrow(), reference))
            {
                self.seen.push(reference.to_owned());
            }
        }
    }

    /// Places the order or finds an earlier one. Requires the cart's lock. Returns whether there is an order now; if
    /// not, the call has ended.
    async fn place(&mut self, order: &GuestOrder) -> bool {
        self.plan_report();
        self.read_earlier().await;
        if self.io.is_leaving() {
            // The page may be shown again, and the records that it could not read may contain an order.
            self.end_unknown(Code::Aborted, self.reference.clone());
            return false;
        }
        if !self.options.order_again {
            if self.is_same_order() || self.is_found().await {
                self.warn(
                    "EARLIER_ORDER",
                    "This cart was already ordered. No second order was placed; this is the earlier one.",
                );
                return true;
            }
            if self.result.is_some() {
                return false;
            }
        }

        if !self.checkout.is_reachable(&self.io).await {
            self.end_not_sent(Code::Offline);
            return false;
        }
        if !self.sign_in().await || !self.save_row().await {
            return false;
        }
        self.supersede(true).await;
        self.emit(Step::CreateOrder, StepState::Start);
        self.create(order).await;
        self.emit_end(Step::CreateOrder, self.order.is_some());
        let Some(created) = &self.order else {
            match self.result {
                // From now on, the upkeep looks for the order.
                Some(CheckoutResult::Unknown { .. }) => self.io.wake(),
                _ => {
                    self.row.forget(&self.io).await;
                    self.supersede(false).await;
                }
            }
            return false;
        };
        self.is_new = true;
        self.row.save_placed(&self.io, created).await;
        remember(&self.checkout.orders, (self.reference.clone(), created.clone()));
        self.add_warning(self.checkout.total_changed(&order.cart(), &created.raw));
        true
    }

    /// Saves the record before the order is sent, so that no reload can place a second one.
    async fn save_row(&mut self) -> bool {
        if let Some(marker) = &self.options.reference_marker {
            self.row.set_marker(marker);
        }
        self.store_report();
        self.row.set_sent_at(self.io.now());
        let mut is_kept = self.row.save(&self.io).await;
        if !is_kept {
            if self.io.is_leaving() {
                self.end_not_sent(Code::Aborted);
                return false;
            }
            // The page may have gone away and come back in the meantime.
            is_kept = self.row.save(&self.io).await;
        }
        if !is_kept {
            self.warn(
                "NOT_KEPT",
                "This browser saves nothing for this page. If an answer is lost, the order is forgotten after a reload.",
            );
        }
        true
    }

    /// Marks the earlier checkouts as replaced by the order that is about to be sent, or undoes that.
    async fn supersede(&mut self, superseded: bool) {
        for row in &mut self.earlier {
            row.set_superseded(superseded);
            row.save(&self.io).await;
        }
    }

    async fn read_earlier(&mut self) {
        let now = self.io.now();
        self.earlier = ledger::rows(&self.io, &self.checkout).await;
        let cart = self.row.cart();
        self.earlier.retain(|row| row.cart() == cart && !row.is_superseded() && !row.is_over(now));
    }

    /// Whether this call asks for the same order as an earlier call. If so, it continues that call's checkout.
    fn is_same_order(&mut self) -> bool {
        let now = self.io.now();
        for row in self.earlier.iter().rev() {
            let is_same = row.order_id().is_some()
                && (!self.checkout.is_done(row)
                    // Placed while this call waited for the lock.
                    || !has(&self.seen, row.reference())
                    // Found in the meantime and delivered to another page: to this page, the order may still exist.
                    || self.checkout.is_unresolved(row)
                    || now.saturating_sub(row.placed_at()) <= SAME_ORDER_MS);
            if is_same {
                self.order = self.checkout.order_of(row);
                self.row = row.clone();
                return true;
            }
        }
        false
    }

    /// Whether the order of an earlier call without a response can be found. If there was such a call and its order is
    /// not found, this call ends.
    async fn is_found(&mut self) -> bool {
        let mut newest = None;
        while let Some(mut row) = self.earlier.pop() {
            if row.state() != State::Sent {
                continue;
            }
            if newest.is_none() {
                newest = Some(row.reference().to_owned());
            }
            self.order = find(&self.io, &self.checkout, &mut row).await;
            if self.order.is_some() {
                self.row = row;
                return true;
            }
        }
        if let Some(reference) = newest {
            self.end_unknown(Code::UnknownOutcome, reference);
        }
        false
    }

    /// Runs the steps after the order.
    async fn go_on(&mut self) {
        let Some(order) = self.order.take() else { return };
        self.reference = self.row.reference().to_owned();
        self.add_warning(duplicate(&order, false));
        self.plan_for().await;
        let refused = self.plan.refused.take();
        let (mut payment, mut tracking) = (Payment::default(), None);
        let problem = both(
            Box::pin(self.payment(order.id, &mut payment)),
            Box::pin(self.report(order.id, refused, &mut tracking)),
        )
        .await;
        self.add_warning(payment.warning.take());
        // A session that has ended cannot be paid any more.
        let payable = payment.session.as_ref().filter(|session| session.payment_status().is_none());
        self.result = Some(CheckoutResult::Accepted {
            reference: self.reference.clone(),
            order,
            payment_url: payable.and_then(|session| session.payment_url.clone()),
            session: payment.session,
            tracking,
            problem,
            warnings: std::mem::take(&mut self.warnings),
        });
    }

    /// Returns whether the guest is signed in now; if not, the order was not sent.
    async fn sign_in(&mut self) -> bool {
        if !self.checkout.client.must_sign_in() {
            return true;
        }
        self.emit(Step::Auth, StepState::Start);
        let signed_in = self.checkout.auth(&self.io, Situation::NoOrder).await;
        self.emit_end(Step::Auth, signed_in.is_ok());
        match signed_in {
            Ok(_) => true,
            Err(problem) => {
                self.result = Some(CheckoutResult::NotSent { problem, detail: None });
                false
            }
        }
    }

    /// Sends the one request that must never be repeated automatically. A 429 is the exception, because it proves that
    /// no order was placed.
    async fn create(&mut self, order: &GuestOrder) {
        let marker = self.options.reference_marker.as_ref();
        let body = order.body(marker.map(|marker| (marker.as_str(), self.reference.as_str())));
        let Some(mut exchange) = self.post(order, &body).await else { return };
        if let Ok(answer) = &exchange
            && answer.status == 429
        {
            // Too many requests: the service rejected this one without processing it.
            let pause = retry_after_ms(answer.retry_after.as_deref()).unwrap_or(BUSY_PAUSE_MS);
            self.io.wait(pause).await;
            // If the second attempt was never sent, the 429 remains the response.
            if let Some(second) = self.post(order, &body).await
                && !never_sent(&second)
            {
                exchange = second;
            }
        }
        self.order = exchange.as_ref().ok().and_then(Order::read);
        if self.order.is_none() {
            self.end_without_order(&exchange);
        }
    }

    /// Sends the order. Returns `None` if the sign-in failed: the order was not sent.
    async fn post(&mut self, order: &GuestOrder, body: &str) -> Option<Exchange> {
        // Another call may have lost the sign-in in the meantime.
        while self.checkout.client.must_sign_in() {
            if !self.sign_in().await {
                return None;
            }
        }
        Some(self.checkout.client.once(&self.io, Method::Post, &order.path(), Some(body), None).await)
    }

    /// Decides by evidence what a response without an order means.
    fn end_without_order(&mut self, exchange: &Exchange) {
        let language = self.checkout.language;
        let problem = |situation| problem_of(exchange, Step::CreateOrder, situation, language);
        self.result = Some(match exchange {
            Err(fault) if fault.never_sent() => {
                CheckoutResult::NotSent { problem: problem(Situation::NoOrder), detail: None }
            }
            Ok(answer) if is_refusal(answer) || answer.status == 429 => CheckoutResult::Rejected {
                reference: self.reference.clone(),
                problem: problem(Situation::NoOrder),
                detail: Some(refused_fields(answer, language)),
            },
            _ => {
                let problem = problem(Situation::OrderUnknown);
                // A 4xx that does not come from OneEntry itself is not a refusal.
                let code = match problem.status {
                    Some(408) => Code::Timeout,
                    Some(400..500) => Code::BadResponse,
                    _ => problem.code,
                };
                let problem =
                    self.problem(code, Step::CreateOrder, Situation::OrderUnknown).with_status(problem.status);
                return self.end_with_unknown(problem, self.reference.clone());
            }
        });
    }
}
