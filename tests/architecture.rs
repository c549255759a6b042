//! Holds "What may call what": which room of `src/` may name which other, and where the heavy libraries may appear.
//!
//! The sources are read as tokens; comments, strings and characters do not count. Test code obeys the same table.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What each room may name, from the bottom up. `analysis::tokens` allows that part of `analysis` and nothing else of it.
const TABLE: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("language", &[]),
    ("article", &["language", "error"]),
    ("analysis", &["language", "error"]),
    ("extract", &["article", "language", "analysis::tokens", "error"]),
    ("corpus", &["article", "error"]),
    ("query", &["error"]),
    ("index", &["article", "analysis", "corpus", "extract", "language", "error"]),
    (
        "search",
        &["query", "analysis", "article", "index", "extract::gazetteer", "extract::Gazetteer", "language", "error"],
    ),
    ("cluster", &["search", "query", "analysis", "article", "index", "extract", "corpus", "language", "error"]),
    ("server", &["search", "index", "article", "language", "error"]),
    // The binary sees what the library makes public; the compiler holds that. `crate::` in it is the binary itself.
    ("bin", &[]),
];

/// Names that only some rooms may use.
const CRATES: &[(&[&str], &[&str])] = &[
    (&["tantivy"], &["analysis", "index", "search"]),
    (&["tantivy_fst", "levenshtein_automata"], &["search"]),
    (&["ureq"], &["cluster"]),
    (&["axum", "hyper", "hyper_util", "tokio", "tower_http", "askama", "prometheus_client"], &["server"]),
    (&["clap", "anyhow", "indicatif", "anstream", "anstyle", "textwrap"], &["bin"]),
];

/// Macros that write to the terminal; only the binary does.
const PRINTING: &[&str] = &["println", "eprintln", "print", "eprint", "dbg"];

/// The most lines of a file.
const LONGEST_FILE: usize = 450;

#[test]
fn every_file_keeps_to_the_table() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let checker = Checker::new(&fs::read_to_string(root.join("lib.rs")).unwrap());
    let files = rust_files(&root);
    assert!(files.len() > 50, "only {} files under {}", files.len(), root.display());
    let mut faults = Vec::new();
    for file in files {
        let source = fs::read_to_string(&file).unwrap();
        let name = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        faults.extend(checker.faults(&name, &source));
    }
    assert!(faults.is_empty(), "\n{}\nThe table stands in tests/architecture.rs.\n", faults.join("\n"));
}

#[test]
fn every_room_of_the_table_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (room, _) in TABLE {
        let exists = root.join(room).is_dir() || root.join(format!("{room}.rs")).is_file();
        assert!(exists, "the table names {room}, which is not in src: is it misspelt or gone?");
    }
}

