//! The parts of a query on their way to the engine: what must be there, what may, what must not.

use tantivy::query::{AllQuery, BooleanQuery, Occur, Query};

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
            Clause::All(parts) => conjunction(parts, strictness),
            Clause::Any(parts) => {
                let parts = parts.iter().map(|part| (Occur::Should, part.build(strictness)));
                Box::new(BooleanQuery::new(parts.collect()))
            }
            Clause::Not(_) => conjunction(std::slice::from_ref(self), strictness),
            Clause::Together(parts) => {
                let words = content(parts).count();
                let required = match strictness {
                    Strictness::All => words,
                    Strictness::Most => required_words(words),
                    Strictness::Any => words.min(1),
                };
                side_by_side(parts, required, strictness)
            }
        }
    }

    /// Whether asking for most of the words is less than asking for all.
    pub fn has_loose(&self) -> bool {
        match self {
            Clause::Phrase(_) | Clause::Word { .. } | Clause::Optional(_) | Clause::Not(_) => false,
            Clause::Together(parts) => {
                required_words(content(parts).count()) < content(parts).count() || parts.iter().any(Clause::has_loose)
            }
            Clause::All(parts) | Clause::Any(parts) => parts.iter().any(Clause::has_loose),
        }
    }

    /// How many parts side by side could be there without the others.
    pub fn parts(&self) -> usize {
        match self {
            Clause::Together(parts) => content(parts).count(),
            _ => 1,
        }
    }
}

/// The parts that have to be there.
pub(super) fn content(parts: &[Clause]) -> impl Iterator<Item = &Clause> {
    parts.iter().filter(|part| !matches!(part, Clause::Optional(_) | Clause::Not(_)))
}

fn conjunction(parts: &[Clause], strictness: Strictness) -> Box<dyn Query> {
    let everything: Option<(Occur, Box<dyn Query>)> =
        content(parts).next().is_none().then(|| (Occur::Must, Box::new(AllQuery) as Box<dyn Query>));
    let clauses = parts.iter().map(|part| match part {
        Clause::Not(inner) => (Occur::MustNot, inner.build(Strictness::All)),
        Clause::Optional(query) => (Occur::Should, query.box_clone()),
        part => (Occur::Must, part.build(strictness)),
    });
    Box::new(BooleanQuery::new(clauses.chain(everything).collect()))
}

/// At least so many of the parts, and none of those excluded.
fn side_by_side(parts: &[Clause], required: usize, strictness: Strictness) -> Box<dyn Query> {
    let words = content(parts).count();
    let build = |part: &Clause| match part {
        Clause::Word { derivations, .. } if derivations_count(words) => derivations.box_clone(),
        part => part.build(strictness),
    };
    // A conjunction lets the engine pass over whole blocks of postings, which counting clauses does not.
    let occur = if required == words { Occur::Must } else { Occur::Should };
    let wanted: Vec<(Occur, Box<dyn Query>)> = content(parts).map(|part| (occur, build(part))).collect();
    let wanted: Box<dyn Query> = match occur {
        _ if wanted.is_empty() => Box::new(AllQuery),
        Occur::Must => Box::new(BooleanQuery::new(wanted)),
        _ => Box::new(BooleanQuery::with_minimum_required_clauses(wanted, required)),
    };
    let rest = parts.iter().filter_map(|part| match part {
        Clause::Not(inner) => Some((Occur::MustNot, inner.build(Strictness::All))),
        Clause::Optional(query) => Some((Occur::Should, query.box_clone())),
        _ => None,
    });
    Box::new(BooleanQuery::new(std::iter::once((Occur::Must, wanted)).chain(rest).collect()))
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
