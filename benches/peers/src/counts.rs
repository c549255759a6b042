//! Which queries may be timed: those that find about the same articles in every engine.
//!
//! One engine once looked a hundred times faster than the others because it found nothing.

use anyhow::{Result, ensure};

use crate::engines::{Asked, Engine};
use crate::queries::Query;

/// Counts of izdeu, which finds words by their dictionary forms, may differ from those of a stemmer by this factor.
const TOLERANCE: f64 = 1.5;
/// A query has to find as many articles as a page shows.
const FEWEST: usize = 10;
/// If fewer of the drawn queries agree, something is wrong with an engine and not with the queries.
const LEAST_SHARE: f64 = 0.5;

/// The queries that may be timed, and what was found out on the way, for people.
pub struct Agreed {
    /// The first of the drawn queries that agree, as many as are wanted.
    pub queries: Vec<Query>,
    /// What was found out, a line for each engine.
    pub report: Vec<String>,
}

/// Asks all engines how many articles match, until enough queries agree. The first engine is the one to compare with. In the small
/// indexes a query has to find anything at all.
pub fn agree(
    drawn: Vec<Query>,
    wanted: usize,
    engines: &mut [(Engine, Box<dyn Asked>)],
    small: &mut [(Engine, Box<dyn Asked>)],
) -> Result<Agreed> {
    let (mut queries, mut asked, mut rare) = (Vec::new(), 0, 0);
    let mut ratios = vec![Vec::new(); engines.len()];
    for query in drawn {
        if queries.len() == wanted {
            break;
        }
        let counts = engines.iter_mut().map(|(_, engine)| engine.count(&query)).collect::<Result<Vec<_>>>()?;
        let of_small = small.iter_mut().map(|(_, engine)| engine.count(&query)).collect::<Result<Vec<_>>>()?;
        if counts[0] < FEWEST || of_small.contains(&0) {
            rare += 1;
            continue;
        }
        asked += 1;
        let of_query: Vec<f64> = counts.iter().map(|count| *count as f64 / counts[0] as f64).collect();
        of_query.iter().zip(&mut ratios).for_each(|(ratio, all)| all.push(*ratio));
        if of_query.iter().all(|ratio| (1.0 / TOLERANCE..=TOLERANCE).contains(ratio))
            && counts.iter().all(|count| *count >= FEWEST)
        {
            queries.push(query);
        }
    }
    let mut report = vec![format!(
        "{} of {asked} queries with {FEWEST} articles or more agree within a factor of {TOLERANCE} ({rare} others find fewer)",
        queries.len()
    )];
    for ((engine, _), mut ratios) in engines.iter().zip(ratios).skip(1) {
        ratios.sort_unstable_by(f64::total_cmp);
        let at = |share: f64| ratios[(ratios.len() as f64 * share) as usize];
        let same = ratios.iter().filter(|ratio| **ratio == 1.0).count();
        report.push(format!(
            "{} ÷ {}: exactly as many in {:.0} %, median {:.2}, 5th percentile {:.2}, 95th {:.2}",
            engine.name(),
            engines[0].0.name(),
            same as f64 / ratios.len() as f64 * 100.0,
            at(0.5),
            at(0.05),
            at(0.95)
        ));
    }
    let share = queries.len() as f64 / asked.max(1) as f64;
    ensure!(share >= LEAST_SHARE, "the engines disagree, nothing is timed:\n{}", report.join("\n"));
    Ok(Agreed { queries, report })
}
