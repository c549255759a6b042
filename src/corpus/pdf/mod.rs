//! One article in a file made for printing.

mod isolated;
mod paragraphs;

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_extract::{Document, ObjectId, PlainTextOutput, output_doc_page};
use serde::{Deserialize, Serialize};

use super::format::{Format, Found, FoundFile};

pub(super) use isolated::Program;
pub use isolated::answer_pdf_text;

/// A `.pdf` file: what its text layer says, put together to paragraphs. Its properties are not believed: the title is mostly a
/// file's name, the date the day of export.
pub(super) struct Pdf;

impl Format for Pdf {
    fn endings(&self) -> &'static [&'static str] {
        &["pdf"]
    }

    fn holds_one(&self) -> bool {
        true
    }

    fn read(&self, mut file: FoundFile<'_>, found: &mut Found<'_>) -> ControlFlow<()> {
        let pages = file.bytes().and_then(|bytes| {
            isolated::pages(bytes, file.options.pdf_program.as_ref()).map_err(|fault| file.problem(fault))
        });
        let pages = match pages {
            Ok(pages) => pages,
            Err(problem) => return found.problem(problem),
        };
        if !pages.unreadable.is_empty() {
            let numbers: Vec<String> = pages.unreadable.iter().map(u32::to_string).collect();
            found.problem(file.problem(format!("pages that could not be read: {}", numbers.join(", "))))?;
        }
        let text = paragraphs::join(&pages.texts);
        let signs = || text.chars().filter(|sign| !sign.is_whitespace());
        let unknown = |sign: &char| matches!(sign, '\u{fffd}' | '\u{e000}'..='\u{f8ff}') || sign.is_control();
        let fault = match signs().count() {
            _ if !signs().any(char::is_alphabetic) && pages.unreadable.is_empty() => {
                "no text layer: it is a scan; recognise its text first (OCR)"
            }
            count if signs().filter(unknown).count() * 4 > count => {
                "its fonts do not say which letters they show; recognise its text first (OCR)"
            }
            0 => return ControlFlow::Continue(()),
            _ => return found.article(file.article(text)),
        };
        found.problem(file.problem(fault))
    }
}

/// The text of a file.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Pages {
    /// Of each page that could be read, line by line.
    texts: Vec<String>,
    /// The numbers of the others, from 1.
    unreadable: Vec<u32>,
}

/// How far from the root a page may stand.
const DEEPEST: usize = 256;

/// Reads a file, whatever may come of it: the reader may panic, loop, overflow the stack or take all memory.
fn read(bytes: &[u8]) -> Result<Pages, String> {
    let mut document = Document::load_mem(bytes).map_err(|error| format!("no sound PDF: {error}"))?;
    if document.is_encrypted() && document.decrypt("").is_err() {
        return Err("locked with a password; save it without one".into());
    }
    let mut pages = Pages::default();
    for (number, page) in document.get_pages() {
        let mut text = String::new();
        let output = AssertUnwindSafe(|| {
            hangs_from_the_root(&document, page).then_some(())?;
            output_doc_page(&document, &mut PlainTextOutput::new(&mut text), number).ok()
        });
        match catch_unwind(output) {
            Ok(Some(())) => pages.texts.push(text),
            _ => pages.unreadable.push(number),
        }
    }
    if pages.texts.is_empty() && pages.unreadable.is_empty() {
        return Err("no sound PDF: it has no pages".into());
    }
    Ok(pages)
}

/// Whether the way up from a page ends. The reader follows it for ever where it leads back.
fn hangs_from_the_root(document: &Document, page: ObjectId) -> bool {
    let parent = |id: &ObjectId| document.get_dictionary(*id).ok()?.get(b"Parent").ok()?.as_reference().ok();
    std::iter::successors(Some(page), parent).take(DEEPEST).count() < DEEPEST
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::tests::{Outcome, read_one};

    /// A file of these objects, numbered from 1; the first is the catalogue.
    pub(in crate::corpus) fn pdf(objects: &[&str]) -> Vec<u8> {
        let mut file = "%PDF-1.4\n".to_owned();
        let mut places = String::new();
        for (number, object) in (1..).zip(objects) {
            places += &format!("{:010} 00000 n \n", file.len());
            file += &format!("{number} 0 obj\n{object}\nendobj\n");
        }
        let (start, size) = (file.len(), objects.len() + 1);
        file += &format!(
            "xref\n0 {size}\n0000000000 65535 f \n{places}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
        );
        file.into_bytes()
    }

    const CATALOG: &str = "<< /Type /Catalog /Pages 2 0 R >>";

    #[track_caller]
    fn check(bytes: &[u8], texts: &[&str], expected: &[&str]) {
        let Outcome { articles, problems } = read_one("a.pdf", bytes);
        assert_eq!(articles.iter().map(|article| article.text.trim()).collect::<Vec<_>>(), texts, "{problems:?}");
        assert_eq!(problems.len(), expected.len(), "{problems:?}");
        for (problem, words) in problems.iter().zip(expected) {
            assert!(problem.contains(words), "{problem}\nhas not\n{words}");
        }
    }

    #[test]
    fn bad_pages_are_named_and_the_others_read() {
        let text = "<< /Length 44 >>\nstream\nBT /F1 12 Tf 72 700 Td (Most otkryli.) Tj ET\nendstream";
        let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
        let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 6 0 R >> >> >>";
        let pages = "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>";
        // Without a media box the reader looks for one up the tree, and panics where there is none.
        for bad in [
            "<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /Font << /F1 6 0 R >> >> >>",
            "<< /Type /Page /Parent 4 0 R /Contents 5 0 R >>",
        ] {
            let file = pdf(&[CATALOG, pages, page, bad, text, font]);
            check(&file, &["Most otkryli."], &["pages that could not be read: 2"]);
        }
    }

    #[test]
    fn what_is_broken_is_named() {
        check(b"", &[], &["no sound PDF"]);
        check(b"%PDF-1.4\n", &[], &["no sound PDF"]);
        let scan = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>";
        let file = pdf(&[CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", scan]);
        check(&file, &[], &["no text layer"]);
        check(&file[..file.len() / 2], &[], &["no sound PDF"]);
        // A tree of pages that leads back to its root.
        check(&pdf(&[CATALOG, "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]), &[], &["no sound PDF"]);
    }
}
