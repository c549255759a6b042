//! What a query asks of an article's city, date and the like.

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use rustc_hash::FxHashSet;
use tantivy::Term;

use super::commit::Commit;
use super::deadline::Deadline;
use super::facts::Fact;
use super::filters;
use super::leaf::Leaf;
use super::synonyms::Synonyms;
use crate::article::PartialDate;
use crate::extract::Gazetteer;
use crate::index::schema::Fields;
use crate::language::Language;
use crate::query::{Field, Filter, Period, Value, WarningKind, When};

/// What a filter is looked up in.
#[derive(Clone, Copy)]
pub(super) struct Lookup<'a> {
    pub fields: &'a Fields,
    pub searcher: &'a Commit,
    pub gazetteer: &'a Gazetteer,
    pub synonyms: &'a Synonyms,
    pub deadline: Deadline,
}

/// Kazakhstan's hours ahead of UTC, for «вчера».
const HOURS: i64 = 5;

impl Lookup<'_> {
    /// The articles of a filter; the warning says why there can be none.
    pub fn leaf(&self, filter: &Filter) -> tantivy::Result<Result<Leaf, WarningKind>> {
        Ok(match &filter.value {
            Value::Known => Ok(Leaf::Known(Fact::Has(filter.field))),
            Value::Unknown => Ok(Leaf::Known(Fact::Lacks(filter.field))),
            Value::During(period) => self.during(*period),
            Value::Name(name) => match filter.field {
                Field::City => self.facet(self.fields.place, filters::city(name, self.gazetteer)),
                Field::Region => self.facet(self.fields.place, filters::region(name, self.gazetteer)),
                Field::Abroad => self.facet(self.fields.abroad, filters::abroad(name, self.gazetteer)),
                Field::Language => {
                    language(name).map(|code| Leaf::label(Term::from_field_text(self.fields.language, code)))
                }
                Field::Source => self.source(name)?,
                Field::Date => Err(WarningKind::NoDate { written: name.clone() }),
            },
        })
    }

    fn facet(&self, field: tantivy::schema::Field, facet: filters::Place) -> Result<Leaf, WarningKind> {
        facet.map(|facet| Leaf::label(Term::from_facet(field, &facet)))
    }

    /// The articles of the sources that have these words in their name.
    fn source(&self, name: &str) -> tantivy::Result<Result<Leaf, WarningKind>> {
        let wanted = name.to_lowercase();
        let mut sources: FxHashSet<String> = FxHashSet::default();
        if let Some(collection) = self.searcher.collection() {
            let all = collection.sources()?;
            sources.extend(all.iter().filter(|source| source.to_lowercase().contains(&wanted)).cloned());
        }
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.source)?;
            let mut names = index.terms().stream()?;
            while names.advance() {
                let source = String::from_utf8_lossy(names.key()).into_owned();
                if source.to_lowercase().contains(&wanted) {
                    sources.insert(source);
                }
            }
        }
        if sources.is_empty() {
            return Ok(Err(WarningKind::UnknownSource { name: name.to_owned() }));
        }
        let terms = sources.iter().map(|source| Term::from_field_text(self.fields.source, source));
        Ok(Ok(Leaf::Labelled(terms.collect())))
    }

    fn during(&self, period: Period) -> Result<Leaf, WarningKind> {
        let (from, to) = match period {
            Period::Between(from, to) => {
                let from = from.map_or(Ok(0), |when| date(when).map(PartialDate::packed))?;
                (from, to.map_or(Ok(u64::MAX), |when| date(when).map(PartialDate::packed_end))?)
            }
            Period::After(when) => (date(when)?.packed_end() + 1, u64::MAX),
            Period::Before(when) => (0, date(when)?.packed() - 1),
            Period::Days { from, to } => {
                let today = Timestamp::now().as_second() + HOURS * 60 * 60;
                let today = Timestamp::from_second(today).map(|now| now.to_zoned(jiff::tz::TimeZone::UTC).date());
                let day = |ago: u16| {
                    today.as_ref().ok().and_then(|today| today.checked_sub(Span::new().days(i64::from(ago))).ok())
                };
                (day(from).map_or(0, packed), day(to).map_or(u64::MAX, packed))
            }
        };
        if from > to {
            return Ok(Leaf::nothing());
        }
        Ok(Leaf::Known(Fact::During(from, to)))
    }
}

fn packed(day: Date) -> u64 {
    PartialDate::from_ymd(day.year().unsigned_abs(), day.month().unsigned_abs(), day.day().unsigned_abs())
        .map_or(0, PartialDate::packed)
}

fn date(when: When) -> Result<PartialDate, WarningKind> {
    let When(year, month, day) = when;
    let date = match (month, day) {
        (0, _) => PartialDate::from_year(year),
        (_, 0) => PartialDate::from_ym(year, month),
        _ => PartialDate::from_ymd(year, month, day),
    };
    date.ok_or_else(|| WarningKind::NoSuchDay { day: when.to_string() })
}

fn language(name: &str) -> Result<&'static str, WarningKind> {
    let language = match name.to_lowercase().as_str() {
        "ru" | "рус" | "русский" | "орыс" | "орысша" | "russian" => Language::Russian,
        "kk" | "kz" | "каз" | "казахский" | "қаз" | "қазақ" | "қазақша" | "kazakh" => {
            Language::Kazakh
        }
        "other" | "другой" | "басқа" => Language::Other,
        _ => return Err(WarningKind::UnknownLanguage { name: name.to_owned() }),
    };
    Ok(language.code())
}
