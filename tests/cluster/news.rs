//! A folder of news to give to an engine, and what the engine has of it.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use izdeu::{Cluster, ClusterAddress, ClusterOptions, ClusterSyncOptions, Corpus, Error, SyncReport};
use serde_json::Value;
use tempfile::TempDir;

use crate::double::Double;

/// How long an engine may take to answer, and how long it is asked again.
pub const ANSWER: Duration = Duration::from_millis(700);
pub const PATIENCE: Duration = Duration::from_secs(8);

/// A folder of news.
pub struct News {
    folder: TempDir,
}

impl News {
    /// So many articles in files of ten lines.
    pub fn of(articles: usize) -> News {
        let news = News { folder: tempfile::tempdir().unwrap() };
        for first in (0..articles).step_by(10) {
            let lines = (first..articles.min(first + 10)).map(line);
            fs::write(news.folder.path().join(format!("{first:05}.jsonl")), lines.collect::<String>()).unwrap();
        }
        news
    }

    pub fn write(&self, file: &str, text: &str) {
        fs::write(self.folder.path().join(file), text).unwrap();
    }

    pub fn remove(&self, file: &str) {
        fs::remove_file(self.folder.path().join(file)).unwrap();
    }

    pub fn path(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub fn corpus(&self) -> Corpus {
        Corpus::open([self.folder.path()]).unwrap()
    }

    pub fn sync(&self, cluster: &Cluster) -> Result<SyncReport, Error> {
        cluster.sync(self.corpus(), ClusterSyncOptions::new(), |_| {})
    }
}

/// A line with an article, each with words of its own.
pub fn line(number: usize) -> String {
    let month = number % 12 + 1;
    let text = format!(
        "В Таразе открыли мост номер {number}. По нему поедут автобусы маршрута {number}, а жители улицы {number} будут ходить \
         пешком до самой реки, пока не построят ещё один мост через {number} дней после праздника."
    );
    format!(
        "{{\"id\": \"a{number}\", \"date\": \"2026-{month:02}-05\", \"title\": \"Мост {number}\", \"text\": \"{text}\"}}\n"
    )
}

pub fn connect(double: &Double) -> Cluster {
    connect_with(double, PATIENCE)
}

pub fn connect_with(double: &Double, patience: Duration) -> Cluster {
    let address = ClusterAddress::new(&double.url()).unwrap();
    Cluster::connect_within(address, ANSWER, patience).unwrap()
}

/// A connection, with indexes that show soon what they were sent.
pub fn ready(double: &Double, options: ClusterOptions) -> Cluster {
    let cluster = connect(double);
    cluster.init(options.commit_seconds(1)).unwrap();
    cluster
}

/// The documents that count, by id: all of a reader's rules are applied here by hand.
pub fn documents(double: &Double) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    for document in counting(double) {
        let id = document["doc_id"].as_str().unwrap().to_owned();
        assert!(found.insert(id.clone(), document).is_none(), "{id} is there twice");
    }
    found
}

fn counting(double: &Double) -> Vec<Value> {
    double.settle();
    let state = state(double);
    let has = |list: &str, value: &Value| state[list].as_array().unwrap().contains(value);
    let voided = |batch: &Value| state["void"].as_array().unwrap().iter().any(|void| void["batch"] == *batch);
    let all = double.documents("news-articles*");
    all.into_iter().filter(|document| !voided(&document["batch"]) && !has("hidden", &document["doc_ord"])).collect()
}

/// The state that counts.
pub fn state(double: &Double) -> Value {
    double.settle();
    let states = double.documents("news-state");
    let last = states.iter().max_by_key(|state| state["seq"].as_u64()).unwrap();
    serde_json::from_str(last["state"].as_str().unwrap()).unwrap()
}

/// Fails unless the engine has exactly these articles, knows it, and has all their words.
#[track_caller]
pub fn check(double: &Double, ids: impl IntoIterator<Item = String>) {
    let found = documents(double);
    let expected: Vec<String> = ids.into_iter().collect::<std::collections::BTreeSet<_>>().into_iter().collect();
    assert_eq!(found.keys().cloned().collect::<Vec<_>>(), expected);
    let state = state(double);
    assert_eq!(state["open"], Value::Null);
    let articles = found.values().filter(|document| document["kind"] == "article");
    let tokens: u64 = articles.map(|document| document["tokens"].as_u64().unwrap()).sum();
    assert_eq!(state["tokens"], tokens);
    let leaves = double.documents("news-words");
    let counts = |leaf: &&Value| state["leaves"].as_array().unwrap().contains(&leaf["leaf"]);
    let words: std::collections::BTreeSet<&str> = leaves
        .iter()
        .filter(counts)
        .flat_map(|leaf| leaf["words"].as_str().unwrap().lines())
        .filter_map(|line| Some(line.rsplit_once(' ')?.0))
        .collect();
    for document in found.values() {
        for word in document["written_terms"].as_str().unwrap_or_default().split(' ').filter(|word| !word.is_empty()) {
            assert!(words.contains(word), "{word} is in no leaf");
        }
    }
}

pub fn ids(numbers: std::ops::Range<usize>) -> Vec<String> {
    numbers.map(|number| format!("a{number}")).collect()
}
