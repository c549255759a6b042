//! The tree of a query as what has to be there and what scores, and the words to mark in what it finds.

use super::Sort;
use super::clause::{Clause, content};
use super::commit::Commit;
use super::expand::Budget;
use super::explain::Asked;
use super::facts::Fact;
use super::fields::Lookup;
use super::leaf::{Leaf, Way};
use super::lexicon::read_word;
use super::marks::Marks;
use super::positions::Condition;
use super::ranking::{WEIGHTS, derivations_count, prefers_complete};
use super::said::{Row, Said};
use super::sought::Sought;
use super::words::Wanted;
use crate::analysis::{Analyzer, QueryWord, Terms};
use crate::query::{Filter, Form, Node, Phrase, Warning};

/// A query ready to run.
pub(super) struct Compiled {
    /// What matches.
    pub clause: Clause,
    /// Whether articles with all the words count more than the others.
    pub prefers_complete: bool,
    /// The words to mark.
    pub marks: Marks,
    /// The words and phrases that were asked for, with what each adds to a score.
    pub asked: Vec<Asked>,
    /// Words that no article has, as typed.
    pub absent: Vec<String>,
    /// How many words and phrases carry a subject.
    pub content_words: usize,
    /// What scores articles in which words stand close together, in a second look.
    pub close: Vec<Leaf>,
    /// Whether no word was asked for, only cities, dates and the like.
    pub has_no_words: bool,
    /// What could not be done as asked.
    pub warnings: Vec<Warning>,
}

impl Compiled {
    /// The order of its answers where this one is asked for: without a word nothing tells what is best.
    pub fn sort(&self, asked: Sort) -> Sort {
        match asked {
            Sort::Relevance if self.has_no_words => Sort::Date,
            asked => asked,
        }
    }

    /// All articles, without words to mark.
    pub fn everything() -> Compiled {
        Compiled {
            clause: Clause::Filter(Leaf::Known(Fact::Article)),
            prefers_complete: false,
            marks: Marks::default(),
            asked: Vec::new(),
            absent: Vec::new(),
            content_words: 0,
            close: Vec::new(),
            has_no_words: true,
            warnings: Vec::new(),
        }
    }
}

/// Compiles a tree.
pub(super) fn compile(root: &Node, analyzer: &Analyzer, lookup: Lookup<'_>) -> tantivy::Result<Compiled> {
    let mut compiler = Compiler {
        analyzer,
        searcher: lookup.searcher,
        lookup,
        in_title: false,
        boost: 1.0,
        warnings: Vec::new(),
        marks: Marks::default(),
        close: Vec::new(),
        asked: Vec::new(),
        absent: Vec::new(),
        content_words: 0,
        is_one_word: false,
        budget: Budget::until(lookup.deadline),
        function_words: Vec::new(),
    };
    compiler.is_one_word = compiler.words_asked(root) == 1;
    let clause = compiler.clause(root, true)?;
    if compiler.content_words == 0 {
        // Nothing else was asked for, so these are what is meant.
        for word in compiler.function_words.drain(..) {
            compiler.marks.add(&Said::Word(word), 1.0);
        }
    }
    if !derivations_count(compiler.content_words) {
        compiler.marks.forget_derivations();
    }
    Ok(Compiled {
        clause,
        prefers_complete: prefers_complete(compiler.content_words),
        marks: compiler.marks,
        asked: compiler.asked,
        absent: compiler.absent,
        content_words: compiler.content_words,
        close: compiler.close,
        has_no_words: compiler.content_words == 0 && compiler.function_words.is_empty(),
        warnings: compiler.warnings,
    })
}

