//! The paths of the API that all three engines have.

use serde_json::{Value, json};

use super::Engine;
use super::bulk::bulk;
use super::cluster::Cluster;
use super::faults::What;
use super::form;
use super::http::Answer;
use super::query::Query;
use super::refusal::{Refusal, Result};
use super::routes::{Call, Reply};
use super::search::{count, search};

/// What picks indexes.
const INDEX_PARAMETERS: [&str; 2] = ["ignore_unavailable", "allow_no_indices"];

/// Answers a request whose path behind the base has these parts.
pub fn answer(call: &Call, parts: &[&str]) -> Result<Reply> {
    let engine = call.engine();
    let lucene = engine != Engine::Quickwit;
    let body = || form::body(&call.request.body);
    let address = &call.address;
    let json = |value: Value| Ok(Reply::Answer(Answer::json(200, &value)));
    match (call.request.method.as_str(), parts) {
        ("GET", []) => {
            address.only_parameters(&[])?;
            json(introduction(engine))
        }
        ("POST", ["_bulk"]) => bulk_reply(call, None),
        ("POST", [index, "_bulk"]) if is_name(index) => bulk_reply(call, Some(index)),
        ("GET" | "POST", [names, "_search"]) if is_name(names) => {
            let more = ["_source_includes", "_source_excludes", "allow_partial_search_results"];
            address.only_parameters(&[&INDEX_PARAMETERS[..], &more].concat())?;
            let whole = address.flag("allow_partial_search_results")? == Some(false);
            let cluster = call.reading();
            let mut indexes = cluster.resolve(names, address)?;
            let failed = usize::from(call.spoilt == Some(&What::ShardFailed) && !indexes.is_empty());
            if failed > 0 && whole {
                return Err(Refusal::new(503, "search_phase_execution_exception", "a shard failed on purpose"));
            }
            indexes.drain(..failed);
            json(search(&cluster.options, &indexes, address, &body()?, failed)?)
        }
        ("GET" | "POST", [names, "_count"]) if is_name(names) => {
            address.only_parameters(&INDEX_PARAMETERS)?;
            let cluster = call.reading();
            json(count(engine, &cluster.resolve(names, address)?, &body()?)?)
        }
        ("GET", ["_cluster", "health"]) => {
            address.only_parameters(&[])?;
            json(json!({"cluster_name": "double", "status": "green", "timed_out": false}))
        }
        ("GET", ["_cat", "indices", rest @ ..]) if rest.len() < 2 => {
            address.only_parameters(&["format", "h", "bytes"])?;
            if address.parameter("format") != Some("json") {
                return Err(Refusal::argument("the double lists indexes with format=json only"));
            }
            let cluster = call.reading();
            json(Cluster::listed(
                &cluster.resolve(rest.first().unwrap_or(&"*"), address).or_else(nothing_if_all(rest))?,
            ))
        }
        ("GET", [names, "_stats"]) if is_name(names) => {
            address.only_parameters(if lucene { &INDEX_PARAMETERS } else { &[] })?;
            json(Cluster::stats(&call.reading().resolve(names, address)?))
        }
        ("DELETE", [names]) if is_name(names) => {
            address.only_parameters(&["ignore_unavailable"])?;
            call.writing().delete(names, address)?;
            json(json!({"acknowledged": true}))
        }
        (_, parts) if lucene => lucene_answer(call, parts),
        _ => Err(call.unknown()),
    }
}

