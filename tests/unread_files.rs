//! Which files a sync does not read because they are as they were, and that nothing is lost by that.

use std::fs::{self, File};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use izdeu::{Corpus, Index, LocalSearcher, SearchRequest, Searcher, SyncReport};

/// A folder of articles and an index in memory.
struct House {
    folder: tempfile::TempDir,
    index: Index,
}

impl House {
    fn new() -> House {
        House { folder: tempfile::tempdir().unwrap(), index: Index::in_memory().unwrap() }
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    /// Writes a file as if so many minutes ago: what changed a moment ago is always read.
    fn write(&self, file: &str, minutes: u64, text: &str) {
        fs::write(self.path(file), text).unwrap();
        let time = SystemTime::now() - Duration::from_secs(60 * minutes);
        File::options().append(true).open(self.path(file)).unwrap().set_modified(time).unwrap();
    }

    fn sync(&self) -> SyncReport {
        self.index.writer().unwrap().sync(Corpus::open([self.folder.path()]).unwrap(), |_| {}).unwrap()
    }

    /// What a sync did, with how many bytes it read.
    #[track_caller]
    fn check(&self, expected: &str) {
        let SyncReport { added, replaced, removed, unchanged, bytes, problems, .. } = self.sync();
        let read = if bytes > 0 { "read" } else { "unread" };
        let told = format!("+{added} ~{replaced} -{removed} ={unchanged} {read}, {} problems", problems.len());
        assert_eq!(told, expected, "{problems:?}");
    }

    fn finds(&self, query: &str) -> usize {
        LocalSearcher::open(&self.index).unwrap().search(&SearchRequest::new(query)).unwrap().total
    }
}

fn line(id: &str, text: &str) -> String {
    format!("{{\"id\": \"{id}\", \"text\": \"{text}\"}}\n")
}

const BRIDGE: &str = "В Таразе открыли мост.";
const PORT: &str = "В Актау закрыли порт.";

#[test]
fn what_is_as_it_was_is_not_read() {
    let house = House::new();
    house.write("a.jsonl", 9, &[line("1", BRIDGE), line("2", PORT)].concat());
    house.write("b.txt", 9, "В Семее ждут снега.");
    house.check("+3 ~0 -0 =0 read, 0 problems");
    house.check("+0 ~0 -0 =3 unread, 0 problems");
    house.write("b.txt", 8, "В Семее выпал снег.");
    house.check("+0 ~1 -0 =2 read, 0 problems");
    house.check("+0 ~0 -0 =3 unread, 0 problems");
    fs::remove_file(house.path("b.txt")).unwrap();
    house.check("+0 ~0 -1 =2 unread, 0 problems");
    assert_eq!((house.finds("мост"), house.finds("снег")), (1, 0));
}

#[test]
fn what_was_only_touched_is_read_once() {
    let house = House::new();
    house.write("a.jsonl", 9, &[line("1", BRIDGE), line("2", PORT)].concat());
    house.check("+2 ~0 -0 =0 read, 0 problems");
    house.write("a.jsonl", 8, &[line("1", BRIDGE), line("2", PORT)].concat());
    house.check("+0 ~0 -0 =2 read, 0 problems");
    house.check("+0 ~0 -0 =2 unread, 0 problems");
    // One line changed, the other article has the state of before.
    house.write("a.jsonl", 7, &[line("1", BRIDGE), line("2", "В Актау открыли порт.")].concat());
    house.check("+0 ~1 -0 =1 read, 0 problems");
    house.check("+0 ~0 -0 =2 unread, 0 problems");
}

#[test]
fn what_changed_a_moment_ago_is_read_again() {
    let house = House::new();
    fs::write(house.path("a.txt"), BRIDGE).unwrap();
    house.check("+1 ~0 -0 =0 read, 0 problems");
    house.check("+0 ~0 -0 =1 read, 0 problems");
}

#[test]
fn a_file_with_a_fault_is_read_and_told_of_each_time() {
    let house = House::new();
    house.write("a.jsonl", 9, &[line("1", BRIDGE), "{\"id\":\n".to_owned()].concat());
    house.check("+1 ~0 -0 =0 read, 1 problems");
    house.check("+0 ~0 -0 =1 read, 1 problems");
    house.write("a.jsonl", 8, &line("1", BRIDGE));
    house.check("+0 ~0 -0 =1 read, 0 problems");
    house.check("+0 ~0 -0 =1 unread, 0 problems");
}

#[test]
fn an_article_that_two_files_have_outlives_one_of_them() {
    let house = House::new();
    house.write("a.jsonl", 9, &[line("1", BRIDGE), line("2", PORT)].concat());
    house.write("b.jsonl", 9, &line("2", PORT));
    house.check("+2 ~0 -0 =0 read, 0 problems");
    house.check("+0 ~0 -0 =2 read, 0 problems");
    house.write("a.jsonl", 8, &line("1", BRIDGE));
    assert_eq!(house.sync().removed, 0);
    assert_eq!((house.finds("мост"), house.finds("порт")), (1, 1));
}

#[test]
fn the_first_of_two_files_has_the_article_though_the_second_was_not_to_be_read() {
    let house = House::new();
    house.write("m.jsonl", 9, &line("1", BRIDGE));
    house.check("+1 ~0 -0 =0 read, 0 problems");
    house.write("z.jsonl", 8, &line("1", PORT));
    house.check("+0 ~0 -0 =1 read, 1 problems");
    assert_eq!((house.finds("мост"), house.finds("порт")), (1, 0));
    house.write("a.jsonl", 8, &line("1", "В Семее выпал снег."));
    house.check("+0 ~1 -0 =0 read, 2 problems");
    assert_eq!((house.finds("мост"), house.finds("снег")), (0, 1));
    // All of them have moved: nothing of before is in the way.
    for (from, to) in [("a.jsonl", "b.jsonl"), ("m.jsonl", "n.jsonl"), ("z.jsonl", "y.jsonl")] {
        fs::rename(house.path(from), house.path(to)).unwrap();
    }
    house.check("+0 ~1 -0 =0 read, 2 problems");
    assert_eq!((house.finds("мост"), house.finds("снег")), (0, 1));
}

#[test]
fn what_was_removed_by_hand_comes_back() {
    let house = House::new();
    house.write("a.jsonl", 9, &[line("1", BRIDGE), line("2", PORT)].concat());
    house.check("+2 ~0 -0 =0 read, 0 problems");
    let mut writer = house.index.writer().unwrap();
    writer.remove(&"1".into());
    writer.commit().unwrap();
    drop(writer);
    house.check("+1 ~0 -0 =1 read, 0 problems");
    house.check("+0 ~0 -0 =2 unread, 0 problems");
}

#[test]
fn the_metadata_beside_and_the_way_of_reading_count() {
    let house = House::new();
    house.write("a.txt", 9, BRIDGE);
    house.check("+1 ~0 -0 =0 read, 0 problems");
    house.write("a.json", 8, "{\"title\": \"Мост открыт\"}");
    house.check("+0 ~1 -0 =0 read, 0 problems");
    house.check("+0 ~0 -0 =1 unread, 0 problems");
    fs::remove_file(house.path("a.json")).unwrap();
    house.check("+0 ~1 -0 =0 read, 0 problems");
    let options = izdeu::ReadOptions::new().encoding("utf-8").unwrap();
    let corpus = Corpus::open_with([house.folder.path()], options).unwrap();
    assert!(house.index.writer().unwrap().sync(corpus, |_| {}).unwrap().bytes > 0);
}

#[cfg(feature = "archives")]
#[test]
fn an_archive_is_known_as_a_whole() {
    use std::io::Write;
    let house = House::new();
    let mut archive = zip::ZipWriter::new(File::create(house.path("news.zip")).unwrap());
    for (name, text) in [("1.txt", BRIDGE), ("2.txt", PORT)] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    let bytes = fs::read(house.path("news.zip")).unwrap();
    fs::write(house.path("news.zip"), bytes).unwrap();
    let time = SystemTime::now() - Duration::from_secs(600);
    File::options().append(true).open(house.path("news.zip")).unwrap().set_modified(time).unwrap();
    house.check("+2 ~0 -0 =0 read, 0 problems");
    house.check("+0 ~0 -0 =2 unread, 0 problems");
    fs::remove_file(house.path("news.zip")).unwrap();
    house.check("+0 ~0 -2 =0 unread, 0 problems");
}
