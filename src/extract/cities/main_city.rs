//! Which city an article is about: what every mention weighs, and when the answer is "none".

use super::abroad::Scene;
use super::line::Lines;
use super::words::Words;
use super::{Judged, Rule};
use crate::extract::gazetteer::{CityId, Gazetteer};

/// The cities of an article.
pub(super) struct Ranking {
    /// Those it names, the weightiest first.
    pub cities: Vec<CityId>,
    /// The one it is about.
    pub main: Option<CityId>,
    /// What every mention adds, in thousandths: those of the title, then those of the body.
    pub weights: Vec<u32>,
}

/// The least weight of a main city, and of one that is named more than once: said twice is no accident.
const LEAST: f64 = 2.5;
const LEAST_OF_SEVERAL: f64 = 2.0;
/// The least weight where the headline names another country.
const LEAST_ELSEWHERE: f64 = 4.0;
/// How much more it must weigh than the second.
const DOMINANCE: f64 = 1.35;
/// What a mention in the title weighs; the first words of the body weigh half of it.
const TITLE: f64 = 6.0;
/// An article that names so many regions or cities of so many regions is about the country.
const MANY_REGIONS: usize = 6;

/// Weighs the mentions.
pub(super) fn rank(
    gazetteer: &Gazetteer,
    scene: Scene,
    [(title, in_title), (body, in_body)]: [(&Words<'_>, &[Judged]); 2],
    regions: &[(&str, f64)],
    headline_is_elsewhere: bool,
) -> Ranking {
    let mut scores: Vec<Score> = Vec::new();
    let (mut weights, mut position) = (Vec::new(), Position::default());
    let (lists, mut lines) = (crowded(in_body, body.text), Lines::default());
    for (words, mentions, is_title) in [(title, in_title, true), (body, in_body, false)] {
        for (number, mention) in mentions.iter().enumerate() {
            let place = if is_title { TITLE } else { position.weight(words, mention.start) };
            let counts = mention.rule.accepts() || mention.rule == Rule::Derived;
            let circumstance = if is_title || !counts { 1.0 } else { lines.weight(words, mention) * lists[number] };
            let weight = Score::add(&mut scores, mention, place * circumstance);
            weights.push((weight * 1000.0) as u32);
        }
    }
    let mut named: Vec<&Score> = scores.iter().filter(|score| score.named).collect();
    named.sort_by(|a, b| b.weight().total_cmp(&a.weight()).then(a.first.cmp(&b.first)));
    let headline = |city: CityId| in_title.iter().any(|mention| mention.city == city && mention.rule.accepts());
    let all_regions = regions.iter().map(|(region, _)| *region);
    let mut all_regions: Vec<&str> =
        all_regions.chain(named.iter().map(|score| gazetteer.city_of(score.city).region.as_str())).collect();
    all_regions.sort_unstable();
    all_regions.dedup();
    // An article about other countries or about half the country is about no city, unless its headline says so.
    let is_wide = scene.is_abroad() || all_regions.len() >= MANY_REGIONS;
    // A headline about another country, and not a word of the city there: the body has to say so more.
    let elsewhere = in_title.is_empty() && headline_is_elsewhere;
    let main = main(&named, elsewhere).filter(|city| !is_wide || headline(*city));
    Ranking { cities: named.iter().map(|score| score.city).collect(), main, weights }
}

fn main(named: &[&Score], elsewhere: bool) -> Option<CityId> {
    let first = named.first()?;
    let second = named.get(1).map_or(0.0, |score| score.weight());
    let least = if elsewhere {
        LEAST_ELSEWHERE
    } else if first.mentions > 1 {
        LEAST_OF_SEVERAL
    } else {
        LEAST
    };
    (first.weight() >= least && first.weight() >= second * DOMINANCE).then_some(first.city)
}

/// The sum for one city.
struct Score {
    city: CityId,
    /// Whether the city itself is named, not only its people.
    named: bool,
    first: usize,
    mentions: usize,
    sum: f64,
    evidence: f64,
}

/// After so many mentions each further one counts less.
const FULL_MENTIONS: usize = 4;
/// An adjective or a word for inhabitants counts this part of a name, all of them together at most [`MOST_EVIDENCE`].
const DERIVED: f64 = 0.5;
const MOST_EVIDENCE: f64 = 3.0;

impl Score {
    fn weight(&self) -> f64 {
        self.sum + self.evidence.min(MOST_EVIDENCE)
    }

    fn add(scores: &mut Vec<Score>, mention: &Judged, weight: f64) -> f64 {
        if !mention.rule.accepts() && mention.rule != Rule::Derived {
            return 0.0;
        }
        let at = scores.iter().position(|score| score.city == mention.city).unwrap_or_else(|| {
            scores.push(Score {
                city: mention.city,
                named: false,
                first: scores.len(),
                mentions: 0,
                sum: 0.0,
                evidence: 0.0,
            });
            scores.len() - 1
        });
        let score = &mut scores[at];
        if mention.rule == Rule::Derived {
            score.evidence += weight * DERIVED;
            return weight * DERIVED;
        }
        score.named = true;
        let weight = match mention.rule {
            Rule::Dateline => 0.0,
            // Where a train goes is not where the news is.
            Rule::Route => weight * 0.25,
            Rule::Glued => weight * 0.5,
            Rule::Capital => weight * 0.7,
            _ => weight,
        };
        let full = !matches!(mention.rule, Rule::Glued | Rule::Route);
        score.mentions += usize::from(full && weight > 0.0);
        let further = score.mentions.saturating_sub(FULL_MENTIONS);
        let weight = weight / (1 + further) as f64;
        score.sum += weight;
        weight
    }
}

/// Counts characters as the mentions go by.
#[derive(Default)]
struct Position {
    bytes: usize,
    characters: usize,
}

impl Position {
    fn weight(&mut self, words: &Words<'_>, start: usize) -> f64 {
        self.characters += words.text[self.bytes..start].chars().count();
        self.bytes = start;
        match self.characters {
            0..250 => 3.0,
            250..600 => 2.0,
            _ => 1.0,
        }
    }
}

/// A mention in a dense list of other cities says little about each: its weight is divided by how many stand together.
fn crowded(mentions: &[Judged], text: &str) -> Vec<f64> {
    const NEAR: usize = 45;
    const CROWD: usize = 4;
    let mut factors = vec![1.0; mentions.len()];
    let accepted: Vec<usize> = (0..mentions.len()).filter(|at| mentions[*at].rule.accepts()).collect();
    let near = |first: &usize, second: &usize| {
        let (from, to) = (mentions[*first].end, mentions[*second].start.max(mentions[*first].end));
        text[from..to].len() < NEAR
    };
    for run in accepted.chunk_by(near) {
        let mut cities: Vec<CityId> = run.iter().map(|at| mentions[*at].city).collect();
        cities.sort_unstable();
        cities.dedup();
        if cities.len() >= CROWD {
            run.iter().for_each(|at| factors[*at] = 1.0 / cities.len() as f64);
        }
    }
    factors
}
