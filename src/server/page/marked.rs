//! Texts of articles as pieces that are marked or not. Escaping is the templates' matter.

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub text: String,
    /// The number of the mark, from 1; none for what stands between marks.
    pub mark: Option<usize>,
}

/// Cuts a text at its highlights: [start, end) in characters, in order and apart. The first mark has this number.
pub(super) fn pieces(text: &str, highlights: &[[usize; 2]], first: usize) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(highlights.len() * 2 + 1);
    let (mut rest, mut at) = (text, 0);
    let mut take = |end: usize, mark: Option<usize>| {
        let bytes = rest.char_indices().nth(end - at).map_or(rest.len(), |(byte, _)| byte);
        let (piece, behind) = rest.split_at(bytes);
        (rest, at) = (behind, end);
        if !piece.is_empty() {
            pieces.push(Piece { text: harmless(piece), mark });
        }
    };
    for ([start, end], number) in highlights.iter().zip(first..) {
        take(*start, None);
        take(*end, Some(number));
    }
    take(usize::MAX, None);
    pieces
}

/// Without signs that turn the direction of writing or that no page may have.
pub(super) fn harmless(text: &str) -> String {
    let is_bad = |sign: char| {
        matches!(sign, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || sign.is_control() && !matches!(sign, '\n' | '\t')
    };
    text.chars().filter(|sign| !is_bad(*sign)).collect()
}

/// An address that a link may lead to: of the web and of nothing else.
pub(super) fn web_address(url: &str) -> Option<String> {
    let url = url.trim();
    let lower = url.get(..8).or(url.get(..7)).unwrap_or_default().to_ascii_lowercase();
    let is_web = lower.starts_with("http://") || lower.starts_with("https://");
    let is_forbidden = |sign: char| sign.is_control() || sign.is_whitespace() || matches!(sign, '"' | '<' | '>' | '`');
    (is_web && !url.chars().any(is_forbidden)).then(|| url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_at_its_marks() {
        for (text, highlights, expected) in [
            ("мост", &[][..], &[("мост", None)][..]),
            ("мост у реки", &[[0, 4]], &[("мост", Some(1)), (" у реки", None)]),
            (
                "у моста и мост",
                &[[2, 7], [10, 14]],
                &[("у ", None), ("моста", Some(1)), (" и ", None), ("мост", Some(2))],
            ),
            ("мо\u{202e}ст\u{0}", &[], &[("мост", None)]),
            ("", &[], &[]),
        ] {
            let pieces = pieces(text, highlights, 1);
            let found: Vec<_> = pieces.iter().map(|piece| (piece.text.as_str(), piece.mark)).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn only_addresses_of_the_web_become_links() {
        for (url, is_link) in [
            ("https://example.kz/новости?a=1&b=2", true),
            ("HTTP://example.kz", true),
            ("javascript:alert(1)", false),
            (" java\nscript:alert(1)", false),
            ("data:text/html,x", false),
            ("//example.kz", false),
            ("https://a b", false),
            ("https://a.kz/\"onload=", false),
            ("ёжикhttp://", false),
            ("", false),
        ] {
            assert_eq!(web_address(url).is_some(), is_link, "{url}");
        }
    }
}
