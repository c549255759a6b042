mod abroad;
mod sentences;

use proptest::prelude::*;

use super::*;

fn find(text: &str) -> Places {
    find_in(None, text, None)
}

fn find_in(title: Option<&str>, text: &str, date: Option<&str>) -> Places {
    thread_local!(static FINDER: CityFinder = CityFinder::new(Gazetteer::bundled().into()));
    let date = date.map(|date| date.parse().unwrap());
    FINDER.with(|finder| finder.find(title, text, Language::of(text), date, true))
}

/// The cities that a text names.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let places = find(text);
    let mut found: Vec<&str> = places.cities.iter().map(|city| city.name.as_str()).collect();
    let mut expected = expected.to_vec();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected, "{text}\n{}", explained(&places));
}

/// The first mention's rule.
#[track_caller]
fn check_rule(text: &str, expected: Rule) {
    let places = find(text);
    assert_eq!(places.mentions.first().map(|mention| mention.rule), Some(expected), "{text}\n{}", explained(&places));
}

#[test]
fn names_in_any_form_and_spelling() {
    check("В Шымкенте открыли библиотеку, а из Павлодара приехал театр.", &["Шымкент", "Павлодар"]);
    check("ДОРОГИ УСТЬ-КАМЕНОГОРСКА ПОДСОХЛИ", &["Усть-Каменогорск"]);
    check("В Усть Каменогорске и в Алма-Ате идёт дождь.", &["Усть-Каменогорск", "Алматы"]);
    check("Самолёт сел в Нур-Султане.", &["Астана"]);
    check("Поезд ушёл из Целинограда в Гурьев.", &["Астана", "Атырау"]);
    check("Из Капчагая и Кустаная пишут читатели.", &["Конаев", "Костанай"]);
    check("в астане и в шымкенте", &[]);
}

#[test]
fn kazakh_in_cyrillic_and_latin() {
    check("Қарағандыда жаңа мектеп ашылды.", &["Караганда"]);
    check("Түркістандағы кітапхана мен Өскеменнен келген қонақтар.", &["Туркестан", "Усть-Каменогорск"]);
    check("Aqtóbede jańa aýrýhana ashyldy, Qostanaıdan dárigerler keldi.", &["Актобе", "Костанай"]);
    check(
        "Atyraýǵa jáne Petropavlǵa jol salyndy, Óskemende jańbyr jaýdy.",
        &["Атырау", "Петропавловск", "Усть-Каменогорск"],
    );
    // Семей and Орал are nothing else in Kazakh; Алға, Есік, Темір are words.
    check("Семейде көрме өтті, Оралға қонақтар келді.", &["Семей", "Уральск"]);
    check("Алға, достар! Есікті жап. Темір балқыды.", &[]);
    check("Темір қаласында және Есік қаласында жөндеу жүріп жатыр.", &["Темир", "Есик"]);
    check("Арыстан деген жігіт көшеде тұр, әңгіме айтып отыр.", &[]);
    check("Ауыл тұрғындары астанаға көшті, жаңа өмір басталды.", &[]);
}

#[test]
fn hyphens() {
    check("Маршрут Атырау-Алматы открыли вновь.", &["Атырау", "Алматы"]);
    check("Рейс Костанай-Нур-Султан задержали.", &["Костанай", "Астана"]);
    check("Работы ведёт предприятие Шымкент-Жарык.", &[]);
    check("Вулкан виден из Петропавловска-Камчатского.", &[]);
    check("Вокзал Алматы-2 закрыли на ремонт.", &["Алматы"]);
    check("Турнир Алматы-2030 ещё не объявлен.", &[]);
}

#[test]
fn quoted_names() {
    check("Завод «Павлодар сүт» выпустил кефир.", &[]);
    check("Матч «Тараз» – «Кайсар» перенесли.", &[]);
    check("Поезд «Астана» опоздал на час.", &["Астана"]);
    check("По дороге «Караганда-Балхаш» не проехать.", &["Караганда", "Балхаш"]);
    check("«В Таразе душно», – сказал прохожий.", &["Тараз"]);
    check("«Мы давно живём в Таразе и никуда отсюда не поедем», сказал он.", &["Тараз"]);
}

