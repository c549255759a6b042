//! An article in full, and those that are like it, from articles that are kept elsewhere.

use std::time::Instant;

use super::ask::{Ask, Label, Wanted};
use super::distant::Distant;
use super::pages::{Meaning, Question};
use crate::article::{Article, ArticleId};
use crate::error::{Error, Result};
use crate::index::moment;
use crate::search::hits::plain_hit;
use crate::search::marks::Marks;
use crate::search::reading::{FullArticle, NEIGHBOURS};
use crate::search::results::{Hit, SearchResults};
use crate::search::similar::telling_terms;
use crate::search::snippet::title_highlights;
use crate::search::{SearchRequest, Sort, Suggestions};

impl Distant {
    /// See [`Searcher::article`](crate::search::Searcher::article).
    pub fn full_article(&self, id: &ArticleId, query: &str) -> Result<Option<FullArticle>> {
        let Some(article) = self.with_id(id)? else { return Ok(None) };
        let marks = self.marks_of(query)?;
        let mut workspace = self.idle_workspace();
        let mut marked = |text: &str| title_highlights(text, article.language, &marks, &mut workspace.analyzer);
        let title_highlights = marked(article.title.as_deref().unwrap_or_default());
        let highlights = marked(&article.body);
        self.give_back(workspace);
        let (earlier, later) = self.neighbours(&article)?;
        let text = article.body.clone();
        let mut about = [Hit { title_highlights, ..plain_hit(article) }];
        self.add_copies(&mut about, None)?;
        let [about] = about;
        Ok(Some(FullArticle { about, text, highlights, earlier, later }))
    }

    /// See [`Searcher::similar`](crate::search::Searcher::similar).
    pub fn similar_to(&self, id: &ArticleId, limit: usize) -> Result<SearchResults> {
        let started = Instant::now();
        let article = self.with_id(id)?.ok_or_else(|| Error::NoArticle { id: id.to_string() })?;
        let request = SearchRequest::new(id.as_str()).limit(limit);
        let mut question = self.question(&request)?;
        let mut workspace = self.idle_workspace();
        let terms = question.view.settled(self.nothing(), question.fields, None, |commit| {
            telling_terms(&article, commit, &mut workspace.analyzer)
        });
        self.give_back(workspace);
        question.meaning = Meaning::Similar(article.id, terms?);
        let mut results = self.answer(&question)?;
        results.next = None;
        results.took_ms = started.elapsed().as_secs_f64() * 1_000.0;
        Ok(results)
    }

    /// See [`Searcher::suggest`](crate::search::Searcher::suggest).
    pub fn suggestions(&self, prefix: &str, limit: usize) -> Result<Suggestions> {
        let started = Instant::now();
        let typed: String = prefix.trim_start().chars().take(crate::query::LONGEST_QUERY).collect();
        let request = SearchRequest::new("");
        let question = self.question(&request)?;
        let suggestions = question.view.settled(self.nothing(), question.fields, question.until, |commit| {
            let lookup = self.lookup(&question.fields, commit);
            crate::search::suggest::suggest(&typed, limit, self.analyzer(), lookup)
        })?;
        let took_ms = started.elapsed().as_secs_f64() * 1_000.0;
        Ok(Suggestions { prefix: prefix.to_owned(), took_ms, suggestions })
    }

    /// The article with an id; of a copy the article that it is one of.
    fn with_id(&self, id: &ArticleId) -> Result<Option<Article>> {
        let find = |id: &ArticleId| -> Result<Option<Article>> {
            let ask = Ask::Label(Label::Id, vec![vec![id.to_string()]]);
            let found = self.view().keeper.find(&Wanted { size: 1, ..Wanted::total(ask) }, None)?;
            Ok(found.articles.into_iter().next())
        };
        if let Some(article) = find(id)? {
            return Ok(Some(article));
        }
        let original = self.view().keeper.original(id)?;
        original.map_or(Ok(None), |original| find(&original))
    }

    /// What a query marks.
    fn marks_of(&self, query: &str) -> Result<Marks> {
        let request = SearchRequest::new(query);
        let question: Question<'_> = self.question(&request)?;
        let understood = question
            .view
            .settled(self.nothing(), question.fields, question.until, |commit| self.understood(&question, commit))?;
        Ok(understood.compiled.map(|compiled| compiled.marks).unwrap_or_default())
    }

    /// The articles before and behind one in the order of their dates, the nearest first.
    fn neighbours(&self, article: &Article) -> Result<(Vec<Hit>, Vec<Hit>)> {
        let Some(moment) = article.date.as_ref().map(moment) else { return Ok(Default::default()) };
        let itself = || Ask::Not(Box::new(Ask::Label(Label::Id, vec![vec![article.id.to_string()]])));
        let hits = |sort, from, to, size| -> Result<Vec<Hit>> {
            let ask = Ask::all(vec![Ask::Moments(from, to), itself()]);
            let found = self.view().keeper.find(&Wanted { sort, size, ..Wanted::total(ask) }, None)?.articles;
            Ok(found.into_iter().map(plain_hit).collect())
        };
        // 0 is the moment of what has no date.
        let earlier = hits(Sort::Date, 1, moment, NEIGHBOURS)?;
        let mut later = hits(Sort::Oldest, moment, u64::MAX, 2 * NEIGHBOURS)?;
        later.retain(|hit| !earlier.iter().any(|one| one.id == hit.id));
        later.truncate(NEIGHBOURS);
        Ok((earlier, later))
    }
}
