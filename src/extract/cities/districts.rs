//! Districts of the large cities; other districts and villages, where their region is named beside them.

use super::cues::{Cue, Cues};
use super::words::{Words, is_all_caps, is_capitalised};
use crate::article::{City, District};
use crate::extract::gazetteer::{Gazetteer, normal};

/// What an article names below its cities and regions.
#[derive(Default)]
pub(super) struct Found {
    pub of_cities: Vec<District>,
    /// In plain words: `село Аксу`, `Шортандинский район`.
    pub others: Vec<String>,
}

/// The districts and villages of an article that names these cities; `regions` are the places in the body that name a region.
pub(super) fn find(
    gazetteer: &Gazetteer,
    title: &Words<'_>,
    body: &Words<'_>,
    cities: &[City],
    regions: &[usize],
) -> Found {
    let mut found = Found::default();
    for (words, is_body) in [(title, false), (body, true)] {
        for &at in &words.keys {
            let noun = Noun::of(words.tokens[at].text);
            let Some(noun) = noun else { continue };
            let districts = gazetteer.districts();
            let (start, end) = words.line_of(words.tokens[at].start);
            let region_beside = is_body && {
                let first = regions.partition_point(|place| *place < start);
                regions.get(first).is_some_and(|place| *place < end)
            };
            let named = match noun {
                Noun::District | Noun::KazakhDistrict => district(words, at, noun),
                Noun::Village(_) | Noun::KazakhVillage => None,
            };
            if let Some(Name { adjective, text, .. }) = &named {
                let name = normal(text);
                let known: Vec<_> = if *adjective {
                    districts.by_adjective(&name).collect()
                } else {
                    districts.by_noun(&name).collect()
                };
                // «Есильский район» of a region is none of Астана.
                let fits = |alone: bool, city: &str| {
                    let is_named = cities.iter().any(|named| named.name == city);
                    is_named || alone && !region_beside
                };
                if let Some((district, _)) = known.iter().find(|(district, alone)| fits(*alone, &district.city)) {
                    if !found.of_cities.contains(district) {
                        found.of_cities.push(district.clone());
                    }
                    continue;
                }
            }
            let other = match (noun, named) {
                (Noun::District | Noun::KazakhDistrict, Some(name)) if region_beside => Some(name.full),
                (Noun::Village(kind), _) if region_beside => village(words, at).map(|name| format!("{kind} {name}")),
                (Noun::KazakhVillage, _) if region_beside => kazakh_name(words, at).map(|name| format!("{name} ауылы")),
                _ => None,
            };
            if let Some(other) = other.filter(|other| !found.others.contains(other)) {
                found.others.push(other);
            }
        }
    }
    found
}

/// A noun that says what a name names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Noun {
    District,
    KazakhDistrict,
    Village(&'static str),
    KazakhVillage,
}

impl Noun {
    fn of(word: &str) -> Option<Noun> {
        let has = |starts: &[&str]| starts.iter().any(|start| word.starts_with(start));
        Some(match word {
            "район" | "района" | "району" | "районе" | "районом" | "Район" | "Района" | "Районе" => {
                Noun::District
            }
            "село" | "села" | "селе" | "селу" | "селом" | "Село" | "Селе" => {
                Noun::Village("село")
            }
            "аул" | "аула" | "ауле" | "аулу" | "аулом" => Noun::Village("аул"),
            "поселок" | "поселка" | "поселке" | "поселку" | "посёлок" | "посёлка" | "посёлке" | "посёлку" => {
                Noun::Village("посёлок")
            }
            _ if has(&["ауданы", "аудандық", "aýdany", "audany"]) => Noun::KazakhDistrict,
            _ if has(&["ауылы", "aýyly", "auyly"]) => Noun::KazakhVillage,
            _ => return None,
        })
    }
}

/// The name of a district.
struct Name {
    /// Whether it stands before «район» as an adjective.
    adjective: bool,
    /// As in the text.
    text: String,
    /// With its noun, in the nominative.
    full: String,
}

fn district(words: &Words<'_>, at: usize, noun: Noun) -> Option<Name> {
    if noun == Noun::KazakhDistrict {
        let text = kazakh_name(words, at)?;
        return Some(Name { adjective: false, full: format!("{text} ауданы"), text });
    }
    let before = words.previous(at).filter(|word| is_capitalised(word) && !is_all_caps(word));
    if let Some(adjective) = before.filter(|word| word.contains("ск") || word.contains("цк")) {
        let stem = adjective.rfind('к').map(|end| &adjective[..end + 'к'.len_utf8()])?;
        let ending = &adjective[stem.len()..];
        return matches!(ending, "ий" | "ого" | "ому" | "ом" | "им").then(|| Name {
            adjective: true,
            text: adjective.to_owned(),
            full: format!("{stem}ий район"),
        });
    }
    let text = capitalised_run(words, at)?;
    Some(Name { adjective: false, full: format!("район {text}"), text })
}

/// «Бурабай ауданы»: the name before, with the word before it where that begins a name of two words.
fn kazakh_name(words: &Words<'_>, at: usize) -> Option<String> {
    let last = words.previous(at).filter(|word| is_capitalised(word) && !is_all_caps(word))?;
    let first = words.previous(at - 1).filter(|word| is_capitalised(word) && !is_all_caps(word));
    let opens = at < 3 || !words.gap_after(at - 3).trim().is_empty();
    let near = |word: &str| Cues::of(&normal(word));
    // The first word of a sentence has a capital anyway.
    let first =
        first.filter(|word| !opens && !near(word).has(Cue::RegionBehind) && !near(word).has(Cue::PlacePrepositions));
    Some(first.map_or_else(|| last.to_owned(), |first| format!("{first} {last}")))
}

/// «село Аксу», «селе Кабанбай батыра»: the name behind, in the case that it stands in.
fn village(words: &Words<'_>, at: usize) -> Option<String> {
    capitalised_run(words, at)
}

/// One or two words with capitals behind, and the hyphenated ones that they are.
fn capitalised_run(words: &Words<'_>, at: usize) -> Option<String> {
    let name = |word: &&str| is_capitalised(word) && !is_all_caps(word);
    let gap = words.gap_after(at);
    let quoted = gap.trim_start().starts_with(['«', '"', '“']) && !gap.contains('\n');
    let first = if quoted { words.word(at + 1) } else { words.next(at) }.filter(name)?;
    if first.ends_with("ского") || first.ends_with("ской") {
        return None; // «в селе Шортандинского района»
    }
    let second = words.next(at + 1).filter(name);
    let second = second.filter(|word| !word.ends_with("ского") && !word.ends_with("ской") && !word.ends_with("ская"));
    Some(second.map_or_else(|| first.to_owned(), |second| format!("{first} {second}")))
}
