use std::fs;
use std::io::Write;

use ::zip::write::SimpleFileOptions;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;
use crate::corpus::Corpus;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ::zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn tar_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = ::tar::Builder::new(Vec::new());
    for (name, bytes) in entries {
        let mut header = ::tar::Header::new_gnu();
        // The library refuses to write what leads out.
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_mtime(1_700_000_000);
        header.set_entry_type(::tar::EntryType::Regular);
        header.set_cksum();
        tar.append(&header, *bytes).unwrap();
    }
    tar.into_inner().unwrap()
}

/// What is read of a file with this name: `id`s, and the ends of the paths of problems with their reasons.
fn read(name: &str, bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let (mut ids, mut problems) = (Vec::new(), Vec::new());
    for found in Corpus::open([folder.path()]).unwrap() {
        match found {
            Ok(article) => {
                assert!(article.path.unwrap().starts_with(&path));
                ids.push(article.id.to_string());
            }
            Err(problem) => {
                let below = problem.path.strip_prefix(folder.path()).unwrap().to_string_lossy().replace('\\', "/");
                problems.push(format!("{below}: {}", problem.reason));
            }
        }
    }
    (ids, problems)
}

const TEXT: &[u8] = "В Таразе открыли мост.".as_bytes();
const LINES: &[u8] = "{\"text\": \"Мост\"}\n{\"id\": \"2\", \"text\": \"Порт\"}\n".as_bytes();

#[test]
fn archives_are_folders() {
    let entries: &[(&str, &[u8])] =
        &[("a.txt", TEXT), ("./b/c.md", TEXT), ("b/.hidden.txt", TEXT), ("photo.jpg", b"JFIF"), ("n.jsonl", LINES)];
    let zstd = |bytes: &[u8]| ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest);
    let tar = tar_of(entries);
    for (name, bytes, ids) in [
        ("x.zip", zip_of(entries), &["x.zip/a.txt", "x.zip/b/c.md", "x.zip/n.jsonl#1", "2"][..]),
        ("x.tar", tar.clone(), &["x.tar/a.txt", "x.tar/b/c.md", "x.tar/n.jsonl#1", "2"]),
        ("x.tar.gz", gzip(&tar), &["x.tar/a.txt", "x.tar/b/c.md", "x.tar/n.jsonl#1", "2"]),
        ("x.TGZ", gzip(&tar), &["x.tar/a.txt", "x.tar/b/c.md", "x.tar/n.jsonl#1", "2"]),
        ("x.tar.zst", zstd(&tar), &["x.tar/a.txt", "x.tar/b/c.md", "x.tar/n.jsonl#1", "2"]),
        (
            "n.jsonl.gz",
            [gzip(LINES), gzip("{\"text\": \"Дамба\"}".as_bytes())].concat(),
            &["n.jsonl#1", "2", "n.jsonl#3"],
        ),
        (
            "n.jsonl.zst",
            [zstd(LINES), b"\x50\x2a\x4d\x18\x02\0\0\0ab".to_vec(), zstd(b"{\"text\": \"D\"}")].concat(),
            &["n.jsonl#1", "2", "n.jsonl#3"],
        ),
        ("a.txt.gz", gzip(TEXT), &["a.txt"]),
        (
            "x.zip",
            zip_of(&[("y.tar.gz", &gzip(&tar_of(&[("z.zip", &zip_of(&[("a.txt", TEXT)]))])))]),
            &["x.zip/y.tar/z.zip/a.txt"],
        ),
    ] {
        let (found, problems) = read(name, &bytes);
        assert_eq!((found, problems), (ids.iter().map(|id| (*id).to_owned()).collect(), vec![]), "{name}");
    }
}

#[test]
fn what_leads_out_or_goes_too_deep_is_named() {
    let bad: &[(&str, &[u8])] = &[
        ("../../a.txt", TEXT),
        ("/etc/a.txt", TEXT),
        ("C:\\a.txt", TEXT),
        ("b\\..\\..\\a.txt", TEXT),
        ("ok.txt", TEXT),
    ];
    for (name, bytes) in [("x.zip", zip_of(bad)), ("x.tar", tar_of(bad))] {
        let (ids, problems) = read(name, &bytes);
        assert_eq!(ids, [format!("{name}/ok.txt")]);
        assert_eq!(problems.len(), 4, "{problems:?}");
        assert!(problems.iter().all(|problem| problem.contains("leads out of the archive")), "{problems:?}");
    }
    let mut nested = TEXT.to_vec();
    for level in 0..6 {
        let inner = if level == 0 { "a.txt" } else { "x.zip" };
        nested = zip_of(&[(inner, &nested)]);
    }
    let (ids, problems) = read("x.zip", &nested);
    assert_eq!((ids.len(), problems.len()), (0, 1));
    assert!(problems[0].contains("more than 4 archives in one another"), "{problems:?}");
}

#[test]
fn links_in_a_tar_are_not_followed() {
    let mut tar = ::tar::Builder::new(Vec::new());
    let mut header = ::tar::Header::new_gnu();
    header.set_entry_type(::tar::EntryType::Symlink);
    header.set_size(0);
    tar.append_link(&mut header, "a.txt", "/etc/passwd").unwrap();
    assert_eq!(read("x.tar", &tar.into_inner().unwrap()), (vec![], vec![]));
}

