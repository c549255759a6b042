//! `search query`: what is found, and with which exit status.

use serde_json::Value;

use crate::sandbox::{Run, Sandbox, highlighted, ids, sample_size};

#[test]
fn the_exit_status_tells_found_from_nothing_from_error() {
    let sandbox = Sandbox::indexed();
    for (arguments, code, message) in [
        (&["query", "Конституция"][..], 0, ""),
        (&["query", "--json", "Конституция"], 0, ""),
        (&["query", "абракадабра"], 1, ""),
        (&["query", "--json", "абракадабра"], 1, ""),
        (&["query", ""], 1, ""),
        (&["query", "Конституция", "--from", "1990", "--to", "1991"], 1, ""),
        (&["query"], 2, "error: the following required arguments were not provided"),
        (&["query", "мост", "--city", "Урюпинск"], 2, "search: no city «Урюпинск» is known"),
        (
            &["query", "мост", "--from", "вчера"],
            2,
            "error: invalid value 'вчера' for '--from <DATE>': «вчера» is not a date",
        ),
        (&["query", "мост", "--from", "2026-02-30"], 2, "error: invalid value '2026-02-30'"),
        (
            &["query", "мост", "--from", "2025", "--to", "2024"],
            2,
            "search: the period ends (2024) before it begins (2025)",
        ),
        (&["query", "мост", "--sort", "beauty"], 2, "error: invalid value 'beauty'"),
        (
            &["query", "мост", "--date-source", "header,almanac"],
            2,
            "error: invalid value 'almanac' for '--date-source <SOURCE>': «almanac» is no source of dates; there are metadata, \
             header, label, url, dateline, stamp, file",
        ),
        (
            &["query", "--undated", "--from", "2024"],
            2,
            "error: the argument '--undated' cannot be used with '--from <DATE>'",
        ),
        (&["search"], 2, "error: unrecognized subcommand 'search'"),
    ] {
        let run = sandbox.run(arguments);
        assert_eq!(run.code, code, "{arguments:?}\n{run:?}");
        assert!(
            run.stderr.starts_with(message) && run.stderr.is_empty() == message.is_empty(),
            "{arguments:?}\n{run:?}"
        );
        assert!(code < 2 || run.stdout.is_empty(), "{arguments:?}\n{run:?}");
    }
}

#[test]
fn an_index_that_was_named_and_is_missing_is_an_error() {
    let sandbox = Sandbox::new();
    let expected = "search: there is no index in nowhere; build one with: search index --index nowhere PATH…\n";
    let named = sandbox.run(["query", "--index", "nowhere", "мост"]);
    let in_environment = Run::of(sandbox.command().args(["query", "мост"]).env("SEARCH_INDEX", "nowhere"));
    for run in [named, in_environment] {
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (2, "", expected));
    }
    assert!(!sandbox.path("index").exists() && !sandbox.path("nowhere").exists(), "nothing is built unasked");
}

#[test]
fn the_environment_names_the_index_and_the_option_comes_before_it() {
    let sandbox = Sandbox::new();
    let with_environment =
        |arguments: &[&str]| Run::of(sandbox.command().args(arguments).env("SEARCH_INDEX", "elsewhere"));
    assert_eq!(with_environment(&["index", "--quiet", "corpus/sport"]).code, 0);
    assert!(sandbox.path("elsewhere/meta.json").exists() && !sandbox.path("index").exists());
    assert_eq!(with_environment(&["query", "Рыбакина"]).code, 0);
    assert_eq!(with_environment(&["query", "--index", "nowhere", "Рыбакина"]).code, 2);
}

#[test]
fn without_an_index_the_first_query_builds_it_from_the_corpus() {
    let sandbox = Sandbox::new();
    let first = sandbox.run(["query", "--json", "Конституция", "Астана"]);
    assert_eq!(first.code, 0);
    let expected = "search: there is no index yet; building it in ./index from ./corpus\n";
    assert!(first.stderr.starts_with(expected), "{}", first.stderr);
    assert!(first.stderr.contains(&format!("search: {} articles (", sample_size())), "{}", first.stderr);
    let first: Value = serde_json::from_str(&first.stdout).expect("JSON alone on standard output");
    assert_eq!(ids(&first), ids(&sandbox.json(["Конституция", "Астана"])), "and the second finds it");
}

