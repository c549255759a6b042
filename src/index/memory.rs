//! How the memory that a writer may take is shared out.

use crate::error::{Error, Result};

/// What the program takes before it has an article: dictionary, gazetteer, code.
const FIXED: usize = 50 << 20;

/// What is taken beside text on its way: queues, learned lines.
const BESIDE: usize = 48 << 20;

/// What is known of articles takes more the more there are: the part of so many is for it.
const KNOWN: usize = 7;

/// What several threads share of the words that they read.
const SHARED_WORDS: usize = 45 << 20;

/// Of what is left the part of so many that is for text on its way.
const IN_FLIGHT: usize = 6;
/// Segments are merged when a sync collects no articles. What a merge reads lies in memory; it takes the part of so many at most, for a larger
/// one takes long and gains little.
const MERGE: usize = 3;
/// What an article takes in the index, in bytes, and how many segments are merged at a time at least.
const ARTICLE: usize = 3_000;
pub(super) const MERGED_AT_ONCE: usize = 4;

/// The least that a thread collects articles in, with what it takes to write them out, and the most that pays.
const LEAST_OF_A_THREAD: usize = 50_200_000;
const MOST_OF_A_THREAD: usize = 1 << 30;

/// The analysis of a text takes about so many times its size.
const ANALYSIS: usize = 8;

/// The text on its way into the index at a time.
const LEAST_IN_FLIGHT: usize = 1 << 20;
const MOST_IN_FLIGHT: usize = 2 << 20;

/// The most threads: more make many small segments, which slow every query.
const MOST_THREADS: usize = 8;

/// How the memory that a writer may take is shared out, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Memory {
    /// How many threads read articles and collect their words.
    pub threads: usize,
    /// What each collects articles in.
    pub of_a_thread: usize,
    /// How many bytes of text are on their way, unless one article alone has more.
    pub in_flight: usize,
    /// Segments with more articles are merged no more: more would not fit, and the gain is small.
    pub most_merged: usize,
}

impl Memory {
    /// What a writer takes unless it is told otherwise.
    pub const USUAL: usize = 700_000_000;

    /// The least that a writer can do with.
    pub const LEAST: usize = FIXED + BESIDE + (84 << 20);

    /// Shares so many bytes out to as many threads as there are cores, or to fewer.
    pub fn share(bytes: usize, cores: usize) -> Result<Memory> {
        let most = cores.clamp(1, MOST_THREADS);
        let memory = (1..=most).rev().find_map(|threads| Memory::with_threads(bytes, threads));
        memory.ok_or_else(|| {
            Error::Invalid(format!(
                "{} MB of memory are too little to index with; the least is {} MB",
                bytes / 1_000_000,
                Memory::LEAST.div_ceil(1_000_000)
            ))
        })
    }

    fn with_threads(bytes: usize, threads: usize) -> Option<Memory> {
        let shared = if threads > 1 { SHARED_WORDS } else { 0 };
        let left = (bytes - bytes / KNOWN).checked_sub(FIXED + BESIDE + shared)?;
        // The more articles are collected at once, the less is merged later.
        let in_flight = (left / IN_FLIGHT / ANALYSIS).clamp(LEAST_IN_FLIGHT, MOST_IN_FLIGHT);
        let of_a_thread = left.checked_sub(in_flight * ANALYSIS)? / threads;
        let most_merged = left / MERGE / ARTICLE / MERGED_AT_ONCE;
        let enough = of_a_thread >= LEAST_OF_A_THREAD;
        enough.then(|| Memory { threads, of_a_thread: of_a_thread.min(MOST_OF_A_THREAD), in_flight, most_merged })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shares_stay_below_the_whole() {
        for (megabytes, cores) in [(200, 1), (200, 2), (400, 2), (700, 2), (700, 16), (4_000, 64)] {
            let bytes = megabytes * 1_000_000;
            let memory = Memory::share(bytes, cores).unwrap();
            let Memory { threads, of_a_thread, in_flight, most_merged } = memory;
            let collecting = threads * of_a_thread + in_flight * ANALYSIS;
            let merging = most_merged * MERGED_AT_ONCE * ARTICLE;
            let shared = if threads > 1 { SHARED_WORDS } else { 0 };
            let taken = FIXED + BESIDE + shared + bytes / KNOWN + collecting.max(merging);
            assert!(taken <= bytes && threads >= 1 && of_a_thread >= LEAST_OF_A_THREAD, "{megabytes} MB: {memory:?}");
        }
        assert!(Memory::share(Memory::LEAST, 16).is_ok());
        let refused = Memory::share(Memory::LEAST - 1_000_000, 1).unwrap_err().to_string();
        assert!(refused.contains("the least is"), "{refused}");
    }
}
