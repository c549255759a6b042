use proptest::prelude::*;

use super::*;

/// The tree in one line: words bare, phrases quoted, roofs by name.
fn show(node: &Node) -> String {
    let list = |name: &str, nodes: &[Node]| format!("{name}[{}]", nodes.iter().map(show).collect::<Vec<_>>().join(" "));
    match node {
        Node::Word(word) => word.clone(),
        Node::Phrase(words) => format!("\"{}\"", words.join(" ")),
        Node::Together(nodes) => list("together", nodes),
        Node::All(nodes) => list("all", nodes),
        Node::Any(nodes) => list("any", nodes),
        Node::Not(node) => format!("not {}", show(node)),
    }
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let query = Query::parse(text);
    assert_eq!(query.root.as_ref().map(show).unwrap_or_default(), expected, "{text}");
    assert_eq!(query.warnings, [], "{text}");
}

#[track_caller]
fn check_warning(text: &str, expected: &str, position: usize) {
    let query = Query::parse(text);
    assert_eq!(query.root.as_ref().map(show).unwrap_or_default(), expected, "{text}");
    assert_eq!(query.warnings.iter().map(|warning| warning.position).collect::<Vec<_>>(), [Some(position)], "{text}");
}

#[test]
fn words_phrases_and_operators() {
    check("", "");
    check("  … ", "");
    check("Астана", "Астана");
    check("Конституция Астана", "together[Конституция Астана]");
    check("«новая Конституция» Астана", "together[\"новая Конституция\" Астана]");
    check("\"референдум\"", "референдум");
    check("\"\" мост", "мост");
    check("паводок -Кульсары", "together[паводок not Кульсары]");
    check("паводок НЕ Кульсары", "together[паводок not Кульсары]");
    check("Алматы - Астана", "together[Алматы Астана]");
    check("Алматы-Астана", "Алматы-Астана");
    check("мост И дамба", "all[мост дамба]");
    check("мост OR дамба", "any[мост дамба]");
    check("мост ИЛИ дамба И река", "any[мост all[дамба река]]");
    check("ремонт мост ИЛИ дамба", "together[ремонт any[мост дамба]]");
    check("(мост ИЛИ дамба) -(река И озеро)", "together[any[мост дамба] not all[река озеро]]");
    check("РОССИЯ И КИТАЙ НЕ СПОРЯТ", "together[РОССИЯ И КИТАЙ НЕ СПОРЯТ]");
    check("Токаев: мы построим https://akorda.kz", "together[Токаев мы построим https akorda kz]");
    check("-дождь", "not дождь");
    check("ЕНТ ИЛИ НАТО", "any[ЕНТ НАТО]");
    check("2024 ИЛИ 2025", "any[2024 2025]");
}

#[test]
fn what_is_not_understood_is_said() {
    check_warning("«новая Конституция", "together[новая Конституция]", 0);
    check_warning("мост) дамба", "together[мост дамба]", 4);
    check_warning("(мост дамба", "together[мост дамба]", 0);
    check_warning("ИЛИ мост", "мост", 0);
    check_warning("мост ИЛИ", "мост", 5);
    check_warning("мост НЕ", "мост", 5);
    check_warning("мост -()", "мост", 5);
    let deep = format!("{}мост{} ИЛИ дамба", "(".repeat(17), ")".repeat(17));
    check_warning(&deep, "any[мост дамба]", 16);
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
    assert!(matches!(phrase.root, Some(Node::Phrase(words)) if words.len() <= MOST_WORDS));
    assert_eq!(Query::parse(&"мост ".repeat(MOST_WORDS)).warnings, []);
    assert_eq!(Query::parse(&")".repeat(1_000)).warnings.len(), MOST_WARNINGS);
}

proptest! {
    #[test]
    fn every_text_is_a_query(text in "[мост И(ИЛИНЕ)\"«»„“\\-ab .]{0,60}|\\PC{0,40}") {
        let query = Query::parse(&text);
        for warning in query.warnings {
            prop_assert!(warning.position.unwrap_or_default() <= text.chars().count());
        }
    }
}
