//! izdeu beside other engines: the same articles, the same queries, one run. README.md says how to run it.

mod articles;
mod child;
mod clock;
mod counts;
mod engines;
mod figures;
mod oneshot;
mod queries;
mod rounds;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::{Parser, ValueEnum};

use articles::{extent, write_files, write_first};
use child::{Task, index, resync, size};
use clock::Clock;
use engines::{Asked, Engine};
use figures::{Figures, Unit};

/// How much smaller the small index of `--growth` is.
const GROWTH: usize = 10;
/// How many files there are in the folder whose unchanged sync is timed.
const FILES: usize = 20_000;
/// More queries are drawn than asked, because some will not do.
const SPARE: usize = 4;

/// Compares izdeu with other engines over a file of articles.
#[derive(Debug, Parser)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
struct Arguments {
    /// The articles: a JSON object a line, with id, title, text, date (yyyy-mm-dd) and city
    #[arg(required = true)]
    file: Option<PathBuf>,
    /// How many times everything is measured
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// How many queries are asked
    #[arg(long, default_value_t = 1_000)]
    queries: usize,
    /// Only these engines beside tantivy, which all are compared with
    #[arg(long, value_delimiter = ',')]
    only: Vec<Engine>,
    /// Also ask an index of a tenth of the articles, to see how searches grow
    #[arg(long)]
    growth: bool,
    /// Also time whole processes of this `search` program, each with one query
    #[arg(long, value_name = "PROGRAM")]
    binary: Option<PathBuf>,
    /// What searches are measured by
    #[arg(long, default_value = "wall")]
    clock: Clock,
    /// Where to put the indexes; taken as they are if they are there already and `--rounds-of-indexing` is 0 [default: a temporary folder]
    #[arg(long, value_name = "DIR")]
    work: Option<PathBuf>,
    /// How many times each engine indexes, if not as often as all is measured
    #[arg(long)]
    rounds_of_indexing: Option<usize>,
    /// Do not ask queries
    #[arg(long)]
    no_queries: bool,
    #[command(subcommand)]
    task: Option<Task>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    match (arguments.task.clone(), arguments.file.clone()) {
        (Some(task), _) => task.answer(),
        (None, file) => compare(&arguments, &file.context("no file of articles")?),
    }
}

fn compare(arguments: &Arguments, file: &Path) -> Result<()> {
    let temporary = tempfile::tempdir()?;
    let work = arguments.work.as_deref().unwrap_or(temporary.path());
    let mut engines = vec![Engine::Tantivy];
    let wanted = if arguments.only.is_empty() { Engine::value_variants() } else { &arguments.only };
    engines.extend(wanted.iter().filter(|engine| **engine != Engine::Tantivy));
    let extent = extent(file)?;
    let mut figures = Figures::default();
    let folder = |engine: &Engine, part: &str| work.join(format!("{}{part}", engine.name().replace(' ', "-")));

    for _ in 0..arguments.rounds_of_indexing.unwrap_or(arguments.rounds) {
        for engine in &engines {
            let folder = folder(engine, "");
            let took = index(*engine, file, &folder)?;
            figures.add("indexing, wall", Unit::Seconds, *engine, took.wall);
            figures.add("indexing, computing", Unit::Seconds, *engine, took.cpu);
            figures.add("indexing, peak memory", Unit::Megabytes, *engine, took.peak as f64 / 1e6);
            figures.add("index ÷ text", Unit::Share, *engine, size(&folder)? as f64 / extent.text_bytes as f64);
        }
    }
    if engines.contains(&Engine::Izdeu) {
        unchanged(arguments, file, &folder(&Engine::Izdeu, ""), work, &mut figures)?;
    }
    if !arguments.no_queries {
        let open = |part: &str| -> Result<Vec<(Engine, Box<dyn Asked>)>> {
            engines.iter().map(|engine| Ok((*engine, engine.open(&folder(engine, part), arguments.clock)?))).collect()
        };
        let mut opened = open("")?;
        let drawn = queries::draw(arguments.queries * SPARE, file)?;
        let agreed = counts::agree(drawn, arguments.queries, &mut opened)?;
        agreed.report.iter().for_each(|line| println!("{line}  "));
        rounds::ask(&agreed.queries, arguments.rounds, &mut opened, "", &mut figures)?;
        drop(opened);
        if arguments.growth {
            let tenth = work.join("tenth.jsonl");
            write_first(extent.articles / GROWTH, file, &tenth)?;
            for engine in &engines {
                index(*engine, &tenth, &folder(engine, "-tenth"))?;
            }
            rounds::ask(
                &agreed.queries,
                arguments.rounds,
                &mut open("-tenth")?,
                ", a tenth of the articles",
                &mut figures,
            )?;
        }
        if let Some(binary) = &arguments.binary {
            ensure!(
                engines.contains(&Engine::Izdeu),
                "izdeu is left out, so there is nothing to ask {}",
                binary.display()
            );
            oneshot::ask(binary, &folder(&Engine::Izdeu, ""), &agreed.queries, arguments.rounds, &mut figures)?;
        }
    }
    println!(
        "\n{} articles, {:.0} MB of text, {} rounds\n",
        extent.articles,
        extent.text_bytes as f64 / 1e6,
        arguments.rounds
    );
    figures.print(&engines);
    Ok(())
}

/// Times syncs of izdeu that find nothing changed: of the file, and of a folder of small files.
fn unchanged(arguments: &Arguments, file: &Path, of_file: &Path, work: &Path, figures: &mut Figures) -> Result<()> {
    let (files, of_files) = (work.join("files"), work.join("izdeu-of-files"));
    if !files.exists() {
        std::fs::create_dir_all(&files)?;
        write_files(FILES, file, &files)?;
    }
    index(Engine::Izdeu, &files, &of_files)?;
    for _ in 0..arguments.rounds {
        for (name, corpus, index) in [("one file", file, of_file), ("a folder of small files", &files, &of_files)] {
            let took = resync(corpus, index)?;
            let speed = took.unchanged as f64 / took.wall;
            figures.add(&format!("unchanged sync of {name}, articles"), Unit::PerSecond, Engine::Izdeu, speed);
            let measure = format!("unchanged sync of {name}, computing");
            figures.add(&measure, Unit::Seconds, Engine::Izdeu, took.cpu);
        }
    }
    Ok(())
}
