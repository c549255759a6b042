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
    /// The user's own names that the articles were read with, as a text of CSV.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gazetteer: Option<String>,
}

impl Manifest {
    /// The versions of this program, with the user's own names.
    pub fn current(gazetteer: Option<String>) -> Manifest {
        Manifest {
            gazetteer,
            schema: schema::VERSION,
            extraction: extract::VERSION,
            analyzer: analysis::VERSION,
            dictionary: analysis::DICTIONARY.to_owned(),
            engine: "tantivy 0.27, zstd".to_owned(),
        }
    }

    /// The manifest as a payload.
    pub fn to_payload(&self) -> String {
        serde_json::to_string(self).expect("a manifest is plain data")
    }

    /// The user's own names that an index was written with. Refuses one whose payload names other versions than ours.
    pub fn check(payload: Option<&str>, path: &Path) -> Result<Option<String>> {
        let mut found: Option<Manifest> = payload.and_then(|payload| serde_json::from_str(payload).ok());
        let gazetteer = found.as_mut().and_then(|found| found.gazetteer.take());
        let needed = Manifest::current(None);
        match found {
            Some(found) if found == needed => Ok(gazetteer),
            found => Err(Error::IncompatibleIndex {
                path: path.to_path_buf(),
                found: found.map_or_else(|| "no version at all".to_owned(), |found| found.describe()),
                needed: needed.describe(),
            }),
        }
    }

    fn describe(&self) -> String {
        let Manifest { schema, extraction, analyzer, dictionary, engine, .. } = self;
        format!("schema {schema}, extraction {extraction}, analyzer {analyzer}, {dictionary}, {engine}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_version_is_refused_with_what_to_do() {
        let path = Path::new("old-index");
        let current = Manifest::current(Some("names".to_owned()));
        assert_eq!(Manifest::check(Some(&current.to_payload()), path).unwrap().as_deref(), Some("names"));
        let other = Manifest { analyzer: current.analyzer + 1, ..current };
        for payload in [None, Some("{}".to_owned()), Some(other.to_payload())] {
            let message = Manifest::check(payload.as_deref(), path).unwrap_err().to_string();
            assert!(message.contains("old-index") && message.contains("search index --rebuild"), "{message}");
        }
    }
}
