//! Keys of programs that may change the index.

use std::fs;
use std::path::Path;

use crate::error::{Error, Result};

/// The shortest key, in characters: what is shorter is guessed.
const SHORTEST: usize = 16;

/// Keys of programs that may change the index.
///
/// # Example
/// ```
/// use izdeu::ApiKeys;
///
/// let folder = tempfile::tempdir().unwrap();
/// let file = folder.path().join("keys");
/// std::fs::write(&file, "# the desk\n4f1c9a7be2d05836aa10\n").unwrap();
/// assert!(ApiKeys::from_file(&file)?.has("4f1c9a7be2d05836aa10"));
/// # Ok::<(), izdeu::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct ApiKeys {
    /// Of the keys only hashes are kept; comparing them takes as long whatever they are.
    hashes: Vec<blake3::Hash>,
}

impl ApiKeys {
    /// The keys in a file, one a line; blank lines and such as begin with `#` are none.
    ///
    /// # Errors
    /// [`Error::Io`] where the file cannot be read; [`Error::Invalid`] for a key of fewer than 16 characters or with a space in it,
    /// naming its line, and for a file without any.
    pub fn from_file(path: impl AsRef<Path>) -> Result<ApiKeys> {
        let path = path.as_ref();
        let text = fs::read_to_string(path).map_err(|cause| Error::Io { path: path.to_owned(), cause })?;
        let mut hashes = Vec::new();
        for (line, number) in text.lines().map(str::trim).zip(1..) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if line.chars().count() < SHORTEST || line.contains(char::is_whitespace) {
                let message =
                    format!("{}:{number}: a key has {SHORTEST} characters or more and no space", path.display());
                return Err(Error::Invalid(message));
            }
            hashes.push(blake3::hash(line.as_bytes()));
        }
        match hashes.is_empty() {
            true => Err(Error::Invalid(format!("{}: there is no key in it; write one a line", path.display()))),
            false => Ok(ApiKeys { hashes }),
        }
    }

    /// Whether this is one of them.
    pub fn has(&self, key: &str) -> bool {
        let hash = blake3::hash(key.as_bytes());
        // All are looked at, so that the time does not tell which one it is.
        self.hashes.iter().fold(false, |has, known| has | (*known == hash))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_keys() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys");
        for (text, expected) in [
            ("# desk\n\n 0123456789abcdef \nzyxwvutsrqponmlkji\n", None),
            ("0123456789abcdef\nshort\n", Some(":2: a key has 16")),
            ("0123456789 abcdef\n", Some(":1: a key has")),
            ("# none\n", Some("there is no key")),
        ] {
            fs::write(&file, text).unwrap();
            match (ApiKeys::from_file(&file), expected) {
                (Ok(keys), None) => {
                    assert!(keys.has("0123456789abcdef") && keys.has("zyxwvutsrqponmlkji"));
                    assert!(!keys.has("0123456789abcde") && !keys.has(""));
                }
                (Err(error), Some(expected)) => assert!(error.to_string().contains(expected), "{error}"),
                (keys, _) => panic!("{text}: {keys:?}"),
            }
        }
        assert!(matches!(ApiKeys::from_file(folder.path().join("none")), Err(Error::Io { .. })));
    }
}
