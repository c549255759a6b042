//! Which documents have which term of one field, how often and where.

use rustc_hash::FxHashMap;

use super::schema::{Datum, Field, Kind};

/// Lucene splits longer tokens.
const LONGEST_LUCENE_TOKEN: usize = 255;
/// Lucene leaves so many places between two values of a field; tantivy leaves one.
const LUCENE_GAP: u32 = 100;

/// The documents that have a term, in order, and where in them it stands.
#[derive(Default)]
pub struct Posting {
    documents: Vec<u32>,
    /// Where the places of a document end in `places`.
    ends: Vec<u32>,
    places: Vec<u32>,
}

/// All terms of a field.
#[derive(Default)]
pub struct Postings {
    terms: FxHashMap<Box<str>, Posting>,
    /// How many terms each document has, and as the one byte that engines keep has it.
    lengths: Vec<(u32, u32)>,
    /// Of the documents that are not deleted.
    pub tokens: u64,
    pub holders: usize,
}

impl Postings {
    /// Puts in the next document; none of the values means that it lacks the field.
    pub fn add(&mut self, document: u32, field: &Field, values: &[Datum], lucene: bool) {
        let mut place = 0;
        let mut length = 0;
        for value in values {
            match value {
                Datum::Text(text) if field.kind == Kind::Words => {
                    for token in text.split_whitespace() {
                        let mut rest = token;
                        while !rest.is_empty() {
                            let (token, behind) = rest.split_at(end_of_token(rest, lucene));
                            self.put(token, document, place);
                            (place, length, rest) = (place + 1, length + 1, behind);
                        }
                    }
                    place += if lucene { LUCENE_GAP } else { 1 };
                }
                Datum::Text(text) => {
                    self.put(text, document, place);
                    (place, length) = (place + 1, length + 1);
                }
                Datum::Number(number) => {
                    self.put(&number.to_string(), document, place);
                    (place, length) = (place + 1, length + 1);
                }
            }
        }
        self.lengths.push((length, as_kept(length)));
        self.tokens += u64::from(length);
        self.holders += usize::from(length > 0);
    }

    pub fn forget(&mut self, document: u32) {
        let (length, _) = self.lengths[document as usize];
        self.tokens -= u64::from(length);
        self.holders -= usize::from(length > 0);
    }

    pub fn of(&self, term: &str) -> Option<&Posting> {
        self.terms.get(term)
    }

    /// The length that ranks: rounded as the engines round it.
    pub fn length(&self, document: u32) -> u32 {
        self.lengths[document as usize].1
    }

    fn put(&mut self, term: &str, document: u32, place: u32) {
        match self.terms.get_mut(term) {
            Some(posting) => posting.put(document, place),
            None => self.terms.entry(term.into()).or_default().put(document, place),
        }
    }
}

impl Posting {
    fn put(&mut self, document: u32, place: u32) {
        self.places.push(place);
        let end = self.places.len() as u32;
        if self.documents.last() == Some(&document) {
            *self.ends.last_mut().unwrap() = end;
        } else {
            self.documents.push(document);
            self.ends.push(end);
        }
    }

    pub fn documents(&self) -> &[u32] {
        &self.documents
    }

    /// Where the term stands in the so-manieth of its documents.
    pub fn places(&self, number: usize) -> &[u32] {
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.places[start as usize..self.ends[number] as usize]
    }

    pub fn places_in(&self, document: u32) -> &[u32] {
        self.documents.binary_search(&document).map_or(&[], |number| self.places(number))
    }
}

/// Where the first token ends of what stands between two blanks.
fn end_of_token(text: &str, lucene: bool) -> usize {
    if !lucene || text.len() <= LONGEST_LUCENE_TOKEN {
        return text.len();
    }
    text.char_indices().nth(LONGEST_LUCENE_TOKEN).map_or(text.len(), |(at, _)| at)
}

/// Lengths up to 39 are kept exactly, of larger ones the first four bits: `SmallFloat.intToByte4` of Lucene, which tantivy follows.
fn as_kept(length: u32) -> u32 {
    const EXACT: u32 = 24;
    if length < EXACT {
        return length;
    }
    let rest = length - EXACT;
    let shift = (u32::BITS - rest.leading_zeros()).saturating_sub(4);
    EXACT + (rest >> shift << shift)
}
