//! "What does this article say about itself?" Title, date, cities, language, and what on the page is not the article.

mod cities;
mod date;
mod furniture;
mod gazetteer;
mod letters;
mod markup;
mod page;
mod title;

use std::sync::Arc;

use crate::article::{Article, RawArticle};
use crate::language::Language;
use cities::CityFinder;
use page::{Page, Role};

pub use cities::Rule as PlaceRule;
pub use gazetteer::Gazetteer;

/// The version of what is read from an article. Raise it when titles, dates, cities or furniture are read otherwise: articles
/// that did not change are not read again, so an index of another version is refused.
pub(crate) const VERSION: u32 = 2;

/// Reads what an article says about itself.
pub struct Extractor {
    cities: CityFinder,
}

/// An article with the reasons for what was read from it.
///
/// Every line of the text that is not blank is in the article's title, body or furniture, or in `date_lines`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Inspection {
    /// What was read.
    pub article: Article,
    /// The words that gave the date: a line, a label, a part of the address.
    pub date_evidence: Option<String>,
    /// Lines that are a date and nothing else, each ended by a line feed. They are in no part of the article.
    pub date_lines: String,
    /// Every word that looked like a city of Kazakhstan or a place abroad, in title and body, and what became of it.
    pub mentions: Vec<PlaceMention>,
}

/// A word that looked like a place, and what became of it.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct PlaceMention {
    /// The word as written.
    pub text: String,
    /// Where it starts in the title or the body, in characters from 0.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
    /// Whether it stands in the title; else in the body.
    pub in_title: bool,
    /// The city of Kazakhstan that it looked like, by its current name.
    pub city: Option<String>,
    /// The place abroad that it looked like.
    pub abroad: Option<String>,
    /// Whether it counts as that place; [`PlaceRule::Derived`] only adds to the weight of the city.
    pub accepted: bool,
    /// What decided.
    pub rule: PlaceRule,
    /// What it adds to the weight of the city in the choice of the main one.
    pub weight: f64,
}

impl Extractor {
    /// An extractor with the bundled gazetteer.
    pub fn new() -> Extractor {
        Extractor::with_gazetteer(Gazetteer::bundled())
    }

    /// An extractor with a gazetteer of one's own, see [`Gazetteer::with_file`].
    pub fn with_gazetteer(gazetteer: impl Into<Arc<Gazetteer>>) -> Extractor {
        Extractor { cities: CityFinder::new(gazetteer.into()) }
    }

    /// Reads one article.
    pub fn extract(&self, raw: RawArticle) -> Article {
        self.read(raw, false).article
    }

    /// Reads one article and keeps the reasons.
    pub fn inspect(&self, raw: RawArticle) -> Inspection {
        self.read(raw, true)
    }

    fn read(&self, raw: RawArticle, with_mentions: bool) -> Inspection {
        let mut page = Page::read(&raw.text);
        // Each step marks lines and leaves alone what an earlier one has marked: a date line tells where a headline stands.
        let dated = date::find(&raw, &mut page);
        furniture::mark(&mut page);
        let title = title::find(raw.metadata.title.as_deref(), &mut page);
        let body = page.text_of(Role::Body);

        let language = raw.metadata.language.as_deref().and_then(Language::from_code);
        let language =
            language.unwrap_or_else(|| Language::of(&[title.as_deref().unwrap_or_default(), &body].join("\n")));
        let mut places = self.cities.find(
            title.as_deref(),
            &body,
            language,
            dated.as_ref().map(|dated| dated.date.date),
            with_mentions,
        );
        self.cities.believe(&raw.metadata, &mut places);
        let mentions = mentions_of(&places, title.as_deref().unwrap_or_default(), &body);
        let article = Article {
            id: raw.id,
            path: raw.path,
            source: source(raw.metadata.source, raw.metadata.url.as_deref()),
            url: raw.metadata.url,
            title,
            body,
            furniture: page.text_of(Role::Furniture),
            language,
            date: dated.as_ref().map(|dated| dated.date),
            cities: places.cities,
            main_city: places.main,
            regions: places.regions,
            districts: places.districts,
            places: places.others,
            abroad: places.abroad,
            dateline_city: places.dateline,
        };
        let date_evidence = dated.map(|dated| dated.evidence);
        Inspection { article, date_evidence, date_lines: page.text_of(Role::Date), mentions }
    }
}

impl Default for Extractor {
    fn default() -> Extractor {
        Extractor::new()
    }
}

/// The mentions with their places in characters.
fn mentions_of(places: &cities::Places, title: &str, body: &str) -> Vec<PlaceMention> {
    let (mut bytes, mut characters, mut of_title) = (0, 0, true);
    let mentions = places.mentions.iter().map(|mention| {
        let text = if mention.in_title { title } else { body };
        if mention.in_title != of_title {
            (bytes, characters, of_title) = (0, 0, mention.in_title);
        }
        characters += text[bytes..mention.start].chars().count();
        bytes = mention.start;
        let word = &text[mention.start..mention.end];
        let name = |wanted: bool| (mention.is_abroad == wanted).then(|| mention.place.clone());
        PlaceMention {
            text: word.to_owned(),
            start: characters,
            end: characters + word.chars().count(),
            in_title: mention.in_title,
            city: name(false),
            abroad: name(true),
            accepted: mention.rule.accepts(),
            rule: mention.rule,
            weight: f64::from(mention.weight) / 1000.0,
        }
    });
    mentions.collect()
}

