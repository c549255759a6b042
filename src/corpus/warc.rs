//! The web pages in an archive of the web: <https://iipc.github.io/warc-specifications/>.
//!
//! Read as it goes, a record at a time. In a `.warc.gz` every record is a member of its own; the members follow one another.

mod http;

use std::collections::HashMap;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

use super::format::{Format, Found, FoundFile, LARGEST_WHOLE};
use super::html::read_page;
use crate::article::RawArticle;
use crate::error::Problem;
use http::Response;

/// The longest line in the head of a record, in bytes.
const LONGEST_LINE: u64 = 64 << 10;
/// The most lines in the head of a record.
const MOST_LINES: usize = 1_000;

/// A `.warc` file, or one of its texts, `.wet`.
pub(super) struct Warc;

impl Format for Warc {
    fn endings(&self) -> &'static [&'static str] {
        &["warc", "wet"]
    }

    fn read(&self, mut file: FoundFile<'_>, found: &mut Found<'_>) -> ControlFlow<()> {
        let mut records = Records { bytes: file.take_reader(), at: 0 };
        for number in 1.. {
            let start = records.at;
            let path = file.path;
            let problem = |reason: String| Problem::new(path, format!("the record at byte {start}: {reason}"));
            let head = match records.head() {
                Ok(None) => break,
                Ok(Some(Ok(head))) => head,
                Ok(Some(Err(reason))) => {
                    found.problem(problem(format!("{reason}; read on from the next record")))?;
                    match records.find_next() {
                        Ok(()) => continue,
                        Err(error) => return found.problem(problem(error.to_string())),
                    }
                }
                Err(error) => return found.problem(problem(error.to_string())),
            };
            let body = match records.body(&head) {
                Ok(body) => body,
                Err(error) => return found.problem(problem(format!("{error}; the file ends here"))),
            };
            let body = match body {
                Body::PassedOver => continue,
                Body::TooLarge => {
                    found.problem(problem(format!("larger than {} MB: not one article", LARGEST_WHOLE >> 20)))?;
                    continue;
                }
                Body::Read(body) => body,
            };
            if let Some(article) = article(&head, body, number, &mut file) {
                found.take(article.map_err(|fault| problem(fault.reason)))?;
            }
        }
        ControlFlow::Continue(())
    }
}

/// The fields in the head of a record, by their names in small letters.
type Head = HashMap<String, String>;

/// The article of a record; none where it holds something else.
fn article(head: &Head, body: Vec<u8>, number: u64, file: &mut FoundFile<'_>) -> Option<Result<RawArticle, Problem>> {
    let text_of = |name: &str| head.get(name).map(String::as_str);
    let read = match text_of("warc-type")? {
        "response" => match Response::parse(&body)? {
            response if response.is_page() => match response.body() {
                Ok(page) => read_page(&page, response.charset(), file),
                Err(reason) => Err(file.problem(reason)),
            },
            _ => return None,
        },
        "resource" if is_page(text_of("content-type")?) => {
            read_page(&body, http::charset(text_of("content-type")?), file)
        }
        "conversion" if text_of("content-type")?.starts_with("text/plain") => {
            file.decode(&body, http::charset(text_of("content-type")?)).map(|text| file.article(text))
        }
        _ => return None,
    };
    let url = text_of("warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
    Some(match read {
        Ok(mut article) => {
            article.id = format!("{}#{number}", file.id).into();
            article.metadata.url = article.metadata.url.or(url);
            article.metadata.crawled = text_of("warc-date").map(str::to_owned);
            Ok(article)
        }
        Err(fault) => Err(file.problem(format!("{}: {}", url.unwrap_or_default(), fault.reason))),
    })
}

/// Whether a kind of content is a web page.
fn is_page(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim();
    ["text/html", "application/xhtml+xml"].iter().any(|page| kind.eq_ignore_ascii_case(page))
}

/// The records of a file.
struct Records<'a> {
    bytes: Box<dyn BufRead + 'a>,
    /// How many bytes were read.
    at: u64,
}

/// What was made of the body of a record.
enum Body {
    Read(Vec<u8>),
    PassedOver,
    TooLarge,
}

impl Records<'_> {
    /// The head of the next record; none at the end, a fault where no record begins.
    fn head(&mut self) -> io::Result<Option<Result<Head, String>>> {
        let mut line = Vec::new();
        while line.trim_ascii().is_empty() {
            if self.line(&mut line)? == 0 {
                return Ok(None);
            }
        }
        if !line.starts_with(b"WARC/") {
            return Ok(Some(Err("no record begins here".to_owned())));
        }
        let mut head = Head::new();
        for _ in 0..MOST_LINES {
            if self.line(&mut line)? == 0 {
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file ends within its head"));
            }
            let text = String::from_utf8_lossy(line.trim_ascii());
            if text.is_empty() {
                return Ok(Some(if head.contains_key("content-length") {
                    Ok(head)
                } else {
                    Err("it does not say how long it is".to_owned())
                }));
            }
            if let Some((name, value)) = text.split_once(':') {
                head.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned());
            }
        }
        Ok(Some(Err(format!("more than {MOST_LINES} lines in its head"))))
    }

    /// The body behind a head, whole or passed over.
    fn body(&mut self, head: &Head) -> io::Result<Body> {
        let length = head.get("content-length").and_then(|length| length.parse().ok());
        let Some(length) = length else {
            return Ok(Body::PassedOver); // No record begins behind it then: the next head says so.
        };
        let is_wanted =
            head.get("warc-type").is_some_and(|kind| matches!(kind.as_str(), "response" | "resource" | "conversion"));
        if is_wanted && length <= LARGEST_WHOLE {
            let mut body = Vec::new();
            self.bytes.by_ref().take(length).read_to_end(&mut body)?;
            self.at += body.len() as u64;
            return if body.len() as u64 == length { Ok(Body::Read(body)) } else { Err(cut_off()) };
        }
        let passed = io::copy(&mut self.bytes.by_ref().take(length), &mut io::sink())?;
        self.at += passed;
        match (passed == length, is_wanted) {
            (false, _) => Err(cut_off()),
            (true, true) => Ok(Body::TooLarge),
            (true, false) => Ok(Body::PassedOver),
        }
    }

    /// Passes over bytes until a record begins.
    fn find_next(&mut self) -> io::Result<()> {
        let mut line = Vec::new();
        loop {
            let ahead = self.bytes.fill_buf()?;
            if ahead.is_empty() || ahead.starts_with(b"WARC/1.") {
                return Ok(());
            }
            self.line(&mut line)?;
        }
    }

    /// Reads a line, or a piece of one that is too long.
    fn line(&mut self, line: &mut Vec<u8>) -> io::Result<usize> {
        line.clear();
        let length = self.bytes.by_ref().take(LONGEST_LINE).read_until(b'\n', line)?;
        self.at += length as u64;
        Ok(length)
    }
}

fn cut_off() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "it is cut off")
}

#[cfg(test)]
mod tests;
