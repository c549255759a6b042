//! The page and the API over real connections: what people and programs get.

#[path = "../common/mod.rs"]
mod common;
mod description;
mod limits;
mod overload;
#[path = "../common/running.rs"]
mod running;
#[path = "../common/tools.rs"]
mod tools;

use izdeu::{ApiKeys, LocalSearcher, RawArticle, SearchRequest, Searcher};
use running::Running;
use serde_json::{Value, json};

/// A value as it comes out of its JSON.
fn as_sent(value: &impl serde::Serialize) -> Value {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

fn articles() -> [RawArticle; 4] {
    [
        RawArticle::new("bridge/1", "В Кокшетау через реку открыт новый мост. По мосту поехали машины.")
            .title("Мост открыт")
            .date("2024-05-17")
            .source("a.example.kz")
            .url("https://a.example.kz/most?a=1&b=2"),
        RawArticle::new("bridge/2", "В Астане мост через Ишим закрыли на ремонт.")
            .date("2024-06-03")
            .source("b.example.kz"),
        RawArticle::new(
            "bridge/3",
            "Алматыда жаңа көпір ашылды. Мост деп аталатын кафе де жаңа көпірдің жанында ашылды.",
        )
        .date("2025-01-02")
        .source("b.example.kz"),
        RawArticle::new("snow", "Дорогу в Караганде закрыли из-за бурана.").date("2024-05-18"),
    ]
}

#[test]
fn a_page_shows_what_a_search_finds() {
    let server = Running::over(articles());
    let page = server.get("/?q=мосты");
    assert_eq!(page.status, 200);
    for expected in [
        "<html lang=\"ru\">",
        "Найдено 3 статьи",
        "<a href=\"/article/bridge%2F1?q=%D0%BC%D0%BE%D1%81%D1%82%D1%8B\"><mark>Мост</mark> открыт</a>",
        "17 мая 2024",
        "открыт новый <mark>мост</mark>",
        "https://a.example.kz/most?a=1&#38;b=2",
        "/?q=%D0%BC%D0%BE%D1%81%D1%82%D1%8B&#38;city=%D0%90%D1%81%D1%82%D0%B0%D0%BD%D0%B0",
        "&#38;lang=kk",
        "&#38;source=b.example.kz",
        "<rect class=\"bar\"",
        "&#38;from=2024-06&#38;to=2024-06",
    ] {
        assert!(page.body.contains(expected), "{expected}\n{}", page.body);
    }
    assert!(page.header("content-security-policy").contains("script-src 'self'"));
    assert!(!page.body.contains("style=") && !page.body.contains("onclick"));

    let narrowed = server.get("/?q=мосты&city=Астана&from=2024-06&to=2024-06");
    assert!(narrowed.body.contains("Найдена 1 статья") && narrowed.body.contains("Город: Астана"));
    assert!(narrowed.body.contains("aria-label=\"3 июня 2024: 1\""), "days of a month\n{}", narrowed.body);
    assert!(narrowed.body.contains("href=\"/?q=%D0%BC%D0%BE%D1%81%D1%82%D1%8B&#38;city=%D0%90%D1%81%D1%82%D0%B0%D0%BD%D0%B0&#38;from=2024&#38;to=2024\""));

    let corrected = server.get("/?q=Vjcn");
    assert!(corrected.body.contains("Показаны результаты для «<strong>Мост</strong>»"), "{}", corrected.body);
    assert!(corrected.body.contains("/?q=Vjcn&#38;literal=1"));
}

#[test]
fn a_choice_gives_as_many_articles_as_it_says() {
    let places = [
        "В Алматы и в Астане",
        "В Алматы",
        "В Алматы, в Бостандыкском районе Алматы,",
        "В Астане",
        "В Караганде и в Темиртау",
        "В Темиртау",
        "В Астане и в Караганде",
        "В Алматы и в Пекине",
        "В Пекине",
        "В Москве",
        "В Актау у дамбы",
    ];
    let article = |(number, place): (usize, &&str)| {
        let text = format!("{place} открыли мост, который строили {number} лет.");
        let source = ["a.example.kz", "b.example.kz"][number % 2];
        RawArticle::new(format!("{number}"), text).source(source).date(format!("2024-0{}-11", 1 + number % 3))
    };
    let server = Running::over(places.iter().enumerate().map(article));
    for chosen in [
        "",
        "&city=Алматы",
        "&city=Темиртау",
        "&region=Карагандинская область",
        "&city=Бостандыкский район",
        "&abroad=Китай",
        "&abroad=Пекин&city=Алматы",
        "&source=a.example.kz&from=2024-02&to=2024-02",
        "&city=Астана&lang=ru&sort=date",
    ] {
        let page = server.get(&format!("/?q=мост{}", chosen.replace(' ', "%20"))).body;
        let choices = page.split("<a href=\"/?").filter_map(|rest| {
            let (query, rest) = rest.split_once("\" rel=\"nofollow\">")?;
            let (name, rest) = rest.split_once("</a> <span class=\"count\">")?;
            Some((query.replace("&#38;", "&"), name, rest.split_once('<')?.0))
        });
        let mut followed = 0;
        for (query, name, count) in choices {
            let found = server.get(&format!("/api/v1/search?{query}")).json();
            assert_eq!(found["total"].to_string(), count, "{chosen}: {name} {query}");
            followed += 1;
        }
        assert!(followed >= 1, "{chosen}\n{page}");
    }
    // What is chosen has only some of the words, other places have all.
    let some_words = server.get("/?q=мост%20дамба&city=Темиртау").body;
    assert!(some_words.contains("<strong>Темиртау</strong>"), "{some_words}");
    let chosen = server.get("/?q=мост&city=Темиртау").body;
    let (first, _) = chosen.split_once("<strong>Темиртау</strong>").expect("what is chosen is named");
    assert!(first.ends_with("<li>") && first.matches("<details open>").count() == 1, "and to be seen\n{chosen}");
}

#[test]
fn every_example_of_the_help_finds_something() {
    let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let index = common::index_of(&[corpus]);
    let options = izdeu::ServerOptions::new().listen("127.0.0.1:0".parse().unwrap());
    let server = Running::on(std::sync::Arc::new(LocalSearcher::open(&index).unwrap()), options, index, None);
    for language in ["ru", "kk", "en"] {
        let help = server.get(&format!("/help?ui={language}")).body;
        let examples: Vec<&str> =
            help.split("<dt><a href=\"/?").filter_map(|rest| Some(rest.split_once("&amp;ui=")?.0)).collect();
        assert!(examples.len() >= 12, "{help}");
        for example in examples {
            let found = server.get(&format!("/api/v1/search?{example}")).json();
            assert_ne!(found["total"], 0, "{language}: {}", found["query"]);
        }
    }
}

#[test]
fn the_page_in_three_languages() {
    let server = Running::over(articles());
    let accepted = |language| server.get_with("/?q=мост", &[("accept-language", language)]).body;
    assert!(accepted("kk-KZ,ru;q=0.5").contains("3 мақала табылды"));
    assert!(accepted("en").contains("3 articles found"));
    let chosen = server.get_with("/?q=мост&ui=kk", &[("accept-language", "en")]).body;
    assert!(
        chosen.contains("<html lang=\"kk\">") && chosen.contains("&#38;ui=kk\">"),
        "links stay in the language\n{chosen}"
    );
    for (ui, said) in [
        ("ru", "Скобка не закрыта; она прочитана до конца запроса."),
        ("kk", "Жақша жабылмаған; сұраудың соңына дейін оқылды."),
        ("en", "the bracket is never closed; it was read to the end of the query"),
    ] {
        let page = server.get(&format!("/?q=(мост&ui={ui}")).body;
        assert!(page.contains(said), "{ui}\n{page}");
    }
    for ui in ["ru", "kk", "en"] {
        for (path, status) in
            [("/?", 200), ("/help?", 200), ("/article/nothing?", 404), ("/nowhere?", 404), ("/?from=soon&", 400)]
        {
            assert_eq!(server.get(&format!("{path}ui={ui}")).status, status, "{path} {ui}");
        }
    }
}

#[test]
fn how_many_articles_there_are_and_what_to_do_where_there_are_none() {
    assert!(Running::over(articles()).get("/").body.contains("<p>В архиве 4 статьи</p>"));
    let empty = Running::over([]);
    for path in ["/?ui=ru", "/?q=мост&ui=ru", "/?q=мост&ui=kk", "/?q=мост&ui=en"] {
        let page = empty.get(path).body;
        assert!(page.contains("search index"), "{path}\n{page}");
    }
    assert!(!Running::over(articles()).get("/?q=жираф").body.contains("search index"));
}

#[test]
fn an_article_with_its_marks_and_what_stands_beside_it() {
    let server = Running::over(articles());
    let page = server.get("/article/bridge%2F1?q=мост");
    for expected in [
        "<mark id=\"m1\">мост</mark>",
        "<a href=\"#m2\">2</a>",
        "Совпадения: 2",
        "Позже",
        "/article/snow",
        "Похожие",
        "/article/bridge%2F2",
        "← К результатам поиска",
    ] {
        assert!(page.body.contains(expected), "{expected}\n{}", page.body);
    }
    assert_eq!(server.get("/article/bridge/1").status, 200, "a slash need not be escaped");
    assert!(!server.get("/article/bridge%2F1").body.contains("<mark"), "nothing was asked for");
}

#[test]
fn nothing_of_an_article_runs() {
    let evil = "<script>alert(1)</script> мост \"><img src=x onerror=alert(2)> <mark>ложь</mark> \u{202e}назад\u{0} &amp; конец";
    let article = |id: &str, url: &str| {
        RawArticle::new(id, evil).title(format!("Мост {evil}")).source(evil).url(url).date("2024-05-17")
    };
    let id = "\"><script>alert(3)</script>";
    let server = Running::over([
        article(id, "javascript:alert(4)"),
        article("b", "data:text/html,<script>alert(5)</script>"),
        article("c", "https://e.kz/\"onload=alert(6)"),
    ]);
    let escaped: String = "/article/%22%3E%3Cscript%3Ealert%283%29%3C%2Fscript%3E?q=мост".into();
    for path in [
        "/?q=мост",
        "/?q=мост%22%3E%3Cscript%3Ealert(7)%3C/script%3E&source=%22%3E%3Cscript%3E",
        "/?q=ложь&source=%3Cscript%3E&ui=%3Cscript%3E",
        &escaped,
    ] {
        let page = server.get(path);
        let body = page.body.to_lowercase();
        assert!(
            !body.contains("<script>") && !body.contains("<img") && !body.contains("<mark>ложь</mark>")
                || path.contains("ложь"),
            "{path}\n{body}"
        );
        assert!(
            !body.contains("javascript:")
                && !body.contains("\"data:")
                && !body.contains('\u{202e}')
                && !body.contains('\0'),
            "{path}\n{body}"
        );
        assert!(!body.contains("onload"), "{path}");
    }
    assert_eq!(server.get(&escaped).status, 200);
}

#[test]
fn the_api_answers_as_the_library_does() {
    let server = Running::over(articles());
    let searcher = LocalSearcher::open(&server.index).unwrap();
    let without_time = |mut value: Value| {
        value["took_ms"] = Value::Null;
        value
    };
    let request = SearchRequest::new("мост").city("Астана").tree("places".parse().unwrap(), 2);
    let expected = as_sent(&searcher.search(&request).unwrap());
    let found = server.get("/api/v1/search?q=мост&city=Астана&facet=places:2");
    assert_eq!(found.header("content-type"), "application/json");
    assert_eq!(without_time(found.json()), without_time(expected));

    let similar = searcher.similar(&"bridge/1".into(), 3).unwrap();
    let found = server.get("/api/v1/similar/bridge%2F1?limit=3").json();
    assert_eq!(without_time(found), without_time(as_sent(&similar)));
    let article = searcher.article(&"bridge/1".into(), "мост").unwrap().unwrap();
    assert_eq!(server.get("/api/v1/articles/bridge/1?q=мост").json(), as_sent(&article));
    let suggestions = server.get("/api/v1/suggest?q=мо").json();
    assert_eq!(suggestions["suggestions"][0]["text"], "мост");
    let facets = server.get("/api/v1/facets?q=мост").json();
    assert_eq!((&facets["total"], &facets["facets"]["dates"][0]["key"]), (&3.into(), &"2024-05".into()));
    assert_eq!(server.get("/api/v1/stats").json()["articles"], 4);
    assert_eq!(server.get("/api/v1/healthz").json()["status"], "ok");
    let pages: Vec<String> = (0..3)
        .map(|offset| {
            server.get(&format!("/api/v1/search?q=мост&limit=1&offset={offset}")).json()["hits"][0]["id"].to_string()
        })
        .collect();
    let next = server.get("/api/v1/search?q=мост&limit=1").json()["next"].as_str().unwrap().to_owned();
    assert_eq!(
        server.get(&format!("/api/v1/search?q=мост&limit=2&after={next}")).json()["hits"][1]["id"].to_string(),
        pages[2]
    );
}

#[test]
fn what_goes_wrong_is_told_as_a_problem() {
    let server = Running::over(articles());
    for (path, status, detail) in [
        ("search?q=мост&city=Нигде", 400, "«Нигде»"),
        ("search?q=мост&colour=red", 400, "«colour»"),
        ("search?q=мост&limit=100000", 400, "«100000»"),
        ("suggest?q=мо&sort=date", 400, "«sort»"),
        ("similar/snow?q=мост", 400, "«q»"),
        ("articles/snow?limit=1", 400, "«limit»"),
        ("facets?q=мост&offset=1", 400, "«offset»"),
        ("export?q=мост&limit=1", 400, "«limit»"),
        ("stats?q=мост", 400, "«q»"),
        ("articles/nothing", 404, "no article"),
        ("similar/nothing", 404, "no article"),
        ("nothing", 404, "the API has"),
        ("articles", 405, "POST"),
    ] {
        let problem = server.get(&format!("/api/v1/{path}"));
        assert_eq!((problem.status, problem.header("content-type")), (status, "application/problem+json"), "{path}");
        assert_eq!(problem.json()["status"], status);
        assert!(problem.json()["detail"].as_str().unwrap().contains(detail), "{}", problem.body);
    }
}

#[test]
fn what_is_wrong_with_a_request_has_a_code_and_words_in_three_languages() {
    let server = Running::over(articles());
    for (query, fault, [russian, kazakh, english]) in [
        (
            "from=soon",
            json!({ "code": "no_date", "name": "from", "written": "soon" }),
            ["«soon» не дата", "«soon» күн емес", "«soon» is not a date"],
        ),
        (
            "from=2025-02&to=2024",
            json!({ "code": "backward_period", "from": "2025-02", "to": "2024" }),
            [
                "кончается (2024) раньше, чем начинается (февраль 2025)",
                "(2025 ж. ақпан) бұрын аяқталады (2024)",
                "ends (2024)",
            ],
        ),
        (
            "undated=1&date_source=url",
            json!({ "code": "undated_with_dates" }),
            ["У статей без даты", "Күні жоқ мақалалардың", "articles without a date"],
        ),
        (
            "sort=up",
            json!({ "code": "no_such_value", "name": "sort", "written": "up", "values": ["relevance", "date", "oldest"] }),
            ["«up» не подходит", "«up» жарамайды", "«up» is none of"],
        ),
        (
            "limit=1000",
            json!({ "code": "no_number", "name": "limit", "written": "1000", "least": 0, "most": 100 }),
            ["не число от 0 до 100", "0 мен 100 аралығындағы", "no number from 0 to 100"],
        ),
        (
            "after=here",
            json!({ "code": "no_cursor", "written": "here" }),
            ["не метка страницы", "беттің белгісі емес", "no cursor"],
        ),
        (
            "city=Астана&city=Нигде",
            json!({ "code": "unknown_place", "place": { "code": "unknown_city", "name": "Нигде" } }),
            ["Города «Нигде» мы не знаем", "«Нигде» деген қала", "no city «Нигде»"],
        ),
        (
            "abroad=Нигде",
            json!({ "code": "unknown_place", "place": { "code": "unknown_abroad", "name": "Нигде" } }),
            ["Места за рубежом «Нигде»", "«Нигде»", "no place abroad «Нигде»"],
        ),
    ] {
        let problem = server.get(&format!("/api/v1/search?q=мост&{query}"));
        assert_eq!((problem.status, &problem.json()["fault"]), (400, &fault), "{query}");
        assert!(problem.json()["detail"].as_str().unwrap().contains(english), "{}", problem.body);
        for (language, said) in [("ru", russian), ("kk", kazakh), ("en", english)] {
            let page = server.get_with(&format!("/?q=мост&{query}"), &[("accept-language", language)]);
            assert_eq!(page.status, 400, "{query}");
            assert!(page.body.contains(said) && page.body.contains("value=\"мост\""), "{said}\n{}", page.body);
            assert!(!page.body.contains("class=\"detail\""), "nothing is said in English beside it\n{}", page.body);
        }
    }
    let missing = server.get("/api/v1/articles/nothing").json();
    assert!(missing.get("fault").is_none(), "{missing}");
}

#[test]
fn a_known_answer_is_not_sent_again_until_the_index_changes() {
    let server = Running::over(articles());
    for path in ["/?q=мост", "/api/v1/search?q=мост"] {
        let tag = server.get(path).header("etag").to_owned();
        let again = server.get_with(path, &[("if-none-match", &tag)]);
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
        assert_eq!(server.get_with("/api/v1/search?q=дорога", &[("if-none-match", &tag)]).status, 200);
        let mut writer = server.index.writer().unwrap();
        writer.add(RawArticle::new(format!("new {path}"), "Ещё один мост открыт.")).unwrap();
        writer.commit().unwrap();
        let is_new = || server.get_with(path, &[("if-none-match", &tag)]).status == 200;
        let waited = (0..200).position(|_| {
            std::thread::sleep(std::time::Duration::from_millis(20));
            is_new()
        });
        assert!(waited.is_some(), "the new commit is not seen");
    }
}

#[test]
fn pages_are_packed_where_the_client_can_unpack() {
    let server = Running::over(articles());
    let agent: ureq::Agent = ureq::Agent::config_builder().accept_encoding("gzip").build().into();
    let response = agent.get(format!("{}/assets/style.css", server.address)).call().unwrap();
    assert_eq!(response.headers().get("content-encoding").map(|value| value.to_str().unwrap()), Some("gzip"));
}

#[test]
fn every_match_as_a_stream() {
    let many = (0..3_000)
        .map(|number| RawArticle::new(format!("{number:04}"), format!("Мост номер {number} открыт для всех.")));
    let server = Running::over(
        many.chain([RawArticle::new("=formula", "Мост, \"кавычки\" и запятая").title("=1+1").date("2024-05-17")]),
    );
    let lines = server.get("/api/v1/export?q=мост&sort=date");
    assert_eq!((lines.status, lines.header("content-type")), (200, "application/x-ndjson"));
    let mut ids: Vec<String> = lines
        .body
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids[0], "=formula");
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 3_001);

    let table = server.get("/api/v1/export?q=мост&from=2024&format=csv").body;
    let rows: Vec<csv::StringRecord> = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes())
        .records()
        .map(Result::unwrap)
        .collect();
    assert!(table.starts_with('\u{feff}') && rows.len() == 1);
    assert_eq!((&rows[0][0], &rows[0][1], &rows[0][3]), ("'=formula", "2024-05-17", "'=1+1"));
    for (path, detail) in [("?q=мост&format=xls", "«xls»"), ("?q=мост&city=Нигде", "«Нигде»")] {
        let problem = server.get(&format!("/api/v1/export{path}"));
        assert!(problem.status == 400 && problem.body.contains(detail), "{}", problem.body);
    }
}

