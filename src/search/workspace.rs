//! What a search works with and leaves for the next one.

use super::segment::Scores;
use crate::analysis::TextAnalyzer;

/// What a search works with: each has its own.
pub(super) struct Workspace {
    /// Reads texts, and remembers the words it met.
    pub analyzer: TextAnalyzer,
    pub scores: Scores,
}
