//! The arguments of the command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use izdeu::{Corpus, Cursor, DateSource, FacetName, PartialDate, ReadOptions, SearchRequest, Sort};

use crate::cluster::ClusterCommand;
use crate::index::IndexOptions;
use crate::place::PlaceOptions;
use crate::reference::reference;
use crate::serve::ServeOptions;
use crate::upkeep::{BackupOptions, CheckOptions, RestoreOptions};

/// Where the articles are unless told otherwise.
pub(crate) const DEFAULT_CORPUS: &str = "corpus";

const EXAMPLES: &str = "\
Examples:
  search index corpus/                          index a folder, or bring its index up to date
  search query Конституция Астана               articles with any form of both words
  search query '«новая Конституция» -референдум'
  search query паводок --city Актобе --from 2024-04 --to 2024-05
  search query --sort date --json Токаев        newest first, as JSON
  search suggest консти                         how a query may go on
  search similar agency-0003                    articles about the same
  search inspect corpus/politics                what is read from each article, and why
  search serve                                  a web page and an HTTP API
  search check                                  whether the index is sound
  search backup /backups/news                   a copy of it, for `search restore`
  search index --cluster http://localhost:7280  ./corpus into Quickwit, OpenSearch or Elasticsearch

Exit status: 0 found or done, 1 nothing found, 2 error.";

const QUERY_EXAMPLES: &str = "\
Query language:
  Конституция Астана      any form of both words; of three words or more some may be missing
  «новая Конституция»     words in a row, in any form; \"…\" and “…” do the same
  -референдум             without this word; НЕ and NOT do the same
  мост ИЛИ дамба          one of the two; И joins both; brackets group
Operators are written in capitals. Words may have any case and е for ё. What no article has is also tried in the other keyboard
layout (Rjycnbnewbz), from Latin letters (konstitutsiya), with Kazakh letters, and without slips; --literal searches as typed.

Examples:
  search query Конституция Астана
  search query '(паводок ИЛИ наводнение) -Петропавловск' --from 2024
  search query --city 'Нур-Султан' карантин     any name of a city, old or new
  search query --city Актау --from 2025         all articles of a city or a period, newest first
  search query тариф --region ВКО --abroad Китай
  search query --sort date --limit 20 ЕНТ
  search query --facet places:2 паводок         how many articles of which region and city
  search query --explain -n 1 мост через Ишим   why this article
  search query паводок --all | jq -r .url       every match, a JSON line each
  printf 'Астана\\nШымкент\\n' | search query -   many queries, a JSON line each
  search query --cluster http://localhost:7280 паводок   what `search index --cluster` has put there

Exit status: 0 found, 1 nothing found, 2 error.";

const SUGGEST_EXAMPLES: &str = "\
Examples:
  search suggest консти
  search suggest --json 'новая конст'

Exit status: 0 found, 1 nothing found, 2 error.";

const SIMILAR_EXAMPLES: &str = "\
Examples:
  search similar agency-0003
  search similar --json -n 3 regions/kulsary-pavodok.txt

Exit status: 0 found, 1 nothing found, 2 error.";

/// Search for the news of Kazakhstan: Russian and Kazakh articles, by any form of a word, by date and by city.
#[derive(Debug, Parser)]
#[command(name = "search", version, after_help = EXAMPLES, max_term_width = 100)]
pub(crate) struct Arguments {
    /// When to use colours; NO_COLOR is obeyed.
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub color: Color,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Index articles: add new ones, replace changed ones, remove those that are gone
    Index(IndexOptions),
    /// Search the indexed articles
    Query(QueryOptions),
    /// Complete a query that is being typed, by words, cities, phrases and headlines of the index
    Suggest(SuggestOptions),
    /// Show the articles that have most in common with one
    Similar(SimilarOptions),
    /// Show what is read from each article (title, date, cities …) and why, without indexing
    Inspect(InspectOptions),
    /// Show the index as a web page and answer programs over HTTP
    Serve(ServeOptions),
    /// Make, show and delete articles that Quickwit, OpenSearch or Elasticsearch keeps on many machines
    Cluster(ClusterCommand),
    /// Check that the index is sound, and repair it if asked
    Check(CheckOptions),
    /// Copy the index to a safe place, also while it is written to
    Backup(BackupOptions),
    /// Put the index of a backup in place; the one that is there is kept
    Restore(RestoreOptions),
    /// Show the licences of this program and of its dictionaries
    Licenses,
    /// Read a PDF from standard input and print its text for the process that reads the corpus
    #[command(hide = true)]
    ReadPdf,
}

