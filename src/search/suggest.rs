//! How a query may go on that is being typed: by words, cities, phrases and headlines of the index.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::ops::ControlFlow;
use std::time::Instant;

use rustc_hash::FxHashSet;
use serde::Serialize;
use tantivy::schema::Facet;
use tantivy::{TantivyDocument, Term};

use super::Sort;
use super::beside;
use super::beside::{Behind, Company};
use super::clause::Clause;
use super::commit::Commit;
use super::compile::{Compiled, compile};
use super::deadline::Deadline;
use super::fields::Lookup;
use super::leaf::Leaf;
use super::lexicon::read_word;
use super::local::LocalSearcher;
use super::matching::Matching;
use super::page::by_date;
use super::sought::Sought;
use crate::analysis::Analyzer;
use crate::error::Result;
use crate::index::{guarded, title_of};
use crate::query::Query;

/// How many terms of a segment are looked at: one letter begins a great many.
const MOST_TERMS: usize = 50_000;
/// How many of them are remembered, the most frequent ones.
const MOST_OF_SEGMENT: usize = 80;
/// How many of the most frequent of all segments are judged.
const MOST_CANDIDATES: usize = 40;
/// The same where articles are kept elsewhere: each costs a request.
const MOST_ELSEWHERE: usize = 20;
/// How many times more where there are words before: what goes with them may be rare elsewhere.
const MORE_BESIDE: usize = 8;
/// How many headlines are read, the newest first.
const MOST_TITLES: usize = 100;
/// How many cities are suggested.
const MOST_CITIES: usize = 2;
/// How many phrases are suggested.
const MOST_PHRASES: usize = 3;

/// How a query may go on.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct Suggestions {
    /// What was typed so far.
    pub prefix: String,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
    /// The queries: cities first, then words, phrases and headlines.
    pub suggestions: Vec<Suggestion>,
}

/// A query to go on with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct Suggestion {
    /// The whole query.
    pub text: String,
    /// What it was made from.
    pub kind: SuggestionKind,
    /// How many articles have the word, behind the one before it if any, or name the city beside the words before; how many of the newest headlines have the phrase.
    pub count: usize,
}

/// What a suggestion was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SuggestionKind {
    /// A city of Kazakhstan that articles name.
    City,
    /// A word of the articles.
    Word,
    /// Words that several headlines have in a row.
    Phrase,
    /// A headline.
    Title,
}

impl LocalSearcher {
    /// See [`Searcher::suggest`](super::Searcher::suggest).
    pub(super) fn suggestions(&self, prefix: &str, limit: usize) -> Result<Suggestions> {
        let started = Instant::now();
        let typed: String = prefix.trim_start().chars().take(crate::query::LONGEST_QUERY).collect();
        let (commit, fields) = (self.commit(), self.fields());
        let lookup = self.lookup(&fields, &commit);
        let suggestions = guarded(self.path(), || suggest(&typed, limit, self.analyzer(), lookup))?;
        let took_ms = started.elapsed().as_secs_f64() * 1_000.0;
        Ok(Suggestions { prefix: prefix.to_owned(), took_ms, suggestions })
    }
}

/// How a query may go on.
pub(super) fn suggest(
    typed: &str,
    limit: usize,
    analyzer: &Analyzer,
    lookup: Lookup<'_>,
) -> tantivy::Result<Vec<Suggestion>> {
    Suggester::of(typed, analyzer, lookup)?.suggest(limit)
}

struct Suggester<'a> {
    analyzer: &'a Analyzer,
    lookup: Lookup<'a>,
    searcher: &'a Commit,
    /// The words before the last one, as typed.
    before: &'a str,
    /// The last word as typed, and its normal form.
    last: &'a str,
    start: String,
    /// The articles that have the words before.
    context: Option<Context>,
}

/// The articles that have the words before.
enum Context {
    /// These.
    Here(Company),
    /// Those that match, where they are kept elsewhere.
    Elsewhere(Clause),
}

