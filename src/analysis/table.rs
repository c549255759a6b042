//! A hash table of the words met, made so that many can be looked up at a time.
//!
//! A common hash table waits for memory three times a word, one word after the other. This one tells where it will look, so that its user
//! can let the processor fetch that for several words together.

/// Where a word and what is known of it stand. It is found by what stands here and in the text alone: each place further away
/// would be one more wait for memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Remembered {
    /// Where it starts in the text; [`NOWHERE`] in a free slot.
    pub start: u32,
    /// The number of its first piece, and how many it has.
    pub first_piece: u32,
    pub pieces: u16,
    pub length: u16,
    /// A part of its hash.
    pub tag: u16,
    pub surroundings: u8,
}

const NOWHERE: u32 = u32::MAX;

impl Remembered {
    /// No word.
    pub const NONE: Remembered =
        Remembered { start: NOWHERE, first_piece: 0, pieces: 0, length: 0, tag: 0, surroundings: 0 };

    /// The part of a hash that tells words apart without a look at them.
    pub fn tag_of(hash: u64) -> u16 {
        (hash >> 48) as u16
    }

    fn is_none(self) -> bool {
        self.start == NOWHERE
    }

    #[inline]
    pub fn word_in(self, text: &str) -> &str {
        let start = self.start as usize;
        &text[start..start + usize::from(self.length)]
    }
}

/// The words met: open addressing, one slot after the other.
#[derive(Default)]
pub(super) struct Table {
    /// A power of two of them, or none.
    slots: Vec<Remembered>,
    taken: usize,
}

/// The fewest slots.
const FEWEST: usize = 64;

impl Table {
    /// The slot where the search for a word of this hash begins, and as a rule ends.
    #[inline]
    pub fn first(&self, hash: u64) -> Remembered {
        self.slots.get(self.place(hash)).copied().unwrap_or(Remembered::NONE)
    }

    /// The word of this hash that it is.
    #[inline]
    pub fn find(&self, hash: u64, is_it: impl Fn(Remembered) -> bool) -> Option<Remembered> {
        let mut place = self.place(hash);
        loop {
            let found = *self.slots.get(place)?;
            if found.is_none() {
                return None;
            }
            if found.tag == Remembered::tag_of(hash) && is_it(found) {
                return Some(found);
            }
            place = (place + 1) & (self.slots.len() - 1);
        }
    }

    /// Takes a word in that is not there.
    pub fn insert(&mut self, hash: u64, word: Remembered, hash_of: impl Fn(Remembered) -> u64) {
        if (self.taken + 1) * 4 > self.slots.len() * 3 {
            let doubled = vec![Remembered::NONE; (self.slots.len() * 2).max(FEWEST)];
            let words = std::mem::replace(&mut self.slots, doubled);
            words.into_iter().filter(|word| !word.is_none()).for_each(|word| self.put(hash_of(word), word));
        }
        self.put(hash, word);
        self.taken += 1;
    }

    /// Forgets all words and keeps the room.
    pub fn clear(&mut self) {
        self.slots.fill(Remembered::NONE);
        self.taken = 0;
    }

    /// Into the first free slot; there is one.
    fn put(&mut self, hash: u64, word: Remembered) {
        let mut place = self.place(hash);
        while !self.slots[place].is_none() {
            place = (place + 1) & (self.slots.len() - 1);
        }
        self.slots[place] = word;
    }

    #[inline]
    fn place(&self, hash: u64) -> usize {
        hash as usize & self.slots.len().saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_hash_stand_beside_one_another() {
        let mut table = Table::default();
        let is = |number: u32| move |word: Remembered| word.start == number;
        assert_eq!((table.find(7, is(0)), table.first(7)), (None, Remembered::NONE));
        // All of the same slot, and around the end of the table.
        let hash_of = |word: Remembered| u64::from(word.start % 3) << 48 | u64::MAX >> 16;
        for start in 0..1_000 {
            let word = Remembered { start, tag: (start % 3) as u16, ..Remembered::NONE };
            table.insert(hash_of(word), word, hash_of);
        }
        for start in 0..1_000 {
            let hash = u64::from(start % 3) << 48 | u64::MAX >> 16;
            assert_eq!(table.find(hash, is(start)).unwrap().start, start);
            assert_eq!(table.find(hash ^ 1 << 48, is(start)), None, "of another tag");
        }
        table.clear();
        assert_eq!(table.find(u64::MAX >> 16, is(0)), None);
    }
}
