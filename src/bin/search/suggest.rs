//! `search suggest`

use std::io::Write;

use anyhow::Result;
use izdeu::SuggestionKind;

use crate::args::SuggestOptions;
use crate::opening::searcher;
use crate::render::{FAINT, harmless};
use crate::{Outcome, json};

pub(crate) fn run(options: &SuggestOptions) -> Result<Outcome> {
    let searcher = searcher(&options.place, None)?;
    let found = searcher.suggest(&options.prefix.join(" "), options.limit)?;
    let mut out = anstream::stdout().lock();
    if options.json {
        json::write_line(&found, &mut out)?;
    } else {
        for one in &found.suggestions {
            let fact = match one.kind {
                SuggestionKind::City => format!("  город {}", one.count),
                SuggestionKind::Title => String::new(),
                _ => format!("  {}", one.count),
            };
            writeln!(out, "{}{}", harmless(&one.text), FAINT.paint(fact))?;
        }
    }
    out.flush()?;
    Ok(if found.suggestions.is_empty() { Outcome::Nothing } else { Outcome::Done })
}
