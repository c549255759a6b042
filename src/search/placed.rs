//! Parts of a query that ask for places: near one another, in the headline, so many times, or just as written.

use tantivy::Term;
use tantivy::query::{BooleanQuery, EmptyQuery, PhraseQuery, Query};

use super::clause::Clause;
use super::compile::{Compiler, best_of};
use super::expand::{MOST_WORDS, words_like, words_near};
use super::explain::{Asked, Part};
use super::positions::{Condition, Positions, Ways};
use super::words::Wanted;
use crate::analysis::{QueryWord, Terms, normal_text};
use crate::query::{Form, Node, Phrase, Reach, Warning, Word};

impl From<Reach> for Condition {
    fn from(reach: Reach) -> Condition {
        match reach {
            Reach::Words(words) => Condition::Within(words),
            Reach::Sentence => Condition::OneSentence,
            Reach::Paragraph => Condition::OneParagraph,
        }
    }
}

impl Compiler<'_> {
    /// Words and phrases whose places fulfil a condition.
    pub(super) fn placed(&mut self, nodes: &[Node], condition: Condition, wanted: bool) -> tantivy::Result<Clause> {
        let parts = nodes.iter().map(|node| self.ways(node, wanted)).collect::<tantivy::Result<Vec<Ways>>>()?;
        let queries: Option<Vec<Box<dyn Query>>> = parts.iter().map(|part| self.query_of(part)).collect();
        let Some(queries) = queries else { return Ok(Clause::Phrase(Box::new(EmptyQuery))) };
        let all: Box<dyn Query> = Box::new(BooleanQuery::intersection(queries));
        Ok(Clause::Phrase(Box::new(Positions::new(all, parts, condition, self.in_title, self.fields.text))))
    }

    /// A word that only counts as it is written, or as a pattern says.
    pub(super) fn as_written(&mut self, word: &Word, wanted: bool) -> tantivy::Result<Clause> {
        let terms = self.written_terms(word, wanted)?;
        let ways = terms.into_iter().map(|term| vec![(0, term)]).collect();
        Ok(Clause::Phrase(self.query_of(&ways).unwrap_or_else(|| Box::new(EmptyQuery))))
    }

    /// Words in a row, with others between them or as they are written.
    pub(super) fn phrase_as_asked(&mut self, phrase: &Phrase, wanted: bool) -> tantivy::Result<Clause> {
        let ways = self.phrase_ways(phrase, wanted)?;
        let queries = ways
            .into_iter()
            .map(|way| -> Box<dyn Query> { Box::new(PhraseQuery::new_with_offset_and_slop(way, phrase.slop)) });
        Ok(Clause::Phrase(best_of(queries.collect()).unwrap_or_else(|| Box::new(EmptyQuery))))
    }

    /// In which ways a part is said in the index.
    fn ways(&mut self, node: &Node, wanted: bool) -> tantivy::Result<Ways> {
        Ok(match node {
            Node::Word(word) if word.form == Form::Any => {
                let read = self.read(&word.text);
                let mut ways: Ways = self.present_terms(&read.whole)?.into_iter().map(|term| vec![(0, term)]).collect();
                if read.parts.len() > 1 {
                    ways.extend(self.rows(read.parts.iter().map(|part| (part, 1)))?);
                }
                if wanted {
                    self.marks.add(&read, self.rarity(&read.whole)?);
                    let (written, found) = (word.text.clone(), self.query_of(&ways));
                    if found.is_none() {
                        self.absent.push(written.clone());
                    }
                    let meanings = Vec::new();
                    self.want(Wanted { written, words: vec![read], is_phrase: false, meanings, found });
                }
                ways
            }
            Node::Word(word) => self.written_terms(word, wanted)?.into_iter().map(|term| vec![(0, term)]).collect(),
            Node::Phrase(phrase) => self.phrase_ways(phrase, wanted)?,
            Node::Boost(inner, _) => self.ways(inner, wanted)?,
            Node::Any(nodes) => {
                let ways = nodes.iter().map(|node| self.ways(node, wanted)).collect::<tantivy::Result<Vec<Ways>>>()?;
                ways.concat()
            }
            // The parser lets nothing else have places.
            _ => Ways::new(),
        })
    }

    fn phrase_ways(&mut self, phrase: &Phrase, wanted: bool) -> tantivy::Result<Ways> {
        let words: Vec<_> = phrase.words.iter().map(|word| self.read(word)).collect();
        let ways = if phrase.is_exact {
            let mut place = 0;
            let mut row = Vec::new();
            for word in &words {
                row.push((place, Term::from_field_text(self.fields.exact, &word.whole.exact)));
                place += word.parts.len().max(1);
            }
            let mut is_there = true;
            for (_, term) in &row {
                is_there &= self.searcher.doc_freq(term)? > 0;
            }
            if is_there { vec![row] } else { Ways::new() }
        } else {
            self.rows(words.iter().map(|word| (&word.whole, word.parts.len().max(1))))?
        };
        if wanted {
            let rarity: f32 = words.iter().map(|word| self.rarity(&word.whole)).sum::<tantivy::Result<f32>>()?;
            self.marks.add_phrase(&words, rarity);
            self.want_phrase(&phrase.words, words, self.query_of(&ways));
        }
        Ok(ways)
    }

    /// The words as written that a word stands for.
    fn written_terms(&mut self, word: &Word, wanted: bool) -> tantivy::Result<Vec<Term>> {
        let normal = normal_text(&word.text);
        let terms = match word.form {
            Form::Pattern | Form::Fuzzy(_) => {
                let (terms, count) = match word.form {
                    Form::Fuzzy(slips) => words_near(&normal, slips, self.fields.exact, self.searcher)?,
                    _ => words_like(&normal, self.fields.exact, self.searcher)?,
                };
                if count > MOST_WORDS {
                    let message = format!(
                        "«{}» stands for {count} words; the {MOST_WORDS} most frequent were searched",
                        word.text
                    );
                    self.warnings.push(Warning::new(message));
                }
                terms
            }
            Form::Any | Form::Exact => {
                let term = Term::from_field_text(self.fields.exact, &normal);
                if self.searcher.doc_freq(&term)? > 0 { vec![term] } else { Vec::new() }
            }
        };
        if wanted {
            self.content_words += 1;
            if terms.is_empty() {
                self.absent.push(word.text.clone());
            }
            let written: Vec<String> =
                terms.iter().filter_map(|term| term.value().as_str().map(str::to_owned)).collect();
            self.marks.add_exact(written.iter().cloned());
            let ways = terms.iter().map(|term| vec![(0, term.clone())]).collect();
            let queries = self.query_of(&ways).map(|query| (Part::Text, self.boosted(query))).into_iter().collect();
            let as_written = |exact| QueryWord { whole: Terms { exact, ..Terms::default() }, parts: Vec::new() };
            let words = written.into_iter().map(as_written).collect();
            self.asked.push(Asked { written: word.text.clone(), words, is_phrase: false, queries });
        }
        Ok(terms)
    }

    /// The articles in which a part is said in any of its ways.
    pub(super) fn query_of(&self, part: &Ways) -> Option<Box<dyn Query>> {
        let ways = part.iter().map(|way| -> Box<dyn Query> {
            match &way[..] {
                [(_, term)] => self.term(term.clone(), 1.0),
                way => Box::new(PhraseQuery::new_with_offset(way.to_vec())),
            }
        });
        best_of(ways.collect())
    }
}
