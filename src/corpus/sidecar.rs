//! What is known about an article, in a file of its own: `NAME.json` beside `NAME.txt`.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::fields::{Field, FieldMap};
use super::format::{FORMATS, FoundFile, format_of};
use super::options::ReadOptions;
use super::record::Record;
use crate::article::{ArticleId, RawArticle};
use crate::error::Problem;

/// The largest sidecar, in bytes.
const LARGEST: u64 = 1 << 20;

/// The metadata of an article, kept beside it.
pub(super) struct Sidecar {
    path: PathBuf,
    record: Record,
    is_shared: bool,
}

/// A sidecar as it was found.
pub(super) struct Unread {
    pub bytes: io::Result<Vec<u8>>,
    /// Whether several files have it, as an article that was kept as a page and as a text.
    pub is_shared: bool,
}

/// Whether a file may be, by its name, the sidecar of another one among those that are there.
pub(super) fn may_be_one(path: &Path, is_there: impl Fn(&Path) -> bool) -> bool {
    path.extension().is_some_and(|ending| ending == "json") && neighbours(path, is_there).next().is_some()
}

/// Whether several files have this sidecar.
pub(super) fn is_shared(path: &Path, is_there: impl Fn(&Path) -> bool) -> bool {
    neighbours(path, is_there).nth(1).is_some()
}

/// The files that a sidecar is beside.
fn neighbours(path: &Path, is_there: impl Fn(&Path) -> bool) -> impl Iterator<Item = PathBuf> {
    let formats = FORMATS.iter().filter(|format| format.holds_one());
    let beside = formats.flat_map(|format| format.endings()).map(|ending| path.with_extension(ending));
    beside.filter(move |path| is_there(path))
}

/// Whether a file of this name may have a sidecar.
pub(super) fn may_have_one(path: &Path) -> bool {
    format_of(path).is_some_and(|format| format.holds_one())
}

/// The sidecar of a file on disk, unread; none where there is none.
pub(super) fn on_disk(path: &Path) -> Option<Unread> {
    if !may_have_one(path) {
        return None;
    }
    let path = path.with_extension("json");
    let bytes = match File::open(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        file => file.and_then(bytes),
    };
    Some(Unread { bytes, is_shared: is_shared(&path, Path::is_file) })
}

/// The bytes of a sidecar.
pub(super) fn bytes(sidecar: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    sidecar.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether there are articles in a file that by its name may be a sidecar: a list, or a text. Then it is none.
pub(super) fn holds_articles(bytes: &[u8], options: &ReadOptions) -> bool {
    bytes.len() as u64 > LARGEST
        || value(bytes, options).is_ok_and(|value| {
            Record::from_json(value)
                .map_or(true, |record| !matches!(record.text(Field::Text, &options.fields), Ok(None)))
        })
}

fn value(bytes: &[u8], options: &ReadOptions) -> Result<Value, String> {
    let text = super::decode::decode(bytes, options.encoding, None).map_err(|fault| fault.reason)?;
    serde_json::from_str(&text.text).map_err(|error| format!("broken JSON: {error}"))
}

/// The sidecar of a file; none where there is none.
pub(super) fn of(file: &mut FoundFile<'_>) -> Option<Result<Sidecar, Problem>> {
    let Unread { bytes, is_shared } = file.sidecar.take()?;
    let path = file.path.with_extension("json");
    let bytes = match bytes {
        Ok(bytes) if holds_articles(&bytes, file.options) => return None,
        Ok(bytes) => bytes,
        Err(error) => return Some(Err(Problem::new(path, error.to_string()))),
    };
    let record = value(&bytes, file.options)
        .and_then(|value| Record::from_json(value).map_err(|_| "a JSON object was expected".to_owned()));
    Some(match record {
        Ok(record) => Ok(Sidecar { path, record, is_shared }),
        Err(fault) => {
            let name = file.path.file_name().unwrap_or_default().to_string_lossy();
            Err(Problem::new(path, format!("no metadata for {name}: {fault}")))
        }
    })
}

impl Sidecar {
    /// Writes what the sidecar says over what the article says. Only one article can have its id.
    pub fn describe(&self, article: &mut RawArticle, fields: &FieldMap) -> Result<(), Problem> {
        let problem = |fault: String| Problem::new(&self.path, fault);
        if !self.is_shared
            && let Some(id) = self.record.id(fields).map_err(problem)?
        {
            let id = ArticleId::new(id);
            id.check().map_err(|error| problem(error.to_string()))?;
            article.id = id;
        }
        self.record.describe(article, fields).map_err(problem)
    }
}
