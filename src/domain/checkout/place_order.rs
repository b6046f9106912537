//! The documented scenario as one call: sign in, order, payment session, status, report.

use std::rc::Rc;

use super::Checkout;
use super::options::PlaceOrderOptions;
use super::outcome::{CheckoutResult, problem_of};
use super::steps::SessionUpdate;
use crate::domain::data::Data;
use crate::domain::flow::{Io, StepEvent, StepState, both};
use crate::domain::http::{Exchange, Method};
use crate::domain::messages::Situation;
use crate::domain::ocular::buy_order::BuyOrder;
use crate::domain::ocular::{OcularResponse, track};
use crate::domain::oneentry::answers::is_refusal;
use crate::domain::oneentry::client::never_left;
use crate::domain::oneentry::refusal::refused_fields;
use crate::domain::oneentry::{GuestOrder, Order, PaymentSession};
use crate::domain::problem::{Code, Problem, Step, Warning};
use crate::domain::retry::{BUSY_PAUSE_MS, retry_after_ms};
use crate::domain::validation::Report;

/// How long a payment URL that comes later is waited for, and how often it is looked for (contract 5.2: about 6 s).
const URL_PAUSES_MS: [u32; 5] = [500, 1_000, 1_500, 1_500, 1_500];

/// An order that was checked, and what was found.
pub type Checked = (Option<GuestOrder>, Report);

/// Places an order and everything after it. Identical calls under way in one page share one order.
pub async fn place_order(checkout: Rc<Checkout>, io: Io, order: Checked, options: PlaceOrderOptions) -> CheckoutResult {
    let call = Call { reference: io.uuid().await, checkout, io };
    let Some(fingerprint) = order.0.as_ref().map(GuestOrder::fingerprint) else {
        return call.place(order, &options).await;
    };
    let (under_way, leads) = call.checkout.under_way.join(fingerprint, &call.reference);
    call.io.lock(under_way.lock.clone(), true).await;
    let first = under_way.result.borrow().clone();
    let result = match first {
        // Nothing was sent for the call before this one: that was its own affair.
        None | Some(CheckoutResult::NotSent { .. }) => call.place(order, &options).await,
        Some(first) => call.follow(first, order, &options).await,
    };
    under_way.result.replace(Some(result.clone()));
    if leads {
        call.checkout.under_way.leave(&under_way);
    }
    call.io.unlock(under_way.lock.clone()).await;
    result
}

/// Places an order and stops there.
pub async fn create_order(checkout: Rc<Checkout>, io: Io, order: Checked) -> CheckoutResult {
    let options = PlaceOrderOptions { session: None, session_status: None, track: None };
    place_order(checkout, io, order, options).await
}

struct Placed {
    order: Order,
    payment_account: String,
    warnings: Vec<Warning>,
}

#[derive(Default)]
struct Payment {
    session: Option<PaymentSession>,
    problem: Option<Problem>,
    warnings: Vec<Warning>,
}

/// One checkout under way.
struct Call {
    checkout: Rc<Checkout>,
    io: Io,
    reference: String,
}

impl Call {
    async fn place(&self, order: Checked, options: &PlaceOrderOptions) -> CheckoutResult {
        let mut placed = match self.order(order).await {
            Ok(placed) => placed,
            Err(ended) => return *ended,
        };
        let (payment, report) = both(self.payment(&placed, options), self.report(&placed, options.track.clone())).await;
        let (tracking, track_problem, report_warnings) = report;
        placed.warnings.extend(payment.warnings.into_iter().chain(report_warnings));
        CheckoutResult::Accepted {
            reference: self.reference.clone(),
            order: placed.order,
            payment_url: payment.session.as_ref().and_then(|session| session.payment_url.clone()),
            session: payment.session,
            tracking,
            problem: payment.problem.or(track_problem),
            warnings: placed.warnings,
        }
    }

    /// Goes on where an identical call has ended: its order, and what only this call asks for.
    async fn follow(&self, first: CheckoutResult, order: Checked, options: &PlaceOrderOptions) -> CheckoutResult {
        let CheckoutResult::Accepted { reference, order: placed, session, tracking, mut problem, mut warnings, .. } =
            first
        else {
            return first;
        };
        let payment_account = order.0.map(|order| order.payment_account).unwrap_or_default();
        let placed = Placed { order: placed, payment_account, warnings: Vec::new() };
        let mut options = options.clone();
        if session.is_some() {
            options.session = None;
        }
        let items = options.track.take().filter(|_| tracking.is_none());
        let (payment, report) = both(self.payment(&placed, &options), self.report(&placed, items)).await;
        if payment.session.is_some() {
            problem = problem.filter(|problem| problem.step == Some(Step::Track));
        }
        warnings.extend(payment.warnings.into_iter().chain(report.2));
        let session = session.or(payment.session);
        CheckoutResult::Accepted {
            reference,
            order: placed.order,
            payment_url: session.as_ref().and_then(|session| session.payment_url.clone()),
            session,
            tracking: tracking.or(report.0),
            problem: payment.problem.or(report.1).or(problem),
            warnings,
        }
    }

