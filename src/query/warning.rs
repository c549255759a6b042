//! What can be said about a query beside its results.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Something in a query that was not understood, not found or not done.
///
/// In JSON the fields of [`WarningKind`] stand beside `message` and `position`, its name in `code`:
///
/// ```
/// use izdeu::{Index, LocalSearcher, SearchRequest, Searcher, WarningKind};
///
/// let searcher = LocalSearcher::open(&Index::in_memory()?)?;
/// let warning = &searcher.search(&SearchRequest::new("(мост"))?.warnings[0];
/// assert_eq!((&warning.kind, warning.position), (&WarningKind::UnclosedBracket, Some(0)));
/// assert_eq!(warning.message, "the bracket is never closed; it was read to the end of the query");
/// # Ok::<(), izdeu::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct Warning {
    /// What it is and what to write instead, in English.
    pub message: String,
    /// The character of the query that it is about, counted from 0, where there is one.
    pub position: Option<usize>,
    /// The same as [`message`](Warning::message) for programs: to say it in another language, say.
    #[serde(flatten)]
    pub kind: WarningKind,
}

impl Warning {
    pub(crate) fn new(kind: WarningKind) -> Warning {
        Warning { message: kind.to_string(), position: None, kind }
    }

    pub(crate) fn at(mut self, position: usize) -> Warning {
        self.position = Some(position);
        self
    }
}

/// What a [`Warning`] says, with the words and numbers that it names. Its [`Display`](fmt::Display) is English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(tag = "code", rename_all = "snake_case")]
#[non_exhaustive]
pub enum WarningKind {
    /// Only the beginning of the query was read.
    LongQuery {
        /// So many characters.
        characters: usize,
    },
    /// Only the first words of the query were read.
    ManyWords {
        /// So many words.
        words: usize,
    },
    /// Brackets stand too deep in one another; the inner ones were passed over.
    DeepBrackets {
        /// So deep they may stand.
        most: usize,
    },
    /// A bracket is opened and never closed; it was read to the end of the query.
    UnclosedBracket,
    /// A bracket is closed that was never opened; it was passed over.
    UnopenedBracket,
    /// A quotation mark is never closed; the words were searched without it.
    UnclosedQuote {
        /// The mark.
        sign: char,
    },
    /// An operator without anything behind it was passed over.
    NothingBehind,
    /// An operator without anything in front of it was passed over.
    NothingBefore,
    /// «=» in front of a bracket was passed over.
    ExactBracket {
        /// What to write instead.
        write: String,
    },
    /// A number larger than the largest; that was taken.
    LargeNumber {
        /// As it stands in the query.
        written: String,
        /// As it was read.
        read: String,
    },
    /// Zero where a number is 1 or more; it was passed over.
    Zero {
        /// As it stands in the query.
        written: String,
    },
    /// A number is missing behind «минимум:» or «начало:».
    NoNumber,
    /// Something is missing behind «рядом/».
    NoDistance,
    /// Of several distances between the same parts the last one counts.
    SeveralDistances {
        /// What to write where each has its own.
        write: String,
    },
    /// Something else than words and phrases stands beside «рядом»; all of the parts were asked for.
    NotNear,
    /// Something else than words and phrases was to be counted; the number was passed over.
    NotCounted,
    /// A pattern that stands for too many words was read as a word.
    WidePattern {
        /// The pattern as it stands in the query.
        written: String,
        /// So many letters it needs.
        letters: usize,
    },
    /// A name in front of a colon is none, and close to one.
    UnknownField {
        /// As it stands in the query.
        written: String,
        /// The name that may be meant.
        meant: String,
    },
    /// Between the brackets behind a field only its values can stand; this was passed over.
    NoValue {
        /// As it stands in the query.
        written: String,
    },
    /// What stands behind «дата:» is no date; it was passed over.
    NoDate {
        /// As it stands in the query.
        written: String,
    },
    /// There is no such day; nothing can be found.
    NoSuchDay {
        /// The day.
        day: String,
    },
    /// The end of a period lies before its beginning; they were exchanged.
    BackwardPeriod {
        /// As it stands in the query.
        written: String,
        /// As it was read.
        read: String,
    },
    /// No city of Kazakhstan and no district has this name.
    UnknownCity {
        /// The name.
        name: String,
    },
    /// No region of Kazakhstan has this name.
    UnknownRegion {
        /// The name.
        name: String,
    },
    /// No place abroad has this name.
    UnknownAbroad {
        /// The name.
        name: String,
    },
    /// No language that is told apart has this name.
    UnknownLanguage {
        /// The name.
        name: String,
    },
    /// No article has a source with this in its name.
    UnknownSource {
        /// The name.
        name: String,
    },
    /// The query has no word.
    NoWord,
    /// A word of the query is in no article.
    AbsentWord {
        /// As it stands in the query.
        word: String,
    },
    /// A word is rare, and one like it is not.
    DidYouMean {
        /// The word that may be meant.
        meant: String,
        /// So many articles have that.
        articles_of_meant: u64,
        /// As it stands in the query.
        written: String,
        /// So many articles have it.
        articles: u64,
    },
    /// A pattern stands for many words; the most frequent of them were searched.
    ManyMeanings {
        /// The pattern.
        written: String,
        /// It stands for so many words.
        words: usize,
        /// So many were searched.
        searched: usize,
    },
    /// The patterns of the query stand for too many words together.
    ManyMeaningsTogether {
        /// The pattern of which not all were searched.
        written: String,
        /// So many were searched.
        searched: usize,
    },
    /// No article has all the words; these have most of them.
    MostWords,
    /// No article has most of the words; these have some of them.
    SomeWords,
    /// Nothing matches within the places and dates asked for, and something outside.
    OnlyElsewhere {
        /// So many articles match without the limits.
        articles: usize,
    },
    /// A facet has more paths than are shown.
    LargeFacet {
        /// It has so many.
        paths: usize,
        /// So many are shown.
        shown: usize,
    },
    /// The index changed since the page before; articles may be missing or come again.
    IndexChanged,
    /// Time was over before all articles were looked through.
    TimeOverMatching,
    /// Time was over before the order was worked out.
    TimeOverOrdering,
    /// Time was over before all hits of the page were made.
    TimeOverHits,
}

