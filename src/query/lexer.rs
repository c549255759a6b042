//! The words and signs of a query.

use super::keywords::{self, Operator};
use super::marks::{self, closing_quote, is_joiner, is_word_letter};
use super::named::Read;
use super::tree::{Field, Form, Phrase, Reach, Word};
use super::warning::WarningKind;
use super::warnings::{Warnings, proposal, short};
use super::{DEEPEST_BRACKETS, LONGEST_QUERY, MOST_WORDS};

/// Words of capitals up to this length are abbreviations.
const LONGEST_ABBREVIATION: usize = 5;

/// A word or a sign, with the character where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lexeme {
    pub kind: Kind,
    pub position: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Word(Word),
    Phrase(Phrase),
    And,
    Or,
    Not,
    /// `+`
    Must,
    /// `рядом/5`
    Near(Reach),
    /// `заголовок:`
    Title,
    /// `минимум:3`
    AtLeast(u32),
    /// `начало:50`
    First(u32),
    /// `город:Астана`, and each value of `город:(Астана ИЛИ Шу)`.
    Field(Field, String),
    /// `город:` in front of a bracket with values.
    Values,
    /// `^2`, right behind what it is about.
    Boost(f32),
    Open,
    Close,
}

/// Cuts a query into words and signs.
pub(super) fn lexemes(text: &str, warnings: &mut Warnings) -> Vec<Lexeme> {
    let letters: Vec<char> = text.chars().take(LONGEST_QUERY + 1).collect();
    if letters.len() > LONGEST_QUERY {
        warnings.at(LONGEST_QUERY, WarningKind::LongQuery { characters: LONGEST_QUERY });
    }
    let letters = &letters[..letters.len().min(LONGEST_QUERY)];
    let mut lexer = Lexer { operators: !is_shouted(letters), letters, at: 0, words: 0, values: None, warnings };
    let lexemes: Vec<Lexeme> = std::iter::from_fn(|| lexer.next()).collect();
    if lexer.is_full() && lexer.letters[lexer.at..].iter().any(|letter| is_word_letter(*letter)) {
        lexer.warnings.at(lexer.at, WarningKind::ManyWords { words: MOST_WORDS });
    }
    within_depth(lexemes, warnings)
}

/// Whether the query is all capitals, so that «И» and «НЕ» are words like the others. Abbreviations are capitals anyway.
pub(super) fn is_shouted(letters: &[char]) -> bool {
    let mut words = letters.split(|letter| !is_word_letter(*letter));
    !letters.iter().any(|letter| letter.is_lowercase())
        && words.any(|word| word.len() > LONGEST_ABBREVIATION && word.iter().all(|letter| letter.is_uppercase()))
}

/// Without the brackets that stand too deep in one another, and their partners.
fn within_depth(lexemes: Vec<Lexeme>, warnings: &mut Warnings) -> Vec<Lexeme> {
    let (mut depth, mut too_deep) = (0, None);
    let stays = |lexeme: &Lexeme| match lexeme.kind {
        Kind::Open => {
            depth += 1;
            let stays = depth <= DEEPEST_BRACKETS;
            if !stays {
                too_deep.get_or_insert(lexeme.position);
            }
            stays
        }
        Kind::Close => {
            let stays = depth <= DEEPEST_BRACKETS;
            depth = depth.saturating_sub(1);
            stays
        }
        _ => true,
    };
    let lexemes = lexemes.into_iter().filter(stays).collect();
    if let Some(position) = too_deep {
        warnings.at(position, WarningKind::DeepBrackets { most: DEEPEST_BRACKETS });
    }
    lexemes
}

/// A query on its way to words and signs.
pub(super) struct Lexer<'a> {
    pub(super) letters: &'a [char],
    pub(super) at: usize,
    /// How many words and values were read.
    pub(super) words: usize,
    operators: bool,
    /// The field whose values are read, and how many brackets are open behind it.
    pub(super) values: Option<(Field, usize)>,
    pub(super) warnings: &'a mut Warnings,
}

