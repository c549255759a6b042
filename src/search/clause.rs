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
            Clause::Any(parts) => {
                let parts = parts.iter().map(|part| (Occur::Should, part.build(strictness)));
                Box::new(BooleanQuery::new(parts.collect()))
            }
            Clause::Not(_) => all(std::slice::from_ref(self), strictness),
            Clause::All(parts) => all(parts, strictness),
            Clause::Together(parts) => together(parts, strictness),
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

    /// Whether it never has to be there.
    fn is_optional(&self) -> bool {
        match self {
            Clause::Optional(_) => true,
            Clause::Boosted(part, _) => part.is_optional(),
            _ => false,
        }
    }

    /// Whether nothing is asked but what is known about the article, so that it always has to be there.
    fn is_filter(&self) -> bool {
        match self {
            Clause::Filter(_) => true,
            Clause::Required(part) | Clause::Boosted(part, _) | Clause::Not(part) => part.is_filter(),
            Clause::Together(parts) | Clause::All(parts) | Clause::Any(parts) => parts.iter().all(Clause::is_filter),
            Clause::Phrase(_) | Clause::Word { .. } | Clause::Optional(_) => false,
        }
    }
}

/// The parts of which some have to be there, as many as it is decided.
pub(super) fn content(parts: &[Clause]) -> impl Iterator<Item = &Clause> {
    parts.iter().filter(|part| !part.is_optional() && !part.is_filter() && !matches!(part, Clause::Not(_)))
}

/// Whether a part must be there, so that the others need not.
fn has_required(parts: &[Clause]) -> bool {
    content(parts).any(|part| matches!(part, Clause::Required(_)))
}

/// All of the parts.
fn all(parts: &[Clause], strictness: Strictness) -> Box<dyn Query> {
    beside(parts, content(parts).map(|part| (Occur::Must, part.build(strictness))).collect(), strictness)
}

/// As many of the parts as is asked for; where some must be there, those.
fn together(parts: &[Clause], strictness: Strictness) -> Box<dyn Query> {
    let words = content(parts).count();
    let build = |part: &Clause| match part {
        Clause::Word { derivations, .. } if derivations_count(words) => derivations.box_clone(),
        part => part.build(strictness),
    };
    let required = match strictness {
        Strictness::All => words,
        Strictness::Most => required_words(words),
        Strictness::Any => words.min(1),
    };
    let wanted: Vec<(Occur, Box<dyn Query>)> = if has_required(parts) {
        let occur = |part: &Clause| if matches!(part, Clause::Required(_)) { Occur::Must } else { Occur::Should };
        content(parts).map(|part| (occur(part), build(part))).collect()
    } else if required == words {
        // A conjunction lets the engine pass over whole blocks of postings, which counting clauses does not.
        content(parts).map(|part| (Occur::Must, build(part))).collect()
    } else {
        let parts = content(parts).map(build).collect();
        vec![(Occur::Must, Box::new(BooleanQuery::union_with_minimum_required_clauses(parts, required)))]
    };
    beside(parts, wanted, strictness)
}

/// What is wanted of the parts, with those beside it: filters, what is excluded, and words that never have to be there.
fn beside(parts: &[Clause], wanted: Vec<(Occur, Box<dyn Query>)>, strictness: Strictness) -> Box<dyn Query> {
    let mut clauses = wanted;
    clauses.extend(parts.iter().filter_map(|part| match part {
        Clause::Not(inner) => Some((Occur::MustNot, inner.build(Strictness::All))),
        part if part.is_filter() => Some((Occur::Must, unscored(part.build(strictness)))),
        part if part.is_optional() => Some((Occur::Should, part.build(strictness))),
        _ => None,
    }));
    if !clauses.iter().any(|(occur, _)| *occur == Occur::Must) && content(parts).next().is_none() {
        clauses.push((Occur::Must, unscored(every_article())));
    }
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
