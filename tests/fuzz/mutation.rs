//! How sound bytes become unsound ones.

use proptest::prelude::*;

/// What formats mean something by, and numbers that lie about sizes.
const TOKENS: &[&[u8]] = &[
    b"<",
    b">",
    b"</",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"&#x110000;",
    b"&#0;",
    b"&a;",
    b"<p>",
    b"<script>",
    b"<!DOCTYPE",
    b"{",
    b"}",
    b"[",
    b"]",
    b"\"",
    b"\\",
    b"\\u",
    b"\\ud800",
    b":",
    b",",
    b"null",
    b"1e999",
    b"-",
    b"\t",
    b";",
    b"\r\n\r\n",
    b"\n",
    b"\0",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"\x80",
    b"\xd0",
    b"\xf4\x90\x80\x80",
    b"\xed\xa0\x80",
    b"---\n",
    b"From ",
    b"Content-Length: 99999999999999999999\r\n",
    b"Content-Length: -1\r\n",
    b"Content-Type: ",
    b"charset=",
    b"utf-7",
    b"ibm866",
    b"WARC/1.0\r\n",
    b"HTTP/1.1 ",
    b"=?utf-8?Q?",
    b"?=",
    b"boundary=\"\"",
    b"PK\x03\x04",
    b"PK\x01\x02",
    b"PK\x05\x06",
    b"\x1f\x8b\x08",
    b"\x28\xb5\x2f\xfd",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\0\0\0\0\0\0\0\0",
    "İ".as_bytes(),
    "ß".as_bytes(),
    "\u{301}".as_bytes(),
    "\u{200d}".as_bytes(),
    "🙂".as_bytes(),
    "Қ".as_bytes(),
    "«".as_bytes(),
    "2026-99-99".as_bytes(),
    "31 февраля 2026".as_bytes(),
    b"text",
    b"id",
];

/// A change to some bytes; places are parts of the length, so that they fit whatever was done before.
#[derive(Debug, Clone)]
pub enum Mutation {
    Flip(f64, u8),
    Set(f64, u8),
    Remove(f64, usize),
    Insert(f64, &'static [u8]),
    Replace(f64, &'static [u8]),
    Repeat(f64, usize, usize),
    Swap(f64, f64, usize),
    Cut(f64),
}

pub fn mutations() -> impl Strategy<Value = Vec<Mutation>> {
    let place = || 0.0..1.0f64;
    let token = || proptest::sample::select(TOKENS);
    let one = prop_oneof![
        (place(), 0..8u8).prop_map(|(at, bit)| Mutation::Flip(at, 1 << bit)),
        (place(), any::<u8>()).prop_map(|(at, byte)| Mutation::Set(at, byte)),
        (place(), 1..40usize).prop_map(|(at, length)| Mutation::Remove(at, length)),
        (place(), token()).prop_map(|(at, token)| Mutation::Insert(at, token)),
        (place(), token()).prop_map(|(at, token)| Mutation::Replace(at, token)),
        (place(), 1..60usize, 1..200usize).prop_map(|(at, length, times)| Mutation::Repeat(at, length, times)),
        (place(), place(), 1..40usize).prop_map(|(at, to, length)| Mutation::Swap(at, to, length)),
        place().prop_map(Mutation::Cut),
    ];
    proptest::collection::vec(one, 1..8)
}

pub fn mutated(bytes: &[u8], mutations: &[Mutation]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for mutation in mutations {
        let length = bytes.len();
        let at = |part: f64| (part * length as f64) as usize;
        let end = |start: usize, wanted: usize| (start + wanted).min(length);
        match *mutation {
            Mutation::Flip(part, bits) => bytes.iter_mut().skip(at(part)).take(1).for_each(|byte| *byte ^= bits),
            Mutation::Set(part, new) => bytes.iter_mut().skip(at(part)).take(1).for_each(|byte| *byte = new),
            Mutation::Remove(part, wanted) => drop(bytes.drain(at(part)..end(at(part), wanted))),
            Mutation::Insert(part, token) => drop(bytes.splice(at(part)..at(part), token.iter().copied())),
            Mutation::Replace(part, token) => {
                drop(bytes.splice(at(part)..end(at(part), token.len()), token.iter().copied()));
            }
            Mutation::Repeat(part, wanted, times) => {
                let again = bytes[at(part)..end(at(part), wanted)].repeat(times);
                drop(bytes.splice(at(part)..at(part), again));
            }
            Mutation::Swap(from, to, wanted) => {
                let moved: Vec<u8> = bytes[at(from)..end(at(from), wanted)].to_vec();
                drop(bytes.splice(at(to)..at(to), moved));
            }
            Mutation::Cut(part) => bytes.truncate(at(part)),
        }
    }
    bytes
}
