//! Two clocks: a monotonic one, and the wall clock, which can be set.

/// The wall clock when a world begins, in milliseconds since 1970.
const BEGINNING: u64 = 1_790_000_000_000;
pub const SECOND: u64 = 1_000;
pub const DAY: i64 = 24 * 60 * 60 * 1_000;

#[derive(Debug, Default)]
pub struct Clock {
    /// Milliseconds since the world began; cannot be set.
    pub now: u64,
    /// How far the wall clock has been moved, in milliseconds.
    moved: i64,
}

impl Clock {
    pub fn wall(&self) -> u64 {
        (BEGINNING + self.now).saturating_add_signed(self.moved)
    }

    pub fn jump(&mut self, ms: i64) {
        self.moved += ms;
    }

    /// A moment in ISO 8601 by the server's clock, which is never set.
    pub fn date(now: u64) -> String {
        let seconds = now / 1_000;
        let (hours, minutes, seconds, ms) = (seconds / 3_600, seconds / 60 % 60, seconds % 60, now % 1_000);
        format!("2026-09-{:02}T{:02}:{minutes:02}:{seconds:02}.{ms:03}Z", 21 + hours / 24, hours % 24)
    }
}
