//! Which bytes of a text belong to letters, for 64 of them at a time and without a branch: where words end no processor foresees, so what
//! asks letter by letter waits at every word.

/// So many bytes are looked at together.
const BYTES: usize = u64::BITS as usize;

/// A bit for each of some bytes, the lowest for the first.
#[derive(Clone, Copy)]
pub(super) struct Block {
    /// Where they start in the text.
    start: usize,
    /// Those of Russian letters but ё, of English ones, and of digits.
    plain: u64,
    /// Those among them that are of no small letter; of a letter of two bytes the second alone.
    large: u64,
    /// Those of all other signs beyond ASCII.
    other: u64,
}

impl Block {
    /// The block that a byte of a text lies in.
    pub fn around(text: &str, at: usize) -> Block {
        let start = at - at % BYTES;
        let (mut plain, mut large, mut other) = ([false; BYTES], [false; BYTES], [false; BYTES]);
        let copy;
        let bytes = match start.checked_sub(1).and_then(|from| text.as_bytes()[from..].first_chunk()) {
            Some(bytes) => bytes,
            None => {
                copy = at_an_end(text.as_bytes(), start);
                &copy
            }
        };
        for number in 0..BYTES {
            let [before, byte, behind] = [bytes[number], bytes[number + 1], bytes[number + 2]];
            let is_first = is_russian(byte, behind);
            let is_second = is_russian(before, byte);
            let is_large = byte.is_ascii_uppercase() | byte.is_ascii_digit();
            plain[number] = byte.is_ascii_lowercase() | is_large | is_first | is_second;
            large[number] = is_large | ((before == 0xd0) & (0x90..0xb0).contains(&byte));
            other[number] = !byte.is_ascii() & !(is_first | is_second);
        }
        Block { start, plain: bits(&plain), large: bits(&large), other: bits(&other) }
    }

    /// Whether a byte of the text lies in it.
    pub fn has(&self, at: usize) -> bool {
        at.wrapping_sub(self.start) < BYTES
    }

    /// Where it ends.
    pub fn end(&self) -> usize {
        self.start + BYTES
    }

    /// The first byte of a sign from here on that may be a letter, and whether it is plain; none where there is none.
    pub fn first_letter(&self, at: usize) -> Option<(usize, bool)> {
        let rest = (self.plain | self.other) >> (at - self.start);
        let first = at + rest.trailing_zeros() as usize;
        (rest != 0).then(|| (first, self.plain >> (first - self.start) & 1 != 0))
    }

    /// How many bytes from here on are of plain letters, one after another, and whether they are small.
    pub fn plain_letters(&self, at: usize) -> (usize, bool) {
        let from = at - self.start;
        // No bit is set behind the end.
        let bytes = (self.plain >> from).trailing_ones();
        let row = 1_u64.checked_shl(bytes).unwrap_or(0).wrapping_sub(1);
        (bytes as usize, self.large >> from & row == 0)
    }
}

/// The bytes of a block with the one before and the one behind, 0 where the text has none.
fn at_an_end(text: &[u8], start: usize) -> [u8; BYTES + 2] {
    let mut bytes = [0; BYTES + 2];
    let known = &text[start.saturating_sub(1)..text.len().min(start + BYTES + 1)];
    bytes[usize::from(start == 0)..][..known.len()].copy_from_slice(known);
    bytes
}

/// Whether two bytes are a letter from А to я. It is asked of all bytes, so that nothing branches on it.
#[inline]
fn is_russian(first: u8, second: u8) -> bool {
    ((first == 0xd0) & (second >= 0x90)) | ((first == 0xd1) & (second < 0x90))
}

/// Eight flags at a time: multiplying moves the bit of each into the highest byte, and none of them meet.
#[inline]
fn bits(flags: &[bool; BYTES]) -> u64 {
    let (eights, _) = flags.as_chunks::<8>();
    let eight = |flags: &[bool; 8]| u64::from_le_bytes(flags.map(u8::from)).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    eights.iter().rev().fold(0, |bits, flags| bits << 8 | eight(flags))
}
