//! What keeps an index sound: `search check`, `backup`, `restore`, `index --rebuild`, and writers that meet.

use std::fs;
use std::path::PathBuf;

use izdeu::Index;
use serde_json::Value;

use crate::sandbox::{Sandbox, ids, sample_size};

/// The files of the index with this ending.
fn files(sandbox: &Sandbox, ending: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(sandbox.path("index")).unwrap().map(|file| file.unwrap().path());
    files.filter(|file| file.to_string_lossy().ends_with(ending)).collect()
}

/// Folders beside the index whose name begins so.
fn beside(sandbox: &Sandbox, start: &str) -> Vec<String> {
    let names = fs::read_dir(sandbox.path("")).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with(start)).collect()
}

fn flip(file: &PathBuf) {
    let mut bytes = fs::read(file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x40;
    fs::write(file, bytes).unwrap();
}

/// Changes the versions that the index was written with.
fn change_versions(sandbox: &Sandbox, change: impl Fn(&mut Value)) {
    let path = sandbox.path("index/meta.json");
    let mut meta: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let mut manifest: Value = serde_json::from_str(meta["payload"].as_str().unwrap()).unwrap();
    change(&mut manifest);
    meta["payload"] = manifest.to_string().into();
    meta.as_object_mut().unwrap().remove("checksum");
    fs::write(path, meta.to_string()).unwrap();
}

#[test]
fn a_sound_index_is_said_to_be_sound() {
    let sandbox = Sandbox::indexed();
    let run = sandbox.run(["check", "--all"]);
    let expected = format!("index is sound: {} articles, ", sample_size());
    assert!(run.code == 0 && run.stdout.starts_with(&expected) && run.stderr.is_empty(), "{run:?}");
    assert!(run.stdout.contains(&format!("; {} analysed again", sample_size())), "{run:?}");
    let run = sandbox.run(["check", "--json"]);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((run.code, &report["sound"], &report["findings"]), (0, &true.into(), &Value::Array(Vec::new())));
    // What a killed writer leaves behind does no harm, and goes.
    sandbox.write("index/.tmpAbCdEf", "x");
    sandbox.write("index/0123456789abcdef0123456789abcdef.store", "x");
    let run = sandbox.run(["check"]);
    assert!(run.code == 0 && run.stdout.contains("2 files of no commit"), "{run:?}");
    sandbox.run(["index"]);
    assert!(!sandbox.path("index/.tmpAbCdEf").exists());
}

#[test]
fn what_is_damaged_is_named_and_nothing_is_changed() {
    let sandbox = Sandbox::indexed();
    for ending in [".store", ".term", ".idx", ".pos", ".fast", ".fieldnorm", "meta.json", ".managed.json"] {
        let file = files(&sandbox, ending).remove(0);
        let whole = fs::read(&file).unwrap();
        for damage in ["flipped", "cut", "empty", "missing"] {
            match damage {
                "flipped" if ending.ends_with("json") => fs::write(&file, b"{").unwrap(),
                "flipped" => flip(&file),
                "cut" => fs::write(&file, &whole[..whole.len() / 2]).unwrap(),
                "empty" => fs::write(&file, b"").unwrap(),
                _ => fs::remove_file(&file).unwrap(),
            }
            let run = sandbox.run(["check"]);
            // Without its list of files the engine takes none for its own; that alone loses nothing.
            let expected = if ending == ".managed.json" && damage == "missing" { 0 } else { 2 };
            assert_eq!(run.code, expected, "{ending} {damage}: {run:?}");
            let name = file.file_name().unwrap().to_str().unwrap();
            let named = expected == 0 || run.stdout.contains(name) || ending == ".managed.json";
            assert!(named && !run.stderr.contains("panicked"), "{ending} {damage}: {run:?}");
            fs::write(&file, &whole).unwrap();
        }
    }
    assert_eq!(sandbox.run(["check"]).code, 0);
    let run = sandbox.run(["check", "--index", "nowhere"]);
    assert!(run.code == 2 && run.stderr.contains("there is no index in nowhere"), "{run:?}");
}

#[test]
fn a_damaged_index_is_repaired_and_kept() {
    let sandbox = Sandbox::indexed();
    flip(&files(&sandbox, ".store")[0]);
    let run = sandbox.run(["check"]);
    assert!(run.stderr.contains("search check --repair --index index PATH…"), "{run:?}");
    let run = sandbox.run(["check", "--repair"]);
    assert!(run.code == 0 && run.stderr.contains("the index before is kept in"), "{run:?}");
    let kept = beside(&sandbox, "index.");
    assert!(kept.len() == 1 && kept[0].starts_with("index.damaged-"), "{kept:?}");
    assert!(sandbox.path(&kept[0]).join("meta.json").exists());
    assert_eq!(sandbox.run(["check", "--all"]).code, 0);
    assert_eq!(sandbox.run(["check", "--repair"]).code, 0);
    assert_eq!(beside(&sandbox, "index.").len(), 1);
}

#[test]
fn an_index_of_another_version_is_refused_with_the_command_that_helps() {
    let sandbox = Sandbox::indexed();
    change_versions(&sandbox, |manifest| manifest["schema"] = 1.into());
    for arguments in [&["query", "мост"][..], &["index"], &["backup", "copy"]] {
        let run = sandbox.run(arguments);
        assert!(run.code == 2 && run.stderr.contains("search index --rebuild --index index PATH…"), "{run:?}");
    }
    // What a killed rebuild left behind is no hindrance.
    sandbox.write("index.rebuilding/meta.json", "{}");
    sandbox.write("index/.gitignore", "*");
    let run = sandbox.run(["index", "--rebuild"]);
    let expected = format!("added {}, replaced 0, removed 0, unchanged 0", sample_size());
    assert!(run.code == 0 && run.stderr.starts_with(&expected), "{run:?}");
    assert_eq!(beside(&sandbox, "index."), [""; 0]);
    assert!(sandbox.path("index/.gitignore").exists());
    assert_eq!(sandbox.run(["check"]).code, 0);
    assert!(sandbox.run(["index"]).stderr.contains("added 0, replaced 0, removed 0"));
}

#[test]
fn an_index_of_an_older_extraction_is_searched_and_read_again() {
    let sandbox = Sandbox::indexed();
    change_versions(&sandbox, |manifest| manifest["extraction"] = 1.into());
    let run = sandbox.run(["query", "Рыбакина"]);
    assert!(run.code == 0 && run.stderr.contains("an older version read these articles"), "{run:?}");
    // A part is read again, and the rest is still old.
    let run = sandbox.run(["index", "corpus/kazakh"]);
    assert!(run.stderr.contains("unchanged 0 "), "{run:?}");
    assert!(sandbox.run(["query", "Рыбакина"]).stderr.contains("an older version"));
    let run = sandbox.run(["index"]);
    assert!(run.stderr.contains("unchanged 0 "), "{run:?}");
    assert_eq!(sandbox.run(["query", "Рыбакина"]).stderr, "");
    assert!(sandbox.run(["index"]).stderr.contains(&format!("unchanged {}", sample_size())));
}

#[test]
fn a_rebuild_that_could_not_read_all_keeps_what_was_there() {
    let sandbox = Sandbox::indexed();
    sandbox.write("corpus/sport/2022-07-10-rybakina-wimbledon.txt", b"PNG\0\0\0");
    let run = sandbox.run(["index", "--rebuild"]);
    assert!(run.code == 2 && run.stderr.contains("the index before is kept in"), "{run:?}");
    assert!(beside(&sandbox, "index.")[0].starts_with("index.replaced-"));
    assert_eq!(ids(&sandbox.json(["Рыбакина"])), [""; 0]);
    // What is no part of the index is not removed with it.
    sandbox.write("index/novel.txt", "глава первая");
    let run = sandbox.run(["index", "--rebuild"]);
    assert!(run.code == 2 && run.stderr.contains("novel.txt is in the way"), "{run:?}");
    assert!(sandbox.path("index/novel.txt").exists());
}

#[test]
fn the_names_of_ones_own_survive_a_rebuild() {
    let sandbox = Sandbox::new();
    let help = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/gazetteer.md")).unwrap();
    let example = help.split("```csv\n").nth(1).or(help.split("```\n").nth(1)).unwrap().split("```").next().unwrap();
    sandbox.write("own.csv", example);
    let run = sandbox.run(["index", "--gazetteer", "own.csv"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(sandbox.run(["index", "--rebuild"]).code, 0);
    // With another gazetteer it would be refused.
    let run = sandbox.run(["index", "--gazetteer", "own.csv"]);
    assert!(run.code == 0 && run.stderr.contains("added 0"), "{run:?}");
}

#[test]
fn a_second_writer_is_told_who_the_first_is() {
    let sandbox = Sandbox::indexed();
    let writer = Index::open(sandbox.path("index")).unwrap().writer().unwrap();
    let expected = format!("search: process {} is writing to the index in index; wait", std::process::id());
    sandbox.run(["backup", "copy"]);
    for arguments in [&["index"][..], &["index", "--rebuild"], &["restore", "copy"]] {
        let run = sandbox.run(arguments);
        assert!(run.code == 2 && run.stderr.starts_with(&expected), "{run:?}");
    }
    drop(writer);
    // What it said of itself is left over and means nothing.
    assert_eq!(sandbox.run(["index"]).code, 0);
}

#[test]
fn a_backup_comes_back() {
    let sandbox = Sandbox::indexed();
    // Also while a writer is at work.
    let writer = Index::open(sandbox.path("index")).unwrap().writer().unwrap();
    let run = sandbox.run(["backup", "safe/copy"]);
    assert!(run.code == 0 && run.stderr.starts_with("backed up index to safe/copy: "), "{run:?}");
    drop(writer);
    fs::remove_dir_all(sandbox.path("corpus/kazakh")).unwrap();
    sandbox.run(["index"]);
    let run = sandbox.run(["restore", "safe/copy"]);
    assert!(run.code == 0 && run.stderr.contains(&format!("{} articles", sample_size())), "{run:?}");
    assert!(beside(&sandbox, "index.")[0].starts_with("index.replaced-"));
    assert_eq!(sandbox.run(["check", "--all"]).code, 0);
    // It is an index like any other: it can be written to, and backed up over the same backup.
    assert!(sandbox.run(["index"]).stderr.contains("removed "));
    assert_eq!(sandbox.run(["backup", "safe/copy"]).code, 0);
    assert_eq!(fs::read_dir(sandbox.path("safe")).unwrap().count(), 1);
    // Into nothing.
    fs::remove_dir_all(sandbox.path("index")).unwrap();
    let run = sandbox.run(["restore", "safe/copy"]);
    assert!(run.code == 0 && !run.stderr.contains("kept"), "{run:?}");
}

#[test]
fn what_is_no_backup_is_neither_overwritten_nor_restored() {
    let sandbox = Sandbox::indexed();
    sandbox.write("novel/chapter.txt", "глава первая");
    let run = sandbox.run(["backup", "novel"]);
    assert!(run.code == 2 && run.stderr.contains("novel is no backup and is not overwritten"), "{run:?}");
    let run = sandbox.run(["restore", "novel"]);
    assert!(run.code == 2 && run.stderr.contains("novel is no backup of an index"), "{run:?}");
    // Damage neither goes into a backup nor comes out of one.
    sandbox.run(["backup", "copy"]);
    let files_of = |folder: &str, ending: &str| {
        let mut files = fs::read_dir(sandbox.path(folder)).unwrap().map(|file| file.unwrap().path());
        files.find(|file| file.to_string_lossy().ends_with(ending)).unwrap()
    };
    flip(&files_of("copy", ".idx"));
    let run = sandbox.run(["restore", "copy"]);
    assert!(run.code == 2 && run.stderr.contains("its checksum is wrong"), "{run:?}");
    assert_eq!(sandbox.run(["check"]).code, 0);
    flip(&files_of("index", ".idx"));
    let run = sandbox.run(["backup", "other"]);
    assert!(run.code == 2 && run.stderr.contains("its checksum is wrong"), "{run:?}");
    assert!(!sandbox.path("other").exists());
}
