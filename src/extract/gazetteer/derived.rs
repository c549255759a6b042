//! Adjectives and words for inhabitants, made from the names of towns.

use super::declension::Declension;

/// The adjectives and words for inhabitants of a lower-case Russian name, each in all forms.
///
/// Only patterns without exceptions are used; a word that comes out wrong («хромтауец» for «хромтаусец») stands beside the right one.
/// Names of one syllable and of several words have none: what would come of them is also something else.
pub(super) fn words(name: &str, declension: Declension) -> Vec<String> {
    let mut derived = Vec::new();
    let letters = name.chars().count();
    if letters < 6 || name.contains(' ') || name.ends_with(|letter: char| letter.is_ascii_digit()) {
        return derived;
    }
    let mut add = |declension: Declension, word: String| {
        derived.extend(declension.forms(&word).into_iter().map(|(form, _)| form));
    };
    let cut = |count: usize| name.char_indices().rev().nth(count - 1).map_or(name, |(at, _)| &name[..at]);
    use Declension::{Adjective, Demonym, Feminine, Indeclinable, Masculine};
    match (declension, name.chars().next_back().unwrap_or_default()) {
        (Masculine, _) if name.ends_with("ск") => {
            add(Adjective, format!("{name}ий"));
            add(Demonym, format!("{}ец", cut(2)));
            add(Demonym, format!("{}чанин", cut(2)));
        }
        (Masculine, 'й') => {
            add(Adjective, format!("{name}ский"));
            add(Demonym, format!("{}ец", cut(1)));
        }
        (Masculine, 'ь') => add(Adjective, format!("{name}ский")),
        (Masculine, _) => {
            add(Adjective, format!("{name}ский"));
            add(Demonym, format!("{name}ец"));
        }
        (Feminine, _) | (Indeclinable, 'е' | 'ы' | 'и' | 'о') => {
            add(Adjective, format!("{}инский", cut(1)));
            add(Demonym, format!("{}инец", cut(1)));
        }
        (Indeclinable, 'у') => {
            add(Adjective, format!("{name}ский"));
            add(Demonym, format!("{name}ец"));
            add(Demonym, format!("{name}сец"));
        }
        _ => {}
    }
    derived
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_every_pattern() {
        for (declension, name, expected) in [
            (Declension::Masculine, "щучинск", &["щучинского", "щучинцы", "щучинчане"][..]),
            (Declension::Masculine, "аркалык", &["аркалыкской", "аркалыкцев"]),
            (Declension::Masculine, "костанай", &["костанайский", "костанайцы"]),
            (Declension::Masculine, "ленгер", &["ленгерского", "ленгерцы"]),
            (Declension::Feminine, "житикара", &["житикаринском", "житикаринцы"]),
            (Declension::Indeclinable, "хромтау", &["хромтауский", "хромтауцы"]),
            (Declension::Indeclinable, "уштобе", &["уштобинская", "уштобинцев"]),
            (Declension::Masculine, "шу", &[]),
        ] {
            let words = words(name, declension);
            for word in expected {
                assert!(words.iter().any(|made| made == word), "{word} of {name}: {words:?}");
            }
            assert_eq!(words.is_empty(), expected.is_empty(), "{name}");
        }
    }
}
