//! What must hold for any input, one target for each parser of the domain. A target panics when something does not hold.
//!
//! The same functions run twice: under libFuzzer, which looks for new paths (`npm run fuzz`), and in `npm test` over the
//! kept inputs and a fixed number of changes to them.

pub mod corpus;
pub mod mutate;
#[path = "../../tests/common/recorder.rs"]
pub mod recorder;
pub mod shape;
mod targets;
pub mod world;

/// One parser, or some that read the same thing.
#[derive(Debug)]
pub struct Target {
    /// Names the folder entry, the option and the test.
    pub name: &'static str,
    /// Panics when something does not hold.
    pub run: fn(&[u8]),
    /// What it holds the parser to.
    pub promise: &'static str,
}

/// All of them.
pub const TARGETS: [Target; 8] = [
    Target {
        name: "json",
        run: targets::json::run,
        promise: "reads what an independent reader reads, and writes what reads back the same",
    },
    Target {
        name: "answers",
        run: targets::answers::run,
        promise: "an order stands by a 2xx answer with a positive id alone; refusals repeat nothing that was typed",
    },
    Target {
        name: "forms",
        run: targets::forms::run,
        promise: "a form's fields come in their order, every required one is asked for, every value is judged alone",
    },
    Target {
        name: "money",
        run: targets::money::run,
        promise: "every digit and every sum is that of exact arithmetic",
    },
    Target {
        name: "ocular",
        run: targets::ocular::run,
        promise: "what passes passes again and says the same, whatever the order of its properties",
    },
    Target {
        name: "urls",
        run: targets::urls::run,
        promise: "a URL handed out is https (or http on this machine), without user name, on an allowed host",
    },
    Target {
        name: "rows",
        run: targets::rows::run,
        promise: "a kept row comes back as it was, a corrupt one never, and reports go to their receiver only",
    },
    Target {
        name: "checkout",
        run: targets::checkout::run,
        promise: "one call sends one order, and never says that an order failed whose number was answered",
    },
];

/// The target of this name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

/// An input as text; what is no UTF-8 becomes U+FFFD, as it does in a browser.
fn text(input: &[u8]) -> String {
    String::from_utf8_lossy(input).into_owned()
}

/// The first lines and the rest, for targets that read more than one thing.
fn parts<const N: usize>(text: &str) -> [&str; N] {
    let mut parts = [""; N];
    for (part, found) in parts.iter_mut().zip(text.splitn(N, '\n')) {
        *part = found;
    }
    parts
}
