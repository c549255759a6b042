//! What an engine has after a sync, after another one, and after what may come between.

use izdeu::{Cluster, ClusterAddress, ClusterOptions, ClusterSyncOptions, Gazetteer};

use crate::double::{Double, Engine, Options};
use crate::news::{News, check, connect, documents, ids, line, ready, state};

fn each_engine(test: impl Fn(&Double, ClusterOptions)) {
    for engine in Engine::ALL {
        for options in [ClusterOptions::new(), ClusterOptions::new().monthly()] {
            test(&Double::start(engine), options);
        }
    }
}

#[test]
fn all_articles_are_there_once_and_a_second_sync_sends_nothing() {
    each_engine(|double, options| {
        let (news, cluster) = (News::of(25), ready(double, options));
        let report = news.sync(&cluster).unwrap();
        assert_eq!((report.added, report.problems.len()), (25, 0));
        check(double, ids(0..25));
        double.forget_requests();
        let report = news.sync(&connect(double)).unwrap();
        assert_eq!((report.added, report.replaced, report.removed, report.unchanged), (0, 0, 0, 25));
        assert!(!double.requests().iter().any(|seen| seen.is_bulk()));
        check(double, ids(0..25));
        let status = cluster.status().unwrap();
        assert_eq!((status.articles, status.copies, status.open.is_none()), (25, 0, true));
        assert!(status.bytes > 0 && status.indexes.len() >= 3, "{status:?}");
    });
}

#[test]
fn what_changed_is_replaced_and_what_vanished_is_gone() {
    each_engine(|double, options| {
        let (news, cluster) = (News::of(30), ready(double, options));
        news.sync(&cluster).unwrap();
        news.remove("00010.jsonl");
        // Another text, and for the second another month.
        let changed = line(0).replace("автобусы", "трамваи") + &line(1).replace("2026-02", "2025-07");
        news.write("00000.jsonl", &changed);
        let report = news.sync(&cluster).unwrap();
        assert_eq!((report.added, report.replaced, report.removed), (0, 2, 18));
        check(double, ids(0..2).into_iter().chain(ids(20..30)));
        let found = documents(double);
        assert!(found["a0"]["body"].as_str().unwrap().contains("трамваи"));
        assert_eq!(found["a1"]["month"], "2025-07");
        // The engine deletes what does not count, and the lists become short again.
        std::thread::sleep(std::time::Duration::from_millis(300));
        news.write("new.jsonl", &line(50));
        news.sync(&cluster).unwrap();
        assert_eq!(state(double)["hidden"].as_array().unwrap().len(), 0);
        check(double, ids(0..2).into_iter().chain(ids(20..30)).chain(ids(50..51)));
    });
}

#[test]
fn a_copy_is_a_record_until_its_original_goes() {
    each_engine(|double, options| {
        let (news, cluster) = (News::of(3), ready(double, options));
        // Without a date it is less than the original.
        let copy = line(1).replace("\"a1\"", "\"z1\"").replace("\"date\": \"2026-02-05\", ", "");
        news.write("copy.jsonl", &copy);
        let report = news.sync(&cluster).unwrap();
        assert_eq!((report.added, report.copies), (4, 1));
        let found = documents(double);
        assert_eq!((&found["z1"]["kind"], &found["z1"]["copy_of"]), (&"copy".into(), &"a1".into()));
        assert!(found["z1"].get("text_terms").is_none());
        check(double, ids(0..3).into_iter().chain(["z1".to_owned()]));
        assert_eq!(news.sync(&cluster).unwrap().unchanged, 4);
        news.write("00000.jsonl", &(line(0) + &line(2)));
        let report = news.sync(&cluster).unwrap();
        assert_eq!((report.removed, report.copies), (1, 0));
        let found = documents(double);
        assert_eq!((found.len(), &found["z1"]["kind"]), (3, &"article".into()));
    });
}

#[test]
fn names_do_not_meet_and_dropping_one_leaves_the_other() {
    for engine in Engine::ALL {
        let double = Double::start(engine);
        let address = ClusterAddress::new(&double.url()).unwrap();
        let other = Cluster::connect(address.name("news2").unwrap()).unwrap();
        other.init(ClusterOptions::new()).unwrap();
        let (news, cluster) = (News::of(5), ready(&double, ClusterOptions::new()));
        news.sync(&cluster).unwrap();
        cluster.init(ClusterOptions::new()).unwrap();
        let error = cluster.init(ClusterOptions::new().monthly()).unwrap_err().to_string();
        assert!(error.contains("search cluster drop"), "{error}");
        assert_eq!(cluster.drop_all().unwrap().len(), 3);
        assert_eq!(double.indexes(), ["news2-articles", "news2-state", "news2-words"]);
        assert!(cluster.status().unwrap_err().to_string().contains("no articles of the name"));
        // A sync makes what it needs.
        assert_eq!(news.sync(&cluster).unwrap().added, 5);
    }
}

