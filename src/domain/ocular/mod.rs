//! Ocular's order tracking: what may be sent, how, and what the answers mean (`contracts/ocular.md`).

pub mod answer;
pub mod buy_order;
pub mod buy_order_state;
pub mod config;
pub mod outbox;
pub mod purchase;
pub mod quote;
pub mod track;

pub use answer::OcularResponse;
pub use buy_order::BuyOrder;
pub use buy_order_state::BuyOrderState;
pub use config::OcularConfig;

/// Stands before each validation text; the vendor's own prefix.
pub const VALIDATOR: &str = "SessionOrderControllerValidator: ";

/// Path of a fault of the whole argument.
pub const PARAMS: &str = "params";
