//! What a bulk request does and does not do.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Asker, articles, document};
use crate::double::{Engine, Options};

#[test]
fn documents_that_do_not_fit_are_refused_one_by_one() {
    let with = |field: &str, value: Value| {
        let mut article = document("a", 1, &["astana"], "a b");
        article[field] = value;
        article
    };
    for engine in Engine::ALL {
        let quickwit = engine == Engine::Quickwit;
        let asker = Asker::with_index(engine);
        for (what, refused, article) in [
            ("an unknown field", true, with("nowhere", json!("a"))),
            ("a number for text", true, with("doc_id", json!(1))),
            ("text for a number", true, with("doc_ord", json!("1"))),
            ("a float", true, with("doc_ord", json!(1.5))),
            ("what floats cannot tell apart", quickwit, with("doc_ord", json!((1_i64 << 53) + 1))),
            ("what is no i64", true, with("doc_ord", json!(1_u64 << 63))),
            ("an object", true, with("title", json!({"a": 1}))),
            ("a date without time", true, with("published_at", json!("2024-05-01"))),
            ("seconds for a date", true, with("published_at", json!(1_714_521_600))),
            ("null", true, with("title", Value::Null)),
            ("text where a list belongs", quickwit, with("cities", json!("astana"))),
            ("a list where text belongs", quickwit, with("doc_id", json!(["a"]))),
            ("a long keyword", !quickwit, with("doc_id", json!("a".repeat(32_767)))),
        ] {
            let answer = asker.send(&[article, document(&format!("beside {what}"), 2, &[], "a")]);
            assert_eq!(answer.status, 200, "{answer:?}");
            let statuses = answer.statuses();
            assert_eq!((statuses[0] == 400, statuses[1]), (refused, 201), "{engine:?}, {what}: {answer:?}");
            assert_eq!(answer.body["errors"], refused);
            let reason = &answer.body["items"][0]["index"]["error"]["reason"];
            assert_eq!(reason.is_string(), refused, "{what}");
        }
    }
}

#[test]
fn quickwit_takes_a_document_without_a_timestamp_and_drops_it() {
    for engine in Engine::ALL {
        let quickwit = engine == Engine::Quickwit;
        let asker = Asker::with_index(engine);
        let mut article = document("a", 1, &[], "a");
        article.as_object_mut().unwrap().remove("published_at");
        assert_eq!(asker.send(&[article]).statuses(), [201]);
        asker.double.settle();
        assert_eq!((asker.count(), asker.double.dropped("news")), if quickwit { (0, 1) } else { (1, 0) });
    }
}

#[test]
fn ids_mean_nothing_to_quickwit() {
    for engine in Engine::ALL {
        let quickwit = engine == Engine::Quickwit;
        let asker = Asker::with_documents(engine, &articles());
        assert_eq!(asker.send(&articles()).statuses(), [if quickwit { 201 } else { 200 }; 4]);
        asker.double.settle();
        assert_eq!(asker.count(), if quickwit { 8 } else { 4 }, "what is sent twice");
        let create = format!("{}\n{}\n", json!({"create": {"_index": "news", "_id": "snow"}}), articles()[2]);
        let answer = asker.elastic("POST", "/_bulk", &create);
        assert_eq!(answer.statuses(), [if quickwit { 201 } else { 409 }]);
        assert!(answer.body["items"][0]["create"].is_object());
        let delete = "{\"delete\": {\"_id\": \"snow\"}}\n{\"delete\": {\"_id\": \"gone\"}}\n";
        let answer = asker.elastic("POST", "/news/_bulk", delete);
        if quickwit {
            assert!(answer.status == 400 && answer.reason().contains("malformed action"), "{answer:?}");
        } else {
            assert_eq!((answer.statuses(), &answer.body["errors"]), (vec![200, 404], &json!(false)));
            asker.double.settle();
            assert_eq!(asker.found(json!({"sort": [{"doc_ord": "asc"}]})), ["bridge", "road", "opera"]);
        }
    }
}

