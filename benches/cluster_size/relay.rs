//! What passes between a client and an engine: it is counted, and each answer comes so much later, as from afar.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::time::Duration;

/// Stands between a client and an engine until the program ends.
pub struct Relay {
    pub address: SocketAddr,
    counts: Arc<Counts>,
}

#[derive(Default)]
struct Counts {
    asked: AtomicU64,
    answered: AtomicU64,
    /// In milliseconds.
    pause: AtomicU64,
}

impl Relay {
    /// In front of this address.
    pub fn before(engine: String) -> Relay {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let relay = Relay { address: listener.local_addr().unwrap(), counts: Arc::default() };
        let counts = Arc::clone(&relay.counts);
        std::thread::spawn(move || {
            for client in listener.incoming() {
                join(client.unwrap(), TcpStream::connect(&engine).unwrap(), &counts);
            }
        });
        relay
    }

    /// How much later answers come from now on.
    pub fn pause(&self, pause: Duration) {
        self.counts.pause.store(pause.as_millis() as u64, SeqCst);
    }

    /// The bytes that were asked and answered since the last time, heads of requests and answers included.
    pub fn bytes(&self) -> [u64; 2] {
        [self.counts.asked.swap(0, SeqCst), self.counts.answered.swap(0, SeqCst)]
    }
}

fn join(client: TcpStream, engine: TcpStream, counts: &Arc<Counts>) {
    [&client, &engine].into_iter().for_each(|stream| stream.set_nodelay(true).unwrap());
    let is_asked = Arc::new(AtomicBool::new(false));
    let (from, to) = (client.try_clone().unwrap(), engine.try_clone().unwrap());
    let (asked, theirs) = (Arc::clone(&is_asked), Arc::clone(counts));
    std::thread::spawn(move || {
        pass(from, to, |bytes| {
            asked.store(true, SeqCst);
            theirs.asked.fetch_add(bytes, SeqCst);
        });
    });
    let counts = Arc::clone(counts);
    std::thread::spawn(move || {
        pass(engine, client, |bytes| {
            counts.answered.fetch_add(bytes, SeqCst);
            // An answer comes in pieces; the first of them waits.
            if is_asked.swap(false, SeqCst) {
                std::thread::sleep(Duration::from_millis(counts.pause.load(SeqCst)));
            }
        });
    });
}

/// Passes on what comes until one side ends.
fn pass(mut from: TcpStream, mut to: TcpStream, note: impl Fn(u64)) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        note(length as u64);
        if to.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}
