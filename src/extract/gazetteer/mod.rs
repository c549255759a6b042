//! The towns of Kazakhstan with their names, former names and regions.

mod declension;
mod kazakh;
mod regions;

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use crate::article::City;
use declension::Declension;
use regions::Regions;

pub(crate) use kazakh::{demonym_stem, fold_latin};

/// The towns of Kazakhstan with all names that they have or had, and the regions.
///
/// # Example
/// ```
/// use izdeu::Gazetteer;
///
/// let gazetteer = Gazetteer::bundled();
/// assert_eq!(gazetteer.city("Нур-Султане").unwrap().name, "Астана");
/// assert_eq!(gazetteer.city("Қарағандыда").unwrap().region, "Карагандинская область");
/// assert_eq!(gazetteer.region("Қарағанды облысы"), Some("Карагандинская область"));
/// ```
pub struct Gazetteer {
    cities: Vec<City>,
    names: Vec<Name>,
    /// Every Russian and Latin form, normalised, to what it is a form of.
    forms: HashMap<Box<str>, Form>,
    /// Every Kazakh nominative, normalised; case endings are stripped before the look-up.
    kazakh_stems: HashMap<Box<str>, Form>,
    /// Adjectives and words for inhabitants, in every form.
    derived: HashMap<Box<str>, CityId>,
    regions: Regions,
    /// The first two letters of every form, stem and derived word: most words of a text are told apart by them.
    beginnings: HashSet<(char, char)>,
}

/// The number of a city: its place in [`Gazetteer::cities`].
pub(crate) type CityId = usize;

/// One name of a city, and how far an occurrence of it can be believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub city: CityId,
    /// In Russian text, and in any that is not Kazakh.
    pub russian: Trust,
    /// In Kazakh text.
    pub kazakh: Trust,
    /// Whether persons have this name too.
    pub is_surname: bool,
}

/// What it takes to believe that a word that looks like a city is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Trust {
    /// A capital letter.
    Sure,
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
    /// The place of the name in [`Gazetteer::name`].
    pub name: usize,
    pub case: Case,
}

/// One line of `data/cities.csv`.
#[derive(Debug, Deserialize)]
struct Line {
    city: String,
    region: String,
    name: String,
    declension: Declension,
    russian: Trust,
    kazakh: Trust,
}

impl Gazetteer {
    /// The gazetteer that comes with the library.
    pub fn bundled() -> Gazetteer {
        let lines =
            csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(include_str!("../data/cities.csv").as_bytes());
        let lines = lines.into_deserialize().collect::<Result<Vec<Line>, _>>();
        Gazetteer::from_lines(lines.expect("data/cities.csv is part of the program, a test reads it"))
    }

    /// Every city, by its current name.
    pub fn cities(&self) -> impl Iterator<Item = &City> {
        self.cities.iter()
    }

    /// The city that has or had this name, in Russian, Kazakh or Latin letters, in any case, however it is inflected.
    ///
    /// Names that are also other words count here: whoever asks for the city «Семей» does not mean families.
    pub fn city(&self, name: &str) -> Option<&City> {
        let name = normal_form(name.trim());
        let name = ["г. ", "г.", "город ", "города ", "городе ", "city of ", "қ. "]
            .iter()
            .find_map(|word| name.strip_prefix(word))
            .unwrap_or(&name);
        let name = [" қаласы", " қаласының", " қаласында", " қ.", " qalasy", " city"]
            .iter()
            .find_map(|word| name.strip_suffix(word))
            .unwrap_or(name);
        let form = self.form(name.trim())?;
        Some(&self.cities[self.names[form.name].city])
    }

    /// The current Russian name of a region: of «Карагандинской области», «Қарағанды облысы», «ВКО», «Южно-Казахстанская область».
    ///
    /// The three cities of republican rank are regions of their own.
    pub fn region(&self, name: &str) -> Option<&str> {
        let name = normal_form(name.trim());
        if let Some(region) = self.regions.by_name(&name) {
            return Some(region);
        }
        match self.city(&name) {
            Some(city) => (city.region == city.name).then_some(city.region.as_str()),
            None => self.regions.by_noun(&name),
        }
    }

    /// The city of a number.
    pub(crate) fn city_of(&self, id: CityId) -> &City {
        &self.cities[id]
    }

