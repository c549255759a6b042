//! Letters of these news told and made small quickly: the tables of Unicode are asked for rare ones only.

/// Whether a sign is a letter.
pub(crate) fn is_letter(sign: char) -> bool {
    match sign {
        'а'..='я' | 'А'..='Я' | 'a'..='z' | 'A'..='Z' | 'Ѐ'..='ҁ' | 'Ҋ'..='ԯ' => true,
        '\0'..='\u{7f}' | '«' | '»' | '\u{2010}'..='\u{2027}' => false,
        _ => sign.is_alphabetic(),
    }
}

/// Whether a sign is a letter or a number.
pub(crate) fn is_letter_or_digit(sign: char) -> bool {
    folded(sign).is_some()
}

/// The small letter of a letter, and a number as it is; none for any other sign.
pub(crate) fn folded(sign: char) -> Option<char> {
    match FOLDED.get(sign as usize) {
        Some(Some(known)) => *known,
        _ => is_rare_letter_or_digit(sign).then(|| small(sign)),
    }
}

/// The small letter of a letter. Of the few whose small form is more than one sign, the first.
pub(crate) fn small(letter: char) -> char {
    match FOLDED.get(letter as usize) {
        Some(Some(known)) => known.unwrap_or(letter),
        _ if is_dash_or_quote(letter) => letter,
        _ => letter.to_lowercase().next().unwrap_or(letter),
    }
}

/// Stands by itself, so that what asks for it is short.
#[inline(never)]
fn is_rare_letter_or_digit(sign: char) -> bool {
    !is_dash_or_quote(sign) && (sign.is_alphabetic() || sign.is_numeric())
}

fn is_dash_or_quote(sign: char) -> bool {
    ('\u{2010}'..='\u{2027}').contains(&sign)
}

/// What [`folded`] says of the signs of these news, by number: of most at once, where there is nothing Unicode has to be asked.
static FOLDED: [Option<Option<char>>; 0x530] = {
    let mut table = [None; 0x530];
    let mut number = 0;
    while number < table.len() {
        let sign = char::from_u32(number as u32).expect("so small numbers are signs");
        table[number] = match sign {
            '0'..='9' | 'a'..='z' | 'а'..='џ' => Some(Some(sign)),
            'A'..='Z' => Some(Some(sign.to_ascii_lowercase())),
            'А'..='Я' => Some(char::from_u32(number as u32 + 0x20)),
            'Ѐ'..='Џ' => Some(char::from_u32(number as u32 + 0x50)),
            'Ѡ'..='ҁ' | 'Ҋ'..='ҿ' | 'Ӑ'..='ԯ' => Some(char::from_u32(number as u32 | 1)),
            '\0'..='©' | '«' | '»' | '\u{482}'..='\u{489}' => Some(None),
            _ => None,
        };
        number += 1;
    }
    table
};

/// A text in small letters.
pub(crate) fn lowercase(text: &str) -> String {
    text.chars().map(small).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_unicode_has_them() {
        for sign in ('\0'..'\u{3000}').filter(|sign| !sign.is_control()) {
            assert_eq!(is_letter(sign), sign.is_alphabetic(), "{sign:?}");
            assert_eq!(is_letter_or_digit(sign), sign.is_alphanumeric(), "{sign:?}");
            assert_eq!(Some(small(sign)), sign.to_lowercase().next(), "{sign:?}");
            assert_eq!(folded(sign), sign.is_alphanumeric().then(|| small(sign)), "{sign:?}");
        }
    }
}
