use super::*;

#[track_caller]
fn check(raw: RawArticle, expected: &str) {
    let mut page = Page::read(&raw.text);
    let found = find(&raw, &mut page);
    let found = found.date.map_or("none".to_owned(), |known| format!("{} {}", known.date, known.source.name()));
    assert_eq!(found, expected, "{}", raw.text);
}

fn text(text: &str) -> RawArticle {
    RawArticle::new("1", text)
}

const STORY: &str = "В Таразе после долгого ремонта снова открыли мост через реку, по нему уже пошли первые автобусы.";

#[test]
fn header_lines() {
    check(text(&format!("3 июня 2021 | 08:05\n\nМост открыт\n\n{STORY}")), "2021-06-03 header");
    check(text(&format!("Мост открыт\n3 июня 2021 08:05\n{STORY}")), "2021-06-03 header");
    check(text(&format!("31204\n3 июня 2021\nРуслан Есенов, Тараз\nМост открыт\n{STORY}")), "2021-06-03 header");
    check(text(&format!("Мост открыт\n28 Июля 2016\n2026\n{STORY}")), "2016-07-28 header");
    check(text(&format!("Қоғам • 3 Маусым, 2021\n\nКөпір ашылды\n\n{STORY}")), "2021-06-03 header");
    check(text(&format!("Мост открыт\n3 июня 2021 08:05 (обновлено 4 июня 2021 10:00)\n{STORY}")), "2021-06-03 header");
    check(
        text(&format!("Мост\nмост - Новости Вестника от 03.06.2021 08:05 Фото: акимат\n{STORY}")),
        "2021-06-03 header",
    );
    check(text(&format!("Мост открыт\nБейсенбі, 3 маусым 2021 ж. 08:05 — Қоғам\n{STORY}")), "2021-06-03 header");
    check(text(&format!("3 июня 2021, 08:05 {STORY}")), "2021-06-03 header");
    check(text(&format!("Мост через реку открыт\nЧетверг, 3 июня 2021\n{STORY}")), "2021-06-03 header");
}

#[test]
fn mastheads_and_other_stories() {
    check(text(&format!("Сегодня 3 июня 2021 года, четверг\nНовости\nМост открыт\n{STORY}")), "none");
    check(text(&format!("Тараз\n+17°\nЧетверг, 3 июня 2021\nМост открыт\n{STORY}")), "none");
    check(
        text(&format!("Четверг, 3 июня 2021\n12 0 пікір 8 Ақпан, 2019 сағат 12:19\nКөпір\n{STORY}")),
        "2019-02-08 header",
    );
    check(text(&format!("{STORY}\n{STORY}\nПопулярное\n3 июня 2021, 08:05\nМост закрыт")), "none");
    check(text(&format!("Мост открыт\n{STORY}\n3 июня 2021, 08:05\nНовости\nМост закрыт")), "none");
    check(text(&format!("{STORY}\nМост открыт!\n— Тараз (@taraz)\n3 июня 2021 г.\n{STORY} Его ждали.")), "none");
    check(
        text(&format!("9 июня 2024\nНовости\nСпорт\n3 июня 2021\nМост через реку открыт\n{STORY}")),
        "2021-06-03 header",
    );
    check(text(&format!("Курс тенге 3 июня 2021\n{STORY}")), "none");
    check(text(&format!("Мост через реку открыт\nРуслан Есенов, 3 июня 2021\n{STORY}")), "2021-06-03 header");
    let list = "Читайте также\n4 июня 2021, 10:10\nДорога закрыта\n5 июня 2021, 10:10\nШкола закрыта\n";
    check(text(&format!("{list}3 июня 2021, 08:05\nМост открыт\n{STORY}")), "2021-06-03 header");
}

#[test]
fn dates_in_sentences() {
    check(text("Напомним, 3 июня 2021 года в стране прошёл большой форум городов."), "none");
    check(text("Коалиция была создана 3 июня. В неё вошли пять партий и сто городских обществ."), "none");
    check(text(&format!("{STORY}\nВ деле Ахметова15 апреля 2024 09:12Защита просит о переносе.")), "none");
    check(text("3 июня 2021 года в Таразе открыли мост, который строили пять лет."), "none");
    check(text("На заседании 3-8 июня т.г. было принято решение о строительстве моста."), "none");
    check(text("Курс тенге на 3 июня 2021\nЗа доллар дают больше тенге, чем неделю назад, пишут банки."), "none");
    check(text("Сегодня, 3 июня 2021 года, в Таразе открыли мост через реку."), "2021-06-03 dateline");
}