impl Lexer<'_> {
    fn next(&mut self) -> Option<Lexeme> {
        while !self.is_full() {
            let position = self.at;
            if let Some(kind) = self.kind(self.letter(position)?) {
                return Some(Lexeme { kind, position });
            }
        }
        None
    }

    /// What begins with this letter; none where it is passed over.
    fn kind(&mut self, letter: char) -> Option<Kind> {
        match letter {
            '(' => {
                self.values = self.values.map(|(field, open)| (field, open + 1));
                self.sign(Kind::Open)
            }
            ')' => {
                self.values = self.values.filter(|(_, open)| *open > 1).map(|(field, open)| (field, open - 1));
                self.sign(Kind::Close)
            }
            '-' | '−' | '–' if self.is_prefix() => self.sign(Kind::Not),
            '+' if self.is_prefix() => self.sign(Kind::Must),
            '&' => self.sign(Kind::And),
            '|' => self.sign(Kind::Or),
            '^' => self.boost().map(Kind::Boost),
            _ => match self.values {
                Some((field, _)) => self.value_among_others(field),
                None if letter == '=' && self.is_prefix() => self.exact(),
                None if closing_quote(letter).is_some() => self.phrase(letter, false),
                None if is_word_letter(letter) || self.begins_pattern() => self.word(),
                None => {
                    self.at += 1;
                    None
                }
            },
        }
    }

    fn is_full(&self) -> bool {
        self.words >= MOST_WORDS
    }

    fn sign(&mut self, kind: Kind) -> Option<Kind> {
        self.at += 1;
        Some(kind)
    }

    pub(super) fn letter(&self, at: usize) -> Option<char> {
        self.letters.get(at).copied()
    }

    /// A sign is about what is behind it when it stands in front of a word and behind none: `-дождь`, but not `Алматы - Астана`.
    fn is_prefix(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.letter(at));
        let after = self.letter(self.at + 1);
        before.is_none_or(|letter| letter.is_whitespace() || matches!(letter, '(' | '-' | '−' | '–' | '+' | ':'))
            && after.is_some_and(|letter| {
                is_word_letter(letter)
                    || matches!(letter, '(' | '=' | '*')
                    || closing_quote(letter).is_some()
                    || self.values.is_some() && matches!(letter, '<' | '>' | '≤' | '≥' | '.')
            })
    }

    /// A star in front of letters stands for others.
    fn begins_pattern(&self) -> bool {
        self.letter(self.at) == Some('*') && self.letter(self.at + 1).is_some_and(is_word_letter)
    }

    /// `^2`, where it stands right behind something and a number follows.
    fn boost(&mut self) -> Option<f32> {
        let position = self.at;
        let is_behind =
            position.checked_sub(1).and_then(|at| self.letter(at)).is_some_and(|sign| !sign.is_whitespace());
        self.at += 1;
        let digits = self.run(|letter| letter.is_ascii_digit() || letter == '.');
        let boost: f32 = digits.parse().ok().filter(|_| is_behind)?;
        if boost > marks::MOST_BOOST {
            let (written, read) = (format!("^{}", short(&digits)), format!("^{}", marks::MOST_BOOST));
            self.warnings.at(position, WarningKind::LargeNumber { written, read });
        }
        Some(boost.clamp(marks::LEAST_BOOST, marks::MOST_BOOST))
    }

    /// Takes the letters from here on that are such.
    pub(super) fn run(&mut self, is_in: impl Fn(char) -> bool) -> String {
        let start = self.at;
        while self.letter(self.at).is_some_and(&is_in) {
            self.at += 1;
        }
        self.letters[start..self.at].iter().collect()
    }

    /// What stands behind `=`: a word or a phrase as written.
    fn exact(&mut self) -> Option<Kind> {
        self.at += 1;
        let letter = self.letter(self.at)?;
        if closing_quote(letter).is_some() {
            return self.phrase(letter, true);
        }
        if letter == '(' {
            self.warn_of_exact_bracket();
        }
        if !is_word_letter(letter) {
            return None;
        }
        self.words += 1;
        Some(Kind::Word(Word { text: self.take_word(), form: Form::Exact }))
    }

    /// Says how to write `=(Россия США)`.
    fn warn_of_exact_bracket(&mut self) {
        let inside: String = self.letters[self.at + 1..].iter().take_while(|letter| **letter != ')').collect();
        let exact = |word: &str| match word.starts_with(is_word_letter) && keywords::operator(word).is_none() {
            true => format!("={word}"),
            false => word.to_owned(),
        };
        let each = inside.split_whitespace().map(exact).collect::<Vec<_>>().join(" ");
        let has_words_only = each.contains('=') && !each.contains(['(', '"', '«', '“', '„', ':', '/']);
        let write = proposal(if has_words_only { format!("({each})") } else { String::new() }, "(=мост =дамба)");
        self.warnings.at(self.at - 1, WarningKind::ExactBracket { write });
    }

    fn word(&mut self) -> Option<Kind> {
        let position = self.at;
        let word = self.take_pattern();
        let read = match self.letter(self.at) {
            Some(':') => match keywords::name(&word) {
                Some(name) => self.named(name, position),
                None => {
                    self.propose_name(&word, position);
                    Read::AsWord
                }
            },
            Some('/') if keywords::is_near(&word) => self.distance(position),
            _ => Read::AsWord,
        };
        match read {
            Read::Sign(kind) => {
                self.words += usize::from(matches!(kind, Kind::Field(..)));
                return Some(kind);
            }
            Read::PassedOver => return None,
            Read::AsWord => self.words += 1,
        }
        if self.letter(self.at) == Some('~') {
            self.at += 1;
            let slips = self.run(|letter| letter.is_ascii_digit());
            let slips = keywords::number(&slips).unwrap_or(1);
            if slips > 0 && !word.contains(['*', '?']) {
                return Some(self.fuzzy(word, slips, position));
            }
        }
        Some(match keywords::operator(&word).filter(|_| self.operators) {
            Some(Operator::And) => Kind::And,
            Some(Operator::Or) => Kind::Or,
            Some(Operator::Not) => Kind::Not,
            None => match marks::pattern(&word) {
                marks::Pattern::Word => Kind::Word(Word { text: word.replace(['*', '?'], ""), form: Form::Any }),
                marks::Pattern::Fitting => Kind::Word(Word { text: word, form: Form::Pattern }),
                marks::Pattern::TooWide => {
                    let (written, letters) = (short(&word), marks::LEAST_LETTERS);
                    self.warnings.at(position, WarningKind::WidePattern { written, letters });
                    Kind::Word(Word { text: word.replace(['*', '?'], ""), form: Form::Any })
                }
            },
        })
    }

    /// A word that may differ by so many letters.
    fn fuzzy(&mut self, text: String, slips: u32, position: usize) -> Kind {
        let most = marks::MOST_SLIPS;
        let slips = u8::try_from(slips).unwrap_or(u8::MAX);
        if slips > most {
            let word = short(&text);
            let (written, read) = (format!("{word}~{slips}"), format!("{word}~{most}"));
            self.warnings.at(position, WarningKind::LargeNumber { written, read });
        }
        Kind::Word(Word { text, form: Form::Fuzzy(slips.min(most)) })
    }

    fn take_word(&mut self) -> String {
        self.take(|letter| is_word_letter(letter) || letter == '\0')
    }

    /// A word with the stars in it, and question marks that stand inside.
    fn take_pattern(&mut self) -> String {
        self.take(|letter| is_word_letter(letter) || letter == '*')
    }

    fn take(&mut self, is_in: impl Fn(char) -> bool) -> String {
        let start = self.at;
        let takes_stars = is_in('*');
        while let Some(letter) = self.letter(self.at) {
            let is_any_letter = |letter: char| takes_stars && letter == '?';
            let behind = self.letters[self.at + 1..].iter().find(|next| !is_any_letter(**next));
            let follows = behind.is_some_and(|next| is_word_letter(*next) || takes_stars && *next == '*');
            let joined = is_joiner(letter) || is_any_letter(letter);
            if !(is_in(letter) || joined && follows) {
                break;
            }
            self.at += 1;
        }
        self.letters[start..self.at].iter().collect()
    }

    /// The words between quotation marks. None where there are none, or the mark is never closed.
    fn phrase(&mut self, opening: char, is_exact: bool) -> Option<Kind> {
        let position = self.at;
        let closing = closing_quote(opening)?;
        let inside = &self.letters[self.at + 1..];
        let Some(length) = inside.iter().position(|letter| closing.contains(*letter)) else {
            self.at += 1;
            self.warn_of_unclosed(position);
            return None;
        };
        let end = self.at + 1 + length;
        let mut words = Vec::new();
        self.at += 1;
        while self.at < end && self.words + words.len() < MOST_WORDS {
            if is_word_letter(self.letters[self.at]) {
                words.push(self.take_word());
            } else {
                self.at += 1;
            }
        }
        self.words += words.len();
        if !self.is_full() {
            self.at = self.at.max(end + 1);
        }
        let mut slop = 0;
        if self.letter(self.at) == Some('~') {
            self.at += 1;
            slop = keywords::number(&self.run(|letter| letter.is_ascii_digit())).unwrap_or(1);
            if slop > marks::MOST_SLOP {
                let (written, read) = (format!("~{slop}"), format!("~{}", marks::MOST_SLOP));
                self.warnings.at(position, WarningKind::LargeNumber { written, read });
                slop = marks::MOST_SLOP;
            }
        }
        let form = if is_exact { Form::Exact } else { Form::Any };
        match words.len() {
            0 => None,
            1 => words.pop().map(|text| Kind::Word(Word { text, form })),
            _ => Some(Kind::Phrase(Phrase { words, slop, is_exact })),
        }
    }
}
