//! One article in a document of a word processor.

use std::io::{Cursor, Read};
use std::ops::ControlFlow;

use quick_xml::events::Event;
use quick_xml::reader::Reader;
use zip::ZipArchive;

use super::format::{Format, Found, FoundFile, LARGEST_WHOLE};
use crate::article::RawArticle;

/// A `.docx` file: its paragraphs a line each, the cells of its tables too. Of its properties only a title is believed: the
/// day when a document was created is no day of publication.
pub(super) struct Document;

impl Format for Document {
    fn endings(&self) -> &'static [&'static str] {
        &["docx"]
    }

    fn holds_one(&self) -> bool {
        true
    }

    fn read(&self, mut file: FoundFile<'_>, found: &mut Found<'_>) -> ControlFlow<()> {
        found.take(file.bytes().and_then(|bytes| article(&bytes, &file).map_err(|fault| file.problem(fault))))
    }
}

/// What a file of the old `.doc`, and an encrypted `.docx`, begin with.
const OLD: &[u8] = b"\xd0\xcf\x11\xe0";

fn article(bytes: &[u8], file: &FoundFile<'_>) -> Result<RawArticle, String> {
    if bytes.starts_with(OLD) {
        return Err("an old .doc or locked with a password; save it as .docx without one".into());
    }
    let mut parts = ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("no sound .docx: {error}"))?;
    let is_main = |name: &str| name.starts_with("word/document") && name.ends_with(".xml");
    // Some programs write word/document2.xml.
    let main = parts.file_names().filter_map(Result::ok).filter(|name| is_main(name)).min_by_key(|name| name.len());
    let main = main.ok_or("no sound .docx: it has no word/document.xml")?.into_owned();
    let text = paragraphs(&part(&mut parts, &main)?).map_err(|error| format!("no sound .docx: {error}"))?;
    let mut article = file.article(text);
    // A document without properties, or with broken ones, is a document all the same.
    article.metadata.title = part(&mut parts, "docProps/core.xml").ok().and_then(|properties| title(&properties));
    Ok(article)
}

/// A part of the document, in full but not above the limit: a bomb unpacks to more.
fn part(parts: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<String, String> {
    let fault = |error: &dyn std::fmt::Display| format!("no sound .docx: {name}: {error}");
    let part = parts.by_name(name).map_err(|error| fault(&error))?;
    let mut bytes = Vec::new();
    part.take(LARGEST_WHOLE + 1).read_to_end(&mut bytes).map_err(|error| fault(&error))?;
    if bytes.len() as u64 > LARGEST_WHOLE {
        return Err(format!("its {name} unpacks to more than {} MB: not one article", LARGEST_WHOLE >> 20));
    }
    let decoded = super::decode::decode(&bytes, None, None).map_err(|fault| fault.reason)?;
    Ok(decoded.text.into_owned())
}

/// The text of the main part. What was moved away or stands there a second time, for programs of old, is left out.
fn paragraphs(xml: &str) -> Result<String, quick_xml::Error> {
    let mut xml = Reader::from_str(xml);
    let (mut text, mut in_text) = (String::new(), false);
    loop {
        match xml.read_event()? {
            Event::Eof => break,
            Event::Start(start) => match start.local_name().as_ref() {
                "t" => in_text = true,
                "moveFrom" | "Fallback" | "tabs" => {
                    xml.read_to_end(start.name())?;
                }
                name => text.push_str(sign_of(name)),
            },
            Event::Empty(start) => text.push_str(sign_of(start.local_name().as_ref())),
            Event::End(end) => match end.local_name().as_ref() {
                "t" => in_text = false,
                "p" => text.push('\n'),
                _ => {}
            },
            Event::Text(words) if in_text => text.push_str(&words.xml10_content()),
            Event::CData(words) if in_text => text.push_str(&words.xml10_content()),
            Event::GeneralRef(name) if in_text => text.extend(letter(&name)),
            _ => {}
        }
    }
    Ok(text)
}

/// What an element stands for.
fn sign_of(element: &str) -> &'static str {
    match element {
        "tab" | "ptab" => "\t",
        "br" | "cr" => "\n",
        "noBreakHyphen" => "-",
        _ => "",
    }
}

