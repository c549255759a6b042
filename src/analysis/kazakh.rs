//! Kazakh words: a light stemmer, and the folding of letters that people leave out when typing.
//!
//! Endings come off from the outside in, each only where it agrees in vowel harmony with the stem that stays: locative
//! adjective → case → possessive → plural, then the last consonant of the stem is restored (кітаб- → кітап). Derivations
//! (-лық, -шы, -лы) stay. Measured on UD_Kazakh-KTB: token precision .97, recall .74, F1 .84; without stemming .71.

/// «дағы» and its like: what is at a place.
const LOCATIVE_ADJECTIVE: &[&str] = &["ндағы", "ндегі", "дағы", "дегі", "тағы", "тегі"];
/// Case endings, longest first.
const CASE: &[&str] = &[
    "ның", "нің", "дың", "дің", "тың", "тің", "нда", "нде", "дан", "ден", "тан", "тен", "нан", "нен", "мен", "бен",
    "пен", "ға", "ге", "қа", "ке", "на", "не", "ны", "ні", "ды", "ді", "ты", "ті", "да", "де", "та", "те", "н",
];
/// Possessive endings, longest first.
const POSSESSIVE: &[&str] = &["ымыз", "іміз", "ыңыз", "іңіз", "ым", "ім", "ың", "ің", "сы", "сі", "ы", "і"];
/// Plural endings.
const PLURAL: &[&str] = &["лар", "лер", "дар", "дер", "тар", "тер"];

/// Words without a subject of their own: conjunctions, postpositions, pronouns, question words, particles, auxiliaries.
#[rustfmt::skip]
const FUNCTION_WORDS: &[&str] = &[
    "және", "мен", "бен", "пен", "менен", "әрі", "әлде", "немесе", "бірақ", "алайда", "ал", "егер", "өйткені", "себебі",
    "сондықтан", "яғни", "да", "де", "та", "те", "туралы", "үшін", "бойынша", "арқылы", "дейін", "кейін", "бұрын", "сияқты",
    "секілді", "ретінде", "қарай", "қарсы", "бері", "жөнінде", "ма", "ме", "ба", "бе", "па", "пе", "ғой", "ғана", "тек",
    "тағы", "бұл", "сол", "осы", "ол", "олар", "оның", "олардың", "біз", "сіз", "сен", "өз", "өзі", "барлық", "кейбір", "әр",
    "мұндай", "сондай", "осындай", "кім", "не", "неше", "неге", "нелер", "қай", "қайсы", "қандай", "қашан", "қайда", "қанша",
    "қалай", "деген", "деп", "дегеніміз", "еді", "екен", "емес", "болып", "болады", "болған", "бола", "табылады",
];

/// Whether a word, in small Cyrillic letters, carries no subject of its own.
pub(super) fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.contains(&word)
}

const BACK_VOWELS: &str = "аоұыуя";
const FRONT_VOWELS: &str = "әөүіеэи";

/// The fewest letters that a stem keeps.
const SHORTEST_STEM: usize = 3;

/// How many times fewer articles than a longer word a stem may have, to be its stem.
const MOST_SELDOM: u64 = 20;

/// Whether the program was built to measure what stemming is worth, see `benches/README.md`.
const UNSTEMMED: bool = option_env!("IZDEU_UNSTEMMED_KAZAKH").is_some();

/// What is left of a Kazakh word in small Cyrillic letters as its endings come off one after another, the shortest first, the word
/// itself last; Kazakh letters stay as they are.
pub(super) fn stems(word: &str) -> Vec<String> {
    let mut stems = vec![word.to_owned()];
    if UNSTEMMED {
        return stems;
    }
    let mut stem = word;
    for endings in [LOCATIVE_ADJECTIVE, CASE, POSSESSIVE, PLURAL] {
        // A lone «н» is a case ending only behind a possessive; everywhere else it belongs to the stem.
        let shorter = endings.iter().filter(|ending| **ending != "н" || stem.ends_with("ын") || stem.ends_with("ін"));
        if let Some(rest) = shorter.filter_map(|ending| strip(stem, ending)).next() {
            stem = rest;
            stems.push(restore_vowel(restore_last_consonant(stem)));
        }
    }
    stems.reverse();
    stems
}

/// The stem that is meant by a word: the shortest that the articles have as a word, and not much more seldom than one of the longer
/// ones; «білім» is no form of «біл», nor «астана» of «аста». None where they have none of them.
pub(super) fn root(stems: &[String], articles: impl Fn(&str) -> u64) -> Option<&String> {
    let mut root: Option<(&String, u64)> = None;
    for stem in stems.iter().rev() {
        let known = articles(stem);
        if known > 0 && root.is_none_or(|(_, most)| known * MOST_SELDOM >= most) {
            root = Some((stem, known.max(root.map_or(0, |(_, most)| most))));
        }
    }
    root.map(|(stem, _)| stem)
}

