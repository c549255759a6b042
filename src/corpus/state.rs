//! What tells that a file on disk is as it was, without reading it.

use std::fs::Metadata;
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::time::{Duration, SystemTime};

use rustc_hash::{FxHashMap, FxHasher};

use super::options::ReadOptions;
use super::sidecar;

/// Files by their absolute path, each with the state in which all of it is known.
pub(crate) type KnownFiles = FxHashMap<String, u64>;

/// A file that changed so lately may change again without its times telling so: file systems count them in steps.
const STEP: Duration = Duration::from_secs(2);

/// The state of a file: a hash of its size, its times, those of the metadata beside it, and how it is read. 0 for one that
/// changed too lately to rely on.
pub(super) fn state_of(path: &Path, metadata: &Metadata, options: &ReadOptions) -> u64 {
    let mut hasher = FxHasher::default();
    options.hash_reading(&mut hasher);
    let beside = sidecar::may_have_one(path).then(|| path.with_extension("json").metadata().ok()).flatten();
    let limit = SystemTime::now().checked_sub(STEP);
    for metadata in [Some(metadata), beside.as_ref()] {
        let Some(metadata) = metadata else {
            hasher.write_u8(0);
            continue;
        };
        let Ok(modified) = metadata.modified() else { return 0 };
        if limit.is_none_or(|limit| modified > limit) {
            return 0;
        }
        (metadata.len(), modified, changed(metadata)).hash(&mut hasher);
    }
    hasher.finish().max(1)
}

/// When anything about the file changed, the time of modification among it; that cannot be set by hand.
#[cfg(unix)]
fn changed(metadata: &Metadata) -> (i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> (i64, i64) {
    (0, 0)
}
