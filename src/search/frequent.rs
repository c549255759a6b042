//! The documents that have a frequent word, kept from search to search as Lucene's `LRUQueryCache` keeps those of queries.
//!
//! To read the list of a word takes the longer the more documents have it, and queries share their frequent words. A set of the documents takes a
//! bit for each of the segment and is used in microseconds.

use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::{Cache, DefaultLifecycle};
use rustc_hash::FxBuildHasher;
use tantivy::SegmentOrdinal;

use super::docs::Docs;
use super::sought::Sought;

/// A word is frequent if one of so many documents has it: to read the list of a rarer one takes no longer than to use a set. Nor does it if it
/// has no more documents than a block of the list.
const ONE_OF: usize = 256;
const BLOCK: usize = 128;

/// What the sets take at most, in bytes.
const MOST: u64 = 64 << 20;

/// What each takes beside its bits, roughly.
const BESIDE: usize = 512;

/// How many are expected: of each some ten or hundred kilobytes.
const SETS: usize = 2_000;

/// What was looked for, in which segment.
type Asked = (Sought, SegmentOrdinal);

/// The documents that have frequent words. Those that were not asked for in a long time make room.
pub(super) struct Frequent(Cache<Asked, Arc<Docs>, Bytes, FxBuildHasher>);

/// Whether what so many of a segment's documents have is frequent.
pub(super) fn is_frequent(documents: usize, all: usize) -> bool {
    documents > BLOCK && documents.saturating_mul(ONE_OF) >= all
}

impl Frequent {
    /// The documents that have what is looked for, by `read` if it was not asked for of late.
    pub fn of(
        &self,
        sought: &Sought,
        segment: SegmentOrdinal,
        read: impl FnOnce() -> tantivy::Result<Docs>,
    ) -> tantivy::Result<Arc<Docs>> {
        self.0.get_or_insert_with(&(sought.clone(), segment), || read().map(Arc::new))
    }
}

impl Default for Frequent {
    fn default() -> Frequent {
        Frequent(Cache::with(SETS, MOST, Bytes, FxBuildHasher, DefaultLifecycle::default()))
    }
}

/// Counts what a set takes.
#[derive(Clone)]
struct Bytes;

impl Weighter<Asked, Arc<Docs>> for Bytes {
    fn weight(&self, _: &Asked, docs: &Arc<Docs>) -> u64 {
        (docs.bytes() + BESIDE) as u64
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn a_set_is_read_once_and_the_oldest_make_room() {
        let (frequent, reads) = (Frequent::default(), Cell::new(0));
        // Sets of half a megabyte.
        let documents = 1 << 22;
        let of = |word: usize, segment| {
            let read = || {
                reads.set(reads.get() + 1);
                let mut docs = Docs::none(documents);
                docs.insert(word as u32);
                Ok(docs)
            };
            let docs = frequent.of(&Sought::form(&word.to_string()), segment, read).unwrap();
            assert_eq!(docs.iter().collect::<Vec<_>>(), [word as u32]);
        };
        (0..3).for_each(|_| of(1, 0));
        of(1, 1);
        assert_eq!(reads.get(), 2, "of each segment once");
        (0..200).for_each(|word| of(word, 0));
        assert!(frequent.0.weight() <= MOST && reads.get() > 200);
    }
}
