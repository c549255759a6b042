//! What an engine says and what it does are two things: documents that come twice, late or not at all although it took them.

use std::time::{Duration, Instant};

use izdeu::ClusterOptions;

use crate::double::{Double, Engine, Fault, Options, What};
use crate::news::{News, check, connect, connect_with, documents, ids, line, ready, state};

/// What every sync sends first: that it has begun, then the words of a group, then its articles.
const STATE: usize = 0;
const WORDS: usize = 1;
const ARTICLES: usize = 2;

const SHORT: Duration = Duration::from_secs(2);

fn spoil(double: &Double, what: What, after: usize) {
    double.faults().add(Fault::new(what).on("POST", "_bulk").after(after));
}

#[test]
fn what_came_twice_in_one_request_is_sent_anew_once_and_both_go() {
    for (what, options) in [
        (What::Doubled { every: 3 }, ClusterOptions::new()),
        (What::Doubled { every: 1 }, ClusterOptions::new()),
        (What::Doubled { every: 2 }, ClusterOptions::new().monthly()),
    ] {
        let double = Double::start(Engine::Quickwit);
        let (news, cluster) = (News::of(25), ready(&double, options));
        double.faults().add(Fault::new(what.clone()).on("POST", "_bulk").always());
        assert_eq!(news.sync(&cluster).unwrap().added, 25);
        double.faults().clear();
        let twice = double.documents("news-articles*").len() - 25;
        assert!(twice > 0);
        // A run that changes nothing but this, and one that has nothing to do.
        let report = news.sync(&cluster).unwrap();
        assert_eq!((report.added, report.replaced), (0, twice as u64), "{what:?}");
        check(&double, ids(0..25));
        let report = news.sync(&cluster).unwrap();
        assert_eq!((report.replaced, report.unchanged), (0, 25), "{what:?}");
        check(&double, ids(0..25));
    }
}

#[test]
fn items_that_failed_may_have_been_taken_and_count_once() {
    for engine in Engine::ALL {
        for options in [ClusterOptions::new(), ClusterOptions::new().monthly()] {
            for what in [
                What::PartialTaken { every: 3, status: 429 },
                What::PartialTaken { every: 2, status: 408 },
                What::Partial { every: 3, status: 408 },
                What::Partial { every: 1, status: 404 },
            ] {
                let double = Double::start(engine);
                let (news, cluster) = (News::of(25), ready(&double, options));
                spoil(&double, what.clone(), ARTICLES);
                let report = news.sync(&cluster).unwrap();
                assert_eq!((report.added, report.problems.len()), (25, 0), "{engine:?}, {what:?}");
                check(&double, ids(0..25));
                assert_eq!(news.sync(&cluster).unwrap().unchanged, 25, "{engine:?}, {what:?}");
            }
        }
    }
}

#[test]
fn a_node_that_is_full_is_left_alone_and_nothing_is_voided() {
    let double = Double::start(Engine::Quickwit);
    let (news, cluster) = (News::of(5), ready(&double, ClusterOptions::new()));
    double.faults().add(Fault::new(What::Status(429, None)).on("POST", "_bulk").after(ARTICLES).times(2));
    let started = Instant::now();
    news.sync(&cluster).unwrap();
    assert!(started.elapsed() >= SHORT);
    assert_eq!(state(&double)["void"].as_array().unwrap().len(), 0);
    check(&double, ids(0..5));
}

/// A sync that fails because of what happens behind so many requests, the next one, and what is there when the node returns.
fn lost_and_found(what: What, after: usize) {
    let double = Double::start(Engine::Quickwit);
    let news = News::of(25);
    ready(&double, ClusterOptions::new());
    spoil(&double, what, after);
    let error = news.sync(&connect_with(&double, SHORT)).unwrap_err().to_string();
    assert!(error.contains("sync again"), "{error}");
    let cluster = connect(&double);
    let report = news.sync(&cluster).unwrap();
    assert_eq!(report.added + report.unchanged, 25);
    check(&double, ids(0..25));
    double.return_nodes();
    check(&double, ids(0..25));
    let report = news.sync(&cluster).unwrap();
    assert_eq!((report.added, report.replaced, report.unchanged), (0, 0, 25));
    check(&double, ids(0..25));
}

