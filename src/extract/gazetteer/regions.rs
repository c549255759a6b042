//! The regions of Kazakhstan and their names.

use std::collections::HashMap;

use serde::Deserialize;

use super::kazakh;

/// The 17 regions.
pub(crate) struct Regions {
    /// Full current names: `Карагандинская область`, `область Абай`.
    names: Vec<String>,
    /// Stems of the Russian adjectives: `карагандинск`, `южно-казахстанск`.
    adjectives: HashMap<String, usize>,
    /// What stands before «облысы» or behind «область»: `қарағанды`, `абай`, `batys qazaqstan`.
    nouns: HashMap<String, usize>,
    abbreviations: HashMap<String, usize>,
}

/// One line of `data/regions.csv`.
#[derive(Debug, Deserialize)]
struct Line {
    name: String,
    kazakh: String,
    abbreviations: String,
    former: String,
}

impl Regions {
    pub(super) fn bundled() -> Regions {
        let lines =
            csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(include_str!("../data/regions.csv").as_bytes());
        let lines = lines.into_deserialize().collect::<Result<Vec<Line>, _>>();
        let lines = lines.expect("data/regions.csv is part of the program, a test reads it");
        let mut regions = Regions {
            names: Vec::new(),
            adjectives: HashMap::new(),
            nouns: HashMap::new(),
            abbreviations: HashMap::new(),
        };
        for (number, line) in lines.iter().enumerate() {
            let is_adjective = line.name.ends_with("ая");
            regions.names.push(if is_adjective {
                format!("{} область", line.name)
            } else {
                format!("область {}", line.name)
            });
            let name = super::normal_form(&line.name);
            if !is_adjective {
                regions.nouns.insert(name.clone(), number);
            }
            for adjective in line.former.split('|').map(super::normal_form).chain([name]) {
                if let Some(stem) = adjective.strip_suffix("ая") {
                    regions.adjectives.insert(stem.to_owned(), number);
                }
            }
            for spelling in kazakh::spellings(&super::normal_form(&line.kazakh)) {
                regions.nouns.insert(spelling, number);
            }
            for abbreviation in line.abbreviations.split('|').filter(|abbreviation| !abbreviation.is_empty()) {
                regions.abbreviations.insert(abbreviation.to_owned(), number);
            }
        }
        regions
    }

    /// The region of a normalised Russian adjective in any form: «карагандинской».
    pub fn by_adjective(&self, word: &str) -> Option<&str> {
        let stem = word.rfind("ск").map(|at| &word[..at + "ск".len()])?;
        (word.len() <= stem.len() + 6)
            .then(|| self.adjectives.get(stem))
            .flatten()
            .map(|number| self.names[*number].as_str())
    }

    /// The region of the normalised noun that stands before «облысы» or behind «область».
    pub fn by_noun(&self, words: &str) -> Option<&str> {
        self.nouns.get(words).map(|number| self.names[*number].as_str())
    }

    /// The region of an abbreviation in capital letters: «ВКО», «ШҚО».
    pub fn by_abbreviation(&self, word: &str) -> Option<&str> {
        self.abbreviations.get(word).map(|number| self.names[*number].as_str())
    }

    /// The region of a normalised full name.
    pub(super) fn by_name(&self, name: &str) -> Option<&str> {
        if let Some(region) = self.by_abbreviation(&name.to_uppercase()) {
            return Some(region);
        }
        let (first, last) = (name.split(' ').next()?, name.rsplit(' ').next()?);
        let has = |word: &str| ["област", "обл", "облыс", "oblys"].iter().any(|stem| word.starts_with(stem));
        let rest = match () {
            () if has(last) => name.strip_suffix(last)?.trim(),
            () if has(first) => name.strip_prefix(first)?.trim(),
            () => return self.by_adjective(name),
        };
        self.by_adjective(rest).or_else(|| self.by_noun(rest))
    }
}
