//! Russian and Kazakh words in Latin letters: passports and road signs, the Kazakh alphabets of 2017 (with apostrophes), 2018 and
//! 2021, and what people type without any rule.

use std::cmp::Reverse;

use super::spelling::Spelling;
use super::vocabulary::Vocabulary;

/// The Cyrillic words of the articles that a word in Latin letters may stand for, most frequent first.
pub(super) fn cyrillic(word: &str, vocabulary: &Vocabulary<'_>) -> tantivy::Result<Vec<(String, u64)>> {
    let word = vocabulary.look_up(word)?.normal.clone();
    let mut found = Vec::new();
    // «x» is «х» in Kazakh («xalyq») and «кс» in Russian («aleksey», «alexey»).
    let with_ks = word.contains('x').then(|| word.replace('x', "ks"));
    for word in [Some(word), with_ks].into_iter().flatten() {
        if let Some(spelling) = Spelling::new(&word, renderings) {
            found.extend(vocabulary.written(&spelling, None)?);
        }
    }
    found.retain(|(word, _)| word.chars().any(is_cyrillic) && !word.chars().any(is_latin));
    found.sort_by_key(|(_, articles)| Reverse(*articles));
    Ok(found)
}

/// Whether the word has Latin letters, and other Cyrillic ones than Kazakh at most: on a keyboard without them these are typed apart.
pub(super) fn is_candidate(word: &str) -> bool {
    word.chars().any(is_latin) && !word.chars().any(|letter| matches!(letter, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё'))
}

pub(super) fn is_latin(letter: char) -> bool {
    letter.is_ascii_alphabetic() || ('À'..='ɏ').contains(&letter)
}

pub(super) fn is_cyrillic(letter: char) -> bool {
    ('Ѐ'..='ԯ').contains(&letter)
}

/// How a Cyrillic letter is written in Latin ones. Sources: GOST 7.79-2000, GOST R 52535.1 (passports), BGN/PCGN, the decrees of 26
/// October 2017 and 19 February 2018, the draft of 28 January 2021, and usage.
#[rustfmt::skip]
fn renderings(letter: char, before: Option<char>) -> &'static [&'static str] {
    match letter {
        'а' => &["a"],
        'б' => &["b"],
        'в' => &["v", "w"],
        'г' => &["g", "gh"],
        'д' => &["d"],
        'е' => &["e", "ye", "je", "ie", "yo", "jo", "io"], // also for ё
        'ж' => &["zh", "j", "ž"],
        'з' => &["z"],
        'и' => &["i", "ı", "y", "i'"],
        // «Navalny» for «Навальный»
        'й' if matches!(before, Some('ы' | 'и')) => &["", "y", "i", "j", "ı", "i'"],
        'й' => &["y", "i", "j", "ı", "i'"],
        'к' => &["k", "c"],
        'л' => &["l"],
        'м' => &["m"],
        'н' => &["n"],
        'о' => &["o"],
        'п' => &["p"],
        'р' => &["r"],
        'с' => &["s", "c", "ss"],
        'т' => &["t"],
        'у' => &["u", "ou", "w", "ý", "y'"],
        'ф' => &["f", "ph"],
        'х' => &["kh", "h", "x"],
        'ц' => &["ts", "c", "tc", "tz", "ts'"],
        'ч' => &["ch", "č", "tch", "c'", "4"],
        'ш' => &["sh", "š", "ş", "s'", "w"],
        'щ' => &["shch", "sch", "shh", "sh", "šč", "w", "ş"],
        'ъ' | 'ь' => &["", "'"],
        'ы' => &["y", "i", "ı"],
        'э' => &["e", "eh", "è"],
        // «Maria» for «Мария», «Tatiana» for «Татьяна»
        'ю' if matches!(before, Some('и' | 'ь' | 'і')) => &["yu", "ju", "iu", "ıý", "u"],
        'ю' => &["yu", "ju", "iu", "ıý"],
        'я' if matches!(before, Some('и' | 'ь' | 'і')) => &["ya", "ja", "ia", "ıa", "a"],
        'я' => &["ya", "ja", "ia", "ıa", "q"],
        'ә' => &["a", "ae", "á", "ä", "a'", "e"],
        'ғ' => &["g", "gh", "ǵ", "ğ", "g'"],
        'қ' => &["q", "k", "kh"],
        'ң' => &["n", "ng", "ń", "ñ", "n'"],
        'ө' => &["o", "ó", "ö", "o'"],
        'ұ' => &["u", "ū", "ü"],
        'ү' => &["u", "ú", "ü", "u'"],
        'һ' => &["h", "kh"],
        'і' => &["i", "ı"],
        _ => &[],
    }
}