#[test]
fn without_index_and_corpus_there_is_nothing_to_build() {
    let sandbox = Sandbox::new();
    std::fs::remove_dir_all(sandbox.path("corpus")).unwrap();
    let run = sandbox.run(["query", "мост"]);
    assert!(run.code == 2 && run.stderr.starts_with("search: there is no index in index; build one"), "{run:?}");
}

#[test]
fn a_city_goes_by_any_of_its_names() {
    let sandbox = Sandbox::indexed();
    let by = |city: &str| sandbox.json(["--city", city, "--limit", "50", "столица"]);
    let expected = by("Астана");
    assert!(ids(&expected).len() > 3, "{expected}");
    for city in ["Нур-Султан", "нур-султан", "Astana", "АСТАНА", "Целиноград", "Акмола"]
    {
        assert_eq!(ids(&by(city)), ids(&expected), "{city}");
    }
    for hit in expected["hits"].as_array().unwrap() {
        assert!(hit["cities"].as_array().unwrap().contains(&"Астана".into()), "{hit}");
    }
    assert_ne!(ids(&by("Алматы")), ids(&expected));
}

#[test]
fn a_city_or_a_period_alone_asks_for_all_its_articles_the_newest_first() {
    let sandbox = Sandbox::indexed();
    let found = sandbox.json(["--city", "Актобе", "--limit", "50"]);
    let dates: Vec<&str> =
        found["hits"].as_array().unwrap().iter().filter_map(|hit| hit["date"]["date"].as_str()).collect();
    assert!(dates.len() > 1 && dates.is_sorted_by(|a, b| a >= b), "{dates:?}");
    assert_eq!(found["warnings"].as_array().unwrap().len(), 0, "{found}");
    assert_eq!(sandbox.json(["--from", "1990"])["total"], sandbox.json(["--to", "2099"])["total"]);
}

#[test]
fn several_cities_are_alternatives() {
    let sandbox = Sandbox::indexed();
    let count =
        |arguments: &[&str]| sandbox.json(arguments.iter().copied().chain(["коалиция"]))["total"].as_u64().unwrap();
    let (karaganda, pavlodar) = (count(&["--city", "Караганда"]), count(&["--city", "Павлодар"]));
    let both = count(&["--city", "Караганда", "--city", "Павлодар"]);
    assert!(both >= karaganda.max(pavlodar) && both <= karaganda + pavlodar, "{karaganda} {pavlodar} {both}");
    assert!(both > karaganda.min(pavlodar));
}

#[test]
fn a_period_keeps_its_dates_and_no_others() {
    let sandbox = Sandbox::indexed();
    let dates = |arguments: &[&str]| -> Vec<String> {
        let results = sandbox.json(arguments.iter().copied().chain(["--limit", "99", "в"]));
        let dates = results["hits"].as_array().unwrap().iter();
        let mut dates: Vec<String> =
            dates.map(|hit| hit["date"]["date"].as_str().unwrap_or("undated").to_owned()).collect();
        dates.sort();
        dates
    };
    let all = dates(&[]);
    for (arguments, from, to) in [
        (&["--from", "2024-04", "--to", "2024-05"][..], "2024-04", "2024-05-31"),
        (&["--from", "2024-04-13", "--to", "2024-04-13"], "2024-04-13", "2024-04-13"),
        (&["--from", "2026"], "2026", "9999"),
        (&["--to", "2019"], "0000", "2019-12-31"),
    ] {
        let wanted: Vec<String> = all.iter().filter(|date| (from..=to).contains(&date.as_str())).cloned().collect();
        assert!(!wanted.is_empty() && wanted.len() < all.len(), "{arguments:?} tests nothing");
        assert_eq!(dates(arguments), wanted, "{arguments:?}");
    }
}

#[test]
fn sources_of_dates_part_all_articles() {
    let sandbox = Sandbox::indexed();
    let found = |arguments: &[&str]| {
        let results = sandbox.json(arguments.iter().copied().chain(["--limit", "99"]));
        let hits = results["hits"].as_array().unwrap();
        hits.iter().map(|hit| hit["date"]["source"].as_str().unwrap_or("none").to_owned()).collect::<Vec<_>>()
    };
    let names = ["metadata", "header", "label", "url", "dateline", "stamp", "file"];
    let mut articles = 0;
    for name in names {
        let sources = found(&["--date-source", name]);
        assert!(sources.iter().all(|source| source == name), "{name}: {sources:?}");
        articles += sources.len();
    }
    let undated = found(&["--undated"]);
    assert!(!undated.is_empty() && undated.iter().all(|source| source == "none"), "{undated:?}");
    assert_eq!(articles + undated.len(), sample_size());
    let both = found(&["--date-source", "header,stamp"]);
    assert!(both.contains(&"header".to_owned()) && both.contains(&"stamp".to_owned()), "{both:?}");
    assert_eq!(both, found(&["--date-source", "stamp", "--date-source", "header"]));
}

