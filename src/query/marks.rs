//! Which signs make a word, a phrase, a pattern, and how far they go.

/// The most letters in which a word may differ from one that is asked for with `~`.
pub(super) const MOST_SLIPS: u8 = 2;
/// The most words that may stand between those of a phrase.
pub(super) const MOST_SLOP: u32 = 100;
/// The most words within which parts may be asked for with «рядом/»: longer than nearly any article.
pub(super) const MOST_REACH: u32 = 1_000;
/// What a part of a query may weigh.
pub(super) const LEAST_BOOST: f32 = 0.0;
pub(super) const MOST_BOOST: f32 = 100.0;
/// The fewest letters of a word with a star.
pub(super) const LEAST_LETTERS: usize = 2;

/// What a word with signs in it stands for.
pub(super) enum Pattern {
    /// There are no signs in it.
    Word,
    Fitting,
    /// It has so few letters that half of all words would fit.
    TooWide,
}

/// Whether a word is a pattern.
pub(super) fn pattern(word: &str) -> Pattern {
    if !word.contains(['*', '?']) {
        Pattern::Word
    } else if word.chars().filter(|letter| is_word_letter(*letter)).count() >= LEAST_LETTERS {
        Pattern::Fitting
    } else {
        Pattern::TooWide
    }
}

/// What closes a phrase that this sign opens.
pub(super) fn closing_quote(opening: char) -> Option<&'static str> {
    match opening {
        '"' => Some("\""),
        '«' => Some("»"),
        '“' => Some("”"),
        '„' => Some("“”"),
        _ => None,
    }
}

pub(super) fn is_word_letter(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '\u{300}'..='\u{36f}')
}

/// Whether a sign between letters belongs to the word.
pub(super) fn is_joiner(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}' | '\u{2011}' | '\'' | '’' | 'ʼ' | '\u{ad}' | '\u{200b}'..='\u{200d}')
}

/// Whether a sign belongs to the value of a field: all do that do not end it.
pub(super) fn is_value_letter(letter: char) -> bool {
    !letter.is_whitespace() && !matches!(letter, '(' | ')' | '^' | '&' | '|')
}

pub(super) fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '−')
}
