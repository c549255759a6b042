//! Many articles in a file, a JSON object a line.

use std::io::{BufRead, Read};
use std::ops::ControlFlow;

use super::decode::utf8;
use super::format::{Format, Found, FoundFile};
use super::json::crowded;
use super::record::Record;
use crate::article::RawArticle;

/// The longest line, in bytes.
const LONGEST_LINE: u64 = 32 << 20;

/// A `.jsonl` or `.ndjson` file; an article without an `id` is named after the file and its line.
pub(super) struct JsonLines;

impl Format for JsonLines {
    fn endings(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }

    fn read(&self, mut file: FoundFile<'_>, found: &mut Found<'_>) -> ControlFlow<()> {
        let mut lines = match file.text_reader() {
            Ok(lines) => lines,
            Err(problem) => return found.problem(problem),
        };
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            let read = lines.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line);
            let read = read.and_then(|length| {
                let is_cut = length as u64 == LONGEST_LINE && !line.ends_with(b"\n");
                if is_cut { lines.skip_until(b'\n').map(|_| (length, true)) } else { Ok((length, false)) }
            });
            let article = match read {
                // A disk that fails once may fail for ever: the file ends here.
                Err(error) => return found.problem(file.failed(&error).at_line(number)),
                Ok((0, _)) => break,
                Ok((_, true)) => Err(format!("a line longer than {} MB: not one article", LONGEST_LINE >> 20)),
                Ok((_, false)) => {
                    let json = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line).trim_ascii();
                    if json.is_empty() {
                        continue;
                    }
                    article(json, number, &file)
                }
            };
            found.take(article.map_err(|reason| file.problem(reason).at_line(number)))?;
        }
        ControlFlow::Continue(())
    }
}

fn article(json: &[u8], line: u64, file: &FoundFile<'_>) -> Result<RawArticle, String> {
    if let Some(fault) = crowded(json) {
        return Err(fault);
    }
    let value = serde_json::from_str(utf8(json)?).map_err(|error| {
        let error = error.to_string();
        format!("broken JSON: {}", error.split(" at line ").next().unwrap_or(&error))
    })?;
    let mut article = file.article_of(&Record::from_json(value)?, line)?;
    article.line = Some(line);
    Ok(article)
}
