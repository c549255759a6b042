//! Reading an index of which a file is damaged.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::index_error;
use crate::error::{Error, Result, words_of};

/// What is read from an index, or why it cannot be read: the engine trusts its files and panics over a damaged one.
pub(crate) fn guarded<T>(path: &Path, read: impl FnOnce() -> tantivy::Result<T>) -> Result<T> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(read) => read.map_err(|error| index_error(path, error)),
        Err(panic) => {
            let message = format!("it may be damaged ({}); `search check` tells what is wrong", words_of(&*panic));
            Err(Error::Index { path: path.to_path_buf(), message })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_that_says_what_to_do() {
        let error = guarded::<()>(Path::new("news"), || panic!("mid > len")).unwrap_err().to_string();
        assert!(error.contains("news") && error.contains("mid > len") && error.contains("search check"), "{error}");
        assert_eq!(guarded(Path::new("news"), || Ok(1)).unwrap(), 1);
    }
}
