//! `search similar`

use std::io::Write;

use anyhow::Result;

use crate::args::SimilarOptions;
use crate::opening::searcher;
use crate::render::results;
use crate::{Outcome, json};

pub(crate) fn run(options: &SimilarOptions) -> Result<Outcome> {
    let searcher = searcher(&options.place, None)?;
    let similar = searcher.similar(&options.id.as_str().into(), options.limit)?;
    let mut out = anstream::stdout().lock();
    if options.json {
        json::write_line(&similar, &mut out)?;
    } else {
        results::print(&similar, 0, &mut out)?;
    }
    out.flush()?;
    Ok(if similar.total > 0 { Outcome::Done } else { Outcome::Nothing })
}
