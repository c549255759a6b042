//! The JSON contract.

use serde_json::Value;

use crate::sandbox::{Sandbox, highlighted, ids};

/// The keys of an object, sorted.
fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort();
    keys
}

#[test]
fn every_key_of_the_contract_is_there_and_no_other() {
    let sandbox = Sandbox::indexed();
    let results = sandbox.json(["--limit", "99", "город ИЛИ )"]);
    let (hit, facets) = (&results["hits"][0], &results["facets"]);
    let date = |is_timed: bool| {
        let mut dates =
            results["hits"].as_array().unwrap().iter().map(|hit| &hit["date"]).filter(|date| !date.is_null());
        dates.find(|date| date["time"].is_null() != is_timed && date["zone"].is_null()).unwrap()
    };
    for (value, expected) in [
        (
            &results,
            &[
                "corrected_query",
                "corrections",
                "facets",
                "hits",
                "next",
                "query",
                "timed_out",
                "took_ms",
                "total",
                "warnings",
            ][..],
        ),
        (
            hit,
            &[
                "cities",
                "copies",
                "date",
                "id",
                "language",
                "lead",
                "main_city",
                "path",
                "score",
                "snippet",
                "source",
                "title",
                "title_highlights",
                "url",
            ],
        ),
        (date(false), &["date", "precision", "source"]),
        (date(true), &["date", "precision", "source", "time"]),
        (&hit["snippet"], &["highlights", "text"]),
        (facets, &["abroad", "cities", "dates", "districts", "regions", "undated"]),
        (&facets["cities"][0], &["count", "name", "region"]),
        (&facets["regions"][0], &["count", "name"]),
        (&facets["abroad"][0], &["count", "country", "name"]),
        (&facets["dates"][0], &["count", "key"]),
        (&results["warnings"][0], &["code", "message", "position"]),
    ] {
        assert_eq!(keys(value), expected);
    }
    let nothing = sandbox.json(["абракадабра"]);
    assert_eq!(keys(&nothing), keys(&results), "the same keys where nothing is found");
    assert_eq!(nothing["hits"], Value::Array(Vec::new()));
}

