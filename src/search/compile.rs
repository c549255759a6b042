//! The tree of a query as a query of the engine, and the words to mark in what it finds.

use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::clause::{Clause, Strictness, content, every_article};
use super::explain::{Asked, Part};
use super::fields::Lookup;
use super::marks::Marks;
use super::positions::{Condition, Ways};
use super::ranking::{WEIGHTS, complete_first, derivations_count};
use crate::analysis::{Analyzer, QueryWord, Terms};
use crate::index::schema::Fields;
use crate::query::{Filter, Form, Node, Warning};

/// The most ways in which the forms of a phrase's words are combined.
const MOST_PHRASES: usize = 64;

/// A query ready to run.
pub(super) struct Compiled {
    /// What matches, with its score.
    pub most: Box<dyn Query>,
    /// The same where all words must be there; none where `most` asks for that already.
    pub all: Option<Box<dyn Query>>,
    /// Whether articles with all the words come before the others.
    pub complete_first: bool,
    /// The same where one word is enough; none where `most` asks for no more.
    pub any: Option<Box<dyn Query>>,
    /// The words to mark.
    pub marks: Marks,
    /// The words and phrases that were asked for, with what each adds to a score.
    pub asked: Vec<Asked>,
    /// Words that no article has, as typed.
    pub absent: Vec<String>,
    /// Whether no word was asked for, only cities, dates and the like.
    pub has_no_words: bool,
    /// What could not be done as asked.
    pub warnings: Vec<Warning>,
}

impl Compiled {
    /// All articles, without words to mark.
    pub fn everything() -> Compiled {
        Compiled {
            most: every_article(),
            all: None,
            complete_first: false,
            any: None,
            marks: Marks::default(),
            asked: Vec::new(),
            absent: Vec::new(),
            has_no_words: true,
            warnings: Vec::new(),
        }
    }
}

/// Compiles a tree.
pub(super) fn compile(root: &Node, analyzer: &Analyzer, lookup: Lookup<'_>) -> tantivy::Result<Compiled> {
    let mut compiler = Compiler {
        analyzer,
        fields: lookup.fields,
        searcher: lookup.searcher,
        lookup,
        in_title: false,
        boost: 1.0,
        warnings: Vec::new(),
        marks: Marks::default(),
        bonus: Vec::new(),
        asked: Vec::new(),
        absent: Vec::new(),
        content_words: 0,
        function_words: Vec::new(),
    };
    let clause = compiler.clause(root, true)?;
    if compiler.content_words == 0 {
        // Nothing else was asked for, so these are what is meant.
        compiler.function_words.iter().for_each(|word| compiler.marks.add(word, 1.0));
    }
    if !derivations_count(compiler.content_words) {
        compiler.marks.forget_derivations();
    }
    let bonus = compiler.bonus;
    let build = |strictness: Strictness| -> Box<dyn Query> {
        let extra = bonus.iter().map(|bonus| (Occur::Should, bonus.box_clone()));
        Box::new(BooleanQuery::new(std::iter::once((Occur::Must, clause.build(strictness))).chain(extra).collect()))
    };
    Ok(Compiled {
        most: build(Strictness::Most),
        all: clause.has_loose().then(|| build(Strictness::All)),
        complete_first: complete_first(compiler.content_words),
        any: (clause.parts() > 1).then(|| build(Strictness::Any)),
        marks: compiler.marks,
        asked: compiler.asked,
        absent: compiler.absent,
        has_no_words: compiler.content_words == 0 && compiler.function_words.is_empty(),
        warnings: compiler.warnings,
    })
}

pub(super) struct Compiler<'a> {
    pub(super) analyzer: &'a Analyzer,
    pub(super) fields: &'a Fields,
    pub(super) searcher: &'a Searcher,
    lookup: Lookup<'a>,
    /// Whether only the headline is asked for.
    pub(super) in_title: bool,
    /// How much more than others the words at hand weigh.
    boost: f32,
    pub(super) marks: Marks,
    /// What only adds to the score.
    bonus: Vec<Box<dyn Query>>,
    pub(super) asked: Vec<Asked>,
    pub(super) absent: Vec<String>,
    pub(super) content_words: usize,
    pub(super) warnings: Vec<Warning>,
    /// Wanted words that carry no subject.
    function_words: Vec<QueryWord>,
}

