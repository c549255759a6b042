//! Requests to the nodes of an engine, and what is sent again when it fails.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::Value;
use ureq::Agent;
use ureq::http::{Method, Request, Response};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

use super::address::ClusterAddress;
use super::backoff::Backoff;
use super::credentials::Credentials;
use super::dialect::Engine;
use super::failure::{Failure, FailureKind};
use crate::error::{Error, Result};

/// A node that takes no connection for so long is passed over.
const CONNECTING: Duration = Duration::from_secs(5);
/// How long an answer may take that is not for a search.
const ANSWER: Duration = Duration::from_secs(60);
/// How long what may be repeated is tried again.
const PATIENCE: Duration = Duration::from_secs(120);
/// The same before anything has been answered.
const FIRST_PATIENCE: Duration = Duration::from_secs(10);
/// The longest answer that is read, in bytes: a page of records has a few MB.
const LONGEST_ANSWER: u64 = 256 << 20;

/// Speaks with an engine. Shared by threads.
#[derive(Debug)]
pub(super) struct Client {
    agent: Agent,
    nodes: Vec<String>,
    /// The number of the node that answered last.
    at: AtomicUsize,
    credentials: Option<Credentials>,
    engine: Engine,
    version: String,
    /// How long a single answer may take, and how long what failed is tried again.
    times: Times,
}

/// How long to wait for an engine.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    pub answer: Duration,
    pub patience: Duration,
}

impl Default for Times {
    fn default() -> Times {
        Times { answer: ANSWER, patience: PATIENCE }
    }
}

impl Client {
    /// Finds out which engine is there.
    ///
    /// # Errors
    /// [`Error::Cluster`] where no node answers, or what answers is none of the engines; [`Error::Io`] and [`Error::Invalid`] for a
    /// file of certificates that is of no use.
    pub fn connect(address: &ClusterAddress, times: Times) -> Result<Client> {
        let mut client = Client {
            agent: agent(address)?,
            nodes: address.urls.clone(),
            at: AtomicUsize::new(0),
            credentials: address.credentials.clone(),
            engine: Engine::Elasticsearch,
            version: String::new(),
            times,
        };
        // Nothing is under way that would be lost: who does not answer now is rather not there than busy.
        client.times.patience = times.patience.min(FIRST_PATIENCE);
        (client.engine, client.version) = Engine::detect(&client)?;
        client.times = times;
        Ok(client)
    }

    /// Which engine it is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The version that the engine says it has.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// How long to wait for the engine.
    pub fn times(&self) -> Times {
        self.times
    }

    /// The address of the node that was asked last, for messages.
    pub fn url(&self) -> &str {
        &self.nodes[self.at.load(Ordering::Relaxed) % self.nodes.len()]
    }

    /// An error about this engine.
    pub fn error(&self, message: impl Into<String>) -> Error {
        Error::Cluster { url: self.url().to_owned(), message: message.into() }
    }

    /// What stands at a path, asked for until it comes.
    pub fn get(&self, path: &str) -> Result<Value, Failure> {
        self.repeat(&Method::GET, path, None, self.times.patience)
    }

    /// Puts something at a path; sent again where nobody knows whether it came.
    pub fn put(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        self.repeat(&Method::PUT, path, Some(body.to_string()), self.times.patience)
    }

    /// Deletes what stands at a path; sent again where nobody knows whether it came.
    pub fn delete(&self, path: &str) -> Result<Value, Failure> {
        self.repeat(&Method::DELETE, path, None, self.times.patience)
    }

    /// Has something done. It is sent again, so it must be harmless to do twice.
    pub fn post(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        self.repeat(&Method::POST, path, Some(body.to_string()), self.times.patience)
    }

    /// The same where there is nothing to say but the path.
    pub fn post_nothing(&self, path: &str) -> Result<Value, Failure> {
        self.repeat(&Method::POST, path, Some(String::new()), self.times.patience)
    }

    /// Searches indexes, with these fields of each hit; asked again until an answer comes or the time is over.
    pub fn try_search(
        &self,
        indexes: &str,
        body: &Value,
        source: &[&str],
        timeout: Duration,
    ) -> Result<Value, Failure> {
        let mut path = format!("{}/{indexes}/_search", self.engine.base());
        if !source.is_empty() {
            path = format!("{path}?_source_includes={}", source.join(","));
        }
        self.repeat(&Method::POST, &path, Some(body.to_string()), timeout)
    }

    /// Sends documents, once: what it fails with says what is known of them.
    pub fn bulk(&self, lines: &[u8]) -> Result<Value, Failure> {
        let path = format!("{}/_bulk", self.engine.base());
        self.once(&Method::POST, &path, Some(("application/x-ndjson", lines)), self.times.answer)
    }

