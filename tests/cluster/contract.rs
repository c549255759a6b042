//! "The same answers": what the index of a folder says, an engine of many machines says too.
//!
//! The articles of `corpus/` are given to an index in memory and to each double; with `SEARCH_CLUSTER_URL` to a real engine as well, under a
//! name of their own that is dropped in the end. Where the development data lie beside the checkout, 200 headlines are asked too.

use std::io::Write;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use izdeu::{
    Cluster, ClusterAddress, ClusterOptions, ClusterSearcher, ClusterSyncOptions, Corpus, Credentials, FacetName,
    Index, LocalSearcher, SearchRequest, SearchResults, Searcher, Sort,
};

use crate::double::{Double, Engine};

/// Queries of all kinds, with what people type.
const QUERIES: &[&str] = &[
    "Конституция Астана",
    "паводок эвакуация жителей и дамба в области",
    "«новая Конституция»",
    "\"проект Конституции\"",
    "Усть-Каменогорск мост",
    "Нур-Султан",
    "презедент",
    "Rjycnbnewbz",
    "oblast",
    "Алмат*",
    "Алмат* -метро",
    "презедент~1",
    "заголовок:Астана",
    "город:Алматы дата:2026",
    "город:Капшагай OR область:ВКО",
    "-город:* школа",
    "дата:? школа",
    "источник:* дорога",
    "мост OR дорога",
    "мост^3 дорога",
    "+мост дорога школа больница",
    "=мост",
    "мост NEAR/5 река",
    "Қазақстан Республикасы",
    "мектеп оқушылары",
    "ЕНТ",
    "язык:kk",
    "нетакогослова",
    "нетакогослова мост",
];

/// The same articles here and there.
struct Both {
    local: LocalSearcher,
    cluster: ClusterSearcher,
}

impl Both {
    fn of(corpus: impl Fn() -> Corpus, cluster: &Cluster, options: ClusterOptions) -> Both {
        let index = Index::in_memory().unwrap();
        let report = index.writer().unwrap().sync(corpus(), |_| {}).unwrap();
        cluster.init(options.commit_seconds(1)).unwrap();
        let there = cluster.sync(corpus(), ClusterSyncOptions::new(), |_| {}).unwrap();
        assert_eq!((there.added, there.copies), (report.added, report.copies));
        let local = LocalSearcher::open(&index).unwrap();
        Both { local, cluster: cluster.searcher().unwrap() }
    }

    fn answers(&self, request: &SearchRequest) -> [SearchResults; 2] {
        let searchers: [&dyn Searcher; 2] = [&self.local, &self.cluster];
        searchers.map(|searcher| searcher.search(request).unwrap_or_else(|error| panic!("{request:?}: {error}")))
    }

    /// Whole answers are the same, but for what the clock says.
    #[track_caller]
    fn check(&self, request: &SearchRequest) {
        let [here, there] = self.answers(request).map(|results| {
            let mut json = serde_json::to_value(&results).unwrap();
            (json["took_ms"], json["next"]) = (0.into(), results.next.is_some().into());
            json
        });
        assert_eq!(there, here, "{request:?}");
    }
}

fn samples() -> Corpus {
    Corpus::open(["corpus"]).unwrap()
}

/// Does something with each engine there is.
fn each_engine(test: impl Fn(&Both)) {
    for engine in Engine::ALL {
        for options in [ClusterOptions::new(), ClusterOptions::new().monthly()] {
            let double = Double::start(engine);
            let cluster = Cluster::connect(ClusterAddress::new(&double.url()).unwrap()).unwrap();
            test(&Both::of(samples, &cluster, options));
        }
    }
    with_real_engine("samples", |cluster| test(&Both::of(samples, cluster, ClusterOptions::new())));
}

/// Does something with the engine that `SEARCH_CLUSTER_URL` names.
fn with_real_engine(what: &str, test: impl Fn(&Cluster)) {
    let Ok(url) = std::env::var("SEARCH_CLUSTER_URL") else {
        let _ = writeln!(
            std::io::stderr(),
            "skipped: no SEARCH_CLUSTER_URL names a real engine, so {what} went to doubles alone"
        );
        return;
    };
    // Tests run beside one another.
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let name = format!("contract-{what}-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let mut address = ClusterAddress::new(&url).unwrap().name(&name).unwrap();
    if let Some(credentials) = Credentials::from_environment().unwrap() {
        address = address.credentials(credentials);
    }
    let cluster = Cluster::connect(address).unwrap();
    let tested = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| test(&cluster)));
    cluster.drop_all().unwrap();
    if let Err(panic) = tested {
        std::panic::resume_unwind(panic);
    }
}

