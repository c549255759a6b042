//! By which step of the analysis a word of a text meets a word of a query.

use serde::Serialize;

use super::pieces::is_hyphen;
use super::{Analyzer, Terms, WordTerms, kazakh_forms, names};

/// How a word of a text meets a word of a query, the plainest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Step {
    /// It is written the same, but for capitals, ё and invisible signs.
    Exact,
    /// Both are forms of one word of the dictionary.
    Lemma,
    /// Both are cases of one name.
    Name,
    /// Both have one Kazakh stem.
    KazakhStem,
    /// The last part of a hyphenated word is inflected.
    Compound,
    /// Both have one Russian stem, and no dictionary knows them.
    Stem,
    /// The one is spelled in Latin letters, the other in Cyrillic.
    Script,
    /// Words in a row, or the parts of a hyphenated word.
    Phrase,
    /// It fits a pattern: «астан*».
    Pattern,
    /// It differs by the letters that were allowed: «конституцыя~».
    Slips,
    /// It stands for the word: «ҰБТ» for «ЕНТ».
    Synonym,
    /// Only derived from one root: it adds to the score, and counts as the word beside others.
    Derivation,
}

impl Analyzer {
    /// The plainest step by which a word of a text meets one of a query, if any does.
    pub fn step(&self, asked: &Terms, found: WordTerms<'_>) -> Option<Step> {
        let mut shared = found.forms().filter(|form| asked.forms.iter().any(|asked| asked == form)).peekable();
        match shared.peek().is_none() {
            false if asked.exact == found.exact => Some(Step::Exact),
            false => shared.map(|form| self.step_to(form, found.exact)).min(),
            true => (asked.stem.is_some() && asked.stem.as_deref() == found.stem).then_some(Step::Derivation),
        }
    }

    /// How a word came to a form.
    fn step_to(&self, form: &str, word: &str) -> Step {
        let reading = self.russian.read(word);
        if reading.own_name.as_deref() == Some(form) {
            Step::Name
        } else if reading.lemmas.iter().any(|lemma| lemma == form) {
            Step::Lemma
        } else if form == word || form == names::light_name(word) {
            Step::Name
        } else if kazakh_forms(word, None).contains(&form.to_owned()) {
            Step::KazakhStem
        } else if form == self.russian.stem(word) {
            Step::Stem
        } else if word.contains(is_hyphen) {
            Step::Compound
        } else {
            Step::Script
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn the_plainest_step_is_told() {
        let analyzer = Analyzer::new();
        for (asked, text, expected) in [
            ("мост", "МОСТ", Some(Step::Exact)),
            ("мост", "мостами", Some(Step::Lemma)),
            ("семей", "о Семее", Some(Step::Name)),
            ("Жолдыхожаев", "с Жолдыхожаевым", Some(Step::Name)),
            ("мектеп", "жаңа мектептерде", Some(Step::KazakhStem)),
            ("Наурыз", "Naýryz", Some(Step::Script)),
            ("спор", "спорят", Some(Step::Derivation)),
            ("мост", "дамба", None),
        ] {
            let mut step = None;
            let asked_terms = analyzer.query_word(asked).whole;
            analyzer.text_analyzer().words(text, Language::of(text), |word| {
                step = analyzer.step(&asked_terms, word.terms());
            });
            assert_eq!(step, expected, "{asked}: {text}");
        }
    }
}
