//! FTS5 of SQLite: a table of words with the articles, and a narrow table of what is counted and sorted by.
//!
//! It knows no stems. So that the same articles match as in the other engines, a word stands for all words of the index with its
//! stem; what is typed is asked as typed.

use std::collections::HashMap;
use std::hint::black_box;
use std::path::Path;

use anyhow::{Result, ensure};
use rusqlite::{Connection, params};
use rust_stemmers::{Algorithm, Stemmer};

use super::{Asked, Parts};
use crate::articles::each;
use crate::clock::{Clock, Stopwatch};
use crate::queries::{Kind, Query};

/// The name of the file in its folder.
const FILE: &str = "articles.sqlite";

const TABLES: &str = "
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE facts (number INTEGER PRIMARY KEY, date INTEGER, month TEXT, city TEXT);
    CREATE VIRTUAL TABLE words USING fts5(id UNINDEXED, title, body, tokenize = 'unicode61 remove_diacritics 0');
    CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, row);
    BEGIN;";

const BEST: &str = "SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rank LIMIT 10";
const NEWEST: &str = "SELECT words.rowid FROM words JOIN facts ON facts.number = words.rowid WHERE words MATCH ?1
    ORDER BY facts.date DESC LIMIT 10";
const COUNT: &str = "SELECT count(*) FROM words WHERE words MATCH ?1";
const CITIES: &str = "SELECT city, count(*) FROM words JOIN facts ON facts.number = words.rowid WHERE words MATCH ?1
    GROUP BY city ORDER BY count(*) DESC";
const MONTHS: &str = "SELECT month, count(*) FROM words JOIN facts ON facts.number = words.rowid WHERE words MATCH ?1
    GROUP BY month ORDER BY month";
const SHOW: &str =
    "SELECT id, title, body, snippet(words, 2, '<b>', '</b>', '…', 40) FROM words WHERE words MATCH ?1 AND rowid = ?2";

/// Indexes a file in one transaction, in one thread: it has no more.
pub fn index(file: &Path, folder: &Path) -> Result<()> {
    let database = Connection::open(folder.join(FILE))?;
    database.execute_batch(TABLES)?;
    let mut number = 0;
    {
        let mut facts = database.prepare("INSERT INTO facts VALUES (?1, ?2, ?3, ?4)")?;
        let mut words = database.prepare("INSERT INTO words(rowid, id, title, body) VALUES (?1, ?2, ?3, ?4)")?;
        each(file, |article| {
            number += 1;
            facts.execute(params![number, article.day() as i64, article.month(), &*article.city])?;
            words.execute(params![number, &*article.id, &*article.title, &*article.text])?;
            Ok(())
        })?;
    }
    Ok(database.execute_batch("COMMIT")?)
}

/// An open index.
pub struct Sqlite {
    database: Connection,
    /// The words of the index by their stems.
    forms: HashMap<String, Vec<String>>,
    stemmer: Stemmer,
    clock: Clock,
}

impl Sqlite {
    /// Opens the index in a folder.
    pub fn open(folder: &Path, clock: Clock) -> Result<Sqlite> {
        let database = Connection::open(folder.join(FILE))?;
        // As the other engines have their files: mapped, in the page cache.
        database.execute_batch("PRAGMA mmap_size = 8000000000")?;
        let stemmer = Stemmer::create(Algorithm::Russian);
        let mut forms: HashMap<String, Vec<String>> = HashMap::new();
        {
            let mut words = database.prepare("SELECT term FROM vocabulary")?;
            let mut words = words.query([])?;
            while let Some(row) = words.next()? {
                let word: String = row.get(0)?;
                forms.entry(stemmer.stem(&word).into_owned()).or_default().push(word);
            }
        }
        Ok(Sqlite { database, forms, stemmer, clock })
    }

    /// The query as FTS5 writes it, each word with all words of its stem.
    fn exact(&self, query: &Query) -> String {
        written(query, |word| match self.forms.get(self.stemmer.stem(word).as_ref()) {
            Some(forms) => format!("({})", forms.iter().map(|form| quoted(form)).collect::<Vec<_>>().join(" OR ")),
            None => quoted(word),
        })
    }

    fn page(&self, query: &str) -> Result<f64> {
        let watch = Stopwatch::start(self.clock);
        let best = self.numbers(BEST, query)?;
        let total = self.facets(query)?;
        self.show(query, &best)?;
        let time = watch.micros();
        ensure!(best.len() == total.min(10), "SQLite shows {} of {total} for {query}", best.len());
        Ok(time)
    }

    fn timed<T>(&self, work: impl Fn() -> Result<T>) -> Result<(f64, T)> {
        let watch = Stopwatch::start(self.clock);
        let made = work()?;
        Ok((watch.micros(), made))
    }

    fn numbers(&self, statement: &str, query: &str) -> Result<Vec<i64>> {
        let mut statement = self.database.prepare_cached(statement)?;
        let numbers = statement.query_map([query], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(numbers)
    }

    /// Counts cities and months; gives how many articles match.
    fn facets(&self, query: &str) -> Result<usize> {
        let mut total = 0;
        for statement in [CITIES, MONTHS] {
            let mut statement = self.database.prepare_cached(statement)?;
            let counts = statement.query_map([query], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let counts: Vec<(String, i64)> = counts.collect::<Result<_, _>>()?;
            total = counts.iter().map(|(_, count)| *count as usize).sum();
            black_box(counts);
        }
        Ok(total)
    }

    fn show(&self, query: &str, numbers: &[i64]) -> Result<()> {
        let mut statement = self.database.prepare_cached(SHOW)?;
        for number in numbers {
            let article: [String; 4] = statement
                .query_row(params![query, number], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]))?;
            black_box(article);
        }
        Ok(())
    }
}

impl Asked for Sqlite {
    fn count(&mut self, query: &Query) -> Result<usize> {
        let count: i64 = self.database.prepare_cached(COUNT)?.query_row([self.exact(query)], |row| row.get(0))?;
        Ok(count as usize)
    }

    fn whole(&mut self, query: &Query) -> Result<f64> {
        self.page(&self.exact(query))
    }

    fn typed(&mut self, query: &Query) -> Result<f64> {
        self.page(&written(query, quoted))
    }

    fn parts(&mut self, query: &Query) -> Result<Parts> {
        let query = self.exact(query);
        self.facets(&query)?;
        let (facets, _) = self.timed(|| self.facets(&query))?;
        let (best, _) = self.timed(|| self.numbers(BEST, &query))?;
        let (newest, numbers) = self.timed(|| self.numbers(NEWEST, &query))?;
        let (snippets, _) = self.timed(|| self.show(&query, &numbers))?;
        Ok(Parts { facets, best, newest, snippets, newest_page: facets + newest + snippets })
    }
}

fn written(query: &Query, word: impl Fn(&str) -> String) -> String {
    let between = if query.kind == Kind::Or { " OR " } else { " AND " };
    query.words.iter().map(|typed| word(typed)).collect::<Vec<_>>().join(between)
}

fn quoted(word: &str) -> String {
    format!("\"{word}\"")
}
