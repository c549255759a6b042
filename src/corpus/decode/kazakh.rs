//! Kazakh in one byte a letter: KZ-1048 and PTCP154, two tables over windows-1251 that are not one another's.

use encoding_rs::{Encoding, WINDOWS_1251};

use super::charset::{Broken, Charset};

/// Where a table differs from windows-1251: a byte and its letter, none for a byte without a letter.
type Differences = &'static [(u8, Option<char>)];

/// KZ-1048 as the IANA registered it; byte 98 has no letter.
pub(super) const KZ_1048: Differences = &[
    (0x8d, Some('Қ')),
    (0x8e, Some('Һ')),
    (0x98, None),
    (0x9d, Some('қ')),
    (0x9e, Some('һ')),
    (0xa1, Some('Ұ')),
    (0xa2, Some('ұ')),
    (0xa3, Some('Ә')),
    (0xa5, Some('Ө')),
    (0xaa, Some('Ғ')),
    (0xaf, Some('Ү')),
    (0xb4, Some('ө')),
    (0xba, Some('ғ')),
    (0xbc, Some('ә')),
    (0xbd, Some('Ң')),
    (0xbe, Some('ң')),
    (0xbf, Some('ү')),
];

/// PTCP154 as the IANA registered it.
pub(super) const PTCP_154: Differences = &[
    (0x80, Some('Җ')),
    (0x81, Some('Ғ')),
    (0x82, Some('Ӯ')),
    (0x83, Some('ғ')),
    (0x86, Some('Ҷ')),
    (0x87, Some('Ү')),
    (0x88, Some('Ҳ')),
    (0x89, Some('ү')),
    (0x8a, Some('Ҡ')),
    (0x8b, Some('Ӣ')),
    (0x8c, Some('Ң')),
    (0x8d, Some('Қ')),
    (0x8e, Some('Һ')),
    (0x8f, Some('Ҹ')),
    (0x90, Some('җ')),
    (0x98, Some('ҳ')),
    (0x99, Some('ҷ')),
    (0x9a, Some('ҡ')),
    (0x9b, Some('ӣ')),
    (0x9c, Some('ң')),
    (0x9d, Some('қ')),
    (0x9e, Some('һ')),
    (0x9f, Some('ҹ')),
    (0xa1, Some('Ў')),
    (0xa2, Some('ў')),
    (0xa4, Some('Ө')),
    (0xa5, Some('Ҙ')),
    (0xa6, Some('Ұ')),
    (0xaa, Some('Ә')),
    (0xad, Some('ӯ')),
    (0xaf, Some('Ҝ')),
    (0xb1, Some('ұ')),
    (0xb4, Some('ҙ')),
    (0xb5, Some('ө')),
    (0xba, Some('ә')),
    (0xbd, Some('Ҫ')),
    (0xbe, Some('ҫ')),
    (0xbf, Some('ҝ')),
];

/// The text of bytes in windows-1251 with these differences.
pub(super) fn decode(bytes: &[u8], differences: Differences) -> Result<String, Broken> {
    let table = table(differences);
    let (mut text, mut broken) = (String::with_capacity(bytes.len() * 2), Broken { count: 0, line: 1 });
    for byte in bytes {
        match byte {
            0..=0x7f => text.push(char::from(*byte)),
            _ => match table[usize::from(byte - 0x80)] {
                Some(letter) => text.push(letter),
                None => broken.count += 1,
            },
        }
        if *byte == b'\n' && broken.count == 0 {
            broken.line += 1;
        }
    }
    if broken.count == 0 { Ok(text) } else { Err(broken) }
}

/// The letters of the bytes from 80 on.
fn table(differences: Differences) -> [Option<char>; 128] {
    let mut table = [None; 128];
    for (at, letter) in table.iter_mut().enumerate() {
        let byte = [0x80 + at as u8];
        *letter = WINDOWS_1251.decode_without_bom_handling(&byte).0.chars().next();
    }
    for (byte, letter) in differences {
        table[usize::from(byte - 0x80)] = *letter;
    }
    table
}

