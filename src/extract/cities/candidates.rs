//! Words that look like a city: alone, joined by hyphens, or stuck to another word.

use super::cues::{Cue, Cues};
use super::words::{Words, has_case_border, is_all_caps, is_border, is_capitalised};
use crate::extract::gazetteer::{Case, Form, Names, Trust, is_ending, normal, normal_form};
use crate::extract::letters::is_letter;

/// A word, or a part of one, that the gazetteer knows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    /// The first and the last token it covers.
    pub token: usize,
    pub last: usize,
    /// Where it stands, in bytes: `[start, end)`.
    pub start: usize,
    pub end: usize,
    pub form: Form,
    pub shape: Shape,
}

/// How a candidate stands in its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// It is the whole word.
    Whole,
    /// The word is cities joined by hyphens.
    Route,
    /// The word is a city and something else joined by a hyphen.
    Compound,
    /// The word is several words that the scrape stuck together.
    Glued,
}

/// The longest word that is looked into, in bytes; what is longer is no text.
const LONGEST_WORD: usize = 300;

/// The candidates of one token.
pub(super) fn of_token(names: &Names, words: &Words<'_>, at: usize, found: &mut Vec<Candidate>) {
    let token = words.tokens[at];
    if token.text.len() > LONGEST_WORD {
        return;
    }
    let inner_capital = has_case_border(token.text);
    // Inside a word a name can stand behind any letters; at its start the first two tell.
    if !inner_capital && !(is_capitalised(token.text) && (names.may_know(token.text) || token.text.contains('-'))) {
        return;
    }
    let candidate =
        |start: usize, end: usize, form: Form, shape: Shape| Candidate { token: at, last: at, start, end, form, shape };
    if let Some(joined) = several_words(names, words, at) {
        found.push(joined);
        return;
    }
    let form = names.form(&normal(token.text)).filter(|_| is_capitalised(token.text));
    if let Some(form) = form.filter(|form| !names.name(*form).is_abbreviation || is_all_caps(token.text)) {
        found.push(candidate(token.start, token.end(), form, Shape::Whole));
        return;
    }
    if token.text.contains(['-', '\u{2010}', '\u{2011}']) {
        hyphenated(names, token.text).into_iter().for_each(|(start, end, form, shape)| {
            found.push(candidate(token.start + start, token.start + end, form, shape));
        });
        return;
    }
    let before = words.previous(at).map(|word| Cues::of(&normal(word))).unwrap_or_default();
    let cued = before.has(Cue::PlacePrepositions) || before.has(Cue::CityCompany) || before.has(Cue::CityBefore);
    if let Some((start, end, form)) = glued(names, token.text, inner_capital, cued) {
        found.push(candidate(token.start + start, token.start + end, form, Shape::Glued));
    }
}

/// «Новый Узень», «Южная Корея», and names whose hyphen was lost: «Усть Каменогорск».
fn several_words(names: &Names, words: &Words<'_>, at: usize) -> Option<Candidate> {
    const MOST_WORDS: usize = 3;
    let token = words.tokens[at];
    let first = normal(token.text);
    if !names.begins_a_name(&first) {
        return None;
    }
    let mut joined: Vec<String> = vec![first.into_owned()];
    let mut found = None;
    for last in at + 1..at + MOST_WORDS {
        let Some(next) = words.next(last - 1).filter(|next| is_capitalised(next)) else { break };
        joined.push(normal_form(next));
        let form = names.form(&joined.join(" ")).or_else(|| names.form(&joined.join("-")));
        found = form.map(|form| (last, form)).or(found);
    }
    let (last, form) = found?;
    let end = words.tokens[last].end();
    Some(Candidate { token: at, last, start: token.start, end, form, shape: Shape::Whole })
}