#[test]
fn malformed_lines_refuse_the_whole_request() {
    let good = document("good", 1, &[], "a");
    for engine in Engine::ALL {
        let asker = Asker::with_index(engine);
        for bad in [
            "{\"update\": {\"_id\": \"1\"}}\n{}",
            "{\"index\": {\"routing\": \"1\"}}\n{}",
            "{\"index\": {}}",
            "{}\n{}",
            "index",
        ] {
            let answer = asker.elastic("POST", "/news/_bulk", &format!("{{\"index\": {{}}}}\n{good}\n{bad}\n"));
            assert_eq!(answer.status, 400, "{engine:?} {bad}: {answer:?}");
        }
        assert_eq!(asker.elastic("POST", "/_bulk", &format!("{{\"index\": {{}}}}\n{good}\n")).status, 400, "no index");
        assert_eq!(asker.elastic("POST", "/news/_bulk", "\n").status, 400, "nothing");
        let unended = asker.elastic("POST", "/news/_bulk", &format!("{{\"index\": {{}}}}\n{good}"));
        assert_eq!(unended.status, if engine == Engine::Quickwit { 200 } else { 400 }, "no line break at the end");
        let elsewhere = asker.elastic("POST", "/_bulk", &format!("{{\"index\": {{\"_index\": \"gone\"}}}}\n{good}\n"));
        assert_eq!(elsewhere.statuses(), [404], "no index is made by the way");
    }
}

#[test]
fn documents_become_visible_with_the_commit() {
    for engine in Engine::ALL {
        let options = Options { commit_after: Duration::from_millis(300), ..Options::of(engine) };
        let asker = Asker::of(options);
        assert_eq!(asker.make("news").status, 200);
        let sent = Instant::now();
        assert_eq!(asker.send(&articles()).status, 200);
        assert!(asker.count() == 0 || sent.elapsed() > Duration::from_millis(250));
        while asker.count() == 0 {
            assert!(sent.elapsed() < Duration::from_secs(5));
            std::thread::sleep(Duration::from_millis(10));
        }
        assert!(sent.elapsed() >= Duration::from_millis(300));
        assert_eq!(asker.double.documents("news"), articles());
    }
}

#[test]
fn a_refresh_is_at_once_or_hangs() {
    let lines = format!("{{\"index\": {{}}}}\n{}\n", document("a", 1, &[], "a"));
    for engine in Engine::ALL {
        let options = Options { commit_after: Duration::from_secs(100), ..Options::of(engine) };
        let asker = Asker::of(options);
        assert_eq!(asker.make("news").status, 200);
        assert_eq!(asker.elastic("POST", "/news/_bulk?refresh=false", &lines).status, 200);
        assert_eq!(asker.count(), 0);
        if engine == Engine::Quickwit {
            assert!(
                asker.try_to_ask("POST", "/api/v1/_elastic/news/_bulk?refresh=wait_for", &lines).is_err(),
                "it hangs"
            );
        } else {
            assert_eq!(asker.ask("POST", "/news/_bulk?refresh=wait_for", &lines).status, 200);
            assert_eq!(asker.count(), 2);
            assert_eq!(asker.elastic("POST", "/news/_bulk", &lines).status, 200);
            assert_eq!((asker.count(), asker.ask("POST", "/news/_refresh", "").status, asker.count()), (2, 200, 3));
        }
    }
}

#[test]
fn a_request_may_be_only_so_long() {
    let asker = Asker::with_index(Engine::Quickwit);
    let long = document("a", 1, &[], &"word ".repeat(3 << 19));
    let answer = asker.send(&[long]);
    assert_eq!(answer.status, 413, "{answer:?}");
    assert!(answer.body["message"].is_string());
    assert!(asker.double.largest_bulk() > 10 << 20);
}

#[test]
fn lucene_splits_long_tokens() {
    for engine in Engine::ALL {
        let asker = Asker::with_documents(engine, &[document("a", 1, &[], &"ж".repeat(300))]);
        let finds = |length: usize| asker.found(json!({"query": {"term": {"terms": "ж".repeat(length)}}})).len();
        assert_eq!((finds(300), finds(255), finds(45)), if engine == Engine::Quickwit { (1, 0, 0) } else { (0, 1, 1) });
    }
}

#[test]
fn long_words_are_kept_by_quickwit_and_not_found() {
    for engine in Engine::ALL {
        let asker = Asker::with_index(engine);
        let (short, long) = ("a".repeat(254), "b".repeat(255));
        asker.send(&[document(&short, 1, &[], "a"), document(&long, 2, &[], "a")]);
        asker.double.settle();
        assert_eq!(asker.count(), 2);
        let found = |id: &str| asker.found(json!({"query": {"term": {"doc_id": id}}})).len();
        assert_eq!(found(&short), 1);
        assert_eq!(found(&long), usize::from(engine != Engine::Quickwit), "{engine:?}");
    }
}