#[test]
fn the_same_answers() {
    each_engine(|both| {
        for query in QUERIES {
            both.check(&SearchRequest::new(*query));
            let trees =
                FacetName::ALL.into_iter().fold(SearchRequest::new(*query), |request, name| request.tree(name, 3));
            both.check(&trees.limit(3).offset(2));
            both.check(&SearchRequest::new(*query).city("Астана").from("2026-02".parse().unwrap()).explain());
            both.check(&SearchRequest::new(*query).literal(true).prefer_recent().snippet_length(120));
        }
    });
}

#[test]
fn every_match_once_by_date_and_by_relevance() {
    each_engine(|both| {
        for sort in [Sort::Date, Sort::Oldest, Sort::Relevance] {
            for query in ["город", "мост дорога школа", "язык:ru"] {
                let request = SearchRequest::new(query).sort(sort).limit(7);
                let [here, there] = [&both.local as &dyn Searcher, &both.cluster].map(|searcher| {
                    let all = searcher.all(&request).unwrap();
                    let mut found: Vec<(u64, String)> = Vec::new();
                    for hit in all {
                        let hit = hit.unwrap();
                        let day = hit.date.map_or(0, |known| known.date.to_string().replace('-', "").parse().unwrap());
                        found.push((day, hit.id.to_string()));
                    }
                    found
                });
                let days = |found: &[(u64, String)]| found.iter().map(|(day, _)| *day).collect::<Vec<_>>();
                if sort != Sort::Relevance {
                    assert_eq!(days(&there), days(&here), "{query}");
                }
                let sorted = |mut found: Vec<(u64, String)>| {
                    found.sort();
                    found
                };
                assert_eq!(sorted(there), sorted(here), "{query} {sort:?}");
            }
        }
    });
}

