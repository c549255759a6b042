//! Cutting text into words, with their places.

/// A word as it stands in a text: letters and digits, joined inside by hyphens, apostrophes or soft hyphens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    /// The word as written.
    pub text: &'a str,
    /// Where it starts, in bytes.
    pub start: usize,
    /// Whether it is seen at a glance to have nothing but small letters.
    pub is_small: bool,
}

impl Token<'_> {
    /// Where the word ends, in bytes; exclusive.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The most letters of a word. What is longer is no word but a picture in letters or a broken scrape; it is cut into several, so
/// that nothing of it is lost and nothing grows with it.
const LONGEST_WORD: usize = 250;

/// The words of a text, in order.
///
/// A hyphen (also U+2010, U+2011), an apostrophe or an invisible mark between two letters or digits stays inside the word; a
/// full stop never does («kz.Что» is two words).
pub(crate) fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0 }
}

/// The iterator behind [`tokens`].
pub(crate) struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let start = self.at + before_word(&self.text[self.at..]);
        let (mut end, mut letters, mut is_small) = (start, 0, true);
        while letters < LONGEST_WORD {
            let (plain, small) = plain_letter(&self.text.as_bytes()[end..]);
            if plain > 0 {
                end += plain;
                is_small &= small;
            } else {
                let mut rest = self.text[end..].chars();
                let Some(sign) = rest.next() else { break };
                let mut joins =
                    || is_joiner(sign) && letters + 1 < LONGEST_WORD && rest.next().is_some_and(is_word_letter);
                if !is_word_letter(sign) && (end == start || !joins()) {
                    break;
                }
                end += sign.len_utf8();
                is_small = false;
            }
            letters += 1;
        }
        self.at = end;
        (start < end).then(|| Token { text: &self.text[start..end], start, is_small })
    }
}

/// How many bytes stand before the first word of a text.
fn before_word(text: &str) -> usize {
    let bytes = text.as_bytes();
    let plain = bytes.iter().take_while(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric()).count();
    match plain_letter(&bytes[plain..]) {
        (0, _) => plain + text[plain..].find(is_word_letter).unwrap_or(text.len() - plain),
        _ => plain,
    }
}

/// How many bytes the letter or digit has that a text starts with, if it is a Russian or an English one, else 0; and whether it
/// is a small letter.
#[inline]
fn plain_letter(text: &[u8]) -> (usize, bool) {
    match text {
        // The first byte of а…п differs from that of р…я: a processor cannot guess which comes, so nothing branches on it.
        [first @ (0xd0 | 0xd1), second, ..] => {
            let letter = u32::from(first & 1) << 6 | u32::from(second & 0x3f);
            let number = letter.wrapping_sub(u32::from('А') & 0x7f); // in the alphabet, the small letters behind the large ones
            if number < 64 { (2, number >= 32) } else { (0, false) }
        }
        [b'a'..=b'z', ..] => (1, true),
        [b'A'..=b'Z' | b'0'..=b'9', ..] => (1, false),
        _ => (0, false),
    }
}

/// Letters, digits and marks that belong to words, by range for the scripts of these news, else by Unicode.
fn is_word_letter(letter: char) -> bool {
    match letter {
        'а'..='я' | 'А'..='Я' | 'a'..='z' | 'A'..='Z' | '0'..='9' => true,
        '\0'..='\u{7f}' => false,
        '\u{300}'..='\u{36f}' => true, // combining marks: й and ё of a decomposed text, stress
        'Ѐ'..='ҁ' | 'Ҋ'..='ԯ' => true,
        '\u{ad}' | '\u{2000}'..='\u{206f}' | '«' | '»' => false,
        _ => letter.is_alphanumeric(),
    }
}

/// Signs that join two letters into one word.
fn is_joiner(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}' | '\u{2011}' | '\'' | '’' | 'ʼ' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = tokens(text).map(|token| token.text).collect();
        assert_eq!(found, expected, "{text}");
        for token in tokens(text) {
            assert_eq!(&text[token.start..token.end()], token.text);
        }
    }

    #[test]
    fn words_and_their_joints() {
        check("", &[]);
        check("В Астане – 84% (тысяч).", &["В", "Астане", "84", "тысяч"]);
        check("Усть-Каменогорск, №115 и -5°", &["Усть-Каменогорск", "115", "и", "5"]);
        check("кг.Что передаетTengrinews.kzсо", &["кг", "Что", "передаетTengrinews", "kzсо"]);
        check("«Нұрлы жол» Қ.Сәтбаев", &["Нұрлы", "жол", "Қ", "Сәтбаев"]);
        check("рос\u{ad}сий\u{ad}ский --- н'est", &["рос\u{ad}сий\u{ad}ский", "н'est"]);
        check("20.05.2022 19:27", &["20", "05", "2022", "19", "27"]);
        let long = "а".repeat(LONGEST_WORD);
        check(&format!("{long}б"), &[&long, "б"]);
    }
}
