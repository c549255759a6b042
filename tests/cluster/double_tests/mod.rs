//! Is the double as strict as the engines, and does it fail as it is told to?

mod bulk;
mod faults;
mod finding;
mod indexes;
mod pace;
mod refusals;

use std::time::Duration;

use serde_json::{Value, json};

use crate::double::{Double, Engine, Options};

/// A double, and somebody who asks it over real connections.
pub struct Asker {
    pub double: Double,
    pub engine: Engine,
    agent: ureq::Agent,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
}

impl Asker {
    pub fn of(options: Options) -> Asker {
        let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0);
        let agent = config.timeout_global(Some(Duration::from_millis(2000))).build().into();
        Asker { engine: options.engine, double: Double::with(options), agent }
    }

    pub fn new(engine: Engine) -> Asker {
        Asker::of(Options::of(engine))
    }

    /// With an empty index `news`.
    pub fn with_index(engine: Engine) -> Asker {
        let asker = Asker::new(engine);
        let made = asker.make("news");
        assert_eq!(made.status, 200, "{made:?}");
        asker
    }

    /// With these documents in `news`, all of them visible.
    pub fn with_documents(engine: Engine, documents: &[Value]) -> Asker {
        let asker = Asker::with_index(engine);
        let sent = asker.send(documents);
        assert_eq!((sent.status, &sent.body["errors"]), (200, &json!(false)), "{sent:?}");
        asker.double.settle();
        asker
    }

    pub fn make(&self, name: &str) -> Answer {
        match self.engine {
            Engine::Quickwit => self.ask("POST", "/api/v1/indexes", &quickwit_config(name).to_string()),
            _ => self.ask("PUT", &format!("/{name}"), &mappings().to_string()),
        }
    }

    pub fn send(&self, documents: &[Value]) -> Answer {
        let mut lines = String::new();
        for document in documents {
            let id = document["doc_id"].as_str().filter(|id| id.len() < 100);
            let action = id.map_or_else(|| json!({}), |id| json!({"_id": id}));
            lines += &format!("{}\n{document}\n", json!({"index": action}));
        }
        self.elastic("POST", "/news/_bulk", &lines)
    }

    pub fn search(&self, body: Value) -> Answer {
        self.elastic("POST", "/news/_search", &body.to_string())
    }

    /// What a query finds, in the order of the answer.
    pub fn found(&self, mut body: Value) -> Vec<String> {
        if body.get("sort").is_none() {
            body["sort"] = json!([{"_score": "desc"}, {"doc_ord": "desc"}]);
        }
        let answer = self.search(body);
        assert_eq!(answer.status, 200, "{answer:?}");
        let hits = answer.body["hits"]["hits"].as_array().unwrap();
        hits.iter().map(|hit| hit["_source"]["doc_id"].as_str().unwrap().to_owned()).collect()
    }

    pub fn count(&self) -> u64 {
        self.elastic("GET", "/news/_count", "").body["count"].as_u64().unwrap()
    }

    /// Behind the base path of the engine.
    pub fn elastic(&self, method: &str, path: &str, body: &str) -> Answer {
        let base = if self.engine == Engine::Quickwit { "/api/v1/_elastic" } else { "" };
        self.ask(method, &format!("{base}{path}"), body)
    }

    pub fn ask(&self, method: &str, path: &str, body: &str) -> Answer {
        self.try_to_ask(method, path, body).unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    pub fn try_to_ask(&self, method: &str, path: &str, body: &str) -> Result<Answer, ureq::Error> {
        self.with_header(method, path, body, ("content-type", "application/json"))
    }

    pub fn with_header(
        &self,
        method: &str,
        path: &str,
        body: &str,
        header: (&str, &str),
    ) -> Result<Answer, ureq::Error> {
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.double.url()))
            .header(header.0, header.1);
        let mut response = match body {
            "" => self.agent.run(request.body(()).unwrap())?,
            body => self.agent.run(request.body(body).unwrap())?,
        };
        let text = response.body_mut().read_to_string()?;
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Ok(Answer { status: response.status().as_u16(), body })
    }
}

impl Answer {
    /// Why it was refused, in the shape of the engine.
    pub fn reason(&self) -> &str {
        let message = self.body["message"].as_str().or_else(|| self.body["error"]["reason"].as_str());
        message.unwrap_or_else(|| panic!("no reason in {self:?}"))
    }

    /// The number of items of a bulk request by their status.
    pub fn statuses(&self) -> Vec<u64> {
        let items = self.body["items"].as_array().unwrap_or_else(|| panic!("no items in {self:?}"));
        let status = |item: &Value| item.as_object().unwrap().values().next().unwrap()["status"].as_u64().unwrap();
        items.iter().map(status).collect()
    }
}

pub fn quickwit_config(name: &str) -> Value {
    json!({
        "version": "0.9",
        "index_id": name,
        "doc_mapping": {
            "mode": "strict",
            "field_mappings": [
                {"name": "doc_id", "type": "text", "tokenizer": "raw", "fast": true},
                {"name": "doc_ord", "type": "i64", "fast": true},
                {"name": "cities", "type": "array<text>", "tokenizer": "raw", "fast": true},
                {"name": "published_at", "type": "datetime", "fast": true, "input_formats": ["rfc3339"]},
                {"name": "title", "type": "text", "indexed": false},
                {"name": "terms", "type": "text", "tokenizer": "whitespace", "record": "position", "fieldnorms": true, "stored": false},
                {"name": "rows", "type": "array<text>", "tokenizer": "whitespace", "record": "position", "stored": false},
                {"name": "bag", "type": "text", "tokenizer": "whitespace", "record": "freq", "stored": false},
            ],
            "timestamp_field": "published_at",
            "store_source": false,
        },
        "indexing_settings": {"commit_timeout_secs": 5},
    })
}

pub fn mappings() -> Value {
    json!({
        "settings": {"number_of_shards": 1, "number_of_replicas": 0},
        "mappings": {
            "dynamic": "strict",
            "_source": {"excludes": ["terms", "rows", "bag"]},
            "_meta": {"schema": 1},
            "properties": {
                "doc_id": {"type": "keyword"},
                "doc_ord": {"type": "long"},
                "cities": {"type": "keyword"},
                "published_at": {"type": "date"},
                "title": {"type": "text", "index": false},
                "terms": {"type": "text", "analyzer": "whitespace"},
                "rows": {"type": "text", "analyzer": "whitespace", "norms": false},
                "bag": {"type": "text", "analyzer": "whitespace", "norms": false, "index_options": "freqs"},
            },
        },
    })
}

/// A document on a day of May 2024 whose number is also its order.
pub fn document(id: &str, day: i64, cities: &[&str], terms: &str) -> Value {
    json!({
        "doc_id": id,
        "doc_ord": day,
        "cities": cities,
        "published_at": format!("2024-05-{day:02}T12:00:00Z"),
        "title": format!("Title of {id}"),
        "terms": terms,
        "rows": [terms],
        "bag": terms,
    })
}

pub fn articles() -> Vec<Value> {
    vec![
        document("bridge", 1, &["astana"], "bridge over river opened bridge"),
        document("road", 2, &["astana", "almaty"], "road over bridge closed"),
        document("snow", 3, &[], "snow closed road and much else that makes this text a long one"),
        document("opera", 20, &["almaty"], "opera opened"),
    ]
}
