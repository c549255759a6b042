//! A folder of its own for each test, with the sample corpus, and the `search` command run in it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use izdeu::Corpus;
use serde_json::Value;
use tempfile::TempDir;

/// The sample corpus of the repository.
const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");

/// How many articles the sample corpus has.
pub fn sample_size() -> usize {
    Corpus::open([CORPUS]).unwrap().map(Result::unwrap).count()
}

/// A folder with a copy of the sample corpus in `corpus`, in which the command runs; gone when it is dropped.
pub struct Sandbox(TempDir);

/// How a run of the command ended.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Sandbox {
    /// With the corpus alone.
    pub fn new() -> Sandbox {
        let sandbox = Sandbox(tempfile::tempdir().unwrap());
        copy(Path::new(CORPUS), &sandbox.path("corpus"));
        sandbox
    }

    /// With the index of the corpus in `index`, where the command looks for it.
    pub fn indexed() -> Sandbox {
        let sandbox = Sandbox::new();
        let run = sandbox.run(["index", "--quiet"]);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
        sandbox
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.0.path().join(relative)
    }

    pub fn write(&self, relative: &str, contents: impl AsRef<[u8]>) {
        fs::create_dir_all(self.path(relative).parent().unwrap()).unwrap();
        fs::write(self.path(relative), contents).unwrap();
    }

    /// The command in this folder, untouched by the environment of the test.
    pub fn command(&self) -> Command {
        let mut command = Command::new(self.binary());
        command.current_dir(self.0.path());
        for name in ["SEARCH_INDEX", "SEARCH_CLUSTER_URL", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        command
    }

    pub fn binary(&self) -> &'static Path {
        assert_cmd::cargo::cargo_bin!("search")
    }

    pub fn run(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Run {
        Run::of(self.command().args(arguments))
    }

    /// The answer to a query as JSON, with these arguments.
    pub fn json<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Value {
        let run = self.run(["query", "--json"].into_iter().chain(arguments));
        assert!(run.code < 2 && run.stderr.is_empty(), "{run:?}");
        assert_eq!(run.stdout.lines().count(), 1, "{run:?}");
        serde_json::from_str(&run.stdout).unwrap()
    }

    /// The answers to lines of standard input.
    pub fn answers(&self, lines: &str) -> Vec<Value> {
        let run = Run::of(self.command().args(["query", "-"]).write_stdin(lines));
        assert!(run.code < 2 && run.stderr.is_empty(), "{run:?}");
        run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

impl Run {
    pub fn of(command: &mut Command) -> Run {
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Run { code: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

/// The ids of the hits, in order.
pub fn ids(results: &Value) -> Vec<&str> {
    results["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap()).collect()
}

/// The highlighted parts of a hit's snippet, cut out by characters.
pub fn highlighted(hit: &Value) -> Vec<String> {
    let letters: Vec<char> = hit["snippet"]["text"].as_str().unwrap().chars().collect();
    let ranges: Vec<[usize; 2]> = serde_json::from_value(hit["snippet"]["highlights"].clone()).unwrap();
    ranges.iter().map(|[start, end]| letters[*start..*end].iter().collect()).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}
