//! Many articles in a file, a JSON object a line.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::Deserialize;

use crate::article::RawArticle;
use crate::error::Problem;

/// The fields that are read; others are passed over.
#[derive(Deserialize)]
struct Record {
    id: Option<Name>,
    title: Option<String>,
    text: Option<String>,
    date: Option<Name>,
    city: Option<OneOrMany>,
    cities: Option<OneOrMany>,
    url: Option<String>,
    source: Option<String>,
    language: Option<String>,
}

/// A word or a number: ids and years are written both ways.
#[derive(Deserialize)]
#[serde(untagged)]
enum Name {
    Text(String),
    Number(i64),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// The articles of a `.jsonl` file, line by line; an article without an `id` is named after the file and its line.
///
/// Bytes are added to `bytes_read` as they are read.
pub(super) fn read(path: &Path, id: String, bytes_read: Arc<AtomicU64>) -> Result<JsonLines, Problem> {
    let file = File::open(path).map_err(|error| Problem::new(path, error.to_string()))?;
    Ok(JsonLines {
        path: path.to_path_buf(),
        id,
        lines: Some(BufReader::with_capacity(1 << 18, file)),
        line: 0,
        bytes: Vec::new(),
        bytes_read,
    })
}

/// The iterator behind [`read`].
pub(super) struct JsonLines {
    path: PathBuf,
    id: String,
    /// None after an error of reading.
    lines: Option<BufReader<File>>,
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
        let record: Record = serde_json::from_str(line).map_err(|error| {
            let error = error.to_string();
            format!("not an article: {}", error.split(" at line ").next().unwrap_or(&error))
        })?;
        let text = record.text.filter(|text| !text.trim().is_empty());
        let text = text.ok_or("the article is empty: `text` is missing or blank")?;
        let id = record.id.map_or_else(|| format!("{}#{}", self.id, self.line), Name::into_text);
        let mut article = RawArticle::new(id, text);
        let some = |value: Option<String>| value.filter(|value| !value.trim().is_empty());
        let cities = [record.city, record.cities].into_iter().flatten().flat_map(OneOrMany::into_vec);
        for city in cities {
            if !article.metadata.cities.contains(&city) {
                article.metadata.cities.push(city);
            }
        }
        article.metadata.title = some(record.title);
        article.metadata.date = some(record.date.map(Name::into_text));
        article.metadata.url = some(record.url);
        article.metadata.source = some(record.source);
        article.metadata.language = some(record.language);
        article.path = Some(self.path.clone());
        Ok(article)
    }
}

impl Name {
    fn into_text(self) -> String {
        match self {
            Name::Text(text) => text,
            Name::Number(number) => number.to_string(),
        }
    }
}

impl OneOrMany {
    fn into_vec(self) -> Vec<String> {
        match self {
            OneOrMany::One(one) => vec![one],
            OneOrMany::Many(many) => many,
        }
    }
}