impl<'a> Suggester<'a> {
    fn of(typed: &'a str, analyzer: &'a Analyzer, lookup: Lookup<'a>) -> tantivy::Result<Suggester<'a>> {
        let searcher = lookup.searcher;
        let at =
            typed.rfind(is_between_words).map_or(0, |at| at + typed[at..].chars().next().map_or(0, char::len_utf8));
        let (before, last) = typed.split_at(at);
        let root = Query::parse(before).root;
        let compiled = root.map(|root| compile(&root, analyzer, lookup)).transpose()?;
        let context = |compiled: Compiled| -> tantivy::Result<Context> {
            if searcher.collection().is_some() {
                return Ok(Context::Elsewhere(compiled.clause));
            }
            Ok(Context::Here(Company::of(Matching::of(&compiled, &[], searcher, Deadline::never())?)))
        };
        let context = compiled.map(context).transpose()?;
        let start = analyzer.query_word(last).whole.exact;
        Ok(Suggester { analyzer, lookup, searcher, before, last, start, context })
    }

    fn suggest(&self, limit: usize) -> tantivy::Result<Vec<Suggestion>> {
        if self.last.is_empty() && self.before.trim().is_empty() {
            return Ok(Vec::new());
        }
        let terms = self.terms()?;
        let mut suggestions = self.cities()?;
        suggestions.truncate(MOST_CITIES);
        let known: FxHashSet<String> = suggestions.iter().map(|city| plain(&city.text)).collect();
        let words = self.words(&terms)?;
        let (phrases, titles) = self.titles(&terms)?;
        let words = words.into_iter().filter(|word| !known.contains(&plain(&word.text)));
        suggestions
            .extend(words.take(limit.div_ceil(2)).map(|word| Suggestion { text: self.in_case(word.text), ..word }));
        suggestions.extend(phrases.into_iter().take(MOST_PHRASES));
        suggestions.extend(titles);
        suggestions.truncate(limit);
        Ok(suggestions)
    }

    /// The words of the index that begin as the last one, the most frequent first.
    fn terms(&self) -> tantivy::Result<Vec<String>> {
        if self.start.is_empty() {
            return Ok(Vec::new());
        }
        // What is among the most frequent of all is so in some segment: the others need not be kept.
        let is_elsewhere = self.searcher.collection().is_some();
        let more = if self.before.trim().is_empty() || is_elsewhere { 1 } else { MORE_BESIDE };
        let mut frequent: FxHashSet<String> = FxHashSet::default();
        for words in self.searcher.vocabularies()? {
            let mut first: BinaryHeap<(Reverse<u32>, String)> = BinaryHeap::new();
            let mut left = MOST_TERMS;
            words.beginning_with(&self.start, |word, articles| {
                left -= 1;
                // On top is the rarest, and the last of equals.
                let is_full = first.len() == MOST_OF_SEGMENT * more;
                if !is_full || first.peek().is_none_or(|(Reverse(rarest), _)| *rarest < articles) {
                    if is_full {
                        first.pop();
                    }
                    first.push((Reverse(articles), word.to_owned()));
                }
                if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })?;
            if is_elsewhere {
                // Its counts are known, and asking for each would take long.
                let mut first = first.into_sorted_vec();
                first.truncate(MOST_ELSEWHERE);
                return Ok(first.into_iter().map(|(_, term)| term).collect());
            }
            frequent.extend(first.into_iter().map(|(_, term)| term));
        }
        let mut terms = Vec::with_capacity(frequent.len());
        for term in frequent {
            let articles = self.searcher.articles(&Sought::written(&term))?;
            terms.push((term, articles));
        }
        terms.sort_unstable_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
        terms.truncate(MOST_CANDIDATES * more);
        Ok(terms.into_iter().map(|(term, _)| term).collect())
    }

    /// The words with how many articles have them, or have them behind the word before; where none has, anywhere beside the words
    /// before. Of the forms of a word the dictionary form, in the middle of a query the one that stands there most often.
    fn words(&self, terms: &[String]) -> tantivy::Result<Vec<Suggestion>> {
        let mut forms: Vec<(String, &String)> = Vec::new();
        for term in terms {
            let read = self.analyzer.query_word(term).whole;
            if read.is_function_word && terms.len() > 1 {
                continue;
            }
            let lemma = read.forms.into_iter().find(|form| terms.contains(form)).unwrap_or_else(|| term.clone());
            forms.push((lemma, term));
        }
        if self.before.trim().is_empty() {
            let count = |lemma: &str| -> tantivy::Result<usize> {
                let by_form = self.searcher.articles(&Sought::form(lemma))?;
                Ok(by_form.max(self.searcher.articles(&Sought::written(lemma))?) as usize)
            };
            return in_order(&forms, |lemma, _| Ok((lemma.to_owned(), count(lemma)?)));
        }
        let previous = if self.searcher.collection().is_some() { None } else { Some(self.before) };
        if let Some(previous) =
            previous.into_iter().flat_map(|before| before.split(is_between_words)).rfind(|word| !word.is_empty())
        {
            let previous = read_word(previous, self.analyzer, self.searcher);
            let behind = Behind::of(&previous, self.searcher)?;
            let in_a_row = in_order(&forms, |_, form| Ok((self.whole(form), behind.having(form, self.searcher)?)))?;
            if !in_a_row.is_empty() {
                return Ok(in_a_row);
            }
        }
        let beside = |form: &str| self.count_beside(&Leaf::word(Sought::written(form), 1.0));
        in_order(&forms, |_, form| Ok((self.whole(form), beside(form)?)))
    }

    /// A query whose last word has a capital where the typed one has one.
    fn in_case(&self, text: String) -> String {
        let at = if text.starts_with(self.before) { self.before.len() } else { 0 };
        format!("{}{}", &text[..at], in_case_of(self.last, text[at..].to_owned()))
    }

    /// The query with a word in place of the last one.
    fn whole(&self, word: &str) -> String {
        format!("{}{word}", self.before)
    }

    /// How many articles have a thing beside the words before.
    fn count_beside(&self, leaf: &Leaf) -> tantivy::Result<usize> {
        match (&self.context, self.searcher.collection()) {
            (Some(Context::Here(context)), _) => context.having(leaf, self.searcher),
            (Some(Context::Elsewhere(context)), Some(all)) => Ok(all.beside(Some(context), leaf)? as usize),
            (None, Some(all)) => Ok(all.beside(None, leaf)? as usize),
            (_, None) => beside::articles_with(leaf, self.searcher),
        }
    }

    /// The cities whose names begin as the last word, if articles name them beside the words before.
    fn cities(&self) -> tantivy::Result<Vec<Suggestion>> {
        let start = plain(self.last);
        let mut found = Vec::new();
        if start.chars().nth(1).is_some() {
            for city in self.lookup.gazetteer.cities().filter(|city| plain(&city.name).starts_with(&start)) {
                let facet = Facet::from_path([&city.region, &city.name]);
                let count = self.count_beside(&Leaf::label(Term::from_facet(self.lookup.fields.place, &facet)))?;
                let text = format!("{}{}", self.before, city.name);
                found.push(Suggestion { text, kind: SuggestionKind::City, count });
            }
        }
        found.retain(|city| city.count > 0);
        found.sort_by(|a, b| (Reverse(a.count), &a.text).cmp(&(Reverse(b.count), &b.text)));
        Ok(found)
    }

    /// Phrases of several headlines, and the headlines that begin as what was typed; the newest first.
    fn titles(&self, terms: &[String]) -> tantivy::Result<(Vec<Suggestion>, Vec<Suggestion>)> {
        let mut typed = plain(&format!("{}{}", self.before, self.last));
        if self.last.is_empty() {
            typed.push(' '); // the word before is whole
        }
        let Some(candidates) = with_words(&typed, terms, self.analyzer) else {
            return Ok((Vec::new(), Vec::new()));
        };
        let mut titles: Vec<Suggestion> = Vec::new();
        let mut phrases: BTreeMap<String, usize> = BTreeMap::new();
        for title in self.newest_titles(candidates)? {
            let words = plain(&title);
            if words.starts_with(&typed) && titles.iter().all(|known| plain(&known.text) != words) {
                titles.push(Suggestion { text: title, kind: SuggestionKind::Title, count: 1 });
            }
            if let Some(phrase) = phrase(&words, &typed) {
                *phrases.entry(phrase.to_owned()).or_default() += 1;
            }
        }
        let mut phrases: Vec<(String, usize)> = phrases.into_iter().filter(|(_, count)| *count > 1).collect();
        phrases.sort_by_key(|(_, count)| Reverse(*count));
        let phrase = |(text, count)| Suggestion { text, kind: SuggestionKind::Phrase, count };
        Ok((phrases.into_iter().map(phrase).collect(), titles))
    }

    /// The headlines of the newest articles that match.
    fn newest_titles(&self, clause: Clause) -> tantivy::Result<Vec<String>> {
        if let Some(all) = self.searcher.collection() {
            return all.newest_titles(&clause, MOST_TITLES);
        }
        let compiled = Compiled { clause, ..Compiled::everything() };
        let matching = Matching::of(&compiled, &[], self.searcher, Deadline::never())?;
        let title = |address| Ok(title_of(&self.searcher.doc::<TantivyDocument>(address)?, self.lookup.fields));
        let found = by_date(MOST_TITLES, Sort::Date, None, &matching, self.searcher)?;
        found.into_iter().filter_map(|found| title(found.address).transpose()).collect()
    }
}

/// Articles whose headline has all the words, the last of them as one of these terms.
fn with_words(typed: &str, terms: &[String], analyzer: &Analyzer) -> Option<Clause> {
    let any_of = |words: &[&str]| {
        let forms: FxHashSet<String> = words.iter().flat_map(|word| analyzer.query_word(word).whole.forms).collect();
        let any = Leaf::best_of(forms.iter().map(|form| Leaf::word(Sought::in_title(form), 1.0)));
        Clause::Phrase(any.unwrap_or_else(Leaf::nothing))
    };
    let mut words: Vec<&str> = typed.split(' ').filter(|word| !word.is_empty()).collect();
    let mut wanted = Vec::new();
    if !terms.is_empty() {
        words.pop();
        wanted.push(any_of(&terms.iter().map(String::as_str).collect::<Vec<_>>()));
    }
    wanted.extend(words.into_iter().map(|word| any_of(&[word])));
    (!wanted.is_empty()).then_some(Clause::All(wanted))
}

/// The words that are most frequent by their count, each by the form that is most frequent; without those that no article has.
fn in_order(
    forms: &[(String, &String)],
    counted: impl Fn(&str, &str) -> tantivy::Result<(String, usize)>,
) -> tantivy::Result<Vec<Suggestion>> {
    let mut words: Vec<(&str, String, usize)> = Vec::new();
    for (lemma, form) in forms {
        let (text, count) = counted(lemma, form)?;
        match words.iter_mut().find(|(known, ..)| known == lemma) {
            Some(known) if known.2 < count => *known = (lemma.as_str(), text, count),
            Some(_) => {}
            None => words.push((lemma.as_str(), text, count)),
        }
    }
    words.retain(|(.., count)| *count > 0);
    words.sort_by_key(|(.., count)| Reverse(*count));
    let word = |(_, text, count)| Suggestion { text, kind: SuggestionKind::Word, count };
    Ok(words.into_iter().map(word).collect())
}

/// What was typed and the words that follow it in a headline: to the end of its last word and one more.
fn phrase<'t>(title: &'t str, typed: &str) -> Option<&'t str> {
    let at = if title.starts_with(typed) { 0 } else { title.find(&format!(" {typed}"))? + 1 };
    let mut ends = title[at + typed.len()..].match_indices(' ').map(|(end, _)| at + typed.len() + end);
    if !typed.ends_with(' ') {
        ends.next()?;
    }
    let phrase = &title[at..ends.next().unwrap_or(title.len())];
    // «мост в» ends with no word to search for.
    phrase.rsplit(' ').next().is_some_and(|last| last.chars().nth(2).is_some()).then_some(phrase)
}

