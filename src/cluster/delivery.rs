//! Sending documents that may be sent twice without harm, until they are taken.

use serde_json::{Value, json};

use super::backoff::Backoff;
use super::client::Client;
use super::failure::reason_of;
use crate::error::Result;

/// Sends documents to an index until the engine has taken all of them. Each has an id for engines that go by it.
///
/// # Errors
/// [`Error::Cluster`](crate::Error::Cluster) where the engine refuses, or does not take them in time.
pub(super) fn deliver(client: &Client, index: &str, documents: &[(String, Value)]) -> Result<()> {
    let mut lines = String::new();
    for (id, document) in documents {
        lines.push_str(&action(client, index, id).to_string());
        lines.push('\n');
        lines.push_str(&document.to_string());
        lines.push('\n');
    }
    let mut backoff = Backoff::new(client.times().patience);
    loop {
        let (reason, asked) = match client.bulk(lines.as_bytes()) {
            Ok(answer) if answer["errors"] == false => return Ok(()),
            Ok(answer) => (refusal(&answer), None),
            Err(failure) if failure.is_passing() => (failure.message, failure.retry_after),
            Err(failure) => return Err(failure.into()),
        };
        if !backoff.wait(asked) {
            return Err(client.error(format!(
                "{index} does not take what it is sent ({reason}); see how the engine is, and sync again"
            )));
        }
    }
}

/// The line before a document.
pub(super) fn action(client: &Client, index: &str, id: &str) -> Value {
    match client.engine().replaces() {
        true => json!({ "index": { "_index": index, "_id": id } }),
        false => json!({ "create": { "_index": index } }),
    }
}

/// What the first item says that was not taken.
fn refusal(answer: &Value) -> String {
    let items = answer["items"].as_array().into_iter().flatten().filter_map(|item| item.as_object()?.values().next());
    items.filter_map(reason_of).next().unwrap_or_else(|| "no reason given".to_owned())
}
