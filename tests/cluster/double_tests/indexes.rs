//! Who it is, and how indexes come and go.

use serde_json::{Value, json};

use super::{Asker, articles, mappings, quickwit_config};
use crate::double::{Engine, Options};

#[test]
fn it_says_who_it_is() {
    for (engine, distribution, start) in [
        (Engine::Quickwit, json!("quickwit"), "7."),
        (Engine::OpenSearch, json!("opensearch"), "2."),
        (Engine::Elasticsearch, Value::Null, "8."),
    ] {
        let version = Asker::new(engine).elastic("GET", "/", "").body["version"].clone();
        assert_eq!(version["distribution"], distribution);
        assert!(version["number"].as_str().unwrap().starts_with(start));
    }
    let quickwit = Asker::new(Engine::Quickwit);
    assert_eq!(quickwit.ask("GET", "/", "").status, 302, "there is no elastic API at the root");
    assert_eq!(quickwit.ask("GET", "/health/livez", "").body, true);
    assert_eq!(quickwit.ask("GET", "/api/v1/version", "").body["build"]["version"], "0.9.0");
}

#[test]
fn indexes_are_made_once_listed_and_deleted() {
    for engine in Engine::ALL {
        let quickwit = engine == Engine::Quickwit;
        let asker = Asker::with_documents(engine, &articles());
        let again = asker.make("news");
        assert!(again.status == 400 && again.reason().contains("already exist"), "{again:?}");
        assert_eq!(asker.make("news-2024").status, 200);
        let listed = asker.elastic("GET", "/_cat/indices?format=json", "").body;
        assert_eq!((&listed[0]["index"], &listed[0]["docs.count"]), (&json!("news"), &json!("4")));
        assert_eq!(asker.elastic("GET", "/news/_stats", "").body["_all"]["primaries"]["docs"]["count"], 4);
        if quickwit {
            let all = asker.ask("GET", "/api/v1/indexes", "").body;
            assert_eq!(all[1]["index_config"]["index_id"], "news-2024");
            assert_eq!(asker.ask("GET", "/api/v1/indexes/news/describe", "").body["num_published_docs"], 4);
            let config = asker.ask("GET", "/api/v1/indexes/news", "").body["index_config"].clone();
            assert_eq!(config["doc_mapping"]["timestamp_field"], "published_at");
            assert_eq!(asker.ask("DELETE", "/api/v1/indexes/news", "").status, 200);
            let gone = asker.ask("DELETE", "/api/v1/indexes/news", "");
            assert!(gone.status == 404 && gone.body["message"].is_string(), "{gone:?}");
        } else {
            assert_eq!(asker.ask("HEAD", "/news", "").status, 200);
            assert_eq!(asker.ask("GET", "/news", "").body["news"]["mappings"]["_meta"]["schema"], 1);
            assert_eq!(asker.ask("GET", "/news*/_mapping", "").body.as_object().unwrap().len(), 2);
            assert_eq!(asker.ask("DELETE", "/news*", "").status, 400, "no patterns");
            assert_eq!(asker.ask("DELETE", "/news", "").status, 200);
            assert_eq!(asker.ask("HEAD", "/news", "").status, 404);
        }
        assert_eq!(asker.double.indexes(), ["news-2024"]);
    }
}

#[test]
fn names_and_patterns_mean_what_they_mean_to_the_engine() {
    for engine in Engine::ALL {
        let quickwit = engine == Engine::Quickwit;
        let asker = Asker::with_documents(engine, &articles());
        assert_eq!(asker.make("news-2024").status, 200);
        let total = |path: &str| {
            let answer = asker.elastic(
                "POST",
                path,
                "{\"size\":0,\"track_total_hits\":true,\"aggs\":{\"a\":{\"terms\":{\"field\":\"cities\"}}}}",
            );
            (answer.status, answer.body["hits"]["total"]["value"].as_u64(), answer.body.get("aggregations").is_some())
        };
        assert_eq!(total("/news*/_search"), (200, Some(4), true));
        assert_eq!(total("/news,news-2024/_search"), (200, Some(4), true));
        assert_eq!(total("/news-2024/_search"), (200, Some(0), true));
        assert_eq!(total("/news,gone/_search"), (404, None, false));
        assert_eq!(total("/news,gone/_search?ignore_unavailable=true"), (200, Some(4), true));
        let nothing = (200, Some(0), false);
        assert_eq!(total("/gone-*/_search"), if quickwit { (404, None, false) } else { nothing });
        assert_eq!(total("/gone-*/_search?allow_no_indices=true"), nothing, "no index makes no aggregation");
        assert_eq!(total("/gone-*/_search?allow_no_indices=false").0, 404);
    }
}

