//! Whether a word that looks like a city is one: the words around it decide.

use super::candidates::{self, Candidate, Shape};
use super::cues::{self, is_in};
use super::words::{Words, is_all_caps, is_capitalised, is_latin};
use super::{Judged, Rule};
use crate::extract::gazetteer::{Case, Form, Gazetteer, Trust, normal_form};
use crate::language::Language;

/// The candidates of a text in order, each with its rule.
pub(super) fn judge_all(gazetteer: &Gazetteer, words: &Words<'_>, language: Language) -> Vec<Judged> {
    let (mut candidates, mut derived) = (Vec::new(), Vec::new());
    for at in 0..words.tokens.len() {
        if candidates.last().is_some_and(|last: &Candidate| last.last >= at) {
            continue;
        }
        let before = candidates.len();
        candidates::of_token(gazetteer, words, at, &mut candidates);
        if candidates.len() == before {
            derived.extend(derived_word(gazetteer, words, at));
        }
    }
    let judge = Judge { gazetteer, words, language };
    let mut rules: Vec<Rule> = candidates.iter().map(|candidate| judge.rule(candidate)).collect();
    lists(words, &candidates, &mut rules);
    menus(gazetteer, words, &candidates, &mut rules);
    let city = |form: Form| gazetteer.name(form).city;
    let judged = candidates.iter().zip(rules);
    let mut judged: Vec<Judged> = judged
        .map(|(c, rule)| Judged {
            start: c.start,
            end: c.end,
            city: city(c.form),
            rule,
            sure: judge.trust(c.form) == Trust::Sure,
        })
        .chain(derived)
        .collect();
    judged.sort_by_key(|judged| judged.start);
    judged
}

/// An adjective or a word for inhabitants, unless it belongs to the name of a region or district.
fn derived_word(gazetteer: &Gazetteer, words: &Words<'_>, at: usize) -> Option<Judged> {
    let token = words.tokens[at];
    // The shortest is «уралец», six letters of two bytes.
    if token.text.len() < 12 || !gazetteer.may_know(token.text) {
        return None;
    }
    let city = gazetteer.derived(&normal_form(token.text))?;
    let behind = words.next(at).map(normal_form).unwrap_or_default();
    let of_region = is_in(cues::REGION_BEHIND, &behind)
        || is_in(cues::DISTRICT_BEHIND, &behind)
        || is_in(&["област", "областн"], &behind);
    // «Актюбинской, Костанайской и Атырауской областях»: a list of regions.
    let in_list = words.gap_after(at).starts_with(',') || behind == "и";
    (!of_region && !(in_list && is_capitalised(token.text))).then_some(Judged {
        start: token.start,
        end: token.end(),
        city,
        rule: Rule::Derived,
        sure: true,
    })
}

struct Judge<'a> {
    gazetteer: &'a Gazetteer,
    words: &'a Words<'a>,
    language: Language,
}

