//! The tree of a query.

use super::period::Period;

/// A part of a query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Word(Word),
    Phrase(Phrase),
    /// Parts near one another: words, phrases, or one of several of them.
    Near(Vec<Node>, Reach),
    /// A word or phrase that stands so many times in an article at least.
    AtLeast(u32, Box<Node>),
    /// A word or phrase among the first so many words of an article.
    First(u32, Box<Node>),
    /// A word or phrase of the headline.
    Title(Box<Node>),
    /// What is known about an article: its city, its date.
    Only(Filter),
    /// What weighs more or less than the rest.
    Boost(Box<Node>, f32),
    /// What must be there, and lets the parts beside it be absent: `+слово`.
    Required(Box<Node>),
    /// Parts side by side: all of one or two, most of more.
    Together(Vec<Node>),
    /// All of the parts: И, AND.
    All(Vec<Node>),
    /// At least one of the parts: ИЛИ, OR.
    Any(Vec<Node>),
    /// What must not be there: `-слово`, НЕ, NOT.
    Not(Box<Node>),
}

/// A word as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    pub text: String,
    pub form: Form,
}

/// In which forms a word is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Any grammatical form.
    Any,
    /// Only as it is written: `=слово`.
    Exact,
    /// Words that begin so, `астан*`, or have any letters at `*` and one at `?`.
    Pattern,
    /// Words that differ by so many letters: `слово~1`.
    Fuzzy(u8),
}

/// Words that follow one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase {
    pub words: Vec<String>,
    /// How many other words may stand between them: `"а б"~2`.
    pub slop: u32,
    /// Whether only the words as written are asked for: `="а б"`.
    pub is_exact: bool,
}

/// How near parts stand to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Within so many words, in any order.
    Words(u32),
    Sentence,
    Paragraph,
}

/// What an article has to be like, beside its words.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Filter {
    pub field: Field,
    pub value: Value,
    /// The character of the query where it stands.
    pub position: Position,
}

/// What is known about articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Field {
    City,
    Region,
    Abroad,
    Source,
    Language,
    Date,
}

/// What a field has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// This, by any of its names.
    Name(String),
    /// Within this time.
    During(Period),
    /// Anything: `город:есть`.
    Known,
    /// Nothing: `город:нет`.
    Unknown,
}

/// A character of the query, counted from 0. The same filter at another place is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position(pub usize);
