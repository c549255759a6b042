//! Slips, and what must not be taken for one. The words are few, so that all of them are seen here.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::article::RawArticle;
use crate::search::fixture;
use crate::search::{LocalSearcher, SearchRequest, SearchResults, Searcher};

const ARTICLES: &[&str] = &[
    "Министерство обороны сообщило о новых учениях в Карагандинской области.",
    "Президент Токаев посетил жилой район, область готовится к паводку.",
    "В Алматы открыли мост через реку, жильё у реки сносят.",
    "Компания KEGOC построила линию в Усть-Каменогорске, сообщает Tengrinews.",
    "Өскемен қаласында күнінің соңында жаңа мектеп ашылды, халық қуанды.",
    "Сор на улицах Костаная убирают, иск к подрядчику подан.",
];

fn searcher(articles: &[&str]) -> LocalSearcher {
    let numbered = articles.iter().enumerate();
    fixture::searcher(numbered.map(|(number, text)| RawArticle::new(number.to_string(), *text)))
}

fn search(searcher: &LocalSearcher, query: &str) -> SearchResults {
    searcher.search(&SearchRequest::new(query)).unwrap()
}

#[test]
fn slips_are_put_right() {
    use CorrectionReason::{KazakhLetters, Latin, Layout, Lookalikes, Typo};
    let searcher = searcher(ARTICLES);
    for (typed, expected, reasons) in [
        // Another layout: all of the query, a word of it, signs that are letters, what was typed in English.
        ("vbybcnthcndj j,jhjys", "министерство обороны", &[Layout, Layout][..]),
        ("президент gjctnbk", "президент посетил", &[Layout]),
        (";bkm` KEGOC ghtpbltyn", "жильё KEGOC президент", &[Layout, Layout]),
        ("«vjcn xthtp htre»", "«мост через реку»", &[Layout, Layout, Layout]),
        ("\"vjcn xthtp htre\"", "\"мост через реку\"", &[Layout, Layout, Layout]),
        ("еутпкштуцы", "tengrinews", &[Layout]),
        ("0fkfcsylf vtrntg fiskls", "қаласында мектеп ашылды", &[Layout, Layout, Layout]),
        ("0аласында жа4а мектеп", "қаласында жаңа мектеп", &[Layout, Layout]),
        ("«)аласында к8н3н34» 16.09.2025", "«Қаласында күнінің» 16.09.2025", &[Layout, Layout]),
        ("еутпкштуцы 2025-й", "tengrinews 2025-й", &[Layout]),
        // Latin script.
        ("ministerstvo oborony", "министерство обороны", &[Latin, Latin]),
        ("Prezident Tokayev posetil", "Президент Токаев посетил", &[Latin, Latin, Latin]),
        ("zhiloy rayon", "жилой район", &[Latin, Latin]),
        ("Ust-Kamenogorske", "Усть-Каменогорске", &[Latin, Latin]),
        // Letters that look alike, all of them Latin in one word.
        ("cop на yлицax", "сор на yлицax", &[Lookalikes]),
        // Kazakh letters.
        ("кунинин сонында", "күнінің соңында", &[KazakhLetters, KazakhLetters]),
        // Slips of the fingers; capitals, quotes and operators stay.
        ("презедент Токаев", "президент Токаев", &[Typo]),
        ("ПРЕЗДИЕНТ ТОКАЕВ", "ПРЕЗИДЕНТ ТОКАЕВ", &[Typo]),
        ("«Миинстерство обороны» -мост", "«Министерство обороны» -мост", &[Typo]),
        ("Карагадинскойй", "Карагандинской", &[Typo]),
        ("подрядчеку ИЛИ мост", "подрядчику ИЛИ мост", &[Typo]),
    ] {
        let found = search(&searcher, typed);
        let found_reasons: Vec<CorrectionReason> = found.corrections.iter().map(|found| found.reason).collect();
        assert_eq!(found.corrected_query.as_deref(), Some(expected), "{typed}: {:?}", found.corrections);
        assert_eq!(found_reasons, reasons, "{typed}");
        assert!(found.total > 0, "{typed}");
        for correction in &found.corrections {
            let stands: String =
                typed.chars().skip(correction.position).take(correction.typed.chars().count()).collect();
            assert_eq!(stands, correction.typed, "{typed}");
        }
        let literal = searcher.search(&SearchRequest::new(typed).literal(true)).unwrap();
        assert_eq!((literal.corrected_query, literal.corrections), (None, Vec::new()), "{typed}");
    }
}

#[test]
fn what_finds_something_as_typed_stays() {
    let searcher = searcher(ARTICLES);
    for typed in [
        "президент Токаев",
        "ПРЕЗИДЕНТ ТОКАЕВ",
        "жилье",
        "KEGOC",
        "Tengrinews область",
        "Almaty",
        "мосты",
        "Каменогорск",
        "орсу 2025",
        "ВТО",
        "мектебі халықтың",
        "оскемен калаcында",
        "iPhone",
        // Numbers, and what stands at them.
        "2-й мост",
        "область 5-0",
        "мектеп 3500 тг",
        "-мост область",
        "мост область:\"Жамбылская область\"",
    ] {
        let found = search(&searcher, typed);
        assert_eq!(found.corrected_query, None, "{typed}: {:?}", found.corrections);
    }
}

