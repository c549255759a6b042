//! The words of many articles in the order in which they were read, and the same by word.
//!
//! An inverted index is a sort. The engine's own writer finds the list of each term by a hash and appends to it, which waits for memory
//! once a term. Here a word is written down by its number, one after the other, and all are sorted by number at once, without a
//! comparison, as soon as their segment is to be written (a counting sort: Knuth, The Art of Computer Programming 3, 5.2).

/// One word of an article, or what begins at one: its number, and whether it stands at the next position or at that of the entry before.
#[derive(Debug, Clone, Copy)]
struct Entry(u32);

impl Entry {
    const NEXT: u32 = 1 << 31;

    /// Between the parts of an article one position stays free, so that no phrase spans them.
    const GAP: Entry = Entry(Entry::NEXT | NUMBERS);

    fn is_gap(self) -> bool {
        self.0 == Entry::GAP.0
    }

    fn steps(self) -> u32 {
        self.0 / Entry::NEXT
    }

    fn number(self) -> u32 {
        self.0 & !Entry::NEXT
    }
}

/// There are fewer numbers of words.
pub(super) const NUMBERS: u32 = Entry::NEXT - 1;

/// The words of articles, one after another, each by a number that its reader gives.
#[derive(Debug, Default)]
pub(super) struct WordLog {
    entries: Vec<Entry>,
    /// The position in the segment that the words of each article start from.
    starts: Vec<u32>,
    /// How many entries are of articles that are complete, and the position behind them.
    complete: (usize, u32),
    /// The position behind the last word.
    next: u32,
    /// The position in its part of the last word, as it was given.
    last: Option<usize>,
}

impl WordLog {
    /// Begins an article. What was read of one that is not complete is forgotten.
    pub fn begin(&mut self) {
        let (entries, position) = self.complete;
        self.entries.truncate(entries);
        (self.next, self.last) = (position, None);
    }

    /// Adds what stands at a position of the part at hand. Positions must not go down; what is passed over leaves no gap.
    #[inline]
    pub fn push(&mut self, position: usize, number: u32) {
        debug_assert!(number < NUMBERS);
        let is_next = self.last != Some(position);
        self.last = Some(position);
        self.next += u32::from(is_next);
        self.entries.push(Entry(number | if is_next { Entry::NEXT } else { 0 }));
    }

    /// Ends a part of the article.
    pub fn end_part(&mut self) {
        self.entries.push(Entry::GAP);
        self.next += 1;
        self.last = None;
    }

    /// The article is complete: the words since [`begin`](Self::begin) are its own.
    pub fn complete(&mut self) {
        self.starts.push(self.complete.1);
        self.complete = (self.entries.len(), self.next);
    }

    /// How many bytes it takes; [`sorted`](Self::sorted) takes as many again.
    pub fn bytes(&self) -> usize {
        self.entries.len() * size_of::<Entry>()
    }

    /// Whether more articles would have positions that are too large for the engine.
    pub fn is_full(&self) -> bool {
        self.next > u32::MAX / 2
    }

    /// Calls `visit` with each word of the complete articles: its position in the segment, and its number.
    pub fn each(&self, mut visit: impl FnMut(u32, u32)) {
        let mut next = 0_u32;
        for entry in &self.entries[..self.complete.0] {
            next += entry.steps();
            if !entry.is_gap() {
                visit(next - 1, entry.number());
            }
        }
    }

    /// The positions of each word, of which there are `counts`.
    pub fn sorted(&self, counts: Vec<u32>) -> Sorted {
        // In place: where the positions of each word start, which they move to their end as they come.
        let (mut ends, mut all) = (counts, 0);
        for end in &mut ends {
            all += std::mem::replace(end, all);
        }
        let mut positions = vec![0; all as usize];
        self.each(|position, number| {
            let end = &mut ends[number as usize];
            positions[*end as usize] = position;
            *end += 1;
        });
        Sorted { positions, ends }
    }

