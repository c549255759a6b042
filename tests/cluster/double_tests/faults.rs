//! It fails when it is told to, as it is told to.

use std::time::{Duration, Instant};

use serde_json::json;

use super::{Asker, articles, document};
use crate::double::{Double, Engine, Fault, What};

#[test]
fn what_goes_wrong_before_changes_nothing_and_what_goes_wrong_after_does() {
    for engine in Engine::ALL {
        let asker = Asker::with_index(engine);
        for (what, arrives, is_kept) in [
            (What::CutBefore, false, false),
            (What::Status(503, Some(1)), true, false),
            (What::Garbage, true, false),
            (What::AnswerLost, false, true),
            (What::CutAnswer, false, true),
            (What::SlowLoris(Duration::from_micros(100)), true, true),
        ] {
            let before = asker.double.documents("news").len();
            asker.double.faults().add(Fault::new(what.clone()).on("POST", "_bulk"));
            let path = if engine == Engine::Quickwit { "/api/v1/_elastic/_bulk" } else { "/_bulk" };
            let line = json!({"index": {"_index": "news", "_id": format!("{what:?}")}});
            let body = format!("{line}\n{}\n", document("a", 1, &[], "a"));
            let answer = asker.try_to_ask("POST", path, &body);
            assert_eq!(answer.is_ok(), arrives, "{engine:?} {what:?}: {answer:?}");
            asker.double.settle();
            assert_eq!(asker.double.documents("news").len() - before, usize::from(is_kept), "{engine:?} {what:?}");
            let seen = asker.double.requests().pop().unwrap();
            assert_eq!((seen.status.is_some(), &seen.fault), (arrives || what == What::CutAnswer, &Some(what)));
        }
        assert_eq!(asker.double.faults().happened(), 6);
    }
}

#[test]
fn a_status_comes_in_the_shape_of_the_engine_and_says_when_to_come_again() {
    for engine in Engine::ALL {
        let asker = Asker::with_index(engine);
        asker.double.faults().add(Fault::new(What::Status(429, Some(7))));
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut response = agent.get(asker.double.url()).call().unwrap();
        assert_eq!((response.status().as_u16(), &response.headers()["retry-after"]), (429, &"7".parse().unwrap()));
        let body: serde_json::Value = serde_json::from_str(&response.body_mut().read_to_string().unwrap()).unwrap();
        assert_eq!((&body["status"], body["error"]["reason"].is_string()), (&json!(429), true));
    }
}

#[test]
fn a_request_without_an_answer_lasts_until_the_client_gives_up() {
    let asker = Asker::with_index(Engine::Quickwit);
    asker.double.faults().add(Fault::new(What::Timeout));
    let start = Instant::now();
    let error = asker.try_to_ask("GET", "/health/livez", "").unwrap_err();
    assert!(matches!(error, ureq::Error::Timeout(_)) && start.elapsed() > Duration::from_secs(1), "{error}");
    assert_eq!(asker.ask("GET", "/health/livez", "").status, 200, "only once");
}

#[test]
fn some_items_of_a_bulk_request_fail() {
    for engine in Engine::ALL {
        let asker = Asker::with_index(engine);
        asker.double.faults().add(Fault::new(What::Partial { every: 2, status: 429 }).on("POST", "_bulk"));
        let answer = asker.send(&articles());
        assert_eq!((answer.statuses(), &answer.body["errors"]), (vec![201, 429, 201, 429], &json!(true)));
        asker.double.settle();
        assert_eq!(asker.found(json!({})), ["snow", "bridge"]);
    }
}

#[test]
fn a_shard_that_fails_is_told_of() {
    for engine in Engine::ALL {
        let asker = Asker::with_documents(engine, &articles());
        assert_eq!(asker.make("other").status, 200);
        asker.double.faults().add(Fault::new(What::ShardFailed).on("POST", "_search").always());
        let some = asker.elastic("POST", "/*/_search", "{\"track_total_hits\": true}").body;
        assert_eq!((&some["_shards"]["failed"], &some["hits"]["total"]["value"]), (&json!(1), &json!(0)));
        assert_eq!(asker.elastic("POST", "/*/_search?allow_partial_search_results=false", "{}").status, 503);
    }
}

