//! Programs that are no part of this repository, and that some tests ask.

use std::io::Write;
use std::path::PathBuf;

/// A file of the packages that `.ci/run` fetches by npm.
pub fn fetched(file: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/npm/node_modules").join(file);
    path.is_file().then_some(path)
}

/// Says that a test is skipped even though it passes, or fails where everything has to be there.
pub fn skipped(why: &str) {
    assert!(std::env::var("IZDEU_TOOLS").as_deref() != Ok("required"), "{why}");
    let test = std::thread::current().name().unwrap_or_default().to_owned();
    let _ = writeln!(std::io::stderr(), "SKIPPED {test}: {why}");
}
