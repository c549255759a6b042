//! The words of a text and what stands around each of them.

use memchr::{memchr, memrchr};

use crate::analysis::tokens::{Token, tokens};
use crate::extract::letters::is_letter;

/// A text cut into words.
pub(super) struct Words<'a> {
    pub text: &'a str,
    pub tokens: Vec<Token<'a>>,
    /// The places in the row of words that rules begin at: words with a capital letter, and the common nouns of [`is_noun`].
    pub keys: Vec<usize>,
}

/// A word with the blank behind it, in bytes, roughly.
const MEAN_WORD: usize = 12;

impl<'a> Words<'a> {
    pub fn of(text: &'a str) -> Words<'a> {
        let mut words = Words { text, tokens: Vec::with_capacity(text.len() / MEAN_WORD), keys: Vec::new() };
        for token in tokens(text) {
            let capital = || is_capitalised(token.text) || has_case_border(token.text);
            if !token.is_small && capital() || is_noun(token.text) {
                words.keys.push(words.tokens.len());
            }
            words.tokens.push(token);
        }
        words
    }
    /// The word at a place in the row of words.
    pub fn word(&self, at: usize) -> Option<&'a str> {
        self.tokens.get(at).map(|token| token.text)
    }

    /// What stands between a word and the next.
    pub fn gap_after(&self, at: usize) -> &'a str {
        let start = self.tokens.get(at).map_or(self.text.len(), |token| token.end());
        let end = self.tokens.get(at + 1).map_or(self.text.len(), |token| token.start);
        &self.text[start.min(end)..end]
    }

    /// The word before, if nothing but blanks on the same line lies between.
    pub fn previous(&self, at: usize) -> Option<&'a str> {
        let before = at.checked_sub(1)?;
        is_blank(self.gap_after(before)).then(|| self.tokens[before].text)
    }

    /// The word behind, if nothing but blanks on the same line lies between.
    pub fn next(&self, at: usize) -> Option<&'a str> {
        (is_blank(self.gap_after(at))).then(|| self.word(at + 1)).flatten()
    }

    /// The abbreviation before: a word of at most four letters with a full stop («г.», «ул.», «им.»).
    pub fn abbreviation_before(&self, at: usize) -> Option<&'a str> {
        let before = at.checked_sub(1)?;
        let gap = self.gap_after(before).strip_prefix('.')?;
        let word = self.tokens[before].text;
        ((gap.is_empty() || is_blank(gap) || gap.trim().is_empty() && gap.len() < 6) && word.chars().count() <= 5)
            .then_some(word)
    }

    /// The line that holds a place in the text: `[start, end)` in bytes. Of a longer line than any paragraph only the
    /// surroundings, so that a text of one line takes no longer than another.
    pub fn line_of(&self, at: usize) -> (usize, usize) {
        const REACH: usize = 800;
        let boundary = |from: usize| (from..self.text.len()).find(|at| self.text.is_char_boundary(*at));
        let from = if at <= REACH { 0 } else { boundary(at - REACH).unwrap_or(at).min(at) };
        let to = boundary(at.saturating_add(REACH)).unwrap_or(self.text.len());
        let bytes = self.text.as_bytes();
        let start = memrchr(b'\n', &bytes[from..at]).map_or(from, |line_feed| from + line_feed + 1);
        let end = memchr(b'\n', &bytes[at..to]).map_or(to, |line_feed| at + line_feed);
        (start, end)
    }
}

fn is_blank(gap: &str) -> bool {
    !gap.is_empty() && gap.chars().all(|letter| letter.is_whitespace() && letter != '\n')
}

/// Whether a word in small letters can be a noun that says what kind of place a name is, by its beginning.
fn is_noun(word: &str) -> bool {
    let begins = |beginnings: &[&str]| beginnings.iter().any(|beginning| word.starts_with(beginning));
    // The first letter by its bytes: most words are told apart by it.
    match word.as_bytes() {
        [0xd0, 0xbe, ..] => begins(&["обл"]),
        [0xd1, 0x81, ..] => begins(&["сел", "столи"]),
        [0xd1, 0x80, ..] => begins(&["район"]),
        [0xd0, 0xb0, ..] => begins(&["аул", "аудан", "ауыл"]),
        [0xd0, 0xbf, ..] => begins(&["посел", "посёл"]),
        [0xd0, 0xb5, ..] => begins(&["елорд"]),
        [b'o', ..] => begins(&["obl"]),
        [b'e', ..] => begins(&["elord"]),
        [b'a', ..] => begins(&["aýdan", "audan", "aýyl", "auyl"]),
        _ => false,
    }
}

/// Whether a small letter or a digit is followed by a capital, or a letter by a digit: the borders of stuck words.
pub(super) fn has_case_border(word: &str) -> bool {
    // Most words are small Russian or Kazakh letters behind the first; a look at their bytes tells.
    let bytes = word.as_bytes();
    // Two words in one have six letters at least, of one byte or of two.
    if bytes.len() < if bytes[0].is_ascii() { 6 } else { 11 } {
        return false;
    }
    let mut at = word.chars().next().map_or(0, char::len_utf8);
    while at < bytes.len() {
        at += match (bytes[at], bytes.get(at + 1)) {
            (b'a'..=b'z' | b'-', _) => 1,
            (first, Some(second)) if is_small_russian([first, *second]) => 2,
            (0xc3, Some(0xa0..)) | (0xc4, Some(0x9f | 0xb1)) | (0xc5, Some(0x84 | 0x9f)) | (0xc7, Some(0xb5)) => 2,
            (0xd2, Some(second @ 0x8b..)) | (0xd3, Some(second @ 0x90..)) if second & 1 == 1 => 2,
            _ => return has_border(word),
        };
    }
    false
}

/// Whether two bytes are a letter from а to џ. Both are looked at in one: which of two bytes the next letter begins with no processor
/// foresees.
fn is_small_russian(letter: [u8; 2]) -> bool {
    matches!(u16::from_be_bytes(letter), 0xd0b0..=0xd0bf | 0xd180..=0xd19f)
}

fn has_border(word: &str) -> bool {
    let mut letters = word.chars();
    let Some(mut before) = letters.next() else { return false };
    letters.any(|letter| {
        let border = is_border(before, letter);
        before = letter;
        border
    })
}

/// Whether stuck words can meet between these two signs.
pub(super) fn is_border(before: char, letter: char) -> bool {
    match letter {
        'а'..='я' | 'a'..='z' | '-' => false,
        '0'..='9' => is_letter(before),
        _ => letter.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit()),
    }
}

/// Whether a word begins with a capital letter.
pub(super) fn is_capitalised(word: &str) -> bool {
    match word.as_bytes() {
        [b'a'..=b'z' | b'0'..=b'9', ..] | [0xd0, 0xb0..=0xbf, ..] | [0xd1, 0x80..=0x9f, ..] => false,
        [b'A'..=b'Z', ..] | [0xd0, 0x80..=0xaf, ..] => true,
        _ => word.chars().next().is_some_and(char::is_uppercase),
    }
}

/// Whether a word of two or more letters has capitals only.
pub(super) fn is_all_caps(word: &str) -> bool {
    let mut letters = word.chars().filter(|letter| is_letter(*letter));
    let mut count = 0;
    letters.all(|letter| {
        count += 1;
        letter.is_uppercase()
    }) && count > 1
}

/// Whether a word is written in Latin letters.
pub(super) fn is_latin(word: &str) -> bool {
    word.chars().next().is_some_and(|letter| letter < '\u{250}' && is_letter(letter))
}
