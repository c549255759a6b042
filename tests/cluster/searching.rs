//! Searches while an engine fails, changes, or is gone.

use std::time::{Duration, Instant};

use izdeu::{Cluster, ClusterOptions, SearchRequest, Searcher};

use crate::double::{Double, Engine, Fault, What};
use crate::news::{News, connect, connect_with, line, ready};

/// What a search may meet, and whether it is over by itself.
fn faults() -> Vec<What> {
    vec![
        What::Timeout,
        What::SlowLoris(Duration::from_millis(200)),
        What::Status(429, None),
        What::Status(500, None),
        What::Status(503, Some(1)),
        What::CutAnswer,
        What::CutBefore,
        What::AnswerLost,
        What::Garbage,
        What::ShardFailed,
    ]
}

#[test]
fn a_fault_that_passes_changes_no_answer() {
    for engine in Engine::ALL {
        let double = Double::start(engine);
        let (news, cluster) = (News::of(30), ready(&double, ClusterOptions::new()));
        news.sync(&cluster).unwrap();
        let request = SearchRequest::new("мост автобусы улица").deadline(Duration::from_secs(20));
        let expected = cluster.searcher().unwrap().search(&request).unwrap();
        assert_eq!(expected.total, 30);
        for what in faults() {
            let searcher = cluster.searcher().unwrap();
            double.faults().add(Fault::new(what.clone()).on("POST", "_search").after(1).times(3));
            let found = searcher.search(&request).unwrap_or_else(|error| panic!("{engine:?} {what:?}: {error}"));
            assert_eq!((found.total, &found.facets), (expected.total, &expected.facets), "{engine:?} {what:?}");
            assert_eq!(found.hits, expected.hits, "{engine:?} {what:?}");
            double.faults().clear();
        }
    }
}

#[test]
fn a_fault_that_stays_ends_the_search_in_time_and_says_so() {
    let double = Double::start(Engine::Quickwit);
    let (news, cluster) = (News::of(30), ready(&double, ClusterOptions::new()));
    news.sync(&cluster).unwrap();
    let searcher = connect_with(&double, Duration::from_secs(2)).searcher().unwrap();
    for what in faults() {
        double.faults().add(Fault::new(what.clone()).on("POST", "_search").always());
        let started = Instant::now();
        let request = SearchRequest::new("мост улица праздник").deadline(Duration::from_secs(2));
        let error = searcher.search(&request).unwrap_err().to_string();
        assert!(started.elapsed() < Duration::from_secs(5), "{what:?}: {:?}", started.elapsed());
        assert!(error.contains("http://127.0.0.1"), "{what:?}: {error}");
        double.faults().clear();
        assert_eq!(searcher.search(&request).unwrap().total, 30, "{what:?}");
    }
}

#[test]
fn a_node_that_is_gone_for_a_while() {
    let double = Double::start(Engine::Quickwit);
    let (news, cluster) = (News::of(10), ready(&double, ClusterOptions::new()));
    news.sync(&cluster).unwrap();
    let searcher = cluster.searcher().unwrap();
    double.pause();
    std::thread::scope(|scope| {
        let search = scope.spawn(|| searcher.search(&SearchRequest::new("мост").deadline(Duration::from_secs(10))));
        std::thread::sleep(Duration::from_millis(700));
        double.resume();
        assert_eq!(search.join().unwrap().unwrap().total, 10);
    });
}

#[test]
fn a_searcher_turns_to_what_is_new() {
    for engine in Engine::ALL {
        let double = Double::start(engine);
        let (news, cluster) = (News::of(10), ready(&double, ClusterOptions::new()));
        news.sync(&cluster).unwrap();
        let searcher = cluster.searcher().unwrap();
        let total = |query: &str| searcher.search(&SearchRequest::new(query).literal(true)).unwrap().total;
        let version = searcher.version();
        assert_eq!((total("мост"), total("трамвай"), total("«трамвай номер»")), (10, 0, 0));
        news.write("new.jsonl", &line(77).replace("мост номер", "трамвай номер"));
        news.remove("00000.jsonl");
        news.sync(&connect(&double)).unwrap();
        searcher.reload().unwrap();
        assert_ne!(searcher.version(), version);
        // The title still has the word.
        assert_eq!((total("мост"), total("трамвай"), total("«трамвай номер»")), (1, 1, 1));
        assert_eq!(searcher.stats().unwrap().articles, 1);
        let version = searcher.version();
        searcher.reload().unwrap();
        assert_eq!(searcher.version(), version);
    }
}

#[test]
fn a_query_costs_few_requests() {
    let double = Double::start(Engine::Quickwit);
    let (news, cluster) = (News::of(30), ready(&double, ClusterOptions::new()));
    news.sync(&cluster).unwrap();
    let searcher = cluster.searcher().unwrap();
    let request = SearchRequest::new("мост автобусы улица");
    searcher.search(&request).unwrap();
    double.forget_requests();
    searcher.search(&request).unwrap();
    let requests = double.requests().len();
    assert!(requests <= 2, "{requests} requests for a query that was asked before");
}

#[test]
fn what_is_not_there_is_said_with_what_to_do() {
    let double = Double::start(Engine::OpenSearch);
    let error = |cluster: &Cluster| cluster.searcher().err().unwrap().to_string();
    let message = error(&connect(&double));
    assert!(message.contains("«news»") && message.contains("search index --cluster"), "{message}");
}
