//! `_bulk`: many documents in one request.

use std::time::Instant;

use serde_json::{Map, Value, json};

use super::Engine;
use super::cluster::Cluster;
use super::faults::What;
use super::form;
use super::index::{Change, Index};
use super::refusal::{Refusal, Result};

/// Elasticsearch takes no longer id.
const LONGEST_ID: usize = 512;

/// What is to be done with one document.
struct Action<'a> {
    kind: &'static str,
    index: String,
    id: Option<String>,
    document: &'a str,
}

/// Does what the lines of a body say, and answers item by item. `spoilt` may make some items fail.
pub fn bulk(
    cluster: &mut Cluster,
    index: Option<&str>,
    body: &[u8],
    at_once: bool,
    spoilt: Option<&What>,
) -> Result<Value> {
    let engine = cluster.engine();
    let text = str::from_utf8(body).map_err(|_| Refusal::argument("the body is no UTF-8"))?;
    if engine != Engine::Quickwit && !text.ends_with('\n') {
        return Err(Refusal::argument("The bulk request must be terminated by a newline [\\n]"));
    }
    // All lines are read first: one that is malformed refuses the whole request.
    let actions = actions(engine, index, text)?;
    if actions.is_empty() {
        let reason = "Validation Failed: 1: no requests added;";
        return Err(Refusal::new(400, "action_request_validation_exception", reason));
    }
    let due = Instant::now() + cluster.options.commit_after;
    let mut items = Vec::with_capacity(actions.len());
    let mut errors = false;
    for (number, action) in actions.iter().enumerate() {
        let is_one = |every: &usize| (number + 1).is_multiple_of(*every);
        let (refused, times) = match spoilt {
            Some(What::Partial { every, status }) if is_one(every) => (Some(*status), 0),
            Some(What::PartialTaken { every, status }) if is_one(every) => (Some(*status), 1),
            Some(What::Doubled { every }) if is_one(every) => (None, 2),
            _ => (None, 1),
        };
        let mut done = Ok((200, "noop"));
        for _ in 0..times {
            done = cluster.index(&action.index).map(|_| ()).and_then(|()| {
                let index = cluster.indexes.get_mut(&action.index).unwrap();
                index.is_lost = matches!(spoilt, Some(What::NodeLost { .. }));
                if engine == Engine::Quickwit { action.ingest(index, due) } else { action.write(index, due) }
            });
        }
        if let Some(status) = refused {
            done = Err(Refusal::new(status, "es_rejected_execution_exception", "rejected on purpose"));
        }
        errors |= done.is_err();
        items.push(action.item(engine, done));
    }
    if at_once {
        cluster.indexes.values_mut().for_each(Index::refresh);
    }
    Ok(json!({"took": 1, "errors": errors, "items": items}))
}

fn actions<'a>(engine: Engine, index: Option<&str>, text: &'a str) -> Result<Vec<Action<'a>>> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let mut actions = Vec::new();
    while let Some((number, line)) = lines.next() {
        let malformed =
            |why: &str| Refusal::argument(format!("unsupported or malformed action on line #{number}: `{why}`"));
        let value: Value = serde_json::from_str(line).map_err(|error| malformed(&error.to_string()))?;
        let (kind, options) = form::only_entry(&value, "an action").map_err(|refusal| malformed(&refusal.reason))?;
        let kind = match kind {
            "index" => "index",
            "create" => "create",
            "delete" if engine != Engine::Quickwit => "delete",
            other => return Err(malformed(&format!("unknown variant `{other}`, expected `index` or `create`"))),
        };
        let options =
            form::object(options, "an action", &["_index", "_id"]).map_err(|refusal| malformed(&refusal.reason))?;
        let text = |key: &str| match options.get(key) {
            None => Ok(None),
            Some(value) => {
                value.as_str().map(|text| Some(text.to_owned())).ok_or_else(|| malformed(&format!("{key} is {value}")))
            }
        };
        let named = text("_index")?.or_else(|| index.map(str::to_owned));
        let index = named.ok_or_else(|| malformed("`_index` field of action is missing"))?;
        let document = match kind {
            "delete" => "",
            _ => lines.next().ok_or_else(|| malformed("associated source data with action is missing"))?.1,
        };
        let id = match text("_id")? {
            None if engine != Engine::Quickwit && kind != "delete" => Some(format!("made-{:016x}", fastrand::u64(..))),
            id => id,
        };
        actions.push(Action { kind, index, id, document });
    }
    Ok(actions)
}

/// What came of an action: the status, and what more an item says.
type Done = Result<(u16, &'static str)>;

impl Action<'_> {
    /// As Quickwit does it: ids mean nothing, and what lacks the timestamp is taken and then dropped.
    fn ingest(&self, index: &mut Index, due: Instant) -> Done {
        let source = self.source()?;
        let lacks_timestamp = index.schema.timestamp.as_ref().is_some_and(|field| source.get(field).is_none());
        let change = index.change(None, source, self.document.len())?;
        if lacks_timestamp {
            index.invalid += 1;
        } else {
            index.later(due, change);
        }
        Ok((201, "created"))
    }

    /// As Elasticsearch does it.
    fn write(&self, index: &mut Index, due: Instant) -> Done {
        let id = match &self.id {
            Some(id) if id.is_empty() || id.len() > LONGEST_ID => {
                return Err(Refusal::argument(format!("id [{id}] must be from 1 to {LONGEST_ID} bytes long")));
            }
            Some(id) => id.clone(),
            None => return Err(Refusal::argument("an id is missing")),
        };
        let exists = index.has(&id);
        match (self.kind, exists) {
            ("delete", true) => {
                index.later(due, Change::Delete { id });
                return Ok((200, "deleted"));
            }
            ("delete", false) => return Ok((404, "not_found")),
            ("create", true) => {
                let reason = format!("[{id}]: version conflict, document already exists (current version [1])");
                return Err(Refusal::new(409, "version_conflict_engine_exception", reason));
            }
            _ => {}
        }
        let change = index.change(Some(id), self.source()?, self.document.len())?;
        index.later(due, change);
        Ok(if exists { (200, "updated") } else { (201, "created") })
    }

    fn source(&self) -> Result<Value> {
        serde_json::from_str(self.document)
            .map_err(|error| Refusal::new(400, "document_parsing_exception", format!("failed to parse: {error}")))
    }

    fn item(&self, engine: Engine, done: Done) -> Value {
        let mut item = json!({"_index": self.index, "_id": self.id});
        match done {
            Ok((status, result)) => {
                item["status"] = json!(status);
                match engine {
                    // A client must not take the mere key for an error.
                    Engine::Quickwit => item["error"] = Value::Null,
                    _ => item["result"] = json!(result),
                }
            }
            Err(refusal) => {
                item["status"] = json!(refusal.status);
                item["error"] = refusal.item(&self.index);
            }
        }
        Value::Object(Map::from_iter([(self.kind.to_owned(), item)]))
    }
}
