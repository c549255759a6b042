//! The fields of an article as the engine has it.

/// `article` or `copy`.
pub(super) const KIND: &str = "kind";
/// What names the article, as `document::key_of` has it.
pub(super) const ID: &str = "doc_id";
/// A number that no other version of any article has, to go on behind.
pub(super) const ORDINAL: &str = "doc_ord";
/// The request that it was sent with.
pub(super) const BATCH: &str = "batch";
/// When it was published, for the engine to prune by; without a date the first moment of 1970.
pub(super) const PUBLISHED: &str = "published_at";
/// The moment as `index::moment` has it; 0 without a date. To sort by, the newest first.
pub(super) const NEWEST: &str = "newest";
/// The same; [`WITHOUT_DATE`] without one. To sort by, the oldest first.
pub(super) const OLDEST: &str = "oldest";
/// What stands in [`OLDEST`] of an article without a date: behind all moments.
pub(super) const WITHOUT_DATE: u64 = 999_999_999_999;
/// The date as yyyymmdd with zeros for what is unknown.
pub(super) const DATE: &str = "date";
/// How the date is known.
pub(super) const DATE_SOURCE: &str = "date_source";
/// `2026-03`, or `2026` where the month is not known.
pub(super) const MONTH: &str = "month";
/// The date as a path with all that lies above it: `2026`, `2026-03`, `2026-03-05`.
pub(super) const DATES: &str = "dates";
/// Places as paths with all that lies above them, names parted by [`BETWEEN`]: region, then city, then district (under the city twice, as in
/// the index of a folder).
pub(super) const PLACES: &str = "places";
/// The same of places abroad: country, then city.
pub(super) const ABROAD: &str = "abroad";
/// Stands between the names of a path.
pub(super) const BETWEEN: char = '|';
/// What is known of the article, by [`name_of`](crate::search::elsewhere::name_of).
pub(super) const KNOWN: &str = "known";
pub(super) const LANGUAGE: &str = "language";
pub(super) const SOURCE: &str = "source";
pub(super) const MAIN_CITY: &str = "main_city";
/// The id of the article that this one is a copy of.
pub(super) const COPY_OF: &str = "copy_of";
/// How many terms the index of a folder would have of it.
pub(super) const TOKENS: &str = "tokens";
/// The headline and the text as written, and all else that is known of the article, as JSON.
pub(super) const TITLE: &str = "title";
pub(super) const BODY: &str = "body";
pub(super) const DETAILS: &str = "details";
/// What tells a sync whether the article changed, as JSON.
pub(super) const RECORD: &str = "record";

/// The forms of all words.
pub(super) const TEXT_TERMS: &str = "text_terms";
/// The forms of the words in the headline.
pub(super) const TITLE_TERMS: &str = "title_terms";
/// The forms of the first words of the body.
pub(super) const LEAD_TERMS: &str = "lead_terms";
/// The words of headline and body as written.
pub(super) const WRITTEN_TERMS: &str = "written_terms";
/// For each place of the text one term, the forms of the words there in order with [`TOGETHER`](crate::search::elsewhere::TOGETHER) between them; headline, body and furniture
/// with [`APART`] between them. For words in a row.
pub(super) const FORM_ROW: &str = "form_row";
/// The same of words as written, in headline and body.
pub(super) const WRITTEN_ROW: &str = "written_row";
/// The term between parts of a text, which no query has.
pub(super) const APART: &str = "¶";

/// How many documents the request had that an article was sent with.
pub(super) const BATCH_SIZE: &str = "batch_size";

/// The group of articles that words were taken from; several documents with the same leaf and part are one. An article has it too, so that
/// it does not count where its words are missing.
pub(super) const LEAF: &str = "leaf";
/// The number of a part of a leaf, from 0.
pub(super) const PART: &str = "part";
/// The leaf, the number of the part and how many parts there are, with blanks between: counted by it, one answer tells which leaves are
/// whole, however often a part is there.
pub(super) const PIECE: &str = "piece";
/// Lines of a word of headline or body as written, a blank, and how many articles of the group have it.
pub(super) const LEAF_WORDS: &str = "words";
/// The same of those terms of [`FORM_ROW`] that are several words.
pub(super) const FORM_KEYS: &str = "form_keys";
/// The same of [`WRITTEN_ROW`].
pub(super) const WRITTEN_KEYS: &str = "written_keys";

/// The number of a state document: the one with the highest counts.
pub(super) const SEQUENCE: &str = "seq";
/// Who wrote a state document: of two with the same number the later run counts.
pub(super) const WRITER: &str = "writer";
/// The state as JSON.
pub(super) const STATE_TEXT: &str = "state";
