//! Waiting until an engine shows what it was sent. Quickwit cannot be told to; it is asked how many documents it has.

use std::time::Duration;

use serde_json::json;

use super::backoff::Backoff;
use super::client::Client;
use super::fields::ORDINAL;
use super::state::{OpenRun, State};
use super::whole::count;
use crate::error::Result;

/// How often it is asked whether anything new is seen, and for how many seconds more than the engine needs.
const STEP: Duration = Duration::from_millis(500);
const LONGEST_STEP: Duration = Duration::from_secs(2);
const MARGIN: u32 = 2;

/// Waits until as many documents count as the engine has taken, of those with this number or a higher one. More are well: an engine may
/// put in twice what it had taken, which the next listing finds. As long as there are more and more of them, it is not too late.
///
/// # Errors
/// [`Error::Cluster`](crate::Error::Cluster) where that does not happen in time.
pub(super) fn wait_until_seen(client: &Client, name: &str, state: &State, first: u64, taken: u64) -> Result<()> {
    let seconds = u64::from(state.options.commit_seconds);
    let patience = client.times().patience + Duration::from_secs(3 * seconds);
    let mut backoff = Backoff::new(patience).at_most(LONGEST_STEP);
    let mut last = 0;
    loop {
        let found = count_from(client, name, state, first)?;
        if found >= taken {
            return Ok(());
        }
        if found > last {
            last = found;
            backoff.renew();
        }
        if !backoff.wait(None) {
            return Err(client.error(format!(
                "the engine has taken {taken} documents and shows {found}; see how its indexing is, and sync again: it goes on from what \
                 is there"
            )));
        }
    }
}

/// Waits until what a killed run had on its way is seen: nothing new comes any more.
pub(super) fn wait_until_still(client: &Client, name: &str, state: &State, run: &OpenRun) -> Result<()> {
    if client.engine().replaces() {
        return client.engine().refresh(client, &format!("{},{name}-words", state.indexes(name)));
    }
    let needed = (state.options.commit_seconds + MARGIN) * 2;
    let (mut last, mut still) = (count_from(client, name, state, run.first_ordinal)?, 0);
    while still < needed {
        std::thread::sleep(STEP);
        let found = count_from(client, name, state, run.first_ordinal)?;
        still = if found == last { still + 1 } else { 0 };
        last = found;
    }
    Ok(())
}

/// How many documents from a number on count.
fn count_from(client: &Client, name: &str, state: &State, first: u64) -> Result<u64> {
    let range = json!({ "range": { ORDINAL: { "gte": first } } });
    count(client, &state.indexes(name), vec![range], state.exclusions())
}
