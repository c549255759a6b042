//! What Elasticsearch and OpenSearch are told to make an index.

use serde_json::{Value, json};

use super::address::fits;
use super::form;
use super::refusal::{Refusal, Result};
use super::schema::{Field, Kind, Many, Schema};

/// The fields that come with the body of `PUT /{index}`.
pub fn read(name: &str, body: &Value) -> Result<Schema> {
    check_name(name)?;
    let object = form::object(body, "the index", &["settings", "mappings"])?;
    if let Some(settings) = object.get("settings") {
        check_settings(settings)?;
    }
    let nothing = json!({});
    let mappings = object.get("mappings").unwrap_or(&nothing);
    let known = form::object(mappings, "mappings", &["dynamic", "_source", "_meta", "properties"])?;
    if known.get("dynamic").is_none_or(|dynamic| dynamic != "strict") {
        return Err(mapping("the double takes dynamic `strict` only: the others hide mistakes"));
    }
    let source = match known.get("_source") {
        None => Vec::new(),
        Some(source) => match form::object(source, "_source", &["excludes"])?.get("excludes") {
            None => Vec::new(),
            Some(excluded) => form::texts(excluded, "excludes")?,
        },
    };
    let mut fields = Vec::new();
    for (name, property) in form::any_object(known.get("properties").unwrap_or(&nothing), "properties")? {
        let mut field = field(name, property)?;
        field.stored = !source.iter().any(|pattern| fits(pattern, name));
        fields.push(field);
    }
    Schema::new(fields, None, body.clone(), true)
}

fn check_name(name: &str) -> Result<()> {
    let forbidden = |letter: char| letter.is_uppercase() || "\\/*?\"<>| ,#:".contains(letter);
    let fits = !name.starts_with(['_', '-', '+']) && !name.contains(forbidden) && (1..=255).contains(&name.len());
    let reason =
        || format!("Invalid index name [{name}], must be lowercase and without \\ / * ? \" < > | , # : or blanks");
    fits.then_some(()).ok_or_else(|| Refusal::new(400, "invalid_index_name_exception", reason()))
}

fn check_settings(settings: &Value) -> Result<()> {
    let known = ["number_of_shards", "number_of_replicas", "refresh_interval", "codec", "auto_expand_replicas"];
    let object = form::any_object(settings, "settings")?;
    for (key, value) in object {
        if key == "index" {
            check_settings(value)?;
        } else if !known.contains(&key.strip_prefix("index.").unwrap_or(key)) {
            return Err(Refusal::argument(format!("unknown setting [index.{key}]")));
        }
    }
    Ok(())
}

fn field(name: &str, property: &Value) -> Result<Field> {
    let any = form::any_object(property, name)?;
    let kind = form::text(any.get("type").unwrap_or(&Value::Null), "type of a field")?;
    let known: &[&str] = match kind {
        "keyword" => &["type", "index", "doc_values", "norms"],
        "text" => &["type", "index", "analyzer", "search_analyzer", "norms", "index_options"],
        "long" => &["type", "index", "doc_values"],
        "date" => &["type", "index", "doc_values", "format"],
        other => {
            return Err(mapping(format!("No handler for type [{other}] declared on field [{name}] in the double")));
        }
    };
    if let Some(key) = any.keys().find(|key| !known.contains(&key.as_str())) {
        return Err(mapping(format!("unknown parameter [{key}] on mapper [{name}] of type [{kind}]")));
    }
    let flag = |key: &str| any.get(key).map_or(Ok(true), |value| form::flag(value, key));
    let indexed = flag("index")?;
    let (norms, positions) = match kind {
        "text" => (flag("norms")?, any.get("index_options").is_none_or(|options| options == "positions")),
        _ => (false, false),
    };
    if kind == "text" && indexed && any.get("analyzer").is_none_or(|analyzer| analyzer != "whitespace") {
        return Err(mapping(format!("field [{name}]: every analyzer but `whitespace` analyses by itself")));
    }
    if any.get("search_analyzer").is_some_and(|analyzer| analyzer != "whitespace") {
        return Err(mapping(format!("field [{name}]: every analyzer but `whitespace` analyses by itself")));
    }
    Ok(Field {
        name: name.to_owned(),
        kind: match kind {
            "keyword" => Kind::Raw,
            "text" => Kind::Words,
            "long" => Kind::Long,
            _ => Kind::Date,
        },
        many: Many::Either,
        indexed,
        fast: kind != "text" && flag("doc_values")?,
        stored: true,
        positions,
        norms,
        unsigned: false,
        step: 1,
    })
}

fn mapping(reason: impl Into<String>) -> Refusal {
    Refusal::new(400, "mapper_parsing_exception", reason)
}
