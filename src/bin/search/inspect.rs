//! `search inspect`

use std::io::{self, Write};

use anyhow::Result;
use izdeu::{Corpus, Extractor, Inspection, PublicationDate};
use serde::Serialize;

use crate::args::InspectOptions;
use crate::index::print_problems;
use crate::render::{FAINT, LABEL, TITLE, harmless};
use crate::{Outcome, json};

pub(crate) fn run(options: &InspectOptions) -> Result<Outcome> {
    let extractor = Extractor::new();
    let mut out = anstream::stdout().lock();
    let mut problems = Vec::new();
    for found in Corpus::open_with(&options.paths, options.reading.given()?)? {
        match found {
            Ok(raw) => {
                let encoding = raw.encoding;
                let inspection = extractor.inspect(raw);
                if options.json {
                    json::write_line(&Report::of(&inspection, encoding), &mut out)?;
                } else {
                    print(&inspection, encoding, &mut out)?;
                }
            }
            Err(problem) => problems.push(problem),
        }
    }
    out.flush()?;
    print_problems(&problems);
    Ok(if problems.is_empty() { Outcome::Done } else { Outcome::Partly })
}

/// What was read from an article, as JSON.
#[derive(Serialize)]
struct Report<'a> {
    id: &'a str,
    path: Option<String>,
    encoding: Option<&'a str>,
    url: Option<&'a str>,
    source: Option<&'a str>,
    title: Option<&'a str>,
    date: Option<PublicationDate>,
    date_evidence: Option<&'a str>,
    cities: Vec<&'a str>,
    main_city: Option<&'a str>,
    regions: &'a [String],
    dateline_city: Option<&'a str>,
    language: &'a str,
    body: &'a str,
    furniture: Vec<&'a str>,
}

impl<'a> Report<'a> {
    fn of(inspection: &'a Inspection, encoding: Option<&'a str>) -> Report<'a> {
        let Inspection { article, date_evidence, .. } = inspection;
        Report {
            id: article.id.as_str(),
            path: article.path.as_ref().map(|path| path.to_string_lossy().into_owned()),
            encoding,
            url: article.url.as_deref(),
            source: article.source.as_deref(),
            title: article.title.as_deref(),
            date: article.date,
            date_evidence: date_evidence.as_deref(),
            cities: article.cities.iter().map(|city| city.name.as_str()).collect(),
            main_city: article.main_city.as_deref(),
            regions: &article.regions,
            dateline_city: article.dateline_city.as_deref(),
            language: article.language.code(),
            body: &article.body,
            furniture: article.furniture.lines().collect(),
        }
    }
}

fn print(inspection: &Inspection, encoding: Option<&str>, out: &mut impl Write) -> io::Result<()> {
    let Inspection { article, date_evidence, .. } = inspection;
    writeln!(out, "{}", TITLE.paint(harmless(article.id.as_str())))?;
    let mut row = |label: &str, value: &str, reason: Option<String>| {
        let value = if value.is_empty() { "–" } else { value };
        let reason = reason.map(|reason| format!("  {}", FAINT.paint(harmless(&reason)))).unwrap_or_default();
        writeln!(out, "  {} {}{reason}", LABEL.paint(format!("{label:<9}")), harmless(value))
    };
    row("title", article.title.as_deref().unwrap_or_default(), None)?;
    let because = article.date.map(|known| {
        let evidence = date_evidence.as_ref().map(|words| format!(": «{}»", words.trim())).unwrap_or_default();
        format!("{}{evidence}", known.source.name())
    });
    row("date", &article.date.map(|known| known.date.to_string()).unwrap_or_default(), because)?;
    row("main city", article.main_city.as_deref().unwrap_or_default(), None)?;
    let cities: Vec<String> = article.cities.iter().map(|city| city.name.clone()).collect();
    row("cities", &cities.join(", "), None)?;
    row("regions", &article.regions.join(", "), None)?;
    row("dateline", article.dateline_city.as_deref().unwrap_or_default(), None)?;
    row("language", article.language.code(), None)?;
    row("source", article.source.as_deref().unwrap_or_default(), None)?;
    row("encoding", encoding.unwrap_or_default(), None)?;
    let furniture = article.furniture.lines().count();
    let letters = article.body.chars().count();
    row("body", &format!("{letters} characters"), Some(format!("{furniture} lines of furniture left out")))?;
    writeln!(out)
}
