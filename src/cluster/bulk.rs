//! Sending articles so that each stands there once, whatever becomes of a request.
//!
//! Where a document takes the place of the one with its id, what is uncertain is simply sent again. Quickwit adds whatever comes; there
//! every request has a name that its documents carry, and where nobody knows what became of it, that name is voided before the documents
//! are sent again under another one. An item that failed there may have been taken all the same (a node that ends behind its write-ahead
//! log says 429), so that such a request counts as a whole or not at all.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use super::backoff::Backoff;
use super::client::Client;
use super::delivery::action;
use super::document::key_of;
use super::failure::{FailureKind, reason_of};
use super::fields::{BATCH, BATCH_SIZE, LEAF, ORDINAL};
use super::journal::Journal;
use crate::article::ArticleId;
use crate::error::Result;
use crate::index::outlet::NotTaken;

/// The most bytes and documents of a request: Quickwit takes 10 MiB.
const MOST_BYTES: usize = 5 << 20;
const MOST_DOCUMENTS: usize = 1_000;

/// So long nothing is sent again where an engine had too much to do. Where requests were voided for it, twice as long each time: every
/// search has to leave them out.
const PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(16);

/// What is sent of an article.
#[derive(Debug, Clone)]
pub(super) struct Parcel {
    pub id: ArticleId,
    pub ordinal: u64,
    pub index: String,
    /// The leaf that has its words, none for what has no words.
    pub leaf: Option<Arc<str>>,
    /// The document as JSON, none for one that is to be deleted.
    pub document: Option<String>,
}

impl Parcel {
    /// How many bytes it takes, about.
    pub fn bytes(&self) -> usize {
        self.document.as_ref().map_or(0, String::len) + 200
    }
}

/// Sends parcels.
pub(super) struct Bulk {
    client: Arc<Client>,
    journal: Arc<Journal>,
    /// How many documents the engine has taken.
    taken: AtomicU64,
}

/// A parcel that was not taken, and why.
pub(super) struct Refused {
    pub ordinal: u64,
    pub not_taken: NotTaken,
}

impl Bulk {
    pub fn new(client: Arc<Client>, journal: Arc<Journal>) -> Bulk {
        Bulk { client, journal, taken: AtomicU64::new(0) }
    }

    /// How many documents the engine has taken.
    pub fn taken(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }

    /// Sends the parcels of one request until each was taken or refused for good.
    ///
    /// `renumber` gives a parcel another number before it is sent again: should it come twice after all, only the older one is hidden.
    ///
    /// # Errors
    /// [`Error::Cluster`](crate::Error::Cluster) where the engine refuses the request, or does not take it in time.
    pub fn send(&self, mut parcels: Vec<Parcel>, renumber: &(dyn Fn(&mut Parcel) + Sync)) -> Result<Vec<Refused>> {
        let replaces = self.client.engine().replaces();
        let mut refused = Vec::new();
        let mut backoff = Backoff::new(self.client.times().patience);
        let mut batch = self.journal.next_batch()?;
        let mut pause = PAUSE;
        loop {
            let lines = self.lines(&parcels, &batch);
            let (reason, asked, is_uncertain) = match self.client.bulk(&lines) {
                Ok(answer) => match Taken::read(&answer, parcels.len()) {
                    Some(Taken::All) => {
                        self.count(&parcels);
                        return Ok(refused);
                    }
                    Some(Taken::Some(items)) if replaces || items.iter().all(Item::is_certain) => {
                        let (rest, reason) = self.sort_out(parcels, items, &mut refused);
                        if rest.is_empty() {
                            return Ok(refused);
                        }
                        parcels = rest;
                        (reason, None, false)
                    }
                    Some(Taken::Some(items)) => {
                        pause = (pause * 2).min(LONGEST_PAUSE);
                        let reason = items.into_iter().find(|item| !item.is_certain()).map(|item| item.reason);
                        (reason.unwrap_or_default(), Some(pause), true)
                    }
                    None => ("the answer does not say what was taken".to_owned(), None, true),
                },
                Err(failure) if failure.is_status(413) => {
                    return self.send_in_halves(parcels, failure.message, renumber);
                }
                Err(failure) if failure.kind == FailureKind::Busy => {
                    (failure.message, Some(failure.retry_after.unwrap_or_default().max(PAUSE)), false)
                }
                Err(failure) if failure.is_passing() => {
                    (failure.message, failure.retry_after, failure.kind != FailureKind::NotSent)
                }
                Err(failure) => return Err(failure.into()),
            };
            self.wait(&mut backoff, asked, &reason)?;
            if !replaces {
                if is_uncertain {
                    self.journal.void(&batch)?;
                    batch = self.journal.next_batch()?;
                }
                parcels.iter_mut().for_each(renumber);
            }
        }
    }

