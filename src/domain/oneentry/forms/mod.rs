//! Forms of a project: reads them for a page, and checks values against the form's own rules (contract 6).

pub mod check;
pub mod limits;
pub mod mask;
pub mod read;
pub mod texts;
pub mod values;

pub use check::{check, check_json};
