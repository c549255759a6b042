use std::io::Write;
use std::path::Path;
use std::sync::atomic::AtomicUsize;

use super::super::options::ReadOptions;
use super::*;

const PAGE: &str = "<html><head><title>Мост открыт</title></head><body><p>В Таразе открыли мост.</p></body></html>";

fn record(kind: &str, fields: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2024-05-01T10:00:00Z\r\n{fields}Content-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn page(url: &str, http: &str, body: &[u8]) -> Vec<u8> {
    let answer = [format!("HTTP/1.1 {http}\r\n\r\n").as_bytes(), body].concat();
    record("response", &format!("WARC-Target-URI: {url}\r\n"), &answer)
}

/// What is read: `id url text`, or the fault.
fn read(warc: &[u8]) -> Vec<String> {
    let (options, passed_over, mut all) = (ReadOptions::new(), AtomicUsize::new(0), Vec::new());
    let file = FoundFile::new(Path::new("a.warc"), "a.warc".into(), &options, Box::new(warc));
    let mut take = |found: Result<RawArticle, Problem>| {
        all.push(match found {
            Ok(article) => {
                assert_eq!(article.metadata.crawled.as_deref(), Some("2024-05-01T10:00:00Z"));
                format!("{} {} {}", article.id, article.metadata.url.unwrap_or_default(), article.text.trim())
            }
            Err(problem) => problem.reason,
        });
        ControlFlow::Continue(())
    };
    let _ = Warc.read(file, &mut Found::new(&mut take, &passed_over));
    all
}

#[test]
fn pages_are_read_as_the_server_sent_them() {
    let (cp1251, ..) = encoding_rs::WINDOWS_1251.encode(PAGE);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(PAGE.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    let (first, second) = PAGE.as_bytes().split_at(57);
    let chunks = [
        format!("{:x}\r\n", first.len()).as_bytes(),
        first,
        format!("\r\n{:X};a=b\r\n", second.len()).as_bytes(),
        second,
        b"\r\n0\r\n\r\n",
    ]
    .concat();
    let warc = [
        record("warcinfo", "", b"software: x"),
        page("https://a.kz/1", "200 OK\r\nContent-Type: text/html; charset=windows-1251", &cp1251),
        page("https://a.kz/2", "200 OK\r\nContent-type: text/html\r\nContent-Encoding: gzip", &gzip),
        page("https://a.kz/3", "200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked", &chunks),
        page(
            "https://a.kz/4",
            "200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip",
            PAGE.as_bytes(),
        ),
        page("https://a.kz/5", "404 Not Found\r\nContent-Type: text/html", PAGE.as_bytes()),
        page("https://a.kz/6", "200 OK\r\nContent-Type: image/png", b"\x89PNG"),
        record("resource", "WARC-Target-URI: <https://a.kz/7>\r\nContent-Type: text/html\r\n", PAGE.as_bytes()),
        record("conversion", "WARC-Target-URI: https://a.kz/8\r\nContent-Type: text/plain\r\n", "Мост.".as_bytes()),
    ];
    assert_eq!(
        read(&warc.concat()),
        [
            "a.warc#2 https://a.kz/1 В Таразе открыли мост.",
            "a.warc#3 https://a.kz/2 В Таразе открыли мост.",
            "a.warc#4 https://a.kz/3 В Таразе открыли мост.",
            "a.warc#5 https://a.kz/4 В Таразе открыли мост.",
            "a.warc#8 https://a.kz/7 В Таразе открыли мост.",
            "a.warc#9 https://a.kz/8 Мост.",
        ]
    );
}

#[test]
fn what_is_broken_is_named_with_its_place_and_the_rest_is_read() {
    let good = |url: &str| page(url, "200 OK\r\nContent-Type: text/html", PAGE.as_bytes());
    let first = good("https://a.kz/1");
    let lying = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\nlonger than that\r\n\r\n".to_vec();
    let cut = &good("https://a.kz/3")[..200];
    let found = read(&[first.clone(), lying, good("https://a.kz/2"), cut.to_vec()].concat());
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found[0].starts_with("a.warc#1 https://a.kz/1 "));
    assert!(
        found[1].starts_with(&format!("the record at byte {}: no record begins here", first.len() + 55)),
        "{found:?}"
    );
    assert!(found[2].contains("https://a.kz/2 В Таразе"), "{found:?}");
    assert!(found[3].contains("it is cut off"), "{found:?}");
    assert_eq!(read(b""), [""; 0]);
    assert_eq!(read(&b"\n".repeat(10)), [""; 0]);
    assert!(read(b"not a warc")[0].contains("no record begins here"));
}
