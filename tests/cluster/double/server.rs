//! The connections: who is served, what goes wrong on the wire, and when it ends.

use std::collections::HashMap;
use std::io::{BufReader, ErrorKind, Read, Result, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, RwLock};
use std::thread::JoinHandle;
use std::time::Duration;

use super::Engine;
use super::cluster::Cluster;
use super::faults::{Faults, What};
use super::http::{Answer, Request};
use super::journal::{Journal, Seen};
use super::refusal::Refusal;
use super::routes::{Reply, reply};

/// How often someone who waits for a client to give up looks whether the double has stopped.
const GLANCE: Duration = Duration::from_millis(10);

/// What all connections share.
pub struct Shared {
    engine: Engine,
    pub cluster: RwLock<Cluster>,
    pub faults: Faults,
    pub journal: Journal,
    down: AtomicBool,
    stopped: AtomicBool,
    connections: Mutex<HashMap<usize, TcpStream>>,
    opened: AtomicUsize,
}

/// The thread that takes connections. It ends with this value.
pub struct Server {
    pub shared: Arc<Shared>,
    pub address: SocketAddr,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub fn start(cluster: Cluster) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            engine: cluster.engine(),
            cluster: RwLock::new(cluster),
            faults: Faults::default(),
            journal: Journal::default(),
            down: AtomicBool::new(false),
            stopped: AtomicBool::new(false),
            connections: Mutex::default(),
            opened: AtomicUsize::new(0),
        });
        let serving = shared.clone();
        Server { shared, address, thread: Some(std::thread::spawn(move || take(&serving, &listener))) }
    }

    /// As if the node were killed: open connections break, new ones are closed at once. What is kept stays.
    pub fn pause(&self) {
        self.shared.down.store(true, SeqCst);
        self.shared.break_connections();
    }

    pub fn resume(&self) {
        self.shared.down.store(false, SeqCst);
    }

    /// How many connections there have been.
    pub fn opened(&self) -> usize {
        self.shared.opened.load(SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopped.store(true, SeqCst);
        // Wakes the thread that waits for a connection.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        self.shared.break_connections();
    }
}

fn take(shared: &Arc<Shared>, listener: &TcpListener) {
    for stream in listener.incoming() {
        if shared.stopped.load(SeqCst) {
            return;
        }
        let (Ok(stream), shared) = (stream, shared.clone()) else { continue };
        std::thread::spawn(move || shared.keep_up(stream));
    }
}

impl Shared {
    /// Serves a connection until either side ends it.
    fn keep_up(&self, stream: TcpStream) {
        let number = self.opened.fetch_add(1, SeqCst);
        let Ok(twin) = stream.try_clone() else { return };
        self.connections.lock().unwrap().insert(number, twin);
        // A client that goes away or says nonsense is no business of the tests.
        let _ = self.serve(&stream);
        let _ = stream.shutdown(Shutdown::Both);
        self.connections.lock().unwrap().remove(&number);
    }

    fn serve(&self, stream: &TcpStream) -> Result<()> {
        stream.set_nodelay(true)?;
        let mut reader = BufReader::new(stream.try_clone()?);
        while !self.is_away() {
            let Some(request) = Request::read(&mut reader)? else { return Ok(()) };
            if self.is_away() || !self.exchange(stream, &request)? || request.is_last() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Answers one request; whether the connection goes on.
    fn exchange(&self, mut stream: &TcpStream, request: &Request) -> Result<bool> {
        let what = self.faults.meeting(&request.method, &request.target);
        let _working = self.journal.working();
        let answer = match &what {
            Some(What::Timeout | What::CutBefore) => None,
            Some(What::Status(status, retry_after)) => {
                let answer = Refusal::new(*status, "on_purpose", "a fault on purpose").answer(self.engine);
                Some(match retry_after {
                    Some(seconds) => answer.with_header("retry-after", seconds.to_string()),
                    None => answer,
                })
            }
            Some(What::Garbage) => Some(Answer::text(200, "<html>not what you asked for")),
            spoilt => match reply(&self.cluster, request, spoilt.as_ref()) {
                Reply::Answer(answer) => Some(answer),
                Reply::Silence => {
                    self.journal.note(Seen::new(request, None, None));
                    return self.wait_for_the_client_to_give_up(stream);
                }
            },
        };
        let is_told = !matches!(what, Some(What::AnswerLost | What::NodeLost { is_told: false }));
        self.journal.note(Seen::new(
            request,
            answer.as_ref().filter(|_| is_told).map(|answer| answer.status),
            what.clone(),
        ));
        let (Some(answer), true) = (answer, is_told) else {
            return if what == Some(What::Timeout) { self.wait_for_the_client_to_give_up(stream) } else { Ok(false) };
        };
        let bytes = answer.bytes(&request.method);
        match what {
            Some(What::CutAnswer) => {
                stream.write_all(&bytes[..bytes.len() - answer.body.len().div_ceil(2)])?;
                return Ok(false);
            }
            Some(What::SlowLoris(pause)) => {
                for byte in bytes {
                    if self.is_away() {
                        return Ok(false);
                    }
                    stream.write_all(&[byte])?;
                    std::thread::sleep(pause);
                }
            }
            _ => stream.write_all(&bytes)?,
        }
        Ok(true)
    }

    fn wait_for_the_client_to_give_up(&self, mut stream: &TcpStream) -> Result<bool> {
        stream.set_read_timeout(Some(GLANCE))?;
        while !self.is_away() {
            match stream.read(&mut [0; 64]) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
                Err(_) => break,
            }
        }
        Ok(false)
    }

    fn is_away(&self) -> bool {
        self.stopped.load(SeqCst) || self.down.load(SeqCst)
    }

    fn break_connections(&self) {
        for stream in self.connections.lock().unwrap().values() {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}
