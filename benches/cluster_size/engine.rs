//! What articles take on the disk of an engine: an index of tantivy with the fields that Quickwit is told of, and with its settings for the
//! texts that are kept. Quickwit is tantivy underneath, but has its dictionaries in another form.

use std::time::Duration;

use izdeu::{Article, article_sender, described_to_quickwit};
use serde_json::Value;
use tantivy::indexer::NoMergePolicy;
use tantivy::schema::{
    DateOptions, DateTimePrecision, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings, TantivyDocument};

use crate::sent::text_bytes;
use crate::time::{computing, computing_in_all_threads};

/// Quickwit's own: the level of zstd, and the bytes of a block of kept texts.
const LEVEL: i32 = 8;
const BLOCK: usize = 1_000_000;

/// The bytes that a thread of the engine collects before it writes a segment.
const MEMORY: usize = 500_000_000;

/// A field that takes fewer bytes of an article has no line of its own.
const LEAST: f64 = 20.0;

/// Quickwit puts together so many pieces at a time.
const PIECES: usize = 10;

/// A table of its parts.
pub fn print(articles: &[Article]) {
    let schema = schema();
    let settings = IndexSettings {
        docstore_compression: Compressor::Zstd(ZstdCompressor { compression_level: Some(LEVEL) }),
        docstore_blocksize: BLOCK,
        ..IndexSettings::default()
    };
    let folder = tempfile::tempdir().unwrap();
    let index = Index::builder().schema(schema.clone()).settings(settings).create_in_dir(folder.path()).unwrap();
    let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, MEMORY).unwrap();
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let mut send = article_sender();
    let count = articles.len() as f64;
    let mut parsing = Duration::ZERO;
    let mut making = Duration::ZERO;
    let ((), all) = computing_in_all_threads(|| {
        for (number, article) in articles.iter().enumerate() {
            let (sent, took) = computing(|| send(article));
            making += took;
            // The name of the request and its size, as they are sent.
            let mark = format!("{{\"batch\":\"692debf0a1b2c3d4-{}\",\"batch_size\":400,", number / 400);
            let line = mark + &sent.document[1..];
            let (document, took) = computing(|| TantivyDocument::parse_json(&schema, &line).unwrap());
            parsing += took;
            writer.add_document(document).unwrap();
            if (number + 1) % (articles.len() / PIECES).max(1) == 0 {
                writer.commit().unwrap();
            }
        }
        writer.commit().unwrap();
    });
    let segments = index.searchable_segment_ids().unwrap();
    let pieces = segments.len();
    let ((), merging) = computing_in_all_threads(|| {
        if pieces > 1 {
            writer.merge(&segments).wait().unwrap();
            writer.commit().unwrap();
        }
    });
    writer.wait_merging_threads().unwrap();
    let reader = index.reader().unwrap();
    let usage = reader.searcher().space_usage().unwrap();
    let text: usize = articles.iter().map(text_bytes).sum();
    println!(
        "| on disk, bytes an article | terms | postings | places | lengths | columns | together |\n|---|---|---|---|---|---|---|"
    );
    let (mut rest, mut shown) = ([0; 5], [0; 5]);
    for (_, entry) in schema.fields() {
        let mut parts = [0; 5];
        for segment in usage.segments() {
            let all = [
                segment.termdict(),
                segment.postings(),
                segment.positions(),
                segment.fieldnorms(),
                segment.fast_fields(),
            ];
            for (part, of_fields) in parts.iter_mut().zip(all) {
                let its = of_fields.fields().filter(|usage| usage.field_name() == entry.name());
                *part += its.map(|usage| usage.total().get_bytes()).sum::<u64>();
            }
        }
        let is_shown = parts.iter().sum::<u64>() as f64 / count >= LEAST;
        if is_shown {
            row(entry.name(), parts, count);
        }
        let sum = if is_shown { &mut shown } else { &mut rest };
        sum.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
    }
    row("all other fields", rest, count);
    let both: Vec<u64> = rest.iter().zip(shown).map(|(rest, shown)| rest + shown).collect();
    row("together", both.try_into().unwrap(), count);
    let store: u64 = usage.segments().iter().map(|segment| segment.store().total().get_bytes()).sum();
    println!("| kept texts (zstd {LEVEL}) | | | | | | {:.0} |", store as f64 / count);
    let total = usage.total().get_bytes();
    println!("| **all** | | | | | | **{:.0}** ({:.2} × text) |\n", total as f64 / count, total as f64 / text as f64);
    let milliseconds = |time: Duration| time.as_secs_f64() * 1e3 / count;
    println!("| the engine's computing, an article | |\n|---|---|");
    println!("| JSON into fields | {:.3} ms |", milliseconds(parsing));
    println!("| indexing, one thread | {:.3} ms |", milliseconds(all.saturating_sub(making + parsing)));
    println!("| putting {pieces} pieces together into one | {:.3} ms |\n", milliseconds(merging));
}

fn row(name: &str, parts: [u64; 5], count: f64) {
    let parts_of_one: Vec<String> = parts.iter().map(|part| format!("{:.0}", *part as f64 / count)).collect();
    println!("| {name} | {} | {:.0} |", parts_of_one.join(" | "), parts.iter().sum::<u64>() as f64 / count);
}

/// The fields that Quickwit is told of, as tantivy's.
fn schema() -> Schema {
    let description: Value = serde_json::from_str(&described_to_quickwit()).unwrap();
    let mut schema = Schema::builder();
    for field in description["doc_mapping"]["field_mappings"].as_array().unwrap() {
        let name = field["name"].as_str().unwrap();
        let is = |key: &str| field[key] == true;
        match field["type"].as_str().unwrap() {
            "i64" => {
                let options = NumericOptions::default().set_indexed().set_fast();
                schema.add_i64_field(name, if is("stored") { options.set_stored() } else { options })
            }
            "datetime" => {
                let options = DateOptions::default().set_indexed().set_fast().set_precision(DateTimePrecision::Seconds);
                schema.add_date_field(name, options)
            }
            "text" | "array<text>" => schema.add_text_field(name, text_options(field)),
            other => panic!("{name} is {other}, which this does not know"),
        };
    }
    schema.build()
}

fn text_options(field: &Value) -> TextOptions {
    let mut options = TextOptions::default();
    if field["stored"] == true {
        options = options.set_stored();
    }
    if field["fast"] == true {
        options = options.set_fast("raw");
    }
    if field["indexed"] != false {
        let record = match field["record"].as_str() {
            Some("position") => IndexRecordOption::WithFreqsAndPositions,
            _ => IndexRecordOption::Basic,
        };
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(field["tokenizer"].as_str().unwrap())
            .set_index_option(record)
            .set_fieldnorms(field["fieldnorms"] == true);
        options = options.set_indexing_options(indexing);
    }
    options
}