#[test]
fn names_of_indexes_are_checked() {
    for (engine, good, bad) in [
        (Engine::Quickwit, &["news", "News-2024.05_a"][..], &["new", "2024-news", "news*", "новости"][..]),
        (Engine::Elasticsearch, &["n", "news-2024.05"], &["News", "_news", "-news", "new%23s"]),
    ] {
        let asker = Asker::new(engine);
        for name in good {
            assert_eq!(asker.make(name).status, 200, "{name}");
        }
        for name in bad {
            let answer = asker.make(name);
            assert_eq!(answer.status, 400, "{name}: {answer:?}");
        }
    }
}

#[test]
fn mappings_that_would_hide_a_mistake_are_refused() {
    let quickwit = Asker::new(Engine::Quickwit);
    for (pointer, value) in [
        ("/doc_mapping/mode", json!("dynamic")),
        ("/doc_mapping/dynamic_mapping", json!({})),
        ("/doc_mapping/timestamp_field", json!("doc_id")),
        ("/doc_mapping/tag_fields", json!(["nowhere"])),
        ("/version", json!("0.1")),
        ("/commit_timeout_secs", json!(5)),
        ("/indexing_settings/commit", json!(5)),
        ("/doc_mapping/field_mappings/0/tokenizer", json!("default")),
        ("/doc_mapping/field_mappings/0/type", json!("keyword")),
        ("/doc_mapping/field_mappings/0/analyzer", json!("raw")),
        ("/doc_mapping/field_mappings/0/record", json!("positions")),
        ("/doc_mapping/field_mappings/1/tokenizer", json!("raw")),
        ("/doc_mapping/field_mappings/1/name", json!("doc_id")),
        ("/doc_mapping/field_mappings/3/input_formats", json!(["unix_timestamp"])),
        ("/doc_mapping/field_mappings/4/fieldnorms", json!(true)),
    ] {
        let answer =
            quickwit.ask("POST", "/api/v1/indexes", &changed(quickwit_config("news"), pointer, &value).to_string());
        assert!(answer.status == 400 && answer.body["message"].is_string(), "{pointer} {value}: {answer:?}");
    }
    for engine in [Engine::OpenSearch, Engine::Elasticsearch] {
        let asker = Asker::new(engine);
        for (pointer, value) in [
            ("/mappings/dynamic", json!(true)),
            ("/mappings/numeric_detection", json!(true)),
            ("/aliases", json!({})),
            ("/settings/refresh", json!("1s")),
            ("/mappings/properties/terms/analyzer", json!("russian")),
            ("/mappings/properties/terms/type", json!("match_only_text")),
            ("/mappings/properties/doc_id/analyzer", json!("whitespace")),
            ("/mappings/properties/doc_id/ignore_above", json!(256)),
        ] {
            let answer = asker.ask("PUT", "/news", &changed(mappings(), pointer, &value).to_string());
            assert_eq!(answer.status, 400, "{pointer} {value}: {answer:?}");
        }
    }
}

#[test]
fn deleting_by_query_takes_what_is_visible() {
    for engine in [Engine::OpenSearch, Engine::Elasticsearch] {
        let asker = Asker::with_documents(engine, &articles());
        let query = json!({"query": {"terms": {"cities": ["astana"]}}}).to_string();
        let answer = asker.ask("POST", "/news/_delete_by_query?refresh=true&conflicts=proceed", &query);
        assert_eq!(answer.body["deleted"], 2, "{answer:?}");
        assert_eq!(asker.count(), 2);
        assert_eq!(asker.ask("POST", "/news/_delete_by_query", "{}").status, 400);
    }
}

#[test]
fn delete_tasks_of_quickwit_take_their_time() {
    let wait = std::time::Duration::from_millis(300);
    let asker = Asker::of(Options { delete_after: wait, ..Options::of(Engine::Quickwit) });
    assert_eq!((asker.make("news").status, asker.send(&articles()).status), (200, 200));
    asker.double.settle();
    let task = |body: Value| asker.ask("POST", "/api/v1/news/delete-tasks", &body.to_string());
    for refused in ["bridge", "terms:a b", "doc_id:*", "nowhere:a", "cities:(a OR b)"] {
        assert_eq!(task(json!({"query": refused})).status, 400, "{refused}");
    }
    assert_eq!(task(json!({"query": "doc_id:bridge", "max_hits": 3})).status, 400);
    assert_eq!(task(json!({"query": "doc_id:bridge"})).status, 200);
    assert_eq!(task(json!({"query": "doc_id:IN [snow opera]", "end_timestamp": 1_715_000_000})).status, 200);
    assert_eq!(asker.count(), 4, "not yet");
    assert_eq!(asker.send(&articles()[..1]).status, 200);
    asker.double.settle();
    assert_eq!(asker.found(json!({})), ["opera", "road", "bridge"], "what came after the task stays");
    assert_eq!(asker.ask("GET", "/api/v1/news/delete-tasks", "").body.as_array().unwrap().len(), 2);
}

fn changed(mut value: Value, pointer: &str, new: &Value) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    value.pointer_mut(parent).unwrap_or_else(|| panic!("nothing at {parent}"))[key] = new.clone();
    value
}
