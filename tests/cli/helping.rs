//! What helps to search: articles alike, reasons, completions, facets in full.

use serde_json::Value;

use crate::sandbox::{Sandbox, ids};

#[test]
fn similar_articles_come_without_the_article_itself() {
    let sandbox = Sandbox::indexed();
    let run = sandbox.run(["similar", "--json", "-n", "5", "regions/kulsary-pavodok.txt"]);
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(run.code, 0);
    assert!(!ids(&found).contains(&"regions/kulsary-pavodok.txt"));
    assert!(ids(&found)[..3].iter().any(|id| id.contains("pavodok") || id.contains("su_tasqyny")), "{:?}", ids(&found));
    let run = sandbox.run(["similar", "regions/kulsary-pavodok.txt"]);
    assert!(run.stdout.starts_with(" 1. ") && run.stderr.is_empty(), "{run:?}");
    let run = sandbox.run(["similar", "nowhere"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.starts_with("search: no article has the id «nowhere»"), "{run:?}");
}

#[test]
fn a_hit_says_why_it_was_found_if_asked() {
    let sandbox = Sandbox::indexed();
    assert!(sandbox.json(["Конституция"])["hits"][0].get("explanation").is_none());
    let found = sandbox.json(["--explain", "Конституция Астана"]);
    for hit in found["hits"].as_array().unwrap() {
        let why = &hit["explanation"];
        let sum: f64 = why["words"].as_array().unwrap().iter().map(|word| word["score"].as_f64().unwrap()).sum();
        let sum = (sum + why["shared_words"].as_f64().unwrap()) * why["factor"].as_f64().unwrap();
        assert!((sum - hit["score"].as_f64().unwrap()).abs() < 0.01 && why["rest"] == 0.0, "{hit}");
        assert!(!why["words"][0]["forms"].as_array().unwrap().is_empty(), "{hit}");
    }
    let text = sandbox.run(["query", "--explain", "-n", "1", "Конституция", "Астана"]).stdout;
    assert!(text.contains("    why ") && text.contains("by dictionary"), "{text}");
}

#[test]
fn a_query_that_is_being_typed_is_completed() {
    let sandbox = Sandbox::indexed();
    let run = sandbox.run(["suggest", "--json", "-n", "6", "консти"]);
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    let suggestions = found["suggestions"].as_array().unwrap();
    assert!(run.code == 0 && suggestions.len() <= 6, "{run:?}");
    assert_eq!((&suggestions[0]["text"], &suggestions[0]["kind"]), (&"конституция".into(), &"word".into()));
    let run = sandbox.run(["suggest", "Аста"]);
    assert!(run.stdout.starts_with("Астана  город "), "{run:?}");
    for (prefix, code) in [("абракадабра", 1), ("", 1)] {
        let run = sandbox.run(["suggest", prefix]);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (code, "", ""));
    }
}

#[test]
fn a_facet_is_counted_in_full_to_its_depth() {
    let sandbox = Sandbox::indexed();
    let found = sandbox.json(["--facet", "places:2", "--facet", "dates", "референдум"]);
    let trees = found["facets"]["trees"].as_array().unwrap();
    let cities = found["facets"]["cities"].as_array().unwrap();
    for city in cities {
        let count = trees[0]["counts"].as_array().unwrap().iter().find(|one| {
            let path = one["path"].as_array().unwrap();
            path.len() == 2 && path[1] == city["name"] && path[0] == city["region"]
        });
        assert_eq!(count.unwrap()["count"], city["count"], "{city}");
    }
    let by_year: u64 = trees[1]["counts"].as_array().unwrap().iter().map(|one| one["count"].as_u64().unwrap()).sum();
    assert_eq!(by_year + trees[1]["without"].as_u64().unwrap(), found["total"].as_u64().unwrap());
    let run = sandbox.run(["query", "--facet", "places:2", "--city", "Темиртау"]);
    assert!(run.stdout.contains("Карагандинская область ") && run.stdout.contains("\n  Темиртау "), "{run:?}");
    for (facet, message) in
        [("beauty:1", "«beauty» is no facet"), ("places:0", "«0» is no depth"), ("dates:x", "«x» is no depth")]
    {
        let run = sandbox.run(["query", "--facet", facet, "мост"]);
        assert!(run.code == 2 && run.stderr.contains(message), "{run:?}");
    }
}
