//! Rounds of the same work, the engines by turns.

use anyhow::Result;

use crate::engines::{Asked, Engine, Parts};
use crate::figures::{Figures, Unit, median, percentile};
use crate::queries::{Kind, Query};

/// So many queries are asked of one engine before the next one's turn: what disturbs the machine disturbs all.
const TURN: usize = 50;

/// So many of the slowest queries are named.
const SLOWEST: usize = 3;

/// What a round of queries took, in microseconds, one for each query.
#[derive(Default)]
struct Times {
    whole: Vec<f64>,
    typed: Vec<f64>,
    parts: Vec<Parts>,
}

/// Asks all queries of all engines, round after round. The first round warms up and is not counted.
pub fn ask(
    queries: &[Query],
    rounds: usize,
    engines: &mut [(Engine, Box<dyn Asked>)],
    size: &str,
    figures: &mut Figures,
) -> Result<()> {
    for round in 0..=rounds {
        let mut times: Vec<Times> = engines.iter().map(|_| Times::default()).collect();
        for turn in queries.chunks(TURN) {
            for ((_, engine), times) in engines.iter_mut().zip(&mut times) {
                for query in turn {
                    times.whole.push(engine.whole(query)?);
                }
            }
            for ((_, engine), times) in engines.iter_mut().zip(&mut times) {
                for query in turn {
                    times.typed.push(engine.typed(query)?);
                }
            }
            for ((_, engine), times) in engines.iter_mut().zip(&mut times) {
                for query in turn {
                    times.parts.push(engine.parts(query)?);
                }
            }
        }
        if round == rounds {
            engines.iter().zip(&times).for_each(|((engine, _), times)| show_slowest(queries, times, *engine));
        }
        if round > 0 {
            let all = engines.iter().zip(times);
            all.for_each(|((engine, _), times)| note(queries, &times, *engine, size, figures));
        }
        eprintln!("round {round} of {rounds} done");
    }
    Ok(())
}

/// Says which queries an engine is slowest at.
fn show_slowest(queries: &[Query], times: &Times, engine: Engine) {
    for (name, times) in [("as typed", &times.typed), ("with the same matches", &times.whole)] {
        let mut by_time: Vec<(&Query, f64)> = queries.iter().zip(times.iter().copied()).collect();
        by_time.sort_unstable_by(|(_, a), (_, b)| b.total_cmp(a));
        for (query, time) in by_time.into_iter().take(SLOWEST) {
            let between = if query.kind == Kind::Or { " | " } else { " " };
            eprintln!("{}, slow {name}: {time:.0} µs for {}", engine.name(), query.words.join(between));
        }
    }
}

fn note(queries: &[Query], times: &Times, engine: Engine, size: &str, figures: &mut Figures) {
    let mut add = |measure: &str, figure| figures.add(&format!("{measure}{size}"), Unit::Micros, engine, figure);
    let of = |times: &[f64], kind: Kind, words: usize| -> Vec<f64> {
        let asked = queries.iter().zip(times);
        asked.filter(|(query, _)| query.kind == kind && query.words.len() >= words).map(|(_, time)| *time).collect()
    };
    add("search as typed, median", median(times.typed.clone()));
    add("search as typed, 99th percentile", percentile(times.typed.clone(), 0.99));
    add("search with the same matches, median", median(times.whole.clone()));
    add("search with the same matches, 99th percentile", percentile(times.whole.clone(), 0.99));
    for (name, times) in [("as typed", &times.typed), ("same matches", &times.whole)] {
        add(&format!("… of one word, {name}"), median(of(times, Kind::One, 1)));
        add(&format!("… of two words and more, all of them, {name}"), median(of(times, Kind::And, 2)));
        add(&format!("… of two words and more, any of them, {name}"), median(of(times, Kind::Or, 2)));
    }
    let parts: [(&str, fn(&Parts) -> f64); 5] = [
        ("total, cities and months", |parts| parts.facets),
        ("ten snippets", |parts| parts.snippets),
        ("the ten best", |parts| parts.best),
        ("the ten newest", |parts| parts.newest),
        ("search for the newest, all of it", |parts| parts.newest_page),
    ];
    for (name, part) in parts {
        add(&format!("{name}, median"), median(times.parts.iter().map(part).collect()));
    }
}
