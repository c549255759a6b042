//! Whether a word that looks like a city is one: the words around it decide.

use super::around::{Around, Near};
use super::candidates::{self, Candidate, Shape};
use super::cues::Cue;
use super::lists;
use super::words::{Words, is_all_caps, is_capitalised, is_latin};
use super::{Judged, Rule};
use crate::extract::gazetteer::{Case, Gazetteer, Names, Place, Trust, normal, normal_form};
use crate::language::Language;

/// What was found in a text.
#[derive(Default)]
pub(super) struct Found {
    /// Words that look like a city of Kazakhstan, in order.
    pub home: Vec<Judged>,
    /// Words that look like a place abroad; `city` is the number of that place.
    pub abroad: Vec<Judged>,
}

/// The candidates of a text in order, each with its rule. `date` is the article's, as yyyymmdd.
pub(super) fn judge_all(gazetteer: &Gazetteer, words: &Words<'_>, language: Language, date: Option<u64>) -> Found {
    let names = gazetteer.names();
    let mut candidates: Vec<Candidate> = Vec::new();
    for &at in &words.keys {
        if candidates.last().is_none_or(|last| last.last < at) {
            candidates::of_token(names, words, at, &mut candidates);
        }
    }
    let judge = Judge { gazetteer, names, words, language, date };
    let mut rules: Vec<Rule> = candidates.iter().map(|candidate| judge.rule(candidate)).collect();
    lists::accept(words, names, &candidates, &mut rules);
    lists::refuse_menus(names, words, &candidates, &mut rules);
    let mut found = Found::default();
    for (c, rule) in candidates.iter().zip(rules) {
        let sure = matches!(judge.trust(c), Trust::Sure | Trust::UnlessPerson);
        let judged = |city| Judged { start: c.start, end: c.end, city, rule, sure, name: Some(c.form.name) };
        match names.name(c.form).place {
            Place::City(city) => found.home.push(judged(city)),
            Place::Abroad(number) => found.abroad.push(judged(number)),
        }
    }
    derived_words(names, words, &candidates, &mut found);
    found
}

/// Adds adjectives and words for inhabitants, unless they belong to the name of a region or district.
fn derived_words(names: &Names, words: &Words<'_>, candidates: &[Candidate], found: &mut Found) {
    // The shortest is «уралец», six letters of two bytes.
    const SHORTEST: usize = 12;
    let (home, abroad) = (found.home.len(), found.abroad.len());
    for (at, token) in words.tokens.iter().enumerate() {
        if token.text.len() < SHORTEST || !names.may_be_derived(token.text) {
            continue;
        }
        let Some(place) = names.derived(&normal(token.text)) else { continue };
        if candidates.binary_search_by_key(&token.start, |candidate| candidate.start).is_ok() {
            continue;
        }
        let behind = Near::of(words.next(at));
        let of_region = behind.is(Cue::RegionBehind) || behind.is(Cue::DistrictBehind) || behind.is(Cue::NotOfCity);
        // «Актюбинской, Костанайской и Атырауской областях»: a list of regions.
        let in_list = words.gap_after(at).starts_with(',') || behind.text == "и";
        let capitalised = is_capitalised(token.text);
        if of_region || in_list && capitalised {
            continue;
        }
        let judged =
            |city| Judged { start: token.start, end: token.end(), city, rule: Rule::Derived, sure: true, name: None };
        match place {
            Place::City(city) => found.home.push(judged(city)),
            // A small letter is too common to tell what an article is about: «российский», «китайский».
            Place::Abroad(number) if capitalised => found.abroad.push(judged(number)),
            Place::Abroad(_) => {}
        }
    }
    if found.home.len() > home {
        found.home.sort_by_key(|judged| judged.start);
    }
    if found.abroad.len() > abroad {
        found.abroad.sort_by_key(|judged| judged.start);
    }
}

struct Judge<'a> {
    gazetteer: &'a Gazetteer,
    names: &'a Names,
    words: &'a Words<'a>,
    language: Language,
    date: Option<u64>,
}