/// Who published an article: as given, else the host of its address without `www.`.
fn source(given: Option<String>, url: Option<&str>) -> Option<String> {
    let given = given.filter(|source| !source.trim().is_empty());
    given.or_else(|| {
        let url = url?.trim();
        let address = url.split_once("://").map_or(url, |(_, address)| address).trim_start_matches('/');
        let authority = address.split(['/', '?', '#']).next()?;
        let host = authority.rsplit('@').next()?.split(':').next()?.to_lowercase();
        let host = host.strip_prefix("www.").unwrap_or(&host);
        host.contains('.').then(|| host.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::article::DateSource;

    #[test]
    fn sources() {
        for (given, url, expected) in [
            (None, Some("https://www.News.example.kz:80/2021?x=1"), Some("news.example.kz")),
            (None, Some("//user@a.kz/1"), Some("a.kz")),
            (None, Some("a.kz"), Some("a.kz")),
            (None, Some("localhost"), None),
            (Some("Вестник"), Some("https://a.kz"), Some("Вестник")),
            (None, None, None),
        ] {
            assert_eq!(source(given.map(str::to_owned), url).as_deref(), expected, "{url:?}");
        }
    }

    #[test]
    fn the_parts_of_a_page() {
        let story = "В Таразе после долгого ремонта снова открыли мост через реку.";
        let text =
            format!("3 июня 2021 | 08:05\n\nМост снова открыт\n\n<p>{story}</p>\n\n{story}\nРеклама\nЧитайте также\n");
        let raw = RawArticle::new("1", text).url("https://www.a.kz/most");
        let Inspection { article, date_evidence, date_lines, .. } = Extractor::new().inspect(raw);
        assert_eq!(article.title.as_deref(), Some("Мост снова открыт"));
        assert_eq!(article.body, format!("{story}\n"));
        assert_eq!(article.furniture, format!("{story}\nРеклама\nЧитайте также\n"));
        assert_eq!(
            article.date.map(|date| (date.date.to_string(), date.source)),
            Some(("2021-06-03".to_owned(), DateSource::Header))
        );
        assert_eq!(date_evidence.as_deref(), Some("3 июня 2021 | 08:05"));
        assert_eq!(date_lines, "3 июня 2021 | 08:05\n");
        assert_eq!((article.source.as_deref(), article.language), (Some("a.kz"), Language::Russian));
    }

    #[test]
    fn a_given_language_is_believed() {
        let language =
            |code: &str| Extractor::new().extract(RawArticle::new("1", "Мост открыт").language(code)).language;
        assert_eq!(language("kk-KZ"), Language::Kazakh);
        assert_eq!(language("??"), Language::Russian);
    }

    /// Lines as pages have them, and lines of any signs.
    fn line() -> impl Strategy<Value = String> {
        let usual = prop::sample::select(vec![
            "date 2021-06-04",
            "3 июня 2021 | 08:05",
            "Вчера 21:15",
            "Дата публикации:",
            "03.06.2021",
            "Мост открыт",
            "Реклама",
            "Читайте также",
            "ТАРАЗ, 3 июн – Мост открыт",
            "Продолжение■",
            "<p>",
            "&nbsp;",
            "Обновлено 3 маусым",
            "",
            "В Таразе после долгого ремонта снова открыли мост через реку.",
            "2021 жылғы 3 маусым",
            "May 20, 2022",
            "- 5 мая",
        ]);
        prop_oneof![usual.prop_map(str::to_owned), "\\PC{0,40}", "[0-9.:/|, -]{0,20}"]
    }

    proptest! {
        #[test]
        fn no_line_is_lost(lines in prop::collection::vec(line(), 0..12), glue in "\n|\r\n| |", title in prop::option::of(line()), url in line()) {
            let text = lines.join(&glue);
            let mut raw = RawArticle::new(url.clone(), text.clone()).url(url.clone()).date(url);
            raw.metadata.title = title;
            let Inspection { article, date_lines, .. } = Extractor::new().inspect(raw);
            let read = Page::read(&text);
            // Copies of the headline differ from it in signs and capitals at most; a date glued to its text is a line of its own.
            let bare = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
            let parts = [bare(&article.title.unwrap_or_default()), bare(&article.body), bare(&article.furniture), bare(&date_lines)];
            // A date may be cut off between its last digit and the first letter of the text.
            let words = |line: &str| line.replace(|sign: char| !sign.is_alphanumeric() || sign.is_ascii_digit(), " ");
            for word in (0..read.len()).flat_map(|at| words(read.line(at)).split_whitespace().map(str::to_owned).collect::<Vec<_>>()) {
                prop_assert!(parts.iter().any(|part| part.contains(&bare(&word))), "{word:?} of {text:?} is in none of {parts:?}");
            }
        }
    }
}
