//! One file in gzip: `news.jsonl.gz`.

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
        read_packed(file, found, "tgz", |packed| Box::new(MultiGzDecoder::new(packed)))
    }
}
