//! The words and signs of a query.

use super::keywords::{self, Name, Operator};
use super::marks::{self, closing_quote, is_joiner, is_word_letter};
use super::tree::{Field, Form, Phrase, Reach, Word};
use super::{DEEPEST_BRACKETS, LONGEST_QUERY, MOST_WORDS, Warning};

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
    /// `город:Астана`; none in front of a bracket.
    Field(Field, Option<String>),
    /// `^2`, right behind what it is about.
    Boost(f32),
    Open,
    Close,
}

/// Cuts a query into words and signs.
pub(super) fn lexemes(text: &str, warnings: &mut Vec<Warning>) -> Vec<Lexeme> {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.len() > LONGEST_QUERY {
        letters.truncate(LONGEST_QUERY);
        warnings.push(Warning::new(format!("only the first {LONGEST_QUERY} characters were read")).at(LONGEST_QUERY));
    }
    let mut lexer = Lexer { operators: !is_shouted(&letters), letters: &letters, at: 0, words: 0 };
    let lexemes: Vec<Lexeme> = std::iter::from_fn(|| lexer.next(warnings)).collect();
    if lexer.is_full() && lexer.letters[lexer.at..].iter().any(|letter| is_word_letter(*letter)) {
        warnings.push(Warning::new(format!("only the first {MOST_WORDS} words were read")).at(lexer.at));
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
fn within_depth(lexemes: Vec<Lexeme>, warnings: &mut Vec<Warning>) -> Vec<Lexeme> {
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
        let message =
            format!("brackets stand more than {DEEPEST_BRACKETS} deep in one another; the inner ones were passed over");
        warnings.push(Warning::new(message).at(position));
    }
    lexemes
}

struct Lexer<'a> {
    letters: &'a [char],
    at: usize,
    words: usize,
    operators: bool,
}

