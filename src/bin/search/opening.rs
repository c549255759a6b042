//! Opening the articles for searches, wherever they are kept.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use izdeu::{Cluster, ClusterAddress, ClusterSearcher, Error, Index, LocalSearcher, Searcher, Synonyms};

use crate::args::usual_reading;
use crate::place::{IndexFolder, Place, PlaceOptions};
use crate::render::NOTE;
use crate::{build, index};

/// How long a cluster may take for one answer, and how long what failed is tried again: somebody waits for it.
const ANSWER: Duration = Duration::from_secs(30);
const PATIENCE: Duration = Duration::from_secs(10);

/// A searcher over the articles, with these synonyms beside the bundled ones.
pub(crate) fn searcher(place: &PlaceOptions, synonyms: Option<&Path>) -> Result<Box<dyn Searcher>> {
    Ok(match place.chosen()? {
        Place::Folder(folder) => Box::new(local(folder, synonyms)?),
        Place::Cluster(address) => Box::new(distant(address, synonyms)?),
    })
}

/// The same in the index of a folder.
pub(crate) fn local(folder: &IndexFolder, synonyms: Option<&Path>) -> Result<LocalSearcher> {
    let searcher = LocalSearcher::open(&open(folder)?)?;
    Ok(match synonyms {
        Some(file) => searcher.with_synonyms(Synonyms::bundled().with_file(file)?),
        None => searcher,
    })
}

/// The same in a cluster.
pub(crate) fn distant(address: ClusterAddress, synonyms: Option<&Path>) -> Result<ClusterSearcher> {
    let searcher = connect(address)?.searcher()?;
    // It takes as long as it takes, and a search has a time.
    searcher.warm()?;
    Ok(match synonyms {
        Some(file) => searcher.with_synonyms(Synonyms::bundled().with_file(file)?),
        None => searcher,
    })
}

/// A connection for somebody who waits.
pub(crate) fn connect(address: ClusterAddress) -> Result<Cluster> {
    Ok(Cluster::connect_within(address, ANSWER, PATIENCE)?)
}

/// Opens the index; where there is none and nothing was said of where, it is built from ./corpus first.
fn open(folder: &IndexFolder) -> Result<Index> {
    let path = folder.path();
    match (Index::open(&path), folder.default_corpus()) {
        (Err(Error::NoIndex { .. }), Some(corpus)) => {
            say!(
                "{}: there is no index yet; building it in ./{} from ./{}",
                NOTE.paint("search"),
                path.display(),
                corpus.display()
            );
            let plan =
                build::Plan { paths: &[corpus.to_path_buf()], reading: usual_reading(), ..build::Plan::default() };
            let report = build::sync(&path, plan)?.report;
            index::print_problems(&report.problems, report.more_problems);
            say!("{}: {} articles ({})", NOTE.paint("search"), report.added, build::speed(&report));
            Ok(Index::open(&path)?)
        }
        (opened, _) => {
            let index = opened?;
            if index.is_outdated() {
                say!(
                    "{}: an older version read these articles; read them again with: search index --index {} PATH…",
                    NOTE.paint("note"),
                    path.display()
                );
            }
            Ok(index)
        }
    }
}