/// The Kazakh table that reads bytes better than a table without Kazakh letters does; none where there is nothing Kazakh in
/// them.
///
/// Read by windows-1251, Kazakh letters become those of other peoples (`ќ`, `ј`, `є`) and signs within words (`ш±ѓыл`). A
/// Kazakh table is taken where next to nothing of that is left. Serbian and Ukrainian are spared: the one has none of the
/// letters of [`NOT_SOUTHERN`], the other none of those that become қ, ә or ң.
pub(super) fn better_than(guess: &'static Encoding, bytes: &[u8]) -> Option<Charset> {
    let odd = |text: &str| odd_signs(text);
    let guessed = guess.decode_without_bom_handling_and_without_replacement(bytes);
    let odd_before = guessed.map_or(usize::MAX / 8, |text| odd(&text));
    let candidates = [Charset::Kz1048, Charset::Ptcp154].into_iter().filter_map(|charset| {
        let text = charset.decode(bytes).ok()?;
        let is_kazakh = text.contains(MARKS) && text.contains(NOT_SOUTHERN);
        let odd = odd(&text);
        (is_kazakh && odd * 4 < odd_before).then_some((odd, charset))
    });
    candidates.min_by_key(|(odd, _)| *odd).map(|(_, charset)| charset)
}

/// Letters that any few words of Kazakh have, and that no Ukrainian or Belarusian letter turns into.
const MARKS: [char; 6] = ['қ', 'ә', 'ң', 'Қ', 'Ә', 'Ң'];

/// Letters of Russian and Kazakh that are in no Serbian or Macedonian alphabet.
const NOT_SOUTHERN: [char; 9] = ['ы', 'э', 'й', 'ь', 'ъ', 'щ', 'я', 'ю', 'і'];

/// How many signs are neither Russian nor Kazakh: letters of other alphabets, and signs between two letters.
fn odd_signs(text: &str) -> usize {
    let (mut count, mut before) = (0, ' ');
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let is_odd = if sign.is_alphabetic() && sign != 'µ' {
            !sign.is_ascii() && !is_ours(sign)
        } else {
            !sign.is_ascii()
                && !matches!(sign, '\u{ad}' | '’' | '—' | '–' | '«' | '»' | '\u{a0}')
                && before.is_alphabetic()
                && signs.peek().is_some_and(|next| next.is_alphabetic())
        };
        // A small letter with a capital behind it, or a sign of control, is another table's.
        let is_broken = before.is_lowercase() && sign.is_uppercase() || sign.is_control() && !sign.is_whitespace();
        count += usize::from(is_odd || is_broken);
        before = sign;
    }
    count
}

/// Whether a letter is of the Russian or the Kazakh alphabet.
fn is_ours(letter: char) -> bool {
    matches!(letter, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё') || "әғқңөұүһіӘҒҚҢӨҰҮҺІ".contains(letter)
}

/// The bytes of a text in a Kazakh table; none where it has a letter that the table has not.
#[cfg(test)]
pub(in crate::corpus) fn encode(text: &str, charset: Charset) -> Option<Vec<u8>> {
    let table = table(if charset == Charset::Kz1048 { KZ_1048 } else { PTCP_154 });
    let byte = |letter: char| match letter {
        '\0'..='\x7f' => Some(letter as u8),
        _ => table.iter().position(|known| *known == Some(letter)).map(|at| 0x80 + at as u8),
    };
    text.chars().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        for (differences, letters, missing) in [(KZ_1048, "ӘҒҚҢӨҰҮҺәғқңөұүһ", 1), (PTCP_154, "ӘҒҚҢӨҰҮҺәғқңөұүһҖҗҲҳ", 0)]
        {
            let table = table(differences);
            for letter in letters.chars() {
                assert_eq!(table.iter().filter(|known| **known == Some(letter)).count(), 1, "{letter}");
            }
            assert_eq!(table.iter().filter(|letter| letter.is_none()).count(), missing);
        }
    }

    #[test]
    fn kazakh_is_told_from_other_peoples_words() {
        let kazakh = "Қызылорда қаласында жаңа көпір ашылды. Оны салуға екі жыл кетті.";
        let mixed = "Аким посетил музей «Ғасыр» и школу имени Әлии Молдагуловой.";
        for (text, charset) in [(kazakh, Charset::Kz1048), (kazakh, Charset::Ptcp154), (mixed, Charset::Kz1048)] {
            let bytes = encode(text, charset).unwrap();
            assert_eq!(better_than(WINDOWS_1251, &bytes), Some(charset), "{text}");
        }
        for text in [
            "В Таразе открыли выставку — «Улицы старого города».",
            "Єдиний міст через річку її мешканці збудували самі, ґанок теж.",
            "У Минску открыли выставку «Наш ўклад», її увидели и гости из Киева.",
            "Новак Ђоковић је освојио још један турнир, кажу љубитељи тениса.",
            "Бег на 10 км: результат – 31′05″ при ±2 градусах.",
        ] {
            let (bytes, _, _) = WINDOWS_1251.encode(text);
            assert_eq!(better_than(WINDOWS_1251, &bytes), None, "{text}");
        }
    }
}
