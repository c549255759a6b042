//! What several tests need.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::path::PathBuf;

use izdeu::{Corpus, Index};

/// The sample corpus of the repository.
pub const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");

/// An index in memory of files and folders.
pub fn index_of(paths: &[PathBuf]) -> Index {
    let index = Index::in_memory().unwrap();
    let report = index.writer().unwrap().sync(Corpus::open(paths).unwrap(), |_| {}).unwrap();
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    assert!(report.added > 0);
    index
}