pub(super) struct Compiler<'a> {
    pub(super) analyzer: &'a Analyzer,
    pub(super) searcher: &'a Commit,
    pub(super) lookup: Lookup<'a>,
    /// Whether only the headline is asked for.
    pub(super) in_title: bool,
    /// How much more than others the words at hand weigh.
    boost: f32,
    pub(super) marks: Marks,
    /// What adds to the score where words stand close together.
    pub(super) close: Vec<Leaf>,
    pub(super) asked: Vec<Asked>,
    pub(super) absent: Vec<String>,
    pub(super) content_words: usize,
    /// Whether the query is one word, which means itself.
    pub(super) is_one_word: bool,
    /// How far patterns and words with slips may still be widened.
    pub(super) budget: Budget,
    pub(super) warnings: Vec<Warning>,
    /// Wanted words that carry no subject.
    pub(super) function_words: Vec<QueryWord>,
}

impl Compiler<'_> {
    fn clause(&mut self, node: &Node, wanted: bool) -> tantivy::Result<Clause> {
        Ok(match node {
            Node::Word(_) | Node::Phrase(_) if self.in_title => {
                let clause = self.placed(std::slice::from_ref(node), Condition::There, wanted)?;
                match (clause, plain_text(node)) {
                    (Clause::Phrase(leaf), Some(word)) if self.read(word).whole.is_function_word => {
                        Clause::Optional(leaf)
                    }
                    (clause, _) => clause,
                }
            }
            Node::Word(word) if word.form == Form::Any => self.row(&[&word.text], wanted)?.remove(0),
            Node::Word(word) => self.as_written(word, wanted)?,
            Node::Phrase(phrase) => self.phrase(phrase, wanted)?,
            Node::Near(nodes, reach) => self.placed(nodes, Condition::from(*reach), wanted)?,
            Node::AtLeast(times, part) => {
                self.placed(std::slice::from_ref(part), Condition::AtLeast(*times), wanted)?
            }
            Node::First(words, part) => self.placed(std::slice::from_ref(part), Condition::First(*words), wanted)?,
            Node::Title(part) => {
                let outer = std::mem::replace(&mut self.in_title, true);
                let clause = self.clause(part, wanted);
                self.in_title = outer;
                clause?
            }
            Node::Only(filter) => Clause::Filter(self.filter(filter)?),
            Node::Boost(part, boost) => {
                let outer = self.boost;
                self.boost *= boost;
                let clause = self.clause(part, wanted);
                self.boost = outer;
                clause?
            }
            Node::Required(part) => Clause::Required(Box::new(self.clause(part, wanted)?)),
            Node::Not(inner) => Clause::Not(Box::new(self.clause(inner, false)?)),
            Node::Together(nodes) => Clause::Together(self.side_by_side(nodes, wanted)?),
            Node::All(nodes) => Clause::All(self.each(nodes, wanted)?),
            Node::Any(nodes) => Clause::Any(self.each(nodes, wanted)?),
        })
    }

    fn each(&mut self, nodes: &[Node], wanted: bool) -> tantivy::Result<Vec<Clause>> {
        let clauses = nodes.iter().map(|node| self.clause(node, wanted)).collect::<tantivy::Result<_>>()?;
        Ok(with_content(clauses))
    }

    /// How many words of their own subject are asked for; a phrase counts as one.
    fn words_asked(&self, node: &Node) -> usize {
        match node {
            Node::Word(word) => usize::from(!self.read(&word.text).whole.is_function_word),
            Node::Phrase(_) => 1,
            Node::Only(_) | Node::Not(_) => 0,
            Node::Title(part)
            | Node::Boost(part, _)
            | Node::Required(part)
            | Node::AtLeast(_, part)
            | Node::First(_, part) => self.words_asked(part),
            Node::Near(parts, _) | Node::Together(parts) | Node::All(parts) | Node::Any(parts) => {
                parts.iter().map(|part| self.words_asked(part)).sum()
            }
        }
    }

    pub(super) fn read(&self, word: &str) -> QueryWord {
        read_word(word, self.analyzer, self.searcher)
    }

    fn filter(&mut self, filter: &Filter) -> tantivy::Result<Leaf> {
        Ok(self.lookup.leaf(filter)?.unwrap_or_else(|fault| {
            self.warnings.push(Warning::new(fault).at(filter.position.0));
            Leaf::nothing()
        }))
    }

    /// Plain words in a row are read together.
    fn side_by_side(&mut self, nodes: &[Node], wanted: bool) -> tantivy::Result<Vec<Clause>> {
        let mut clauses = Vec::with_capacity(nodes.len());
        for row in nodes.chunk_by(|a, b| plain_text(a).is_some() && plain_text(b).is_some()) {
            match row.iter().map(plain_text).collect::<Option<Vec<_>>>().filter(|_| !self.in_title) {
                Some(words) => clauses.extend(self.row(&words, wanted)?),
                None => {
                    for node in row {
                        clauses.push(self.clause(node, wanted)?);
                    }
                }
            }
        }
        Ok(with_content(clauses))
    }

    fn phrase(&mut self, phrase: &Phrase, wanted: bool) -> tantivy::Result<Clause> {
        let words: Vec<QueryWord> = phrase.words.iter().map(|word| self.read(word)).collect();
        let found = match phrase.slop {
            0 if phrase.is_exact => Leaf::of(self.as_written_in_a_row(&words)?),
            0 => self.row_leaf(QueryWord::in_a_row(&words))?,
            slack => self.in_order(&words, phrase.is_exact, slack)?,
        };
        if wanted {
            self.want_phrase(phrase, words, found.clone())?;
        }
        Ok(Clause::Phrase(found.unwrap_or_else(Leaf::nothing)))
    }

    /// Notes a phrase that was asked for.
    pub(super) fn want_phrase(
        &mut self,
        phrase: &Phrase,
        words: Vec<QueryWord>,
        found: Option<Leaf>,
    ) -> tantivy::Result<()> {
        let written = format!("«{}»", phrase.words.join(" "));
        if found.is_none() {
            self.absent.push(written.clone());
        }
        let said = Said::Row(Row { words, slack: phrase.slop as usize, is_exact: phrase.is_exact });
        self.want(Wanted { written, said, meanings: Vec::new(), found })
    }

    /// The words in a row, each in any of its forms; with each word goes how many places it takes.
    pub(super) fn row_leaf<'t>(
        &self,
        words: impl Iterator<Item = (&'t Terms, usize)>,
    ) -> tantivy::Result<Option<Leaf>> {
        Ok(self.in_a_row(words)?.map(|way| Leaf::Said(vec![way]).times(WEIGHTS.text)))
    }

    /// The same; none where no article has one of them.
    pub(super) fn in_a_row<'t>(&self, words: impl Iterator<Item = (&'t Terms, usize)>) -> tantivy::Result<Option<Way>> {
        let (mut row, mut place) = (Vec::new(), 0);
        for (word, places) in words {
            let forms = self.present_forms(word)?;
            if forms.is_empty() {
                return Ok(None);
            }
            row.push((place, Sought::forms(forms)));
            place += places as u32;
        }
        Ok((!row.is_empty()).then(|| Way::of(row)))
    }

    /// The forms of a word that some article has.
    pub(super) fn present_forms<'t>(&self, word: &'t Terms) -> tantivy::Result<Vec<&'t str>> {
        let mut present = Vec::new();
        for form in &word.forms {
            if self.searcher.has(&Sought::form(form))? {
                present.push(form.as_str());
            }
        }
        Ok(present)
    }

    /// With the weight that the words at hand were given.
    pub(super) fn boosted(&self, leaf: Leaf) -> Leaf {
        leaf.times(self.boost)
    }
}

/// Words without a subject are optional beside others; alone they are what is asked for.
fn with_content(mut clauses: Vec<Clause>) -> Vec<Clause> {
    if content(&clauses).next().is_none() {
        for clause in &mut clauses {
            if let Clause::Optional(leaf) = clause {
                *clause = Clause::Word { forms: leaf.clone(), derivations: leaf.clone() };
            }
        }
    }
    clauses
}

/// The text of a word in any of its forms; none of anything else.
fn plain_text(node: &Node) -> Option<&str> {
    match node {
        Node::Word(word) if word.form == Form::Any => Some(&word.text),
        _ => None,
    }
}