impl Judge<'_> {
    /// The first rule that applies, the surest first.
    fn rule(&self, candidate: &Candidate) -> Rule {
        if candidate.shape == Shape::Compound {
            return Rule::Compound;
        }
        let trust = self.trust(candidate.form);
        let around = Around::new(self.words, candidate);
        if let Some(rule) = self.refusal(candidate, &around, trust) {
            return rule;
        }
        match candidate.shape {
            Shape::Glued => return Rule::Glued,
            Shape::Route => return Rule::Route,
            _ => {}
        }
        if around.has_city_word() {
            return Rule::CityWord;
        }
        if candidate.form.case == Case::LikeAdjective && !is_in(cues::INSTRUMENTAL_PREPOSITIONS, &around.before) {
            return Rule::Adjective;
        }
        match trust {
            Trust::Sure => Rule::Name,
            Trust::Cue if self.has_cue(candidate, &around) => Rule::Cue,
            _ => Rule::Ambiguous,
        }
    }

    fn trust(&self, form: Form) -> Trust {
        let name = self.gazetteer.name(form);
        if self.language == Language::Kazakh { name.kazakh } else { name.russian }
    }

    /// The rule by which the word is something else, whatever cue it has.
    fn refusal(&self, candidate: &Candidate, around: &Around<'_>, trust: Trust) -> Option<Rule> {
        let nominative = candidate.form.case == Case::Nominative;
        if around.is_address() {
            return Some(Rule::Address);
        }
        if is_in(cues::REGION_BEHIND, &around.behind) || self.in_list_of_regions(candidate) {
            return Some(Rule::Region);
        }
        if is_in(cues::DISTRICT_BEHIND, &around.behind) {
            return Some(Rule::District);
        }
        if nominative && is_in(cues::REGION_BEFORE, &around.before) {
            return Some(Rule::Region);
        }
        if nominative
            && is_in(cues::DISTRICT_SINGULAR, &around.before_quote)
            && !self.adjective_before_district(candidate)
        {
            return Some(Rule::District);
        }
        if around.quoted && candidate.shape != Shape::Route && !is_in(cues::QUOTED_CITY_BEFORE, &around.before_quote) {
            return Some(Rule::Organisation);
        }
        let unsure_place = trust != Trust::Sure && is_in(cues::OTHER_PLACE_BEFORE_UNSURE, &around.before);
        // «посёлок Актобе» is a village, «в посёлках Петропавловска» are parts of the city.
        let could_be_its_name = nominative || trust != Trust::Sure;
        if is_in(cues::OTHER_PLACE_BEHIND, &around.behind)
            || self.is_reservoir(candidate, around)
            || could_be_its_name && is_in(cues::OTHER_PLACE_BEFORE, &around.before)
            || is_in(cues::OTHER_PLACE_ABBREVIATIONS, &around.abbreviation)
            || unsure_place
        {
            return Some(Rule::OtherPlace);
        }
        if is_in(cues::LEGAL_FORM_BEFORE, &around.before)
            || is_in(cues::ORGANISATION_BEFORE, &around.before) && nominative
            || self.is_brand(candidate, around)
        {
            return Some(Rule::Organisation);
        }
        if self.in_foreign_region(candidate) {
            return Some(Rule::OtherPlace);
        }
        (trust != Trust::Sure && !around.has_city_word() && self.is_person(candidate, around)).then_some(Rule::Person)
    }

    /// «Қапшағай су қоймасы».
    fn is_reservoir(&self, candidate: &Candidate, around: &Around<'_>) -> bool {
        let next = self.words.next(candidate.last + 1).map(normal_form).unwrap_or_default();
        matches!(around.behind.as_str(), "су" | "sy" | "su") && is_in(&["қойма", "qoima"], &next)
    }

    /// «Алмалинскому району Алматы»: the district has its own name, so the city's stands for the city.
    fn adjective_before_district(&self, candidate: &Candidate) -> bool {
        let adjective = candidate.token.checked_sub(1).and_then(|district| self.words.previous(district));
        adjective.is_some_and(|word| {
            let word = normal_form(word);
            word.contains("ск") || word.ends_with("ном") || word.ends_with("ный") || word.ends_with("ного")
        })
    }

    /// «Алматы, Түркістан және Жетісу облыстары»: the plural behind a list makes regions of all of it.
    fn in_list_of_regions(&self, candidate: &Candidate) -> bool {
        const LONGEST_LIST: usize = 18;
        for at in candidate.last..(candidate.last + LONGEST_LIST).min(self.words.tokens.len()) {
            let gap = self.words.gap_after(at);
            if !matches!(gap.trim(), "" | ",") || gap.contains('\n') {
                return false;
            }
            let Some(word) = self.words.word(at + 1) else { return false };
            let lower = normal_form(word);
            if is_in(&["облыстар", "областях$", "областям$", "oblystar"], &lower) {
                return true;
            }
            if !is_capitalised(word)
                && !is_in(&["мен$", "бен$", "пен$", "және$", "и$", "men$", "ben$", "pen$", "jane$"], &lower)
            {
                return false;
            }
        }
        false
    }

    /// A capitalised brand word beside the name («Астана Опера»), or a Latin name in a Russian text beside another Latin word.
    fn is_brand(&self, candidate: &Candidate, around: &Around<'_>) -> bool {
        let next = self.words.next(candidate.last).unwrap_or_default();
        if is_in(cues::ORGANISATION_BEHIND, &around.behind) && (is_capitalised(next) || is_latin(next)) {
            return true;
        }
        let previous =
            candidate.token.checked_sub(1).and_then(|_| self.words.previous(candidate.token)).unwrap_or_default();
        let word = &self.words.text[candidate.start..candidate.end];
        if self.language == Language::Kazakh || !is_latin(word) {
            let nominative = candidate.form.case == Case::Nominative;
            return nominative
                && is_latin(word)
                && is_latin(next)
                && is_capitalised(next)
                && !is_all_caps(word)
                && self.gazetteer.form(&normal_form(next)).is_none();
        }
        is_latin(next) && is_capitalised(next) || self.language == Language::Russian && is_latin(previous)
    }

    /// «Приозерск Ленинградской области», «Алексеевка (Белгородская область)»: the region beside it is not one of Kazakhstan.
    fn in_foreign_region(&self, candidate: &Candidate) -> bool {
        let gap = self.words.gap_after(candidate.last);
        let (Some(adjective), Some(noun)) = (self.words.word(candidate.last + 1), self.words.next(candidate.last + 1))
        else {
            return false;
        };
        let (adjective, noun) = (normal_form(adjective), normal_form(noun));
        matches!(gap.trim(), "" | "(" | ",")
            && is_in(&["област", "край$", "края$", "крае$"], &noun)
            && adjective.contains("ск")
            && self.gazetteer.regions().by_adjective(&adjective).is_none()
    }

    /// «Асхат Оралов», «Д. Конаев», «Алтай Кульгинов», «Абай Құнанбайұлы».
    fn is_person(&self, candidate: &Candidate, around: &Around<'_>) -> bool {
        let (words, at) = (self.words, candidate.token);
        let initial =
            at > 0 && words.gap_after(at - 1).starts_with('.') && words.tokens[at - 1].text.chars().count() == 1;
        if initial && is_capitalised(words.tokens[at - 1].text) && around.abbreviation != "г" {
            return true;
        }
        let name_before =
            words.previous(at).filter(|word| is_capitalised(word) && !is_all_caps(word)).is_some_and(|word| {
                let lower = normal_form(word);
                let cue = is_in(cues::PLACE_PREPOSITIONS, &lower) || is_in(cues::CITY_COMPANY, &lower);
                !cue && self.gazetteer.form(&normal_form(word)).is_none()
                    && !(lower.ends_with("ский") || lower.ends_with("ской"))
            });
        let name_behind = words.next(candidate.last).is_some_and(|word| {
            is_capitalised(word) && !is_latin(word) && self.gazetteer.form(&normal_form(word)).is_none()
        });
        // «аким Конаев» is a man, «аким Конаева» has a town.
        let title = self.gazetteer.name(candidate.form).is_surname
            && candidate.form.case == Case::Nominative
            && is_in(cues::CITY_COMPANY, &around.before);
        name_before || title || name_behind && !is_in(cues::PLACE_PREPOSITIONS, &around.before)
    }

    fn has_cue(&self, candidate: &Candidate, around: &Around<'_>) -> bool {
        let place = matches!(candidate.form.case, Case::Place);
        if self.language == Language::Kazakh {
            return place || is_in(cues::CITY_COMPANY_BEHIND, &around.behind);
        }
        is_in(cues::PLACE_PREPOSITIONS, &around.before) || is_in(cues::CITY_COMPANY, &around.before)
    }
}

