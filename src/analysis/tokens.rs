//! Cutting text into words, with their places.

use super::block::Block;

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
    Tokens { text, at: 0, block: Block::around(text, 0) }
}

/// The iterator behind [`tokens`].
pub(crate) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    block: Block,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let start = self.next_letter()?;
        let (mut end, mut is_small) = self.plain_letters(start);
        // What joins letters or is no plain one goes the long way.
        let is_whole = match self.text.as_bytes().get(end) {
            Some(b'-' | b'\'') => false,
            Some(next) => next.is_ascii(),
            None => true,
        };
        if end - start > LONGEST_WORD {
            (end, is_small) = rest_of_word(self.text, start, start);
        } else if !is_whole {
            let (rest, rest_is_small) = rest_of_word(self.text, start, end);
            (end, is_small) = (rest, is_small && rest_is_small);
        }
        self.at = end;
        Some(Token { text: &self.text[start..end], start, is_small })
    }
}

impl Tokens<'_> {
    /// Where the next word starts.
    fn next_letter(&mut self) -> Option<usize> {
        let mut at = self.at;
        while at < self.text.len() {
            match self.block_around(at).first_letter(at) {
                Some((first, true)) => return Some(first),
                Some((first, false)) => {
                    let sign = self.text[first..].chars().next()?;
                    if is_word_letter(sign) {
                        return Some(first);
                    }
                    at = first + sign.len_utf8();
                }
                None => at = self.block.end(),
            }
        }
        self.at = at;
        None
    }

    /// Where plain letters end that may start here, and whether they are small.
    fn plain_letters(&mut self, start: usize) -> (usize, bool) {
        let (mut end, mut are_small) = (start, true);
        while end < self.text.len() {
            let (bytes, are_small_too) = self.block_around(end).plain_letters(end);
            end += bytes;
            are_small &= are_small_too;
            if self.block.has(end) {
                break;
            }
        }
        (end, are_small)
    }

    fn block_around(&mut self, at: usize) -> Block {
        if !self.block.has(at) {
            self.block = Block::around(self.text, at);
        }
        self.block
    }
}

/// Where a word ends of which some letters are known, and whether those behind them are small Russian and English ones alone.
#[inline(never)]
fn rest_of_word(text: &str, start: usize, known: usize) -> (usize, bool) {
    let mut signs = text[known..].chars().peekable();
    let (mut letters, mut is_small, mut end) = (text[start..known].chars().count(), true, known);
    while let Some(sign) = signs.next().filter(|_| letters < LONGEST_WORD) {
        let mut joins =
            || end > start && letters + 1 < LONGEST_WORD && signs.peek().copied().is_some_and(is_word_letter);
        if !(is_word_letter(sign) || is_joiner(sign) && joins()) {
            break;
        }
        letters += 1;
        is_small &= matches!(sign, 'а'..='я' | 'a'..='z');
        end += sign.len_utf8();
    }
    (end, is_small)
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
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn by_blocks_as_sign_by_sign(text in "([а-яА-ЯёқҚҢіa-zA-Z0-9]{0,20}[ .,«»’\\-'\n\u{ad}\u{301}№—🎉]{0,3}){0,20}") {
            let (mut at, mut expected) = (0, Vec::new());
            while let Some(start) = text[at..].find(is_word_letter).map(|start| at + start) {
                let (end, is_small) = rest_of_word(&text, start, start);
                expected.push(Token { text: &text[start..end], start, is_small });
                at = end;
            }
            prop_assert_eq!(tokens(&text).collect::<Vec<_>>(), expected);
        }
    }

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
        let latin = "a".repeat(LONGEST_WORD);
        check(&format!("{latin}b-c {latin}"), &[&latin, "b-c", &latin]);
    }
}
