//! What stands around a word that looks like a city.

use std::borrow::Cow;

use super::candidates::{Candidate, Shape};
use super::cues::{Cue, Cues};
use super::words::{Words, is_latin};
use crate::extract::gazetteer::normal;
use crate::extract::letters::is_letter_or_digit;

/// The words around a candidate.
pub(super) struct Around<'a> {
    words: &'a Words<'a>,
    candidate: &'a Candidate,
    /// The word before, with nothing but a blank between.
    pub before: Near<'a>,
    /// The abbreviation before: «г.».
    pub abbreviation: Near<'a>,
    /// The word before, or the one before the quotation mark.
    pub before_quote: Near<'a>,
    /// The word behind, with nothing but a blank between.
    pub behind: Near<'a>,
    /// Whether it stands in a short quoted name.
    pub quoted: bool,
}

/// A word beside a candidate in normal form, and what it tells.
#[derive(Clone, Default)]
pub(super) struct Near<'a> {
    pub text: Cow<'a, str>,
    cues: Cues,
}

impl<'a> Near<'a> {
    pub fn of(word: Option<&'a str>) -> Near<'a> {
        word.map_or_else(Near::default, |word| {
            let text = normal(word);
            let cues = Cues::of(&text);
            Near { text, cues }
        })
    }

    pub fn is(&self, cue: Cue) -> bool {
        self.cues.has(cue)
    }
}

impl<'a> Around<'a> {
    pub fn new(words: &'a Words<'a>, candidate: &'a Candidate) -> Around<'a> {
        let at = candidate.token;
        let glued = candidate.shape == Shape::Glued;
        let before = if glued { Near::default() } else { Near::of(words.previous(at)) };
        let behind = if candidate.end < words.tokens[candidate.last].end() { None } else { words.next(candidate.last) };
        let quote = quotation(words, candidate);
        let before_quote = match quote {
            Some(open) => Near::of(
                words.tokens[..at]
                    .iter()
                    .rev()
                    .find(|token| token.end() <= open)
                    .filter(|token| matches!(words.text[token.end()..open].trim(), "" | "."))
                    .map(|token| token.text),
            ),
            None => before.clone(),
        };
        let abbreviation = Near::of(words.abbreviation_before(at));
        Around {
            words,
            candidate,
            before,
            abbreviation,
            before_quote,
            behind: Near::of(behind),
            quoted: quote.is_some(),
        }
    }

    pub fn has_city_word(&self) -> bool {
        self.before.is(Cue::CityBefore)
            || self.before_quote.is(Cue::CityBefore)
            || self.abbreviation.is(Cue::CityAbbreviations) && !self.is_year_before()
            || self.before.is(Cue::CityAbbreviations)
            || self.behind.is(Cue::CityBehind)
            || self.behind.text == "қ"
                && self.words.text[self.words.tokens[self.candidate.last + 1].end()..].starts_with('.')
    }

    /// «в 2016 г. Абай»: the abbreviation is of «год».
    fn is_year_before(&self) -> bool {
        let before = self.candidate.token.checked_sub(2).map(|at| self.words.tokens[at].text);
        before.is_some_and(|word| word.len() == 4 && word.bytes().all(|sign| sign.is_ascii_digit()))
    }

    /// «@almaty_news», «петропавловск.news», «www.astana.kz».
    pub fn is_address(&self) -> bool {
        let before = self.words.text[..self.candidate.start].chars().next_back();
        let mut behind = self.words.text[self.candidate.end..].chars();
        match behind.next() {
            Some('.') if behind.next().is_some_and(|letter| letter.is_ascii_lowercase()) => return true,
            Some('_' | '@') => return true,
            _ => {}
        }
        matches!(before, Some('@' | '_')) || before == Some('.') && is_latin(&self.words.text[self.candidate.start..])
    }
}

/// The longest quoted name, in words.
const LONGEST_QUOTED_NAME: usize = 4;

/// Where the quotation mark opens, if the candidate stands in a short quoted name.
fn quotation(words: &Words<'_>, candidate: &Candidate) -> Option<usize> {
    let text = words.text;
    let (line_start, line_end) = words.line_of(candidate.start);
    let open = text[line_start..candidate.start].char_indices().rev().take(60).find(|(_, letter)| is_quote(*letter));
    let (open, mark) = open.map(|(at, mark)| (line_start + at, mark))?;
    let behind_mark = text[open + mark.len_utf8()..].chars().next()?;
    let before_mark = text[line_start..open].chars().next_back().unwrap_or(' ');
    // A straight mark opens where a letter follows and none precedes; one stuck between letters («Акимат"Алматы») is taken to open.
    let opens = matches!(mark, '«' | '“' | '„')
        || mark != '»'
            && mark != '”'
            && is_letter_or_digit(behind_mark)
            && !matches!(before_mark, ',' | '.' | '!' | '?');
    if !opens {
        return None;
    }
    let (close, closing) =
        text[candidate.end..line_end].char_indices().take(60).find(|(_, letter)| is_quote(*letter))?;
    let close = candidate.end + close;
    if matches!(closing, '«' | '„') {
        return None;
    }
    let inside = &text[open + mark.len_utf8()..close];
    let count = inside.split_whitespace().filter(|word| word.chars().any(is_letter_or_digit)).count();
    if count > LONGEST_QUOTED_NAME || inside.trim_end().ends_with(['.', ',', '?']) {
        return None;
    }
    // «В Алматы душно», – сказал он: speech, not a name.
    let behind = text[close + closing.len_utf8()..line_end].trim_start_matches([',', ' ', '\u{a0}']);
    let speech = count > 1 && behind.starts_with(['–', '—', '-']);
    (!speech).then_some(open)
}

fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '«' | '»' | '“' | '”' | '„')
}
