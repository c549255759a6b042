//! News feeds: RSS and Atom.

use std::ops::ControlFlow;

use quick_xml::errors::IllFormedError;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use quick_xml::{Error, XmlVersion};

use super::format::{Format, Found, FoundFile};
use super::record::Record;

/// An `.xml`, `.rss` or `.atom` file: each item of an RSS feed or entry of an Atom feed is an article. Entities are letters and
/// nothing else: what a document defines is not followed.
pub(super) struct Feed;

impl Format for Feed {
    fn endings(&self) -> &'static [&'static str] {
        &["xml", "rss", "atom"]
    }

    fn read(&self, mut file: FoundFile<'_>, found: &mut Found<'_>) -> ControlFlow<()> {
        let text = file.bytes().and_then(|bytes| file.decode_markup(&bytes, None));
        let text = match text {
            Ok(text) => text,
            Err(problem) => return found.problem(problem),
        };
        let mut lines = Lines { text: text.as_bytes(), place: 0, line: 1 };
        let mut items = Items::new(&text);
        let mut number = 0;
        loop {
            match items.next() {
                Ok(Some((item, place))) => {
                    number += 1;
                    let article = file.article_of(&item, number);
                    let line = lines.of(place);
                    found.take(match article {
                        Ok(mut article) => {
                            article.line = Some(line);
                            Ok(article)
                        }
                        Err(fault) => Err(file.problem(fault).at_line(line)),
                    })?;
                }
                Ok(None) if number == 0 => {
                    let fault = "no RSS or Atom items in it";
                    return if items.is_feed {
                        found.problem(file.problem(fault))
                    } else {
                        file.pass_over(fault, found)
                    };
                }
                Ok(None) => return ControlFlow::Continue(()),
                Err(error) => {
                    let line = lines.of(items.xml.error_position());
                    return found
                        .problem(file.problem(format!("broken XML: {error}; the rest was not read")).at_line(line));
                }
            }
        }
    }
}

/// Tells the lines of places, from 1. Places come in order, so each is counted on from the one before.
struct Lines<'t> {
    text: &'t [u8],
    place: usize,
    line: u64,
}

impl Lines<'_> {
    fn of(&mut self, place: u64) -> u64 {
        let place = usize::try_from(place).unwrap_or(usize::MAX).min(self.text.len());
        if place < self.place {
            (self.place, self.line) = (0, 1);
        }
        self.line += self.text[self.place..place].iter().filter(|byte| **byte == b'\n').count() as u64;
        self.place = place;
        self.line
    }
}

/// Where the text of an article stands, the best place first.
const TEXTS: [&str; 6] = ["content:encoded", "content", "yandex:full-text", "full-text", "description", "summary"];
/// Where the day of publication stands.
const DATES: [&str; 6] = ["pubDate", "published", "issued", "dc:date", "dcterms:issued", "updated"];

/// The items of a feed as they are read.
struct Items<'t> {
    xml: Reader<&'t [u8]>,
    /// Whether it is a feed, as its elements show.
    is_feed: bool,
    /// What the feed says of all its items.
    publisher: Option<String>,
    language: Option<String>,
}

