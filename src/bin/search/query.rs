//! `search query`

use std::io::{BufRead, BufWriter, Write};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use izdeu::{Cursor, Error, Index, LocalSearcher, SearchRequest, Searcher, Synonyms};

use crate::args::{IndexFolder, QueryOptions, usual_reading};
use crate::render::{NOTE, results};
use crate::{Outcome, build, index, json};

pub(crate) fn run(options: &QueryOptions) -> Result<Outcome> {
    let mut searcher = LocalSearcher::open(&open(&options.index)?)?;
    if let Some(file) = &options.synonyms {
        searcher = searcher.with_synonyms(Synonyms::bundled().with_file(file)?);
    }
    let found = match (options.words == ["-"], options.all) {
        (true, true) => bail!("--all answers one query; leave out the `-` and give its words"),
        (true, false) => answer_lines(&searcher, options)?,
        (false, true) => print_all(&searcher, options)?,
        (false, false) => answer(&searcher, options)?,
    };
    Ok(if found { Outcome::Done } else { Outcome::Nothing })
}

/// Opens the index; where there is none and nothing was said of where, it is built from ./corpus first.
pub(crate) fn open(folder: &IndexFolder) -> Result<Index> {
    let path = folder.path();
    match (Index::open(path), folder.default_corpus()) {
        (Err(Error::NoIndex { .. }), Some(corpus)) => {
            say!(
                "{}: there is no index yet; building it in ./{} from ./{}",
                NOTE.paint("search"),
                path.display(),
                corpus.display()
            );
            let plan =
                build::Plan { paths: &[corpus.to_path_buf()], reading: usual_reading(), ..build::Plan::default() };
            let report = build::sync(path, plan)?.report;
            index::print_problems(&report.problems, report.more_problems);
            say!("{}: {} articles ({})", NOTE.paint("search"), report.added, build::speed(&report));
            Ok(Index::open(path)?)
        }
        (opened, _) => {
            let index = opened?;
            if index.is_outdated() {
                say!(
                    "{}: an older version read these articles; read them again with: search index --index {} PATH…",
                    NOTE.paint("note"),
                    path.display()
                );
            }
            Ok(index)
        }
    }
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
fn print_all(searcher: &LocalSearcher, options: &QueryOptions) -> Result<bool> {
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
