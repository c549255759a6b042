//! `search index`

use anyhow::Result;
use izdeu::{Index, Problem, SyncReport};

use crate::args::IndexOptions;
use crate::render::{NOTE, WARNING, harmless};
use crate::{Outcome, build};

pub(crate) fn run(options: &IndexOptions) -> Result<Outcome> {
    let folder = options.index.path();
    let report = build::sync(folder, &options.paths, options.quiet)?;
    print_problems(&report.problems);
    if !options.quiet {
        print_report(&report);
        let stats = Index::open(folder)?.stats()?;
        anstream::eprintln!("{} articles in {} ({})", stats.articles, folder.display(), build::bytes(stats.bytes));
    }
    Ok(if report.problems.is_empty() { Outcome::Done } else { Outcome::Partly })
}

fn print_report(report: &SyncReport) {
    let SyncReport { added, replaced, removed, unchanged, .. } = report;
    anstream::eprintln!(
        "added {added}, replaced {replaced}, removed {removed}, unchanged {unchanged} in {:.2} s ({})",
        report.elapsed.as_secs_f64(),
        build::speed(report),
    );
    if report.kept > 0 {
        anstream::eprintln!(
            "{}: kept {} articles of files that could not be read whole",
            NOTE.paint("note"),
            report.kept
        );
    }
    if report.passed_over > 0 {
        anstream::eprintln!(
            "{}: passed over {} files of other kinds; .txt .md .html .jsonl are read",
            NOTE.paint("note"),
            report.passed_over
        );
    }
}

/// Says what could not be read, a line each.
pub(crate) fn print_problems(problems: &[Problem]) {
    for problem in problems {
        anstream::eprintln!("{}: {}", WARNING.paint("not read"), harmless(&problem.to_string()));
    }
    if !problems.is_empty() {
        anstream::eprintln!(
            "{} could not be read; everything else was",
            count_of(problems.len(), "article or file", "articles or files")
        );
    }
}

fn count_of(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
