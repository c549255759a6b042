//! A query as it is asked of an engine elsewhere.

use tantivy::Term;
use tantivy::schema::{Facet, Field};

use super::ask::{Ask, Label, Place, RowOf, name_of};
use super::asking::{ask, place_of};
use super::lexicon::Keys;
use super::view::{View, carried};
use crate::index::schema::Fields;
use crate::index::signs::Signs;
use crate::query::Field as Asked;
use crate::search::clause::{Clause, Piece, Strictness, content, side_by_side};
use crate::search::compile::Compiled;
use crate::search::facts::Fact;
use crate::search::leaf::{Leaf, Way};
use crate::search::positions::Positions;
use crate::search::sought::Sought;

/// In how many ways words in a row are asked for at most, each word in each of its forms: those of one row, and of all of a query. Engines
/// that are short of memory allow 1,024 clauses in a query.
const MOST_IN_ROW: usize = 360;
const MOST_IN_ROWS: usize = 720;
/// How many words score at most.
const MOST_SCORES: usize = 200;
/// In how many forms each word of a row is asked for where that is too many: those that most articles have.
pub(super) const FORMS: usize = 6;

/// How many words of one place score: the engine's order is only the first.
const MOST_SCORING: usize = 6;

/// How many places words in a row have at most if one of them has a hyphen: so many stand on each side of it.
const LONGEST_ROW: u32 = 5;

/// A query as it is asked of an engine elsewhere.
pub(super) struct Translation<'a> {
    view: &'a View,
    fields: &'a Fields,
    /// What the engine cannot tell, so that it finds too much.
    pub unchecked: Vec<&'static str>,
    /// Whether a long row is asked for as shorter ones that meet, which an article may have apart.
    is_chained: bool,
    /// Whether words in a row have more forms than are asked for.
    pub is_cut: bool,
    /// In how many ways rows of words may still be asked for.
    left: usize,
}