    /// The name of a form.
    pub(crate) fn name(&self, form: Form) -> &Name {
        &self.names[form.name]
    }

    /// The regions.
    pub(crate) fn regions(&self) -> &Regions {
        &self.regions
    }

    /// Whether a word, as written, can be one that the gazetteer knows; a quick look at its first letters.
    pub(crate) fn may_know(&self, word: &str) -> bool {
        beginning(word).is_some_and(|beginning| beginning.0 == ACCENTED || self.beginnings.contains(&beginning))
    }

    /// What a normalised word is a form of.
    pub(crate) fn form(&self, word: &str) -> Option<Form> {
        if let Some(form) = self.forms.get(word).or_else(|| self.kazakh_stems.get(word)) {
            return Some(*form);
        }
        kazakh::without_ending(word)
            .find_map(|(stem, case)| self.kazakh_stems.get(stem).map(|form| Form { case, ..*form }))
    }

    /// Whether a form is one of Russian grammar, not a Kazakh one with an ending.
    pub(crate) fn is_russian_form(&self, word: &str, form: Form) -> bool {
        self.forms.get(word) == Some(&form)
    }

    /// The city of an adjective or of a word for its inhabitants: «алматинскую», «шымкентцы», «түркістандық».
    pub(crate) fn derived(&self, word: &str) -> Option<CityId> {
        if let Some(city) = self.derived.get(word) {
            return Some(*city);
        }
        let form = self.kazakh_stems.get(demonym_stem(word)?)?;
        (self.names[form.name].kazakh == Trust::Sure).then(|| self.names[form.name].city)
    }

    fn from_lines(lines: Vec<Line>) -> Gazetteer {
        let mut gazetteer = Gazetteer {
            cities: Vec::new(),
            names: Vec::new(),
            forms: HashMap::new(),
            kazakh_stems: HashMap::new(),
            derived: HashMap::new(),
            regions: Regions::bundled(),
            beginnings: HashSet::new(),
        };
        // Sure names first: where two names share a form, the surer one keeps it.
        for trust in [Trust::Sure, Trust::Cue, Trust::Strict] {
            for line in &lines {
                let city = gazetteer.city_number(line);
                if line.russian == trust {
                    gazetteer.add(line, city);
                }
            }
        }
        let words = gazetteer.forms.keys().chain(gazetteer.kazakh_stems.keys()).chain(gazetteer.derived.keys());
        gazetteer.beginnings = words.filter_map(|word| beginning(word)).collect();
        gazetteer
    }

    fn city_number(&mut self, line: &Line) -> CityId {
        if let Some(number) = self.cities.iter().position(|city| city.name == line.city) {
            return number;
        }
        self.cities.push(City { name: line.city.clone(), region: line.region.clone() });
        self.cities.len() - 1
    }

    fn add(&mut self, line: &Line, city: CityId) {
        let word = normal_form(&line.name);
        if line.declension.is_derived() {
            for (form, _) in line.declension.forms(&word) {
                self.derived.entry(form.into()).or_insert(city);
            }
            return;
        }
        let name = self.names.len();
        let is_surname = line.declension == Declension::Surname;
        self.names.push(Name { city, russian: line.russian, kazakh: line.kazakh, is_surname });
        if line.declension == Declension::Kazakh {
            for spelling in kazakh::spellings(&word) {
                self.kazakh_stems.entry(spelling.into()).or_insert(Form { name, case: Case::Nominative });
            }
            return;
        }
        for (form, case) in line.declension.forms(&word) {
            self.forms.entry(form.into()).or_insert(Form { name, case });
        }
    }
}

/// Stands for a beginning that has to be looked at in full.
const ACCENTED: char = '\0';

/// The first two letters in lower case, or [`ACCENTED`] twice where normalising does more than that.
fn beginning(word: &str) -> Option<(char, char)> {
    let lower = |letter: char| match letter {
        'а'..='я' | 'a'..='z' | '-' => letter,
        'А'..='Я' | 'A'..='Z' => letter.to_lowercase().next().unwrap_or(letter),
        'Ѐ'..='ӿ' if !matches!(letter, 'ё' | 'Ё') => letter.to_lowercase().next().unwrap_or(letter),
        _ => ACCENTED,
    };
    let mut letters = word.chars();
    let (first, second) = (lower(letters.next()?), lower(letters.next()?));
    Some(if first == ACCENTED || second == ACCENTED { (ACCENTED, ACCENTED) } else { (first, second) })
}

