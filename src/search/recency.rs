//! How much less an old article counts, where that is asked for.

use super::SearchRequest;
use super::collection::Collection;
use super::commit::Commit;
use super::ranking::RECENCY;

/// The day from which ages are counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Recency {
    newest: f32,
}

impl Recency {
    /// What a request asks for. Ages are counted from the newest article, so that the order does not change from day to day.
    pub fn of(request: &SearchRequest, searcher: &Commit) -> tantivy::Result<Option<Recency>> {
        if !request.prefer_recent {
            return Ok(None);
        }
        let mut newest = searcher.collection().map_or(Ok(0), Collection::newest)?;
        for segment in searcher.segment_readers() {
            if let Ok(dates) = segment.fast_fields().u64("date") {
                newest = newest.max(dates.max_value());
            }
        }
        Ok(Some(Recency { newest: years(newest) }))
    }

    /// What the score of an article of this date, as yyyymmdd, is multiplied by. One without a date counts as an old one.
    pub fn factor(self, date: Option<u64>) -> f32 {
        let fresh = date.map_or(0.0, |date| 0.5_f32.powf((self.newest - years(date)).max(0.0) / RECENCY.half_life));
        1.0 - RECENCY.most + RECENCY.most * fresh
    }
}

/// A date as yyyymmdd in years; of one that is known in part its start.
fn years(date: u64) -> f32 {
    let month = (date / 100 % 100).max(1) - 1;
    let day = (date % 100).max(1) - 1;
    (date / 10_000) as f32 + month as f32 / 12.0 + day as f32 / 366.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_older_the_less() {
        let recency = Recency { newest: years(20260316) };
        let factors: Vec<f32> = [Some(20260316), Some(20260301), Some(20260300), Some(20250316), Some(20010101), None]
            .map(|date| recency.factor(date))
            .to_vec();
        assert_eq!(factors[0], 1.0);
        assert_eq!(factors[1], factors[2]);
        assert!(factors.is_sorted_by(|a, b| a >= b), "{factors:?}");
        assert_eq!(factors[5], 1.0 - RECENCY.most);
    }
}
