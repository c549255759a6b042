//! A text as one term for each place, for words in a row.
//!
//! An engine that splits at blanks has one term at a place, and a place has several words: the forms of one, or a word with a hyphen beside
//! its first part. The forms of a word are joined to one term; who asks for one of them asks for all terms that have it. A word that is put
//! together stands in a row of its own behind the text, between those around it, or its terms would be as many as there are such words.

use rustc_hash::FxHashSet;

use super::fields::APART;
use crate::search::elsewhere::TOGETHER;

/// The most UTF-16 units of a term: Lucene splits what is longer.
pub(super) const LONGEST_TERM: usize = 255;

/// So many places around a word that is put together stand in its row: in front of it, and behind.
const AROUND: [usize; 2] = [4, 6];

/// A text as one term for each place.
#[derive(Debug, Default)]
pub(super) struct Row {
    line: String,
    /// The terms that are several words.
    keys: FxHashSet<String>,
    /// The terms of the part at hand.
    places: Vec<String>,
    /// The words that are put together in it, each with the number of its place.
    wholes: Vec<(usize, String)>,
    /// The words at the place at hand, each in all its forms.
    words: Vec<Vec<String>>,
    position: Option<usize>,
}

impl Row {
    /// Takes a word, after those in front of it, in all its forms. At one place the first is put together from the others.
    pub fn add<'w>(&mut self, position: usize, forms: impl IntoIterator<Item = &'w str>) {
        if self.position != Some(position) {
            self.close_place();
            self.position = Some(position);
        }
        self.words.push(forms.into_iter().map(str::to_owned).collect());
    }

    /// Ends a part of the text: no row goes on behind it.
    pub fn end_part(&mut self) {
        self.close_place();
        if self.places.is_empty() {
            return;
        }
        let places = std::mem::take(&mut self.places);
        self.write(places.iter());
        for (at, whole) in std::mem::take(&mut self.wholes) {
            let (before, behind) = (at.saturating_sub(AROUND[0]), (at + 1 + AROUND[1]).min(places.len()));
            self.write(places[before..at].iter().chain([&whole]).chain(&places[at + 1..behind]));
        }
    }

    /// The line of terms, and those of them that are several words.
    pub fn into_line(self) -> (String, FxHashSet<String>) {
        (self.line, self.keys)
    }

    fn close_place(&mut self) {
        if self.position.take().is_none() {
            return;
        }
        let mut words = std::mem::take(&mut self.words).into_iter();
        let first = self.term(words.next().unwrap_or_default());
        let parts: Vec<String> = words.flatten().collect();
        if parts.is_empty() {
            self.places.push(first);
        } else {
            self.wholes.push((self.places.len(), first));
            let parts = self.term(parts);
            self.places.push(parts);
        }
    }

    /// Words as one term, as many of them as it can have; a place without any keeps its place.
    fn term(&mut self, mut words: Vec<String>) -> String {
        words.sort_unstable();
        words.dedup();
        let (mut term, mut length) = (String::new(), 0);
        for word in words {
            let more = units(&word) + usize::from(!term.is_empty());
            if length + more > LONGEST_TERM {
                continue;
            }
            if !term.is_empty() {
                term.push(TOGETHER);
            }
            term.push_str(&word);
            length += more;
        }
        if term.contains(TOGETHER) {
            self.keys.insert(term.clone());
        }
        if term.is_empty() { APART.to_owned() } else { term }
    }

    fn write<'t>(&mut self, terms: impl Iterator<Item = &'t String>) {
        if !self.line.is_empty() {
            self.line.push(' ');
            self.line.push_str(APART);
        }
        for term in terms {
            if !self.line.is_empty() {
                self.line.push(' ');
            }
            self.line.push_str(term);
        }
    }
}

/// Whether an engine keeps a term whole.
pub(super) fn is_short(term: &str) -> bool {
    term.len() <= LONGEST_TERM || units(term) <= LONGEST_TERM
}

fn units(term: &str) -> usize {
    term.chars().map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_put_together_stands_in_a_row_of_its_own() {
        let mut row = Row::default();
        for (position, forms) in [
            (0, &["новый"][..]),
            (1, &["усть-каменогорск"]),
            (1, &["усть"]),
            (2, &["каменогорск"]),
            (3, &["мост", "мосты"]),
        ] {
            row.add(position, forms.iter().copied());
        }
        row.end_part();
        row.add(0, ["конец"]);
        row.end_part();
        let (line, keys) = row.into_line();
        assert_eq!(line, "новый усть каменогорск мост+мосты ¶ новый усть-каменогорск каменогорск мост+мосты ¶ конец");
        assert_eq!(keys.into_iter().collect::<Vec<_>>(), ["мост+мосты"]);
    }

    #[test]
    fn what_is_too_long_keeps_its_place() {
        let mut row = Row::default();
        row.add(0, ["а".repeat(300).as_str()]);
        row.add(1, ["б"]);
        row.end_part();
        assert_eq!(row.into_line().0, "¶ б");
    }
}
