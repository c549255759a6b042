//! Words that mean what others mean: a list of groups, the bundled one and the user's own.

use std::path::Path;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::analysis::{Analyzer, QueryWord, Terms};
use crate::error::{Error, Result};
use crate::extract::Gazetteer;
use crate::language::is_kazakh_letter;

/// The list that comes with the library. Own work; its head says how a line is written.
const BUNDLED: &str = include_str!("data/synonyms.txt");

/// The most words of one way to say a thing.
const MOST_WORDS: usize = 6;
/// The most ways to say it in one line.
const MOST_WAYS: usize = 24;

/// Words and phrases that stand for one another in queries: ЕНТ and ҰБТ, свет and электроэнергия.
///
/// # Example
/// ```
/// use izdeu::{Index, LocalSearcher, RawArticle, SearchRequest, Searcher, Synonyms};
///
/// let index = Index::in_memory()?;
/// let mut writer = index.writer()?;
/// writer.add(RawArticle::new("1", "В Шымкенте подорожал проезд в маршрутках."))?;
/// writer.commit()?;
/// let folder = tempfile::tempdir().unwrap();
/// let file = folder.path().join("synonyms.txt");
/// std::fs::write(&file, "маршрутка = газелька\n").unwrap();
/// let searcher = LocalSearcher::open(&index)?.with_synonyms(Synonyms::bundled().with_file(&file)?);
/// assert_eq!(searcher.search(&SearchRequest::new("газелька"))?.total, 1);
/// # Ok::<(), izdeu::Error>(())
/// ```
#[derive(Debug)]
pub struct Synonyms {
    entries: Vec<Entry>,
    /// Whether the names of a city stand for one another.
    has_cities: bool,
    /// The entries by the first term of their first word; made at the first query.
    by_first_word: OnceLock<FxHashMap<String, Vec<Key>>>,
}

/// What one word or phrase may be said by.
#[derive(Debug, Clone)]
struct Entry {
    /// The words that a query has.
    words: Vec<String>,
    /// What else an article may have.
    ways: Vec<Way>,
}

/// Another way to say a word or a phrase of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Way {
    /// The words, in a row.
    pub words: Vec<String>,
    /// Whether it is the same thing, and not only often meant.
    pub is_same: bool,
    /// Whether it comes from a list of the user's own, who means it.
    pub is_own: bool,
}

/// The terms of an entry's words behind the first, and the entry.
#[derive(Debug)]
struct Key {
    rest: Vec<Vec<String>>,
    entry: usize,
}

impl Synonyms {
    /// The synonyms that come with the library: the names of each city, institutions, abbreviations, everyday words and those of
    /// the news, Russian and Kazakh.
    pub fn bundled() -> Synonyms {
        let entries = read(BUNDLED).expect("a test reads the bundled list");
        Synonyms { entries, has_cities: true, by_first_word: OnceLock::new() }
    }

    /// No synonyms.
    pub fn none() -> Synonyms {
        Synonyms { entries: Vec::new(), has_cities: false, by_first_word: OnceLock::new() }
    }

    /// With the names of each city for one another, where this knows of cities: the gazetteer is the index's own.
    pub(super) fn with_names_of(mut self, gazetteer: &Gazetteer) -> Synonyms {
        if self.has_cities {
            for names in gazetteer.sure_names() {
                let names = names.iter().map(|name| name.split_whitespace().map(str::to_owned).collect());
                self.entries.extend(same(&names.collect::<Vec<_>>()));
            }
        }
        self
    }

    /// These synonyms and those of a file, written as `docs/synonyms.md` says.
    ///
    /// # Errors
    /// [`Error::Io`] where the file cannot be read, [`Error::Invalid`] with the line that is wrong and what to do.
    pub fn with_file(self, path: impl AsRef<Path>) -> Result<Synonyms> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path).map_err(|cause| Error::io(path, cause))?;
        let mut own =
            read(&text).map_err(|(line, reason)| Error::Invalid(format!("{}:{line}: {reason}", path.display())))?;
        own.iter_mut().flat_map(|entry| &mut entry.ways).for_each(|way| way.is_own = true);
        Ok(Synonyms { entries: [self.entries, own].concat(), ..self })
    }

    /// For each word of a row what else an article may have in its place. A phrase of the row stands for each of its words.
    pub(super) fn of_row(&self, row: &[QueryWord], analyzer: &Analyzer) -> Vec<Vec<Way>> {
        let keys = self.by_first_word.get_or_init(|| self.keys(analyzer));
        let mut found: Vec<Vec<Way>> = vec![Vec::new(); row.len()];
        for start in 0..row.len() {
            let terms = &row[start].whole;
            for key in terms.forms.iter().chain([&terms.exact]).filter_map(|term| keys.get(term)).flatten() {
                let behind = &row[start + 1..];
                let is_here = key.rest.len() <= behind.len()
                    && key.rest.iter().zip(behind).all(|(terms, word)| {
                        word.whole.forms.iter().chain([&word.whole.exact]).any(|form| terms.contains(form))
                    });
                if !is_here {
                    continue;
                }
                for ways in &mut found[start..=start + key.rest.len()] {
                    for way in &self.entries[key.entry].ways {
                        match ways.iter_mut().find(|known| known.words == way.words) {
                            Some(known) => {
                                known.is_same |= way.is_same;
                                known.is_own |= way.is_own;
                            }
                            None => ways.push(way.clone()),
                        }
                    }
                }
            }
        }
        found
    }

    fn keys(&self, analyzer: &Analyzer) -> FxHashMap<String, Vec<Key>> {
        let mut keys: FxHashMap<String, Vec<Key>> = FxHashMap::default();
        for (entry, Entry { words, .. }) in self.entries.iter().enumerate() {
            let mut terms = words.iter().map(|word| terms_of(word, analyzer));
            let Some(first) = terms.next() else { continue };
            let rest: Vec<Vec<String>> = terms.collect();
            for term in first {
                keys.entry(term).or_default().push(Key { rest: rest.clone(), entry });
            }
        }
        keys
    }
}

