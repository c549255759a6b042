//! The regions that an article names by themselves: «Карагандинская область», «Павлодар облысы», «ВКО».

use super::words::{Words, is_all_caps};
use crate::extract::gazetteer::{Gazetteer, is_ending, normal_form};

/// The regions of an article.
pub(super) struct Regions<'a> {
    /// With their weights, the weightiest first.
    pub weights: Vec<(&'a str, f64)>,
    /// Where the body names one, in bytes.
    pub in_body: Vec<usize>,
}

/// The regions of title and body.
pub(super) fn find<'a>(gazetteer: &'a Gazetteer, title: &Words<'_>, body: &Words<'_>) -> Regions<'a> {
    let mut weights: Vec<(&str, f64)> = Vec::new();
    let mut in_body = Vec::new();
    let mut add = |region: &'a str, weight: f64| match weights.iter_mut().find(|(name, _)| *name == region) {
        Some((_, sum)) => *sum += weight,
        None => weights.push((region, weight)),
    };
    for_each(gazetteer, title, |region, _| add(region, 6.0));
    for_each(gazetteer, body, |region, start| {
        in_body.push(start);
        add(region, if start < 500 { 3.0 } else { 1.0 });
    });
    weights.sort_by(|a, b| b.1.total_cmp(&a.1));
    Regions { weights, in_body }
}

/// The longest list of regions before one «областях», in words.
const LONGEST_LIST: usize = 20;

fn for_each<'a>(gazetteer: &'a Gazetteer, words: &Words<'_>, mut add: impl FnMut(&'a str, usize)) {
    let regions = gazetteer.regions();
    for &at in &words.keys {
        let token = words.tokens[at];
        // «БҚО-да»
        let text = match token.text.split_once('-') {
            Some((name, ending)) if is_ending(&normal_form(ending)) => name,
            _ => token.text,
        };
        if text.len() <= 6 && is_all_caps(text) {
            if let Some(region) = regions.by_abbreviation(text) {
                add(region, token.start);
            }
            continue;
        }
        if !["обл", "Обл", "ОБЛ", "obl", "Obl", "OBL"].iter().any(|start| text.starts_with(start)) {
            continue;
        }
        let lower = normal_form(text);
        if lower.starts_with("облыс") || lower.starts_with("oblys") {
            kazakh(gazetteer, words, at, lower.contains("тар") || lower.contains("tar"), &mut add);
        } else if lower.starts_with("област") && !lower.starts_with("областн") || lower == "обл" {
            let behind = words.next(at).and_then(|word| regions.by_noun(&normal_form(word)));
            match behind.filter(|region| region.starts_with("область ")) {
                Some(region) => add(region, token.start),
                None => russian(gazetteer, words, at, &mut add),
            }
        } else if lower.starts_with("областн") {
            // «Алматинском областном филиале», «Акмолинского областного суда».
            if let Some(region) = words.previous(at).and_then(|word| regions.by_adjective(&normal_form(word))) {
                add(region, token.start);
            }
        }
    }
}

/// The adjectives before «область», a list of them before «области», «областях».
fn russian<'a>(gazetteer: &'a Gazetteer, words: &Words<'_>, noun: usize, add: &mut impl FnMut(&'a str, usize)) {
    for at in (noun.saturating_sub(LONGEST_LIST)..noun).rev() {
        let gap = words.gap_after(at);
        if !matches!(gap.trim(), "" | ",") {
            return;
        }
        let word = normal_form(words.tokens[at].text);
        if let Some(region) = gazetteer.regions().by_adjective(&word) {
            add(region, words.tokens[at].start);
        } else if word != "и" {
            return;
        }
    }
}

/// The names before «облысы»; a list of them before «облыстары».
fn kazakh<'a>(
    gazetteer: &'a Gazetteer,
    words: &Words<'_>,
    noun: usize,
    plural: bool,
    add: &mut impl FnMut(&'a str, usize),
) {
    let mut at = noun;
    while let Some(last) = at.checked_sub(1) {
        if !matches!(words.gap_after(last).trim(), "" | ",") {
            return;
        }
        let one = normal_form(words.tokens[last].text);
        let two = last.checked_sub(1).map(|first| format!("{} {one}", normal_form(words.tokens[first].text)));
        let found = two.and_then(|two| gazetteer.regions().by_noun(&two).map(|region| (region, last - 1)));
        if let Some((region, first)) = found.or_else(|| gazetteer.regions().by_noun(&one).map(|region| (region, last)))
        {
            add(region, words.tokens[first].start);
            at = first;
        } else if ["мен", "бен", "пен", "және", "men", "ben", "pen", "jane"].contains(&one.as_str()) {
            at = last;
        } else {
            return;
        }
        if !plural {
            return;
        }
    }
}
