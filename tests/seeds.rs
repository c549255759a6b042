//! The five articles that the product was conceived from. They belong to their publishers and stay out of the repository:
//! without `../shared/seeds` (or `$SEARCH_SHARED/seeds`) these tests say so and pass.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

use izdeu::{Article, Corpus, Extractor, Hit, LocalSearcher, SearchRequest, SearchResults, Searcher};
use serde_json::Value;

/// The folder of the seeds, if it is there.
fn seeds() -> Option<PathBuf> {
    let shared = std::env::var_os("SEARCH_SHARED").map(PathBuf::from);
    let shared = shared.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")));
    let folder = shared.join("seeds");
    if !folder.is_dir() {
        // Written past the capture of the test runner, which shows nothing of a test that passes.
        std::io::stderr().write_all(b"skipped: ../shared/seeds is absent\n").unwrap();
        return None;
    }
    Some(folder)
}

fn searcher() -> Option<LocalSearcher> {
    Some(LocalSearcher::open(&common::index_of(&[seeds()?])).unwrap())
}

fn search(searcher: &LocalSearcher, request: SearchRequest) -> SearchResults {
    searcher.search(&request.limit(20)).unwrap()
}

/// The numbers of the articles found: the three digits that their files begin with.
fn numbers(results: &SearchResults) -> BTreeSet<&str> {
    results.hits.iter().map(number).collect()
}

fn number(hit: &Hit) -> &str {
    &hit.id.as_str()[..3]
}

/// The highlighted words of a hit in small letters.
fn marked(hit: &Hit) -> Vec<String> {
    let letters: Vec<char> = hit.snippet.text.chars().collect();
    let ranges = hit.snippet.highlights.iter();
    ranges.map(|[start, end]| letters[*start..*end].iter().collect::<String>().to_lowercase()).collect()
}

#[test]
fn every_article_is_read_as_a_person_reads_it() {
    let Some(folder) = seeds() else { return };
    let gold: Value = serde_json::from_str(&fs::read_to_string(folder.join("gold.json")).unwrap()).unwrap();
    let extractor = Extractor::new();
    let articles: Vec<Article> = Corpus::open([folder]).unwrap().map(|raw| extractor.extract(raw.unwrap())).collect();
    assert_eq!(articles.len(), 5);
    let mut faults = Vec::new();
    for article in &articles {
        let gold = &gold[article.id.as_str()];
        let names = |key: &str| -> BTreeSet<&str> {
            gold[key].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect()
        };
        let (wanted, optional) = (names("cities"), names("optional"));
        let read: BTreeSet<&str> = article.cities.iter().map(|city| city.name.as_str()).collect();
        let read: BTreeSet<&str> = read.difference(&optional).copied().collect();
        let date = article.date.map(|known| known.date.to_string());
        let mut compare = |what: &str, read: String, wanted: String| {
            if read != wanted {
                faults.push(format!("{}: {what} {read}, should be {wanted}", article.id));
            }
        };
        compare("date", format!("{date:?}"), format!("{:?}", gold["date"].as_str()));
        compare(
            "main city",
            format!("{:?}", article.main_city.as_deref()),
            format!("{:?}", gold["main_city"].as_str()),
        );
        compare("cities", format!("{read:?}"), format!("{wanted:?}"));
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn two_words_find_the_articles_that_have_both_and_mark_them() {
    let Some(searcher) = searcher() else { return };
    let results = search(&searcher, SearchRequest::new("Конституция Астана"));
    let found = numbers(&results);
    assert!(["000", "001", "002", "004"].iter().all(|number| found.contains(number)), "{found:?}");
    for hit in results.hits.iter().filter(|hit| ["000", "002", "004"].contains(&number(hit))) {
        let marked = marked(hit);
        for beginning in ["конституц", "астан"] {
            let is_marked = marked.iter().any(|word| word.starts_with(beginning));
            assert!(is_marked, "{}: no form of {beginning}… among {marked:?}", hit.id);
        }
    }
}

#[test]
fn a_name_is_found_in_every_case_and_spelling() {
    let Some(searcher) = searcher() else { return };
    let expected = search(&searcher, SearchRequest::new("Астана"));
    assert!(numbers(&expected).len() >= 4);
    for form in ["Астане", "Астаны", "АСТАНА", "астаной", "Fcnfyf"] {
        assert_eq!(numbers(&search(&searcher, SearchRequest::new(form))), numbers(&expected), "{form}");
    }
}

#[test]
fn words_that_only_look_alike_are_not_found() {
    let Some(searcher) = searcher() else { return };
    // The town is no family («семьи», «семей»); a head of a town is no party («Ак жол»).
    for (query, never) in [("Семей", &["000", "001", "002", "003", "004"][..]), ("аким", &["001"])] {
        let results = search(&searcher, SearchRequest::new(query));
        let found = numbers(&results);
        assert!(never.iter().all(|number| !found.contains(number)), "{query} finds {found:?}");
    }
    // And yet these queries are no dead ends: the words that are there are found.
    assert!(numbers(&search(&searcher, SearchRequest::new("«Ак жол»"))).contains("001"));
}

#[test]
fn a_city_narrows_the_answer() {
    let Some(searcher) = searcher() else { return };
    let all = search(&searcher, SearchRequest::new("Конституция"));
    assert!(numbers(&all).len() > 1);
    let one = search(&searcher, SearchRequest::new("Конституция").city("Шымкент"));
    assert_eq!(numbers(&one), BTreeSet::from(["001"]));
}
