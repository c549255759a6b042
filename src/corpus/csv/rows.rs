//! The lines of a table, put together to rows.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

/// The longest row, in bytes. A quote that nobody closes would take the rest of the file along.
const LONGEST_ROW: usize = 32 << 20;
/// How many lines a row may have.
const MOST_LINES: usize = 100_000;

/// A row with the line that it begins in, from 1.
pub(super) struct Row {
    pub line: u64,
    pub bytes: Vec<u8>,
    /// Why it cannot be read.
    pub fault: Option<String>,
}

/// The rows of a table. Where a quote is opened and never closed, only the line is lost in which it was opened.
pub(super) struct Rows<R> {
    lines: R,
    /// Lines that were taken for the rest of a row and are none.
    again: VecDeque<Vec<u8>>,
    /// How many lines were taken.
    line: u64,
    /// The line up to which no quote closes that is open at the end of a line: from there on everything goes as it went before, and is not
    /// looked at again.
    hopeless_to: u64,
}

impl<R: BufRead> Rows<R> {
    pub fn new(lines: R) -> Rows<R> {
        Rows { lines, again: VecDeque::new(), line: 0, hopeless_to: 0 }
    }

    /// The line that was taken last, from 1.
    pub fn line(&self) -> u64 {
        self.line.max(1)
    }

    /// The next row; none at the end.
    pub fn next(&mut self, delimiter: u8) -> io::Result<Option<Row>> {
        let Some(first) = self.take()? else { return Ok(None) };
        let mut row = Row { line: self.line, bytes: Vec::new(), fault: None };
        if first.len() > LONGEST_ROW {
            row.fault = Some(format!("a row longer than {} MB: not one article", LONGEST_ROW >> 20));
            return Ok(Some(row));
        }
        let mut place = Place::CellStart;
        let (mut lines, mut bytes) = (Vec::new(), first.len());
        let is_sound = place.pass(&first, delimiter);
        let mut is_closed = place != Place::Quoted || !is_sound;
        while !is_closed && row.line >= self.hopeless_to {
            let Some(next) = self.take()? else { break };
            bytes += next.len();
            let is_sound = bytes <= LONGEST_ROW && lines.len() < MOST_LINES && place.pass(&next, delimiter);
            lines.push(next);
            if !is_sound {
                break;
            }
            is_closed = place != Place::Quoted;
        }
        row.bytes = first;
        if is_closed {
            lines.iter().for_each(|line| row.bytes.extend_from_slice(line));
        } else {
            row.fault = Some("a quote is opened in this row and never closed".to_owned());
            self.hopeless_to = self.hopeless_to.max(self.line);
            self.line -= lines.len() as u64;
            lines.into_iter().rev().for_each(|line| self.again.push_front(line));
        }
        Ok(Some(row))
    }

    /// The next line with its end. Of one that is too long only so much comes that this can be told.
    fn take(&mut self) -> io::Result<Option<Vec<u8>>> {
        let line = match self.again.pop_front() {
            Some(line) => line,
            None => {
                let mut line = Vec::new();
                self.lines.by_ref().take(LONGEST_ROW as u64 + 1).read_until(b'\n', &mut line)?;
                if line.len() > LONGEST_ROW && !line.ends_with(b"\n") {
                    self.lines.skip_until(b'\n')?;
                }
                line
            }
        };
        if line.is_empty() {
            return Ok(None);
        }
        self.line += 1;
        if self.line == 1 && line.starts_with(b"\xef\xbb\xbf") {
            return Ok(Some(line[3..].to_vec()));
        }
        Ok(Some(line))
    }
}

/// Where in a row a sign stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    CellStart,
    Bare,
    Quoted,
    /// Behind a quote within quotes: it closes, or it is the first half of a quote that is meant.
    QuoteEnd,
}

impl Place {
    /// Goes through a line. False where a quote that was opened cannot be what closes there: something follows it in its cell.
    fn pass(&mut self, line: &[u8], delimiter: u8) -> bool {
        for byte in line {
            *self = match (*self, *byte) {
                (Place::CellStart | Place::QuoteEnd, b'"') => Place::Quoted,
                (Place::Quoted, b'"') => Place::QuoteEnd,
                (Place::Quoted, _) => Place::Quoted,
                (Place::QuoteEnd, b'\r') => Place::QuoteEnd,
                (_, b'\n') => Place::CellStart,
                (_, byte) if byte == delimiter => Place::CellStart,
                (Place::QuoteEnd, _) => return false,
                (Place::CellStart | Place::Bare, _) => Place::Bare,
            };
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_that_never_closes_is_looked_for_once() {
        let table = "id,text,z\n".to_owned() + &"x\",y,\"\n".repeat(40_000) + "a,b,c\n\"d\ne\",f,g\n";
        let mut rows = Rows::new(table.as_bytes());
        let mut sound = Vec::new();
        while let Some(row) = rows.next(b',').unwrap() {
            if row.fault.is_none() {
                sound.push(row.line);
            }
        }
        assert_eq!(sound, [1, 40_002, 40_003]);
    }

    #[test]
    fn a_row_is_bounded() {
        let endless = |byte: u8, size: u64| io::BufReader::new(io::repeat(byte).take(size));
        let long = 3 * LONGEST_ROW as u64;
        let mut rows = Rows::new(endless(b'a', long).chain(&b"\nb\n"[..]));
        assert!(rows.next(b',').unwrap().unwrap().fault.unwrap().contains("longer than 32 MB"));
        let second = rows.next(b',').unwrap().unwrap();
        assert_eq!((second.line, second.bytes.as_slice()), (2, &b"b\n"[..]));
        assert!(rows.next(b',').unwrap().is_none());

        let many = "a,b\n".repeat(LONGEST_ROW / 4 + 8);
        let mut rows = Rows::new([b"\"a\n", many.as_bytes()].concat().leak() as &[u8]);
        assert!(rows.next(b',').unwrap().unwrap().fault.unwrap().contains("never closed"));
        let second = rows.next(b',').unwrap().unwrap();
        assert_eq!((second.line, second.fault), (2, None));
    }
}
