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

/// Whatever tells a date, in the order of trust: each row has one source less.
#[test]
fn sources_in_order_of_trust() {
    let page = |head: &str, foot: &str| format!("{head}\nМост через реку открыт\n{STORY}\n{STORY} Его ждали.\n{foot}");
    let url = "https://a.kz/2021/06/04/most";
    let (header, label) = ("6 июня 2021 | 08:05", "Дата публикации: 05.06.2021");
    check(text(&page(header, label)).url(url).crawled("2021-06-09").date("2021-06-07"), "2021-06-07 metadata");
    check(text(&page(header, label)).url(url).crawled("2021-06-09"), "2021-06-06 header");
    check(text(&page("", label)).url(url).crawled("2021-06-09"), "2021-06-05 label");
    check(text(&page("", "")).url(url).crawled("2021-06-09"), "2021-06-04 url");
    check(text(&format!("ТАРАЗ, 3 июн – Агентство. {STORY}")).crawled("2021-06-09"), "2021-06-03 dateline");
    check(text(&page("", "")).crawled("2021-06-09"), "2021-06-09 stamp");
    check(text(&page("", "Обновлено: 08.06.2021")).crawled("2021-06-09"), "2021-06-08 label");
    check(text(&page("", "")), "none");
}

#[test]
fn traps() {
    for (page, expected) in [
        ("Мост открыт\nНапомним, 3 июня", "none"),
        ("Мост открыт\nКомиссия создана 3 июня\n§", "none"),
        ("Мост открыт\n28 Июля 2016\n2026\n§", "2016-07-28 header"),
        ("Мост открыт\n28 июля, 2026 просмотров\n§", "none"),
        ("Мост открыт\n§\nО заводе Ахметова3 июня 2021 08:05Рынок", "none"),
        ("Мост открыт\n08:05, 3 Июнь 2021\n§", "2021-06-03 header"),
        ("date 2021-01-02\nМост открыт\n26 дек, 08:05\n§", "2020-12-26 dateline"),
        ("Мост открыт\n26 дек\n§", "none"),
        ("Мост открыт\nМост закрыт с 00.00 до 05.30\n§", "none"),
        ("Мост открыт\n3 июня т.г.\n§", "none"),
        ("Мост открыт\n3 июня\n§", "none"),
        ("date 2021-06-04\nМост открыт\n6 июня 2021 08:05\n§", "2021-06-04 stamp"),
        ("date 2021-06-04\nМост открыт\n5 июня 2021 08:05\n§", "2021-06-05 header"),
        ("Мост открыт\n3 июня 1989 08:05\n§", "none"),
        ("Четверг, 3 июня 2021, +17°\nМост открыт\n§", "none"),
        ("Мост открыт\nСегодня 23:54\n§", "none"),
        ("date 2021-06-04\nМост открыт\nСегодня 00:04\n§", "2021-06-04 header"),
        ("ТАРАЗ, 3 июн – Агентство. §", "none"),
        ("date 2021-06-04\nМост через реку открыт\nРуслан Есенов, 28 мая 2021\n§", "2021-05-28 header"),
        ("date 2021-06-04\nМост через реку открыт\nРуслан Есенов, 27 мая 2021\n§", "2021-06-04 stamp"),
        ("date 2021-06-04\nМост открыт\n27 мая 2021 08:05\n§", "2021-05-27 header"),
        ("Мост открыли 3 июня 2021 года. §", "none"),
        ("Мост открыт\n3 июня 2121 08:05\n§", "none"),
    ] {
        check(text(&page.replace('§', STORY)), expected);
    }
}

/// The moment of reading in these tests: noon of 2026-11-30 in UTC.
fn now() -> Timestamp {
    Timestamp::from_second(1_796_040_000).unwrap()
}

#[test]
fn nothing_is_published_after_the_moment_of_reading() {
    let found = |raw: RawArticle| {
        let found = find_at(&raw, &mut Page::read(&raw.text), now());
        let refused: Vec<String> =
            found.refused.iter().map(|no| format!("{} {}: {}", no.date, no.source.name(), no.reason)).collect();
        (found.date.map(|known| known.date.to_string()), refused.join("; "))
    };
    let page = |day: &str| text(&format!("Мост открыт\n{day} 08:05\n{STORY}"));
    assert_eq!(found(page("1 декабря 2026")), (Some("2026-12-01".to_owned()), String::new()));
    assert_eq!(found(page("2 декабря 2026")), (None, "2026-12-02 header: it lies in the future".to_owned()));
    assert_eq!(
        found(page("2 ноября 2026").date("2027-01-01")),
        (Some("2026-11-02".to_owned()), "2027-01-01 metadata: it lies in the future".to_owned())
    );
    assert_eq!(
        found(page("2 ноября 2026").date("1970-01-01T00:00:00Z")),
        (Some("2026-11-02".to_owned()), "1970-01-01 metadata: it is the zero of a clock".to_owned())
    );
    assert_eq!(found(page("2 ноября 1985")), (None, "1985-11-02 header: it is older than the web".to_owned()));
    let later = (Some("2026-11-02".to_owned()), "2026-11-05 header: it is later than the crawl".to_owned());
    assert_eq!(found(page("5 ноября 2026").crawled("2026-11-02T10:00:00Z")), later);
    // A clock that was never set tells nothing.
    let raw = page("2 декабря 2026");
    assert!(find_at(&raw, &mut Page::read(&raw.text), Timestamp::UNIX_EPOCH).date.is_some());
}

