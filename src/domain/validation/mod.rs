//! Rules for the input of callers, and the report of its violations.

pub mod path;
pub mod report;
pub mod rule;
pub mod schema;
pub mod web_address;

pub use path::Path;
pub use report::{Detail, Report, to_json};
pub use rule::Rule;
pub use schema::{Absent, Checker, Elements, Field, Holds, Slots};
