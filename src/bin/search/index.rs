//! `search index`

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;
use izdeu::{ClusterAddress, Index, Problem, SyncReport, WriterOptions};

use crate::args::{DEFAULT_CORPUS, ReadingOptions, known_endings, long_paths_help, paths_help};
use crate::place::{IndexFolder, Place, PlaceOptions};
use crate::render::{NOTE, WARNING, count_of, harmless};
use crate::{Outcome, build};

const EXAMPLES: &str = "\
Examples:
  search index                                  ./corpus into ./index
  search index --index ~/news a/ b/             other folders
  search index --rebuild articles/              anew, beside the present index; searches go on meanwhile
  search index --memory 400MB articles/         with fewer threads, if need be
  search index --cluster http://localhost:7280  ./corpus into a cluster; goes on where a run was cut off

Exit status: 0 done, 2 error or something could not be read.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct IndexOptions {
    #[command(flatten)]
    place: PlaceOptions,
    /// Print nothing but problems
    #[arg(long, short)]
    quiet: bool,
    /// Names of places beside the bundled ones, as CSV (docs/gazetteer.md); they are kept with the articles
    #[arg(long, value_name = "FILE")]
    gazetteer: Option<PathBuf>,
    /// Build the index anew from the paths, beside the present one, and put it in its place when it is done
    #[arg(long)]
    rebuild: bool,
    /// How much memory to take at most, for an index in a folder: 400MB, 1GB [default: 700MB]
    #[arg(long, value_name = "SIZE", value_parser = crate::size::bytes)]
    memory: Option<usize>,
    /// With --cluster, the first time: keep the articles of each month by themselves, to be deleted as a whole
    #[arg(long, help_heading = crate::place::HEADING)]
    monthly: bool,
    /// With --cluster: go on where a run on another machine was killed; make sure that it has ended
    #[arg(long, help_heading = crate::place::HEADING)]
    take_over: bool,
    #[command(flatten)]
    reading: ReadingOptions,
    #[arg(value_name = "PATH", default_value = DEFAULT_CORPUS, help = paths_help(), long_help = long_paths_help())]
    paths: Vec<PathBuf>,
}

pub(crate) fn run(options: &IndexOptions) -> Result<Outcome> {
    match options.place.chosen()? {
        Place::Folder(folder) => into_folder(folder, options),
        Place::Cluster(address) => into_cluster(address, options),
    }
}

fn into_folder(folder: &IndexFolder, options: &IndexOptions) -> Result<Outcome> {
    for (is_given, option) in [(options.monthly, "--monthly"), (options.take_over, "--take-over")] {
        if is_given {
            bail!("{option} is for articles in a cluster: say where it is by --cluster URL, or leave {option} out");
        }
    }
    let folder = folder.path();
    let way = if options.rebuild { build::Way::Anew } else { build::Way::InStep };
    let built = build::sync(&folder, options.plan(way)?)?;
    let report = &built.report;
    print_problems(&report.problems, report.more_problems);
    if !options.quiet {
        print_report(report);
        let stats = Index::open(&folder)?.stats()?;
        let articles = count_of(stats.articles as usize, "article", "articles");
        say!("{articles} in {} ({})", folder.display(), build::bytes(stats.bytes));
        print_kept(&built);
    }
    Ok(outcome(report))
}

fn into_cluster(address: ClusterAddress, options: &IndexOptions) -> Result<Outcome> {
    if options.rebuild {
        bail!(
            "--rebuild is for an index in a folder; to write the articles of a cluster anew, give another --name, and then \
             drop the old one: search cluster drop --name NAME"
        );
    }
    if options.memory.is_some() {
        bail!("--memory bounds the writing of an index in a folder; leave it out with --cluster");
    }
    let way = build::ClusterWay { monthly: options.monthly, take_over: options.take_over };
    let (report, status) = build::sync_cluster(address, &options.plan(build::Way::InStep)?, way)?;
    print_problems(&report.problems, report.more_problems);
    if !options.quiet {
        print_report(&report);
        let articles = count_of(status.articles as usize, "article", "articles");
        let engine = status.engine.name();
        say!("{articles} in «{}» of {engine} ({})", status.name, build::bytes(status.bytes));
    }
    Ok(outcome(&report))
}

impl IndexOptions {
    fn plan(&self, way: build::Way) -> Result<build::Plan<'_>> {
        Ok(build::Plan {
            paths: &self.paths,
            reading: self.reading.given()?,
            gazetteer: self.gazetteer.as_deref(),
            writing: self.memory.map_or_else(WriterOptions::new, |bytes| WriterOptions::new().memory(bytes)),
            way,
            quiet: self.quiet,
        })
    }
}

fn outcome(report: &SyncReport) -> Outcome {
    if report.problems.is_empty() { Outcome::Done } else { Outcome::Partly }
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
