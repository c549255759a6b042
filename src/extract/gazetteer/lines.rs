//! Reading the lists of names: those that come with the library and a user's own.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Trust;
use super::declension::Declension;
use crate::error::{Error, Result};

/// One line of `data/cities.csv`, of `data/abroad.csv` or of a user's file: a name and how far it can be believed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct Line {
    /// The place by its current name.
    #[serde(alias = "place")]
    pub city: String,
    /// The region or country that it lies in.
    #[serde(alias = "country")]
    pub region: String,
    pub name: String,
    pub declension: Declension,
    pub russian: Trust,
    pub kazakh: Trust,
    /// When the place had the name: `1961`, `2022-05` or `2022-05-03`, empty where that does not matter.
    #[serde(default)]
    pub since: String,
    #[serde(default)]
    pub until: String,
}

impl Line {
    /// The two dates as yyyymmdd.
    pub fn period(&self) -> (Option<u64>, Option<u64>) {
        (moment(&self.since), moment(&self.until))
    }
}

/// The columns that have to be there.
const COLUMNS: [&str; 6] = ["city", "region", "name", "declension", "russian", "kazakh"];

/// The lines of a list that comes with the library.
pub(super) fn bundled(list: &str) -> Vec<Line> {
    let lines = reader(list).into_deserialize().collect::<Result<_, _>>();
    lines.expect("the lists are part of the program, a test reads them")
}

/// The lines of a user's file.
///
/// # Errors
/// [`Error::Invalid`] with the line and what to do.
pub(super) fn own(list: &str, path: &Path) -> Result<Vec<Line>> {
    let invalid = |line: u64, reason: String| {
        Error::Invalid(format!("{}:{line}: {reason}; docs/gazetteer.md describes the columns", path.display()))
    };
    let mut reader = reader(list.trim_start_matches('\u{feff}'));
    let header = reader.headers().map_err(|error| invalid(1, error.to_string()))?.clone();
    let missing: Vec<&str> = COLUMNS.into_iter().filter(|column| !header.iter().any(|name| name == *column)).collect();
    if !missing.is_empty() {
        return Err(invalid(1, format!("the header lacks {}; it has to be {}", missing.join(", "), COLUMNS.join(","))));
    }
    let mut lines: Vec<Line> = Vec::new();
    for record in reader.into_records() {
        let line_of = |position: Option<&csv::Position>| first_full_line(list, position.map_or(1, csv::Position::line));
        let record =
            record.map_err(|error| invalid(line_of(error.position()), format!("no line of CSV: {}", cause(&error))))?;
        let at = line_of(record.position());
        let line: Line = record.deserialize(Some(&header)).map_err(|error| invalid(at, cause(&error)))?;
        if [&line.city, &line.region, &line.name].iter().any(|value| !value.chars().any(char::is_alphabetic)) {
            return Err(invalid(at, "city, region and name have to be words".to_owned()));
        }
        if [&line.city, &line.region, &line.name].iter().any(|value| value.contains(char::is_control)) {
            return Err(invalid(at, "city, region and name have to stand in one line".to_owned()));
        }
        for date in [&line.since, &line.until] {
            if !date.is_empty() && moment(date).is_none() {
                return Err(invalid(at, format!("«{date}» is no date; write 1961, 2022-05 or 2022-05-03")));
            }
        }
        lines.push(line);
    }
    if lines.is_empty() {
        return Err(invalid(1, "there is no name in it".to_owned()));
    }
    Ok(lines)
}

/// Lines as the text of a file, in one order of columns.
pub(super) fn text_of(lines: &[Line]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    lines.iter().for_each(|line| writer.serialize(line).expect("lines are plain data"));
    let bytes = writer.into_inner().expect("a vector takes all");
    String::from_utf8(bytes).expect("it was made of text")
}

/// The first line from this one on that is not passed over, counted from 1: the reader names the line behind its last record.
fn first_full_line(list: &str, from: u64) -> u64 {
    let passed_over = |line: &&str| line.trim().is_empty() || line.starts_with('#');
    from + list.lines().skip(from as usize - 1).take_while(passed_over).count() as u64
}

fn reader(list: &str) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).from_reader(list.as_bytes())
}

/// What is wrong with a line, without the place that is named already.
fn cause(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => err.kind().to_string(),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!(
                "it has {len} columns, the header has {expected_len}; a name with a comma stands in quotation marks"
            )
        }
        _ => error.to_string(),
    }
}

/// A date as yyyymmdd, with the first month and day for what is not said.
fn moment(text: &str) -> Option<u64> {
    let mut parts = text.split('-').map(str::parse::<u64>);
    let year = parts.next()?.ok()?;
    let (month, day) = (parts.next().unwrap_or(Ok(1)).ok()?, parts.next().unwrap_or(Ok(1)).ok()?);
    let is_date = (1000..3000).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    (is_date && parts.next().is_none()).then_some(year * 10_000 + month * 100 + day)
}