#[test]
fn rules_say_when_and_how_often() {
    let asker = Asker::new(Engine::OpenSearch);
    let statuses = |requests: usize| -> Vec<u16> { (0..requests).map(|_| asker.ask("GET", "/", "").status).collect() };
    asker.double.faults().add(Fault::new(What::Status(500, None)).on("GET", "/").after(1).times(2));
    asker.double.faults().add(Fault::new(What::Status(501, None)).on("POST", "/"));
    assert_eq!(statuses(4), [200, 500, 500, 200]);
    let draw = || {
        asker.double.faults().clear();
        asker.double.faults().add(Fault::new(What::Status(502, None)).by_chance(0.5, 7));
        statuses(40)
    };
    let (first, again) = (draw(), draw());
    assert_eq!(first, again, "the same seed draws the same");
    let failed = first.iter().filter(|status| **status == 502).count();
    assert!((8..33).contains(&failed), "{failed} of 40");
    asker.double.faults().clear();
    assert_eq!(statuses(2), [200, 200]);
}

#[test]
fn a_node_that_is_down_answers_nothing_and_keeps_what_it_has() {
    let asker = Asker::with_documents(Engine::Quickwit, &articles());
    asker.double.pause();
    assert!(asker.try_to_ask("GET", "/health/livez", "").is_err());
    asker.double.resume();
    assert_eq!(asker.count(), 4);
}

#[test]
fn a_node_that_goes_down_breaks_what_is_under_way() {
    let asker = Asker::with_index(Engine::Elasticsearch);
    asker.double.faults().add(Fault::new(What::Timeout));
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| {
            let start = Instant::now();
            (asker.try_to_ask("GET", "/", "").is_err(), start.elapsed())
        });
        while asker.double.faults().happened() == 0 {
            std::thread::yield_now();
        }
        asker.double.pause();
        let (failed, after) = asking.join().unwrap();
        assert!(failed && after < Duration::from_millis(1500), "{after:?}");
    });
}

#[test]
fn a_double_that_is_dropped_is_gone() {
    let double = Double::start(Engine::Quickwit);
    let url = double.url();
    assert!(ureq::get(format!("{url}/health/livez")).call().is_ok());
    drop(double);
    assert!(ureq::get(format!("{url}/health/livez")).call().is_err());
}

#[test]
fn requests_are_written_down() {
    let asker = Asker::with_documents(Engine::OpenSearch, &articles());
    asker.search(json!({"size": 1}));
    let seen = asker.double.requests();
    let short: Vec<(&str, &str, Option<u16>)> =
        seen.iter().map(|seen| (seen.method.as_str(), seen.target.as_str(), seen.status)).collect();
    assert_eq!(
        short,
        [("PUT", "/news", Some(200)), ("POST", "/news/_bulk", Some(200)), ("POST", "/news/_search", Some(200))]
    );
    assert_eq!(seen[2].body, Some(json!({"size": 1})));
    assert_eq!((asker.double.largest_bulk(), asker.double.most_at_once()), (seen[1].length, 1));
    assert_eq!(asker.double.connections(), 1, "a connection is kept");
    asker.double.forget_requests();
    assert_eq!(asker.double.largest_bulk(), 0);
}

#[test]
fn what_an_engine_says_is_not_always_what_it_does() {
    for engine in Engine::ALL {
        let asker = Asker::with_index(engine);
        let documents =
            |first: i64| [1, 2].map(|number| document(&format!("a{first}{number}"), first + number, &[], "a"));
        let spoilt = |what: What, first: i64| {
            asker.double.faults().add(Fault::new(what).on("POST", "_bulk"));
            asker.send(&documents(first)).statuses()
        };
        assert_eq!(spoilt(What::PartialTaken { every: 2, status: 429 }, 10), [201, 429]);
        asker.double.settle();
        assert_eq!(asker.count(), 2);
        spoilt(What::Doubled { every: 2 }, 20);
        asker.double.settle();
        assert_eq!(asker.count(), if engine == Engine::Quickwit { 5 } else { 4 });
        assert_eq!(spoilt(What::NodeLost { is_told: true }, 25), [201, 201]);
        asker.double.settle();
        let before = asker.count();
        asker.double.return_nodes();
        assert_eq!(asker.count(), before + 2);
    }
}
