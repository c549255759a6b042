//! Adjectives of places: Казахстан and казахстанский, Астана and астанинский, Китай and китайский.

/// What makes an adjective of a place's stem, as Snowball leaves it: of Казахстан it leaves «казахста», of Астана «аста». Own list.
const ENDINGS: &[&str] = &["ск", "нск", "нинск", "йск", "ьск", "инск", "анск", "овск", "евск", "ийск"];

/// The fewest letters that a place and its adjective share; one less where the stem lost its «н» (Иран: «ира»).
const SHORTEST_ROOT: usize = 4;

/// The stems that a place has if this is its adjective, and those that its adjective may have if it is a place. Most of them are
/// no words: only those count that an index has.
pub(crate) fn stems_of_place(stem: &str) -> Vec<String> {
    let is_long =
        |root: &str, ending: &str| root.chars().count() >= SHORTEST_ROOT - usize::from(ending.starts_with('н'));
    let places = ENDINGS.iter().filter_map(|ending| Some((stem.strip_suffix(ending)?, *ending)));
    let mut found: Vec<String> = places
        .filter(|(root, ending)| is_long(root, ending))
        .flat_map(|(root, _)| [root.to_owned(), format!("{root}й"), format!("{root}ь")])
        .collect();
    if found.is_empty() {
        let root = stem.trim_end_matches(['й', 'ь']);
        let endings = ENDINGS.iter().filter(|ending| is_long(root, ending));
        found.extend(endings.map(|ending| format!("{root}{ending}")));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;

    #[test]
    fn places_and_their_adjectives() {
        let analyzer = Analyzer::new();
        for (word, other, expected) in [
            ("Казахстан", "казахстанский", true),
            ("Астана", "астанинский", true),
            ("Алматы", "алматинский", true),
            ("Шымкент", "шымкентский", true),
            ("Израиль", "израильский", true),
            ("Китай", "китайский", true),
            ("Иран", "иранский", true),
            ("Россия", "российский", true),
            ("город", "горе", false),
            ("сель", "сельский", false),
        ] {
            let stem = |word: &str| analyzer.query_word(word).whole.stem.unwrap();
            let (stem, other) = (stem(word), stem(other));
            assert_eq!(stems_of_place(&stem).contains(&other), expected, "{word}: {stem}, {other}");
            assert_eq!(stems_of_place(&other).contains(&stem), expected, "{word} from {other}");
        }
    }
}
