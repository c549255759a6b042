//! What comes first over the sample corpus. A change of the ranking shows here as the queries whose answers moved.

mod common;

use izdeu::{LocalSearcher, SearchRequest, Searcher};

/// The sample corpus of the repository.
const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");

/// Queries as people type them, each with the articles that may stand first; where several are equally good, any of them.
const FIRST: &[(&str, &[&str])] = &[
    // Politics, the subject of several articles that differ in time and place.
    ("Конституция Астана", &["politics/2026-03-16-referendum-itogi.md", "politics/astana-gorodskoy-filial.txt"]),
    ("итоги референдума 2022", &["politics/2022-06-06-referendum-itogi.txt"]),
    ("студенты Алматы проект Конституции", &["politics/almaty-proekt-konstitutsii.txt"]),
    ("коалиция шымкент", &["politics/shymkent-koalitsiya.txt", "kazakh/08_shymkent_koalitsiya.txt"]),
    ("шахтеры в коалиции караганда", &["politics/karaganda-koalitsiya.txt"]),
    ("референдум аэс алматы явка", &["pages/almaty-referendum-aes.html"]),
    ("атомная станция улкен", &["politics/aes-ulken-itogi.txt"]),
    // Old names, old spellings.
    ("капчагай капшагай переименовали", &["politics/konaev-kapshagai.txt"]),
    ("столице вернули имя", &["politics/2022-09-17-astana-vernuli-imya.md"]),
    ("карантин в нур-султане", &["society/2020-03-19-nur-sultan-karantin.txt"]),
    ("архив тараз аулие-ата", &["regions/taraz-arhiv-1251.txt"]),
    // Floods: many alike.
    ("кульсары затопило", &["regions/kulsary-pavodok.txt"]),
    ("уральск дамба", &["regions/uralsk-damba.txt"]),
    ("уровень тобола костанай", &["regions/kostanay-tobol.txt"]),
    ("компенсация за паводок актобе", &["regions/aktobe-kompensatsii.txt"]),
    ("ишим петропавловск дачи", &["pages/petropavl-pavodok.html", "regions/2024-04-13-petropavlovsk-pavodok.txt"]),
    // Accidents, economy, society, sport.
    ("взрыв на шахте костенко", &["regions/2023-10-29-karaganda-kostenko.txt"]),
    ("арысь взрывы боеприпасы", &["regions/2019-06-25-arys-vzryvy.txt"]),
    ("экибастуз тэц авария", &["regions/2022-11-28-ekibastuz-tets.txt"]),
    ("почему дорожает хлеб", &["agency-0002"]),
    ("базовая ставка 18 процентов", &["economy/bazovaya-stavka.txt"]),
    ("льготная ипотека 7-20-25", &["agency-0006"]),
    ("арселормиттал темиртау новый владелец", &["economy/2023-12-12-temirtau-qarmet.txt"]),
    ("порт актау обмеление контейнеры", &["pages/aktau-port.html", "economy/aktau-port.txt"]),
    ("рыбакина уимблдон", &["sport/2022-07-10-rybakina-wimbledon.txt"]),
    ("кайрат селтик пенальти", &["sport/2025-08-27-kairat-liga-chempionov.txt"]),
    ("олимпийский чемпион дзюдо", &["sport/smetov-taraz.txt"]),
    // In other words than the article's: synonyms, abbreviations, adjectives of places, the other language.
    ("половодье кульсары", &["regions/kulsary-pavodok.txt"]),
    ("ҰБТ Талдыкорган", &["society/ent-taldykorgan.txt"]),
    ("возмещение ущерба наводнение актобе", &["regions/aktobe-kompensatsii.txt"]),
    ("карантин в елорда", &["society/2020-03-19-nur-sultan-karantin.txt"]),
    ("теплоэлектроцентраль экибастуз", &["regions/2022-11-28-ekibastuz-tets.txt"]),
    // Kazakh, in Cyrillic and Latin script.
    ("құлсары су тасқыны", &["kazakh/04_su_tasqyny_qulsary.txt"]),
    ("ұбт нәтижесі наурыз", &["agency-0007"]),
    ("арал теңізі көкарал бөгеті", &["kazakh/11_aral_tenizi.txt"]),
    ("көшпенділер ойындары", &["kazakh/10_koshpendiler_oiyndary.txt"]),
    ("семей театры", &["kazakh/07_semei_teatry.txt", "culture/teatr-semey-premera.txt"]),
    ("қызылорда жаңа мектептер", &["kazakh/03_mektep_qyzylorda_latn.txt"]),
    ("Túrkistan Naýryz", &["kazakh/05_nauryz_turkistan_latn.txt", "culture/2025-03-21-turkestan-nauryz.txt"]),
    ("талдықорған қоқыс", &["kazakh/02_taza_qazaqstan_taldyqorghan.txt"]),
];

