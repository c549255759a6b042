//! Articles in a folder, and what an index holds of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tantivy::collector::{Count, DocSetCollector};
use tantivy::query::{AllQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{TantivyDocument, Term};

use crate::corpus::Corpus;
use crate::error::Result;
use crate::index::{Index, SyncReport, article_of};

/// The text of each article, by its id.
pub type State = BTreeMap<String, String>;

/// A folder of articles.
pub struct House(tempfile::TempDir);

impl House {
    pub fn new() -> House {
        House(tempfile::tempdir().unwrap())
    }

    pub fn write(&self, file: &str, text: &str) {
        fs::write(self.0.path().join(file), text).unwrap();
    }

    pub fn rename(&self, from: &str, to: &str) {
        fs::rename(self.0.path().join(from), self.0.path().join(to)).unwrap();
    }

    pub fn remove(&self, file: &str) {
        fs::remove_file(self.0.path().join(file)).unwrap();
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// What an index of the folder has to hold: each file is an article.
    pub fn state(&self) -> State {
        let files = fs::read_dir(self.path()).unwrap().map(|entry| entry.unwrap());
        files.map(|file| (file.file_name().into_string().unwrap(), fs::read_to_string(file.path()).unwrap())).collect()
    }

    /// Brings an index in step with the folder, as the command does.
    pub fn sync(&self, index: &Index) -> Result<SyncReport> {
        let mut writer = index.writer()?;
        let report = writer.sync(Corpus::open([self.path()])?, |_| {});
        let closed = writer.close();
        closed.and(report)
    }
}

/// What the last commit of an index holds, by its stored articles; each is also found by its id, once.
pub fn held(index: &Index) -> Result<State> {
    let searcher = index.reader()?.searcher();
    let failed = |error| crate::index::index_error(index.path(), error);
    let mut state = State::new();
    for address in searcher.search(&AllQuery, &DocSetCollector).map_err(failed)? {
        let article = article_of(&searcher.doc::<TantivyDocument>(address).map_err(failed)?, &index.fields());
        let id = article.id.to_string();
        let term = Term::from_field_text(index.fields().id, &id);
        let count = searcher.search(&TermQuery::new(term, IndexRecordOption::Basic), &Count).map_err(failed)?;
        assert_eq!(count, 1, "{id} is found so many times");
        assert!(state.insert(id.clone(), article.body.trim_end().to_owned()).is_none(), "{id} is doubled");
    }
    assert_eq!(searcher.num_docs(), state.len() as u64);
    Ok(state)
}