#[test]
fn credentials_are_sent_and_never_told() {
    for engine in Engine::ALL {
        let authorization = Some("Bearer secret".to_owned());
        let double = Double::with(Options { authorization, ..Options::of(engine) });
        let address = ClusterAddress::new(&double.url()).unwrap();
        let error = Cluster::connect(address.clone()).map(|_| ()).unwrap_err().to_string();
        assert!(error.contains("401") && error.contains("--cluster-credentials"), "{error}");
        let wrong = izdeu::Credentials::from_text("token: hidden").unwrap();
        let error = Cluster::connect(address.clone().credentials(wrong)).map(|_| ()).unwrap_err().to_string();
        assert!(error.contains("401") && !error.contains("hidden"), "{error}");
        let right = izdeu::Credentials::from_text("token: secret").unwrap();
        Cluster::connect(address.credentials(right)).unwrap().init(ClusterOptions::new()).unwrap();
    }
}

#[test]
fn a_node_that_is_gone_is_passed_over() {
    let double = Double::start(Engine::Quickwit);
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let address = ClusterAddress::new(&format!("http://{gone},{}", double.url())).unwrap();
    let cluster = Cluster::connect(address).unwrap();
    cluster.init(ClusterOptions::new().commit_seconds(1)).unwrap();
    assert_eq!(News::of(5).sync(&cluster).unwrap().added, 5);
}

#[test]
fn a_gazetteer_of_ones_own_is_kept_and_another_one_refused() {
    let own = |place: &str| {
        let file = tempfile::NamedTempFile::new().unwrap();
        let head = "city,region,name,declension,russian,kazakh,since,until";
        let line = format!("{place},Жамбылская область,{place},masculine,sure,sure,,");
        std::fs::write(file.path(), format!("{head}\n{line}\n")).unwrap();
        ClusterSyncOptions::new().gazetteer(Gazetteer::bundled().with_file(file.path()).unwrap())
    };
    for engine in Engine::ALL {
        let double = Double::start(engine);
        let (news, cluster) = (News::of(0), ready(&double, ClusterOptions::new()));
        news.write("a.txt", "В Отаре открыли станцию.");
        cluster.sync(news.corpus(), own("Отар"), |_| {}).unwrap();
        news.write("b.txt", "В Отаре закрыли станцию, потому что кончились поезда.");
        news.sync(&cluster).unwrap();
        let found = documents(&double);
        for id in ["a.txt", "b.txt"] {
            let places = found[id]["places"].as_array().unwrap();
            assert!(places.contains(&"Жамбылская область|Отар".into()), "{places:?}");
        }
        let error = cluster.sync(news.corpus(), own("Мерке"), |_| {}).unwrap_err().to_string();
        assert!(error.contains("another gazetteer"), "{error}");
    }
}

#[test]
fn many_leaves_become_one() {
    for engine in Engine::ALL {
        let double = Double::start(engine);
        let (news, cluster) = (News::of(10), ready(&double, ClusterOptions::new()));
        for number in 0..34 {
            news.write(&format!("more{number}.jsonl"), &line(100 + number));
            news.sync(&cluster).unwrap();
        }
        assert!(state(&double)["leaves"].as_array().unwrap().len() < 10);
        // Where it costs little, states that do not count any more are gone.
        let states = double.documents("news-state").len();
        assert!(engine == Engine::Quickwit || states < 5, "{states}");
        check(&double, ids(0..10).into_iter().chain(ids(100..134)));
    }
}

#[test]
fn what_an_older_extraction_read_is_read_again_and_another_analysis_refused() {
    let double = Double::start(Engine::OpenSearch);
    let (news, cluster) = (News::of(12), ready(&double, ClusterOptions::new()));
    news.sync(&cluster).unwrap();
    let mut older = documents(&double)["a3"].clone();
    let record: serde_json::Value = serde_json::from_str(older["record"].as_str().unwrap()).unwrap();
    let version = record["extraction"].as_u64().unwrap();
    let aged = record.to_string().replace(&format!("\"extraction\":{version}"), "\"extraction\":1");
    older["record"] = aged.into();
    put(&double, "news-articles", "a3", &older);
    let report = news.sync(&cluster).unwrap();
    assert_eq!((report.replaced, report.unchanged), (1, 11));
    check(&double, ids(0..12));
    let mut other = state(&double);
    let seq = other["seq"].as_u64().unwrap() + 1;
    (other["seq"], other["versions"]["analysis"]) = (seq.into(), 1_000.into());
    let document = serde_json::json!({ "seq": seq, "writer": "x", "state": other.to_string() });
    put(&double, "news-state", "x", &document);
    let error = news.sync(&cluster).unwrap_err().to_string();
    assert!(error.contains("analyzer 1000") && error.contains("search cluster drop --name news"), "{error}");
}

/// Puts a document there as another program would.
fn put(double: &Double, index: &str, id: &str, document: &serde_json::Value) {
    let action = serde_json::json!({ "index": { "_index": index, "_id": id } });
    let url = format!("{}/_bulk", double.url());
    let lines = format!("{action}\n{document}\n");
    ureq::post(&url).content_type("application/x-ndjson").send(lines.as_bytes()).unwrap();
    double.settle();
}
