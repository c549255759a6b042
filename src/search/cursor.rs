//! Where a page ended, so that the next goes on behind it.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};
use tantivy::Searcher;

use super::SearchRequest;
use super::order::{Place, Rank};
use crate::error::{Error, Result};

/// Where a page ended: what [`SearchRequest::after`] takes to go on there.
///
/// It is written as a word of letters, digits and hyphens that means nothing to anyone else. While the index stays as it is,
/// the pages that follow one another by it have every match once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Which state of the index it belongs to.
    index: u64,
    /// Which request.
    request: u64,
    /// How many hits stand up to there.
    passed: u32,
    /// The bits of the last hit's score.
    score: u32,
    moment: u64,
    id: String,
}

impl Cursor {
    /// Behind the last of so many hits of a request, in the state of the index that has this stamp.
    pub(super) fn behind(request: &SearchRequest, hits: usize, stamp: u64, rank: Rank, id: &str) -> Cursor {
        let before = request.after.as_ref().map_or(0, Cursor::passed).saturating_add(request.offset);
        Cursor {
            index: stamp,
            request: stamp_of_request(request),
            passed: u32::try_from(before.saturating_add(hits)).unwrap_or(u32::MAX),
            score: rank.score.to_bits(),
            moment: rank.moment,
            id: id.to_owned(),
        }
    }

    /// How many hits stand on the pages before, so that the next one's first has this number and one more.
    pub fn passed(&self) -> usize {
        self.passed as usize
    }

    /// Behind so many articles of an engine elsewhere, the last of which stands there.
    #[cfg(feature = "cluster")]
    pub(super) fn at(request: &SearchRequest, passed: usize, stamp: u64, mark: &str) -> Cursor {
        let passed = u32::try_from(passed).unwrap_or(u32::MAX);
        let request = stamp_of_request(request);
        Cursor { index: stamp, request, passed, score: 0, moment: 0, id: mark.to_owned() }
    }

    /// What names the last hit, or where an engine elsewhere has it.
    #[cfg(feature = "cluster")]
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// Where the next page goes on.
    pub(super) fn place(&self) -> Place {
        let rank = Rank { score: f32::from_bits(self.score), moment: self.moment };
        Place { rank, id: self.id.clone() }
    }

    /// Refuses a cursor of another request.
    pub(super) fn check(&self, request: &SearchRequest) -> Result<()> {
        if self.request == stamp_of_request(request) {
            return Ok(());
        }
        let message =
            "the cursor is of another query or of other limits; a page goes on with the request that it came from";
        Err(Error::Invalid(message.to_owned()))
    }

    /// Whether the index is as it was, by its stamp now.
    pub(super) fn is_current(&self, stamp: u64) -> bool {
        self.index == stamp
    }
}

/// All that decides which articles match, and their order.
fn stamp_of_request(request: &SearchRequest) -> u64 {
    let request = SearchRequest {
        limit: 0,
        offset: 0,
        after: None,
        facets: true,
        counts_abroad: true,
        snippets: true,
        deadline: None,
        trees: Vec::new(),
        explain: false,
        snippet_length: 0,
        ..request.clone()
    };
    stamp(format!("{request:?}").as_bytes())
}

/// What changes with every change of the index.
pub(super) fn stamp_of_index(searcher: &Searcher) -> u64 {
    let segments = searcher.segment_readers().iter();
    let mut states: Vec<String> =
        segments.map(|segment| format!("{} {}", segment.segment_id().uuid_string(), segment.num_docs())).collect();
    states.sort_unstable();
    stamp(states.concat().as_bytes())
}

fn stamp(bytes: &[u8]) -> u64 {
    let hash = blake3::hash(bytes);
    hash.as_bytes().iter().take(8).fold(0, |stamp, byte| stamp << 8 | u64::from(*byte))
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Cursor { index, request, passed, score, moment, id } = self;
        write!(f, "{index:x}-{request:x}-{passed:x}-{score:x}-{moment:x}-")?;
        id.bytes().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Cursor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Cursor> {
        read(text).ok_or_else(|| {
            let shown: String = text.chars().take(40).collect();
            Error::Invalid(format!("«{shown}» is no cursor; they stand under `next` in the JSON of results"))
        })
    }
}

fn read(text: &str) -> Option<Cursor> {
    let number = |part: &str| u64::from_str_radix(part, 16).ok();
    let parts: Vec<&str> = text.split('-').collect();
    let [index, request, passed, score, moment, id] = <[&str; 6]>::try_from(parts).ok()?;
    let bytes = id.as_bytes().chunks(2).map(|byte| u8::from_str_radix(std::str::from_utf8(byte).ok()?, 16).ok());
    Some(Cursor {
        index: number(index)?,
        request: number(request)?,
        passed: u32::try_from(number(passed)?).ok()?,
        score: u32::try_from(number(score)?).ok()?,
        moment: number(moment)?,
        id: String::from_utf8(bytes.collect::<Option<Vec<u8>>>()?).ok()?,
    })
}

impl Serialize for Cursor {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cursor_comes_back_from_its_text(id in "\\PC{0,20}", passed: u32, score: f32, moment: u64) {
            let cursor = Cursor { index: 7, request: u64::MAX, passed, score: score.to_bits(), moment, id };
            prop_assert_eq!(cursor.to_string().parse::<Cursor>().unwrap(), cursor);
        }

        #[test]
        fn no_text_breaks_the_reading(text in "[0-9a-f+ж-]{0,20}|\\PC{0,20}") {
            let _ = text.parse::<Cursor>();
        }
    }
}