/// Engines count no further than 10,000 by number; an order by date goes on behind the last article.
#[test]
fn more_than_ten_thousand_by_date() {
    const ALL: usize = 10_150;
    let double = Double::start(Engine::Quickwit);
    let cluster = Cluster::connect(ClusterAddress::new(&double.url()).unwrap()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let line = |number: usize| {
        let (year, month, day) = (2000 + number % 25, number % 12 + 1, number % 28 + 1);
        format!("{{\"id\": \"{number}\", \"date\": \"{year}-{month:02}-{day:02}\", \"text\": \"Мост {number}.\"}}\n")
    };
    std::fs::write(folder.path().join("many.jsonl"), (0..ALL).map(line).collect::<String>()).unwrap();
    cluster.init(ClusterOptions::new().commit_seconds(1)).unwrap();
    cluster.sync(Corpus::open([folder.path()]).unwrap(), ClusterSyncOptions::new(), |_| {}).unwrap();
    let searcher = cluster.searcher().unwrap();
    let request = SearchRequest::new("мост").literal(true).snippets(false).sort(Sort::Date);
    let all = searcher.all(&request).unwrap();
    assert_eq!(all.results.total, ALL);
    let mut days = Vec::new();
    let mut ids = std::collections::HashSet::new();
    for hit in all {
        let hit = hit.unwrap();
        days.push(hit.date.unwrap().date.to_string());
        assert!(ids.insert(hit.id.to_string()), "{} came twice", hit.id);
    }
    assert_eq!(ids.len(), ALL);
    assert!(days.is_sorted_by(|one, other| one >= other));
    let refused = searcher.search(&request.clone().sort(Sort::Relevance).offset(10_000)).unwrap_err().to_string();
    assert!(refused.contains("sort by date"), "{refused}");
    let refused = searcher.search(&request.offset(10_000)).unwrap_err().to_string();
    assert!(refused.contains("cursor"), "{refused}");
}

#[test]
fn articles_neighbours_and_suggestions() {
    each_engine(|both| {
        let found = both.local.search(&SearchRequest::new("Конституция Астана").limit(5)).unwrap();
        for hit in &found.hits {
            let searchers: [&dyn Searcher; 2] = [&both.local, &both.cluster];
            let [here, there] = searchers.map(|searcher| searcher.article(&hit.id, "конституции").unwrap().unwrap());
            assert_eq!((&there.about, &there.text, &there.highlights), (&here.about, &here.text, &here.highlights));
            assert_eq!((there.earlier.len(), there.later.len()), (here.earlier.len(), here.later.len()));
            let [here, there] = searchers.map(|searcher| searcher.similar(&hit.id, 5).unwrap());
            let ids = |results: &SearchResults| results.hits.iter().map(|hit| hit.id.clone()).collect::<Vec<_>>();
            assert_eq!((there.total, ids(&there)), (here.total, ids(&here)));
        }
        assert!(both.cluster.article(&"there is none".into(), "").unwrap().is_none());
        for prefix in ["консти", "проект консти", "Аста", ""] {
            let [here, there] =
                [&both.local as &dyn Searcher, &both.cluster].map(|searcher| searcher.suggest(prefix, 6).unwrap());
            let first = |found: &izdeu::Suggestions| found.suggestions.first().map(|one| one.text.to_lowercase());
            assert_eq!(first(&there), first(&here), "{prefix}");
        }
        let [here, there] = [both.local.stats().unwrap(), both.cluster.stats().unwrap()];
        assert_eq!((there.articles, there.copies), (here.articles, here.copies));
    });
}

#[test]
fn what_would_take_too_long_is_refused_by_its_name() {
    let double = Double::start(Engine::Quickwit);
    let cluster = Cluster::connect(ClusterAddress::new(&double.url()).unwrap()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let line = |number: usize| format!("{{\"id\": \"{number}\", \"text\": \"Мост номер {number} у реки открыт.\"}}\n");
    std::fs::write(folder.path().join("many.jsonl"), (0..1_001).map(line).collect::<String>()).unwrap();
    let both = Both::of(|| Corpus::open([folder.path()]).unwrap(), &cluster, ClusterOptions::new());
    let refused = both.cluster.search(&SearchRequest::new("мост NEAR/5 река")).unwrap_err().to_string();
    assert!(refused.contains("words near one another") && refused.contains("1001 articles"), "{refused}");
    both.check(&SearchRequest::new("(мост NEAR/5 река) \"номер 17\""));
    // What is in the index for one place alone needs no such look.
    both.check(&SearchRequest::new("\"номер 17\"").facets(false));
}

/// 200 headlines of the development data, as `relevance.py` asks them.
#[test]
fn two_hundred_headlines() {
    let shared = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if !shared.is_dir() {
        let _ = writeln!(std::io::stderr(), "skipped: the development data are not beside this checkout");
        return;
    }
    let unpacked = |name: &str| {
        let packed = Command::new("gzip").arg("-dc").arg(shared.join(name)).output().unwrap();
        String::from_utf8(packed.stdout).unwrap()
    };
    let rows = |name: &str| -> Vec<serde_json::Value> {
        unpacked(name).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let mut queries = rows("headline_queries.jsonl.gz");
    queries.truncate(120);
    queries.extend(rows("headline_queries_kz.jsonl.gz").into_iter().take(80));
    let wanted: std::collections::HashSet<&str> = queries.iter().map(|query| query["id"].as_str().unwrap()).collect();
    // A build without optimisation takes minutes for all of them.
    let most = std::env::var("IZDEU_CONTRACT_ARTICLES").map_or(400, |number| number.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let mut lines = std::fs::File::create(folder.path().join("news.jsonl")).unwrap();
    let mut others = 0;
    for article in rows("news_ru.jsonl.gz") {
        let is_wanted = wanted.contains(article["id"].as_str().unwrap());
        others += usize::from(!is_wanted);
        if is_wanted || others <= most {
            let fields = ["id", "text", "date", "url", "source"].map(|name| (name.to_owned(), article[name].clone()));
            writeln!(lines, "{}", serde_json::Value::Object(fields.into_iter().collect())).unwrap();
        }
    }
    let corpus = || Corpus::open([folder.path()]).unwrap();
    let check = |cluster: &Cluster, engine: &str| {
        let both = Both::of(corpus, cluster, ClusterOptions::new());
        let (mut first, mut shared, mut times) = (0, 0.0, [0.0; 2]);
        for query in &queries {
            // What is no letter or digit would be an operator.
            let text = query["query"].as_str().unwrap();
            let plain: String = text.chars().map(|sign| if sign.is_alphanumeric() { sign } else { ' ' }).collect();
            let [here, there] = both.answers(&SearchRequest::new(&plain).deadline(Duration::from_secs(60)));
            times = [times[0] + here.took_ms, times[1] + there.took_ms];
            assert_eq!(there.total, here.total, "{engine}: {plain}");
            assert_eq!(there.facets, here.facets, "{engine}: {plain}");
            let ids = |results: &SearchResults| results.hits.iter().map(|hit| hit.id.to_string()).collect::<Vec<_>>();
            let (here, there) = (ids(&here), ids(&there));
            assert_eq!(there.first(), here.first(), "{engine}: {plain}");
            first += 1;
            shared += there.iter().filter(|id| here.contains(id)).count() as f64 / here.len().max(1) as f64;
        }
        let overlap = shared / queries.len() as f64;
        let [here, there] = times.map(|time| time / queries.len() as f64);
        let _ = writeln!(
            std::io::stderr(),
            "{engine}: {first} queries with the same totals, facets and first results; {overlap:.4} of the first ten are the \
             same; {there:.0} ms for each, {here:.1} ms from an index in memory"
        );
        assert!(overlap >= 0.9, "{engine}: {overlap}");
    };
    for engine in Engine::ALL {
        let double = Double::start(engine);
        check(&Cluster::connect(ClusterAddress::new(&double.url()).unwrap()).unwrap(), &format!("{engine:?}"));
    }
    with_real_engine("headlines", |cluster| check(cluster, "the real engine"));
}
