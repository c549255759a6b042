//! How many tags a page has and how deep they stand in one another, told before a tree is made of them.

/// How deep tags may stand in one another: readability takes time by the square of it.
pub(super) const DEEPEST: usize = 1_000;

/// How many tags a page may have: a tree of so many takes about 150 MB, with the copies that readability makes.
pub(super) const MOST: usize = 300_000;

/// How deep the tags of a page stand in one another at most, and how many begin, without regard to tags that need no end. Beyond a limit nothing is counted any more. Scripts and styles have
/// signs like tags in them and are passed over.
pub(super) fn depth(page: &str) -> (usize, usize) {
    let (mut rest, mut depth, mut deepest, mut count) = (page.as_bytes(), 0usize, 0, 0);
    // How much is left from the next `>` on: it is searched once for all tags in front of it.
    let mut from_end = usize::MAX;
    while let Some(at) = rest.iter().position(|byte| *byte == b'<') {
        rest = &rest[at + 1..];
        if from_end > rest.len() {
            from_end = rest.iter().position(|byte| *byte == b'>').map_or(0, |end| rest.len() - end);
        }
        let end = rest.len() - from_end;
        let tag = &rest[..end];
        let name = tag_name(tag);
        count += usize::from(!name.is_empty());
        match tag.first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(_) if name == b"script" || name == b"style" => {
                let close = [b"</", name.as_slice()].concat();
                let end = rest.windows(close.len()).position(|window| window.eq_ignore_ascii_case(&close));
                rest = &rest[end.map_or(rest.len(), |end| end + close.len())..];
            }
            Some(_) if !name.is_empty() && !tag.ends_with(b"/") && !is_void(&name) => depth += 1,
            _ => {}
        }
        deepest = deepest.max(depth);
        if deepest > DEEPEST || count > MOST {
            break;
        }
    }
    (deepest, count)
}

/// The name of a tag in small letters; empty for what is no tag.
pub(super) fn tag_name(tag: &[u8]) -> Vec<u8> {
    tag.iter().take_while(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
}

/// Whether a tag never has an end: `<br>`, `<img …>`; or has one that pages leave out: `<p>`, `<li>`.
fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"br"
            | b"img"
            | b"meta"
            | b"link"
            | b"input"
            | b"hr"
            | b"p"
            | b"li"
            | b"td"
            | b"tr"
            | b"th"
            | b"option"
            | b"source"
            | b"path"
            | b"area"
            | b"base"
            | b"col"
            | b"embed"
            | b"wbr"
            | b"dt"
            | b"dd"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_counted_without_tags_that_need_no_end() {
        assert_eq!(depth("<html><body><p>a<p>b<br><img src=x></body></html>"), (2, 6));
        assert_eq!(
            depth("<body><script>if (a<b && c<d) {}</script><style>a<b</style><svg><use x='1'/></svg></body>"),
            (2, 5)
        );
        assert_eq!(depth(&"<div>".repeat(5_000)), (DEEPEST + 1, DEEPEST + 1));
        assert_eq!(depth(&"<br>".repeat(2 * MOST)), (0, MOST + 1));
        assert_eq!(depth(&"<".repeat(1 << 20)), (0, 0));
        assert_eq!(depth(&"<i".repeat(500)), (500, 500));
        assert_eq!(depth("<script>"), (0, 1));
    }
}