#[test]
fn a_word_that_is_right_and_only_new_stays() {
    let searcher = searcher(ARTICLES);
    for typed in [
        // A word of the dictionary was meant, though another is near.
        "обороты область",
        "посетит мост",
        // Near by its letters, but in no article beside the others.
        "Токарев KEGOC",
        // Too short, or no word.
        "мст",
        "область 2О26",
    ] {
        let found = search(&searcher, typed);
        assert_eq!(found.corrected_query, None, "{typed}: {:?}", found.corrections);
    }
}

#[test]
fn a_name_that_is_there_in_another_case_stays() {
    let mut articles = vec!["Министр Зельцов и Кренин открыли мост.".to_owned(); 60];
    articles.push("Архитектор Зельдов спорил с Крениным, Фросси ждал.".to_owned());
    articles.push("Врач Бренина и слесарь Умбеталы уехали.".to_owned());
    let texts: Vec<String> =
        articles.iter().enumerate().map(|(number, text)| format!("{text} Запись {number}.")).collect();
    let searcher = searcher(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    for (typed, meant) in [
        // Nobody wrote it so, and many wrote its neighbour.
        ("Зельдова", None),
        ("ЗЕЛЬДОВЫМ", None),
        ("зельдовой", None),
        ("Бренину", None),
        ("Бренин мост", None),
        // Nobody has it in any case.
        ("Зельлова", Some("Зельцов")),
        ("министр Зельцоа", Some("министр Зельцов")),
    ] {
        let found = search(&searcher, typed);
        assert_eq!(found.corrected_query.as_deref(), meant, "{typed}: {:?}", found.corrections);
        assert!(found.total > 0, "{typed}");
    }
}

#[test]
fn kazakh_words_with_other_endings_are_right() {
    let searcher = searcher(&[
        "Қалада жаңа мектептің табиғатты қорғау сабағы басталды, деді директор.",
        "Мектептің түсі көк, қабырғасы астарланған, оның жолы жаңа.",
    ]);
    for (typed, meant) in [
        ("мектептің табиғаты", None),
        ("мектептің жылы", None),
        // The articles are of other subjects.
        ("қаланың деректері", None),
        ("жаңа ғылым өсімдік жидек", None),
        ("КСРО мектептің", None),
        // Known by what stands for it.
        ("Ресей", None),
        ("мектептің тұсі", Some("мектептің түсі")),
        ("мектептің астарлнған қабырғасы", Some("мектептің астарланған қабырғасы")),
    ] {
        let found = search(&searcher, typed);
        assert_eq!(found.corrected_query.as_deref(), meant, "{typed}: {:?}", found.corrections);
    }
}

#[test]
fn a_rare_word_is_asked_about() {
    let mut articles = vec!["В городе открыли мост."; 400];
    articles.push("Ночью в гароде шёл снег.");
    let texts: Vec<String> =
        articles.iter().enumerate().map(|(number, text)| format!("{text} Запись {number}.")).collect();
    let searcher = searcher(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let found = search(&searcher, "снег гароде");
    assert_eq!((found.total, found.corrected_query), (1, None));
    let proposals: Vec<_> = found.warnings.iter().filter(|warning| warning.message.contains("did you mean")).collect();
    assert_eq!(proposals.len(), 1, "{:?}", found.warnings);
    assert!(proposals[0].message.contains("«городе»"), "{proposals:?}");
    assert_eq!(proposals[0].position, Some(5));
}

#[test]
fn warnings_stand_where_it_was_typed() {
    let searcher = searcher(ARTICLES);
    for (typed, expected) in [
        ("мост)", &[4][..]),
        // What was put right before it is longer or shorter.
        ("zhiloy) rayon", &[6]),
        ("президнет миинстерство)", &[22]),
        ("vjcn )zhiloy", &[5]),
        ("абвгдежз", &[0]),
        ("zhiloy абвгдежз", &[7]),
        ("zhiloy «дворец абвгдежз»", &[8]),
        ("мост ЦЩГ", &[5]),
    ] {
        let warnings = search(&searcher, typed).warnings;
        let found: Vec<usize> = warnings.iter().filter_map(|warning| warning.position).collect();
        assert_eq!(found, expected, "{typed}: {warnings:?}");
    }
}

#[test]
fn queries_of_death_are_answered() {
    let searcher = searcher(ARTICLES);
    for typed in ["vjcn ".repeat(100_000), "презедент".repeat(100_000), "xyq'".repeat(1_000), "презедент ".repeat(200)]
    {
        let found = search(&searcher, &typed);
        assert!(!found.warnings.is_empty() || found.corrected_query.is_some());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]
    #[test]
    fn every_text_goes_through(text in "[мостpresident\\[\\];',.\"«»()\\-0-9қ ]{0,40}|\\PC{0,40}") {
        static SEARCHER: LazyLock<LocalSearcher> = LazyLock::new(|| searcher(ARTICLES));
        let found = search(&SEARCHER, &text);
        prop_assert_eq!(found.corrected_query.is_some(), !found.corrections.is_empty());
    }
}