    /// The articles by position.
    pub fn articles(&self) -> Articles<'_> {
        let mut first = Vec::with_capacity((self.complete.1 >> STRIDE) as usize + 1);
        let mut article = 0;
        for stride in 0..=self.complete.1 >> STRIDE {
            while self.starts.get(article + 1).is_some_and(|start| *start <= stride << STRIDE) {
                article += 1;
            }
            first.push(article as u32);
        }
        Articles { starts: &self.starts, first }
    }

    /// Forgets all and keeps the room.
    pub fn clear(&mut self) {
        let (mut entries, mut starts) = (std::mem::take(&mut self.entries), std::mem::take(&mut self.starts));
        entries.clear();
        starts.clear();
        *self = WordLog { entries, starts, ..WordLog::default() };
    }
}

/// The positions of words, by the words' numbers.
pub(super) struct Sorted {
    positions: Vec<u32>,
    /// Where the positions of each word end; they start where those of the word before end.
    ends: Vec<u32>,
}

impl Sorted {
    /// The positions of a word, in order.
    pub fn of(&self, number: u32) -> &[u32] {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.positions[start as usize..self.ends[number] as usize]
    }
}

/// So many positions, as a power of two, have an entry of their own in [`Articles`].
const STRIDE: u32 = 6;

/// Tells which article has a position.
pub(super) struct Articles<'a> {
    starts: &'a [u32],
    /// The article at each so many positions.
    first: Vec<u32>,
}

impl Articles<'_> {
    /// The number of the article that has a position, and the position that its words start from.
    #[inline]
    pub fn at(&self, position: u32) -> (u32, u32) {
        let mut article = self.first[(position >> STRIDE) as usize] as usize;
        while self.starts.get(article + 1).is_some_and(|start| *start <= position) {
            article += 1;
        }
        (article as u32, self.starts[article])
    }

    /// Where the words of the article behind this one start.
    #[inline]
    pub fn end(&self, article: u32) -> u32 {
        self.starts.get(article as usize + 1).copied().unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_by_number_with_article_and_position() {
        let mut log = WordLog::default();
        // What was begun and is not complete leaves no trace.
        for (article, parts) in [[vec![1, 2, 1], vec![0]], [vec![], vec![]], [vec![2], vec![1]]].iter().enumerate() {
            for is_complete in [false, true] {
                log.begin();
                for part in parts {
                    part.iter().enumerate().for_each(|(position, what)| log.push(position * 2, *what));
                    log.end_part();
                }
                if is_complete {
                    log.complete();
                }
            }
            assert_eq!(log.starts.len(), article + 1);
        }
        let (mut counts, mut words, articles) = (vec![0; 3], Vec::new(), log.articles());
        log.each(|position, number| {
            counts[number as usize] += 1;
            words.push((articles.at(position).0, number));
        });
        assert_eq!(words, [(0, 1), (0, 2), (0, 1), (0, 0), (2, 2), (2, 1)]);
        let sorted = log.sorted(counts);
        let placed = |what| {
            let positions = sorted.of(what).iter().map(|position| {
                let (article, start) = articles.at(*position);
                assert!(*position < articles.end(article));
                (article, position - start)
            });
            positions.collect::<Vec<_>>()
        };
        // What is passed over within a part leaves no gap, and there is one between the parts.
        assert_eq!(placed(0), [(0, 4)]);
        assert_eq!(placed(1), [(0, 0), (0, 2), (2, 2)]);
        assert_eq!(placed(2), [(0, 1), (2, 0)]);
        log.clear();
        log.each(|_, _| unreachable!());
        assert_eq!(log.bytes(), 0);
    }

    #[test]
    fn the_article_of_any_position_is_found() {
        let mut log = WordLog::default();
        for words in 0..300 {
            log.begin();
            (0..words).for_each(|position| log.push(position, 0));
            log.end_part();
            log.complete();
        }
        let articles = log.articles();
        let mut found = vec![0; 300];
        log.each(|position, _| found[articles.at(position).0 as usize] += 1);
        assert_eq!(found, (0..300).collect::<Vec<_>>());
    }
}