/// The lower-case words around a candidate.
struct Around<'a> {
    words: &'a Words<'a>,
    candidate: &'a Candidate,
    /// The word before, with nothing but a blank between.
    before: String,
    /// The abbreviation before: «г.».
    abbreviation: String,
    /// The word before, or the one before the quotation mark.
    before_quote: String,
    /// The word behind, with nothing but a blank between.
    behind: String,
    /// Whether it stands in a short quoted name.
    quoted: bool,
}

impl<'a> Around<'a> {
    fn new(words: &'a Words<'a>, candidate: &'a Candidate) -> Around<'a> {
        let lower = |word: Option<&str>| word.map(normal_form).unwrap_or_default();
        let at = candidate.token;
        let glued = candidate.shape == Shape::Glued;
        let before = if glued { String::new() } else { lower(words.previous(at)) };
        let behind = if candidate.end < words.tokens[candidate.last].end() { None } else { words.next(candidate.last) };
        let quote = quotation(words, candidate);
        let before_quote = match quote {
            Some(open) => lower(
                words.tokens[..at]
                    .iter()
                    .rev()
                    .find(|token| token.end() <= open)
                    .filter(|token| {
                        words.text[token.end()..open].trim().is_empty() || words.text[token.end()..open].trim() == "."
                    })
                    .map(|token| token.text),
            ),
            None => before.clone(),
        };
        let abbreviation = lower(words.abbreviation_before(at));
        Around { words, candidate, before, abbreviation, before_quote, behind: lower(behind), quoted: quote.is_some() }
    }

    fn has_city_word(&self) -> bool {
        is_in(cues::CITY_BEFORE, &self.before)
            || is_in(cues::CITY_BEFORE, &self.before_quote)
            || is_in(cues::CITY_ABBREVIATIONS, &self.abbreviation)
            || is_in(cues::CITY_ABBREVIATIONS, &self.before)
            || is_in(cues::CITY_BEHIND, &self.behind)
            || self.behind == "қ"
                && self.words.text[self.words.tokens[self.candidate.last + 1].end()..].starts_with('.')
    }

    /// «@almaty_news», «петропавловск.news», «www.astana.kz».
    fn is_address(&self) -> bool {
        let before = self.words.text[..self.candidate.start].chars().next_back();
        let mut behind = self.words.text[self.candidate.end..].chars();
        match behind.next() {
            Some('.') if behind.next().is_some_and(|letter| letter.is_ascii_lowercase()) => return true,
            Some('_' | '@') => return true,
            _ => {}
        }
        matches!(before, Some('@' | '_')) || before == Some('.') && is_latin(&self.words.text[self.candidate.start..])
    }
}

/// The longest quoted name, in words.
const LONGEST_QUOTED_NAME: usize = 4;

/// Where the quotation mark opens, if the candidate stands in a short quoted name.
fn quotation(words: &Words<'_>, candidate: &Candidate) -> Option<usize> {
    let text = words.text;
    let (line_start, line_end) = words.line_of(candidate.start);
    let open = text[line_start..candidate.start].char_indices().rev().take(60).find(|(_, letter)| is_quote(*letter));
    let (open, mark) = open.map(|(at, mark)| (line_start + at, mark))?;
    let behind_mark = text[open + mark.len_utf8()..].chars().next()?;
    let before_mark = text[line_start..open].chars().next_back().unwrap_or(' ');
    // A straight mark opens where a letter follows and none precedes; one stuck between letters («Акимат"Алматы») is taken to open.
    let opens = matches!(mark, '«' | '“' | '„')
        || mark != '»' && mark != '”' && behind_mark.is_alphanumeric() && !matches!(before_mark, ',' | '.' | '!' | '?');
    if !opens {
        return None;
    }
    let (close, closing) =
        text[candidate.end..line_end].char_indices().take(60).find(|(_, letter)| is_quote(*letter))?;
    let close = candidate.end + close;
    if matches!(closing, '«' | '„') {
        return None;
    }
    let inside = &text[open + mark.len_utf8()..close];
    let count = inside.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    if count > LONGEST_QUOTED_NAME || inside.trim_end().ends_with(['.', ',', '?']) {
        return None;
    }
    // «В Алматы душно», – сказал он: speech, not a name.
    let behind = text[close + closing.len_utf8()..line_end].trim_start_matches([',', ' ', '\u{a0}']);
    let speech = count > 1 && behind.starts_with(['–', '—', '-']);
    (!speech).then_some(open)
}

fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '«' | '»' | '“' | '”' | '„')
}

