//! The districts of the three large cities.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::kazakh;
use super::normal::normal_form;
use crate::article::District;

/// The districts of the cities of republican rank.
pub(crate) struct Districts {
    all: Vec<(District, bool)>,
    /// Stems of Russian adjectives: `алмалинск`.
    adjectives: FxHashMap<Box<str>, Vec<usize>>,
    /// What stands behind «район» or before «ауданы».
    nouns: FxHashMap<Box<str>, Vec<usize>>,
}

/// One line of `data/districts.csv`.
#[derive(Debug, Deserialize)]
struct Line {
    city: String,
    district: String,
    kazakh: String,
    other: String,
    alone: String,
}

impl Districts {
    pub(super) fn bundled() -> Districts {
        let lines =
            csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(include_str!("../data/districts.csv").as_bytes());
        let mut districts =
            Districts { all: Vec::new(), adjectives: FxHashMap::default(), nouns: FxHashMap::default() };
        for line in lines.into_deserialize::<Line>() {
            let line = line.expect("data/districts.csv is part of the program, a test reads it");
            let number = districts.all.len();
            for name in line.other.split('|').chain([line.district.as_str()]).filter(|name| !name.is_empty()) {
                let name = normal_form(name);
                match (name.strip_suffix("ий район"), name.strip_prefix("район ")) {
                    (Some(stem), _) => districts.adjectives.entry(stem.into()).or_default().push(number),
                    (_, Some(noun)) => districts.nouns.entry(noun.into()).or_default().push(number),
                    _ => {}
                }
            }
            for spelling in kazakh::spellings(&normal_form(&line.kazakh)) {
                districts.nouns.entry(spelling.into()).or_default().push(number);
            }
            districts.all.push((District { name: line.district, city: line.city }, line.alone == "yes"));
        }
        districts
    }

    /// The districts of a normalised adjective in any form («алмалинского»), each with whether no other district of the
    /// country has the name.
    pub fn by_adjective(&self, word: &str) -> impl Iterator<Item = &(District, bool)> {
        let stem = word.rfind("ск").map_or("", |at| &word[..at + "ск".len()]);
        let numbers = self.adjectives.get(stem).filter(|_| word.len() <= stem.len() + 6);
        numbers.into_iter().flatten().map(|number| &self.all[*number])
    }

    /// The districts of the normalised word behind «район» or before «ауданы».
    pub fn by_noun(&self, word: &str) -> impl Iterator<Item = &(District, bool)> {
        self.nouns.get(word).into_iter().flatten().map(|number| &self.all[*number])
    }

    /// The district of a normalised full name: «алмалинский район», «район есиль», «медеу ауданы».
    pub(super) fn by_name(&self, name: &str) -> Option<&District> {
        let (first, last) = (name.split(' ').next()?, name.rsplit(' ').next()?);
        let is_noun = |word: &str| ["район", "аудан", "aydan", "audan"].iter().any(|noun| word.starts_with(noun));
        let rest = match () {
            () if is_noun(last) => name.strip_suffix(last)?.trim(),
            () if is_noun(first) => name.strip_prefix(first)?.trim(),
            () => return None,
        };
        self.by_adjective(rest).chain(self.by_noun(rest)).map(|(district, _)| district).next()
    }
}
