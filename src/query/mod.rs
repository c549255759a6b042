//! "What did the user ask?" Text becomes a tree of words and operators. Pure: it knows no engine and no disk, and it never
//! fails; what it did not understand stands in the warnings.

mod keywords;
mod lexer;
mod marks;
mod named;
mod parser;
mod period;
mod print;
mod tree;
mod warning;
mod warnings;
mod words;

pub(crate) use period::{Period, When};
pub(crate) use tree::{Field, Filter, Form, Node, Phrase, Reach, Value, Word};
pub use warning::{Warning, WarningKind};
pub(crate) use words::{TypedWord, words};

/// The most characters of a query that are read.
pub(crate) const LONGEST_QUERY: usize = 2_000;
/// The most words of a query that are read.
pub(crate) const MOST_WORDS: usize = 100;
/// More warnings than this say no more.
pub(crate) const MOST_WARNINGS: usize = 10;
/// How deep brackets may stand in one another.
pub(crate) const DEEPEST_BRACKETS: usize = 16;

/// A query as it was understood.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Query {
    /// What is asked for; none where nothing was.
    pub root: Option<Node>,
    /// What was not understood.
    pub warnings: Vec<Warning>,
}

impl Query {
    /// Reads a query. Every text is one.
    pub fn parse(text: &str) -> Query {
        parser::parse(text)
    }
}

/// Reads a query and tells whether all of it was understood: for benchmarks.
#[doc(hidden)]
pub fn is_understood(text: &str) -> bool {
    let query = Query::parse(text);
    query.root.is_some() && query.warnings.is_empty()
}

#[cfg(test)]
mod tests;
