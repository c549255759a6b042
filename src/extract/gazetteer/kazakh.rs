//! Kazakh names: case endings, and the spellings in Latin letters.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::Case;

/// Case endings, in Cyrillic and (folded, see [`fold_latin`]) in Latin letters. Every consonant that assimilation gives is listed;
/// whether it fits the stem is not asked, as no other name comes of a wrong fit.
const ENDINGS: &[(Case, &[&str])] = &[
    (Case::Place, &["дағы", "дегі", "тағы", "тегі", "ндағы", "ндегі", "dagy", "degi", "tagy", "tegi"]),
    (Case::Place, &["да", "де", "та", "те", "нда", "нде", "da", "de", "ta", "te"]),
    (Case::Place, &["дан", "ден", "тан", "тен", "нан", "нен", "dan", "den", "tan", "ten", "nan", "nen"]),
    (Case::Oblique, &["ның", "нің", "дың", "дің", "тың", "тің", "nyn", "nin", "dyn", "din", "tyn", "tin"]),
    (Case::Oblique, &["ға", "ге", "қа", "ке", "ga", "ge", "qa", "ke"]),
    (Case::Oblique, &["ны", "ні", "ды", "ді", "ты", "ті", "ny", "ni", "dy", "di", "ty", "ti"]),
    (Case::Oblique, &["мен", "бен", "пен", "men", "ben", "pen"]),
];

/// Words that would be a town and an ending, and are something else: `Арыстан`, lion and given name.
const NOT_INFLECTED: &[&str] = &["арыстан", "arystan"];

/// Endings of the words for inhabitants: `түркістандықтар`.
const DEMONYM_ENDINGS: &[&str] = &["лық", "лік", "дық", "дік", "тық", "тік", "lyq", "lik", "dyq", "dik", "tyq", "tik"];

/// The stems that a word can be a case form of, with the case, those without the longest ending first.
pub(super) fn without_ending(word: &str) -> impl Iterator<Item = (&str, Case)> {
    const LONGEST: usize = 5;
    const SHORTEST_STEM: usize = 4;
    let borders = word.char_indices().rev().map(|(at, _)| at).take(LONGEST).skip(1);
    let mut starts = [0; LONGEST];
    let mut count = 0;
    for at in borders.filter(|at| *at >= SHORTEST_STEM && !NOT_INFLECTED.contains(&word)) {
        starts[count] = at;
        count += 1;
    }
    (0..count).rev().filter_map(move |number| {
        let (stem, ending) = word.split_at(starts[number]);
        case_of(ending).map(|case| (stem, case))
    })
}

/// The case of an ending.
fn case_of(ending: &str) -> Option<Case> {
    static CASES: LazyLock<FxHashMap<&str, Case>> = LazyLock::new(|| {
        ENDINGS.iter().flat_map(|(case, endings)| endings.iter().map(|ending| (*ending, *case))).collect()
    });
    CASES.get(ending).copied()
}

/// Whether this is a case ending by itself: «АҚШ-тың», «"Астана"-да».
pub(crate) fn is_ending(word: &str) -> bool {
    case_of(word).is_some()
}

/// The town's name in a word for its inhabitants: `алматылықтарға` → `алматы`.
pub(super) fn demonym_stem(word: &str) -> Option<&str> {
    // Every ending has one of these; nearly no Russian word does.
    if !word.contains(['қ', 'і', 'q', 'k']) {
        return None;
    }
    DEMONYM_ENDINGS.iter().find_map(|ending| {
        let at = word.rfind(ending)?;
        let rest = &word[at + ending.len()..];
        let plural = ["тар", "тер", "tar", "ter"].iter().any(|plural| rest.starts_with(plural));
        ((rest.is_empty() || plural || rest.len() <= 6) && at >= 6).then(|| &word[..at])
    })
}

/// A normalised Kazakh name in Cyrillic and in the Latin alphabets of 2018 and 2021, folded.
pub(super) fn spellings(name: &str) -> Vec<String> {
    let mut spellings = vec![name.to_owned()];
    // у is ý in the alphabet of 2018, u in that of 2021; ы is y in both.
    for u in ["y", "u"] {
        let latin: String = name.chars().map(|letter| latin_letter(letter, u)).collect();
        if !spellings.contains(&latin) {
            spellings.push(latin);
        }
    }
    spellings
}

fn latin_letter(letter: char, u: &'static str) -> &'static str {
    match letter {
        'а' | 'ә' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ғ' => "g",
        'д' => "d",
        'е' | 'э' => "e",
        'ж' => "j",
        'з' => "z",
        'и' | 'й' | 'і' => "i",
        'к' => "k",
        'қ' => "q",
        'л' => "l",
        'м' => "m",
        'н' | 'ң' => "n",
        'о' | 'ө' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => u,
        'ұ' | 'ү' => "u",
        'ф' => "f",
        'х' => "h",
        'ц' => "ts",
        'ч' => "ch",
        'ш' | 'щ' => "sh",
        'ы' => "y",
        'ю' => "iu",
        'я' => "ia",
        '-' => "-",
        ' ' => " ",
        _ => "",
    }
}

/// Latin letters without the accents of both Kazakh alphabets: `Qaraǵandy`, `Qarağandy` → `qaragandy`. Lower case is expected.
pub(super) fn fold_latin(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for letter in word.chars() {
        match letter {
            'á' | 'ä' | 'ә' => folded.push('a'),
            'ǵ' | 'ğ' => folded.push('g'),
            'ı' | 'í' | 'ï' => folded.push('i'),
            'ń' | 'ñ' => folded.push('n'),
            'ó' | 'ö' => folded.push('o'),
            'ú' | 'ü' | 'ū' => folded.push('u'),
            'ý' => folded.push('y'),
            'ş' => folded.push_str("sh"),
            // What is left of a capital İ in lower case.
            '\u{307}' => {}
            letter => folded.push(letter),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings() {
        let check = |word: &str, stem: &str| assert!(without_ending(word).any(|(found, _)| found == stem), "{word}");
        check("астанада", "астана");
        check("түркістандағы", "түркістан");
        check("алматының", "алматы");
        check("almatydan", "almaty");
        check("павлодармен", "павлодар");
        assert_eq!(without_ending("арыстан").count(), 0);
        assert_eq!(demonym_stem("түркістандықтар"), Some("түркістан"));
        assert_eq!(demonym_stem("pavlodarlyqtarga"), Some("pavlodar"));
        assert_eq!(demonym_stem("алматы"), None);
    }

    #[test]
    fn latin_spellings() {
        assert_eq!(spellings("ақтөбе"), ["ақтөбе", "aqtobe"]);
        assert_eq!(spellings("атырау"), ["атырау", "atyray", "atyrau"]);
        assert_eq!(spellings("қостанай"), ["қостанай", "qostanai"]);
        assert_eq!(fold_latin("qaraǵandy"), "qaragandy");
    }
}
