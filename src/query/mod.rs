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
mod warnings;
mod words;

use serde::{Deserialize, Serialize};

pub(crate) use period::{Period, When};
pub(crate) use tree::{Field, Filter, Form, Node, Phrase, Reach, Value, Word};
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

/// Something in a query that was not understood or not found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct Warning {
    /// What it is and what to write instead.
    pub message: String,
    /// The character of the query that it is about, counted from 0, where there is one.
    pub position: Option<usize>,
}

impl Warning {
    pub(crate) fn new(message: impl Into<String>) -> Warning {
        Warning { message: message.into(), position: None }
    }

    pub(crate) fn at(mut self, position: usize) -> Warning {
        self.position = Some(position);
        self
    }
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
