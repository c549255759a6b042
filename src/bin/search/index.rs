//! `search index`

use anyhow::Result;
use izdeu::{Index, Problem, SyncReport, WriterOptions};

use crate::args::{IndexOptions, known_endings};
use crate::render::{NOTE, WARNING, count_of, harmless};
use crate::{Outcome, build};

pub(crate) fn run(options: &IndexOptions) -> Result<Outcome> {
    let folder = options.index.path();
    let plan = build::Plan {
        paths: &options.paths,
        reading: options.reading.given()?,
        gazetteer: options.gazetteer.as_deref(),
        writing: options.memory.map_or_else(WriterOptions::new, |bytes| WriterOptions::new().memory(bytes)),
        way: if options.rebuild { build::Way::Anew } else { build::Way::InStep },
        quiet: options.quiet,
    };
    let built = build::sync(folder, plan)?;
    let report = &built.report;
    print_problems(&report.problems, report.more_problems);
    if !options.quiet {
        print_report(report);
        let stats = Index::open(folder)?.stats()?;
        let articles = count_of(stats.articles as usize, "article", "articles");
        say!("{articles} in {} ({})", folder.display(), build::bytes(stats.bytes));
        print_kept(&built);
    }
    Ok(if report.problems.is_empty() { Outcome::Done } else { Outcome::Partly })
}

fn print_report(report: &SyncReport) {
    let SyncReport { added, replaced, removed, unchanged, .. } = report;
    say!(
        "added {added}, replaced {replaced}, removed {removed}, unchanged {unchanged} in {:.2} s ({})",
        report.elapsed.as_secs_f64(),
        build::speed(report),
    );
    if report.copies > 0 {
        say!(
            "{}: {} of the same pages listed on the best copy",
            NOTE.paint("note"),
            count_of(report.copies as usize, "crawl", "crawls")
        );
    }
    if report.kept > 0 {
        say!(
            "{}: kept {} of files that could not be read whole",
            NOTE.paint("note"),
            count_of(report.kept as usize, "article", "articles")
        );
    }
    if report.passed_over > 0 {
        say!(
            "{}: passed over {} without articles or of other kinds; {} are read",
            NOTE.paint("note"),
            count_of(report.passed_over as usize, "file", "files"),
            known_endings()
        );
    }
}

/// Says where the index before is, if it was kept.
pub(crate) fn print_kept(built: &build::Built) {
    if let Some(kept) = &built.kept {
        say!(
            "{}: the index before is kept in {}; delete it when you need it no more",
            NOTE.paint("note"),
            kept.display()
        );
    }
}

/// Says what could not be read, a line each, and how much more there was.
pub(crate) fn print_problems(problems: &[Problem], more: u64) {
    for problem in problems {
        say!("{}: {}", WARNING.paint("not read"), harmless(&problem.to_string()));
    }
    let count = problems.len() + more as usize;
    if more > 0 {
        say!("… and {more} more");
    }
    if count > 0 {
        say!("{} could not be read; everything else was", count_of(count, "article or file", "articles or files"));
    }
}
