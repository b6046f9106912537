//! Where JavaScript begins. Everything here translates or carries out; decisions are in [`crate::domain`].

mod bridge;
mod callbacks;
mod fetch;
mod guest_checkout;
mod input;
mod lock;
mod options;
mod output;
mod page;
mod pattern;
mod shell;
mod timer;

pub use bridge::Core;