#[test]
fn sorted_by_date_the_newest_come_first_and_the_undated_last() {
    let sandbox = Sandbox::indexed();
    let results = sandbox.json(["--sort", "date", "--limit", "99", "в"]);
    let dates: Vec<Option<&str>> =
        results["hits"].as_array().unwrap().iter().map(|hit| hit["date"]["date"].as_str()).collect();
    assert!(dates.len() > 40 && dates.first().unwrap().is_some() && dates.last().unwrap().is_none(), "{dates:?}");
    for (earlier, later) in dates.iter().zip(&dates[1..]) {
        // A month without its day stands among the days of the month.
        let length = earlier.iter().chain(later).map(|date| date.len()).min().unwrap_or(0);
        let cut = |date: &Option<&str>| date.map(|date| date[..length].to_owned());
        assert!(cut(earlier) >= cut(later), "{earlier:?} in front of {later:?}");
    }
    assert!(results["hits"].as_array().unwrap().iter().all(|hit| hit["score"].is_null()));

    let oldest = sandbox.json(["--sort", "oldest", "--limit", "99", "в"]);
    let days = |results: &serde_json::Value| {
        let hits = results["hits"].as_array().unwrap().iter();
        hits.map(|hit| hit["date"]["date"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let dated = |days: Vec<String>| days.into_iter().filter(|day| !day.is_empty()).collect::<Vec<_>>();
    let backwards: Vec<String> = dated(days(&results)).into_iter().rev().collect();
    assert_eq!(dated(days(&oldest)), backwards);
    assert_eq!(days(&oldest).last().unwrap(), "");
}

#[test]
fn a_minus_excludes_wherever_it_stands() {
    let sandbox = Sandbox::indexed();
    let expected: Vec<String> = {
        let excluded = sandbox.json(["Кульсары", "--limit", "99"]);
        let is_wanted = |id: &&str| !ids(&excluded).contains(id);
        ids(&sandbox.json(["коалиция ИЛИ вода", "--limit", "99"]))
            .into_iter()
            .filter(is_wanted)
            .map(str::to_owned)
            .collect()
    };
    for arguments in [
        &["(коалиция ИЛИ вода) -Кульсары", "--limit", "99"][..],
        &["(коалиция ИЛИ вода)", "-Кульсары", "--limit", "99"],
        &["-Кульсары", "(коалиция ИЛИ вода)", "--limit", "99"],
        &["--limit", "99", "(коалиция ИЛИ вода)", "НЕ", "Кульсары"],
    ] {
        let found = sandbox.json(arguments.iter().copied());
        let mut found: Vec<&str> = ids(&found);
        let mut expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        assert!(expected.len() > 5, "{expected:?}");
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{arguments:?}");
    }
}

#[test]
fn the_wrong_keyboard_layout_is_put_right() {
    let sandbox = Sandbox::indexed();
    let meant = sandbox.json(["Конституция", "Астана"]);
    let typed = sandbox.json(["Rjycnbnewbz", "Fcnfyf"]);
    assert_eq!(typed["query"], "Rjycnbnewbz Fcnfyf");
    assert_eq!(typed["corrected_query"], "Конституция Астана");
    assert_eq!(ids(&typed), ids(&meant));
    assert_eq!(highlighted(&typed["hits"][0]), highlighted(&meant["hits"][0]));
    assert!(meant["corrected_query"].is_null());
    assert_eq!(typed["corrections"][1]["typed"], "Fcnfyf");
    assert_eq!(typed["corrections"][1]["meant"], "Астана");
    assert_eq!(typed["corrections"][1]["position"], 12);
    assert_eq!(typed["corrections"][1]["reason"], "layout");
    let literal = sandbox.json(["--literal", "Rjycnbnewbz", "Fcnfyf"]);
    assert_eq!(literal["total"], 0);
    assert!(literal["corrected_query"].is_null());
}

#[test]
fn case_and_form_of_a_word_do_not_matter() {
    let sandbox = Sandbox::indexed();
    let found = |query| {
        let results = sandbox.json(["--limit", "99", query]);
        let mut ids: Vec<String> = ids(&results).into_iter().map(str::to_owned).collect();
        ids.sort();
        ids
    };
    for (word, forms) in [
        ("Караганда", &["Караганде", "Караганды", "КАРАГАНДУ", "карагандой"][..]),
        ("конституция", &["Конституции", "КОНСТИТУЦИЮ", "конституцией"]),
        ("школа", &["школы", "школ", "Школами"]),
        ("мектеп", &["мектептер", "мектептің", "МЕКТЕП"]),
    ] {
        let expected = found(word);
        assert!(!expected.is_empty() && expected.len() < sample_size(), "{word}");
        for form in forms {
            assert_eq!(found(form), expected, "{form} for {word}");
        }
    }
}

#[test]
fn limit_and_offset_turn_the_pages() {
    let sandbox = Sandbox::indexed();
    let all = sandbox.json(["--limit", "7", "город"]);
    for (offset, limit) in [("0", "3"), ("3", "3"), ("6", "1"), ("2", "0")] {
        let page = sandbox.json(["--offset", offset, "--limit", limit, "город"]);
        let (from, count): (usize, usize) = (offset.parse().unwrap(), limit.parse().unwrap());
        assert_eq!(ids(&page), ids(&all)[from..from + count], "{offset} {limit}");
        assert_eq!((&page["total"], &page["facets"]), (&all["total"], &all["facets"]), "{offset} {limit}");
    }
    assert_eq!(ids(&sandbox.json(["--offset", "5000", "город"])), [""; 0]);
}

#[test]
fn each_line_of_standard_input_has_a_line_of_json_in_order() {
    let sandbox = Sandbox::indexed();
    let lines = ["Рыбакина", "", "абракадабра", "  ", "((«", "Рыбакина", "-Кульсары", "-", "\u{1b}[2J", "\u{feff}мост"];
    for end in ["\n", ""] {
        let answers = sandbox.answers(&(lines.join("\n") + end));
        let queries: Vec<&str> = answers.iter().map(|answer| answer["query"].as_str().unwrap()).collect();
        assert_eq!(queries, lines);
        assert_eq!(ids(&answers[0]), ["sport/2022-07-10-rybakina-wimbledon.txt"]);
        assert_eq!(answers[1]["total"], 0);
    }
    assert!(sandbox.answers("").is_empty());
}

#[test]
fn standard_input_is_answered_as_arguments_are() {
    let sandbox = Sandbox::indexed();
    let run =
        Run::of(sandbox.command().args(["query", "-n", "2", "--city", "Шымкент", "-"]).write_stdin("Конституция\n"));
    let mut piped: Value = serde_json::from_str(&run.stdout).unwrap();
    let mut typed = sandbox.json(["-n", "2", "--city", "Шымкент", "Конституция"]);
    for answer in [&mut piped, &mut typed] {
        assert!(answer["took_ms"].as_f64().unwrap() > 0.0);
        answer["took_ms"] = Value::Null;
    }
    assert_eq!(piped, typed);
    for (input, code) in [("абракадабра\nРыбакина\n", 0), ("абракадабра\n\n", 1), ("", 1)]
    {
        let run = Run::of(sandbox.command().args(["query", "-"]).write_stdin(input));
        assert_eq!(run.code, code, "{input:?}");
    }
}

#[test]
fn a_line_that_is_no_utf8_does_not_end_the_conversation() {
    let sandbox = Sandbox::indexed();
    let run = Run::of(
        sandbox
            .command()
            .args(["query", "-"])
            .write_stdin([b"\xcc\xee\xf1\xf2\n\xd0\n".as_slice(), "Рыбакина\n".as_bytes()].concat()),
    );
    let answers: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 3, "{run:?}");
    assert_eq!(ids(&answers[2]).len(), 1);
}

#[test]
fn synonyms_of_ones_own() {
    let sandbox = Sandbox::indexed();
    sandbox.write("own.txt", "# спорт\nбольшая ракетка => Рыбакина\n");
    sandbox.write("wrong.txt", "ЕНТ = ҰБТ\nракетка\n");
    let found = sandbox.json(["--synonyms", "own.txt", "большая ракетка"]);
    assert!(ids(&found).iter().any(|id| id.contains("rybakina")), "{found}");
    let run = sandbox.run(["query", "--synonyms", "wrong.txt", "мост"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("search: wrong.txt:2: a line has two ways to say a thing at least"), "{run:?}");
    let run = sandbox.run(["query", "--synonyms", "missing.txt", "мост"]);
    assert!(run.code == 2 && run.stderr.starts_with("search: missing.txt: "), "{run:?}");
}
