//! The language of an article, and how it is told.

use serde::{Deserialize, Serialize};

/// The language that an article is written in.
///
/// # Example
/// ```
/// use izdeu::Language;
///
/// assert_eq!(Language::of("В Астане прошёл референдум"), Language::Russian);
/// assert_eq!(Language::of("Астанада референдум өтті, халық дауыс берді"), Language::Kazakh);
/// assert_eq!(Language::of("Qazaqstan halqynyń ortaq úıi – Astana qalasy"), Language::Kazakh);
/// assert_eq!(Language::of("2026"), Language::Other);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Language {
    /// Russian, or another language in Russian letters.
    #[serde(rename = "ru")]
    Russian,
    /// Kazakh, in Cyrillic or in Latin letters.
    #[serde(rename = "kk")]
    Kazakh,
    /// Anything else, or too little text to tell.
    #[serde(rename = "other")]
    Other,
}

/// Letters that Kazakh Cyrillic has and Russian has not.
const KAZAKH_LETTERS: &str = "әғқңөұүһіӘҒҚҢӨҰҮҺІ";

/// Letters of the Latin alphabets of 2018 and 2021 that English has not.
const KAZAKH_LATIN_LETTERS: &str = "áǵıńóúýäğñöşūüÁǴŃÓÚÝÄĞÑÖŞŪÜ";

/// The share of Kazakh letters from which a text counts as Kazakh. No article of the development data is told wrongly
/// between 0.02 and 0.05.
const KAZAKH_SHARE: f64 = 0.03;

impl Language {
    /// Tells the language of a text by its letters.
    pub fn of(text: &str) -> Language {
        Language::of_all([text])
    }

    /// Tells the language of several texts that belong together.
    pub(crate) fn of_all<'a>(texts: impl IntoIterator<Item = &'a str> + Clone) -> Language {
        if is_plainly_russian(texts.clone()) { Language::Russian } else { Language::by_letters(texts) }
    }

    fn by_letters<'a>(texts: impl IntoIterator<Item = &'a str>) -> Language {
        let (mut cyrillic, mut latin, mut kazakh, mut kazakh_latin) = (0usize, 0usize, 0usize, 0usize);
        for text in texts {
            for letter in text.chars() {
                match letter {
                    'а'..='я' | 'А'..='Я' => cyrillic += 1,
                    '\0'..='@' => {}
                    'a'..='z' | 'A'..='Z' => latin += 1,
                    'Ѐ'..='ӿ' => {
                        cyrillic += 1;
                        kazakh += usize::from(is_kazakh_letter(letter));
                    }
                    'À'..='ɏ' => {
                        latin += 1;
                        kazakh_latin += usize::from(KAZAKH_LATIN_LETTERS.contains(letter));
                    }
                    _ => {}
                }
            }
        }
        match () {
            () if cyrillic + latin == 0 => Language::Other,
            () if cyrillic >= latin && share(kazakh, cyrillic) > KAZAKH_SHARE => Language::Kazakh,
            () if cyrillic >= latin => Language::Russian,
            () if share(kazakh_latin, latin) > KAZAKH_SHARE => Language::Kazakh,
            () => Language::Other,
        }
    }

    /// The two-letter code: `ru`, `kk`, or `other`.
    pub fn code(self) -> &'static str {
        match self {
            Language::Russian => "ru",
            Language::Kazakh => "kk",
            Language::Other => "other",
        }
    }

    /// The language of a code such as `ru`, `kk`, `kz`, `ru-KZ` or `rus`; none for any other.
    pub fn from_code(code: &str) -> Option<Language> {
        let primary = code.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        match primary.as_str() {
            "ru" | "rus" => Some(Language::Russian),
            "kk" | "kz" | "kaz" | "qz" => Some(Language::Kazakh),
            "other" => Some(Language::Other),
            _ => None,
        }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// Whether texts are seen by their bytes to be Russian: a quick look, by counts of what speaks against it that are rather too high
/// than too low.
fn is_plainly_russian<'a>(texts: impl IntoIterator<Item = &'a str>) -> bool {
    let (mut cyrillic, mut latin, mut kazakh) = (0, 0, 0);
    for text in texts {
        cyrillic += count(text, |byte| matches!(byte, 0xd0..=0xd3)); // what Ѐ to ӿ begin with
        latin += count(text, |byte| matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | 0xc3..=0xc9)); // and what À to ɏ begin with
        kazakh += count(text, |byte| matches!(byte, 0xd2 | 0xd3 | 0x86 | 0x96)); // the last two end і and І, and few other letters
    }
    cyrillic > 0 && cyrillic >= latin && share(kazakh, cyrillic) <= KAZAKH_SHARE
}

/// How many bytes of a text are so.
fn count(text: &str, is_so: impl Fn(u8) -> bool) -> usize {
    // So many that a byte can count them: then many are counted at once.
    let chunks = text.as_bytes().chunks(u8::MAX.into());
    chunks.map(|chunk| usize::from(chunk.iter().map(|byte| u8::from(is_so(*byte))).sum::<u8>())).sum()
}

/// Abbreviations in capitals up to this length are no inflected words (РК, ЕНТ, ДЧС).
pub(crate) const LONGEST_ABBREVIATION: usize = 5;

/// Whether a word is written as an abbreviation is: few letters, none of them small.
pub(crate) fn is_abbreviation(word: &str) -> bool {
    !word.contains(char::is_lowercase) && word.chars().nth(LONGEST_ABBREVIATION).is_none()
}

/// Whether a letter is one that Kazakh Cyrillic has and Russian has not.
pub(crate) fn is_kazakh_letter(letter: char) -> bool {
    letter > 'џ' && KAZAKH_LETTERS.contains(letter) || matches!(letter, 'і' | 'І')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_tell() {
        for (text, expected) in [
            ("В Таразе открыли мост.", Language::Russian),
            ("Таразда көпір ашылды.", Language::Kazakh),
            ("Tarazda kópir ashyldy, jańa jol salyndy.", Language::Kazakh),
            ("A bridge was opened in Taraz.", Language::Other),
            ("2026", Language::Other),
            ("", Language::Other),
        ] {
            assert_eq!(Language::of(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_russian_at_a_quick_look_is_russian(texts in prop::collection::vec("[а-яЁіІәқ]{0,40}[a-zéşа-я]{0,40}|\\PC{0,20}", 0..4)) {
            let texts = texts.iter().map(String::as_str);
            if is_plainly_russian(texts.clone()) {
                prop_assert_eq!(Language::by_letters(texts), Language::Russian);
            }
        }
    }
}
