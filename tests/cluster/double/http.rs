//! HTTP/1.1 as far as a client of the engines needs it: what is asked is read whole, what is answered is written whole.

use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Write};
use std::net::TcpStream;

use serde_json::Value;

/// More than any engine takes; what is larger is refused without being kept.
const MOST_BODY: usize = 256 << 20;

/// What was asked.
pub struct Request {
    pub method: String,
    /// Path and parameters as they came.
    pub target: String,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub chunked: bool,
}

impl Request {
    /// Nothing when the client has closed the connection between two requests.
    pub fn read(reader: &mut BufReader<TcpStream>) -> Result<Option<Request>> {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let mut words = line.split_whitespace();
        let (Some(method), Some(target)) = (words.next(), words.next()) else { return Err(malformed()) };
        let (method, target) = (method.to_owned(), target.to_owned());
        let headers = headers(reader)?;
        let mut request = Request { method, target, headers, body: Vec::new(), chunked: false };
        if request.header("expect").is_some_and(|value| value.eq_ignore_ascii_case("100-continue")) {
            reader.get_mut().write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        request.chunked = request.header("transfer-encoding").is_some_and(|value| value.contains("chunked"));
        request.body = match request.header("content-length") {
            _ if request.chunked => chunks(reader)?,
            Some(length) => exactly(reader, length.trim().parse().map_err(|_| malformed())?)?,
            None => Vec::new(),
        };
        Ok(Some(request))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Whether the connection is to be closed after the answer.
    pub fn is_last(&self) -> bool {
        self.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"))
    }
}

/// What is answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(status: u16, value: &Value) -> Answer {
        let body = serde_json::to_vec(value).unwrap();
        Answer { status, headers: vec![("content-type", "application/json".into())], body }
    }

    pub fn text(status: u16, text: &str) -> Answer {
        Answer { status, headers: vec![("content-type", "text/plain".into())], body: text.into() }
    }

    pub fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Answer {
        self.headers.push((name, value.into()));
        self
    }

    /// The bytes of the answer; the length is told to the last byte even where `HEAD` gets none.
    pub fn bytes(&self, method: &str) -> Vec<u8> {
        let mut bytes = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status)).into_bytes();
        for (name, value) in &self.headers {
            bytes.extend(format!("{name}: {value}\r\n").bytes());
        }
        bytes.extend(format!("content-length: {}\r\n\r\n", self.body.len()).bytes());
        if method != "HEAD" {
            bytes.extend(&self.body);
        }
        bytes
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        302 => "Found",
        400 => "Bad Request",
        401 => "Unauthorized",
        404 => "Not Found",
        413 => "Payload Too Large",
        429 => "Too Many Requests",
        503 => "Service Unavailable",
        _ => "Other",
    }
}

fn headers(reader: &mut impl BufRead) -> Result<Vec<(String, String)>> {
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Err(malformed());
        }
        let line = line.trim_end();
        if line.is_empty() {
            return Ok(headers);
        }
        let (name, value) = line.split_once(':').ok_or_else(malformed)?;
        headers.push((name.trim().to_owned(), value.trim().to_owned()));
    }
}

fn exactly(reader: &mut impl Read, length: usize) -> Result<Vec<u8>> {
    if length > MOST_BODY {
        return Err(malformed());
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(body)
}

fn chunks(reader: &mut impl BufRead) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let size = line.trim().split(';').next().unwrap_or_default();
        let size = usize::from_str_radix(size, 16).map_err(|_| malformed())?;
        body.extend(exactly(reader, size)?);
        // The line break behind a chunk; behind the last, empty one the end of the trailers.
        reader.read_line(&mut line)?;
        if size == 0 {
            return Ok(body);
        }
        if body.len() > MOST_BODY {
            return Err(malformed());
        }
    }
}

fn malformed() -> Error {
    Error::new(ErrorKind::InvalidData, "this is no HTTP/1.1")
}
