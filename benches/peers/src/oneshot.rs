//! Whole processes of the `search` program: one query each, the index in the page cache.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Result, ensure};

use crate::engines::Engine;
use crate::figures::{Figures, Unit, median, percentile};
use crate::queries::Query;

/// So many processes in a round.
const PROCESSES: usize = 50;

/// Asks each round some queries, each of a process of its own, after a first round that is not counted.
pub fn ask(program: &Path, index: &Path, queries: &[Query], rounds: usize, figures: &mut Figures) -> Result<()> {
    let step = (queries.len() / PROCESSES).max(1);
    for round in 0..=rounds {
        let mut times = Vec::new();
        for query in queries.iter().step_by(step) {
            let started = Instant::now();
            let output = Command::new(program).arg("query").arg("--index").arg(index).args(&query.words).output()?;
            times.push(started.elapsed().as_secs_f64() * 1e3);
            ensure!(output.status.success() && !output.stdout.is_empty(), "{query:?}: {output:?}");
        }
        if round > 0 {
            figures.add("one process with one query, median", Unit::Millis, Engine::Izdeu, median(times.clone()));
            let measure = "one process with one query, 99th percentile";
            figures.add(measure, Unit::Millis, Engine::Izdeu, percentile(times, 0.99));
        }
    }
    Ok(())
}
