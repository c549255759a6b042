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

/// Names of fewer letters are one slip from too many words: «тел:» is no «тіл:».
const LEAST_FOR_SLIPS: usize = 4;

/// Words that are one slip from a name and no slips.
#[rustfmt::skip]
const ORDINARY: &[&str] = &[
    "голод", "горох", "огород", "легион", "страда", "дама", "дана", "дать", "дача", "бусы",
    "бала", "дала", "жала", "сала", "шала", "қана", "қара", "қалай", "қалам", "қалың", "басты", "күн", "құны",
    "data", "gate", "late", "rate", "fate", "mate", "dare", "pity", "tile", "fist", "aboard", "broad", "legion",
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

/// The name that a word is one slip from: a letter changed, dropped or added, two swapped, or Kazakh letters typed as Russian ones.
pub(super) fn meant(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    if ORDINARY.contains(&word.as_str()) {
        return None;
    }
    let typed = plain(&word);
    let is_meant = |name: &&&str| {
        let name = plain(name);
        name == typed || name.len() >= LEAST_FOR_SLIPS && is_one_slip(&typed, &name)
    };
    NAMES.iter().flat_map(|(_, names)| names.iter()).find(is_meant).copied()
}

/// The letters of a word as who has no Kazakh keyboard types them.
fn plain(word: &str) -> Vec<char> {
    let plain = |letter| match letter {
        'ә' => 'а',
        'ғ' => 'г',
        'қ' => 'к',
        'ң' => 'н',
        'ө' => 'о',
        'ұ' | 'ү' => 'у',
        'һ' => 'х',
        'і' => 'и',
        letter => letter,
    };
    word.chars().map(plain).collect()
}

/// Whether one letter changed, dropped or added, or two neighbours swapped make one word the other.
fn is_one_slip(one: &[char], other: &[char]) -> bool {
    let common = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let (one, other) = (&one[common..], &other[common..]);
    let common = one.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count();
    match (&one[..one.len() - common], &other[..other.len() - common]) {
        ([_], [_]) | ([], [_]) | ([_], []) => true,
        ([first, second], [third, fourth]) => first == fourth && second == third,
        _ => false,
    }
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
        () => number(&word).map(Reach::Words),
    }
}

/// A number as typed; too large ones are the largest there is.
pub(super) fn number(digits: &str) -> Option<u32> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(u32::MAX))
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
