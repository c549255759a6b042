//! The parts of a query: what must be there, what may, what must not.

use super::docs::Docs;
use super::facts::Fact;
use super::leaf::Leaf;
use super::ranking::{derivations_count, required_words};
use super::segment::Segment;

/// A part of the query, before it is decided how strictly it is asked for.
#[derive(Debug)]
pub(super) enum Clause {
    /// Words in a row, or such as only count as written.
    Phrase(Leaf),
    /// A word by itself.
    Word {
        /// Its forms.
        forms: Leaf,
        /// Its forms and its derivations.
        derivations: Leaf,
    },
    /// A word without a subject of its own: it never has to be there.
    Optional(Leaf),
    /// What is known about the article.
    Filter(Leaf),
    /// What must be there, so that the parts beside it need not.
    Required(Box<Clause>),
    Together(Vec<Clause>),
    All(Vec<Clause>),
    Any(Vec<Clause>),
    /// So many of them.
    Some(usize, Vec<Clause>),
    Not(Box<Clause>),
}

impl Clause {
    /// The documents of a segment that match.
    pub fn docs<'a>(&'a self, strictness: Strictness, segment: &mut Segment<'a>) -> tantivy::Result<Docs> {
        match self {
            Clause::Phrase(leaf) | Clause::Optional(leaf) | Clause::Word { forms: leaf, .. } | Clause::Filter(leaf) => {
                segment.docs(leaf)
            }
            Clause::Required(part) => part.docs(strictness, segment),
            Clause::Any(parts) => some(1, &as_they_are(parts), strictness, segment),
            Clause::Some(times, parts) => some(*times, &as_they_are(parts), strictness, segment),
            Clause::Not(_) => beside(std::slice::from_ref(self), None, strictness, segment),
            Clause::All(parts) => {
                let docs = all(&content(parts).map(Piece::Clause).collect::<Vec<_>>(), strictness, segment)?;
                beside(parts, docs, strictness, segment)
            }
            Clause::Together(parts) => together(parts, strictness, segment),
        }
    }

    /// Whether asking for most of the words is less than asking for all.
    pub fn has_loose(&self) -> bool {
        match self {
            Clause::Phrase(_) | Clause::Word { .. } | Clause::Optional(_) | Clause::Not(_) | Clause::Filter(_) => false,
            Clause::Required(part) => part.has_loose(),
            Clause::Together(parts) => {
                let words = content(parts).count();
                !has_required(parts) && required_words(words) < words || parts.iter().any(Clause::has_loose)
            }
            Clause::All(parts) | Clause::Any(parts) | Clause::Some(_, parts) => parts.iter().any(Clause::has_loose),
        }
    }

    /// How many parts side by side could be there without the others.
    pub fn parts(&self) -> usize {
        match self {
            Clause::Together(parts) if !has_required(parts) => content(parts).count(),
            _ => 1,
        }
    }

    /// Whether nothing is asked but what is known about the article, so that it always has to be there.
    pub fn is_filter(&self) -> bool {
        match self {
            Clause::Filter(_) => true,
            Clause::Required(part) | Clause::Not(part) => part.is_filter(),
            Clause::Together(parts) | Clause::All(parts) | Clause::Any(parts) | Clause::Some(_, parts) => {
                parts.iter().all(Clause::is_filter)
            }
            Clause::Phrase(_) | Clause::Word { .. } | Clause::Optional(_) => false,
        }
    }
}

/// The parts of which some have to be there, as many as it is decided.
pub(super) fn content(parts: &[Clause]) -> impl Iterator<Item = &Clause> {
    parts.iter().filter(|part| !matches!(part, Clause::Optional(_) | Clause::Not(_)) && !part.is_filter())
}

/// Whether a part must be there, so that the others need not.
fn has_required(parts: &[Clause]) -> bool {
    content(parts).any(|part| matches!(part, Clause::Required(_)))
}

/// A part as it is looked for.
#[derive(Clone, Copy)]
pub(super) enum Piece<'a> {
    Leaf(&'a Leaf),
    Clause(&'a Clause),
}

impl<'a> Piece<'a> {
    fn leaf(self) -> Option<&'a Leaf> {
        match self {
            Piece::Leaf(leaf) => Some(leaf),
            Piece::Clause(Clause::Phrase(leaf) | Clause::Word { forms: leaf, .. } | Clause::Filter(leaf)) => Some(leaf),
            Piece::Clause(_) => None,
        }
    }

    fn docs(self, strictness: Strictness, segment: &mut Segment<'a>) -> tantivy::Result<Docs> {
        match self {
            Piece::Leaf(leaf) => segment.docs(leaf),
            Piece::Clause(clause) => clause.docs(strictness, segment),
        }
    }
}

