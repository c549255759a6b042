//! `search serve`

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail};
use clap::Args;
use izdeu::{ApiKeys, ClusterAddress, Index, Server, ServerOptions};

use crate::place::{IndexFolder, Place, PlaceOptions};
use crate::{Outcome, opening};

/// How often a cluster is asked whether there is anything new: that is a few requests to other machines.
const LOOK_AT_CLUSTER_EVERY: Duration = Duration::from_secs(5);
/// How many searches of a cluster a core has at the same time: most of their time they wait for other machines.
const SEARCHES_OF_A_CORE: usize = 4;

const SERVE_EXAMPLES: &str = "\
Examples:
  search serve                                  the page at http://127.0.0.1:7700/, for this machine alone
  search serve --listen 0.0.0.0:8080            for the network
  search serve --cluster http://localhost:7280  what `search index --cluster` has put there
  curl 'http://127.0.0.1:7700/api/v1/search?q=Конституция&city=Астана'

It turns to every new commit of the index by itself, to what is new in a cluster within five seconds. Exit status: 0 ended by Ctrl-C or SIGTERM, 2 error.";

#[derive(Debug, Args)]
#[command(after_help = SERVE_EXAMPLES)]
pub(crate) struct ServeOptions {
    #[command(flatten)]
    pub place: PlaceOptions,
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
    /// Let programs with one of these keys, one a line, add and remove articles of an index in a folder; without it programs
    /// on this machine may, if no other can reach the address
    #[arg(long, value_name = "FILE")]
    pub api_key_file: Option<PathBuf>,
}

pub(crate) fn run(options: &ServeOptions) -> Result<Outcome> {
    let serving = ServerOptions::new().listen(options.listen).requests_a_second(options.rate);
    let server = match options.place.chosen()? {
        Place::Folder(folder) => over_folder(folder, serving, options)?,
        Place::Cluster(address) => over_cluster(address, serving, options)?,
    };
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

fn over_folder(folder: &IndexFolder, serving: ServerOptions, options: &ServeOptions) -> Result<Server> {
    let searcher = opening::local(folder, options.synonyms.as_deref())?;
    searcher.warm()?;
    let server = Server::bind(Arc::new(searcher), serving)?;
    let keys = options.api_key_file.as_ref().map(ApiKeys::from_file).transpose()?;
    if keys.is_none() && !options.listen.ip().is_loopback() {
        return Ok(server);
    }
    let folder = folder.path();
    Ok(server.with_writing(move || Index::open(&folder), keys)?)
}

fn over_cluster(address: ClusterAddress, serving: ServerOptions, options: &ServeOptions) -> Result<Server> {
    if options.api_key_file.is_some() {
        bail!("the articles of a cluster are changed by `search index --cluster` alone; leave --api-key-file out");
    }
    let searcher = opening::distant(address, options.synonyms.as_deref())?;
    let searches = serving.searches_at_once * SEARCHES_OF_A_CORE;
    let serving = serving.reload_every(LOOK_AT_CLUSTER_EVERY).searches_at_once(searches);
    let server = Server::bind(Arc::new(searcher), serving)?;
    Ok(server.without_writing("the articles are in a cluster: they are added and removed by `search index --cluster`"))
}
