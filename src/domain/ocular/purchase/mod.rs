//! A purchase that a shop tells its data layer, as a buy order (`contracts/data-layer.md`).

mod amount;
mod layer;
mod order;
pub mod report;
mod shapes;

/// An event without lines is no purchase of its own where one with lines comes so soon after it.
pub const ECHO_MS: u32 = 1000;

pub use layer::Layer;
pub use order::{Reading, read};
