//! `_search` and `_count`.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::address::{Address, fits};
use super::aggregations::Aggregations;
use super::form;
use super::index::Index;
use super::matching::{self, Found};
use super::query::Query;
use super::refusal::{Refusal, Result};
use super::sorting::{Key, Sort};
use super::{Engine, Options};

/// No engine pages further.
const DEEPEST_HIT: usize = 10_000;
/// Without `track_total_hits` Elasticsearch counts so far.
const COUNTED: usize = 10_000;
/// Tells the places of hits that sort alike apart in no order that anybody could rely on.
const SHUFFLE: u32 = 0x9E37_79B1;

/// A search as it was asked for.
struct Search {
    engine: Engine,
    query: Query,
    from: usize,
    size: usize,
    sort: Option<Sort>,
    after: Option<Vec<Key>>,
    aggregations: Aggregations,
    counts_all: bool,
    source: Source,
}

/// Which fields of a document come back.
#[derive(Default)]
struct Source {
    nothing: bool,
    includes: Vec<String>,
    excludes: Vec<String>,
}

struct Hit<'a> {
    index: &'a Index,
    document: u32,
    score: f32,
    keys: Vec<Key>,
}

impl Hit<'_> {
    /// How many bytes go from node to node: all that is kept of a document.
    fn moved(&self) -> usize {
        let document = &self.index.document(self.document).source;
        let kept = self.index.schema.fields.iter().filter(|field| field.stored);
        kept.map(|field| document.get(&field.name).map_or(0, |value| value.to_string().len())).sum()
    }
}

/// The answer to a search in these indexes. `failed` shards are told of; whoever asks leaves their indexes out.
pub fn search(options: &Options, indexes: &[&Index], address: &Address, body: &Value, failed: usize) -> Result<Value> {
    let engine = options.engine;
    let search = Search::read(engine, address, body)?;
    let mut hits = Vec::new();
    let mut found: Vec<(&Index, Found)> = Vec::new();
    for index in indexes {
        let matches = matching::find(index, &search.query)?;
        let columns = search.sort.as_ref().map(|sort| sort.columns(index)).transpose()?;
        if let (Some(sort), Some(columns), Some(after)) = (&search.sort, &columns, &search.after) {
            sort.check_after(index, columns, after)?;
        }
        if search.size > 0 {
            hits.extend(matches.iter().map(|(document, score)| search.hit(index, &columns, *document, *score)));
        }
        found.push((index, matches));
    }
    let total: usize = found.iter().map(|(_, found)| found.len()).sum();
    let aggregations = search.aggregations.count(engine, &found)?;
    let hits = search.page(hits);
    if engine == Engine::Quickwit && hits.iter().map(Hit::moved).sum::<usize>() > options.most_moved {
        let reason = format!("Error, decoded message length too large: the limit is: {} bytes", options.most_moved);
        return Err(Refusal::new(500, "internal", reason));
    }
    let shards = indexes.len() + failed;
    let mut answer = json!({
        "took": 1,
        "timed_out": false,
        "_shards": {"total": shards, "successful": shards - failed, "skipped": 0, "failed": failed},
        "hits": {
            "total": search.total(total),
            "max_score": null,
            "hits": hits.iter().map(|hit| search.shown(hit)).collect::<Vec<_>>(),
        },
    });
    // Where no index is asked, nobody makes empty aggregations.
    if let (Some(aggregations), false) = (aggregations, indexes.is_empty()) {
        answer["aggregations"] = aggregations;
    }
    Ok(answer)
}

/// The answer to `_count`.
pub fn count(engine: Engine, indexes: &[&Index], body: &Value) -> Result<Value> {
    let object = form::object(body, "the body of a count", &["query"])?;
    let query = object.get("query").map_or(Ok(Query::All), |query| Query::read(query, engine))?;
    let mut count = 0;
    for index in indexes {
        count += matching::find(index, &query)?.len();
    }
    let shards = indexes.len();
    Ok(match engine {
        Engine::Quickwit => json!({"count": count}),
        _ => json!({
            "count": count,
            "_shards": {"total": shards, "successful": shards, "skipped": 0, "failed": 0},
        }),
    })
}

