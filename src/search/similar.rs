//! Articles about the same as a given one.

use std::time::Instant;

use rustc_hash::FxHashMap;
use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{Searcher, TantivyDocument, Term};

use super::clause::Clause;
use super::commit::Commit;
use super::compile::Compiled;
use super::deadline::Deadline;
use super::explain::{Asked, Part};
use super::leaf::Leaf;
use super::local::LocalSearcher;
use super::marks::Marks;
use super::page::{Page, Source};
use super::ranking::rarity;
use super::results::SearchResults;
use super::said::Said;
use super::snippet::beginning_of;
use super::sought::Sought;
use super::{SearchRequest, Sort};
use crate::analysis::{Step, TextAnalyzer};
use crate::article::{Article, ArticleId};
use crate::error::{Error, Result};
use crate::index::schema::Fields;
use crate::index::{article_of, guarded};

/// How many of an article's words are asked for. More of them find the same, slower.
const MOST_TERMS: usize = 24;

/// The share of these words that a similar article has.
const LEAST_SHARE: f32 = 0.12;

/// How often a word of the title counts.
const TITLE: f32 = 3.0;

/// A word of more than this share of the articles tells none of them.
const COMMON: f32 = 0.2;

/// How many bytes of a text are read: news say early what they are about.
const LONGEST_TEXT: usize = 32 * 1024;

impl LocalSearcher {
    /// See [`Searcher::similar`](super::Searcher::similar).
    pub(super) fn similar_to(&self, id: &ArticleId, limit: usize) -> Result<SearchResults> {
        let started = Instant::now();
        let commit = self.commit();
        let fields = self.fields();
        let article = guarded(self.path(), || article_with(id, &fields, &commit))?
            .ok_or_else(|| Error::NoArticle { id: id.to_string() })?;
        let mut workspace = self.idle_workspace();
        let analyzer = &mut workspace.analyzer;
        let terms = guarded(self.path(), || telling_terms(&article, &commit, analyzer))?;
        let request = SearchRequest::new(id.as_str()).limit(limit);
        let mut results = SearchResults::of(&request);
        let compiled = compile(&article.id, terms, &fields);
        let source = Source { commit: &commit, fields: &fields, filters: &[], deadline: Deadline::never() };
        let find = || Page::find(&compiled, &request, Sort::Relevance, source, &mut workspace);
        let mut page = guarded(self.path(), find)?;
        self.give_back(workspace);
        (results.total, results.facets) = (page.total, std::mem::take(&mut page.facets));
        let maker = self.maker(compiled, &request, Sort::Relevance, commit);
        guarded(self.path(), || self.add_hits(&mut results, &request, &maker, &page))?;
        results.next = None;
        results.took_ms = started.elapsed().as_secs_f64() * 1_000.0;
        Ok(results)
    }
}

/// The article with an id; of a copy the article that it is one of.
pub(super) fn article_with(id: &ArticleId, fields: &Fields, searcher: &Searcher) -> tantivy::Result<Option<Article>> {
    let document = |id: &str| -> tantivy::Result<Option<TantivyDocument>> {
        let term = Term::from_field_text(fields.id, id);
        let found = searcher.search(&TermQuery::new(term, IndexRecordOption::Basic), &DocSetCollector)?;
        found.into_iter().next().map(|address| searcher.doc(address)).transpose()
    };
    let Some(found) = document(id.as_str())? else { return Ok(None) };
    let original = found.get_first(fields.copy_of).and_then(|value| value.as_str().map(str::to_owned));
    let found = match original {
        Some(original) => document(&original)?,
        None => Some(found),
    };
    Ok(found.map(|document| article_of(&document, fields)))
}

/// A word that tells an article from others.
#[derive(Clone)]
pub(super) struct Telling {
    term: String,
    weight: f32,
}

