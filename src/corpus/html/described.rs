//! What a page says about itself in its head: headline, date, address, publisher, language.

use dom_smoothie::Readability;

use super::linked_data::LinkedData;
use crate::article::Metadata;

/// What a page says about itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Description {
    title: Option<String>,
    date: Option<String>,
    url: Option<String>,
    source: Option<String>,
    language: Option<String>,
}

/// Where the address of a page stands, the surest first.
const ADDRESSES: &[(&str, &str)] = &[("link[rel=canonical]", "href"), ("meta[property='og:url']", "content")];

/// Where the time of publication stands, the surest first. The time of a change is none.
const TIMES: &[(&str, &str)] = &[
    ("meta[property='article:published_time'], meta[name='article:published_time']", "content"),
    ("meta[itemprop=datePublished]", "content"),
    ("time[itemprop=datePublished]", "datetime"),
    ("[itemprop=datePublished][content]", "content"),
    ("meta[name='dcterms.issued'], meta[name='dcterms.created'], meta[name='dc.date.issued']", "content"),
    ("meta[name=pubdate], meta[name=publishdate], meta[name='parsely-pub-date']", "content"),
    ("time[pubdate][datetime]", "datetime"),
    ("article time[datetime]", "datetime"),
    ("main time[datetime]", "datetime"),
];

/// What stands between a headline and the name of its site.
const SEPARATORS: &[&str] = &[" | ", " - ", " – ", " — ", " :: ", " // ", " • ", " · ", " » ", " « "];

impl Description {
    /// Reads the head of a page that is still whole.
    pub fn of(page: &Readability) -> Description {
        let data = LinkedData::of(page);
        let first =
            |places: &[(&str, &str)]| places.iter().find_map(|(selector, name)| attribute(page, selector, name));
        let site = attribute(page, "meta[property='og:site_name']", "content");
        let url = first(ADDRESSES).or(data.url);
        let heading = text(page, "h1");
        let titles = [
            attribute(page, "meta[property='og:title'], meta[name='og:title']", "content"),
            data.headline.clone(),
            heading.clone(),
            attribute(page, "meta[name='twitter:title']", "content"),
            text(page, "title"),
        ];
        let title = titles.into_iter().flatten().next();
        let headings = [heading, data.headline].into_iter().flatten().collect::<Vec<_>>();
        let host = url.as_deref().and_then(host);
        let sites: Vec<&str> = [site.as_deref(), data.publisher.as_deref(), host].into_iter().flatten().collect();
        Description {
            title: title.map(|title| without_site(&title, &sites, &headings).to_owned()),
            date: data.published.or_else(|| first(TIMES)).or_else(|| only_time(page)).or(data.page_published),
            url,
            source: site.or(data.publisher),
            language: attribute(page, "html[lang]", "lang").or(data.language),
        }
    }

    /// Writes what is known into the metadata of an article.
    pub fn write_to(self, known: &mut Metadata) {
        known.title = self.title;
        known.date = self.date;
        known.url = self.url;
        known.source = self.source;
        known.language = self.language;
    }
}

/// A headline without the name of its site: where that name is known, or where the heading of the page is the headline
/// without it.
fn without_site<'a>(title: &'a str, sites: &[&str], headings: &[String]) -> &'a str {
    for separator in SEPARATORS {
        for (at, _) in title.match_indices(separator) {
            let (head, tail) = (title[..at].trim(), title[at + separator.len()..].trim());
            if headings.iter().any(|heading| same(heading, head)) {
                return head;
            }
            if headings.iter().any(|heading| same(heading, tail)) {
                return tail;
            }
        }
        for (head, tail) in
            [title.rsplit_once(separator), title.split_once(separator).map(|(a, b)| (b, a))].into_iter().flatten()
        {
            if sites.iter().any(|site| same(site, tail)) && !fold(head).is_empty() {
                return head.trim();
            }
        }
    }
    title
}

fn same(a: &str, b: &str) -> bool {
    !fold(a).is_empty() && fold(a) == fold(b)
}

/// Words for comparing: small letters and digits alone.
fn fold(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn host(url: &str) -> Option<&str> {
    let host = url.split_once("://")?.1.split(['/', '?', '#', ':']).next()?;
    Some(host.strip_prefix("www.").unwrap_or(host))
}

/// The time of the page, where it has one alone.
fn only_time(page: &Readability) -> Option<String> {
    let times = page.doc.select("time[datetime]");
    (times.length() == 1).then(|| attribute(page, "time[datetime]", "datetime")).flatten()
}

fn attribute(page: &Readability, selector: &str, name: &str) -> Option<String> {
    let found = page.doc.select(selector);
    let mut values = found.nodes().iter().filter_map(|node| node.attr(name));
    values.find_map(|value| Some(value.trim().to_owned()).filter(|value| !value.is_empty()))
}

/// The words of the first element that has any, with single spaces.
fn text(page: &Readability, selector: &str) -> Option<String> {
    let found = page.doc.select(selector);
    let mut texts = found.nodes().iter().map(|node| node.text().split_whitespace().collect::<Vec<_>>().join(" "));
    texts.find(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_site_is_no_part_of_the_headline() {
        for (title, sites, headings, expected) in [
            ("Мост открыт | Вестник", &["Вестник"][..], &[][..], "Мост открыт"),
            ("Мост открыт - ВЕСТНИК", &["Вестник"], &[], "Мост открыт"),
            ("Вестник — Мост открыт", &["Вестник"], &[], "Мост открыт"),
            ("Мост открыт - vestnik.kz", &["vestnik.kz"], &[], "Мост открыт"),
            ("Мост открыт | Общество | Вестник", &[], &["Мост открыт!"], "Мост открыт"),
            ("Алматы – Астана – поезд отменён", &["Вестник"], &["Поезд отменён"], "поезд отменён"),
            // Nothing proves that the end is a site.
            ("Астана - столица", &["Вестник"], &["Столица"], "столица"),
            ("Тараз — город мостов", &["Вестник"], &[], "Тараз — город мостов"),
            ("Мост открыт", &["Мост открыт"], &[], "Мост открыт"),
        ] {
            let headings: Vec<String> = headings.iter().map(|heading| (*heading).to_owned()).collect();
            assert_eq!(without_site(title, sites, &headings), expected, "{title}");
        }
    }
}
