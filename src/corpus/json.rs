//! JSON that is no sidecar: one article, a list of them, or an object around such a list.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;

use serde::Deserializer as _;
use serde::de::{SeqAccess, Visitor};
use serde_json::{Deserializer, Value};

use super::fields::Field;
use super::format::{Format, Found, FoundFile};
use super::record::Record;
use crate::error::Problem;

/// The longest value that is read at once, in bytes: an article of a list, or a whole object.
const LONGEST: u64 = 64 << 20;

/// How many values may stand in one that is read at once, told by what parts them: each takes up to a hundred bytes of memory.
const MOST_VALUES: usize = 2_000_000;

/// How many values stand in a piece of JSON at most. The commas of its texts count too.
fn values(json: &[u8]) -> usize {
    json.iter().filter(|byte| matches!(byte, b',' | b'[' | b'{')).count()
}

/// What is wrong with a piece of JSON that has too many values.
pub(super) fn crowded(json: &[u8]) -> Option<String> {
    (json.len() > MOST_VALUES && values(json) > MOST_VALUES).then(too_many_values)
}

fn too_many_values() -> String {
    format!("more than {MOST_VALUES} values in one: not one article")
}

/// How many faults of records that may be no articles at all are kept.
const MOST_HELD: usize = 1_000;

/// A `.json` file. An article of several without an `id` is named after the file and its number in it, from 1.
pub(super) struct Json;

impl Format for Json {
    fn endings(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn read(&self, mut file: FoundFile<'_>, found: &mut Found<'_>) -> ControlFlow<()> {
        let mut text = match file.text_reader() {
            Ok(text) => text,
            Err(problem) => return found.problem(problem),
        };
        let left = Cell::new(RATION);
        let before = match skip_blanks(&mut *text) {
            Ok(before) => before,
            Err(error) => return found.problem(file.failed(&error)),
        };
        let is_list = text.fill_buf().is_ok_and(|bytes| bytes.first() == Some(&b'['));
        let reader = BufReader::new(Rationed { text, left: &left });
        let mut items = Items {
            file: &file,
            found,
            left: &left,
            number: 0,
            has_articles: file.was_asked_for,
            held: Vec::new(),
            not_held: 0,
            end: None,
        };
        let mut json = Deserializer::from_reader(reader);
        let read = if is_list {
            json.deserialize_seq(&mut items).and_then(|()| if items.end.is_some() { Ok(()) } else { json.end() })
        } else {
            items.objects(json.into_iter())
        };
        match read {
            _ if items.end.is_some() => items.end.unwrap_or(ControlFlow::Continue(())),
            Ok(()) => {
                items.finish();
                ControlFlow::Continue(())
            }
            Err(error) => {
                let problem = fault(&error, before, &file);
                found.problem(problem)
            }
        }
    }
}

/// Takes the byte order mark and the blanks in front of a text away and counts its line feeds.
fn skip_blanks(text: &mut dyn BufRead) -> io::Result<u64> {
    let mut lines = 0;
    loop {
        let bytes = text.fill_buf()?;
        let blank =
            bytes.iter().take_while(|byte| byte.is_ascii_whitespace() || b"\xef\xbb\xbf".contains(byte)).count();
        lines += bytes[..blank].iter().filter(|byte| **byte == b'\n').count() as u64;
        let is_over = blank < bytes.len() || bytes.is_empty();
        text.consume(blank);
        if is_over {
            return Ok(lines);
        }
    }
}

/// What is wrong with the JSON of a file that `before` lines stand in front of.
fn fault(error: &serde_json::Error, before: u64, file: &FoundFile<'_>) -> Problem {
    let line = Some(error.line() as u64 + before).filter(|_| error.line() > 0);
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or(&said);
    let reason = match said {
        _ if error.is_io() => format!("{said}; the rest was not read"),
        "EOF while parsing a value" if error.line() + error.column() <= 1 => "the file is empty".to_owned(),
        "recursion limit exceeded" => {
            "its values stand more than 128 deep in one another; the rest was not read".to_owned()
        }
        _ => format!("broken JSON in column {}: {said}; the rest was not read", error.column()),
    };
    file.problem(reason).at_line(line)
}

/// What is left for one value: bytes, and values in it.
type Ration = (u64, usize);
const RATION: Ration = (LONGEST, MOST_VALUES);

/// Text that ends in an error where a single value takes too much of it.
struct Rationed<'a, R> {
    text: R,
    left: &'a Cell<Ration>,
}

impl<R: Read> Read for Rationed<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.text.read(into)?;
        let (bytes_left, values_left) = self.left.get();
        let too_long = || io::Error::other(format!("a value longer than {} MB: not one article", LONGEST >> 20));
        let bytes_left = bytes_left.checked_sub(length as u64).ok_or_else(too_long)?;
        let values_left = values_left.checked_sub(values(&into[..length]));
        self.left.set((bytes_left, values_left.ok_or_else(|| io::Error::other(too_many_values()))?));
        Ok(length)
    }
}

