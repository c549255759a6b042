//! Places: regions, districts, places abroad, a gazetteer of one's own, and why a word is one.

use serde_json::{Value, json};

use crate::sandbox::{Sandbox, ids};

const ARTICLES: &str = r#"{"id": "1", "text": "В Алмалинском районе Алматы закрыли мост. Об этом рассказал акимат."}
{"id": "2", "text": "В Темиртау и по всей Карагандинской области идёт снег. Синоптики ждут мороза."}
{"id": "3", "text": "Мост между Россией и Китаем открыли в Пекине. Переговоры шли давно."}
{"id": "4", "text": "В Отаре построили мост. Жители Отара довольны, ждали его много лет."}
{"id": "5", "text": "Мост снесло в селе Аксу Шортандинского района Акмолинской области. Жители ждут помощи."}
"#;

const PLACES: &str = "city,region,name,declension,russian,kazakh\nОтар,Жамбыл облысы,Отар,masculine,sure,sure\n";

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("news/news.jsonl", ARTICLES);
    sandbox.write("places.csv", PLACES);
    sandbox
}

#[test]
fn an_answer_is_narrowed_by_region_district_and_place_abroad() {
    let sandbox = sandbox();
    assert_eq!(sandbox.run(["index", "--quiet", "news"]).code, 0);
    for (arguments, expected) in [
        (["--region", "Карагандинская область"], &["news.jsonl#2"][..]),
        (["--region", "Қарағанды облысы"], &["2"]),
        (["--region", "Алматы"], &["1"]),
        (["--city", "Алмалинский район"], &["1"]),
        (["--abroad", "Китай"], &["3"]),
        (["--abroad", "Пекин"], &["3"]),
        (["--abroad", "Ресей"], &["3"]),
    ] {
        let found = sandbox.json(arguments);
        let expected: Vec<&str> = expected.iter().map(|id| id.rsplit('#').next().unwrap()).collect();
        assert_eq!(ids(&found), expected, "{arguments:?}");
    }
    let facets = sandbox.json(["мост"])["facets"].take();
    assert_eq!(facets["districts"], json!([{"name": "Алмалинский район", "city": "Алматы", "count": 1}]));
    assert_eq!(
        facets["abroad"],
        json!([
            {"name": "Китай", "country": "Китай", "count": 1},
            {"name": "Пекин", "country": "Китай", "count": 1},
            {"name": "Россия", "country": "Россия", "count": 1},
        ])
    );
    for option in ["--region", "--abroad"] {
        let run = sandbox.run(["query", option, "Нигде"]);
        assert!(run.code == 2 && run.stderr.contains("«Нигде» is known; "), "{run:?}");
    }
}

#[test]
fn the_index_keeps_a_gazetteer_of_ones_own() {
    let sandbox = sandbox();
    let run = sandbox.run(["index", "--quiet", "news", "--gazetteer", "places.csv"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let found = sandbox.json(["--city", "Отар"]);
    assert_eq!(ids(&found), ["4"]);
    assert_eq!(found["hits"][0]["main_city"], "Отар");
    assert_eq!(found["facets"]["cities"][0]["region"], "Жамбылская область");
    // The same file, or none: the index goes on with its own.
    assert_eq!(sandbox.run(["index", "--quiet", "news", "--gazetteer", "places.csv"]).code, 0);
    sandbox.write("news/more.txt", "В Отаре открыли школу. Ученики Отара пришли на линейку первыми.");
    assert_eq!(sandbox.run(["index", "--quiet", "news"]).code, 0);
    assert_eq!(sandbox.json(["--city", "Отар"])["total"], 2);
    // Another one would make what is indexed wrong.
    sandbox.write("other.csv", PLACES.replace("Отар", "Мерке"));
    let run = sandbox.run(["index", "--quiet", "news", "--gazetteer", "other.csv"]);
    assert!(run.code == 2 && run.stderr.contains("build the index anew: search index --rebuild"), "{run:?}");
}

#[test]
fn a_wrong_line_of_a_gazetteer_is_named() {
    let sandbox = sandbox();
    let header = "city,region,name,declension,russian,kazakh\n";
    for (text, expected) in [
        ("name\nОтар\n".to_owned(), "places.csv:1: the header lacks city, region"),
        (format!("{header}Отар,Жамбылская область,Отар,manly,sure,sure\n"), "places.csv:2: unknown variant `manly`"),
        (format!("{header}# a comment\nОтар,Жамбылская область,Отар\n"), "places.csv:3: "),
        (format!("{header}Отар,Нигде,Отар,masculine,sure,sure\n"), "«Нигде» is no region of Kazakhstan"),
        (format!("{header}Тараз,Алматы,Тараз,masculine,sure,sure\n"), "Тараз lies in Жамбылская область"),
        (format!("{header}\"Отар\nТараз\",Жамбылская область,Отар,masculine,sure,sure\n"), "have to stand in one line"),
        (header.to_owned(), "there is no name in it"),
    ] {
        sandbox.write("places.csv", &text);
        let run = sandbox.run(["inspect", "--gazetteer", "places.csv", "news"]);
        assert!(run.code == 2 && run.stderr.contains(expected), "{expected}\n{run:?}");
    }
}

#[test]
fn every_word_is_explained() {
    let sandbox = sandbox();
    let run = sandbox.run(["inspect", "--json", "--explain", "news"]);
    let articles: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mentions = articles[1]["mentions"].as_array().unwrap();
    assert_eq!(
        mentions[0],
        json!({
            "text": "Темиртау", "start": 2, "end": 10, "in_title": false, "city": "Темиртау", "abroad": null,
            "accepted": true, "rule": "name", "weight": 3.0,
        })
    );
    assert_eq!(articles[2]["mentions"][0]["abroad"], "Россия");
    assert_eq!(articles[4]["places"], json!(["село Аксу", "Шортандинский район"]));
    assert_eq!(articles[4]["mentions"][0]["rule"], "other-place");
    let run = sandbox.run(["inspect", "--explain", "news"]);
    assert!(run.stdout.contains("+ Темиртау") && run.stdout.contains("− Аксу"), "{}", run.stdout);
    assert!(!sandbox.run(["inspect", "--json", "news"]).stdout.contains("\"mentions\""));
}
