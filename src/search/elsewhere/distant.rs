//! Answers from articles that are kept elsewhere.

use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Instant;

use tantivy::Searcher as Here;

use super::Keeper;
use super::lexicon::Words;
use super::pages::{Meaning, Question};
use super::view::View;
use crate::analysis::Analyzer;
use crate::article::{Article, ArticleId};
use crate::error::Result;
use crate::extract::Gazetteer;
use crate::index::schema::Fields;
use crate::index::{Index, IndexStats};
use crate::search::commit::Commit;
use crate::search::deadline::Deadline;
use crate::search::fields::Lookup;
use crate::search::results::{Hit, SearchResults};
use crate::search::synonyms::Synonyms;
use crate::search::understood::Understood;
use crate::search::workspace::Workspace;
use crate::search::{SearchRequest, filters, similar};

/// Searches articles that are kept elsewhere.
pub(crate) struct Distant {
    keeper: Arc<dyn Keeper>,
    view: RwLock<Arc<View>>,
    words: Arc<Words>,
    /// An index without articles: its analyzer, its fields, its gazetteer.
    index: Index,
    /// Its reader, over which queries are understood.
    nothing: Here,
    gazetteer: Arc<Gazetteer>,
    synonyms: Synonyms,
    workspaces: Mutex<Vec<Workspace>>,
}

impl Distant {
    /// Over the articles as they are now.
    pub fn open(keeper: Arc<dyn Keeper>) -> Result<Distant> {
        let words = Arc::<Words>::default();
        let view = View::of(Arc::clone(&keeper), keeper.state()?, Arc::clone(&words));
        let mut index = Index::in_memory()?;
        if let Some(names) = &view.state.own_names {
            let path = keeper.name();
            index = index.with_gazetteer(Gazetteer::bundled().with_lines(names, path.as_ref())?)?;
        }
        let nothing = index.reader()?.searcher();
        let gazetteer = index.gazetteer()?;
        let synonyms = Synonyms::bundled().with_names_of(&gazetteer);
        let (view, workspaces) = (RwLock::new(Arc::new(view)), Mutex::default());
        Ok(Distant { keeper, view, words, index, nothing, gazetteer, synonyms, workspaces })
    }

    /// With these synonyms.
    pub fn with_synonyms(mut self, synonyms: Synonyms) -> Distant {
        self.synonyms = synonyms.with_names_of(&self.gazetteer);
        self
    }

    /// See [`Searcher::search`](crate::search::Searcher::search).
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResults> {
        let started = Instant::now();
        let question = self.question(request)?;
        let mut results = self.answer(&question)?;
        results.took_ms = started.elapsed().as_secs_f64() * 1_000.0;
        Ok(results)
    }

    /// What a request asks for.
    pub(super) fn question<'a>(&self, request: &'a SearchRequest) -> Result<Question<'a>> {
        let fields = self.index.fields();
        let filters = filters::of(request, &self.gazetteer, &fields)?;
        request.after.iter().try_for_each(|cursor| cursor.check(request))?;
        let until = request.deadline.and_then(|time| Instant::now().checked_add(time));
        Ok(Question { request, meaning: Meaning::Query, view: self.view(), fields, filters, until })
    }

    /// What a request means, as far as a commit tells.
    pub(super) fn understood(&self, question: &Question<'_>, commit: &Commit) -> tantivy::Result<Understood> {
        if let Meaning::Similar(id, terms) = &question.meaning {
            return Ok(Understood::plain(similar::compile(id, terms.clone(), &question.fields)));
        }
        let without = Synonyms::none();
        let synonyms = if question.request.literal { &without } else { &self.synonyms };
        let lookup = Lookup { synonyms, ..self.lookup(&question.fields, commit) };
        Understood::of(question.request, self.index.analyzer(), lookup)
    }

    /// A reader of no article.
    pub(super) fn nothing(&self) -> &Here {
        &self.nothing
    }

    /// What queries are looked up in.
    pub(super) fn lookup<'a>(&'a self, fields: &'a Fields, commit: &'a Commit) -> Lookup<'a> {
        let (gazetteer, synonyms) = (&*self.gazetteer, &self.synonyms);
        Lookup { fields, searcher: commit, gazetteer, synonyms, deadline: Deadline::never() }
    }

    pub(super) fn analyzer(&self) -> &Analyzer {
        self.index.analyzer()
    }

    /// Adds to hits the other crawls of their pages.
    pub(super) fn add_copies(&self, hits: &mut [Hit], until: Option<Instant>) -> Result<()> {
        let ids: Vec<ArticleId> = hits.iter().map(|hit| hit.id.clone()).collect();
        if ids.is_empty() || self.view().state.copies == 0 {
            return Ok(());
        }
        for (id, copy) in self.keeper.copies(&ids, until)? {
            if let Some(hit) = hits.iter_mut().find(|hit| hit.id == id) {
                hit.copies.push(copy);
            }
        }
        hits.iter_mut().for_each(|hit| hit.copies.sort_unstable());
        Ok(())
    }

    /// Articles in an index in memory.
    pub(super) fn here(&self, articles: Vec<Article>) -> Result<Here> {
        let mut workspace = self.idle_workspace();
        let here = self.index.gathered(articles.into_iter().map(Ok), &mut workspace.analyzer);
        self.give_back(workspace);
        here
    }

    /// How large it is.
    pub fn stats(&self) -> Result<IndexStats> {
        let state = &self.view().state;
        Ok(IndexStats { articles: state.articles, copies: state.copies, bytes: self.keeper.bytes()? })
    }

    /// Turns to what is there now.
    pub fn reload(&self) -> Result<()> {
        let state = self.keeper.state()?;
        if state != self.view().state {
            let view = Arc::new(View::of(Arc::clone(&self.keeper), state, Arc::clone(&self.words)));
            if self.view().has_lexicon() {
                // Searches go on with the words before until the new ones are here.
                view.lexicon()?;
            }
            *self.view.write().unwrap_or_else(PoisonError::into_inner) = view;
        }
        Ok(())
    }

    /// Reads the words of all articles now, not at the first search.
    pub fn warm(&self) -> Result<()> {
        self.view().lexicon().map(|_| ())
    }

    /// What changes with every change.
    pub fn version(&self) -> u64 {
        self.view().state.stamp
    }

    pub(super) fn view(&self) -> Arc<View> {
        Arc::clone(&self.view.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn idle_workspace(&self) -> Workspace {
        let idle = self.workspaces.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.unwrap_or_else(|| Workspace::new(self.index.analyzer()))
    }

    pub(super) fn give_back(&self, workspace: Workspace) {
        self.workspaces.lock().unwrap_or_else(PoisonError::into_inner).push(workspace);
    }
}