/// Takes the articles as they are read.
struct Items<'a, 'f, 'o> {
    file: &'a FoundFile<'f>,
    found: &'a mut Found<'o>,
    left: &'a Cell<Ration>,
    /// Of the last article.
    number: u64,
    /// Whether the file was asked for, or a record of it was like an article: only then its faults are said.
    has_articles: bool,
    /// The faults of the records in front of the first one that is like an article.
    held: Vec<String>,
    /// How many more there are.
    not_held: u64,
    /// How reading goes on behind the file, where the rest of the file is not wanted.
    end: Option<ControlFlow<()>>,
}

impl Items<'_, '_, '_> {
    /// Takes an article of several.
    fn item(&mut self, value: Value) -> ControlFlow<()> {
        self.left.set(RATION);
        self.number += 1;
        self.record(Record::from_json(value), Some(self.number))
    }

    /// Takes an article: the `number`th of several, or the one of the file.
    fn record(&mut self, record: Result<Record, String>, number: Option<u64>) -> ControlFlow<()> {
        let is_like = record.as_ref().is_ok_and(|record| record.is_like_an_article(&self.file.options.fields));
        let article = record.and_then(|record| self.file.article_of(&record, number));
        let article = article.map_err(|fault| match number {
            Some(number) => format!("article {number}: {fault}"),
            None => fault,
        });
        self.has_articles |= is_like || article.is_ok();
        match article {
            Err(_) if !self.has_articles && self.held.len() == MOST_HELD => self.not_held += 1,
            Err(fault) if !self.has_articles => self.held.push(fault),
            article => {
                std::mem::take(&mut self.held).into_iter().try_for_each(|fault| self.take(Err(fault)))?;
                if self.not_held > 0 {
                    let fault =
                        format!("{} more records in front of article {} are no articles", self.not_held, self.number);
                    self.not_held = 0;
                    self.take(Err(fault))?;
                }
                return self.take(article);
            }
        }
        ControlFlow::Continue(())
    }

    fn take(&mut self, article: Result<crate::article::RawArticle, String>) -> ControlFlow<()> {
        let taken = self.found.take(article.map_err(|fault| self.file.problem(fault)));
        if taken.is_break() {
            self.end = Some(taken);
        }
        taken
    }

    /// Passes over a file of which no record was like an article: it holds something else.
    fn finish(&mut self) {
        if !self.held.is_empty() {
            self.found.pass_over();
        }
    }

    /// Takes what is in one object; of several in a row, as lines have them, each is an article.
    fn objects<R: serde_json::de::Read<'static>>(
        &mut self,
        mut values: serde_json::StreamDeserializer<'static, R, Value>,
    ) -> Result<(), serde_json::Error> {
        let Some(first) = values.next().transpose()? else {
            let _ = self.take(Err("the file is empty".to_owned()));
            return Ok(());
        };
        self.left.set(RATION);
        let Some(second) = values.next() else {
            let _ = self.object(first);
            return Ok(());
        };
        for value in [Ok(first), second].into_iter().chain(values) {
            if self.item(value?).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Takes the one article that an object is, or the articles that it holds.
    fn object(&mut self, value: Value) -> ControlFlow<()> {
        let fields = &self.file.options.fields;
        let mut record = match Record::from_json(value) {
            Ok(record) => record,
            fault => return self.record(fault, None),
        };
        if record.has(Field::Text, fields) {
            return self.record(Ok(record), None);
        }
        let (is_like, is_long) = (record.is_like_an_article(fields), record.has_a_long_text());
        // Pictures of an article are records as well: the more the object is an article itself, the more those of the list must be.
        let is_wanted = |item: &Value| {
            Record::from_json(item.clone()).is_ok_and(|item| match (is_long, is_like) {
                (true, _) => item.has(Field::Text, fields) && item.has(Field::Title, fields),
                (false, true) => item.has(Field::Text, fields) || item.has_a_long_text(),
                (false, false) => self.has_articles || item.is_like_an_article(fields),
            })
        };
        let mut lists: Vec<_> = record.lists().into_iter().filter(|(_, list)| list.iter().any(is_wanted)).collect();
        match &mut lists[..] {
            [] if !is_long && self.file.on_disk.is_none() => {
                // In an archive that is read as it goes, this may be what is known about an article beside it.
                self.found.pass_over();
                ControlFlow::Continue(())
            }
            [] => self.record(Ok(record), None),
            [(_, list)] => std::mem::take(*list).into_iter().try_for_each(|item| self.item(item)),
            lists => {
                let names: Vec<&str> = lists.iter().map(|(name, _)| name.as_str()).collect();
                let fault =
                    format!("which list has the articles cannot be told: {}; keep that list alone", names.join(", "));
                self.take(Err(fault))
            }
        }
    }
}

impl<'de> Visitor<'de> for &mut Items<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of articles")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(value) = list.next_element()? {
            if self.item(value).is_break() {
                break;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Outcome, read_one};

    #[track_caller]
    fn check(json: &str, articles: &[&str], problems: &[&str]) {
        let Outcome { articles: found, problems: faults } = read_one("a.json", json.as_bytes());
        let found: Vec<String> = found
            .iter()
            .map(|article| {
                let title = article.metadata.title.as_deref().unwrap_or("-");
                format!("{}|{title}|{}", article.id, article.text)
            })
            .collect();
        assert_eq!(found, articles, "{json}");
        assert_eq!(faults, problems, "{json}");
    }

    #[test]
    fn one_article_a_list_an_object_around_a_list() {
        check("\u{feff} {\"headline\": \"Мост\", \"text\": \"а\"}\n", &["a.json|Мост|а"], &[]);
        check(r#"{"id": 5, "text": "а", "photos": [{"text": "б"}]}"#, &["5|-|а"], &[]);
        check(r#"[{"text": "а"}, {"id": "б", "text": "в"}]"#, &["a.json#1|-|а", "б|-|в"], &[]);
        check(r#"{"total": 2, "articles": [{"text": "а"}, {"text": "б"}]}"#, &["a.json#1|-|а", "a.json#2|-|б"], &[]);
        let wrapped = r#"{"response": {"status": {"code": 0}, "docs": [{"text": "а"}, {"text": "б"}]}}"#;
        check(wrapped, &["a.json#1|-|а", "a.json#2|-|б"], &[]);
        // Lines by another name.
        check("{\"text\": \"а\"}\n{\"text\": \"б\"}\n", &["a.json#1|-|а", "a.json#2|-|б"], &[]);
        check("[]", &[], &[]);
    }

    #[test]
    fn a_fault_is_named_and_the_rest_is_read() {
        check(
            r#"[{"text": "а", "title": [1]}, 5, {"text": "б"}]"#,
            &["a.json#3|-|б"],
            &["article 1: `title` is not a text", "article 2: not an article: a JSON object was expected"],
        );
        check(
            "\n[{\"text\": \"а\"},\n{\"text\": }]",
            &["a.json#1|-|а"],
            &["3: broken JSON in column 10: expected value; the rest was not read"],
        );
        check(
            "[{\"text\": \"а\"}] x",
            &["a.json#1|-|а"],
            &["1: broken JSON in column 18: trailing characters; the rest was not read"],
        );
        check(
            r#"{"a": [{"text": "а"}], "b": [{"text": "б"}]}"#,
            &[],
            &["which list has the articles cannot be told: a, b; keep that list alone"],
        );
        check(" \n", &[], &["the file is empty"]);
    }

    #[test]
    fn what_is_kept_as_json_beside_articles_is_passed_over() {
        for json in [
            "5",
            "[1, 2]",
            r#"{"a.txt": {"title": "Мост"}}"#,
            r#"{"name": "site", "tags": ["a"]}"#,
            r#"[{"x": 1}, {"x": 2}]"#,
            r#"[{"id": 1, "label": "a"}, {"id": 2, "label": "b"}]"#,
            r#"{"rules": [{"x": 1}], "paths": [{"url": "a"}]}"#,
        ] {
            check(json, &[], &[]);
        }
    }

    #[test]
    fn one_record_that_is_like_an_article_makes_the_file_one_of_articles() {
        check(
            r#"[{"version": 1}, {"text": "а"}, {"text": "б"}]"#,
            &["a.json#2|-|а", "a.json#3|-|б"],
            &["article 1: the article is empty: `text` is missing or blank"],
        );
        let many = "{\"x\": 1}\n".repeat(1_002) + "{\"text\": \"а\"}";
        let Outcome { articles, problems } = read_one("a.json", many.as_bytes());
        assert_eq!((articles.len(), problems.len()), (1, 1_001));
        assert_eq!(problems[1_000], "2 more records in front of article 1003 are no articles");
    }

    #[test]
    fn pictures_of_an_article_are_no_articles() {
        let long = "Мост. ".repeat(50);
        let fault = "the article is empty: `text` is missing or blank; if `story` is it, say so: --field text=story";
        check(&format!("{{\"story\": \"{long}\"}}"), &[], &[fault]);
        let photos = r#""photos": [{"src": "a.jpg"}]"#;
        check(&format!("{{\"title\": \"Мост\", \"story\": \"{long}\", {photos}}}"), &[], &[fault]);
        // A feed has a title too, and its list the texts.
        let items = r#""items": [{"title": "Мост", "content": "а"}]"#;
        check(&format!("{{\"title\": \"Вестник\", {photos}, {items}}}"), &["a.json#1|Мост|а"], &[]);
        check(&format!("{{\"about\": \"{long}\", {items}}}"), &["a.json#1|Мост|а"], &[]);
    }

    #[test]
    fn deep_json_is_refused() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let json = open.repeat(100_000) + "1" + &close.repeat(100_000);
            check(&json, &[], &["1: its values stand more than 128 deep in one another; the rest was not read"]);
        }
    }
}