#[test]
fn articles_that_a_lost_node_has_are_sent_again_and_do_not_count_when_it_returns() {
    lost_and_found(What::NodeLost { is_told: true }, ARTICLES);
}

#[test]
fn articles_do_not_count_without_their_words() {
    lost_and_found(What::NodeLost { is_told: true }, WORDS);
}

#[test]
fn the_state_of_a_run_that_was_overtaken_does_not_win_when_its_node_returns() {
    lost_and_found(What::NodeLost { is_told: true }, STATE);
}

#[test]
fn a_run_that_hears_late_of_another_one_gives_way_to_it() {
    let double = Double::start(Engine::Quickwit);
    let news = News::of(25);
    ready(&double, ClusterOptions::new());
    spoil(&double, What::NodeLost { is_told: true }, STATE);
    std::thread::scope(|scope| {
        let first = scope.spawn(|| news.sync(&connect(&double)));
        while double.faults().happened() == 0 {
            std::thread::sleep(Duration::from_millis(5));
        }
        news.sync(&connect(&double)).unwrap();
        double.return_nodes();
        let error = first.join().unwrap().unwrap_err().to_string();
        assert!(error.contains("another process"), "{error}");
    });
    check(&double, ids(0..25));
    assert_eq!(news.sync(&connect(&double)).unwrap().unchanged, 25);
}

#[test]
fn long_articles_come_in_small_pages() {
    let double = Double::with(Options { most_moved: 32 << 10, ..Options::of(Engine::Quickwit) });
    let (news, cluster) = (News::of(200), ready(&double, ClusterOptions::new()));
    assert_eq!(news.sync(&cluster).unwrap().added, 200);
    double.forget_requests();
    assert_eq!(news.sync(&cluster).unwrap().unchanged, 200);
    assert!(double.requests().iter().any(|seen| seen.status == Some(500)));
}

#[test]
fn what_is_not_found_for_a_moment_is_not_gone() {
    for engine in Engine::ALL {
        let double = Double::start(engine);
        let (news, cluster) = (News::of(25), ready(&double, ClusterOptions::new()));
        news.sync(&cluster).unwrap();
        // A proxy that has lost its nodes; the state is read first.
        double.faults().add(Fault::new(What::Status(404, None)).on("POST", "_search").times(3));
        assert_eq!(news.sync(&cluster).unwrap().unchanged, 25, "{engine:?}");
        // A node that has not heard of the index.
        double.faults().add(Fault::new(What::Status(404, None)).on("POST", "articles").times(3));
        assert_eq!(news.sync(&cluster).unwrap().unchanged, 25, "{engine:?}");
    }
}

#[test]
fn a_search_that_is_too_long_says_what_makes_it_so() {
    let double = Double::start(Engine::Quickwit);
    let (news, cluster) = (News::of(5), ready(&double, ClusterOptions::new()));
    double.faults().add(Fault::new(What::Status(413, None)).on("POST", "_search"));
    let error = news.sync(&cluster).unwrap_err().to_string();
    assert!(error.contains("413") && error.contains("search cluster drop"), "{error}");
}

#[test]
fn ids_and_sources_of_any_length_are_known_again() {
    let id = "я".repeat(300);
    for engine in Engine::ALL {
        let double = Double::start(engine);
        let (news, cluster) = (News::of(0), ready(&double, ClusterOptions::new()));
        let long = line(1).replace("\"a1\"", &format!("\"{id}\", \"source\": \"{id}\""));
        news.write("a.jsonl", &long);
        assert_eq!(news.sync(&cluster).unwrap().added, 1);
        assert_eq!(news.sync(&cluster).unwrap().unchanged, 1);
        let found = documents(&double);
        let (key, document) = found.first_key_value().unwrap();
        assert_eq!((key.len(), document["source"].as_str().unwrap().len()), (64, 254), "{engine:?}");
        news.write("a.jsonl", &long.replace("автобусы", "трамваи"));
        assert_eq!(news.sync(&cluster).unwrap().replaced, 1);
        assert_eq!(documents(&double).len(), 1);
    }
}
