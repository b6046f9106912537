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
pub mod options;
pub mod packed;
pub mod problem;
pub mod retry;
pub mod text;
pub mod url;
pub mod validation;
pub mod world;

/// Whether a row has to be readable where the database is not for a while: an order that is not remembered could be placed a
/// second time, whereas a report can wait.
pub fn is_vital(key: &str) -> bool {
    key.starts_with(checkout::ledger::PREFIX)
}
