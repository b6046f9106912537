//! order-bridge: OneEntry guest orders and Ocular order reports from a web page.
//!
//! [`domain`] decides everything and does no I/O; `bindings` carries its commands out in a browser
//! or in Node. The npm package built from this crate is described in the README.

pub mod domain;

// Native builds are for the tests of the domain; nothing there calls JavaScript.
#[cfg(target_arch = "wasm32")]
mod bindings;
#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
pub use bindings::Core;
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
