//! The way of articles from a sync to an engine: analysed, gathered into groups, the words of a group first, then its articles.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use rustc_hash::{FxHashMap, FxHashSet};

use super::bulk::{Bulk, Parcel, Refused, requests};
use super::client::Client;
use super::document::{article_document, copy_document, month_of};
use super::journal::{Journal, lock};
use super::leaf::{Leaf, SentLeaf};
use super::listing::Entry;
use super::mapping::IndexKind;
use super::terms::Terms;
use super::visible::wait_until_seen;
use crate::analysis::TextAnalyzer;
use crate::article::{Article, ArticleId};
use crate::error::{Error, Result};
use crate::extract;
use crate::index::outlet::{NotTaken, Outlet, Record};

/// The bytes of articles that are gathered before they are sent.
const GROUP: usize = 32 << 20;

/// The longest document, in bytes: Quickwit takes 10 MiB at a time.
const LONGEST_DOCUMENT: usize = 9 << 20;

/// So many requests are on their way at a time.
const CONNECTIONS: usize = 3;

/// More documents that do not count would make every search slow: a list of them goes with it, and Quickwit takes 1 MiB of a search.
pub(super) const MOST_HIDDEN: usize = 15_000;

/// Gives articles to an engine.
pub(super) struct Shipping {
    client: Arc<Client>,
    journal: Arc<Journal>,
    bulk: Bulk,
    name: String,
    /// The articles that the engine has, or will have.
    entries: Mutex<FxHashMap<ArticleId, Entry>>,
    /// By the number of a new document what it replaces.
    replaced: Mutex<FxHashMap<u64, Entry>>,
    /// What is to go at the end.
    removed: Mutex<Vec<Entry>>,
    group: Mutex<Group>,
    /// Who sends a group; the others gather the next one.
    sending: Mutex<()>,
    refused: Mutex<Vec<NotTaken>>,
    /// The indexes that are there.
    indexes: Mutex<FxHashSet<String>>,
    monthly: bool,
    /// How many documents did not count before.
    hidden: usize,
    first_ordinal: u64,
    next_ordinal: AtomicU64,
    next_leaf: AtomicU64,
    leaves: Mutex<Vec<SentLeaf>>,
    /// The words of all groups together.
    words: Mutex<Leaf>,
}

#[derive(Default)]
struct Group {
    parcels: Vec<Parcel>,
    bytes: usize,
    leaf: Leaf,
}

/// What an engine has after a run.
pub(super) struct Shipped {
    pub articles: u64,
    pub copies: u64,
    pub tokens: u64,
    /// The version of the extraction that the oldest article was read with.
    pub extraction: u32,
    /// The documents that do not count any more.
    pub gone: Vec<Entry>,
    /// The words of its articles.
    pub leaf: Option<SentLeaf>,
    /// The leaves of its groups, which that one has taken the place of.
    pub passing: Vec<String>,
}

impl Shipping {
    /// Goes on from what the engine has, with numbers from `first_ordinal` on.
    pub fn new(
        client: Arc<Client>,
        journal: Arc<Journal>,
        name: &str,
        entries: FxHashMap<ArticleId, Entry>,
        doubles: Vec<Entry>,
        first_ordinal: u64,
    ) -> Shipping {
        let state = journal.state();
        Shipping {
            bulk: Bulk::new(Arc::clone(&client), Arc::clone(&journal)),
            client,
            journal,
            name: name.to_owned(),
            entries: Mutex::new(entries),
            replaced: Mutex::default(),
            removed: Mutex::new(doubles),
            group: Mutex::default(),
            sending: Mutex::default(),
            refused: Mutex::default(),
            indexes: Mutex::default(),
            monthly: state.monthly,
            hidden: state.hidden.len(),
            first_ordinal,
            next_ordinal: AtomicU64::new(first_ordinal),
            next_leaf: AtomicU64::new(0),
            leaves: Mutex::default(),
            words: Mutex::default(),
        }
    }

    /// Sends what is left, waits until the engine shows all of it, and tells what it has.
    ///
    /// # Errors
    /// [`Error::Cluster`] where the engine does not take it or show it in time.
    pub fn finish(&self) -> Result<Shipped> {
        self.flush()?;
        let mut gone = std::mem::take(&mut *lock(&self.removed));
        gone.extend(lock(&self.replaced).drain().map(|(_, entry)| entry));
        if self.client.engine().replaces() {
            self.delete(gone)?;
            gone = Vec::new();
        } else if self.bulk.taken() > 0 {
            wait_until_seen(&self.client, &self.name, &self.journal.state(), self.first_ordinal, self.bulk.taken())?;
        }
        let mut leaves = std::mem::take(&mut *lock(&self.leaves));
        let mut leaf = leaves.pop();
        if !leaves.is_empty() {
            // A group has most of the words of the one before: together they are a small part.
            leaves.extend(leaf);
            let all = std::mem::take(&mut *lock(&self.words));
            leaf = Some(all.send(&self.client, &self.name, &format!("{}-words", self.journal.run()))?);
        }
        let entries = lock(&self.entries);
        let copies = entries.values().filter(|entry| entry.is_copy).count() as u64;
        Ok(Shipped {
            articles: entries.len() as u64 - copies,
            copies,
            tokens: entries.values().map(|entry| entry.tokens).sum(),
            extraction: entries.values().map(|entry| entry.extraction).min().unwrap_or(extract::VERSION),
            gone,
            leaf,
            passing: leaves.into_iter().map(|leaf| leaf.name).collect(),
        })
    }

