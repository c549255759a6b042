use super::*;

#[test]
fn cities_by_any_name() {
    let gazetteer = Gazetteer::bundled();
    assert_eq!(gazetteer.cities().count(), 90);
    for (name, expected) in [
        ("Нур-Султан", "Астана"),
        ("астаны", "Астана"),
        ("АСТАНОЙ", "Астана"),
        ("Целинограде", "Астана"),
        ("Almaty", "Алматы"),
        ("г. Алма-Ате", "Алматы"),
        ("Қарағанды", "Караганда"),
        ("Караганды", "Караганда"),
        ("Qaraǵandyda", "Караганда"),
        ("Капшагай", "Конаев"),
        ("Қонаеве", "Конаев"),
        ("Қапшағайдан", "Конаев"),
        ("Семее", "Семей"),
        ("Семипалатинском", "Семей"),
        ("Рудном", "Рудный"),
        ("Сарани", "Сарань"),
        ("Арысью", "Арысь"),
        ("Тайыншей", "Тайынша"),
        ("Алги", "Алга"),
        ("Шемонаихе", "Шемонаиха"),
        ("Aqtóbe", "Актобе"),
        ("Aqtöbede", "Актобе"),
        ("Atyraýda", "Атырау"),
        ("Atyrauda", "Атырау"),
        ("Óskemennen", "Усть-Каменогорск"),
        ("Усть\u{2011}Каменогорске", "Усть-Каменогорск"),
        ("Орал қаласы", "Уральск"),
        ("Кзыл-Орде", "Кызылорда"),
        ("Qostanaı", "Костанай"),
        ("Петропавл", "Петропавловск"),
        ("Джезказгана", "Жезказган"),
    ] {
        assert_eq!(gazetteer.city(name).map(|city| city.name.as_str()), Some(expected), "{name}");
    }
    for name in ["", "Москва", "г.", "Арыстан", "-", "область"] {
        assert_eq!(gazetteer.city(name), None, "{name}");
    }
}

#[test]
fn every_line_can_be_found_and_every_region_is_known() {
    let gazetteer = Gazetteer::bundled();
    for city in gazetteer.cities() {
        assert_eq!(gazetteer.city(&city.name), Some(city));
        assert_eq!(gazetteer.region(&city.region), Some(city.region.as_str()), "{}", city.name);
    }
}

#[test]
fn regions_by_any_name() {
    let gazetteer = Gazetteer::bundled();
    for (name, expected) in [
        ("Карагандинская область", "Карагандинская область"),
        ("карагандинской области", "Карагандинская область"),
        ("Қарағанды облысы", "Карагандинская область"),
        ("Солтүстік Қазақстан облысында", "Северо-Казахстанская область"),
        ("область Абай", "область Абай"),
        ("Абай облысы", "область Абай"),
        ("Улытауская область", "область Улытау"),
        ("ВКО", "Восточно-Казахстанская область"),
        ("Южно-Казахстанская область", "Туркестанская область"),
        ("Aqtóbe oblysy", "Актюбинская область"),
        ("Шымкент", "Шымкент"),
        ("Нур-Султан", "Астана"),
    ] {
        assert_eq!(gazetteer.region(name), Some(expected), "{name}");
    }
    assert_eq!(gazetteer.region("Тараз"), None);
    assert_eq!(gazetteer.region("Омская область"), None);
}

#[test]
fn most_words_are_told_from_names_at_a_glance() {
    let gazetteer = Gazetteer::bundled();
    let names = gazetteer.names();
    for word in ["Астане", "АЛМАТЫДА", "Усть", "Шу", "Шуда", "Қарағандыда", "Qaraǵandy", "Ал\u{ad}ма\u{ad}ты"]
    {
        assert!(names.may_know(word), "{word}");
    }
    for word in ["Вообще", "Министр", "Астр", "У", "Уш"] {
        assert!(!names.may_know(word), "{word}");
    }
    assert!(names.may_be_derived("алматинского") && names.may_be_derived("түркістандық"));
    assert!(!names.may_be_derived("строительство"));
}
