//! An article as it was found ([`RawArticle`]) and as it was understood ([`Article`]).

mod date;
mod published;

use std::fmt;
use std::path::PathBuf;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::language::Language;

pub use date::PartialDate;
pub use published::{DateSource, PublicationDate, TimeOfDay, UtcOffset};

/// The longest id, in bytes.
const LONGEST_ID: usize = 1_000;

/// What names an article for good: the `id` of its record, else its path relative to the folder that was indexed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleId(String);

impl ArticleId {
    /// An id of these letters.
    pub fn new(id: impl Into<String>) -> ArticleId {
        ArticleId(id.into())
    }

    /// Refuses an id that is blank or so long that the index could not hold it.
    pub(crate) fn check(&self) -> Result<(), Error> {
        match self.0.trim() {
            "" => Err(Error::Invalid("the id is blank".to_owned())),
            _ if self.0.len() > LONGEST_ID => Err(Error::Invalid(format!(
                "the id is longer than {LONGEST_ID} bytes: {}…",
                self.0.chars().take(40).collect::<String>()
            ))),
            _ => Ok(()),
        }
    }

    /// The letters of the id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for ArticleId {
    fn from(id: T) -> ArticleId {
        ArticleId(id.into())
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the keeper of an article says about it, as far as he does. It is believed before anything that the text says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metadata {
    /// The headline.
    pub title: Option<String>,
    /// The date of publication, as written.
    pub date: Option<String>,
    /// The cities it is about, the main one first, as written.
    pub cities: Vec<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// The code of its language.
    pub language: Option<String>,
    /// When a crawler took it, as written: it was published before.
    pub crawled: Option<String>,
}

/// An article as it was found.
///
/// # Example
/// ```
/// use izdeu::RawArticle;
///
/// let article = RawArticle::new("desk/17", "В Кокшетау открыли школу.")
///     .title("Новая школа")
///     .date("2026-09-01")
///     .url("https://news.example.kz/17");
/// assert_eq!(article.metadata.title.as_deref(), Some("Новая школа"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RawArticle {
    /// What names it.
    pub id: ArticleId,
    /// Its text with whatever the scrape took along.
    pub text: String,
    /// What is known beside the text.
    pub metadata: Metadata,
    /// The file it was read from, none for one from memory.
    pub path: Option<PathBuf>,
    /// The line of the file that it stands in, from 1, where a line is an article.
    pub line: Option<u64>,
    /// Hashes of lines that other articles of its source have too, in order, each with how many of a hundred have it.
    pub(crate) repeated_lines: Vec<(u64, u8)>,
    /// When its file was changed, none for one from memory and where a file holds many articles. It is no part of the
    /// fingerprint.
    pub modified: Option<SystemTime>,
    /// The name of the encoding that its file is kept in, none where it was not read as text.
    pub encoding: Option<&'static str>,
    /// The state of its file on disk, by which it is told to be as it was without being read; 0 where none is to be relied on.
    pub(crate) file_state: u64,
}

/// A text of no more bytes is hashed in one with what stands before it: BLAKE3 takes several kilobytes at a time faster than one after
/// another. A longer one is not copied for that.
const HASHED_IN_ONE: usize = 64 << 10;

impl RawArticle {
    /// An article of which only the text is known.
    pub fn new(id: impl Into<ArticleId>, text: impl Into<String>) -> RawArticle {
        RawArticle {
            id: id.into(),
            text: text.into(),
            metadata: Metadata::default(),
            path: None,
            line: None,
            repeated_lines: Vec::new(),
            modified: None,
            encoding: None,
            file_state: 0,
        }
    }

    /// With this headline.
    pub fn title(mut self, title: impl Into<String>) -> RawArticle {
        self.metadata.title = Some(title.into());
        self
    }

    /// With this date of publication: `2026-03-15`, `2026-03`, `2026`, a time stamp, or a date in words.
    pub fn date(mut self, date: impl Into<String>) -> RawArticle {
        self.metadata.date = Some(date.into());
        self
    }

    /// With one more city that it is about; the first is the main one.
    pub fn city(mut self, city: impl Into<String>) -> RawArticle {
        self.metadata.cities.push(city.into());
        self
    }

    /// With the address where it was published.
    pub fn url(mut self, url: impl Into<String>) -> RawArticle {
        self.metadata.url = Some(url.into());
        self
    }

