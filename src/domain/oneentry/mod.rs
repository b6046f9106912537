//! OneEntry's content API for a guest checkout (`contracts/oneentry.md`): builds requests and reads responses.

pub mod accounts;
pub mod answers;
pub mod cart;
pub mod client;
pub mod config;
mod detail;
pub mod device;
pub mod forms;
pub mod guest_order;
pub mod localized;
mod order_fields;
pub mod preview;
pub mod refusal;

pub use answers::{Order, PaymentSession};
pub use client::Client;
pub use config::{Guest, OneEntryConfig};
pub use guest_order::GuestOrder;
