//! Rules for what callers hand over, and the report of what is wrong with it.

pub mod fields;
pub mod report;
pub mod rule;
pub mod schema;
pub mod web_address;
pub mod words;

pub use fields::{Fields, Path, Reader};
pub use report::{Detail, Report, to_json};
pub use rule::Rule;
pub use schema::{Absent, Checker, Elements, Field, Holds, Slots};