/// An ambiguous name beside a city in a list is a city too: «Жезказган, Каражал и Сатпаев», «Петропавловск – Сергеевка».
fn lists(words: &Words<'_>, candidates: &[Candidate], rules: &mut [Rule]) {
    let joined = |first: &Candidate, second: &Candidate| {
        // «Актау (60,55), Туркестан (57,75)»: figures in brackets do not part a list.
        let between = words.text[first.end..second.start].trim();
        let between = match (between.strip_prefix('('), between.rsplit_once(')')) {
            (Some(figures), Some((_, behind))) if !figures.contains(char::is_alphabetic) => behind.trim(),
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
    let good = |rule: Rule| matches!(rule, Rule::Name | Rule::CityWord | Rule::Cue | Rule::List);
    let indices: Vec<usize> = (0..candidates.len()).collect();
    for order in [indices.clone(), indices.into_iter().rev().collect()] {
        for pair in order.windows(2) {
            let (known, unknown) = (pair[0], pair[1]);
            let (first, second) = (known.min(unknown), known.max(unknown));
            if good(rules[known])
                && rules[unknown] == Rule::Ambiguous
                && joined(&candidates[first], &candidates[second])
            {
                rules[unknown] = Rule::List;
            }
        }
    }
}

/// Lines that hold little but a city's name, several of them: weather, currency points, a choice of editions.
fn menus(gazetteer: &Gazetteer, words: &Words<'_>, candidates: &[Candidate], rules: &mut [Rule]) {
    const SMALLEST_MENU: usize = 3;
    const LONGEST_PAUSE: usize = 80;
    let bare: Vec<usize> = (0..candidates.len())
        .filter(|at| {
            let (start, end) = words.line_of(candidates[*at].start);
            let line = &words.text[start..end];
            let letters = |text: &str| text.chars().filter(|letter| letter.is_alphabetic()).count();
            letters(line) <= letters(&words.text[candidates[*at].start..candidates[*at].end]) + 2
        })
        .collect();
    for run in bare
        .chunk_by(|first, second| words.text[candidates[*first].end..candidates[*second].start].len() < LONGEST_PAUSE)
    {
        let mut cities: Vec<_> = run.iter().map(|at| gazetteer.name(candidates[*at].form).city).collect();
        cities.sort_unstable();
        cities.dedup();
        if cities.len() >= SMALLEST_MENU {
            run.iter().for_each(|at| rules[*at] = Rule::Menu);
        }
    }
}
