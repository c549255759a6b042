//! The parts of a query on their way to the engine: what must be there, what may, what must not.

use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, ExistsQuery, Occur, Query};

use super::ranking::{derivations_count, required_words};

/// A part of the query, before it is decided how strictly it is asked for.
pub(super) enum Clause {
    /// Words in a row.
    Phrase(Box<dyn Query>),
    /// A word by itself.
    Word {
        /// Its forms.
        forms: Box<dyn Query>,
        /// Its forms and its derivations, which do not score here.
        derivations: Box<dyn Query>,
    },
    /// A word without a subject of its own: it never has to be there.
    Optional(Box<dyn Query>),
    /// What is known about the article; it does not score.
    Filter(Box<dyn Query>),
    /// What must be there, so that the parts beside it need not.
    Required(Box<Clause>),
    /// What weighs more or less.
    Boosted(Box<Clause>, f32),
    Together(Vec<Clause>),
    All(Vec<Clause>),
    Any(Vec<Clause>),
    Not(Box<Clause>),
}

impl Clause {
    /// The engine's query.
    pub fn build(&self, strictness: Strictness) -> Box<dyn Query> {
        match self {
            Clause::Phrase(query) | Clause::Optional(query) | Clause::Word { forms: query, .. } => query.box_clone(),
            Clause::Filter(query) => unscored(query.box_clone()),
            Clause::Required(part) => part.build(strictness),
            Clause::Boosted(part, boost) => Box::new(BoostQuery::new(part.build(strictness), *boost)),
            Clause::All(parts) => join(parts, content(parts).count(), false, strictness),
            Clause::Any(parts) => {
                let parts = parts.iter().map(|part| (Occur::Should, part.build(strictness)));
                Box::new(BooleanQuery::new(parts.collect()))
            }
            Clause::Not(_) => join(std::slice::from_ref(self), 0, false, strictness),
            Clause::Together(parts) => {
                let words = content(parts).count();
                let required = match strictness {
                    Strictness::All => words,
                    Strictness::Most => required_words(words),
                    Strictness::Any => words.min(1),
                };
                join(parts, required, derivations_count(words), strictness)
            }
        }
    }

    /// Whether asking for most of the words is less than asking for all.
    pub fn has_loose(&self) -> bool {
        match self {
            Clause::Phrase(_) | Clause::Word { .. } | Clause::Optional(_) | Clause::Not(_) | Clause::Filter(_) => false,
            Clause::Required(part) | Clause::Boosted(part, _) => part.has_loose(),
            Clause::Together(parts) => {
                let words = content(parts).count();
                !has_required(parts) && required_words(words) < words || parts.iter().any(Clause::has_loose)
            }
            Clause::All(parts) | Clause::Any(parts) => parts.iter().any(Clause::has_loose),
        }
    }

    /// How many parts side by side could be there without the others.
    pub fn parts(&self) -> usize {
        match self {
            Clause::Together(parts) if !has_required(parts) => content(parts).count(),
            _ => 1,
        }
    }
}

/// The parts that have to be there.
pub(super) fn content(parts: &[Clause]) -> impl Iterator<Item = &Clause> {
    parts.iter().filter(|part| !matches!(part, Clause::Optional(_) | Clause::Not(_) | Clause::Filter(_)))
}

/// Whether a part must be there, so that the others need not.
fn has_required(parts: &[Clause]) -> bool {
    parts.iter().any(|part| matches!(part, Clause::Required(_)))
}

/// At least so many of the parts that have to be there, and none of those excluded.
fn join(parts: &[Clause], required: usize, with_derivations: bool, strictness: Strictness) -> Box<dyn Query> {
    let build = |part: &Clause| match part {
        Clause::Word { derivations, .. } if with_derivations => derivations.box_clone(),
        part => part.build(strictness),
    };
    let wanted: Vec<Box<dyn Query>> = content(parts).map(build).collect();
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = if wanted.is_empty() {
        let has_filter = parts.iter().any(|part| matches!(part, Clause::Filter(_)));
        if has_filter { Vec::new() } else { vec![(Occur::Must, unscored(every_article()))] }
    } else if has_required(parts) {
        let occur = |part: &Clause| if matches!(part, Clause::Required(_)) { Occur::Must } else { Occur::Should };
        content(parts).map(occur).zip(wanted).collect()
    } else if required == wanted.len() {
        // A conjunction lets the engine pass over whole blocks of postings, which counting clauses does not.
        wanted.into_iter().map(|part| (Occur::Must, part)).collect()
    } else {
        vec![(Occur::Must, Box::new(BooleanQuery::union_with_minimum_required_clauses(wanted, required)))]
    };
    clauses.extend(parts.iter().filter_map(|part| match part {
        Clause::Not(inner) => Some((Occur::MustNot, inner.build(Strictness::All))),
        Clause::Optional(query) => Some((Occur::Should, query.box_clone())),
        Clause::Filter(query) => Some((Occur::Must, unscored(query.box_clone()))),
        _ => None,
    }));
    Box::new(BooleanQuery::new(clauses))
}

fn unscored(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

/// All articles. Copies of them have no language, and so are not among them.
pub(super) fn every_article() -> Box<dyn Query> {
    Box::new(ExistsQuery::new("language".to_owned(), false))
}

/// How strictly words that stand side by side are asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Strictness {
    /// All of them.
    All,
    /// As many as [`required_words`] says.
    Most,
    /// One of them.
    Any,
}
