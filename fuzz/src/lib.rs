//! Properties that must hold for any input: one fuzz target for each parser of the domain. A target panics when a
//! property does not hold.
//!
//! The same functions run under libFuzzer, which looks for new paths (`npm run fuzz`), and in `npm test`, on the corpus
//! and a fixed number of mutations of it.

pub mod corpus;
pub mod mutate;
#[path = "../../tests/common/recorder.rs"]
pub mod recorder;
pub mod shape;
mod targets;
pub mod world;

/// One parser, or several that read the same thing.
#[derive(Debug)]
pub struct Target {
    /// Name of the corpus file and of the test, and the value of the option `--target`.
    pub name: &'static str,
    /// Panics when the promise does not hold for an input.
    pub run: fn(&[u8]),
    /// What must be true of the parser.
    pub promise: &'static str,
}

/// All targets.
pub const TARGETS: [Target; 8] = [
    Target {
        name: "json",
        run: targets::json::run,
        promise: "reads the same data as an independent parser, and what it writes is read back unchanged",
    },
    Target {
        name: "answers",
        run: targets::answers::run,
        promise: "only a 2xx answer with a positive id proves an order; refusals repeat nothing that was typed",
    },
    Target {
        name: "forms",
        run: targets::forms::run,
        promise: "fields come in the form's order, every required field is demanded, each value is checked on its own",
    },
    Target {
        name: "money",
        run: targets::money::run,
        promise: "every digit and every sum is the same as in exact arithmetic",
    },
    Target {
        name: "ocular",
        run: targets::ocular::run,
        promise: "a valid body validates again unchanged, whatever the order of its properties",
    },
    Target {
        name: "urls",
        run: targets::urls::run,
        promise: "a returned URL is https (or http on this machine), without a user name, on an allowed host",
    },
    Target {
        name: "rows",
        run: targets::rows::run,
        promise: "a stored record is read back unchanged, a corrupt one never, and reports go only to their receiver",
    },
    Target {
        name: "checkout",
        run: targets::checkout::run,
        promise: "one call sends one order, and never reports failure for an order whose number was returned",
    },
];

/// The target with this name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

/// An input as text; invalid UTF-8 becomes U+FFFD, as it does in a browser.
fn text(input: &[u8]) -> String {
    String::from_utf8_lossy(input).into_owned()
}

/// Splits a text into its first lines and the rest, for targets that read more than one thing.
fn parts<const N: usize>(text: &str) -> [&str; N] {
    let mut parts = [""; N];
    for (part, found) in parts.iter_mut().zip(text.splitn(N, '\n')) {
        *part = found;
    }
    parts
}
