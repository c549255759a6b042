//! Text of any size as it goes.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use encoding_rs::{Decoder, DecoderResult};

use super::{Broken, Charset, Undecodable, charset_of};

/// How much of a stream tells its encoding, in bytes: so much, and more until there is a letter beyond ASCII.
const HEAD: usize = 64 * 1024;
/// Where the search for such a letter ends, in bytes.
const LONGEST_HEAD: usize = 16 * HEAD;

/// A text in UTF-8 to be read, with the encoding that it is kept in.
type Opened<'a> = (Box<dyn BufRead + 'a>, Charset);

/// The same text in UTF-8 as it is read, with its encoding.
///
/// Bytes of a text in UTF-8 come as they are, broken ones too: whoever cuts them into records can refuse one record. In any
/// other encoding reading fails at the first broken byte.
pub(in crate::corpus) fn text_reader<'a>(
    mut bytes: Box<dyn BufRead + 'a>,
    forced: Option<Charset>,
    declared: Option<&str>,
) -> io::Result<Result<Opened<'a>, Undecodable>> {
    let mut head = Vec::new();
    let mut is_whole = false;
    while head.len() < HEAD || head.len() < LONGEST_HEAD && head.is_ascii() {
        match bytes.by_ref().take(HEAD as u64).read_to_end(&mut head) {
            Ok(0) => is_whole = true,
            Ok(_) => continue,
            // What came before is read first.
            Err(error) if !head.is_empty() => bytes = Box::new(Failed(Some(error))),
            Err(error) => return Err(error),
        }
        break;
    }
    // A letter that the head cuts in two would look broken. In UTF-16 a line may end with a zero behind its line feed.
    let behind = |end: usize| end + 1 + usize::from(head.get(end + 1) == Some(&0));
    let lines = head.iter().rposition(|byte| *byte == b'\n').filter(|_| !is_whole).map_or(head.len(), behind);
    let charset = match charset_of(&head[..lines], forced, declared, is_whole) {
        Ok(charset) => charset,
        Err(undecodable) => return Ok(Err(undecodable)),
    };
    let bytes = Cursor::new(head).chain(bytes);
    let reader: Box<dyn BufRead + 'a> = match charset {
        Charset::Standard(encoding) if encoding == encoding_rs::UTF_8 => Box::new(bytes),
        Charset::Standard(encoding) => {
            let decoder = Letters::Standard(encoding.new_decoder_with_bom_removal());
            Box::new(BufReader::with_capacity(
                HEAD,
                Transcoded { bytes, letters: decoder, ready: Vec::new(), given: 0, lines: 0, has_ended: false },
            ))
        }
        Charset::Kz1048 | Charset::Ptcp154 => {
            let letters = Letters::Kazakh(charset);
            Box::new(BufReader::with_capacity(
                HEAD,
                Transcoded { bytes, letters, ready: Vec::new(), given: 0, lines: 0, has_ended: false },
            ))
        }
    };
    Ok(Ok((reader, charset)))
}

/// The end of a stream that failed.
struct Failed(Option<io::Error>);

impl Read for Failed {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.fill_buf().map(|_| 0)
    }
}

impl BufRead for Failed {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.take().map_or(Ok(&[]), Err)
    }

    fn consume(&mut self, _: usize) {}
}

/// A text of another encoding, read in UTF-8.
struct Transcoded<R> {
    bytes: R,
    letters: Letters,
    ready: Vec<u8>,
    given: usize,
    /// The line feeds of what was given before.
    lines: u64,
    has_ended: bool,
}

enum Letters {
    Standard(Decoder),
    Kazakh(Charset),
}

