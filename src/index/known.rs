//! What an index knows of its articles, beside the articles themselves.

use std::collections::BTreeMap;
use std::collections::hash_map::Entry;
use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{DocAddress, Searcher, SegmentReader, TantivyDocument};

use super::copies::Keys;
use super::notes::FileNotes;
use super::schema::KEYS;
use super::{Index, article_of, index_error};
use crate::article::{Article, ArticleId};
use crate::corpus::{Corpus, KnownFiles};
use crate::error::Result;

/// What the index knows of its articles.
pub(super) struct Known {
    searcher: Searcher,
    articles: FxHashMap<ArticleId, KnownArticle>,
    /// The files that the articles came from; the first stands for none.
    files: Vec<String>,
    /// The articles that others are copies of.
    originals: Vec<ArticleId>,
    notes: FileNotes,
}

/// What the index knows of an article without reading it.
pub(super) struct KnownArticle {
    pub fingerprint: u64,
    /// The state of its file when it was read, 0 where none is to be relied on.
    pub file_state: u64,
    pub keys: Keys,
    file: u32,
    /// The number of the article that it is a copy of.
    original: Option<u32>,
    address: DocAddress,
    /// Whether the index has several of it. It should not, and the next sync mends it.
    pub is_double: bool,
}

impl Known {
    /// What stands in the last commit.
    pub fn read(index: &Index) -> Result<Known> {
        let mut known = Known {
            searcher: index.reader()?.searcher(),
            articles: FxHashMap::default(),
            files: vec![String::new()],
            originals: Vec::new(),
            notes: index.notes()?,
        };
        known.read_segments().map_err(|error| index_error(index.path(), error))?;
        Ok(known)
    }