impl<'a> Translation<'a> {
    /// For these articles.
    pub fn of(view: &'a View, fields: &'a Fields) -> Translation<'a> {
        Translation { view, fields, unchecked: Vec::new(), is_chained: false, is_cut: false, left: MOST_IN_ROWS }
    }

    /// What matches, and what every answer has to have beside.
    pub fn matching(&mut self, clause: &Clause, filters: &[Leaf], strictness: Strictness) -> tantivy::Result<Ask> {
        let mut asks = vec![self.clause(clause, strictness)?];
        for filter in filters {
            asks.push(self.leaf(filter)?);
        }
        Ok(Ask::all(asks))
    }

    fn clause(&mut self, clause: &Clause, strictness: Strictness) -> tantivy::Result<Ask> {
        match clause {
            Clause::Phrase(leaf) | Clause::Optional(leaf) | Clause::Word { forms: leaf, .. } | Clause::Filter(leaf) => {
                self.leaf(leaf)
            }
            Clause::Required(part) => self.clause(part, strictness),
            Clause::Any(parts) => Ok(Ask::any(self.each(parts.iter().map(Piece::Clause), strictness)?)),
            Clause::Some(times, parts) => {
                Ok(Ask::at_least((*times).max(1), self.each(parts.iter().map(Piece::Clause), strictness)?))
            }
            Clause::Not(_) => self.beside(std::slice::from_ref(clause), None, strictness),
            Clause::All(parts) => {
                let asks = self.each(content(parts).map(Piece::Clause), strictness)?;
                self.beside(parts, (!asks.is_empty()).then(|| Ask::all(asks)), strictness)
            }
            Clause::Together(parts) => {
                let side = side_by_side(parts, strictness);
                let asks = self.each(side.pieces.iter().copied(), strictness)?;
                let found = (!asks.is_empty()).then(|| Ask::at_least(side.required, asks));
                self.beside(parts, found, strictness)
            }
        }
    }

    fn each<'p>(
        &mut self,
        pieces: impl Iterator<Item = Piece<'p>>,
        strictness: Strictness,
    ) -> tantivy::Result<Vec<Ask>> {
        pieces
            .map(|piece| match piece {
                Piece::Leaf(leaf) => self.leaf(leaf),
                Piece::Clause(clause) => self.clause(clause, strictness),
            })
            .collect()
    }

    /// What was found of the parts, with those beside it: filters, and what is excluded.
    fn beside(&mut self, parts: &[Clause], found: Option<Ask>, strictness: Strictness) -> tantivy::Result<Ask> {
        let mut asks: Vec<Ask> = found.into_iter().collect();
        for part in parts {
            match part {
                Clause::Not(inner) => {
                    let (known, before) = (self.unchecked.len(), (self.is_chained, self.is_cut));
                    (self.is_chained, self.is_cut) = (false, false);
                    let excluded = self.clause(inner, Strictness::All)?;
                    // What is excluded must not be too much or too little.
                    let inexact = self.is_chained || self.is_cut;
                    (self.is_chained, self.is_cut) = before;
                    if inexact {
                        self.unchecked.push("words in a row that have many forms");
                    }
                    if self.unchecked.len() == known {
                        asks.push(Ask::Not(Box::new(excluded)));
                    }
                }
                part if part.is_filter() => asks.push(self.clause(part, strictness)?),
                _ => {}
            }
        }
        Ok(Ask::all(asks))
    }

    fn leaf(&mut self, leaf: &Leaf) -> tantivy::Result<Ask> {
        match leaf {
            Leaf::Said(ways) => self.any_way(ways),
            Leaf::Placed(positions, _) => self.placed(positions),
            Leaf::Labelled(terms) => Ok(self.labelled(terms)),
            Leaf::Known(fact) => Ok(known(*fact)),
        }
    }

    /// Any of several ways to say a thing. Words of one place are asked for together.
    fn any_way(&mut self, ways: &[Way]) -> tantivy::Result<Ask> {
        let mut asks: Vec<Ask> = Vec::new();
        for way in ways {
            let way = self.way(way)?;
            let known = asks.iter_mut().find_map(|known| match (known, &way) {
                (Ask::Words(place, words), Ask::Words(its, more)) if place == its => Some((words, more)),
                _ => None,
            });
            match known {
                Some((words, more)) => {
                    words.extend(more.iter().cloned());
                    words.sort_unstable();
                    words.dedup();
                }
                None => asks.push(way),
            }
        }
        Ok(Ask::any(asks))
    }

    fn way(&mut self, way: &Way) -> tantivy::Result<Ask> {
        let [(_, sought)] = &way.row[..] else { return self.row(way) };
        Ok(ask(sought))
    }

    /// Words in a row: each place as one term, of all that stand for one of its words.
    fn row(&mut self, way: &Way) -> tantivy::Result<Ask> {
        let of = |signs: Signs| way.row.iter().all(|(_, sought)| sought.words().iter().all(|(_, its)| *its == signs));
        let row = if of(Signs::FORM) { RowOf::Forms } else { RowOf::Written };
        let places = way.row.last().map_or(0, |(place, _)| place + 1);
        let all = || Ask::all(way.row.iter().map(|(_, sought)| ask(sought)).collect());
        // Of words that are put together the terms know what stands around each, but not of two at once.
        let is_whole = |(_, sought): &&(u32, Sought)| sought.words().iter().any(|(word, _)| word.contains('-'));
        let wholes = way.row.iter().filter(is_whole).count();
        if row == RowOf::Written && !of(Signs::WRITTEN) || wholes > 1 || wholes == 1 && places > LONGEST_ROW {
            self.unchecked.push("words in a row of which several have a hyphen");
            return Ok(all());
        }
        let keys: &Keys = &self.view.lexicon().map_err(carried)?.1;
        let words: Vec<Vec<Box<str>>> =
            way.row.iter().map(|(_, sought)| sought.words().iter().map(|(word, _)| word.clone()).collect()).collect();
        let mut choices: Vec<Vec<&str>> = words.iter().map(|words| keys.of(row, words)).collect();
        let places: Vec<u32> = way.row.iter().map(|(place, _)| *place).collect();
        let (mut asks, mut start) = (Vec::new(), 0);
        while start + 1 < choices.len() {
            let most = MOST_IN_ROW.min(self.left);
            let end = start
                + longest(&choices[start..], most).unwrap_or_else(|| {
                    let forms = if self.left >= FORMS * FORMS { FORMS } else { 1 };
                    for (choice, words) in choices[start..start + 2].iter_mut().zip(&words[start..]) {
                        self.is_cut |= cut(choice, words.len(), forms);
                    }
                    2
                });
            let slack = (places[end - 1] - places[start] + 1).saturating_sub((end - start) as u32);
            let chosen = &choices[start..end];
            self.left = self.left.saturating_sub(ways_of(chosen));
            asks.push(rows(row, chosen, slack));
            self.is_chained |= end < choices.len();
            start = end - 1;
        }
        Ok(Ask::all(asks))
    }

    /// Parts that stand somehow to one another: the engine can tell whether single words stand in the headline, and no more.
    fn placed(&mut self, positions: &Positions) -> tantivy::Result<Ask> {
        if let Some(words) = positions.words_in_title() {
            return Ok(Ask::Words(Place::Title, words));
        }
        self.unchecked.push(positions.name());
        let parts = positions.parts().iter().map(|part| self.leaf(part)).collect::<tantivy::Result<_>>()?;
        Ok(Ask::all(parts))
    }

    fn labelled(&self, terms: &[Term]) -> Ask {
        let mut asks: Vec<Ask> = Vec::new();
        for term in terms {
            let Some((label, value)) = self.label(term) else { continue };
            match asks.iter_mut().find(|ask| matches!(ask, Ask::Label(its, _) if *its == label)) {
                Some(Ask::Label(_, values)) => values.push(value),
                _ => asks.push(Ask::Label(label, vec![value])),
            }
        }
        Ask::any(asks)
    }

    fn label(&self, term: &Term) -> Option<(Label, Vec<String>)> {
        let Fields { place, abroad, source, language, date_source, main_city, id, .. } = *self.fields;
        let labels: [(Field, Label); 7] = [
            (place, Label::Places),
            (abroad, Label::Abroad),
            (source, Label::Source),
            (language, Label::Language),
            (date_source, Label::DateSource),
            (main_city, Label::MainCity),
            (id, Label::Id),
        ];
        let (_, label) = labels.into_iter().find(|(field, _)| *field == term.field())?;
        let value = match label {
            Label::Places | Label::Abroad => {
                let facet: Facet = term.value().as_facet()?;
                facet.to_path().into_iter().map(str::to_owned).collect()
            }
            _ => vec![term.value().as_str()?.to_owned()],
        };
        Some((label, value))
    }
}

