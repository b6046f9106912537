//! Ocular's order tracking: what may be sent, how, and what the responses mean (`contracts/ocular.md`).

pub mod answer;
pub mod attention;
pub mod buy_order;
pub mod buy_order_state;
pub mod config;
pub mod delivery;
pub mod outbox;
pub mod purchase;
pub mod quote;
pub mod track;

pub use answer::OcularResponse;
pub use buy_order::BuyOrder;
pub use buy_order_state::BuyOrderState;
pub use config::OcularConfig;

/// The vendor's prefix of every validation text.
pub const VALIDATOR: &str = "SessionOrderControllerValidator: ";

/// The path for violations of the whole argument.
pub const PARAMS: &str = "params";
