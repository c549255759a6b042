//! What is not done, and how each engine says so.

use serde_json::{Value, json};

use super::Engine;
use super::http::Answer;

pub type Result<T> = std::result::Result<T, Refusal>;

/// A refused request, before it takes the shape of an engine.
#[derive(Debug, Clone)]
pub struct Refusal {
    pub status: u16,
    pub kind: &'static str,
    pub reason: String,
    /// Refused by Quickwit's own API or its router, which answer `{"message"}`, and not by what imitates Elasticsearch.
    plain: bool,
}

impl Refusal {
    pub fn new(status: u16, kind: &'static str, reason: impl Into<String>) -> Refusal {
        Refusal { status, kind, reason: reason.into(), plain: false }
    }

    /// A value that cannot be meant.
    pub fn argument(reason: impl Into<String>) -> Refusal {
        Refusal::new(400, "illegal_argument_exception", reason)
    }

    /// A body or parameters that are not of the known form; Quickwit refuses them where it reads them.
    pub fn parsing(reason: impl Into<String>) -> Refusal {
        Refusal::new(400, "parsing_exception", reason).plainly()
    }

    /// A path that nobody serves.
    pub fn route(method: &str, path: &str) -> Refusal {
        Refusal::new(404, "invalid_route_exception", format!("Route not found: {method} {path}")).plainly()
    }

    pub fn no_index(name: &str) -> Refusal {
        Refusal::new(404, "index_not_found_exception", format!("no such index [{name}]"))
    }

    pub fn plainly(mut self) -> Refusal {
        self.plain = true;
        self
    }

    pub fn answer(&self, engine: Engine) -> Answer {
        Answer::json(self.status, &self.body(engine))
    }

    fn body(&self, engine: Engine) -> Value {
        match engine {
            Engine::Quickwit if self.plain => json!({"message": self.reason}),
            Engine::Quickwit => json!({"status": self.status, "error": {"reason": self.reason}}),
            Engine::OpenSearch | Engine::Elasticsearch => json!({
                "error": {
                    "root_cause": [{"type": self.kind, "reason": self.reason}],
                    "type": self.kind,
                    "reason": self.reason,
                },
                "status": self.status,
            }),
        }
    }

    /// As one item of a bulk answer has it.
    pub fn item(&self, index: &str) -> Value {
        json!({"type": self.kind, "reason": self.reason, "index": index})
    }
}
