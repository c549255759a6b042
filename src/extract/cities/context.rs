//! Whether a word that looks like a city is one: the words around it decide.

use super::around::Around;
use super::candidates::{self, Candidate, Shape};
use super::cues::{self, is_in};
use super::lists;
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
    lists::accept(words, &candidates, &mut rules);
    lists::refuse_menus(gazetteer, words, &candidates, &mut rules);
    let city = |form: Form| gazetteer.name(form).city;
    let judged = candidates.iter().zip(rules);
    let mut judged: Vec<Judged> = judged
        .map(|(c, rule)| Judged {
            start: c.start,
            end: c.end,
            city: city(c.form),
            rule,
            sure: judge.trust(c.form) == Trust::Sure,
            name: Some(c.form.name),
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
    (!(of_region || in_list && is_capitalised(token.text))).then_some(Judged {
        start: token.start,
        end: token.end(),
        city,
        rule: Rule::Derived,
        sure: true,
        name: None,
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
        if candidate.form.case == Case::LikeAdjective && !self.is_instrumental(candidate, &around.before) {
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
            || is_in(cues::LAND_BEFORE, &around.before) && !around.has_city_word()
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

    /// «под Уральском», «между Аксаем и Уральском»; not «в Южном и Уральском округах».
    fn is_instrumental(&self, candidate: &Candidate, before: &str) -> bool {
        let behind_city = before == "и"
            && candidate.token.checked_sub(2).and_then(|at| self.words.word(at)).is_some_and(|word| {
                self.gazetteer.form(&normal_form(word)).is_some_and(|form| form.case != Case::Nominative)
            });
        behind_city || is_in(cues::INSTRUMENTAL_PREPOSITIONS, before)
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
