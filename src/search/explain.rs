//! Why an article was found: which of its words met which of the query, by which step, and what each adds to the score.

use serde::Serialize;

use super::commit::Commit;
use super::deadline::Deadline;
use super::leaf::Leaf;
use super::marks::Marks;
use super::matches::find;
use super::page::Found;
use super::said::Said;
use super::segment::Segment;
use super::workspace::Workspace;
use crate::analysis::{Analyzer, QueryWord, Step, TextAnalyzer, WordTerms};
use crate::article::Article;

/// Why an article was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct Explanation {
    /// The words and phrases of the query, in its order.
    pub words: Vec<ExplainedWord>,
    /// What neighbours in the query add that stand close together in the article.
    pub close_words: f32,
    /// What the words add that the first answers share.
    pub shared_words: f32,
    /// What all that is multiplied by: having all the words, and being new where that was asked for.
    pub factor: f32,
    /// What of the score comes from elsewhere. The score is the sum of the words', `close_words` and
    /// `shared_words`, times `factor`, and this.
    pub rest: f32,
}

/// What a word or phrase of the query comes to in an article.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct ExplainedWord {
    /// The word as typed; a phrase in « ».
    pub word: String,
    /// What it adds to the score of the article.
    pub score: f32,
    /// What that is put together from.
    pub parts: Vec<ScorePart>,
    /// The forms that met it, the most frequent first.
    pub forms: Vec<FoundForm>,
}

/// A part of a score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct ScorePart {
    /// Where it comes from.
    pub part: Part,
    /// How much it is.
    pub score: f32,
}

/// Where a part of a score comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Part {
    /// The word anywhere on the page, in any form.
    Text,
    /// The word in the headline.
    Title,
    /// The word in the first sentences.
    Lead,
    /// The word exactly as typed.
    Exact,
    /// The word and what is derived from it.
    Stem,
    /// The adjective of a place, or the place of an adjective.
    Place,
}

/// A form in an article that met a word of the query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct FoundForm {
    /// The form as it is first written in the article.
    pub text: String,
    /// By which step it met the word.
    pub step: Step,
    /// How often it stands in the headline.
    pub in_title: usize,
    /// How often it stands in the text.
    pub in_body: usize,
    /// How often it stands elsewhere on the page: in menus, captions and links.
    pub in_furniture: usize,
}

/// A word or phrase that was asked for, with what it became.
pub(super) struct Asked {
    pub written: String,
    pub said: Said,
    /// What stands for it.
    pub meanings: Vec<Vec<QueryWord>>,
    /// Each part of the score by itself.
    pub leaves: Vec<(Part, Leaf)>,
}

/// What the score of an article comes from beside the words that were asked for.
pub(super) struct Beside<'a> {
    pub close: &'a [Leaf],
    pub shared: &'a [Leaf],
}

/// Explains a hit.
pub(super) fn explain(
    asked: &[Asked],
    beside: Beside<'_>,
    article: &Article,
    (found, score): (Found, Option<f32>),
    commit: &Commit,
    (analyzer, workspace): (&Analyzer, &mut Workspace),
) -> tantivy::Result<Explanation> {
    let segment = Segment::of(commit, found.address.segment_ord, Deadline::never());
    let score_of = |leaf: &Leaf, workspace: &mut Workspace| {
        let mut sum = [0.0];
        segment.score(&[leaf], &[found.address.doc_id], &mut sum, &mut workspace.numbers)?;
        Ok::<f32, tantivy::TantivyError>(sum[0])
    };
    let mut explained = Vec::with_capacity(asked.len());
    for asked in asked {
        let mut parts: Vec<ScorePart> = Vec::new();
        for (part, leaf) in &asked.leaves {
            let score = score_of(leaf, workspace)?;
            match parts.iter_mut().find(|known| known.part == *part) {
                Some(known) => known.score += score,
                None => parts.push(ScorePart { part: *part, score }),
            }
        }
        parts.retain(|part| part.score != 0.0);
        explained.push(ExplainedWord {
            word: asked.written.clone(),
            score: parts.iter().fold(0.0, |sum, part| sum + part.score), // a sum of nothing would be -0
            parts,
            forms: forms_of(asked, article, analyzer, &mut workspace.analyzer),
        });
    }
    let mut sum =
        |leaves: &[Leaf]| -> tantivy::Result<f32> { leaves.iter().map(|leaf| score_of(leaf, workspace)).sum() };
    let (close_words, shared_words) = (sum(beside.close)?, sum(beside.shared)?);
    let factor = found.factor;
    let known = factor * (close_words + shared_words + explained.iter().map(|word| word.score).sum::<f32>());
    // Sums of floating point numbers differ in their last digits by their order.
    let rest = score.map_or(0.0, |score| score - known);
    let rest = if rest.abs() < 0.001 { 0.0 } else { rest };
    Ok(Explanation { words: explained, close_words, shared_words, factor, rest })
}

