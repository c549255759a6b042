//! The towns of Kazakhstan with their names, former names and regions, and the places abroad that the news name most.

mod declension;
mod derived;
mod districts;
mod kazakh;
mod lines;
mod names;
mod normal;
mod regions;
#[cfg(test)]
mod tests;

use std::path::Path;

use crate::article::{City, District, ForeignPlace};
use crate::error::{Error, Result};
use districts::Districts;
use lines::Line;
use regions::Regions;

pub(crate) use kazakh::is_ending;
pub(crate) use names::{Case, Form, Names, Place, Trust};
pub(crate) use normal::{normal, normal_form};

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
    abroad: Vec<ForeignPlace>,
    names: Names,
    regions: Regions,
    districts: Districts,
    /// For each city the names that mean nothing else, see [`Gazetteer::sure_names`].
    sure_names: Vec<Vec<String>>,
    /// The lines of the user's own files.
    own: Vec<Line>,
}

/// The number of a city: its place in [`Gazetteer::cities`].
pub(crate) type CityId = usize;

impl Gazetteer {
    /// The gazetteer that comes with the library.
    pub fn bundled() -> Gazetteer {
        Gazetteer::of(Vec::new())
    }

    /// This gazetteer with the names of a file: CSV with the columns of `docs/gazetteer.md`. What the file says of a name stands
    /// before what is bundled.
    ///
    /// # Errors
    /// [`Error::Io`] where the file cannot be read, [`Error::Invalid`] with the line that is wrong and what to do.
    ///
    /// # Example
    /// ```
    /// use izdeu::Gazetteer;
    ///
    /// let folder = tempfile::tempdir().unwrap();
    /// let file = folder.path().join("places.csv");
    /// std::fs::write(&file, "city,region,name,declension,russian,kazakh\nОтар,Жамбылская область,Отар,masculine,sure,cue\n").unwrap();
    /// let gazetteer = Gazetteer::bundled().with_file(&file)?;
    /// assert_eq!(gazetteer.city("Отаре").unwrap().region, "Жамбылская область");
    /// # Ok::<(), izdeu::Error>(())
    /// ```
    pub fn with_file(self, path: impl AsRef<Path>) -> Result<Gazetteer> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path).map_err(|cause| Error::io(path, cause))?;
        self.with_lines(&text, path)
    }

    /// The same with the text of such a file; `path` is named in errors.
    pub(crate) fn with_lines(self, text: &str, path: &Path) -> Result<Gazetteer> {
        let mut all = lines::own(text, path)?;
        for line in &mut all {
            let Some(region) = self.region(&line.region) else {
                let name = &line.region;
                return Err(Error::Invalid(format!(
                    "{}: «{name}» is no region of Kazakhstan; write one like «Жамбылская область», «область Абай», «Алматы»",
                    path.display()
                )));
            };
            line.region = region.to_owned();
            if let Some(known) = self.cities.iter().find(|city| city.name == line.city && city.region != line.region) {
                return Err(Error::Invalid(format!(
                    "{}: {} lies in {} and not in {}; give another place another name, like «{} ({})»",
                    path.display(),
                    line.city,
                    known.region,
                    line.region,
                    line.city,
                    line.region
                )));
            }
        }
        all.extend(self.own);
        Ok(Gazetteer::of(all))
    }

    /// The user's own names as a text of CSV, for an index to keep.
    pub(crate) fn own(&self) -> Option<String> {
        (!self.own.is_empty()).then(|| lines::text_of(&self.own))
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
        match self.place(name.trim())? {
            Place::City(city) => Some(&self.cities[city]),
            Place::Abroad(_) => None,
        }
    }

    /// The city or country abroad that has this name, in Russian or Kazakh, however it is inflected.
    pub fn abroad(&self, name: &str) -> Option<&ForeignPlace> {
        match self.place(&normal_form(name.trim()))? {
            Place::Abroad(number) => Some(&self.abroad[number]),
            Place::City(_) => None,
        }
    }

    /// The district of Алматы, Астана or Шымкент that has this name: of «Алмалинский район», «Есіл ауданы».
    pub fn district(&self, name: &str) -> Option<&District> {
        self.districts.by_name(&normal_form(name.trim()))
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
            Some(city) if city.region == city.name => Some(&city.region),
            // «Жамбыл» was a town too.
            _ => self.regions.by_noun(&name),
        }
    }

    /// The city of a number.
    pub(crate) fn city_of(&self, id: CityId) -> &City {
        &self.cities[id]
    }

    /// The place abroad of a number.
    pub(crate) fn abroad_of(&self, number: usize) -> &ForeignPlace {
        &self.abroad[number]
    }

    /// For each city the names in Cyrillic letters that mean nothing else, as in a dictionary.
    pub(crate) fn sure_names(&self) -> &[Vec<String>] {
        &self.sure_names
    }

    /// All names.
    pub(crate) fn names(&self) -> &Names {
        &self.names
    }

    /// The regions.
    pub(crate) fn regions(&self) -> &Regions {
        &self.regions
    }

    /// The districts of the large cities.
    pub(crate) fn districts(&self) -> &Districts {
        &self.districts
    }

    fn place(&self, name: &str) -> Option<Place> {
        self.names.form(name).map(|form| self.names.name(form).place)
    }

    fn of(own: Vec<Line>) -> Gazetteer {
        let (mut cities, mut abroad): (Vec<City>, Vec<ForeignPlace>) = (Vec::new(), Vec::new());
        let mut home = |line: Line| {
            let known = cities.iter().position(|city| city.name == line.city);
            let number = known.unwrap_or_else(|| {
                cities.push(City { name: line.city.clone(), region: line.region.clone() });
                cities.len() - 1
            });
            (line, Place::City(number))
        };
        let bundled: Vec<_> = lines::bundled(include_str!("../data/cities.csv")).into_iter().map(&mut home).collect();
        let own_lines: Vec<_> = own.iter().cloned().map(&mut home).collect();
        let foreign = lines::bundled(include_str!("../data/abroad.csv")).into_iter().map(|line| {
            let known = abroad.iter().position(|place| place.name == line.city);
            let number = known.unwrap_or_else(|| {
                abroad.push(ForeignPlace { name: line.city.clone(), country: line.region.clone() });
                abroad.len() - 1
            });
            (line, Place::Abroad(number))
        });
        let sure_names = sure_names(cities.len(), own_lines.iter().chain(&bundled));
        let names = Names::of(&[own_lines, bundled, foreign.collect()]);
        Gazetteer {
            cities,
            abroad,
            names,
            regions: Regions::bundled(),
            districts: Districts::bundled(),
            sure_names,
            own,
        }
    }
}

fn sure_names<'a>(cities: usize, lines: impl Iterator<Item = &'a (Line, Place)>) -> Vec<Vec<String>> {
    let mut names: Vec<Vec<String>> = vec![Vec::new(); cities];
    for (line, place) in lines {
        let is_sure = line.russian == Trust::Sure || line.kazakh == Trust::Sure;
        if let Place::City(city) = place
            && is_sure
            && !line.declension.is_derived()
            && line.declension != declension::Declension::Latin
            && !names[*city].contains(&line.name)
        {
            names[*city].push(line.name.clone());
        }
    }
    names
}
