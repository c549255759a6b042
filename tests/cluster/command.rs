//! The `search` command over articles in a cluster: the real binary, against a double.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::double::{Double, Engine, Fault, Options, What};
use crate::news::{News, check, ids, line, state};

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
/// What no run may say.
const SECRET: &str = "open-sesame";

/// A folder in which the command runs.
struct Shell(TempDir);

/// How a run ended.
#[derive(Debug)]
struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Shell {
    fn new() -> Shell {
        Shell(tempfile::tempdir().unwrap())
    }

    /// The command, untouched by the environment of the test.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("search"));
        command.current_dir(self.0.path()).args(arguments).stdin(Stdio::null());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("SEARCH_") {
                command.env_remove(name);
            }
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        Run::of(&mut self.command(arguments))
    }

    /// The same with this cluster in the environment.
    fn run_in(&self, double: &Double, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments).env("SEARCH_CLUSTER_URL", double.url()))
    }

    fn path(&self, relative: &str) -> PathBuf {
        self.0.path().join(relative)
    }

    /// A file that only its owner can read.
    fn write_secret(&self, name: &str, text: &str) -> PathBuf {
        fs::write(self.path(name), text).unwrap();
        allow(&self.path(name), 0o600);
        self.path(name)
    }
}

impl Run {
    fn of(command: &mut Command) -> Run {
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let run = Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) };
        assert!(!format!("{run:?}").contains(SECRET), "{run:?}");
        run
    }

    /// Fails unless it ended so and said this.
    #[track_caller]
    fn is(self, code: i32, said: &str) -> Run {
        assert!(
            self.code == Some(code) && (self.stderr.contains(said) || self.stdout.contains(said)),
            "{said}\n{self:?}"
        );
        self
    }
}

