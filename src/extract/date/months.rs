//! The names of months in Russian, Kazakh (Cyrillic, and Latin of 2018 and 2021) and English.

use crate::extract::letters::small;

/// The number of the month, 1 to 12, that a word names; none for any other word.
///
/// The word may be a genitive, a usual abbreviation, or a Kazakh form with a case ending. `folded` comes from [`fold`].
pub(super) fn month_of(folded: &str) -> Option<u8> {
    let number = |at: usize| Some(at as u8 + 1);
    if let Some(at) = WORDS.iter().position(|words| words.contains(&folded)) {
        return number(at);
    }
    let kazakh = |stem: &str| folded.strip_prefix(stem).is_some_and(|ending| KAZAKH_ENDINGS.contains(&ending));
    KAZAKH.iter().position(|stems| stems.iter().any(|stem| kazakh(stem))).and_then(number)
}

/// Whether a word names a month in Russian as no date in a sentence does: «январь», not «января». `folded` comes from [`fold`].
pub(super) fn is_nominative(folded: &str) -> bool {
    let long = folded.len() > "март".len() || folded == "март" || folded == "май";
    long && WORDS.iter().any(|words| words[0] == folded)
}

/// Small letters, and those of Kazakh as the nearest of Russian or English, so that one table serves all spellings:
/// `Қыркүйек` is `кыркуйек`; `naýryz` and `nauryz` are `nauriz`.
pub(super) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    let mut is_cyrillic = false;
    for letter in word.chars().map(small) {
        is_cyrillic |= ('а'..='ӿ').contains(&letter);
        let plain = match letter {
            // On a keyboard without Kazakh letters people type it so: «сәуiр».
            'i' if is_cyrillic => 'и',
            'ә' => 'а',
            'ғ' => 'г',
            'қ' => 'к',
            'ң' => 'н',
            'ө' => 'о',
            'ұ' | 'ү' => 'у',
            'һ' => 'х',
            'і' => 'и',
            'ё' => 'е',
            'á' | 'ä' | 'ā' => 'a',
            'ǵ' | 'ğ' => 'g',
            'ı' | 'í' | 'ï' | 'y' => 'i',
            'ń' | 'ñ' => 'n',
            'ó' | 'ö' => 'o',
            'ú' | 'ü' | 'ý' | 'ū' => 'u',
            'ş' => {
                folded.push_str("sh");
                continue;
            }
            _ => letter,
        };
        folded.push(plain);
    }
    folded
}

/// Russian and English forms, and what Kazakh newspapers abbreviate; all folded.
const WORDS: [&[&str]; 12] = [
    &["январь", "января", "янв", "кан", "januari", "jan"],
    &["февраль", "февраля", "фев", "февр", "акп", "februari", "feb"],
    &["март", "марта", "мар", "нау", "march", "mar"],
    &["апрель", "апреля", "апр", "сау", "april", "apr"],
    &["май", "мая", "мам", "mai"],
    &["июнь", "июня", "июн", "мау", "june", "jun"],
    &["июль", "июля", "июл", "шил", "juli", "jul"],
    &["август", "августа", "авг", "там", "august", "aug"],
    &["сентябрь", "сентября", "сен", "сент", "кыр", "september", "sep", "sept"],
    &["октябрь", "октября", "окт", "каз", "october", "oct"],
    &["ноябрь", "ноября", "ноя", "нояб", "кар", "november", "nov"],
    &["декабрь", "декабря", "дек", "жел", "december", "dec"],
];

/// Kazakh months; all folded.
const KAZAKH: [&[&str]; 12] = [
    &["кантар", "qantar"],
    &["акпан", "aqpan"],
    &["наурыз", "nauriz"],
    &["сауир", "sauir"],
    &["мамыр", "mamir"],
    &["маусым", "mausim"],
    &["шилде", "shilde"],
    &["тамыз", "tamiz"],
    &["кыркуйек", "qirkuiek", "qirkuek"],
    &["казан", "qazan"],
    &["караша", "qarasha"],
    &["желтоксан", "jeltoqsan", "zheltoqsan"],
];

/// What may follow a Kazakh month: of it, on it, from it. Anything else is another word («қазандық» is a boiler).
#[rustfmt::skip]
const KAZAKH_ENDINGS: [&str; 46] = [
    "", "да", "де", "та", "те", "ы", "и", "сы", "си", "ында", "инде", "сында", "синде", "га", "ге", "ка", "ке",
    "дагы", "деги", "тагы", "теги", "дан", "ден", "тан", "тен", "нан", "нын", "нин", "дын", "дин", "тын", "тин",
    "da", "de", "ta", "te", "i", "si", "inda", "inde", "dagi", "degi", "nin", "din", "dan", "tan",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months() {
        for (word, expected) in [
            ("Январь", Some(1)),
            ("ақпан", Some(2)),
            ("Naýryz", Some(3)),
            ("nauryz", Some(3)),
            ("Säuır", Some(4)),
            ("мая", Some(5)),
            ("MAY", Some(5)),
            ("маусымда", Some(6)),
            ("July", Some(7)),
            ("Şilde", Some(7)),
            ("тамыздың", Some(8)),
            ("Qyrkúıek", Some(9)),
            ("Қыркүйек", Some(9)),
            ("қазан", Some(10)),
            ("сәуiр", Some(4)), // with a Latin i
            ("қазандық", None),
            ("қарашасында", Some(11)),
            ("дек", Some(12)),
            ("маусымдық", None),
            ("в", None),
            ("", None),
        ] {
            assert_eq!(month_of(&fold(word)), expected, "{word}");
        }
    }
}