impl<R: BufRead> Transcoded<R> {
    /// Makes the next letters ready; none at the end.
    fn fill(&mut self) -> io::Result<()> {
        self.lines += feeds(&self.ready);
        self.ready.clear();
        self.given = 0;
        while self.ready.is_empty() && !self.has_ended {
            let bytes = self.bytes.fill_buf()?;
            let (length, is_last) = (bytes.len(), bytes.is_empty());
            let read = match &mut self.letters {
                Letters::Standard(decoder) => {
                    let space = decoder.max_utf8_buffer_length_without_replacement(length).unwrap_or(4 * length + 16);
                    self.ready.resize(space, 0);
                    let (result, read, written) =
                        decoder.decode_to_utf8_without_replacement(bytes, &mut self.ready, is_last);
                    self.ready.truncate(written);
                    if let DecoderResult::Malformed(..) = result {
                        let line = 1 + self.lines + feeds(&self.ready);
                        self.ready.resize(space, 0);
                        let count = 1 + count_broken(decoder, &bytes[read..], &mut self.ready, is_last);
                        return Err(broken(decoder.encoding().name(), &Broken { count, line }));
                    }
                    read
                }
                Letters::Kazakh(charset) => {
                    let text = charset
                        .decode(bytes)
                        .map_err(|fault| broken(charset.name(), &Broken { line: self.lines + fault.line, ..fault }))?;
                    self.ready.extend_from_slice(text.as_bytes());
                    length
                }
            };
            self.bytes.consume(read);
            self.has_ended = is_last;
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Transcoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.given == self.ready.len() {
            self.fill()?;
        }
        let length = into.len().min(self.ready.len() - self.given);
        into[..length].copy_from_slice(&self.ready[self.given..self.given + length]);
        self.given += length;
        Ok(length)
    }
}

fn feeds(text: &[u8]) -> u64 {
    text.iter().filter(|byte| **byte == b'\n').count() as u64
}

/// How many more letters are broken in these bytes.
fn count_broken(decoder: &mut Decoder, mut bytes: &[u8], into: &mut [u8], is_last: bool) -> u64 {
    let mut count = 0;
    loop {
        let (result, read, _) = decoder.decode_to_utf8_without_replacement(bytes, into, is_last);
        bytes = &bytes[read..];
        match result {
            DecoderResult::Malformed(..) => count += 1,
            DecoderResult::InputEmpty | DecoderResult::OutputFull => return count,
        }
    }
}

/// What is wrong; what comes behind the bytes at hand is not looked at, so there may be more.
fn broken(name: &str, Broken { count, line }: &Broken) -> io::Error {
    let bytes =
        if *count == 1 { format!("a broken byte of {name}") } else { format!("{count} broken bytes of {name}") };
    io::Error::new(io::ErrorKind::InvalidData, format!("{bytes} from line {line} on; the rest was not read"))
}

#[cfg(test)]
mod tests {
    use super::super::encode_kazakh;
    use super::*;

    fn read(bytes: &[u8]) -> String {
        let reader = BufReader::with_capacity(7, bytes);
        let (mut reader, _) = text_reader(Box::new(reader), None, None).unwrap().unwrap();
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        assert_eq!(reader.read(&mut [0]).unwrap(), 0, "the end stays the end");
        text
    }

    #[test]
    fn broken_bytes_are_counted_and_placed() {
        for (charset, kind, rest) in [
            (Charset::Kz1048, "KZ-1048", "2 broken bytes of"),
            (Charset::Standard(encoding_rs::GB18030), "gb18030", "2 broken bytes of"),
        ] {
            let bytes = [b"line\n".repeat(30_000).as_slice(), b"a\n\x98 \x98\n"].concat();
            let reader = BufReader::with_capacity(1 << 10, bytes.as_slice());
            let (mut reader, _) = text_reader(Box::new(reader), Some(charset), None).unwrap().unwrap();
            let error = reader.read_to_end(&mut Vec::new()).unwrap_err().to_string();
            assert!(error.starts_with(rest) && error.contains(kind), "{error}");
            assert!(error.ends_with("from line 30002 on; the rest was not read"), "{error}");
        }
    }

    #[test]
    fn a_stream_is_read_in_any_encoding() {
        let text = "Таразда жаңа кітапхана ашылды, оның қорында он мың кітап бар.\n".repeat(3_000);
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(read(text.as_bytes()) == text);
        assert!(read(&utf16) == text);
        assert!(read(&[b"\xff\xfe", utf16.as_slice()].concat()) == text);
        assert!(read(&encode_kazakh(&text, Charset::Kz1048).unwrap()) == text);
        let far = format!("{}{text}", "plain ASCII\n".repeat(10_000));
        assert!(read(&encode_kazakh(&far, Charset::Ptcp154).unwrap()) == far);
    }
}
