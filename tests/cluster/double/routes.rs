//! Which part of the double answers which request, and what is refused before any of them sees it.

use std::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Instant;

use super::Engine;
use super::address::Address;
use super::cluster::Cluster;
use super::faults::What;
use super::http::{Answer, Request};
use super::refusal::{Refusal, Result};
use super::{elastic, quickwit};

const QUICKWIT: &str = "/api/v1";
const QUICKWIT_ELASTIC: &str = "/api/v1/_elastic";
/// Quickwit takes so much in a bulk request, and so much in any other.
const QUICKWIT_BULK: usize = 10 << 20;
const QUICKWIT_BODY: usize = 1 << 20;
/// `http.max_content_length` and `http.max_initial_line_length` of Elasticsearch and OpenSearch.
const LUCENE_BODY: usize = 100 << 20;
const LUCENE_LINE: usize = 4096;

/// What comes of a request.
pub enum Reply {
    Answer(Answer),
    /// Nothing, until the client gives up.
    Silence,
}

/// A request and what it is about.
pub struct Call<'a> {
    pub request: &'a Request,
    pub address: Address,
    /// What is to go wrong on the way.
    pub spoilt: Option<&'a What>,
    cluster: &'a RwLock<Cluster>,
    engine: Engine,
}

/// Does what is asked for, or refuses it in the words of the engine.
pub fn reply(cluster: &RwLock<Cluster>, request: &Request, spoilt: Option<&What>) -> Reply {
    let options = cluster.read().unwrap().options.clone();
    let engine = options.engine;
    if options.authorization.is_some() && options.authorization.as_deref() != request.header("authorization") {
        let refusal = Refusal::new(401, "security_exception", "missing or wrong authentication credentials").plainly();
        let challenge = "Basic realm=\"security\", ApiKey, Bearer";
        return Reply::Answer(refusal.answer(engine).with_header("www-authenticate", challenge));
    }
    let call = Call { request, address: Address::parse(&request.target), spoilt, cluster, engine };
    call.check().and_then(|()| call.answer()).unwrap_or_else(|refusal| Reply::Answer(refusal.answer(engine)))
}

impl Call<'_> {
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The indexes as a search sees them.
    pub fn reading(&self) -> RwLockReadGuard<'_, Cluster> {
        let now = Instant::now();
        if self.cluster.read().unwrap().is_due(now) {
            self.cluster.write().unwrap().settle(now);
        }
        self.cluster.read().unwrap()
    }

    pub fn writing(&self) -> RwLockWriteGuard<'_, Cluster> {
        let mut cluster = self.cluster.write().unwrap();
        cluster.settle(Instant::now());
        cluster
    }

    pub fn unknown(&self) -> Refusal {
        Refusal::route(&self.request.method, &self.address.path)
    }

    /// What is refused whatever it asks for.
    fn check(&self) -> Result<()> {
        let request = self.request;
        if request.header("content-encoding").is_some() {
            return Err(Refusal::new(415, "media_type_header_exception", "the double takes no packed bodies").plainly());
        }
        if self.engine == Engine::Quickwit {
            if request.chunked && !request.body.is_empty() {
                return Err(Refusal::new(411, "", "A content-length header is required").plainly());
            }
            let most = if self.address.path.ends_with("/_bulk") { QUICKWIT_BULK } else { QUICKWIT_BODY };
            return self.check_length(most);
        }
        if request.target.len() > LUCENE_LINE {
            let reason = format!("An HTTP line is larger than {LUCENE_LINE} bytes.");
            return Err(Refusal::new(400, "too_long_http_line_exception", reason));
        }
        let kind = request.header("content-type").and_then(|kind| kind.split(';').next()).unwrap_or_default();
        if !request.body.is_empty() && !["application/json", "application/x-ndjson"].contains(&kind.trim()) {
            let reason = format!("Content-Type header [{kind}] is not supported");
            return Err(Refusal::new(406, "media_type_header_exception", reason));
        }
        self.check_length(LUCENE_BODY)
    }

    fn check_length(&self, most: usize) -> Result<()> {
        if self.request.body.len() > most {
            return Err(Refusal::new(413, "content_too_long_exception", "The request payload is too large").plainly());
        }
        Ok(())
    }

    fn answer(&self) -> Result<Reply> {
        let address = &self.address;
        if self.engine != Engine::Quickwit {
            let parts = address.parts_under("").unwrap_or_default();
            return elastic::answer(self, &parts.iter().map(String::as_str).collect::<Vec<_>>());
        }
        if let Some(parts) = address.parts_under(QUICKWIT_ELASTIC) {
            return elastic::answer(self, &parts.iter().map(String::as_str).collect::<Vec<_>>());
        }
        if let Some(parts) = address.parts_under(QUICKWIT) {
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            return quickwit::answer(self, &parts).map_err(Refusal::plainly);
        }
        match (self.request.method.as_str(), address.path.as_str()) {
            ("GET", "/") => Ok(Reply::Answer(Answer::text(302, "").with_header("location", "/ui/search"))),
            ("GET", "/health/livez" | "/health/readyz") => Ok(Reply::Answer(Answer::json(200, &true.into()))),
            ("GET", path) if path.starts_with("/ui/") => Ok(Reply::Answer(Answer::text(200, "<!doctype html>"))),
            _ => Err(self.unknown()),
        }
    }
}
