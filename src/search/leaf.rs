//! The leaves of a query: what an article says or not, and how much it scores where it does.

use std::sync::Arc;

use tantivy::Term;

use super::commit::Commit;
use super::facts::Fact;
use super::positions::Positions;
use super::ranking::{K1, rarity};
use super::sought::Sought;

/// What an article says or not.
#[derive(Debug, Clone)]
pub(super) enum Leaf {
    /// One of several ways to say a thing, of which the best scores: forms of one word do not add up. Without a way nothing
    /// matches.
    Said(Vec<Way>),
    /// Parts that stand somehow to one another; the score of the parts counts so often.
    Placed(Arc<Positions>, f32),
    /// Any of these terms of fields that hold no text: places, sources. It does not score.
    Labelled(Vec<Term>),
    /// What is known about the article; it does not score.
    Known(Fact),
}

/// A word, or words in a row.
#[derive(Debug, Clone)]
pub(super) struct Way {
    /// What stands there, each with its place from the first one on.
    pub row: Vec<(u32, Sought)>,
    /// How much it weighs.
    pub weight: f32,
    /// In how many articles it is taken to stand, if not in those that have it. Words that stand for one another are as rare as
    /// one of them: else the rarest of them, a slip or an abbreviation that few use, would outweigh the word that was typed. The
    /// same as Lucene's `SynonymQuery` and `TermStates` of rewritten queries do.
    pub articles: Option<u64>,
}

impl Leaf {
    /// What no article says.
    pub fn nothing() -> Leaf {
        Leaf::Said(Vec::new())
    }

    /// Any of these ways; none where there are none.
    pub fn of(ways: Vec<Way>) -> Option<Leaf> {
        (!ways.is_empty()).then_some(Leaf::Said(ways))
    }

    /// A word.
    pub fn word(sought: Sought, weight: f32) -> Leaf {
        Leaf::Said(vec![Way { weight, ..Way::of(vec![(0, sought)]) }])
    }

    /// A label.
    pub fn label(term: Term) -> Leaf {
        Leaf::Labelled(vec![term])
    }

    /// The best of several ways to say one thing; none where there are none. What is not said is no such way.
    pub fn best_of(leaves: impl IntoIterator<Item = Leaf>) -> Option<Leaf> {
        let ways = leaves.into_iter().flat_map(|leaf| match leaf {
            Leaf::Said(ways) => ways,
            Leaf::Placed(..) | Leaf::Labelled(_) | Leaf::Known(_) => Vec::new(),
        });
        Leaf::of(ways.collect())
    }

    /// With so much more weight.
    pub fn times(mut self, factor: f32) -> Leaf {
        match &mut self {
            Leaf::Said(ways) => ways.iter_mut().for_each(|way| way.weight *= factor),
            Leaf::Placed(_, weight) => *weight *= factor,
            Leaf::Labelled(_) | Leaf::Known(_) => {}
        }
        self
    }

    /// With its words as rare as what stands in so many articles.
    pub fn rare_as_in(mut self, articles: u64) -> Leaf {
        if let Leaf::Said(ways) = &mut self {
            ways.iter_mut().for_each(|way| way.articles = Some(articles));
        }
        self
    }

    /// The most that it can score.
    pub fn most(&self, commit: &Commit) -> tantivy::Result<f32> {
        match self {
            Leaf::Said(ways) => {
                ways.iter().map(|way| way.factor(commit)).try_fold(0.0, |most: f32, way| Ok(most.max(way?)))
            }
            Leaf::Placed(positions, weight) => {
                let parts = positions.parts().iter().map(|part| part.most(commit));
                Ok(weight * parts.sum::<tantivy::Result<f32>>()?)
            }
            Leaf::Labelled(_) | Leaf::Known(_) => Ok(0.0),
        }
    }
}

impl Way {
    /// What stands in a row, each with its place from the first one on.
    pub fn of(row: Vec<(u32, Sought)>) -> Way {
        Way { row, weight: 1.0, articles: None }
    }

    /// What the share of BM25 that a text gives is multiplied by.
    pub fn factor(&self, commit: &Commit) -> tantivy::Result<f32> {
        let all = commit.all()?;
        let mut rare = 0.0;
        for (_, sought) in &self.row {
            let having = match self.articles {
                Some(articles) => articles.min(all),
                None => commit.articles(sought)?,
            };
            rare += rarity(all as f32, having as f32);
        }
        Ok(self.weight * rare * (1.0 + K1))
    }
}