impl Compiler<'_> {
    fn clause(&mut self, node: &Node, wanted: bool) -> tantivy::Result<Clause> {
        Ok(match node {
            Node::Word(_) | Node::Phrase(_) if self.in_title => {
                self.placed(std::slice::from_ref(node), Condition::There, wanted)?
            }
            Node::Word(word) if word.form == Form::Any => self.word(&word.text, wanted)?,
            Node::Word(word) => self.as_written(word, wanted)?,
            Node::Phrase(phrase) if phrase.is_exact || phrase.slop > 0 => self.phrase_as_asked(phrase, wanted)?,
            Node::Phrase(phrase) => self.phrase(&phrase.words, wanted)?,
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
                Clause::Boosted(Box::new(clause?), *boost)
            }
            Node::Required(part) => Clause::Required(Box::new(self.clause(part, wanted)?)),
            Node::Not(inner) => Clause::Not(Box::new(self.clause(inner, false)?)),
            Node::Together(nodes) => Clause::Together(self.clauses(nodes, wanted)?),
            Node::All(nodes) => Clause::All(self.clauses(nodes, wanted)?),
            Node::Any(nodes) => Clause::Any(self.clauses(nodes, wanted)?),
        })
    }

    fn filter(&mut self, filter: &Filter) -> tantivy::Result<Box<dyn Query>> {
        Ok(self.lookup.query(filter)?.unwrap_or_else(|fault| {
            self.warnings.push(Warning::new(fault).at(filter.position.0));
            Box::new(EmptyQuery)
        }))
    }

    /// Words without a subject are optional beside others; alone they are what is asked for.
    fn clauses(&mut self, nodes: &[Node], wanted: bool) -> tantivy::Result<Vec<Clause>> {
        let mut clauses = nodes.iter().map(|node| self.clause(node, wanted)).collect::<tantivy::Result<Vec<_>>>()?;
        if content(&clauses).next().is_none() {
            for clause in &mut clauses {
                if let Clause::Optional(query) = clause {
                    *clause = Clause::Word { forms: query.box_clone(), derivations: query.box_clone() };
                }
            }
        }
        Ok(clauses)
    }

    fn word(&mut self, written: &str, wanted: bool) -> tantivy::Result<Clause> {
        let word = self.analyzer.query_word(written);
        let query = self.word_query(&word)?;
        let found = query.as_ref().map(|query| query.box_clone());
        let forms = query.unwrap_or_else(|| Box::new(EmptyQuery));
        if word.whole.is_function_word {
            if wanted {
                let queries = vec![(Part::Text, forms.box_clone())];
                self.asked.push(Asked {
                    written: written.to_owned(),
                    words: vec![word.clone()],
                    is_phrase: false,
                    queries,
                });
                self.function_words.push(word);
            }
            return Ok(Clause::Optional(forms));
        }
        let derivations = self.with_derivations(&*forms, &word.whole);
        if wanted {
            self.marks.add(&word, self.rarity(&word.whole)?);
            self.want(written.to_owned(), vec![word], false, found);
        }
        Ok(Clause::Word { forms, derivations })
    }

    /// Notes a word or phrase of which the article should have as much as it can, with what matches if anything does.
    pub(super) fn want(
        &mut self,
        written: String,
        words: Vec<QueryWord>,
        is_phrase: bool,
        found: Option<Box<dyn Query>>,
    ) {
        self.content_words += 1;
        let mut queries: Vec<(Part, Box<dyn Query>)> = Vec::new();
        match found {
            Some(found) => {
                let content = words.iter().filter(|word| !is_phrase || !word.whole.is_function_word);
                let bonus = content.flat_map(|word| self.bonus_of(&word.whole));
                queries.extend(bonus.map(|(part, query)| (part, self.boosted(query))));
                self.bonus.extend(queries.iter().map(|(_, query)| query.box_clone()));
                queries.insert(0, (Part::Text, self.boosted(found)));
            }
            None => self.absent.push(written.clone()),
        }
        self.asked.push(Asked { written, words, is_phrase, queries });
    }

    /// What a word matches: any of its forms; a hyphenated one also its parts in a row.
    fn word_query(&self, word: &QueryWord) -> tantivy::Result<Option<Box<dyn Query>>> {
        let mut ways: Vec<Box<dyn Query>> = Vec::new();
        for term in self.present_terms(&word.whole)? {
            ways.push(self.term(term, WEIGHTS.text));
        }
        if word.parts.len() > 1 {
            ways.extend(self.phrase_query(word.parts.iter().map(|part| (part, 1)))?);
        }
        Ok(best_of(ways))
    }

    fn phrase(&mut self, written: &[String], wanted: bool) -> tantivy::Result<Clause> {
        let words: Vec<QueryWord> = written.iter().map(|word| self.analyzer.query_word(word)).collect();
        let query = self.phrase_query(words.iter().map(|word| (&word.whole, word.parts.len().max(1))))?;
        if wanted {
            let rarity: f32 = words.iter().map(|word| self.rarity(&word.whole)).sum::<tantivy::Result<f32>>()?;
            self.marks.add_phrase(&words, rarity);
            let found = query.as_ref().map(|query| query.box_clone());
            self.want(format!("«{}»", written.join(" ")), words, true, found);
        }
        Ok(Clause::Phrase(query.unwrap_or_else(|| Box::new(EmptyQuery))))
    }

    fn with_derivations(&self, forms: &dyn Query, word: &Terms) -> Box<dyn Query> {
        let Some(stem) = &word.stem else { return forms.box_clone() };
        let stem = self.term(Term::from_field_text(self.fields.stem, stem), 1.0);
        Box::new(BooleanQuery::union(vec![forms.box_clone(), Box::new(ConstScoreQuery::new(stem, 0.0))]))
    }

    /// The words in a row, in every combination of their forms; with each word goes how many places it takes.
    fn phrase_query<'t>(
        &self,
        words: impl Iterator<Item = (&'t Terms, usize)>,
    ) -> tantivy::Result<Option<Box<dyn Query>>> {
        let phrases = self.rows(words)?.into_iter().map(|mut row| -> Box<dyn Query> {
            match row.len() {
                1 => self.term(row.remove(0).1, WEIGHTS.text),
                _ => Box::new(PhraseQuery::new_with_offset(row)),
            }
        });
        Ok(best_of(phrases.collect()))
    }

    /// The combinations of the words' forms, each form with its place; with each word goes how many places it takes.
    pub(super) fn rows<'t>(&self, words: impl Iterator<Item = (&'t Terms, usize)>) -> tantivy::Result<Ways> {
        let mut rows: Ways = vec![Vec::new()];
        let mut place = 0;
        for (word, places) in words {
            let forms = self.present_terms(word)?;
            rows = rows
                .iter()
                .flat_map(|row| forms.iter().map(|form| [row.as_slice(), &[(place, form.clone())]].concat()))
                .take(MOST_PHRASES)
                .collect();
            place += places;
        }
        Ok(rows)
    }

    /// The forms of a word that some article has.
    pub(super) fn present_terms(&self, word: &Terms) -> tantivy::Result<Vec<Term>> {
        let terms = word.forms.iter().map(|form| Term::from_field_text(self.fields.text, form));
        let mut present = Vec::new();
        for term in terms {
            if self.searcher.doc_freq(&term)? > 0 {
                present.push(term);
            }
        }
        Ok(present)
    }

    /// The inverse frequency of a word among the articles, as BM25 has it.
    pub(super) fn rarity(&self, word: &Terms) -> tantivy::Result<f32> {
        let mut frequency = 0;
        for form in &word.forms {
            frequency = frequency.max(self.searcher.doc_freq(&Term::from_field_text(self.fields.text, form))?);
        }
        let (all, with) = (self.searcher.num_docs() as f32, frequency as f32);
        Ok((1.0 + ((all - with).max(0.0) + 0.5) / (with + 0.5)).ln())
    }

    /// What only adds to the score of an article that has the word.
    fn bonus_of(&self, word: &Terms) -> Vec<(Part, Box<dyn Query>)> {
        let fields = self.fields;
        let by_forms = |field: Field, weight: f32| {
            let terms = word.forms.iter().map(|form| self.term(Term::from_field_text(field, form), weight));
            best_of(terms.collect())
        };
        let exact = self.term(Term::from_field_text(fields.exact, &word.exact), WEIGHTS.exact);
        let stem = word.stem.as_ref().map(|stem| self.term(Term::from_field_text(fields.stem, stem), WEIGHTS.stem));
        let bonus = [
            (Part::Title, by_forms(fields.heading, WEIGHTS.heading)),
            (Part::Lead, by_forms(fields.lead, WEIGHTS.lead)),
            (Part::Exact, Some(exact)),
            (Part::Stem, stem),
        ];
        bonus.into_iter().filter_map(|(part, query)| Some((part, query?))).collect()
    }

    /// With the weight that the words at hand were given.
    pub(super) fn boosted(&self, query: Box<dyn Query>) -> Box<dyn Query> {
        if self.boost == 1.0 { query } else { Box::new(BoostQuery::new(query, self.boost)) }
    }

    pub(super) fn term(&self, term: Term, weight: f32) -> Box<dyn Query> {
        let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
        if weight == 1.0 { Box::new(query) } else { Box::new(BoostQuery::new(Box::new(query), weight)) }
    }
}

/// The better of several ways to say one thing: forms of one word do not add up.
pub(super) fn best_of(mut ways: Vec<Box<dyn Query>>) -> Option<Box<dyn Query>> {
    match ways.len() {
        0 => None,
        1 => ways.pop(),
        _ => Some(Box::new(DisjunctionMaxQuery::new(ways))),
    }
}
