//! Whether an article is about Kazakhstan or about other countries, and which places abroad it names.

use super::context::Found;
use super::cues::{Cue, Cues};
use super::words::Words;
use super::{Judged, Rule};
use crate::article::ForeignPlace;
use crate::extract::gazetteer::{Gazetteer, normal};

/// How often an article names Kazakhstan and its towns, and how often other countries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Scene {
    pub home: usize,
    pub abroad: usize,
    /// Cities of other countries alone.
    pub foreign_cities: usize,
}

impl Scene {
    pub fn of(gazetteer: &Gazetteer, words: &Words<'_>, found: &Found) -> Scene {
        let mut scene = Scene::default();
        let is_home = |judged: &&Judged| judged.sure && judged.rule.accepts() || judged.rule == Rule::Region;
        scene.home += found.home.iter().filter(is_home).count();
        for judged in &found.abroad {
            let counts = judged.rule.accepts() || judged.rule == Rule::Derived;
            scene.abroad += usize::from(counts);
            let place = gazetteer.abroad_of(judged.city);
            scene.foreign_cities += usize::from(judged.rule.accepts() && place.name != place.country);
        }
        for &at in &words.keys {
            let text = words.tokens[at].text;
            match text.chars().next().unwrap_or_default() {
                'о' | 'О' if text.starts_with("област") || text.starts_with("Област") => {
                    let adjective = words.previous(at).map(normal).filter(|word| word.contains("ск"));
                    if let Some(adjective) = adjective {
                        let home = gazetteer.regions().by_adjective(&adjective).is_some();
                        scene.home += usize::from(home);
                        scene.abroad += usize::from(!home);
                    }
                }
                'К' | 'K' | 'Қ' | 'Q' | 'Р' => scene.home += usize::from(is_kazakhstan(text)),
                'Е' | 'Н' | 'О' => scene.abroad += usize::from(matches!(text, "ЕС" | "НАТО" | "ООН" | "Евросоюз")),
                _ => {}
            }
        }
        scene
    }

    /// Of both parts of an article.
    pub fn and(self, other: Scene) -> Scene {
        Scene {
            home: self.home + other.home,
            abroad: self.abroad + other.abroad,
            foreign_cities: self.foreign_cities + other.foreign_cities,
        }
    }

    /// Takes back names that other places have too, where nothing says that the article is about Kazakhstan and something
    /// that it is not: Аксай of Rostov, Приозерск of Leningrad.
    pub fn doubt(self, texts: [&mut Vec<Judged>; 2]) {
        if self.home > 0 || self.abroad == 0 {
            return;
        }
        for judged in texts.into_iter().flatten().filter(|judged| !judged.sure && judged.rule.accepts()) {
            judged.rule = Rule::Ambiguous;
        }
    }

    /// Whether other countries are named so much more often that no town of Kazakhstan is the subject.
    pub fn is_abroad(self) -> bool {
        const SOME: usize = 6;
        self.abroad >= SOME && self.abroad > 2 * self.home
    }
}

fn is_kazakhstan(word: &str) -> bool {
    if matches!(word, "РК" | "ҚР") {
        return true;
    }
    let begins = ["Каз", "Қаз", "Qaz", "Kaz", "КАЗ", "ҚАЗ", "QAZ", "KAZ"].iter().any(|start| word.starts_with(start));
    begins && Cues::of(&normal(word)).has(Cue::Home)
}

/// The places abroad that an article names, most often named first; the title counts for three.
pub(super) fn places(gazetteer: &Gazetteer, title: &[Judged], body: &[Judged]) -> Vec<ForeignPlace> {
    const TITLE: usize = 3;
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for (mentions, weight) in [(title, TITLE), (body, 1)] {
        for mention in mentions.iter().filter(|mention| mention.rule.accepts()) {
            match counts.iter_mut().find(|(place, _)| *place == mention.city) {
                Some((_, count)) => *count += weight,
                None => counts.push((mention.city, weight)),
            }
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.into_iter().map(|(place, _)| gazetteer.abroad_of(place).clone()).collect()
}
