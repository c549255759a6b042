//! What a server answered, as it came over the wire.

use std::borrow::Cow;
use std::io::Read;

use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::{LARGEST_WHOLE, is_page};

/// How far the head of an answer may reach, in bytes.
const LONGEST_HEAD: usize = 256 << 10;

/// An answer of a server.
pub(super) struct Response<'a> {
    status: u16,
    fields: Vec<(String, String)>,
    body: &'a [u8],
}

impl<'a> Response<'a> {
    /// Cuts an answer into its parts; none where it is none.
    pub fn parse(answer: &'a [u8]) -> Option<Response<'a>> {
        let ahead = &answer[..answer.len().min(LONGEST_HEAD)];
        let crlf = ahead.windows(4).position(|signs| signs == b"\r\n\r\n").map(|at| (at, at + 4));
        let lf = ahead.windows(2).position(|signs| signs == b"\n\n").map(|at| (at, at + 2));
        let (end, start) = match (crlf, lf) {
            (Some(crlf), Some(lf)) => crlf.min(lf),
            (found, other) => found.or(other)?,
        };
        let head = String::from_utf8_lossy(&answer[..end]);
        let mut lines = head.lines();
        let mut status = lines.next()?.strip_prefix("HTTP/")?.split_whitespace();
        let status = status.nth(1)?.parse().ok()?;
        let fields = lines.filter_map(|line| line.split_once(':'));
        let fields = fields.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned())).collect();
        Some(Response { status, fields, body: &answer[start..] })
    }

    /// Whether it is a web page and no excuse.
    pub fn is_page(&self) -> bool {
        (200..300).contains(&self.status) && self.field("content-type").is_some_and(is_page)
    }

    /// The encoding of the text, as the server declares it.
    pub fn charset(&self) -> Option<&str> {
        charset(self.field("content-type")?)
    }

    /// The page without the packing of the way. Many crawlers unpack it and keep the head as it was.
    pub fn body(&self) -> Result<Cow<'a, [u8]>, String> {
        let is_chunked = self.field("transfer-encoding").is_some_and(|how| how.eq_ignore_ascii_case("chunked"));
        let body = match is_chunked.then(|| without_chunks(self.body)).flatten() {
            Some(whole) => Cow::Owned(whole),
            None => Cow::Borrowed(self.body),
        };
        let packing = self.field("content-encoding").unwrap_or_default().to_ascii_lowercase();
        match packing.as_str() {
            "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => unpack(MultiGzDecoder::new(&*body)).map(Cow::Owned),
            "deflate" if !body.contains(&b'<') || body.first().is_some_and(|byte| byte & 0x0f == 8) => {
                let unpacked = unpack(ZlibDecoder::new(&*body)).or_else(|_| unpack(DeflateDecoder::new(&*body)));
                unpacked.map(Cow::Owned)
            }
            "br" | "zstd" if std::str::from_utf8(&body).is_err() && !body.trim_ascii_start().starts_with(b"<") => {
                Err(format!("packed by {packing}, which nothing here reads"))
            }
            _ => Ok(body),
        }
    }

    fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The encoding in a kind of content: `text/html; charset=koi8-r`.
pub(super) fn charset(kind: &str) -> Option<&str> {
    let (_, value) = kind
        .split(';')
        .filter_map(|part| part.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    Some(value.trim().trim_matches(['"', '\'']))
}

/// The body that came in chunks; none where it did not.
fn without_chunks(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let end = rest.iter().take(1024).position(|byte| *byte == b'\n')?;
        let size = std::str::from_utf8(&rest[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(whole);
        }
        // What was cut off on the way is kept as far as it came.
        whole.extend_from_slice(&rest[..size.min(rest.len())]);
        let Some(behind) = rest.get(size..).filter(|behind| !behind.is_empty()) else { return Some(whole) };
        rest = behind.strip_prefix(b"\r\n").or_else(|| behind.strip_prefix(b"\n"))?;
    }
}

fn unpack(packed: impl Read) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = packed.take(LARGEST_WHOLE + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > LARGEST_WHOLE {
        return Err(format!("unpacks to more than {} MB", LARGEST_WHOLE >> 20));
    }
    read.map_err(|error| format!("its packing is broken: {error}"))?;
    Ok(bytes)
}