#[test]
fn the_values_of_an_article_are_those_of_its_record() {
    let sandbox = Sandbox::indexed();
    let hit = sandbox.json(["скоростной поезд Алматы Астана"])["hits"][0].take();
    for (key, expected) in [
        ("id", r#""agency-0003""#),
        ("path", r#""corpus/agency.jsonl""#),
        ("url", r#""https://agency.example.kz/2025/03/poezd-almaty-astana""#),
        ("source", r#""agency.example.kz""#),
        ("title", r#""Скоростной поезд Алматы — Астана: в составы добавят новые вагоны""#),
        ("date", r#"{"date":"2025-03-18","precision":"day","source":"metadata","time":"09:00","zone":"+05:00"}"#),
        ("main_city", r#""Алматы""#),
        ("language", r#""ru""#),
    ] {
        assert_eq!(hit[key], serde_json::from_str::<Value>(expected).unwrap(), "{key}");
    }
    assert_eq!(hit["cities"].as_array().unwrap()[..2], ["Алматы", "Астана"]);
    assert!(hit["score"].as_f64().unwrap() > 0.0);
}

#[test]
fn highlights_are_ranges_of_characters_over_forms_of_the_words() {
    let sandbox = Sandbox::indexed();
    for (query, beginnings, others) in [
        (
            "Конституция Астана",
            &["конституц", "астан"][..],
            // «Основной закон» and the earlier names of the capital.
            &["основн", "акмол", "целиноград", "нур-султан"][..],
        ),
        ("шахта Костенко", &["шахт", "костенко"], &[]),
        ("компенсация паводок Актобе", &["компенсац", "павод", "актоб"], &["талая вода", "подтоп"]),
        // One article is in Latin letters.
        ("Арал теңізі", &["арал", "теңіз"], &["aral", "teńiz"]),
        ("«новая Конституция»", &["нов"], &[]),
    ] {
        let results = sandbox.json([query]);
        let hits = results["hits"].as_array().unwrap();
        assert!(!hits.is_empty(), "{query}");
        for hit in hits {
            let words = highlighted(hit); // would panic for a range beyond the text
            let is_form =
                |word: &String| beginnings.iter().chain(others).any(|start| word.to_lowercase().starts_with(start));
            assert!(words.iter().all(is_form), "{query}: {words:?}");
            let title: Vec<char> = hit["title"].as_str().unwrap_or_default().chars().collect();
            let of_title: Vec<[usize; 2]> = serde_json::from_value(hit["title_highlights"].clone()).unwrap();
            let in_title: Vec<String> =
                of_title.iter().map(|[start, end]| title[*start..*end].iter().collect()).collect();
            assert!(in_title.iter().all(is_form), "{query}: {in_title:?}");
            let ranges: Vec<[usize; 2]> = serde_json::from_value(hit["snippet"]["highlights"].clone()).unwrap();
            assert!(ranges.iter().all(|[start, end]| start < end), "{query}: {ranges:?}");
            assert!(ranges.windows(2).all(|pair| pair[0][1] <= pair[1][0]), "{query}: {ranges:?}");
        }
        let first = highlighted(&hits[0]).concat().to_lowercase();
        for start in beginnings {
            assert!(first.contains(start), "{query}: no {start} in the snippet of {}", hits[0]["id"]);
        }
    }
}

#[test]
fn facets_count_all_that_matches_and_not_only_what_is_shown() {
    let sandbox = Sandbox::indexed();
    let one = sandbox.json(["--limit", "1", "референдум"]);
    let all = sandbox.json(["--limit", "99", "референдум"]);
    let hits = all["hits"].as_array().unwrap();
    assert!(hits.len() > 5);
    assert_eq!(one["facets"], all["facets"]);
    assert_eq!(one["total"], hits.len());
    let count = |facet: &Value| facet["count"].as_u64().unwrap() as usize;
    for city in all["facets"]["cities"].as_array().unwrap() {
        let named = hits.iter().filter(|hit| hit["cities"].as_array().unwrap().contains(&city["name"])).count();
        assert_eq!(count(city), named, "{city}");
    }
    let dated: usize = all["facets"]["dates"].as_array().unwrap().iter().map(count).sum();
    assert_eq!(dated + all["facets"]["undated"].as_u64().unwrap() as usize, hits.len());
    assert_eq!(all["facets"]["undated"], hits.iter().filter(|hit| hit["date"].is_null()).count());
}

#[test]
fn every_match_comes_once_by_pages_and_as_lines() {
    let sandbox = Sandbox::indexed();
    let whole = sandbox.json(["--limit", "200", "референдум"]);
    let expected = ids(&whole);
    assert!(expected.len() > 5 && whole["next"].is_null());
    let mut by_pages = Vec::new();
    let mut page = sandbox.json(["--limit", "4", "референдум"]);
    loop {
        by_pages.extend(ids(&page).into_iter().map(str::to_owned));
        let Some(next) = page["next"].as_str().map(str::to_owned) else { break };
        page = sandbox.json(["--limit", "4", "--after", &next, "референдум"]);
    }
    assert_eq!(by_pages, expected);
    let next = sandbox.json(["--limit", "4", "референдум"])["next"].as_str().unwrap().to_owned();
    let second = sandbox.run(["query", "--limit", "2", "--after", &next, "референдум"]).stdout;
    assert!(second.starts_with(" 5. ") && second.contains(", 5–6 shown"), "{second}");
    let run = sandbox.run(["query", "--all", "референдум"]);
    let lines: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines, *whole["hits"].as_array().unwrap());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    for (arguments, code, message) in [
        (&["query", "--all", "абракадабра"][..], 1, "note at character 1: абракадабра occurs in no article"),
        (&["query", "--all", "--limit", "3", "мост"], 2, "error: the argument '--all' cannot be used with '--limit"),
        (&["query", "--all", "-"], 2, "search: --all answers one query"),
        (
            &["query", "--after", "дальше", "мост"],
            2,
            "error: invalid value 'дальше' for '--after <CURSOR>': «дальше» is no cursor",
        ),
    ] {
        let run = sandbox.run(arguments);
        assert!(run.code == code && run.stdout.is_empty() && run.stderr.starts_with(message), "{arguments:?}\n{run:?}");
    }
}
