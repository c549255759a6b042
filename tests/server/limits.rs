//! What clients may not do.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use izdeu::{Index, LocalSearcher, RawArticle, ServerOptions};

use crate::articles;
use crate::running::Running;

fn options() -> ServerOptions {
    ServerOptions::new().listen("127.0.0.1:0".parse().unwrap())
}

fn running(options: ServerOptions, articles: impl IntoIterator<Item = RawArticle>) -> Running {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    articles.into_iter().for_each(|article| writer.add(article).unwrap());
    writer.commit().unwrap();
    drop(writer);
    Running::on(Arc::new(LocalSearcher::open(&index).unwrap()), options, index, None)
}

/// What comes back before the server closes the connection.
fn rest(mut stream: TcpStream) -> String {
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer) {
        // It may be closed while something is still on its way to it.
        Err(error) if error.kind() != ErrorKind::ConnectionReset => panic!("not closed: {error}"),
        _ => String::from_utf8_lossy(&answer).into_owned(),
    }
}

#[test]
fn one_client_asks_too_much_and_the_others_are_answered() {
    let server = running(options().requests_a_second(1), articles());
    let ask = |path: &str, client: &str| server.get_with(path, &[("x-forwarded-for", client)]);
    assert_eq!(ask("/api/v1/search?q=мост", "203.0.113.7").status, 200);
    assert_eq!(ask("/?q=мост", "203.0.113.7").status, 200);
    let refused: Vec<_> = ["/api/v1/search?q=мост", "/?q=мост", "/api/v1/export?q=мост", "/article/snow"]
        .map(|path| ask(path, "203.0.113.7"))
        .into_iter()
        .filter(|answer| answer.status == 429)
        .collect();
    assert!(refused.len() >= 3 && refused.iter().all(|answer| answer.header("retry-after") == "1"));
    assert!(refused[0].body.contains("1 requests a second"), "{}", refused[0].body);
    assert_eq!(ask("/?q=мост", "203.0.113.8").status, 200, "another client");
    assert_eq!(ask("/api/v1/healthz", "203.0.113.7").status, 200);
    assert!((0..50).all(|_| server.get("/?q=мост").status == 200), "this machine has no limit");
}

#[test]
fn who_is_slow_is_let_go_and_nobody_waits() {
    // Long enough that not all of the answer fits between the two.
    let long = (0..400).map(|number| {
        RawArticle::new(format!("{number}"), format!("Мост {number} открыт."))
            .url(format!("https://a.example.kz/{}", "x".repeat(30_000)))
    });
    let mut options = options();
    options.client_timeout = Duration::from_secs(1);
    let server = running(options, long);
    let connect = || TcpStream::connect(server.address.trim_start_matches("http://")).unwrap();
    let mut silent = Vec::new();
    for said in ["", "GET / HTTP/1.1\r\nHost: a", "GET /api/v1/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"] {
        let mut stream = connect();
        stream.write_all(said.as_bytes()).unwrap();
        silent.push(stream);
    }
    let mut sends_half = connect();
    let host = server.address.trim_start_matches("http://");
    let head = format!(
        "POST /api/v1/articles HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{"
    );
    sends_half.write_all(head.as_bytes()).unwrap();
    let mut never_reads = connect();
    let export = "GET /api/v1/export?q=%D0%BC%D0%BE%D1%81%D1%82 HTTP/1.1\r\nHost: localhost\r\n\r\n";
    never_reads.write_all(export.as_bytes()).unwrap();

    assert_eq!(server.get("/api/v1/search?q=мост&limit=1").status, 200, "others are answered at once");
    let answers: Vec<String> = silent.into_iter().map(rest).collect();
    assert!(answers[0].is_empty() && answers[2].starts_with("HTTP/1.1 200"), "{answers:?}");
    assert!(rest(sends_half).starts_with("HTTP/1.1 408"));
    std::thread::sleep(Duration::from_secs(3)); // It has to be slow.
    let cut = rest(never_reads);
    assert!(cut.starts_with("HTTP/1.1 200") && !cut.ends_with("0\r\n\r\n"), "it is not sent in full: {}", cut.len());
}

#[test]
fn what_is_too_large_is_refused() {
    let server = running(options(), articles());
    for (path, status) in [
        ("/api/v1/search?q=мост&limit=101".to_owned(), 400),
        ("/api/v1/search?q=мост&offset=10001".to_owned(), 400),
        ("/?q=мост&limit=1000".to_owned(), 400),
        (format!("/api/v1/search?q={}", "мост%20".repeat(500)), 200),
    ] {
        let answer = server.get(&path);
        assert_eq!(answer.status, status, "{:.60} {:.200}", path, answer.body);
    }
    let many: Vec<(String, String)> = (0..100).map(|number| (format!("x-{number}"), "1".to_owned())).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(server.get_with("/", &many).status, 431);
    let host = server.address.trim_start_matches("http://");
    let long = "x".repeat(100_000);
    refused(&server, &format!("GET / HTTP/1.1\r\nHost: {host}\r\nX-Long: {long}\r\n\r\n"), "431");
    let large = format!(r#"{{"id": "large", "text": "{}"}}"#, "мост ".repeat(2 << 20));
    let head = format!("Host: {host}\r\nContent-Type: application/json\r\nContent-Length: {}", large.len());
    refused(&server, &format!("POST /api/v1/articles HTTP/1.1\r\n{head}\r\n\r\n{large}"), "413");
    assert_eq!(server.get("/api/v1/articles/large").status, 404);
}

/// Sends what is not read to its end: the answer is this status, or is lost where the server closes before all is sent.
fn refused(server: &Running, request: &str, status: &str) {
    let mut stream = TcpStream::connect(server.address.trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let is_sent = stream.write_all(request.as_bytes()).is_ok();
    let mut answer = Vec::new();
    let is_closed =
        stream.read_to_end(&mut answer).map_or_else(|error| error.kind() == ErrorKind::ConnectionReset, |_| true);
    let answer = String::from_utf8_lossy(&answer);
    let is_told = answer.starts_with(&format!("HTTP/1.1 {status}"));
    assert!(is_closed && (is_told || !is_sent || answer.is_empty()), "{status}: {answer:.300}");
}

#[test]
fn half_an_answer_is_not_kept_by_anybody() {
    let server = running(options().deadline(Duration::ZERO), articles());
    for path in ["/?q=мост", "/api/v1/search?q=мост", "/api/v1/facets?q=мост"] {
        let answer = server.get(path);
        assert_eq!((answer.status, answer.header("etag")), (200, ""), "{path}");
    }
    let whole = running(options(), articles()).get("/?q=мост");
    assert!(!whole.header("etag").is_empty());
}
