//! One index: its documents, and when they become visible.

use std::collections::{HashMap, VecDeque};
use std::time::Instant;

use serde_json::Value;

use super::postings::Postings;
use super::refusal::Result;
use super::schema::{Datum, Kind, Schema};

/// Quickwit keeps longer values of a field without splitting, but does not find or count by them.
const LONGEST_RAW: usize = 254;

/// An index of any of the engines.
pub struct Index {
    pub name: String,
    pub schema: Schema,
    /// Lucene's habits, or else tantivy's.
    pub lucene: bool,
    documents: Vec<Document>,
    postings: Vec<Postings>,
    /// Values of fast fields by field and document.
    columns: Vec<Vec<Vec<Datum>>>,
    living: usize,
    by_id: HashMap<String, u32>,
    waiting: VecDeque<Waiting>,
    /// What a node has that is gone, until it returns; and whether what comes now goes there.
    lost: Vec<Change>,
    pub is_lost: bool,
    /// Documents that Quickwit takes and then drops.
    pub invalid: usize,
    pub deletions: Vec<Deletion>,
    /// Of all documents that were sent and are visible.
    pub bytes: usize,
}

pub struct Document {
    pub id: Option<String>,
    pub source: Value,
    living: bool,
}

/// A change that nobody sees yet.
struct Waiting {
    due: Instant,
    change: Change,
}

pub enum Change {
    Put { id: Option<String>, source: Value, values: Vec<(usize, Vec<Datum>)>, bytes: usize },
    Delete { id: String },
}

/// A task of Quickwit's to delete.
pub struct Deletion {
    pub task: Value,
    due: Instant,
    /// What it deletes; nothing once it is done.
    doomed: Vec<u32>,
}

impl Index {
    pub fn new(name: String, schema: Schema, lucene: bool) -> Index {
        let postings = schema.fields.iter().map(|_| Postings::default()).collect();
        let columns = schema.fields.iter().map(|_| Vec::new()).collect();
        Index {
            name,
            schema,
            lucene,
            documents: Vec::new(),
            postings,
            columns,
            living: 0,
            by_id: HashMap::new(),
            waiting: VecDeque::new(),
            lost: Vec::new(),
            is_lost: false,
            invalid: 0,
            deletions: Vec::new(),
            bytes: 0,
        }
    }

    /// A document, read and ready to be kept.
    pub fn change(&self, id: Option<String>, source: Value, bytes: usize) -> Result<Change> {
        let values = self.schema.read(&source)?;
        Ok(Change::Put { id, source, values, bytes })
    }

    pub fn later(&mut self, due: Instant, change: Change) {
        match self.is_lost {
            true => self.lost.push(change),
            false => self.waiting.push_back(Waiting { due, change }),
        }
    }

    /// The node returns that had what nobody saw.
    pub fn find_lost(&mut self) {
        let lost = std::mem::take(&mut self.lost);
        lost.into_iter().for_each(|change| self.apply(change));
    }

    /// Whether there is an article of this id, also one that no search sees yet.
    pub fn has(&self, id: &str) -> bool {
        let waiting = self.waiting.iter().rev().find_map(|waiting| match &waiting.change {
            Change::Put { id: put, .. } => (put.as_deref() == Some(id)).then_some(true),
            Change::Delete { id: deleted } => (deleted == id).then_some(false),
        });
        waiting.unwrap_or_else(|| self.by_id.contains_key(id))
    }

    /// Whether something has become due.
    pub fn is_due(&self, now: Instant) -> bool {
        self.waiting.front().is_some_and(|waiting| waiting.due <= now)
            || self.deletions.iter().any(|deletion| !deletion.doomed.is_empty() && deletion.due <= now)
    }

    /// Makes visible what is due.
    pub fn settle(&mut self, now: Instant) {
        while self.waiting.front().is_some_and(|waiting| waiting.due <= now) {
            let waiting = self.waiting.pop_front().unwrap();
            self.apply(waiting.change);
        }
        let mut doomed = Vec::new();
        for deletion in self.deletions.iter_mut().filter(|deletion| deletion.due <= now) {
            doomed.append(&mut deletion.doomed);
        }
        doomed.into_iter().for_each(|document| self.kill(document));
    }

    /// Makes everything visible at once.
    pub fn refresh(&mut self) {
        while let Some(waiting) = self.waiting.pop_front() {
            self.apply(waiting.change);
        }
    }

    pub fn delete_later(&mut self, due: Instant, task: Value, doomed: Vec<u32>) {
        self.deletions.push(Deletion { task, due, doomed });
    }

    fn apply(&mut self, change: Change) {
        match change {
            Change::Delete { id } => {
                if let Some(document) = self.by_id.remove(&id) {
                    self.kill(document);
                }
            }
            Change::Put { id, source, values, bytes } => {
                let number = self.documents.len() as u32;
                // Quickwit ignores ids: what is sent twice is there twice.
                if let Some(id) = id.as_ref().filter(|_| self.lucene)
                    && let Some(old) = self.by_id.insert(id.clone(), number)
                {
                    self.kill(old);
                }
                self.keep(number, values);
                self.documents.push(Document { id, source, living: true });
                self.living += 1;
                self.bytes += bytes;
            }
        }
    }

    fn keep(&mut self, number: u32, mut values: Vec<(usize, Vec<Datum>)>) {
        for (position, field) in self.schema.fields.iter().enumerate() {
            let found = values.iter_mut().find(|(of, _)| *of == position);
            let mut values = found.map(|(_, values)| std::mem::take(values)).unwrap_or_default();
            if field.kind == Kind::Raw && !self.lucene {
                values.retain(|value| !matches!(value, Datum::Text(text) if text.len() > LONGEST_RAW));
            }
            if field.indexed {
                self.postings[position].add(number, field, &values, self.lucene);
            }
            if field.fast {
                self.columns[position].push(values);
            }
        }
    }

    fn kill(&mut self, number: u32) {
        let document = &mut self.documents[number as usize];
        if !std::mem::replace(&mut document.living, false) {
            return;
        }
        self.living -= 1;
        for (field, postings) in self.schema.fields.iter().zip(&mut self.postings) {
            if field.indexed {
                postings.forget(number);
            }
        }
    }

    /// How many documents are visible.
    pub fn len(&self) -> usize {
        self.living
    }

    /// How many there have ever been; their numbers are below it.
    pub fn numbers(&self) -> u32 {
        self.documents.len() as u32
    }

    pub fn is_alive(&self, number: u32) -> bool {
        self.documents[number as usize].living
    }

    pub fn document(&self, number: u32) -> &Document {
        &self.documents[number as usize]
    }

    pub fn living(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.numbers()).filter(|number| self.is_alive(*number))
    }

    pub fn postings(&self, field: usize) -> &Postings {
        &self.postings[field]
    }

    /// The values of a fast field.
    pub fn values(&self, field: usize, document: u32) -> &[Datum] {
        &self.columns[field][document as usize]
    }
}