/// The terms by which a word of the list is found: its lemma or its Kazakh stems, an abbreviation as it is.
fn terms_of(word: &str, analyzer: &Analyzer) -> Vec<String> {
    let Terms { exact, mut forms, .. } = analyzer.query_word(word).whole;
    if forms.is_empty() || !word.contains(char::is_lowercase) {
        return vec![exact];
    }
    if !word.contains(is_kazakh_letter) {
        forms.truncate(1);
    }
    forms
}

/// The entries of a list; else the line that is wrong, counted from 1, and what to do.
fn read(text: &str) -> Result<Vec<Entry>, (usize, String)> {
    let mut entries = Vec::new();
    for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.is_empty() {
            continue;
        }
        let wrong = |reason: String| (number + 1, reason);
        if let Some((words, ways)) = line.split_once("=>") {
            let ways = ways_of(ways).map_err(wrong)?;
            for words in ways_of(words).map_err(wrong)? {
                let ways = ways.iter().cloned().map(|words| Way { words, is_same: false, is_own: false }).collect();
                entries.push(Entry { words, ways });
            }
            continue;
        }
        let group = ways_of(line).map_err(wrong)?;
        if group.len() < 2 {
            return Err(wrong(
                "a line has two ways to say a thing at least: `ЕНТ = ҰБТ`, or `свет => электроэнергия`".to_owned(),
            ));
        }
        entries.extend(same(&group));
    }
    Ok(entries)
}

/// What is the same thing, each for all others.
fn same(group: &[Vec<String>]) -> Vec<Entry> {
    let others = |place: usize| group.iter().enumerate().filter(move |(other, _)| *other != place);
    let ways =
        |place| others(place).map(|(_, words)| Way { words: words.clone(), is_same: true, is_own: false }).collect();
    group.iter().enumerate().map(|(place, words)| Entry { words: words.clone(), ways: ways(place) }).collect()
}

/// The words of each way between the signs `=`.
fn ways_of(part: &str) -> Result<Vec<Vec<String>>, String> {
    let ways: Vec<Vec<String>> =
        part.split('=').map(|way| way.split_whitespace().map(str::to_owned).collect()).collect();
    if ways.iter().any(|way: &Vec<String>| !way.iter().any(|word| word.contains(char::is_alphanumeric))) {
        return Err("there is no word on one side of a sign; take the sign out, or write the word".to_owned());
    }
    if let Some(long) = ways.iter().find(|way| way.len() > MOST_WORDS) {
        return Err(format!("«{}» has more than {MOST_WORDS} words; name it shorter", long.join(" ")));
    }
    if ways.len() > MOST_WAYS {
        return Err(format!("more than {MOST_WAYS} ways to say one thing; make several lines of it"));
    }
    Ok(ways)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(list: &str, query: &str) -> Vec<String> {
        let analyzer = Analyzer::new();
        let synonyms = Synonyms { entries: read(list).unwrap(), ..Synonyms::none() };
        let row: Vec<QueryWord> = query.split(' ').map(|word| analyzer.query_word(word)).collect();
        let told = |way: &Way| format!("{}{}", if way.is_same { "=" } else { ">" }, way.words.join(" "));
        let ways = synonyms.of_row(&row, &analyzer);
        ways.iter().map(|ways| ways.iter().map(told).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn each_word_with_what_stands_for_it() {
        let list = "ЕНТ = ҰБТ = единое национальное тестирование # школа\n\nсвет = электричество => электроэнергия\n";
        for (query, expected) in [
            ("ент", &["=ҰБТ =единое национальное тестирование"] as &[&str]),
            ("ҰБТ Алматы", &["=ЕНТ =единое национальное тестирование", ""]),
            ("единого национального тестирования", &["=ЕНТ =ҰБТ"; 3]),
            ("единого тестирования", &["", ""]),
            ("тарифы на свет", &["", "", ">электроэнергия"]),
            ("электроэнергия", &[""]),
        ] {
            assert_eq!(ways(list, query), expected, "{query}");
        }
    }

    #[test]
    fn the_names_of_a_city_stand_for_one_another() {
        let analyzer = Analyzer::new();
        let ways = |synonyms: Synonyms, word: &str| {
            let found = synonyms.with_names_of(&Gazetteer::bundled()).of_row(&[analyzer.query_word(word)], &analyzer);
            found[0].iter().map(|way| way.words.join(" ")).collect::<Vec<_>>()
        };
        assert_eq!(ways(Synonyms::bundled(), "Кульсары"), ["Құлсары"]);
        let of_astana = ways(Synonyms::bundled(), "Астане");
        assert!(["Нур-Султан", "Нұр-Сұлтан", "Целиноград"].iter().all(|name| of_astana.contains(&(*name).to_owned())));
        assert!(ways(Synonyms::none(), "Астане").is_empty());
    }

    #[test]
    fn a_wrong_line_is_named() {
        for (list, line, reason) in [
            ("ЕНТ", 1, "two ways"),
            ("# да\nЕНТ = = ҰБТ", 2, "no word"),
            ("свет =>", 1, "no word"),
            ("а б в г д е ж = з", 1, "shorter"),
        ] {
            let (found, message) = read(list).unwrap_err();
            assert_eq!(found, line, "{list}");
            assert!(message.contains(reason), "{list}: {message}");
        }
    }

    #[test]
    fn the_bundled_list_is_sound() {
        assert!(read(BUNDLED).is_ok_and(|entries| entries.len() > 500));
    }
}
