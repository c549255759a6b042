//! What several tests need.

use std::path::PathBuf;

use izdeu::{Corpus, Index};

/// An index in memory of files and folders.
pub fn index_of(paths: &[PathBuf]) -> Index {
    let index = Index::in_memory().unwrap();
    let report = index.writer().unwrap().sync(Corpus::open(paths).unwrap(), |_| {}).unwrap();
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    assert!(report.added > 0);
    index
}
