//! "What does this article say about itself?" Title, date, cities, language, and what on the page is not the article.

mod cities;
mod date;
mod furniture;
mod gazetteer;
mod glued;
mod inspection;
pub(crate) mod letters;
mod lookahead;
mod markup;
mod page;
mod steps;
mod title;

use std::sync::Arc;

use crate::article::{Article, RawArticle};
use crate::language::Language;
use cities::CityFinder;
use furniture::RepeatedLines;
use inspection::mentions_of;
use page::{Page, Role};

pub use cities::Rule as PlaceRule;
pub use date::RefusedDate;
pub use gazetteer::Gazetteer;
pub use inspection::{InspectedLine, Inspection, Part, PlaceMention};
pub use lookahead::Lookahead;
pub use page::FurnitureRule;
pub use steps::{Step, StepTimes};

/// The version of what is read from an article. Raise it when titles, dates, cities or furniture are read otherwise: articles
/// that did not change are not read again, so an index of another version is refused.
pub(crate) const VERSION: u32 = 2;

/// Reads what an article says about itself.
pub struct Extractor {
    cities: CityFinder,
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
        self.read(raw, false, |_| {}).0
    }

    /// Reads one article and adds what each step took.
    pub fn extract_timed(&self, raw: RawArticle, times: &mut StepTimes) -> Article {
        self.read(raw, false, times.clock()).0
    }

    /// Reads one article and keeps the reasons.
    pub fn inspect(&self, raw: RawArticle) -> Inspection {
        let (article, Reasons { page, dated, places }) = self.read(raw, true, |_| {});
        let mentions = mentions_of(&places, article.title.as_deref().unwrap_or_default(), &article.body);
        Inspection {
            article,
            date_evidence: dated.evidence,
            refused_dates: dated.refused,
            date_lines: page.text_of(Role::Date),
            mentions,
            lines: page.inspected(),
        }
    }

    /// Mentions are kept only if they are wanted.
    fn read(&self, raw: RawArticle, with_mentions: bool, mut done: impl FnMut(Step)) -> (Article, Reasons) {
        let mut page = Page::read(&raw.text);
        done(Step::Page);
        // Each step marks lines and leaves alone what an earlier one has marked: a date line tells where a headline stands.
        let dated = date::find(&raw, &mut page);
        done(Step::Date);
        furniture::mark(&mut page, &RepeatedLines::of(&raw));
        done(Step::Furniture);
        let title = title::find(raw.metadata.title.as_deref(), &mut page);
        done(Step::Title);
        let body = page.text_of(Role::Body);
        let language = raw.metadata.language.as_deref().and_then(Language::from_code);
        let language = language.unwrap_or_else(|| Language::of_all([title.as_deref().unwrap_or_default(), &body]));
        done(Step::Language);
        let day = dated.date.map(|known| known.date);
        let mut places = self.cities.find(title.as_deref(), &body, language, day, with_mentions);
        self.cities.believe(&raw.metadata, &mut places);
        done(Step::Places);
        let event_dates = date::events(&body, day);
        done(Step::Date);
        let article = Article {
            id: raw.id,
            path: raw.path,
            source: source(raw.metadata.source, raw.metadata.url.as_deref()),
            url: raw.metadata.url,
            title,
            body,
            furniture: page.text_of(Role::Furniture),
            language,
            date: dated.date,
            event_dates,
            cities: std::mem::take(&mut places.cities),
            main_city: places.main.take(),
            regions: std::mem::take(&mut places.regions),
            districts: std::mem::take(&mut places.districts),
            places: std::mem::take(&mut places.others),
            abroad: std::mem::take(&mut places.abroad),
            dateline_city: places.dateline.take(),
        };
        (article, Reasons { page, dated, places })
    }
}

/// What was found out on the way to an article.
struct Reasons {
    page: Page,
    dated: date::Found,
    places: cities::Places,
}

impl Default for Extractor {
    fn default() -> Extractor {
        Extractor::new()
    }
}

/// Who published an article: as given, else the host of its address without `www.`.
fn source(given: Option<String>, url: Option<&str>) -> Option<String> {
    let given = given.filter(|source| !source.trim().is_empty());
    given.or_else(|| host_of(url?).map(|host| host.to_lowercase()))
}

/// The host of an address without `www.`, as written.
fn host_of(url: &str) -> Option<&str> {
    let address = url.split_once("://").map_or(url, |(_, address)| address).trim().trim_start_matches('/');
    let authority = address.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    let host = host.get(..4).filter(|start| start.eq_ignore_ascii_case("www.")).map_or(host, |_| &host[4..]);
    host.contains('.').then_some(host)
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
        let Inspection { article, date_evidence, date_lines, lines, .. } = Extractor::new().inspect(raw);
        assert_eq!(article.title.as_deref(), Some("Мост снова открыт"));
        assert_eq!(article.body, format!("{story}\n"));
        assert_eq!(article.furniture, format!("{story}\nРеклама\nЧитайте также\n"));
        assert_eq!(
            article.date.map(|date| (date.date.to_string(), date.source)),
            Some(("2021-06-03".to_owned(), DateSource::Header))
        );
        assert_eq!(date_evidence.as_deref(), Some("3 июня 2021 | 08:05"));
        assert_eq!(date_lines, "3 июня 2021 | 08:05\n");
        let parts: Vec<(Part, Option<FurnitureRule>)> = lines.iter().map(|line| (line.part, line.rule)).collect();
        assert_eq!(
            parts,
            [
                (Part::Date, None),
                (Part::Title, None),
                (Part::Body, None),
                (Part::Furniture, Some(FurnitureRule::Repeat)),
                (Part::Furniture, Some(FurnitureRule::Phrase)),
                (Part::Furniture, Some(FurnitureRule::Phrase)),
            ]
        );
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
