//! Files made to hurt: each is named with a clear word, and everything beside it is read. All of them are made here.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

use izdeu::{Corpus, Problem};

const GOOD: &str = "{\"id\": \"good\", \"text\": \"В Таразе открыли мост.\"}\n";

/// Reads a folder in which `make` has put bad files, and a good one: the ids, and the problems by the names of their files.
fn read(make: impl FnOnce(&Path)) -> (Vec<String>, Vec<(String, String)>) {
    let folder = tempfile::tempdir().unwrap();
    make(folder.path());
    fs::write(folder.path().join("z.txt"), "В Актау открыли порт.").unwrap();
    let (mut ids, mut problems) = (Vec::new(), Vec::new());
    for found in Corpus::open([folder.path()]).unwrap() {
        match found {
            Ok(article) => ids.push(article.id.to_string()),
            Err(Problem { path, line, reason, .. }) => {
                let file = path.strip_prefix(folder.path()).unwrap().to_string_lossy().replace('\\', "/");
                problems.push((line.map_or(file.clone(), |line| format!("{file}:{line}")), reason));
            }
        }
    }
    assert_eq!(ids.pop().as_deref(), Some("z.txt"), "the good file is read: {problems:?}");
    (ids, problems)
}

/// What a file of this name and these contents leads to: ids, and the place and the beginning of each problem.
#[track_caller]
fn check(name: &str, contents: &[u8], ids: &[&str], expected: &[(&str, &str)]) {
    let (found, problems) = read(|folder| fs::write(folder.join(name), contents).unwrap());
    assert_eq!(found, ids, "{name}: {problems:?}");
    assert_eq!(problems.len(), expected.len(), "{name}: {problems:?}");
    for ((place, reason), (expected_place, words)) in problems.iter().zip(expected) {
        assert_eq!(place, expected_place, "{reason}");
        assert!(reason.contains(words), "{reason}\nhas not\n{words}");
    }
}

#[test]
fn no_text_at_all() {
    let noise: Vec<u8> = (0..100_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    check("a.txt", &noise, &[], &[("a.txt", "the encoding is not known")]);
    check("a.txt", b"a\0b", &[], &[("a.txt", "NUL bytes")]);
    check("a.jsonl", b"\0\0\0\0", &[], &[("a.jsonl", "NUL bytes")]);
    check("a.jsonl", &noise, &[], &[("a.jsonl", "the encoding is not known")]);
    check("a.html", b"<p>a\0b", &[], &[("a.html", "NUL bytes")]);
    check("a.txt", b"", &[], &[("a.txt", "the article is empty")]);
    check("a.jsonl", b"", &[], &[]);
}

#[test]
fn json_that_goes_deep() {
    let deep = format!("{{\"text\": {}\n{GOOD}", "[".repeat(100_000));
    check("a.jsonl", deep.as_bytes(), &["good"], &[("a.jsonl:1", "recursion limit")]);
    let deep = format!("{}{GOOD}", "{\"a\":".repeat(100_000) + "\n");
    check("a.jsonl", deep.as_bytes(), &["good"], &[("a.jsonl:1", "recursion limit")]);
}

#[test]
fn json_of_nothing_but_values() {
    let crowd = format!("{{\"text\": \"а\", \"a\": [{}1]}}", "1,".repeat(3_000_000));
    let expected = "more than 2000000 values in one";
    check("a.json", crowd.as_bytes(), &[], &[("a.json:1", expected)]);
    check("a.jsonl", format!("{crowd}\n{GOOD}").as_bytes(), &["good"], &[("a.jsonl:1", expected)]);
}

#[test]
fn what_is_opened_and_never_closed() {
    let (_, problems) =
        read(|folder| fs::write(folder.join("a.csv"), format!("text\n{}", "\"a\n".repeat(300_000))).unwrap());
    assert_eq!(problems.len(), 300_000);
    assert!(problems.iter().all(|(_, reason)| reason.contains("never closed")));
    #[cfg(feature = "html")]
    check("a.html", "<".repeat(1 << 20).as_bytes(), &["a.html"], &[]);
    #[cfg(feature = "html")]
    check("a.html", format!("<p>Мост{}", "<i>".repeat(100_000)).as_bytes(), &["a.html"], &[]);
}

#[test]
fn lines_and_files_without_end() {
    // A hole in a file costs no space on disk.
    let (ids, problems) = read(|folder| {
        let hole = |name: &str, head: &[u8], tail: &[u8]| {
            let mut file = File::create(folder.join(name)).unwrap();
            file.write_all(head).unwrap();
            file.set_len(1 << 30).unwrap();
            drop(file);
            fs::OpenOptions::new().append(true).open(folder.join(name)).unwrap().write_all(tail).unwrap();
        };
        hole("a.txt", b"a", b"");
        let start = [GOOD.as_bytes(), b"{\"text\": \"", "мост ".repeat(400_000).as_bytes()].concat();
        hole("b.jsonl", &start, "\n{\"id\": \"last\", \"text\": \"Дамба\"}\n".as_bytes());
        hole("c.html", b"<p>", b"");
    });
    assert_eq!(ids, ["good", "last"]);
    let places: Vec<&str> = problems.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(places, ["a.txt", "b.jsonl:2", "c.html"], "{problems:?}");
    assert!(problems[1].1.contains("a line longer than 32 MB"), "{problems:?}");
    assert!(problems.iter().all(|(_, reason)| reason.contains("not one article")), "{problems:?}");
}

#[cfg(feature = "archives")]
mod archives {
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(bytes: impl Read) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        std::io::copy(&mut { bytes }, &mut packer).unwrap();
        packer.finish().unwrap()
    }

    #[test]
    fn bombs() {
        // A thousand times its size.
        let bomb = gzip(GOOD.as_bytes().chain(std::io::repeat(b' ').take(500 << 20)).chain(GOOD.as_bytes()));
        check("a.jsonl.gz", &bomb, &["good"], &[("a.jsonl.gz:2", "unpacks to more than 200 times its size")]);
        let twice = gzip(&*bomb);
        check("a.jsonl.gz.gz", &twice, &["good"], &[("a.jsonl.gz.gz:2", "unpacks to more than 200 times its size")]);
    }

    #[test]
    fn what_is_cut_off() {
        let lines: String =
            (0..20_000).map(|n| format!("{{\"id\": \"{n}\", \"text\": \"Мост {}\"}}\n", n * 7919 % 104_729)).collect();
        let whole = gzip(lines.as_bytes());
        let (ids, problems) = read(|folder| fs::write(folder.join("a.jsonl.gz"), &whole[..whole.len() / 2]).unwrap());
        assert!((5_000..15_000).contains(&ids.len()), "{}", ids.len());
        assert_eq!((problems.len(), &*problems[0].0), (1, &*format!("a.jsonl.gz:{}", ids.len() + 1)), "{problems:?}");
        check("a.txt.gz", &whole[..whole.len() / 2], &[], &[("a.txt.gz", "is cut off here")]);
        check("a.zip", b"PK\x05\x06", &[], &[("a.zip", "broken")]);
        check("a.tar", &[b'x'; 5_000], &[], &[("a.tar", "broken here")]);
        check("a.zst", b"no zstd", &[], &[]);
        check("a.txt.zst", b"no zstd", &[], &[("a.txt.zst", "broken Zstandard")]);
    }
}
