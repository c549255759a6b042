//! Latin letters that look like Cyrillic ones: «COP» may be «СОР».

use super::latin::{is_cyrillic, is_latin};
use crate::analysis;

/// The word in Cyrillic letters, where all of its letters are Latin ones that look like them.
pub(super) fn to_cyrillic(word: &str) -> Option<String> {
    let is_whole = !word.is_empty() && word.chars().all(is_latin);
    if is_whole { word.chars().map(analysis::cyrillic_lookalike).collect() } else { None }
}

/// Whether a word of Cyrillic letters has Latin ones that look like them («Aстана»), and no others («IT-сектор»).
pub(super) fn is_mixed(word: &str) -> bool {
    let looks_alike = |letter: char| !is_latin(letter) || analysis::cyrillic_lookalike(letter).is_some();
    word.chars().any(is_latin) && word.chars().any(is_cyrillic) && word.chars().all(looks_alike)
}
