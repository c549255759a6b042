//! "How do people and programs ask over the web?" A page and an HTTP API on any [`Searcher`].
//!
//! Searches run in threads of their own, so many at a time ([`gate`]); whoever would wait too long is told to come back. What is sent
//! out of articles goes through the templates' escaping, once.

mod api;
mod app;
mod connections;
mod fault;
mod gate;
mod headers;
mod keys;
mod listen;
mod metrics;
mod page;
mod params;
mod problem;
mod rate;
mod writing;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::error::{Error, Result};
use crate::index::Index;
use crate::search::Searcher;

use app::App;
use writing::Writing;

pub use keys::ApiKeys;

/// How a [`Server`] serves.
///
/// # Example
/// ```
/// use izdeu::ServerOptions;
///
/// let options = ServerOptions::new().listen("127.0.0.1:0".parse().unwrap()).searches_at_once(4);
/// assert_eq!(options.searches_at_once, 4);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerOptions {
    /// Where to listen; port 0 for a free one. Only this machine can reach 127.0.0.1.
    pub listen: SocketAddr,
    /// How many searches run at the same time.
    pub searches_at_once: usize,
    /// How many requests wait for their turn; any more are told to come back.
    pub waiting: usize,
    /// How long a request waits for its turn before it is told to come back.
    pub patience: Duration,
    /// How long a search may take: what was found until then is the answer.
    pub deadline: Duration,
    /// How often it is looked whether the index has a new commit: a second, which is too often for one on other machines.
    pub reload_every: Duration,
    /// How many requests a second one client may make, and twice as many in a first burst; any more are told when to come back.
    /// 0 for no limit. A client is an address (IPv6: a /64 network). This machine has no limit; what it says in
    /// `X-Forwarded-For` counts instead of itself, as a proxy does.
    pub requests_a_second: u32,
    /// How long a client may take to send a request, to say anything more, or to take what is sent to it, before its connection
    /// is closed.
    pub client_timeout: Duration,
    /// How many connections are open at the same time; any more wait to be taken. One client but this machine has a sixteenth of
    /// them at the most.
    pub connections: usize,
}

impl Default for ServerOptions {
    fn default() -> ServerOptions {
        let cores = std::thread::available_parallelism().map_or(2, NonZeroUsize::get);
        ServerOptions {
            listen: SocketAddr::from(([127, 0, 0, 1], 7700)),
            searches_at_once: cores.max(2),
            waiting: 64,
            patience: Duration::from_secs(1),
            deadline: Duration::from_secs(5),
            reload_every: Duration::from_secs(1),
            requests_a_second: 20,
            client_timeout: Duration::from_secs(15),
            connections: 1_024,
        }
    }
}

impl ServerOptions {
    /// On 127.0.0.1:7700, with as many searches at once as there are cores.
    pub fn new() -> ServerOptions {
        ServerOptions::default()
    }

    /// Listening there.
    pub fn listen(mut self, address: SocketAddr) -> ServerOptions {
        self.listen = address;
        self
    }

    /// With so many searches at the same time, 1 at least.
    pub fn searches_at_once(mut self, searches: usize) -> ServerOptions {
        self.searches_at_once = searches.max(1);
        self
    }

    /// With so many requests waiting for their turn.
    pub fn waiting(mut self, requests: usize) -> ServerOptions {
        self.waiting = requests;
        self
    }

    /// With so many requests a second from one client; 0 for no limit.
    pub fn requests_a_second(mut self, requests: u32) -> ServerOptions {
        self.requests_a_second = requests;
        self
    }

    /// Looking so often whether there is anything new.
    pub fn reload_every(mut self, time: Duration) -> ServerOptions {
        self.reload_every = time;
        self
    }

    /// With this deadline for each search.
    pub fn deadline(mut self, time: Duration) -> ServerOptions {
        self.deadline = time;
        self
    }
}

/// A web server on a searcher: the page at `/`, the API at `/api/v1/`.
///
/// # Example
/// ```
/// use std::io::{Read, Write};
/// use std::net::TcpStream;
/// use std::sync::Arc;
/// use izdeu::{Index, LocalSearcher, Server, ServerOptions};
///
/// let index = Index::in_memory()?;
/// let server = Server::bind(
///     Arc::new(LocalSearcher::open(&index)?),
///     ServerOptions::new().listen("127.0.0.1:0".parse().unwrap()), // any free port
/// )?;
/// let mut stream = TcpStream::connect(server.address()).unwrap();
/// stream.write_all(b"GET /api/v1/healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
/// let (stop, stopped) = std::sync::mpsc::channel();
/// let running = std::thread::spawn(move || server.run(move || stopped.recv().unwrap_or_default()));
/// let mut answer = String::new();
/// stream.read_to_string(&mut answer).unwrap();
/// assert!(answer.starts_with("HTTP/1.1 200 OK"));
/// stop.send(()).unwrap();
/// running.join().unwrap()?;
/// # Ok::<(), izdeu::Error>(())
/// ```
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    app: App,
}

impl Server {
    /// Takes the address; nothing is answered until it runs.
    ///
    /// # Errors
    /// [`Error::Io`] where the address cannot be had.
    pub fn bind(searcher: Arc<dyn Searcher>, options: ServerOptions) -> Result<Server> {
        let failed = |cause: io::Error| Error::Io { path: PathBuf::from(options.listen.to_string()), cause };
        let listener = TcpListener::bind(options.listen).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        Ok(Server { listener, address, app: App::new(searcher, options) })
    }

    /// Lets programs add and remove articles of the index that `open` opens, those with a key; without keys those on this machine,
    /// if the server listens to no other.
    ///
    /// # Errors
    /// [`Error::Invalid`] without keys on an address that other machines can reach.
    pub fn with_writing(
        mut self,
        open: impl Fn() -> Result<Index> + Send + Sync + 'static,
        keys: Option<ApiKeys>,
    ) -> Result<Server> {
        let writing = Writing::new(open, keys);
        if writing.is_for_this_machine() && !self.address.ip().is_loopback() {
            let message = format!("others can reach {}: without keys nobody may change the index there", self.address);
            return Err(Error::Invalid(message));
        }
        self.app.writing = Ok(writing);
        Ok(self)
    }

    /// Tells programs that want to add or remove articles what to do instead.
    pub fn without_writing(mut self, instead: &'static str) -> Server {
        self.app.writing = Err(instead);
        self
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until `stop` returns, which is called in a thread of its own; what is being answered then is answered to its end, or
    /// for ten seconds.
    ///
    /// # Errors
    /// [`Error::Io`] where the system gives no threads.
    pub fn run(self, stop: impl FnOnce() + Send + 'static) -> Result<()> {
        let failed = |cause: io::Error| Error::Io { path: PathBuf::from(self.address.to_string()), cause };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .max_blocking_threads(self.app.options.searches_at_once + app::EXPORTS + EXTRA_THREADS)
            .thread_name("server")
            .enable_all()
            .build()
            .map_err(failed)?;
        let done = runtime.block_on(listen::serve(self.listener, self.app, stop)).map_err(failed);
        runtime.shutdown_timeout(Duration::from_secs(1));
        done
    }
}

/// Threads beside those of searches and exports: one waits for the end, one looks for a new commit, one writes.
const EXTRA_THREADS: usize = 4;