#[test]
fn the_checker_sees_what_is_forbidden() {
    let checker =
        Checker::new("pub use search::{Hit, LocalSearcher as Here};\npub use extract::{Extractor, Gazetteer};");
    for (file, source, expected) in [
        // By name, nested, through the crate's root, inline, over several lines.
        ("query/mod.rs", "use crate::search::Hit;", &["src/query/mod.rs:1: `crate::search::Hit`"][..]),
        (
            "corpus/mod.rs",
            "\nuse crate::{article::City, index::{Index, sync}};",
            &["src/corpus/mod.rs:2: `crate::index::Index`", "src/corpus/mod.rs:2: `crate::index::sync`"],
        ),
        ("article.rs", "fn f() -> crate::Hit { todo() }", &["src/article.rs:1: `crate::search::Hit`"]),
        ("article.rs", "use crate::Here;", &["src/article.rs:1: `crate::search::LocalSearcher`"]),
        ("article.rs", "use crate::Unheard;", &["src/article.rs:1: `crate::Unheard`"]),
        (
            "error.rs",
            "let x = crate::language::Language::of(text);",
            &["src/error.rs:1: `crate::language::Language::of`"],
        ),
        (
            "analysis/mod.rs",
            "use crate::{\n    language::Language,\n    article,\n};",
            &["src/analysis/mod.rs:3: `crate::article`"],
        ),
        // Only a part of a room is allowed.
        (
            "extract/mod.rs",
            "use crate::analysis::{tokens::Token, Analyzer, self};",
            &["src/extract/mod.rs:1: `crate::analysis::Analyzer`", "src/extract/mod.rs:1: `crate::analysis`"],
        ),
        ("search/mod.rs", "use crate::extract::Extractor;", &["src/search/mod.rs:1: `crate::extract::Extractor`"]),
        ("search/mod.rs", "use crate::extract::*;", &["src/search/mod.rs:1: `crate::extract::*`"]),
        ("search/mod.rs", "use crate::Extractor as Gazetteer;", &["src/search/mod.rs:1: `crate::extract::Extractor`"]),
        // Upwards by `super`, also out of a module that stands in the file.
        ("query/lexer.rs", "use super::super::index::Index;", &["src/query/lexer.rs:1: `crate::index::Index`"]),
        ("query.rs", "use super::{index, error};", &["src/query.rs:1: `crate::index`"]),
        ("query.rs", "mod tests {\n    use super::super::index;\n}", &["src/query.rs:2: `crate::index`"]),
        // Libraries, printing, a room that nobody put into the table.
        ("query/mod.rs", "use tantivy::Term;", &["src/query/mod.rs:1: `tantivy`"]),
        ("bin/search/main.rs", "fn f(_: tantivy::Term) {}", &["src/bin/search/main.rs:1: `tantivy`"]),
        (
            "index/mod.rs",
            "use anyhow::Result;\neprintln!();",
            &["src/index/mod.rs:1: `anyhow`", "src/index/mod.rs:2: `eprintln!`"],
        ),
        ("search/mod.rs", "std::process::exit(1)", &["src/search/mod.rs:1: `process::exit`"]),
        ("bin/search/main.rs", "#[path = \"../../error.rs\"] mod error;", &["src/bin/search/main.rs:1: `#[path]`"]),
        ("helpers/mod.rs", "", &["src/helpers/mod.rs:1: `helpers`"]),
    ] {
        let faults = checker.faults(file, source);
        assert_eq!(faults.len(), expected.len(), "{source}\n{faults:#?}");
        for (fault, expected) in faults.iter().zip(expected) {
            assert!(fault.starts_with(expected), "{fault}\nis not about\n{expected}");
        }
    }
    let long = checker.faults("query/mod.rs", &"\n".repeat(LONGEST_FILE + 1));
    assert!(long[0].starts_with("src/query/mod.rs:451: 451 lines"), "{long:?}");
}

