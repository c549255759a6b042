//! Why an article was found, for people.

use izdeu::{ExplainedWord, Explanation, FoundForm, MatchStep, ScoreSource};

use super::harmless;

/// How many forms of a word are shown.
const MOST_FORMS: usize = 6;

/// The score as a sum over what adds to it, then each word: its parts, and the forms that met it.
pub(super) fn lines(why: &Explanation, score: Option<f32>) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(score) = score {
        let words = why.words.iter().map(|word| (harmless(&word.word).to_string(), word.score));
        let beside = [("close together", why.close_words), ("words of the first answers", why.shared_words)];
        let beside = beside.map(|(name, score)| (name.to_owned(), score));
        let terms: Vec<String> = words
            .chain(beside)
            .filter(|(_, score)| *score != 0.0)
            .map(|(name, score)| format!("{name} {score:.2}"))
            .collect();
        let mut sum = terms.join(" + ");
        if why.factor != 1.0 {
            sum = format!("({sum}) × {:.2}", why.factor);
        }
        if why.rest != 0.0 {
            sum += &format!(" + rest {:.2}", why.rest);
        }
        lines.push(format!("why {score:.2} = {sum}"));
    }
    lines.extend(why.words.iter().map(line_of));
    lines
}

/// `мост 3.20 = text 2.00 + title 1.20: «Мосту» ×2 by lemma (title, text)`
fn line_of(word: &ExplainedWord) -> String {
    let parts: Vec<String> =
        word.parts.iter().map(|part| format!("{} {:.2}", name_of(part.part), part.score)).collect();
    let sum = if parts.is_empty() { String::new() } else { format!(" = {}", parts.join(" + ")) };
    let mut forms: Vec<String> = word.forms.iter().take(MOST_FORMS).map(form).collect();
    if word.forms.len() > MOST_FORMS {
        forms.push(format!("… {} more forms", word.forms.len() - MOST_FORMS));
    }
    let forms = if forms.is_empty() { "not there".to_owned() } else { forms.join(", ") };
    format!("{} {:.2}{sum}: {forms}", harmless(&word.word), word.score)
}

fn form(form: &FoundForm) -> String {
    let places = [("title", form.in_title), ("text", form.in_body), ("page", form.in_furniture)];
    let named: Vec<&str> = places.iter().filter(|(_, count)| *count > 0).map(|(name, _)| *name).collect();
    let count: usize = places.iter().map(|(_, count)| count).sum();
    let times = if count > 1 { format!(" ×{count}") } else { String::new() };
    format!("«{}»{times} {} ({})", harmless(&form.text), step(form.step), named.join(", "))
}

fn name_of(part: ScoreSource) -> &'static str {
    match part {
        ScoreSource::Text => "text",
        ScoreSource::Title => "title",
        ScoreSource::Lead => "lead",
        ScoreSource::Exact => "as typed",
        ScoreSource::Stem => "stem",
        ScoreSource::Place => "place",
        _ => "other",
    }
}

fn step(step: MatchStep) -> &'static str {
    match step {
        MatchStep::Exact => "as typed",
        MatchStep::Lemma => "by dictionary",
        MatchStep::Name => "as a name",
        MatchStep::KazakhStem => "by Kazakh stem",
        MatchStep::Compound => "as a compound",
        MatchStep::Stem => "by stem",
        MatchStep::Script => "by another script",
        MatchStep::Phrase => "in a row",
        MatchStep::Pattern => "by the pattern",
        MatchStep::Slips => "by slips",
        MatchStep::Synonym => "as a synonym",
        MatchStep::Derivation => "as a derivation",
        _ => "otherwise",
    }
}
