//! Two clocks: one that only runs on, and the wall clock, which somebody may set.

/// What the wall clock shows when a world begins, milliseconds since 1970.
const BEGINNING: u64 = 1_790_000_000_000;
pub const SECOND: u64 = 1_000;
pub const DAY: i64 = 24 * 60 * 60 * 1_000;

#[derive(Debug, Default)]
pub struct Clock {
    /// Milliseconds since the world began; nobody can set it.
    pub now: u64,
    /// How far the wall clock was moved.
    moved: i64,
}

impl Clock {
    pub fn wall(&self) -> u64 {
        (BEGINNING + self.now).saturating_add_signed(self.moved)
    }

    pub fn jump(&mut self, ms: i64) {
        self.moved += ms;
    }

    /// ISO 8601 of a moment of this world by a clock that nobody has set: the server's.
    pub fn date(now: u64) -> String {
        let seconds = now / 1_000;
        let (hours, minutes, seconds, ms) = (seconds / 3_600, seconds / 60 % 60, seconds % 60, now % 1_000);
        format!("2026-09-{:02}T{:02}:{minutes:02}:{seconds:02}.{ms:03}Z", 21 + hours / 24, hours % 24)
    }
}
