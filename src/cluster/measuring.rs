//! What `benches/cluster_size` measures by itself and no caller of the library needs by itself.

use super::dialect::quickwit_description;
use super::document::article_document;
use super::fields::ORDINAL;
use super::mapping::{IndexKind, IndexOptions};
use super::terms::Terms;
use crate::analysis::Analyzer;
use crate::article::Article;
use crate::index::outlet::Record;

/// What an engine is sent of an article.
pub struct SentArticle {
    /// The document as JSON, without the request that it is sent with.
    pub document: String,
    /// The words of headline and body as written, each once.
    pub words: Vec<String>,
    /// The terms of the rows that are several words, of forms and of words as written.
    pub keys: [Vec<String>; 2],
}

/// What makes of articles what an engine is sent, and remembers the words that it met, as a sync does.
pub fn article_sender() -> impl FnMut(&Article) -> SentArticle {
    let mut analyzer = Analyzer::new().text_analyzer();
    let mut ordinal = 1 << 51;
    move |article| {
        ordinal += 1;
        let terms = Terms::of(article, &mut analyzer);
        let mut document = article_document(article, &record(article, ordinal), &terms);
        document[ORDINAL] = ordinal.into();
        let keys = [terms.form_keys, terms.written_keys].map(|keys| keys.into_iter().collect());
        SentArticle { document: document.to_string(), words: terms.words.into_iter().collect(), keys }
    }
}

/// The index of articles as Quickwit is told of it, as JSON.
pub fn described_to_quickwit() -> String {
    quickwit_description("news-articles", IndexKind::Articles, IndexOptions::default()).to_string()
}

/// A record as long as one of a file: its numbers tell nothing.
fn record(article: &Article, number: u64) -> Record {
    let hash = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    Record {
        id: article.id.clone(),
        copy_of: None,
        file: article.path.as_ref().map(|path| format!("/var/lib/news/{}", path.display())),
        path: article.path.clone(),
        url: article.url.clone(),
        file_state: hash,
        fingerprint: hash,
        keys: [hash; 6],
    }
}
