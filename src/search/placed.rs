//! Parts of a query that ask for places: near one another, in the headline, so many times, or just as written.

use std::sync::Arc;

use super::clause::Clause;
use super::compile::Compiler;
use super::expand::{Widened, words_like, words_near};
use super::leaf::{Leaf, Way};
use super::positions::{Condition, Positions};
use super::said::Said;
use super::sought::Sought;
use super::words::Wanted;
use crate::analysis::{QueryWord, Step, normal_text};
use crate::query::{Form, Node, Phrase, Reach, Warning, WarningKind, Word};

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
        let parts = nodes.iter().map(|node| self.ways(node, wanted)).collect::<tantivy::Result<Vec<Vec<Way>>>>()?;
        let standing = self.standing(parts, condition, self.in_title);
        Ok(Clause::Phrase(standing.unwrap_or_else(Leaf::nothing)))
    }

    /// The articles in which parts stand so; none where no article has one of them.
    pub(super) fn standing(&self, parts: Vec<Vec<Way>>, condition: Condition, in_title: bool) -> Option<Leaf> {
        let parts = parts.into_iter().map(Leaf::of).collect::<Option<_>>()?;
        Some(Leaf::Placed(Arc::new(Positions::new(parts, condition, in_title)), 1.0))
    }

    /// A word that only counts as it is written, or as a pattern says.
    pub(super) fn as_written(&mut self, word: &Word, wanted: bool) -> tantivy::Result<Clause> {
        let words = self.written_words(word, wanted)?;
        Ok(Clause::Phrase(self.any_of(&words)?.unwrap_or_else(Leaf::nothing)))
    }

    /// Words in their order, with so many others between them.
    pub(super) fn in_order(&self, words: &[QueryWord], is_exact: bool, slack: u32) -> tantivy::Result<Option<Leaf>> {
        let terms = |word: &QueryWord| -> tantivy::Result<Vec<Way>> {
            match is_exact {
                true => self.as_written_in_a_row(std::slice::from_ref(word)),
                false => self.places_of(word),
            }
        };
        let parts = words.iter().map(terms).collect::<tantivy::Result<Vec<Vec<Way>>>>()?;
        Ok(self.standing(parts, Condition::InOrder(slack), false))
    }

    /// Where the forms of a word stand.
    pub(super) fn places_of(&self, word: &QueryWord) -> tantivy::Result<Vec<Way>> {
        Ok(self.present_forms(&word.whole)?.into_iter().map(|form| Way::of(vec![(0, Sought::form(form))])).collect())
    }

    /// The words in a row as they are written; nothing where an article lacks one.
    pub(super) fn as_written_in_a_row(&self, words: &[QueryWord]) -> tantivy::Result<Vec<Way>> {
        let (mut place, mut row) = (0, Vec::with_capacity(words.len()));
        for word in words {
            let sought = Sought::written(&word.whole.exact);
            if !self.searcher.has(&sought)? {
                return Ok(Vec::new());
            }
            row.push((place, sought));
            place += word.places() as u32;
        }
        Ok(vec![Way::of(row)])
    }

    /// In which ways a part is said in the index.
    fn ways(&mut self, node: &Node, wanted: bool) -> tantivy::Result<Vec<Way>> {
        Ok(match node {
            Node::Word(word) if word.form == Form::Any => {
                let read = self.read(&word.text);
                let mut ways = self.places_of(&read)?;
                if read.parts.len() > 1 {
                    ways.extend(self.in_a_row(read.parts.iter().map(|part| (part, 1)))?);
                }
                if wanted {
                    let (written, found) = (word.text.clone(), Leaf::of(ways.clone()));
                    if found.is_none() {
                        self.absent.push(written.clone());
                    }
                    self.want(Wanted { written, said: Said::Word(read), meanings: Vec::new(), found })?;
                }
                ways
            }
            Node::Word(word) => {
                self.written_words(word, wanted)?.iter().map(|word| Way::of(vec![(0, Sought::written(word))])).collect()
            }
            Node::Phrase(phrase) => self.phrase_ways(phrase, wanted)?,
            Node::Boost(inner, _) => self.ways(inner, wanted)?,
            Node::Any(nodes) => {
                let ways =
                    nodes.iter().map(|node| self.ways(node, wanted)).collect::<tantivy::Result<Vec<Vec<Way>>>>()?;
                ways.concat()
            }
            // The parser lets nothing else have places.
            _ => Vec::new(),
        })
    }

    fn phrase_ways(&mut self, phrase: &Phrase, wanted: bool) -> tantivy::Result<Vec<Way>> {
        let words: Vec<_> = phrase.words.iter().map(|word| self.read(word)).collect();
        let ways = match phrase.is_exact {
            true => self.as_written_in_a_row(&words)?,
            false => self.in_a_row(QueryWord::in_a_row(&words))?.into_iter().collect(),
        };
        if wanted {
            let in_a_row = Phrase { slop: 0, ..phrase.clone() };
            self.want_phrase(&in_a_row, words, Leaf::of(ways.clone()))?;
        }
        Ok(ways)
    }

    /// The words as written that a word stands for.
    fn written_words(&mut self, word: &Word, wanted: bool) -> tantivy::Result<Vec<Box<str>>> {
        let normal = normal_text(&word.text);
        let words = match word.form {
            Form::Pattern | Form::Fuzzy(_) => {
                let Widened { words, count, is_whole } = match word.form {
                    Form::Fuzzy(slips) => words_near(&normal, slips, self.searcher, &mut self.budget)?,
                    _ => words_like(&normal, self.searcher, &mut self.budget)?,
                };
                if count > words.len() || !is_whole {
                    let (written, searched) = (word.text.clone(), words.len());
                    self.warnings.push(Warning::new(match is_whole {
                        true => WarningKind::ManyMeanings { written, words: count, searched },
                        false => WarningKind::ManyMeaningsTogether { written, searched },
                    }));
                }
                words
            }
            Form::Any | Form::Exact => {
                let is_there = self.searcher.has(&Sought::written(&normal))?;
                is_there.then(|| normal.into_boxed_str()).into_iter().collect()
            }
        };
        if wanted {
            if words.is_empty() {
                self.absent.push(word.text.clone());
            }
            let step = match word.form {
                Form::Pattern => Step::Pattern,
                Form::Fuzzy(_) => Step::Slips,
                Form::Any | Form::Exact => Step::Exact,
            };
            let found = self.any_of(&words)?;
            let said = Said::Written { words: words.iter().map(|word| word.to_string()).collect(), step };
            self.want(Wanted { written: word.text.clone(), said, meanings: Vec::new(), found })?;
        }
        Ok(words)
    }

    /// The articles with any of several words, all as rare as they are together.
    fn any_of(&self, words: &[Box<str>]) -> tantivy::Result<Option<Leaf>> {
        let sought = words.iter().map(|word| Sought::written(word));
        let mut articles = 0;
        for sought in sought.clone() {
            articles += self.searcher.articles(&sought)?;
        }
        let any = Leaf::best_of(sought.map(|sought| Leaf::word(sought, 1.0)));
        Ok(any.map(|any| any.rare_as_in(articles)))
    }
}