/// Leaves so many of the terms of a place: first those that stand for several words, which most articles have, then as many of the words by
/// themselves, which stand in front. Tells whether there were more.
fn cut(choice: &mut Vec<&str>, words: usize, most: usize) -> bool {
    let (alone, together) = choice.split_at(words.min(choice.len()));
    let left: Vec<&str> = together.iter().chain(alone).copied().take(most).collect();
    let is_cut = left.len() < choice.len();
    *choice = left;
    is_cut
}

/// How many of these places can be asked for in a row in so many ways; none where two are too many.
fn longest(choices: &[Vec<&str>], most: usize) -> Option<usize> {
    (2..=choices.len()).take_while(|length| ways_of(&choices[..*length]) <= most).last()
}

/// In how many ways these places can be asked for.
fn ways_of(choices: &[Vec<&str>]) -> usize {
    choices.iter().fold(1_usize, |ways, choice| ways.saturating_mul(choice.len()))
}

/// The terms in a row, each place with any of its terms. A word with a hyphen takes as many places as it has parts, which is the slack: nothing
/// else can stand there.
fn rows(row: RowOf, choices: &[Vec<&str>], slack: u32) -> Ask {
    let mut rows: Vec<Vec<Box<str>>> = vec![Vec::new()];
    for choice in choices {
        let longer = |row: &Vec<Box<str>>, word: &&str| [&row[..], &[Box::from(*word)]].concat();
        rows = rows.iter().flat_map(|row| choice.iter().map(move |word| longer(row, word))).collect();
    }
    Ask::any(rows.into_iter().map(|words| Ask::Row(row, words, slack)).collect())
}

/// What is known about an article.
fn known(fact: Fact) -> Ask {
    let has = |field| match field {
        Asked::Language => Ask::Everything,
        field => Ask::Label(Label::Known, vec![vec![name_of(field).to_owned()]]),
    };
    match fact {
        Fact::Article => Ask::Everything,
        Fact::Has(field) => has(field),
        Fact::Lacks(Asked::Language) => Ask::Nothing,
        Fact::Lacks(field) => Ask::Not(Box::new(has(field))),
        Fact::During(from, to) => Ask::During(from, to),
    }
}

/// The words that score, each with its weight.
pub(super) fn scores(compiled: &Compiled) -> Vec<(Place, Box<str>, f32)> {
    let mut scores: Vec<(Place, Box<str>, f32)> = Vec::new();
    for (_, leaf) in compiled.asked.iter().flat_map(|asked| &asked.leaves) {
        let Leaf::Said(ways) = leaf else { continue };
        for way in ways {
            // Of words in a row each word counts by itself, of a family those that most articles have.
            for (word, signs) in way.row.iter().flat_map(|(_, sought)| sought.words().iter().take(MOST_SCORING)) {
                let Some(place) = place_of(*signs) else { continue };
                match scores.iter_mut().find(|(its, known, _)| *its == place && known == word) {
                    Some((_, _, weight)) => *weight += way.weight,
                    None => scores.push((place, word.clone(), way.weight)),
                }
            }
        }
    }
    scores.truncate(MOST_SCORES);
    scores
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_terms_those_stay_that_most_articles_have() {
        let all = ["мост", "мосты", "мост+мосты", "мост+мостить", "мосты+мосток"];
        for (most, expected, is_cut) in [
            (2, &["мост+мосты", "мост+мостить"][..], true),
            (4, &["мост+мосты", "мост+мостить", "мосты+мосток", "мост"], true),
        ] {
            let mut choice = all.to_vec();
            assert_eq!(cut(&mut choice, 2, most), is_cut);
            assert_eq!(choice, expected);
        }
        let mut choice = vec!["мост"];
        assert!(!cut(&mut choice, 1, 6));
        assert_eq!(choice, ["мост"]);
    }

    #[test]
    fn a_row_is_as_long_as_its_ways_allow() {
        let place = |ways: usize| vec!["а"; ways];
        assert_eq!(longest(&[place(10), place(10), place(10)], 360), Some(2));
        assert_eq!(longest(&[place(3), place(4), place(5)], 360), Some(3));
        assert_eq!(longest(&[place(30), place(30)], 360), None);
    }
}