impl<'t> Items<'t> {
    fn new(text: &'t str) -> Items<'t> {
        let mut xml = Reader::from_str(text);
        xml.config_mut().allow_dangling_amp = true;
        Items { xml, is_feed: false, publisher: None, language: None }
    }

    /// The next item with its place in the text, in bytes; none at the end, and in XML that is no feed.
    fn next(&mut self) -> Result<Option<(Record, u64)>, Error> {
        loop {
            match self.xml.read_event()? {
                Event::Eof => return Ok(None),
                Event::Start(start) => match local(start.name().0) {
                    "rss" | "RDF" | "channel" => self.is_feed = true,
                    "feed" => {
                        self.is_feed = true;
                        self.language = attribute(&start, "xml:lang");
                    }
                    "item" | "entry" => {
                        let place = self.xml.buffer_position();
                        return Ok(Some((self.item()?, place)));
                    }
                    "title" if self.publisher.is_none() => self.publisher = self.words()?,
                    "language" if self.language.is_none() => self.language = self.words()?,
                    "publisher" => self.publisher = self.words()?.or(self.publisher.take()),
                    _ => {
                        self.xml.read_to_end(start.name())?;
                    }
                },
                _ => {}
            }
        }
    }

    /// The record of the item that begins here: its elements by their names, and under our names what they are to us.
    fn item(&mut self) -> Result<Record, Error> {
        let mut elements: Vec<(String, String)> = Vec::new();
        let (mut link, mut is_address) = (None, true);
        loop {
            match self.xml.read_event()? {
                Event::Eof => return Err(cut_off("item")),
                Event::End(_) => break,
                Event::Empty(start) => link = link.or(link_of(&start)),
                Event::Start(start) => {
                    let name = start.name().0.to_owned();
                    link = link.or(link_of(&start));
                    if name == "guid" {
                        is_address = attribute(&start, "isPermaLink").is_none_or(|value| value != "false");
                    }
                    let words = self.words()?;
                    elements.extend(words.map(|words| (name, words)));
                }
                _ => {}
            }
        }
        let first = |names: &[&str]| {
            let mut named = names.iter().filter_map(|name| elements.iter().find(|(element, _)| element == name));
            named.next().map(|(_, words)| words.clone())
        };
        let id = first(&["guid", "id"]);
        let link = first(&["link"]).or(link);
        let url = link.clone().or(id.clone().filter(|id| is_address && id.starts_with("http")));
        let source = first(&["dc:publisher", "source"]).or_else(|| self.publisher.clone());
        let language = first(&["dc:language"]).or_else(|| self.language.clone());
        let mut record = Record::default();
        for (name, value) in [
            ("id", id.or(link)),
            ("title", first(&["title"])),
            ("text", first(&TEXTS)),
            ("date", first(&DATES)),
            ("url", url),
            ("source", source),
            ("language", language),
        ] {
            value.into_iter().for_each(|value| record.add(name, value));
        }
        let is_ours = |name: &str| matches!(name, "id" | "title" | "text" | "date" | "url" | "source" | "language");
        elements.into_iter().filter(|(name, _)| !is_ours(name)).for_each(|(name, words)| record.add(&name, words));
        Ok(record)
    }

    /// What stands in an element, to its end. Elements within it, as XHTML has them, stay as tags, for whoever strips tags.
    fn words(&mut self) -> Result<Option<String>, Error> {
        let (mut words, mut depth) = (String::new(), 0u32);
        loop {
            match self.xml.read_event()? {
                Event::Eof => return Err(cut_off("item")),
                Event::Text(text) => words.push_str(&text.xml10_content()),
                Event::CData(text) => words.push_str(&text.xml10_content()),
                Event::GeneralRef(name) => match name.resolve_char_ref().ok().flatten() {
                    Some(letter) => words.push(letter),
                    None => match resolve_html5_entity(&name) {
                        Some(letters) => words.push_str(letters),
                        None => words.extend(["&", &*name, ";"]),
                    },
                },
                Event::Start(start) => {
                    depth += 1;
                    words.extend(["<", local(start.name().0), ">"]);
                }
                Event::Empty(start) => words.extend(["<", local(start.name().0), "/>"]),
                Event::End(_) if depth == 0 => break,
                Event::End(end) => {
                    depth -= 1;
                    words.extend(["</", local(end.name().0), ">"]);
                }
                _ => {}
            }
        }
        let words = words.trim();
        Ok((!words.is_empty()).then(|| words.to_owned()))
    }
}

/// What is wrong with a feed that ends within an element.
fn cut_off(element: &str) -> Error {
    IllFormedError::MissingEndTag(element.to_owned()).into()
}

/// The name of an element without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let value = start.try_get_attribute(name).ok()??;
    Some(value.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// The address in Atom's `<link href="…">`, of the article itself.
fn link_of(start: &BytesStart<'_>) -> Option<String> {
    let is_own = attribute(start, "rel").is_none_or(|rel| rel == "alternate");
    (start.name().0 == "link" && is_own).then(|| attribute(start, "href")).flatten()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Outcome, read_one};
    use crate::article::RawArticle;

    fn shown(article: &RawArticle) -> String {
        let known = &article.metadata;
        let [title, date, url, source, language] =
            [&known.title, &known.date, &known.url, &known.source, &known.language]
                .map(|field| field.as_deref().unwrap_or("-"));
        [article.id.as_str(), title, date, url, source, language, &article.text].join("|")
    }

    #[track_caller]
    fn check(xml: &[u8], articles: &[&str], problems: &[&str]) {
        let Outcome { articles: found, problems: faults } = read_one("a.xml", xml);
        assert_eq!(found.iter().map(shown).collect::<Vec<_>>(), articles);
        assert_eq!(faults, problems);
    }

    #[test]
    fn feeds_of_all_kinds() {
        let rss = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Вестник</title><link>https://a.kz</link>\
            <image><title>лого</title></image><language>ru</language>\n\
            <item><title>Мост &amp; дамба</title><link>https://a.kz/1</link><guid isPermaLink=\"false\">n1</guid>\
            <pubDate>Thu, 14 May 2026 10:00:00 +0500</pubDate><category>Город</category><category>Мосты</category>\
            <description>коротко</description><content:encoded><![CDATA[<p>Первый.</p><p>Второй.</p>]]></content:encoded></item>\n\
            <item><title>Без текста</title></item>\n<item><guid>https://a.kz/3</guid><description>а&nbsp;&laquo;б&raquo; &lt;br&gt; R&D</description></item>\
            </channel></rss>";
        check(
            rss.as_bytes(),
            &[
                "n1|Мост & дамба|Thu, 14 May 2026 10:00:00 +0500|https://a.kz/1|Вестник|ru|<p>Первый.</p><p>Второй.</p>",
                "https://a.kz/3|-|-|https://a.kz/3|Вестник|ru|а\u{a0}«б» <br> R&D",
            ],
            &[
                "3: the article is empty: `text` is missing or blank; if another field has it (language, source, title), say which: --field text=NAME",
            ],
        );
        let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"kk\"><title>Хабар</title><entry><id>urn:1</id><title>Көпір</title>\
            <link rel=\"self\" href=\"https://a.kz/api\"/><link href=\"https://a.kz/1?a=1&amp;b=2\"/><updated>2026-05-15T00:00:00Z</updated>\
            <published>2026-05-14T00:00:00Z</published><author><name>Ә. Б.</name></author>\
            <content type=\"xhtml\"><div><p>Бірінші.</p><br/>Екінші.</div></content></entry></feed>";
        check(
            atom.as_bytes(),
            &[
                "urn:1|Көпір|2026-05-14T00:00:00Z|https://a.kz/1?a=1&b=2|Хабар|kk|<div><p>Бірінші.</p><br/>Екінші.</div>",
            ],
            &[],
        );
    }

    #[test]
    fn the_declared_encoding_counts() {
        let text = "<?xml version='1.0' encoding='windows-1251'?><rss><channel><item><description>Порт</description></item></channel></rss>";
        check(&encoding_rs::WINDOWS_1251.encode(text).0, &["a.xml#1|-|-|-|-|-|Порт"], &[]);
        check(text.as_bytes(), &["a.xml#1|-|-|-|-|-|Порт"], &[]);
    }

    #[test]
    fn a_feed_of_many_items_takes_time_by_its_length() {
        let item = "<item><description>Мост</description></item>\n".to_owned() + &" ".repeat(200);
        let feed = format!("<rss><channel>{}</channel></rss>", item.repeat(20_000));
        let Outcome { articles, problems } = read_one("a.xml", feed.as_bytes());
        assert_eq!((articles.len(), problems), (20_000, vec![]));
        assert_eq!(articles.last().unwrap().line, Some(20_000));
        let mut lines = super::Lines { text: b"a\nb\nc", place: 0, line: 1 };
        assert_eq!([4, 2, 0, 99].map(|place| lines.of(place)), [3, 2, 1, 3]);
    }

    #[test]
    fn what_is_no_feed_or_made_to_hurt() {
        check(b"<urlset><url><loc>https://a.kz</loc></url></urlset>", &[], &[]);
        check(b"<rss><channel><title>a</title></channel></rss>", &[], &["no RSS or Atom items in it"]);
        let bomb: String =
            (1..10).map(|n| format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10))).collect();
        let bomb = format!(
            "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a0 \"ха\">{bomb}<!ENTITY f SYSTEM \"file:///etc/passwd\">]>\
            <rss><channel><item><description>&a9; и &f;</description></item></channel></rss>"
        );
        check(bomb.as_bytes(), &["a.xml#1|-|-|-|-|-|&a9; и &f;"], &[]);
        let cut = "<rss><channel><item><description>а</description></item>\n<item><description>б</title>";
        let Outcome { articles, problems } = read_one("a.xml", cut.as_bytes());
        assert_eq!(articles.len(), 1);
        assert!(problems[0].starts_with("2: broken XML: "), "{problems:?}");
        let deep = "<a>".repeat(100_000);
        let item = format!("<rss><channel><item><description>{deep}");
        assert_eq!(read_one("a.xml", item.as_bytes()).problems.len(), 1);
        assert_eq!(read_one("a.xml", deep.as_bytes()).problems.len(), 1);
    }
}