/// How files are read unless told otherwise: PDFs by this program in a process of its own, which a bad one may take down.
pub(crate) fn usual_reading() -> ReadOptions {
    match std::env::current_exe() {
        Ok(program) => ReadOptions::new().pdf_program(program, ["read-pdf"]),
        Err(_) => ReadOptions::new(),
    }
}

impl Arguments {
    /// The arguments of this process.
    ///
    /// `-Кульсары` excludes a word from a query and is no option: options are in Latin letters, so a minus in front of any other
    /// letter becomes the sign that the query language knows too.
    pub fn of_process() -> Arguments {
        let arguments: Vec<OsString> = std::env::args_os().collect();
        let query = arguments.iter().position(|argument| argument == "query").unwrap_or(arguments.len());
        let words =
            arguments.into_iter().enumerate().map(|(place, argument)| match argument.to_str().and_then(excluded) {
                Some(excluded) if place > query => format!("−{excluded}").into(),
                _ => argument,
            });
        Arguments::parse_from(words)
    }
}

/// What stands behind a minus that cannot start an option.
fn excluded(argument: &str) -> Option<&str> {
    let word = argument.strip_prefix('-')?;
    word.starts_with(|first: char| !first.is_ascii() || matches!(first, '"' | '(')).then_some(word)
}

/// How files are read, where they do not say so themselves.
#[derive(Debug, Args)]
pub(crate) struct ReadingOptions {
    /// The encoding of all files, where it is not to be told from them: windows-1251, koi8-r, cp866, kz-1048, ptcp154, utf-8 …
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Which field or column of a record holds id, title, text, date, url, source, language or city: title=meta.headline;
    /// may be given more than once
    #[arg(long, value_name = "OURS=THEIRS", value_parser = field)]
    field: Vec<(String, String)>,
}

impl ReadingOptions {
    /// The same for the library.
    pub fn given(&self) -> izdeu::Result<ReadOptions> {
        let mut options = usual_reading();
        if let Some(name) = &self.encoding {
            options = options.encoding(name)?;
        }
        self.field.iter().try_fold(options, |options, (ours, theirs)| options.field(ours, theirs))
    }
}

/// The two names in `ours=theirs`.
fn field(argument: &str) -> Result<(String, String), String> {
    let names = argument.split_once('=').ok_or("write our name, =, and the name in the files: title=headline")?;
    Ok((names.0.to_owned(), names.1.to_owned()))
}

/// The name and the depth in `name:depth`.
fn facet(argument: &str) -> Result<(FacetName, usize), String> {
    let (name, depth) = argument.split_once(':').unwrap_or((argument, "1"));
    let facet = name.parse().map_err(|error: izdeu::Error| error.to_string())?;
    match depth.parse() {
        Ok(depth @ 1..=9) => Ok((facet, depth)),
        _ => Err(format!("«{depth}» is no depth; write {name}:1, {name}:2 …")),
    }
}

/// The endings of the files that are read: `.txt .md …`.
pub(crate) fn known_endings() -> String {
    Corpus::endings().map(|ending| format!(".{ending}")).collect::<Vec<_>>().join(" ")
}

pub(crate) fn paths_help() -> String {
    format!("Files and folders with articles: {}", known_endings())
}

pub(crate) fn long_paths_help() -> String {
    format!(
        "{}\n\nArchives are read as folders, packed files as what is in them. Metadata may stand beside an article: NAME.json beside \
         NAME.txt.",
        paths_help()
    )
}

