//! Facets of what an engine elsewhere counted.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::ask::{Label, name_of};
use crate::query::{Field, Warning, WarningKind};
use crate::search::places::Place;
use crate::search::results::{DateCount, Facets};
use crate::search::tree::in_order;
use crate::search::{FacetName, SearchRequest};

/// How many articles have each value, a path by its names.
type Counts = BTreeMap<Vec<String>, u64>;

/// What has to be counted for the facets of a request.
pub(super) fn labels(request: &SearchRequest) -> Vec<Label> {
    let mut labels = if request.facets { vec![Label::Places, Label::Month] } else { Vec::new() };
    labels.extend((request.facets && request.counts_abroad).then_some(Label::Abroad));
    for (facet, _) in &request.trees {
        labels.push(label(*facet));
        // With this it is known of how many articles nothing is.
        labels.extend(known(*facet).map(|_| Label::Known));
    }
    labels.sort_unstable();
    labels.dedup();
    labels
}

fn label(facet: FacetName) -> Label {
    match facet {
        FacetName::Places => Label::Places,
        FacetName::Abroad => Label::Abroad,
        FacetName::Dates => Label::Dates,
        FacetName::Sources => Label::Source,
        FacetName::Languages => Label::Language,
        FacetName::MainCities => Label::MainCity,
    }
}

/// What an article has of which a facet counts something; none where that is told by the counts themselves.
fn known(facet: FacetName) -> Option<Field> {
    match facet {
        FacetName::Places => Some(Field::Region),
        FacetName::Abroad => Some(Field::Abroad),
        FacetName::Dates => Some(Field::Date),
        FacetName::Sources | FacetName::Languages | FacetName::MainCities => None,
    }
}

/// The facets of so many articles by the counts of labels, and what is to be said of them.
pub(super) fn facets(
    request: &SearchRequest,
    total: u64,
    labels: &[Label],
    counts: Vec<Counts>,
) -> (Facets, Vec<Warning>) {
    let counts: BTreeMap<Label, Counts> = labels.iter().copied().zip(counts).collect();
    let nothing = Counts::new();
    let of = |label: Label| counts.get(&label).unwrap_or(&nothing);
    let mut facets = Facets::default();
    if request.facets {
        let place = |is_abroad| {
            move |(path, count): (&Vec<String>, &u64)| {
                (Reverse(*count), Place::of(path.iter().map(String::as_str), is_abroad))
            }
        };
        let places = of(Label::Places).iter().map(place(false));
        let abroad = of(Label::Abroad).iter().filter(|_| request.counts_abroad);
        let mut places: Vec<(Reverse<u64>, Place)> = places.chain(abroad.map(place(true))).collect();
        places.sort_unstable();
        places.iter().for_each(|(Reverse(count), place)| facets.add(place, *count as usize));
        let month = |(path, count): (&Vec<String>, &u64)| {
            let count = *count as usize;
            Some(DateCount { key: path.first()?.clone(), count })
        };
        facets.dates = of(Label::Month).iter().filter_map(month).collect();
        let dated: u64 = of(Label::Month).values().sum();
        facets.undated = total.saturating_sub(dated) as usize;
    }
    let mut warnings = Vec::new();
    for (facet, depth) in &request.trees {
        let counted = of(label(*facet));
        let with: u64 = match known(*facet) {
            Some(known) => of(Label::Known).get(&[name_of(known).to_owned()][..]).copied().unwrap_or_default(),
            None => counted.values().sum(),
        };
        let paths = counted.iter().map(|(path, count)| (path.clone(), *count as usize)).collect();
        let (tree, count) = in_order(*facet, *depth, total.saturating_sub(with) as usize, paths);
        if count > tree.counts.len() {
            let shown = tree.counts.len();
            warnings.push(Warning::new(WarningKind::LargeFacet { paths: count, shown }));
        }
        facets.trees.push(tree);
    }
    (facets, warnings)
}