/// The parts of a hyphenated word that are cities: as a route if every part is one, else as a compound.
fn hyphenated(names: &Names, word: &str) -> Vec<(usize, usize, Form, Shape)> {
    let mut borders: Vec<usize> = vec![0];
    borders.extend(
        word.char_indices()
            .filter(|(_, letter)| matches!(letter, '-' | '\u{2010}' | '\u{2011}'))
            .flat_map(|(at, letter)| [at, at + letter.len_utf8()]),
    );
    borders.push(word.len());
    let parts: Vec<(usize, usize)> =
        borders.chunks(2).filter(|pair| pair.len() == 2).map(|pair| (pair[0], pair[1])).collect();
    let (mut found, mut all, mut at) = (Vec::new(), true, 0);
    while at < parts.len() {
        // The longest run of parts that is a name: «Нур-Султан» in «Атырау-Нур-Султан».
        let run = (at..parts.len().min(at + 3)).rev().find_map(|last| {
            let text = &word[parts[at].0..parts[last].1];
            let form = names.form(&normal_form(text)).filter(|_| is_capitalised(text))?;
            Some((last, form))
        });
        if let Some((last, form)) = run {
            found.push((parts[at].0, parts[last].1, form, Shape::Route));
            at = last + 1;
            continue;
        }
        // «Алматы-2» is a station of the city, «Алматы-2017» is not the city.
        let text = &word[parts[at].0..parts[at].1];
        all &= at > 0 && text.len() == 1 && text.as_bytes()[0].is_ascii_digit();
        at += 1;
    }
    // An ending behind a hyphen: «Астана-да», «АҚШ-тың».
    if let ([(_, end, _, shape)], Some(last)) = (&mut found[..], parts.last())
        && parts.len() == 2
        && *end < last.0
        && is_ending(&normal(&word[last.0..last.1]))
    {
        *shape = Shape::Whole;
        return found;
    }
    if !all {
        found.iter_mut().for_each(|part| part.3 = Shape::Compound);
    }
    found
}

/// The shortest form that is looked for inside a stuck word, in letters; shorter ones stand inside too many other words.
const SHORTEST_GLUED: usize = 5;

/// A sure name inside a stuck word: «вАстане», «Алматы15», «Петропавловскаостались».
///
/// `cued` says that a word before it goes with places: then an undeclined name counts too («в Алматыподдержал»).
fn glued(names: &Names, word: &str, inner_capital: bool, cued: bool) -> Option<(usize, usize, Form)> {
    let mut starts: Vec<usize> = vec![0];
    if inner_capital {
        let mut before = '\0';
        for (at, letter) in word.char_indices() {
            // «ВАстане»: the capital behind a one-letter preposition is a border too.
            let after_preposition = at > 0 && starts == [0] && word[..at].chars().count() == 1 && letter.is_uppercase();
            if is_border(before, letter) || after_preposition {
                starts.push(at);
            }
            before = letter;
        }
    }
    for (index, start) in starts.iter().enumerate() {
        let end = starts[index + 1..].first().copied().unwrap_or(word.len());
        let piece = &word[*start..end];
        if !is_capitalised(piece) || piece.chars().count() < SHORTEST_GLUED || is_all_caps(word) {
            continue;
        }
        let is_part = *start > 0 || end < word.len();
        if let Some(form) = sure(names, piece).filter(|_| is_part) {
            // «АтырауМунайГаз» is a company; «в АлматыВ» is not.
            let behind = &word[end..];
            let company =
                form.case == Case::Nominative && behind.chars().filter(|letter| is_letter(*letter)).count() > 2;
            if !company || cued && *start == 0 || *start > 0 && word[..*start].chars().all(char::is_lowercase) {
                return Some((*start, end, form));
            }
            continue;
        }
        // What sticks behind without a capital: only behind a form that no company's name would take.
        let borders = piece.char_indices().map(|(at, _)| at).skip(SHORTEST_GLUED);
        for border in borders.collect::<Vec<_>>().into_iter().rev() {
            let (head, rest) = piece.split_at(border);
            let Some(form) = names.russian_form(&normal(head)).filter(|form| is_sure(names, *form)) else { continue };
            let declined = !matches!(form.case, Case::Nominative) && head.chars().count() > SHORTEST_GLUED;
            let adjective_ending = head.ends_with("ск") && ["ого", "ому", "ими"].contains(&rest);
            let like_adjective = form.case == Case::LikeAdjective || rest.starts_with("ск") || adjective_ending;
            if (declined || cued && *start == 0) && !like_adjective && rest.chars().count() >= 3 {
                return Some((*start, *start + border, form));
            }
        }
    }
    None
}

fn sure(names: &Names, piece: &str) -> Option<Form> {
    names.form(&normal(piece)).filter(|form| is_sure(names, *form))
}

fn is_sure(names: &Names, form: Form) -> bool {
    let name = names.name(form);
    name.russian == Trust::Sure && !name.is_abbreviation
}
