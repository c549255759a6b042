//! What Quickwit is told to make an index.

use serde_json::Value;

use super::form;
use super::refusal::{Refusal, Result};
use super::schema::{Field, Kind, Many, Schema};

/// The fields that come with an index config, and its name.
pub fn read(config: &Value) -> Result<(String, Schema)> {
    let keys = [
        "version",
        "index_id",
        "index_uri",
        "doc_mapping",
        "search_settings",
        "indexing_settings",
        "ingest_settings",
        "retention",
    ];
    let object = form::object(config, "the index config", &keys)?;
    match object.get("version").and_then(Value::as_str) {
        Some("0.8" | "0.9") => {}
        other => return Err(Refusal::parsing(format!("index config version {other:?} is not 0.8 or 0.9"))),
    }
    let name = form::text(object.get("index_id").unwrap_or(&Value::Null), "index_id")?;
    check_name(name)?;
    for (part, keys) in [
        ("search_settings", &["default_search_fields"][..]),
        (
            "indexing_settings",
            &[
                "commit_timeout_secs",
                "docstore_blocksize",
                "docstore_compression_level",
                "merge_policy",
                "resources",
                "split_num_docs_target",
            ],
        ),
        ("ingest_settings", &["min_shards", "validate_docs"]),
        ("retention", &["period", "schedule"]),
    ] {
        if let Some(settings) = object.get(part) {
            form::object(settings, part, keys)?;
        }
    }
    let mapping = object.get("doc_mapping").ok_or_else(|| Refusal::parsing("missing field `doc_mapping`"))?;
    Ok((name.to_owned(), schema(mapping, config)?))
}

/// `^[a-zA-Z][a-zA-Z0-9-_\.]{3,254}$`
fn check_name(name: &str) -> Result<()> {
    let mut letters = name.chars();
    let fits = letters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(letter))
        && (4..=255).contains(&name.len());
    fits.then_some(()).ok_or_else(|| Refusal::argument(format!("index ID `{name}` is invalid")))
}

fn schema(mapping: &Value, config: &Value) -> Result<Schema> {
    let keys = ["mode", "field_mappings", "timestamp_field", "tag_fields", "store_source", "index_field_presence"];
    let object = form::object(mapping, "doc_mapping", &keys)?;
    if object.get("mode").and_then(Value::as_str) != Some("strict") {
        return Err(Refusal::argument("the double takes mode `strict` only: the others hide mistakes"));
    }
    let mappings = form::list(object.get("field_mappings").unwrap_or(&Value::Null), "field_mappings")?;
    let mut fields = mappings.iter().map(field).collect::<Result<Vec<_>>>()?;
    if object.get("store_source").is_some_and(|whole| whole == true) {
        fields.iter_mut().for_each(|field| field.stored = true);
    }
    let named = |name: &str| fields.iter().find(|field| field.name == name);
    let timestamp = match object.get("timestamp_field").filter(|value| !value.is_null()) {
        None => None,
        Some(name) => Some(form::text(name, "timestamp_field")?.to_owned()),
    };
    if let Some(name) = &timestamp {
        let fits = named(name).is_some_and(|field| field.kind == Kind::Date && field.fast && field.many == Many::One);
        if !fits {
            return Err(Refusal::argument(format!("timestamp field `{name}` must be one fast datetime")));
        }
    }
    for name in object.get("tag_fields").map(|names| form::texts(names, "tag_fields")).transpose()?.unwrap_or_default()
    {
        if !named(&name).is_some_and(|field| field.indexed && field.kind != Kind::Words) {
            return Err(Refusal::argument(format!("tag field `{name}` must be indexed as one term")));
        }
    }
    Schema::new(fields, timestamp, config.clone(), false)
}

fn field(mapping: &Value) -> Result<Field> {
    let any = form::any_object(mapping, "a field mapping")?;
    let name = form::text(any.get("name").unwrap_or(&Value::Null), "name of a field")?;
    let kind = form::text(any.get("type").unwrap_or(&Value::Null), "type of a field")?;
    let (kind, many) = match kind.strip_prefix("array<").and_then(|kind| kind.strip_suffix('>')) {
        Some(kind) => (kind, Many::List),
        None => (kind, Many::One),
    };
    let known: &[&str] = match kind {
        "text" => &["tokenizer", "record", "fieldnorms"],
        "i64" | "u64" => &["coerce", "output_format"],
        "datetime" => &["input_formats", "output_format", "fast_precision"],
        other => return Err(Refusal::argument(format!("field `{name}`: the double knows no type `{other}`"))),
    };
    let known = [&["name", "type", "description", "stored", "indexed", "fast"], known].concat();
    let object = form::object(mapping, &format!("field `{name}`"), &known)?;
    let flag = |key: &str, default| object.get(key).map_or(Ok(default), |value| form::flag(value, key));
    let option = |key: &str, default| object.get(key).map_or(Ok(default), |value| form::text(value, key));
    let indexed = flag("indexed", true)?;
    let fast = match object.get("fast") {
        Some(Value::Object(options)) if kind == "text" && options.get("normalizer").is_some_and(|by| by == "raw") => {
            true
        }
        _ => flag("fast", false)?,
    };
    let mut field = Field {
        name: name.to_owned(),
        kind: Kind::Raw,
        many,
        indexed,
        fast,
        stored: flag("stored", true)?,
        positions: false,
        norms: false,
        unsigned: kind == "u64",
        step: 1,
    };
    match kind {
        "text" if !indexed => {
            if ["tokenizer", "record", "fieldnorms"].iter().any(|key| object.contains_key(*key)) {
                let reason = "`record`, `tokenizer`, and `fieldnorms` parameters are allowed only if indexed is true";
                return Err(Refusal::argument(format!("error while parsing field `{name}`: {reason}")));
            }
        }
        "text" => {
            field.kind = match option("tokenizer", "default")? {
                "raw" => Kind::Raw,
                "whitespace" => Kind::Words,
                other => {
                    return Err(Refusal::argument(format!("field `{name}`: tokenizer `{other}` analyses by itself")));
                }
            };
            field.positions = match option("record", "basic")? {
                "position" => true,
                "basic" | "freq" => false,
                other => return Err(Refusal::parsing(format!("field `{name}`: unknown record `{other}`"))),
            };
            field.norms = flag("fieldnorms", false)?;
        }
        "datetime" => {
            field.kind = Kind::Date;
            field.step = match option("fast_precision", "seconds")? {
                "seconds" => 1000,
                "milliseconds" | "microseconds" | "nanoseconds" => 1,
                other => return Err(Refusal::parsing(format!("field `{name}`: unknown fast_precision `{other}`"))),
            };
            let formats =
                object.get("input_formats").map(|formats| form::texts(formats, "input_formats")).transpose()?;
            if formats.is_some_and(|formats| !formats.iter().any(|format| format == "rfc3339")) {
                return Err(Refusal::argument(format!("field `{name}`: the double reads rfc3339 only")));
            }
        }
        _ => field.kind = Kind::Long,
    }
    Ok(field)
}
