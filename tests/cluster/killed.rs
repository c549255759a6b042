//! A process that is killed while it writes, and the one that goes on.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use izdeu::{Cluster, ClusterAddress, ClusterOptions, ClusterSyncOptions, Corpus};

use crate::double::{Double, Engine, Fault, Options, What};
use crate::news::{News, check, ids, ready, state};

const ADDRESS: &str = "IZDEU_TEST_CLUSTER";
const FOLDER: &str = "IZDEU_TEST_NEWS";

/// So many articles are several requests.
const ARTICLES: usize = 2_300;

/// What the process does that is killed; by itself it does nothing.
#[test]
fn child() {
    let (Ok(address), Ok(folder)) = (std::env::var(ADDRESS), std::env::var(FOLDER)) else { return };
    let cluster = Cluster::connect(ClusterAddress::new(&address).unwrap()).unwrap();
    let _ = cluster.sync(Corpus::open([folder]).unwrap(), ClusterSyncOptions::new(), |_| {});
}

fn start(double: &Double, news: &News) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["killed::child", "--exact", "--nocapture"])
        .env(ADDRESS, double.url())
        .env(FOLDER, news.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn kill_when(mut child: Child, is_time: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    while !is_time() {
        assert!(Instant::now() < end, "nothing happened to the child");
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_run_that_is_killed_goes_on_without_loss_or_doubles() {
    let news = News::of(ARTICLES);
    for engine in [Engine::Quickwit, Engine::OpenSearch] {
        // The state, the words, then three requests, then the state.
        for requests in 0..6 {
            let commit_after = Duration::from_millis(600);
            let double = Double::with(Options { commit_after, ..Options::of(engine) });
            let cluster = ready(&double, ClusterOptions::new());
            let what = if requests % 2 == 0 { What::Timeout } else { What::AnswerLost };
            let hanging = Fault::new(what).on("POST", "_bulk").after(requests);
            double.faults().add(hanging);
            double.faults().add(Fault::new(What::Timeout).on("POST", "_bulk").after(requests).always());
            kill_when(start(&double, &news), || double.faults().happened() > 0);
            double.faults().clear();
            // What the child said last may be seen only after the next one has begun, which is then told to begin again.
            let report = news.sync(&cluster).or_else(|error| {
                assert!(error.to_string().contains("sync again"), "{error}");
                news.sync(&cluster)
            });
            let report = report.unwrap();
            assert_eq!(report.added + report.unchanged, ARTICLES as u64, "{engine:?}, {requests}");
            check(&double, ids(0..ARTICLES));
            let report = news.sync(&cluster).unwrap();
            assert_eq!((report.added, report.unchanged), (0, ARTICLES as u64), "{engine:?}, {requests}");
        }
    }
}

#[test]
fn what_was_killed_while_it_replaced_is_found_once() {
    for engine in [Engine::Quickwit, Engine::Elasticsearch] {
        let double = Double::start(engine);
        let (news, cluster) = (News::of(40), ready(&double, ClusterOptions::new()));
        news.sync(&cluster).unwrap();
        let changed = |number: usize| crate::news::line(number).replace("автобусы", "трамваи");
        news.write("00000.jsonl", &(0..10).map(changed).collect::<String>());
        news.remove("00030.jsonl");
        // The new ones are there, the old ones are not hidden yet.
        double.faults().add(Fault::new(What::Timeout).on("POST", "_bulk").after(3).always());
        kill_when(start(&double, &news), || double.faults().happened() > 0);
        double.faults().clear();
        assert!(!state(&double)["open"].is_null());
        let report = news.sync(&cluster).unwrap();
        assert_eq!((report.added, report.removed), (0, 10), "{engine:?}");
        check(&double, ids(0..30));
    }
}
