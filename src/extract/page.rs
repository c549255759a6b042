//! The text of an article as a page: cleaned for reading and cut into lines, each with the part it plays.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memmem};
use serde::Serialize;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::letters::is_letter_or_digit;
use super::{InspectedLine, Part, glued, markup};

/// The non-blank lines of a text, cleaned.
pub(crate) struct Page {
    text: String,
    lines: Vec<Line>,
}

/// What a line is on its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A part of the article's text; what every line is until something else is found out.
    Body,
    /// The headline, or a copy of it.
    Title,
    /// A date and nothing that anybody would search for.
    Date,
    /// Not the article's own.
    Furniture,
}

/// Why a line is not the article's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FurnitureRule {
    /// Its words are those of a button, a caption, a counter: «Реклама», «Фото: …», «USD 511.67».
    Phrase,
    /// It is a link to another article: below «Читайте также», or stuck into a paragraph with its time stamp.
    List,
    /// The page has it a second time.
    Repeat,
    /// It is one of several short lines that end no sentence: a menu.
    Menu,
    /// Many articles of the source have it.
    Learned,
    /// It stands at the head of the page, above or around headline and date, and is neither.
    Head,
}

impl FurnitureRule {
    /// The name that stands in JSON: `phrase`, `list`, `repeat`, `menu`, `learned`, `head`.
    pub fn name(self) -> &'static str {
        match self {
            FurnitureRule::Phrase => "phrase",
            FurnitureRule::List => "list",
            FurnitureRule::Repeat => "repeat",
            FurnitureRule::Menu => "menu",
            FurnitureRule::Learned => "learned",
            FurnitureRule::Head => "head",
        }
    }
}

struct Line {
    span: Range<usize>,
    words: usize,
    role: Role,
    /// Why it is furniture, if it is.
    rule: FurnitureRule,
}

/// A paragraph of this many bytes is prose whatever it ends with: about 150 Cyrillic letters, longer than headlines are.
const LONG: usize = 300;

/// A shorter line is prose from this many words on if it ends as a sentence does.
pub(super) const SENTENCE_WORDS: usize = 7;

/// Words are counted up to here, of a line that is prose anyway up to [`SENTENCE_WORDS`]: nothing asks whether a line has 60 words
/// or 600.
const WORDS_COUNTED: usize = 60;

/// Marks that scrapes leave glued into a paragraph, where a link or a cut stood. What follows is a line of its own.
const LINKS: &str = "Читайте также";
const GLUED_LINKS: [&str; 2] = ["Читайте также:", "Читайте также :"];
const CONTINUED: &str = "Продолжение■";

/// Which of these marks a text has at all.
#[derive(Clone, Copy)]
struct Glue {
    marks: bool,
    links: bool,
}

