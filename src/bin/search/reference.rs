//! The reference of the query language, as a terminal shows it.

/// The language of queries as `docs/query.md` describes it, with its tables as lists.
pub(crate) fn reference() -> String {
    let mut text = String::new();
    for line in include_str!("../../../docs/query.md").lines() {
        match line.strip_prefix("| ").and_then(|row| row.strip_suffix(" |")) {
            Some("write | to find") => {}
            Some(row) => {
                let cells: Vec<String> =
                    row.split(" | ").map(|cell| cell.replace('`', "").replace("\\|", "|")).collect();
                text.push_str(&format!("  {}\n", cells.join("\n      ")));
            }
            None if line.starts_with("|---") => {}
            None => {
                text.push_str(line.trim_start_matches(['#', ' ']));
                text.push('\n');
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_lists() {
        let text = reference();
        assert!(text.contains("  =Астаны\n      the word as written"), "{text}");
        assert!(text.contains("мост | дамба") && !text.contains("|---"), "{text}");
    }
}
