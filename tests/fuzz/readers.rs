//! Every reader, and the extraction of what it reads.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use izdeu::{Corpus, Extractor, ReadOptions};
use proptest::prelude::*;

use crate::mutation::{Mutation, mutated, mutations};
use crate::{cases, findings, samples};

/// The longest that a file of a few kilobytes may take, in a debug build on a busy machine.
const LONGEST: Duration = Duration::from_secs(5);

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(Extractor::new);
static SAMPLES: LazyLock<Vec<(&str, Vec<u8>)>> = LazyLock::new(samples::all);

/// Reads a file of this name and extracts what is in it. Says what went wrong; a file that cannot be read is nothing wrong.
fn read(name: &str, bytes: &[u8], options: ReadOptions) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    let started = Instant::now();
    let all = || {
        for found in Corpus::open_with([folder.path()], options).unwrap() {
            match found {
                Ok(article) => drop(EXTRACTOR.inspect(article)),
                Err(problem) if problem.reason.contains("the reader failed on it") && !name.ends_with(".pdf") => {
                    return Err(problem.to_string());
                }
                Err(problem) if problem.reason.contains("reading ended early") => return Err(problem.to_string()),
                Err(_) => {}
            }
        }
        Ok(())
    };
    catch_unwind(AssertUnwindSafe(all)).unwrap_or_else(|_| Err("the extraction panicked".to_owned()))?;
    if started.elapsed() > LONGEST { Err(format!("it took {:?}", started.elapsed())) } else { Ok(()) }
}

/// Keeps what a reader failed on, and says where.
fn keep(name: &str, bytes: &[u8]) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("finding-{name}"));
    fs::write(&path, bytes).unwrap();
    format!("{name}: it is kept in {}; move it to tests/fuzz_findings when it is cured", path.display())
}

#[test]
fn findings_of_the_past() {
    for (path, bytes) in findings().into_iter().filter(|(path, _)| path.extension().is_some_and(|kind| kind != "query"))
    {
        let name = path.file_name().unwrap().to_str().unwrap();
        read(name, &bytes, ReadOptions::new()).unwrap_or_else(|fault| panic!("{name}: {fault}"));
    }
}

#[test]
fn the_samples_are_sound() {
    for (name, bytes) in SAMPLES.iter() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), bytes).unwrap();
        let found: Vec<_> = Corpus::open([folder.path()]).unwrap().collect();
        assert!(!found.is_empty() && found.iter().all(Result::is_ok), "{name}: {found:?}");
    }
}

fn any_file() -> impl Strategy<Value = (usize, Vec<Mutation>)> {
    (0..SAMPLES.len(), mutations())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases(3_000)) })]

    #[test]
    fn no_reader_fails_on_a_file((sample, mutations) in any_file()) {
        let (name, sound) = &SAMPLES[sample];
        let bytes = mutated(sound, &mutations);
        if let Err(fault) = read(name, &bytes, ReadOptions::new()) {
            prop_assert!(false, "{}\n{}", fault, keep(name, &bytes));
        }
    }

    /// What is in packed files is mutated before it is packed, or hardly any of it would ever be read.
    #[test]
    fn no_reader_fails_on_another_ones_file((sample, mutations) in any_file(), other in 0..SAMPLES.len()) {
        let (name, bytes) = (SAMPLES[other].0, mutated(&SAMPLES[sample].1, &mutations));
        if let Err(fault) = read(name, &bytes, ReadOptions::new()) {
            prop_assert!(false, "{}\n{}", fault, keep(name, &bytes));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases(8)) })]

    /// PDFs are read by others' code in a process of its own: it may fail, and this process may not.
    #[test]
    fn no_pdf_takes_the_reader_down(mutations in mutations()) {
        let sound = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/article.pdf")).unwrap();
        let options = ReadOptions::new().pdf_program(assert_cmd::cargo::cargo_bin!("search"), ["read-pdf"]);
        let bytes = mutated(&sound, &mutations);
        if let Err(fault) = read("a.pdf", &bytes, options) {
            prop_assert!(false, "{}\n{}", fault, keep("a.pdf", &bytes));
        }
    }
}

/// Letters, signs and bits of what news pages are made of.
fn any_text() -> impl Strategy<Value = String> {
    let bits = [
        "14 мая 2026",
        "2026-05-14T10:15:00+05:00",
        "14.05.26",
        "31.02.2026",
        "вчера, 10:15",
        "1 января",
        "date ",
        "Дата: ",
        "99:99",
        "\n",
        "\n\n",
        "\r",
        " ",
        "\t",
        "В Астане",
        "в Алматы",
        "город Семей",
        "Нур-Султан",
        "ФК Тараз",
        "улица Абая",
        "район Алматы",
        "АСТАНА — ",
        "ШЫМКЕНТ. ",
        "(Китай)",
        "Қызылордада",
        "Семей",
        "области ",
        "ВКО",
        "Читайте также",
        "Фото:",
        "Реклама",
        "| ",
        "• ",
        "Поделиться",
        "<p>",
        "</b>",
        "&nbsp;",
        "https://a.kz/1",
        "А. Б.",
        "т.е.",
        "«",
        "»",
        "…",
        "!",
        "?!",
        "-",
        "—",
        "\u{ad}",
        "\u{301}",
        "\u{200b}",
        "\u{feff}",
        "İ",
        "ﬁ",
        "🙂",
        "0",
        "٣",
        "Ж",
        "ё",
        "a",
        "слово",
        "сөз",
        "Токаев",
        ".",
        ",",
        ":",
    ];
    let bit = proptest::sample::select(bits.to_vec()).prop_map(str::to_owned);
    let repeated = (bit.clone(), 1..60usize).prop_map(|(bit, times)| bit.repeat(times));
    let part = prop_oneof![6 => bit, 1 => repeated, 1 => "\\PC{0,8}"];
    proptest::collection::vec(part, 0..50).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases(1_000)) })]

    #[test]
    fn no_text_is_too_strange_for_extraction(text in any_text(), title in proptest::option::of(any_text()), url in any_text()) {
        let started = Instant::now();
        let mut raw = izdeu::RawArticle::new("1", text).url(url);
        raw.metadata.title = title;
        EXTRACTOR.inspect(raw);
        prop_assert!(started.elapsed() < LONGEST, "it took {:?}", started.elapsed());
    }
}
