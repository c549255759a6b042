//! Kazakh in Latin letters, turned into the Cyrillic ones.
//!
//! Three spellings are met: the alphabet of 2018 (á ǵ ı ń ó ú ý sh ch; Kazinform), the one of 2021 (ä ğ ı ñ ö ş ū ü), and
//! whatever people type without marks (Qazaqstan). Sources: the decrees of 19 February 2018 and the draft of 28 January 2021.

/// Letters that only the alphabet of 2018 has.
const OF_2018: &str = "áǵńóúý";
/// Letters that only the alphabet of 2021 has.
const OF_2021: &str = "äğñöşūü";

/// Whether the word, in small letters, has a letter of a Kazakh Latin alphabet.
pub(super) fn is_kazakh(word: &str) -> bool {
    word.chars().any(|letter| OF_2018.contains(letter) || OF_2021.contains(letter) || letter == 'ı')
}

/// The word, in small Latin letters, in Cyrillic ones; none where it has a sign that Kazakh does not.
pub(super) fn to_cyrillic(word: &str) -> Option<String> {
    let of_2021 = word.chars().any(|letter| OF_2021.contains(letter));
    let letters: Vec<char> = word.chars().collect();
    let mut cyrillic = String::with_capacity(word.len() * 2);
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        let next = letters.get(at + 1).copied();
        let (written, taken) =
            if of_2021 { letter_of_2021(letter, next)? } else { letter_of_2018(letter, next, &cyrillic)? };
        cyrillic.push_str(written);
        at += taken;
    }
    Some(cyrillic)
}

fn letter_of_2018(letter: char, next: Option<char>, before: &str) -> Option<(&'static str, usize)> {
    let after_vowel = before.chars().next_back().is_some_and(|last| "аәеоөұүыіуэ".contains(last));
    Some(match (letter, next) {
        ('s', Some('h')) => ("ш", 2),
        ('c', Some('h')) => ("ч", 2),
        ('ı', Some('a')) if !after_vowel => ("я", 2),
        ('ı', Some('ý')) if !after_vowel => ("ю", 2),
        ('ı', Some('ı')) => ("и", 1),
        ('ı', _) if after_vowel => ("й", 1),
        ('ı', _) => ("и", 1),
        ('á', _) => ("ә", 1),
        ('ǵ', _) => ("ғ", 1),
        ('ń', _) => ("ң", 1),
        ('ó', _) => ("ө", 1),
        ('ú', _) => ("ү", 1),
        ('ý', _) => ("у", 1),
        ('i', _) => ("і", 1),
        _ => return common_letter(letter),
    })
}

fn letter_of_2021(letter: char, next: Option<char>) -> Option<(&'static str, usize)> {
    Some(match (letter, next) {
        ('i', Some('a')) => ("ия", 2),
        ('ä', _) => ("ә", 1),
        ('ğ', _) => ("ғ", 1),
        ('ñ', _) => ("ң", 1),
        ('ö', _) => ("ө", 1),
        ('ü', _) => ("ү", 1),
        ('ū', _) => ("ұ", 1),
        ('ş', _) => ("ш", 1),
        ('ı', _) => ("ы", 1),
        ('y', _) => ("ы", 1),
        ('u', _) => ("у", 1),
        ('i', _) => ("і", 1),
        _ => return common_letter(letter),
    })
}

fn common_letter(letter: char) -> Option<(&'static str, usize)> {
    let written = match letter {
        'a' => "а",
        'b' => "б",
        'c' => "ц",
        'd' => "д",
        'e' => "е",
        'f' => "ф",
        'g' => "г",
        'h' => "х",
        'j' => "ж",
        'k' => "к",
        'l' => "л",
        'm' => "м",
        'n' => "н",
        'o' => "о",
        'p' => "п",
        'q' => "қ",
        'r' => "р",
        's' => "с",
        't' => "т",
        'u' => "ұ",
        'v' => "в",
        'w' => "в",
        'x' => "кс",
        'y' => "ы",
        'z' => "з",
        '-' => "-",
        _ => return None,
    };
    Some((written, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_alphabets_give_the_cyrillic_word() {
        for (word, expected) in [
            ("qazaqstan", "қазақстан"),
            ("halyqaralyq", "халықаралық"),
            ("delegatsııalar", "делегатсиялар"),
            ("mınıstri", "министрі"),
            ("ýaqytta", "уақытта"),
            ("qyrǵyzstanda", "қырғызстанда"),
            ("oqıǵa", "оқиға"),
            ("aıy", "айы"),
            ("qańtar", "қаңтар"),
            ("şymkent", "шымкент"),
            ("öskemen", "өскемен"),
            ("it24", ""),
        ] {
            assert_eq!(to_cyrillic(word).unwrap_or_default(), expected, "{word}");
        }
    }
}
