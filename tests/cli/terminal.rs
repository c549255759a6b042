//! What people see: layout, colours, and what must never reach their terminal.

use std::io::Write;
use std::process::{Command, Stdio};

use regex::Regex;

use crate::sandbox::{Run, Sandbox};

/// The text without what differs from run to run.
fn steady(text: &str) -> String {
    let mut text = text.to_owned();
    for (changing, steady) in
        [(r"[\d.]+ ms", "[time]"), (r"in [\d.]+ s \([^)]*\)", "in [time]"), (r"\([\d.]+ [KM]iB\)", "([size])")]
    {
        text = Regex::new(changing).unwrap().replace_all(&text, steady).into_owned();
    }
    text
}

/// The text without the codes that set a style; all others stay.
fn without_colours(text: &str) -> String {
    Regex::new("\u{1b}\\[[0-9;]*m").unwrap().replace_all(text, "").into_owned()
}

#[test]
fn hits_stand_with_title_date_city_and_passages() {
    let run = Sandbox::indexed().run(["query", "--limit", "2", "Конституция", "Астана"]);
    insta::assert_snapshot!("hits", steady(&run.stdout));
}

#[test]
fn notes_stand_before_the_hits() {
    let sandbox = Sandbox::indexed();
    let queries = [
        &["query", "абракадабра"][..],
        &["query", "-n", "1", "(", "единый", "выпускной", "экзамен"],
        &["query", "-n", "1", "rjycnbnewbz"],
        &["query", "-n", "1", "\"novaya Konstitutsiya\"", "реферрендум"],
    ];
    let texts = queries.map(|query| steady(&sandbox.run(query).stdout));
    insta::assert_snapshot!("notes", texts.join("----\n"));
}

#[test]
fn the_report_of_indexing() {
    let sandbox = Sandbox::new();
    sandbox.write("corpus/broken.jsonl", "{\n");
    let run = sandbox.run(["index"]);
    insta::assert_snapshot!("index", steady(&run.stderr));
}

#[test]
fn colours_come_when_asked_for_and_never_unasked() {
    let sandbox = Sandbox::indexed();
    let coloured = |arguments: &[&str], environment: Option<(&str, &str)>| {
        let run = Run::of(sandbox.command().args(arguments).args(["query", "Рыбакина"]).envs(environment));
        assert_eq!(run.code, 0);
        run.stdout.contains('\u{1b}')
    };
    for (arguments, environment, expected) in [
        (&[][..], None, false), // a pipe
        (&["--color", "always"], None, true),
        (&["--color", "never"], Some(("CLICOLOR_FORCE", "1")), false),
        (&[], Some(("CLICOLOR_FORCE", "1")), true),
        (&[], Some(("NO_COLOR", "1")), false),
        (&["--color", "auto"], Some(("NO_COLOR", "1")), false),
        (&["--color", "always"], Some(("NO_COLOR", "1")), true), // the option is nearer than the environment
    ] {
        assert_eq!(coloured(arguments, environment), expected, "{arguments:?} {environment:?}");
    }
    let plain = sandbox.run(["query", "Рыбакина"]).stdout;
    let coloured = sandbox.run(["--color", "always", "query", "Рыбакина"]).stdout;
    assert_eq!(steady(&without_colours(&coloured)), steady(&plain), "colours change nothing but the colours");
    assert!(!sandbox.run(["--color", "always", "query", "--json", "Рыбакина"]).stdout.contains('\u{1b}'));
}

#[test]
fn nothing_in_an_article_steers_the_terminal() {
    let sandbox = Sandbox::new();
    let (clear, title, turn) = ("\\u001b[2J", "\\u001b]0;HACKED\\u0007", "\\u202e");
    let lines = [
        format!(r#"{{"id": "{clear}first", "text": "Жираф {title}живёт{turn} в Караганде.\u009b31m {clear} Конец."}}"#),
        format!(
            r#"{{"id": "second", "title": "Жираф {title}{turn}", "text": "В Караганде {clear}.", "url": "{clear}"}}"#
        ),
        format!(r#"{{"id": "{clear}first", "text": "Его id уже есть."}}"#),
        format!(r#"{{"id": "third", "title": "Жираф", "text": "Текст.", "date": "{clear}", "city": "{clear}"}}"#),
    ];
    sandbox.write("zoo/articles.jsonl", lines.join("\n"));
    sandbox.write("zoo/\u{1b}[2Jname.txt", "Жираф из файла с дурным именем.");
    sandbox.write("zoo/\u{1b}[2Jempty.txt", "");
    for arguments in [
        &["--color", "always", "index", "zoo"][..],
        &["--color", "always", "query", "жираф"],
        &["--color", "always", "query", "жираф", "\u{1b}[2J", ")", "-n", "1"],
        &["--color", "always", "query", "жираф", "--city", "\u{1b}[2J"],
        &["--color", "always", "inspect", "zoo"],
        &["--color", "always", "inspect", "--json", "zoo"],
        &["--color", "always", "query", "--json", "жираф"],
    ] {
        let run = sandbox.run(arguments);
        for text in [&run.stdout, &run.stderr] {
            let foreign: Vec<char> = without_colours(text)
                .chars()
                .filter(|sign| (sign.is_control() && *sign != '\n') || *sign == '\u{202e}')
                .collect();
            // JSON keeps the signs that turn writing: they are the text's own, and no program is steered by them.
            let is_allowed = |sign: &char| arguments.contains(&"--json") && *sign == '\u{202e}';
            assert!(foreign.iter().all(is_allowed), "{arguments:?} {foreign:?}\n{}", text.escape_debug());
        }
        assert!(!run.stdout.is_empty() || !run.stderr.is_empty());
    }
    assert_eq!(sandbox.json(["жираф"])["total"], 4, "the articles are found all the same");
}

#[test]
fn a_closed_pipe_is_silent() {
    let sandbox = Sandbox::indexed();
    for arguments in [
        &["query", "-"][..],
        &["query", "--limit", "99", "город"],
        &["query", "--json", "--limit", "99", "город"],
        &["inspect", "corpus"],
        &["inspect", "--json", "corpus"],
        &["licenses"],
    ] {
        let mut child = Command::new(sandbox.binary())
            .args(arguments)
            .current_dir(sandbox.path(""))
            .env_remove("SEARCH_INDEX")
            .env_remove("SEARCH_CLUSTER_URL")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut stdin = child.stdin.take().unwrap();
        let _ = stdin.write_all("Конституция\n".repeat(50).as_bytes()); // fails where the child has ended
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), stderr.as_ref()), (Some(0), ""), "{arguments:?}");
    }
}
