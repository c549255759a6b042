//! Cities in lists: a list in a sentence makes its ambiguous members cities, a list in lines of its own is a menu.

use super::candidates::Candidate;
use super::words::Words;
use super::{Judged, Rule};
use crate::extract::gazetteer::{Names, Place};
use crate::extract::letters::is_letter;

/// An ambiguous name beside a city in a list is a city too: «Жезказган, Каражал и Сатпаев», «Петропавловск – Сергеевка».
pub(super) fn accept(words: &Words<'_>, names: &Names, candidates: &[Candidate], rules: &mut [Rule]) {
    let joined = |first: &Candidate, second: &Candidate| {
        // «Актау (60,55), Туркестан (57,75)»: figures in brackets do not part a list.
        let between = words.text[first.end..second.start].trim();
        let between = match (between.strip_prefix('('), between.rsplit_once(')')) {
            (Some(figures), Some((_, behind))) if !figures.contains(is_letter) => behind.trim(),
            _ => between,
        };
        matches!(
            between,
            "," | "–"
                | "—"
                | "-"
                | "/"
                | "и"
                | "мен"
                | "пен"
                | "бен"
                | "және"
                | "men"
                | "pen"
                | "jáne"
                | ", г."
                | "и г."
        ) && !words.text[first.end..second.start].contains('\n')
    };
    // «Россия, Алтай»: a country is no member of a list of cities.
    let home = |at: usize| matches!(names.name(candidates[at].form).place, Place::City(_));
    let good = |rule: Rule| matches!(rule, Rule::Name | Rule::CityWord | Rule::Cue | Rule::List);
    if !rules.contains(&Rule::Ambiguous) {
        return;
    }
    let indices: Vec<usize> = (0..candidates.len()).collect();
    for order in [indices.clone(), indices.into_iter().rev().collect()] {
        for pair in order.windows(2) {
            let (known, unknown) = (pair[0], pair[1]);
            let (first, second) = (known.min(unknown), known.max(unknown));
            if good(rules[known])
                && home(known) == home(unknown)
                && rules[unknown] == Rule::Ambiguous
                && joined(&candidates[first], &candidates[second])
            {
                rules[unknown] = Rule::List;
            }
        }
    }
}

/// A name that has a cue once means the city elsewhere in the article too: «город Конаев … Конаев растёт».
pub(super) fn accept_repeated(texts: [&mut Vec<Judged>; 2]) {
    if texts.iter().all(|judged| judged.iter().all(|judged| judged.rule != Rule::Ambiguous)) {
        return;
    }
    let known = texts.iter().flat_map(|judged| judged.iter());
    let known = known.filter(|judged| !judged.sure && matches!(judged.rule, Rule::CityWord | Rule::Cue));
    let known: Vec<usize> = known.filter_map(|judged| judged.name).collect();
    for judged in texts.into_iter().flatten().filter(|judged| judged.rule == Rule::Ambiguous) {
        if judged.name.is_some_and(|name| known.contains(&name)) {
            judged.rule = Rule::Repeated;
        }
    }
}

/// Lines that hold little but a city's name, several of them: weather, currency points, a choice of editions.
pub(super) fn refuse_menus(names: &Names, words: &Words<'_>, candidates: &[Candidate], rules: &mut [Rule]) {
    const SMALLEST_MENU: usize = 3;
    const LONGEST_PAUSE: usize = 80;
    const LONGEST_BARE_LINE: usize = 120;
    let bare: Vec<usize> = (0..candidates.len())
        .filter(|at| {
            let (start, end) = words.line_of(candidates[*at].start);
            let line = &words.text[start..end];
            if line.len() > LONGEST_BARE_LINE {
                return false;
            }
            let letters = |text: &str| text.chars().filter(|letter| is_letter(*letter)).count();
            letters(line) <= letters(&words.text[candidates[*at].start..candidates[*at].end]) + 2
        })
        .collect();
    for run in bare
        .chunk_by(|first, second| words.text[candidates[*first].end..candidates[*second].start].len() < LONGEST_PAUSE)
    {
        let mut cities: Vec<Place> = Vec::new();
        for place in run.iter().map(|at| names.name(candidates[*at].form).place) {
            if !cities.contains(&place) {
                cities.push(place);
            }
        }
        if cities.len() >= SMALLEST_MENU {
            run.iter().for_each(|at| rules[*at] = Rule::Menu);
        }
    }
}
