//! `search inspect`

mod diff;
mod explain;

use std::io::{self, Write};

use anyhow::Result;
use izdeu::{
    Corpus, District, Extractor, ForeignPlace, Gazetteer, InspectedLine, Inspection, Lookahead, PartialDate,
    PlaceMention, PublicationDate, RefusedDate,
};
use serde::Serialize;

use crate::args::InspectOptions;
use crate::index::print_problems;
use crate::render::{FAINT, LABEL, TITLE, count_of, date, harmless};
use crate::{Outcome, json};

pub(crate) fn run(options: &InspectOptions) -> Result<Outcome> {
    let mut gazetteer = Gazetteer::bundled();
    if let Some(file) = &options.gazetteer {
        gazetteer = gazetteer.with_file(file)?;
    }
    let extractor = Extractor::with_gazetteer(gazetteer);
    let mut out = anstream::stdout().lock();
    let mut problems = Vec::new();
    for found in Lookahead::new(Corpus::open_with(&options.paths, options.reading.given()?)?) {
        match found {
            Ok(raw) => {
                let encoding = raw.encoding;
                let inspection = extractor.inspect(raw);
                if options.json {
                    json::write_line(&Report::of(&inspection, encoding, options), &mut out)?;
                    continue;
                }
                print(&inspection, encoding, &mut out)?;
                if options.explain {
                    explain::print(&inspection, &mut out)?;
                }
                if options.diff {
                    diff::print(&inspection.lines, &mut out)?;
                }
                writeln!(out)?;
            }
            Err(problem) => problems.push(problem),
        }
    }
    out.flush()?;
    print_problems(&problems, 0);
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
    refused_dates: Vec<Refused<'a>>,
    event_dates: &'a [PartialDate],
    cities: Vec<&'a str>,
    main_city: Option<&'a str>,
    regions: &'a [String],
    districts: &'a [District],
    places: &'a [String],
    abroad: &'a [ForeignPlace],
    dateline_city: Option<&'a str>,
    language: &'a str,
    body: &'a str,
    furniture: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mentions: Option<&'a [PlaceMention]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<&'a [InspectedLine]>,
}

/// A date that was not believed.
#[derive(Serialize)]
struct Refused<'a> {
    date: PartialDate,
    source: &'a str,
    evidence: &'a str,
    reason: &'a str,
}

impl<'a> Report<'a> {
    fn of(inspection: &'a Inspection, encoding: Option<&'a str>, options: &InspectOptions) -> Report<'a> {
        let Inspection { article, date_evidence, refused_dates, mentions, lines, .. } = inspection;
        Report {
            id: article.id.as_str(),
            path: article.path.as_ref().map(|path| path.to_string_lossy().into_owned()),
            encoding,
            url: article.url.as_deref(),
            source: article.source.as_deref(),
            title: article.title.as_deref(),
            date: article.date,
            date_evidence: date_evidence.as_deref(),
            refused_dates: refused_dates.iter().map(Refused::of).collect(),
            event_dates: &article.event_dates,
            cities: article.cities.iter().map(|city| city.name.as_str()).collect(),
            main_city: article.main_city.as_deref(),
            regions: &article.regions,
            districts: &article.districts,
            places: &article.places,
            abroad: &article.abroad,
            dateline_city: article.dateline_city.as_deref(),
            language: article.language.code(),
            body: &article.body,
            furniture: article.furniture.lines().collect(),
            mentions: options.explain.then_some(mentions.as_slice()),
            lines: options.diff.then_some(lines.as_slice()),
        }
    }
}

impl<'a> Refused<'a> {
    fn of(refused: &'a RefusedDate) -> Refused<'a> {
        let RefusedDate { date, source, evidence, reason, .. } = refused;
        Refused { date: *date, source: source.name(), evidence, reason }
    }
}

fn print(inspection: &Inspection, encoding: Option<&str>, out: &mut impl Write) -> io::Result<()> {
    let Inspection { article, date_evidence, refused_dates, .. } = inspection;
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
    let zone = article.date.and_then(|known| known.zone).map(|zone| format!(" {zone}")).unwrap_or_default();
    row("date", &article.date.map(|known| format!("{}{zone}", date(&known))).unwrap_or_default(), because)?;
    for RefusedDate { date, source, evidence, reason, .. } in refused_dates {
        row("not", &date.to_string(), Some(format!("{reason}; {}: «{}»", source.name(), evidence.trim())))?;
    }
    let events: Vec<String> = article.event_dates.iter().map(PartialDate::to_string).collect();
    row("events", &events.join(", "), None)?;
    row("main city", article.main_city.as_deref().unwrap_or_default(), None)?;
    let cities: Vec<String> = article.cities.iter().map(|city| city.name.clone()).collect();
    row("cities", &cities.join(", "), None)?;
    row("regions", &article.regions.join(", "), None)?;
    let districts: Vec<String> = article.districts.iter().map(|of| format!("{} ({})", of.name, of.city)).collect();
    if !districts.is_empty() {
        row("districts", &districts.join(", "), None)?;
    }
    if !article.places.is_empty() {
        row("places", &article.places.join(", "), None)?;
    }
    let abroad: Vec<&str> = article.abroad.iter().map(|place| place.name.as_str()).collect();
    row("abroad", &abroad.join(", "), None)?;
    row("dateline", article.dateline_city.as_deref().unwrap_or_default(), None)?;
    row("language", article.language.code(), None)?;
    row("source", article.source.as_deref().unwrap_or_default(), None)?;
    row("encoding", encoding.unwrap_or_default(), None)?;
    let furniture = article.furniture.lines().count();
    let letters = article.body.chars().count();
    row(
        "body",
        &format!("{letters} characters"),
        Some(format!("{} of furniture left out", count_of(furniture, "line", "lines"))),
    )
}
