//! How a word is looked up, and a quick look at its first letters that spares most look-ups.

use std::borrow::Cow;

use super::kazakh::fold_latin;

/// A word as it is looked up: lower case, ё as е, plain hyphens, no invisible marks, Kazakh Latin without its accents.
pub(crate) fn normal_form(word: &str) -> String {
    normal(word).into_owned()
}

/// The same, borrowed where the word stands in that form already, as most words do.
pub(crate) fn normal(word: &str) -> Cow<'_, str> {
    if word.chars().all(|letter| matches!(letter, 'а'..='я' | 'a'..='z' | '-')) {
        return Cow::Borrowed(word);
    }
    let mut normal = String::with_capacity(word.len());
    let mut accented = false;
    for letter in word.chars() {
        match letter {
            'а'..='я' | 'a'..='z' | '-' => normal.push(letter),
            'ё' | 'Ё' => normal.push('е'),
            'А'..='Я' => normal.push(char::from_u32(letter as u32 + 0x20).unwrap_or(letter)),
            'A'..='Z' => normal.push(letter.to_ascii_lowercase()),
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' => {}
            '\u{2010}' | '\u{2011}' | '–' => normal.push('-'),
            _ => letter.to_lowercase().for_each(|letter| {
                accented |= ('\u{df}'..'\u{250}').contains(&letter) || letter == '\u{307}';
                normal.push(letter);
            }),
        }
    }
    Cow::Owned(if accented { fold_latin(&normal) } else { normal })
}

/// The beginnings of a set of words: most words of a text are told apart from them by three letters.
pub(super) struct Beginnings {
    bits: Vec<u64>,
}

/// How many bits are kept, a power of two.
const BITS: usize = 1 << 15;

impl Beginnings {
    /// The beginnings of normalised words.
    pub fn of<'a>(words: impl Iterator<Item = &'a str>) -> Beginnings {
        let mut beginnings = Beginnings { bits: vec![0; BITS / 64] };
        for word in words {
            // A word of two letters stands under them, whatever ending it gets.
            let letters = if word.chars().nth(2).is_some() { 3 } else { 2 };
            if let Start::At(place) = Start::of(word, letters) {
                beginnings.bits[place / 64] |= 1 << (place % 64);
            }
        }
        beginnings
    }

    /// Whether a word, as written, can begin one of the set's words or an inflected form of it.
    pub fn may_begin(&self, word: &str) -> bool {
        [3, 2].into_iter().any(|letters| match Start::of(word, letters) {
            Start::At(place) => self.bits[place / 64] & (1 << (place % 64)) != 0,
            Start::Odd => true,
            Start::TooShort => false,
        })
    }
}

/// Where the first letters of a word stand in the bits.
enum Start {
    At(usize),
    /// Normalising does more to them than to make them small: they have to be looked at in full.
    Odd,
    TooShort,
}

impl Start {
    fn of(word: &str, letters: usize) -> Start {
        let mut hash: u32 = letters as u32;
        let mut signs = word.chars();
        for _ in 0..letters {
            let Some(sign) = signs.next() else { return Start::TooShort };
            let small = match sign {
                letter @ ('а'..='я' | 'a'..='z' | '-' | 'ѐ'..='џ') if letter != 'ё' => letter as u32,
                letter @ ('А'..='Я' | 'A'..='Z') => letter as u32 + 0x20,
                letter @ '\u{400}'..='\u{40f}' if letter != 'Ё' => letter as u32 + 0x50,
                letter @ '\u{48a}'..='\u{4bf}' => letter as u32 | 1,
                letter @ '\u{4d0}'..='\u{4ff}' => letter as u32 | 1,
                'ё' | 'Ё' => 'е' as u32,
                // The accents of Kazakh Latin, as `fold_latin` takes them off.
                'á' | 'Á' | 'ä' | 'Ä' => 'a' as u32,
                'ǵ' | 'Ǵ' | 'ğ' | 'Ğ' => 'g' as u32,
                'ı' | 'í' | 'Í' | 'ï' | 'Ï' => 'i' as u32,
                'ń' | 'Ń' | 'ñ' | 'Ñ' => 'n' as u32,
                'ó' | 'Ó' | 'ö' | 'Ö' => 'o' as u32,
                'ú' | 'Ú' | 'ü' | 'Ü' => 'u' as u32,
                'ý' | 'Ý' => 'y' as u32,
                _ => return Start::Odd,
            };
            hash = hash.wrapping_mul(0x9e37).wrapping_add(small);
        }
        Start::At((hash ^ (hash >> 15)) as usize % BITS)
    }
}
