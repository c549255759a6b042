//! The articles that all engines are given: a JSON object a line, with id, title, text, date and city.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

/// An article as its line has it.
#[derive(Debug, Deserialize)]
pub struct Article<'a> {
    /// What names it.
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    /// Its headline.
    #[serde(borrow)]
    pub title: Cow<'a, str>,
    /// Its text.
    #[serde(borrow)]
    pub text: Cow<'a, str>,
    /// Its day, as yyyy-mm-dd.
    #[serde(borrow)]
    pub date: Cow<'a, str>,
    /// The city that it is about.
    #[serde(borrow)]
    pub city: Cow<'a, str>,
}

impl Article<'_> {
    /// Its month, as yyyy-mm.
    pub fn month(&self) -> &str {
        self.date.get(..7).unwrap_or_default()
    }

    /// Its day as the number yyyymmdd, 0 without one.
    pub fn day(&self) -> u64 {
        self.date.replace('-', "").parse().unwrap_or_default()
    }
}

/// Gives each article of a file to `take`, in order.
pub fn each(file: &Path, mut take: impl FnMut(&Article) -> Result<()>) -> Result<()> {
    let lines = BufReader::with_capacity(1 << 20, File::open(file).with_context(|| file.display().to_string())?);
    let mut reader = lines;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 {
        take(&serde_json::from_str(&line)?)?;
        line.clear();
    }
    Ok(())
}

/// How much a file holds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extent {
    /// How many articles.
    pub articles: usize,
    /// The bytes of their titles and texts in UTF-8.
    pub text_bytes: u64,
}

/// How much a file holds.
pub fn extent(file: &Path) -> Result<Extent> {
    let mut extent = Extent::default();
    each(file, |article| {
        extent.articles += 1;
        extent.text_bytes += (article.title.len() + article.text.len()) as u64;
        Ok(())
    })?;
    Ok(extent)
}

/// Writes the first articles of a file to another one.
pub fn write_first(count: usize, file: &Path, into: &Path) -> Result<()> {
    let mut out = BufWriter::new(File::create(into)?);
    for line in BufReader::new(File::open(file)?).lines().take(count) {
        writeln!(out, "{}", line?)?;
    }
    Ok(out.flush()?)
}

/// Writes so many small text files of about a kilobyte each to a folder, as a folder of saved articles has them.
pub fn write_files(count: usize, file: &Path, folder: &Path) -> Result<()> {
    let mut number = 0;
    each(file, |article| {
        if number < count {
            let beginning: String = article.text.chars().take(500).collect();
            let (title, date) = (&article.title, &article.date);
            std::fs::write(folder.join(format!("{number:06}.txt")), format!("{date}\n\n{title}\n\n{beginning}\n"))?;
            number += 1;
        }
        Ok(())
    })
}
