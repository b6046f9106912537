//! How long a step may take with everything that belongs to it: sign-in, tries, pauses, looks.

use super::flow::Io;

/// For a step that asks for something to be done.
const WRITE_MS: u32 = 20_000;
/// For a step that only reads.
const READ_MS: u32 = 30_000;
/// A try with less time than this is not worth it.
const LEAST_TRY_MS: u32 = 1_000;

/// The end of a step that has begun.
#[derive(Debug, Clone, Copy)]
pub struct Deadline {
    began: u64,
    total_ms: u32,
}

impl Deadline {
    /// Of a step that asks for something to be done and begins now.
    pub fn write(io: &Io) -> Deadline {
        Deadline { began: io.elapsed(), total_ms: WRITE_MS }
    }

    /// Of a step that only reads and begins now.
    pub fn read(io: &Io) -> Deadline {
        Deadline { began: io.elapsed(), total_ms: READ_MS }
    }

    /// A pause that the service has asked for does not count.
    pub fn excuse(&mut self, pause_ms: u32) {
        self.total_ms = self.total_ms.saturating_add(pause_ms);
    }

    fn left(self, io: &Io) -> u32 {
        let spent = u32::try_from(io.elapsed().saturating_sub(self.began)).unwrap_or(u32::MAX);
        self.total_ms.saturating_sub(spent)
    }

    /// Limit of the next request, which has to be made; `None` is the bridge's own. That one holds as long as the step has
    /// only begun: `timeoutMs` may be longer than any deadline.
    pub fn limit_ms(self, io: &Io) -> Option<u32> {
        let left = self.left(io);
        (left + LEAST_TRY_MS <= self.total_ms).then_some(left.max(LEAST_TRY_MS))
    }

    /// Whether another try after such a pause has time.
    pub fn allows(self, io: &Io, pause_ms: u32) -> bool {
        self.left(io) >= LEAST_TRY_MS.saturating_add(pause_ms)
    }
}
