//! «Столица», «столичный», «елорда»: Астана, in an article about Kazakhstan.

use super::cues::is_in;
use super::words::{Words, is_capitalised};
use super::{Judged, Rule};
use crate::extract::gazetteer::{CityId, Gazetteer, normal_form};

/// Capitals of other countries, by the beginning of their names; an article that names one may mean it by «столица».
const FOREIGN_CAPITALS: &[&str] = &[
    "москв", "киев", "минск", "бишкек", "ташкент", "душанбе", "ашхабад", "баку", "ереван", "тбилиси", "кишинев", "рига", "риге", "риги",
    "вильнюс", "таллин", "варшав", "лондон", "париж", "берлин", "рим$", "риме$", "мадрид", "вашингтон", "пекин", "токио", "сеул", "анкар",
    "тегеран", "каир", "дамаск", "багдад", "кабул", "бангкок", "ханой", "дели", "брюссел", "вене$", "вена$", "прага", "праге", "пхеньян", "черкесск",
];

/// Adds the words for the capital, if the article is about Kazakhstan.
pub(super) fn add(gazetteer: &Gazetteer, texts: [(&Words<'_>, &mut Vec<Judged>); 2]) {
    let Some(astana) = gazetteer.form("астана").map(|form| gazetteer.name(form).city) else { return };
    let Some(almaty) = gazetteer.form("алматы").map(|form| gazetteer.name(form).city) else { return };
    let found = texts.map(|(words, judged)| (capitals(words, astana, almaty), words, judged));
    if found.iter().all(|(capitals, _, _)| capitals.is_empty()) {
        return;
    }
    let (mut country, mut foreign) = (0, 0);
    for (_, words, judged) in &found {
        country += judged.iter().filter(|judged| judged.rule.accepts()).count();
        for token in words.tokens.iter().filter(|token| is_capitalised(token.text)) {
            let word = normal_form(token.text);
            country += usize::from(is_in(&["казахстан", "қазақстан", "qazaqstan", "рк$", "қр$", "qr$"], &word));
            foreign += usize::from(is_in(FOREIGN_CAPITALS, &word));
        }
    }
    if country == 0 || foreign > 0 && foreign * 2 >= country {
        return;
    }
    for (capitals, _, judged) in found {
        if !capitals.is_empty() {
            judged.extend(capitals);
            judged.sort_by_key(|judged| judged.start);
        }
    }
}

fn capitals(words: &Words<'_>, astana: CityId, almaty: CityId) -> Vec<Judged> {
    let mut found = Vec::new();
    for (at, token) in words.tokens.iter().enumerate() {
        if !["столи", "Столи", "СТОЛИ", "елорд", "Елорд", "elord", "Elord"].iter().any(|start| token.text.starts_with(start)) {
            continue;
        }
        let word = normal_form(token.text);
        let before = words.previous(at).map(normal_form).unwrap_or_default();
        let judged = |city, rule| Judged { start: token.start, end: token.end(), city, rule };
        if is_in(&["столичн"], &word) || word.ends_with("lyq") || word.ends_with("лық") {
            found.push(judged(astana, Rule::Derived));
            continue;
        }
        if !is_in(&["столиц", "елорда", "elorda"], &word) || is_in(&["столиц$", "столицам", "столицах"], &word) {
            continue;
        }
        if is_in(&["южн"], &before) {
            found.push(judged(almaty, Rule::Capital));
            continue;
        }
        // «культурная столица», «бывшая столица»: an adjective makes it another one; so does whose it is («столица Латвии»).
        let adjective = ["ая", "ой", "ую", "ые", "ых", "ою"].iter().any(|ending| before.ends_with(ending))
            && !is_in(&["наш", "нов", "котор", "эт", "всей", "сам", "молод", "родн", "главн", "этой"], &before);
        let whose = words.next(at).is_some_and(|word| is_capitalised(word) && !is_in(&["казахстан", "рк$", "республик"], &normal_form(word)));
        let old = is_in(&["бывш", "древн", "прежн"], &before);
        if !adjective && !whose && !old {
            found.push(judged(astana, Rule::Capital));
        }
    }
    found
}
