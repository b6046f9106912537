//! Reports a placed order to Ocular, under the order's own number. A failure here never affects the order.

use super::call::{Call, Plan};
use crate::domain::code::Code;
use crate::domain::flow::StepState;
use crate::domain::messages::Situation;
use crate::domain::ocular::buy_order::BuyOrder;
use crate::domain::ocular::{OcularResponse, attention, track};
use crate::domain::problem::{Problem, Step, unknown_property};

impl Call {
    /// Checks the lines to report.
    pub fn plan_report(&mut self) {
        let Some(items) = self.options.track.take() else { return };
        let (lines, report) = BuyOrder::check_lines(items);
        for path in report.unknown() {
            self.warnings.push(unknown_property(path, Step::Track));
        }
        let refused = lines.is_none().then(|| OcularResponse::invalid(&report));
        self.plan = Plan { lines, refused };
    }

    /// Stores the report in the record, so that a crash does not lose it.
    pub fn store_report(&mut self) {
        if let Some(lines) = &self.plan.lines
            && let Some(session) = attention::session_of(&self.io, &self.checkout.ocular)
        {
            self.row.set_session(&session);
            self.row.set_lines(lines);
        }
    }

    /// Call this before a report. An order that already belongs to a video attention stays with it; an order that
    /// belongs to none is assigned to the one of this page.
    pub async fn plan_for(&mut self) {
        if self.row.session().is_none() {
            self.store_report();
            if self.row.session().is_some() {
                self.row.save(&self.io).await;
            }
        } else if let Some(lines) = &self.plan.lines
            && !self.row.is_unreported()
        {
            self.row.set_lines(lines);
        }
    }

    /// Reports the order, or returns the response to invalid lines.
    pub async fn report(
        &self,
        order_id: i64,
        refused: Option<OcularResponse>,
        answered: &mut Option<OcularResponse>,
    ) -> Option<Problem> {
        let saved = self.row.session().and_then(|session| Some((session, self.row.lines(order_id)?)));
        if saved.is_none() && self.plan.lines.is_none() && refused.is_none() {
            return None;
        }
        self.emit(Step::Track, StepState::Start);
        let response = match (saved, refused) {
            (Some((session, lines)), _) => {
                track::send_for(&self.io, &self.checkout.ocular, &lines, session.to_owned()).await
            }
            (None, Some(refused)) => refused,
            (None, None) => attention::no_session(),
        };
        let code = match (response.status_code, response.code) {
            // Most shoppers have no video attention, and then there is nothing to report.
            (0, _) | (1, Some(Code::NoOcularSession)) => None,
            (2, _) => Some(Code::Validation),
            (_, code) => Some(code.unwrap_or(Code::Server)),
        };
        self.emit_end(Step::Track, code.is_none());
        *answered = Some(response);
        code.map(|code| self.problem(code, Step::Track, Situation::ReportFailed))
    }
}
