//! What is known about an article, in a file of its own: `NAME.json` beside `NAME.txt`.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::fields::FieldMap;
use super::format::{FORMATS, FoundFile, format_of};
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

/// Whether a file is the sidecar of another one, among those that are there.
pub(super) fn is_one(path: &Path, is_there: impl Fn(&Path) -> bool) -> bool {
    let mut endings = FORMATS.iter().filter(|format| format.holds_one()).flat_map(|format| format.endings());
    path.extension().is_some_and(|ending| ending == "json")
        && endings.any(|ending| is_there(&path.with_extension(ending)))
}

/// Whether a file of this name may have a sidecar.
pub(super) fn may_have_one(path: &Path) -> bool {
    format_of(path).is_some_and(|format| format.holds_one())
}

/// The bytes of the sidecar of a file on disk; none where there is none.
pub(super) fn on_disk(path: &Path) -> Option<io::Result<Vec<u8>>> {
    match may_have_one(path).then(|| File::open(path.with_extension("json")))? {
        Ok(sidecar) => Some(bytes(sidecar)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => Some(Err(error)),
    }
}

/// The bytes of a sidecar.
pub(super) fn bytes(sidecar: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    sidecar.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The sidecar of a file; none where there is none.
pub(super) fn of(file: &mut FoundFile<'_>) -> Option<Result<Sidecar, Problem>> {
    let bytes = file.sidecar.take()?;
    let path = file.path.with_extension("json");
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