#[test]
fn of_a_cut_archive_what_came_before_is_read() {
    let many: String = (0..3_000).map(|n| format!("{{\"id\": \"{n}\", \"text\": \"Мост {}\"}}\n", n * 7919)).collect();
    let noise: Vec<u8> = (0..20_000u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    let entries: &[(&str, &[u8])] = &[("a.txt", TEXT), ("b.txt", TEXT), ("c.bin", &noise), ("d.txt", TEXT)];
    let packed = gzip(many.as_bytes());
    for (name, bytes, least, reason) in [
        ("n.jsonl.gz", &packed[..packed.len() / 2], 500, "n.jsonl.gz: "),
        ("x.zip", &zip_of(entries)[..30_000], 2, "x.zip: broken: "),
        ("x.tar", &tar_of(entries)[..30_000], 2, "x.tar: broken here"),
        ("x.tar", &tar_of(entries)[..530], 0, "the archive ends within this file"),
        ("n.jsonl.zst", b"\x28\xb5\x2f\xfd\x04", 0, "n.jsonl.zst: broken Zstandard"),
        ("x.zip", b"PK\x03\x04", 0, "x.zip: broken: "),
        ("x.gz.zip", b"not a zip", 0, "broken: "),
    ] {
        let (ids, problems) = read(name, bytes);
        assert!(ids.len() >= least, "{name}: {ids:?}");
        assert!(
            !problems.is_empty() && problems.iter().any(|problem| problem.contains(reason)),
            "{name}: {problems:?}"
        );
    }
}

#[test]
fn a_name_without_end_is_refused() {
    for kind in [::tar::EntryType::GNULongName, ::tar::EntryType::GNULongLink, ::tar::EntryType::XHeader] {
        let mut tar = tar_of(&[("a.txt", TEXT)]);
        tar.truncate(1024);
        let mut header = ::tar::Header::new_gnu();
        header.set_size(3 << 20);
        header.set_entry_type(kind);
        header.set_cksum();
        tar.extend_from_slice(header.as_bytes());
        tar.extend(std::iter::repeat_n(b'a', 3 << 20));
        tar.extend(tar_of(&[("b.txt", TEXT)]));
        let (ids, problems) = read("x.tar", &tar);
        assert_eq!(ids, ["x.tar/a.txt"], "{kind:?}");
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].contains("a name or header longer than 1 MB"), "{problems:?}");
    }
    let large = vec![b' '; 3 << 20];
    let entries: &[(&str, &[u8])] = &[("a.bin", &large), ("b.txt", TEXT), ("c.jsonl", &large), ("d.txt", TEXT)];
    assert_eq!(read("x.tar", &tar_of(entries)), (vec!["x.tar/b.txt".into(), "x.tar/d.txt".into()], vec![]));
}

#[test]
fn names_of_old_archivers_are_read() {
    let name = encoding_rs::IBM866.encode("Новости.txt").0.into_owned();
    let mut zip = zip_of(&[("AAAAAAA.txt", TEXT)]);
    for at in (0..zip.len() - 11).filter(|at| zip[*at..].starts_with(b"AAAAAAA.txt")).collect::<Vec<_>>() {
        zip[at..at + 11].copy_from_slice(&name);
    }
    assert_eq!(read("x.zip", &zip).0, ["x.zip/Новости.txt"]);
}

#[test]
fn bombs_are_stopped() {
    let total = Total { bytes: Cell::new(0), entries: Cell::new(0), size: 1 << 40 };
    let within = Within { depth: 1, total: &total };
    let archive = Archive { path: "a.zip".into(), id: "a.zip".into(), within };
    let bomb = |size: u64| archive.limited(io::repeat(b' ').take(SLACK + 1_000 * RATIO), Some(size));
    let read =
        |mut bytes: Box<dyn BufRead + '_>| io::copy(&mut bytes, &mut io::sink()).map_err(|error| error.to_string());
    assert_eq!(read(bomb(1_000)), Ok(SLACK + 1_000 * RATIO));
    assert!(read(bomb(999)).unwrap_err().contains("more than 200 times its size"));
    let total = Total { bytes: Cell::new(SLACK_OF_ALL + 100 * RATIO - 100_000), entries: Cell::new(0), size: 100 };
    let archive = Archive { within: Within { depth: 1, total: &total }, ..archive };
    assert_eq!(read(archive.limited(io::repeat(b' ').take(60_000), None)), Ok(60_000));
    assert!(read(archive.limited(io::repeat(b' ').take(60_000), None)).is_err(), "all entries count together");
}

#[test]
fn an_encrypted_entry_is_named_and_the_rest_is_read() {
    let mut zip = zip_of(&[("a.txt", TEXT), ("b.txt", TEXT)]);
    // The flag of the first entry, in its head and in the directory.
    zip[6] |= 1;
    let directory = zip.windows(4).position(|signs| signs == b"PK\x01\x02").unwrap();
    zip[directory + 8] |= 1;
    let (ids, problems) = read("x.zip", &zip);
    assert_eq!(ids, ["x.zip/b.txt"]);
    assert_eq!(problems, ["x.zip/a.txt: it is encrypted; unpack it first"]);
}

#[test]
fn a_zip_has_sidecars_too() {
    let folder = tempfile::tempdir().unwrap();
    let zip = zip_of(&[("b/a.json", "{\"title\": \"Мост\"}".as_bytes()), ("b/a.txt", TEXT)]);
    fs::write(folder.path().join("x.zip"), zip).unwrap();
    let articles: Vec<_> = Corpus::open([folder.path()]).unwrap().map(Result::unwrap).collect();
    assert_eq!(articles.len(), 1);
    assert_eq!(articles[0].metadata.title.as_deref(), Some("Мост"));
}