#[test]
fn what_the_words_around_make_of_it() {
    check_rule("Комиссия проверила реку Есиль.", Rule::OtherPlace);
    check_rule("Тихий вечер на озере Балхаш.", Rule::OtherPlace);
    check_rule("Авария на ул. Сатпаева, движение закрыто.", Rule::OtherPlace);
    check_rule("Кафе на проспекте Абая закрыто.", Rule::OtherPlace);
    check_rule("Школа имени Абая ждёт детей.", Rule::OtherPlace);
    check_rule("В селе Актобе нет воды.", Rule::OtherPlace);
    check_rule("Полузащитник ФК Астана травмирован.", Rule::Organisation);
    check_rule("Премьера в Астана Опера собрала гостей.", Rule::Organisation);
    check_rule("Рейс Эйр Астаны отложен.", Rule::Organisation);
    check_rule("Учёные области Абай спорят.", Rule::Region);
    check_rule("Павлодар облысында егін жиналды.", Rule::Region);
    check_rule("Жетісай ауданында мектеп салынды.", Rule::District);
    check_rule("Ақтөбе ауылында мектеп салынды.", Rule::OtherPlace);
    check_rule("Подписывайтесь: @Almaty_today, мы рядом.", Rule::Address);
    check_rule("По данным Тараз.news, всё спокойно.", Rule::Address);
    check("Алматы, Түркістан және Жамбыл облыстарында жаңбыр жауады.", &[]);
    check("По улицам Алматы и посёлкам Петропавловска ходят дружинники.", &["Алматы", "Петропавловск"]);
}

#[test]
fn districts() {
    check("Жители района «Алматы» провели субботник.", &[]);
    check("Пожар потушили в районе Есиль.", &[]);
    check("Глава Бостандыкского района Алматы ушёл в отпуск.", &["Алматы"]);
    check("По районам Алматы развезли песок.", &["Алматы"]);
    check("В одном из районов Тараза нет света.", &["Тараз"]);
}

#[test]
fn ambiguous_names_need_a_cue() {
    check("Сто семей получили жильё. Семей много.", &[]);
    check("В Семее и Курчатове меняют фонари.", &["Семей", "Курчатов"]);
    check("Жители Сатпаева пишут письма.", &["Сатпаев"]);
    check("Каныш Сатпаев открыл месторождение. Памятник Сатпаеву стоит давно.", &[]);
    check("Докладчик Асхат Конаев ответил на вопросы.", &[]);
    check("В городе Конаеве строят мост.", &["Конаев"]);
    check("Аким Конаев выступил. Аким Конаева выступил.", &["Конаев"]);
    check("Орал на всю улицу сосед. Шар улетел.", &[]);
    check("Снег на Алтае, в Республике Алтай и в горах Алатау.", &[]);
    check("В городе Алтай открыли каток.", &["Алтай"]);
    check("Жезказган, Каражал и Сатпаев останутся без воды.", &["Жезказган", "Каражал", "Сатпаев"]);
    check("Рудный концентрат подорожал. В Рудном открыли цех.", &["Рудный"]);
    check("Певец Темир Алиев приехал, поэт Абай Кунанбаев родился.", &[]);
    check("Нурсултан Назарбаев выступил.", &[]);
    check("Актриса играла Шевченко, Панфилов снимал.", &[]);
    check("Поезд пришёл в Приозерск Ленинградской области.", &[]);
    check("Полиция Ростовской области сообщает: в городе Аксае задержан вор.", &[]);
}

#[test]
fn one_cue_serves_the_whole_article() {
    let places = find("Город Конаев растёт. Конаев строит мост. Докладчик Асхат Конаев рад.");
    let rules: Vec<Rule> = places.mentions.iter().map(|mention| mention.rule).collect();
    assert_eq!(rules, [Rule::CityWord, Rule::Repeated, Rule::Person]);
    check("Семея касается новый закон, Семею помогут.", &["Семей"]);
    check("Туркестан ждёт гостей, а Восточный Туркестан далеко.", &["Туркестан"]);
}

#[test]
fn forms_that_are_adjectives() {
    check("Он учился в Уральском университете.", &[]);
    check("Дорога между Уральском и Аксаем разбита.", &["Уральск", "Аксай"]);
    check("Под Петропавловском сошёл снег.", &["Петропавловск"]);
    check("В Южном и Уральском округах тепло. Гости из Уральского края довольны.", &[]);
    check("Между Аксаем и Уральском гололёд.", &["Аксай", "Уральск"]);
    check("По словам Николая Булаева, выборы прошли. В Булаево пришла весна.", &["Булаево"]);
}

#[test]
fn the_capital() {
    check("Казахстан готовится к празднику. В столице откроют парк.", &["Астана"]);
    check("Жители южной столицы Казахстана встречают гостей.", &["Алматы"]);
    check("В столице Латвии прошёл парад. Казахстан прислал делегацию.", &[]);
    check("Город назвали культурной столицей, Казахстан рад.", &[]);
    check("В столице открыли парк.", &[]);
    check("Қазақстан тойға дайын. Елордада саябақ ашылады.", &["Астана"]);
}

#[test]
fn stuck_words() {
    check("Об этом сообщаливАстане сегодня.", &["Астана"]);
    check("Жители Петропавловскаостались без света.", &["Петропавловск"]);
    check("Новый глава полиции Алматы15 апреля приступил к работе.", &["Алматы"]);
    check("Акции АтырауМунайСервис выросли. Тарифы Павлодарэнерго и Алматыэнерго снижены.", &[]);
    check("В Алматымужчина спас кошку.", &["Алматы"]);
}

#[test]
fn menus_are_not_about_their_cities() {
    check("Погода\nАлматы\n+3\nАстана\n-5\nТараз\n+1\nВ Риддере прорвало трубу.", &["Риддер"]);
}

