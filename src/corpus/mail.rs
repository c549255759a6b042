//! Letters: press releases as they came, and archives of mailing lists.

use std::io::{BufRead, Read};
use std::ops::ControlFlow;
use std::panic::catch_unwind;

use mail_parser::MessageParser;

use super::format::{Format, Found, FoundFile, LARGEST_WHOLE};
use super::record::Record;
use crate::error::words_of;

/// An `.eml` file: one letter. The subject is the headline, the text its body.
pub(super) struct Letter;

impl Format for Letter {
    fn endings(&self) -> &'static [&'static str] {
        &["eml"]
    }

    fn holds_one(&self) -> bool {
        true
    }

    fn read(&self, mut file: FoundFile<'_>, found: &mut Found<'_>) -> ControlFlow<()> {
        let article = file.bytes().and_then(|bytes| {
            let record = letter(&bytes);
            record.and_then(|record| file.article_of(&record, None)).map_err(|fault| file.problem(fault))
        });
        found.take(article)
    }
}

/// An `.mbox` file: letters in a row, each behind a blank line and a line `From … 10:00:00 2026`. It is read as it goes.
pub(super) struct Mailbox;

impl Format for Mailbox {
    fn endings(&self) -> &'static [&'static str] {
        &["mbox"]
    }

    fn read(&self, mut file: FoundFile<'_>, found: &mut Found<'_>) -> ControlFlow<()> {
        let (mut line, mut letter_bytes) = (Vec::new(), Vec::new());
        let (mut number, mut begins, mut is_cut) = (0u64, 0u64, false);
        let mut lines = file.take_reader();
        let mut is_behind_blank = true;
        for at in 1.. {
            line.clear();
            let read = lines.by_ref().take(LARGEST_WHOLE).read_until(b'\n', &mut line);
            let length = match read {
                Err(error) => return found.problem(file.failed(&error).at_line(at)),
                Ok(length) => length,
            };
            let may_begin = std::mem::replace(&mut is_behind_blank, line.trim_ascii().is_empty());
            if length > 0 && !(may_begin && is_separator(&line)) {
                is_cut |= letter_bytes.len() + length > LARGEST_WHOLE as usize;
                if !is_cut && begins > 0 {
                    // `>From ` stands for a line of the letter that begins so.
                    let quoted = line.iter().take_while(|byte| **byte == b'>').count();
                    let is_quoted = quoted > 0 && line[quoted..].starts_with(b"From ");
                    letter_bytes.extend_from_slice(&line[usize::from(is_quoted)..]);
                }
                continue;
            }
            if begins > 0 {
                number += 1;
                let record = if is_cut {
                    Err(format!("a letter larger than {} MB: not one article", LARGEST_WHOLE >> 20))
                } else {
                    letter(&letter_bytes)
                };
                let article = record.and_then(|record| file.article_of(&record, number));
                found.take(article.map_err(|fault| file.problem(fault).at_line(begins)))?;
            }
            if length == 0 {
                break;
            }
            letter_bytes.clear();
            (begins, is_cut) = (at, false);
        }
        match number {
            0 => found.problem(file.problem("no letters in it: none begins with a line `From …`")),
            _ => ControlFlow::Continue(()),
        }
    }
}

/// Whether a line stands between two letters. Lines of letters begin so too; a time of day is in few of them.
fn is_separator(line: &[u8]) -> bool {
    let has_time = |signs: &[u8]| signs[0].is_ascii_digit() && signs[1] == b':' && signs[2].is_ascii_digit();
    line.starts_with(b"From ") && line.windows(3).any(has_time)
}

/// What a letter says as an article. Its text is the one part of it that is meant to be read, without attachments.
fn letter(bytes: &[u8]) -> Result<Record, String> {
    // Where the parser fails within itself only this letter is lost, not those behind it.
    let parsed = catch_unwind(|| MessageParser::default().parse(bytes));
    let letter = parsed.map_err(|panic| format!("the letter cannot be taken apart: {}", words_of(&*panic)))?;
    let letter = letter.ok_or("no letter: it has no head")?;
    let text = letter.body_text(0).unwrap_or_default();
    let subject = letter.subject().map(str::to_owned);
    if text.contains('\u{fffd}') || subject.as_ref().is_some_and(|subject| subject.contains('\u{fffd}')) {
        return Err("letters of its text are broken, or its encoding is not the declared one".into());
    }
    let sender = letter.from().and_then(|from| from.first()).and_then(|from| from.name.as_deref());
    let mut record = Record::default();
    for (name, value) in [
        ("id", letter.message_id().map(str::to_owned)),
        ("title", subject),
        ("date", letter.date().map(|date| date.to_rfc3339())),
        ("source", sender.map(str::to_owned)),
        ("text", Some(text.into_owned())),
    ] {
        value.into_iter().for_each(|value| record.add(name, value));
    }
    Ok(record)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Outcome, read_one};

    const LETTER: &str = "From: =?utf-8?B?0JDQutC40LzQsNGC?= <press@a.kz>\r\nSubject: =?windows-1251?Q?=CC=EE=F1=F2?=\r\n\
        Date: Thu, 14 May 2026 10:00:00 +0500\r\nMessage-ID: <1@a.kz>\r\nMIME-Version: 1.0\r\n";

    #[test]
    fn a_letter_is_an_article() {
        let html =
            "Content-Type: text/html; charset=utf-8\r\n\r\n<p>Мост открыт.</p><p>Второй &laquo;абзац&raquo;.</p>";
        let plain =
            "Content-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: 8bit\r\n\r\nМост открыт.\r\n";
        let (plain, ..) = encoding_rs::KOI8_R.encode(plain);
        for body in [html.as_bytes(), &plain] {
            let Outcome { articles, problems } = read_one("a.eml", &[LETTER.as_bytes(), body].concat());
            assert_eq!(problems, [""; 0]);
            let article = &articles[0];
            assert_eq!(article.id.as_str(), "1@a.kz");
            assert_eq!(article.metadata.title.as_deref(), Some("Мост"));
            assert_eq!(article.metadata.date.as_deref(), Some("2026-05-14T10:00:00+05:00"));
            assert_eq!(article.metadata.source.as_deref(), Some("Акимат"));
            assert!(article.text.starts_with("Мост открыт."), "{}", article.text);
        }
    }

    #[test]
    fn letters_in_a_row() {
        let one = |id: &str, text: &str| {
            format!(
                "From a@a.kz Thu May 14 10:00:00 2026\nMessage-ID: <{id}>\nContent-Type: text/plain; charset=utf-8\n\n{text}\n\n"
            )
        };
        let mbox =
            one("1", "Мост.\n>From начала года\nFrom 10:00 to 11:00\n\nFrom here") + &one("2", "") + &one("3", "Порт.");
        let Outcome { articles, problems } = read_one("a.mbox", mbox.as_bytes());
        let found: Vec<String> =
            articles.iter().map(|article| format!("{}|{}", article.id, article.text.trim())).collect();
        assert_eq!(found, ["1|Мост.\nFrom начала года\nFrom 10:00 to 11:00\n\nFrom here", "3|Порт."]);
        assert!(problems[0].starts_with("11: the article is empty"), "{problems:?}");
        assert!(read_one("a.mbox", b"no letters").problems[0].contains("no letters"));
    }

    #[test]
    fn what_is_broken() {
        assert_eq!(read_one("a.eml", b"").problems.len(), 1);
        assert_eq!(read_one("a.eml", b"\xff\xfe\x00").problems.len(), 1);
        let deep = "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n".repeat(20_000);
        assert_eq!(read_one("a.eml", deep.as_bytes()).problems.len(), 1);
    }
}
