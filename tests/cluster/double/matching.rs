//! Which documents a query finds, and how well they fit.

use super::index::Index;
use super::postings::Posting;
use super::query::{Bound, Query};
use super::refusal::{Refusal, Result};
use super::schema::{Datum, Field, Kind};

/// Documents in order, with their scores.
pub type Found = Vec<(u32, f32)>;

const K1: f32 = 1.2;
const B: f32 = 0.75;

/// The visible documents that a query finds.
pub fn find(index: &Index, query: &Query) -> Result<Found> {
    match query {
        Query::All => Ok(index.living().map(|document| (document, 1.0)).collect()),
        Query::Bool { must, should, filter, must_not, at_least } => {
            Clauses { index, must, should, filter, must_not, at_least: *at_least }.find()
        }
        Query::Term { field, value, boost } => {
            let (number, field) = index.schema.indexed(field)?;
            let term = field.sought(value)?.term();
            if index.lucene && matches!(field.kind, Kind::Long | Kind::Date) {
                return Ok(alive(index, index.postings(number).of(&term), *boost));
            }
            Ok(ranked(index, number, field, &term, *boost))
        }
        Query::Terms { field, values, boost } => {
            let (number, field) = index.schema.indexed(field)?;
            let mut found = Found::new();
            for value in values {
                let term = field.sought(value)?.term();
                found.extend(alive(index, index.postings(number).of(&term), *boost));
            }
            found.sort_unstable_by_key(|(document, _)| *document);
            found.dedup_by_key(|(document, _)| *document);
            Ok(found)
        }
        Query::Phrase { field, text, slop } => phrase(index, field, text, *slop),
        Query::Range { field, bounds } => range(index, field, bounds),
        Query::Exists { field } => {
            let (number, _) = index.schema.fast(field)?;
            let has_one = |document: &u32| !index.values(number, *document).is_empty();
            Ok(index.living().filter(has_one).map(|document| (document, 1.0)).collect())
        }
    }
}

struct Clauses<'a> {
    index: &'a Index,
    must: &'a [Query],
    should: &'a [Query],
    filter: &'a [Query],
    must_not: &'a [Query],
    at_least: Option<usize>,
}

impl Clauses<'_> {
    fn find(&self) -> Result<Found> {
        let numbers = self.index.numbers() as usize;
        let (mut scores, mut needed, mut wanted) = (vec![0.0; numbers], vec![0_u32; numbers], vec![0_u32; numbers]);
        let mut forbidden = vec![false; numbers];
        for clause in self.must {
            for (document, score) in find(self.index, clause)? {
                needed[document as usize] += 1;
                scores[document as usize] += score;
            }
        }
        for clause in self.filter {
            for (document, _) in find(self.index, clause)? {
                needed[document as usize] += 1;
            }
        }
        for clause in self.should {
            for (document, score) in find(self.index, clause)? {
                wanted[document as usize] += 1;
                scores[document as usize] += score;
            }
        }
        for clause in self.must_not {
            for (document, _) in find(self.index, clause)? {
                forbidden[document as usize] = true;
            }
        }
        let all_needed = (self.must.len() + self.filter.len()) as u32;
        let default = usize::from(all_needed == 0 && !self.should.is_empty());
        let at_least = self.at_least.unwrap_or(default) as u32;
        let mut found = Found::new();
        for document in self.index.living() {
            let at = document as usize;
            if needed[at] == all_needed && wanted[at] >= at_least && !forbidden[at] {
                found.push((document, scores[at]));
            }
        }
        Ok(found)
    }
}

impl Datum {
    /// As the postings have it.
    fn term(&self) -> String {
        match self {
            Datum::Text(text) => text.clone(),
            Datum::Number(number) => number.to_string(),
        }
    }
}

fn alive(index: &Index, posting: Option<&Posting>, score: f32) -> Found {
    let documents = posting.map(Posting::documents).unwrap_or_default();
    documents.iter().filter(|document| index.is_alive(**document)).map(|document| (*document, score)).collect()
}

fn ranked(index: &Index, number: usize, field: &Field, term: &str, boost: f32) -> Found {
    let Some(posting) = index.postings(number).of(term) else { return Found::new() };
    let mut found = Found::new();
    let documents = posting.documents().iter().enumerate().filter(|(_, document)| index.is_alive(**document));
    for (at, document) in documents {
        found.push((*document, posting.places(at).len() as f32));
    }
    let rank = Rank::new(index, number, field);
    let weight = boost * rank.rarity(found.len());
    found.iter_mut().for_each(|(document, score)| *score = weight * rank.frequency(*document, *score));
    found
}

