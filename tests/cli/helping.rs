//! What helps to search: articles alike, reasons.

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
        assert!((sum - hit["score"].as_f64().unwrap()).abs() < 0.01 && why["rest"] == 0.0, "{hit}");
        assert!(!why["words"][0]["forms"].as_array().unwrap().is_empty(), "{hit}");
    }
    let text = sandbox.run(["query", "--explain", "-n", "1", "Конституция", "Астана"]).stdout;
    assert!(text.contains("    why ") && text.contains("by dictionary"), "{text}");
}
