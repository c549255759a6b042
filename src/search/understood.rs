//! What a query asks for, as it was meant.

use super::SearchRequest;
use super::compile::{Compiled, compile};
use super::fields::Lookup;
use super::forgive::{Forgiven, Vocabulary, forgive};
use super::results::{Correction, SearchResults};
use crate::analysis::Analyzer;
use crate::query::{MOST_WARNINGS, Query, Warning, WarningKind};

/// A query that was parsed, corrected where it could only be a slip, and compiled.
pub(super) struct Understood {
    pub compiled: Option<Compiled>,
    pub warnings: Vec<Warning>,
    pub corrected_query: Option<String>,
    pub corrections: Vec<Correction>,
}

impl Understood {
    /// The answer before anything is found, and what to look for; nothing where nothing was asked for, neither by words nor by filters.
    pub fn begin(self, request: &SearchRequest, has_filters: bool) -> (SearchResults, Option<Compiled>) {
        let Understood { compiled, warnings, corrected_query, corrections } = self;
        let mut results = SearchResults { warnings, corrected_query, corrections, ..SearchResults::of(request) };
        // A city or a period alone asks for all of its articles.
        let compiled = compiled.or_else(|| has_filters.then(Compiled::everything));
        if compiled.is_none() {
            results.warnings.push(Warning::new(WarningKind::NoWord));
        }
        (results, compiled)
    }

    /// What was not typed.
    #[cfg(feature = "cluster")]
    pub fn plain(compiled: Compiled) -> Understood {
        Understood { compiled: Some(compiled), warnings: Vec::new(), corrected_query: None, corrections: Vec::new() }
    }

    /// What a request asks for.
    pub fn of(request: &SearchRequest, analyzer: &Analyzer, lookup: Lookup<'_>) -> tantivy::Result<Understood> {
        let forgiven = match request.literal {
            true => Forgiven::literal(&request.query),
            false => forgive(&request.query, &Vocabulary::new(analyzer, lookup))?,
        };
        let query = Query::parse(&forgiven.text);
        let mut compiled = query.root.map(|root| compile(&root, analyzer, lookup)).transpose()?;
        let mut warnings = query.warnings;
        warnings.extend(compiled.iter_mut().flat_map(|compiled| compiled.warnings.drain(..)));
        for place in warnings.iter_mut().filter_map(|warning| warning.position.as_mut()) {
            *place = forgiven.place_as_typed(*place);
        }
        for word in compiled.iter().flat_map(|compiled| &compiled.absent) {
            let position = forgiven.place_of(word);
            warnings.push(Warning { position, ..Warning::new(WarningKind::AbsentWord { word: word.clone() }) });
        }
        warnings.extend(forgiven.proposals);
        warnings.truncate(MOST_WARNINGS);
        let corrected_query = (!forgiven.corrections.is_empty()).then_some(forgiven.text);
        Ok(Understood { compiled, warnings, corrected_query, corrections: forgiven.corrections })
    }
}