/// A word as it is looked up: lower case, ё as е, plain hyphens, no invisible marks, Kazakh Latin without its accents.
pub(crate) fn normal_form(word: &str) -> String {
    let mut normal = String::with_capacity(word.len());
    for letter in word.chars() {
        match letter {
            'а'..='я' | 'a'..='z' | '-' => normal.push(letter),
            'ё' | 'Ё' => normal.push('е'),
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' => {}
            '\u{2010}' | '\u{2011}' | '–' => normal.push('-'),
            _ => letter.to_lowercase().for_each(|letter| normal.push(letter)),
        }
    }
    if normal.contains(|letter: char| ('\u{df}'..'\u{250}').contains(&letter) || letter == '\u{307}') {
        return fold_latin(&normal);
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cities_by_any_name() {
        let gazetteer = Gazetteer::bundled();
        assert_eq!(gazetteer.cities().count(), 90);
        for (name, expected) in [
            ("Нур-Султан", "Астана"),
            ("астаны", "Астана"),
            ("АСТАНОЙ", "Астана"),
            ("Целинограде", "Астана"),
            ("Almaty", "Алматы"),
            ("г. Алма-Ате", "Алматы"),
            ("Қарағанды", "Караганда"),
            ("Караганды", "Караганда"),
            ("Qaraǵandyda", "Караганда"),
            ("Капшагай", "Конаев"),
            ("Қонаеве", "Конаев"),
            ("Қапшағайдан", "Конаев"),
            ("Семее", "Семей"),
            ("Семипалатинском", "Семей"),
            ("Рудном", "Рудный"),
            ("Сарани", "Сарань"),
            ("Арысью", "Арысь"),
            ("Тайыншей", "Тайынша"),
            ("Алги", "Алга"),
            ("Шемонаихе", "Шемонаиха"),
            ("Aqtóbe", "Актобе"),
            ("Aqtöbede", "Актобе"),
            ("Atyraýda", "Атырау"),
            ("Atyrauda", "Атырау"),
            ("Óskemennen", "Усть-Каменогорск"),
            ("Усть\u{2011}Каменогорске", "Усть-Каменогорск"),
            ("Орал қаласы", "Уральск"),
            ("Кзыл-Орде", "Кызылорда"),
            ("Qostanaı", "Костанай"),
            ("Петропавл", "Петропавловск"),
            ("Джезказгана", "Жезказган"),
        ] {
            assert_eq!(gazetteer.city(name).map(|city| city.name.as_str()), Some(expected), "{name}");
        }
        for name in ["", "Москва", "г.", "Арыстан", "-", "область"] {
            assert_eq!(gazetteer.city(name), None, "{name}");
        }
    }

    #[test]
    fn every_line_can_be_found_and_every_region_is_known() {
        let gazetteer = Gazetteer::bundled();
        for city in gazetteer.cities() {
            assert_eq!(gazetteer.city(&city.name), Some(city));
            assert_eq!(gazetteer.region(&city.region), Some(city.region.as_str()), "{}", city.name);
        }
    }

    #[test]
    fn regions_by_any_name() {
        let gazetteer = Gazetteer::bundled();
        for (name, expected) in [
            ("Карагандинская область", "Карагандинская область"),
            ("карагандинской области", "Карагандинская область"),
            ("Қарағанды облысы", "Карагандинская область"),
            ("Солтүстік Қазақстан облысында", "Северо-Казахстанская область"),
            ("область Абай", "область Абай"),
            ("Абай облысы", "область Абай"),
            ("Улытауская область", "область Улытау"),
            ("ВКО", "Восточно-Казахстанская область"),
            ("Южно-Казахстанская область", "Туркестанская область"),
            ("Aqtóbe oblysy", "Актюбинская область"),
            ("Шымкент", "Шымкент"),
            ("Нур-Султан", "Астана"),
        ] {
            assert_eq!(gazetteer.region(name), Some(expected), "{name}");
        }
        assert_eq!(gazetteer.region("Тараз"), None);
        assert_eq!(gazetteer.region("Омская область"), None);
    }
}
