//! Where the articles are: in the index of a folder, or in a cluster.
//!
//! What the command line names counts, whatever the environment says; the environment alone may name one of the two.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use clap::Args;
use izdeu::{ClusterAddress, Credentials};

use crate::args::DEFAULT_CORPUS;

/// Where the index is unless told otherwise.
const DEFAULT_INDEX: &str = "index";
/// What the environment says where the command line does not.
const INDEX: &str = "SEARCH_INDEX";
const CLUSTER: &str = "SEARCH_CLUSTER_URL";
const NAME: &str = "SEARCH_CLUSTER_NAME";
const CERTIFICATES: &str = "SEARCH_CLUSTER_CA";

/// Above the options of a cluster in the help.
pub(crate) const HEADING: &str = "Articles in a cluster";

/// Where the index is.
#[derive(Debug, Args)]
pub(crate) struct IndexFolder {
    /// The folder of the index [env: SEARCH_INDEX] [default: ./index]
    // Clap would not tell the command line from the environment.
    #[arg(long = "index", value_name = "DIR")]
    given: Option<PathBuf>,
}

impl IndexFolder {
    /// The folder.
    pub fn path(&self) -> PathBuf {
        self.named().unwrap_or_else(|| DEFAULT_INDEX.into())
    }

    /// The corpus to build a missing index from: only where neither the index was named nor a corpus is missing.
    pub fn default_corpus(&self) -> Option<&'static Path> {
        let corpus = Path::new(DEFAULT_CORPUS);
        (self.named().is_none() && corpus.is_dir()).then_some(corpus)
    }

    fn named(&self) -> Option<PathBuf> {
        self.given.clone().or_else(|| set(INDEX).map(PathBuf::from))
    }
}

/// Where a cluster is, and what the articles are called there.
#[derive(Debug, Args)]
pub(crate) struct ClusterPlace {
    /// The nodes of Quickwit, OpenSearch or Elasticsearch: http://a:7280,http://b:7280 [env: SEARCH_CLUSTER_URL]
    ///
    /// What the command line names counts, whatever the environment says: --index means a folder also where SEARCH_CLUSTER_URL is set.
    // No type of its own: clap would print what is wrong with it, and that may be a password.
    #[arg(long = "cluster", value_name = "URL[,URL]", help_heading = HEADING)]
    urls: Option<String>,
    /// What the articles are called in the cluster [env: SEARCH_CLUSTER_NAME] [default: news]
    #[arg(long, value_name = "NAME", help_heading = HEADING)]
    name: Option<String>,
    /// A file with what lets you in, which only you can read [env: SEARCH_CLUSTER_CREDENTIALS]
    ///
    /// It has the lines «user: …» and «password: …», or the line «api-key: …», or «token: …». Without a file the environment counts:
    /// SEARCH_CLUSTER_USER with SEARCH_CLUSTER_PASSWORD, or SEARCH_CLUSTER_API_KEY, or SEARCH_CLUSTER_TOKEN.
    #[arg(long, value_name = "FILE", help_heading = HEADING)]
    cluster_credentials: Option<PathBuf>,
    /// A file of certificates (PEM) to trust instead of those of the web [env: SEARCH_CLUSTER_CA]
    #[arg(long, value_name = "FILE", help_heading = HEADING)]
    cluster_ca: Option<PathBuf>,
}

impl ClusterPlace {
    /// The address, for commands that are about clusters alone.
    pub fn address(&self) -> Result<ClusterAddress> {
        let urls = self.urls.clone().or_else(|| set_text(CLUSTER));
        let urls =
            urls.ok_or_else(|| anyhow!("say where the cluster is: --cluster http://localhost:7280, or {CLUSTER}"))?;
        let mut address = ClusterAddress::new(&urls)?;
        if let Some(name) = self.name.clone().or_else(|| set_text(NAME)) {
            address = address.name(&name)?;
        }
        let credentials = match &self.cluster_credentials {
            Some(file) => Some(Credentials::from_file(file)?),
            None => Credentials::from_environment()?,
        };
        if let Some(credentials) = credentials {
            address = address.credentials(credentials);
        }
        if let Some(file) = self.cluster_ca.clone().or_else(|| set(CERTIFICATES).map(PathBuf::from)) {
            address = address.authorities(file);
        }
        Ok(address)
    }

    /// The first option that means nothing without a cluster.
    fn idle_option(&self) -> Option<&'static str> {
        let given = [
            (self.name.is_some(), "--name"),
            (self.cluster_credentials.is_some(), "--cluster-credentials"),
            (self.cluster_ca.is_some(), "--cluster-ca"),
        ];
        given.into_iter().find_map(|(is_given, option)| is_given.then_some(option))
    }
}

/// Where the articles are, as options.
#[derive(Debug, Args)]
pub(crate) struct PlaceOptions {
    #[command(flatten)]
    folder: IndexFolder,
    #[command(flatten)]
    cluster: ClusterPlace,
}

/// Where the articles are.
pub(crate) enum Place<'a> {
    Folder(&'a IndexFolder),
    Cluster(ClusterAddress),
}

impl PlaceOptions {
    /// Where the articles are.
    pub fn chosen(&self) -> Result<Place<'_>> {
        let said = Named { folder: self.folder.given.is_some(), cluster: self.cluster.urls.is_some() };
        let environment = Named { folder: set(INDEX).is_some(), cluster: set(CLUSTER).is_some() };
        if is_in_cluster(said, environment)? {
            return Ok(Place::Cluster(self.cluster.address()?));
        }
        if let Some(option) = self.cluster.idle_option() {
            bail!("{option} is for articles in a cluster: say where it is by --cluster URL, or leave {option} out");
        }
        Ok(Place::Folder(&self.folder))
    }
}

/// Which places are named.
#[derive(Clone, Copy)]
struct Named {
    folder: bool,
    cluster: bool,
}

/// Whether the articles are in a cluster. Nothing is written or searched where it is not plain which of the two is meant.
fn is_in_cluster(said: Named, environment: Named) -> Result<bool> {
    match (said, environment) {
        (Named { folder: true, cluster: true }, _) => {
            bail!("--index names the index of a folder, --cluster articles on many machines; give one of them")
        }
        (Named { folder: false, cluster: false }, Named { folder: true, cluster: true }) => {
            bail!("both {INDEX} and {CLUSTER} are set; say which one is meant by --index DIR or --cluster URL")
        }
        (Named { folder: false, cluster: false }, environment) => Ok(environment.cluster),
        (said, _) => Ok(said.cluster),
    }
}

/// A setting of the environment; an empty one is none.
fn set(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

fn set_text(name: &str) -> Option<String> {
    set(name).map(|value| value.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_counts_and_the_environment_must_be_plain() {
        let named = |folder, cluster| Named { folder, cluster };
        let (nothing, folder, cluster, both) =
            (named(false, false), named(true, false), named(false, true), named(true, true));
        for (said, environment, expected) in [
            (nothing, nothing, Some(false)),
            (nothing, folder, Some(false)),
            (nothing, cluster, Some(true)),
            (nothing, both, None),
            (folder, cluster, Some(false)),
            (folder, both, Some(false)),
            (cluster, folder, Some(true)),
            (cluster, both, Some(true)),
            (both, nothing, None),
        ] {
            assert_eq!(is_in_cluster(said, environment).ok(), expected);
        }
    }
}
