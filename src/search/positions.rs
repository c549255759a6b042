//! Words by the places where they stand: near one another, in one sentence, in the headline, so many times.

use tantivy::DocId;
use tantivy::postings::{Postings, SegmentPostings};

use super::leaf::Leaf;
#[cfg(feature = "cluster")]
use super::leaf::Way;
use super::row::{Row, stands_at};
use super::segment::Segment;
use crate::index::borders::Border;
#[cfg(feature = "cluster")]
use crate::index::signs::Signs;

/// What has to be true of the places of some parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Condition {
    /// They are there.
    There,
    /// Some of each stand within so many words of one another.
    Within(u32),
    /// One of each stands behind one of the part before, with so many other words between them in all.
    InOrder(u32),
    /// Some of each stand in one sentence.
    OneSentence,
    /// Some of each stand in one paragraph.
    OneParagraph,
    /// Some of each stand among the first so many words.
    First(u32),
    /// All of them together stand so many times in the article.
    AtLeast(u32),
}

/// Parts of which the places fulfil a condition.
#[derive(Debug)]
pub(super) struct Positions {
    /// Each in several ways to say it.
    parts: Vec<Leaf>,
    condition: Condition,
    in_title: bool,
}

impl Positions {
    /// These parts, standing so; with `in_title`, places in the headline alone count.
    pub fn new(parts: Vec<Leaf>, condition: Condition, in_title: bool) -> Positions {
        Positions { parts, condition, in_title }
    }

    /// The forms of which one has to stand in the headline, if that is all that is asked for.
    #[cfg(feature = "cluster")]
    pub fn words_in_title(&self) -> Option<Vec<Box<str>>> {
        let [Leaf::Said(ways)] = &self.parts[..] else { return None };
        let word = |way: &Way| match &way.row[..] {
            [(_, sought)] if sought.words().iter().all(|(_, signs)| *signs == Signs::FORM) => {
                Some(sought.words().iter().map(|(word, _)| word.clone()).collect::<Vec<_>>())
            }
            _ => None,
        };
        let words = ways.iter().map(word).collect::<Option<Vec<_>>>()?.concat();
        (self.in_title && self.condition == Condition::There).then_some(words)
    }

    /// What the condition is called.
    #[cfg(feature = "cluster")]
    pub fn name(&self) -> &'static str {
        match self.condition {
            Condition::There => "phrases and words as written in the headline",
            Condition::Within(_) => "words near one another",
            Condition::InOrder(_) => "words in a row with others between them",
            Condition::OneSentence => "words in one sentence",
            Condition::OneParagraph => "words in one paragraph",
            Condition::First(_) => "words among the first of the text",
            Condition::AtLeast(_) => "words that stand several times",
        }
    }

    /// What has to stand so.
    pub fn parts(&self) -> &[Leaf] {
        &self.parts
    }
}

/// The places of parts in one segment.
pub(super) struct Standing {
    /// Each in several ways to say it.
    parts: Vec<Vec<Row>>,
    /// Where sentences or paragraphs begin.
    units: Option<SegmentPostings>,
    /// Where the body begins.
    body: Option<SegmentPostings>,
    condition: Condition,
    in_title: bool,
    /// Where each part stands, kept from article to article for its memory.
    found: Vec<Vec<u32>>,
}

impl Standing {
    /// The places in a segment.
    pub fn open(positions: &Positions, segment: &Segment<'_>) -> tantivy::Result<Standing> {
        let mut parts = Vec::with_capacity(positions.parts.len());
        for part in &positions.parts {
            let mut rows = Vec::new();
            if let Leaf::Said(ways) = part {
                for way in ways {
                    rows.extend(Row::open(&way.row, segment)?);
                }
            }
            parts.push(rows);
        }
        let units = match positions.condition {
            Condition::OneSentence => segment.border(Border::Sentence)?,
            Condition::OneParagraph => segment.border(Border::Paragraph)?,
            _ => None,
        };
        let (condition, in_title) = (positions.condition, positions.in_title);
        let asks_for_body = in_title || matches!(condition, Condition::First(_));
        let body = if asks_for_body { segment.border(Border::Body)? } else { None };
        Ok(Standing { parts, units, body, condition, in_title, found: Vec::new() })
    }

    /// Whether they stand as is asked for in an article; articles come in their order.
    pub fn is_fulfilled(&mut self, doc: DocId) -> bool {
        let mut found = std::mem::take(&mut self.found);
        found.resize_with(self.parts.len(), Vec::new);
        let body = places_of(&mut self.body, doc).first().copied();
        for (part, places) in self.parts.iter_mut().zip(&mut found) {
            places.clear();
            part.iter_mut().for_each(|row| row.starts(doc, places));
            places.sort_unstable();
            places.dedup();
            if self.in_title {
                places.truncate(places.partition_point(|at| body.is_none_or(|body| *at < body)));
            }
        }
        let is_fulfilled = found.iter().all(|places| !places.is_empty())
            && match self.condition {
                Condition::There => true,
                Condition::Within(words) => stand_within(words, &found),
                Condition::InOrder(slack) => stand_in_order(slack, &found),
                Condition::OneSentence | Condition::OneParagraph => {
                    share_a_unit(&places_of(&mut self.units, doc), &found)
                }
                // Between headline and body a place is left out, so that no phrase reaches over.
                Condition::First(words) => found.iter().all(|places| match body {
                    Some(body) if body > 0 && places[0] >= body => places[0] - 1 < words,
                    _ => places[0] < words,
                }),
                Condition::AtLeast(times) => found.iter().map(Vec::len).sum::<usize>() >= times as usize,
            };
        self.found = found;
        is_fulfilled
    }
}

