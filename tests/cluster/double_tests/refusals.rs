//! Everything outside what all three engines understand alike is refused, in the words of the engine.

use serde_json::{Value, json};

use super::{Asker, articles};
use crate::double::{Engine, Options};

#[test]
fn searches_outside_the_common_subset_are_refused() {
    let date_range = |bounds: Value| json!({"query": {"range": {"published_at": bounds}}});
    let histogram = |more: (&str, &str)| json!({"size": 0, "aggs": {"a": {"date_histogram": {"field": "published_at", "fixed_interval": "1d", more.0: more.1}}}});
    let refused = [
        ("unknown key of the body", json!({"explain": true})),
        ("other name of aggs", json!({"aggregations": {}})),
        ("track_scores", json!({"track_scores": true})),
        ("highlight", json!({"highlight": {}})),
        ("beyond 10,000", json!({"from": 9_991, "size": 10})),
        ("unknown query", json!({"query": {"near": {"terms": "a"}}})),
        ("two queries in one", json!({"query": {"match_all": {}, "term": {"terms": "a"}}})),
        ("option of match_all", json!({"query": {"match_all": {"boost": 2}}})),
        ("boost of a bool", json!({"query": {"bool": {"must": [], "boost": 2}}})),
        ("minimum as text", json!({"query": {"bool": {"should": [], "minimum_should_match": "1"}}})),
        ("option of term", json!({"query": {"term": {"terms": {"value": "a", "case_insensitive": true}}}})),
        ("number for text", json!({"query": {"term": {"terms": 1}}})),
        ("text for number", json!({"query": {"term": {"doc_ord": "one"}}})),
        ("flag as value", json!({"query": {"term": {"terms": true}}})),
        ("negative boost", json!({"query": {"term": {"terms": {"value": "a", "boost": -1}}}})),
        ("unknown field", json!({"query": {"term": {"nowhere": "a"}}})),
        ("field that is only kept", json!({"query": {"term": {"title": "a"}}})),
        ("terms that are no list", json!({"query": {"terms": {"cities": "astana"}}})),
        ("boost of a phrase", json!({"query": {"match_phrase": {"rows": {"query": "a b", "boost": 2}}}})),
        (
            "analyzer of a phrase",
            json!({"query": {"match_phrase": {"rows": {"query": "a b", "analyzer": "whitespace"}}}}),
        ),
        ("phrase without positions", json!({"query": {"match_phrase": {"bag": "a b"}}})),
        ("now", date_range(json!({"gte": "now-1d"}))),
        ("date without time", date_range(json!({"gte": "2024-05-01"}))),
        ("date math", date_range(json!({"gte": "2024-05-01T00:00:00Z||/d"}))),
        ("format of a range", date_range(json!({"gte": "2024-05-01T00:00:00Z", "format": "strict_date"}))),
        ("time zone of a range", date_range(json!({"gte": "2024-05-01T00:00:00Z", "time_zone": "+05:00"}))),
        ("boost of a range", date_range(json!({"gte": "2024-05-01T00:00:00Z", "boost": 2}))),
        ("range over text", json!({"query": {"range": {"doc_id": {"gte": "a"}}}})),
        ("existence of what has no column", json!({"query": {"exists": {"field": "terms"}}})),
        ("sort by analysed text", json!({"sort": [{"terms": "asc"}]})),
        ("sort by place", json!({"sort": [{"_doc": "asc"}]})),
        ("option of sort", json!({"sort": [{"doc_ord": {"order": "asc", "missing": "_first"}}]})),
        ("search_after without sort", json!({"search_after": [1]})),
        ("search_after of another length", json!({"sort": [{"doc_ord": "asc"}], "search_after": [1, 2]})),
        ("search_after of another kind", json!({"sort": [{"doc_ord": "asc"}], "search_after": ["a"]})),
        ("search_after and from", json!({"sort": [{"doc_ord": "asc"}], "search_after": [1], "from": 1})),
        ("unknown aggregation", json!({"aggs": {"a": {"cardinality": {"field": "cities"}}}})),
        ("option of terms", json!({"aggs": {"a": {"terms": {"field": "cities", "include": "a"}}}})),
        ("too many buckets", json!({"aggs": {"a": {"terms": {"field": "cities", "size": 65_001}}}})),
        ("count of analysed text", json!({"aggs": {"a": {"terms": {"field": "terms"}}}})),
        ("aggregation in another", json!({"aggs": {"a": {"terms": {"field": "cities"}, "aggs": {}}}})),
        ("time zone", histogram(("time_zone", "+05:00"))),
        ("calendar", histogram(("calendar_interval", "month"))),
        ("format", histogram(("format", "yyyy"))),
        (
            "interval in months",
            json!({"aggs": {"a": {"date_histogram": {"field": "published_at", "fixed_interval": "1M"}}}}),
        ),
    ];
    for engine in Engine::ALL {
        let asker = Asker::with_documents(engine, &articles());
        for (what, body) in &refused {
            let answer = asker.search(body.clone());
            let traps = ["calendar", "format"].contains(what) && engine == Engine::Quickwit;
            assert_eq!(answer.status, if traps { 500 } else { 400 }, "{engine:?}, {what}: {answer:?}");
            check_shape(engine, &answer.body, what);
        }
        for kind in ["fuzzy", "dis_max", "constant_score", "function_score", "match", "query_string", "prefix"] {
            let answer = asker.search(json!({"query": {kind: {}}}));
            assert!(answer.status == 400 && answer.reason().contains("outside what all three"), "{answer:?}");
        }
    }
}

