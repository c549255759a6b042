//! Keeping an engine in step with a corpus.

use std::sync::Arc;
use std::time::Instant;

use super::Cluster;
use super::cleaning::{ask_to_delete, ask_to_delete_leaves, fold, forget_deleted};
use super::fields::SEQUENCE;
use super::journal::{Journal, MOST_VOIDS, has_ended, too_many_voids};
use super::listing::{Entry, Listing};
use super::shipping::{MOST_HIDDEN, Shipped, Shipping, too_many_hidden};
use super::state::{OpenRun, State, Void, now};
use super::visible::wait_until_still;
use crate::article::ArticleId;
use crate::corpus::Corpus;
use crate::error::{Error, Result};
use crate::extract::Gazetteer;
use crate::index::outlet::{Outlet, Record};
use crate::index::{FileNotes, Index, SyncProgress, SyncReport};
use rustc_hash::FxHashMap;

/// How a sync with an engine goes about it.
///
/// # Example
/// ```
/// use izdeu::ClusterSyncOptions;
///
/// let options = ClusterSyncOptions::new().take_over();
/// ```
#[derive(Default)]
pub struct ClusterSyncOptions {
    take_over: bool,
    gazetteer: Option<Gazetteer>,
}

impl ClusterSyncOptions {
    /// What suits most.
    pub fn new() -> ClusterSyncOptions {
        ClusterSyncOptions::default()
    }

    /// Goes on where a run ended of which nobody can tell whether it has: that of another machine.
    pub fn take_over(mut self) -> ClusterSyncOptions {
        self.take_over = true;
        self
    }

    /// Reads articles with a gazetteer of one's own, see [`Gazetteer::with_file`]. It is kept with the articles; all of them are read with
    /// the same one.
    pub fn gazetteer(mut self, gazetteer: Gazetteer) -> ClusterSyncOptions {
        self.gazetteer = Some(gazetteer);
        self
    }
}

/// What a sync goes on from.
struct Start {
    state: State,
    /// Whether the state is another one than the engine's.
    is_changed: bool,
    entries: FxHashMap<ArticleId, Entry>,
    records: Vec<Record>,
    doubles: Vec<Entry>,
    first_ordinal: u64,
    /// What was voided because a run was killed.
    voided: Vec<Void>,
}

impl Cluster {
    /// Brings the articles of the engine in step with a corpus, as [`IndexWriter::sync`](crate::IndexWriter::sync) does those of an index.
    /// Where there are none of this name, they are [made](Cluster::init) with the usual options.
    ///
    /// What the engine has is read first, and nothing else is believed: a run that was killed goes on from there, on whatever machine.
    /// Requests that fail are repeated for two minutes each, and no article stands there twice.
    ///
    /// # Errors
    /// [`Error::Cluster`] where the engine does not answer or refuses, another process writes, or another version of this program wrote
    /// the articles. What was taken until then stays; the next sync goes on from it.
    ///
    /// # Example
    /// ```no_run
    /// use izdeu::{Cluster, ClusterAddress, ClusterSyncOptions, Corpus};
    ///
    /// let cluster = Cluster::connect(ClusterAddress::new("http://localhost:7280")?)?;
    /// let report = cluster.sync(Corpus::open(["news"])?, ClusterSyncOptions::new(), |_| {})?;
    /// println!("{} new", report.added);
    /// # Ok::<(), izdeu::Error>(())
    /// ```
    pub fn sync(
        &self,
        corpus: Corpus,
        options: ClusterSyncOptions,
        progress: impl FnMut(SyncProgress),
    ) -> Result<SyncReport> {
        let started = Instant::now();
        let Start { state, is_changed, entries, records, doubles, first_ordinal, voided } = self.start(&options)?;
        let (notes, own_names) = (state.notes.clone(), state.own_names.clone());
        let client = Arc::clone(&self.client);
        let journal = Arc::new(Journal::new(Arc::clone(&client), &self.name, state, first_ordinal));
        let shipping = Shipping::new(client, Arc::clone(&journal), &self.name, entries, doubles, first_ordinal);
        let shipping = Arc::new(shipping);
        let index = Index::of_records(&records, notes.clone(), own_names)?;
        drop(records);
        let outlet: Arc<dyn Outlet> = Arc::clone(&shipping) as Arc<dyn Outlet>;
        let mut report = index.writer()?.with_outlet(outlet).sync(corpus, progress)?;
        let shipped = shipping.finish()?;
        let noted = index.file_notes()?;
        let is_changed = is_changed || noted != notes || !shipped.gone.is_empty() || journal.state().open.is_some();
        if is_changed {
            self.close(&journal, shipped, noted, voided)?;
        }
        report.elapsed = started.elapsed();
        Ok(report)
    }

