//! The answer to a query, for people.

use std::io::{self, Write};

use izdeu::{Facets, Hit, SearchResults, Snippet};

use super::{FAINT, LABEL, MATCH, NOTE, TITLE, WARNING, harmless};

/// How wide text is set where the terminal is wider.
const WIDEST: usize = 100;
/// How far the text of a hit stands in.
const INDENT: &str = "    ";
/// How many cities are shown.
const MOST_CITIES: usize = 8;
/// How many years are shown by themselves; earlier ones are added up.
const MOST_YEARS: usize = 5;
/// Years with at most this many months of articles are shown by month.
const MOST_MONTHS: usize = 6;

/// Prints an answer; the first hit has the number after `offset`.
pub(crate) fn print(results: &SearchResults, offset: usize, out: &mut impl Write) -> io::Result<()> {
    if let Some(corrected) = &results.corrected_query {
        let (corrected, typed) = (harmless(corrected), harmless(&results.query));
        writeln!(out, "{}: показаны результаты для «{corrected}» (набрано «{typed}»)", NOTE.paint("note"))?;
    }
    for warning in &results.warnings {
        match warning.position {
            Some(position) => {
                let message = harmless(&warning.message);
                writeln!(out, "{} at character {}: {message}", WARNING.paint("note"), position + 1)?
            }
            None => writeln!(out, "{}: {}", WARNING.paint("note"), harmless(&warning.message))?,
        }
    }
    for (number, hit) in results.hits.iter().enumerate() {
        print_hit(offset + number + 1, hit, out)?;
    }
    if results.total > 0 {
        print_facets(&results.facets, out)?;
    }
    let articles = if results.total == 1 { "article" } else { "articles" };
    let shown = match results.hits.len() {
        0 => String::new(),
        shown if shown == results.total => String::new(),
        shown => format!(", {}–{} shown", offset + 1, offset + shown),
    };
    writeln!(out, "{}", FAINT.paint(format!("{} {articles}{shown} · {:.1} ms", results.total, results.took_ms)))
}

fn print_hit(number: usize, hit: &Hit, out: &mut impl Write) -> io::Result<()> {
    let title = harmless(hit.title.as_deref().unwrap_or(&hit.lead));
    writeln!(out, "{number:>2}. {}", TITLE.paint(title))?;
    let date = hit.date.map_or_else(|| "без даты".to_owned(), |known| known.date.to_string());
    let city = hit.main_city.clone().or_else(|| (!hit.cities.is_empty()).then(|| hit.cities.join(", ")));
    let place =
        hit.path.as_ref().map(|path| harmless(&path.to_string_lossy())).or_else(|| hit.url.as_deref().map(harmless));
    let facts: Vec<String> = [Some(date), city, place].into_iter().flatten().collect();
    writeln!(out, "{INDENT}{}", FAINT.paint(facts.join(" · ")))?;
    let options = textwrap::Options::new(width()).initial_indent(INDENT).subsequent_indent(INDENT);
    for line in textwrap::wrap(&marked(&hit.snippet), options) {
        writeln!(out, "{line}")?;
    }
    writeln!(out)
}

fn width() -> usize {
    textwrap::termwidth().min(WIDEST)
}

/// The snippet with its highlights in style.
fn marked(snippet: &Snippet) -> String {
    let letters: Vec<char> = harmless(&snippet.text).chars().collect();
    let text = |from: usize, to: usize| letters[from..to].iter().collect::<String>();
    let (mut line, mut at) = (String::new(), 0);
    for &[start, end] in &snippet.highlights {
        line += &text(at, start);
        line += &MATCH.paint(text(start, end)).to_string();
        at = end;
    }
    line + &text(at, letters.len())
}

fn print_facets(facets: &Facets, out: &mut impl Write) -> io::Result<()> {
    let mut cities: Vec<String> = facets
        .cities
        .iter()
        .take(MOST_CITIES)
        .map(|city| format!("{} {}", place_name(&city.name, &city.region), city.count))
        .collect();
    if facets.cities.len() > MOST_CITIES {
        cities.push(format!("… {} more", facets.cities.len() - MOST_CITIES));
    }
    if !cities.is_empty() {
        print_list("Cities", &cities, out)?;
    }
    let years = facets.years();
    let (earlier, recent) = years.split_at(if years.len() > MOST_YEARS + 1 { years.len() - MOST_YEARS } else { 0 });
    let mut dates: Vec<String> = recent.iter().rev().map(|year| of_year(&year.key, year.count, facets)).collect();
    if let [first, .., last] = earlier {
        let count: usize = earlier.iter().map(|year| year.count).sum();
        dates.push(format!("{}–{}: {count}", first.key, last.key));
    }
    if facets.undated > 0 {
        dates.push(format!("без даты {}", facets.undated));
    }
    print_list("Dates ", &dates, out)
}

/// The city with its region, unless it is a region by itself.
fn place_name(city: &str, region: &str) -> String {
    if city == region { city.to_owned() } else { format!("{city} ({region})") }
}

/// `2026: 5 (03: 3, 02: 2)`
fn of_year(year: &str, count: usize, facets: &Facets) -> String {
    let month_of = |key: &str| key.strip_prefix(year)?.strip_prefix('-').map(str::to_owned);
    let months: Vec<String> = facets
        .dates
        .iter()
        .rev()
        .filter_map(|date| Some(format!("{}: {}", month_of(&date.key)?, date.count)))
        .collect();
    match months.len() {
        1..=MOST_MONTHS => format!("{year}: {count} ({})", months.join(", ")),
        _ => format!("{year}: {count}"),
    }
}

fn print_list(label: &str, items: &[String], out: &mut impl Write) -> io::Result<()> {
    let indent = " ".repeat(label.chars().count() + 1);
    let options = textwrap::Options::new(width()).subsequent_indent(&indent);
    for line in textwrap::wrap(&format!("{} {}", LABEL.paint(label), items.join(" · ")), options) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}
