use proptest::prelude::*;

use super::*;

/// The tree in one line: words bare, phrases quoted, roofs by name.
fn show(node: &Node) -> String {
    let list = |name: &str, nodes: &[Node]| format!("{name}[{}]", nodes.iter().map(show).collect::<Vec<_>>().join(" "));
    match node {
        Node::Word(_) | Node::Phrase(_) | Node::Only(_) => node.to_string(),
        Node::Together(nodes) => list("together", nodes),
        Node::All(nodes) => list("all", nodes),
        Node::Any(nodes) => list("any", nodes),
        Node::Near(nodes, reach) => list(&format!("near {reach:?}"), nodes),
        Node::Not(node) => format!("not {}", show(node)),
        Node::Required(node) => format!("required {}", show(node)),
        Node::Title(node) => format!("title {}", show(node)),
        Node::AtLeast(times, node) => format!("{times} times {}", show(node)),
        Node::First(words, node) => format!("first {words} {}", show(node)),
        Node::Boost(node, boost) => format!("{} by {boost}", show(node)),
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
    check("РОССИЯ И КИТАЙ НЕ СПОРЯТ", "together[РОССИЯ \"И\" КИТАЙ \"НЕ\" СПОРЯТ]");
    check("Токаев: мы построим https://akorda.kz", "together[Токаев мы построим https akorda kz]");
    check("-дождь", "not дождь");
    check("ЕНТ ИЛИ НАТО", "any[ЕНТ НАТО]");
    check("2024 ИЛИ 2025", "any[2024 2025]");
}

#[test]
fn forms_of_words() {
    check("=Астаны мост", "together[=Астаны мост]");
    check("=\"Новая Конституция\"", "=\"Новая Конституция\"");
    check("астан*", "астан*");
    check("*султан аст*на а?тана", "together[*султан аст*на а?тана]");
    check("Где школа?", "together[Где школа]");
    check("конституцыя~ дамба~2 мост~9", "together[конституцыя~1 дамба~2 мост~2]");
    check("\"мост дамба\"~3", "\"мост дамба\"~3");
    check("2+2=4", "together[2 2 4]");
    check("+мост дамба", "together[required мост дамба]");
    check("мост^2 (дамба река)^0.5", "together[мост by 2 together[дамба река] by 0.5]");
    check("* ^2 ~ =", "");
}

#[test]
fn places_of_words() {
    check("мост рядом/5 дамба", "near Words(5)[мост дамба]");
    check("МОСТ NEAR/3 (дамба ИЛИ \"речной порт\")", "near Words(3)[МОСТ any[дамба \"речной порт\"]]");
    check("аким рядом/предложение отставка И Тараз", "all[near Sentence[аким отставка] Тараз]");
    check("аким жақын/азатжол отставка рядом/абзац суд", "near Paragraph[аким отставка суд]");
    check("минимум:3 паводок", "3 times паводок");
    check("atleast:2 \"новая дамба\" мост", "together[2 times \"новая дамба\" мост]");
    check("начало:50 (паводок ИЛИ половодье)", "first 50 any[паводок половодье]");
    check("заголовок:паводок title:\"новая дамба\"", "together[title паводок title \"новая дамба\"]");
    check("-заголовок:(паводок мост)", "not title together[паводок мост]");
    check("заголовок:", "заголовок");
    check("Заголовок: мост", "together[Заголовок мост]");
    check("рядом мост", "together[рядом мост]");
}

#[test]
fn what_is_known_of_articles() {
    check("паводок город:Астана", "together[паводок город:Астана]");
    check("город:\"Усть-Каменогорск\" -city:Алматы", "together[город:Усть-Каменогорск not город:Алматы]");
    check("қала:(Тараз ИЛИ Шу)", "any[город:Тараз город:Шу]");
    check("область:«Область Абай» язык:kk", "together[область:\"Область Абай\" язык:kk]");
    check("дата:2026-02 дата:>2025 date:14.02.2026", "together[дата:2026-02 дата:>2025 дата:2026-02-14]");
    check("дата:2026-01..2026-03 күні:кеше", "together[дата:2026-01..2026-03 дата:вчера]");
    check("город:нет дата:any source:tengrinews.kz", "together[город:нет дата:есть источник:tengrinews.kz]");
}

#[test]
fn what_is_not_understood_is_said() {
    check_warning("мост дата:весна", "мост", 5);
    check_warning("мост рядом/", "together[мост рядом]", 5);
    check_warning("мост рядом/0 дамба", "together[мост рядом 0 дамба]", 5);
    check_warning("мост рядом/5", "мост", 5);
    check_warning("мост рядом/5 (дамба река)", "all[мост together[дамба река]]", 5);
    check_warning("минимум:3 (мост дамба)", "together[мост дамба]", 0);
    check_warning("минимум:много мост", "together[минимум много мост]", 0);
    check_warning("а* мост", "together[а мост]", 0);
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
    assert!(matches!(phrase.root, Some(Node::Phrase(phrase)) if phrase.words.len() <= MOST_WORDS));
    assert_eq!(Query::parse(&"мост ".repeat(MOST_WORDS)).warnings, []);
    assert_eq!(Query::parse(&")".repeat(1_000)).warnings.len(), MOST_WARNINGS);
}

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
    ];
    let part = proptest::sample::select(parts.to_vec())
        .prop_flat_map(|part| prop_oneof![Just(part.to_owned()), Just(format!("{part} "))]);
    proptest::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_printed_query_reads_the_same(text in any_query()) {
        let root = Query::parse(&text).root;
        let printed = root.as_ref().map(Node::to_string).unwrap_or_default();
        let again = Query::parse(&printed);
        prop_assert_eq!(again.root, root, "{} was printed as {}", text, printed);
        prop_assert_eq!(again.warnings, vec![], "{}", printed);
    }
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
