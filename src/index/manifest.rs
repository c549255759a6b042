//! The versions that an index was written with. They stand in the payload of its commits, so that they change with it.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::notes::FileNotes;
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
    /// What is noted of files.
    #[serde(default)]
    files: FileNotes,
}

impl Manifest {
    /// The versions of this program, with the user's own names.
    pub fn current(gazetteer: Option<String>) -> Manifest {
        Manifest::of(extract::VERSION, gazetteer)
    }

    /// The same, of articles that were read by another version of the extraction.
    pub fn of(extraction: u32, gazetteer: Option<String>) -> Manifest {
        Manifest {
            gazetteer,
            files: FileNotes::default(),
            schema: schema::VERSION,
            extraction,
            analyzer: analysis::VERSION,
            dictionary: analysis::DICTIONARY.to_owned(),
            engine: "tantivy 0.27, zstd".to_owned(),
        }
    }

    /// The same with notes of files.
    pub fn with_notes(self, files: FileNotes) -> Manifest {
        Manifest { files, ..self }
    }

    /// What the payload of a commit notes of files.
    pub fn notes(payload: Option<&str>) -> FileNotes {
        let found: Option<Manifest> = payload.and_then(|payload| serde_json::from_str(payload).ok());
        found.map_or_else(FileNotes::read_all_again, |found| found.files)
    }

    /// The manifest as a payload.
    pub fn to_payload(&self) -> String {
        serde_json::to_string(self).expect("a manifest is plain data")
    }

    /// The version of the extraction and the user's own names that an index was written with. Refuses one whose payload names
    /// other versions than ours, unless only the extraction is older: its articles are found as well as ever.
    pub fn check(payload: Option<&str>, path: &Path) -> Result<(u32, Option<String>)> {
        let mut found: Option<Manifest> = payload.and_then(|payload| serde_json::from_str(payload).ok());
        let gazetteer = found.as_mut().and_then(|found| found.gazetteer.take());
        found.iter_mut().for_each(|found| found.files = FileNotes::default());
        match found {
            Some(found) if found.extraction <= extract::VERSION && found == Manifest::of(found.extraction, None) => {
                Ok((found.extraction, gazetteer))
            }
            found => Err(Error::IncompatibleIndex {
                path: path.to_path_buf(),
                found: found.map_or_else(|| "no version at all".to_owned(), |found| found.describe()),
                needed: Manifest::current(None).describe(),
            }),
        }
    }

    /// Refuses a `meta.json` that names other versions than ours. The engine itself may not be able to read one of those.
    pub fn check_meta(meta: &[u8], path: &Path) -> Result<()> {
        match Manifest::payload_of(meta) {
            Some(payload) => Manifest::check(Some(&payload), path).map(|_| ()),
            None => Ok(()),
        }
    }

    /// The payload in a `meta.json` of whatever version.
    pub fn payload_of(meta: &[u8]) -> Option<String> {
        #[derive(Deserialize)]
        struct Meta {
            payload: Option<String>,
        }
        serde_json::from_slice::<Meta>(meta).ok()?.payload
    }

    /// The user's own names in a payload of whatever version.
    pub fn own_names(payload: &str) -> Option<String> {
        #[derive(Deserialize)]
        struct Names {
            gazetteer: Option<String>,
        }
        serde_json::from_str::<Names>(payload).ok()?.gazetteer
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
        let names = || Some("names".to_owned());
        let version = extract::VERSION;
        assert_eq!(Manifest::check(Some(&current.to_payload()), path).unwrap(), (version, names()));
        let older = Manifest::of(version - 1, names());
        assert_eq!(Manifest::check(Some(&older.to_payload()), path).unwrap(), (version - 1, names()));
        let other = Manifest { analyzer: current.analyzer + 1, ..current };
        let newer = Manifest::of(version + 1, None);
        for payload in [None, Some("{}".to_owned()), Some(other.to_payload()), Some(newer.to_payload())] {
            let message = Manifest::check(payload.as_deref(), path).unwrap_err().to_string();
            assert!(message.contains("search index --rebuild --index old-index"), "{message}");
        }
    }
}