    /// Deletes documents whose place no other one took.
    fn delete(&self, gone: Vec<Entry>) -> Result<()> {
        let stands = |entry: &Entry| lock(&self.entries).get(&entry.id).is_some_and(|other| other.index == entry.index);
        let gone = gone.into_iter().filter(|entry| !stands(entry));
        let parcel =
            |Entry { id, ordinal, index, .. }: Entry| Parcel { id, ordinal, index, leaf: None, document: None };
        let parcels: Vec<Parcel> = gone.map(parcel).collect();
        if !parcels.is_empty() {
            self.journal.open()?;
        }
        for request in requests(parcels, false) {
            self.bulk.send(request, &|_| {})?;
        }
        if self.journal.state().open.is_some() {
            let state = self.journal.state();
            self.client.engine().refresh(&self.client, &state.indexes(&self.name))?;
        }
        Ok(())
    }

    /// Takes a document in the place of that of the same article.
    fn enter(&self, document: String, entry: Entry) -> Result<Parcel> {
        let (id, ordinal, index) = (entry.id.clone(), entry.ordinal, entry.index.clone());
        let before = lock(&self.entries).insert(id.clone(), entry);
        if let Some(before) = before {
            lock(&self.replaced).insert(ordinal, before);
            self.check_hidden()?;
        }
        Ok(Parcel { id, ordinal, index, leaf: None, document: Some(document) })
    }

    /// Refuses more documents that do not count than a search can leave out.
    fn check_hidden(&self) -> Result<()> {
        if self.client.engine().replaces() {
            return Ok(());
        }
        let hidden = lock(&self.replaced).len() + lock(&self.removed).len() + self.hidden;
        match hidden > MOST_HIDDEN {
            true => Err(too_many_hidden(&self.client, &self.name)),
            false => Ok(()),
        }
    }

    fn gather(&self, parcel: Parcel, terms: Option<&mut Terms>) -> Result<()> {
        let is_full = {
            let mut group = lock(&self.group);
            group.bytes += parcel.bytes();
            group.parcels.push(parcel);
            if let Some(terms) = terms {
                group.leaf.add(terms);
            }
            group.bytes >= GROUP
        };
        if !is_full {
            return Ok(());
        }
        let _only_one = lock(&self.sending);
        let group = {
            let mut group = lock(&self.group);
            match group.bytes >= GROUP {
                true => std::mem::take(&mut *group),
                false => return Ok(()), // another thread has sent it meanwhile
            }
        };
        self.send(group)
    }

    fn flush(&self) -> Result<()> {
        let _only_one = lock(&self.sending);
        let group = std::mem::take(&mut *lock(&self.group));
        self.send(group)
    }

    fn send(&self, mut group: Group) -> Result<()> {
        if group.parcels.is_empty() {
            return Ok(());
        }
        self.journal.open()?;
        self.make_indexes(&group.parcels)?;
        // First the words: none may be missing of an article that is found.
        if !group.leaf.is_empty() {
            // A leaf that failed may have come in part: no other one has its name.
            let leaf = format!("{}-g{}", self.journal.run(), self.next_leaf.fetch_add(1, Ordering::Relaxed));
            let sent = group.leaf.send(&self.client, &self.name, &leaf)?;
            lock(&self.leaves).push(sent);
            lock(&self.words).join(std::mem::take(&mut group.leaf));
            let leaf = Arc::<str>::from(leaf);
            group.parcels.iter_mut().for_each(|parcel| parcel.leaf = Some(Arc::clone(&leaf)));
        }
        let each_index = !self.client.engine().replaces();
        let requests: Vec<Mutex<Option<Vec<Parcel>>>> =
            requests(group.parcels, each_index).into_iter().map(|request| Mutex::new(Some(request))).collect();
        let (next, failure) = (AtomicUsize::new(0), Mutex::new(None));
        let work = || {
            while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
                let Some(request) = lock(request).take() else { continue };
                match self.bulk.send(request, &|parcel| self.renumber(parcel)) {
                    Ok(refused) => refused.into_iter().for_each(|refused| self.refuse(refused)),
                    Err(error) => {
                        next.store(usize::MAX / 2, Ordering::Relaxed); // the others end too
                        lock(&failure).get_or_insert(error);
                    }
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..CONNECTIONS.min(requests.len()) {
                scope.spawn(work);
            }
            work();
        });
        lock(&failure).take().map_or(Ok(()), Err)
    }

