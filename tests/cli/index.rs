//! `search index`

use std::fs;

use izdeu::Index;

use crate::sandbox::{Sandbox, ids, sample_size};

#[test]
fn the_report_says_what_was_added_and_a_second_run_that_nothing_changed() {
    let sandbox = Sandbox::new();
    let articles = sample_size();
    for counts in [
        format!("added {articles}, replaced 0, removed 0, unchanged 0 in "),
        format!("added 0, replaced 0, removed 0, unchanged {articles} in "),
    ] {
        let run = sandbox.run(["index"]);
        assert_eq!((run.code, run.stdout.as_str()), (0, ""));
        assert!(run.stderr.starts_with(&counts), "{counts}\n{}", run.stderr);
        assert!(run.stderr.contains(&format!("\n{articles} articles in index (")), "{}", run.stderr);
    }
}

#[test]
fn what_was_edited_deleted_or_added_is_brought_up_to_date() {
    let sandbox = Sandbox::indexed();
    let edited = sandbox.path("corpus/economy/kostanay-uborka.txt");
    let text = fs::read_to_string(&edited).unwrap();
    fs::write(&edited, text + "\nКомбайнёры нашли в поле метеорит.\n").unwrap();
    fs::remove_file(sandbox.path("corpus/sport/2022-07-10-rybakina-wimbledon.txt")).unwrap();
    sandbox.write("corpus/new/zoo.txt", "В зоопарк Караганды привезли жирафа. Посетители кормят его с балкона.");

    let run = sandbox.run(["index", "corpus"]);
    let expected = format!("added 1, replaced 1, removed 1, unchanged {} in ", sample_size() - 2);
    assert!(run.code == 0 && run.stderr.starts_with(&expected), "{expected}\n{run:?}");
    for (query, expected) in
        [("метеорит", &["economy/kostanay-uborka.txt"][..]), ("Рыбакина", &[]), ("жираф", &["new/zoo.txt"])]
    {
        assert_eq!(ids(&sandbox.json([query])), expected, "{query}");
    }
}

#[test]
fn a_part_of_the_corpus_leaves_the_rest_of_the_index_alone() {
    let sandbox = Sandbox::indexed();
    let run = sandbox.run(["index", "corpus/kazakh"]);
    assert!(run.stderr.contains(&format!("\n{} articles in index", sample_size())), "{run:?}");
    assert_eq!(ids(&sandbox.json(["Рыбакина"])).len(), 1);
}

#[test]
fn what_cannot_be_read_is_named_with_its_line_and_the_rest_is_indexed() {
    let sandbox = Sandbox::new();
    let record = r#"{"id": "giraffe", "text": "В зоопарк Караганды привезли жирафа."}"#;
    sandbox.write("corpus/more.jsonl", format!("{record}\n{{\"id\": \"cut off\", \"text\n{{\"id\": \"silent\"}}\n"));
    sandbox.write("corpus/broken.txt", "Первая строка о Караганде.\nВторая строка.\n".as_bytes());
    let mut bytes = fs::read(sandbox.path("corpus/broken.txt")).unwrap();
    bytes.extend(b"\xd0\n");
    sandbox.write("corpus/broken.txt", &bytes);
    sandbox.write("corpus/picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0");
    sandbox.write("corpus/blank.txt", " \n\n");
    sandbox.write("corpus/photo.jpg", b"\xff\xd8\xff\xe0");

    let run = sandbox.run(["index", "corpus"]);
    assert_eq!(run.code, 2);
    for expected in [
        "not read: corpus/more.jsonl:2: broken JSON",
        "not read: corpus/more.jsonl:3: the article is empty",
        "not read: corpus/broken.txt:3: a broken byte of UTF-8 on this line",
        "not read: corpus/picture.txt: the encoding is not known",
        "not read: corpus/blank.txt: the article is empty",
        "5 articles or files could not be read; everything else was",
        "passed over 1 file without articles or of other kinds",
        &format!("added {}, ", sample_size() + 1),
    ] {
        assert!(run.stderr.contains(expected), "{expected}\n{}", run.stderr);
    }
    assert_eq!(ids(&sandbox.json(["жираф"])), ["giraffe"]);
    let quiet = sandbox.run(["index", "--quiet", "corpus"]);
    assert!(quiet.code == 2 && quiet.stderr.contains("corpus/more.jsonl:2: "), "{quiet:?}");
}

