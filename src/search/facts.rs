//! What is known about articles beside their words, as filters ask for it.

use std::ops::Bound;

use rustc_hash::FxHashSet;
use tantivy::query::{BooleanQuery, ExistsQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::{Facet, IndexRecordOption};
use tantivy::{SegmentReader, Term};

use crate::index::schema::Fields;
use crate::query::Field;

/// What is true of some articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Fact {
    /// It is an article, no copy of one.
    Article,
    /// Something is known of it.
    Has(Field),
    /// It is an article of which that is not known.
    Lacks(Field),
    /// Its date, as yyyymmdd, lies between these, both included.
    During(u64, u64),
}

impl Fact {
    /// As a query of the engine to a segment.
    pub fn query(self, fields: &Fields, segment: &SegmentReader) -> tantivy::Result<Box<dyn Query>> {
        let exists = |name: &str| -> Box<dyn Query> { Box::new(ExistsQuery::new(name.to_owned(), false)) };
        Ok(match self {
            // Copies have no language.
            Fact::Article | Fact::Has(Field::Language) => exists("language"),
            Fact::Has(Field::City) => with_city(fields, segment)?,
            Fact::Has(Field::Region) => exists("place"),
            Fact::Has(Field::Abroad) => exists("abroad"),
            Fact::Has(Field::Source) => exists("source"),
            Fact::Has(Field::Date) => exists("date"),
            Fact::Lacks(field) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, Fact::Article.query(fields, segment)?),
                (Occur::MustNot, Fact::Has(field).query(fields, segment)?),
            ])),
            Fact::During(from, to) => {
                let bound = |date: u64| Bound::Included(Term::from_field_u64(fields.date, date));
                Box::new(RangeQuery::new(bound(from), bound(to)))
            }
        })
    }
}

/// The articles with any city: regions alone are places too.
fn with_city(fields: &Fields, segment: &SegmentReader) -> tantivy::Result<Box<dyn Query>> {
    let index = segment.inverted_index(fields.place)?;
    let mut cities = FxHashSet::default();
    let mut places = index.terms().stream()?;
    while places.advance() {
        let place = Facet::from_encoded(places.key().to_vec()).ok();
        cities.extend(place.filter(|place| place.to_path().len() == 2));
    }
    let city = |city: &Facet| -> Box<dyn Query> {
        Box::new(TermQuery::new(Term::from_facet(fields.place, city), IndexRecordOption::Basic))
    };
    Ok(Box::new(BooleanQuery::union(cities.iter().map(city).collect())))
}
