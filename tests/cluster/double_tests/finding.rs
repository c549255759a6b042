//! Queries, ranks, orders and counts.

use serde_json::{Value, json};

use super::{Asker, articles, document};
use crate::double::Engine;

#[test]
fn queries_find_what_they_should() {
    let term = |field: &str, value: &str| json!({"term": {field: value}});
    for engine in Engine::ALL {
        let asker = Asker::with_documents(engine, &articles());
        let check = |query: Value, expected: &[&str]| {
            assert_eq!(asker.found(json!({"query": query})), expected, "{engine:?} {query}");
        };
        check(json!({"match_all": {}}), &["opera", "snow", "road", "bridge"]);
        check(term("terms", "bridge"), &["bridge", "road"]);
        check(term("terms", "over river"), &[]);
        check(term("doc_id", "snow"), &["snow"]);
        check(json!({"term": {"doc_ord": 3}}), &["snow"]);
        check(json!({"term": {"doc_ord": {"value": "3"}}}), &["snow"]);
        check(json!({"terms": {"cities": ["almaty", "nowhere"]}}), &["opera", "road"]);
        check(json!({"exists": {"field": "cities"}}), &["opera", "road", "bridge"]);
        check(json!({"match_phrase": {"rows": "over bridge"}}), &["road"]);
        check(json!({"match_phrase": {"rows": "bridge over"}}), &["bridge"]);
        check(json!({"match_phrase": {"rows": {"query": "bridge river", "slop": 1}}}), &["bridge"]);
        check(json!({"match_phrase": {"rows": {"query": "bridge river"}}}), &[]);
        check(json!({"range": {"doc_ord": {"gt": 1, "lte": 3}}}), &["snow", "road"]);
        check(
            json!({"range": {"published_at": {"gte": "2024-05-02T00:00:00Z", "lt": "2024-05-03T12:00:00Z"}}}),
            &["road"],
        );
        check(json!({"range": {"published_at": {"gte": "2024-05-20T18:00:00+06:00"}}}), &["opera"]);
        let (opened, closed) = (term("terms", "opened"), term("terms", "closed"));
        check(json!({"bool": {"should": [opened, closed], "filter": [term("cities", "almaty")]}}), &["opera", "road"]);
        check(
            json!({"bool": {"should": [opened, closed], "filter": [{"match_all": {}}], "minimum_should_match": 1}}),
            &["opera", "road", "bridge", "snow"],
        );
        check(json!({"bool": {"must": [closed], "must_not": [term("terms", "snow")]}}), &["road"]);
        check(
            json!({"bool": {"should": [closed, term("terms", "road")], "minimum_should_match": 2}}),
            &["road", "snow"],
        );
        let boosted = json!({"term": {"terms": {"value": "snow", "boost": 50}}});
        check(json!({"bool": {"should": [boosted, opened]}}), &["snow", "opera", "bridge"]);
    }
}

#[test]
fn phrases_do_not_run_from_one_value_into_the_next() {
    for engine in Engine::ALL {
        let mut apart = document("apart", 1, &[], "");
        apart["rows"] = json!(["one two", "three four"]);
        let asker = Asker::with_documents(engine, &[apart]);
        let phrase = |text: &str| asker.found(json!({"query": {"match_phrase": {"rows": text}}})).len();
        assert_eq!((phrase("three four"), phrase("two three")), (1, 0), "{engine:?}");
    }
}

#[test]
fn the_rank_is_that_of_bm25() {
    for engine in Engine::ALL {
        let asker = Asker::with_documents(engine, &articles());
        let score = |query: Value| {
            let sorted = json!({"query": query, "sort": [{"_score": "desc"}, {"doc_ord": "desc"}]});
            asker.search(sorted).body["hits"]["hits"][0]["sort"][0].as_f64().unwrap()
        };
        // Of 4 documents 2 have the term; the best of them has it twice among 5, and on average there are 24 / 4.
        let (rarity, length) = ((1.0_f64 + 2.5 / 2.5).ln(), 5.0 / 6.0);
        let scale = if engine == Engine::Quickwit { 2.2 } else { 1.0 };
        let with_length = scale * rarity * 2.0 / (2.0 + 1.2 * (0.25 + 0.75 * length));
        let without = scale * rarity * 2.0 / (2.0 + 1.2);
        let found = score(json!({"term": {"terms": "bridge"}}));
        assert!((found - with_length).abs() < 1e-5, "{engine:?}: {found} {with_length}");
        let found = score(json!({"term": {"rows": {"value": "bridge", "boost": 3}}}));
        assert!((found - 3.0 * without).abs() < 1e-5, "{engine:?}: without norms all lengths are alike");
        assert_eq!(score(json!({"terms": {"terms": ["bridge"], "boost": 2}})), 2.0);
        assert_eq!(score(json!({"bool": {"filter": [{"term": {"terms": "bridge"}}]}})), 0.0);
    }
}

