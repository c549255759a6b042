//! «Столица», «столичный», «елорда»: Астана, in an article about Kazakhstan.

use super::abroad::Scene;
use super::cues::{Cue, Cues, is_in};
use super::words::{Words, is_capitalised};
use super::{Judged, Rule};
use crate::extract::gazetteer::{CityId, Gazetteer, Place, normal_form};

/// Adds the words for the capital, if the article is about Kazakhstan.
pub(super) fn add(gazetteer: &Gazetteer, scene: Scene, texts: [(&Words<'_>, &mut Vec<Judged>); 2]) {
    let Some(astana) = city_of(gazetteer, "астана") else { return };
    let Some(almaty) = city_of(gazetteer, "алматы") else { return };
    if scene.home == 0 || scene.foreign_cities > 0 && scene.foreign_cities * 2 >= scene.home {
        return;
    }
    for (words, judged) in texts {
        let found = capitals(words, astana, almaty);
        if !found.is_empty() {
            judged.extend(found);
            judged.sort_by_key(|judged| judged.start);
        }
    }
}

fn city_of(gazetteer: &Gazetteer, name: &str) -> Option<CityId> {
    match gazetteer.names().form(name).map(|form| gazetteer.names().name(form).place) {
        Some(Place::City(city)) => Some(city),
        _ => None,
    }
}

fn capitals(words: &Words<'_>, astana: CityId, almaty: CityId) -> Vec<Judged> {
    let mut found = Vec::new();
    for &at in &words.keys {
        let token = words.tokens[at];
        if !["столи", "Столи", "СТОЛИ", "елорд", "Елорд", "elord", "Elord"]
            .iter()
            .any(|start| token.text.starts_with(start))
        {
            continue;
        }
        let word = normal_form(token.text);
        let before = words.previous(at).map(normal_form).unwrap_or_default();
        let judged = |city, rule| Judged { start: token.start, end: token.end(), city, rule, sure: true, name: None };
        if is_in(&["столичн"], &word) || word.ends_with("lyq") || word.ends_with("лық") {
            found.push(judged(astana, Rule::Derived));
            continue;
        }
        if !is_in(&["столиц", "елорда", "elorda"], &word) || is_in(&["столиц$", "столицам", "столицах"], &word)
        {
            continue;
        }
        if is_in(&["южн"], &before) {
            found.push(judged(almaty, Rule::Capital));
            continue;
        }
        // «культурная столица», «бывшая столица»: an adjective makes it another one; so does whose it is («столица Латвии»).
        let adjective = ["ая", "ой", "ую", "ые", "ых", "ою"].iter().any(|ending| before.ends_with(ending))
            && !is_in(&["наш", "нов", "котор", "эт", "всей", "сам", "молод", "родн", "главн", "этой"], &before);
        let whose =
            words.next(at).is_some_and(|word| is_capitalised(word) && !Cues::of(&normal_form(word)).has(Cue::Home));
        let old = is_in(&["бывш", "древн", "прежн"], &before);
        if !adjective && !whose && !old {
            found.push(judged(astana, Rule::Capital));
        }
    }
    found
}
