//! The checksum of `meta.json`: the engine gives one to every file but this one.
//!
//! It stands within the file, so that both are written at once; the engine passes over what it does not know.

use serde_json::{Map, Value};

/// What comes before the checksum, and what behind it.
const BEFORE: &[u8] = b"{\n  \"checksum\": \"";
const BEHIND: &[u8] = b"\",";

/// All that stands in the file.
const KEYS: [&str; 7] =
    ["checksum", "index_settings", "opstamp", "payload", "persisted_custom_extensions", "schema", "segments"];

/// What the engine writes, with its checksum.
pub(super) fn sealed(meta: &[u8]) -> Vec<u8> {
    let Some(rest) = meta.strip_prefix(b"{") else { return meta.to_vec() };
    [BEFORE, blake3::hash(meta).to_hex().as_bytes(), BEHIND, rest].concat()
}

/// What is wrong with the file, if anything is. One that was written before there were checksums has none.
pub(super) fn fault(meta: &[u8]) -> Option<&'static str> {
    let Ok(parts) = serde_json::from_slice::<Map<String, Value>>(meta) else { return Some("it is cut or overwritten") };
    let is_known = |key: &String| KEYS.contains(&key.as_str());
    let is_sound = match parts.contains_key("checksum") {
        true => unsealed(meta).is_some_and(|(checksum, rest)| blake3::hash(&rest).to_hex().as_bytes() == checksum),
        false => parts.keys().all(is_known),
    };
    (!is_sound).then_some("its checksum is wrong: the file is damaged")
}

/// The checksum, and what the engine had written.
fn unsealed(meta: &[u8]) -> Option<(&[u8], Vec<u8>)> {
    let (checksum, rest) = meta.strip_prefix(BEFORE)?.split_at_checked(2 * blake3::OUT_LEN)?;
    Some((checksum, [b"{", rest.strip_prefix(BEHIND)?].concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_counts() {
        let meta = b"{\n  \"segments\": [],\n  \"schema\": [],\n  \"opstamp\": 7\n}\n";
        let whole = sealed(meta);
        assert_eq!((fault(&whole), fault(meta)), (None, None));
        for at in 0..whole.len() {
            for bit in 0..8 {
                let mut damaged = whole.clone();
                damaged[at] ^= 1 << bit;
                assert!(fault(&damaged).is_some(), "byte {at}, bit {bit}");
            }
            assert!(fault(&whole[..at]).is_some(), "cut at {at}");
        }
    }
}
