//! An article as a document of the index, and back.

use std::ops::Range;
use std::path::PathBuf;

use tantivy::TantivyDocument;
use tantivy::schema::{Document as EngineDocument, Facet, Field, OwnedValue, Value};

use super::borders::Border;
use super::copies::Keys;
use super::outlet::Record;
use super::schema::Fields;
#[cfg(doc)]
use super::signs;
use super::signs::Place;
use super::stored_text::{pack, unpack};
use crate::analysis::{TextAnalyzer, Word, sentences};
use crate::article::{
    Article, ArticleId, City, District, ForeignPlace, PartialDate, PublicationDate, TimeOfDay, UtcOffset,
};
use crate::language::Language;

/// How many words of the body count as its lead: news put their subject first. Headlines find their articles best with 80,
/// among 50, 80, 120 and 200.
const LEAD_WORDS: usize = 80;

/// What the index keeps beside the article to tell whether it changed.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    /// The file as an absolute path.
    pub file: Option<String>,
    /// The state of the file on disk, 0 where none is to be relied on.
    pub file_state: u64,
    /// The hash of what was found.
    pub fingerprint: u64,
}

/// What the index gets of an article beside its words.
#[derive(Debug, Default)]
pub(super) struct Document {
    values: Vec<(Field, OwnedValue)>,
}

impl Document {
    /// The fields and their values.
    pub fn values(&self) -> &[(Field, OwnedValue)] {
        &self.values
    }

    fn add(&mut self, field: Field, value: impl Into<OwnedValue>) {
        self.values.push((field, value.into()));
    }

    fn add_known(&mut self, field: Field, value: Option<impl Into<OwnedValue>>) {
        self.values.extend(value.map(|value| (field, value.into())));
    }

    /// Adds facets to count by, and their paths to read again.
    fn add_facets(&mut self, field: Field, stored: Field, facets: Vec<Facet>) {
        let paths: Vec<&str> = facets.iter().map(Facet::encoded_str).collect();
        self.add_known(stored, Some(pack(&paths.join("\n"))).filter(|paths| !paths.is_empty()));
        self.add_each(field, facets);
    }

    fn add_each<V: Into<OwnedValue>>(&mut self, field: Field, values: impl IntoIterator<Item = V>) {
        self.values.extend(values.into_iter().map(|value| (field, value.into())));
    }
}

impl EngineDocument for Document {
    type Value<'a> = &'a OwnedValue;
    type FieldsValuesIter<'a> = std::iter::Map<
        std::slice::Iter<'a, (Field, OwnedValue)>,
        fn(&'a (Field, OwnedValue)) -> (Field, &'a OwnedValue),
    >;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.values.iter().map(|(field, value)| (*field, value))
    }
}

/// The document of an article.
pub(super) fn document(article: Article, origin: &Origin, keys: &Keys, fields: &Fields) -> Document {
    let mut document = Document::default();
    add_origin(&mut document, origin, keys, fields);
    document.add(fields.id, article.id.as_str());
    document.add(fields.language, article.language.code());
    document.add(fields.body, pack(&article.body));
    document.add_known(fields.url, article.url);
    document.add_known(fields.source, article.source);
    document.add_known(fields.title, article.title.as_deref().map(pack));
    document.add_known(fields.main_city, article.main_city);
    document.add_known(fields.dateline_city, article.dateline_city);
    document.add_known(fields.path, article.path.map(|path| path.to_string_lossy().into_owned()));
    document.add_known(fields.furniture, Some(pack(&article.furniture)).filter(|furniture| !furniture.is_empty()));
    let cities = article.cities.iter().map(|city| Facet::from_path([&city.region, &city.name]));
    let regions = article.regions.iter().map(|region| Facet::from_path([region]));
    let districts = article.districts.iter().map(|District { name, city }| Facet::from_path([city, city, name]));
    document.add_facets(fields.place, fields.stored_places, cities.chain(regions).chain(districts).collect());
    document.add_facets(fields.abroad, fields.stored_abroad, article.abroad.iter().map(abroad_facet).collect());
    document.add_each(fields.village, article.places);
    if let Some(known) = &article.date {
        document.add(fields.date, known.date.packed());
        document.add(fields.date_source, known.source.name());
        document.add(fields.moment, moment(known));
        document.add_known(fields.zone, known.zone.map(|zone| i64::from(zone.minutes())));
    }
    document.add_each(fields.event_date, article.event_dates.iter().map(|day| day.packed()));
    document
}

/// The document of a copy, or of an article that is kept elsewhere: what tells it again, and nothing that a search matches.
pub(super) fn record(record: &Record, fields: &Fields) -> Document {
    let mut document = Document::default();
    document.add(fields.id, record.id.as_str());
    document.add_known(fields.copy_of, record.copy_of.as_ref().map(ArticleId::as_str));
    document.add_known(fields.path, record.path.as_ref().map(|path| path.to_string_lossy().into_owned()));
    document.add_known(fields.url, record.url.clone());
    add_origin(&mut document, &record.origin(), &Keys::from_values(record.keys), fields);
    document
}

