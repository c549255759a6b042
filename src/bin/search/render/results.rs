//! The answer to a query, for people.

use std::io::{self, Write};

use izdeu::{Correction, CorrectionReason, FacetTree, Facets, Hit, PathCount, SearchResults};

use super::explanation;
use super::{FAINT, LABEL, MATCH, NOTE, Paint, TITLE, WARNING, harmless};

/// How wide text is set where the terminal is wider.
const WIDEST: usize = 100;
/// How narrow it is set at most.
const NARROWEST: usize = 40;
/// How far the text of a hit stands in.
const INDENT: &str = "    ";
/// How many cities of a hit without a main one are shown.
const MOST_CITIES_OF_A_HIT: usize = 3;
/// How many copies of a hit are shown.
const MOST_COPIES: usize = 3;
/// How many cities are shown.
const MOST_CITIES: usize = 8;
/// How many years are shown by themselves; earlier ones are added up.
const MOST_YEARS: usize = 5;
/// Years with at most this many months of articles are shown by month.
const MOST_MONTHS: usize = 6;

/// Months for the list of dates.
const MONTHS: [&str; 12] = ["янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"];

/// Prints an answer; so many hits stand on the pages before.
pub(crate) fn print(results: &SearchResults, before: usize, out: &mut impl Write) -> io::Result<()> {
    print_notes(results, out)?;
    if !results.facets.trees.is_empty() {
        return results.facets.trees.iter().try_for_each(|tree| print_tree(tree, out));
    }
    for (number, hit) in results.hits.iter().enumerate() {
        print_hit(before.saturating_add(number + 1), hit, out)?;
    }
    if results.total > 0 {
        print_facets(&results.facets, out)?;
    }
    let articles = if results.total == 1 { "article" } else { "articles" };
    let shown = match results.hits.len() {
        0 if before > 0 && results.total > 0 => ", none of them as far down as this".to_owned(),
        0 => String::new(),
        shown if shown == results.total => String::new(),
        shown => format!(", {}–{} shown", before.saturating_add(1), before.saturating_add(shown)),
    };
    writeln!(out, "{}", FAINT.paint(format!("{} {articles}{shown} · {:.1} ms", results.total, results.took_ms)))
}

