//! Tells Ocular of a placed order, under the order's own number. A fault here never touches the order.

use super::call::Call;
use super::ledger::{Report, Row};
use crate::domain::data::Data;
use crate::domain::flow::StepState;
use crate::domain::messages::Situation;
use crate::domain::ocular::buy_order::BuyOrder;
use crate::domain::ocular::{OcularResponse, track};
use crate::domain::problem::{Code, Problem, Step, unknown_property};

/// What is to be told, found out before the order is sent.
#[derive(Debug, Default)]
pub struct Plan {
    /// Valid lines.
    lines: Option<BuyOrder>,
    /// What is wrong with them.
    refused: Option<OcularResponse>,
}

impl Call {
    /// Checks the lines.
    pub fn plan_report(&mut self, items: Option<Data>) -> Plan {
        let Some(items) = items else { return Plan::default() };
        let (lines, report) = BuyOrder::check_lines(items);
        for path in report.unknown() {
            self.warnings.push(unknown_property(path, Step::Track));
        }
        let refused = lines.is_none().then(|| OcularResponse::invalid(&report));
        Plan { lines, refused }
    }

    /// What the ledger keeps of it, so that a crash does not lose the report.
    pub fn report_to_keep(&self, plan: &Plan) -> Option<Report> {
        let lines = plan.lines.as_ref()?.to_json();
        let session = track::session_of(&self.io, &self.checkout.ocular)?;
        Some(Report { session, lines: Some(lines) })
    }

    /// Before a report: an order that belongs to a video attention stays with it, one that belongs to none yet belongs to
    /// this page's from now on.
    pub async fn plan_for(&self, row: &mut Row, plan: &Plan) {
        match &mut row.report {
            Some(report) if report.lines.is_none() => report.lines = plan.lines.as_ref().map(BuyOrder::to_json),
            Some(_) => {}
            None => {
                row.report = self.report_to_keep(plan);
                if row.report.is_some() {
                    row.keep(&self.io).await;
                }
            }
        }
    }

    /// Reports the order.
    pub async fn report(&self, row: &Row, order_id: i64, plan: Plan) -> (Option<OcularResponse>, Option<Problem>) {
        let kept = row.report.as_ref().and_then(|kept| Some((&kept.session, kept.to_order(order_id)?)));
        if kept.is_none() && plan.lines.is_none() && plan.refused.is_none() {
            return (None, None);
        }
        self.tell(Step::Track, StepState::Start);
        let response = match (kept, plan.refused) {
            (Some((session, lines)), _) => {
                track::send_for(&self.io, &self.checkout.ocular, &lines, session.clone()).await
            }
            (None, Some(refused)) => refused,
            (None, None) => track::no_session(),
        };
        let code = match (response.status_code, response.code) {
            // Most shoppers come without a video attention: there is nothing to report then.
            (0, _) | (1, Some(Code::NoOcularSession)) => None,
            (2, _) => Some(Code::Validation),
            (_, code) => Some(code.unwrap_or(Code::Server)),
        };
        self.tell(Step::Track, if code.is_none() { StepState::Done } else { StepState::Failed });
        let problem = code.map(|code| self.problem(code, Step::Track, Situation::ReportFailed));
        (Some(response), problem)
    }
}
