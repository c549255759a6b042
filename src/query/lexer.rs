//! The words and signs of a query.

use super::{DEEPEST_BRACKETS, LONGEST_QUERY, MOST_WORDS, Warning};

/// Words of capitals up to this length are abbreviations.
const LONGEST_ABBREVIATION: usize = 5;

/// A word or a sign, with the character where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lexeme {
    pub kind: Kind,
    pub position: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Word(String),
    Phrase(Vec<String>),
    And,
    Or,
    Not,
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
fn is_shouted(letters: &[char]) -> bool {
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
                '-' | '−' | '–' if self.is_minus() => self.sign(Kind::Not),
                _ if closing_quote(letter).is_some() => match self.phrase(letter) {
                    Some(words) if words.is_empty() => continue,
                    Some(words) => Kind::Phrase(words),
                    None => {
                        self.at += 1;
                        let message =
                            format!("the quotation mark {letter} is never closed; the words were searched without it");
                        warnings.push(Warning::new(message).at(position));
                        continue;
                    }
                },
                _ if is_word_letter(letter) => self.word(),
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

    /// A minus excludes when it stands in front of a word and behind none: `-дождь`, but not `Алматы - Астана`.
    fn is_minus(&self) -> bool {
        let before = self.at.checked_sub(1).map(|at| self.letters[at]);
        let after = self.letters.get(self.at + 1);
        before.is_none_or(|letter| letter.is_whitespace() || letter == '(')
            && after.is_some_and(|letter| is_word_letter(*letter) || *letter == '(' || closing_quote(*letter).is_some())
    }

    fn word(&mut self) -> Kind {
        let word = self.take_word();
        self.words += 1;
        match word.as_str() {
            "И" | "AND" | "ЖӘНЕ" if self.operators => Kind::And,
            "ИЛИ" | "OR" | "НЕМЕСЕ" if self.operators => Kind::Or,
            "НЕ" | "NOT" | "ЕМЕС" if self.operators => Kind::Not,
            _ => Kind::Word(word),
        }
    }

    fn take_word(&mut self) -> String {
        let start = self.at;
        while let Some(&letter) = self.letters.get(self.at) {
            let joined = is_joiner(letter) && self.letters.get(self.at + 1).is_some_and(|next| is_word_letter(*next));
            if !is_word_letter(letter) && !joined {
                break;
            }
            self.at += 1;
        }
        self.letters[start..self.at].iter().collect()
    }

    /// The words between quotation marks; none where the mark is never closed.
    fn phrase(&mut self, opening: char) -> Option<Vec<String>> {
        let closing = closing_quote(opening)?;
        let inside = &self.letters[self.at + 1..];
        let length = inside.iter().position(|letter| closing.contains(*letter))?;
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
        Some(words)
    }
}

/// What closes a phrase that this sign opens.
fn closing_quote(opening: char) -> Option<&'static str> {
    match opening {
        '"' => Some("\""),
        '«' => Some("»"),
        '“' => Some("”"),
        '„' => Some("“”"),
        _ => None,
    }
}

fn is_word_letter(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '\u{300}'..='\u{36f}')
}

fn is_joiner(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}' | '\u{2011}' | '\'' | '’' | 'ʼ' | '\u{ad}' | '\u{200b}'..='\u{200d}')
}
