//! What a query is read as. `said.rs` has what is said about it, `properties.rs` what is true of every query.

mod properties;
mod said;

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

/// The only warning is about this place and says this.
#[track_caller]
fn check_said(text: &str, expected: &str, position: usize, said: &str) {
    check_warning(text, expected, position);
    let message = &Query::parse(text).warnings[0].message;
    assert!(message.contains(said), "{text}: {message}");
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
    check("конституцыя~ дамба~2 мост~0", "together[конституцыя~1 дамба~2 мост]");
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
    check("мост рядом/1000 дамба", "near Words(1000)[мост дамба]");
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
    check("город:Тараз|город:Шу", "any[город:Тараз город:Шу]");
}

#[test]
fn values_between_brackets() {
    check("дата:(14.02.2018 ИЛИ 15.02.2018)", "any[дата:2018-02-14 дата:2018-02-15]");
    check("дата:(>2017 ИЛИ 2016)", "any[дата:>2017 дата:2016]");
    check("дата:(2016-01..2016-03 | вчера)", "any[дата:2016-01..2016-03 дата:вчера]");
    check("date:(>2017 -2018-05)", "all[дата:>2017 not дата:2018-05]");
    check("дата:(НЕ >2017)", "not дата:>2017");
    check("дата:(->2017)", "not дата:>2017");
    check("источник:(tengrinews.kz ИЛИ zakon.kz)", "any[источник:tengrinews.kz источник:zakon.kz]");
    check("город:(НЕ Астана)", "not город:Астана");
    check("город:(-Астана -Шу) мост", "together[all[not город:Астана not город:Шу] мост]");
    check("-город:(Тараз ИЛИ Шу)", "not any[город:Тараз город:Шу]");
    check("город:(Тараз, Шу; «Усть-Каменогорск»)", "any[город:Тараз город:Шу город:Усть-Каменогорск]");
    check("қала:(Тараз НЕМЕСЕ Шу) НЕМЕСЕ мост", "any[any[город:Тараз город:Шу] мост]");
    check("область:(\"Область Абай\" Абай)", "any[область:\"Область Абай\" область:Абай]");
    check("город:((Тараз Шу) И НЕ Актау)", "all[any[город:Тараз город:Шу] not город:Актау]");
    check("город:(Тараз^2|Шу) ^2", "any[город:Тараз by 2 город:Шу]");
    check("город:(Тараз - Шу) - мост", "together[any[город:Тараз город:Шу] мост]");
    check("ГОРОД:(ТАРАЗ ИЛИ ШЫМКЕНТ)", "any[город:ТАРАЗ город:ШЫМКЕНТ]");
    check("город:(\"ИЛИ\" нет)", "any[город:ИЛИ город:нет]");
    check("город:() мост", "мост");
    check_warning("город:(Тараз", "город:Тараз", 6);
    check_warning("город:(Тараз «Шу)", "any[город:Тараз город:Шу]", 13);
    check_warning("дата:(весна 2016)", "дата:2016", 6);
    check_said("город:(Тараз область:Абай)", "город:Тараз", 13, "only its values");
}