#[test]
fn times_of_files() {
    let found = |seconds_ago: u64, words: &str| {
        let mut raw = text(words);
        let now_seconds = now().as_second() as u64;
        raw.modified = Some(SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(now_seconds - seconds_ago));
        let found = find_at(&raw, &mut Page::read(words), now());
        found.date.map(|known| format!("{} {}", known.date, known.source.name()))
    };
    const DAY: u64 = 24 * 60 * 60;
    assert_eq!(found(10 * DAY, STORY).as_deref(), Some("2026-11-20 file"));
    assert_eq!(found(DAY - 1, STORY), None);
    assert_eq!(found(40 * 365 * DAY, STORY), None);
    assert_eq!(found(10 * DAY, &format!("3 июня 2021 | 08:05\n{STORY}")).as_deref(), Some("2021-06-03 header"));
    assert_eq!(found(10 * DAY, &format!("date 2021-06-04 {STORY}")).as_deref(), Some("2021-06-04 stamp"));
}

#[test]
fn times_of_day() {
    let found = |raw: RawArticle| {
        let date = find(&raw, &mut Page::read(&raw.text)).date.unwrap();
        let time = date.time.map(|time| format!(" {time}")).unwrap_or_default();
        let zone = date.zone.map(|zone| format!(" {zone}")).unwrap_or_default();
        format!("{}{time}{zone}", date.date)
    };
    for (line, expected) in [
        ("3 июня 2021 | 08:05", "2021-06-03 08:05"),
        ("08:05, 3 Июнь 2021 | GMT +6", "2021-06-03 08:05 +06:00"),
        ("3 июня 2021, 08:05 | GMT +6", "2021-06-03 08:05 +06:00"),
        ("08:05:30 3 июня 2021", "2021-06-03 08:05"),
        ("3 июня 2021 г. в 08:05 (обновлено 4 июня 2021 в 10:10)", "2021-06-03 08:05"),
        ("3 июня 2021, 08:05 (время Астаны)", "2021-06-03 08:05 +06:00"),
        ("5 марта 2024, 08:05 (по времени Астаны)", "2024-03-05 08:05 +05:00"),
        ("3 июня 2021, 08:05 мск", "2021-06-03 08:05 +03:00"),
        ("2021-06-03T08:05:00+06:00", "2021-06-03 08:05 +06:00"),
        ("June 3, 2021, 8:05 PM", "2021-06-03 20:05"),
        ("03.06.2021, 08.05", "2021-06-03 08:05"),
        ("3 июня 2021", "2021-06-03"),
        ("310 2 pikir 3 Maýsym, 2021 saghat 8:05", "2021-06-03 08:05"),
        ("Руслан Есенов, 3 июня 2021, 08:05", "2021-06-03 08:05"),
    ] {
        assert_eq!(found(text(&format!("Мост открыт\n{line}\n{STORY}"))), expected, "{line}");
    }
    for (written, expected) in [
        ("2021-06-03T08:05:00+05:00", "2021-06-03 08:05 +05:00"),
        ("2021-06-03T08:05:00.000+0500", "2021-06-03 08:05 +05:00"),
        ("2021-06-03T23:05:00Z", "2021-06-04 05:05 +06:00"),
        ("2024-02-29T17:30:00Z", "2024-02-29 23:30 +06:00"),
        ("2024-02-29T19:30:00Z", "2024-03-01 00:30 +05:00"),
        ("2024-06-03T00:00:00Z", "2024-06-03"),
        ("2021-06-03T08:05:00", "2021-06-03 08:05"),
        ("2021-06-03 08:05", "2021-06-03 08:05"),
        ("Thu, 03 Jun 2021 20:05:00 GMT", "2021-06-04 02:05 +06:00"),
        ("Thu, 03 Jun 2021 08:05:00 +0600", "2021-06-03 08:05 +06:00"),
        ("1622750400", "2021-06-04 02:00 +06:00"),
        ("20210603080500", "2021-06-03 08:05"),
        ("03.06.2021", "2021-06-03"),
        ("2021-06", "2021-06"),
    ] {
        assert_eq!(found(text(STORY).date(written)), expected, "{written}");
    }
    assert_eq!(found(text(&format!("Мост открыт\nВчера 23:54\n{STORY}")).crawled("2021-06-04")), "2021-06-03 23:54");
    assert_eq!(found(text(&format!("{STORY}\nОпубликовано: 03.06.2021 08:05"))), "2021-06-03 08:05");
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
