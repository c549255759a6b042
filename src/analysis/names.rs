//! Names: a light rule that brings the case forms of a name together, and the few names that a common word hides.

/// Names whose form is also a form of a common word, with a dictionary word that is inflected alike. Written with a capital
/// letter inside a sentence they are the name and nothing else («в Семей» is not «семья»).
pub(super) const OWN_NAMES: &[(&str, &str)] = &[
    ("семей", "музей"),
    ("шар", "базар"),
    ("жем", "крем"),
    ("тараз", "алмаз"),
    ("сарань", "гавань"),
    ("рудный", "трудный"),
    ("степняк", "сорняк"),
    ("актау", "какаду"),
    ("алга", "дуга"),
    ("есик", "ослик"),
];

/// Endings of surnames in -ов, -ев, -ин, -ын: «Токаева», «Ораловой», «Булаево».
const SURNAME_ENDINGS: &[&str] = &["ыми", "ой", "ою", "ом", "ым", "ых", "а", "у", "е", "о", "ы", ""];

/// Endings after a vowel, all of which stand for -й: «Костаная», «Семее».
const IOT_ENDINGS: &[&str] = &["ем", "ей", "ею", "й", "я", "ю", "е"];

/// Case endings, longest first.
const CASE_ENDINGS: &[&str] = &[
    "ами", "ями", "ого", "его", "ому", "ему", "ыми", "ими", "ах", "ях", "ам", "ям", "ом", "ем", "ой", "ою", "ей", "ею",
    "ью", "ый", "ий", "ая", "яя", "ое", "ее", "ым", "им", "ых", "их", "а", "я", "о", "е", "и", "ы", "у", "ю", "ь", "й",
];

/// The fewest letters that stay of a name.
const SHORTEST_NAME: usize = 3;

/// The light form of a name in normal form: the same for all its cases, whether or not a dictionary knows it.
///
/// -ов, -ев, -ин stay and what follows goes; after a vowel -й, -я, -ю, -ем, -е become -й; else one case ending goes.
pub(super) fn light_name(word: &str) -> String {
    surname(word).or_else(|| name_in_iot(word)).unwrap_or_else(|| without_case_ending(word).to_owned())
}

fn surname(word: &str) -> Option<String> {
    let keeps_suffix = |rest: &&str| {
        rest.chars().count() > SHORTEST_NAME && ["ов", "ев", "ин", "ын"].iter().any(|suffix| rest.ends_with(suffix))
    };
    SURNAME_ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending)).find(keeps_suffix).map(str::to_owned)
}

fn name_in_iot(word: &str) -> Option<String> {
    IOT_ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending)).find_map(|rest| {
        // Behind «о» it is the ending -ой, -ою of a name in -а.
        let after_vowel = rest.chars().next_back().is_some_and(|last| "аеиуыэюя".contains(last));
        (after_vowel && rest.chars().count() >= SHORTEST_NAME - 1).then(|| format!("{rest}й"))
    })
}

fn without_case_ending(word: &str) -> &str {
    let rest = CASE_ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending));
    rest.into_iter().find(|rest| rest.chars().count() >= SHORTEST_NAME).unwrap_or(word)
}

/// Whether the end of a name may be its own rather than a case ending («Рахым», «Иглом»), so that the whole word has to
/// stand for it too.
pub(super) fn may_be_whole(word: &str) -> bool {
    ["ом", "ым", "им", "ам", "ем", "ах", "их", "ой", "ей"].iter().any(|ending| word.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_cases_of_a_name_are_one() {
        for forms in [
            "шымкент шымкента шымкенте шымкентом шымкенту",
            "семей семея семею семеем семее",
            "костанай костаная костанаю костанаем костанае",
            "токаев токаева токаеву токаевым токаеве токаевой",
            "булаево булаева булаеве булаевом булаеву",
            "кызылорда кызылорде кызылордой кызылордою кызылорду кызылорды",
            "сарань сарани саранью",
            "зейнулкабден зейнулкабдена зейнулкабдену зейнулкабденом зейнулкабдене",
            "жумангарин жумангарина жумангариным жумангариной",
        ] {
            let light: Vec<String> = forms.split(' ').map(light_name).collect();
            assert!(light.iter().all(|name| *name == light[0]), "{forms}: {light:?}");
        }
    }
}
