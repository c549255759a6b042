//! What each sign of the query language finds, from the text of a query to the articles.

use izdeu::{Index, LocalSearcher, MatchStep, RawArticle, SearchRequest, SearchResults, Searcher};

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
    check("д???а", "title");
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
    check("\"дамба паводок\"~9", "");
    check("=\"Паводок размыл дамбу\"~1", "near");
    check("=\"Паводок размыл дамба\"~1", "");
    check("минимум:3 паводок", "often");
    check("минимум:2 \"новая Конституция\"", "plain");
    check("начало:3 паводок", "far often title");
    check("начало:4 =паводок", "far near often title");
    check("начало:4 =Конституция", "");
    check("начало:5 =Конституция", "plain");
    check("заголовок:паводок", "title");
    check("заголовок:(паводок ИЛИ мост)", "plain title");
    check("заголовок:(вода и Тараз)", "near");
    check("паводок -заголовок:паводок", "far near often");
    check("паводок рядом/9 (дамба ИЛИ запад)", "near often title");
}

#[test]
fn what_is_known() {
    check("паводок город:Тараз", "near");
    check("паводок город:(Тараз ИЛИ Актау)", "far near");
    check("паводок город:(НЕ Тараз)", "far often title");
    check("паводок дамба город:(Актау ИЛИ Шымкент)", "far title");
    check("паводок дамба город:Актау^2", "far");
    check("паводок дамба +город:Актау", "far");
    check("паводок ИЛИ город:Тараз", "far near often title");
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
    check("паводок И +дамба", "far near title");
    check("паводок паводок паводок аким", "near");
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
    assert_eq!(marked("\"паводок дамба\"~2"), "Паводок дамбу");
    assert_eq!(marked("=\"Новая Конституция\""), "Новая Конституция");
}

#[test]
fn every_way_to_meet_a_word_is_explained() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    let text = "Паводок размыл старую дамбу. ЕНТ сдали в школе, единое национальное тестирование прошло.";
    writer.add(RawArticle::new("1", text)).unwrap();
    writer.commit().unwrap();
    let searcher = LocalSearcher::open(&index).unwrap();
    for (query, form, step) in [
        ("=Паводок", "Паводок", MatchStep::Exact),
        ("дамб*", "дамбу", MatchStep::Pattern),
        ("паводк~2", "Паводок", MatchStep::Slips),
        ("плотина размыта", "дамбу", MatchStep::Synonym),
        ("сдача ҰБТ", "ЕНТ", MatchStep::Synonym),
        ("ЕНТ сдали", "единое национальное тестирование", MatchStep::Synonym),
        ("\"паводок дамба\"~2", "дамбу", MatchStep::Phrase),
        ("=\"старую дамбу\"", "старую дамбу", MatchStep::Phrase),
    ] {
        let found = searcher.search(&SearchRequest::new(query).explain()).unwrap();
        let why = found.hits[0].explanation.as_ref().unwrap();
        let met = why.words.iter().flat_map(|word| &word.forms).find(|found| found.text == form);
        assert_eq!(met.map(|found| found.step), Some(step), "{query}: {why:?}");
        assert_eq!(why.rest, 0.0, "{query}: {why:?}");
    }
}

#[test]
fn synonyms_are_words_side_by_side() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    for (id, text) in [("ent", "ЕНТ сдали в школе."), ("light", "Электроэнергия дорожает, цены на неё растут.")]
    {
        writer.add(RawArticle::new(id, text)).unwrap();
    }
    writer.commit().unwrap();
    let searcher = LocalSearcher::open(&index).unwrap();
    for (query, total) in [
        ("единое национальное тестирование", 1),
        ("единое ИЛИ национальное ИЛИ тестирование", 0),
        ("тарифы на свет", 1),
        ("тарифы язык:ru свет", 1),
    ] {
        assert_eq!(searcher.search(&SearchRequest::new(query)).unwrap().total, total, "{query}");
    }
    let literal = SearchRequest::new("тарифы на свет").literal(true);
    assert_eq!(searcher.search(&literal).unwrap().total, 0);
}

#[test]
fn no_query_is_widened_for_ever() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    let letter = |number: usize| char::from_u32(0x430 + number as u32).unwrap();
    let words: Vec<String> =
        (0..900).map(|number| format!("мо{}{}ст", letter(number / 30), letter(number % 30))).collect();
    writer.add(RawArticle::new("1", words.join(" "))).unwrap();
    writer.commit().unwrap();
    let searcher = LocalSearcher::open(&index).unwrap();
    let query: Vec<String> = (0..10).map(|number| format!("мо*{}", &"ст"[number % 2 * 2..])).collect();
    let found = searcher.search(&SearchRequest::new(query.join(" ИЛИ "))).unwrap();
    let searched: usize = found
        .warnings
        .iter()
        .filter_map(|warning| warning.message.split("; the ").nth(1)?.split(' ').next()?.parse::<usize>().ok())
        .sum();
    assert_eq!((found.total, searched), (1, 1_024), "{:?}", found.warnings);
}
