//! The terms of an article as an engine takes them: those that the index of a folder would have, each question in a field of its own.

use rustc_hash::FxHashSet;

use super::row::{Row, is_short};
use crate::analysis::{TextAnalyzer, Word};
use crate::article::Article;
use crate::index::borders::Border;
use crate::index::signs::{Place, signed};
use crate::index::{WordTaker, give_words, parts};

/// The terms of an article, each field a line with blanks between the terms.
#[derive(Debug, Default)]
pub(super) struct Terms {
    pub text: String,
    pub title: String,
    pub lead: String,
    pub written: String,
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
        let (mut forms, mut written) = (Row::default(), Row::default());
        for (part, text) in parts(article) {
            let mut taker = PartTaker { terms: &mut terms, forms: &mut forms, written: &mut written };
            give_words(text, part, article.language, analyzer, &mut taker);
            forms.end_part();
            written.end_part();
        }
        (terms.form_row, terms.form_keys) = forms.into_line();
        (terms.written_row, terms.written_keys) = written.into_line();
        terms
    }
}

/// Takes the terms of a part.
struct PartTaker<'a> {
    terms: &'a mut Terms,
    forms: &'a mut Row,
    written: &'a mut Row,
}

impl WordTaker for PartTaker<'_> {
    fn word(&mut self, word: Word<'_>, place: Place) {
        let found = word.terms();
        self.terms.tokens += signed(found, place).count() as u64;
        self.forms.add(word.position, found.forms());
        for form in found.forms() {
            add(&mut self.terms.text, form);
            match place {
                Place::Title => add(&mut self.terms.title, form),
                Place::Lead => add(&mut self.terms.lead, form),
                Place::Rest | Place::Furniture => {}
            }
        }
        if place == Place::Furniture {
            return;
        }
        let exact = found.exact;
        self.written.add(word.position, [exact]);
        add(&mut self.terms.written, exact);
        if is_short(exact) && !self.terms.words.contains(exact) {
            self.terms.words.insert(exact.to_owned());
        }
    }

    fn border(&mut self, _: usize, _: Border) {
        self.terms.tokens += 1;
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

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::analysis::Analyzer;
    use crate::article::RawArticle;
    use crate::corpus::Corpus;
    use crate::extract::Extractor;
    use crate::index::Part;
    use crate::index::signs::Signs;
    use crate::language::Language;

    /// What the index of a folder gets, as words with their signs.
    #[derive(Default)]
    struct Folder {
        /// The number of the part and the place in it, the word, and its sign.
        terms: Vec<(Spot, String, u8)>,
        borders: u64,
        part: usize,
        /// The words at each place.
        words: BTreeMap<Spot, usize>,
    }

    type Spot = (usize, usize);

    impl WordTaker for Folder {
        fn word(&mut self, word: Word<'_>, place: Place) {
            let spot = (self.part, word.position);
            *self.words.entry(spot).or_default() += 1;
            self.terms.extend(signed(word.terms(), place).map(|(term, sign)| (spot, term.to_owned(), sign)));
        }

        fn border(&mut self, _: usize, _: Border) {
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
        let mut of = |part, text: &str, all: &mut Folder| {
            all.part += 1;
            give_words(text, part, article.language, &mut analyzer, all);
        };
        of(Part::Title, article.title.as_deref().unwrap_or_default(), &mut all);
        of(Part::Body, &article.body, &mut all);
        let own = all.terms.len();
        of(Part::Furniture, &article.furniture, &mut all);
        let with = |signs: Signs| {
            let of_sign = all.terms.iter().filter(move |(_, _, sign)| signs.has(*sign));
            sorted(of_sign.map(|(_, term, _)| term.as_str()))
        };
        assert_eq!(sorted(split(&terms.text)), with(Signs::FORM));
        assert_eq!(sorted(split(&terms.title)), with(Signs::IN_TITLE));
        assert_eq!(sorted(split(&terms.lead)), with(Signs::IN_LEAD));
        assert_eq!(sorted(split(&terms.written)), with(Signs::WRITTEN));
        assert_eq!(terms.tokens, all.terms.len() as u64 + all.borders);
        // Whatever words follow one another do so in a row, but for two that are put together.
        let neighbours = |terms: &[(Spot, String, u8)], signs: Signs| {
            let mut pairs: BTreeSet<(String, String)> = BTreeSet::new();
            let of_sign: Vec<_> = terms.iter().filter(|(_, _, sign)| signs.has(*sign)).collect();
            let is_one = |spot: &Spot| all.words[spot] == 1;
            for (at, ((part, position), one, _)) in of_sign.iter().enumerate() {
                let next = (*part, position + 1);
                let others =
                    of_sign[at..].iter().take_while(|(spot, ..)| *spot <= next).filter(|(spot, ..)| *spot == next);
                if is_one(&(*part, *position)) || is_one(&next) {
                    pairs.extend(others.map(|(_, other, _)| (one.clone(), other.clone())));
                }
            }
            pairs
        };
        let in_row = |line: &str| {
            let terms = split(line);
            let words = |term: &str| term.split('+').map(str::to_owned).collect::<Vec<_>>();
            let pairs = terms.windows(2).flat_map(|pair| {
                let others = words(pair[1]);
                words(pair[0])
                    .into_iter()
                    .flat_map(move |one| others.clone().into_iter().map(move |other| (one.clone(), other)))
            });
            pairs.collect::<BTreeSet<(String, String)>>()
        };
        let missing = |row: &str, terms: &[(Spot, String, u8)], signs| {
            let found = in_row(row);
            neighbours(terms, signs).into_iter().filter(|pair| !found.contains(pair)).collect::<Vec<_>>()
        };
        assert_eq!(missing(&terms.form_row, &all.terms, Signs::FORM), []);
        assert_eq!(missing(&terms.written_row, &all.terms[..own], Signs::WRITTEN), []);
        let several =
            |line: &str| split(line).into_iter().filter(|term| term.contains('+')).map(str::to_owned).collect();
        assert_eq!(terms.form_keys, several(&terms.form_row));
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
    }
}