fn add_origin(document: &mut Document, origin: &Origin, keys: &Keys, fields: &Fields) {
    document.add_known(fields.file, origin.file.clone());
    document.add(fields.file_state, origin.file_state);
    document.add(fields.fingerprint, origin.fingerprint);
    for (field, key) in fields.keys.into_iter().zip(keys.values()) {
        document.add(field, key);
    }
}

/// The date and the time of day as one number that sorts as they do: yyyymmdd, then how many minutes of the day have begun, 0
/// where the time is not known.
pub(crate) fn moment(known: &PublicationDate) -> u64 {
    known.date.packed() * MINUTES + known.time.map_or(0, |time| time.minutes() + 1)
}

/// There are fewer minutes in a day.
const MINUTES: u64 = 10_000;

/// When a document's article was published.
fn published(document: &TantivyDocument, fields: &Fields) -> Option<PublicationDate> {
    let number = |field: Field| document.get_first(field).and_then(|value| value.as_u64());
    let source = document.get_first(fields.date_source).and_then(|value| value.as_str()?.parse().ok())?;
    let known = PublicationDate::new(PartialDate::from_packed(number(fields.date)?)?, source);
    let minutes = number(fields.moment).and_then(|moment| (moment % MINUTES).checked_sub(1));
    let zone = document.get_first(fields.zone).and_then(|value| value.as_i64());
    let zone = zone.and_then(|minutes| UtcOffset::from_minutes(i32::try_from(minutes).ok()?));
    Some(match minutes.and_then(TimeOfDay::from_minutes) {
        Some(time) => known.at(time, zone),
        None => known,
    })
}

/// The parts of an article's text, in the order in which they stand in the index.
pub(crate) fn parts(article: &Article) -> impl Iterator<Item = (Part, &str)> {
    let title = article.title.as_deref().map(|title| (Part::Title, title));
    let furniture = Some((Part::Furniture, article.furniture.as_str())).filter(|(_, text)| !text.is_empty());
    title.into_iter().chain([(Part::Body, article.body.as_str())]).chain(furniture)
}

/// A part of an article's text. A headline needs no borders within it: the body begins behind it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The headline.
    Title,
    /// The text.
    Body,
    /// What is not the article's own.
    Furniture,
}

/// Takes the words of a part one after another. Positions do not go down.
pub(crate) trait WordTaker {
    /// A word, and how it stands there: [`signs::signed`] has its terms.
    fn word(&mut self, word: Word<'_>, place: Place);
    /// What begins at the word that follows.
    fn border(&mut self, position: usize, border: Border);
}

/// Gives the words of a part.
pub(crate) fn give_words(
    text: &str,
    part: Part,
    language: Language,
    analyzer: &mut TextAnalyzer,
    taker: &mut impl WordTaker,
) {
    let mut borders = Borders::of(if part == Part::Title { "" } else { text });
    let mut is_to_begin = part == Part::Body;
    analyzer.words(text, language, |word| {
        if std::mem::take(&mut is_to_begin) {
            taker.border(word.position, Border::Body);
        }
        borders.before(word.start, |border| taker.border(word.position, border));
        let place = match part {
            Part::Title => Place::Title,
            Part::Body if word.position < LEAD_WORDS => Place::Lead,
            Part::Body => Place::Rest,
            Part::Furniture => Place::Furniture,
        };
        taker.word(word, place);
    });
}

/// The sentences and lines of a text that are still to begin.
struct Borders<'a> {
    text: &'a str,
    sentences: std::iter::Peekable<std::vec::IntoIter<Range<usize>>>,
    /// Up to where line feeds were looked for.
    line: Option<usize>,
}

impl Borders<'_> {
    fn of(text: &str) -> Borders<'_> {
        Borders { text, sentences: sentences(text).into_iter().peekable(), line: None }
    }

    /// What begins at the word that starts here, or did since the word before.
    fn before(&mut self, start: usize, mut found: impl FnMut(Border)) {
        let Some(mut sentence) = self.sentences.next_if(|sentence| sentence.start <= start) else { return };
        while let Some(next) = self.sentences.next_if(|sentence| sentence.start <= start) {
            sentence = next;
        }
        found(Border::Sentence);
        // A line feed always ends a sentence, so lines need be told only where sentences begin.
        let is_line = self.line.is_none_or(|from| self.text[from..sentence.start].contains('\n'));
        self.line = Some(sentence.start);
        if is_line {
            found(Border::Paragraph);
        }
    }
}

/// The path of a place abroad.
pub(crate) fn abroad_facet(place: &ForeignPlace) -> Facet {
    match place.name == place.country {
        true => Facet::from_path([&place.country]),
        false => Facet::from_path([&place.country, &place.name]),
    }
}