#[test]
fn what_only_quickwit_cannot_do_is_refused_there() {
    let by_score = json!([{"_score": "desc"}, {"doc_ord": "desc"}]);
    let by_three = json!([{"_score": "desc"}, {"doc_ord": "desc"}, {"published_at": "asc"}]);
    for body in [
        json!({"_source": ["doc_id"]}),
        json!({"sort": by_score, "search_after": [1.5, 3]}),
        json!({"sort": [{"doc_id": "asc"}]}),
        json!({"sort": by_three}),
    ] {
        for engine in Engine::ALL {
            let expected = if engine == Engine::Quickwit { 400 } else { 200 };
            let answer = Asker::with_documents(engine, &articles()).search(body.clone());
            assert_eq!(answer.status, expected, "{engine:?} {body}: {answer:?}");
        }
    }
    let asker = Asker::with_documents(Engine::Quickwit, &articles());
    for (method, path) in [
        ("POST", "/news/_refresh"),
        ("POST", "/news/_delete_by_query"),
        ("POST", "/news/_pit"),
        ("HEAD", "/news"),
        ("GET", "/news"),
        ("GET", "/news/_mapping"),
        ("PUT", "/other"),
    ] {
        assert_eq!(asker.elastic(method, path, "").status, 404, "{method} {path}");
    }
    let long = json!({"query": {"terms": {"cities": ["a".repeat(1 << 20)]}}});
    assert_eq!(asker.search(long).status, 413, "a search of more than 1 MiB");
}

#[test]
fn what_only_lucene_cannot_do_is_refused_there() {
    for engine in Engine::ALL {
        let quickwit = engine == Engine::Quickwit;
        let asker = Asker::with_documents(engine, &articles());
        let clauses: Vec<Value> = (0..1025).map(|number| json!({"term": {"terms": format!("t{number}")}})).collect();
        let many = asker.search(json!({"query": {"bool": {"should": clauses}}}));
        assert_eq!(many.status, if quickwit { 200 } else { 400 }, "too many clauses");
        let names = vec!["news"; 1000].join(",");
        let long = asker.elastic("POST", &format!("/{names}/_search"), "{}");
        assert_eq!(long.status, if quickwit { 200 } else { 400 }, "a long first line");
        let base = if quickwit { "/api/v1/_elastic" } else { "" };
        let typed = asker.with_header("POST", &format!("{base}/news/_search"), "{}", ("content-type", "text/plain"));
        assert_eq!(typed.unwrap().status, if quickwit { 200 } else { 406 });
    }
}

#[test]
fn unknown_paths_and_parameters_are_refused() {
    for engine in Engine::ALL {
        let asker = Asker::with_documents(engine, &articles());
        for (method, path) in [
            ("GET", "/_nodes"),
            ("POST", "/news/_msearch"),
            ("POST", "/news/_update/1"),
            ("GET", "/news/_doc/1"),
            ("PUT", "/news/_bulk"),
            ("POST", "/_all/_search"),
        ] {
            let answer = asker.elastic(method, path, "");
            assert_eq!(answer.status, 404, "{engine:?} {method} {path}: {answer:?}");
            check_shape(engine, &answer.body, path);
        }
        for path in ["/news/_search?size=1", "/news/_count?q=a", "/news/_bulk?pipeline=a", "/news/_search?routing=a"] {
            let answer = asker.elastic("POST", path, "{}");
            assert_eq!(answer.status, 400, "{engine:?} {path}: {answer:?}");
            check_shape(engine, &answer.body, path);
        }
        assert_eq!(asker.elastic("POST", "/news/_search", "{\"size\": 1").status, 400, "no JSON");
    }
}

#[test]
fn nobody_comes_in_without_credentials() {
    for engine in Engine::ALL {
        let asker = Asker::of(Options { authorization: Some("ApiKey key".into()), ..Options::of(engine) });
        let path = if engine == Engine::Quickwit { "/api/v1/version" } else { "/" };
        for (given, status) in [("ApiKey key", 200), ("ApiKey other", 401), ("Basic key", 401)] {
            assert_eq!(asker.with_header("GET", path, "", ("authorization", given)).unwrap().status, status);
        }
        let answer = asker.ask("GET", path, "");
        assert_eq!(answer.status, 401);
        check_shape(engine, &answer.body, "without credentials");
    }
}

#[test]
fn a_length_that_is_not_told_is_refused_by_quickwit_only() {
    for engine in Engine::ALL {
        let asker = Asker::with_documents(engine, &articles());
        let base = if engine == Engine::Quickwit { "/api/v1/_elastic" } else { "" };
        let url = format!("{}{base}/news/_search", asker.double.url());
        let body = json!({"query": {"term": {"terms": "snow"}}, "track_total_hits": true}).to_string();
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let request = agent.post(url).content_type("application/json");
        let mut response = request.send(ureq::SendBody::from_reader(&mut body.as_bytes())).unwrap();
        assert_eq!(response.status().as_u16(), if engine == Engine::Quickwit { 411 } else { 200 });
        if engine != Engine::Quickwit {
            let text = response.body_mut().read_to_string().unwrap();
            assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["hits"]["total"]["value"], 1);
        }
    }
}

/// Quickwit answers `{"message"}` or `{"status", "error": {"reason"}}`, the others always in one way.
fn check_shape(engine: Engine, body: &Value, what: &str) {
    let has_reason = body["error"]["reason"].is_string();
    match engine {
        Engine::Quickwit => {
            assert!(body["message"].is_string() || (has_reason && body["status"].is_u64()), "{what}: {body}")
        }
        _ => {
            let root = &body["error"]["root_cause"][0];
            assert!(has_reason && root["type"] == body["error"]["type"] && body["status"].is_u64(), "{what}: {body}");
        }
    }
}