/// Prints what is to be said of the query: how it was corrected, what was not found.
pub(crate) fn print_notes(results: &SearchResults, out: &mut impl Write) -> io::Result<()> {
    if let Some(corrected) = &results.corrected_query {
        let (corrected, reasons) = (harmless(corrected), reasons(&results.corrections));
        writeln!(out, "{} «{corrected}» ({reasons});", NOTE.paint("Показаны результаты для"))?;
        writeln!(out, "искать буквально: search query --literal {}", quoted(&harmless(&results.query)))?;
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
    Ok(())
}

/// Why the query was changed, each reason once.
fn reasons(corrections: &[Correction]) -> String {
    let mut reasons: Vec<&str> = Vec::new();
    for correction in corrections {
        let reason = match correction.reason {
            CorrectionReason::Layout => "раскладка клавиатуры",
            CorrectionReason::Lookalikes => "похожие буквы",
            CorrectionReason::Latin => "латиница",
            CorrectionReason::KazakhLetters => "казахские буквы",
            CorrectionReason::Typo => "опечатка",
            _ => "исправлено",
        };
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons.join(", ")
}

/// A query as one argument of a shell.
fn quoted(query: &str) -> String {
    let is_plain = !query.contains(['"', '$', '`', '\\', '!']);
    if is_plain { format!("\"{query}\"") } else { format!("'{}'", query.replace('\'', "'\\''")) }
}

fn print_hit(number: usize, hit: &Hit, out: &mut impl Write) -> io::Result<()> {
    let number = format!("{number:>2}. ");
    let title = match &hit.title {
        Some(title) => marked(title, &hit.title_highlights, Some(TITLE)),
        None => marked(&hit.lead, &[], Some(TITLE)),
    };
    for line in textwrap::wrap(&title, options(INDENT).initial_indent(&number)) {
        writeln!(out, "{line}")?;
    }
    let date = hit.date.map_or_else(|| "без даты".to_owned(), |known| super::date(&known));
    let facts: Vec<String> = [Some(date), city_of(hit), file_of(hit), hit.url.clone()]
        .into_iter()
        .flatten()
        .map(|fact| harmless(&fact))
        .collect();
    print_wrapped(&facts.join(" · "), INDENT, FAINT, out)?;
    if !hit.copies.is_empty() {
        print_wrapped(&format!("копии: {}", copies_of(hit)), INDENT, FAINT, out)?;
    }
    for line in textwrap::wrap(&marked(&hit.snippet.text, &hit.snippet.highlights, None), options(INDENT)) {
        writeln!(out, "{line}")?;
    }
    for line in hit.explanation.iter().flat_map(|why| explanation::lines(why, hit.score)) {
        print_wrapped(&line, INDENT, FAINT, out)?;
    }
    writeln!(out)
}

/// The main city, else the first that the article names.
fn city_of(hit: &Hit) -> Option<String> {
    if hit.main_city.is_some() {
        return hit.main_city.clone();
    }
    let named = hit.cities.get(..hit.cities.len().min(MOST_CITIES_OF_A_HIT)).filter(|cities| !cities.is_empty())?;
    let more = if hit.cities.len() > named.len() { " …" } else { "" };
    Some(format!("{}{more}", named.join(", ")))
}

/// The file; with the article's id where the file has several.
fn file_of(hit: &Hit) -> Option<String> {
    let path = hit.path.as_ref()?.to_string_lossy().into_owned();
    let is_whole_file = path.ends_with(hit.id.as_str());
    Some(if is_whole_file { path } else { format!("{path}: {}", hit.id) })
}

/// The first of the other crawls of the page, and how many more there are.
fn copies_of(hit: &Hit) -> String {
    let shown = hit.copies.iter().take(MOST_COPIES).map(|copy| harmless(copy.id.as_str()));
    let more = hit.copies.len().saturating_sub(MOST_COPIES);
    let more = (more > 0).then(|| format!("… ещё {more}"));
    shown.chain(more).collect::<Vec<_>>().join(", ")
}

/// A text in lines of one style, the first behind a label, the others as far in.
fn print_wrapped(text: &str, label: &str, style: Paint, out: &mut impl Write) -> io::Result<()> {
    for (number, line) in textwrap::wrap(text, options(INDENT)).into_iter().enumerate() {
        let start = if number == 0 { label } else { INDENT };
        writeln!(out, "{start}{}", style.paint(line.trim_start()))?;
    }
    Ok(())
}

fn options(indent: &str) -> textwrap::Options<'_> {
    textwrap::Options::new(width())
        .initial_indent(indent)
        .subsequent_indent(indent)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .break_words(false) // an address stays whole
}

/// The width of the terminal, or what COLUMNS says.
fn width() -> usize {
    let given = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    given.unwrap_or_else(textwrap::termwidth).clamp(NARROWEST, WIDEST)
}

/// A text with its highlights in style, and the rest in its own. What is harmful goes before a style comes.
fn marked(text: &str, highlights: &[[usize; 2]], style: Option<Paint>) -> String {
    let letters: Vec<char> = harmless(text).chars().collect();
    let plain = |from: usize, to: usize| {
        let text: String = letters[from..to].iter().collect();
        match style {
            Some(style) if from < to => style.paint(text).to_string(),
            _ => text,
        }
    };
    let (mut line, mut at) = (String::new(), 0);
    for &[start, end] in highlights {
        line += &plain(at, start);
        line += &MATCH.paint(letters[start..end].iter().collect::<String>()).to_string();
        at = end;
    }
    line + &plain(at, letters.len())
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
    let districts: Vec<String> =
        facets.districts.iter().take(MOST_CITIES).map(|of| format!("{} ({}) {}", of.name, of.city, of.count)).collect();
    if !districts.is_empty() {
        print_list("Districts", &districts, out)?;
    }
    let abroad: Vec<String> =
        facets.abroad.iter().take(MOST_CITIES).map(|place| format!("{} {}", place.name, place.count)).collect();
    if !abroad.is_empty() {
        print_list("Abroad", &abroad, out)?;
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

/// A facet in full, a line for each path, further in the further down.
fn print_tree(tree: &FacetTree, out: &mut impl Write) -> io::Result<()> {
    for PathCount { path, count, .. } in &tree.counts {
        let name = harmless(path.last().map_or("", String::as_str));
        writeln!(out, "{}{name} {}", "  ".repeat(path.len().saturating_sub(1)), FAINT.paint(count))?;
    }
    if tree.without > 0 {
        writeln!(out, "{} {}", FAINT.paint("–"), FAINT.paint(tree.without))?;
    }
    Ok(())
}

/// The city with its region, unless it is a region by itself.
fn place_name(city: &str, region: &str) -> String {
    if city == region { city.to_owned() } else { format!("{city} ({region})") }
}

/// `2026: 5 (мар 3, фев 2)`
fn of_year(year: &str, count: usize, facets: &Facets) -> String {
    let month_of = |key: &str| -> Option<&str> {
        let number: usize = key.strip_prefix(year)?.strip_prefix('-')?.parse().ok()?;
        MONTHS.get(number.checked_sub(1)?).copied()
    };
    let months: Vec<String> =
        facets.dates.iter().rev().filter_map(|date| Some(format!("{} {}", month_of(&date.key)?, date.count))).collect();
    match months.len() {
        1..=MOST_MONTHS => format!("{year}: {count} ({})", months.join(", ")),
        _ => format!("{year}: {count}"),
    }
}

/// Items behind a label, as many in a line as there is room for.
fn print_list(label: &str, items: &[String], out: &mut impl Write) -> io::Result<()> {
    let indent = " ".repeat(label.chars().count() + 1);
    let room = width() - indent.len();
    let mut lines: Vec<String> = Vec::new();
    for item in items {
        match lines.last_mut() {
            Some(line) if line.chars().count() + item.chars().count() + 3 <= room => *line += &format!(" · {item}"),
            _ => lines.push(item.clone()),
        }
    }
    for (number, line) in lines.iter().enumerate() {
        match number {
            0 => writeln!(out, "{} {line}", LABEL.paint(label))?,
            _ => writeln!(out, "{indent}{line}")?,
        }
    }
    Ok(())
}