/// The article of a document.
pub(crate) fn article_of(document: &TantivyDocument, fields: &Fields) -> Article {
    let text = |field: Field| document.get_first(field).and_then(|value| value.as_str().map(str::to_owned));
    let packed = |field: Field| document.get_first(field).and_then(|value| unpack(value.as_bytes()?));
    let facets = |field: Field| {
        let paths = packed(field).unwrap_or_default();
        paths
            .split('\n')
            .filter(|path| !path.is_empty())
            .filter_map(|path| Facet::from_encoded(path.into()).ok())
            .collect::<Vec<_>>()
    };
    let (mut cities, mut regions, mut districts) = (Vec::new(), Vec::new(), Vec::new());
    for facet in facets(fields.stored_places) {
        match facet.to_path()[..] {
            [_, city, district] => districts.push(District { name: district.to_owned(), city: city.to_owned() }),
            [region, city] => cities.push(City { name: city.to_owned(), region: region.to_owned() }),
            [region] => regions.push(region.to_owned()),
            _ => {}
        }
    }
    let abroad = facets(fields.stored_abroad);
    let abroad = abroad.iter().filter_map(|facet| {
        let path = facet.to_path();
        let (country, name) = (path.first()?.to_string(), path.last()?.to_string());
        Some(ForeignPlace { name, country })
    });
    Article {
        id: ArticleId::new(text(fields.id).unwrap_or_default()),
        path: text(fields.path).map(PathBuf::from),
        url: text(fields.url),
        source: text(fields.source),
        title: title_of(document, fields),
        body: packed(fields.body).unwrap_or_default(),
        furniture: packed(fields.furniture).unwrap_or_default(),
        language: text(fields.language).and_then(|code| Language::from_code(&code)).unwrap_or(Language::Other),
        date: published(document, fields),
        event_dates: document
            .get_all(fields.event_date)
            .filter_map(|value| PartialDate::from_packed(value.as_u64()?))
            .collect(),
        cities,
        main_city: text(fields.main_city),
        regions,
        districts,
        places: document.get_all(fields.village).filter_map(|value| value.as_str().map(str::to_owned)).collect(),
        abroad: abroad.collect(),
        dateline_city: text(fields.dateline_city),
    }
}

/// The headline of a document's article.
pub(crate) fn title_of(document: &TantivyDocument, fields: &Fields) -> Option<String> {
    unpack(document.get_first(fields.title)?.as_bytes()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;
    use crate::article::RawArticle;
    use crate::extract::Extractor;
    use crate::index::signs;

    #[test]
    fn each_word_stands_there_once_with_its_sign() {
        /// Words with their signs as numbers.
        struct Signed(Vec<String>);
        impl WordTaker for Signed {
            fn word(&mut self, word: Word<'_>, place: Place) {
                let terms = signs::signed(word.terms(), place);
                self.0.extend(terms.map(|(word, sign)| format!("{word} {}", sign - signs::AROUND[0])));
            }
            fn border(&mut self, _: usize, _: Border) {}
        }
        let mut analyzer = Analyzer::new().text_analyzer();
        let mut terms = |text: &str, part| {
            let mut signed = Signed(Vec::new());
            give_words(text, part, Language::Russian, &mut analyzer, &mut signed);
            signed.0
        };
        assert_eq!(terms("мост мосты", Part::Title), ["мост 1", "мост 0", "мосты 6"]);
        assert_eq!(terms("мост мосты", Part::Body), ["мост 3", "мост 2", "мосты 6"]);
        assert_eq!(terms("мост мосты", Part::Furniture), ["мост 4", "мост 4"]);
        let further_down = format!("{}мост мосты", "5 ".repeat(LEAD_WORDS));
        assert_eq!(terms(&further_down, Part::Body)[LEAD_WORDS..], ["мост 5", "мост 4", "мосты 6"]);
    }

    #[test]
    fn a_date_comes_back_with_all_that_is_known_of_it() {
        let story = "Мост заложили 5 мая 2019 года, а открыли только теперь, после долгого ремонта.";
        for (date, expected) in [
            ("2021-06-03T08:05:00+06:00", "2021-06-03 08:05 +06:00 metadata"),
            ("2021-06-03 00:00", "2021-06-03 00:00 metadata"),
            ("2021-06-03", "2021-06-03 metadata"),
            ("2021", "2021 metadata"),
            ("", "none"),
        ] {
            let article = Extractor::new().extract(RawArticle::new("1", story).date(date));
            assert_eq!(article.event_dates.len(), 1);
            let (_, fields) = Fields::new();
            let origin = Origin { file: None, file_state: 0, fingerprint: 1 };
            let document = document(article.clone(), &origin, &Keys::of(&article), &fields);
            let read = article_of(&document.into_tantivy_document(), &fields);
            let words = read.date.map_or("none".to_owned(), |known| {
                let time = known.time.map(|time| format!(" {time}")).unwrap_or_default();
                let zone = known.zone.map(|zone| format!(" {zone}")).unwrap_or_default();
                format!("{}{time}{zone} {}", known.date, known.source.name())
            });
            assert_eq!(words, expected);
            assert_eq!((read.date, read.event_dates), (article.date, article.event_dates));
        }
    }
}