#[derive(Debug, Args)]
#[command(after_help = QUERY_EXAMPLES, after_long_help = format!("{QUERY_EXAMPLES}\n\n{}", reference()))]
pub(crate) struct QueryOptions {
    #[command(flatten)]
    pub place: PlaceOptions,
    /// Print JSON: one object a query
    #[arg(long)]
    pub json: bool,
    /// Only articles that name this city, by any of its names; may be given more than once
    #[arg(long, value_name = "CITY")]
    pub city: Vec<String>,
    /// Only articles that name this region or a place in it, by any of its names; may be given more than once
    #[arg(long, value_name = "REGION")]
    pub region: Vec<String>,
    /// Only articles that name this city or country abroad; may be given more than once
    #[arg(long, value_name = "PLACE")]
    pub abroad: Vec<String>,
    /// Only articles of this date or later: 2026-03-15, 2026-03 or 2026
    #[arg(long, value_name = "DATE")]
    pub from: Option<PartialDate>,
    /// Only articles of this date or earlier
    #[arg(long, value_name = "DATE")]
    pub to: Option<PartialDate>,
    /// Only articles whose date is known from this: metadata, header, label, url, dateline, stamp (a crawl's day) or file; with
    /// commas or more than once for several
    #[arg(long, value_name = "SOURCE", value_delimiter = ',')]
    pub date_source: Vec<DateSource>,
    /// Only articles without a date
    #[arg(long, conflicts_with_all = ["from", "to", "date_source"])]
    pub undated: bool,
    /// Let newer articles count more: one of a year ago a quarter less, an old one up to half
    #[arg(long)]
    pub prefer_recent: bool,
    /// Synonyms beside the bundled ones, a group a line (docs/synonyms.md)
    #[arg(long, value_name = "FILE")]
    pub synonyms: Option<PathBuf>,
    /// How many articles to show
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// How many articles to pass over first
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// The most characters of a snippet
    #[arg(long, value_name = "CHARACTERS", default_value_t = SearchRequest::new("").snippet_length)]
    pub snippet_length: usize,
    /// Go on behind the page before: what stands under `next` in its JSON
    #[arg(long, value_name = "CURSOR")]
    pub after: Option<Cursor>,
    /// Print every match as a line of JSON, in order
    #[arg(long, conflicts_with_all = ["limit", "offset", "after", "facet"])]
    pub all: bool,
    /// Count this facet in full, to a depth: places:1 regions, :2 cities, :3 districts; dates:1 years, :2 months, :3 days; abroad:1,
    /// :2; sources, languages, main_cities; may be given more than once
    #[arg(long, value_name = "NAME[:DEPTH]", value_parser = facet)]
    pub facet: Vec<(FacetName, usize)>,
    /// Say of each article why it was found: which form met which word, by which step, and the parts of the score
    #[arg(long)]
    pub explain: bool,
    /// How long a search may take; what was found until then is shown
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 5_000)]
    pub timeout: u64,
    /// The order of the articles
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    pub sort: Order,
    /// Search for the words exactly as typed: no other layout, script or spelling is tried, no synonym
    #[arg(long)]
    pub literal: bool,
    /// The words to search for; `-` alone reads queries from standard input, one a line, and answers with JSON lines
    #[arg(value_name = "WORDS", required_unless_present_any = ["city", "region", "abroad", "from", "to", "date_source", "undated"])]
    pub words: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = SUGGEST_EXAMPLES)]
pub(crate) struct SuggestOptions {
    #[command(flatten)]
    pub place: PlaceOptions,
    /// Print JSON: one object
    #[arg(long)]
    pub json: bool,
    /// How many completions to show
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// What was typed so far; its last word is completed
    #[arg(value_name = "PREFIX", required = true)]
    pub prefix: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = SIMILAR_EXAMPLES)]
pub(crate) struct SimilarOptions {
    #[command(flatten)]
    pub place: PlaceOptions,
    /// Print JSON: an object as of a query
    #[arg(long)]
    pub json: bool,
    /// How many articles to show
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// The article's id, as it stands in the JSON of results and behind the path of a hit
    #[arg(value_name = "ID")]
    pub id: String,
}

#[derive(Debug, Args)]
pub(crate) struct InspectOptions {
    /// Print JSON: one object an article
    #[arg(long)]
    pub json: bool,
    /// Show every line of the text with what it was taken for: = headline, @ date, - furniture and the rule that demoted it
    #[arg(long)]
    pub diff: bool,
    /// Show every word that looked like a place, and the rule that accepted or refused it
    #[arg(long)]
    pub explain: bool,
    /// Names of places beside the bundled ones, as CSV (docs/gazetteer.md)
    #[arg(long, value_name = "FILE")]
    pub gazetteer: Option<PathBuf>,
    #[command(flatten)]
    pub reading: ReadingOptions,
    #[arg(value_name = "PATH", required = true, help = paths_help(), long_help = long_paths_help())]
    pub paths: Vec<PathBuf>,
}

/// The order of hits, as it is written on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Order {
    /// The best answers first
    Relevance,
    /// The newest first, undated last
    Date,
    /// The oldest first, undated last
    Oldest,
}

impl From<Order> for Sort {
    fn from(order: Order) -> Sort {
        match order {
            Order::Relevance => Sort::Relevance,
            Order::Date => Sort::Date,
            Order::Oldest => Sort::Oldest,
        }
    }
}

/// When to use colours.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    /// Tells the terminal library.
    pub fn apply(self) {
        match self {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_minus_in_front_of_a_word_is_no_option() {
        for (argument, expected) in [
            ("-Кульсары", Some("Кульсары")),
            ("-«новая Конституция»", Some("«новая Конституция»")),
            ("-(мост ИЛИ дамба)", Some("(мост ИЛИ дамба)")),
            ("-n", None),
            ("--limit", None),
            ("-", None),
            ("мост", None),
        ] {
            assert_eq!(excluded(argument), expected, "{argument}");
        }
    }
}
