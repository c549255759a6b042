//! What is asked of an engine elsewhere, in words of no engine.

use std::collections::BTreeMap;

use crate::article::Article;
use crate::query::Field;
use crate::search::Sort;

/// Where a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Place {
    /// A form, anywhere.
    Text,
    /// A form in the headline.
    Title,
    /// A form among the first words.
    Lead,
    /// A word as written, in headline or body.
    Written,
}

/// What words in a row are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum RowOf {
    /// Forms, anywhere.
    Forms,
    /// Words as written, in headline or body.
    Written,
}

/// What is known of an article beside its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Label {
    /// Paths of places, with all above them.
    Places,
    /// The same of places abroad.
    Abroad,
    /// The month, or the year of what is known no better.
    Month,
    /// The day, its month and its year.
    Dates,
    /// Who published.
    Source,
    /// Its language.
    Language,
    /// The city that it is about.
    MainCity,
    /// How its date is known.
    DateSource,
    /// What names it.
    Id,
    /// What is known of it at all, by [`name_of`].
    Known,
}

/// What a field is called among the values of [`Label::Known`].
pub(crate) fn name_of(field: Field) -> &'static str {
    match field {
        Field::City => "city",
        Field::Region => "region",
        Field::Abroad => "abroad",
        Field::Source => "source",
        Field::Language => "language",
        Field::Date => "date",
    }
}

/// Stands between the words of one place in a term of a row.
pub(crate) const TOGETHER: char = '+';

/// What an article has to have.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Ask {
    /// Nothing: every article.
    Everything,
    /// What none has.
    Nothing,
    /// Any of these words.
    Words(Place, Vec<Box<str>>),
    /// These terms behind one another, with so many others between them in all.
    Row(RowOf, Vec<Box<str>>, u32),
    /// Any of these; a path has its names in order.
    Label(Label, Vec<Vec<String>>),
    /// A date, as yyyymmdd, between these, both included.
    During(u64, u64),
    /// A moment, as the index has it, between these, both included.
    Moments(u64, u64),
    All(Vec<Ask>),
    Any(Vec<Ask>),
    /// So many of them.
    AtLeast(usize, Vec<Ask>),
    Not(Box<Ask>),
}

impl Ask {
    /// All of these.
    pub fn all(mut asks: Vec<Ask>) -> Ask {
        asks.retain(|ask| *ask != Ask::Everything);
        match asks.len() {
            _ if asks.contains(&Ask::Nothing) => Ask::Nothing,
            0 => Ask::Everything,
            1 => asks.remove(0),
            _ => Ask::All(asks),
        }
    }

    /// Any of these.
    pub fn any(mut asks: Vec<Ask>) -> Ask {
        asks.retain(|ask| *ask != Ask::Nothing);
        match asks.len() {
            _ if asks.contains(&Ask::Everything) => Ask::Everything,
            0 => Ask::Nothing,
            1 => asks.remove(0),
            _ => Ask::Any(asks),
        }
    }

    /// So many of these.
    pub fn at_least(times: usize, asks: Vec<Ask>) -> Ask {
        match times {
            0 => Ask::Everything,
            1 => Ask::any(asks),
            _ if times > asks.len() => Ask::Nothing,
            _ if times == asks.len() => Ask::all(asks),
            _ => Ask::AtLeast(times, asks),
        }
    }
}

/// Where an article stands in an order by date: its moment as the engine sorts by it, and its number.
pub(crate) type Position = [i64; 2];

/// A search of an engine elsewhere.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// Which articles.
    pub ask: Ask,
    /// Words that score, each with its weight.
    pub scores: Vec<(Place, Box<str>, f32)>,
    /// In which order they come; by relevance as the engine ranks them.
    pub sort: Sort,
    /// How many are passed over.
    pub from: usize,
    /// How many are given.
    pub size: usize,
    /// Behind which position they begin, in an order by date.
    pub after: Option<Position>,
    /// What all that match are counted by.
    pub counts: Vec<Label>,
}

impl Wanted {
    /// No article, only how many there are.
    pub fn total(ask: Ask) -> Wanted {
        Wanted { ask, scores: Vec::new(), sort: Sort::Date, from: 0, size: 0, after: None, counts: Vec::new() }
    }
}

/// What an engine elsewhere found.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// How many match.
    pub total: u64,
    /// How many came: fewer than were asked for where no more match.
    pub came: usize,
    /// Where the last of them stands.
    pub end: Option<Position>,
    /// The articles that came, each once.
    pub articles: Vec<Article>,
    /// For each label that was asked for how many articles have each of its values; a path by its names.
    pub counts: Vec<BTreeMap<Vec<String>, u64>>,
}
