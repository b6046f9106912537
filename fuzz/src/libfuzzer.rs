//! libFuzzer's entry point. The environment variable `FUZZ_TARGET` names the target. `npm run fuzz` starts it.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use order_bridge_fuzz::{Target, target};

static CHOSEN: OnceLock<&Target> = OnceLock::new();

fuzz_target!(
    init: {
        let name = std::env::var("FUZZ_TARGET").unwrap_or_default();
        let Some(found) = target(&name) else { panic!("FUZZ_TARGET is not the name of a target: {name:?}") };
        let _ = CHOSEN.set(found);
    },
    |input: &[u8]| {
        if let Some(chosen) = CHOSEN.get() {
            (chosen.run)(input);
        }
    }
);
