//! PDFs that take their reader down: it is a process of its own, and the run goes on.

use crate::sandbox::Sandbox;

/// A file of one page with these contents and resources; object 5 is at hand for them.
fn pdf(contents: &str, resources: &str, fifth: &str) -> Vec<u8> {
    let stream = format!("<< /Length {} >>\nstream\n{contents}\nendstream", contents.len());
    let page =
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << {resources} >> >>");
    let pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
    let (mut file, mut places) = ("%PDF-1.4\n".to_owned(), String::new());
    for (number, object) in (1..).zip(["<< /Type /Catalog /Pages 2 0 R >>", pages, &page, &stream, fifth]) {
        places += &format!("{:010} 00000 n \n", file.len());
        file += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let start = file.len();
    file += &format!(
        "xref\n0 6\n0000000000 65535 f \n{places}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    file.into_bytes()
}

#[test]
fn a_pdf_that_overflows_the_stack_costs_itself() {
    let sandbox = Sandbox::new();
    let of_itself = "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >> /Length 5 >>\nstream\n/F Do\nendstream";
    sandbox.write("desk/a.pdf", pdf("/F Do", "/XObject << /F 5 0 R >>", of_itself));
    sandbox.write("desk/b.pdf", std::fs::read("tests/fixtures/article.pdf").unwrap());
    let run = sandbox.run(["inspect", "desk"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("a.pdf: no sound PDF: its reader went down"), "{run:?}");
    assert!(run.stdout.contains("В Кокшетау открыли речной парк") && run.stdout.contains("2026-05-14"), "{run:?}");
}