    /// Up to the order itself. Boxed, because the ends before it are rare and large.
    async fn order(&self, (checked, report): Checked) -> Result<Placed, Box<CheckoutResult>> {
        self.tell(Step::Validate, StepState::Start).await;
        let Some(order) = checked else {
            self.tell(Step::Validate, StepState::Failed).await;
            let problem = self.problem(Code::Validation, Step::Validate, Situation::NoOrder);
            return Err(Box::new(CheckoutResult::NotSent { problem, detail: Some(report.detail("")) }));
        };
        self.tell(Step::Validate, StepState::Done).await;
        if self.io.is_offline().await {
            let problem = self.problem(Code::Offline, Step::CreateOrder, Situation::NoOrder);
            return Err(Box::new(CheckoutResult::NotSent { problem, detail: None }));
        }
        self.sign_in().await?;
        self.tell(Step::CreateOrder, StepState::Start).await;
        let created = self.create(&order).await;
        self.tell(Step::CreateOrder, if created.is_ok() { StepState::Done } else { StepState::Failed }).await;
        let created = created?;
        let mut warnings: Vec<_> = report.unknown().iter().map(|path| unknown_property(path, Step::Validate)).collect();
        warnings.extend(self.checkout.total_changed(&order.cart, &created.raw));
        Ok(Placed { order: created, payment_account: order.payment_account, warnings })
    }

    async fn sign_in(&self) -> Result<(), Box<CheckoutResult>> {
        if !self.checkout.client.must_sign_in() {
            return Ok(());
        }
        self.tell(Step::Auth, StepState::Start).await;
        let signed_in = self.checkout.auth(&self.io, Situation::NoOrder).await;
        self.tell(Step::Auth, if signed_in.is_ok() { StepState::Done } else { StepState::Failed }).await;
        signed_in.map(drop).map_err(|problem| Box::new(CheckoutResult::NotSent { problem, detail: None }))
    }

    /// The one request that must never be sent twice on its own.
    async fn create(&self, order: &GuestOrder) -> Result<Order, Box<CheckoutResult>> {
        let mut exchange = self.post(order).await;
        if let Ok(answer) = &exchange
            && answer.status == 429
        {
            // Too many requests: this one was turned away at the door.
            let pause = retry_after_ms(answer.retry_after.as_deref()).unwrap_or(BUSY_PAUSE_MS);
            self.io.wait(pause).await;
            let second = self.post(order).await;
            // Not sent any more: the refusal before it is the answer.
            if !never_left(&second) {
                exchange = second;
            }
        }
        if let Some(order) = exchange.as_ref().ok().and_then(Order::read) {
            return Ok(order);
        }
        Err(Box::new(self.without_order(&exchange)))
    }

