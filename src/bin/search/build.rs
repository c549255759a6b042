//! Bringing an index in step with its corpus, with progress on a terminal.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Result, anyhow};
use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressStyle};
use izdeu::{
    Cluster, ClusterAddress, ClusterOptions, ClusterStatus, ClusterSyncOptions, Corpus, Gazetteer, Index, ReadOptions,
    Rebuild, SyncProgress, SyncReport, WriterOptions,
};

/// What to build an index from.
#[derive(Default)]
pub(crate) struct Plan<'a> {
    /// Files and folders with articles.
    pub paths: &'a [PathBuf],
    /// How they are read.
    pub reading: ReadOptions,
    /// A file with names of places.
    pub gazetteer: Option<&'a Path>,
    /// What becomes of the index that is there.
    pub way: Way,
    /// How the index is written.
    pub writing: WriterOptions,
    /// Whether to say nothing on the way.
    pub quiet: bool,
}

/// What becomes of the index that is there.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// It is brought up to date.
    #[default]
    InStep,
    /// A new one takes its place. It is kept only if something could not be read: it may have it.
    Anew,
    /// A new one takes its place, and it is kept under a name with this word.
    AnewBeside(&'static str),
}

impl Plan<'_> {
    fn corpus(&self) -> Result<Corpus> {
        Corpus::open_with(self.paths, self.reading.clone())
            .map_err(|error| anyhow!("{error}; say where the articles are: search index FOLDER"))
    }

    fn gazetteer(&self) -> Result<Option<Gazetteer>> {
        Ok(self.gazetteer.map(|file| Gazetteer::bundled().with_file(file)).transpose()?)
    }
}

/// How the articles of a cluster are written.
pub(crate) struct ClusterWay {
    /// Whether the articles of each month stand by themselves.
    pub monthly: bool,
    /// Whether to go on where a run ended of which nobody can tell whether it has.
    pub take_over: bool,
}

/// What was built.
pub(crate) struct Built {
    pub report: SyncReport,
    /// Where the index before is.
    pub kept: Option<PathBuf>,
}

/// Builds the index in a folder, or brings it up to date.
pub(crate) fn sync(folder: &Path, plan: Plan<'_>) -> Result<Built> {
    let (corpus, gazetteer) = (plan.corpus()?, plan.gazetteer()?);
    if plan.way == Way::InStep {
        let mut index = Index::open_or_create(folder)?;
        if let Some(gazetteer) = gazetteer {
            index = index.with_gazetteer(gazetteer)?;
        }
        return Ok(Built { report: fill(&index, corpus, &plan)?, kept: None });
    }
    let mut rebuild = Rebuild::of(folder)?;
    if let Some(gazetteer) = gazetteer {
        rebuild = rebuild.with_gazetteer(gazetteer)?;
    }
    let report = fill(rebuild.index(), corpus, &plan)?;
    let kept = match plan.way {
        Way::AnewBeside(why) => rebuild.finish_and_keep(why)?,
        _ if report.problems.is_empty() => rebuild.finish().map(|()| None)?,
        _ => rebuild.finish_and_keep("replaced")?,
    };
    Ok(Built { report, kept })
}

fn fill(index: &Index, corpus: Corpus, plan: &Plan<'_>) -> Result<SyncReport> {
    let mut writer = index.writer_with(plan.writing)?;
    let bar = progress_bar(&corpus, plan.quiet);
    let report = writer.sync(corpus, |progress| show(&bar, progress));
    bar.set_message("merging");
    let closed = writer.close();
    bar.finish_and_clear();
    let report = report?;
    closed?;
    Ok(report)
}

/// Brings the articles of a cluster in step with the plan's paths. Gives what the cluster then has, too.
pub(crate) fn sync_cluster(
    address: ClusterAddress,
    plan: &Plan<'_>,
    way: ClusterWay,
) -> Result<(SyncReport, ClusterStatus)> {
    let (corpus, gazetteer) = (plan.corpus()?, plan.gazetteer()?);
    let cluster = Cluster::connect(address)?;
    if way.monthly {
        cluster.init(ClusterOptions::new().monthly())?;
    }
    let mut options = ClusterSyncOptions::new();
    if way.take_over {
        options = options.take_over();
    }
    if let Some(gazetteer) = gazetteer {
        options = options.gazetteer(gazetteer);
    }
    let bar = progress_bar(&corpus, plan.quiet);
    let report = cluster.sync(corpus, options, |progress| show(&bar, progress));
    bar.finish_and_clear();
    Ok((report?, cluster.status()?))
}

fn show(bar: &ProgressBar, progress: SyncProgress) {
    bar.set_position(progress.file_bytes);
    bar.set_message(HumanCount(progress.articles).to_string());
}

fn progress_bar(corpus: &Corpus, quiet: bool) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let template = "{bar:30} {bytes}/{total_bytes}  {msg} articles  {binary_bytes_per_sec}  {eta} left";
    let style = ProgressStyle::with_template(template).expect("the template is sound");
    let bar = ProgressBar::new(corpus.size()).with_style(style);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// How fast text was read: articles and bytes of it in a second.
pub(crate) fn speed(report: &SyncReport) -> String {
    let seconds = report.elapsed.as_secs_f64().max(1e-3);
    let articles = report.added + report.replaced + report.unchanged;
    let megabytes = report.bytes as f64 / 1e6 / seconds;
    format!("{} articles/s, {megabytes:.1} MB/s", HumanCount((articles as f64 / seconds) as u64))
}

/// A number of bytes for people.
pub(crate) fn bytes(count: u64) -> String {
    HumanBytes(count).to_string()
}
