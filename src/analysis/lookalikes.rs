//! Latin and Cyrillic letters that look the same, mixed up within a word.

use std::borrow::Cow;

use super::pieces::is_hyphen;

/// Letters that look alike: Latin, Cyrillic.
const PAIRS: &[(char, char)] = &[
    ('a', 'а'),
    ('c', 'с'),
    ('e', 'е'),
    ('o', 'о'),
    ('p', 'р'),
    ('x', 'х'),
    ('y', 'у'),
    ('k', 'к'),
    ('i', 'і'),
    ('h', 'һ'),
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('I', 'І'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('P', 'Р'),
    ('T', 'Т'),
    ('X', 'Х'),
    ('Y', 'У'),
];

/// The word in one script, where it mixes two and all letters of one, of the rarer before the other, are look-alikes
/// («Kазахтелеком», «аlmaty», «xopoшo»); any other word as it is («Vласть», «IT-сектор»).
///
/// Parts joined by hyphens are judged each for itself.
pub(super) fn unify(word: &str) -> Cow<'_, str> {
    if !is_mixed(word) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(word.split(is_hyphen).map(unify_part).collect::<Vec<_>>().join("-"))
}

fn is_mixed(word: &str) -> bool {
    word.chars().any(is_latin) && word.chars().any(is_cyrillic)
}

fn unify_part(part: &str) -> String {
    let latin = part.chars().filter(|letter| is_latin(*letter)).count();
    let cyrillic = part.chars().filter(|letter| is_cyrillic(*letter)).count();
    let to_latin = |letter| PAIRS.iter().find(|pair| pair.1 == letter).map(|pair| pair.0);
    let convert = |is_foreign: fn(char) -> bool, replace: &dyn Fn(char) -> Option<char>| -> Option<String> {
        part.chars().map(|letter| if is_foreign(letter) { replace(letter) } else { Some(letter) }).collect()
    };
    let converted = if latin == 0 || cyrillic == 0 {
        None
    } else if latin <= cyrillic {
        convert(is_latin, &to_cyrillic)
    } else {
        // «xopoшo»: the rarer script is the one that cannot give way.
        convert(is_cyrillic, &to_latin).or_else(|| convert(is_latin, &to_cyrillic))
    };
    converted.unwrap_or_else(|| part.to_owned())
}

/// The Cyrillic letter that a Latin one looks like.
pub(crate) fn to_cyrillic(letter: char) -> Option<char> {
    PAIRS.iter().find(|pair| pair.0 == letter).map(|pair| pair.1)
}

pub(super) fn is_latin(letter: char) -> bool {
    letter.is_ascii_alphabetic() || ('À'..='ɏ').contains(&letter)
}

pub(super) fn is_cyrillic(letter: char) -> bool {
    ('Ѐ'..='ԯ').contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rarer_script_gives_way_when_all_its_letters_look_alike() {
        for (word, expected) in [
            ("Kазахтелеком", "Казахтелеком"),
            ("cнова", "снова"),
            ("аlmaty", "almaty"),
            ("Vласть", "Vласть"),
            ("IT-сектор", "IT-сектор"),
            ("Astana", "Astana"),
            ("xopoшo", "хорошо"),
            ("қaзақ", "қазақ"),
        ] {
            assert_eq!(unify(word), expected, "{word}");
        }
    }
}
