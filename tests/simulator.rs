//! Simulates the library with tabs, a shopper, services, a network, storage and clocks, all in virtual time and with
//! every fault. A checker compares the results that callers got with the data of the services.
//!
//! `SEED=N cargo test --test simulator replay -- --nocapture` prints the whole history of one seed.
//! `SEEDS=1000000 cargo test --release --test simulator -- --nocapture random` runs a million seeds.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "test code")]

mod simulator {
    pub mod check;
    pub mod clock;
    pub mod dice;
    pub mod faults;
    pub mod history;
    pub mod library;
    pub mod locks;
    pub mod matrix;
    pub mod mutants;
    pub mod network;
    pub mod ocular;
    pub mod plan;
    #[path = "../common/recorder.rs"]
    pub mod recorder;
    pub mod seeds;
    pub mod server;
    pub mod shell;
    pub mod shopper;
    pub mod stage;
    pub mod storage;
    pub mod strikes;
    pub mod tab;
    pub mod table;
    pub mod world;
}
