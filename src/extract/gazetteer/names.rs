//! All names with their forms, and what a word is a form of.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::declension::Declension;
use super::lines::Line;
use super::normal::{Beginnings, normal_form};
use super::{CityId, derived, kazakh};

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A city of Kazakhstan.
    City(CityId),
    /// A city or country abroad, by its number.
    Abroad(usize),
}

/// One name of a place, and how far an occurrence of it can be believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub place: Place,
    /// In Russian text, and in any that is not Kazakh.
    pub russian: Trust,
    /// In Kazakh text.
    pub kazakh: Trust,
    /// Whether persons have this name too.
    pub is_surname: bool,
    /// Whether it is the same in all cases.
    pub is_indeclinable: bool,
    /// Whether it counts in capital letters only.
    pub is_abbreviation: bool,
    /// When the place had it, as yyyymmdd.
    pub since: Option<u64>,
    pub until: Option<u64>,
}

/// What it takes to believe that a word that looks like a place is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Trust {
    /// A capital letter.
    Sure,
    /// A capital letter, and no name of a person beside it.
    UnlessPerson,
    /// A word beside it that goes with cities: «в», «из», «жители», another city.
    Cue,
    /// The word «город» itself.
    Strict,
}

/// The grammatical case of a form, as far as the rules ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    /// The name as in a dictionary.
    Nominative,
    /// Where something is: «в Семее», «Семейде»; also whence and, in Kazakh, of what (`-дағы`).
    Place,
    /// «Уральском»: the instrumental that is also the prepositional case of an adjective.
    LikeAdjective,
    /// Any other.
    Oblique,
}

/// A form of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Form {
    /// The number of the name, see [`Names::name`].
    pub name: usize,
    pub case: Case,
}

/// All names.
pub(crate) struct Names {
    names: Vec<Name>,
    /// Every Russian and Latin form, normalised, to what it is a form of.
    forms: FxHashMap<Box<str>, Form>,
    /// Every Kazakh nominative, normalised; case endings are stripped before the look-up.
    kazakh_stems: FxHashMap<Box<str>, Form>,
    /// Adjectives and words for inhabitants, in every form.
    derived: FxHashMap<Box<str>, Place>,
    /// The first words of names of several words.
    first_words: FxHashSet<Box<str>>,
    of_names: Beginnings,
    of_derived: Beginnings,
}

impl Names {
    /// The names of these lines. Of two that share a form the earlier line keeps it; in each list sure names come first.
    pub(super) fn of(lists: &[Vec<(Line, Place)>]) -> Names {
        let mut names = Names {
            names: Vec::new(),
            forms: FxHashMap::default(),
            kazakh_stems: FxHashMap::default(),
            derived: FxHashMap::default(),
            first_words: FxHashSet::default(),
            of_names: Beginnings::of(std::iter::empty()),
            of_derived: Beginnings::of(std::iter::empty()),
        };
        for list in lists {
            for trust in [Trust::Sure, Trust::UnlessPerson, Trust::Cue, Trust::Strict] {
                list.iter().filter(|(line, _)| line.russian == trust).for_each(|(line, place)| names.add(line, *place));
            }
            // What is made by rule gives way to every word that has a line.
            let sure = list.iter().filter(|(line, _)| line.russian == Trust::Sure);
            for (line, place) in sure.filter(|(_, place)| matches!(place, Place::City(_))) {
                for word in derived::words(&normal_form(&line.name), line.declension) {
                    names.derived.entry(word.into()).or_insert(*place);
                }
            }
        }
        let words = names.forms.keys().chain(names.kazakh_stems.keys()).chain(&names.first_words);
        names.of_names = Beginnings::of(words.map(AsRef::as_ref));
        names.of_derived = Beginnings::of(names.derived.keys().chain(names.kazakh_stems.keys()).map(AsRef::as_ref));
        names
    }

    /// The name of a number.
    pub fn name(&self, form: Form) -> &Name {
        &self.names[form.name]
    }

    /// Whether a word, as written, can be a form of a name; a quick look at its first letters.
    pub fn may_know(&self, word: &str) -> bool {
        self.of_names.may_begin(word)
    }

    /// Whether a word, as written, can be derived from a name.
    pub fn may_be_derived(&self, word: &str) -> bool {
        self.of_derived.may_begin(word)
    }

    /// Whether a normalised word begins a name of several words.
    pub fn begins_a_name(&self, word: &str) -> bool {
        self.first_words.contains(word)
    }

    /// What a normalised word is a form of.
    pub fn form(&self, word: &str) -> Option<Form> {
        if let Some(form) = self.forms.get(word).or_else(|| self.kazakh_stems.get(word)) {
            return Some(*form);
        }
        kazakh::without_ending(word)
            .find_map(|(stem, case)| self.kazakh_stems.get(stem).map(|form| Form { case, ..*form }))
    }

    /// What a normalised word is a form of by the rules of Russian, not a Kazakh one with an ending.
    pub fn russian_form(&self, word: &str) -> Option<Form> {
        self.forms.get(word).copied()
    }

    /// The place of an adjective or of a word for its inhabitants: «алматинскую», «шымкентцы», «түркістандық».
    pub fn derived(&self, word: &str) -> Option<Place> {
        if let Some(place) = self.derived.get(word) {
            return Some(*place);
        }
        let form = self.kazakh_stems.get(kazakh::demonym_stem(word)?)?;
        (self.names[form.name].kazakh == Trust::Sure).then(|| self.names[form.name].place)
    }

    fn add(&mut self, line: &Line, place: Place) {
        let word = normal_form(&line.name);
        if line.declension.is_derived() {
            for (form, _) in line.declension.forms(&word) {
                self.derived.entry(form.into()).or_insert(place);
            }
            return;
        }
        let (since, until) = line.period();
        let name = self.names.len();
        self.names.push(Name {
            place,
            russian: line.russian,
            kazakh: line.kazakh,
            is_surname: line.declension == Declension::Surname,
            is_indeclinable: matches!(line.declension, Declension::Indeclinable | Declension::Latin),
            is_abbreviation: line.declension == Declension::Abbreviation,
            since,
            until,
        });
        if line.declension == Declension::Kazakh || line.declension == Declension::Abbreviation {
            for spelling in kazakh::spellings(&word) {
                self.begin(&spelling);
                self.kazakh_stems.entry(spelling.into()).or_insert(Form { name, case: Case::Nominative });
            }
            return;
        }
        for (form, case) in line.declension.forms(&word) {
            self.begin(&form);
            self.forms.entry(form.into()).or_insert(Form { name, case });
        }
        // Kazakh takes Russian names as they are: «Степногорскіде», «Щучинскіден».
        if word.ends_with("ск") {
            for stem in [format!("{word}і"), word] {
                self.kazakh_stems.entry(stem.into()).or_insert(Form { name, case: Case::Nominative });
            }
        }
    }

    fn begin(&mut self, form: &str) {
        let is_word = |part: &str| part.chars().nth(2).is_some(); // fewer letters begin too much else
        if let Some((first, _)) = form.split_once(' ')
            && is_word(first)
        {
            self.first_words.insert(first.into());
        }
        // The hyphen of «Усть-Каменогорск» gets lost.
        if let Some((first, last)) = form.split_once('-')
            && is_word(first)
            && is_word(last)
        {
            self.first_words.insert(first.into());
        }
    }
}
