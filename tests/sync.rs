//! What a sync adds and removes where folders overlap, links lead elsewhere and ids repeat.

use std::fs;
use std::path::PathBuf;

use izdeu::{Corpus, Index, LocalSearcher, RawArticle, SearchRequest, Searcher, SyncReport};

/// A folder of articles and an index in memory.
struct House {
    folder: tempfile::TempDir,
    index: Index,
}

impl House {
    fn with(files: &[(&str, &str)]) -> House {
        let house = House { folder: tempfile::tempdir().unwrap(), index: Index::in_memory().unwrap() };
        files.iter().for_each(|(file, text)| house.write(file, text));
        house
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    fn write(&self, file: &str, text: &str) {
        fs::create_dir_all(self.path(file).parent().unwrap()).unwrap();
        fs::write(self.path(file), text).unwrap();
    }

    fn sync(&self, roots: &[&str]) -> SyncReport {
        let corpus = Corpus::open(roots.iter().map(|root| self.path(root))).unwrap();
        self.index.writer().unwrap().sync(corpus, |_| {}).unwrap()
    }

    fn find(&self, query: &str) -> usize {
        LocalSearcher::open(&self.index).unwrap().search(&SearchRequest::new(query)).unwrap().total
    }
}

#[test]
fn an_id_of_another_folder_is_named_and_overwrites_nothing() {
    let house = House::with(&[("a/n.txt", "В Таразе открыли мост."), ("b/n.txt", "В Актау открыли порт.")]);
    house.sync(&["a"]);
    let report = house.sync(&["b"]);
    assert_eq!((report.added, report.replaced, report.removed), (0, 0, 0));
    assert!(report.problems[0].reason.contains("belongs to"), "{:?}", report.problems);
    assert_eq!((house.find("мост"), house.find("порт")), (1, 0));
    // The folder above gives both an id of their own.
    let report = house.sync(&[""]);
    assert_eq!((report.added, report.removed, report.problems.len()), (2, 1, 0));
    assert_eq!((house.find("мост"), house.find("порт")), (1, 1));
}

#[test]
fn a_folder_that_moved_takes_its_articles_along() {
    let house = House::with(&[("a/n.txt", "В Таразе открыли мост.")]);
    house.sync(&["a"]);
    fs::rename(house.path("a"), house.path("b")).unwrap();
    let report = house.sync(&["b"]);
    assert_eq!((report.replaced, report.problems.len()), (1, 0));
    assert_eq!(house.find("мост"), 1);
}

#[test]
fn a_repeated_id_is_named_with_its_line_and_what_is_gone_goes() {
    let lines = |ids: &[&str]| -> String {
        ids.iter().map(|id| format!("{{\"id\": \"{id}\", \"text\": \"Мост номер {id} открыт.\"}}\n")).collect()
    };
    let house = House::with(&[("news.jsonl", &lines(&["1", "2", "3"]))]);
    house.sync(&[""]);
    house.write("news.jsonl", &(lines(&["1", "2"]) + &lines(&["1"]).replace("номер", "под номером")));
    let report = house.sync(&[""]);
    assert_eq!((report.removed, report.kept), (1, 0));
    assert_eq!(report.problems[0].line, Some(3));
    assert_eq!(house.find("мост"), 2);
}

#[test]
fn records_of_a_file_with_a_broken_line_are_kept() {
    let house = House::with(&[("news.jsonl", "{\"id\": \"1\", \"text\": \"Мост открыт.\"}\n")]);
    house.sync(&[""]);
    house.write("news.jsonl", "{\"id\": \"1\", \"text\": \"Мост от");
    let report = house.sync(&[""]);
    assert_eq!((report.removed, report.kept), (0, 1));
    assert_eq!(house.find("мост"), 1);
}

#[cfg(unix)]
#[test]
fn links_neither_hide_nor_keep_articles() {
    use std::os::unix::fs::symlink;
    let house = House::with(&[("out/y.txt", "В Таразе открыли мост."), ("in/x.txt", "В Актау открыли порт.")]);
    symlink(house.path("out"), house.path("in/link")).unwrap();
    symlink(house.path("in"), house.path("in/loop")).unwrap();
    assert_eq!(house.sync(&["in"]).added, 2);
    fs::remove_file(house.path("out/y.txt")).unwrap();
    fs::remove_file(house.path("in/x.txt")).unwrap();
    let report = house.sync(&["in"]);
    assert_eq!((report.removed, report.kept), (2, 0));
}

#[test]
fn an_index_within_the_corpus_is_not_read() {
    let house = House::with(&[("a.txt", "В Таразе открыли мост.")]);
    let index = Index::open_or_create(house.path("index")).unwrap();
    let mut writer = index.writer().unwrap();
    for _ in 0..2 {
        let report = writer.sync(Corpus::open([house.path("")]).unwrap(), |_| {}).unwrap();
        assert_eq!((report.added + report.unchanged, report.problems.len()), (1, 0), "{report:?}");
    }
}

#[test]
fn an_article_that_comes_twice_is_one() {
    let line = |text: &str| format!("{{\"id\": \"1\", \"text\": \"{text}\"}}\n");
    let house = House::with(&[("a.jsonl", &line("Мост открыт.")), ("b.jsonl", &line("Мост открыт."))]);
    let report = house.sync(&[""]);
    assert_eq!((report.added, report.copies, report.problems.len()), (1, 1, 0));
    house.write("b.jsonl", &line("Мост закрыт."));
    let report = house.sync(&[""]);
    assert_eq!((report.unchanged, report.problems.len()), (1, 1));
    assert!(report.problems[0].to_string().contains("the id 1 occurs again with another text"));
}

#[test]
fn a_sync_commits_what_was_added_before_it() {
    let house = House::with(&[("empty/readme.pdf", "")]);
    let mut writer = house.index.writer().unwrap();
    writer.add(RawArticle::new("memory", "В Таразе открыли мост.")).unwrap();
    writer.sync(Corpus::open([house.path("empty")]).unwrap(), |_| {}).unwrap();
    assert_eq!(house.find("мост"), 1);
    assert!(writer.add(RawArticle::new(" ", "Текст")).is_err(), "a blank id names nothing");
    assert!(writer.add(RawArticle::new("х".repeat(2_000), "Текст")).is_err());
}

#[test]
fn a_root_written_through_another_one_is_its_own() {
    let house = House::with(&[("a/x.txt", "В Таразе открыли мост."), ("b/y.txt", "В Актау открыли порт.")]);
    assert_eq!(house.sync(&["a", "a/../b"]).added, 2);
    fs::remove_file(house.path("b/y.txt")).unwrap();
    assert_eq!(house.sync(&["a", "a/../b"]).removed, 1);
}

const STORY: &str = "В Таразе после долгого ремонта снова открыли мост через реку Талас. По нему уже пустили автобусы, а \
    грузовики пойдут только осенью, когда высохнет новое покрытие.";

impl House {
    /// The ids of the articles that a query finds, each with the ids of its copies.
    fn found(&self, query: &str) -> Vec<(String, Vec<String>)> {
        let results = LocalSearcher::open(&self.index).unwrap().search(&SearchRequest::new(query)).unwrap();
        assert_eq!(results.total, results.hits.len());
        let ids = |hit: &izdeu::Hit| hit.copies.iter().map(|copy| copy.id.to_string()).collect();
        let mut found: Vec<_> = results.hits.iter().map(|hit| (hit.id.to_string(), ids(hit))).collect();
        found.sort();
        found
    }