    /// Gives an article that is sent again another number. One that a later one has replaced meanwhile keeps its own: it is hidden
    /// by it, as often as it may be there.
    fn renumber(&self, parcel: &mut Parcel) {
        let mut entries = lock(&self.entries);
        let Some(entry) = entries.get_mut(&parcel.id).filter(|entry| entry.ordinal == parcel.ordinal) else { return };
        entry.ordinal = self.next_ordinal();
        let mut replaced = lock(&self.replaced);
        if let Some(before) = replaced.remove(&parcel.ordinal) {
            replaced.insert(entry.ordinal, before);
        }
        parcel.ordinal = entry.ordinal;
    }

    /// Takes note of an article that the engine does not take: the document before it stands.
    fn refuse(&self, Refused { ordinal, not_taken }: Refused) {
        let mut entries = lock(&self.entries);
        if entries.get(&not_taken.id).is_some_and(|entry| entry.ordinal == ordinal) {
            match lock(&self.replaced).remove(&ordinal) {
                Some(before) => drop(entries.insert(not_taken.id.clone(), before)),
                None => drop(entries.remove(&not_taken.id)),
            }
        }
        lock(&self.refused).push(not_taken);
    }

    fn make_indexes(&self, parcels: &[Parcel]) -> Result<()> {
        if !self.monthly {
            return Ok(());
        }
        let options = self.journal.state().options;
        let mut indexes = lock(&self.indexes);
        for parcel in parcels {
            if !indexes.contains(&parcel.index) {
                self.client.engine().create(&self.client, &parcel.index, IndexKind::Articles, options)?;
                indexes.insert(parcel.index.clone());
            }
        }
        Ok(())
    }

    /// The index for an article of this month.
    fn index_of(&self, month: Option<String>) -> String {
        match self.monthly {
            true => format!("{}-articles-{}", self.name, month.as_deref().unwrap_or("undated")),
            false => format!("{}-articles", self.name),
        }
    }

    fn next_ordinal(&self) -> u64 {
        self.next_ordinal.fetch_add(1, Ordering::Relaxed)
    }
}

impl Outlet for Shipping {
    fn put(&self, article: Article, record: Record, analyzer: &mut TextAnalyzer) -> Result<()> {
        if lock(&self.entries).get(&record.id).is_some_and(|entry| entry.sent.as_ref() == Some(&record)) {
            return Ok(()); // the corpus is read a second time
        }
        let mut terms = Terms::of(&article, analyzer);
        let ordinal = self.next_ordinal();
        let document = article_document(&article, &record, &terms).to_string();
        if document.len() > LONGEST_DOCUMENT {
            let most = LONGEST_DOCUMENT >> 20;
            let message =
                format!("with its terms it is longer than {most} MB, which is the most that an engine takes; cut it");
            return Err(Error::Invalid(message));
        }
        let index = self.index_of(article.date.map(|known| month_of(known.date)));
        let entry = sent(record, ordinal, index);
        let parcel = self.enter(document, Entry { tokens: terms.tokens, ..entry })?;
        self.gather(parcel, Some(&mut terms))
    }

    fn put_copy(&self, record: Record) -> Result<()> {
        let ordinal = self.next_ordinal();
        let document = copy_document(&record).to_string();
        let entry = sent(record, ordinal, self.index_of(None));
        let parcel = self.enter(document, Entry { is_copy: true, ..entry })?;
        self.gather(parcel, None)
    }

    fn remove(&self, id: &ArticleId) -> Result<()> {
        if let Some(entry) = lock(&self.entries).remove(id) {
            lock(&self.removed).push(entry);
        }
        self.check_hidden()
    }

    fn settle(&self) -> Result<Vec<NotTaken>> {
        self.flush()?;
        Ok(std::mem::take(&mut *lock(&self.refused)))
    }
}

/// The entry of an article that is sent now.
fn sent(record: Record, ordinal: u64, index: String) -> Entry {
    let (id, extraction) = (record.id.clone(), extract::VERSION);
    Entry { id, ordinal, index, tokens: 0, is_copy: false, extraction, sent: Some(record) }
}

/// What to do where too many documents do not count.
pub(super) fn too_many_hidden(client: &Client, name: &str) -> Error {
    client.error(format!(
        "more than {MOST_HIDDEN} documents of «{name}» were replaced or removed and the engine has not deleted them yet; sync again when it \
         has, which may take it hours, or write the articles anew: search cluster drop --name {name}, and sync"
    ))
}
