//! The words of the query language, in Russian, Kazakh and English.

use super::tree::{Field, Reach};

/// A name in front of a colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    /// What stands behind it is asked for in the headline.
    Title,
    /// A number of times.
    AtLeast,
    /// A number of words from the start.
    First,
    /// What is known about an article.
    Field(Field),
}

#[rustfmt::skip]
const NAMES: &[(Name, &[&str])] = &[
    (Name::Title, &["заголовок", "тақырып", "title"]),
    (Name::AtLeast, &["минимум", "кемінде", "atleast"]),
    (Name::First, &["начало", "басы", "first"]),
    (Name::Field(Field::City), &["город", "қала", "city"]),
    (Name::Field(Field::Region), &["область", "регион", "облыс", "region"]),
    (Name::Field(Field::Abroad), &["страна", "шетел", "abroad"]),
    (Name::Field(Field::Source), &["источник", "дереккөз", "source"]),
    (Name::Field(Field::Language), &["язык", "тіл", "language"]),
    (Name::Field(Field::Date), &["дата", "күні", "date"]),
];

/// In front of a slash.
const NEAR: &[&str] = &["рядом", "жақын", "near"];
const SENTENCE: &[&str] = &["предложение", "предл", "сөйлем", "sentence"];
const PARAGRAPH: &[&str] = &["абзац", "азатжол", "paragraph"];

const AND: &[&str] = &["И", "ЖӘНЕ", "AND"];
const OR: &[&str] = &["ИЛИ", "НЕМЕСЕ", "OR"];
const NOT: &[&str] = &["НЕ", "ЕМЕС", "NOT"];

const UNKNOWN: &[&str] = &["нет", "жоқ", "none"];
const KNOWN: &[&str] = &["есть", "бар", "any"];

/// An operator between words, or in front of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Not,
}

pub(super) fn name(word: &str) -> Option<Name> {
    let word = word.to_lowercase();
    NAMES.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(name, _)| *name)
}

pub(super) fn operator(word: &str) -> Option<Operator> {
    match () {
        () if AND.contains(&word) => Some(Operator::And),
        () if OR.contains(&word) => Some(Operator::Or),
        () if NOT.contains(&word) => Some(Operator::Not),
        () => None,
    }
}

pub(super) fn is_near(word: &str) -> bool {
    NEAR.contains(&word.to_lowercase().as_str())
}

/// What stands behind the slash of «рядом/».
pub(super) fn reach(word: &str) -> Option<Reach> {
    let word = word.to_lowercase();
    match () {
        () if SENTENCE.contains(&word.as_str()) => Some(Reach::Sentence),
        () if PARAGRAPH.contains(&word.as_str()) => Some(Reach::Paragraph),
        () => word.parse().ok().filter(|words| *words > 0).map(Reach::Words),
    }
}

pub(super) fn is_unknown(value: &str) -> bool {
    UNKNOWN.contains(&value.to_lowercase().as_str())
}

pub(super) fn is_known(value: &str) -> bool {
    KNOWN.contains(&value.to_lowercase().as_str())
}

/// The Russian word for a field, to print it.
pub(super) fn field_name(field: Field) -> &'static str {
    let found = NAMES.iter().find(|(name, _)| *name == Name::Field(field));
    found.map_or("", |(_, words)| words[0])
}