    fn repeat(&self, method: &Method, path: &str, body: Option<String>, patience: Duration) -> Result<Value, Failure> {
        let body = body.as_ref().map(|body| ("application/json", body.as_bytes()));
        let mut backoff = Backoff::new(patience);
        loop {
            let answer = self.once(method, path, body, backoff.left().clamp(SHORTEST, self.times.answer.max(SHORTEST)));
            match answer {
                Err(failure) if failure.is_passing() => {
                    if !backoff.wait(failure.retry_after) {
                        return Err(failure);
                    }
                }
                answer => return answer,
            }
        }
    }

    /// Asks once. A node that takes no connection is passed over for the next.
    fn once(
        &self,
        method: &Method,
        path: &str,
        body: Option<(&str, &[u8])>,
        timeout: Duration,
    ) -> Result<Value, Failure> {
        let first = self.at.load(Ordering::Relaxed);
        let mut failure = None;
        for step in 0..self.nodes.len() {
            let number = (first + step) % self.nodes.len();
            match self.ask(&self.nodes[number], method, path, body, timeout) {
                Err(failed) if failed.kind == FailureKind::NotSent => {
                    failure.get_or_insert(failed);
                }
                answer => {
                    // What this node did not do another one may.
                    let is_unwell = answer.as_ref().is_err_and(Failure::is_passing);
                    self.at.store(number + usize::from(is_unwell), Ordering::Relaxed);
                    return answer;
                }
            }
        }
        Err(failure.unwrap_or_else(|| Failure::new(FailureKind::NotSent, self.url(), "there is no node to ask")))
    }

    fn ask(
        &self,
        node: &str,
        method: &Method,
        path: &str,
        body: Option<(&str, &[u8])>,
        timeout: Duration,
    ) -> Result<Value, Failure> {
        let transport = |error: ureq::Error| Failure::of_transport(&error, node);
        let mut request = Request::builder().method(method).uri(format!("{node}{path}"));
        if let Some(credentials) = &self.credentials {
            request = request.header("authorization", credentials.header());
        }
        if let Some((kind, _)) = body {
            request = request.header("content-type", kind);
        }
        let unusable =
            |_| Failure::new(FailureKind::Refused(0), node, "the address cannot be asked; see whether it is right");
        let answer = match body {
            Some((_, bytes)) => self.run(request.body(bytes).map_err(unusable)?, timeout),
            None => self.run(request.body(()).map_err(unusable)?, timeout),
        };
        read_answer(answer.map_err(transport)?, node)
    }

    fn run(
        &self,
        request: Request<impl ureq::AsSendBody>,
        timeout: Duration,
    ) -> Result<Response<ureq::Body>, ureq::Error> {
        let request = self.agent.configure_request(request).timeout_global(Some(timeout)).build();
        self.agent.run(request)
    }
}

/// Less time is none to answer in.
const SHORTEST: Duration = Duration::from_millis(100);

fn read_answer(mut answer: Response<ureq::Body>, node: &str) -> Result<Value, Failure> {
    let status = answer.status().as_u16();
    let asked = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.trim().parse().ok());
    let read = answer.body_mut().with_config().limit(LONGEST_ANSWER).read_to_vec();
    if !(200..300).contains(&status) {
        return Err(Failure::of_status(status, &read.unwrap_or_default(), node, asked.map(Duration::from_secs)));
    }
    let bytes = read.map_err(|error| Failure::of_transport(&error, node))?;
    if bytes.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(&bytes).map_err(|_| {
        let message = "the answer is no JSON; see whether an engine runs there, and not something in front of it";
        Failure::new(FailureKind::Uncertain, node, message)
    })
}

fn agent(address: &ClusterAddress) -> Result<Agent> {
    let mut config = Agent::config_builder()
        .http_status_as_error(false)
        // A redirection would take the credentials along.
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_connect(Some(CONNECTING))
        .user_agent(concat!("izdeu/", env!("CARGO_PKG_VERSION")));
    if let Some(path) = &address.authorities {
        let pem = std::fs::read(path).map_err(|cause| Error::io(path, cause))?;
        let found: Vec<Certificate<'static>> = parse_pem(&pem)
            .filter_map(|item| match item {
                Ok(PemItem::Certificate(certificate)) => Some(certificate),
                _ => None,
            })
            .collect();
        if found.is_empty() {
            let what =
                "there is no certificate in the file; give one in PEM, with a line «-----BEGIN CERTIFICATE-----»";
            return Err(Error::Invalid(format!("{}: {what}", path.display())));
        }
        config = config.tls_config(TlsConfig::builder().root_certs(RootCerts::from(found)).build());
    }
    Ok(config.build().into())
}
