//! `search query`

use std::io::{BufRead, BufWriter, Write};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use izdeu::{Cursor, SearchRequest, Searcher};

use crate::args::QueryOptions;
use crate::opening::searcher;
use crate::render::results;
use crate::{Outcome, json};

pub(crate) fn run(options: &QueryOptions) -> Result<Outcome> {
    let searcher = searcher(&options.place, options.synonyms.as_deref())?;
    let found = match (options.words == ["-"], options.all) {
        (true, true) => bail!("--all answers one query; leave out the `-` and give its words"),
        (true, false) => answer_lines(&*searcher, options)?,
        (false, true) => print_all(&*searcher, options)?,
        (false, false) => answer(&*searcher, options)?,
    };
    Ok(if found { Outcome::Done } else { Outcome::Nothing })
}

fn request(query: &str, options: &QueryOptions) -> SearchRequest {
    let mut request = SearchRequest::new(query).limit(options.limit).offset(options.offset).sort(options.sort.into());
    request.cities.clone_from(&options.city);
    request.regions.clone_from(&options.region);
    request.abroad.clone_from(&options.abroad);
    (request.from, request.to) = (options.from, options.to);
    request.date_sources.clone_from(&options.date_source);
    request.undated = options.undated;
    request.literal = options.literal;
    request.trees.clone_from(&options.facet);
    request.explain = options.explain;
    request.snippet_length = options.snippet_length;
    request.deadline = Some(Duration::from_millis(options.timeout));
    request.after.clone_from(&options.after);
    request.prefer_recent = options.prefer_recent;
    request
}

fn answer(searcher: &dyn Searcher, options: &QueryOptions) -> Result<bool> {
    let results = searcher.search(&request(&options.words.join(" "), options))?;
    let mut out = anstream::stdout().lock();
    if options.json {
        json::write_line(&results, &mut out)?;
    } else {
        let before = options.after.as_ref().map_or(0, Cursor::passed).saturating_add(options.offset);
        self::results::print(&results, before, &mut out)?;
    }
    out.flush()?;
    Ok(results.total > 0)
}

/// Prints every match as a line of JSON; what is to be said of the query goes to standard error.
fn print_all(searcher: &dyn Searcher, options: &QueryOptions) -> Result<bool> {
    let hits = searcher.all(&request(&options.words.join(" "), options))?;
    results::print_notes(&hits.results, &mut anstream::stderr().lock())?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let found = hits.results.total > 0;
    for hit in hits {
        json::write_line(&hit?, &mut out)?;
    }
    out.flush()?;
    Ok(found)
}

/// Answers each line of standard input with a line of JSON, at once: a program on the other side may wait for it.
fn answer_lines(searcher: &dyn Searcher, options: &QueryOptions) -> Result<bool> {
    let mut out = std::io::stdout().lock();
    let mut found = false;
    for (number, line) in std::io::stdin().lock().split(b'\n').enumerate() {
        let line = line.with_context(|| format!("standard input, line {}", number + 1))?;
        // Every line has its answer, also one that is no UTF-8: the program on the other side counts them.
        let line = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(&line));
        let results = searcher.search(&request(&line, options))?;
        found |= results.total > 0;
        json::write_line(&results, &mut out)?;
        out.flush()?;
    }
    Ok(found)
}
