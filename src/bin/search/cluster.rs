//! `search cluster`

use std::io::Write;

use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use izdeu::{Cluster, ClusterIndexSize, ClusterOptions, ClusterStatus};

use crate::opening::connect;
use crate::place::ClusterPlace;
use crate::render::{FAINT, LABEL, NOTE, count_of, harmless};
use crate::{Outcome, build, json};

const EXAMPLES: &str = "\
Examples:
  export SEARCH_CLUSTER_URL=http://localhost:7280
  search cluster init --monthly                 once, if the usual indexes do not suit
  search index corpus/                          articles go there, and are brought up to date
  search query Конституция Астана
  search serve                                  the page and the API, from any number of machines
  search cluster status                         what is there, and who is writing
  search cluster drop --yes                     deletes all of it

docs/cluster.md says more. Exit status: 0 done, 1 nothing there, 2 error or not confirmed.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ClusterCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make the indexes for articles of a name; what is there stays as it is
    Init(InitOptions),
    /// Show what the cluster has of a name
    Status(StatusOptions),
    /// Delete all that the cluster has of a name
    Drop(DropOptions),
}

#[derive(Debug, Args)]
struct InitOptions {
    #[command(flatten)]
    place: ClusterPlace,
    /// An index for the articles of each month, to be deleted as a whole
    #[arg(long)]
    monthly: bool,
    /// Into how many parts OpenSearch and Elasticsearch cut an index [default: 1]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    shards: Option<u32>,
    /// On how many more nodes they keep each part [default: 1]
    #[arg(long, value_name = "N")]
    replicas: Option<u32>,
    /// After how many seconds what was sent is found [default: 10]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    commit_seconds: Option<u32>,
}

#[derive(Debug, Args)]
struct StatusOptions {
    #[command(flatten)]
    place: ClusterPlace,
    /// Print JSON: one object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct DropOptions {
    #[command(flatten)]
    place: ClusterPlace,
    /// Really delete them; without it they are only listed
    #[arg(long)]
    yes: bool,
}

pub(crate) fn run(command: &ClusterCommand) -> Result<Outcome> {
    match &command.action {
        Action::Init(options) => init(options),
        Action::Status(options) => status(options),
        Action::Drop(options) => drop(options),
    }
}

fn init(options: &InitOptions) -> Result<Outcome> {
    let cluster = Cluster::connect(options.place.address()?)?;
    let mut chosen = ClusterOptions::new();
    if options.monthly {
        chosen = chosen.monthly();
    }
    chosen = options.shards.into_iter().fold(chosen, ClusterOptions::shards);
    chosen = options.replicas.into_iter().fold(chosen, ClusterOptions::replicas);
    chosen = options.commit_seconds.into_iter().fold(chosen, ClusterOptions::commit_seconds);
    let is_new = cluster.init(chosen)?;
    let status = cluster.status()?;
    let (name, engine) = (&status.name, engine_of(&status));
    if is_new {
        say!("made «{name}» in {engine}; give it articles: search index --cluster URL --name {name} PATH…");
    } else {
        say!(
            "{}: «{name}» is in {engine} already, with {}; it stays as it is, whatever the options say",
            NOTE.paint("note"),
            count_of(status.articles as usize, "article", "articles")
        );
    }
    Ok(Outcome::Done)
}

fn status(options: &StatusOptions) -> Result<Outcome> {
    let cluster = connect(options.place.address()?)?;
    if cluster.indexes()?.is_empty() {
        return Ok(nothing_there());
    }
    let status = cluster.status()?;
    let mut out = anstream::stdout().lock();
    match options.json {
        true => json::write_line(&status, &mut out)?,
        false => print(&status, &mut out)?,
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn print(status: &ClusterStatus, out: &mut impl Write) -> Result<()> {
    let articles = count_of(status.articles as usize, "article", "articles");
    let copies = count_of(status.copies as usize, "copy", "copies");
    writeln!(out, "{} in {}: {articles}, {copies} of the same pages listed on them", status.name, engine_of(status))?;
    let months = if status.monthly { ", one for the articles of each month" } else { "" };
    let count = count_of(status.indexes.len(), "index", "indexes");
    writeln!(out, "{} {} in {count}{months}", LABEL.paint("Size   "), build::bytes(status.bytes))?;
    print_indexes(&status.indexes, out)?;
    let versions = &status.versions;
    writeln!(
        out,
        "{} format {}, analyzer {}, {}, extraction {}",
        LABEL.paint("Written"),
        versions.format,
        versions.analysis,
        versions.dictionary,
        versions.extraction
    )?;
    writeln!(
        out,
        "{} {} of words; {} and {} do not count and wait to be deleted",
        LABEL.paint("Kept   "),
        count_of(status.leaves, "leaf", "leaves"),
        count_of(status.hidden, "document", "documents"),
        count_of(status.void, "request", "requests"),
    )?;
    if let Some(run) = &status.open {
        let since = jiff::Timestamp::from_second(run.since as i64).unwrap_or_default();
        writeln!(
            out,
            "{} process {} on {} since {since}; if it was killed, the next `search index` there goes on, elsewhere with --take-over",
            LABEL.paint("Writing"),
            run.pid,
            harmless(&run.host),
        )?;
    }
    Ok(())
}

fn print_indexes(indexes: &[ClusterIndexSize], out: &mut impl Write) -> Result<()> {
    for ClusterIndexSize { name, documents, bytes, .. } in indexes {
        let documents = count_of(*documents as usize, "document", "documents");
        writeln!(out, "  {name}  {}", FAINT.paint(format!("{documents}, {}", build::bytes(*bytes))))?;
    }
    Ok(())
}

fn drop(options: &DropOptions) -> Result<Outcome> {
    let cluster = Cluster::connect(options.place.address()?)?;
    let there = cluster.indexes()?;
    if there.is_empty() {
        return Ok(nothing_there());
    }
    if !options.yes {
        let mut out = anstream::stdout().lock();
        print_indexes(&there, &mut out)?;
        out.flush()?;
        let these = count_of(there.len(), "index", "indexes");
        bail!("nothing was deleted; the same command with --yes deletes {these} with all that is in them, for good");
    }
    for name in cluster.drop_all()? {
        say!("deleted {name}");
    }
    Ok(Outcome::Done)
}

fn nothing_there() -> Outcome {
    say!("there is nothing of this name in the cluster; --name says which is meant");
    Outcome::Nothing
}

/// The engine with its version.
fn engine_of(status: &ClusterStatus) -> String {
    format!("{} {}", status.engine.name(), harmless(&status.engine_version))
}