/// The forms of a word in an article, or the places where a phrase stands, and what stands for them.
fn forms_of(asked: &Asked, article: &Article, analyzer: &Analyzer, words: &mut TextAnalyzer) -> Vec<FoundForm> {
    let mut forms: Vec<(String, FoundForm)> = Vec::new();
    let (mut rows, mut synonyms) = (Marks::default(), Marks::default());
    rows.add_rows_of(&asked.said);
    asked.meanings.iter().filter(|words| words.len() > 1).for_each(|words| synonyms.add_synonym(0, words));
    let texts = [article.title.as_deref().unwrap_or_default(), &article.body, &article.furniture];
    for (number, text) in texts.into_iter().enumerate() {
        let mut note = |written: &str, step: Step| {
            let small = written.to_lowercase();
            let known = forms.iter().position(|(known, form)| *known == small && form.step == step);
            let at = known.unwrap_or_else(|| {
                let text = written.to_owned();
                forms.push((small, FoundForm { text, step, in_title: 0, in_body: 0, in_furniture: 0 }));
                forms.len() - 1
            });
            let FoundForm { in_title, in_body, in_furniture, .. } = &mut forms[at].1;
            *[in_title, in_body, in_furniture][number] += 1;
        };
        words.words(text, article.language, |found| {
            if let Some(step) = asked.step(found.terms(), analyzer) {
                note(&text[found.start..found.end], step);
            }
        });
        for (marks, step) in [(&rows, Step::Phrase), (&synonyms, Step::Synonym)] {
            let found = if marks.rows().is_empty() { Vec::new() } else { find(text, article.language, marks, words) };
            found.into_iter().for_each(|found| note(&text[found.range], step));
        }
    }
    let mut forms: Vec<FoundForm> = forms.into_iter().map(|(_, form)| form).collect();
    forms.sort_by_key(|form| (form.step, std::cmp::Reverse(form.in_title + form.in_body + form.in_furniture)));
    forms
}

impl Asked {
    /// The plainest step by which a word of a text meets what was asked for; none for a word that only counts in a row.
    fn step(&self, found: WordTerms<'_>, analyzer: &Analyzer) -> Option<Step> {
        let itself = match &self.said {
            Said::Word(word) => analyzer.step(&word.whole, found),
            Said::Written { words, step } => words.iter().any(|word| word == found.exact).then_some(*step),
            Said::Row(_) => None,
        };
        let stands_for_it = |words: &Vec<QueryWord>| {
            let [word] = &words[..] else { return false };
            analyzer.step(&word.whole, found).is_some_and(|step| step != Step::Derivation)
        };
        match itself {
            Some(step) if step != Step::Derivation => Some(step),
            weaker => self.meanings.iter().any(stands_for_it).then_some(Step::Synonym).or(weaker),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::RawArticle;
    use crate::search::fixture::searcher;
    use crate::search::{SearchRequest, Searcher as _};

    #[test]
    fn the_parts_add_up_to_the_score() {
        let articles = [
            ("1", "Новый мост\n\nМост через Ишим открыли весной, мостостроители рады. О новом мосте мечтали."),
            ("2", "Мосты весной\n\nВесенний паводок снёс мост, Усть-Каменогорск без света, на мост въезд закрыт."),
            ("3", "Театр\n\nТеатр открыл сезон новой премьерой весной."),
        ];
        let searcher = searcher(articles.map(|(id, text)| RawArticle::new(id, text)));
        for query in [
            "мост",
            "мост на весну",
            "«новый мост»",
            "новый мост весна",
            "Усть-Каменогорск ИЛИ театр",
            "мост мост",
            "на мост и на реку",
        ] {
            let found = searcher.search(&SearchRequest::new(query).explain()).unwrap();
            assert!(!found.hits.is_empty(), "{query}");
            for hit in found.hits {
                let why = hit.explanation.unwrap();
                assert_eq!(why.rest, 0.0, "{query}: {:?} of {:?}", why, hit.score);
                assert!(why.words.iter().any(|word| word.score > 0.0 && !word.forms.is_empty()), "{query}: {why:?}");
            }
        }
        let first = searcher.search(&SearchRequest::new("мост «новый мост» -театр").explain()).unwrap().hits.remove(0);
        let words = first.explanation.unwrap().words;
        let forms: Vec<Vec<(&str, Step, usize, usize)>> = words
            .iter()
            .map(|word| word.forms.iter().map(|form| (&*form.text, form.step, form.in_title, form.in_body)).collect())
            .collect();
        assert_eq!(
            forms,
            [
                vec![("мост", Step::Exact, 1, 1), ("мосте", Step::Lemma, 0, 1)],
                vec![("Новый мост", Step::Phrase, 1, 0), ("новом мосте", Step::Phrase, 0, 1)],
            ]
        );
        let parts: Vec<Part> = words[0].parts.iter().map(|part| part.part).collect();
        assert_eq!(parts, [Part::Text, Part::Title, Part::Lead, Part::Exact, Part::Stem]);
    }
}
