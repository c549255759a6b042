//! The sign behind each term of an article's text: how the word stands there.
//!
//! A word is one posting, however many questions may be asked of it: with the sign in the term, «in the headline», «in the first
//! words» and «as written» are lists of their own, and all of them together are the list of the word. It costs half the terms that a
//! field for each question would.

use crate::analysis::WordTerms;

/// How a word stands in an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// In the headline.
    Title,
    /// Among the first words of the body.
    Lead,
    /// Further down.
    Rest,
    /// In what is not the article's own. Nobody asks for that as it is written, else it is as further down.
    Furniture,
}

impl Place {
    /// All of them; the number of each is its place here.
    pub const ALL: [Place; 4] = [Place::Title, Place::Lead, Place::Rest, Place::Furniture];
}

/// The first of the signs, which are ASCII. No word has control signs in it, and letters stand behind all of them, so that the terms
/// of a word stand in a row, those of longer words behind them.
const FIRST: u8 = 0x10;
/// How many there are: two for each place, and one for words as written that are none of their forms.
const COUNT: u8 = 7;

/// The sign of a form at a place; one that is written so has its own.
fn of_form(place: Place, is_as_written: bool) -> u8 {
    FIRST + 2 * place.min(Place::Rest) as u8 + u8::from(is_as_written)
}

/// The sign of a word as written that is none of its forms.
const WRITTEN_ONLY: u8 = FIRST + COUNT - 1;

/// The terms of a word at a place, each with its sign: its forms, and the word as written where that is none of them.
pub(crate) fn signed<'a>(terms: WordTerms<'a>, place: Place) -> impl Iterator<Item = (&'a str, u8)> {
    let is_own = place != Place::Furniture;
    let is_as_written = move |form: &str| is_own && form == terms.exact;
    let is_form = terms.forms().any(is_as_written);
    let written = (is_own && !is_form).then_some((terms.exact, WRITTEN_ONLY));
    terms.forms().map(move |form| (form, of_form(place, is_as_written(form)))).chain(written)
}

/// A term of the index as word and sign; none for what is no word, like the borders of sentences.
pub(crate) fn split(term: &[u8]) -> Option<(&str, u8)> {
    let (sign, word) = term.split_last()?;
    let word = std::str::from_utf8(word).ok()?;
    is_sign(*sign).then_some((word, *sign))
}

/// Whether a byte is a sign.
pub(crate) fn is_sign(byte: u8) -> bool {
    (FIRST..FIRST + COUNT).contains(&byte)
}

/// What stands in front of all signs, and what behind.
pub(crate) const AROUND: [u8; 2] = [FIRST, FIRST + COUNT];

/// Some of the signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Signs(u8);

impl Signs {
    /// All of them.
    pub const ALL: Signs = Signs(0b0111_1111);
    /// Those of a form, anywhere.
    pub const FORM: Signs = Signs(0b0011_1111);
    /// Those of a form in the headline.
    pub const IN_TITLE: Signs = Signs(0b0000_0011);
    /// Those of a form among the first words.
    pub const IN_LEAD: Signs = Signs(0b0000_1100);
    /// Those of a word as written.
    pub const WRITTEN: Signs = Signs(0b0110_1010);

    /// Whether a sign is among them.
    pub fn has(self, sign: u8) -> bool {
        is_sign(sign) && self.0 & (1 << (sign - FIRST)) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sign_is_what_it_says() {
        for (number, place) in [Place::Title, Place::Lead, Place::Rest].into_iter().enumerate() {
            for is_as_written in [false, true] {
                let sign = of_form(place, is_as_written);
                assert!(Signs::FORM.has(sign));
                assert_eq!(Signs::IN_TITLE.has(sign), number == 0);
                assert_eq!(Signs::IN_LEAD.has(sign), number == 1);
                assert_eq!(Signs::WRITTEN.has(sign), is_as_written);
            }
        }
        assert!(Signs::WRITTEN.has(WRITTEN_ONLY) && !Signs::FORM.has(WRITTEN_ONLY));
        assert!(!Signs::FORM.has(AROUND[0] - 1) && !Signs::WRITTEN.has(AROUND[1]));
        assert_eq!(split("мост\u{10}".as_bytes()), Some(("мост", AROUND[0])));
        assert_eq!(split("мост".as_bytes()), None);
        assert_eq!(split(b""), None);
    }
}
