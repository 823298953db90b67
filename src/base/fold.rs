//! Folds words and names for comparison: letter case, blanks and Unicode forms make no difference.

use unicode_normalization::UnicodeNormalization;

/// The folded form of a text: lower case, one blank between words, Unicode form NFC.
#[must_use]
pub fn fold(words: &str) -> String {
    let joined = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if joined.is_ascii() {
        return joined.to_ascii_lowercase();
    }
    joined.to_lowercase().nfc().collect()
}

/// Bytes of a folded text that are hashed. Longer texts may collide: callers compare them anyway.
const TELLING: usize = 64;

/// A hash of a text, equal for texts with the same [`fold`]. It does not change between versions of the program, so
/// that it can be stored in files.
#[must_use]
pub fn hash_folded(text: &str) -> u32 {
    let mut begin = Beginning::default();
    if text.is_ascii() {
        let mut blank = false;
        for byte in text.bytes() {
            // The blanks of `split_whitespace`.
            if matches!(byte, b' ' | b'\t'..=b'\r') {
                blank = begin.length > 0;
                continue;
            }
            let full = std::mem::take(&mut blank) && !begin.push(b' ');
            if full || !begin.push(byte.to_ascii_lowercase()) {
                break;
            }
        }
    } else {
        let folded = fold(text);
        folded.bytes().take_while(|byte| begin.push(*byte)).count();
    }
    begin.hash()
}

/// The first bytes of a folded text.
struct Beginning {
    bytes: [u8; TELLING],
    length: usize,
}

impl Default for Beginning {
    fn default() -> Self {
        Self { bytes: [0; TELLING], length: 0 }
    }
}

impl Beginning {
    /// Appends a byte; false if there is no room.
    fn push(&mut self, byte: u8) -> bool {
        let room = self.bytes.get_mut(self.length);
        let taken = room.map(|place| *place = byte).is_some();
        self.length += usize::from(taken);
        taken
    }

    /// Multiplies and rotates, eight bytes at a time; the unused bytes of the last word are zero.
    fn hash(&self) -> u32 {
        const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
        let used = self.length.div_ceil(8) * 8;
        let (words, _) = self.bytes[..used].as_chunks::<8>();
        let mut hash = self.length as u64;
        for word in words {
            hash = (hash.rotate_left(5) ^ u64::from_le_bytes(*word)).wrapping_mul(SPREAD);
        }
        hash ^= hash >> 29;
        (hash.wrapping_mul(SPREAD) >> 32) as u32
    }
}
