//! Native tests of the domain: rules, flows, records, generated documents. The simulator is a separate test binary.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "test code")]

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/pages.rs"]
mod pages;
#[path = "../common/recorder.rs"]
mod recorder;
#[path = "../common/world.rs"]
mod world;

mod architecture;
mod checkout;
mod failures;
mod forms;
mod guest_checkout;
mod guest_order;
mod ledger;
mod ledger_at_once;
mod money;
mod outbox;
mod payment_again;
mod properties;
mod purchases;
mod refusals;
mod same_cart;
mod turns;
mod validation;