/// The word without the ending, where a stem is left that agrees with it.
fn strip<'a>(word: &'a str, ending: &str) -> Option<&'a str> {
    let rest = word.strip_suffix(ending)?;
    let long_enough = rest.chars().count() >= SHORTEST_STEM && rest.chars().any(is_vowel);
    // «-сы» follows a vowel, «-ы» a consonant: қала-сы, облыс-ы.
    let joins = match ending {
        "сы" | "сі" => rest.chars().next_back().is_some_and(is_vowel),
        "ы" | "і" => !rest.chars().next_back().is_some_and(is_vowel),
        _ => true,
    };
    (long_enough && joins && in_harmony(rest, ending)).then_some(rest)
}

/// Whether the vowels of the ending are of the row of the stem's last vowel. «мен», «бен», «пен» have one form for both.
fn in_harmony(stem: &str, ending: &str) -> bool {
    if matches!(ending, "мен" | "бен" | "пен") {
        return true;
    }
    let is_back = |text: &str| {
        let vowel =
            text.chars().rev().find(|letter| BACK_VOWELS.contains(*letter) || FRONT_VOWELS.contains(*letter))?;
        // «и» and «у» stand in words of both rows.
        (!matches!(vowel, 'и' | 'у')).then(|| BACK_VOWELS.contains(vowel))
    };
    match (is_back(stem), is_back(ending)) {
        (Some(stem), Some(ending)) => stem == ending,
        _ => true,
    }
}

fn is_vowel(letter: char) -> bool {
    BACK_VOWELS.contains(letter) || FRONT_VOWELS.contains(letter) || matches!(letter, 'ю' | 'ё')
}

/// The voiceless consonant that an ending with a vowel had softened: кітаб → кітап, халығ → халық, жүрег → жүрек.
fn restore_last_consonant(stem: &str) -> String {
    let Some(last) = stem.chars().next_back() else { return String::new() };
    let restored = match last {
        'б' => 'п',
        'ғ' => 'қ',
        'г' => 'к',
        _ => return stem.to_owned(),
    };
    let mut word = stem[..stem.len() - last.len_utf8()].to_owned();
    word.push(restored);
    word
}

/// The vowel between two last consonants that an ending with a vowel had pushed out: халқ- → халық, нарқ- → нарық. No
/// loanword ends in these.
fn restore_vowel(stem: String) -> String {
    match stem.strip_suffix('қ') {
        Some(rest) if rest.ends_with(['л', 'р']) => format!("{rest}ық"),
        _ => stem,
    }
}

/// The word with Russian letters for the Kazakh ones, as people type it («Нурлы жол» for «Нұрлы жол»), and with the letters of
/// loanwords as the Latin alphabets write them («экономика» ekonomıka, «конституция» konstıtýtsııa).
pub(super) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for letter in word.chars() {
        let plain = match letter {
            'қ' => 'к',
            'ә' => 'а',
            'і' => 'и',
            'ң' => 'н',
            'ғ' => 'г',
            'ү' | 'ұ' => 'у',
            'ө' => 'о',
            'һ' => 'х',
            'э' => 'е',
            'ц' => {
                folded.push('т');
                'с'
            }
            other => other,
        };
        folded.push(plain);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_come_off() {
        for (word, expected) in [
            ("қаласында", "қала қаласы қаласында"),
            ("мектептердің", "мектеп мектептер мектептердің"),
            ("мектебі", "мектеп мектебі"),
            ("кітаптарымыз", "кітап кітаптар кітаптарымыз"),
            ("референдумда", "референдум референдумда"),
            ("конституциясының", "конституция конституциясы конституциясының"),
            ("нарқы", "нарық нарқы"),
            ("халықпен", "халық халықпен"),
            ("су", "су"),
            ("жол", "жол"),
        ] {
            assert_eq!(stems(word).join(" "), expected, "{word}");
        }
    }

    #[test]
    fn the_root_is_a_word_of_the_articles() {
        let articles = |word: &str| match word {
            "қала" | "қаласы" | "білім" | "астана" | "алматы" | "халық" => 100,
            "аста" | "біл" => 3,
            "қаласында" => 200,
            _ => 0,
        };
        for (word, expected) in [
            ("қаласында", Some("қала")),
            ("білімі", Some("білім")),
            ("астанада", Some("астана")),
            ("алматыдан", Some("алматы")),
            ("халқының", Some("халық")),
            ("біл", Some("біл")),
            ("өлкеміз", None),
        ] {
            assert_eq!(root(&stems(word), articles).map(String::as_str), expected, "{word}");
        }
    }

    #[test]
    fn folded_words_are_typed_with_a_russian_keyboard() {
        assert_eq!(fold("нұрлы"), "нурлы");
        assert_eq!(fold("құрылтай"), "курылтай");
        assert_eq!(fold("өскемен"), "оскемен");
        assert_eq!(fold("экономика"), "економика");
        assert_eq!(fold("конституция"), fold("конститутсия"));
    }
}