impl Page {
    /// Reads a text: normal form C, invisible signs and stray tags out, special spaces and line ends plain.
    pub fn read(text: &str) -> Page {
        let cleaned = clean(text);
        // What entities stood for may itself need cleaning.
        let stripped = match markup::strip(&cleaned) {
            Cow::Borrowed(_) => None,
            Cow::Owned(stripped) => Some(clean(&stripped).into_owned()),
        };
        let text = stripped.unwrap_or_else(|| cleaned.into_owned());
        let mut page = Page { text, lines: Vec::new() };
        let has = |words: &str| memmem::find(page.text.as_bytes(), words.as_bytes()).is_some();
        let glue = Glue { marks: has(CONTINUED), links: has(LINKS) };
        let mut start = 0;
        while start < page.text.len() {
            let end = memchr(b'\n', &page.text.as_bytes()[start..]).map_or(page.text.len(), |length| start + length);
            page.cut(start..end, glue);
            start = end + 1;
        }
        page
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// The words of a line, trimmed; never blank.
    pub fn line(&self, at: usize) -> &str {
        &self.text[self.lines[at].span.clone()]
    }

    /// What a line is.
    pub fn role(&self, at: usize) -> Role {
        self.lines[at].role
    }

    /// Says what a line is.
    pub fn mark(&mut self, at: usize, role: Role) {
        self.lines[at].role = role;
    }

    /// Says that a line is furniture, and why.
    pub fn demote(&mut self, at: usize, rule: FurnitureRule) {
        self.lines[at].role = Role::Furniture;
        self.lines[at].rule = rule;
    }

    /// The lines with what they were taken for.
    pub fn inspected(&self) -> Vec<InspectedLine> {
        let inspected = |line: &Line| InspectedLine {
            text: self.text[line.span.clone()].to_owned(),
            part: match line.role {
                Role::Body => Part::Body,
                Role::Title => Part::Title,
                Role::Date => Part::Date,
                Role::Furniture => Part::Furniture,
            },
            rule: (line.role == Role::Furniture).then_some(line.rule),
        };
        self.lines.iter().map(inspected).collect()
    }

    /// How many words a line has; stops counting at 60, in a long line at 7.
    pub fn words(&self, at: usize) -> usize {
        self.lines[at].words
    }

    /// Whether a line is a paragraph of running text rather than a headline, a link or a label.
    pub fn is_prose(&self, at: usize) -> bool {
        let line = self.line(at);
        line.len() >= LONG || self.words(at) >= SENTENCE_WORDS && ends_sentence(line)
    }

    /// Whether a line is long enough to be prose whatever it ends with.
    pub fn is_long(&self, at: usize) -> bool {
        self.line(at).len() >= LONG
    }

    /// Makes the first bytes of a line, a date that stands glued before a text, a line of their own before it.
    pub fn split_date(&mut self, at: usize, bytes: usize) {
        let span = self.lines.remove(at).span;
        let later = self.lines.split_off(at);
        self.add(span.start..span.start + bytes);
        self.mark(at, Role::Date);
        self.add(span.start + bytes..span.end);
        self.lines.extend(later);
    }

    /// The lines of one role, each ended by a line feed.
    pub fn text_of(&self, role: Role) -> String {
        let lines = || self.lines.iter().filter(move |line| line.role == role);
        let mut text = String::with_capacity(lines().map(|line| line.span.len() + 1).sum());
        for line in lines() {
            text.push_str(&self.text[line.span.clone()]);
            text.push('\n');
        }
        text
    }

    /// Adds the line at `span`, or what it is glued of.
    fn cut(&mut self, mut span: Range<usize>, glue: Glue) {
        while let Some(at) = glue.marks.then(|| self.text[span.clone()].find(CONTINUED)).flatten() {
            let mark = span.start + at..span.start + at + CONTINUED.len();
            self.add(span.start..mark.start);
            self.add(mark.clone());
            span.start = mark.end;
        }
        let mut taken = span.start;
        for link in glued::links(&self.text[span.clone()]) {
            let (start, end) = (span.start + link.start, span.start + link.end);
            self.cut_heading(taken..start, glue);
            self.add(start..end);
            taken = end;
        }
        self.cut_heading(taken..span.end, glue);
    }

    /// Adds the line at `span`, with a heading of links at its end as a line of its own.
    fn cut_heading(&mut self, span: Range<usize>, glue: Glue) {
        let text = &self.text[span.clone()];
        // A heading of links that stands alone, or at the start of its line, needs no cut.
        let heading = || GLUED_LINKS.iter().find_map(|link| text.rfind(link));
        let glued = glue.links.then(heading).flatten().filter(|at| *at > 0 && text.len() - at < 400);
        match glued {
            Some(at) => {
                self.add(span.start..span.start + at);
                self.add(span.start + at..span.end);
            }
            None => self.add(span),
        }
    }

    fn add(&mut self, span: Range<usize>) {
        let text = &self.text[span.clone()];
        let start = span.start + text.len() - text.trim_start().len();
        let trimmed = text.trim();
        if !trimmed.is_empty() {
            let span = start..start + trimmed.len();
            let most = if trimmed.len() >= LONG { SENTENCE_WORDS } else { WORDS_COUNTED };
            let words = count_words(trimmed, most);
            self.lines.push(Line { span, words, role: Role::Body, rule: FurnitureRule::Head });
        }
    }
}

/// Whether a text ends as a sentence does, quotes and brackets aside.
pub(crate) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '»', '”', '“', ')', ' ', '\'']).ends_with(['.', '!', '?', '…', ':', ';'])
}

/// How many words a text has, at most so many.
fn count_words(text: &str, most: usize) -> usize {
    // Most words are seen by their first byte to have a letter.
    let begins_plainly =
        |word: &str| matches!(word.as_bytes(), [b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | 0xd0 | 0xd1, ..]);
    let is_word = |word: &&str| begins_plainly(word) || word.contains(is_letter_or_digit);
    text.split_ascii_whitespace().filter(is_word).take(most).count()
}

