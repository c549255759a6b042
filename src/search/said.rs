//! What was asked for, as a text may say it.

use crate::analysis::{QueryWord, Step};

/// A word or phrase of a query.
#[derive(Debug, Clone)]
pub(super) enum Said {
    /// A word in any of its forms.
    Word(QueryWord),
    /// Words just as they are written, in normal spelling: one, or all that a pattern fits.
    Written {
        /// The words.
        words: Vec<String>,
        /// How they meet what was asked for.
        step: Step,
    },
    /// Words that follow one another.
    Row(Row),
}

/// Words that follow one another.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// The words.
    pub words: Vec<QueryWord>,
    /// How many other words may stand between them, in all.
    pub slack: usize,
    /// Whether they count only as they are written.
    pub is_exact: bool,
}
