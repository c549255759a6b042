//! Lines that many articles of one source repeat: the menus, buttons and footers that no list of phrases knows.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use crate::article::RawArticle;
use crate::extract::host_of;
use crate::extract::letters::{folded, is_letter};

/// Counts the lines of each source.
#[derive(Default)]
pub(crate) struct LineCounts {
    /// How many articles of a source were counted.
    articles: FxHashMap<u64, u32>,
    /// In how many articles of its source a line stands, by the hash of both.
    lines: FxHashMap<u64, u32>,
    /// Lines in no more articles than this were forgotten.
    floor: u32,
    /// The longest lines of the articles that were counted: copies of an article teach nothing.
    counted: FxHashSet<u64>,
}

/// What an article's lines are counted by.
pub(crate) struct Fingerprints {
    source: u64,
    lines: Vec<u64>,
}

/// A line is repeated if it stands in so many articles of its source, and in this part of them.
const LEAST_ARTICLES: u32 = 3;
const LEAST_SHARE: f64 = 0.002;

/// A line this long, in characters, may be furniture wherever it stands; a longer one only at either end of a text.
const SHORT: usize = 80;
/// What counts as an end of a text, as a part of its bytes.
const END: f64 = 0.15;
/// The longest line that is looked at, in bytes: no menu's line is longer, and few footers are.
const LONGEST: usize = 1_200;

/// So many lines and articles are remembered; then the rarest half is forgotten (after lossy counting, Manku and Motwani 2002).
const REMEMBERED: usize = 1 << 20;

/// From so many articles of a source on it means something which part of them has a line.
const TELLING: u32 = 10;

impl LineCounts {
    /// Counts the lines of an article, each once. Of copies of an article only the first counts.
    pub fn count(&mut self, raw: &RawArticle) -> Fingerprints {
        let source = source_of(raw);
        let (mut lines, longest) = fingerprints(&raw.text, source);
        lines.sort_unstable();
        lines.dedup();
        if self.counted.insert(longest) {
            *self.articles.entry(source).or_default() += 1;
            for line in &lines {
                *self.lines.entry(*line).or_default() += 1;
            }
            if self.lines.len() > REMEMBERED {
                self.forget_rare_lines();
            }
            if self.counted.len() > REMEMBERED {
                self.counted.clear();
            }
        }
        Fingerprints { source, lines }
    }

    fn forget_rare_lines(&mut self) {
        while self.lines.len() > REMEMBERED / 2 {
            self.floor += 1;
            let floor = self.floor;
            self.lines.retain(|_, count| *count > floor);
        }
    }

    /// Which lines of an article its source repeats, as far as is known by now: their hashes in order, each with how many of
    /// a hundred articles have it, 0 where there are too few articles to tell.
    pub fn repeated(&self, article: &Fingerprints) -> Vec<(u64, u8)> {
        let articles = self.articles.get(&article.source).copied().unwrap_or_default().max(1);
        let least = LEAST_ARTICLES.max((f64::from(articles) * LEAST_SHARE).ceil() as u32);
        let count = |line: &u64| self.lines.get(line).copied().unwrap_or_default();
        let lines = article.lines.iter().map(|line| (*line, count(line))).filter(|(_, count)| *count >= least);
        let hundredths = if articles < TELLING { 0 } else { 100 };
        lines.map(|(line, count)| (line, (u64::from(count) * hundredths / u64::from(articles)) as u8)).collect()
    }
}

/// The lines of an article that its source repeats.
#[derive(Default)]
pub(crate) struct RepeatedLines<'a> {
    source: u64,
    lines: &'a [(u64, u8)],
    /// How many of a hundred articles have the one that most of them have.
    highest: u8,
}

impl<'a> RepeatedLines<'a> {
    /// Those that [`LineCounts::repeated`] found.
    pub fn of(raw: &'a RawArticle) -> RepeatedLines<'a> {
        let lines = raw.repeated_lines.as_slice();
        let highest = lines.iter().map(|(_, percentage)| *percentage).max().unwrap_or_default();
        RepeatedLines { source: if lines.is_empty() { 0 } else { source_of(raw) }, lines, highest }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Whether a line is repeated, by so many of a hundred articles of its source at least.
    pub fn has(&self, line: &str, percentage: u8) -> bool {
        if self.highest < percentage {
            return false;
        }
        let Some(line) = fingerprint(line, self.source) else { return false };
        let at = self.lines.binary_search_by_key(&line, |(line, _)| *line);
        at.is_ok_and(|at| self.lines[at].1 >= percentage)
    }
}

/// The lines of a text that can be furniture, and its longest line.
fn fingerprints(text: &str, source: u64) -> (Vec<u64>, u64) {
    let edge = (text.len() as f64 * END) as usize;
    let (mut lines, mut longest, mut start) = (Vec::new(), "", 0);
    for line in text.split('\n') {
        let end = start + line.len();
        if line.len() > longest.len() {
            longest = line;
        }
        let at_end = start < edge || end + edge > text.len();
        if line.len() <= LONGEST && (at_end || line.len() <= SHORT || is_short(line)) {
            lines.extend(fingerprint(line, source));
        }
        start = end + 1;
    }
    let mut hasher = FxHasher::default();
    hasher.write_u64(source);
    hasher.write(longest.as_bytes());
    (lines, hasher.finish())
}

/// Whether a line has at most [`SHORT`] characters.
pub(super) fn is_short(line: &str) -> bool {
    line.len() <= 4 * SHORT && line.chars().nth(SHORT).is_none()
}

/// The hash of a line by its letters and digits, whatever their case; none for a line without letters. Numbers count: tables
/// and series of articles differ in nothing else.
fn fingerprint(line: &str, source: u64) -> Option<u64> {
    let mut hasher = FxHasher::default();
    hasher.write_u64(source);
    let mut letters = 0;
    for sign in line.chars() {
        if let Some(letter) = folded(sign) {
            hasher.write_u32(letter as u32);
            letters += usize::from(is_letter(sign));
        }
    }
    (letters > 1).then(|| hasher.finish())
}

/// Who published an article, as far as can be told without reading it: the given source, the host, else the folder or the
/// file that it stands in.
fn source_of(raw: &RawArticle) -> u64 {
    let mut hasher = FxHasher::default();
    let host = raw.metadata.url.as_deref().and_then(host_of);
    match (&raw.metadata.source, host, &raw.path) {
        (Some(source), ..) => hasher.write(source.trim().as_bytes()),
        (None, Some(host), _) => hasher.write(host.as_bytes()),
        (None, None, Some(path)) => {
            let place = if raw.line.is_some() { Some(path.as_path()) } else { path.parent() };
            hasher.write(place.unwrap_or(path).as_os_str().as_encoded_bytes());
        }
        (None, None, None) => {}
    }
    hasher.finish()
}
