//! Whole searches: parsing, forgiving, finding, snippets, facets, explanations.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use izdeu::{Error, Index, LocalSearcher, RawArticle, SearchRequest, Searcher, Sort};
use proptest::prelude::*;

use crate::{cases, findings};

/// The longest that a query of a few articles may take, in a debug build on a busy machine.
const LONGEST: Duration = Duration::from_secs(5);

static SEARCHER: LazyLock<LocalSearcher> = LazyLock::new(|| {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    for (id, text) in [
        "14 мая 2026\n\nВ Кокшетау открыли парк\n\nВ Кокшетау открыли парк и мост. Аким рассказал о дамбе.",
        "Мост через Талас в Таразе закрыли на ремонт до осени. Паводок прорвал дамбу.",
        "3 марта 2025\n\nҚызылордада жаңа кітапхана ашылды. Көпір салынды.",
        "Референдум о новой Конституции прошёл в Астане; COVID-19, iPhone и 5-й «рынок».",
        "Семей ждёт зиму. Семья живёт в городе Семей. İstanbul ﬁ straße e\u{301} 🙂 10,5 %.",
    ]
    .into_iter()
    .enumerate()
    {
        writer.add(RawArticle::new(id.to_string(), text)).unwrap();
    }
    writer.commit().unwrap();
    LocalSearcher::open(&index).unwrap()
});

/// Asks in every way. Says what went wrong.
fn ask(text: &str, ways: u16) -> Result<(), String> {
    let started = Instant::now();
    let is_set = |bit: u16| ways >> bit & 1 == 1;
    let mut request = SearchRequest::new(text).literal(is_set(0)).offset(usize::from(ways >> 8));
    request = match ways >> 1 & 3 {
        0 => request,
        1 => request.sort(Sort::Date),
        2 => request.sort(Sort::Oldest),
        _ => request.prefer_recent(),
    };
    if is_set(3) {
        request = request.explain();
    }
    if is_set(4) {
        request = request.snippet_length(usize::from(ways >> 5) % 40).limit(usize::from(ways) % 3);
    }
    if is_set(5) {
        request = request.city(text);
    }
    let results = match SEARCHER.search(&request) {
        Err(Error::UnknownPlace { .. }) if is_set(5) => return Ok(()),
        results => results.map_err(|error| error.to_string())?,
    };
    for hit in &results.hits {
        let length = hit.snippet.text.chars().count();
        if hit.snippet.highlights.iter().any(|[start, end]| start >= end || *end > length) {
            return Err(format!("a highlight lies outside of its text: {:?}", hit.snippet));
        }
    }
    if is_set(6) {
        SEARCHER.suggest(text, 5).map_err(|error| error.to_string())?;
    }
    if started.elapsed() > LONGEST { Err(format!("it took {:?}", started.elapsed())) } else { Ok(()) }
}

#[test]
fn findings_of_the_past() {
    for (path, bytes) in findings().into_iter().filter(|(path, _)| path.extension().is_some_and(|kind| kind == "query"))
    {
        let text = String::from_utf8_lossy(&bytes);
        for ways in 0..128 {
            ask(text.trim_end_matches('\n'), ways).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
        }
    }
}

fn any_query() -> impl Strategy<Value = String> {
    let tokens = [
        "мост",
        "Мосты",
        "МОСТ",
        "парк",
        "дамба",
        "Семей",
        "көпір",
        "копир",
        "vjcn",
        "most",
        "мосд",
        "Rjycnbnewbz",
        "iPhone",
        "5-й",
        "10,5",
        "COVID-19",
        "и",
        "в",
        " ",
        " ",
        " ",
        "  ",
        "И",
        "ИЛИ",
        "НЕ",
        "ЖӘНЕ",
        "OR",
        "&",
        "|",
        "-",
        "−",
        "+",
        "=",
        "(",
        ")",
        "\"",
        "«",
        "»",
        "„",
        "“",
        "*",
        "?",
        "а*",
        "*а",
        "м?ст",
        "**",
        "~",
        "~1",
        "~2",
        "~99",
        "^",
        "^2",
        "^0",
        "^-1",
        "^1e9",
        ":",
        "рядом/5",
        "рядом/предложение",
        "рядом/абзац",
        "near/",
        "минимум:2",
        "минимум:99999999999999999999",
        "начало:3",
        "заголовок:",
        "заголовок:(",
        "город:Кокшетау",
        "город:",
        "город:нет",
        "область:ВКО",
        "страна:Китай",
        "источник:",
        "язык:kk",
        "дата:2026",
        "дата:",
        "дата:2026-05..",
        "дата:99999999",
        "дата:вчера",
        "дата:(>2017 -2018-05)",
        "İ",
        "ß",
        "ﬁ",
        "\u{301}",
        "\u{200d}",
        "🙂",
        "\0",
        "\n",
        "\t",
        "\u{202e}",
        "\u{feff}",
        "ё",
        "Ё",
        "'",
        "`",
        "\\",
        "/",
        "%",
        "<b>",
        "&amp;",
        "٣",
        "a\u{300}\u{301}",
    ];
    let token = proptest::sample::select(tokens.to_vec()).prop_map(str::to_owned);
    let repeated = (token.clone(), 1..80usize).prop_map(|(token, times)| token.repeat(times));
    let spaced = token.clone().prop_map(|token| format!("{token} "));
    let part = prop_oneof![5 => token, 5 => spaced, 1 => repeated, 1 => "\\PC{0,6}"];
    proptest::collection::vec(part, 0..16).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases(1_500)) })]

    #[test]
    fn every_query_is_answered(text in any_query(), ways in any::<u16>()) {
        if let Err(fault) = ask(&text, ways) {
            prop_assert!(false, "{:?}: {}", text, fault);
        }
    }
}