    #[track_caller]
    fn check(&self, report: [u64; 5], expected: &[(&str, &[&str])]) {
        let SyncReport { added, replaced, removed, unchanged, copies, .. } = self.sync(&[""]);
        assert_eq!(
            [added, replaced, removed, unchanged, copies],
            report,
            "added, replaced, removed, unchanged, copies"
        );
        let expected: Vec<(String, Vec<String>)> = expected
            .iter()
            .map(|(id, copies)| (id.to_string(), copies.iter().map(|copy| copy.to_string()).collect()))
            .collect();
        assert_eq!(self.found("мост"), expected);
        // Nothing but the articles is found by what they do not have, either.
        assert_eq!(self.found("-верблюд").len(), expected.len());
        assert_eq!(self.index.stats().unwrap().articles, expected.len() as u64);
    }
}

#[test]
fn crawls_of_one_page_are_one_article() {
    let dated = format!("15.02.2026, 16:35 38496\n{STORY}\nРеклама");
    let house = House::with(&[("b.txt", STORY), ("c.txt", &dated), ("d.txt", &format!("date 2026-02-16\n{STORY}"))]);
    house.check([3, 0, 0, 0, 2], &[("c.txt", &["b.txt", "d.txt"])]);
    house.check([0, 0, 0, 3, 2], &[("c.txt", &["b.txt", "d.txt"])]);
    // The best one is gone: the next takes its place, though its own file is as it was.
    fs::remove_file(house.path("c.txt")).unwrap();
    house.check([0, 0, 1, 2, 1], &[("d.txt", &["b.txt"])]);
    house.check([0, 0, 0, 2, 1], &[("d.txt", &["b.txt"])]);
    // A better one comes later.
    house.write("e.txt", &format!("Мост открыт\n{dated}"));
    house.check([1, 0, 0, 2, 2], &[("e.txt", &["b.txt", "d.txt"])]);
    // It becomes another article, and a copy moves.
    house.write("e.txt", "На старом месте построят ещё один мост, на этот раз для пешеходов и велосипедистов города.");
    fs::rename(house.path("b.txt"), house.path("f.txt")).unwrap();
    house.check([1, 1, 1, 1, 1], &[("d.txt", &["f.txt"]), ("e.txt", &[])]);
}

#[test]
fn articles_of_another_folder_are_no_copies() {
    let dated = format!("15.02.2026, 16:35 38496\n{STORY}");
    let house = House::with(&[("a/n.txt", STORY), ("b/m.txt", &dated)]);
    house.sync(&["a"]);
    house.sync(&["b"]);
    assert_eq!(house.found("мост"), [("m.txt".into(), vec![]), ("n.txt".into(), vec![])]);
    // The folder above knows both.
    assert_eq!(house.sync(&[""]).copies, 1);
    assert_eq!(house.found("мост"), [("b/m.txt".into(), vec!["a/n.txt".to_owned()])]);
}

#[test]
fn a_copy_comes_back_whenever_it_can_be_read() {
    let dated = format!("15.02.2026, 16:35 38496\n{STORY}");
    let house = House::with(&[("a.txt", &dated), ("b.txt", STORY)]);
    house.check([2, 0, 0, 0, 1], &[("a.txt", &["b.txt"])]);
    fs::remove_file(house.path("a.txt")).unwrap();
    fs::write(house.path("b.txt"), b"PNG\0\x01\x02").unwrap();
    let report = house.sync(&[""]);
    assert_eq!((report.removed, report.kept, report.problems.len()), (1, 1, 1));
    house.write("b.txt", STORY);
    house.check([0, 0, 0, 1, 0], &[("b.txt", &[])]);
}

#[cfg(feature = "archives")]
mod archives {
    use super::*;

