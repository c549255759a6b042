//! Sets of a segment's documents, a bit for each: what matches is put together from them.

use tantivy::DocId;
use tantivy::postings::BlockSegmentPostings;

const BITS: usize = u64::BITS as usize;

/// Some of the documents of a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Docs {
    words: Vec<u64>,
}

impl Docs {
    /// None of so many documents.
    pub fn none(of: DocId) -> Docs {
        Docs { words: vec![0; (of as usize).div_ceil(BITS)] }
    }

    #[inline]
    pub fn insert(&mut self, doc: DocId) {
        self.words[doc as usize / BITS] |= 1 << (doc as usize % BITS);
    }

    /// Inserts all of a list.
    pub fn insert_all(&mut self, mut list: BlockSegmentPostings) {
        while !list.docs().is_empty() {
            list.docs().iter().for_each(|doc| self.insert(*doc));
            list.advance();
        }
    }

    /// Inserts the others too.
    pub fn add(&mut self, others: &Docs) {
        self.words.iter_mut().zip(&others.words).for_each(|(word, other)| *word |= other);
    }

    /// What they take in memory.
    pub fn bytes(&self) -> usize {
        size_of_val(&self.words[..])
    }

    #[inline]
    pub fn contains(&self, doc: DocId) -> bool {
        self.words[doc as usize / BITS] & 1 << (doc as usize % BITS) != 0
    }

    /// How many they are.
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// In order.
    pub fn iter(&self) -> impl Iterator<Item = DocId> {
        self.words.iter().enumerate().flat_map(|(number, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros() as usize;
                rest &= rest.checked_sub(1)?;
                Some((number * BITS + bit) as DocId)
            })
        })
    }

    /// All of them, in order.
    pub fn to_vec(&self) -> Vec<DocId> {
        let mut docs = Vec::with_capacity(self.len());
        self.iter().for_each(|doc| docs.push(doc));
        docs
    }

    /// Leaves those that are among the others too.
    pub fn keep(&mut self, others: &Docs) {
        self.words.iter_mut().zip(&others.words).for_each(|(word, other)| *word &= other);
    }

    /// Leaves those out that are among the others.
    pub fn take_out(&mut self, others: &Docs) {
        self.words.iter_mut().zip(&others.words).for_each(|(word, other)| *word &= !other);
    }

    /// Leaves those that are right.
    pub fn retain(&mut self, mut is_right: impl FnMut(DocId) -> bool) {
        for (number, word) in self.words.iter_mut().enumerate() {
            let mut rest = *word;
            while rest != 0 {
                let bit = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                if !is_right((number * BITS + bit) as DocId) {
                    *word &= !(1 << bit);
                }
            }
        }
    }

    /// Whether some are among the others.
    pub fn meet(&self, others: &Docs) -> bool {
        self.words.iter().zip(&others.words).any(|(word, other)| word & other != 0)
    }

    /// Those that are in so many of some sets or in more; `times` is 1 or more.
    pub fn in_at_least(times: usize, sets: &[Docs], of: DocId) -> Docs {
        let mut found = Docs::none(of);
        // For each number up to `times` the documents that were met so often.
        let mut met = vec![0_u64; times];
        for (number, word) in found.words.iter_mut().enumerate() {
            met.fill(0);
            for set in sets {
                for time in (1..times).rev() {
                    met[time] |= met[time - 1] & set.words[number];
                }
                met[0] |= set.words[number];
            }
            *word = met[times - 1];
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: DocId = 200;

    fn docs(numbers: &[DocId]) -> Docs {
        let mut docs = Docs::none(ALL);
        numbers.iter().for_each(|number| docs.insert(*number));
        docs
    }

    proptest! {
        #[test]
        fn as_sets_are(
            sets in prop::collection::vec(prop::collection::vec(0..ALL, 0..60), 1..6),
            times in 1usize..4,
        ) {
            let in_sets = |number: &DocId| sets.iter().filter(|set| set.contains(number)).count();
            let bits: Vec<Docs> = sets.iter().map(|set| docs(set)).collect();
            let expected: Vec<DocId> = (0..ALL).filter(|number| in_sets(number) >= times).collect();
            let found = Docs::in_at_least(times, &bits, ALL);
            prop_assert_eq!(found.iter().collect::<Vec<_>>(), expected.clone());
            prop_assert_eq!(found.len(), expected.len());
            let (mut all, mut without, mut any) = (bits[0].clone(), bits[0].clone(), Docs::none(ALL));
            bits.iter().for_each(|set| all.keep(set));
            bits.iter().for_each(|set| any.add(set));
            prop_assert_eq!(&any, &Docs::in_at_least(1, &bits, ALL));
            bits[1..].iter().for_each(|set| without.take_out(set));
            prop_assert_eq!(&all, &Docs::in_at_least(sets.len(), &bits, ALL));
            prop_assert_eq!(all.meet(&bits[0]), all.len() > 0);
            let alone: Vec<DocId> = bits[0].iter().filter(|doc| !bits[1..].iter().any(|set| set.contains(*doc))).collect();
            prop_assert_eq!(without.iter().collect::<Vec<_>>(), alone);
            all.retain(|doc| doc % 2 == 0);
            prop_assert!(all.iter().all(|doc| doc % 2 == 0 && bits[0].contains(doc)));
        }
    }
}