    fn read_segments(&mut self) -> tantivy::Result<()> {
        for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
            let ids = Texts::of(segment, "id")?;
            let files = Texts::of(segment, "file")?;
            let originals = Texts::of(segment, "copy_of")?;
            let fingerprints = segment.fast_fields().u64("fingerprint")?;
            let states = segment.fast_fields().u64("file_state")?;
            let keys = KEYS.iter().map(|name| segment.fast_fields().u64(name)).collect::<tantivy::Result<Vec<_>>>()?;
            let (first_file, first_original) = (self.files.len() as u32, self.originals.len() as u32);
            for document in segment.doc_ids_alive() {
                let Some(id) = ids.get(document) else { continue };
                let article = KnownArticle {
                    fingerprint: fingerprints.first(document).unwrap_or_default(),
                    file_state: states.first(document).unwrap_or_default(),
                    keys: Keys::from_values(std::array::from_fn(|at| keys[at].first(document).unwrap_or_default())),
                    file: files.ordinal(document).map_or(0, |ordinal| first_file + ordinal),
                    original: originals.ordinal(document).map(|ordinal| first_original + ordinal),
                    address: DocAddress::new(number as u32, document),
                    is_double: false,
                };
                match self.articles.entry(ArticleId::new(id)) {
                    Entry::Vacant(new) => drop(new.insert(article)),
                    // One too many: the file is read again, and the article takes the place of both.
                    Entry::Occupied(mut double) => {
                        double.insert(KnownArticle { is_double: true, file_state: 0, ..article });
                    }
                }
            }
            self.files.extend(files.values);
            self.originals.extend(originals.values.into_iter().map(ArticleId::new));
        }
        Ok(())
    }

    /// How many articles there are, copies among them.
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// How many documents there are.
    pub fn documents(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// How many of the articles are copies.
    pub fn copies(&self) -> u64 {
        self.articles.values().filter(|article| article.original.is_some()).count() as u64
    }

    /// The copies of articles that are not there, each with that article's id.
    pub fn lost_copies(&self) -> Vec<(&ArticleId, &ArticleId)> {
        let stands = |id: &ArticleId| self.articles.get(id).is_some_and(|article| article.original.is_none());
        let copies = self.articles.iter().filter_map(|(id, article)| Some((id, self.original(article)?)));
        let mut lost: Vec<_> = copies.filter(|(_, original)| !stands(original)).collect();
        lost.sort();
        lost
    }

    /// Where the articles are that are no copies, in order.
    pub fn addresses(&self) -> Vec<DocAddress> {
        let articles = self.articles.values().filter(|article| article.original.is_none());
        let mut addresses: Vec<DocAddress> = articles.map(|article| article.address).collect();
        addresses.sort();
        addresses
    }

    /// The commit that all this is of.
    pub fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// How many documents there are too many: an id occurs more than once, as it does in no index that is sound.
    pub fn surplus(&self) -> u64 {
        self.documents() - self.articles.len() as u64
    }

    /// The article with this id.
    pub fn article(&self, id: &ArticleId) -> Option<&KnownArticle> {
        self.articles.get(id)
    }

    /// The articles of the corpus that are copies of another one.
    pub fn copies_in(&self, corpus: &Corpus) -> u64 {
        self.in_corpus(corpus).filter(|(_, article)| article.original.is_some()).count() as u64
    }

    /// Whether the original of a copy in the corpus is gone, or is a copy itself.
    pub fn has_orphans(&self, corpus: &Corpus) -> bool {
        let stands = |id: &ArticleId| self.articles.get(id).is_some_and(|article| article.original.is_none());
        self.in_corpus(corpus).any(|(_, article)| self.original(article).is_some_and(|original| !stands(original)))
    }

    /// The article that this one is a copy of.
    pub fn original(&self, article: &KnownArticle) -> Option<&ArticleId> {
        article.original.map(|number| &self.originals[number as usize])
    }

    /// The file of an article, none for one from memory.
    pub fn file(&self, article: &KnownArticle) -> Option<&str> {
        Some(self.files[article.file as usize].as_str()).filter(|file| !file.is_empty())
    }

    /// The articles whose file lies in the corpus, copies among them.
    pub fn in_corpus<'a>(&'a self, corpus: &Corpus) -> impl Iterator<Item = (&'a ArticleId, &'a KnownArticle)> {
        let is_inside: Vec<bool> = self.files.iter().map(|file| corpus.contains(Path::new(file))).collect();
        self.articles.iter().filter(move |(_, article)| is_inside[article.file as usize])
    }

    /// The files of the corpus that need not be read while they are as they were.
    pub fn known_files(&self, corpus: &Corpus) -> KnownFiles {
        let mut states: Vec<Option<u64>> = vec![None; self.files.len()];
        for article in self.articles.values() {
            let state = &mut states[article.file as usize];
            *state = Some(if state.is_none_or(|state| state == article.file_state) { article.file_state } else { 0 });
        }
        let mut known = KnownFiles::default();
        for (file, state) in self.files.iter().zip(states) {
            let Some(state) = state.filter(|_| corpus.contains(Path::new(file))) else { continue };
            let all = known.entry(on_disk(file)).or_insert(state);
            if *all != state {
                *all = 0;
            }
        }
        self.notes.known(known)
    }

    /// The articles of the corpus that stand in one of these files on disk.
    pub fn in_files<'a>(
        &'a self,
        files: &FxHashSet<String>,
    ) -> impl Iterator<Item = (&'a ArticleId, &'a KnownArticle)> {
        let is_one: Vec<bool> =
            self.files.iter().map(|file| !files.is_empty() && files.contains(&on_disk(file))).collect();
        self.articles.iter().filter(move |(_, article)| is_one[article.file as usize])
    }

    /// What is to be noted of files behind a sync of the corpus that did not read some of them, and `found` this of others.
    pub fn notes_after(&self, corpus: &Corpus, unread: &FxHashSet<String>, found: BTreeMap<String, u64>) -> FileNotes {
        let was_read = |file: &str| corpus.contains(Path::new(file)) && !unread.contains(file);
        let others = self.files.iter().filter(|file| !file.is_empty()).map(|file| on_disk(file));
        self.notes.clone().after(was_read, others.filter(|file| !was_read(file)), found)
    }

    /// What is noted of files.
    pub fn notes(&self) -> &FileNotes {
        &self.notes
    }

    /// Whether the files of all articles lie in the corpus.
    pub fn lies_in(&self, corpus: &Corpus) -> bool {
        self.in_corpus(corpus).count() == self.articles.len()
    }

    /// The article itself; of a copy only what its record has.
    pub fn stored(&self, article: &KnownArticle, index: &Index) -> Result<Article> {
        let document = self.searcher.doc::<TantivyDocument>(article.address);
        let document = document.map_err(|error| index_error(index.path(), error))?;
        Ok(article_of(&document, &index.fields()))
    }
}

/// The file on disk that an article's file is or lies in.
pub(super) fn on_disk(file: &str) -> String {
    Corpus::on_disk(Path::new(file)).to_string_lossy().into_owned()
}

/// A column of texts with its dictionary read once.
struct Texts {
    column: Option<tantivy::columnar::StrColumn>,
    values: Vec<String>,
}

impl Texts {
    fn of(segment: &SegmentReader, field: &str) -> tantivy::Result<Texts> {
        let column = segment.fast_fields().str(field)?;
        let mut values = Vec::new();
        if let Some(column) = &column {
            let mut terms = column.dictionary().stream()?;
            while terms.advance() {
                values.push(String::from_utf8_lossy(terms.key()).into_owned());
            }
        }
        Ok(Texts { column, values })
    }

    fn ordinal(&self, document: u32) -> Option<u32> {
        self.column.as_ref()?.ords().first(document).map(|ordinal| ordinal as u32)
    }

    fn get(&self, document: u32) -> Option<&str> {
        self.values.get(self.ordinal(document)? as usize).map(String::as_str)
    }
}
