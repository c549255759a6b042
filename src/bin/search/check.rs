//! `search check`

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;
use izdeu::{Checked, Extent, Index, WriterOptions};
use serde::Serialize;

use crate::args::DEFAULT_CORPUS;
use crate::build::{self, Plan, Way};
use crate::render::{ERROR, NOTE, count_of, harmless};
use crate::upkeep::CheckOptions;
use crate::{Outcome, index, json};

pub(crate) fn run(options: &CheckOptions) -> Result<Outcome> {
    let path = &options.index.path();
    let checked = Index::check(path, if options.all { Extent::All } else { Extent::Sample })?;
    print(&checked, path, options)?;
    match (checked.is_sound(), options.repair) {
        (true, _) => Ok(Outcome::Done),
        (false, true) => repair(path, options),
        (false, false) => {
            say!("repair it from the articles: search check --repair --index {} PATH…", path.display());
            say!("or put a backup in its place: search restore --index {} BACKUP", path.display());
            Ok(Outcome::Partly)
        }
    }
}

fn print(checked: &Checked, path: &Path, options: &CheckOptions) -> Result<()> {
    #[derive(Serialize)]
    struct Report<'a> {
        index: &'a Path,
        sound: bool,
        #[serde(flatten)]
        checked: &'a Checked,
    }
    let mut out = anstream::stdout().lock();
    if options.json {
        json::write_line(&Report { index: path, sound: checked.is_sound(), checked }, &mut out)?;
        return Ok(());
    }
    for finding in &checked.findings {
        let file = finding.file.as_ref().map(|file| format!("{}: ", file.display())).unwrap_or_default();
        writeln!(out, "{} {}", ERROR.paint("wrong:"), harmless(&format!("{file}{}", finding.what)))?;
    }
    let index = path.display();
    if checked.is_sound() {
        let articles = count_of(checked.articles as usize, "article", "articles");
        let copies = count_of(checked.copies as usize, "copy", "copies");
        let files = count_of(checked.files as usize, "file", "files");
        writeln!(out, "{index} is sound: {articles}, {copies}, {files}; {} analysed again", checked.analysed)?;
    } else {
        writeln!(out, "{index} is damaged: {}", count_of(checked.findings.len(), "finding", "findings"))?;
    }
    if !checked.unknown_files.is_empty() {
        let files = count_of(checked.unknown_files.len(), "file", "files");
        writeln!(
            out,
            "{} {files} of no commit, which do no harm: the next `search index` removes them",
            NOTE.paint("note:")
        )?;
    }
    out.flush()?;
    Ok(())
}

/// Builds the index anew and keeps the damaged one.
fn repair(path: &Path, options: &CheckOptions) -> Result<Outcome> {
    let usual = [PathBuf::from(DEFAULT_CORPUS)];
    let plan = Plan {
        paths: if options.paths.is_empty() { &usual } else { &options.paths },
        reading: options.reading.given()?,
        way: Way::AnewBeside("damaged"),
        writing: WriterOptions::new(),
        ..Plan::default()
    };
    let built = build::sync(path, plan)?;
    index::print_problems(&built.report.problems, built.report.more_problems);
    say!("built {} anew with {}", path.display(), count_of(built.report.added as usize, "article", "articles"));
    index::print_kept(&built);
    Ok(if built.report.problems.is_empty() { Outcome::Done } else { Outcome::Partly })
}
