//! The words beside a name that tell what it names.

mod lists;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// The lists that a word is in, as bits: a word is looked up once for all of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Cues(u64);

impl Cues {
    /// The lists of a normalised word.
    pub fn of(word: &str) -> Cues {
        static TABLE: LazyLock<Table> = LazyLock::new(Table::new);
        TABLE.cues(word)
    }

    /// Whether the word is in a list.
    pub fn has(self, cue: Cue) -> bool {
        self.0 & (1 << cue as u32) != 0
    }
}

/// All lists as two maps: words in full, and beginnings.
struct Table {
    whole: FxHashMap<&'static str, u64>,
    beginnings: FxHashMap<&'static str, u64>,
    /// The longest beginning, in bytes.
    longest: usize,
}

impl Table {
    fn new() -> Table {
        let mut table = Table { whole: FxHashMap::default(), beginnings: FxHashMap::default(), longest: 0 };
        for (cue, list) in LISTS {
            for entry in *list {
                let (map, word) = match entry.strip_suffix('$') {
                    Some(whole) => (&mut table.whole, whole),
                    None => (&mut table.beginnings, *entry),
                };
                *map.entry(word).or_default() |= 1 << *cue as u32;
            }
        }
        table.longest = table.beginnings.keys().map(|word| word.len()).max().unwrap_or_default();
        table
    }

    fn cues(&self, word: &str) -> Cues {
        if word.is_empty() {
            return Cues::default();
        }
        let mut bits = self.whole.get(word).copied().unwrap_or_default();
        let ends = word.char_indices().map(|(at, letter)| at + letter.len_utf8());
        for end in ends.take_while(|end| *end <= self.longest) {
            bits |= self.beginnings.get(&word[..end]).copied().unwrap_or_default();
        }
        Cues(bits)
    }
}

/// What a word beside a name tells of it; each has its list below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    /// «город» and what else stands only before a city.
    CityBefore,
    /// «г.».
    CityAbbreviations,
    /// «қаласы».
    CityBehind,
    /// «в», «из», «до».
    PlacePrepositions,
    /// «под», «между»: the city behind is in the instrumental.
    InstrumentalPrepositions,
    /// «жители», «аким»: before a city in the genitive.
    CityCompany,
    /// «тұрғындары», «әкімі»: behind a city in Kazakh.
    CityCompanyBehind,
    /// «область», «облысы».
    RegionBehind,
    /// «области Абай».
    RegionBefore,
    /// «ауданы», «район».
    DistrictBehind,
    /// «района «Алматы»».
    DistrictSingular,
    /// «река», «улица», «имени».
    OtherPlaceBefore,
    /// «парк», «памятник»: of a city, or named after a person.
    OtherPlaceBeforeUnsure,
    /// «ул.», «им.».
    OtherPlaceAbbreviations,
    /// «өзені», «көшесі».
    OtherPlaceBehind,
    /// «ТОО», «ФК».
    LegalFormBefore,
    /// «Восточный Туркестан», «Латинская Америка».
    LandBefore,
    /// «процесс», «область»: behind an adjective of a city.
    NotOfCity,
    /// «обыграл».
    ClubBehind,
    /// «долларов США».
    Currency,
    /// «Казахстан».
    Home,
    /// «телеканал», «отель».
    OrganisationBefore,
    /// «Опера», «Моторс».
    OrganisationBehind,
    /// «поезд «Астана»»: a quoted city all the same.
    QuotedCityBefore,
    /// «Фото:».
    Caption,
    /// «Погода», «Курс».
    Rubric,
    /// «Напомним».
    Earlier,
}

const LISTS: &[(Cue, &[&str])] = &[
    (Cue::CityBefore, lists::CITY_BEFORE),
    (Cue::CityAbbreviations, lists::CITY_ABBREVIATIONS),
    (Cue::CityBehind, lists::CITY_BEHIND),
    (Cue::PlacePrepositions, lists::PLACE_PREPOSITIONS),
    (Cue::InstrumentalPrepositions, lists::INSTRUMENTAL_PREPOSITIONS),
    (Cue::CityCompany, lists::CITY_COMPANY),
    (Cue::CityCompanyBehind, lists::CITY_COMPANY_BEHIND),
    (Cue::RegionBehind, lists::REGION_BEHIND),
    (Cue::RegionBefore, lists::REGION_BEFORE),
    (Cue::DistrictBehind, lists::DISTRICT_BEHIND),
    (Cue::DistrictSingular, lists::DISTRICT_SINGULAR),
    (Cue::OtherPlaceBefore, lists::OTHER_PLACE_BEFORE),
    (Cue::OtherPlaceBeforeUnsure, lists::OTHER_PLACE_BEFORE_UNSURE),
    (Cue::OtherPlaceAbbreviations, lists::OTHER_PLACE_ABBREVIATIONS),
    (Cue::OtherPlaceBehind, lists::OTHER_PLACE_BEHIND),
    (Cue::LegalFormBefore, lists::LEGAL_FORM_BEFORE),
    (Cue::LandBefore, lists::LAND_BEFORE),
    (Cue::NotOfCity, lists::NOT_OF_CITY),
    (Cue::ClubBehind, lists::CLUB_BEHIND),
    (Cue::Currency, lists::CURRENCY),
    (Cue::Home, lists::HOME),
    (Cue::OrganisationBefore, lists::ORGANISATION_BEFORE),
    (Cue::OrganisationBehind, lists::ORGANISATION_BEHIND),
    (Cue::QuotedCityBefore, lists::QUOTED_CITY_BEFORE),
    (Cue::Caption, lists::CAPTION),
    (Cue::Rubric, lists::RUBRIC),
    (Cue::Earlier, lists::EARLIER),
];

/// Whether a lower-case word begins with an entry of a list, or is one that ends with `$`.
pub(super) fn is_in(list: &[&str], word: &str) -> bool {
    list.iter().any(|entry| match entry.strip_suffix('$') {
        Some(whole) => word == whole,
        None => word.starts_with(entry),
    })
}
