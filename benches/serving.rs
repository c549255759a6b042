//! How much a server bears: searches with snippets and facets over 100,000 synthetic articles, the clients on the same processors.
//! `benches/README.md` says how to run it.

mod scale;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use izdeu::{IndexWriter, LocalSearcher, RawArticle, Searcher, Server, ServerOptions};

/// How many different queries are asked, by turns.
const QUERIES: usize = 500;
/// Clients that the server is made for, and too many.
const CLIENTS: usize = 32;
const TOO_MANY: usize = 320;

fn main() {
    let (_folder, index, titles) = scale::indexed();
    let searcher = LocalSearcher::open(&index).unwrap();
    searcher.warm().unwrap();
    println!("{} articles, {QUERIES} queries, ten snippets and all facets each", searcher.stats().unwrap().articles);
    let options = ServerOptions::new().listen("127.0.0.1:0".parse().unwrap());
    let server = Server::bind(Arc::new(searcher), options).unwrap();
    let load = Load { address: server.address().to_string(), queries: scale::queries(&titles, QUERIES) };
    let (stop, stopped) = channel();
    let running = std::thread::spawn(move || server.run(move || stopped.recv().unwrap_or_default()));

    load.of(CLIENTS, Duration::from_secs(5)).print("getting warm");
    let before = resident();
    for round in 1..=3 {
        load.of(CLIENTS, Duration::from_secs(10)).print(&format!("{CLIENTS} clients, round {round}"));
    }
    println!("resident memory, clients and all: {before} MB before, {} MB after", resident());

    load.of(TOO_MANY, Duration::from_secs(10)).print(&format!("{TOO_MANY} clients"));
    let after = load.of(1, Duration::from_secs(2));
    assert!(after.refused.is_empty(), "it does not recover");
    after.print("1 client at once after that");

    let mut writer = index.writer().unwrap();
    let is_over = AtomicBool::new(false);
    let (during, commits) = std::thread::scope(|scope| {
        let writing = scope.spawn(|| write_until(&is_over, &mut writer));
        let during = load.of(CLIENTS, Duration::from_secs(10));
        is_over.store(true, Ordering::Relaxed);
        (during, writing.join().unwrap())
    });
    assert!(during.refused.is_empty(), "a commit must not cost a request");
    during.print(&format!("{CLIENTS} clients, {commits} commits meanwhile"));
    stop.send(()).unwrap();
    running.join().unwrap().unwrap();
}

/// Adds an article and commits, again and again; how often.
fn write_until(is_over: &AtomicBool, writer: &mut IndexWriter) -> usize {
    for number in 0.. {
        if is_over.load(Ordering::Relaxed) {
            return number;
        }
        writer.add(RawArticle::new(format!("new/{number}"), "Мост через Ишим открыли раньше срока.")).unwrap();
        writer.commit().unwrap();
    }
    0
}

/// Clients that ask one query after another.
struct Load {
    address: String,
    queries: Vec<String>,
}

/// How long each answer took.
#[derive(Default)]
struct Answers {
    found: Vec<Duration>,
    /// «Come back later»: 503.
    refused: Vec<Duration>,
    time: Duration,
}

impl Load {
    /// So many clients, each with a connection of its own that stays open. Any answer but 200 and 503 is an error, as is none.
    fn of(&self, clients: usize, time: Duration) -> Answers {
        let (answers, next, started) = (Mutex::new(Answers::default()), AtomicUsize::new(0), Instant::now());
        let client = || {
            let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
            let mut own = Answers::default();
            while started.elapsed() < time {
                let query = &self.queries[next.fetch_add(1, Ordering::Relaxed) % self.queries.len()];
                let asked = Instant::now();
                let url = format!("http://{}/api/v1/search", self.address);
                let mut response = agent.get(url).query("q", query).call().expect("an answer");
                let body = response.body_mut().read_to_vec().expect("the whole answer");
                match response.status().as_u16() {
                    200 => own.found.push(asked.elapsed()),
                    503 => own.refused.push(asked.elapsed()),
                    status => panic!("{status}: {}", String::from_utf8_lossy(&body)),
                }
            }
            let mut all = answers.lock().unwrap();
            all.found.append(&mut own.found);
            all.refused.append(&mut own.refused);
        };
        std::thread::scope(|scope| (0..clients).for_each(|_| drop(scope.spawn(client))));
        Answers { time: started.elapsed(), ..answers.into_inner().unwrap() }
    }
}

impl Answers {
    fn print(mut self, what: &str) {
        let rate = self.found.len() as f64 / self.time.as_secs_f64();
        print!("{what}: {rate:.0} searches/s");
        for (name, times) in [("found", &mut self.found), ("refused", &mut self.refused)] {
            times.sort_unstable();
            if let Some(last) = times.len().checked_sub(1) {
                let at = |share: f64| times[(times.len() as f64 * share) as usize].as_secs_f64() * 1e3;
                let max = times[last].as_secs_f64() * 1e3;
                print!("; {} {name}, median {:.0} ms, p99 {:.0} ms, max {max:.0} ms", times.len(), at(0.5), at(0.99));
            }
        }
        println!();
    }
}

/// The resident memory of this process, in megabytes; 0 where the system does not tell.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok());
    kilobytes.unwrap_or_default() / 1024
}