impl fmt::Display for WarningKind {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        use WarningKind::*;
        match self {
            LongQuery { characters } => write!(to, "only the first {characters} characters were read"),
            ManyWords { words } => write!(to, "only the first {words} words were read"),
            DeepBrackets { most } => {
                write!(to, "brackets stand more than {most} deep in one another; the inner ones were passed over")
            }
            UnclosedBracket => to.write_str("the bracket is never closed; it was read to the end of the query"),
            UnopenedBracket => to.write_str("a closing bracket without an opening one was passed over"),
            UnclosedQuote { sign } => {
                write!(to, "the quotation mark {sign} is never closed; the words were searched without it")
            }
            NothingBehind => to.write_str("an operator without anything behind it was passed over"),
            NothingBefore => to.write_str("an operator without a word in front of it was passed over"),
            ExactBracket { write } => {
                let rule = "«=» stands in front of a word or a phrase; in front of a bracket it was passed over";
                write!(to, "{rule}; write {write}")
            }
            LargeNumber { written, read } => write!(to, "«{written}» was read as «{read}», the most there is"),
            Zero { written } => write!(to, "«{written}» was passed over; its number is 1 or more"),
            NoNumber => to.write_str("a number is missing behind the colon: минимум:3 слово, начало:50 слово"),
            NoDistance => {
                to.write_str("behind «рядом/» a number of words is missing, or предложение, or абзац: рядом/5")
            }
            SeveralDistances { write } => {
                write!(to, "of several distances the last one counts; for each its own write {write}")
            }
            NotNear => {
                to.write_str("only words and phrases can stand near one another; all of the parts were asked for")
            }
            NotCounted => to.write_str("only words and phrases can be counted; the number was passed over"),
            WidePattern { written, letters } => {
                let done = "it was read without the star, which needs";
                write!(to, "«{written}» stands for too many words; {done} {letters} letters")
            }
            UnknownField { written, meant } => {
                write!(to, "there is no field «{written}»; did you mean «{meant}:»?")
            }
            NoValue { written } => {
                let rule = "between the brackets behind a field only its values can stand";
                write!(to, "{rule}; «{written}» was passed over")
            }
            NoDate { written } => {
                let examples = "2026, 2026-02, 14.02.2026, 2026-01..2026-03, >2025, вчера, неделя, нет";
                write!(to, "«{written}» is no date and was passed over; dates are {examples}")
            }
            NoSuchDay { day } => write!(to, "the calendar has no day {day}"),
            BackwardPeriod { written, read } => {
                write!(to, "the end of «{written}» lies before its beginning; it was read as {read}")
            }
            UnknownCity { name } => {
                let advice = "cities of Kazakhstan go by any of their names, like Астана, Нур-Султан, Almaty";
                write!(to, "no city «{name}» is known; {advice}")
            }
            UnknownRegion { name } => {
                let advice =
                    "regions of Kazakhstan go by any of their names, like Карагандинская область, ВКО, Абай облысы";
                write!(to, "no region «{name}» is known; {advice}")
            }
            UnknownAbroad { name } => {
                let advice = "cities and countries go by their Russian or Kazakh names, like Москва, Қытай, США";
                write!(to, "no place abroad «{name}» is known; {advice}")
            }
            UnknownLanguage { name } => {
                write!(to, "«{name}» is no language that is told apart; write ru, kk or other")
            }
            UnknownSource { name } => write!(to, "no article has a source with «{name}» in its name"),
            NoWord => to.write_str("there is no word in the query"),
            AbsentWord { word } => write!(to, "{word} occurs in no article"),
            DidYouMean { meant, articles_of_meant, written, articles } => write!(
                to,
                "did you mean «{meant}», which is in {articles_of_meant} articles? «{written}» is in {articles}"
            ),
            ManyMeanings { written, words, searched } => {
                write!(to, "«{written}» stands for {words} words; the {searched} most frequent were searched")
            }
            ManyMeaningsTogether { written, searched } => {
                write!(to, "the query stands for too many words; {searched} of «{written}» were searched")
            }
            MostWords => to.write_str("no article has all the words; these have most of them"),
            SomeWords => to.write_str("no article has all the words; these have some of them"),
            OnlyElsewhere { articles } => write!(to, "{articles} articles match without the limits of place and date"),
            LargeFacet { paths, shown } => write!(to, "the facet has {paths} paths; {shown} of them are shown"),
            IndexChanged => {
                to.write_str("the index has changed since the page before; some articles may be missing or come again")
            }
            TimeOverMatching => to.write_str("time was over before all articles were looked through; more may match"),
            TimeOverOrdering => {
                to.write_str("time was over before the order was worked out; better articles may stand further down")
            }
            TimeOverHits => {
                to.write_str("time was over before all hits of the page were made; it goes on with --after")
            }
        }
    }
}
