use super::*;
use crate::language::Language;

fn text_forms(text: &str, language: Language) -> Vec<(usize, String)> {
    let mut forms = Vec::new();
    Analyzer::new().text_analyzer().words(text, language, |word| {
        forms.extend(word.terms().forms().map(|form| (word.position, form.to_owned())));
    });
    forms
}

/// Whether the word of a query finds the text.
fn finds(analyzer: &Analyzer, query: &str, text: &str) -> bool {
    let asked = analyzer.query_word(query).whole.forms;
    let mut found = false;
    let language = Language::of(text);
    analyzer.text_analyzer().words(text, language, |word| {
        found |= word.terms().forms().any(|form| asked.iter().any(|asked| asked == form))
    });
    found
}

#[test]
fn every_form_finds_every_form_and_nothing_else() {
    let analyzer = Analyzer::new();
    for (query, text, expected) in [
        ("Астана", "встреча в Астане", true),
        ("АСТАНА", "жители Астаны", true),
        ("астаной", "город Астана", true),
        ("Семей", "в нашей семье", false),
        ("Семей", "много семей", false),
        ("Семей", "приехали в Семей", true),
        ("Семей", "аким города Семея", true),
        ("семья", "много семей", true),
        ("семья", "приехали в Семей", false),
        ("аким", "партия «Ак жол»", false),
        ("аким", "акимы районов", true),
        ("конституция", "текст новой Конституции", true),
        ("конституция", "конституционный закон", false),
        ("токаев", "по словам Токаева", true),
        ("Жолдыхожаеву", "назначен Мурат Жолдыхожаев", true),
        ("РК", "Парламент РК", true),
        ("рк", "Парламент РК", true),
        ("Усть-Каменогорск", "в Усть-Каменогорске", true),
        ("Каменогорск", "в Усть-Каменогорске", true),
        ("Усть\u{2011}Каменогорск", "в Усть-Каменогорске", true),
        ("Касым-Жомарт", "Касым-Жомарта Токаева", true),
        ("жильё", "строительство жилья", true),
        ("1200", "более 1 200 солдат", true),
        ("Tengrinews", "передаетTengrinews.kzсо ссылкой", true),
        ("Нурлы", "вокзал «Нұрлы жол»", true),
        ("Қазақстан", "Қазақстанның халқы", true),
        ("астана", "Астанада референдум өтті, халық дауыс берді", true),
        ("қазақстан", "Qazaqstan halqynyń ortaq úıi", true),
        ("сельскохозяйственный", "сельскохозяйственного назначения", true),
        ("снова", "и cнова о погоде", true),
        ("Конституции", "Qazaqstannyń jańa Konstıtýtsııasy", true),
        ("конституциялық", "Konstıtýtsııalyq sot sheshim shyǵardy", true),
        ("экономика", "el ekonomıkasyn ártaraptandyrý", true),
        ("Караганда", "buǵan qaraǵanda ózgeshe sózder", false),
        ("Иванов", "рассказ Ивана о войне", false),
        ("Иванов", "слова Иванова", true),
        ("дело", "в этот день", false),
        ("бывший", "он был там", false),
        ("бывший", "слова бывшего министра", true),
    ] {
        assert_eq!(finds(&analyzer, query, text), expected, "«{query}» in «{text}»");
    }
}

#[test]
fn parts_of_a_hyphenated_word_have_a_place_each() {
    let forms = text_forms("в Усть-Каменогорске весна", Language::Russian);
    let place = |form: &str| forms.iter().find(|(_, found)| found == form).map(|(position, _)| *position);
    assert_eq!(place("усть-каменогорск"), Some(1));
    assert_eq!(place("каменогорск"), Some(2));
    assert_eq!(place("весна"), Some(3));
}

#[test]
fn function_words_are_told() {
    let analyzer = Analyzer::new();
    for (word, expected) in [("в", true), ("и", true), ("Под", true), ("мен", true), ("мост", false), ("нет", false)]
    {
        assert_eq!(analyzer.query_word(word).whole.is_function_word, expected, "{word}");
    }
}