impl Search {
    fn read(engine: Engine, address: &Address, body: &Value) -> Result<Search> {
        let known = ["query", "from", "size", "sort", "aggs", "track_total_hits", "search_after", "_source"];
        let object = form::object(body, "the body of a search", &known)?;
        let query = object.get("query").map_or(Ok(Query::All), |query| Query::read(query, engine))?;
        let number = |key: &str, default| object.get(key).map_or(Ok(default), |value| form::count(value, key));
        let (from, size) = (number("from", 0)?, number("size", 10)?);
        if from.saturating_add(size) > DEEPEST_HIT {
            let reason =
                format!("Result window is too large, from + size must be less than or equal to: [{DEEPEST_HIT}]");
            return Err(Refusal::argument(reason));
        }
        let sort = Sort::read(object.get("sort"), engine)?;
        let after = match (object.get("search_after"), &sort) {
            (None, _) => None,
            (Some(_), _) if from > 0 => {
                return Err(Refusal::argument("`from` parameter must be set to 0 when `search_after` is used"));
            }
            (Some(after), Some(sort)) => Some(sort.after(after, engine)?),
            (Some(_), None) => {
                return Err(Refusal::argument("search_after needs a sort that says more than the score"));
            }
        };
        let counts_all =
            object.get("track_total_hits").map(|track| form::flag(track, "track_total_hits")).transpose()?;
        Ok(Search {
            engine,
            query,
            from,
            size,
            sort,
            after,
            aggregations: Aggregations::read(object.get("aggs"), engine)?,
            counts_all: counts_all.unwrap_or(false),
            source: Source::read(engine, address, object)?,
        })
    }

    fn hit<'a>(&self, index: &'a Index, columns: &Option<Vec<Option<usize>>>, document: u32, score: f32) -> Hit<'a> {
        let keys = match (&self.sort, columns) {
            (Some(sort), Some(columns)) => sort.keys(index, columns, document, score),
            _ => Vec::new(),
        };
        Hit { index, document, score, keys }
    }

    /// Sorts, and cuts out what is asked for.
    fn page<'a>(&self, mut hits: Vec<Hit<'a>>) -> Vec<Hit<'a>> {
        if let (Some(sort), Some(after)) = (&self.sort, &self.after) {
            hits.retain(|hit| sort.compare(&hit.keys, after).is_gt());
        }
        hits.sort_by(|left, right| {
            let order = match &self.sort {
                Some(sort) => sort.compare(&left.keys, &right.keys),
                // Quickwit does not rank unless it is told to sort.
                None if self.engine == Engine::Quickwit => std::cmp::Ordering::Equal,
                None => right.score.total_cmp(&left.score),
            };
            order.then_with(|| left.document.wrapping_mul(SHUFFLE).cmp(&right.document.wrapping_mul(SHUFFLE)))
        });
        hits.into_iter().skip(self.from).take(self.size).collect()
    }

    fn total(&self, total: usize) -> Value {
        if self.counts_all {
            return json!({"value": total, "relation": "eq"});
        }
        // Quickwit stops counting when it has enough hits; Elasticsearch at a fixed number.
        let counted = if self.engine == Engine::Quickwit { self.from + self.size } else { COUNTED };
        let relation = if total > counted { "gte" } else { "eq" };
        json!({"value": total.min(counted), "relation": relation})
    }

    fn shown(&self, hit: &Hit) -> Value {
        let document = hit.index.document(hit.document);
        let mut shown = json!({"_index": hit.index.name});
        if let (Some(id), true) = (&document.id, hit.index.lucene) {
            shown["_id"] = json!(id);
        }
        if !self.source.nothing {
            shown["_source"] = self.source.of(hit.index, &document.source);
        }
        match &self.sort {
            Some(sort) => shown["sort"] = sort.shown(hit.index, &hit.keys),
            None if hit.index.lucene => shown["_score"] = json!(hit.score),
            None => {}
        }
        if self.sort.is_some() && hit.index.lucene {
            shown["_score"] = Value::Null;
        }
        shown
    }
}

impl Source {
    fn read(engine: Engine, address: &Address, body: &Map<String, Value>) -> Result<Source> {
        let listed = |name: &str| {
            let list = address.parameter(name).unwrap_or_default();
            list.split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        let mut source =
            Source { includes: listed("_source_includes"), excludes: listed("_source_excludes"), nothing: false };
        match body.get("_source") {
            None => {}
            Some(_) if engine == Engine::Quickwit => {
                return Err(Refusal::argument("Quickwit silently ignores _source in the body: the double refuses it"));
            }
            Some(Value::Bool(wanted)) => source.nothing = !wanted,
            Some(Value::Array(_)) => source.includes = form::texts(&body["_source"], "_source")?,
            Some(filter) => {
                let filter = form::object(filter, "_source", &["includes", "excludes"])?;
                let names = |key| filter.get(key).map_or(Ok(Vec::new()), |names| form::texts(names, key));
                (source.includes, source.excludes) = (names("includes")?, names("excludes")?);
            }
        }
        Ok(source)
    }

    fn of(&self, index: &Index, document: &Value) -> Value {
        let stored: HashMap<&str, bool> =
            index.schema.fields.iter().map(|field| (field.name.as_str(), field.stored)).collect();
        let is_in = |list: &[String], name: &str| list.iter().any(|pattern| fits(pattern, name));
        let wanted = |name: &str| {
            stored.get(name).is_some_and(|stored| *stored)
                && (self.includes.is_empty() || is_in(&self.includes, name))
                && !is_in(&self.excludes, name)
        };
        let object = document.as_object().into_iter().flatten();
        Value::Object(
            object.filter(|(name, _)| wanted(name)).map(|(name, value)| (name.clone(), value.clone())).collect(),
        )
    }
}