#[test]
fn stamps() {
    check(text(&format!(" date 2021-06-04 {STORY}")), "2021-06-04 stamp");
    check(text(&format!(" date 2021-06-04 \n3 июня 2021 | 08:05\n{STORY}")), "2021-06-03 header");
    check(text(&format!("date 2021-06-04 3 июня 2021 | 08:05 {STORY}")), "2021-06-03 header");
    check(text(&format!("date 2021-06-04 3 июня 2021 года в Таразе открыли мост. {STORY}")), "2021-06-04 stamp");
    check(text(&format!("date 2021-06-04 Мост открыт\n9 июня 2021 08:05\n{STORY}")), "2021-06-04 stamp");
    check(text(&format!("date 2021-06-04 Мост открыт\nВчера 23:54\n{STORY}")), "2021-06-03 header");
    check(text(&format!("Мост открыт\nВчера 23:54\n{STORY}")), "none");
    check(text(&format!("Мост открыт\n3 июня 1921\n{STORY}")), "none");
    check(text(&format!("date 2021-01-02 ТАРАЗ, 31 дек – Агентство. {STORY}")), "2020-12-31 dateline");
    check(text("date 2021-06-045"), "none");
}

#[test]
fn addresses() {
    let url = |url: &str, words: &str| text(words).url(url);
    check(url("https://a.kz/2021/06/03/most", STORY), "2021-06-03 url");
    check(url("https://a.kz/2021/06/most", STORY), "2021-06 url");
    check(url("https://a.kz/2021/06/most", &format!("date 2021-06-04 {STORY}")), "2021-06-04 stamp");
    check(url("https://a.kz/2021/06/most", &format!("date 2022-03-04 {STORY}")), "2021-06 url");
    check(url("https://a.kz/2021/06/most", &format!("ТАРАЗ, 3 июн – Агентство. {STORY}")), "2021-06-03 dateline");
    check(url("https://a.kz/2021/06/03/most", &format!("9 ноября 2024\nМеню\nМост\n{STORY}")), "2021-06-03 url");
    check(RawArticle::new("news/most-2021-06-03.txt", STORY), "2021-06-03 url");
    check(RawArticle::new("20210603", STORY), "none");
}

#[test]
fn labels() {
    check(text(&format!("Мост открыт\n{STORY}\nДата публикации: 03.06.2021")), "2021-06-03 label");
    check(text(&format!("Мост открыт\n{STORY}\nДата публикации:\n03.06.2021")), "2021-06-03 label");
    check(text(&format!("{STORY}\nОбновлено: 05.06.2021\nЖарияланды: 03.06.2021")), "2021-06-03 label");
    check(text(&format!("{STORY}\nОбновлено: 05.06.2021")), "2021-06-05 label");
}

#[test]
fn metadata() {
    for (written, expected) in [
        ("2021-06-03", "2021-06-03 metadata"),
        ("2021-06", "2021-06 metadata"),
        ("2021", "2021 metadata"),
        ("2021-06-03T08:05:00+05:00", "2021-06-03 metadata"),
        ("03.06.2021 08:05", "2021-06-03 metadata"),
        ("3 июня 2021 года", "2021-06-03 metadata"),
        ("Thu, 03 Jun 2021 08:05:00 +0600", "2021-06-03 metadata"),
        ("20210603", "2021-06-03 metadata"),
        ("20210603080500", "2021-06-03 metadata"),
        ("1622750400", "2021-06-04 metadata"),
        ("1622750400000", "2021-06-04 metadata"),
        ("июнь 2021", "2021-06 metadata"),
        ("вчера", "2020-01-01 header"),
        ("", "2020-01-01 header"),
    ] {
        check(text(&format!("1 января 2020 | 10:00\n{STORY}")).date(written), expected);
    }
}
