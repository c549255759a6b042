//! The other crawls of an article's page.

use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, TantivyDocument, Term};

use super::results::Copy;
use crate::article::ArticleId;
use crate::index::article_of;
use crate::index::schema::Fields;

/// The copies of an article, by id.
pub(super) fn copies_of(id: &ArticleId, fields: &Fields, searcher: &Searcher) -> tantivy::Result<Vec<Copy>> {
    let term = Term::from_field_text(fields.copy_of, id.as_str());
    let records = searcher.search(&TermQuery::new(term, IndexRecordOption::Basic), &DocSetCollector)?;
    let copy = |address| {
        let record = article_of(&searcher.doc::<TantivyDocument>(address)?, fields);
        Ok(Copy { id: record.id, path: record.path, url: record.url })
    };
    let mut copies = records.into_iter().map(copy).collect::<tantivy::Result<Vec<_>>>()?;
    copies.sort_unstable();
    Ok(copies)
}
