//! What a format is: how to add one stands in ARCHITECTURE.md.

use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use super::decode::{self, Undecodable};
use super::options::ReadOptions;
use super::record::Record;
use crate::article::RawArticle;
use crate::error::Problem;

/// One way in which articles are kept in a file.
pub(super) trait Format: Sync {
    /// The endings of its files' names, in small letters, without the stop.
    fn endings(&self) -> &'static [&'static str];

    /// Whether a file holds one article and nothing else. Such a file may have its metadata in a sidecar, and its time of
    /// change may be the article's.
    fn holds_one(&self) -> bool {
        false
    }

    /// Hands every article of a file to `found`, in order; what cannot be read goes there as a problem. Ends early when `found`
    /// says so.
    fn read(&self, file: FoundFile<'_>, found: &mut Found<'_>) -> ControlFlow<()>;
}

/// All formats. What is asked for by an ending that several have goes to the first.
pub(super) static FORMATS: &[&dyn Format] = &[
    &super::plain::Plain,
    #[cfg(feature = "html")]
    &super::html::Html,
    &super::jsonl::JsonLines,
    &super::json::Json,
    &super::csv::Table,
    &super::xml::Feed,
    #[cfg(feature = "docx")]
    &super::docx::Document,
    #[cfg(feature = "pdf")]
    &super::pdf::Pdf,
    #[cfg(feature = "mail")]
    &super::mail::Letter,
    #[cfg(feature = "mail")]
    &super::mail::Mailbox,
    #[cfg(feature = "warc")]
    &super::warc::Warc,
    #[cfg(feature = "archives")]
    &super::archive::Gzip,
    #[cfg(feature = "archives")]
    &super::archive::Zstd,
    #[cfg(feature = "archives")]
    &super::archive::Tar,
    #[cfg(feature = "archives")]
    &super::archive::Zip,
];

/// Endings that this build has no format for, and the feature that brings it.
const LEFT_OUT: &[(&[&str], &str)] = &[
    #[cfg(not(feature = "html"))]
    (&["html", "htm"], "html"),
    #[cfg(not(feature = "warc"))]
    (&["warc"], "warc"),
    #[cfg(not(feature = "archives"))]
    (&["gz", "tgz", "zst", "tzst", "tar", "zip"], "archives"),
    #[cfg(not(feature = "docx"))]
    (&["docx"], "docx"),
    #[cfg(not(feature = "pdf"))]
    (&["pdf"], "pdf"),
    #[cfg(not(feature = "mail"))]
    (&["eml", "mbox"], "mail"),
];

/// The endings of all formats, in their order.
pub(super) fn endings() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().flat_map(|format| format.endings().iter().copied())
}

/// The format of a file by the end of its name.
pub(super) fn format_of(path: &Path) -> Option<&'static dyn Format> {
    let ending = ending_of(path)?;
    FORMATS.iter().copied().find(|format| format.endings().contains(&ending.as_str()))
}

/// The feature that a build needs to read a file.
pub(super) fn missing_feature(path: &Path) -> Option<&'static str> {
    let ending = ending_of(path)?;
    LEFT_OUT.iter().find(|(left_out, _)| left_out.contains(&ending.as_str())).map(|(_, feature)| *feature)
}

fn ending_of(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_ascii_lowercase())
}

/// The most of a file that is read at once, in bytes: of what is larger, no reader makes one article.
pub(super) const LARGEST_WHOLE: u64 = 64 << 20;

/// The longest text of an article, in bytes of UTF-8: more than all novels. What is larger takes memory many times its size
/// when it is analysed.
pub(super) const LONGEST_ARTICLE: usize = 8 << 20;

