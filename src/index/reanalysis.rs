//! Whether articles are found by the terms that their text has: they are analysed again and compared with the index.

use std::collections::BTreeMap;

use tantivy::postings::Postings;
use tantivy::schema::{Field, FieldType, IndexRecordOption, Schema};
use tantivy::{DocAddress, DocSet, Searcher, SegmentReader, TERMINATED, TantivyDocument, Term};

use super::document::article_of;
use super::schema::TOKENIZER;
use super::{Index, index_error};
use crate::article::ArticleId;
use crate::error::Result;

/// How many articles are compared at a time.
const BATCH: usize = 1_000;
/// Their text together, in bytes.
const BATCH_BYTES: usize = 8 << 20;

/// Analyses these articles again, in the order of their addresses, and says of each that differs by what.
pub(super) fn compare(index: &Index, searcher: &Searcher, articles: &[DocAddress]) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let mut rest = articles.iter().peekable();
    let mut analyzer = index.analyzer().text_analyzer();
    while rest.peek().is_some() {
        let failed = |error| index_error(index.path(), error);
        let mut batch = Batch::default();
        let mut bytes = 0;
        let articles = std::iter::from_fn(|| {
            let address = rest.next_if(|_| batch.addresses.len() < BATCH && bytes < BATCH_BYTES)?;
            let stored = match searcher.doc::<TantivyDocument>(*address) {
                Ok(stored) => stored,
                Err(error) => return Some(Err(failed(error))),
            };
            let article = article_of(&stored, &index.fields());
            bytes += article.body.len() + article.furniture.len();
            batch.addresses.push(*address);
            batch.ids.push(article.id.clone());
            Some(Ok(article))
        });
        let again = index.gathered(articles, &mut analyzer)?;
        batch.compare(again.segment_reader(0), searcher).map_err(failed)?;
        faults.extend(batch.faults.into_values());
    }
    Ok(faults)
}

/// Articles that were analysed again: the number of each is that of its document there.
#[derive(Default)]
struct Batch {
    addresses: Vec<DocAddress>,
    ids: Vec<ArticleId>,
    /// The first fault of each.
    faults: BTreeMap<u32, String>,
}

impl Batch {
    fn compare(&mut self, again: &SegmentReader, searcher: &Searcher) -> tantivy::Result<()> {
        for field in term_fields(again.schema()) {
            self.compare_lengths(field, again, searcher)?;
            let (terms, record) = (again.inverted_index(field)?, IndexRecordOption::WithFreqsAndPositions);
            let mut stream = terms.terms().stream()?;
            while stream.advance() {
                let term = Term::from_field_text(field, &String::from_utf8_lossy(stream.key()));
                let mut expected = terms.read_postings_from_terminfo(stream.value(), record)?;
                self.compare_term(field, &term, &mut expected, searcher)?;
            }
        }
        Ok(())
    }

    /// Whether each article has as many terms in a field as before: none that its text does not have.
    fn compare_lengths(&mut self, field: Field, again: &SegmentReader, searcher: &Searcher) -> tantivy::Result<()> {
        let expected = again.get_fieldnorms_reader(field)?;
        for (number, address) in self.addresses.iter().enumerate() {
            let found = searcher.segment_reader(address.segment_ord).get_fieldnorms_reader(field)?;
            if expected.fieldnorm_id(number as u32) != found.fieldnorm_id(address.doc_id) {
                let (expected, found) = (expected.fieldnorm(number as u32), found.fieldnorm(address.doc_id));
                let name = searcher.schema().get_field_name(field);
                let fault = format!(
                    "the article {} has about {found} terms in `{name}` and its text has {expected}",
                    self.ids[number]
                );
                self.faults.entry(number as u32).or_insert(fault);
            }
        }
        Ok(())
    }

    fn compare_term(
        &mut self,
        field: Field,
        term: &Term,
        expected: &mut impl Postings,
        searcher: &Searcher,
    ) -> tantivy::Result<()> {
        let (mut places, mut found_places) = (Vec::new(), Vec::new());
        // The postings of the term in the segment at hand.
        let mut segment = None;
        let mut postings = None;
        while expected.doc() != TERMINATED {
            let address = self.addresses[expected.doc() as usize];
            if segment != Some(address.segment_ord) {
                let inverted = searcher.segment_reader(address.segment_ord).inverted_index(field)?;
                postings = inverted.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?;
                segment = Some(address.segment_ord);
            }
            let is_same = postings.as_mut().is_some_and(|found| {
                if found.doc() < address.doc_id {
                    found.seek(address.doc_id);
                }
                if found.doc() != address.doc_id || found.term_freq() != expected.term_freq() {
                    return false;
                }
                expected.positions(&mut places);
                found.positions(&mut found_places);
                places == found_places
            });
            if !is_same {
                let name = searcher.schema().get_field_name(field);
                let word = term.value().as_str().unwrap_or_default().to_owned();
                let fault = format!(
                    "the article {} is not found as its text says: the term «{word}» in `{name}`",
                    self.ids[expected.doc() as usize]
                );
                self.faults.entry(expected.doc()).or_insert(fault);
            }
            expected.advance();
        }
        Ok(())
    }
}

/// The fields that hold the terms of texts.
fn term_fields(schema: &Schema) -> Vec<Field> {
    let is_of_terms = |kind: &FieldType| match kind {
        FieldType::Str(options) => {
            options.get_indexing_options().is_some_and(|indexing| indexing.tokenizer() == TOKENIZER)
        }
        _ => false,
    };
    schema.fields().filter(|(_, entry)| is_of_terms(entry.field_type())).map(|(field, _)| field).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::RawArticle;
    use crate::index::copies::Keys;
    use crate::index::document::{Origin, document};
    use crate::index::known::Known;

    #[test]
    fn an_article_with_terms_of_another_text_is_found_out() {
        let index = Index::in_memory().unwrap();
        let mut writer = index.writer().unwrap();
        let texts = ["В Таразе открыли мост через реку.\n\nПо нему уже ездят.", "В Актау построили порт.", "Снег."];
        for (number, text) in texts.iter().enumerate() {
            writer.add(RawArticle::new(number.to_string(), *text).title("Новости")).unwrap();
        }
        // The text of one, the terms of another.
        let article = |text: &str| writer.extractor.extract(RawArticle::new("wrong", text));
        let (shown, found) = (article("В Семее ждут снега."), article("В Семее ждут ветра."));
        let origin = Origin { file: None, file_state: 0, fingerprint: 0 };
        writer.adding.begin();
        writer.adding.read(&found);
        let wrong = document(shown, &origin, &Keys::default(), &index.fields());
        writer.add_new(&"wrong".into(), &wrong).unwrap();
        writer.commit().unwrap();
        let known = Known::read(&index).unwrap();
        let faults = compare(&index, known.searcher(), &known.addresses()).unwrap();
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].contains("the article wrong is not found as its text says"), "{faults:?}");
    }
}
