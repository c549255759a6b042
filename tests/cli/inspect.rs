//! What `search inspect` shows of articles, without an index.

use crate::sandbox::Sandbox;

const PAGE: &str = "\
Мост через Талас открыт
5 марта 2024, 14:30

В Таразе после долгого ремонта снова открыли мост через реку Талас. По нему уже пустили автобусы.

Вестник Тараза
Фото: акимат города Астаны
Читайте также
Порт в Актау закрыли на зиму
";

#[test]
fn every_line_with_what_it_was_taken_for() {
    let sandbox = Sandbox::new();
    sandbox.write("page/most.txt", PAGE);
    let run = sandbox.run(["inspect", "--diff", "page"]);
    assert_eq!(run.code, 0, "{run:?}");
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn lines_that_a_source_repeats_are_learned() {
    let sandbox = Sandbox::new();
    for (number, subject) in ["порт", "школу", "театр"].iter().enumerate() {
        let text = format!(
            "Событие недели {subject}\n\nВ городе после долгого ремонта снова открыли {subject}, рассказали в акимате.\nГазета Тараза\n"
        );
        sandbox.write(&format!("page/{number}.txt"), text);
    }
    let run = sandbox.run(["inspect", "--diff", "page"]);
    assert_eq!(run.stdout.matches("  - Газета Тараза  [learned]").count(), 3, "{}", run.stdout);
    // One of them alone teaches nothing.
    let run = sandbox.run(["inspect", "--diff", "page/1.txt"]);
    assert!(!run.stdout.contains("[learned]"), "{}", run.stdout);
}

#[test]
fn copies_are_shown_with_the_best_crawl() {
    let sandbox = Sandbox::new();
    sandbox.write("news/a.txt", PAGE);
    sandbox.write("news/b.txt", PAGE.replace("14:30", "14:30\n1205").replace("Фото", "Снимок"));
    let run = sandbox.run(["index", "--index", "two", "news"]);
    assert!(run.stderr.contains("1 crawl of the same pages listed on the best copy"), "{}", run.stderr);
    assert!(run.stderr.contains("1 article in two"), "{}", run.stderr);
    let run = sandbox.run(["query", "--index", "two", "мост"]);
    assert!(run.stdout.contains("копии: "), "{}", run.stdout);
    assert!(run.stdout.contains("1 article "), "{}", run.stdout);
}
