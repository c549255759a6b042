//! The terms of an article as an engine takes them: those that the index of a folder would have, each question in a field of its own.

use std::cell::RefCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::fields::{APART, TOGETHER};
use crate::analysis::{Analyzer, TextAnalyzer, Word};
use crate::article::Article;
use crate::index::signs::Place;
use crate::index::{Part, TermTaker, give_terms};

/// The most UTF-16 units of a term: Lucene splits what is longer.
const LONGEST_TERM: usize = 255;

/// So many stems are remembered by a thread.
const MOST_STEMS: usize = 100_000;

/// The terms of an article, each field a line with blanks between the terms.
#[derive(Debug, Default)]
pub(super) struct Terms {
    pub text: String,
    pub title: String,
    pub lead: String,
    pub written: String,
    pub stems: String,
    pub form_row: String,
    pub written_row: String,
    /// How many terms the index of a folder would have.
    pub tokens: u64,
    /// The words of headline and body as written, each once.
    pub words: FxHashSet<String>,
    /// The terms of the rows that are several words.
    pub form_keys: FxHashSet<String>,
    pub written_keys: FxHashSet<String>,
}

impl Terms {
    /// The terms of an article.
    pub fn of(article: &Article, analyzer: &mut TextAnalyzer) -> Terms {
        let mut terms = Terms::default();
        let furniture = Some(article.furniture.as_str()).filter(|furniture| !furniture.is_empty());
        let parts = [
            (Part::Title, article.title.as_deref()),
            (Part::Body, Some(article.body.as_str())),
            (Part::Furniture, furniture),
        ];
        for (part, text) in parts {
            let Some(text) = text else { continue };
            let mut taker = PartTaker { terms: &mut terms, part, forms: Spot::default(), written: Spot::default() };
            taker.begin();
            give_terms(text, part, article.language, analyzer, &mut taker);
            taker.end();
        }
        terms
    }
}

/// Takes the terms of a part.
struct PartTaker<'a> {
    terms: &'a mut Terms,
    part: Part,
    /// The words at the place at hand: by their forms, and as written.
    forms: Spot,
    written: Spot,
}

impl PartTaker<'_> {
    fn begin(&mut self) {
        if !self.terms.form_row.is_empty() {
            add(&mut self.terms.form_row, APART);
        }
        if self.part != Part::Furniture && !self.terms.written_row.is_empty() {
            add(&mut self.terms.written_row, APART);
        }
    }

    fn end(&mut self) {
        self.forms.close(&mut self.terms.form_row, &mut self.terms.form_keys);
        self.written.close(&mut self.terms.written_row, &mut self.terms.written_keys);
    }
}

impl TermTaker for PartTaker<'_> {
    fn word(&mut self, word: &Word<'_>, place: Place) {
        if self.forms.position != Some(word.position) {
            self.end();
            self.forms.position = Some(word.position);
            self.written.position = Some(word.position).filter(|_| self.part != Part::Furniture);
        }
        for form in word.terms.forms() {
            self.forms.words.push(form.to_owned());
            add(&mut self.terms.text, form);
            match place {
                Place::Title => add(&mut self.terms.title, form),
                Place::Lead => add(&mut self.terms.lead, form),
                Place::Rest => {}
            }
        }
        if self.part == Part::Furniture {
            return;
        }
        let exact = word.terms.exact;
        self.written.words.push(exact.to_owned());
        add(&mut self.terms.written, exact);
        if is_short(exact) && !self.terms.words.contains(exact) {
            self.terms.words.insert(exact.to_owned());
        }
        with_stem(exact, word.terms.stem, |stem| add(&mut self.terms.stems, stem));
    }

    fn term(&mut self, _: usize, _: &str, _: char) {
        self.terms.tokens += 1;
    }

    fn border(&mut self, _: usize, _: &str) {
        self.terms.tokens += 1;
    }
}

/// The words at a place of a text.
#[derive(Default)]
struct Spot {
    position: Option<usize>,
    words: Vec<String>,
}

impl Spot {
    /// Writes the words as one term, as many of them as it can have; a place without any keeps its place.
    fn close(&mut self, row: &mut String, keys: &mut FxHashSet<String>) {
        if self.position.take().is_none() {
            return;
        }
        self.words.sort_unstable();
        self.words.dedup();
        let (mut term, mut length) = (String::new(), 0);
        for word in self.words.drain(..) {
            let more = units(&word) + usize::from(!term.is_empty());
            if length + more > LONGEST_TERM {
                continue;
            }
            if !term.is_empty() {
                term.push(TOGETHER);
            }
            term.push_str(&word);
            length += more;
        }
        add(row, if term.is_empty() { APART } else { &term });
        if term.contains(TOGETHER) {
            keys.insert(term);
        }
    }
}

fn add(line: &mut String, term: &str) {
    if !is_short(term) {
        return;
    }
    if !line.is_empty() {
        line.push(' ');
    }
    line.push_str(term);
}

/// Whether an engine keeps a term whole.
fn is_short(term: &str) -> bool {
    term.len() <= LONGEST_TERM || units(term) <= LONGEST_TERM
}

fn units(term: &str) -> usize {
    term.chars().map(char::len_utf16).sum()
}

