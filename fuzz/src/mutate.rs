//! Mutations of the corpus, the same on each run. `npm test` tries them without a fuzzer.

/// Words that the parsers know, and numbers at their limits.
const WORDS: [&str; 48] = [
    "null",
    "true",
    "false",
    "{}",
    "[]",
    "\"\"",
    "0",
    "-1",
    "-0",
    "1",
    "9007199254740991",
    "9007199254740992",
    "1e400",
    "1e-401",
    "1e-2147483648",
    "1e2147483647",
    "0.5",
    "1.005",
    "99999999999999999999",
    "\\ud83d",
    "\\u0000",
    "\u{fffd}",
    "\u{e9}",
    "\u{1f600}",
    "200",
    "201",
    "400",
    "401",
    "404",
    "408",
    "429",
    "500",
    "id",
    "items",
    "message",
    "statusCode",
    "totalSum",
    "formData",
    "marker",
    "value",
    "status",
    "waiting",
    "completed",
    "https://",
    "http://",
    "@",
    "..",
    "*.",
];

/// A small random number generator; the same seed gives the same numbers everywhere.
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    /// A generator that starts from a seed.
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// The next number (splitmix64).
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`, or 0 when `limit` is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        if limit == 0 { 0 } else { (self.roll() % limit as u64) as usize }
    }

    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        let rest = (length - start).min(24);
        start..start + self.below(rest + 1)
    }
}

/// A mutation of a corpus input.
pub fn changed(dice: &mut Dice, saved: &[String]) -> Vec<u8> {
    let mut input = saved[dice.below(saved.len())].clone().into_bytes();
    for _ in 0..=dice.below(4) {
        let at = dice.below(input.len() + 1);
        match dice.below(8) {
            0 => {
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= 1 << dice.below(8);
                }
            }
            1 => drop(input.drain(dice.range(input.len()))),
            2 => {
                let piece = input[dice.range(input.len())].to_vec();
                input.splice(at..at, piece);
            }
            3 => drop(input.splice(at..at, WORDS[dice.below(WORDS.len())].bytes())),
            4 => {
                let range = dice.range(input.len());
                input.splice(range, WORDS[dice.below(WORDS.len())].bytes());
            }
            5 => {
                let other = saved[dice.below(saved.len())].as_bytes();
                let range = dice.range(input.len());
                input.splice(range, other[dice.range(other.len())].to_vec());
            }
            6 => {
                let other = saved[dice.below(saved.len())].as_bytes();
                input.truncate(at);
                input.extend_from_slice(&other[dice.below(other.len() + 1)..]);
            }
            _ => {
                if let Some(byte) = input.get_mut(at) {
                    *byte = b"0123456789{}[]\",:.-eE\\u/\n"[dice.below(25)];
                }
            }
        }
    }
    input
}