    fn wait(&self, backoff: &mut Backoff, asked: Option<Duration>, reason: &str) -> Result<()> {
        match backoff.wait(asked) {
            true => Ok(()),
            false => Err(self.client.error(format!("the engine does not take articles ({reason}); see how it is, and sync again: what it has taken is not sent again"))),
        }
    }

    fn count(&self, parcels: &[Parcel]) {
        let documents = parcels.iter().filter(|parcel| parcel.document.is_some()).count();
        self.taken.fetch_add(documents as u64, Ordering::Relaxed);
    }

    /// Something on the way takes less than the engine does.
    fn send_in_halves(
        &self,
        mut parcels: Vec<Parcel>,
        message: String,
        renumber: &(dyn Fn(&mut Parcel) + Sync),
    ) -> Result<Vec<Refused>> {
        if parcels.len() > 1 {
            let rest = parcels.split_off(parcels.len() / 2);
            let mut refused = self.send(parcels, renumber)?;
            refused.extend(self.send(rest, renumber)?);
            return Ok(refused);
        }
        Ok(parcels.into_iter().map(|parcel| refusal(parcel, message.clone())).collect())
    }

    /// The parcels to send again, and why the first of them.
    fn sort_out(&self, parcels: Vec<Parcel>, items: Vec<Item>, refused: &mut Vec<Refused>) -> (Vec<Parcel>, String) {
        let (mut rest, mut taken, mut first) = (Vec::new(), Vec::new(), String::new());
        for (parcel, item) in parcels.into_iter().zip(items) {
            match item.status {
                200..300 => taken.push(parcel),
                404 if parcel.document.is_none() => taken.push(parcel),
                // Where an index is not found that was made, a node has not heard of it yet.
                404 | 408 | 429 | 500.. => {
                    if first.is_empty() {
                        first = item.reason;
                    }
                    rest.push(parcel);
                }
                _ => refused.push(refusal(parcel, item.reason)),
            }
        }
        self.count(&taken);
        (rest, first)
    }

    fn lines(&self, parcels: &[Parcel], batch: &str) -> Vec<u8> {
        let mut lines = String::with_capacity(parcels.iter().map(|parcel| parcel.bytes() + 200).sum());
        let mark = format!("\"{BATCH}\":{},\"{BATCH_SIZE}\":{}", json!(batch), parcels.len());
        for Parcel { id, ordinal, index, leaf, document } in parcels {
            let id = key_of(id.as_str());
            match document {
                Some(document) => {
                    lines.push_str(&action(&self.client, index, &id).to_string());
                    lines.push_str("\n{");
                    lines.push_str(&mark);
                    lines.push_str(&format!(",\"{ORDINAL}\":{ordinal},"));
                    if let Some(leaf) = leaf {
                        lines.push_str(&format!("\"{LEAF}\":{},", json!(&**leaf)));
                    }
                    lines.push_str(document.strip_prefix('{').unwrap_or(document));
                }
                None => lines.push_str(&json!({ "delete": { "_index": index, "_id": id } }).to_string()),
            }
            lines.push('\n');
        }
        lines.into_bytes()
    }
}