/// Gives the stem of a word as written, if it has one: the analysis has told that of a Russian word in a Russian text.
fn with_stem(word: &str, known: Option<&str>, take: impl FnOnce(&str)) {
    thread_local! {
        static STEMS: RefCell<FxHashMap<String, Option<String>>> = RefCell::default();
    }
    if let Some(stem) = known {
        return take(stem);
    }
    STEMS.with_borrow_mut(|stems| {
        if !stems.contains_key(word) {
            if stems.len() >= MOST_STEMS {
                stems.clear();
            }
            stems.insert(word.to_owned(), Analyzer::new().stem_of(word));
        }
        if let Some(Some(stem)) = stems.get(word) {
            take(stem);
        }
    });
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::article::RawArticle;
    use crate::corpus::Corpus;
    use crate::extract::Extractor;
    use crate::index::borders;
    use crate::index::signs::{self, Signs};
    use crate::language::Language;

    /// What the index of a folder gets, as words with their signs.
    #[derive(Default)]
    struct Folder {
        terms: Vec<(usize, String, char)>,
        borders: u64,
    }

    impl TermTaker for Folder {
        fn term(&mut self, position: usize, term: &str, sign: char) {
            self.terms.push((position, term.to_owned(), sign));
        }

        fn border(&mut self, _: usize, border: &str) {
            assert!([borders::BODY, borders::SENTENCE, borders::PARAGRAPH].contains(&border));
            self.borders += 1;
        }
    }

    fn split(line: &str) -> Vec<&str> {
        line.split(' ').filter(|term| !term.is_empty()).collect()
    }

    fn sorted<'a>(terms: impl IntoIterator<Item = &'a str>) -> Vec<String> {
        let mut terms: Vec<String> = terms.into_iter().map(str::to_owned).collect();
        terms.sort();
        terms
    }

    fn check(article: &Article) {
        let mut analyzer = Analyzer::new().text_analyzer();
        let terms = Terms::of(article, &mut analyzer);
        let mut all = Folder::default();
        let mut of = |part, text: &str, all: &mut Folder| give_terms(text, part, article.language, &mut analyzer, all);
        of(Part::Title, article.title.as_deref().unwrap_or_default(), &mut all);
        of(Part::Body, &article.body, &mut all);
        let own = all.terms.len();
        of(Part::Furniture, &article.furniture, &mut all);
        let signed = |signs: Signs| {
            let of_sign = all.terms.iter().filter(move |(_, _, sign)| signs.has(*sign as u8));
            sorted(of_sign.map(|(_, term, _)| term.as_str()))
        };
        assert_eq!(sorted(split(&terms.text)), signed(Signs::FORM));
        assert_eq!(sorted(split(&terms.title)), signed(Signs::IN_TITLE));
        assert_eq!(sorted(split(&terms.lead)), signed(Signs::IN_LEAD));
        assert_eq!(sorted(split(&terms.written)), signed(Signs::WRITTEN));
        assert_eq!(terms.tokens, all.terms.len() as u64 + all.borders);
        let stems: Vec<String> =
            split(&terms.written).iter().filter_map(|word| Analyzer::new().stem_of(word)).collect();
        assert_eq!(sorted(split(&terms.stems)), sorted(stems.iter().map(String::as_str)));
        // The rows have the same words in the same order, place by place.
        let places = |terms: &[(usize, String, char)], signs: Signs| {
            let mut places: Vec<BTreeSet<String>> = Vec::new();
            let mut last = None;
            for (position, term, sign) in terms {
                if last != Some(*position) {
                    places.push(BTreeSet::new());
                    last = Some(*position);
                }
                if signs.has(*sign as u8) {
                    places.last_mut().unwrap().insert(term.clone());
                }
            }
            places.into_iter().map(|words| words.into_iter().collect::<Vec<_>>().join("+")).collect::<Vec<_>>()
        };
        let row =
            |line: &str| split(line).into_iter().filter(|term| *term != APART).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(row(&terms.form_row), places(&all.terms, Signs::FORM));
        assert_eq!(row(&terms.written_row), places(&all.terms[..own], Signs::WRITTEN));
        let keys: FxHashSet<String> = row(&terms.form_row).into_iter().filter(|term| term.contains('+')).collect();
        assert_eq!(terms.form_keys, keys);
    }

    #[test]
    fn an_engine_gets_the_terms_of_the_index_of_a_folder() {
        let extractor = Extractor::new();
        let mut checked = 0;
        for path in ["corpus/kazakh", "corpus/agency.jsonl", "corpus/politics", "corpus/regions", "corpus/sport"] {
            let Ok(corpus) = Corpus::open([path]) else { continue };
            for raw in corpus.filter_map(Result::ok).take(60) {
                check(&extractor.extract(raw));
                checked += 1;
            }
        }
        assert!(checked > 20, "{checked}");
    }

    #[test]
    fn parts_stand_apart_and_what_is_too_long_keeps_its_place() {
        let mut article = Extractor::new().extract(RawArticle::new("1", "мост").title("порт"));
        article.language = Language::Russian;
        (article.title, article.body, article.furniture) = (Some("Порт".into()), "мост".into(), "реклама".into());
        let terms = |article: &Article| Terms::of(article, &mut Analyzer::new().text_analyzer());
        assert_eq!(terms(&article).form_row, "порт ¶ мост ¶ реклама");
        assert_eq!(terms(&article).written_row, "порт ¶ мост");
        article.body = format!("мост 1{}-{} порт", "a".repeat(200), "b".repeat(100));
        let found = terms(&article);
        assert!(split(&found.form_row).iter().all(|term| is_short(term)));
        assert_eq!(split(&found.written_row).last(), Some(&"порт"));
        assert!(signs::is_sign(signs::WRITTEN_ONLY as u8));
    }
}
