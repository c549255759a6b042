//! The tree of a query as a query of the engine, and the words to mark in what it finds.

use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::clause::{Clause, Strictness, content, every_article};
use super::marks::Marks;
use super::ranking::{OTHERS, WEIGHTS, derivations_count, prefers_complete};
use super::synonyms::{Synonyms, Way};
use crate::analysis::{Analyzer, QueryWord, Terms, stems_of_place};
use crate::index::schema::Fields;
use crate::query::Node;

/// The most ways in which the forms of a phrase's words are combined.
const MOST_PHRASES: usize = 64;

/// A query ready to run.
pub(super) struct Compiled {
    /// What matches, with its score.
    pub most: Box<dyn Query>,
    /// The same where all words must be there; none where `most` asks for that already.
    pub all: Option<Box<dyn Query>>,
    /// Whether articles with all the words count more.
    pub prefers_complete: bool,
    /// The same where one word is enough; none where `most` asks for no more.
    pub any: Option<Box<dyn Query>>,
    /// The words to mark.
    pub marks: Marks,
    /// Words that no article has, as typed.
    pub absent: Vec<String>,
    /// How many words and phrases carry a subject.
    pub content_words: usize,
}

impl Compiled {
    /// All articles, without words to mark.
    pub fn everything() -> Compiled {
        Compiled {
            most: every_article(),
            all: None,
            prefers_complete: false,
            any: None,
            marks: Marks::default(),
            absent: Vec::new(),
            content_words: 0,
        }
    }

    /// Lets more score; what matches stays.
    pub fn add_score(&mut self, more: &[Box<dyn Query>]) {
        let with_more = |query: &dyn Query| -> Box<dyn Query> {
            let more = more.iter().map(|query| (Occur::Should, query.box_clone()));
            Box::new(BooleanQuery::new(std::iter::once((Occur::Must, query.box_clone())).chain(more).collect()))
        };
        self.most = with_more(&*self.most);
        self.all = self.all.as_deref().map(with_more);
        self.any = self.any.as_deref().map(with_more);
    }

    /// Whether no article has most of the words that carry a subject.
    pub fn is_mostly_absent(&self) -> bool {
        self.content_words > 0 && self.absent.len() * 2 > self.content_words
    }
}

/// Compiles a tree.
pub(super) fn compile(
    root: &Node,
    analyzer: &Analyzer,
    synonyms: &Synonyms,
    fields: &Fields,
    searcher: &Searcher,
) -> tantivy::Result<Compiled> {
    let mut compiler = Compiler {
        analyzer,
        synonyms,
        fields,
        searcher,
        marks: Marks::default(),
        bonus: Vec::new(),
        absent: Vec::new(),
        content_words: 0,
        function_words: Vec::new(),
    };
    let clause = compiler.clause(root, true)?;
    if compiler.content_words == 0 {
        // Nothing else was asked for, so these are what is meant.
        compiler.function_words.iter().for_each(|word| compiler.marks.add(word));
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
        prefers_complete: prefers_complete(compiler.content_words),
        any: (clause.parts() > 1).then(|| build(Strictness::Any)),
        marks: compiler.marks,
        absent: compiler.absent,
        content_words: compiler.content_words,
    })
}

struct Compiler<'a> {
    analyzer: &'a Analyzer,
    synonyms: &'a Synonyms,
    fields: &'a Fields,
    searcher: &'a Searcher,
    marks: Marks,
    /// What only adds to the score.
    bonus: Vec<Box<dyn Query>>,
    absent: Vec<String>,
    content_words: usize,
    /// Wanted words that carry no subject.
    function_words: Vec<QueryWord>,
}