    /// With the name of its publisher.
    pub fn source(mut self, source: impl Into<String>) -> RawArticle {
        self.metadata.source = Some(source.into());
        self
    }

    /// With the code of its language.
    pub fn language(mut self, language: impl Into<String>) -> RawArticle {
        self.metadata.language = Some(language.into());
        self
    }

    /// With the time when a crawler took it, written like a date of publication: no article is published later.
    pub fn crawled(mut self, crawled: impl Into<String>) -> RawArticle {
        self.metadata.crawled = Some(crawled.into());
        self
    }

    /// A number that changes when anything about the article changes: the first 64 bits of a BLAKE3 hash.
    pub fn fingerprint(&self) -> u64 {
        let mut parts = Vec::with_capacity(self.text.len().min(HASHED_IN_ONE) + 512);
        let Metadata { title, date, cities, url, source, language, crawled } = &self.metadata;
        let path = self.path.as_ref().map(|path| path.to_string_lossy());
        let mut add = |part: &str| {
            parts.extend((part.len() as u64).to_le_bytes());
            parts.extend(part.as_bytes());
        };
        for part in [title, date, url, source, language] {
            add(part.as_deref().unwrap_or("\0"));
        }
        add(path.as_deref().unwrap_or("\0"));
        crawled.iter().for_each(|crawled| add(crawled));
        cities.iter().for_each(|city| add(city));
        parts.extend((self.text.len() as u64).to_le_bytes());
        let hash = if self.text.len() <= HASHED_IN_ONE {
            parts.extend(self.text.as_bytes());
            blake3::hash(&parts)
        } else {
            blake3::Hasher::new().update(&parts).update(self.text.as_bytes()).finalize()
        };
        u64::from_le_bytes(hash.as_bytes()[..8].try_into().expect("a hash has 32 bytes"))
    }
}

/// A city of Kazakhstan, by its current name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub struct City {
    /// Its current Russian name: `Астана`, whatever the article calls it.
    pub name: String,
    /// Its region's Russian name: `Акмолинская область`; the three cities of republican rank are their own region.
    pub region: String,
}

/// A district of Алматы, Астана or Шымкент.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub struct District {
    /// Its Russian name: `Алмалинский район`, `район Есиль`.
    pub name: String,
    /// The city that it is a part of.
    pub city: String,
}

/// A city or country abroad, by its current Russian name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ForeignPlace {
    /// Its name: `Ташкент`, or the country's.
    pub name: String,
    /// The country: `Узбекистан`; the same as `name` where no city is meant.
    pub country: String,
}

/// An article as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Article {
    /// What names it.
    pub id: ArticleId,
    /// The file it was read from, none for one from memory.
    pub path: Option<PathBuf>,
    /// Where it was published.
    pub url: Option<String>,
    /// Who published it: as given, else the host of the url.
    pub source: Option<String>,
    /// Its headline, none where the text has none.
    pub title: Option<String>,
    /// Its text without headline, date lines and furniture; paragraphs end with a line feed.
    pub body: String,
    /// Lines of the page that are not the article's own (`Реклама`, `Читайте также`, menus): found by a search, never shown.
    pub furniture: String,
    /// The language of title and body.
    pub language: Language,
    /// When it was published, none where nothing trustworthy says so.
    pub date: Option<PublicationDate>,
    /// The days that its text tells of, in order, each once, without the day of publication. There may be more of them.
    pub event_dates: Vec<PartialDate>,
    /// The cities it names, most important first.
    pub cities: Vec<City>,
    /// The name of the city it is about: one of `cities`, or none.
    pub main_city: Option<String>,
    /// The regions it names by themselves (`Карагандинская область`), most important first.
    pub regions: Vec<String>,
    /// The districts of Алматы, Астана and Шымкент that it names, in order.
    pub districts: Vec<District>,
    /// Other districts and villages that it names together with their region, in plain words: `село Аксу`,
    /// `Шортандинский район`, `Бурабай ауданы`.
    pub places: Vec<String>,
    /// The cities and countries abroad that it names, most often named first.
    pub abroad: Vec<ForeignPlace>,
    /// The name of the city it was filed from: «АСТАНА. 5 июня –».
    pub dateline_city: Option<String>,
}
