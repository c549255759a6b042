//! Queries typed with the keyboard left in the other layout: «Rjycnbnewbz» is «Конституция».

/// The keys of the two layouts, in the same order: an English keyboard and a Russian one.
const ENGLISH: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~";
const RUSSIAN: &str = "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ";

/// The query as the same keys give it in the other layout: Russian for English letters, and the other way round. None where
/// it has no letter, or letters of both.
pub(crate) fn switch_layout(text: &str) -> Option<String> {
    let has_latin = text.chars().any(|letter| letter.is_ascii_alphabetic());
    let has_cyrillic = text.chars().any(|letter| ('Ѐ'..='ӿ').contains(&letter));
    let (from, to) = match (has_latin, has_cyrillic) {
        (true, false) => (ENGLISH, RUSSIAN),
        (false, true) => (RUSSIAN, ENGLISH),
        _ => return None,
    };
    let switch =
        |letter| from.chars().zip(to.chars()).find(|(key, _)| *key == letter).map_or(letter, |(_, other)| other);
    Some(text.chars().map(switch).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_keys_in_the_other_layout() {
        for (typed, meant) in [
            ("Rjycnbnewbz Fcnfyf", Some("Конституция Астана")),
            (";bkm`", Some("жильё")),
            ("Фдьфен", Some("Almaty")),
            ("Astana Астана", None),
            ("2026", None),
        ] {
            assert_eq!(switch_layout(typed).as_deref(), meant, "{typed}");
        }
    }
}
