//! Where JavaScript begins. Everything here translates or carries out; decisions are in [`crate::domain`].

mod bridge;
mod callbacks;
mod fetch;
mod input;
mod options;
mod output;
mod page;
mod shell;
mod timer;

pub use bridge::Core;
