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
    is_letter(sign) || sign.is_ascii_digit() || !sign.is_ascii() && sign.is_numeric()
}

/// The small letter of a letter. Of the few whose small form is more than one sign, the first.
pub(crate) fn small(letter: char) -> char {
    match letter {
        'а'..='я' | ' '..='@' | 'a'..='z' | '«' | '»' | '–' | '—' => letter,
        'A'..='Z' => letter.to_ascii_lowercase(),
        'А'..='Я' => char::from_u32(letter as u32 + 0x20).unwrap_or(letter),
        _ => letter.to_lowercase().next().unwrap_or(letter),
    }
}

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
        }
    }
}
