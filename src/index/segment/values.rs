//! The terms of all fields but the text: names, dates and places, by which articles are filtered.

use rustc_hash::FxHashMap;
use tantivy::DocId;
use tantivy::fieldnorm::{FieldNormReader, FieldNormsWriter};
use tantivy::postings::InvertedIndexSerializer;
use tantivy::schema::{Field, FieldType, OwnedValue};
use tantivy::tokenizer::{FacetTokenizer, MAX_TOKEN_LEN, TokenStream, Tokenizer};

/// The terms of one field, each with the articles that have it.
#[derive(Debug, Default)]
pub(super) struct ValueTerms {
    terms: FxHashMap<Box<[u8]>, Vec<DocId>>,
    /// How many terms all articles have together.
    count: u64,
    /// How many bytes it takes, roughly.
    pub bytes: usize,
}

/// What a term takes beside its letters, and an article in its list, in bytes.
const TERM: usize = 112;
const ARTICLE: usize = 2 * size_of::<DocId>();

impl ValueTerms {
    /// Adds the terms of an article's values, and the number of them to the norms of a field that has any.
    pub fn add<'a>(
        &mut self,
        article: DocId,
        (field, kind): (Field, &FieldType),
        values: impl Iterator<Item = &'a OwnedValue>,
        norms: &mut FieldNormsWriter,
    ) -> tantivy::Result<()> {
        let before = self.count;
        for value in values {
            match (kind, value) {
                (FieldType::Str(_), OwnedValue::Str(text)) => self.add_term(article, text.as_bytes()),
                (FieldType::U64(_), OwnedValue::U64(number)) => self.add_term(article, &number.to_be_bytes()),
                (FieldType::Facet(_), OwnedValue::Facet(facet)) => {
                    let mut tokenizer = FacetTokenizer::default();
                    let path = facet.encoded_str();
                    tokenizer.token_stream(path).process(&mut |token| self.add_term(article, token.text.as_bytes()));
                }
                _ => {
                    let error = format!("a field of the kind {:?} cannot have {value:?}", kind.value_type());
                    return Err(tantivy::TantivyError::SchemaError(error));
                }
            }
        }
        if kind.has_fieldnorms() {
            norms.record(article, field, (self.count - before) as u32);
        }
        Ok(())
    }

    fn add_term(&mut self, article: DocId, term: &[u8]) {
        // The engine has no longer terms; no filter asks for one.
        if term.len() > MAX_TOKEN_LEN {
            return;
        }
        self.count += 1;
        self.bytes += ARTICLE;
        match self.terms.get_mut(term) {
            Some(articles) if articles.last() == Some(&article) => {}
            Some(articles) => articles.push(article),
            None => {
                self.bytes += TERM + term.len();
                self.terms.insert(term.into(), vec![article]);
            }
        }
    }

    /// Writes the terms out in their order.
    pub fn write(
        self,
        field: Field,
        index: &mut InvertedIndexSerializer,
        norms: Option<FieldNormReader>,
    ) -> tantivy::Result<()> {
        if self.terms.is_empty() {
            return Ok(());
        }
        let mut terms: Vec<_> = self.terms.into_iter().collect();
        terms.sort_unstable();
        let mut writer = index.new_field(field, self.count, norms)?;
        for (term, articles) in terms {
            writer.new_term(&term, 0, false)?;
            articles.iter().for_each(|article| writer.write_doc(*article, 0, &[]));
            writer.close_term()?;
        }
        Ok(writer.close()?)
    }
}