/// The words of an article that are frequent in it and rare elsewhere, the most telling first.
pub(super) fn telling_terms(
    article: &Article,
    commit: &Commit,
    analyzer: &mut TextAnalyzer,
) -> tantivy::Result<Vec<Telling>> {
    let mut counts: FxHashMap<String, f32> = FxHashMap::default();
    let title = article.title.as_deref().unwrap_or_default();
    let body = beginning_of(&article.body, LONGEST_TEXT);
    for (text, times) in [(title, TITLE), (body, 1.0)] {
        analyzer.words(text, article.language, |word| {
            let terms = word.terms();
            // The first of the forms alone: other readings of a word would count it several times.
            let form = terms.forms().next().filter(|form| form.chars().nth(1).is_some());
            if let Some(form) = form.filter(|_| !terms.is_function_word) {
                *counts.entry(form.to_owned()).or_default() += times;
            }
        });
    }
    let all = commit.documents() as f32;
    let mut terms = Vec::new();
    for (term, count) in counts {
        let with = commit.articles(&Sought::form(&term))? as f32;
        if with < 2.0 || (with > all * COMMON && all > 100.0) {
            continue;
        }
        terms.push(Telling { term, weight: count / (count + 1.2) * rarity(all, with) });
    }
    terms.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.term.cmp(&b.term)));
    terms.truncate(MOST_TERMS);
    Ok(terms)
}

/// Some of the words, and not the article itself. Copies have no words.
pub(super) fn compile(id: &ArticleId, terms: Vec<Telling>, fields: &Fields) -> Compiled {
    let mut marks = Marks::default();
    let (mut words, mut asked) = (Vec::new(), Vec::new());
    let required = ((terms.len() as f32 * LEAST_SHARE).ceil() as usize).max(1);
    for Telling { term, weight } in terms {
        marks.add_word(std::slice::from_ref(&term), weight);
        // The score has the rarity once more, so that what is rare decides.
        let leaf = Leaf::word(Sought::form(&term), weight);
        words.push(Clause::Phrase(leaf.clone()));
        let said = Said::Written { words: vec![term.clone()], step: Step::Exact };
        asked.push(Asked { written: term, said, meanings: Vec::new(), leaves: vec![(Part::Text, leaf)] });
    }
    let itself = Leaf::label(Term::from_field_text(fields.id, id.as_str()));
    let clause = Clause::All(vec![Clause::Some(required, words), Clause::Not(Box::new(Clause::Filter(itself)))]);
    Compiled { clause, marks, asked, has_no_words: false, ..Compiled::everything() }
}

#[cfg(test)]
mod tests {
    use crate::article::RawArticle;
    use crate::search::Searcher;
    use crate::search::fixture::searcher;

    #[test]
    fn the_same_story_first_without_itself() {
        let articles = [
            (
                "flood-1",
                "Паводок у Ишима\n\nПаводок подтопил дачи у реки Ишим. Жителей дач эвакуируют на лодках спасатели.",
            ),
            ("flood-2", "Дачи под водой\n\nСпасатели на лодках эвакуируют жителей: паводок на Ишиме подтопил дачи."),
            (
                "flood-3",
                "Ждут паводок\n\nСпасатели готовят лодки: паводок ожидают в марте, подтопление грозит и дачам у Ишима.",
            ),
            ("theatre", "Премьера\n\nТеатр открыл сезон премьерой, зал аплодировал стоя."),
            ("empty", "и в на"),
        ];
        let searcher = searcher(articles.map(|(id, text)| RawArticle::new(id, text)));
        let ids = |id: &str| -> Vec<String> {
            let found = searcher.similar(&id.into(), 10).unwrap();
            assert_eq!(found.total, found.hits.len());
            found.hits.iter().map(|hit| hit.id.to_string()).collect()
        };
        assert_eq!(ids("flood-1"), ["flood-2", "flood-3"]);
        assert_eq!(ids("theatre"), [""; 0]);
        assert_eq!(ids("empty"), [""; 0]);
        let message = searcher.similar(&"nowhere".into(), 10).unwrap_err().to_string();
        assert!(message.contains("no article has the id «nowhere»"), "{message}");
        let hit = &searcher.similar(&"flood-1".into(), 1).unwrap().hits[0];
        assert!(hit.snippet.highlights.len() > 3, "{:?}", hit.snippet);
    }
}
