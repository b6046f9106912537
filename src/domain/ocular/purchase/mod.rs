//! Turns a purchase in a shop's data layer into a buy order (`contracts/data-layer.md`).

mod amount;
mod layer;
mod order;
pub mod report;
mod shapes;

/// An event without lines is ignored if the same purchase with lines arrives within this time.
pub const DUPLICATE_WINDOW_MS: u32 = 1000;

pub use layer::Layer;
pub use order::{Reading, read};
