//! The versions that an index was written with. They stand in the payload of its commits, so that they change with it.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::schema;
use crate::analysis;
use crate::error::{Error, Result};
use crate::extract;

/// What a reader has to share with the writer of an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    schema: u32,
    extraction: u32,
    analyzer: u32,
    dictionary: String,
    engine: String,
}

impl Manifest {
    /// The versions of this program.
    pub fn current() -> Manifest {
        Manifest {
            schema: schema::VERSION,
            extraction: extract::VERSION,
            analyzer: analysis::VERSION,
            dictionary: analysis::DICTIONARY.to_owned(),
            engine: "tantivy 0.27, lz4".to_owned(),
        }
    }

    /// The manifest as a payload.
    pub fn to_payload(&self) -> String {
        serde_json::to_string(self).expect("a manifest is plain data")
    }

    /// Refuses an index whose payload names other versions than ours.
    pub fn check(payload: Option<&str>, path: &Path) -> Result<()> {
        let needed = Manifest::current();
        let found: Option<Manifest> = payload.and_then(|payload| serde_json::from_str(payload).ok());
        match found {
            Some(found) if found == needed => Ok(()),
            found => Err(Error::IncompatibleIndex {
                path: path.to_path_buf(),
                found: found.map_or_else(|| "no version at all".to_owned(), |found| found.describe()),
                needed: needed.describe(),
            }),
        }
    }

    fn describe(&self) -> String {
        let Manifest { schema, extraction, analyzer, dictionary, engine } = self;
        format!("schema {schema}, extraction {extraction}, analyzer {analyzer}, {dictionary}, {engine}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_version_is_refused_with_what_to_do() {
        let path = Path::new("old-index");
        let current = Manifest::current();
        assert!(Manifest::check(Some(&current.to_payload()), path).is_ok());
        let other = Manifest { analyzer: current.analyzer + 1, ..current };
        for payload in [None, Some("{}".to_owned()), Some(other.to_payload())] {
            let message = Manifest::check(payload.as_deref(), path).unwrap_err().to_string();
            assert!(message.contains("old-index") && message.contains("index the articles again"), "{message}");
        }
    }
}
