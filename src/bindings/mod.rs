//! Where JavaScript begins. Everything here translates or carries out; decisions are in [`crate::domain`].

mod bridge;
mod callbacks;
mod either;
mod fetch;
mod guest_checkout;
mod input;
mod lock;
mod options;
mod output;
mod page;
mod pattern;
mod presence;
mod shell;
mod store;
mod timer;
mod waiting;
mod widget;

pub use bridge::Core;