/// What only Elasticsearch and OpenSearch have.
fn lucene_answer(call: &Call, parts: &[&str]) -> Result<Reply> {
    let address = &call.address;
    let json = |value: Value| Ok(Reply::Answer(Answer::json(200, &value)));
    match (call.request.method.as_str(), parts) {
        ("PUT", [name]) => {
            address.only_parameters(&["timeout", "master_timeout", "wait_for_active_shards"])?;
            let schema = super::mappings::read(name, &form::body(&call.request.body)?)?;
            call.writing().create(name, schema)?;
            json(json!({"acknowledged": true, "shards_acknowledged": true, "index": name}))
        }
        ("HEAD", [names]) if is_name(names) => {
            address.only_parameters(&INDEX_PARAMETERS)?;
            call.reading().resolve(names, address)?;
            Ok(Reply::Answer(Answer::text(200, "")))
        }
        ("GET", [names] | [names, "_mapping"]) if is_name(names) => {
            address.only_parameters(&INDEX_PARAMETERS)?;
            let cluster = call.reading();
            let whole = parts.len() == 1;
            let described = cluster.resolve(names, address)?.into_iter().map(|index| {
                let sent = &index.schema.sent;
                let mut described = json!({"mappings": sent["mappings"]});
                if whole {
                    described["aliases"] = json!({});
                    described["settings"] = json!({"index": {"uuid": index.name, "provided_name": index.name}});
                }
                (index.name.clone(), described)
            });
            json(Value::Object(described.collect()))
        }
        ("POST", ["_refresh"]) => refresh(call, "*"),
        ("POST", [names, "_refresh"]) if is_name(names) => refresh(call, names),
        ("POST", [names, "_delete_by_query"]) if is_name(names) => {
            address
                .only_parameters(&[&INDEX_PARAMETERS[..], &["conflicts", "refresh", "wait_for_completion"]].concat())?;
            let is_waited_for = address.flag("wait_for_completion")?.unwrap_or(true);
            let at_once = address.flag("refresh")?.unwrap_or(false);
            let body = form::body(&call.request.body)?;
            let object = form::object(&body, "the body", &["query"])?;
            let query = object.get("query").ok_or_else(|| Refusal::argument("query is missing"))?;
            let query = Query::read(query, call.engine())?;
            let mut cluster = call.writing();
            let names = cluster.names(names, address)?;
            let deleted = cluster.delete_by_query(&names, &query, at_once)?;
            if !is_waited_for {
                return json(json!({"task": "double:1"}));
            }
            json(json!({
                "took": 1, "timed_out": false, "total": deleted, "deleted": deleted, "version_conflicts": 0, "failures": [],
            }))
        }
        _ => Err(call.unknown()),
    }
}

fn bulk_reply(call: &Call, index: Option<&str>) -> Result<Reply> {
    call.address.only_parameters(&["refresh"])?;
    let refresh = match call.address.parameter("refresh") {
        None | Some("false") => false,
        Some("" | "true" | "wait_for") => true,
        Some(other) => return Err(Refusal::argument(format!("Unknown value for refresh: [{other}]."))),
    };
    let at_once = refresh && call.engine() != Engine::Quickwit;
    let mut cluster = call.writing();
    let answer = bulk(&mut cluster, index, &call.request.body, at_once, call.spoilt)?;
    if refresh && !at_once {
        if cluster.options.refresh_hangs {
            return Ok(Reply::Silence);
        }
        let delay = cluster.options.commit_after;
        drop(cluster);
        std::thread::sleep(delay);
    }
    Ok(Reply::Answer(Answer::json(200, &answer)))
}

fn refresh(call: &Call, names: &str) -> Result<Reply> {
    call.address.only_parameters(&INDEX_PARAMETERS)?;
    let mut cluster = call.writing();
    for name in cluster.names(names, &call.address)? {
        cluster.indexes.get_mut(&name).unwrap().refresh();
    }
    Ok(Reply::Answer(Answer::json(200, &json!({"_shards": {"total": 1, "successful": 1, "failed": 0}}))))
}

fn introduction(engine: Engine) -> Value {
    let version = match engine {
        Engine::Quickwit => json!({"distribution": "quickwit", "number": "7.17.0", "build_hash": "double"}),
        Engine::OpenSearch => json!({"distribution": "opensearch", "number": "2.19.1", "build_type": "tar"}),
        Engine::Elasticsearch => json!({"number": "8.17.0", "build_flavor": "default", "build_type": "docker"}),
    };
    json!({"name": "double", "cluster_name": "double", "cluster_uuid": "double", "version": version, "tagline": "You Know, for Search"})
}

fn is_name(names: &str) -> bool {
    !names.starts_with(['_', '-'])
}

/// A list of all indexes may be empty.
fn nothing_if_all<'a, T>(named: &'a [&str]) -> impl FnOnce(Refusal) -> Result<Vec<T>> + 'a {
    |refusal| if named.is_empty() { Ok(Vec::new()) } else { Err(refusal) }
}
