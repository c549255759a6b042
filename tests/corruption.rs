//! An index of which a file is damaged: whatever is asked of it, the command ends by itself and says what it has to say; `search
//! check` finds the damage, and nobody deletes anything.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Write, stderr};
use std::path::Path;
use std::process::{Command, Output};

/// What happens to a file.
#[derive(Debug, Clone, Copy)]
enum Damage {
    Flip(usize),
    Cut(usize),
}

impl Damage {
    /// Damages of a file: bytes at both ends and at random, all lengths that are special.
    fn all(bytes: &[u8], rng: &mut fastrand::Rng) -> Vec<Damage> {
        let length = bytes.len();
        let Some(last) = length.checked_sub(1) else { return Vec::new() };
        let mut places = vec![0, last, length / 2, rng.usize(..length), rng.usize(..length)];
        places.sort_unstable();
        places.dedup();
        let cuts = [0, 1, length / 2, last].into_iter().filter(|cut| *cut < length);
        let mut damages: Vec<Damage> = places.into_iter().map(Damage::Flip).chain(cuts.map(Damage::Cut)).collect();
        damages.dedup_by_key(|damage| format!("{damage:?}"));
        damages
    }

    fn of(self, bytes: &[u8], rng: &mut fastrand::Rng) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        match self {
            Damage::Flip(at) => bytes[at] ^= rng.u8(1..),
            Damage::Cut(length) => bytes.truncate(length),
        }
        bytes
    }
}

/// An index with several segments and deleted articles, beside the folder that it is of. With little memory one thread writes: two
/// segments are not merged.
fn indexed() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let articles = folder.path().join("articles");
    fs::create_dir(&articles).unwrap();
    for round in 0..2 {
        for number in 1..=20 {
            let text = format!(
                "{number} мая 2026\n\nМост номер {number}\n\nВ Таразе открыли мост номер {number} в {round} раз."
            );
            fs::write(articles.join(format!("{round}-{number}.txt")), text).unwrap();
        }
        fs::write(articles.join("0-1.txt"), format!("Дамбу в Актау чинят {round} раз.")).unwrap();
        let run = search(folder.path(), &["index", "--quiet", "--memory", "200MB", "articles"]);
        assert!(run.status.success(), "{run:?}");
    }
    folder
}

fn search(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("search"));
    command.current_dir(folder).env_remove("SEARCH_INDEX").env_remove("SEARCH_CLUSTER_URL").env("RUST_BACKTRACE", "0");
    command.args(arguments).output().unwrap()
}

/// The files of a folder with their bytes; locks are none of them.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let files = files.map(|file| (file.file_name().into_string().unwrap(), file.path()));
    files
        .filter(|(name, path)| path.is_file() && !name.ends_with(".lock"))
        .map(|(name, path)| (name, fs::read(path).unwrap()))
        .collect()
}

#[test]
fn damage_is_found_and_takes_nothing_down() {
    let seed = fastrand::u64(..1_000_000);
    let mut rng = fastrand::Rng::with_seed(seed);
    let folder = indexed();
    let index = folder.path().join("index");
    let sound = files(&index);
    assert!(sound.keys().any(|name| name.ends_with(".del")) && search(folder.path(), &["check"]).status.success());
    let (mut trials, mut faults) = (0, Vec::new());
    for (name, bytes) in &sound {
        for damage in Damage::all(bytes, &mut rng) {
            trials += 1;
            let damaged = damage.of(bytes, &mut rng);
            // What is open elsewhere keeps its bytes: a new file takes the place of the sound one.
            fs::remove_file(index.join(name)).unwrap();
            fs::write(index.join(name), &damaged).unwrap();
            let mut fault = |what: &str, run: &Output| {
                faults.push(format!(
                    "{name} {damage:?}: {what}: {} {}",
                    run.status,
                    String::from_utf8_lossy(&run.stderr)
                ));
            };
            for arguments in
                [&["query", "--json", "мост в Таразе"][..], &["query", "--all", "мост"], &["suggest", "мо"], &["check"]]
            {
                let run = search(folder.path(), arguments);
                // A panic ends with 101, an abort by a signal.
                if !matches!(run.status.code(), Some(0..=2)) {
                    fault(&arguments.join(" "), &run);
                } else if arguments == ["check"] && run.status.success() && is_checked(name) {
                    fault("not found by check", &run);
                }
            }
            let left = files(&index);
            if left.keys().ne(sound.keys()) || left[name] != damaged {
                faults.push(format!("{name} {damage:?}: the files are other ones now"));
            }
            fs::remove_file(index.join(name)).unwrap();
            fs::write(index.join(name), bytes).unwrap();
        }
    }
    assert!(faults.is_empty(), "seed {seed}: {} faults\n{}", faults.len(), faults.join("\n"));
    assert!(search(folder.path(), &["check"]).status.success(), "all is as it was");
    let _ = writeln!(stderr(), "{trials} damages of {} files: all found, 0 panics, nothing deleted", sound.len());
}

/// Whether damage to a file matters: who wrote to the index last, and what there is to clean up, is no part of it.
fn is_checked(name: &str) -> bool {
    !name.starts_with('.')
}