/// Puts parcels together into requests, in order; `each_index` by itself where a request has to be taken as a whole or not at all.
pub(super) fn requests(parcels: Vec<Parcel>, each_index: bool) -> Vec<Vec<Parcel>> {
    let mut requests = Vec::new();
    // By index the request that is not full yet, with its bytes.
    let mut open = BTreeMap::<String, (Vec<Parcel>, usize)>::new();
    for parcel in parcels {
        let more = parcel.bytes();
        let index = if each_index { parcel.index.clone() } else { String::new() };
        let (request, bytes) = open.entry(index).or_default();
        if !request.is_empty() && (request.len() >= MOST_DOCUMENTS || *bytes + more > MOST_BYTES) {
            requests.push(std::mem::take(request));
            *bytes = 0;
        }
        *bytes += more;
        request.push(parcel);
    }
    requests.extend(open.into_values().map(|(request, _)| request));
    requests
}

fn refusal(parcel: Parcel, reason: String) -> Refused {
    let reason = format!("the engine refuses it ({reason})");
    Refused { ordinal: parcel.ordinal, not_taken: NotTaken { id: parcel.id, reason } }
}

/// What an answer says was taken.
#[derive(Debug, PartialEq, Eq)]
enum Taken {
    All,
    /// One by one.
    Some(Vec<Item>),
}

/// What became of one document.
#[derive(Debug, PartialEq, Eq)]
struct Item {
    status: u64,
    reason: String,
}

impl Item {
    /// Whether the document was surely taken, or surely not and never will be.
    fn is_certain(&self) -> bool {
        matches!(self.status, 200..300 | 400)
    }
}

impl Taken {
    /// None where the answer does not say it for each of so many documents.
    fn read(answer: &Value, documents: usize) -> Option<Taken> {
        if !answer["errors"].as_bool()? {
            return Some(Taken::All);
        }
        let items = answer["items"].as_array().filter(|items| items.len() == documents)?;
        let item = |item: &Value| {
            let item = item.as_object()?.values().next()?;
            let reason = reason_of(item).unwrap_or_else(|| "no reason given".to_owned());
            Some(Item { status: item["status"].as_u64()?, reason })
        };
        items.iter().map(item).collect::<Option<Vec<Item>>>().map(Taken::Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parcel(bytes: usize) -> Parcel {
        let document = Some("x".repeat(bytes));
        Parcel { id: "1".into(), ordinal: 1, index: "news-articles".into(), leaf: None, document }
    }

    #[test]
    fn requests_are_neither_long_nor_many() {
        let sizes = |parcels: Vec<Parcel>| requests(parcels, true).iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(sizes(Vec::new()), [0; 0]);
        assert_eq!(sizes((0..2_500).map(|_| parcel(10)).collect()), [1_000, 1_000, 500]);
        assert_eq!(sizes(vec![parcel(10), parcel(6 << 20), parcel(10), parcel(3 << 20)]), [1, 1, 2]);
        let of = |index: &str| Parcel { index: index.to_owned(), ..parcel(10) };
        assert_eq!(sizes(vec![of("a"), of("b"), of("a")]), [2, 1]);
    }

    #[test]
    fn what_was_taken() {
        let item = |status: u64, reason: &str| Item { status, reason: reason.to_owned() };
        assert_eq!(Taken::read(&json!({ "errors": false, "items": [] }), 3), Some(Taken::All));
        let answer = json!({ "errors": true, "items": [
            { "index": { "status": 201 } },
            { "index": { "status": 429, "error": { "type": "x", "reason": "queue full" } } },
        ] });
        let expected = vec![item(201, "no reason given"), item(429, "queue full")];
        assert_eq!(Taken::read(&answer, 2), Some(Taken::Some(expected)));
        // It names failures alone, or says nothing at all.
        assert_eq!(Taken::read(&answer, 3), None);
        assert_eq!(Taken::read(&json!({}), 3), None);
    }
}