/// Queries with the articles that must all stand among as many first ones as there are, and one more.
const AMONG_FIRST: &[(&str, &[&str])] = &[
    ("игры кочевников", &["agency-0005", "sport/igry-kochevnikov-astana.txt"]),
    ("порт актау", &["pages/aktau-port.html", "economy/aktau-port.txt"]),
    ("театр абая семей", &["culture/teatr-semey-premera.txt", "kazakh/07_semei_teatry.txt"]),
    ("нацбанк базовая ставка", &["economy/bazovaya-stavka.txt", "agency-0001"]),
    ("переименование столицы", &["politics/2019-03-23-nur-sultan.txt", "politics/2022-09-17-astana-vernuli-imya.md"]),
    ("петропавловск эвакуация вода", &["pages/petropavl-pavodok.html", "regions/2024-04-13-petropavlovsk-pavodok.txt"]),
];

#[test]
fn the_wanted_article_comes_first() {
    let moved: Vec<String> = FIRST
        .iter()
        .filter_map(|(query, wanted)| {
            let found = found(query);
            let is_first = found.first().is_some_and(|first| wanted.contains(&first.as_str()));
            (!is_first).then(|| report(query, wanted, &found))
        })
        .collect();
    assert!(moved.is_empty(), "\n{} of {} queries:\n{}", moved.len(), FIRST.len(), moved.concat());
}

#[test]
fn articles_that_answer_alike_stand_together() {
    let moved: Vec<String> = AMONG_FIRST
        .iter()
        .filter_map(|(query, wanted)| {
            let found = found(query);
            let first = &found[..found.len().min(wanted.len() + 1)];
            let are_first = wanted.iter().all(|wanted| first.iter().any(|found| found == wanted));
            (!are_first).then(|| report(query, wanted, &found))
        })
        .collect();
    assert!(moved.is_empty(), "\n{} of {} queries:\n{}", moved.len(), AMONG_FIRST.len(), moved.concat());
}

/// The ids of all articles that a query finds, in order.
fn found(query: &str) -> Vec<String> {
    thread_local! {
        static SEARCHER: LocalSearcher = LocalSearcher::open(&common::index_of(&[CORPUS.into()])).unwrap();
    }
    let results = SEARCHER.with(|searcher| searcher.search(&SearchRequest::new(query).limit(200)).unwrap());
    results.hits.iter().map(|hit| hit.id.to_string()).collect()
}

/// A query with the places of its wanted articles and what stands first instead.
fn report(query: &str, wanted: &[&str], found: &[String]) -> String {
    let places = wanted.iter().map(|wanted| match found.iter().position(|found| found == wanted) {
        Some(place) => format!("    wanted {wanted}: now {} of {}\n", place + 1, found.len()),
        None => format!("    wanted {wanted}: not found at all\n"),
    });
    let first = found.iter().take(3).enumerate().map(|(place, id)| format!("    {}. {id}\n", place + 1));
    format!("«{query}»\n{}", places.chain(first).collect::<String>())
}

#[test]
fn a_report_says_where_the_wanted_article_went() {
    let found = ["a", "b", "c", "d"].map(str::to_owned);
    let expected = "«мост»\n    wanted d: now 4 of 4\n    wanted e: not found at all\n    1. a\n    2. b\n    3. c\n";
    assert_eq!(report("мост", &["d", "e"], &found), expected);
}
