use std::fs;

use super::*;

fn read(root: &Path) -> (Vec<RawArticle>, Vec<Problem>) {
    let (mut articles, mut problems) = (Vec::new(), Vec::new());
    for found in Corpus::open([root]).expect("the folder is there") {
        match found {
            Ok(article) => articles.push(article),
            Err(problem) => problems.push(problem),
        }
    }
    (articles, problems)
}

/// What came of one file.
pub(super) struct Outcome {
    pub articles: Vec<RawArticle>,
    /// `line: reason`, or the reason.
    pub problems: Vec<String>,
}

/// Reads a file of this name and content.
pub(super) fn read_one(name: &str, bytes: &[u8]) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    let (articles, problems) = read(folder.path());
    let said = |problem: Problem| match problem.line {
        Some(line) => format!("{line}: {}", problem.reason),
        None => problem.reason,
    };
    Outcome { articles, problems: problems.into_iter().map(said).collect() }
}

#[test]
fn good_articles_come_and_bad_ones_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir(root.join("desk")).unwrap();
    fs::write(root.join("desk/b.txt"), "В Актау открыли порт.").unwrap();
    fs::write(root.join("a.md"), "# Новая школа\n\nВ Косшы открыли школу.").unwrap();
    fs::write(root.join("blank.txt"), " \n").unwrap();
    fs::write(root.join(".hidden.txt"), "не для чтения").unwrap();
    fs::write(root.join("photo.jpg"), "JFIF").unwrap();
    let lines = "{\"id\": 7, \"text\": \"Один\", \"city\": \"Актау\", \"views\": 3}\n{\"text\": \n\n{\"title\": \"нет текста\"}\n{\"text\": \"Два\"}";
    fs::write(root.join("c.jsonl"), lines).unwrap();

    let (articles, problems) = read(root);

    let ids: Vec<&str> = articles.iter().map(|article| article.id.as_str()).collect();
    assert_eq!(ids, ["a.md", "7", "c.jsonl#5", "desk/b.txt"]);
    assert_eq!(articles[0].metadata.title.as_deref(), Some("Новая школа"));
    assert_eq!(articles[1].metadata.cities, ["Актау"]);
    let named: Vec<(String, Option<u64>)> =
        problems.iter().map(|p| (p.path.file_name().unwrap().to_string_lossy().into_owned(), p.line)).collect();
    assert_eq!(named, [("blank.txt".into(), None), ("c.jsonl".into(), Some(2)), ("c.jsonl".into(), Some(4))]);
}

#[test]
fn what_stands_beside_an_article_describes_it_unless_it_is_one() {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in [
        ("a.md", "Мост открыт."),
        ("a.txt", "Мост открыт."),
        ("a.json", r#"{"id": "7", "date": "2026-05-14"}"#),
        ("b.json", r#"{"text": "Порт построен."}"#),
        ("b.txt", "Порт строят."),
        ("c.json", r#"[{"text": "Школа открыта."}, {"text": "Школа закрыта."}]"#),
        ("c.txt", "Школы."),
        ("d.json", r#"{"id": "8"}"#),
        ("d.txt", "Дорога."),
    ] {
        fs::write(folder.path().join(name), content).unwrap();
    }
    let (articles, problems) = read(folder.path());
    assert!(problems.is_empty(), "{problems:?}");
    let ids: Vec<&str> = articles.iter().map(|article| article.id.as_str()).collect();
    // Two files cannot both have the id.
    assert_eq!(ids, ["a.md", "a.txt", "b.json", "b.txt", "c.json#1", "c.json#2", "c.txt", "8"]);
    assert!(articles[..2].iter().all(|article| article.metadata.date.as_deref() == Some("2026-05-14")));
    let (_, problems) = read(&folder.path().join("d.json"));
    assert_eq!(problems.len(), 1, "who asks for it by its name wants its article");
}

#[test]
fn records_are_read_in_any_encoding_and_faults_name_their_field() {
    let folder = tempfile::tempdir().unwrap();
    let lines = "{\"id\": \"1\", \"text\": \"В Таразе открыли выставку архивных снимков.\"}\n".repeat(3);
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(&lines);
    fs::write(folder.path().join("a.jsonl"), &bytes).unwrap();
    let faults =
        "{\"text\": \"т\", \"cities\": 5}\n{\"text\": \"т\", \"id\": [1]}\n5\n{\"text\": \"т\", \"id\": \" \"}\n";
    fs::write(folder.path().join("b.jsonl"), faults).unwrap();
    let (articles, problems) = read(folder.path());
    assert_eq!(articles.len(), 4);
    assert_eq!(articles[2].line, Some(3));
    assert_eq!(articles[3].id.as_str(), "b.jsonl#4", "a blank id is none");
    assert!(articles[0].text.starts_with("В Таразе"));
    let reasons: Vec<&str> = problems.iter().map(|problem| problem.reason.as_str()).collect();
    assert_eq!(
        reasons,
        [
            "`cities` is not a name or a list of names",
            "`id` is not a text",
            "not an article: a JSON object was expected"
        ]
    );
}

#[test]
fn a_path_within_another_is_read_once() {
    let both = Corpus::open(["corpus", "corpus/kazakh", "corpus/"]).unwrap().count();
    assert_eq!(both, Corpus::open(["corpus"]).unwrap().count());
}

#[test]
fn a_missing_folder_is_an_error_that_names_it() {
    let error = Corpus::open(["no/such/folder"]).err().expect("it is not there").to_string();
    assert!(error.starts_with("no/such/folder: "), "{error}");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_back_ends() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "Текст").unwrap();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
    let (articles, problems) = read(folder.path());
    assert_eq!(articles.len(), 1);
    assert!(problems[0].reason.contains("leads back"), "{}", problems[0]);
}

#[cfg(feature = "html")]
#[test]
fn a_page_gives_its_article_and_its_metadata() {
    let (articles, problems) = read(Path::new("corpus/pages"));
    assert!(problems.is_empty(), "{problems:?}");
    let page = articles.iter().find(|article| article.id.as_str() == "karaganda-premyera.html").unwrap();
    assert!(page.text.contains("Русский драматический театр"), "{}", page.text);
    assert!(!page.text.contains("Кукольный театр Алматы отметил юбилей"), "{}", page.text);
    assert_eq!(page.metadata.date.as_deref(), Some("2025-11-23T18:05:00+05:00"));
    assert_eq!(page.metadata.url.as_deref(), Some("https://kultura.example.kz/teatr/7731"));
}

#[test]
fn a_file_that_changes_while_it_is_read_is_named_and_not_read_whole() {
    for (change, expected) in [("grows", "changed while it was read"), ("goes", "went while it was read")] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("news.jsonl");
        let line = |number: usize| format!("{{\"id\": \"{number}\", \"text\": \"Мост номер {number} открыт.\"}}\n");
        fs::write(&file, (0..1_000).map(line).collect::<String>()).unwrap();
        let mut corpus = Corpus::open([folder.path()]).unwrap();
        // The reader waits for whoever takes: it cannot be at the end yet.
        assert!(corpus.next().unwrap().is_ok());
        match change {
            "grows" => fs::write(&file, (0..1_001).map(line).collect::<String>()).unwrap(),
            _ => fs::remove_file(&file).unwrap(),
        }
        let problems: Vec<Problem> = corpus.filter_map(Result::err).collect();
        let last = problems.last().unwrap();
        assert!(last.reason.contains(expected) && !last.read_whole, "{problems:?}");
    }
}
