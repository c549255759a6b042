//! Which segments are merged.

use rustc_hash::FxHashMap;
use tantivy::index::SegmentMeta;
use tantivy::indexer::{LogMergePolicy, MergeCandidate, MergePolicy};

use super::memory::{MERGED_AT_ONCE, Memory};

/// A segment of which a larger part is deleted is written anew.
const MOST_DELETED: f32 = 0.3;

/// Merges segments of about one size, as the engine does, but not more articles at once than there is memory for: a sync may leave many
/// segments at a time.
#[derive(Debug)]
pub(super) struct Merging {
    by_size: LogMergePolicy,
    /// The most articles of a merge.
    most: u32,
}

impl Merging {
    /// Merges within what the memory is shared out for.
    pub fn of(memory: Memory) -> Merging {
        let mut by_size = LogMergePolicy::default();
        by_size.set_min_num_segments(MERGED_AT_ONCE);
        by_size.set_max_docs_before_merge(memory.most_merged);
        by_size.set_del_docs_ratio_before_merge(MOST_DELETED);
        Merging { by_size, most: u32::try_from(memory.most_merged * MERGED_AT_ONCE).unwrap_or(u32::MAX) }
    }
}

impl MergePolicy for Merging {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let articles: FxHashMap<_, _> = segments.iter().map(|segment| (segment.id(), segment.num_docs())).collect();
        let mut merges: Vec<MergeCandidate> = Vec::new();
        for MergeCandidate(candidates) in self.by_size.compute_merge_candidates(segments) {
            let is_alone = candidates.len() == 1; // it is written anew
            let (mut together, mut sum) = (Vec::new(), 0_u32);
            for segment in candidates {
                let more = articles.get(&segment).copied().unwrap_or_default();
                if !together.is_empty() && sum.saturating_add(more) > self.most {
                    merges.push(MergeCandidate(std::mem::take(&mut together)));
                    sum = 0;
                }
                together.push(segment);
                sum = sum.saturating_add(more);
            }
            merges.push(MergeCandidate(together));
            merges.retain(|MergeCandidate(merged)| is_alone || merged.len() > 1);
        }
        merges
    }
}

#[cfg(test)]
mod tests {
    use tantivy::index::SegmentId;

    use super::*;
    use crate::index::Index;

    #[test]
    fn many_segments_are_merged_some_at_a_time() {
        let engine = Index::in_memory().unwrap().engine;
        let segments: Vec<SegmentMeta> =
            (0..20).map(|_| engine.new_segment_meta(SegmentId::generate_random(), 100)).collect();
        let merging = |most| Merging { most, ..Merging::of(Memory::share(Memory::LEAST, 1).unwrap()) };
        let sizes = |most| {
            let merges = merging(most).compute_merge_candidates(&segments);
            merges.iter().map(|MergeCandidate(merged)| merged.len()).collect::<Vec<_>>()
        };
        assert_eq!(sizes(u32::MAX), [20]);
        assert_eq!(sizes(350), [3, 3, 3, 3, 3, 3, 2]);
        // What is alone in its merge stays as it is.
        assert_eq!(sizes(950), [9, 9, 2]);
        assert_eq!(sizes(1_900), [19]);
        assert_eq!(sizes(99), [0; 0]);
    }
}
