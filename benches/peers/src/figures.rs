//! Figures of many rounds, and ratios of engines with their spread.

use std::collections::BTreeMap;

use crate::engines::Engine;

/// What was measured, by measure and engine: a figure for each round.
#[derive(Debug, Default)]
pub struct Figures {
    /// In the order in which they were first measured.
    measures: Vec<(String, Unit)>,
    rounds: BTreeMap<(String, &'static str), Vec<f64>>,
}

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// Microseconds.
    Micros,
    /// Milliseconds.
    Millis,
    /// Megabytes.
    Megabytes,
    /// A share or a factor of something.
    Share,
    /// So many a second.
    PerSecond,
}

impl Figures {
    /// Notes the figure of a round, and shows it to who waits for the table.
    pub fn add(&mut self, measure: &str, unit: Unit, engine: Engine, figure: f64) {
        if !self.measures.iter().any(|(known, _)| known == measure) {
            self.measures.push((measure.to_owned(), unit));
        }
        eprintln!("{}, {measure}: {}", engine.name(), unit.write(figure));
        self.rounds.entry((measure.to_owned(), engine.name())).or_default().push(figure);
    }

    /// Notes how many times as much one measure is as another one, round by round.
    pub fn add_quotient(&mut self, measure: &str, dividend: &str, divisor: &str, engines: &[Engine]) {
        for engine in engines {
            let of = |measure: &str| self.rounds.get(&(measure.to_owned(), engine.name())).cloned().unwrap_or_default();
            let quotients: Vec<f64> = of(dividend).iter().zip(of(divisor)).map(|(all, part)| all / part).collect();
            quotients.into_iter().for_each(|quotient| self.add(measure, Unit::Share, *engine, quotient));
        }
    }

    /// A table: a line for each measure, for each engine the median of its rounds and, in brackets, the median and the spread of its
    /// ratio to the first engine's in the same round.
    pub fn print(&self, engines: &[Engine]) {
        let names: Vec<&str> = engines.iter().map(|engine| engine.name()).collect();
        println!("| | {} |", names.join(" | "));
        println!("|---{}|", "|---".repeat(names.len()));
        for (measure, unit) in &self.measures {
            let of = |engine: Engine| self.rounds.get(&(measure.clone(), engine.name()));
            let first = of(engines[0]);
            let cells = engines.iter().map(|engine| match of(*engine) {
                None => "–".to_owned(),
                Some(rounds) => {
                    let figure = unit.write(median(rounds.clone()));
                    match first {
                        Some(first) if *engine != engines[0] => format!("{figure} ({})", ratio(rounds, first)),
                        None if rounds.len() > 1 => format!("{figure} ({})", spread(rounds, *unit)),
                        _ => figure,
                    }
                }
            });
            println!("| {measure} | {} |", cells.collect::<Vec<_>>().join(" | "));
        }
    }
}

impl Unit {
    fn write(self, figure: f64) -> String {
        match self {
            Unit::Seconds => format!("{figure:.1} s"),
            Unit::Micros => format!("{figure:.0} µs"),
            Unit::Millis => format!("{figure:.1} ms"),
            Unit::Megabytes => format!("{figure:.0} MB"),
            Unit::Share => format!("{figure:.3}"),
            Unit::PerSecond => format!("{figure:.0}/s"),
        }
    }
}

/// The figure in the middle.
pub fn median(figures: Vec<f64>) -> f64 {
    percentile(figures, 0.5)
}

/// The figure that this share of all is below.
pub fn percentile(mut figures: Vec<f64>, share: f64) -> f64 {
    figures.sort_unstable_by(f64::total_cmp);
    figures
        .get(((figures.len() as f64 * share) as usize).min(figures.len().saturating_sub(1)))
        .copied()
        .unwrap_or(f64::NAN)
}

fn ratio(rounds: &[f64], first: &[f64]) -> String {
    let ratios: Vec<f64> = rounds.iter().zip(first).map(|(figure, first)| figure / first).collect();
    let (least, most) = (percentile(ratios.clone(), 0.0), percentile(ratios.clone(), 1.0));
    let middle = median(ratios);
    if format!("{least:.2}") == format!("{most:.2}") {
        format!("× {middle:.2}")
    } else {
        format!("× {middle:.2}; {least:.2}–{most:.2}")
    }
}

fn spread(rounds: &[f64], unit: Unit) -> String {
    format!("{}–{}", unit.write(percentile(rounds.to_vec(), 0.0)), unit.write(percentile(rounds.to_vec(), 1.0)))
}
