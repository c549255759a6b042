//! One file in gzip: `news.jsonl.gz`.

use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

use flate2::bufread::MultiGzDecoder;

use super::read_packed;
use crate::corpus::format::{Format, Found, FoundFile};

/// A `.gz` file, of one member or many.
pub(in crate::corpus) struct Gzip;

impl Format for Gzip {
    fn endings(&self) -> &'static [&'static str] {
        &["gz", "tgz"]
    }

    fn read(&self, file: FoundFile<'_>, found: &mut Found<'_>) -> ControlFlow<()> {
        read_packed(file, found, "tgz", |packed| Box::new(Members(MultiGzDecoder::new(packed))))
    }
}

/// The contents of all members, one after another, with errors in words for people.
struct Members<R>(MultiGzDecoder<R>);

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => io::Error::new(error.kind(), "the gzip file is cut off here"),
            kind => io::Error::new(kind, format!("broken gzip: {error}")),
        })
    }
}
