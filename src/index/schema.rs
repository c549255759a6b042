//! The fields of the index.
//!
//! All words stand in `text`: title, body and furniture, each term with a sign that tells how the word stands there.

use tantivy::IndexSettings;
use tantivy::schema::{
    FAST, FacetOptions, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use tantivy::store::{Compressor, ZstdCompressor};

/// The tokenizer that `text` names and that there is none of: its terms are not made by the engine, see `segment/`.
pub(super) const TOKENIZER: &str = "izdeu-terms";

/// The version of the fields. Raise it with every change here: an index of another version is refused.
pub(crate) const VERSION: u32 = 6;

/// The fields of the index by name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// What names the article; unique.
    pub id: Field,
    /// The file that it came from, as an absolute path; absent for one from memory.
    pub file: Field,
    /// The hash of what was found, to tell whether it changed.
    pub fingerprint: Field,
    /// The state of the file on disk when it was read, see `notes.rs`.
    pub file_state: Field,
    /// The path of the file as it was given.
    pub path: Field,
    /// Where it was published.
    pub url: Field,
    /// Who published it.
    pub source: Field,
    /// `ru`, `kk` or `other`.
    pub language: Field,
    /// The headline as written; this and the next two as `stored_text.rs` packs them.
    pub title: Field,
    /// The text as written.
    pub body: Field,
    /// The lines of the page that are not the article's own.
    pub furniture: Field,
    /// The name of the city that it is about.
    pub main_city: Field,
    /// The name of the city that it was filed from.
    pub dateline_city: Field,
    /// Regions, cities and districts as paths: region, then city, then district of a large city. A region alone is one that was
    /// named by itself.
    pub place: Field,
    /// Places abroad as paths: country, then city. A country alone is one that was named by itself.
    pub abroad: Field,
    /// The paths of `place` and of `abroad`, a line each, packed: a value for each would take three times the room.
    pub stored_places: Field,
    pub stored_abroad: Field,
    /// Villages and districts in plain words.
    pub village: Field,
    /// The date as yyyymmdd with zeros for what is unknown; absent without a date. Year, month and day facets are parts of it.
    pub date: Field,
    /// How the date is known.
    pub date_source: Field,
    /// The date with the time of day, to sort by.
    pub moment: Field,
    /// The zone of the time of day in minutes ahead of UTC, where it is known.
    pub zone: Field,
    /// The days that the text tells of, as `date` has them.
    pub event_date: Field,
    /// The forms of all words, and the words of title and body as written, with positions. Behind each stands a sign, see `signs.rs`;
    /// signs of their own tell where sentences begin, see `borders.rs`.
    pub text: Field,
    /// The id of the article that this one is a copy of. Such a document has nothing that a search matches.
    pub copy_of: Field,
    /// What tells copies of an article, see `copies.rs`: text, headline, address, words, quality, day.
    pub keys: [Field; KEYS.len()],
}

/// The names of [`Fields::keys`].
pub(crate) const KEYS: [&str; 6] = ["text_key", "title_key", "url_key", "sketch", "quality", "day"];

impl Fields {
    /// The schema and its fields.
    pub fn new() -> (Schema, Fields) {
        let mut schema = Schema::builder();
        let fields = Fields {
            id: schema.add_text_field("id", STRING | STORED | FAST),
            file: schema.add_text_field("file", STRING | FAST),
            fingerprint: schema.add_u64_field("fingerprint", FAST),
            file_state: schema.add_u64_field("file_state", FAST),
            path: schema.add_text_field("path", STORED),
            url: schema.add_text_field("url", STORED),
            source: schema.add_text_field("source", STRING | STORED | FAST),
            language: schema.add_text_field("language", STRING | STORED | FAST),
            title: schema.add_bytes_field("title", STORED),
            body: schema.add_bytes_field("body", STORED),
            furniture: schema.add_bytes_field("furniture", STORED),
            main_city: schema.add_text_field("main_city", STRING | STORED | FAST),
            dateline_city: schema.add_text_field("dateline_city", STORED),
            place: schema.add_facet_field("place", FacetOptions::default()),
            abroad: schema.add_facet_field("abroad", FacetOptions::default()),
            stored_places: schema.add_bytes_field("stored_places", STORED),
            stored_abroad: schema.add_bytes_field("stored_abroad", STORED),
            village: schema.add_text_field("village", STORED),
            date: schema.add_u64_field("date", INDEXED | STORED | FAST),
            date_source: schema.add_text_field("date_source", STRING | STORED),
            moment: schema.add_u64_field("moment", STORED | FAST),
            zone: schema.add_i64_field("zone", STORED),
            event_date: schema.add_u64_field("event_date", STORED),
            text: schema.add_text_field("text", terms()),
            copy_of: schema.add_text_field("copy_of", STRING | STORED | FAST),
            keys: KEYS.map(|name| schema.add_u64_field(name, FAST)),
        };
        (schema.build(), fields)
    }
}

/// How stored articles are packed, with their letters a byte each. Russian news take .30 of their size in blocks of 16 KB, .29 in 32 KB, .27 in
/// 64 KB, and a block is unpacked for each article of a page.
pub(crate) fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::Zstd(ZstdCompressor::default()),
        docstore_blocksize: 32 << 10,
        ..IndexSettings::default()
    }
}

fn terms() -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer(TOKENIZER);
    TextOptions::default().set_indexing_options(indexing.set_index_option(IndexRecordOption::WithFreqsAndPositions))
}