fn allow(file: &std::path::Path, mode: u32) {
    #[cfg(unix)]
    fs::set_permissions(file, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
    #[cfg(not(unix))]
    let _ = (file, mode);
}

/// The lines of JSON, without what differs from run to run.
fn answers(run: &Run) -> Vec<Value> {
    let answer = |line: &str| {
        let mut answer: Value = serde_json::from_str(line).unwrap();
        let object = answer.as_object_mut().unwrap();
        object.remove("took_ms");
        object.remove("next");
        answer
    };
    run.stdout.lines().map(answer).collect()
}

#[test]
fn a_cluster_answers_as_a_folder_does() {
    for engine in [Engine::Quickwit, Engine::OpenSearch] {
        let (shell, double) = (Shell::new(), Double::start(engine));
        let there = shell.run(&["index", "--cluster", &double.url(), CORPUS]).is(0, "articles in «news» of ");
        let here = shell.run(&["index", CORPUS]).is(0, "articles in index (");
        let added = |run: &Run| run.stderr.split(" in ").next().unwrap().to_owned();
        assert_eq!(added(&there), added(&here));
        let again = shell.run_in(&double, &["index", CORPUS]);
        assert!(again.code == Some(0) && again.stderr.starts_with("added 0, replaced 0, removed 0, "), "{again:?}");
        for arguments in [
            &["query", "--json", "Конституция", "Астана"][..],
            &["query", "--json", "-n", "3", "--offset", "2", "--facet", "places:3", "город"],
            &["query", "--json", "--explain", "--sort", "date", "презедент"],
            &["query", "--json", "--city", "Астана", "--from", "2026"],
            &["query", "--json", "нетакогослова"],
            &["query", "--all", "--sort", "date", "школа"],
            &["similar", "--json", "agency-0003"],
            &["similar", "nowhere"],
            &["suggest", "консти"],
        ] {
            let in_folder = ["--index", "index"];
            let here = shell.run_in(&double, &[arguments, &in_folder].concat());
            let there = shell.run_in(&double, arguments);
            assert_eq!(there.code, here.code, "{arguments:?}\n{there:?}");
            match arguments.contains(&"--json") || arguments.contains(&"--all") {
                true => assert_eq!(answers(&there), answers(&here), "{arguments:?}"),
                false => assert_eq!(there.stdout.lines().next(), here.stdout.lines().next(), "{arguments:?}"),
            }
        }
        let run = shell.run_in(&double, &["query", "-n", "1", "Конституция"]).is(0, "articles, 1–1 shown");
        assert!(run.stderr.is_empty(), "{run:?}");
    }
}

#[test]
fn lines_of_queries_and_pages_behind_a_cursor() {
    let (shell, double) = (Shell::new(), Double::start(Engine::Quickwit));
    shell.run_in(&double, &["index", "--quiet", CORPUS]).is(0, "");
    let queries = shell.path("queries");
    fs::write(&queries, "Астана\nнетакогослова\nШымкент\n").unwrap();
    let mut command = shell.command(&["query", "-"]);
    let run = Run::of(command.env("SEARCH_CLUSTER_URL", double.url()).stdin(fs::File::open(queries).unwrap()));
    let totals: Vec<bool> = answers(&run).iter().map(|answer| answer["total"].as_u64().unwrap() > 0).collect();
    assert_eq!(totals, [true, false, true]);

    let page = |arguments: &[&str]| -> Value {
        let query = ["query", "--json", "-n", "2", "город"];
        serde_json::from_str(&shell.run_in(&double, &[&query, arguments].concat()).stdout).unwrap()
    };
    let first = page(&[]);
    let behind = page(&["--after", first["next"].as_str().unwrap()]);
    assert_eq!(behind["hits"], page(&["--offset", "2"])["hits"]);
}

#[test]
fn no_environment_redirects_what_names_its_place() {
    let (shell, double) = (Shell::new(), Double::start(Engine::Quickwit));
    let news = News::of(10);
    let news = news.path().to_str().unwrap();
    shell.run_in(&double, &["index", "--index", "here", news]).is(0, "10 articles in here");
    assert!(double.indexes().is_empty() && shell.path("here/meta.json").exists());
    let both = |arguments: &[&str]| {
        let mut command = shell.command(arguments);
        Run::of(command.env("SEARCH_CLUSTER_URL", double.url()).env("SEARCH_INDEX", "elsewhere"))
    };
    both(&["index", news]).is(2, "both SEARCH_INDEX and SEARCH_CLUSTER_URL are set");
    both(&["query", "мост"]).is(2, "say which one is meant by --index DIR or --cluster URL");
    assert!(double.indexes().is_empty() && !shell.path("elsewhere").exists());
    both(&["index", "--index", "here", news]).is(0, "10 articles in here");
    both(&["index", "--cluster", &double.url(), news]).is(0, "10 articles in «news»");
    assert!(!shell.path("elsewhere").exists());
}

#[test]
fn what_means_nothing_together_is_refused() {
    let (shell, double) = (Shell::new(), Double::start(Engine::Quickwit));
    let url = &double.url();
    for (arguments, message) in [
        (&["index", "--cluster", url, "--index", "here"][..], "give one of them"),
        (&["query", "--cluster", url, "--index", "here", "мост"], "give one of them"),
        (&["index", "--cluster", url, "--rebuild"], "--rebuild is for an index in a folder"),
        (&["index", "--cluster", url, "--memory", "400MB"], "leave it out with --cluster"),
        (&["index", "--monthly"], "--monthly is for articles in a cluster"),
        (&["index", "--take-over"], "--take-over is for articles in a cluster"),
        (&["query", "--name", "news", "мост"], "--name is for articles in a cluster"),
        (&["query", "--cluster", url, "--name", "Новости", "мост"], "cannot be a name in a cluster"),
        (&["serve", "--cluster", url, "--api-key-file", "keys"], "leave --api-key-file out"),
        (&["cluster", "status"], "say where the cluster is: --cluster http"),
        (&["check", "--cluster", url], "unexpected argument '--cluster'"),
        (&["index", "--cluster", url, "nowhere"], "say where the articles are"),
    ] {
        shell.run(arguments).is(2, message);
    }
    assert!(double.indexes().is_empty() && !shell.path("here").exists());
}

#[test]
fn it_is_made_shown_and_dropped() {
    for engine in Engine::ALL {
        let (shell, double) = (Shell::new(), Double::start(engine));
        let run = |arguments: &[&str]| shell.run_in(&double, arguments);
        run(&["cluster", "status"]).is(1, "there is nothing of this name");
        run(&["query", "мост"]).is(2, "search index --cluster URL --name news PATH…");
        run(&["cluster", "drop", "--yes"]).is(1, "there is nothing of this name");
        run(&["cluster", "init", "--monthly", "--commit-seconds", "1", "--shards", "2", "--replicas", "0"])
            .is(0, "made «news» in");
        run(&["cluster", "init", "--monthly"]).is(0, "is in").is(0, "already, with 0 articles; it stays as it is");
        run(&["cluster", "init"]).is(2, "stand in an index for each month");
        run(&["cluster", "init", "--shards", "0"]).is(2, "0 is not in");

        let news = News::of(30);
        let folder = news.path().to_str().unwrap();
        run(&["index", "--monthly", folder]).is(0, "30 articles in «news»");
        run(&["index", "--name", "other", folder]).is(0, "30 articles in «other»");
        run(&["index", "--name", "other", "--monthly", folder]).is(2, "stand in one index");
        run(&["cluster", "status"]).is(0, "30 articles, 0 copies").is(0, "one for the articles of each month");
        let status = run(&["cluster", "status", "--json"]);
        let status: Value = serde_json::from_str(&status.stdout).unwrap();
        assert_eq!(
            (&status["articles"], &status["monthly"], &status["open"]),
            (&30.into(), &true.into(), &Value::Null)
        );
        assert!(status["indexes"].as_array().unwrap().len() > 3, "{status}");

        let before = double.indexes();
        run(&["cluster", "drop"]).is(2, "nothing was deleted").is(2, "news-articles-2026-01");
        assert_eq!(double.indexes(), before);
        run(&["cluster", "drop", "--yes"]).is(0, "deleted news-articles-2026-01");
        assert!(double.indexes().iter().all(|index| index.starts_with("other-")), "{:?}", double.indexes());
        run(&["query", "--name", "other", "мост"]).is(0, "30 articles");
    }
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_in_the_cluster() {
    let (shell, double) = (Shell::new(), Double::start(Engine::OpenSearch));
    let news = News::of(10);
    news.write("broken.jsonl", "{\"id\": \"cut off\", \"text\n");
    let folder = news.path().to_str().unwrap();
    let run = shell.run_in(&double, &["index", folder]).is(2, "broken.jsonl:1: broken JSON");
    assert!(run.stderr.contains("added 10,") && run.stderr.contains("1 article or file could not be read"), "{run:?}");
    news.remove("broken.jsonl");
    let run = shell.run_in(&double, &["index", "--quiet", folder]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (Some(0), "", ""));
}

#[test]
fn names_of_ones_own_are_kept_with_the_articles() {
    let (shell, double) = (Shell::new(), Double::start(Engine::Quickwit));
    let help = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/gazetteer.md")).unwrap();
    let example = help.split("```csv\n").nth(1).unwrap().split("```").next().unwrap();
    fs::write(shell.path("own.csv"), example).unwrap();
    let news = News::of(10);
    let folder = news.path().to_str().unwrap();
    shell.run_in(&double, &["index", "--gazetteer", "own.csv", folder]).is(0, "added 10");
    shell.run_in(&double, &["index", folder]).is(0, "added 0");
    fs::write(shell.path("own.csv"), example.lines().take(2).collect::<Vec<_>>().join("\n")).unwrap();
    shell.run_in(&double, &["index", "--gazetteer", "own.csv", folder]).is(2, "were read with another gazetteer");
}

#[test]
fn a_run_that_was_killed_is_gone_on_with() {
    const ARTICLES: usize = 2_300;
    let news = News::of(ARTICLES);
    let folder = news.path().to_str().unwrap();
    for engine in [Engine::Quickwit, Engine::Elasticsearch] {
        let (shell, double) = (Shell::new(), Double::start(engine));
        shell.run_in(&double, &["cluster", "init", "--commit-seconds", "1"]).is(0, "made «news»");
        double.faults().add(Fault::new(What::Timeout).on("POST", "_bulk").after(4).always());
        let mut command = shell.command(&["index", folder]);
        command.env("SEARCH_CLUSTER_URL", double.url()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut killed = Serving(command.spawn().unwrap());
        wait_until("nothing happened to the child", || double.faults().happened() > 0);
        shell.run_in(&double, &["index", folder]).is(2, "is writing to «news»").is(2, "--take-over");
        shell.run_in(&double, &["cluster", "status"]).is(0, "Writing").is(0, &format!("process {}", killed.0.id()));
        killed.0.kill().unwrap();
        killed.0.wait().unwrap();
        double.faults().clear();
        let mut run = shell.run_in(&double, &["index", folder]);
        if run.stderr.contains("sync again") {
            // What the child said last was seen only after this one had begun.
            run = shell.run_in(&double, &["index", folder]);
        }
        run.is(0, &format!("{ARTICLES} articles in «news»"));
        check(&double, ids(0..ARTICLES));
        assert_eq!(state(&double)["open"], Value::Null);
    }
}

#[test]
fn credentials_come_from_a_file_or_the_environment_and_are_never_said() {
    let authorization = Some(format!("Bearer {SECRET}"));
    let double = Double::with(Options { authorization, ..Options::of(Engine::Quickwit) });
    let (shell, news) = (Shell::new(), News::of(10));
    let folder = news.path().to_str().unwrap();
    let file = shell.write_secret("credentials", &format!("token: {SECRET}\n"));
    let given = ["--cluster-credentials", file.to_str().unwrap()];
    shell.run_in(&double, &[&["index", folder][..], &given].concat()).is(0, "10 articles in «news»");
    shell.run_in(&double, &[&["query", "мост"][..], &given].concat()).is(0, "10 articles");
    let with = |name: &str, value: &str| {
        Run::of(shell.command(&["cluster", "status"]).env("SEARCH_CLUSTER_URL", double.url()).env(name, value))
    };
    with("SEARCH_CLUSTER_CREDENTIALS", file.to_str().unwrap()).is(0, "10 articles");
    with("SEARCH_CLUSTER_TOKEN", SECRET).is(0, "10 articles");
    with("SEARCH_CLUSTER_API_KEY", SECRET).is(2, "401");
    with("SEARCH_CLUSTER_USER", "desk").is(2, "give both");
    shell.run_in(&double, &["query", "мост"]).is(2, "or by --cluster-credentials");
    let url = double.url().replace("://", &format!("://desk:{SECRET}@"));
    for arguments in [
        &["query", "--cluster", &url, "мост"][..],
        &["index", "--cluster", &url, folder],
        &["cluster", "drop", "--cluster", &url],
        &["serve", "--cluster", &url],
    ] {
        shell.run(arguments).is(2, "has no user and no password in it");
    }
    Run::of(shell.command(&["query", "мост"]).env("SEARCH_CLUSTER_URL", &url)).is(2, "has no user and no password");
    shell.run(&["check", &format!("--cluster={url}")]).is(2, "unexpected argument");
    Run::of(shell.command(&["--help"]).env("SEARCH_CLUSTER_TOKEN", SECRET)).is(0, "search");
    Run::of(shell.command(&["query", "--help"]).env("SEARCH_CLUSTER_URL", &url)).is(0, "SEARCH_CLUSTER_URL");
    allow(&file, 0o644);
    if cfg!(unix) {
        shell.run_in(&double, &[&["query", "мост"][..], &given].concat()).is(2, "chmod 600");
    }
}

#[test]
fn where_no_engine_is_that_is_said_soon() {
    let shell = Shell::new();
    let started = Instant::now();
    shell.run(&["query", "--cluster", "http://127.0.0.1:1", "мост"]).is(2, "http://127.0.0.1:1: no connection");
    shell.run(&["index", "--cluster", "http://127.0.0.1:1", CORPUS]).is(2, "see whether the engine runs there");
    assert!(started.elapsed() < Duration::from_secs(45), "{:?}", started.elapsed());
    shell.run(&["query", "--cluster", "localhost:7280", "мост"]).is(2, "begins with http://");
    // One node that is not there does no harm.
    let double = Double::start(Engine::Quickwit);
    let urls = format!("http://127.0.0.1:1,{}", double.url());
    shell.run(&["cluster", "init", "--cluster", &urls]).is(0, "made «news»");
}

/// Ends a process if the test does not come so far.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[track_caller]
fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    while !is_so() {
        assert!(Instant::now() < end, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn the_page_and_the_api_are_served_over_a_cluster() {
    let (shell, double) = (Shell::new(), Double::start(Engine::Quickwit));
    let news = News::of(20);
    let folder = news.path().to_str().unwrap();
    shell.run_in(&double, &["cluster", "init", "--commit-seconds", "1"]).is(0, "made");
    shell.run_in(&double, &["index", folder]).is(0, "20 articles");
    let mut command = shell.command(&["serve", "--cluster", &double.url(), "--listen", "127.0.0.1:0"]);
    let mut serving = Serving(command.stderr(Stdio::piped()).spawn().unwrap());
    let mut said = String::new();
    BufReader::new(serving.0.stderr.take().unwrap()).read_line(&mut said).unwrap();
    let address = said.split_whitespace().find(|word| word.starts_with("http://")).unwrap_or_else(|| panic!("{said}"));
    let get = |path: &str| -> String {
        ureq::get(format!("{address}{path}")).call().unwrap().body_mut().read_to_string().unwrap()
    };
    assert!(get("?q=мосты").contains("<mark>мост</mark>"));
    assert!(get("article/a7").contains("мост номер 7"));
    let found: Value = serde_json::from_str(&get("api/v1/search?q=мост&limit=3")).unwrap();
    assert_eq!((&found["total"], found["hits"].as_array().unwrap().len()), (&20.into(), 3));
    assert_eq!(get("api/v1/export?q=мост").lines().count(), 20);
    assert!(get("api/v1/suggest?q=авто").contains("автобус"));
    assert!(get("api/v1/stats").contains("\"articles\":20"));
    assert!(get("api/v1/metrics").contains("# EOF"));
    let post = ureq::post(format!("{address}api/v1/articles")).config().http_status_as_error(false).build();
    let mut refused = post.header("content-type", "application/json").send(r#"{"id": "x", "text": "Мост."}"#).unwrap();
    let why = refused.body_mut().read_to_string().unwrap();
    assert!(refused.status() == 403 && why.contains("the articles are in a cluster"), "{why}");

    news.write("more.jsonl", &line(20));
    shell.run_in(&double, &["index", "--quiet", folder]).is(0, "");
    wait_until("the new article is not found", || get("api/v1/search?q=мост").contains("\"total\":21"));
}
