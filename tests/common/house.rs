//! A folder of articles that changes at random, and the model of what an index of it holds.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use fastrand::Rng;
use tempfile::TempDir;

/// What an index holds: the revision of each article, by its id.
pub type State = BTreeMap<String, u32>;

/// The folder of articles, beside the indexes that are made of it.
pub const ARTICLES: &str = "articles";

/// About so many files of one article there are, and so many of many.
const FILES: usize = 20;
const TABLES: usize = 2;

/// A folder for a worker, gone when it is dropped.
pub struct House {
    pub folder: TempDir,
    files: BTreeMap<String, File>,
    /// Counts everything that was ever written: no two texts are the same.
    revision: u32,
}

enum File {
    /// One article, whose id is the file's name.
    Text(u32),
    /// An article a line, each with an id of its own.
    Lines(State),
}

impl House {
    pub fn new(rng: &mut Rng) -> House {
        let mut house = House { folder: tempfile::tempdir().unwrap(), files: BTreeMap::new(), revision: 0 };
        fs::create_dir(house.path().join(ARTICLES)).unwrap();
        for _ in 0..FILES {
            house.add_file(rng);
        }
        for _ in 0..TABLES {
            house.add_table(rng);
        }
        house
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// What an index of the folder has to hold.
    pub fn state(&self) -> State {
        let mut state = State::new();
        for (name, file) in &self.files {
            match file {
                File::Text(revision) => drop(state.insert(name.clone(), *revision)),
                File::Lines(lines) => state.extend(lines.iter().map(|(id, revision)| (id.clone(), *revision))),
            }
        }
        state
    }

    /// Adds, edits, deletes and renames, until the state is another one.
    pub fn change(&mut self, rng: &mut Rng) {
        let before = self.state();
        let changes = rng.usize(1..6);
        for change in 0.. {
            if change >= changes && self.state() != before {
                return;
            }
            match rng.u8(..10) {
                0 | 1 if self.files.len() < 2 * FILES => self.add_file(rng),
                2 | 3 if self.files.len() > FILES / 2 => self.delete(rng),
                4 | 5 => self.rename(rng),
                _ => self.edit(rng),
            }
        }
    }

    fn add_file(&mut self, rng: &mut Rng) {
        let name = self.new_name("txt");
        self.put(name, rng, |_, revision, _| File::Text(revision));
    }

    fn add_table(&mut self, rng: &mut Rng) {
        let name = self.new_name("jsonl");
        self.put(name, rng, |_, revision, rng| {
            File::Lines((0..rng.u32(5..15)).map(|number| (format!("{revision}-{number}"), revision)).collect())
        });
    }

    fn edit(&mut self, rng: &mut Rng) {
        let name = self.any(rng);
        self.put(name, rng, |before, revision, rng| match before {
            Some(File::Lines(mut lines)) => {
                let line = rng.choice(lines.keys()).cloned();
                match (rng.u8(..4), line) {
                    (0, Some(line)) => drop(lines.remove(&line)),
                    (1, _) | (_, None) => drop(lines.insert(format!("new-{revision}"), revision)),
                    (_, Some(line)) => drop(lines.insert(line, revision)),
                }
                File::Lines(lines)
            }
            _ => File::Text(revision),
        });
    }

    fn delete(&mut self, rng: &mut Rng) {
        let name = self.any(rng);
        if matches!(self.files[&name], File::Text(_)) {
            fs::remove_file(self.file(&name)).unwrap();
            self.files.remove(&name);
        }
    }

    fn rename(&mut self, rng: &mut Rng) {
        let name = self.any(rng);
        let new = self.new_name(name.rsplit('.').next().unwrap());
        fs::rename(self.file(&name), self.file(&new)).unwrap();
        let file = self.files.remove(&name).unwrap();
        self.files.insert(new, file);
    }

    /// Writes a file anew with what `change` makes of what was in it.
    fn put(&mut self, name: String, rng: &mut Rng, change: impl FnOnce(Option<File>, u32, &mut Rng) -> File) {
        self.revision += 1;
        let file = change(self.files.remove(&name), self.revision, rng);
        let contents = match &file {
            File::Text(revision) => text(*revision),
            File::Lines(lines) => lines.iter().fold(String::new(), |mut contents, (id, revision)| {
                writeln!(contents, "{}", serde_json::json!({ "id": id, "text": text_of(id, *revision) })).unwrap();
                contents
            }),
        };
        fs::write(self.file(&name), contents).unwrap();
        self.files.insert(name, file);
    }

    fn any(&self, rng: &mut Rng) -> String {
        rng.choice(self.files.keys()).unwrap().clone()
    }

    fn new_name(&mut self, ending: &str) -> String {
        self.revision += 1;
        format!("{}.{ending}", self.revision)
    }

    fn file(&self, name: &str) -> std::path::PathBuf {
        self.path().join(ARTICLES).join(name)
    }
}

/// The text of an article that is alone in its file.
fn text(revision: u32) -> String {
    text_of("file", revision)
}

/// A text that has its revision in its first sentence, and enough words of its own that it is no copy of another one.
fn text_of(id: &str, revision: u32) -> String {
    const WORDS: [&str; 16] = [
        "дорога",
        "река",
        "школа",
        "аким",
        "город",
        "поезд",
        "зима",
        "рынок",
        "хлеб",
        "степь",
        "завод",
        "книга",
        "врач",
        "озеро",
        "матч",
        "закон",
    ];
    let mut rng = Rng::with_seed(u64::from(revision) ^ ((id.len() as u64) << 32));
    let mut text = format!("Мост, правка {revision}: {id}.");
    for _ in 0..rng.usize(5..60) {
        write!(text, " {}{}", rng.choice(WORDS).unwrap(), [" ", ", ", ". "][rng.usize(..3)].trim_end()).unwrap();
    }
    text
}