#[test]
fn the_checker_passes_what_is_allowed() {
    let checker = Checker::new("pub use extract::{Extractor, Gazetteer};\npub use error::Error;");
    for (file, source) in [
        ("search/mod.rs", "use crate::{Gazetteer, query::Node, index::schema::Fields}; use tantivy::Term;"),
        ("search/facets.rs", "pub(crate) use super::results::{Facets, Hit}; pub(in crate::search) struct A;"),
        ("article/date.rs", "type Err = crate::Error; use super::super::language::Language;"),
        ("extract/date/mod.rs", "use crate::analysis::tokens::{Token, tokens}; use super::super::extract::page;"),
        ("query/mod.rs", "//! crate::index, tantivy\n/* use /* crate::index */ crate::search; */ fn f() {}"),
        ("query/mod.rs", r##"const A: &str = "use crate::index; \" println!()"; const B: &str = r#"crate::search"#;"##),
        ("query/mod.rs", "fn f<'a>(c: &'a str) -> bool { c == '\"' || c == '\\'' } // crate::index"),
        ("query/parser.rs", "mod tests { use super::*; use super::super::Node; }"),
        ("bin/search/main.rs", "use crate::args::A; use izdeu::Hit; fn f() -> anyhow::Result<()> { println!() }"),
        ("lib.rs", "mod search; pub use search::Hit;"),
    ] {
        assert_eq!(checker.faults(file, source), [""; 0], "{file}: {source}");
    }
}

/// All `.rs` files under a folder, in order.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

struct Checker {
    /// Where the names come from that stand in the root of the crate: `Hit` → `search::Hit`.
    public_names: HashMap<String, Vec<String>>,
}

impl Checker {
    fn new(lib: &str) -> Checker {
        let tokens = tokens(lib);
        let mut public_names = HashMap::new();
        for at in (0..tokens.len()).filter(|at| tokens[*at].text == "use") {
            for path in paths(&tokens, at + 1) {
                public_names.insert(path.name.clone(), path.segments);
            }
        }
        Checker { public_names }
    }

    /// What a file does that it may not, each with its file and line. `file` is relative to `src`.
    fn faults(&self, file: &str, source: &str) -> Vec<String> {
        let lines = source.lines().count();
        let room = file.split(['/', '.']).next().unwrap();
        let mut faults = Vec::new();
        let mut fault = |line: usize, what: &str| faults.push(format!("src/{file}:{line}: {what}"));
        if lines > LONGEST_FILE {
            fault(lines, &format!("{lines} lines; a file has at most {LONGEST_FILE}, split it by noun"));
        }
        if room == "lib" {
            return faults;
        }
        let Some((_, allowed)) = TABLE.iter().find(|(name, _)| *name == room) else {
            fault(1, &format!("`{room}` is not in the table; say there what it may name"));
            return faults;
        };
        let tokens = tokens(source);
        for (token, next) in tokens.iter().zip(tokens.iter().skip(1).map(|next| next.text.as_str()).chain([""])) {
            let name = token.text.as_str();
            for (crates, rooms) in CRATES {
                if crates.contains(&name) && !rooms.contains(&room) {
                    fault(token.line, &format!("`{name}` is for {} only", rooms.join(", ")));
                }
            }
            if room != "bin" && next == "!" && PRINTING.contains(&name) {
                fault(token.line, &format!("`{name}!`: the library never prints"));
            }
        }
        for window in tokens.windows(3) {
            let [a, b, c] = [&window[0], &window[1], &window[2]].map(|token| token.text.as_str());
            if room != "bin" && (a, b, c) == ("process", "::", "exit") {
                fault(window[0].line, "`process::exit`: the library never exits");
            }
            if (a, b, c) == ("#", "[", "path") {
                fault(window[0].line, "`#[path]` goes round the table");
            }
        }
        if room == "bin" {
            return faults;
        }
        for path in self.paths_from_the_root(file, &tokens) {
            let (line, path) = (path.line, path.segments);
            let is_allowed = path[0] == room
                || allowed.iter().any(|allowed| {
                    path.iter().map(String::as_str).take(allowed.split("::").count()).eq(allowed.split("::"))
                });
            if !is_allowed {
                let allowed = if allowed.is_empty() { "nothing".to_owned() } else { allowed.join(", ") };
                fault(line, &format!("`crate::{}` is forbidden: {room} may name {allowed}", path.join("::")));
            }
        }
        faults
    }

    /// The paths by which a file names something in the crate, each from the crate's root.
    fn paths_from_the_root(&self, file: &str, tokens: &[Token]) -> Vec<NamedPath> {
        let parts = file.trim_end_matches(".rs").split('/');
        let file_depth = parts.filter(|part| *part != "mod").count();
        let mut found = Vec::new();
        let (mut braces, mut inline_modules) = (0, Vec::new());
        for (at, token) in tokens.iter().enumerate() {
            match token.text.as_str() {
                "{" => {
                    if at >= 2 && tokens[at - 2].text == "mod" {
                        inline_modules.push(braces);
                    }
                    braces += 1;
                }
                "}" => {
                    braces -= 1;
                    if inline_modules.last() == Some(&braces) {
                        inline_modules.pop();
                    }
                }
                "crate" | "super"
                    if tokens.get(at + 1).is_some_and(|next| next.text == "::")
                        && (at == 0 || tokens[at - 1].text != "::") =>
                {
                    for mut path in paths(tokens, at) {
                        let up = path.segments.iter().take_while(|segment| *segment == "super").count();
                        let from_root = path.segments[0] == "crate";
                        if from_root || up == file_depth + inline_modules.len() {
                            path.segments.drain(..up.max(1));
                            self.resolve(&mut path.segments);
                            found.push(path);
                        }
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// Puts the room in front of a name that lib.rs re-exports.
    fn resolve(&self, path: &mut Vec<String>) {
        let is_room = TABLE.iter().any(|(room, _)| path.first().is_some_and(|first| first == room));
        if let Some(origin) = path.first().and_then(|first| self.public_names.get(first)).filter(|_| !is_room) {
            path.splice(..1, origin.iter().cloned());
        }
        if path.is_empty() {
            path.push("*".to_owned()); // `use crate::{self}`: everything
        }
    }
}

/// A path of the source, with the name that it goes by afterwards.
struct NamedPath {
    segments: Vec<String>,
    name: String,
    line: usize,
}

/// The paths that start at a token: one, or those of a tree in braces.
fn paths(tokens: &[Token], start: usize) -> Vec<NamedPath> {
    let mut found = Vec::new();
    read_tree(tokens, start, &[], &mut found);
    found
}

/// Reads `a::b`, `a::{b, c::d as e}` and gives the place behind it.
fn read_tree(tokens: &[Token], mut at: usize, prefix: &[String], found: &mut Vec<NamedPath>) -> usize {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let mut segments = prefix.to_vec();
    let line = tokens.get(at).map_or(0, |token| token.line);
    loop {
        if text(at) == "{" {
            at += 1;
            while !matches!(text(at), "}" | "") {
                at = read_tree(tokens, at, &segments, found);
                if text(at) == "," {
                    at += 1;
                } else if text(at) != "}" {
                    return at;
                }
            }
            return at + 1;
        }
        if text(at) != "self" {
            segments.push(text(at).to_owned());
        }
        at += 1;
        if text(at) == "::" && (text(at + 1) == "{" || text(at + 1) == "*" || is_name(text(at + 1))) {
            at += 1;
            continue;
        }
        let mut name = segments.last().cloned().unwrap_or_default();
        if text(at) == "as" {
            name = text(at + 1).to_owned();
            at += 2;
        }
        found.push(NamedPath { segments, name, line });
        return at;
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

struct Token {
    text: String,
    line: usize,
}

/// Names, `::` and single signs; comments, strings and characters are passed over.
fn tokens(source: &str) -> Vec<Token> {
    let signs: Vec<char> = source.chars().collect();
    let sign = |at: usize| signs.get(at).copied().unwrap_or('\0');
    let (mut found, mut at) = (Vec::new(), 0);
    let mut counted = (0, 1);
    while at < signs.len() {
        counted = (at, counted.1 + signs[counted.0..at].iter().filter(|sign| **sign == '\n').count());
        let line = counted.1;
        let start = at;
        match sign(at) {
            '/' if sign(at + 1) == '/' => at = (at..signs.len()).find(|at| sign(*at) == '\n').unwrap_or(signs.len()),
            '/' if sign(at + 1) == '*' => at = end_of_comment(&signs, at),
            '"' => at = end_of_quote(&signs, at),
            'r' if raw_string(&signs, at).is_some() => at = raw_string(&signs, at).unwrap_or(at + 1),
            // A character, else a lifetime.
            '\'' if sign(at + 1) == '\\' => at = end_of_quote(&signs, at),
            '\'' if sign(at + 2) == '\'' => at += 3,
            first if is_name(&first.to_string()) => {
                while sign(at).is_alphanumeric() || sign(at) == '_' {
                    at += 1;
                }
                found.push(Token { text: signs[start..at].iter().collect(), line });
            }
            ':' if sign(at + 1) == ':' => {
                at += 2;
                found.push(Token { text: "::".to_owned(), line });
            }
            other => {
                at += 1;
                if !other.is_whitespace() {
                    found.push(Token { text: other.to_string(), line });
                }
            }
        }
    }
    found
}

fn end_of_comment(signs: &[char], mut at: usize) -> usize {
    let mut depth = 0;
    while at + 1 < signs.len() {
        match (signs[at], signs[at + 1]) {
            ('/', '*') => (depth, at) = (depth + 1, at + 2),
            ('*', '/') => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    signs.len()
}

/// Behind the quote that ends what the quote at `at` begins.
fn end_of_quote(signs: &[char], at: usize) -> usize {
    let quote = signs[at];
    let mut end = at + 1;
    while end < signs.len() && signs[end] != quote {
        end += if signs[end] == '\\' { 2 } else { 1 };
    }
    end + 1
}

/// Behind a string like `r#"…"#`, if one begins here.
fn raw_string(signs: &[char], at: usize) -> Option<usize> {
    let fences = signs[at + 1..].iter().take_while(|sign| **sign == '#').count();
    let open = at + 1 + fences;
    (signs.get(open) == Some(&'"')).then(|| {
        let closing = |end: &usize| {
            signs[*end] == '"' && signs[end + 1..].iter().take(fences).filter(|sign| **sign == '#').count() == fences
        };
        (open + 1..signs.len()).find(closing).map_or(signs.len(), |end| end + 1 + fences)
    })
}
