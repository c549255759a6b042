//! What is known about an article, in a file of its own: `NAME.json` beside `NAME.txt`.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::fields::FieldMap;
use super::format::{FORMATS, FoundFile};
use super::record::Record;
use crate::article::{ArticleId, RawArticle};
use crate::error::Problem;

/// The largest sidecar, in bytes.
const LARGEST: u64 = 1 << 20;

/// The metadata of an article, kept beside it.
pub(super) struct Sidecar {
    path: PathBuf,
    record: Record,
}

/// Whether a file on disk is the sidecar of another one.
pub(super) fn is_one(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "json")
        && FORMATS
            .iter()
            .filter(|format| format.holds_one())
            .flat_map(|format| format.endings())
            .any(|ending| path.with_extension(ending).is_file())
}

/// The sidecar of a file on disk; none where there is none.
pub(super) fn of(file: &FoundFile<'_>) -> Option<Result<Sidecar, Problem>> {
    let path = file.path.with_extension("json");
    let bytes = match File::open(file.on_disk?.with_extension("json")) {
        Ok(opened) => {
            let mut bytes = Vec::new();
            opened.take(LARGEST + 1).read_to_end(&mut bytes).map(|_| bytes)
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        Err(error) => Err(error),
    };
    Some(match bytes {
        Ok(bytes) => Sidecar::parse(path, &bytes, file),
        Err(error) => Err(Problem::new(path, error.to_string())),
    })
}

impl Sidecar {
    fn parse(path: PathBuf, bytes: &[u8], file: &FoundFile<'_>) -> Result<Sidecar, Problem> {
        let read = || {
            if bytes.len() as u64 > LARGEST {
                return Err(format!("larger than {} MB", LARGEST >> 20));
            }
            let text = super::decode::decode(bytes, file.options.encoding, None).map_err(|fault| fault.reason)?;
            let value = serde_json::from_str(&text.text).map_err(|error| format!("broken JSON: {error}"))?;
            Record::from_json(value).map_err(|_| "a JSON object was expected".to_owned())
        };
        match read() {
            Ok(record) => Ok(Sidecar { path, record }),
            Err(fault) => {
                let name = file.path.file_name().unwrap_or_default().to_string_lossy();
                Err(Problem::new(path, format!("no metadata for {name}: {fault}")))
            }
        }
    }

    /// Writes what the sidecar says over what the article says.
    pub fn describe(&self, article: &mut RawArticle, fields: &FieldMap) -> Result<(), Problem> {
        let problem = |fault: String| Problem::new(&self.path, fault);
        if let Some(id) = self.record.id(fields).map_err(problem)? {
            let id = ArticleId::new(id);
            id.check().map_err(|error| problem(error.to_string()))?;
            article.id = id;
        }
        self.record.describe(article, fields).map_err(problem)
    }
}
