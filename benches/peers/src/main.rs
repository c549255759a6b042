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

use articles::{Extent, extent, write_files, write_first};
use child::{Task, index, resync, size};
use clock::Clock;
use engines::{Asked, Engine};
use figures::{Figures, Unit};

/// How much smaller the small index of `--growth` is.
const GROWTH: usize = 10;
/// What is put behind the name of the small index.
const TENTH: &str = "-tenth";
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
    let mut engines = vec![Engine::Tantivy];
    let wanted = if arguments.only.is_empty() { Engine::value_variants() } else { &arguments.only };
    engines.extend(wanted.iter().filter(|engine| **engine != Engine::Tantivy));
    let work = arguments.work.clone().unwrap_or(temporary.path().to_path_buf());
    let comparison = Comparison { arguments, engines, work, file, extent: extent(file)? };
    let mut figures = Figures::default();
    comparison.index(&mut figures)?;
    if comparison.engines.contains(&Engine::Izdeu) {
        comparison.sync_unchanged(&mut figures)?;
    }
    if !arguments.no_queries {
        comparison.ask(&mut figures)?;
    }
    let Extent { articles, text_bytes } = comparison.extent;
    let text = text_bytes as f64 / 1e6;
    println!("\n{articles} articles, {text:.0} MB of text, {} rounds\n", arguments.rounds);
    figures.print(&comparison.engines);
    Ok(())
}

/// What is compared.
struct Comparison<'a> {
    arguments: &'a Arguments,
    /// The first one is the one to compare with.
    engines: Vec<Engine>,
    /// Where the indexes are.
    work: PathBuf,
    file: &'a Path,
    extent: Extent,
}

impl Comparison<'_> {
    /// Has each engine index all articles, round after round.
    fn index(&self, figures: &mut Figures) -> Result<()> {
        for _ in 0..self.arguments.rounds_of_indexing.unwrap_or(self.arguments.rounds) {
            for engine in &self.engines {
                let folder = self.folder(*engine, "");
                let took = index(*engine, self.file, &folder)?;
                let share = size(&folder)? as f64 / self.extent.text_bytes as f64;
                figures.add("indexing, wall", Unit::Seconds, *engine, took.wall);
                figures.add("indexing, computing", Unit::Seconds, *engine, took.cpu);
                figures.add("indexing, peak memory", Unit::Megabytes, *engine, took.peak as f64 / 1e6);
                figures.add("index ÷ text", Unit::Share, *engine, share);
            }
        }
        Ok(())
    }

    /// Times syncs of izdeu that find nothing changed: of the file, and of a folder of small files.
    fn sync_unchanged(&self, figures: &mut Figures) -> Result<()> {
        let (files, of_files) = (self.work.join("files"), self.work.join("izdeu-of-files"));
        if !files.exists() {
            std::fs::create_dir_all(&files)?;
            write_files(FILES, self.file, &files)?;
        }
        index(Engine::Izdeu, &files, &of_files)?;
        let of_file = self.folder(Engine::Izdeu, "");
        for _ in 0..self.arguments.rounds {
            for (name, corpus, index) in [("one file", self.file, &of_file), ("small files", &files, &of_files)] {
                let took = resync(corpus, index)?;
                let add = |figures: &mut Figures, measure: &str, unit, figure| {
                    figures.add(&format!("unchanged sync of {name}, {measure}"), unit, Engine::Izdeu, figure);
                };
                add(figures, "articles", Unit::PerSecond, took.unchanged as f64 / took.wall);
                add(figures, "computing", Unit::Seconds, took.cpu);
            }
        }
        Ok(())
    }

    /// Asks all engines the queries that they agree on.
    fn ask(&self, figures: &mut Figures) -> Result<()> {
        let Arguments { rounds, queries, binary, growth, .. } = self.arguments;
        let (mut of_all, mut of_tenth) = (self.open("")?, Vec::new());
        if *growth {
            let tenth = self.work.join("tenth.jsonl");
            write_first(self.extent.articles / GROWTH, self.file, &tenth)?;
            for engine in &self.engines {
                index(*engine, &tenth, &self.folder(*engine, TENTH))?;
            }
            of_tenth = self.open(TENTH)?;
        }
        let drawn = queries::draw(queries * SPARE, self.file)?;
        let agreed = counts::agree(drawn, *queries, &mut of_all, &mut of_tenth)?;
        agreed.report.iter().for_each(|line| println!("{line}  "));
        rounds::ask(&agreed.queries, *rounds, &mut of_all, "", figures)?;
        if *growth {
            let (measure, size) = ("search as typed, median", ", a tenth of the articles");
            rounds::ask(&agreed.queries, *rounds, &mut of_tenth, size, figures)?;
            let growth = format!("all articles ÷ a tenth, {measure}");
            figures.add_quotient(&growth, measure, &format!("{measure}{size}"), &self.engines);
        }
        if let Some(binary) = binary {
            ensure!(self.engines.contains(&Engine::Izdeu), "izdeu is left out, and with it {}", binary.display());
            oneshot::ask(binary, &self.folder(Engine::Izdeu, ""), &agreed.queries, *rounds, figures)?;
        }
        Ok(())
    }

    fn open(&self, part: &str) -> Result<Vec<(Engine, Box<dyn Asked>)>> {
        let clock = self.arguments.clock;
        self.engines.iter().map(|engine| Ok((*engine, engine.open(&self.folder(*engine, part), clock)?))).collect()
    }

    /// Where an engine has an index.
    fn folder(&self, engine: Engine, part: &str) -> PathBuf {
        self.work.join(format!("{}{part}", engine.name().replace(' ', "-")))
    }
}