impl Judge<'_> {
    /// The first rule that applies, the surest first.
    fn rule(&self, candidate: &Candidate) -> Rule {
        if candidate.shape == Shape::Compound {
            return Rule::Compound;
        }
        let trust = self.trust(candidate);
        let around = Around::new(self.words, candidate);
        if let Some(rule) = self.refusal(candidate, &around, trust) {
            return rule;
        }
        match candidate.shape {
            // «Россия24»: no name of a land is told from a brand in a stuck word.
            Shape::Glued if self.is_abroad(candidate) && candidate.form.case == Case::Nominative => {
                return Rule::Compound;
            }
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
        if trust != Trust::Sure && self.is_too_early(candidate) {
            return Rule::Period;
        }
        match trust {
            Trust::Sure | Trust::UnlessPerson => Rule::Name,
            Trust::Cue if self.has_cue(candidate, &around) => Rule::Cue,
            _ => Rule::Ambiguous,
        }
    }

    fn trust(&self, candidate: &Candidate) -> Trust {
        let name = self.names.name(candidate.form);
        let trust = if self.language == Language::Kazakh { name.kazakh } else { name.russian };
        // «в 1975 году в Шевченко»: the town had the name then, so a cue will do.
        match trust {
            Trust::Strict if name.until.is_some() && self.names_a_year_of(candidate) => Trust::Cue,
            trust => trust,
        }
    }

    fn is_abroad(&self, candidate: &Candidate) -> bool {
        matches!(self.names.name(candidate.form).place, Place::Abroad(_))
    }

    /// Whether the article is older than the name: who wrote «Конаев» in 2015 meant the man.
    fn is_too_early(&self, candidate: &Candidate) -> bool {
        let since = self.names.name(candidate.form).since;
        self.date.zip(since).is_some_and(|(date, since)| date < since)
    }

    /// Whether the line names a year in which the town had this former name.
    fn names_a_year_of(&self, candidate: &Candidate) -> bool {
        const NEAR: usize = 12;
        let name = self.names.name(candidate.form);
        let (start, end) = self.words.line_of(candidate.start);
        let near = candidate.token.saturating_sub(NEAR)..(candidate.last + NEAR).min(self.words.tokens.len());
        self.words.tokens[near].iter().filter(|token| token.start >= start && token.end() <= end).any(|token| {
            let year = Some(token.text).filter(|text| text.len() == 4).and_then(|text| text.parse::<u64>().ok());
            let in_period = |year: u64| {
                name.since.is_none_or(|since| year * 10_000 + 1231 >= since)
                    && name.until.is_none_or(|until| year * 10_000 <= until)
            };
            year.is_some_and(|year| year > 1800 && in_period(year))
        })
    }

    /// The rule by which the word is something else, whatever cue it has.
    fn refusal(&self, candidate: &Candidate, around: &Around<'_>, trust: Trust) -> Option<Rule> {
        let nominative = candidate.form.case == Case::Nominative;
        if around.is_address() {
            return Some(Rule::Address);
        }
        if around.before.is(Cue::Currency) || around.behind.is(Cue::Currency) && self.language == Language::Kazakh {
            return Some(Rule::Currency);
        }
        if around.behind.is(Cue::RegionBehind) || self.in_list_of_regions(candidate) {
            return Some(Rule::Region);
        }
        if around.behind.is(Cue::DistrictBehind) {
            return Some(Rule::District);
        }
        if nominative && around.before.is(Cue::RegionBefore) {
            return Some(Rule::Region);
        }
        if nominative && around.before_quote.is(Cue::DistrictSingular) && !self.adjective_before_district(candidate) {
            return Some(Rule::District);
        }
        if around.quoted && candidate.shape != Shape::Route && !around.before_quote.is(Cue::QuotedCityBefore) {
            return Some(Rule::Organisation);
        }
        let is_sure = matches!(trust, Trust::Sure | Trust::UnlessPerson);
        let unsure_place = !is_sure && around.before.is(Cue::OtherPlaceBeforeUnsure);
        // «посёлок Актобе» is a village, «в посёлках Петропавловска» are parts of the city.
        let could_be_its_name = nominative || !is_sure;
        if around.behind.is(Cue::OtherPlaceBehind)
            || self.is_reservoir(candidate, around)
            || could_be_its_name && around.before.is(Cue::OtherPlaceBefore)
            || around.abbreviation.is(Cue::OtherPlaceAbbreviations)
            || unsure_place
            || !is_sure && !around.has_city_word() && self.lies_in_district(candidate)
            || around.before.is(Cue::LandBefore) && candidate.token == candidate.last && !around.has_city_word()
        {
            return Some(Rule::OtherPlace);
        }
        if around.before.is(Cue::LegalFormBefore)
            || around.before.is(Cue::OrganisationBefore)
                && nominative
                && !(self.is_abroad(candidate) && self.names.name(candidate.form).is_indeclinable)
            || self.is_bank(candidate, around)
            || nominative && (around.behind.is(Cue::ClubBehind) || self.has_score_behind(candidate))
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
    fn is_instrumental(&self, candidate: &Candidate, before: &Near<'_>) -> bool {
        let behind_city =
            before.text == "и"
                && candidate.token.checked_sub(2).and_then(|at| self.words.word(at)).is_some_and(|word| {
                    self.names.form(&normal(word)).is_some_and(|form| form.case != Case::Nominative)
                });
        behind_city || before.is(Cue::InstrumentalPrepositions)
    }

    /// «Қапшағай су қоймасы».
    fn is_reservoir(&self, candidate: &Candidate, around: &Around<'_>) -> bool {
        let next = self.words.next(candidate.last + 1).map(normal_form).unwrap_or_default();
        matches!(&*around.behind.text, "су" | "sy" | "su") && (next.starts_with("қойма") || next.starts_with("qoima"))
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
            if lower.starts_with("облыстар")
                || lower.starts_with("oblystar")
                || matches!(&*lower, "областях" | "областям")
            {
                return true;
            }
            let joins = matches!(&*lower, "мен" | "бен" | "пен" | "және" | "и" | "men" | "ben" | "pen" | "jane");
            if !is_capitalised(word) && !joins {
                return false;
            }
        }
        false
    }

    /// A capitalised brand word beside the name («Астана Опера»), or a Latin name in a Russian text beside another Latin word.
    fn is_brand(&self, candidate: &Candidate, around: &Around<'_>) -> bool {
        let next = self.words.next(candidate.last).unwrap_or_default();
        if around.behind.is(Cue::OrganisationBehind) && (is_capitalised(next) || is_latin(next)) {
            return true;
        }
        let previous =
            candidate.token.checked_sub(1).and_then(|_| self.words.previous(candidate.token)).unwrap_or_default();
        let word = &self.words.text[candidate.start..candidate.end];
        if candidate.end < self.words.tokens[candidate.last].end()
            || self.is_abroad(candidate) && self.language == Language::Kazakh
        {
            return false;
        }
        if self.trust(candidate) == Trust::Sure && self.is_brand_of_two_words(candidate, around) {
            return true;
        }
        if self.language == Language::Kazakh || !is_latin(word) {
            let nominative = candidate.form.case == Case::Nominative;
            return nominative
                && is_latin(word)
                && is_latin(next)
                && is_capitalised(next)
                && !is_all_caps(word)
                && self.names.form(&normal(next)).is_none();
        }
        is_latin(next) && is_capitalised(next) || self.language == Language::Russian && is_latin(previous)
    }

    /// «Астана Балет», «Тараз Арена»: a name that would be declined and is not, before a word with a capital letter.
    fn is_brand_of_two_words(&self, candidate: &Candidate, around: &Around<'_>) -> bool {
        let name = self.names.name(candidate.form);
        let declined = candidate.form.case == Case::Nominative && !name.is_indeclinable && !name.is_surname;
        let word = &self.words.text[candidate.start..candidate.end];
        if !declined || self.language != Language::Russian || is_all_caps(word) || around.has_city_word() {
            return false;
        }
        let Some(next) = self.words.next(candidate.last).filter(|next| is_capitalised(next) && !is_all_caps(next))
        else {
            return false;
        };
        let near = Near::of(Some(next));
        let is_place = self.names.form(&near.text).is_some() || self.names.derived(&near.text).is_some();
        let opens = self.words.previous(candidate.token).is_none();
        // «Тараз Жамбылской области», «Астана Республики Казахстан», and headlines that write Every Word So.
        let is_adjective = near.text.contains("ск");
        let all_so = self.words.next(candidate.last + 1).is_some_and(is_capitalised) && opens;
        !is_place && !is_adjective && !all_so && !near.is(Cue::Home) && !near.is(Cue::PlacePrepositions)
    }

    /// «Банк Астаны» is a company's name, «банк Астаны» any bank there.
    fn is_bank(&self, candidate: &Candidate, around: &Around<'_>) -> bool {
        let before = self.words.previous(candidate.token).filter(|word| is_capitalised(word));
        before.is_some() && around.before.text == "банк" && !self.is_abroad(candidate)
    }

    /// «Астана – Тараз 2:1», «Тараз 3:0»: a match of clubs.
    fn has_score_behind(&self, candidate: &Candidate) -> bool {
        let behind = &self.words.text[candidate.end..];
        let end = behind.char_indices().nth(40).map_or(behind.len(), |(at, _)| at);
        let line = behind[..end].split('\n').next().unwrap_or_default();
        let Some((before, after)) = line.split_once(':') else { return false };
        let goals = before.rsplit(|sign: char| !sign.is_ascii_digit()).next().unwrap_or_default();
        let rest = before[..before.len() - goals.len()].trim();
        let against = after.chars().take_while(char::is_ascii_digit).count();
        // Two digits are the minutes of a time of day.
        goals.len() == 1
            && against == 1
            && rest.split_whitespace().count() <= 3
            && rest.split_whitespace().all(|word| matches!(word, "–" | "—" | "-" | "(") || is_capitalised(word))
    }

    /// «в Аксу Шортандинского района»: a village of the district.
    fn lies_in_district(&self, candidate: &Candidate) -> bool {
        let adjective = self.words.next(candidate.last).filter(|word| is_capitalised(word) && word.ends_with("ского"));
        adjective.is_some()
            && self.words.next(candidate.last + 1).is_some_and(|word| word == "района" || word == "р-на")
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
            && (noun.starts_with("област") || matches!(noun.as_str(), "край" | "края" | "крае"))
            && adjective.contains("ск")
            && self.gazetteer.regions().by_adjective(&adjective).is_none()
    }

    /// «Асхат Оралов», «Д. Конаев», «Алтай Кульгинов», «Абай Құнанбайұлы».
    fn is_person(&self, candidate: &Candidate, around: &Around<'_>) -> bool {
        let (words, at) = (self.words, candidate.token);
        let initial =
            at > 0 && words.gap_after(at - 1).starts_with('.') && words.tokens[at - 1].text.chars().count() == 1;
        if initial && is_capitalised(words.tokens[at - 1].text) && around.abbreviation.text != "г" {
            return true;
        }
        let name_before =
            words.previous(at).filter(|word| is_capitalised(word) && !is_all_caps(word)).is_some_and(|word| {
                let near = Near::of(Some(word));
                let lower = &near.text;
                let is_adjective = lower.ends_with("ский") || lower.ends_with("ской");
                let is_cue = near.is(Cue::PlacePrepositions) || near.is(Cue::CityCompany);
                !is_adjective && !is_cue && self.names.form(&normal(word)).is_none()
            });
        let name_behind = words
            .next(candidate.last)
            .is_some_and(|word| is_capitalised(word) && !is_latin(word) && self.names.form(&normal(word)).is_none());
        // «аким Конаев» is a man, «аким Конаева» has a town.
        let title = self.names.name(candidate.form).is_surname
            && candidate.form.case == Case::Nominative
            && around.before.is(Cue::CityCompany);
        name_before || title || name_behind && !around.before.is(Cue::PlacePrepositions)
    }

    fn has_cue(&self, candidate: &Candidate, around: &Around<'_>) -> bool {
        let place = matches!(candidate.form.case, Case::Place);
        if self.language == Language::Kazakh {
            return place || around.behind.is(Cue::CityCompanyBehind);
        }
        around.before.is(Cue::PlacePrepositions) || around.before.is(Cue::CityCompany)
    }
}
