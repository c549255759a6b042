//! Which fields the documents of each index have, and of which kind they are. Each engine describes them in its own words.

use serde::{Deserialize, Serialize};

use super::fields::*;

/// What an index is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IndexKind {
    /// Articles, and records of copies.
    Articles,
    /// The words of the articles.
    Words,
    /// What a sync has to know of the one before.
    State,
}

/// A field of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FieldMapping {
    pub name: &'static str,
    pub kind: FieldKind,
    /// Whether the value comes back with a hit.
    pub is_stored: bool,
}

/// What a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldKind {
    /// A name to find, count and sort by.
    Word,
    /// Several of them.
    Words,
    /// A whole number to find, count and sort by.
    Number,
    /// A point in time.
    Moment,
    /// Terms that are split at blanks, with how often each is there: to find and to rank by.
    Terms,
    /// Terms that are split at blanks, with their places: to find some that follow one another.
    Row,
    /// A text that is only kept.
    Text,
}

/// What can be chosen when an index is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct IndexOptions {
    pub shards: u32,
    pub replicas: u32,
    /// After how many seconds the engine shows what it was sent.
    pub commit_seconds: u32,
}

impl Default for IndexOptions {
    fn default() -> IndexOptions {
        IndexOptions { shards: 1, replicas: 1, commit_seconds: 10 }
    }
}

impl IndexKind {
    /// The fields of its documents.
    pub fn fields(self) -> &'static [FieldMapping] {
        match self {
            IndexKind::Articles => ARTICLES,
            IndexKind::Words => WORDS,
            IndexKind::State => STATE,
        }
    }
}

const fn kept(name: &'static str, kind: FieldKind) -> FieldMapping {
    FieldMapping { name, kind, is_stored: true }
}

const fn found(name: &'static str, kind: FieldKind) -> FieldMapping {
    FieldMapping { name, kind, is_stored: false }
}

const ARTICLES: &[FieldMapping] = &[
    kept(KIND, FieldKind::Word),
    kept(ID, FieldKind::Word),
    kept(ORDINAL, FieldKind::Number),
    kept(BATCH, FieldKind::Word),
    kept(BATCH_SIZE, FieldKind::Number),
    kept(LEAF, FieldKind::Word),
    found(PUBLISHED, FieldKind::Moment),
    found(NEWEST, FieldKind::Number),
    found(OLDEST, FieldKind::Number),
    found(DATE, FieldKind::Number),
    found(DATE_SOURCE, FieldKind::Word),
    found(MONTH, FieldKind::Word),
    found(DATES, FieldKind::Words),
    found(PLACES, FieldKind::Words),
    found(ABROAD, FieldKind::Words),
    found(KNOWN, FieldKind::Words),
    found(LANGUAGE, FieldKind::Word),
    found(SOURCE, FieldKind::Word),
    found(MAIN_CITY, FieldKind::Word),
    found(COPY_OF, FieldKind::Word),
    kept(TOKENS, FieldKind::Number),
    kept(TITLE, FieldKind::Text),
    kept(BODY, FieldKind::Text),
    kept(DETAILS, FieldKind::Text),
    kept(RECORD, FieldKind::Text),
    found(TEXT_TERMS, FieldKind::Terms),
    found(TITLE_TERMS, FieldKind::Terms),
    found(LEAD_TERMS, FieldKind::Terms),
    found(WRITTEN_TERMS, FieldKind::Terms),
    found(FORM_ROW, FieldKind::Row),
    found(WRITTEN_ROW, FieldKind::Row),
];

const WORDS: &[FieldMapping] = &[
    kept(LEAF, FieldKind::Word),
    kept(PART, FieldKind::Number),
    kept(PIECE, FieldKind::Word),
    kept(LEAF_WORDS, FieldKind::Text),
    kept(FORM_KEYS, FieldKind::Text),
    kept(WRITTEN_KEYS, FieldKind::Text),
];

const STATE: &[FieldMapping] =
    &[kept(SEQUENCE, FieldKind::Number), kept(WRITER, FieldKind::Word), kept(STATE_TEXT, FieldKind::Text)];
