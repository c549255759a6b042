//! The articles that match a query, segment by segment.

use super::clause::Strictness;
use super::commit::Commit;
use super::compile::Compiled;
use super::deadline::Deadline;
use super::docs::Docs;
use super::leaf::Leaf;
use super::segment::Segment;

/// The articles that match a query.
pub(super) struct Matching<'a> {
    pub segments: Vec<OfSegment<'a>>,
    /// Whether only some of the words are there.
    pub is_any: bool,
    /// How many match.
    pub total: usize,
    /// Whether time was over before all of the index was looked through.
    pub is_cut: bool,
}

/// Those of a segment.
pub(super) struct OfSegment<'a> {
    pub segment: Segment<'a>,
    pub docs: Docs,
    /// How many they are.
    pub articles: usize,
    /// Those with all of the words, if fewer are enough.
    pub complete: Option<Docs>,
}

impl<'a> Matching<'a> {
    /// What has most of the words; where nothing does, whatever has any of them.
    pub fn of(
        compiled: &'a Compiled,
        filters: &'a [Leaf],
        commit: &'a Commit,
        deadline: Deadline,
    ) -> tantivy::Result<Matching<'a>> {
        let most = Matching::by(Strictness::Most, compiled, filters, commit, deadline)?;
        if most.total > 0 || most.is_cut || compiled.clause.parts() < 2 {
            return Ok(most);
        }
        let any = Matching::by(Strictness::Any, compiled, filters, commit, deadline)?;
        Ok(Matching { is_any: any.total > 0, ..any })
    }

    fn by(
        strictness: Strictness,
        compiled: &'a Compiled,
        filters: &'a [Leaf],
        commit: &'a Commit,
        deadline: Deadline,
    ) -> tantivy::Result<Matching<'a>> {
        let mut matching = Matching { segments: Vec::new(), is_any: false, total: 0, is_cut: false };
        for (number, reader) in commit.segment_readers().iter().enumerate() {
            let mut segment = Segment::of(commit, number as u32, deadline);
            let mut docs = compiled.clause.docs(strictness, &mut segment)?;
            for filter in filters {
                segment.narrow(&mut docs, filter)?;
            }
            if let Some(alive) = reader.alive_bitset() {
                docs.retain(|doc| alive.is_alive(doc));
            }
            let is_loose = strictness == Strictness::Most && compiled.clause.has_loose();
            let complete = is_loose.then(|| compiled.clause.docs(Strictness::All, &mut segment)).transpose()?;
            // A set that was not read to its end may lack what it should leave out.
            if deadline.is_over() {
                matching.is_cut = true;
                break;
            }
            let articles = docs.len();
            matching.total += articles;
            matching.segments.push(OfSegment { segment, docs, articles, complete });
        }
        Ok(matching)
    }

    /// Whether some article has all of the words.
    pub fn has_complete(&self) -> bool {
        self.segments.iter().any(|one| one.complete.as_ref().is_none_or(|complete| complete.meet(&one.docs)))
    }
}
