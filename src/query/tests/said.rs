//! What is said about a query: the place, and what to write instead.

use super::*;

#[test]
fn what_is_not_understood_is_said() {
    check_warning("мост дата:весна", "мост", 5);
    check_warning("мост рядом/", "together[мост рядом]", 5);
    check_warning("мост рядом/5", "мост", 5);
    check_warning("мост рядом/5 (дамба река)", "all[мост together[дамба река]]", 5);
    check_warning("минимум:3 (мост дамба)", "together[мост дамба]", 0);
    check_warning("минимум:много мост", "together[минимум много мост]", 0);
    check_warning("а* мост", "together[а мост]", 0);
    check_warning("«новая Конституция", "together[новая Конституция]", 0);
    check_warning("мост) дамба", "together[мост дамба]", 4);
    check_warning("(мост дамба", "together[мост дамба]", 0);
    check_warning("ИЛИ мост", "мост", 0);
    check_warning("мост ИЛИ", "мост", 5);
    check_warning("мост НЕ", "мост", 5);
    check_warning("мост -()", "мост", 5);
    let deep = format!("{}мост{} ИЛИ дамба", "(".repeat(17), ")".repeat(17));
    check_warning(&deep, "any[мост дамба]", 16);
}

#[test]
fn numbers_that_go_too_far_are_said() {
    for far in ["1001", "4294967295", "99999999999999999999"] {
        let read = "near Words(1000)[Астана Конституция]";
        check_said(&format!("Астана рядом/{far} Конституция"), read, 7, "«рядом/1000»");
    }
    check_said("мост рядом/0 дамба", "together[мост дамба]", 5, "«рядом/0» was passed over");
    check_said("минимум:0 мост", "мост", 0, "«минимум:0» was passed over");
    check_said("мост басы:00 дамба", "together[мост дамба]", 5, "«басы:00» was passed over");
    check_said("мост слово~9", "together[мост слово~2]", 5, "«слово~2»");
    check_said("слово~99999999999", "слово~2", 0, "«слово~2»");
    check_said("мост \"река дамба\"~101", "together[мост \"река дамба\"~100]", 5, "«~100»");
    check_said("мост^101", "мост by 100", 4, "«^100»");
    check("минимум:99999999999 мост", "4294967295 times мост");
    check("мост^100 \"река дамба\"~100", "together[мост by 100 \"река дамба\"~100]");
}

#[test]
fn names_with_a_slip_are_said() {
    for (typed, meant) in [
        ("гоорд", "город"),
        ("горд", "город"),
        ("городд", "город"),
        ("голод", ""),
        ("гарод", "город"),
        ("Облать", "область"),
        ("датта", "дата"),
        ("дтаа", "дата"),
        ("исочник", "источник"),
        ("заголвок", "заголовок"),
        ("миниум", "минимум"),
        ("cty", "city"),
        ("souce", "source"),
        ("regoin", "region"),
        ("kala", ""),
        ("кала", "қала"),
        ("қлаа", "қала"),
        ("дереккоз", "дереккөз"),
        ("куни", "күні"),
        ("тил", "тіл"),
        ("тел", ""),
        ("бала", ""),
        ("Токаев", ""),
        ("https", ""),
        ("data", ""),
    ] {
        let query = format!("мост {typed}:Тараз");
        let expected = format!("together[мост {typed} Тараз]");
        if meant.is_empty() {
            check(&query, &expected);
        } else {
            let said = format!("there is no field «{typed}»; did you mean «{meant}:»?");
            check_said(&query, &expected, 5, &said);
        }
    }
    check_said("гоорд:Тараз мост", "together[гоорд Тараз мост]", 0, "did you mean «город:»?");
    check_said("гоорд:(Тараз Шу)", "together[гоорд together[Тараз Шу]]", 0, "did you mean «город:»?");
    check("гоорд: Тараз", "together[гоорд Тараз]");
    check("Токаев:мы", "together[Токаев мы]");
    check("https://datа.kz 12:30", "together[https datа kz 12 30]");
    check("souce://мост", "together[souce мост]");
}

#[test]
fn what_to_write_is_said() {
    check_said("дата:2018-03..2018-01", "дата:2018-01..2018-03", 0, "дата:2018-01..2018-03");
    check_said("мост date:2018..2017-12-31", "together[мост дата:2017-12-31..2018]", 5, "дата:2017-12-31..2018");
    check_said("дата:(2015 2018-03..2018-01)", "any[дата:2015 дата:2018-01..2018-03]", 11, "as 2018-01..2018-03");
    check("дата:2018-03..2018", "дата:2018-03..2018");
    check_said("=(Россия США)", "together[Россия США]", 0, "write (=Россия =США)");
    check_said("мост -=(река ИЛИ озеро)", "together[мост not any[река озеро]]", 6, "write (=река ИЛИ =озеро)");
    check_said("=((мост) дамба)", "together[мост дамба]", 0, "write (=мост =дамба)");
    check_said(
        "мост рядом/3 дамба рядом/предложение река",
        "near Sentence[мост дамба река]",
        19,
        "write мост рядом/3 дамба И дамба рядом/предложение река",
    );
    check_said(
        "а рядом/3 (б ИЛИ в) рядом/4 г",
        "near Words(4)[а any[б в] г]",
        20,
        "а рядом/3 (б ИЛИ в) И (б ИЛИ в) рядом/4 г",
    );
    let long = format!("мост{} рядом/абзац река", " рядом/2 дамба".repeat(20));
    let warnings = Query::parse(&long).warnings;
    assert!(warnings.len() == 1 && warnings[0].message.chars().count() < 200, "{warnings:?}");
}

#[test]
fn proposals_read_without_a_warning() {
    for proposed in [
        "мост рядом/3 дамба И дамба рядом/предложение река",
        "а рядом/3 (б ИЛИ в) И (б ИЛИ в) рядом/4 г",
        "(=река ИЛИ =озеро)",
        "(=мост =дамба)",
        "мост рядом/5 дамба",
        "минимум:3 слово, начало:50 слово",
        "дата:2017-12-31..2018",
    ] {
        assert_eq!(Query::parse(proposed).warnings, [], "{proposed}");
    }
}

#[test]
fn warnings_are_few_and_short() {
    for part in [
        "слово~9 ",
        "дата:весна ",
        "мост^999 ",
        "а рядом/9999 б ",
        "=(а) ",
        "гоорд:а ",
        "а* ",
        ") ",
        "минимум:0 ",
        "\"а б\"~999 ",
    ] {
        let query = format!("дата:({} {}", "весна ".repeat(8), part.repeat(60));
        let other = format!("{} дата:({}", part.repeat(60), "весна ".repeat(8));
        for query in [part.repeat(60), query, other, format!("дата:{} мост", "в".repeat(1_900))] {
            let warnings = Query::parse(&query).warnings;
            assert!((1..=MOST_WARNINGS).contains(&warnings.len()), "{query}: {}", warnings.len());
            assert!(warnings.iter().all(|warning| warning.message.chars().count() < 300), "{warnings:?}");
        }
    }
}
