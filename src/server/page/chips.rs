//! What narrows the answer, each to be taken away by a click.

use super::marked::harmless;
use super::texts::{Texts, Ui};
use crate::search::Sort;
use crate::server::params::Params;

/// Something that narrows the answer.
pub(super) struct Chip {
    /// What kind it is: «Город».
    pub kind: &'static str,
    pub value: String,
    /// The address of the answer without it.
    pub without: String,
}

/// All that narrows an answer.
pub(super) fn chips(params: &Params, ui: Ui) -> Vec<Chip> {
    let t: &Texts = ui.texts();
    let params = params.first_page();
    let mut chips = Vec::new();
    let mut chip = |kind, value: String, without: Params| {
        chips.push(Chip { kind, value: harmless(&value), without: address(&without) });
    };
    type List = fn(&mut Params) -> &mut Vec<String>;
    let lists: [(&str, List); 4] = [
        (t.city, |params| &mut params.cities),
        (t.region, |params| &mut params.regions),
        (t.abroad, |params| &mut params.abroad),
        (t.source, |params| &mut params.sources),
    ];
    for (kind, list) in lists {
        for (number, value) in list(&mut params.clone()).iter().enumerate() {
            let mut without = params.clone();
            list(&mut without).remove(number);
            chip(kind, value.clone(), without);
        }
    }
    for (number, language) in params.languages.iter().enumerate() {
        let mut without = params.clone();
        without.languages.remove(number);
        chip(t.language, t.language_name(*language).to_owned(), without);
    }
    if params.from.is_some() || params.to.is_some() {
        let value = match (params.from, params.to) {
            (Some(from), Some(to)) if from == to => ui.date(from),
            (from, to) => {
                let side = |date: Option<_>| date.map_or_else(|| "…".to_owned(), |date| ui.date(date));
                format!("{} – {}", side(from), side(to))
            }
        };
        chip(t.date, value, Params { from: None, to: None, ..params.clone() });
    }
    if params.undated {
        chip(t.date, t.undated.to_owned(), Params { undated: false, ..params.clone() });
    }
    for source in &params.date_sources {
        let mut without = params.clone();
        without.date_sources.retain(|other| other != source);
        chip(t.date_source, source.name().to_owned(), without);
    }
    if params.literal {
        chip(t.literal, String::new(), Params { literal: false, ..params.clone() });
    }
    chips
}

/// The address of a search.
pub(super) fn address(params: &Params) -> String {
    match params.to_query() {
        query if query.is_empty() => "/".to_owned(),
        query => format!("/?{query}"),
    }
}

/// The orders to choose from: name, address, whether it is the present one.
pub(super) fn orders(params: &Params, t: &Texts) -> Vec<(&'static str, String, bool)> {
    let order = |(name, sort)| (name, address(&Params { sort, ..params.first_page() }), params.sort == sort);
    [(t.by_relevance, Sort::Relevance), (t.newest, Sort::Date), (t.oldest, Sort::Oldest)].map(order).into()
}