impl Lexer<'_> {
    fn next(&mut self, warnings: &mut Vec<Warning>) -> Option<Lexeme> {
        loop {
            if self.is_full() {
                return None;
            }
            let position = self.at;
            let letter = *self.letters.get(position)?;
            let kind = match letter {
                '(' => self.sign(Kind::Open),
                ')' => self.sign(Kind::Close),
                '-' | '−' | '–' if self.is_prefix() => self.sign(Kind::Not),
                '+' if self.is_prefix() => self.sign(Kind::Must),
                '&' => self.sign(Kind::And),
                '|' => self.sign(Kind::Or),
                '^' => match self.boost() {
                    Some(boost) => Kind::Boost(boost),
                    None => continue,
                },
                '=' if self.is_prefix() && self.letters.get(position + 1) != Some(&'(') => {
                    self.at += 1;
                    match self.exact(warnings) {
                        Some(kind) => kind,
                        None => continue,
                    }
                }
                _ if closing_quote(letter).is_some() => match self.phrase(letter, false, warnings) {
                    Some(kind) => kind,
                    None => continue,
                },
                _ if is_word_letter(letter) || self.begins_pattern() => match self.word(warnings) {
                    Some(kind) => kind,
                    None => continue,
                },
                _ => {
                    self.at += 1;
                    continue;
                }
            };
            return Some(Lexeme { kind, position });
        }
    }

    fn is_full(&self) -> bool {
        self.words >= MOST_WORDS
    }

    fn sign(&mut self, kind: Kind) -> Kind {
        self.at += 1;
        kind
    }

    fn letter(&self, at: usize) -> Option<char> {
        self.letters.get(at).copied()
    }

    /// A sign is about what is behind it when it stands in front of a word and behind none: `-дождь`, but not `Алматы - Астана`.
    fn is_prefix(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.letter(at));
        let after = self.letter(self.at + 1);
        before.is_none_or(|letter| letter.is_whitespace() || matches!(letter, '(' | '-' | '−' | '–' | '+' | ':'))
            && after.is_some_and(|letter| {
                is_word_letter(letter) || matches!(letter, '(' | '=' | '*') || closing_quote(letter).is_some()
            })
    }

    /// A star in front of letters stands for others.
    fn begins_pattern(&self) -> bool {
        self.letter(self.at) == Some('*') && self.letter(self.at + 1).is_some_and(is_word_letter)
    }

    /// `^2`, where it stands right behind something and a number follows.
    fn boost(&mut self) -> Option<f32> {
        let is_behind =
            self.at.checked_sub(1).and_then(|at| self.letter(at)).is_some_and(|before| !before.is_whitespace());
        self.at += 1;
        let digits = self.run(|letter| letter.is_ascii_digit() || letter == '.');
        let boost: f32 = digits.parse().ok().filter(|_| is_behind)?;
        Some(boost.clamp(marks::LEAST_BOOST, marks::MOST_BOOST))
    }

    /// Takes the letters from here on that are such.
    fn run(&mut self, is_in: impl Fn(char) -> bool) -> String {
        let start = self.at;
        while self.letter(self.at).is_some_and(&is_in) {
            self.at += 1;
        }
        self.letters[start..self.at].iter().collect()
    }

    /// What stands behind `=`: a word or a phrase as written.
    fn exact(&mut self, warnings: &mut Vec<Warning>) -> Option<Kind> {
        let letter = self.letter(self.at)?;
        if closing_quote(letter).is_some() {
            return self.phrase(letter, true, warnings);
        }
        if !is_word_letter(letter) {
            return None;
        }
        self.words += 1;
        Some(Kind::Word(Word { text: self.take_word(), form: Form::Exact }))
    }

    fn word(&mut self, warnings: &mut Vec<Warning>) -> Option<Kind> {
        let position = self.at;
        let word = self.take_pattern();
        self.words += 1;
        match self.letter(self.at) {
            Some(':') => {
                if let Some(name) = keywords::name(&word)
                    && let Some(kind) = self.named(name, position, warnings)
                {
                    self.words -= 1;
                    return Some(kind);
                }
            }
            Some('/') if keywords::is_near(&word) => {
                let start = self.at;
                self.at += 1;
                if let Some(reach) = keywords::reach(&self.run(char::is_alphanumeric)) {
                    self.words -= 1;
                    return Some(Kind::Near(reach));
                }
                self.at = start;
                let message = "behind «рядом/» a number of words is missing, or предложение, or абзац: рядом/5";
                warnings.push(Warning::new(message).at(position));
            }
            Some('~') => {
                self.at += 1;
                let distance = self.run(|letter| letter.is_ascii_digit()).parse().unwrap_or(1);
                if distance > 0 && !word.contains(['*', '?']) {
                    return Some(Kind::Word(Word { text: word, form: Form::Fuzzy(distance.min(marks::MOST_SLIPS)) }));
                }
            }
            _ => {}
        }
        Some(match keywords::operator(&word).filter(|_| self.operators) {
            Some(Operator::And) => Kind::And,
            Some(Operator::Or) => Kind::Or,
            Some(Operator::Not) => Kind::Not,
            None => match marks::pattern(&word) {
                marks::Pattern::Word => Kind::Word(Word { text: word.replace(['*', '?'], ""), form: Form::Any }),
                marks::Pattern::Fitting => Kind::Word(Word { text: word, form: Form::Pattern }),
                marks::Pattern::TooWide => {
                    let letters = marks::LEAST_LETTERS;
                    let message = format!(
                        "«{word}» stands for too many words; it was read without the star, which needs {letters} letters"
                    );
                    warnings.push(Warning::new(message).at(position));
                    Kind::Word(Word { text: word.replace(['*', '?'], ""), form: Form::Any })
                }
            },
        })
    }

    /// What stands behind the colon of a name; none where nothing does, so that the name is a word like others.
    fn named(&mut self, name: Name, position: usize, warnings: &mut Vec<Warning>) -> Option<Kind> {
        let next = self.letter(self.at + 1).filter(|next| !next.is_whitespace() && *next != ')')?;
        let start = self.at;
        self.at += 1;
        let kind = match name {
            Name::Title => Some(Kind::Title),
            Name::AtLeast | Name::First => {
                let number = self.run(|letter| letter.is_ascii_digit()).parse().ok().filter(|number| *number > 0);
                if number.is_none() {
                    let message = "a number is missing behind the colon: минимум:3 слово, начало:50 слово";
                    warnings.push(Warning::new(message).at(position));
                }
                number.map(|number| if name == Name::First { Kind::First(number) } else { Kind::AtLeast(number) })
            }
            Name::Field(field) if next == '(' => Some(Kind::Field(field, None)),
            Name::Field(field) => {
                let value = match closing_quote(next) {
                    Some(closing) => self.quoted(closing),
                    None => Some(self.run(|letter| !letter.is_whitespace() && !matches!(letter, '(' | ')' | '^'))),
                };
                let value = value.map(|value| value.trim_end_matches([',', ';']).to_owned());
                value.filter(|value| !value.trim().is_empty()).map(|value| Kind::Field(field, Some(value)))
            }
        };
        if kind.is_none() {
            self.at = start;
        }
        kind
    }

    /// What stands in quotation marks from here on, as it is; none where they are never closed.
    fn quoted(&mut self, closing: &str) -> Option<String> {
        let inside = &self.letters[self.at + 1..];
        let length = inside.iter().position(|letter| closing.contains(*letter))?;
        self.at += length + 2;
        Some(inside[..length].iter().collect())
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
            let follows =
                self.letter(self.at + 1).is_some_and(|next| is_word_letter(next) || takes_stars && next == '*');
            let joined = is_joiner(letter) || takes_stars && letter == '?';
            if !(is_in(letter) || joined && follows) {
                break;
            }
            self.at += 1;
        }
        self.letters[start..self.at].iter().collect()
    }

    /// The words between quotation marks. None where there are none, or the mark is never closed.
    fn phrase(&mut self, opening: char, is_exact: bool, warnings: &mut Vec<Warning>) -> Option<Kind> {
        let position = self.at;
        let closing = closing_quote(opening)?;
        let inside = &self.letters[self.at + 1..];
        let Some(length) = inside.iter().position(|letter| closing.contains(*letter)) else {
            self.at += 1;
            let message = format!("the quotation mark {opening} is never closed; the words were searched without it");
            warnings.push(Warning::new(message).at(position));
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
            slop = self.run(|letter| letter.is_ascii_digit()).parse().unwrap_or(1).min(marks::MOST_SLOP);
        }
        let form = if is_exact { Form::Exact } else { Form::Any };
        match words.len() {
            0 => None,
            1 => words.pop().map(|text| Kind::Word(Word { text, form })),
            _ => Some(Kind::Phrase(Phrase { words, slop, is_exact })),
        }
    }
}