/// A file to read: on disk, or within an archive.
pub(super) struct FoundFile<'a> {
    /// As it is shown: `news.zip/2024/a.csv` within an archive.
    pub path: &'a Path,
    /// What it is called, for its format: `news.jsonl` for `news.jsonl.gz`.
    pub name: PathBuf,
    /// The id of its article; of its articles together with their number.
    pub id: String,
    /// Its size in bytes, as far as that is known. What stands in an archive may lie about it.
    pub size: Option<u64>,
    /// When it was changed.
    pub modified: Option<SystemTime>,
    /// Where it lies on disk; none within an archive.
    pub on_disk: Option<&'a Path>,
    /// Whether it was named, rather than found in a folder or an archive.
    pub was_asked_for: bool,
    pub options: &'a ReadOptions,
    pub sidecar: Option<super::sidecar::Unread>,
    /// Where in archives it stands.
    #[cfg(feature = "archives")]
    pub within: Option<super::archive::Within<'a>>,
    /// The encoding of what was read as text.
    encoding: Option<&'static str>,
    bytes: Box<dyn BufRead + 'a>,
}

impl<'a> FoundFile<'a> {
    pub fn new(path: &'a Path, id: String, options: &'a ReadOptions, bytes: Box<dyn BufRead + 'a>) -> FoundFile<'a> {
        FoundFile {
            path,
            name: path.to_path_buf(),
            id,
            size: None,
            modified: None,
            on_disk: None,
            was_asked_for: false,
            options,
            sidecar: None,
            #[cfg(feature = "archives")]
            within: None,
            encoding: None,
            bytes,
        }
    }

    /// Whether its name has this ending, in small or capital letters.
    pub fn has_ending(&self, ending: &str) -> bool {
        self.name.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending))
    }

    /// The bytes as they come, to be used up; nothing is left in the file.
    pub fn take_reader(&mut self) -> Box<dyn BufRead + 'a> {
        std::mem::replace(&mut self.bytes, Box::new(io::empty()))
    }

    /// All bytes, if they are not too many.
    pub fn bytes(&mut self) -> Result<Vec<u8>, Problem> {
        let too_large = format!("larger than {} MB: not one article", LARGEST_WHOLE >> 20);
        if self.size.is_some_and(|size| size > LARGEST_WHOLE) {
            return Err(self.problem(too_large));
        }
        let mut bytes = Vec::new();
        let read = self.bytes.by_ref().take(LARGEST_WHOLE + 1).read_to_end(&mut bytes);
        read.map_err(|error| self.failed(&error))?;
        if bytes.len() as u64 > LARGEST_WHOLE { Err(self.problem(too_large)) } else { Ok(bytes) }
    }

    /// All of it as text.
    pub fn text(&mut self) -> Result<String, Problem> {
        self.text_declared(None)
    }

    /// All of it as text, in the encoding of this name if that can be true and none was forced.
    pub fn text_declared(&mut self, charset: Option<&str>) -> Result<String, Problem> {
        let bytes = self.bytes()?;
        self.decode(&bytes, charset)
    }

    /// Bytes of the file as text.
    pub fn decode(&mut self, bytes: &[u8], declared: Option<&str>) -> Result<String, Problem> {
        let decoded =
            decode::decode(bytes, self.options.encoding, declared).map_err(|fault| self.undecodable(fault))?;
        self.encoding = Some(decoded.charset.name());
        Ok(decoded.text.into_owned())
    }

    /// Bytes of HTML or XML as text: in the encoding that the envelope declares, else in the one that they declare themselves, if
    /// that can be true.
    pub fn decode_markup(&mut self, bytes: &[u8], envelope: Option<&str>) -> Result<String, Problem> {
        let envelope = envelope.filter(|name| decode::Charset::named(name).is_some()).map(str::to_owned);
        let declared = envelope.or_else(|| decode::declared_in(bytes));
        self.decode(bytes, declared.as_deref())
    }

    /// All of it as text that is read as it goes, in UTF-8. In a file that is in UTF-8 broken bytes stay, for the format to
    /// refuse the records they are in; in another encoding reading fails at them.
    pub fn text_reader(&mut self) -> Result<Box<dyn BufRead + 'a>, Problem> {
        let bytes = self.take_reader();
        let opened = decode::text_reader(bytes, self.options.encoding, None).map_err(|error| self.failed(&error))?;
        let (reader, charset) = opened.map_err(|fault| self.undecodable(fault))?;
        self.encoding = Some(charset.name());
        Ok(reader)
    }

    /// The one article of the file.
    pub fn article(&self, text: impl Into<String>) -> RawArticle {
        self.placed(RawArticle::new(self.id.as_str(), text))
    }

    /// The article of a record, the `number`th of the file from 1: a line, a row, an item. None for one that is alone.
    pub fn article_of(&self, record: &Record, number: impl Into<Option<u64>>) -> Result<RawArticle, String> {
        let article = record.article(&self.options.fields, || match number.into() {
            Some(number) => format!("{}#{number}", self.id),
            None => self.id.clone(),
        })?;
        Ok(self.placed(article))
    }

    fn placed(&self, mut article: RawArticle) -> RawArticle {
        article.path = Some(self.path.to_path_buf());
        article.encoding = self.encoding;
        article
    }

    /// A problem with the file.
    pub fn problem(&self, reason: impl Into<String>) -> Problem {
        Problem::new(self.path, reason)
    }

    /// Passes over a file that holds something else than articles, as its ending alone does not tell; where it was asked for, that
    /// is a problem.
    pub fn pass_over(&self, reason: impl Into<String>, found: &mut Found<'_>) -> ControlFlow<()> {
        if self.was_asked_for {
            return found.problem(self.problem(reason));
        }
        found.pass_over();
        ControlFlow::Continue(())
    }

    /// A failure to read it.
    pub fn failed(&self, error: &io::Error) -> Problem {
        self.problem(error.to_string())
    }

    fn undecodable(&self, Undecodable { line, reason }: Undecodable) -> Problem {
        self.problem(reason).at_line(line)
    }
}

