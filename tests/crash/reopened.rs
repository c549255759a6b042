//! What a fresh process finds in an index.

use std::path::Path;

use serde_json::Value;

use crate::house::State;
use crate::victim::command;

/// What an index turned out to hold.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// There is no index.
    NoIndex,
    /// Its articles.
    Articles(State),
    /// It cannot be read, or has an article twice.
    Fault(String),
}

/// Reads all articles of an index by a word that each of them has.
pub fn reopen(folder: &Path, index: &str) -> Found {
    let output = command(folder).args(["query", "--index", index, "--literal", "--all", "мост"]).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    match output.status.code() {
        Some(0 | 1) => {}
        Some(2) if stderr.contains("there is no index in") => return Found::NoIndex,
        _ => return Found::Fault(format!("search query ended with {}: {stderr}", output.status)),
    }
    let mut state = State::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        match article(line) {
            Some((id, revision)) => {
                if let Some(other) = state.insert(id.clone(), revision) {
                    return Found::Fault(format!("DOUBLED: {id} in the revisions {other} and {revision}"));
                }
            }
            None => return Found::Fault(format!("a line without id and revision: {line}")),
        }
    }
    Found::Articles(state)
}

/// The id and the revision in a line of the answer.
fn article(line: &str) -> Option<(String, u32)> {
    let hit: Value = serde_json::from_str(line).ok()?;
    let text =
        [&hit["title"], &hit["lead"]].into_iter().filter_map(Value::as_str).find(|text| text.contains("правка"))?;
    let number = text.split("правка ").nth(1)?.split(':').next()?;
    Some((hit["id"].as_str()?.to_owned(), number.parse().ok()?))
}

/// How two states differ, for people.
pub fn difference(found: &State, expected: &State) -> String {
    let lost = expected.keys().filter(|id| !found.contains_key(*id));
    let extra = found.keys().filter(|id| !expected.contains_key(*id));
    let other = expected.iter().filter(|(id, revision)| found.get(*id).is_some_and(|found| found != *revision));
    format!(
        "lost {:?}, too many {:?}, of another revision {:?}",
        lost.collect::<Vec<_>>(),
        extra.collect::<Vec<_>>(),
        other.map(|(id, _)| id).collect::<Vec<_>>()
    )
}

/// Whether `search check` finds an index in order.
pub fn is_sound(folder: &Path, index: &str) -> Result<(), String> {
    let output = command(folder).args(["check", "--index", index]).output().unwrap();
    if output.status.success() {
        return Ok(());
    }
    let told = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    Err(format!("search check ended with {}: {told}", output.status))
}