/// BM25 of one field in one index.
struct Rank<'a> {
    index: &'a Index,
    number: usize,
    field: &'a Field,
    documents: usize,
    average: f32,
}

impl Rank<'_> {
    fn new<'a>(index: &'a Index, number: usize, field: &'a Field) -> Rank<'a> {
        let postings = index.postings(number);
        // Lucene counts the documents that have the field, tantivy all.
        let documents = if index.lucene { postings.holders } else { index.len() };
        Rank { index, number, field, documents, average: postings.tokens as f32 / documents.max(1) as f32 }
    }

    fn rarity(&self, holders: usize) -> f32 {
        let (all, holders) = (self.documents as f32, holders as f32);
        // Lucene leaves out this factor, which is the same for all documents.
        let scale = if self.index.lucene { 1.0 } else { K1 + 1.0 };
        scale * (1.0 + (all - holders + 0.5) / (holders + 0.5)).ln()
    }

    fn frequency(&self, document: u32, times: f32) -> f32 {
        let relative = match self.field.norms {
            true => self.index.postings(self.number).length(document) as f32 / self.average,
            false => 1.0,
        };
        times / (times + K1 * (1.0 - B + B * relative))
    }
}

fn phrase(index: &Index, field: &str, text: &str, slop: u32) -> Result<Found> {
    let (number, field) = index.schema.indexed(field)?;
    let terms: Vec<&str> = match field.kind {
        Kind::Words => text.split_whitespace().collect(),
        Kind::Raw => vec![text],
        Kind::Long | Kind::Date => return Err(Refusal::argument(format!("no phrases in field `{}`", field.name))),
    };
    if terms.len() == 1 {
        return Ok(ranked(index, number, field, terms[0], 1.0));
    }
    if !field.positions {
        return Err(Refusal::argument(format!("field `{}` was indexed without positions", field.name)));
    }
    let postings = index.postings(number);
    let known: Option<Vec<&Posting>> = terms.iter().map(|term| postings.of(term)).collect();
    let (Some(known), false) = (known, terms.is_empty()) else { return Ok(Found::new()) };
    let rank = Rank::new(index, number, field);
    let living = |posting: &Posting| posting.documents().iter().filter(|document| index.is_alive(**document)).count();
    let weight: f32 = known.iter().map(|posting| rank.rarity(living(posting))).sum();
    let rarest = known.iter().min_by_key(|posting| posting.documents().len()).unwrap();
    let mut found = Found::new();
    for document in rarest.documents().iter().copied().filter(|document| index.is_alive(*document)) {
        let places: Vec<&[u32]> = known.iter().map(|posting| posting.places_in(document)).collect();
        let times = times_in_a_row(&places, slop);
        if times > 0 {
            found.push((document, weight * rank.frequency(document, times as f32)));
        }
    }
    Ok(found)
}

/// How often terms that stand at these places stand in a row, at most `slop` places away from where they belong.
fn times_in_a_row(places: &[&[u32]], slop: u32) -> usize {
    if places.iter().any(|places| places.is_empty()) {
        return 0;
    }
    let near = |term: usize, from: i64| {
        let (from, to) = (from + term as i64, from + term as i64 + i64::from(slop));
        let at = places[term].partition_point(|place| i64::from(*place) < from);
        places[term].get(at).is_some_and(|place| i64::from(*place) <= to)
    };
    let starts_well = |first: &&u32| {
        let first = i64::from(**first);
        (first - i64::from(slop)..=first).any(|from| (1..places.len()).all(|term| near(term, from)))
    };
    places[0].iter().filter(starts_well).count()
}

fn range(index: &Index, field: &str, bounds: &[(Bound, serde_json::Value)]) -> Result<Found> {
    let (number, field) = index.schema.fast(field)?;
    if !matches!(field.kind, Kind::Long | Kind::Date) {
        return Err(Refusal::argument(format!("field `{}` is no number and no date: no ranges over it", field.name)));
    }
    let mut limits = Vec::new();
    for (bound, value) in bounds {
        limits.push((*bound, field.sought(value)?));
    }
    let lies_within = |value: &Datum| {
        limits.iter().all(|(bound, limit)| match bound {
            Bound::Above => value > limit,
            Bound::From => value >= limit,
            Bound::Below => value < limit,
            Bound::UpTo => value <= limit,
        })
    };
    let fits = |document: &u32| index.values(number, *document).iter().any(lies_within);
    Ok(index.living().filter(fits).map(|document| (document, 1.0)).collect())
}
