//! What each sign of the query language finds, from the text of a query to the articles.

use izdeu::{Index, LocalSearcher, RawArticle, SearchRequest, SearchResults, Searcher};

const ARTICLES: &[(&str, &str, &str, &str)] = &[
    ("near", "2026-02-10", "Вода в Таразе", "Паводок размыл старую дамбу. В Таразе ищут людей.\nАким обещал помощь."),
    (
        "far",
        "2026-03-10",
        "Дорога",
        "Паводок пришёл утром. Ночью в Актау его уже ждали все службы города. Дамбу строят.",
    ),
    ("title", "2025-12-31", "Паводок отступил", "Вода ушла. Ущерб считают в Шымкенте, дамба цела."),
    ("often", "", "Сводка", "Паводок на севере. Паводок на юге. Паводка ждут и на западе, без города."),
    ("plain", "2026-03-15", "Мост", "Мосты закрыты. Новая Конституция принята, новой Конституции рады."),
];

fn search(query: &str) -> SearchResults {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    for (id, date, title, text) in ARTICLES {
        writer.add(RawArticle::new(*id, *text).title(*title).date(*date).source(format!("{id}.kz"))).unwrap();
    }
    writer.commit().unwrap();
    LocalSearcher::open(&index).unwrap().search(&SearchRequest::new(query)).unwrap()
}

/// The ids that a query finds, in the order of the alphabet, without a warning.
#[track_caller]
fn check(query: &str, expected: &str) {
    let found = search(query);
    let mut ids: Vec<String> = found.hits.iter().map(|hit| hit.id.to_string()).collect();
    ids.sort();
    assert_eq!(ids.join(" "), expected, "{query}: {:?}", found.warnings);
    assert!(expected.is_empty() || found.warnings.is_empty(), "{query}: {:?}", found.warnings);
}

#[test]
fn words_as_written_and_patterns() {
    check("мост", "plain");
    check("=мост", "plain");
    check("=моста", "");
    check("=Мосты", "plain");
    check("дамб*", "far near title");
    check("*мбу", "far near");
    check("д?мба", "title");
    check("дамбо~ ИЛИ мсот~1", "far near plain title");
    check("дымбо~1", "");
    check("дымбо~2", "far near title");
    check("=\"новая Конституция\"", "plain");
    check("=\"новую Конституцию\"", "");
    check("«новую Конституцию»", "plain");
}

#[test]
fn places() {
    check("паводок рядом/4 дамба", "near");
    check("дамба рядом/20 паводок", "far near title");
    check("паводок рядом/предложение дамба", "near");
    check("паводок рядом/абзац дамба", "far near");
    check("паводок рядом/абзац аким", "");
    check("\"паводок дамба\"~2", "near");
    check("минимум:3 паводок", "often");
    check("минимум:2 \"новая Конституция\"", "plain");
    check("начало:3 паводок", "far often title");
    check("заголовок:паводок", "title");
    check("заголовок:(паводок ИЛИ мост)", "plain title");
    check("паводок -заголовок:паводок", "far near often");
    check("паводок рядом/9 (дамба ИЛИ запад)", "near often title");
}

#[test]
fn what_is_known() {
    check("паводок город:Тараз", "near");
    check("паводок город:(Тараз ИЛИ Актау)", "far near");
    check("паводок город:(НЕ Тараз)", "far often title");
    check("город:(-Тараз -Шымкент) паводок", "far often");
    check("город:((Тараз ИЛИ Актау) НЕ Актау)", "near");
    check("город:нет", "often plain");
    check("паводок -город:есть", "often");
    check("дата:нет", "often");
    check("дата:2026-03", "far plain");
    check("дата:2026-02..2026-03-10", "far near");
    check("дата:<2026", "title");
    check("дата:>2026-03-10", "plain");
    check("дата:(31.12.2025 ИЛИ 10.02.2026)", "near title");
    check("дата:(>2026-03-10 ИЛИ 2025)", "plain title");
    check("дата:(2026 -2026-03)", "near");
    check("источник:(far.kz ИЛИ near.kz)", "far near");
    check("паводок дата:>=2026", "far near");
    check("источник:often", "often");
    check("область:\"Жамбылская область\"", "near");
    check("язык:kk", "");
    check("дата:вчера", "");
}

#[test]
fn what_must_and_what_weighs() {
    check("+паводок аким служба", "far near often title");
    check("(дамба^5 ИЛИ паводок^0.1) И дата:2026", "far near");
    let first = |query: &str| search(query).hits[0].id.to_string();
    assert_eq!(first("аким^9 ИЛИ служба"), "near");
    assert_eq!(first("аким ИЛИ служба^9"), "far");
}

#[test]
fn what_nobody_has_is_said() {
    for (query, expected, position) in [
        ("мост город:Мухосранск", "no city «Мухосранск»", 5),
        ("источник:reuters", "no article has a source", 0),
        ("дата:2026-02-30", "the calendar has no day 2026-02-30", 0),
        ("язык:эльфийский", "no language", 0),
    ] {
        let found = search(query);
        assert_eq!(found.total, 0, "{query}");
        let warning = &found.warnings[0];
        assert!(warning.message.contains(expected) && warning.position == Some(position), "{query}: {warning:?}");
    }
}

#[test]
fn what_is_read_otherwise_is_said() {
    for (query, read, said) in [
        ("паводок рядом/4294967295 дамба", "far near title", "«рядом/1000»"),
        ("гоорд:Тараз мост", "near plain", "did you mean «город:»?"),
        ("минимум:0 мост", "plain", "«минимум:0» was passed over"),
        ("дымбо~9", "far near title", "«дымбо~2»"),
        ("дата:2026-03..2026-02", "far near plain", "дата:2026-02..2026-03"),
        ("=(мосты закрыты)", "plain", "(=мосты =закрыты)"),
        (
            "паводок рядом/9 дамба рядом/предложение старая",
            "near",
            "паводок рядом/9 дамба И дамба рядом/предложение старая",
        ),
    ] {
        let found = search(query);
        let mut ids: Vec<String> = found.hits.iter().map(|hit| hit.id.to_string()).collect();
        ids.sort();
        assert_eq!(ids.join(" "), read, "{query}: {:?}", found.warnings);
        let warning = found.warnings.iter().find(|warning| warning.message.contains(said));
        assert!(warning.is_some_and(|warning| warning.position.is_some()), "{query}: {:?}", found.warnings);
    }
}

#[test]
fn what_was_asked_is_marked() {
    let marked = |query: &str| {
        let found = search(query);
        let snippet = &found.hits[0].snippet;
        let letters: Vec<char> = snippet.text.chars().collect();
        let words = snippet.highlights.iter().map(|[start, end]| letters[*start..*end].iter().collect::<String>());
        words.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(marked("дамб* город:Тараз"), "дамбу");
    assert_eq!(marked("=дамба"), "дамба");
    assert_eq!(marked("аким -мост"), "Аким");
}
