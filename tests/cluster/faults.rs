//! Whatever goes wrong on the way, nothing is lost and nothing is there twice, and it ends in time.

use std::time::{Duration, Instant};

use izdeu::{ClusterOptions, ClusterSyncOptions};

use crate::double::{Double, Engine, Fault, What};
use crate::news::{News, PATIENCE, check, connect_with, ids, ready, state};

/// Everything that may go wrong with a request, once or several times.
fn faults() -> Vec<(What, usize)> {
    vec![
        (What::Timeout, 1),
        (What::Status(429, None), 4),
        (What::Status(429, Some(1)), 1),
        (What::Status(500, None), 3),
        (What::Status(503, Some(1)), 1),
        (What::CutAnswer, 2),
        (What::CutBefore, 2),
        (What::AnswerLost, 2),
        (What::Partial { every: 3, status: 429 }, 2),
        (What::Partial { every: 3, status: 500 }, 2),
        (What::SlowLoris(Duration::from_millis(50)), 1),
        (What::Garbage, 2),
        (What::ShardFailed, 2),
    ]
}

#[test]
fn a_request_that_fails_is_repeated_and_counts_once() {
    for engine in Engine::ALL {
        for (what, times) in faults() {
            let double = Double::start(engine);
            let (news, cluster) = (News::of(25), ready(&double, ClusterOptions::new()));
            for (method, path) in [("POST", "_bulk"), ("POST", "_search")] {
                // Items of a search cannot fail one by one, and nothing that is sent goes to several shards.
                let only_to = match what {
                    What::Partial { .. } => "_bulk",
                    What::ShardFailed => "_search",
                    _ => path,
                };
                if path == only_to {
                    double.faults().add(Fault::new(what.clone()).on(method, path).after(2).times(times));
                }
            }
            let started = Instant::now();
            let report = news.sync(&cluster).unwrap_or_else(|error| panic!("{engine:?}, {what:?}: {error}"));
            assert!(started.elapsed() < PATIENCE * 3, "{engine:?}, {what:?}: {:?}", started.elapsed());
            assert_eq!((report.added, report.problems.len()), (25, 0), "{engine:?}, {what:?}");
            assert!(double.faults().happened() >= 1, "{engine:?}, {what:?}");
            double.faults().clear();
            check(&double, ids(0..25));
            assert_eq!(news.sync(&cluster).unwrap().unchanged, 25);
        }
    }
}

#[test]
fn an_engine_that_takes_nothing_ends_a_sync_and_the_next_goes_on() {
    for engine in Engine::ALL {
        for what in [What::AnswerLost, What::CutAnswer, What::Status(500, None), What::Timeout] {
            let double = Double::start(engine);
            let news = News::of(25);
            ready(&double, ClusterOptions::new());
            let cluster = connect_with(&double, Duration::from_secs(2));
            // The state and the words come through, the articles do not, or nobody knows.
            double.faults().add(Fault::new(what.clone()).on("POST", "_bulk").after(2).always());
            let started = Instant::now();
            let error = news.sync(&cluster).unwrap_err().to_string();
            assert!(started.elapsed() < PATIENCE * 4, "{engine:?}, {what:?}: {:?}", started.elapsed());
            assert!(error.starts_with(&double.url()), "{error}");
            double.faults().clear();
            let report = news.sync(&cluster).unwrap();
            assert_eq!(report.added + report.unchanged, 25, "{engine:?}, {what:?}");
            check(&double, ids(0..25));
        }
    }
}

#[test]
fn articles_that_an_engine_refuses_are_problems_and_are_tried_again() {
    for engine in Engine::ALL {
        let double = Double::start(engine);
        let (news, cluster) = (News::of(9), ready(&double, ClusterOptions::new()));
        double.faults().add(Fault::new(What::Partial { every: 3, status: 400 }).on("POST", "_bulk").after(2));
        let report = news.sync(&cluster).unwrap();
        assert_eq!((report.added, report.problems.len()), (6, 3), "{engine:?}: {:?}", report.problems);
        assert!(report.problems[0].to_string().contains("rejected on purpose"), "{:?}", report.problems);
        let report = news.sync(&cluster).unwrap();
        assert_eq!((report.added, report.unchanged), (3, 6), "{engine:?}");
        check(&double, ids(0..9));
    }
}

#[test]
fn a_lasting_rain_of_faults_changes_nothing() {
    for engine in Engine::ALL {
        for seed in 0..3 {
            let double = Double::start(engine);
            let (news, cluster) = (News::of(60), ready(&double, ClusterOptions::new()));
            for (number, what) in
                [What::AnswerLost, What::CutAnswer, What::Status(503, None), What::Garbage].into_iter().enumerate()
            {
                double.faults().add(Fault::new(what).on("POST", "").by_chance(0.08, seed * 10 + number as u64));
            }
            let mut done = false;
            for _ in 0..5 {
                done = news.sync(&cluster).is_ok();
                if done {
                    break;
                }
            }
            assert!(done, "{engine:?}");
            double.faults().clear();
            news.sync(&cluster).unwrap();
            check(&double, ids(0..60));
        }
    }
}

#[test]
fn another_run_that_may_still_write_is_not_overtaken() {
    let double = Double::start(Engine::Quickwit);
    let (news, cluster) = (News::of(5), ready(&double, ClusterOptions::new()));
    news.sync(&cluster).unwrap();
    // As a process of another machine would have left it.
    let mut open = state(&double);
    let seq = open["seq"].as_u64().unwrap() + 1;
    open["seq"] = seq.into();
    open["open"] = serde_json::json!({
        "run": "other", "host": "elsewhere", "pid": 1, "since": 0, "planned": 3, "first_ordinal": 0,
    });
    let lines = format!(
        "{}\n{}\n",
        serde_json::json!({ "create": { "_index": "news-state" } }),
        serde_json::json!({ "seq": seq, "writer": "other", "state": open.to_string() }),
    );
    let url = format!("{}/api/v1/_elastic/_bulk", double.url());
    ureq::post(&url).content_type("application/x-ndjson").send(lines.as_bytes()).unwrap();
    double.settle();
    news.write("new.jsonl", &crate::news::line(7));
    let error = news.sync(&cluster).unwrap_err().to_string();
    assert!(error.contains("process 1 on elsewhere") && error.contains("--take-over"), "{error}");
    let report = cluster.sync(news.corpus(), ClusterSyncOptions::new().take_over(), |_| {}).unwrap();
    assert_eq!((report.added, report.unchanged), (1, 5));
    check(&double, ids(0..5).into_iter().chain(ids(7..8)));
}
