//! Everything that is decided, as plain Rust: no JavaScript, no clock, no dice, no network.

pub mod amount;
pub mod checkout;
pub mod data;
pub mod deadline;
pub mod decimal;
pub mod flow;
pub mod hint;
pub mod http;
pub mod json;
pub mod messages;
pub mod ocular;
pub mod oneentry;
pub mod packed;
pub mod problem;
pub mod retry;
pub mod text;
pub mod url;
pub mod validation;
