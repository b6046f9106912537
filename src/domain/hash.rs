//! A hash for what is remembered without its content.

use super::text::push_hex;

/// FNV-1a in hexadecimal digits: two texts must differ, and nobody has to be kept from making two that do not.
pub fn hash(text: &str) -> String {
    let mut hash = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128;
    for byte in text.bytes() {
        hash = (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
    let mut text = String::with_capacity(32);
    for byte in hash.to_be_bytes() {
        push_hex(&mut text, byte);
    }
    text
}
