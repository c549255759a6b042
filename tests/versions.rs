//! Indexes that earlier versions of this program have written: each is answered from, or refused with what to do.
//!
//! After the format has changed, `cargo test --test versions -- --ignored` adds a fixture of the new one; then it gets a line in
//! [`FIXTURES`], and the ones before it say how they fare.

use std::fs::{self, File};
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use izdeu::{Error, Extent, Index, LocalSearcher, RawArticle, Rebuild, SearchRequest, Searcher};

/// What becomes of an index of another version.
#[derive(Debug, PartialEq, Eq)]
enum Fate {
    /// It is opened, sound, and answers.
    Answers,
    /// It is refused with the command that helps.
    Refused,
}

/// The fixtures in `tests/fixtures`: `index-NAME.zip`.
const FIXTURES: &[(&str, Fate)] = &[
    ("schema-3", Fate::Refused),
    ("schema-4", Fate::Refused),
    ("schema-5", Fate::Refused),
    ("schema-6", Fate::Answers),
];

/// What the fixtures hold.
const ARTICLES: &[(&str, &str, &str)] = &[
    ("most", "Мост в Таразе", "5 июня 2022 | 10:15\n\nВ Таразе открыли мост через реку. По нему уже ездят автобусы."),
    ("port", "Порт в Актау", "В Актау построили порт. Первые суда пришли весной."),
    ("mektep", "Жаңа мектеп", "Қызылордада жаңа мектеп ашылды. Онда екі жүз бала оқиды."),
];

fn path_of(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(format!("index-{name}.zip"))
}

fn unpack(name: &str, to: &Path) {
    let mut archive = zip::ZipArchive::new(File::open(path_of(name)).unwrap()).unwrap();
    fs::create_dir_all(to).unwrap();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        fs::write(to.join(file.name().unwrap().as_ref()), bytes).unwrap();
    }
}

#[test]
fn every_format_that_was_ever_written_is_answered_from_or_refused_with_what_to_do() {
    for (name, expected) in FIXTURES {
        let house = tempfile::tempdir().unwrap();
        let folder = house.path().join("index");
        unpack(name, &folder);
        let fate = match Index::open(&folder) {
            Ok(index) => {
                assert!(Index::check(&folder, Extent::All).unwrap().is_sound(), "{name}");
                let searcher = LocalSearcher::open(&index).unwrap();
                for (query, id) in [("моста", "most"), ("порты", "port"), ("мектепте", "mektep")] {
                    let found = searcher.search(&SearchRequest::new(query)).unwrap();
                    assert_eq!(found.hits[0].id.as_str(), id, "{name}: {query}");
                }
                Fate::Answers
            }
            Err(error @ Error::IncompatibleIndex { .. }) => {
                let message = error.to_string();
                assert!(message.contains("search index --rebuild --index"), "{message}");
                let checked = Index::check(&folder, Extent::Sample).unwrap();
                assert_eq!(checked.findings.len(), 1, "{name}: {checked:?}");
                Fate::Refused
            }
            Err(error) => panic!("{name}: {error}"),
        };
        assert_eq!(fate, *expected, "{name}");
        // What helps, helps.
        Rebuild::of(&folder).unwrap().finish().unwrap();
        assert_eq!(Index::open(&folder).unwrap().stats().unwrap().articles, 0, "{name}");
    }
}

#[test]
fn every_fixture_has_its_line() {
    let files = fs::read_dir(path_of("").parent().unwrap()).unwrap();
    let fixtures = files.filter(|file| file.as_ref().unwrap().file_name().to_string_lossy().starts_with("index-"));
    assert_eq!(fixtures.count(), FIXTURES.len());
}

#[test]
#[ignore = "makes a fixture of the present format: tests/fixtures/index-new.zip, to be renamed"]
fn make() {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open_or_create(folder.path()).unwrap();
    let mut writer = index.writer().unwrap();
    for (id, title, text) in ARTICLES {
        writer.add(RawArticle::new(*id, *text).title(*title)).unwrap();
    }
    writer.commit().unwrap();
    writer.close().unwrap();
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let mut names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path()).collect();
    names.sort();
    for path in names.iter().filter(|path| !path.to_string_lossy().ends_with(".lock")) {
        let name = path.file_name().unwrap().to_string_lossy();
        if name != ".writer.json" && !name.starts_with(".tmp") {
            archive.start_file(name.as_ref(), options).unwrap();
            archive.write_all(&fs::read(path).unwrap()).unwrap();
        }
    }
    fs::write(path_of("new"), archive.finish().unwrap().into_inner()).unwrap();
}
