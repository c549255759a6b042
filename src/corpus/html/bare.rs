//! The text of a page of which no tree can be made: its tags are cut out as they come, in time by its length.

use super::depth::tag_name;

/// All text that a reader would see, a block a line. Entities stay, for whoever reads texts with stray HTML.
pub(super) fn bare_text(page: &str) -> String {
    let (mut rest, mut text) = (page, String::new());
    while let Some(at) = rest.find('<') {
        push(&mut text, &rest[..at]);
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let is_end = rest.starts_with('/');
        let name = tag_name(&rest.as_bytes()[usize::from(is_end)..]);
        if name.is_empty() && !rest.starts_with(['/', '!', '?']) {
            text.push('<');
            continue;
        }
        let Some(end) = rest.find('>') else { return text };
        rest = &rest[end + 1..];
        if !is_end && is_unseen(&name) {
            let close = [b"</", name.as_slice()].concat();
            let end = rest.as_bytes().windows(close.len()).position(|window| window.eq_ignore_ascii_case(&close));
            rest = end.map_or("", |end| &rest[end..]);
        }
        if !is_within_a_line(&name) && !text.ends_with('\n') {
            text.push('\n');
        }
    }
    push(&mut text, rest);
    text
}

/// Adds words. The lines of a page are those of its blocks.
fn push(text: &mut String, words: &str) {
    for letter in words.chars() {
        let letter = if letter.is_ascii_whitespace() { ' ' } else { letter };
        if letter != ' ' || !text.is_empty() && !text.ends_with([' ', '\n']) {
            text.push(letter);
        }
    }
}

/// Whether no words of an element are on the page.
fn is_unseen(name: &[u8]) -> bool {
    matches!(
        name,
        b"title" | b"script" | b"style" | b"noscript" | b"template" | b"form" | b"select" | b"svg" | b"iframe"
    )
}

#[rustfmt::skip]
fn is_within_a_line(name: &[u8]) -> bool {
    matches!(
        name,
        b"a" | b"abbr" | b"b" | b"cite" | b"code" | b"em" | b"font" | b"i" | b"img" | b"label" | b"mark" | b"nobr" | b"q" | b"s"
            | b"small" | b"span" | b"strong" | b"sub" | b"sup" | b"time" | b"u" | b"wbr"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_cut_out() {
        for (page, expected) in [
            ("<title>А</title><p>Мост\n <b>открыт</b>.</p><P>Порт<br>тоже", "\nМост открыт.\nПорт\nтоже"),
            ("а<!-- <p> -->б<script>1 < 2</script>в <SVG><p>г</svg>д", "аб\nв \nд"),
            ("1 < 2 &amp; 3 > 2 <span", "1 < 2 &amp; 3 > 2 "),
            ("<script>а", "\n"),
        ] {
            assert_eq!(bare_text(page), expected, "{page}");
        }
        assert_eq!(bare_text(&"<".repeat(300_000)).len(), 300_000);
    }
}
