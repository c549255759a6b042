//! More than the server can bear, on a searcher that is not the local one.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use izdeu::{
    AllHits, ArticleId, FullArticle, Index, IndexStats, LocalSearcher, Result, SearchRequest, SearchResults, Searcher,
    ServerOptions, Suggestions,
};

use crate::articles;
use crate::running::Running;

/// Says when a search has begun, and searches when it is told to.
struct Slow {
    inner: LocalSearcher,
    begun: Mutex<Sender<()>>,
    go_on: Mutex<Receiver<()>>,
}

impl Searcher for Slow {
    fn search(&self, request: &SearchRequest) -> Result<SearchResults> {
        self.begun.lock().unwrap().send(()).unwrap();
        self.go_on.lock().unwrap().recv().unwrap();
        self.inner.search(request)
    }

    /// Fails on the way, or before.
    fn all(&self, request: &SearchRequest) -> Result<AllHits<'_>> {
        assert!(request.query != "сразу", "on purpose");
        let AllHits { results, .. } = self.inner.all(request)?;
        Ok(AllHits::new(results, std::iter::from_fn(|| panic!("on purpose"))))
    }

    fn suggest(&self, _: &str, _: usize) -> Result<Suggestions> {
        panic!("on purpose")
    }

    fn similar(&self, id: &ArticleId, limit: usize) -> Result<SearchResults> {
        self.inner.similar(id, limit)
    }

    fn article(&self, id: &ArticleId, query: &str) -> Result<Option<FullArticle>> {
        self.inner.article(id, query)
    }

    fn stats(&self) -> Result<IndexStats> {
        self.inner.stats()
    }

    fn reload(&self) -> Result<()> {
        self.inner.reload()
    }

    fn version(&self) -> u64 {
        self.inner.version()
    }
}

#[test]
fn what_cannot_be_done_now_is_refused_at_once_and_done_later() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    articles().into_iter().for_each(|article| writer.add(article).unwrap());
    writer.commit().unwrap();
    drop(writer);
    let ((begun, has_begun), (go_on, may_go_on)) = (channel(), channel());
    let inner = LocalSearcher::open(&index).unwrap();
    let slow = Slow { inner, begun: Mutex::new(begun), go_on: Mutex::new(may_go_on) };
    let options = ServerOptions::new().listen("127.0.0.1:0".parse().unwrap()).searches_at_once(1).waiting(0);
    let server = Running::on(Arc::new(slow), options, index, None);
    std::thread::scope(|scope| {
        let first = scope.spawn(|| server.get("/api/v1/search?q=мост"));
        has_begun.recv().unwrap();
        for path in ["/api/v1/search?q=мост", "/?q=мост", "/article/snow"] {
            let refused = server.get(path);
            assert_eq!((refused.status, refused.header("retry-after")), (503, "1"), "{path}");
        }
        assert_eq!(server.get("/api/v1/healthz").status, 200, "what takes no search is answered");
        let start = server.get("/");
        assert_eq!((start.status, start.header("etag")), (200, ""), "it cannot tell how many articles there are");
        go_on.send(()).unwrap();
        assert_eq!(first.join().unwrap().json()["total"], 3);
    });
    go_on.send(()).unwrap();
    assert_eq!(server.get("/?q=мост").status, 200);
    let failed = server.get("/api/v1/suggest?q=мо");
    assert!(failed.status == 500 && failed.body.contains("failed within itself"), "{}", failed.body);
    let url = format!("{}/api/v1/export?q=мост", server.address);
    let broken = ureq::get(url).call().and_then(|mut response| response.body_mut().read_to_string());
    assert!(broken.is_err(), "what is not whole must not look so: {broken:?}");
    assert_eq!(server.get("/api/v1/export?q=сразу").status, 500);
    assert_eq!(server.get("/article/snow").status, 200, "a search that fails takes nothing else with it");
}