    async fn post(&self, order: &GuestOrder) -> Exchange {
        self.checkout.client.once(&self.io, Method::Post, &order.path(), Some(order.body.clone())).await
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
                CheckoutResult::Unknown { reference, problem }
            }
        }
    }

    /// Opens the payment session, writes its status, waits for its URL.
    async fn payment(&self, placed: &Placed, options: &PlaceOrderOptions) -> Payment {
        let mut payment = Payment::default();
        let Some(wish) = &options.session else { return payment };
        let order_id = placed.order.id;
        self.tell(Step::CreateSession, StepState::Start).await;
        let created = self.checkout.create_session(&self.io, order_id, wish, Situation::OrderStands).await;
        let Some(session) = self.noted(Step::CreateSession, created, &mut payment).await else { return payment };
        let waits_for_url = wish.kind == "session" && session.payment_url.is_none() && session.is_waiting();
        payment.session = Some(session);
        if waits_for_url && !is_cash(&placed.payment_account) {
            self.wait_for_url(order_id, &mut payment).await;
        }
        if let Some(status) = &options.session_status {
            self.update(status, &mut payment).await;
        }
        payment
    }

    async fn wait_for_url(&self, order_id: i64, payment: &mut Payment) {
        self.tell(Step::GetSession, StepState::Start).await;
        for pause in URL_PAUSES_MS {
            self.io.wait(pause).await;
            let looked = self.checkout.session_if_seen(&self.io, order_id, Situation::OrderStands).await;
            let session = match looked {
                Ok(Some(session)) => session,
                Ok(None) => continue,
                Err(problem) => {
                    payment.problem = Some(problem);
                    break;
                }
            };
            let ready = session.payment_url.is_some() || !session.is_waiting();
            payment.session = Some(session);
            if ready {
                break;
            }
        }
        let state = if payment.problem.is_some() { StepState::Failed } else { StepState::Done };
        self.tell(Step::GetSession, state).await;
    }

    async fn update(&self, status: &str, payment: &mut Payment) {
        let Some(session) = &payment.session else { return };
        let url = session.payment_url.clone();
        let update = SessionUpdate { status: status.to_owned(), payment_url: Some(url) };
        self.tell(Step::UpdateSession, StepState::Start).await;
        let updated = self.checkout.update_session(&self.io, session.id, &update, Situation::OrderStands).await;
        match updated {
            // The documented scenario asks for a route that not every server has.
            Err(problem) if matches!(problem.status, Some(403..=405)) => {
                self.tell(Step::UpdateSession, StepState::Failed).await;
                payment.warnings.push(Warning {
                    code: "SESSION_UPDATE_UNSUPPORTED",
                    message: "The server has no route to update a payment session; the order and its session stand."
                        .to_owned(),
                    step: Some(Step::UpdateSession),
                });
            }
            updated => {
                if let Some(mut session) = self.noted(Step::UpdateSession, updated, payment).await {
                    if let Some(before) = payment.session.take() {
                        session.order_id = before.order_id;
                    }
                    payment.session = Some(session);
                }
            }
        }
    }

    /// Reports the order under its own number. A fault here never touches the order.
    async fn report(
        &self,
        placed: &Placed,
        items: Option<Data>,
    ) -> (Option<OcularResponse>, Option<Problem>, Vec<Warning>) {
        let Some(items) = items else { return (None, None, Vec::new()) };
        self.tell(Step::Track, StepState::Start).await;
        let (lines, report) = BuyOrder::check_lines(items);
        let warnings = report.unknown().iter().map(|path| unknown_property(path, Step::Track)).collect();
        let response = match lines {
            Some(mut lines) => {
                lines.external_id = Some(placed.order.id.to_string());
                track::send_order(&self.io, &self.checkout.ocular, &lines).await
            }
            None => OcularResponse::invalid(&report),
        };
        let code = match (response.status_code, response.code) {
            // Most shoppers come without a video attention: there is nothing to report then.
            (0, _) | (1, Some(Code::NoOcularSession)) => None,
            (2, _) => Some(Code::Validation),
            (_, code) => Some(code.unwrap_or(Code::Server)),
        };
        self.tell(Step::Track, if code.is_none() { StepState::Done } else { StepState::Failed }).await;
        let problem = code.map(|code| self.problem(code, Step::Track, Situation::ReportFailed));
        (Some(response), problem, warnings)
    }

    async fn noted(
        &self,
        step: Step,
        result: Result<PaymentSession, Problem>,
        payment: &mut Payment,
    ) -> Option<PaymentSession> {
        self.tell(step, if result.is_ok() { StepState::Done } else { StepState::Failed }).await;
        self.quietly(result, payment)
    }

    fn quietly(&self, result: Result<PaymentSession, Problem>, payment: &mut Payment) -> Option<PaymentSession> {
        result.map_err(|problem| payment.problem = Some(problem)).ok()
    }

    fn problem(&self, code: Code, step: Step, situation: Situation) -> Problem {
        Problem::new(code, Some(step), situation, self.checkout.language)
    }

    async fn tell(&self, step: Step, state: StepState) {
        self.io.announce(StepEvent { step, state, reference: self.reference.clone() }).await;
    }
}

/// Cash has no payment page to wait for. Cash and others may both be of type `custom`: only the name tells.
fn is_cash(account: &str) -> bool {
    account.to_ascii_lowercase().contains("cash")
}

fn unknown_property(path: &str, step: Step) -> Warning {
    Warning {
        code: "UNKNOWN_PROPERTY",
        message: format!("{path} is not part of the documented object and was not sent."),
        step: Some(step),
    }
}