fn is_between_words(letter: char) -> bool {
    !letter.is_alphanumeric() && letter != '-'
}

/// Small letters, digits and single spaces.
fn plain(text: &str) -> String {
    let letters = text.to_lowercase().replace('ё', "е");
    let words = letters.split(is_between_words);
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A word with a capital where the typed one has one.
fn in_case_of(typed: &str, word: String) -> String {
    let mut letters = word.chars();
    match (typed.chars().next(), letters.next()) {
        (Some(capital), Some(first)) if capital.is_uppercase() => first.to_uppercase().chain(letters).collect(),
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use crate::article::RawArticle;
    use crate::search::Searcher;
    use crate::search::fixture::searcher;

    #[test]
    fn words_cities_phrases_and_headlines() {
        let articles = [
            ("1", "Новый мост открыли весной", "Мост в Актобе длинный, мостом гордятся. Пришла мощная техника."),
            ("2", "Новый мост закрыли на ремонт", "Мосты в Актау и Актобе чинят."),
            ("3", "Театр открыл сезон", "Премьера прошла в Актобе."),
        ];
        let searcher = searcher(articles.map(|(id, title, text)| RawArticle::new(id, text).title(title)));
        for (prefix, expected) in [
            ("мос", &["мост 2 Word"][..]),
            ("Ак", &["Актобе 3 City", "Актау 1 City"]),
            // Cities beside the words before; a word behind the one before, with its other forms; what is nowhere in a row.
            ("театр Ак", &["театр Актобе 1 City"]),
            ("Премьера Акт", &["Премьера Актобе 1 City"]),
            ("мостами гор", &["мостами гордятся 1 Word"]),
            ("техника гор", &["техника гордятся 1 Word"]),
            ("премьера гор", &[]),
            (
                "новый мо",
                &["новый мост 2 Word", "Новый мост открыли весной 1 Title", "Новый мост закрыли на ремонт 1 Title"],
            ),
            (
                "новый ",
                &["новый мост 2 Phrase", "Новый мост открыли весной 1 Title", "Новый мост закрыли на ремонт 1 Title"],
            ),
            ("абракадабра", &[]),
            ("", &[]),
            ("  ", &[]),
            ("«-(", &[]),
        ] {
            let found = searcher.suggest(prefix, 10).unwrap().suggestions;
            let found: Vec<String> =
                found.iter().map(|one| format!("{} {} {:?}", one.text, one.count, one.kind)).collect();
            assert_eq!(found, expected, "{prefix}");
        }
        assert_eq!(searcher.suggest("новый", 1).unwrap().suggestions.len(), 1);
    }
}