/// The text in normal form C, without invisible signs, with plain spaces and line ends. A clean text is not copied.
fn clean(text: &str) -> Cow<'_, str> {
    let (mut dirty, mut maybe_decomposed) = (false, false);
    let mut rest = text;
    loop {
        let mut signs = rest[plain_bytes(rest.as_bytes())..].chars();
        let Some(sign) = signs.next() else { break };
        match sign {
            'Ҁ'..='҂' | 'Ҋ'..='֏' => {}
            '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' => {}
            '\u{20a0}'..='\u{20bf}' | '№' => {}
            _ if replacement(sign) != Some(sign) => dirty = true,
            _ => maybe_decomposed = true,
        }
        rest = signs.as_str();
    }
    // Invisible signs go first: one between a letter and its mark would keep the two apart.
    let plain: Cow<'_, str> = if dirty { text.chars().filter_map(replacement).collect() } else { text.into() };
    if maybe_decomposed && !is_nfc(&plain) { plain.nfc().collect() } else { plain }
}

/// How many bytes in front are of signs that are clean: nearly all Cyrillic letters and what ASCII prints.
fn plain_bytes(bytes: &[u8]) -> usize {
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n' | 0xd0 | 0xd1 | 0xd3 | 0x80..=0xbf);
    // The bytes of a chunk are looked at side by side, without asking after each whether it was the last.
    let is_plain_chunk = |chunk: &&[u8]| chunk.iter().fold(true, |plain, byte| plain & is_plain(byte));
    let chunks = bytes.chunks_exact(CHUNK).take_while(is_plain_chunk).count() * CHUNK;
    chunks + bytes[chunks..].iter().take_while(|byte| is_plain(byte)).count()
}

/// So many bytes are looked at together.
const CHUNK: usize = 64;

/// The sign to read in place of another; none for one that is invisible.
fn replacement(letter: char) -> Option<char> {
    match letter {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' => None,
        '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Some(' '),
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\n' => Some('\n'),
        _ if letter.is_control() => Some(' '),
        _ => Some(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let page = Page::read(text);
        let lines: Vec<&str> = (0..page.len()).map(|at| page.line(at)).collect();
        assert_eq!(lines, expected, "{text:?}");
    }

    #[test]
    fn lines_are_cleaned() {
        check("", &[]);
        check("Мост\r\n\r\n  открыт\rснова \n", &["Мост", "открыт", "снова"]);
        check("\u{feff}Пав\u{ad}ло\u{ad}дар\u{a0}– го\u{200b}род", &["Павлодар – город"]);
        check("и\u{306}од и е\u{308}ж", &["йод и ёж"]);
        check("и\u{ad}\u{306}од", &["йод"]);
        check("Школа\u{2028}и\u{2009}сад", &["Школа", "и сад"]);
        check("5 < 6 и 7 > 3", &["5 < 6 и 7 > 3"]);
    }

    #[test]
    fn a_sign_is_cleaned_wherever_it_stands() {
        let signs = [("\u{ad}", ""), ("\u{a0}", " "), ("\u{200b}", ""), ("и\u{306}", "й"), ("…", "…"), ("ұ", "ұ")];
        for (sign, cleaned) in signs {
            for (before, length) in
                ["я", "a"].into_iter().flat_map(|letter| (0..2 * CHUNK).map(move |length| (letter, length)))
            {
                let before = before.repeat(length);
                assert_eq!(clean(&format!("{before}{sign}я")), format!("{before}{cleaned}я"));
            }
        }
    }

    #[test]
    fn glued_marks_are_lines_of_their_own() {
        check("Дорогу чинят.Продолжение■Её закроют.", &["Дорогу чинят.", "Продолжение■", "Её закроют."]);
        check("Дорогу починят.Читайте также:Мост закрыт", &["Дорогу починят.", "Читайте также:Мост закрыт"]);
        check("Читайте также: Мост закрыт", &["Читайте также: Мост закрыт"]);
    }

    #[test]
    fn a_clean_text_is_not_copied() {
        assert!(matches!(clean("«Қазақстан» – ел, 5 °C… №3\nҰлы"), Cow::Borrowed(_)));
        assert!(matches!(clean("Qyrkúıek – aı"), Cow::Borrowed(_)));
    }

    #[test]
    fn prose_and_other_lines() {
        for (line, expected) in [
            ("В Таразе открыли новую школу", false),
            ("Вчера вечером в Таразе после ремонта снова открыли школу.", true),
            ("Фото: акимат.", false),
            ("«Мы рады, что дети наконец-то будут учиться рядом с домом».", true),
        ] {
            assert_eq!(Page::read(line).is_prose(0), expected, "{line}");
        }
    }
}