#[test]
fn scores_come_where_the_engine_puts_them() {
    for engine in Engine::ALL {
        let asker = Asker::with_documents(engine, &articles());
        let hit = |sort: Value| {
            let query = json!({"term": {"terms": "snow"}});
            let body = if sort.is_null() { json!({"query": query}) } else { json!({"query": query, "sort": sort}) };
            asker.search(body).body["hits"]["hits"][0].clone()
        };
        let quickwit = engine == Engine::Quickwit;
        let sorted = hit(json!([{"_score": {"order": "desc"}}, {"doc_ord": "asc"}]));
        assert!(sorted["sort"][0].as_f64().unwrap() > 0.0 && sorted["sort"][1] == 3, "{sorted}");
        assert_eq!(sorted.get("_score"), (!quickwit).then_some(&Value::Null));
        let unsorted = hit(Value::Null);
        assert_eq!((unsorted["_score"].is_f64(), unsorted.get("sort")), (!quickwit, None), "{unsorted}");
        // What Elasticsearch does anyway it does not take for an order.
        let by_habit = hit(json!([{"_score": "desc"}]));
        assert_eq!((by_habit["_score"].is_f64(), by_habit.get("sort").is_some()), (!quickwit, quickwit), "{by_habit}");
    }
}

#[test]
fn pages_go_on_where_the_last_one_ended() {
    for engine in Engine::ALL {
        let mut documents = articles();
        documents[1].as_object_mut().unwrap().remove("doc_ord");
        let asker = Asker::with_documents(engine, &documents);
        for (order, expected) in
            [("asc", ["bridge", "snow", "opera", "road"]), ("desc", ["opera", "snow", "bridge", "road"])]
        {
            let sort = json!([{"doc_ord": {"order": order}}, {"published_at": order}]);
            let (mut body, mut ids) = (json!({"size": 1, "sort": sort, "track_total_hits": true}), Vec::new());
            loop {
                let answer = asker.search(body.clone()).body;
                assert_eq!(answer["hits"]["total"], json!({"value": 4, "relation": "eq"}));
                let Some(hit) = answer["hits"]["hits"].get(0) else { break };
                ids.push(hit["_source"]["doc_id"].as_str().unwrap().to_owned());
                body["search_after"] = hit["sort"].clone();
                if engine == Engine::Quickwit && hit["sort"][0].is_null() {
                    assert_eq!(asker.search(body).status, 400, "nothing goes on behind what has no value");
                    break;
                }
            }
            assert_eq!(ids, expected, "{engine:?} {order}: what has no value comes last");
        }
        let page = json!({"from": 1, "size": 2, "sort": [{"published_at": "asc"}]});
        assert_eq!(asker.found(page), ["road", "snow"]);
    }
}

#[test]
fn only_kept_fields_come_back() {
    for engine in Engine::ALL {
        let asker = Asker::with_documents(engine, &articles()[..1]);
        let source = |path: &str| asker.elastic("POST", path, "{}").body["hits"]["hits"][0]["_source"].clone();
        let whole = source("/news/_search");
        let names: Vec<&String> = whole.as_object().unwrap().keys().collect();
        assert_eq!(names, ["cities", "doc_id", "doc_ord", "published_at", "title"]);
        assert_eq!(source("/news/_search?_source_includes=doc_id,terms"), json!({"doc_id": "bridge"}));
    }
}

#[test]
fn hits_are_counted_by_values_and_by_days() {
    for engine in Engine::ALL {
        let asker = Asker::with_documents(engine, &articles());
        let quickwit = engine == Engine::Quickwit;
        let aggregate = |aggregation: Value| {
            let answer = asker.search(json!({"size": 0, "aggs": {"it": aggregation}}));
            assert_eq!(answer.status, 200, "{answer:?}");
            let buckets = answer.body["aggregations"]["it"]["buckets"].as_array().unwrap().clone();
            let pairs = buckets.iter().map(|bucket| (bucket["key"].clone(), bucket["doc_count"].as_u64().unwrap()));
            (pairs.collect::<Vec<_>>(), answer.body["aggregations"]["it"]["sum_other_doc_count"].as_u64())
        };
        let (cities, rest) = aggregate(json!({"terms": {"field": "cities", "size": 1, "order": {"_key": "asc"}}}));
        assert_eq!((cities, rest), (vec![(json!("almaty"), 2)], Some(2)));
        let (numbers, _) = aggregate(json!({"terms": {"field": "doc_ord", "order": {"_key": "desc"}}}));
        assert_eq!(numbers[0].0, if quickwit { json!(20.0) } else { json!(20) }, "keys of Quickwit are floats");
        let days = |more: Value| {
            let mut options = json!({"field": "published_at", "fixed_interval": "1d"});
            options.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            aggregate(json!({"date_histogram": options})).0
        };
        let (all, met) = (days(json!({})), days(json!({"min_doc_count": 1})));
        assert_eq!((all.len(), met.len()), (20, 4), "days without articles count unless told not to");
        assert_eq!(met[0].0.as_f64(), Some(1_714_521_600_000.0));
        let shifted = days(json!({"min_doc_count": 1, "offset": "-5h"}));
        assert_eq!(shifted[0].0.as_f64(), Some(1_714_521_600_000.0 - 5.0 * 3_600_000.0));
    }
}