impl Compiler<'_> {
    fn clause(&mut self, node: &Node, wanted: bool) -> tantivy::Result<Clause> {
        Ok(match node {
            Node::Word(_) => self.row(std::slice::from_ref(node), wanted)?.remove(0),
            Node::Phrase(words) => self.phrase(words, wanted)?,
            Node::Not(inner) => Clause::Not(Box::new(self.clause(inner, false)?)),
            Node::Together(nodes) => Clause::Together(self.clauses(nodes, wanted)?),
            Node::All(nodes) => Clause::All(self.clauses(nodes, wanted)?),
            Node::Any(nodes) => Clause::Any(self.clauses(nodes, wanted)?),
        })
    }

    /// Words without a subject are optional beside others; alone they are what is asked for.
    fn clauses(&mut self, nodes: &[Node], wanted: bool) -> tantivy::Result<Vec<Clause>> {
        let mut clauses = Vec::with_capacity(nodes.len());
        for row in nodes.chunk_by(|a, b| matches!((a, b), (Node::Word(_), Node::Word(_)))) {
            clauses.extend(self.row(row, wanted)?);
        }
        if content(&clauses).next().is_none() {
            for clause in &mut clauses {
                if let Clause::Optional(query) = clause {
                    *clause = Clause::Word { forms: query.box_clone(), derivations: query.box_clone() };
                }
            }
        }
        Ok(clauses)
    }

    /// Words side by side, which may be a phrase that has synonyms; or one part of another kind.
    fn row(&mut self, nodes: &[Node], wanted: bool) -> tantivy::Result<Vec<Clause>> {
        let written =
            nodes.iter().filter_map(|node| if let Node::Word(word) = node { Some(word.as_str()) } else { None });
        let written: Vec<&str> = written.collect();
        if written.len() < nodes.len() {
            return nodes.iter().map(|node| self.clause(node, wanted)).collect();
        }
        let words: Vec<QueryWord> = written.iter().map(|word| self.analyzer.query_word(word)).collect();
        // What is not wanted is meant as it is written.
        let mut synonyms =
            if wanted { self.synonyms.of_row(&words, self.analyzer) } else { vec![Vec::new(); words.len()] };
        if words.iter().filter(|word| !word.whole.is_function_word).count() == 1 {
            // A word by itself is meant as it is: only abbreviations stand for one another, and what no article has for nothing.
            let is_abbreviation = |word: &str| !word.chars().any(char::is_lowercase);
            for ((written, word), ways) in written.iter().zip(&words).zip(&mut synonyms) {
                if !is_abbreviation(written) && self.word_query(word)?.is_some() {
                    ways.retain(|way| matches!(&way.words[..], [word] if is_abbreviation(word)));
                }
            }
        }
        written
            .into_iter()
            .zip(words)
            .zip(synonyms)
            .map(|((written, word), ways)| self.word(written, word, &ways, wanted))
            .collect()
    }

    fn word(&mut self, written: &str, word: QueryWord, synonyms: &[Way], wanted: bool) -> tantivy::Result<Clause> {
        let query = self.word_query(&word)?;
        let is_there = query.is_some();
        let mut ways: Vec<Box<dyn Query>> = query.into_iter().collect();
        let mut meanings = Vec::new();
        if !word.whole.is_function_word {
            for way in synonyms {
                let words: Vec<QueryWord> = way.words.iter().map(|word| self.analyzer.query_word(word)).collect();
                let query = match &words[..] {
                    [word] => self.word_query(word)?,
                    words => self.phrase_query(words.iter().map(|word| (&word.whole, word.parts.len().max(1))))?,
                };
                let weight = if way.is_same { OTHERS.same } else { OTHERS.meant };
                if let Some(query) = query {
                    ways.push(Box::new(BoostQuery::new(query, weight)));
                    meanings.push((words, weight));
                }
            }
        }
        let forms = best_of(ways).unwrap_or_else(|| Box::new(EmptyQuery));
        if word.whole.is_function_word {
            if wanted {
                self.function_words.push(word);
            }
            return Ok(Clause::Optional(forms));
        }
        let derivations = self.with_derivations(&*forms, &word.whole);
        if wanted {
            self.want(written.to_owned(), vec![word], &meanings, is_there);
        }
        Ok(Clause::Word { forms, derivations })
    }

    /// Notes a word or phrase of which the article should have as much as it can.
    fn want(&mut self, written: String, words: Vec<QueryWord>, meanings: &[(Vec<QueryWord>, f32)], is_there: bool) {
        self.content_words += 1;
        if !is_there {
            self.absent.push(written);
        }
        for word in words {
            if is_there || !meanings.is_empty() {
                self.add_bonus(&word.whole, meanings);
            }
            self.marks.add(&word);
            for word in meanings.iter().flat_map(|(words, _)| words).filter(|word| !word.whole.is_function_word) {
                self.marks.add_synonym(word);
            }
        }
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
            let content = words.into_iter().filter(|word| !word.whole.is_function_word);
            self.want(format!("«{}»", written.join(" ")), content.collect(), &[], query.is_some());
        }
        Ok(Clause::Phrase(query.unwrap_or_else(|| Box::new(EmptyQuery))))
    }

    fn with_derivations(&self, forms: &dyn Query, word: &Terms) -> Box<dyn Query> {
        let Some(stem) = &word.stem else { return forms.box_clone() };
        let stem = self.term(Term::from_field_text(self.fields.stem, stem), 1.0);
        let mut ways: Vec<Box<dyn Query>> = vec![forms.box_clone(), Box::new(ConstScoreQuery::new(stem, 0.0))];
        for stem in self.stems_of_place(word) {
            ways.push(Box::new(ConstScoreQuery::new(self.term(stem, 1.0), 0.0)));
        }
        Box::new(BooleanQuery::union(ways))
    }

    /// The stems of a place's adjective, or of an adjective's place, that some article has.
    fn stems_of_place(&self, word: &Terms) -> Vec<Term> {
        let stems = word.stem.iter().flat_map(|stem| stems_of_place(stem));
        let terms = stems.map(|stem| Term::from_field_text(self.fields.stem, &stem));
        terms.filter(|term| self.searcher.doc_freq(term).is_ok_and(|articles| articles > 0)).collect()
    }

    /// The words in a row, in every combination of their forms; with each word goes how many places it takes.
    fn phrase_query<'t>(
        &self,
        words: impl Iterator<Item = (&'t Terms, usize)>,
    ) -> tantivy::Result<Option<Box<dyn Query>>> {
        let mut rows: Vec<Vec<(usize, Term)>> = vec![Vec::new()];
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
        let phrases = rows.into_iter().map(|mut row| -> Box<dyn Query> {
            match row.len() {
                1 => self.term(row.remove(0).1, WEIGHTS.text),
                _ => Box::new(PhraseQuery::new_with_offset(row)),
            }
        });
        Ok(best_of(phrases.collect()))
    }

    /// The forms of a word that some article has.
    fn present_terms(&self, word: &Terms) -> tantivy::Result<Vec<Term>> {
        let terms = word.forms.iter().map(|form| Term::from_field_text(self.fields.text, form));
        let mut present = Vec::new();
        for term in terms {
            if self.searcher.doc_freq(&term)? > 0 {
                present.push(term);
            }
        }
        Ok(present)
    }

    /// In the title and the lead what stands for a word scores in its place, not beside it.
    fn add_bonus(&mut self, word: &Terms, meanings: &[(Vec<QueryWord>, f32)]) {
        let fields = self.fields;
        let by_forms = |field: Field, weight: f32| {
            let single = meanings.iter().filter_map(|(words, weight)| match &words[..] {
                [word] => Some((&word.whole, weight * OTHERS.in_front)),
                _ => None,
            });
            let mut ways = Vec::new();
            for (word, share) in std::iter::once((word, 1.0)).chain(single) {
                let terms = word.forms.iter().map(|form| Term::from_field_text(field, form));
                ways.extend(terms.map(|term| self.term(term, weight * share)));
            }
            best_of(ways)
        };
        let exact = self.term(Term::from_field_text(fields.exact, &word.exact), WEIGHTS.exact);
        let stem = word.stem.as_ref().map(|stem| self.term(Term::from_field_text(fields.stem, stem), WEIGHTS.stem));
        let bonus = [by_forms(fields.heading, WEIGHTS.heading), by_forms(fields.lead, WEIGHTS.lead), Some(exact), stem];
        self.bonus.extend(bonus.into_iter().flatten());
        let ways = self.stems_of_place(word).into_iter().map(|stem| self.term(stem, WEIGHTS.place)).collect();
        self.bonus.extend(best_of(ways));
    }

    fn term(&self, term: Term, weight: f32) -> Box<dyn Query> {
        let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
        if weight == 1.0 { Box::new(query) } else { Box::new(BoostQuery::new(Box::new(query), weight)) }
    }
}

/// The better of several ways to say one thing: forms of one word do not add up.
fn best_of(mut ways: Vec<Box<dyn Query>>) -> Option<Box<dyn Query>> {
    match ways.len() {
        0 => None,
        1 => ways.pop(),
        _ => Some(Box::new(DisjunctionMaxQuery::new(ways))),
    }
}
