//! Searching articles that another engine keeps, of many machines: the same answers as from a folder.
//!
//! The engine finds and counts; its first articles come here in full, are put into an index in memory ([`Index::gathered`](crate::index::Index))
//! and looked at by the same code as articles of a folder, with the counts of the whole collection ([`Collection`](super::collection::Collection)).
//! So whatever ranks, marks and explains is there once. How the engine is spoken to is the matter of a [`Keeper`].

mod ask;
mod asking;
mod checking;
mod counted;
mod distant;
mod export;
mod lexicon;
mod pages;
mod reading;
mod spot;
#[cfg(test)]
mod tests;
mod translate;
mod view;

use std::time::Instant;

pub(crate) use ask::{Answer, Ask, Label, Place, Position, RowOf, TOGETHER, Wanted, name_of};
pub(crate) use distant::Distant;
pub(crate) use lexicon::LexiconLeaf;

use super::results::Copy;
use crate::article::ArticleId;
use crate::error::Result;

/// Who keeps articles elsewhere.
pub(crate) trait Keeper: Send + Sync {
    /// How things stand there now.
    fn state(&self) -> Result<KeeperState>;

    /// How many articles each of these finds.
    fn counts(&self, asks: &[Ask], until: Option<Instant>) -> Result<Vec<u64>>;

    /// A search.
    fn find(&self, wanted: &Wanted, until: Option<Instant>) -> Result<Answer>;

    /// The copies of articles, each with the article's id.
    fn copies(&self, of: &[ArticleId], until: Option<Instant>) -> Result<Vec<(ArticleId, Copy)>>;

    /// The article that another one is a copy of.
    fn original(&self, of: &ArticleId) -> Result<Option<ArticleId>>;

    /// The names of the parts of the lexicon, the words of all articles. What has a name never changes.
    fn leaves(&self) -> Result<Vec<String>>;

    /// A part of the lexicon. All of them are to be added up.
    fn leaf(&self, name: &str) -> Result<LexiconLeaf>;

    /// How many bytes the articles take.
    fn bytes(&self) -> Result<u64>;

    /// What messages call it.
    fn name(&self) -> String;
}

/// How things stand where articles are kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct KeeperState {
    /// What changes with every change.
    pub stamp: u64,
    /// How many articles there are.
    pub articles: u64,
    /// How many copies of them.
    pub copies: u64,
    /// How many terms the index of a folder would have of all of them.
    pub tokens: u64,
    /// The user's own names of places.
    pub own_names: Option<String>,
}