#[test]
fn the_main_city() {
    let check = |title: Option<&str>, text: &str, expected: Option<&str>| {
        let places = find_in(title, text, None);
        assert_eq!(places.main.as_deref(), expected, "{text}\n{}", explained(&places));
    };
    check(None, "В Шымкенте открыли школу. Напомним, в Астане такая уже есть.", Some("Шымкент"));
    check(Some("Парк в Таразе"), "Алматы и Астана такого не видели.", Some("Тараз"));
    check(None, "ПАВЛОДАР. КАЗИНФОРМ – Министр рассказал о ценах на хлеб.", None);
    check(None, "Министр рассказал о ценах.\nФото: акимат города Астаны", None);
    check(None, "Матч начнётся в 19:00 по времени Астаны.", None);
    check(None, "Рейсы связали Алматы, Астану, Актау, Атырау и Тараз.", None);
    check(None, "Шымкентцы вышли на улицы. Акимат Шымкента рад.", Some("Шымкент"));
    check(None, "Шымкентцы вышли на улицы.", None);
    check(None, "", None);
}

#[test]
fn datelines() {
    for (text, expected) in [
        ("АСТАНА. КАЗИНФОРМ – Министр ответил.", Some("Астана")),
        ("Тараз. 16 сентября. Центр новостей. Ремонт закончен.", Some("Тараз")),
        ("AQTÓBE. KAZINFORM – Jańa mektep ashyldy.", Some("Актобе")),
        ("Заголовок статьи\nПАВЛОДАР. 25 апреля. КАЗИНФОРМ – Снег сошёл.", Some("Павлодар")),
        ("Алматы. Воскресенье. Тёплый вечер.", None),
        ("В Алматы. 16 сентября снег сошёл.", None),
    ] {
        assert_eq!(find(text).dateline.as_deref(), expected, "{text}");
    }
}

#[test]
fn regions() {
    for (text, expected) in [
        ("В Карагандинской области сухо.", &["Карагандинская область"][..]),
        (
            "Паводок в Актюбинской, Костанайской и Атырауской областях.",
            &["Актюбинская область", "Атырауская область", "Костанайская область"],
        ),
        ("Павлодар облысында және Жетісу облысында жаңбыр.", &["Павлодарская область", "область Жетысу"]),
        (
            "Батыс Қазақстан мен Шығыс Қазақстан облыстарында",
            &["Восточно-Казахстанская область", "Западно-Казахстанская область"],
        ),
        ("Túrkistan oblysynda", &["Туркестанская область"]),
        ("Аким ВКО и аким области Абай", &["Восточно-Казахстанская область", "область Абай"]),
        ("БҚО-да су тасыды", &["Западно-Казахстанская область"]),
        ("Южно-Казахстанская область", &["Туркестанская область"]),
        ("Омская область и область науки", &[]),
        ("Акмолинский областной суд", &["Акмолинская область"]),
    ] {
        let mut regions = find(text).regions;
        regions.sort_unstable();
        assert_eq!(regions, expected, "{text}");
    }
}

#[test]
fn the_keeper_of_an_article_is_believed() {
    let finder = CityFinder::new(Gazetteer::bundled().into());
    for (given, cities, main) in [
        (&["Нур-Султан", "Almaty", "Москва", "астана"][..], &["Астана", "Алматы", "Тараз"][..], Some("Астана")),
        (&["Москва"], &["Тараз"], None),
        (&[], &["Тараз"], Some("Тараз")),
    ] {
        let mut places = finder.find(None, "В Таразе открыли мост. Мэр Тараза доволен.", Language::Russian, None, true);
        let metadata =
            Metadata { cities: given.iter().map(|city| (*city).to_owned()).collect(), ..Metadata::default() };
        finder.believe(&metadata, &mut places);
        assert_eq!(places.cities.iter().map(|city| city.name.as_str()).collect::<Vec<_>>(), cities, "{given:?}");
        assert_eq!(places.main.as_deref(), main, "{given:?}");
    }
}

proptest! {
    #[test]
    fn no_text_panics_and_mentions_lie_in_the_text(
        text in r#"(Алмат[аы]|Астан[аые]|Семей|столицы|Уральск(ом)?|Усть-Каменогорск|г\.|город|«|»|"|\n|, | и | |-|\.|КАЗИНФОРМ|облыс(тар)?ы|районе?|Almaty|Qaraǵandyda|1|😀|\PC){0,40}"#
    ) {
        for mention in find(&text).mentions {
            prop_assert!(text.get(mention.start..mention.end).is_some_and(|word| !word.is_empty()));
        }
    }
}

/// The mentions, a line each.
fn explained(places: &Places) -> String {
    let line = |mention: &Mention| format!("  {} {} at {}", mention.place, mention.rule.name(), mention.start);
    places.mentions.iter().map(line).collect::<Vec<_>>().join("\n")
}
