//! What is sent of an article: bytes, terms, and the time that it takes to make.

use std::collections::HashSet;
use std::io::Write;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use izdeu::{Article, article_sender};
use serde_json::Value;

use crate::time::computing;

/// The fields that take most: terms, and what is only kept.
const FIELDS: [&str; 10] = [
    "text_terms",
    "title_terms",
    "lead_terms",
    "written_terms",
    "form_row",
    "written_row",
    "title",
    "body",
    "details",
    "record",
];

/// The fields that are only kept.
const KEPT: [&str; 4] = ["title", "body", "details", "record"];

/// A table of it.
pub fn print(articles: &[Article], extraction: Duration) {
    let count = articles.len() as f64;
    let text: usize = articles.iter().map(text_bytes).sum();
    let mut send = article_sender();
    let (documents, analysis) =
        computing(|| articles.iter().map(|article| send(article).document).collect::<Vec<String>>());
    let bytes: usize = documents.iter().map(String::len).sum();
    let (packed, packing) = computing(|| documents.iter().collect::<Vec<_>>().chunks(200).map(packed).sum::<usize>());
    let of_each = |bytes: usize| bytes as f64 / count;
    println!("| an article | |\n|---|---|");
    println!("| text, bytes | {:.0} |", of_each(text));
    println!("| document as sent, bytes | {:.0} ({:.2} × text) |", of_each(bytes), bytes as f64 / text as f64);
    println!("| the same by gzip -1, in requests of 200 | {:.0} (it is not sent so) |", of_each(packed));
    let milliseconds = |time: Duration| time.as_secs_f64() * 1e3 / count;
    println!("| reading it (extraction), computing | {:.3} ms |", milliseconds(extraction));
    println!("| its terms and its JSON, computing | {:.3} ms |", milliseconds(analysis));
    println!("| gzip -1, computing | {:.3} ms |\n", milliseconds(packing));
    // Bytes, tokens and different tokens of each field.
    let mut fields = [[0; 3]; FIELDS.len()];
    for document in &documents {
        let document: Value = serde_json::from_str(document).expect("a document is JSON");
        for (name, sums) in FIELDS.iter().zip(&mut fields) {
            let Some(line) = document[*name].as_str() else { continue };
            let terms: Vec<&str> = line.split(' ').collect();
            sums[0] += line.len();
            sums[1] += terms.len();
            sums[2] += terms.into_iter().collect::<HashSet<&str>>().len();
        }
    }
    println!("| field, of an article | bytes | tokens | different |\n|---|---|---|---|");
    for (name, [bytes, tokens, different]) in FIELDS.iter().zip(fields) {
        let [bytes, tokens, different] = [bytes, tokens, different].map(of_each);
        match KEPT.contains(name) {
            true => println!("| {name} | {bytes:.0} | | |"),
            false => println!("| {name} | {bytes:.0} | {tokens:.1} | {different:.1} |"),
        }
    }
    let rest = bytes - fields.iter().map(|[bytes, ..]| bytes).sum::<usize>();
    println!("| all else, with names of fields, quotes and signs that JSON escapes | {:.0} | | |\n", of_each(rest));
}

/// The bytes of what is the article's.
pub fn text_bytes(article: &Article) -> usize {
    article.title.as_deref().unwrap_or_default().len() + article.body.len() + article.furniture.len()
}

fn packed(documents: &[&String]) -> usize {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    documents.iter().for_each(|document| packed.write_all(document.as_bytes()).expect("a vector takes all"));
    packed.finish().expect("a vector takes all").len()
}
