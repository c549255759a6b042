//! A segment beside the one that the engine's own writer makes of the same articles.

use tantivy::TantivyDocument;
use tantivy::directory::RamDirectory;
use tantivy::index::SegmentComponent;
use tantivy::indexer::SingleSegmentIndexWriter;
use tantivy::schema::Document as _;
use tantivy::tokenizer::{PreTokenizedString, RawTokenizer, TextAnalyzer as EngineAnalyzer, Token};

use super::*;
use crate::analysis::{Analyzer, Word};
use crate::article::RawArticle;
use crate::corpus::Corpus;
use crate::extract::Extractor;
use crate::index::borders::Border;
use crate::index::copies::Keys;
use crate::index::document::{Origin, WordTaker, document};
use crate::index::schema::{Fields, TOKENIZER, settings};
use crate::index::signs::{Place, signed};

/// The terms of a part as tokens of the engine.
#[derive(Default)]
struct Tokens(Vec<Token>);

impl Tokens {
    fn push(&mut self, position: usize, text: String) {
        self.0.push(Token { position, text, ..Token::default() });
    }
}

impl WordTaker for Tokens {
    fn word(&mut self, word: Word<'_>, place: Place) {
        for (term, sign) in signed(word.terms(), place) {
            self.push(word.position, format!("{term}{}", char::from(sign)));
        }
    }

    fn border(&mut self, position: usize, border: Border) {
        self.push(position, border.term().to_owned());
    }
}

fn origin(number: usize) -> Origin {
    // Some have the same file.
    Origin { file: Some(format!("/{}.jsonl", number / 3)), file_state: number as u64, fingerprint: 7 }
}

fn engine() -> (tantivy::Index, Fields) {
    let (schema, fields) = Fields::new();
    let engine = tantivy::Index::builder().schema(schema).settings(settings());
    let engine = engine.open_or_create(RamDirectory::create()).unwrap();
    engine.tokenizers().register(TOKENIZER, EngineAnalyzer::from(RawTokenizer::default()));
    (engine, fields)
}

fn made_by_the_engine(articles: &[Article]) -> Segment {
    let (engine, fields) = engine();
    let builder = tantivy::Index::builder().schema(engine.schema()).settings(settings());
    let builder = builder.tokenizers(engine.tokenizers().clone());
    let mut writer: SingleSegmentIndexWriter =
        builder.single_segment_index_writer(RamDirectory::create(), 100_000_000).unwrap();
    let mut analyzer = Analyzer::new().text_analyzer();
    for (number, article) in articles.iter().enumerate() {
        let document = document(article.clone(), &origin(number), &Keys::of(article), &fields);
        let mut document: TantivyDocument = document.into_tantivy_document();
        for (part, text) in parts(article) {
            let mut tokens = Tokens::default();
            give_words(text, part, article.language, &mut analyzer, &mut tokens);
            document.add_pre_tokenized_text(fields.text, PreTokenizedString { text: String::new(), tokens: tokens.0 });
        }
        writer.add_document(document).unwrap();
    }
    writer.finalize().unwrap().searchable_segments().unwrap().remove(0)
}

fn made_here(articles: &[Article], writer: &mut SegmentWriter, engine: &tantivy::Index, fields: &Fields) -> Segment {
    for (number, article) in articles.iter().enumerate() {
        // One that fails on the way leaves no trace.
        writer.begin();
        writer.read(article);
        writer.begin();
        writer.read(article);
        let document = document(article.clone(), &origin(number), &Keys::of(article), fields);
        assert!(writer.add(&document).unwrap().is_none());
    }
    let meta = writer.write().unwrap().unwrap();
    assert_eq!(meta.max_doc() as usize, articles.len());
    engine.segment(meta)
}

const COMPONENTS: [SegmentComponent; 6] = [
    SegmentComponent::FieldNorms,
    SegmentComponent::Terms,
    SegmentComponent::Postings,
    SegmentComponent::Positions,
    SegmentComponent::FastFields,
    SegmentComponent::Store,
];

#[test]
fn the_files_are_those_that_the_engine_writes() {
    let extractor = Extractor::new();
    let corpus = Corpus::open(["corpus"]).unwrap().filter_map(Result::ok);
    let mut articles: Vec<Article> = corpus.map(|raw| extractor.extract(raw)).collect();
    // Numbers in groups, words with hyphens and of two readings, a headline without words, no words at all.
    for (title, text) in [
        ("!", "В 2024 году 1 200 000 и 1 200 тенге."),
        ("Мост-мост", "Мост-мост мост мосты."),
        ("", "…"),
        ("\u{301}", "В Таразе \u{301} открыли а-\u{301} мост."),
    ] {
        let mut article = extractor.extract(RawArticle::new(text, text).title(title));
        article.title = Some(title.to_owned());
        articles.push(article);
    }
    assert!(articles.len() > 50);
    let (engine, fields) = engine();
    let mut writer = SegmentWriter::new(&engine, fields.text, Analyzer::new().text_analyzer(), usize::MAX);
    // The second segment of a writer finds the words of the first remembered.
    let (first, second) = articles.split_at(articles.len() / 2);
    for articles in [first, second, &articles] {
        let (expected, found) = (made_by_the_engine(articles), made_here(articles, &mut writer, &engine, &fields));
        for component in COMPONENTS {
            let bytes = |segment: &Segment| segment.open_read(component.clone()).unwrap().read_bytes().unwrap();
            assert!(bytes(&expected) == bytes(&found), "{component:?} of {} articles", articles.len());
        }
    }
}

#[test]
fn a_full_segment_is_written_at_once() {
    let (engine, fields) = engine();
    let mut writer = SegmentWriter::new(&engine, fields.text, Analyzer::new().text_analyzer(), 1);
    let extractor = Extractor::new();
    for text in ["В Таразе открыли мост.", "В Актау построили порт."] {
        let article = extractor.extract(RawArticle::new(text, text));
        writer.begin();
        writer.read(&article);
        let document = document(article, &origin(0), &Keys::default(), &fields);
        assert_eq!(writer.add(&document).unwrap().unwrap().max_doc(), 1);
        assert!(writer.write().unwrap().is_none());
    }
}
