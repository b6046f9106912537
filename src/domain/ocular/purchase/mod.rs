//! Turns a purchase in a shop's data layer into a buy order (`contracts/data-layer.md`).

mod amount;
mod layer;
mod order;
pub mod report;
mod shapes;

pub use layer::Layer;
pub use order::{Reading, read};
