//! The terms of the articles' texts, made of the words that were read.
//!
//! A word is read thousands of times and has the same terms each time, so its terms are looked at once a segment: the list of a term is
//! that of all words that have it, put together.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{FieldSerializer, InvertedIndexSerializer};
use tantivy::schema::Field;

use super::log::{Articles, WordLog};
use crate::analysis::{TextAnalyzer, Word};
use crate::index::borders::Border;
use crate::index::document::WordTaker;
use crate::index::signs::{Place, signed};

impl WordTaker for WordLog {
    fn word(&mut self, word: Word<'_>, place: Place) {
        self.push(word.position, What::Word(word.number, place).number());
    }

    fn border(&mut self, position: usize, border: Border) {
        self.push(position, What::Border(border).number());
    }
}

/// What stands at a position of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// A border.
    Border(Border),
    /// A word by its number, and how it stands there.
    Word(u32, Place),
}

/// How many places and borders have numbers side by side, as a power of two.
const ROW: u32 = 2;

impl What {
    /// Its number: the borders have the first row, each word has one behind.
    #[inline]
    fn number(self) -> u32 {
        match self {
            What::Border(border) => border as u32,
            What::Word(word, place) => (word + 1) << ROW | place as u32,
        }
    }

    /// What has a number that was given.
    fn of(number: u32) -> What {
        let (row, column) = (number >> ROW, number as usize % (1 << ROW));
        match row.checked_sub(1) {
            Some(word) => What::Word(word, Place::ALL[column]),
            None => What::Border(Border::ALL[column]),
        }
    }

    /// Calls `visit` with each of its terms: a word, and the sign behind it if there is one.
    fn terms<'a>(self, analyzer: &'a TextAnalyzer, mut visit: impl FnMut(&'a str, Option<u8>)) {
        match self {
            What::Border(border) => visit(border.term(), None),
            What::Word(word, place) => {
                signed(analyzer.terms(word), place).for_each(|(word, sign)| visit(word, Some(sign)));
            }
        }
    }
}

/// The texts of some articles, as their terms are to be written.
pub(super) struct TextTerms<'a> {
    words: &'a WordLog,
    /// How often each number stands there.
    counts: Vec<u32>,
    terms: Vec<Term<'a>>,
    /// How many terms each article has.
    pub lengths: Vec<u32>,
}

/// A term that something has which stands there.
struct Term<'a> {
    /// The first bytes of the word, so that few comparisons have to look at the words themselves.
    beginning: u64,
    word: &'a str,
    sign: Option<u8>,
    /// The number of what has it.
    what: u32,
}

impl Term<'_> {
    /// No word has a sign in it, and all letters stand behind the signs: so terms are in the order of their bytes.
    fn key(&self) -> (u64, &str, Option<u8>) {
        (self.beginning, self.word, self.sign)
    }
}

/// So many terms a word has, in all of its places.
const TERMS: usize = 4;

/// The first bytes of a term. Marks alone are a word of no letters: then its sign is all there is to tell it from a border.
fn beginning(word: &str, sign: Option<u8>) -> u64 {
    let mut bytes = [0; 8];
    let length = word.len().min(bytes.len());
    bytes[..length].copy_from_slice(&word.as_bytes()[..length]);
    if let Some(behind) = bytes.get_mut(length) {
        *behind = sign.unwrap_or_default();
    }
    u64::from_be_bytes(bytes)
}

impl<'a> TextTerms<'a> {
    /// The terms of the words that were read by this analyzer, of so many articles.
    pub fn of(words: &'a WordLog, analyzer: &'a TextAnalyzer, articles: u32) -> TextTerms<'a> {
        let numbers = (analyzer.numbers() + 1) << ROW;
        let mut counts = vec![0; numbers];
        words.each(|_, what| counts[what as usize] += 1);
        // Most have a form or two, and are written as none of them: what is not filled takes no memory, and nothing is moved.
        let mut terms = Vec::with_capacity(counts.iter().filter(|count| **count > 0).count() * TERMS);
        let mut of_each = vec![0_u16; numbers];
        for what in (0..numbers as u32).filter(|what| counts[*what as usize] > 0) {
            What::of(what).terms(analyzer, |word, sign| {
                terms.push(Term { beginning: beginning(word, sign), word, sign, what });
                of_each[what as usize] += 1;
            });
        }
        terms.sort_unstable_by(|one, other| one.key().cmp(&other.key()));
        let (mut lengths, places) = (vec![0; articles as usize], words.articles());
        let mut at = 0;
        words.each(|position, what| {
            while position >= places.end(at) {
                at += 1;
            }
            lengths[at as usize] += u32::from(of_each[what as usize]);
        });
        TextTerms { words, counts, terms, lengths }
    }

    /// How many bytes it takes to write the terms of these words, roughly.
    pub fn bytes(words: &WordLog, analyzer: &TextAnalyzer) -> usize {
        let of_word = TERMS * size_of::<Term<'_>>() + ((size_of::<u32>() + size_of::<u16>()) << ROW);
        words.bytes() + analyzer.numbers() * of_word
    }

    /// Writes the terms out in their order.
    pub fn write(
        self,
        field: Field,
        index: &mut InvertedIndexSerializer,
        norms: Option<FieldNormReader>,
    ) -> tantivy::Result<()> {
        if self.terms.is_empty() {
            return Ok(());
        }
        let count = self.lengths.iter().map(|length| u64::from(*length)).sum();
        let mut writer = index.new_field(field, count, norms)?;
        let (positions, articles) = (self.words.sorted(self.counts), self.words.articles());
        let (mut together, mut key, mut list) = (Vec::new(), Vec::new(), List::default());
        for same in self.terms.chunk_by(|one, other| one.key() == other.key()) {
            let positions = match same {
                [one] => positions.of(one.what),
                several => {
                    together.clear();
                    several.iter().for_each(|term| together.extend_from_slice(positions.of(term.what)));
                    together.sort(); // it finds the lists in there, and merges them
                    &together
                }
            };
            key.clear();
            key.extend_from_slice(same[0].word.as_bytes());
            key.extend(same[0].sign);
            list.fill(positions, &articles);
            list.write(&key, &mut writer)?;
        }
        Ok(writer.close()?)
    }
}

/// The articles of a term with its places in them.
#[derive(Default)]
struct List {
    /// Each article, and how often it has the term.
    articles: Vec<(u32, u32)>,
    /// The positions in an article one after another, each as the distance from the one before.
    steps: Vec<u32>,
}

impl List {
    fn fill(&mut self, positions: &[u32], articles: &Articles<'_>) {
        self.articles.clear();
        self.steps.clear();
        let mut rest = positions;
        while let Some(first) = rest.first() {
            let (article, mut before) = articles.at(*first);
            let end = articles.end(article);
            let own = rest
                .iter()
                .take_while(|position| **position < end)
                .map(|position| position - std::mem::replace(&mut before, *position));
            let steps = self.steps.len();
            self.steps.extend(own);
            let count = self.steps.len() - steps;
            self.articles.push((article, count as u32));
            rest = &rest[count..];
        }
    }

    fn write(&self, term: &[u8], writer: &mut FieldSerializer<'_>) -> tantivy::Result<()> {
        writer.new_term(term, self.articles.len() as u32, true)?;
        let mut steps = &self.steps[..];
        for (article, count) in &self.articles {
            let (own, others) = steps.split_at(*count as usize);
            writer.write_doc(*article, *count, own);
            steps = others;
        }
        Ok(writer.close_term()?)
    }
}
