//! Everything that is decided, as plain Rust: no JavaScript, no clock, no dice, no network.

#[cfg(feature = "checkout")]
pub mod checkout;
pub mod data;
pub mod deadline;
pub mod decimal;
pub mod flow;
pub mod hash;
pub mod hint;
pub mod http;
pub mod json;
pub mod messages;
pub mod ocular;
#[cfg(feature = "checkout")]
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
    #[cfg(feature = "checkout")]
    return key.starts_with(checkout::ledger::PREFIX);
    #[cfg(not(feature = "checkout"))]
    return key.is_empty();
}
