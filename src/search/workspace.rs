//! What a search works with and leaves for the next one.

use super::scoring::Numbers;
use crate::analysis::{Analyzer, TextAnalyzer};

/// How many bytes of words and terms each remembers: half a million words. To read a word for the first time takes a hundred
/// times as long.
const REMEMBERED: usize = 40 << 20;

/// What a search works with: each has its own.
pub(super) struct Workspace {
    /// Reads texts, and remembers the words it met.
    pub analyzer: TextAnalyzer,
    pub numbers: Numbers,
}

impl Workspace {
    /// A new one, that remembers nothing.
    pub fn new(analyzer: &Analyzer) -> Workspace {
        Workspace { analyzer: analyzer.text_analyzer_of(REMEMBERED), numbers: Numbers::default() }
    }
}
