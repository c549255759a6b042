//! One file in Zstandard: `news.jsonl.zst`.

use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::read_packed;
use crate::corpus::format::{Format, Found, FoundFile};

/// A `.zst` file, of one frame or many.
pub(in crate::corpus) struct Zstd;

impl Format for Zstd {
    fn endings(&self) -> &'static [&'static str] {
        &["zst", "tzst"]
    }

    fn read(&self, file: FoundFile<'_>, found: &mut Found<'_>) -> ControlFlow<()> {
        read_packed(file, found, "tzst", |packed| {
            Box::new(Frames { packed, decoder: FrameDecoder::new(), is_within: false })
        })
    }
}

/// The contents of all frames, one after another.
struct Frames<R> {
    packed: R,
    decoder: FrameDecoder,
    is_within: bool,
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            if self.is_within {
                let length = self.decoder.read(into)?;
                if length > 0 {
                    return Ok(length);
                }
                if !self.decoder.is_finished() {
                    let next = BlockDecodingStrategy::UptoBlocks(1);
                    self.decoder.decode_blocks(&mut self.packed, next).map_err(broken)?;
                    continue;
                }
                self.is_within = false;
            }
            if self.packed.fill_buf()?.is_empty() {
                return Ok(0);
            }
            match self.decoder.reset(&mut self.packed) {
                Ok(()) => self.is_within = true,
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    io::copy(&mut self.packed.by_ref().take(u64::from(length)), &mut io::sink())?;
                }
                Err(error) => return Err(broken(error)),
            }
        }
    }
}

fn broken(error: FrameDecoderError) -> io::Error {
    match error {
        FrameDecoderError::WindowSizeTooBig { requested, max } => {
            let (requested, max) = (requested >> 20, max >> 20);
            io::Error::other(format!(
                "packed with a window of {requested} MB; up to {max} MB are read: pack it again without --long"
            ))
        }
        error => io::Error::new(io::ErrorKind::InvalidData, format!("broken Zstandard: {error}")),
    }
}