/// Where what is read goes.
pub(super) struct Found<'a> {
    take: &'a mut dyn FnMut(Result<RawArticle, Problem>) -> ControlFlow<()>,
    passed_over: &'a AtomicUsize,
}

impl<'a> Found<'a> {
    pub fn new(
        take: &'a mut dyn FnMut(Result<RawArticle, Problem>) -> ControlFlow<()>,
        passed_over: &'a AtomicUsize,
    ) -> Found<'a> {
        Found { take, passed_over }
    }

    /// Takes an article, if it has a text of bearable length and an id that can be kept. Break says that no more is wanted.
    pub fn article(&mut self, article: RawArticle) -> ControlFlow<()> {
        let fault = if article.text.len() > LONGEST_ARTICLE {
            Some(format!("its text is longer than {} MB: not one article", LONGEST_ARTICLE >> 20))
        } else if article.text.trim().is_empty() {
            Some("the article is empty".to_owned())
        } else {
            article.id.check().err().map(|error| error.to_string())
        };
        match fault {
            None => (self.take)(Ok(article)),
            Some(fault) => {
                let path = article.path.as_deref().unwrap_or(Path::new("(memory)"));
                self.problem(Problem::new(path, fault).at_line(article.line))
            }
        }
    }

    /// Takes what could not be read. Break says that no more is wanted.
    pub fn problem(&mut self, problem: Problem) -> ControlFlow<()> {
        (self.take)(Err(problem))
    }

    /// Takes an article or a problem.
    pub fn take(&mut self, found: Result<RawArticle, Problem>) -> ControlFlow<()> {
        match found {
            Ok(article) => self.article(article),
            Err(problem) => self.problem(problem),
        }
    }

    /// Counts a file that no format reads.
    pub fn pass_over(&mut self) {
        self.passed_over.fetch_add(1, Ordering::Relaxed);
    }

    /// The same place, with every article seen by `change` first.
    pub fn through(
        &mut self,
        change: &mut dyn FnMut(&mut RawArticle),
        read: impl FnOnce(&mut Found<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let take = &mut *self.take;
        let mut changed = |mut found: Result<RawArticle, Problem>| {
            if let Ok(article) = &mut found {
                change(article);
            }
            take(found)
        };
        read(&mut Found { take: &mut changed, passed_over: self.passed_over })
    }
}
