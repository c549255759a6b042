use super::*;

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let finder = CityFinder::new(Gazetteer::bundled());
    let places = finder.find(None, text, Language::of(text));
    let mut found: Vec<&str> = places.cities.iter().map(|city| city.name.as_str()).collect();
    let mut expected = expected.to_vec();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected, "{text}\n{:?}", places.mentions);
}

#[test]
fn names_in_any_form() {
    check("В Шымкенте открыли библиотеку.", &["Шымкент"]);
}