    /// A tar with these files.
    fn tar(files: &[(&str, &str)]) -> Vec<u8> {
        let mut tar = tar::Builder::new(Vec::new());
        for (file, text) in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(text.len() as u64);
            header.set_cksum();
            tar.append_data(&mut header, file, text.as_bytes()).unwrap();
        }
        tar.into_inner().unwrap()
    }

    #[test]
    fn articles_go_with_their_archive_and_stay_while_it_is_broken() {
        let house = House::with(&[("in/a.txt", "В Актау открыли порт.")]);
        let whole = tar(&[("2024/x.txt", "В Таразе открыли мост."), ("2024/y.txt", "В Уральске открыли мост.")]);
        let archive = house.path("in/news.tar");
        fs::write(&archive, &whole).unwrap();
        assert_eq!(house.sync(&["in"]).added, 3);
        assert_eq!(house.find("мост"), 2);

        fs::write(&archive, &whole[..530]).unwrap();
        let report = house.sync(&["in"]);
        assert_eq!((report.removed, report.kept, report.problems.len()), (0, 2, 2), "{:?}", report.problems);
        assert_eq!(house.find("мост"), 2);

        fs::write(&archive, tar(&[("2024/x.txt", "В Таразе открыли мост.")])).unwrap();
        let report = house.sync(&["in"]);
        assert_eq!((report.removed, report.unchanged), (1, 2));

        fs::remove_file(&archive).unwrap();
        assert_eq!(house.sync(&["in"]).removed, 1);
        assert_eq!(house.find("мост"), 0);
    }

    #[test]
    fn an_id_of_an_archive_elsewhere_is_named_while_the_archive_is_there() {
        let files: &[(&str, &str)] = &[("x.txt", "В Таразе открыли мост.")];
        let house = House::with(&[("a/b.txt", "1"), ("c/d.txt", "2")]);
        fs::write(house.path("a/news.tar"), tar(files)).unwrap();
        fs::write(house.path("c/news.tar"), tar(files)).unwrap();
        assert_eq!(house.sync(&["a"]).problems.len(), 0);
        assert!(house.sync(&["c"]).problems[0].reason.contains("belongs to"));
        fs::remove_file(house.path("a/news.tar")).unwrap();
        assert_eq!(house.sync(&["c"]).problems.len(), 0);
    }
}