#[test]
fn articles_come_and_go() {
    let server = Running::over(articles());
    let added = server.post(r#"{"id": "new/1", "text": "Абракадаброметр измерил мост.", "title": "Прибор", "date": "2026-01-05", "cities": ["Актау"]}"#, &[]);
    assert_eq!((added.status, added.body.as_str()), (201, r#"{"added":1}"#));
    let found = server.get("/api/v1/search?q=абракадаброметр").json();
    assert_eq!((&found["hits"][0]["title"], &found["hits"][0]["main_city"]), (&"Прибор".into(), &"Актау".into()));
    assert_eq!(
        server.post(r#"[{"id": "a", "text": "Раз."}, {"id": "b", "text": "Два."}]"#, &[]).body,
        r#"{"added":2}"#
    );
    assert_eq!(server.delete("new/1").status, 204);
    assert_eq!(server.get("/api/v1/search?q=абракадаброметр&literal=1").json()["total"], 0);
    assert_eq!(server.delete("new/1").status, 404);
    for (body, headers, status, detail) in [
        ("{", &[][..], 400, "EOF"),
        (r#"{"id": "c"}"#, &[], 400, "missing field `text`"),
        (r#"{"id": "c", "text": "x", "colour": "red"}"#, &[], 400, "unknown field `colour`"),
        (
            r#"[{"id": "good", "text": "Хорошая статья."}, {"id": "c", "text": " "}]"#,
            &[],
            400,
            "the article c is empty",
        ),
        (r#"{"id": "c", "text": "x"}"#, &[("content-type", "text/plain")], 415, "application/json"),
        (r#"{"id": "c", "text": "x"}"#, &[("origin", "https://evil.example")], 403, "this machine"),
        (r#"{"id": "c", "text": "x"}"#, &[("host", "evil.example:7700")], 403, "this machine"),
        (r#"{"id": "c", "text": "x"}"#, &[("x-forwarded-for", "203.0.113.7")], 403, "this machine"),
    ] {
        let problem = server.post(body, headers);
        assert!(
            problem.status == status && problem.body.contains(detail),
            "{body} {headers:?}: {} {}",
            problem.status,
            problem.body
        );
    }
    assert_eq!(server.get("/api/v1/articles/good").status, 404, "all of a request or nothing");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("keys"), "0123456789abcdef").unwrap();
    let server = Running::with_keys(articles(), Some(ApiKeys::from_file(folder.path().join("keys")).unwrap()));
    let body = r#"{"id": "c", "text": "Статья с ключом."}"#;
    assert_eq!(server.post(body, &[]).status, 401);
    assert_eq!(server.post(body, &[("authorization", "Bearer 0123456789abcdeX")]).status, 401);
    assert_eq!(server.post(body, &[("authorization", "Bearer 0123456789abcdef")]).status, 201);
}

#[test]
fn what_was_answered_is_counted() {
    let server = Running::over(articles());
    server.get("/api/v1/search?q=мост");
    server.get("/api/v1/search?sort=up");
    server.get("/article/snow");
    let metrics = server.get("/api/v1/metrics").body;
    for line in [
        "izdeu_requests_total{route=\"/api/v1/search\",status=\"200\"} 1",
        "izdeu_requests_total{route=\"/api/v1/search\",status=\"400\"} 1",
        "izdeu_requests_total{route=\"/article/{*id}\",status=\"200\"} 1",
        "izdeu_request_duration_seconds_count{route=\"/api/v1/search\"} 2",
    ] {
        assert!(metrics.contains(line), "{line}\n{metrics}");
    }
}
