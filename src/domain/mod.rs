//! All decisions, as plain Rust: no JavaScript, no clock, no random numbers, no network.

#[cfg(feature = "checkout")]
pub mod checkout;
pub mod code;
pub mod data;
pub mod deadline;
pub mod decimal;
pub mod flow;
pub mod hash;
pub mod hint;
pub mod http;
pub mod json;
pub mod keepalive;
pub mod language;
pub mod messages;
pub mod numbered;
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

/// Whether a record must stay readable while the database is unavailable. A forgotten order could be placed twice,
/// whereas a report can wait.
pub fn is_vital(key: &str) -> bool {
    #[cfg(feature = "checkout")]
    return key.starts_with(checkout::ledger::PREFIX);
    #[cfg(not(feature = "checkout"))]
    return key.is_empty();
}
