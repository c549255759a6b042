//! Many articles in a file, a JSON object a line.

use std::fs::File;
use std::io::{BufRead, BufReader, Cursor};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Map, Value};

use super::decode::{is_utf8, read_text};
use crate::article::{ArticleId, RawArticle};
use crate::error::Problem;

/// How much of a file tells its encoding, in bytes.
const HEAD: usize = 64 * 1024;

/// The articles of a `.jsonl` file, line by line; an article without an `id` is named after the file and its line.
///
/// A file in UTF-8 is read as it goes, any other is decoded whole first. Bytes are added to `bytes_read` as they are read.
pub(super) fn read(path: &Path, id: String, bytes_read: Arc<AtomicU64>) -> Result<JsonLines, Problem> {
    let problem = |error: std::io::Error| Problem::new(path, error.to_string());
    let mut file = BufReader::with_capacity(HEAD, File::open(path).map_err(problem)?);
    let lines: Lines = if is_utf8(file.fill_buf().map_err(problem)?) {
        Box::new(file)
    } else {
        Box::new(Cursor::new(read_text(path)?))
    };
    Ok(JsonLines { path: path.to_path_buf(), id, lines: Some(lines), line: 0, bytes: Vec::new(), bytes_read })
}

type Lines = Box<dyn BufRead + Send>;

/// The iterator behind [`read`].
pub(super) struct JsonLines {
    path: PathBuf,
    id: String,
    /// None after an error of reading.
    lines: Option<Lines>,
    line: u64,
    bytes: Vec<u8>,
    bytes_read: Arc<AtomicU64>,
}

impl Iterator for JsonLines {
    type Item = Result<RawArticle, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            self.bytes.clear();
            self.line += 1;
            match self.lines.as_mut()?.read_until(b'\n', &mut self.bytes) {
                Ok(0) => return None,
                Ok(length) => {
                    self.bytes_read.fetch_add(length as u64, Ordering::Relaxed);
                }
                Err(error) => {
                    // A disk that fails once may fail for ever: the file ends here.
                    self.lines = None;
                    return Some(Err(Problem::new(&self.path, error.to_string()).at_line(self.line)));
                }
            }
            let line = self.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.bytes).trim_ascii();
            if !line.is_empty() {
                return Some(self.article(line).map_err(|reason| Problem::new(&self.path, reason).at_line(self.line)));
            }
        }
    }
}

impl JsonLines {
    fn article(&self, line: &[u8]) -> Result<RawArticle, String> {
        let line =
            std::str::from_utf8(line).map_err(|error| format!("broken UTF-8 at byte {}", error.valid_up_to()))?;
        let value = serde_json::from_str(line).map_err(|error| {
            let error = error.to_string();
            format!("broken JSON: {}", error.split(" at line ").next().unwrap_or(&error))
        })?;
        let Value::Object(mut record) = value else { return Err("not an article: a JSON object was expected".into()) };
        let text = text_of(&mut record, "text")?.ok_or("the article is empty: `text` is missing or blank")?;
        let id = text_of(&mut record, "id")?.unwrap_or_else(|| format!("{}#{}", self.id, self.line));
        let id = ArticleId::new(id);
        id.check().map_err(|error| error.to_string())?;
        let mut article = RawArticle::new(id, text);
        article.metadata.title = text_of(&mut record, "title")?;
        article.metadata.date = text_of(&mut record, "date")?;
        article.metadata.url = text_of(&mut record, "url")?;
        article.metadata.source = text_of(&mut record, "source")?;
        article.metadata.language = text_of(&mut record, "language")?;
        for city in [texts_of(&mut record, "city")?, texts_of(&mut record, "cities")?].concat() {
            if !article.metadata.cities.contains(&city) {
                article.metadata.cities.push(city);
            }
        }
        article.path = Some(self.path.clone());
        article.line = Some(self.line);
        Ok(article)
    }
}

/// The words of a field; none where it is missing, null or blank. Ids and years are written as numbers too.
fn text_of(record: &mut Map<String, Value>, field: &str) -> Result<Option<String>, String> {
    match record.remove(field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text).filter(|text| !text.trim().is_empty())),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(_) => Err(format!("`{field}` is not a text")),
    }
}

/// The texts of a field that holds one or a list of them.
fn texts_of(record: &mut Map<String, Value>, field: &str) -> Result<Vec<String>, String> {
    match record.remove(field) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::String(text)) => Ok(vec![text].into_iter().filter(|text| !text.trim().is_empty()).collect()),
        Some(Value::Array(values)) => {
            let texts = values.into_iter().map(|value| match value {
                Value::String(text) => Ok(text),
                _ => Err(format!("`{field}` is not a name or a list of names")),
            });
            texts.collect()
        }
        Some(_) => Err(format!("`{field}` is not a name or a list of names")),
    }
}