fn as_they_are(parts: &[Clause]) -> Vec<Piece<'_>> {
    parts.iter().map(Piece::Clause).collect()
}

/// The documents with all of the pieces, the rarest first; none where nothing is asked for.
fn all<'a>(pieces: &[Piece<'a>], strictness: Strictness, segment: &mut Segment<'a>) -> tantivy::Result<Option<Docs>> {
    let cost = |piece: &Piece<'a>| piece.leaf().map_or(Ok(usize::MAX), |leaf| segment.cost(leaf));
    let costs = pieces.iter().map(cost).collect::<tantivy::Result<Vec<usize>>>()?;
    let mut by_cost: Vec<(usize, &Piece<'a>)> = costs.into_iter().zip(pieces).collect();
    by_cost.sort_by_key(|(cost, _)| *cost);
    let mut found: Option<Docs> = None;
    for (_, piece) in by_cost {
        match (&mut found, piece.leaf()) {
            (None, _) => found = Some(piece.docs(strictness, segment)?),
            (Some(docs), Some(leaf)) => segment.narrow(docs, leaf)?,
            (Some(docs), None) => docs.keep(&piece.docs(strictness, segment)?),
        }
    }
    Ok(found)
}

/// The documents with so many of the pieces.
fn some<'a>(
    times: usize,
    pieces: &[Piece<'a>],
    strictness: Strictness,
    segment: &mut Segment<'a>,
) -> tantivy::Result<Docs> {
    let sets = pieces.iter().map(|piece| piece.docs(strictness, segment)).collect::<tantivy::Result<Vec<_>>>()?;
    Ok(Docs::in_at_least(times.max(1), &sets, segment.reader().max_doc()))
}

/// As many of the parts as is asked for; where some must be there, those.
fn together<'a>(parts: &'a [Clause], strictness: Strictness, segment: &mut Segment<'a>) -> tantivy::Result<Docs> {
    let Side { pieces, required } = side_by_side(parts, strictness);
    let docs = match required == pieces.len() {
        true => all(&pieces, strictness, segment)?,
        false => Some(some(required, &pieces, strictness, segment)?),
    };
    beside(parts, docs, strictness, segment)
}

/// What is looked for of parts side by side.
pub(super) struct Side<'a> {
    pub pieces: Vec<Piece<'a>>,
    /// How many of the pieces have to be there.
    pub required: usize,
}

/// What is looked for of parts side by side: as many as is asked for; where some must be there, those.
pub(super) fn side_by_side<'a>(parts: &'a [Clause], strictness: Strictness) -> Side<'a> {
    let words = content(parts).count();
    let has_required = has_required(parts);
    let wanted = content(parts).filter(|part| !has_required || matches!(part, Clause::Required(_)));
    let piece = |part: &'a Clause| match part {
        Clause::Word { derivations, .. } if derivations_count(words) => Piece::Leaf(derivations),
        part => Piece::Clause(part),
    };
    let pieces: Vec<Piece<'a>> = wanted.map(piece).collect();
    let required = match strictness {
        _ if has_required => pieces.len(),
        Strictness::All => words,
        Strictness::Most => required_words(words),
        Strictness::Any => words.min(1),
    };
    Side { pieces, required }
}

/// What was found of the parts, with those beside it: filters, and what is excluded.
fn beside<'a>(
    parts: &'a [Clause],
    found: Option<Docs>,
    strictness: Strictness,
    segment: &mut Segment<'a>,
) -> tantivy::Result<Docs> {
    let mut found = found;
    for part in parts.iter().filter(|part| part.is_filter() && !matches!(part, Clause::Not(_))) {
        let docs = part.docs(strictness, segment)?;
        match &mut found {
            Some(found) => found.keep(&docs),
            None => found = Some(docs),
        }
    }
    let mut docs = match found {
        Some(docs) => docs,
        None => segment.find(&Leaf::Known(Fact::Article))?,
    };
    for part in parts {
        if let Clause::Not(inner) = part {
            docs.take_out(&inner.docs(Strictness::All, segment)?);
        }
    }
    Ok(docs)
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
