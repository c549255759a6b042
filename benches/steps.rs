//! How fast the small steps are by themselves: cutting text into words, their terms, the language, reading a query, making a
//! snippet. `benches/README.md` says how to run it.
//!
//! What extraction does step by step is printed by `--bench indexing`.

use std::fmt::Write;
use std::sync::LazyLock;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use izdeu::{
    Index, Language, LocalSearcher, RawArticle, SearchRequest, Searcher, count_words, is_understood, term_counter,
};

/// Sentences as news have them: names, numbers, abbreviations, quotation marks, hyphens. The number makes some words differ.
const RUSSIAN: &str = "\
Акимат Кокшетау объявил тендер на ремонт моста через овраг: на работы заложено 1 240 млн тенге, срок — до 15 октября {}-го года. \
«Подрядчик обязан открыть движение к началу учебного года», — сказал журналистам замакима г. Кокшетау Ерлан Сапаргалиев. \
По данным областного управления, юго-западный объезд разгрузит улицу №{}, где утром скапливаются сотни машин. \
Жители микрорайона жалуются, что автобусы №7 и №19 опаздывают на полчаса, а остановочный павильон так и не достроили. \
Сколько ещё ждать? В ведомстве обещают ответить письменно.\n";

const KAZAKH: &str = "\
Көкшетау қаласының әкімдігі көпірді жөндеуге арналған конкурсты жариялады: жұмысқа 1 240 млн теңге бөлінді, мерзімі — {} жылғы қазан. \
«Мердігер оқу жылының басына дейін жолды ашуға міндетті», — деді журналистерге әкімнің орынбасары. \
Облыстық басқарманың мәліметінше, айналма жол №{} көшедегі кептелісті азайтады. \
Тұрғындар автобустардың кешігетініне және аялдаманың әлі бітпегеніне шағымданды.\n";

/// About this much text is read at a time, in bytes.
const TEXT: usize = 200_000;

/// Queries of all kinds that people write.
const QUERIES: [&str; 8] = [
    "мост",
    "ремонт моста Кокшетау",
    "«учебный год» -автобус",
    "(мост ИЛИ объезд) И Кокшетау",
    "заголовок:мост ремонт",
    "тендер РЯДОМ/5 акимат",
    "көпір жөндеу конкурс",
    "подрядчик обязан открыть движение по мосту до начала учебного года заявили в акимате города",
];

static RUSSIAN_TEXT: LazyLock<String> = LazyLock::new(|| repeated(RUSSIAN));
static KAZAKH_TEXT: LazyLock<String> = LazyLock::new(|| repeated(KAZAKH));

fn main() {
    LazyLock::force(&RUSSIAN_TEXT);
    LazyLock::force(&KAZAKH_TEXT);
    divan::main();
}

fn repeated(sentences: &str) -> String {
    let mut text = String::new();
    for number in 0.. {
        if text.len() > TEXT {
            break;
        }
        let number = (2000 + number).to_string();
        write!(text, "{}", sentences.replace("{}", &number)).unwrap();
    }
    text
}

fn text_in(language: &str) -> (&'static str, Language) {
    match language {
        "Russian" => (&RUSSIAN_TEXT, Language::Russian),
        _ => (&KAZAKH_TEXT, Language::Kazakh),
    }
}

/// Cutting a text into words.
#[divan::bench(args = ["Russian", "Kazakh"])]
fn words(bencher: Bencher, language: &str) {
    let (text, _) = text_in(language);
    assert!(count_words(text) > TEXT / 40);
    bencher.counter(BytesCount::of_str(text)).bench(|| count_words(black_box(text)));
}

/// All terms of all words of a text, most of them remembered.
#[divan::bench(args = ["Russian", "Kazakh"])]
fn terms(bencher: Bencher, language: &str) {
    let (text, language) = text_in(language);
    let mut counter = term_counter();
    bencher.counter(BytesCount::of_str(text)).bench_local(|| counter(black_box(text), language));
}

/// The same of words that were never met before.
#[divan::bench(args = ["Russian", "Kazakh"], sample_count = 20)]
fn terms_of_new_words(bencher: Bencher, language: &str) {
    let (text, language) = text_in(language);
    let beginning = &text[..text.find('\n').unwrap() + 1];
    bencher
        .counter(BytesCount::of_str(beginning))
        .with_inputs(term_counter)
        .bench_local_refs(|counter| counter(black_box(beginning), language));
}

/// Telling the language of a text.
#[divan::bench(args = ["Russian", "Kazakh"])]
fn language(bencher: Bencher, language: &str) {
    let (text, expected) = text_in(language);
    assert_eq!(Language::of(text), expected);
    bencher.counter(BytesCount::of_str(text)).bench(|| Language::of(black_box(text)));
}

/// Reading queries, before anything is looked up.
#[divan::bench]
fn query_parse(bencher: Bencher) {
    QUERIES.iter().for_each(|query| assert!(is_understood(query), "{query}"));
    bencher.counter(ItemsCount::new(QUERIES.len())).bench(|| QUERIES.map(|query| is_understood(black_box(query))));
}

/// A search in an index of one article, as long as this many sentences: reading the query, and the snippet for the most part.
#[divan::bench(args = [5, 50, 500])]
fn snippet(bencher: Bencher, sentences: usize) {
    let text: Vec<&str> = RUSSIAN_TEXT.split_inclusive(". ").take(sentences).collect();
    let text = text.concat();
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    writer.add(RawArticle::new("1", &*text)).unwrap();
    writer.commit().unwrap();
    let searcher = LocalSearcher::open(&index).unwrap();
    let request = SearchRequest::new("ремонт моста").literal(true);
    assert!(!searcher.search(&request).unwrap().hits[0].snippet.highlights.is_empty());
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| searcher.search(&request).unwrap());
}
