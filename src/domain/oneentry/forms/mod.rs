//! Forms of a project: read for a page, and its values checked by the rules that the form itself brings (contract 6).

pub mod check;
pub mod limits;
pub mod mask;
pub mod read;
pub mod texts;
pub mod values;

pub use check::check;
