//! After any changes of a folder the index holds what a model of the folder says: every article once, by itself or as a copy of
//! the same text, in its newest version; and what was not read as the model says is named as a problem.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use izdeu::{Corpus, Index, LocalSearcher, SearchRequest, Searcher, SyncReport};
use proptest::prelude::*;

/// The places of files: their order in the corpus is another one than this.
const PLACES: [&str; 6] = ["m", "b/deep/a", "a", "b/z", "Ж", "b/deep/я"];

/// Texts by number. There are few, so that several articles often have the same one.
const STORIES: u8 = 24;

/// The longest list of copies that a text may have: what more articles share tells nothing.
const MOST_COPIES: usize = 8;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Text,
    Lines,
    List,
}

/// A file: its kind and its articles, each with the number of its id (a text goes by its path) and of its story.
type Contents = (Kind, Vec<(u8, u8)>);

#[derive(Debug, Clone)]
enum Change {
    /// Adds a file, or writes another one in its place.
    Write(usize, Contents),
    Delete(usize),
    Move(usize, usize),
    Copy(usize, usize),
    /// Edits an article of a file.
    Edit(usize, usize, u8),
}

fn any_change() -> impl Strategy<Value = Change> {
    let place = || 0..PLACES.len();
    let kind = prop_oneof![Just(Kind::Text), Just(Kind::Lines), Just(Kind::List)];
    let file = (kind, proptest::collection::vec((0..10u8, 0..STORIES), 1..6));
    prop_oneof![
        4 => (place(), file).prop_map(|(place, file)| Change::Write(place, file)),
        1 => place().prop_map(Change::Delete),
        1 => (place(), place()).prop_map(|(from, to)| Change::Move(from, to)),
        1 => (place(), place()).prop_map(|(from, to)| Change::Copy(from, to)),
        2 => (place(), 0..6usize, 0..STORIES).prop_map(|(place, at, story)| Change::Edit(place, at, story)),
    ]
}

/// A folder and the model of it.
struct House {
    folder: tempfile::TempDir,
    files: BTreeMap<usize, Contents>,
}

impl House {
    fn apply(&mut self, change: Change) {
        match change {
            Change::Write(place, file) => drop(self.files.insert(place, file)),
            Change::Delete(place) => drop(self.files.remove(&place)),
            Change::Move(from, to) => {
                if let Some(file) = self.files.remove(&from) {
                    self.files.insert(to, file);
                }
            }
            Change::Copy(from, to) => {
                if let Some(file) = self.files.get(&from).cloned() {
                    self.files.insert(to, file);
                }
            }
            Change::Edit(place, at, story) => {
                if let Some((_, articles)) = self.files.get_mut(&place) {
                    let at = at % articles.len();
                    articles[at].1 = story;
                }
            }
        }
    }

