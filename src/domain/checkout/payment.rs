//! The payment of an existing order: its session, the session's status, its URL.

use super::call::Call;
use super::steps::SessionUpdate;
use crate::domain::deadline::Deadline;
use crate::domain::flow::{StepState, both};
use crate::domain::messages::Situation;
use crate::domain::oneentry::PaymentSession;
use crate::domain::problem::{Problem, Step, Warning};
use crate::domain::text;

/// Pauses before each request for a payment URL that is not available at first: about 6 s in total (contract 5.2).
const URL_PAUSES_MS: [u32; 5] = [500, 1_000, 1_500, 1_500, 1_500];

/// Result of the payment steps.
#[derive(Debug, Default)]
pub struct Payment {
    /// The payment session.
    pub session: Option<PaymentSession>,
    /// The problem that stopped a step.
    pub problem: Option<Problem>,
    /// A problem that did not stop the call.
    pub warning: Option<Warning>,
}

impl Call {
    /// Opens the order's payment session, waits for its URL and writes its status.
    pub async fn payment(&self, order_id: i64, payment: &mut Payment) -> Option<Problem> {
        let wish = self.options.session.as_ref()?;
        self.emit(Step::CreateSession, StepState::Start);
        let created = match self.is_new {
            true => self.checkout.create_session(&self.io, order_id, wish, Situation::OrderStands).await,
            false => self.checkout.open_session(&self.io, order_id, wish, self.row.opened()).await,
        };
        let Some(session) = self.recorded(Step::CreateSession, created, payment) else { return payment.problem.take() };
        let id = session.id;
        let waits_for_url = wish.kind == "session" && session.payment_url.is_none() && session.is_waiting();
        payment.session = Some(session);
        let rest = async {
            if waits_for_url && !is_cash(self.row.payment_account()) {
                self.wait_for_url(order_id, payment).await;
            }
            if let Some(status) = &self.options.session_status {
                self.update(status, payment).await;
            }
            payment.problem.take()
        };
        let recorded = async {
            if self.row.opened().is_none_or(|opened| opened.session != id) {
                self.row.save_opened(&self.io, id).await;
            }
            None
        };
        both(Box::pin(rest), Box::pin(recorded)).await
    }

    async fn wait_for_url(&self, order_id: i64, payment: &mut Payment) {
        self.emit(Step::GetSession, StepState::Start);
        let until = Deadline::read(&self.io);
        for pause in URL_PAUSES_MS {
            if !until.allows(&self.io, pause) {
                break;
            }
            self.io.wait(pause).await;
            let looked = self.checkout.session_if_seen(&self.io, order_id, Situation::OrderStands, until).await;
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
        self.emit_end(Step::GetSession, payment.problem.is_none());
    }

    async fn update(&self, status: &str, payment: &mut Payment) {
        let Some(session) = &payment.session else { return };
        let url = session.payment_url.clone();
        let update = SessionUpdate { status: status.to_owned(), payment_url: Some(url) };
        self.emit(Step::UpdateSession, StepState::Start);
        let updated = self.checkout.update_session(&self.io, session.id, &update, Situation::OrderStands).await;
        match updated {
            // The documented flow uses a route that not every server has.
            Err(problem) if matches!(problem.status, Some(403..=405)) => {
                self.emit_end(Step::UpdateSession, false);
                payment.warning = Some(Warning {
                    code: "SESSION_UPDATE_UNSUPPORTED",
                    message:
                        "The server has no route to update a payment session. The order and its session are unaffected."
                            .to_owned(),
                    step: Some(Step::UpdateSession),
                });
            }
            updated => {
                if let Some(mut session) = self.recorded(Step::UpdateSession, updated, payment) {
                    if let Some(before) = payment.session.take() {
                        session.order_id = before.order_id;
                    }
                    payment.session = Some(session);
                }
            }
        }
    }

    fn recorded(
        &self,
        step: Step,
        result: Result<PaymentSession, Problem>,
        payment: &mut Payment,
    ) -> Option<PaymentSession> {
        self.emit_end(step, result.is_ok());
        result.map_err(|problem| payment.problem = Some(problem)).ok()
    }
}

/// Cash has no payment page to wait for. Cash and other methods can share the type `custom`: only the name identifies
/// cash.
fn is_cash(account: &str) -> bool {
    text::has(&account.to_ascii_lowercase(), "cash")
}
