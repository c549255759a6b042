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

/// The beginnings of a set of words: most words of a text are told apart from them by two or three letters.
pub(super) struct Beginnings {
    /// Two bits for each place that a beginning can stand at.
    marks: Vec<u8>,
}

/// A word of the set goes on behind this beginning, or is a short one that ends with it.
const GOES_ON: u8 = 1;
const ENDS: u8 = 2;

/// So many letters of a word are looked at.
const LETTERS: usize = 5;

/// A word of the set has so many letters at least.
const SHORTEST: usize = 2;

/// How many places there are, as a power of two.
const PLACES: u32 = 16;

impl Beginnings {
    /// The beginnings of normalised words.
    pub fn of<'a>(words: impl Iterator<Item = &'a str>) -> Beginnings {
        let mut beginnings = Beginnings { marks: vec![0; (1 << PLACES) / 4] };
        for word in words {
            let (mut start, mut letters) = (0, 0);
            for letter in word.chars().map_while(plain_letter).take(LETTERS) {
                start = with_letter(start, letter);
                letters += 1;
                beginnings.mark(start, GOES_ON);
            }
            // Whatever stands behind a short word may be its ending. Two letters before a sign are no word.
            let is_short = letters > SHORTEST || letters == SHORTEST && word.chars().nth(SHORTEST).is_none();
            if is_short && letters < LETTERS {
                beginnings.mark(start, ENDS);
            }
        }
        beginnings
    }

    /// Whether a word, as written, can begin one of the set's words or an inflected form of it.
    pub fn may_begin(&self, word: &str) -> bool {
        let (mut start, mut letters) = (0, 0);
        for sign in word.chars().take(LETTERS) {
            let Some(letter) = plain_letter(sign) else { return true };
            start = with_letter(start, letter);
            letters += 1;
            if letters < SHORTEST {
                continue;
            }
            match self.marks_of(start) {
                0 => return false,
                GOES_ON => {}
                _ => return true,
            }
        }
        letters == LETTERS
    }

    fn mark(&mut self, start: u32, mark: u8) {
        let (byte, shift) = place(start);
        self.marks[byte] |= mark << shift;
    }

    fn marks_of(&self, start: u32) -> u8 {
        let (byte, shift) = place(start);
        self.marks[byte] >> shift & (GOES_ON | ENDS)
    }
}

/// The number of a beginning with one letter more.
fn with_letter(start: u32, letter: u32) -> u32 {
    start.wrapping_mul(0x9e37).wrapping_add(letter)
}

/// Where the marks of a beginning stand: in which byte, and how many bits from its end.
fn place(start: u32) -> (usize, u32) {
    let place = start.wrapping_mul(0x9e37_79b1) >> (u32::BITS - PLACES); // the golden ratio scatters numbers well (Knuth)
    ((place / 4) as usize, place % 4 * 2)
}

/// The number of a letter, the same for all letters that are one in normal form; none where normalising does more than to make it
/// small.
fn plain_letter(sign: char) -> Option<u32> {
    Some(match sign {
        'а'..='ѐ' | 'ђ'..='џ' | 'a'..='z' | '-' => sign as u32,
        'А'..='Я' | 'A'..='Z' => sign as u32 + 0x20,
        'ё' | 'Ё' => 'е' as u32,
        'Ѐ'..='Џ' => sign as u32 + 0x50,
        // Beside letters with accents it stands for a Latin one.
        'ә' | 'Ә' => 'a' as u32,
        'Ҋ'..='ҿ' | 'Ӑ'..='ӿ' => sign as u32 | 1,
        // The accents of Kazakh Latin, as `fold_latin` takes them off.
        'á' | 'Á' | 'ä' | 'Ä' => 'a' as u32,
        'ǵ' | 'Ǵ' | 'ğ' | 'Ğ' => 'g' as u32,
        'ı' | 'í' | 'Í' | 'ï' | 'Ï' => 'i' as u32,
        'ń' | 'Ń' | 'ñ' | 'Ñ' => 'n' as u32,
        'ó' | 'Ó' | 'ö' | 'Ö' => 'o' as u32,
        'ú' | 'Ú' | 'ü' | 'Ü' => 'u' as u32,
        'ý' | 'Ý' => 'y' as u32,
        _ => return None,
    })
}