    /// Brings the folder on disk in step; what did not change is not touched, and no file looks as if it had changed lately, so
    /// that a sync does not read the files that it knows.
    fn write(&self) {
        let mut wanted = BTreeMap::new();
        for (place, (kind, articles)) in &self.files {
            let records: Vec<String> = articles
                .iter()
                .map(|(id, text)| serde_json::json!({"id": format!("id-{id}"), "text": story(*text)}).to_string())
                .collect();
            let contents = match kind {
                Kind::Text => story(articles[0].1),
                Kind::Lines => records.join("\n"),
                Kind::List => format!("[{}]", records.join(",")),
            };
            wanted.insert(self.folder.path().join(name(*place, *kind)), contents);
        }
        for path in PLACES.iter().flat_map(|place| ["txt", "jsonl", "json"].map(|ending| format!("{place}.{ending}"))) {
            let path = self.folder.path().join(path);
            if path.exists() && !wanted.contains_key(&path) {
                fs::remove_file(path).unwrap();
            }
        }
        for (path, contents) in wanted {
            if fs::read_to_string(&path).is_ok_and(|written| written == contents) {
                continue;
            }
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, contents).unwrap();
            let an_hour_ago = SystemTime::now() - Duration::from_secs(3_600);
            File::options().append(true).open(path).unwrap().set_modified(an_hour_ago).unwrap();
        }
    }

    /// The story of each article, and how many others there are by the same ids with another story. Of one id the first
    /// counts, in the order of the paths.
    fn expected(&self) -> (BTreeMap<String, u8>, usize) {
        let by_path: BTreeMap<_, _> = self
            .files
            .iter()
            .map(|(place, file)| {
                let name = name(*place, file.0);
                (
                    Path::new(&name).components().map(|part| part.as_os_str().to_owned()).collect::<Vec<_>>(),
                    (name, file),
                )
            })
            .collect();
        let (mut expected, mut conflicts) = (BTreeMap::new(), 0);
        for (name, (kind, articles)) in by_path.into_values() {
            let articles = match kind {
                Kind::Text => vec![(name, articles[0].1)],
                Kind::Lines | Kind::List => articles.iter().map(|(id, story)| (format!("id-{id}"), *story)).collect(),
            };
            for (id, story) in articles {
                conflicts += usize::from(*expected.entry(id).or_insert(story) != story);
            }
        }
        (expected, conflicts)
    }

    fn check(&self, index: &Index, before: &BTreeMap<String, u8>) -> Result<BTreeMap<String, u8>, TestCaseError> {
        let corpus = Corpus::open([self.folder.path()]).unwrap();
        let SyncReport { added, removed, kept, problems, .. } = index.writer().unwrap().sync(corpus, |_| {}).unwrap();
        let (expected, conflicts) = self.expected();
        prop_assert_eq!(problems.len(), conflicts, "{:?}", problems);
        let count = |of: &BTreeMap<String, u8>, without: &BTreeMap<String, u8>| {
            of.keys().filter(|id| !without.contains_key(*id)).count() as u64
        };
        prop_assert_eq!((added, removed, kept), (count(&expected, before), count(before, &expected), 0));

        let request = SearchRequest::new("мост").literal(true).limit(1_000);
        let results = LocalSearcher::open(index).unwrap().search(&request).unwrap();
        let mut found = BTreeMap::new();
        let mut stories_met = BTreeSet::new();
        for hit in &results.hits {
            let number: u8 = hit.lead.split_whitespace().nth(1).unwrap().parse().unwrap();
            for id in [&hit.id].into_iter().chain(hit.copies.iter().map(|copy| &copy.id)) {
                prop_assert!(found.insert(id.to_string(), number).is_none(), "{} is there twice", id);
            }
            let is_alone = stories_met.insert(number);
            let many = expected.values().filter(|story| **story == number).count() > MOST_COPIES;
            prop_assert!(is_alone || many, "two articles of the story {}", number);
        }
        prop_assert_eq!(&found, &expected);
        prop_assert_eq!(index.stats().unwrap().articles, results.hits.len() as u64);
        Ok(expected)
    }
}

fn name(place: usize, kind: Kind) -> String {
    let ending = match kind {
        Kind::Text => "txt",
        Kind::Lines => "jsonl",
        Kind::List => "json",
    };
    format!("{}.{ending}", PLACES[place])
}

/// A text that begins with its number, long enough to be compared with others and unlike them.
fn story(number: u8) -> String {
    const WORDS: [&str; 12] =
        ["дорога", "река", "школа", "город", "поезд", "зима", "рынок", "степь", "завод", "книга", "озеро", "закон"];
    let mut rng = fastrand::Rng::with_seed(u64::from(number) * 7919 + 1);
    let mut text = format!("Мост {number} открыт");
    for _ in 0..25 {
        write!(text, " {}{}", rng.choice(WORDS).unwrap(), rng.u8(..)).unwrap();
    }
    text + "."
}

/// How many histories are tried.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|number| number.parse().ok()).unwrap_or(48)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn an_index_is_what_its_folder_is(rounds in proptest::collection::vec(proptest::collection::vec(any_change(), 0..6), 1..6)) {
        let mut house = House { folder: tempfile::tempdir().unwrap(), files: BTreeMap::new() };
        let index = Index::in_memory().unwrap();
        let mut held = BTreeMap::new();
        for changes in rounds {
            changes.into_iter().for_each(|change| house.apply(change));
            house.write();
            held = house.check(&index, &held)?;
        }
    }
}
