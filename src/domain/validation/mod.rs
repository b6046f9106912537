//! Rules for what callers hand over, and the report of what is wrong with it.

pub mod fields;
pub mod report;
pub mod rule;
pub mod words;

pub use fields::{Fields, Path, Reader};
pub use report::{Detail, Report, to_json};
pub use rule::Rule;
