//! The normal form of a word: what stays the same however it was typed or scraped.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::lookalikes;

/// A word in normal form, with the case that it was written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NormalWord {
    /// The word in small letters.
    pub text: String,
    /// How it was written.
    pub case: Case,
}

/// How the letters of a word are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// `астана`
    Lower,
    /// `Астана`, `КазМунайГаз`
    Capitalised,
    /// `АСТАНА`, two letters or more
    Upper,
}

/// The normal form of a word. The order of the steps matters, so it stands here once.
pub(super) fn normal_form(word: &str) -> NormalWord {
    let composed = compose(word);
    let visible = drop_invisible(&composed);
    let one_script = lookalikes::unify(&visible);
    let case = case_of(&one_script);
    NormalWord { text: one_script.chars().flat_map(char::to_lowercase).map(plain_letter).collect(), case }
}

/// One code point for each letter (NFC). Never NFKD, which would take й and ё apart.
fn compose(word: &str) -> Cow<'_, str> {
    if is_nfc(word) { Cow::Borrowed(word) } else { Cow::Owned(word.nfc().collect()) }
}

/// Without soft hyphens, zero-width signs and stress marks.
fn drop_invisible(word: &str) -> Cow<'_, str> {
    if word.chars().any(is_invisible) {
        Cow::Owned(word.chars().filter(|letter| !is_invisible(*letter)).collect())
    } else {
        Cow::Borrowed(word)
    }
}

fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{300}' | '\u{301}')
}

/// Letters and joints that are told apart in print but not in a search.
fn plain_letter(letter: char) -> char {
    match letter {
        'ё' | 'ѐ' => 'е',
        'ѝ' => 'и',
        '\u{2010}' | '\u{2011}' => '-',
        '’' | 'ʼ' => '\'',
        other => other,
    }
}

fn case_of(word: &str) -> Case {
    let mut letters = word.chars().filter(|letter| letter.is_alphabetic());
    let first = letters.next();
    match first {
        Some(first) if first.is_uppercase() => {
            let mut rest = letters.peekable();
            if rest.peek().is_some() && rest.all(char::is_uppercase) { Case::Upper } else { Case::Capitalised }
        }
        _ => Case::Lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_and_scraping_leave_no_trace() {
        for (word, expected) in [
            ("Астана", "астана"),
            ("рефере\u{ad}ндум", "референдум"),
            ("ёлка", "елка"),
            ("Е\u{308}лка", "елка"),
            ("зна\u{301}чение", "значение"),
            ("бои\u{306}", "бой"),
            ("Усть\u{2011}Каменогорск", "усть-каменогорск"),
            ("Cингапур", "сингапур"),
            ("ҚАЗАҚСТАН", "қазақстан"),
            ("I", "i"),
            ("İ", "i\u{307}"),
        ] {
            assert_eq!(normal_form(word).text, expected, "{word}");
        }
    }

    #[test]
    fn case_is_kept_beside_the_word() {
        for (word, case) in [
            ("аким", Case::Lower),
            ("Аким", Case::Capitalised),
            ("АКИМ", Case::Upper),
            ("КазМунайГаз", Case::Capitalised),
            ("А", Case::Capitalised),
            ("iPhone", Case::Lower),
        ] {
            assert_eq!(normal_form(word).case, case, "{word}");
        }
    }
}