    fn start(&self, options: &ClusterSyncOptions) -> Result<Start> {
        let mut state = self.state_or_init()?;
        state.check(&self.client, &self.name)?;
        // Some engines make an index that is not there of what they are sent, with fields of their own choice.
        self.make_indexes(state.monthly, state.options)?;
        let killed = state.open.take();
        if let Some(run) = &killed {
            if !options.take_over && !has_ended(run) {
                return Err(self.is_busy(run));
            }
            wait_until_still(&self.client, &self.name, &state, run)?;
        }
        let mut is_changed = forget_deleted(&self.client, &self.name, &mut state)? || killed.is_some();
        let listing = Listing::read(&self.client, &self.name, &state, killed.as_ref())?;
        let mut voided = Vec::new();
        if let Some(run) = &killed {
            voided = self.void_what_is_missing(run, &listing, &state);
            if state.void.len() + voided.len() > MOST_VOIDS {
                return Err(too_many_voids(&self.client, &self.name));
            }
            state.void.extend(voided.iter().cloned());
            state.leaves.extend(listing.leaves.iter().cloned());
            // Some articles of a file may be there and others not.
            state.notes = FileNotes::read_all_again();
        }
        if listing.read_again {
            (state.notes, is_changed) = (FileNotes::read_all_again(), true);
        }
        if let Some(gazetteer) = &options.gazetteer
            && gazetteer.own() != state.own_names
        {
            if !listing.articles.is_empty() {
                return Err(self.client.error(format!(
                    "the articles of «{name}» were read with another gazetteer; give the same file, or none, or take another --name, or \
                     drop them (search cluster drop --name {name}) and sync again",
                    name = self.name
                )));
            }
            (state.own_names, is_changed) = (gazetteer.own(), true);
        }
        if state.hidden.len() + listing.doubles.len() > MOST_HIDDEN {
            return Err(too_many_hidden(&self.client, &self.name));
        }
        // Numbers rise, also where a clock was put back, and have 53 bits until the year 2242.
        let first_ordinal = (now() << 20).max(listing.highest + 1);
        let (mut entries, mut records) = (FxHashMap::default(), Vec::with_capacity(listing.articles.len()));
        for (id, (entry, record)) in listing.articles {
            entries.insert(id, entry);
            records.push(record);
        }
        Ok(Start { state, is_changed, entries, records, doubles: listing.doubles, first_ordinal, voided })
    }

    /// The requests that a killed run may have sent and of which not all is there.
    fn void_what_is_missing(&self, run: &OpenRun, listing: &Listing, state: &State) -> Vec<Void> {
        if self.client.engine().replaces() {
            return Vec::new();
        }
        let batches = (0..run.planned).map(|number| format!("{}-{number}", run.run));
        let counts =
            |batch: &String| listing.whole.contains(batch) || state.void.iter().any(|void| void.batch == *batch);
        batches.filter(|batch| !counts(batch)).map(|batch| Void { batch, since: now() }).collect()
    }

    /// Says that the run has ended, what there is now and what does not count any more: from here on readers see it so.
    fn close(&self, journal: &Journal, shipped: Shipped, notes: FileNotes, mut voided: Vec<Void>) -> Result<()> {
        let (client, name) = (&self.client, &self.name);
        let before = journal.state();
        // Those of this run may not be seen yet; they stay as they are.
        let folded = fold(client, name, &before.leaves, &format!("{}-all", journal.run()))?;
        client.engine().refresh(client, &format!("{name}-words"))?;
        for leaf in folded.iter().chain(&shipped.leaf) {
            leaf.wait_until_seen(client, name, before.options.commit_seconds)?;
        }
        let mut old = if folded.is_some() { before.leaves.clone() } else { Vec::new() };
        journal.update(|state| {
            state.open = None;
            (state.articles, state.copies, state.tokens) = (shipped.articles, shipped.copies, shipped.tokens);
            state.versions.extraction = shipped.extraction;
            state.hidden.extend(shipped.gone.iter().map(|entry| entry.ordinal));
            state.leaves.retain(|leaf| !old.contains(leaf));
            state.leaves.extend(folded.into_iter().chain(shipped.leaf).map(|leaf| leaf.name));
            state.notes = notes;
        })?;
        old.extend(shipped.passing);
        ask_to_delete_leaves(client, name, &old);
        // The last but one stays for who has just begun to read it.
        let _ = client.engine().delete_below(client, &format!("{name}-state"), SEQUENCE, before.seq);
        voided.extend(before.void.into_iter().filter(|void| void.batch.starts_with(journal.run())));
        ask_to_delete(client, name, &shipped.gone, &voided);
        Ok(())
    }

    fn is_busy(&self, run: &OpenRun) -> Error {
        let OpenRun { host, pid, .. } = run;
        let name = &self.name;
        self.client.error(format!(
            "process {pid} on {host} is writing to «{name}», or was killed while it did; wait until it has ended, or end it; if it is gone, \
             sync again with --take-over"
        ))
    }
}
