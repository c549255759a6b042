//! What stands around a word that looks like a city.

use super::candidates::{Candidate, Shape};
use super::cues::{self, is_in};
use super::words::{Words, is_latin};
use crate::extract::gazetteer::normal_form;

/// The lower-case words around a candidate.
pub(super) struct Around<'a> {
    words: &'a Words<'a>,
    candidate: &'a Candidate,
    /// The word before, with nothing but a blank between.
    pub before: String,
    /// The abbreviation before: «г.».
    pub abbreviation: String,
    /// The word before, or the one before the quotation mark.
    pub before_quote: String,
    /// The word behind, with nothing but a blank between.
    pub behind: String,
    /// Whether it stands in a short quoted name.
    pub quoted: bool,
}

impl<'a> Around<'a> {
    pub fn new(words: &'a Words<'a>, candidate: &'a Candidate) -> Around<'a> {
        let lower = |word: Option<&str>| word.map(normal_form).unwrap_or_default();
        let at = candidate.token;
        let glued = candidate.shape == Shape::Glued;
        let before = if glued { String::new() } else { lower(words.previous(at)) };
        let behind = if candidate.end < words.tokens[candidate.last].end() { None } else { words.next(candidate.last) };
        let quote = quotation(words, candidate);
        let before_quote = match quote {
            Some(open) => lower(
                words.tokens[..at]
                    .iter()
                    .rev()
                    .find(|token| token.end() <= open)
                    .filter(|token| {
                        words.text[token.end()..open].trim().is_empty() || words.text[token.end()..open].trim() == "."
                    })
                    .map(|token| token.text),
            ),
            None => before.clone(),
        };
        let abbreviation = lower(words.abbreviation_before(at));
        Around { words, candidate, before, abbreviation, before_quote, behind: lower(behind), quoted: quote.is_some() }
    }

    pub fn has_city_word(&self) -> bool {
        is_in(cues::CITY_BEFORE, &self.before)
            || is_in(cues::CITY_BEFORE, &self.before_quote)
            || is_in(cues::CITY_ABBREVIATIONS, &self.abbreviation)
            || is_in(cues::CITY_ABBREVIATIONS, &self.before)
            || is_in(cues::CITY_BEHIND, &self.behind)
            || self.behind == "қ"
                && self.words.text[self.words.tokens[self.candidate.last + 1].end()..].starts_with('.')
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
        || mark != '»' && mark != '”' && behind_mark.is_alphanumeric() && !matches!(before_mark, ',' | '.' | '!' | '?');
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
    let count = inside.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
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
