//! The encoding that HTML and XML say they are in.

/// How far the declaration is looked for, in bytes: HTML asks for it in the first 1024.
const HEAD: usize = 4096;

/// The name behind `charset=` in a `<meta>`, or behind `encoding=` in the `<?xml …?>`.
pub(in crate::corpus) fn declared_in(markup: &[u8]) -> Option<String> {
    let head: String =
        markup[..markup.len().min(HEAD)].iter().map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    let xml = head.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    if let Some(name) = xml.and_then(|(declaration, _)| value_of(declaration, "encoding")) {
        return Some(name);
    }
    let metas = head.split("<meta").skip(1).filter_map(|rest| rest.split('>').next());
    metas.into_iter().find_map(|meta| value_of(meta, "charset"))
}

/// The value behind `name=`, in quotes or bare.
fn value_of(tag: &str, name: &str) -> Option<String> {
    let value = tag.split_once(name)?.1.trim_start().strip_prefix('=')?;
    let value = value.trim_start().trim_start_matches(['"', '\'']);
    let name: String =
        value.chars().take_while(|sign| sign.is_ascii_alphanumeric() || "-_:.".contains(*sign)).collect();
    Some(name).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations() {
        for (markup, expected) in [
            ("<html><head><meta charset=\"KOI8-R\">", Some("koi8-r")),
            ("<META http-equiv='Content-Type' content='text/html; charset=windows-1251'>", Some("windows-1251")),
            ("<?xml version=\"1.0\" encoding='utf-8'?><a charset=b>", Some("utf-8")),
            ("<meta name=a><meta charset=cp866>", Some("cp866")),
            ("<p>charset=koi8-r</p>", None),
            ("<meta charset=>", None),
        ] {
            assert_eq!(declared_in(markup.as_bytes()).as_deref(), expected, "{markup}");
        }
    }
}
