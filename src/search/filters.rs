//! What narrows an answer without changing its scores: places and dates.

use tantivy::Term;
use tantivy::schema::{Facet, Field};

use super::SearchRequest;
use super::facts::Fact;
use super::leaf::Leaf;
use crate::error::{Error, PlaceKind, Result};
use crate::extract::Gazetteer;
use crate::index::abroad_facet;
use crate::index::schema::Fields;
use crate::query::{Field as Asked, WarningKind};

/// A place by one of its names, or that there is none.
pub(super) type Place = std::result::Result<Facet, WarningKind>;

/// What every article of the answer has to match: of each kind one of the places asked for.
pub(super) fn of(request: &SearchRequest, gazetteer: &Gazetteer, fields: &Fields) -> Result<Vec<Leaf>> {
    let mut filters: Vec<Leaf> = Vec::new();
    filters.extend(any(&request.cities, PlaceKind::City, fields.place, |name| city(name, gazetteer))?);
    filters.extend(any(&request.regions, PlaceKind::Region, fields.place, |name| region(name, gazetteer))?);
    filters.extend(any(&request.abroad, PlaceKind::Abroad, fields.abroad, |name| abroad(name, gazetteer))?);
    if let (Some(from), Some(to)) = (request.from, request.to)
        && from.packed() > to.packed_end()
    {
        return Err(Error::Invalid(format!("the period ends ({to}) before it begins ({from})")));
    }
    if request.from.is_some() || request.to.is_some() {
        let from = request.from.map_or(0, |date| date.packed());
        let to = request.to.map_or(u64::MAX, |date| date.packed_end());
        filters.push(Leaf::Known(Fact::During(from, to)));
    }
    if !request.sources.is_empty() {
        let terms = request.sources.iter().map(|source| Term::from_field_text(fields.source, source));
        filters.push(Leaf::Labelled(terms.collect()));
    }
    if !request.languages.is_empty() {
        let terms = request.languages.iter().map(|language| Term::from_field_text(fields.language, language.code()));
        filters.push(Leaf::Labelled(terms.collect()));
    }
    if !request.date_sources.is_empty() {
        let sources = request.date_sources.iter();
        let terms = sources.map(|source| Term::from_field_text(fields.date_source, source.name()));
        filters.push(Leaf::Labelled(terms.collect()));
    }
    if request.undated {
        filters.push(undated(request)?);
    }
    Ok(filters)
}

/// Articles without a date.
fn undated(request: &SearchRequest) -> Result<Leaf> {
    if request.from.is_some() || request.to.is_some() || !request.date_sources.is_empty() {
        let message = "articles without a date are of no period and their date has no source; ask for one or the other";
        return Err(Error::Invalid(message.to_owned()));
    }
    Ok(Leaf::Known(Fact::Lacks(Asked::Date)))
}

/// Articles with any of the places; none where none is asked for.
fn any(names: &[String], kind: PlaceKind, field: Field, facet: impl Fn(&str) -> Place) -> Result<Option<Leaf>> {
    if names.is_empty() {
        return Ok(None);
    }
    let place = |name: &String| {
        let unknown = |why: WarningKind| Error::UnknownPlace { kind, name: name.clone(), message: why.to_string() };
        facet(name).map_err(unknown)
    };
    let places = names.iter().map(place).collect::<Result<Vec<Facet>>>()?;
    Ok(Some(Leaf::Labelled(places.iter().map(|place| Term::from_facet(field, place)).collect())))
}

/// A city, or a district of a large one.
pub(super) fn city(name: &str, gazetteer: &Gazetteer) -> Place {
    if let Some(city) = gazetteer.city(name) {
        return Ok(Facet::from_path([&city.region, &city.name]));
    }
    let district = gazetteer.district(name).ok_or_else(|| WarningKind::UnknownCity { name: name.to_owned() })?;
    Ok(Facet::from_path([&district.city, &district.city, &district.name]))
}

pub(super) fn region(name: &str, gazetteer: &Gazetteer) -> Place {
    let region = gazetteer.region(name).ok_or_else(|| WarningKind::UnknownRegion { name: name.to_owned() })?;
    Ok(Facet::from_path([region]))
}

pub(super) fn abroad(name: &str, gazetteer: &Gazetteer) -> Place {
    let place = gazetteer.abroad(name).ok_or_else(|| WarningKind::UnknownAbroad { name: name.to_owned() })?;
    Ok(abroad_facet(place))
}