#[test]
fn articles_stay_while_their_file_is_broken_and_go_when_it_is_gone() {
    let sandbox = Sandbox::indexed();
    let queries = [("скоростной поезд", "agency-0003"), ("Рыбакина", "sport/2022-07-10-rybakina-wimbledon.txt")];
    let lines = fs::read_to_string(sandbox.path("corpus/agency.jsonl")).unwrap();
    let broken: Vec<&str> =
        lines.lines().enumerate().map(|(at, line)| if at == 2 { &line[..40] } else { line }).collect();
    sandbox.write("corpus/agency.jsonl", broken.join("\n"));
    sandbox.write("corpus/sport/2022-07-10-rybakina-wimbledon.txt", b"PNG\0\0\0");

    let run = sandbox.run(["index"]);
    assert_eq!(run.code, 2);
    for expected in [
        "corpus/agency.jsonl:3: ",
        "rybakina-wimbledon.txt: ",
        "removed 0",
        "kept 2 articles of files that could not be read",
    ] {
        assert!(run.stderr.contains(expected), "{expected}\n{}", run.stderr);
    }
    for (query, id) in queries {
        assert_eq!(ids(&sandbox.json([query])).first(), Some(&id), "{query}");
    }

    let rest: Vec<&str> = broken.iter().enumerate().filter(|(at, _)| *at != 2).map(|(_, line)| *line).collect();
    sandbox.write("corpus/agency.jsonl", rest.join("\n"));
    fs::remove_file(sandbox.path("corpus/sport/2022-07-10-rybakina-wimbledon.txt")).unwrap();
    let run = sandbox.run(["index"]);
    assert!(run.code == 0 && run.stderr.contains("removed 2"), "{run:?}");
    for (query, id) in queries {
        assert!(!ids(&sandbox.json([query])).contains(&id), "{query}");
    }
}

#[test]
fn a_missing_path_among_others_is_a_problem_and_alone_an_error() {
    let sandbox = Sandbox::indexed();
    let run = sandbox.run(["index", "corpus", "korpus"]);
    assert_eq!(run.code, 2);
    for expected in ["not read: korpus: ", "removed 0", &format!("unchanged {}", sample_size())] {
        assert!(run.stderr.contains(expected), "{expected}\n{}", run.stderr);
    }
    fs::rename(sandbox.path("corpus"), sandbox.path("moved")).unwrap();
    let run = sandbox.run(["index", "corpus"]);
    assert!(run.code == 2 && run.stderr.starts_with("search: corpus: "), "{run:?}");
    assert_eq!(ids(&sandbox.json(["Рыбакина"])).len(), 1, "a folder out of reach takes no article with it");
    assert_eq!(sandbox.run(["index", "--index", "fresh", "korpus"]).code, 2);
    assert!(!sandbox.path("fresh").exists());
}

#[test]
fn a_second_writer_is_told_to_wait() {
    let sandbox = Sandbox::indexed();
    let index = Index::open(sandbox.path("index")).unwrap();
    let writer = index.writer().unwrap();
    let run = sandbox.run(["index"]);
    assert_eq!(run.code, 2);
    let who = std::process::id();
    let expected =
        format!("search: process {who} is writing to the index in index; wait until it has ended, or end it\n");
    assert_eq!(run.stderr, expected);
    assert_eq!(ids(&sandbox.json(["Рыбакина"])).len(), 1, "reading goes on");
    drop(writer);
    assert_eq!(sandbox.run(["index"]).code, 0);
}

#[test]
fn records_of_others_are_read_by_their_names_and_their_encoding() {
    let sandbox = Sandbox::new();
    let line = utf16(r#"{"key": "zoo", "story": {"head": "Жираф", "full": "Привезли."}}"#);
    sandbox.write("other/news.jsonl", line);
    let fields = ["--field", "id=key", "--field", "title=story.head", "--field", "text=story.full"];
    let arguments = ["index", "other", "--encoding", "utf-16le"].into_iter().chain(fields);
    let run = sandbox.run(arguments);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(ids(&sandbox.json(["жираф"])), ["zoo"]);
    for (arguments, expected) in [
        (&["index", "other", "--encoding", "klingon"][..], "the encoding klingon is not known; known are utf-8"),
        (&["index", "other", "--field", "head=title"], "articles have no field head; they have id, title, text"),
        (&["inspect", "other", "--field", "title"], "write our name, =, and the name in the files"),
    ] {
        let run = sandbox.run(arguments);
        assert!(run.code == 2 && run.stderr.contains(expected), "{expected}\n{run:?}");
    }
}

/// The bytes of a text in UTF-16, without a mark.
fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}