fn letter(name: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    let named = || quick_xml::escape::resolve_xml_entity(name)?.chars().next();
    name.resolve_char_ref().ok().flatten().or_else(named)
}

/// The title in the properties.
fn title(properties: &str) -> Option<String> {
    let mut xml = Reader::from_str(properties);
    let (mut title, mut in_title) = (String::new(), false);
    loop {
        match xml.read_event().ok()? {
            Event::Eof => return None,
            Event::Start(start) => in_title = start.name().0 == "dc:title",
            Event::Text(words) if in_title => title.push_str(&words.xml10_content()),
            Event::GeneralRef(name) if in_title => title.extend(letter(&name)),
            Event::End(_) if in_title => return Some(title.trim().to_owned()).filter(|title| !title.is_empty()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::super::tests::{Outcome, read_one};

    const SPACE: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

    fn docx(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, contents) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(contents).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn document(body: &str) -> Vec<u8> {
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document {SPACE}><w:body>{body}</w:body></w:document>")
            .into_bytes()
    }

    #[test]
    fn paragraphs_tables_and_the_title() {
        let body = "<w:p><w:pPr><w:tabs><w:tab w:pos=\"1\"/></w:tabs></w:pPr><w:r><w:t>Мост </w:t></w:r><w:r><w:t xml:space=\"preserve\">и дамба</w:t></w:r></w:p>\n\
            <w:p><w:r><w:t>А&amp;Б</w:t><w:tab/><w:t>в</w:t><w:br/><w:t>г</w:t></w:r><w:del><w:r><w:delText>нет</w:delText></w:r></w:del></w:p><w:p/>\
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
            <w:moveFrom><w:r><w:t>нет</w:t></w:r></w:moveFrom><w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>";
        let core = "<cp:coreProperties><dc:title>О мосте</dc:title><dcterms:created>2020-01-01T00:00:00Z</dcterms:created></cp:coreProperties>";
        let file = docx(&[("word/document.xml", &document(body)), ("docProps/core.xml", core.as_bytes())]);
        let Outcome { articles, problems } = read_one("a.docx", &file);
        assert_eq!(problems, [""; 0]);
        assert_eq!(articles[0].text, "Мост и дамба\nА&Б\tв\nг\n1\n2\n\n");
        assert_eq!(articles[0].metadata.title.as_deref(), Some("О мосте"));
        assert_eq!(articles[0].metadata.date, None);
        assert_eq!(
            read_one("a.docx", &docx(&[("word/document2.xml", &document("<w:p><w:r><w:t>а</w:t></w:r></w:p>"))]))
                .articles[0]
                .text,
            "а\n"
        );
    }

    #[test]
    fn what_is_broken_or_made_to_hurt() {
        let good = docx(&[("word/document.xml", &document("<w:p><w:r><w:t>а</w:t></w:r></w:p>"))]);
        let bomb = docx(&[("word/document.xml", &document(&"а".repeat(40 << 20)))]);
        assert!(bomb.len() < 1 << 20);
        for (bytes, words) in [
            (&good[..good.len() / 2], "no sound .docx"),
            (b"", "no sound .docx"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old .doc or locked"),
            (&docx(&[("a.txt", b"a")]), "it has no word/document.xml"),
            (&docx(&[("word/document.xml", &document("<w:p><w:r></w:p>"))]), "no sound .docx"),
            (&docx(&[("word/document.xml", &document("<w:p/>"))]), "the article is empty"),
            (&bomb, "unpacks to more than 64 MB"),
        ] {
            let Outcome { articles, problems } = read_one("a.docx", bytes);
            assert_eq!((articles.len(), problems.len()), (0, 1), "{words}");
            assert!(problems[0].contains(words), "{problems:?}\nhas not\n{words}");
        }
    }
}