/// Where a border stands in an article.
fn places_of(border: &mut Option<SegmentPostings>, doc: DocId) -> Vec<u32> {
    let mut places = Vec::new();
    if let Some(border) = border
        && stands_at(border, doc)
    {
        border.positions(&mut places);
    }
    places
}

/// Whether one place of each part can be chosen so that the last is at most so many words behind the first.
fn stand_within(words: u32, found: &[Vec<u32>]) -> bool {
    if let [one, other] = found {
        return two_stand_within(words, one, other);
    }
    let mut all: Vec<(u32, usize)> =
        found.iter().enumerate().flat_map(|(part, places)| places.iter().map(move |at| (*at, part))).collect();
    all.sort_unstable();
    let (mut counts, mut missing, mut from) = (vec![0usize; found.len()], found.len(), 0);
    for &(at, part) in &all {
        missing -= usize::from(counts[part] == 0);
        counts[part] += 1;
        while at - all[from].0 > words {
            counts[all[from].1] -= 1;
            missing += usize::from(counts[all[from].1] == 0);
            from += 1;
        }
        if missing == 0 {
            return true;
        }
    }
    false
}

/// The same for two parts, in one walk along both.
fn two_stand_within(words: u32, one: &[u32], other: &[u32]) -> bool {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    while let (Some(&&a), Some(&&b)) = (one.peek(), other.peek()) {
        if a == b {
            // A word is not near itself, but near the next of either.
            one.next();
            other.next();
            if [one.peek(), other.peek()].into_iter().flatten().any(|next| **next - a <= words) {
                return true;
            }
        } else if a.abs_diff(b) <= words {
            return true;
        } else if a < b {
            one.next();
        } else {
            other.next();
        }
    }
    false
}

/// Whether one place of each part can be chosen behind that of the part before, with so many places between them in all.
fn stand_in_order(slack: u32, found: &[Vec<u32>]) -> bool {
    let Some((firsts, others)) = found.split_first() else { return false };
    let most = slack.saturating_add(others.len() as u32);
    firsts.iter().any(|first| {
        let behind = |last: u32, places: &Vec<u32>| places.get(places.partition_point(|at| *at <= last)).copied();
        let last = others.iter().try_fold(*first, behind);
        last.is_some_and(|last| last - first <= most)
    })
}

/// Whether some place of each part lies between the same two borders.
fn share_a_unit(starts: &[u32], found: &[Vec<u32>]) -> bool {
    let unit = |at: &u32| starts.partition_point(|start| start <= at);
    let Some((first, rest)) = found.split_first() else { return false };
    first.iter().map(unit).any(|one| rest.iter().all(|places| places.iter().map(unit).any(|other| other == one)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_near_one_another() {
        let found = |places: &[&[u32]]| places.iter().map(|places| places.to_vec()).collect::<Vec<_>>();
        assert!(stand_within(2, &found(&[&[1, 50], &[40, 52]])));
        assert!(!stand_within(1, &found(&[&[1, 50], &[40, 52]])));
        assert!(!stand_within(9, &found(&[&[1, 50], &[]])));
        assert!(!stand_within(9, &found(&[&[1, 50], &[1, 50]])));
        assert!(stand_within(9, &found(&[&[1, 8], &[1, 8]])));
        assert!(stand_within(1, &found(&[&[5], &[5, 6]])));
        assert!(stand_within(5, &found(&[&[10], &[5, 13], &[15]])));
        assert!(!stand_within(4, &found(&[&[10], &[5], &[15]])));
    }

    #[test]
    fn parts_in_order() {
        let found = |places: &[&[u32]]| places.iter().map(|places| places.to_vec()).collect::<Vec<_>>();
        assert!(stand_in_order(1, &found(&[&[1, 50], &[3, 40]])));
        assert!(!stand_in_order(0, &found(&[&[1, 50], &[3, 40]])));
        assert!(!stand_in_order(9, &found(&[&[50], &[3, 40]])));
        assert!(stand_in_order(2, &found(&[&[1, 7], &[8, 9], &[2, 11]])));
        assert!(!stand_in_order(u32::MAX, &found(&[&[1], &[]])));
    }

    #[test]
    fn parts_between_the_same_borders() {
        let found = |places: &[&[u32]]| places.iter().map(|places| places.to_vec()).collect::<Vec<_>>();
        assert!(share_a_unit(&[0, 5, 9], &found(&[&[1, 6], &[8]])));
        assert!(!share_a_unit(&[0, 5, 9], &found(&[&[1, 9], &[8]])));
        assert!(share_a_unit(&[], &found(&[&[1], &[8]])));
    }
}
