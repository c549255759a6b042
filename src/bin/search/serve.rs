//! `search serve`

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use clap::Args;
use izdeu::{ApiKeys, Index, LocalSearcher, Server, ServerOptions, Synonyms};

use crate::Outcome;
use crate::args::IndexFolder;
use crate::query::open;

const SERVE_EXAMPLES: &str = "\
Examples:
  search serve                                  the page at http://127.0.0.1:7700/, for this machine alone
  search serve --listen 0.0.0.0:8080            for the network
  curl 'http://127.0.0.1:7700/api/v1/search?q=Конституция&city=Астана'

It turns to every new commit of the index by itself. Exit status: 0 ended by Ctrl-C or SIGTERM, 2 error.";

#[derive(Debug, Args)]
#[command(after_help = SERVE_EXAMPLES)]
pub(crate) struct ServeOptions {
    #[command(flatten)]
    pub index: IndexFolder,
    /// Where to listen; only this machine can reach 127.0.0.1
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:7700")]
    pub listen: SocketAddr,
    /// Requests a second that one client may make, and twice as many at once; 0 for no limit. This machine has none, but as a
    /// proxy it is asked for whom (X-Forwarded-For)
    #[arg(long, value_name = "REQUESTS", default_value_t = ServerOptions::new().requests_a_second)]
    pub rate: u32,
    /// Synonyms beside the bundled ones, a group a line (docs/synonyms.md)
    #[arg(long, value_name = "FILE")]
    pub synonyms: Option<PathBuf>,
    /// Let programs with one of these keys, one a line, add and remove articles; without it programs on this machine may, if
    /// no other can reach the address
    #[arg(long, value_name = "FILE")]
    pub api_key_file: Option<PathBuf>,
}

pub(crate) fn run(options: &ServeOptions) -> Result<Outcome> {
    let mut searcher = LocalSearcher::open(&open(&options.index)?)?;
    if let Some(file) = &options.synonyms {
        searcher = searcher.with_synonyms(Synonyms::bundled().with_file(file)?);
    }
    searcher.warm()?;
    let mut server =
        Server::bind(Arc::new(searcher), ServerOptions::new().listen(options.listen).requests_a_second(options.rate))?;
    let keys = options.api_key_file.as_ref().map(ApiKeys::from_file).transpose()?;
    if keys.is_some() || options.listen.ip().is_loopback() {
        let folder = options.index.path().to_owned();
        server = server.with_writing(move || Index::open(&folder), keys)?;
    }
    say!(
        "search: http://{}/ shows the page, http://{}/api/v1/search?q=… answers programs; Ctrl-C ends it",
        server.address(),
        server.address()
    );
    if !options.listen.ip().is_loopback() {
        say!(
            "search: anybody who can reach this machine can search; put it behind a server with TLS and accounts if that is too many"
        );
    }
    let (stop, stopped) = std::sync::mpsc::channel();
    ctrlc::set_handler(move || {
        let _ = stop.send(());
    })?;
    server.run(move || stopped.recv().unwrap_or_default())?;
    Ok(Outcome::Done)
}
