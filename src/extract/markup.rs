//! Stray HTML in a text: some scrapes leave tags and entities in their paragraphs.

use std::borrow::Cow;

use memchr::memchr2;

/// The text without HTML tags and with entities as the signs they stand for. A text without any is not copied.
///
/// Only names of real tags count, so that `a < b` and `<Подробнее>` stay. A block's end is a line's end.
pub(crate) fn strip(text: &str) -> Cow<'_, str> {
    let mut rest = text;
    let mut plain: Option<String> = None;
    let mut kept = text; // what follows the last thing that was replaced
    while let Some(at) = memchr2(b'<', b'&', rest.as_bytes()) {
        let from = &rest[at..];
        match tag(from).or_else(|| entity(from)) {
            Some((length, sign)) => {
                let plain = plain.get_or_insert_with(|| String::with_capacity(text.len()));
                plain.push_str(&kept[..kept.len() - from.len()]);
                plain.push_str(sign.encode_utf8(&mut [0; 4]));
                if sign == NOTHING {
                    plain.pop();
                }
                rest = &from[length..];
                kept = rest;
            }
            None => rest = &from[1..],
        }
    }
    match plain {
        Some(mut plain) => {
            plain.push_str(kept);
            Cow::Owned(plain)
        }
        None => Cow::Borrowed(text),
    }
}

/// Stands for "no sign at all".
const NOTHING: char = '\0';

/// No tag is longer than this, in bytes; without a limit an open `<` would be searched to the end of the text each time.
const LONGEST_TAG: usize = 2000;

#[rustfmt::skip]
const BLOCKS: [&str; 24] = [
    "p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "td", "th", "table", "tbody",
    "hr", "blockquote", "section", "article", "figure", "figcaption", "aside",
];
#[rustfmt::skip]
const INLINE: [&str; 22] = [
    "a", "b", "i", "u", "s", "em", "strong", "span", "font", "sup", "sub", "img", "small", "iframe", "video",
    "source", "picture", "center", "noscript", "cite", "mark", "wbr",
];

/// The length of the tag that a text starts with, and the sign to put in its place.
fn tag(text: &str) -> Option<(usize, char)> {
    let name_start = if text.strip_prefix("</").is_some() { 2 } else { 1 };
    let name = text.strip_prefix('<').map(|_| &text[name_start..])?;
    let name = &name[..name.find(|letter: char| !letter.is_ascii_alphanumeric())?];
    if !name.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
        return None;
    }
    let end = text.bytes().take(LONGEST_TAG).position(|byte| byte == b'>')?;
    let inside = &text[name_start + name.len()..end];
    if !(inside.is_empty() || inside.starts_with([' ', '/', '\n'])) || inside.contains('<') {
        return None;
    }
    let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    match () {
        () if is(&BLOCKS) => Some((end + 1, '\n')),
        () if is(&INLINE) => Some((end + 1, NOTHING)),
        () => None,
    }
}

/// The length of the entity that a text starts with, and its sign.
fn entity(text: &str) -> Option<(usize, char)> {
    let rest = text.strip_prefix('&')?;
    let end = rest.bytes().take(10).position(|byte| byte == b';')?;
    let sign = match &rest[..end] {
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "quot" => '"',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "apos" => '\'',
        "laquo" => '«',
        "raquo" => '»',
        "ldquo" => '“',
        "rdquo" => '”',
        "bdquo" => '„',
        "lsquo" => '‘',
        "rsquo" => '’',
        "mdash" => '—',
        "ndash" => '–',
        "hellip" => '…',
        "deg" => '°',
        "shy" => NOTHING,
        number => {
            let digits = number.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code).filter(|sign| !sign.is_control())?
        }
    };
    Some((end + 2, sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(strip(text), expected);
        assert_eq!(matches!(strip(text), Cow::Borrowed(_)), text == expected);
    }

    #[test]
    fn tags_and_entities() {
        check("Мост открыт", "Мост открыт");
        check("<p>Мост <a href=\"https://a.kz/1\" rel=\"x\">открыт</a>.</p>", "\nМост открыт.\n");
        check("первый<br/>второй<BR>третий", "первый\nвторой\nтретий");
        check("5 < 6, x <y, <Подробнее> и <3", "5 < 6, x <y, <Подробнее> и <3");
        check("ТОО &laquo;Ак жол&raquo;&nbsp;&mdash; A&amp;B &#8470;5 R&D; &", "ТОО «Ак жол» — A&B №5 R&D; &");
        check("<p", "<p");
        check("<а>кириллица</а> <>", "<а>кириллица</а> <>");
        check("&#0;&#x110000;", "&#0;&#x110000;");
    }
}
