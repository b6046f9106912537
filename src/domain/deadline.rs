//! Time limits of steps, including everything that belongs to them: sign-in, attempts, pauses, searches.

use super::flow::Io;

/// For a step that changes something.
const WRITE_MS: u32 = 20_000;
/// For a step that only reads.
const READ_MS: u32 = 30_000;
/// An attempt with less time than this is not worthwhile.
const LEAST_TRY_MS: u32 = 1_000;

/// The deadline of a step that has begun.
#[derive(Debug, Clone, Copy)]
pub struct Deadline {
    began: u64,
    total_ms: u32,
}

impl Deadline {
    /// The deadline of a step that changes something and begins now.
    pub fn write(io: &Io) -> Deadline {
        Deadline { began: io.elapsed(), total_ms: WRITE_MS }
    }

    /// The deadline of a step that only reads and begins now.
    pub fn read(io: &Io) -> Deadline {
        Deadline { began: io.elapsed(), total_ms: READ_MS }
    }

    /// Extends the deadline by a pause that the service asked for.
    pub fn excuse(&mut self, pause_ms: u32) {
        self.total_ms = self.total_ms.saturating_add(pause_ms);
    }

    fn left(self, io: &Io) -> u32 {
        let spent = u32::try_from(io.elapsed().saturating_sub(self.began)).unwrap_or(u32::MAX);
        self.total_ms.saturating_sub(spent)
    }

    /// Limit of the next request, which is sent in any case; `None` means the bridge's own limit. That one applies
    /// while the step has only just begun, because `timeoutMs` may be longer than any deadline.
    pub fn limit_ms(self, io: &Io) -> Option<u32> {
        let left = self.left(io);
        (left + LEAST_TRY_MS <= self.total_ms).then_some(left.max(LEAST_TRY_MS))
    }

    /// Whether there is time for another attempt after this pause.
    pub fn allows(self, io: &Io, pause_ms: u32) -> bool {
        self.left(io) >= LEAST_TRY_MS.saturating_add(pause_ms)
    }
}
