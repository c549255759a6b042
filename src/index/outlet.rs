//! Articles that are kept elsewhere: an index that has only what tells them again, and gives the rest away.

use std::path::PathBuf;
#[cfg(feature = "cluster")]
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::IndexWriter;
use super::copies::Keys;
use super::document::{Document, Origin, document, record};
use super::known::Known;
use super::run::{Failed, Failure, Run};
use super::segment::SegmentWriter;
#[cfg(feature = "cluster")]
use super::{FileNotes, Index};
use crate::analysis::TextAnalyzer;
use crate::article::{Article, ArticleId};
use crate::error::Result;

/// What tells an article again without its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Record {
    /// What names it.
    pub id: ArticleId,
    /// The article that it is a copy of.
    pub copy_of: Option<ArticleId>,
    /// The file that it came from, as an absolute path.
    pub file: Option<String>,
    /// The path of the file as it was given.
    pub path: Option<PathBuf>,
    /// Where it was published.
    pub url: Option<String>,
    /// The state of the file on disk, 0 where none is to be relied on.
    pub file_state: u64,
    /// The hash of what was found.
    pub fingerprint: u64,
    /// What it is compared with copies by.
    pub keys: [u64; 6],
}

impl Record {
    /// What tells whether the article changed.
    pub(super) fn origin(&self) -> Origin {
        Origin { file: self.file.clone(), file_state: self.file_state, fingerprint: self.fingerprint }
    }
}

/// Where articles are kept instead of the index.
pub(crate) trait Outlet: Send + Sync {
    /// Takes an article that is new or changed. It may block; several threads call it.
    ///
    /// An article that cannot be kept at all is [`Error::Invalid`](crate::Error::Invalid), and the others go on.
    fn put(&self, article: Article, record: Record, analyzer: &mut TextAnalyzer) -> Result<()>;
    /// Takes the record of a copy in the place of the article that it was, if it was one.
    fn put_copy(&self, record: Record) -> Result<()>;
    /// Removes an article, or the record of a copy.
    fn remove(&self, id: &ArticleId) -> Result<()>;
    /// Waits until all that was given before is safe. Gives the articles since the last time that were not taken after all.
    fn settle(&self) -> Result<Vec<NotTaken>>;
}

/// An article that was given away and not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotTaken {
    /// What names it.
    pub id: ArticleId,
    /// Why.
    pub reason: String,
}

#[cfg(feature = "cluster")]
impl Index {
    /// An index in memory of articles that are kept elsewhere, read with the user's own names: a sync of it tells what is new, changed and
    /// gone.
    pub(crate) fn of_records(records: &[Record], notes: FileNotes, own_names: Option<String>) -> Result<Index> {
        let index = Index { own_names, ..Index::in_memory()? };
        let mut writer = index.writer()?;
        for kept in records {
            writer.adding.begin();
            writer.add_new(&kept.id, &record(kept, &index.fields()))?;
        }
        writer.commit_with(notes)?;
        Ok(index)
    }

    /// What is noted of files.
    pub(crate) fn file_notes(&self) -> Result<FileNotes> {
        self.notes()
    }
}

impl IndexWriter {
    /// The same, giving articles away: the index has only their records.
    #[cfg(feature = "cluster")]
    pub(crate) fn with_outlet(mut self, outlet: Arc<dyn Outlet>) -> IndexWriter {
        self.outlet = Some(outlet);
        self
    }

    /// The document of an article whose words the segment has read, or that of its record where the article itself is given away.
    pub(super) fn keep(
        &self,
        article: Article,
        origin: &Origin,
        keys: &Keys,
        segment: &mut SegmentWriter,
    ) -> Result<Document> {
        let Some(outlet) = &self.outlet else {
            segment.read(&article);
            return Ok(document(article, origin, keys, &self.index.fields()));
        };
        let given = Record {
            id: article.id.clone(),
            copy_of: None,
            file: origin.file.clone(),
            path: article.path.clone(),
            url: article.url.clone(),
            file_state: origin.file_state,
            fingerprint: origin.fingerprint,
            keys: keys.values(),
        };
        let kept = record(&given, &self.index.fields());
        outlet.put(article, given, segment.analyzer())?;
        Ok(kept)
    }

    /// Puts the record of a copy in the place of the article.
    pub(super) fn keep_copy(&mut self, copy: Record) -> Result<()> {
        self.delete(&copy.id)?;
        self.adding.begin();
        self.add_new(&copy.id, &record(&copy, &self.index.fields()))?;
        self.outlet.as_ref().map_or(Ok(()), |outlet| outlet.put_copy(copy))
    }

    /// Removes an article here and where it is kept.
    pub(super) fn let_go(&mut self, id: &ArticleId) -> Result<()> {
        self.remove(id);
        self.outlet.as_ref().map_or(Ok(()), |outlet| outlet.remove(id))
    }

    /// Waits until what was given away is safe, and takes back what was not taken: the version before it stands.
    pub(super) fn settle(&self, run: &mut Run, known: &Known) -> Result<()> {
        let Some(outlet) = &self.outlet else { return Ok(()) };
        for NotTaken { id, reason } in outlet.settle()? {
            // What was given twice and not taken twice counts once.
            let Some(at) = run.added.iter().position(|added| added.id == id) else { continue };
            let path = run.added.swap_remove(at).path;
            if known.article(&id).is_none() {
                self.delete_written(&id)?;
            }
            run.failed(&Failed { id, path, line: None, reason: Failure::NotTaken(reason) }, known);
        }
        Ok(())
    }
}
