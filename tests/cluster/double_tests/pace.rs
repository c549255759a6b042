//! Fast enough for suites that send thousands of articles and ask bursts of queries.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Asker, document};
use crate::double::Engine;

#[test]
fn thousands_of_documents_are_searched_in_milliseconds() {
    let mut rng = fastrand::Rng::with_seed(1);
    let asker = Asker::with_index(Engine::Quickwit);
    for start in (0..4000).step_by(400) {
        let documents: Vec<Value> = (start..start + 400)
            .map(|number| {
                // Rare and frequent words, as in a language.
                let words: Vec<String> = (0..300).map(|_| format!("w{}", (1.0 / rng.f64()) as u32 % 20_000)).collect();
                document(&format!("a{number}"), 1 + number % 28, &["astana"], &words.join(" "))
            })
            .collect();
        assert_eq!(asker.send(&documents).status, 200);
    }
    asker.double.settle();
    let clauses: Vec<Value> =
        (1..61).map(|word| json!({"term": {"terms": {"value": format!("w{word}"), "boost": 1.5}}})).collect();
    let query = json!({"bool": {"must": [{"bool": {"should": clauses, "minimum_should_match": 1}}], "filter": [{"match_all": {}}]}});
    let start = Instant::now();
    for _ in 0..10 {
        let answer = asker.search(json!({"query": query, "size": 0, "track_total_hits": true}));
        assert_eq!(answer.body["hits"]["total"]["value"], 4000);
    }
    let each = start.elapsed() / 10;
    assert!(each < Duration::from_millis(500), "{each:?} for one query of 60 terms");
}
