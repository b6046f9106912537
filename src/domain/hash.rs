//! A hash for remembering a text without its content.

use super::text::push_hex;

/// Two FNV-1a hashes in hexadecimal digits. Different texts must have different hashes, but there is no need to prevent
/// deliberate collisions.
pub fn hash(text: &str) -> String {
    let (mut one, mut other) = (0xcbf2_9ce4_8422_2325_u64, 0x6c62_272e_07bb_0142_u64);
    for byte in text.bytes() {
        one = (one ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        other = (other ^ u64::from(byte)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    }
    let mut text = String::with_capacity(32);
    for half in [one, other] {
        for byte in half.to_be_bytes() {
            push_hex(&mut text, byte);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_texts_have_different_hashes() {
        let mut seen = std::collections::BTreeSet::new();
        for number in 0..10_000 {
            let text = hash(&format!("{{\"external_id\":\"{number}\"}}"));
            assert_eq!(text.len(), 32);
            assert!(seen.insert(text), "{number}");
        }
        assert_eq!(hash("a"), hash("a"));
    }
}
