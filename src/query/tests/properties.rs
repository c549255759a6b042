//! What is true of every query, however long and strange.

use proptest::prelude::*;

use super::*;

/// Queries of all that the language knows, in any order.
fn any_query() -> impl Strategy<Value = String> {
    let parts = [
        "мост",
        "Дамба",
        "МОСТ",
        "РЕФЕРЕНДУМ",
        "река-море",
        "И",
        "ИЛИ",
        "НЕ",
        "&",
        "|",
        "-",
        "+",
        "=",
        "(",
        ")",
        "\"",
        "«",
        "»",
        "аст*",
        "*на",
        "а?б",
        "~1",
        "~",
        "^2",
        "^",
        ":",
        "рядом/5",
        "NEAR/3",
        "рядом/предл",
        "минимум:3",
        "начало:9",
        "заголовок:",
        "город:",
        "город:Тараз",
        "город:нет",
        "дата:2026-02..",
        "дата:вчера",
        "дата:весна",
        "язык:",
        "(",
        ")",
        "мост",
        "река",
        "=(",
        "~9",
        "^999",
        "рядом/9999",
        "рядом/0",
        "минимум:0",
        "гоорд:",
        "город:(",
        "дата:(",
        "источник:(",
        ">2017",
        "2016..2015",
        "14.02.2018",
        "a.kz",
        "„",
        "“",
        "”",
        ",",
    ];
    let part = proptest::sample::select(parts.to_vec())
        .prop_flat_map(|part| prop_oneof![Just(part.to_owned()), Just(format!("{part} "))]);
    proptest::collection::vec(part, 0..30).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn a_printed_query_reads_the_same(text in any_query()) {
        let root = Query::parse(&text).root;
        let printed = root.as_ref().map(Node::to_string).unwrap_or_default();
        let again = Query::parse(&printed);
        prop_assert_eq!(again.root.map(placeless), root.map(placeless), "{} was printed as {}", text, printed);
        prop_assert_eq!(again.warnings, vec![], "{}", printed);
    }
}

proptest! {
    #[test]
    fn every_text_is_a_query(text in "[мост И(ИЛИНЕ)\"«»„“\\-ab .]{0,60}|([=~^:/+*?&|<>,0-9()«\"-]|дата|город|рядом|а| ){0,60}|\\PC{0,40}") {
        let query = Query::parse(&text);
        prop_assert!(query.warnings.len() <= MOST_WARNINGS);
        for warning in query.warnings {
            prop_assert!(warning.position.unwrap_or_default() <= text.chars().count());
        }
    }
}

#[test]
fn queries_of_death_are_cut() {
    let deep = format!("{}мост{}", "(".repeat(5_000), ")".repeat(5_000));
    assert!(!Query::parse(&deep).warnings.is_empty());
    let long = "мост ".repeat(1_000);
    let query = Query::parse(&long);
    assert!(matches!(query.root, Some(Node::Together(words)) if words.len() <= MOST_WORDS));
    assert!(!query.warnings.is_empty());
    let phrase = Query::parse(&format!("«{}»", "и ".repeat(900)));
    assert!(matches!(phrase.root, Some(Node::Phrase(phrase)) if phrase.words.len() <= MOST_WORDS));
    assert_eq!(Query::parse(&"мост ".repeat(MOST_WORDS)).warnings, []);
    assert_eq!(Query::parse(&")".repeat(1_000)).warnings.len(), MOST_WARNINGS);
}

/// Queries of 100 KB, each of one kind of trouble, are read in no time, and by all that reads them.
#[test]
fn floods_are_read_in_time() {
    const LENGTH: usize = 100_000;
    let kinds = [
        "(",
        ")",
        "()",
        ")(",
        "\"",
        "«",
        "»",
        "„",
        "«а",
        ":",
        "::",
        "^",
        "^9",
        "=",
        "=(",
        "~",
        "~9",
        "-",
        "+",
        "-+",
        "*",
        "?",
        "а*",
        "*а",
        "&",
        "|",
        "а&",
        "И ",
        "НЕ ",
        "ИЛИ ",
        "/",
        "рядом/",
        "рядом/5 ",
        "а рядом/5 ",
        "город:",
        "город:(",
        "город:(а ",
        "дата:(>",
        "дата:(-",
        "город:«",
        "заголовок:",
        "минимум:3 ",
        "минимум:0 ",
        "начало:(",
        "-(",
        "+(",
        "=\"",
        "((«",
        "гоорд:",
        "а",
        "а ",
        "а-",
        "\u{301}",
        "\0",
        "дата:(\"",
        "город:((а",
        "а^",
        "…",
        "🙂",
    ];
    let closed =
        ["(", "-(", "город:(", "заголовок:("].map(|open| format!("{}мост{}", open.repeat(300), ")".repeat(LENGTH)));
    let floods = kinds.iter().map(|kind| kind.repeat(LENGTH / kind.len()));
    for flood in floods.chain(closed) {
        let begin: String = flood.chars().take(12).collect();
        let start = std::time::Instant::now();
        let query = Query::parse(&flood);
        let printed = query.root.as_ref().map(Node::to_string).unwrap_or_default();
        Query::parse(&printed);
        let words = words(&flood);
        assert!(start.elapsed().as_secs() < 5, "{begin}: {:?}", start.elapsed());
        assert!(query.warnings.len() <= MOST_WARNINGS && words.len() <= MOST_WORDS, "{begin}");
        assert!(query.root.as_ref().is_none_or(|root| depth(root) <= 10 * DEEPEST_BRACKETS), "{begin}");
    }
}

fn depth(node: &Node) -> usize {
    1 + match node {
        Node::Word(_) | Node::Phrase(_) | Node::Only(_) => 0,
        Node::Near(nodes, _) | Node::Together(nodes) | Node::All(nodes) | Node::Any(nodes) => {
            nodes.iter().map(depth).max().unwrap_or_default()
        }
        Node::Not(node)
        | Node::Required(node)
        | Node::Title(node)
        | Node::AtLeast(_, node)
        | Node::First(_, node)
        | Node::Boost(node, _) => depth(node),
    }
}

/// The same tree with every filter at the beginning, for printing moves them.
fn placeless(mut node: Node) -> Node {
    match &mut node {
        Node::Word(_) | Node::Phrase(_) => {}
        Node::Only(filter) => filter.position.0 = 0,
        Node::Near(nodes, _) | Node::Together(nodes) | Node::All(nodes) | Node::Any(nodes) => {
            *nodes = std::mem::take(nodes).into_iter().map(placeless).collect();
        }
        Node::Not(inner)
        | Node::Required(inner)
        | Node::Title(inner)
        | Node::AtLeast(_, inner)
        | Node::First(_, inner)
        | Node::Boost(inner, _) => **inner = placeless((**inner).clone()),
    }
    node
}
