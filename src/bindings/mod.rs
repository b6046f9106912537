//! The boundary between JavaScript and [`crate::domain`]: everything that crosses it, and the network. It translates
//! and decides nothing. Input from a page arrives as packed text; each result is passed out once.

mod begin;
mod bridge;
mod check;
#[cfg(feature = "checkout")]
mod guest_checkout;
mod network;
mod page;

pub use begin::{Method, begin, cancel, lost, resume};
pub use bridge::{close, open};
pub use check::{Check, check, encode_buy_order, quote_buy_order, read_purchase, version};
#[cfg(feature = "checkout")]
pub use guest_checkout::validate_form;
pub use page::{Call, Page};
