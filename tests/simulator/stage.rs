//! The fifteen steps of a checkout, and how to tell by a command that one is reached.

use order_bridge::domain::flow::StepState;
use order_bridge::domain::problem::Step;

use super::faults::Fault;
use super::network::door_of;
use super::plan::Route;
use super::recorder::Command;
use super::tab::Task;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    LoadWasm,
    ReadForm,
    ReadAccounts,
    Validate,
    Preview,
    TakeLock,
    WriteLedger,
    PostOrder,
    StoreOrder,
    PostSession,
    PollUrl,
    OcularReady,
    SetBuyOrder,
    Redirect,
    Return,
}

pub const STAGES: [Stage; 15] = [
    Stage::LoadWasm,
    Stage::ReadForm,
    Stage::ReadAccounts,
    Stage::Validate,
    Stage::Preview,
    Stage::TakeLock,
    Stage::WriteLedger,
    Stage::PostOrder,
    Stage::StoreOrder,
    Stage::PostSession,
    Stage::PollUrl,
    Stage::OcularReady,
    Stage::SetBuyOrder,
    Stage::Redirect,
    Stage::Return,
];

impl Stage {
    pub fn name(self) -> &'static str {
        match self {
            Stage::LoadWasm => "load wasm",
            Stage::ReadForm => "read storage and form",
            Stage::ReadAccounts => "read payment accounts",
            Stage::Validate => "validate",
            Stage::Preview => "preview",
            Stage::TakeLock => "take the lock",
            Stage::WriteLedger => "write the ledger",
            Stage::PostOrder => "POST the order",
            Stage::StoreOrder => "store the order's number",
            Stage::PostSession => "POST the payment session",
            Stage::PollUrl => "poll for the payment URL",
            Stage::OcularReady => "Ocular ready",
            Stage::SetBuyOrder => "setBuyOrder",
            Stage::Redirect => "redirect",
            Stage::Return => "return and resume",
        }
    }

    /// The kind of request that this step sends; `None` when it sends none.
    pub fn door(self) -> Option<Route> {
        match self {
            Stage::ReadForm => Some(Route::Form),
            Stage::ReadAccounts => Some(Route::Accounts),
            Stage::Preview => Some(Route::Preview),
            Stage::PostOrder => Some(Route::Order),
            Stage::PostSession => Some(Route::OpenSession),
            Stage::PollUrl => Some(Route::ReadSession),
            Stage::SetBuyOrder => Some(Route::Ocular),
            Stage::Return => Some(Route::Orders),
            _ => None,
        }
    }

    /// Whether a checkout is at this step when it issues this command.
    pub fn is_reached(self, command: &Command, errand: Task, life: u32) -> bool {
        let is_call = matches!(errand, Task::Call(_));
        match (self, command) {
            (Stage::Validate, Command::Announce(event)) => {
                event.step == Step::Validate && event.state == StepState::Start
            }
            (Stage::TakeLock, Command::LockWhileWanted(name)) => name.starts_with("order-bridge/order/"),
            (Stage::WriteLedger, Command::PutRow(_, text)) => is_call && text.contains(r#""state":"sent""#),
            (Stage::StoreOrder, Command::PutRow(_, text)) => is_call && text.contains(r#""state":"placed""#),
            (Stage::OcularReady, Command::OcularSessions) => true,
            (Stage::OcularReady | Stage::SetBuyOrder, Command::CallWidget(..)) => true,
            (Stage::Redirect, _) => matches!(errand, Task::Delivered(_)),
            (Stage::Return, Command::Rows(_)) => life > 1 && is_call,
            (stage, Command::Send(request)) => stage != Stage::Return && stage.door() == Some(door_of(request)),
            _ => false,
        }
    }
}

/// Whether the tab dies at a step, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Alone,
    KillBefore,
    KillAfter,
}

pub const WHENS: [When; 3] = [When::Alone, When::KillBefore, When::KillAfter];

/// What happens when a checkout first reaches a step.
#[derive(Debug, Clone)]
pub struct Trigger {
    pub stage: Stage,
    pub fault: Option<Fault>,
    pub when: When,
    /// How many requests a network fault strikes.
    pub strikes: u32,
}
