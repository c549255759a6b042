//! "How does text become terms?" One [`Analyzer`] serves both sides, so that what is asked meets what was indexed.
//!
//! A word has several kinds of term (see [`Terms`]): its exact normal form, the forms by which it matches (lemmas, the light
//! form of a name, the folded Kazakh stem), and its Snowball stem, which only adds to the score.

mod beginnings;
mod block;
mod cache;
mod derivations;
mod kazakh;
mod kazakh_latin;
mod lookalikes;
mod measuring;
mod memory;
mod names;
mod normal;
mod pieces;
mod readings;
mod russian;
mod sentences;
mod steps;
mod table;
pub(crate) mod tokens;

use std::sync::{Arc, LazyLock};

pub(crate) use beginnings::Beginnings;
pub(crate) use cache::{TextAnalyzer, Word};
pub(crate) use derivations::stems_of_place;
pub(crate) use lookalikes::to_cyrillic as cyrillic_lookalike;
#[doc(hidden)]
pub use measuring::{count_words, term_counter};
pub(crate) use memory::WordTerms;
use normal::{Case, NormalWord, normal_form};
use pieces::{Piece, is_hyphen};
pub(crate) use readings::Readings;
use russian::Russian;
pub(crate) use sentences::sentences;
pub use steps::Step;

use crate::language::{LONGEST_ABBREVIATION, is_kazakh_letter};

/// The version of everything in this module that decides which terms a text has. Raise it with every change of terms: an
/// index of another version is refused.
pub(crate) const VERSION: u32 = 2;

/// The dictionary whose lemmas stand in the index.
pub(crate) const DICTIONARY: &str = "rumorph-dict-ru 0.5";

/// The terms of one word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Terms {
    /// The normal form of the word as written.
    pub exact: String,
    /// The terms by which the word matches: a query finds a text that shares one of them.
    pub forms: Vec<String>,
    /// The Snowball stem of a Russian word: derivations share it, so it adds to the score but matches nothing.
    pub stem: Option<String>,
    /// Whether the word carries no subject of its own (в, и, что).
    pub is_function_word: bool,
}

/// A word of a query: the whole, and for a hyphenated word its parts too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct QueryWord {
    /// The terms of the whole word.
    pub whole: Terms,
    /// The terms of its parts in their order; empty for a word without hyphens.
    pub parts: Vec<Terms>,
}

impl QueryWord {
    /// How many positions it takes in a text: a hyphenated word one for each of its parts.
    pub fn places(&self) -> usize {
        self.parts.len().max(1)
    }

    /// Words in a row, each with how many positions it takes.
    pub fn in_a_row(words: &[QueryWord]) -> impl Iterator<Item = (&Terms, usize)> {
        words.iter().map(|word| (&word.whole, word.places()))
    }
}

/// What surrounds a word of a text, as far as its reading depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Surroundings {
    /// The text is Kazakh.
    kazakh: bool,
    /// A sentence starts here, so that a capital letter says nothing.
    sentence_start: bool,
}

impl Surroundings {
    /// A number of its own for each.
    fn number(self) -> u8 {
        u8::from(self.kazakh) * 2 + u8::from(self.sentence_start)
    }
}

/// Turns words into terms. Cheap to clone; all clones share one dictionary.
#[derive(Clone)]
pub(crate) struct Analyzer {
    russian: Arc<Russian>,
}

impl Analyzer {
    /// An analyzer with the bundled dictionary, which is read once in a process; about 5 ms.
    pub fn new() -> Analyzer {
        static RUSSIAN: LazyLock<Arc<Russian>> = LazyLock::new(|| Arc::new(Russian::new()));
        Analyzer { russian: Arc::clone(&RUSSIAN) }
    }

    /// The words of texts one after another, remembering the words that it met: about 200,000.
    pub fn text_analyzer(&self) -> TextAnalyzer {
        TextAnalyzer::new(self.clone(), 16 << 20)
    }

    /// The same, remembering so many bytes of words and terms: 16 MB are about 200,000 words.
    pub fn text_analyzer_of(&self, memory: usize) -> TextAnalyzer {
        TextAnalyzer::new(self.clone(), memory)
    }

    /// The terms of a word of a query, in every reading that a person may have meant: small letters may be a name, and a
    /// word without Kazakh letters may be Kazakh.
    ///
    /// Of a Kazakh word every stem that may be meant; [`Analyzer::query_word_among`] knows which one is.
    pub fn query_word(&self, word: &str) -> QueryWord {
        self.read_query_word(word, None)
    }

    /// The terms of a word of a query to articles of which so many have a word as it is written, in normal spelling: they tell
    /// which stem of a Kazakh word is one.
    pub fn query_word_among(&self, word: &str, articles: &dyn Fn(&str) -> u64) -> QueryWord {
        self.read_query_word(word, Some(articles))
    }

    fn read_query_word(&self, word: &str, articles: Option<Articles<'_>>) -> QueryWord {
        let parts = if word.contains(is_hyphen) {
            word.split(is_hyphen).filter(|part| !part.is_empty()).collect()
        } else {
            vec![]
        };
        let parts: Vec<Terms> = parts.into_iter().map(|part| self.query_terms(part, articles)).collect();
        let mut whole = self.query_terms(word, articles);
        if parts.len() > 1 {
            add_compound_forms(&mut whole, &parts);
        }
        QueryWord { whole, parts }
    }

    /// The Snowball stem of a word in normal spelling, if it is Russian.
    pub fn stem_of(&self, word: &str) -> Option<String> {
        let is_russian = matches!(Script::of(&normal_form(word)), Some(Script::Russian));
        is_russian.then(|| self.russian.stem(word))
    }

    /// The forms by which a word of a Russian text matches that stands inside a sentence.
    pub fn forms_in_text(&self, word: &str) -> Vec<String> {
        self.text_terms(word, Surroundings { kazakh: false, sentence_start: false }).forms
    }

    /// Whether the Russian dictionary has the word as it is written.
    pub fn is_in_dictionary(&self, word: &str) -> bool {
        !self.russian.read(&normal_form(word).text).lemmas.is_empty()
    }

    fn query_terms(&self, word: &str, articles: Option<Articles<'_>>) -> Terms {
        let normal = normal_form(word);
        let Some(script) = Script::of(&normal) else { return unchanging(normal) };
        let mut terms = match script {
            Script::Latin => self.latin_terms(&normal, true, articles),
            Script::Kazakh => self.kazakh_terms(&normal, true, articles),
            Script::Russian => self.russian_query_terms(&normal, articles),
        };
        terms.is_function_word |= kazakh::is_function_word(&normal.text);
        terms
    }

    fn russian_query_terms(&self, normal: &NormalWord, articles: Option<Articles<'_>>) -> Terms {
        let mut reading = self.russian.read(&normal.text);
        let capital = normal.case == Case::Capitalised;
        let is_own_name = capital && reading.own_name.is_some();
        reading.lemmas = reading.likely_lemmas(&normal.text).cloned().collect();
        if reading.lemmas.contains(&normal.text) {
            // «Иванов» is a surname in the nominative, not many an Иван; «бывший» is no form of «быть».
            reading.lemmas.retain(|lemma| *lemma == normal.text || !capital && lemma != "быть");
        }
        let mut forms = Vec::new();
        reading.own_name.into_iter().for_each(|name| add(&mut forms, name));
        if !is_own_name {
            let unknown = reading.lemmas.is_empty();
            // In a Kazakh text the word has Kazakh endings, and one that Russian does not know may be Kazakh as it stands.
            let kazakh: Vec<String> = match unknown {
                true => kazakh_forms(&normal.text, articles),
                false => reading.lemmas.iter().map(|lemma| kazakh::fold(lemma)).collect(),
            };
            reading.lemmas.into_iter().for_each(|lemma| add(&mut forms, lemma));
            self.add_name_forms(&mut forms, &normal.text);
            if unknown {
                add(&mut forms, self.russian.stem(&normal.text));
            }
            if is_abbreviation(normal) {
                add(&mut forms, normal.text.clone());
            }
            kazakh.into_iter().for_each(|form| add(&mut forms, form));
        }
        Terms {
            exact: normal.text.clone(),
            forms,
            stem: Some(self.russian.stem(&normal.text)),
            is_function_word: reading.is_function_word && normal.case != Case::Upper,
        }
    }

    /// The pieces of a word of a text: the word, and what it is put together from.
    fn text_pieces(&self, word: &str, around: Surroundings) -> Vec<Piece> {
        let mut pieces = vec![Piece::whole(word, self.text_terms(word, around))];
        let inner = Surroundings { sentence_start: false, ..around };
        let parts: Vec<Piece> = pieces::parts(word).map(|part| part.map(|text| self.text_terms(text, inner))).collect();
        if word.contains(is_hyphen) && parts.len() > 1 {
            let parts: Vec<Terms> = parts.iter().map(|part| part.terms.clone()).collect();
            add_compound_forms(&mut pieces[0].terms, &parts);
        }
        pieces.extend(parts);
        pieces
    }

    fn text_terms(&self, word: &str, around: Surroundings) -> Terms {
        let normal = normal_form(word);
        let Some(script) = Script::of(&normal) else { return unchanging(normal) };
        match script {
            Script::Latin => self.latin_terms(&normal, around.kazakh, None),
            Script::Kazakh => self.kazakh_terms(&normal, around.kazakh, None),
            Script::Russian if around.kazakh => self.kazakh_terms(&normal, true, None),
            Script::Russian => self.russian_text_terms(&normal, around.sentence_start),
        }
    }

    fn russian_text_terms(&self, normal: &NormalWord, sentence_start: bool) -> Terms {
        let reading = self.russian.read(&normal.text);
        let stem = self.russian.stem(&normal.text);
        let mut forms = Vec::new();
        match (normal.case, reading.own_name) {
            _ if is_abbreviation(normal) => {
                add(&mut forms, normal.text.clone());
                reading.lemmas.into_iter().for_each(|lemma| add(&mut forms, lemma));
            }
            (Case::Capitalised, Some(name)) if !sentence_start => add(&mut forms, name),
            (case, name) => {
                let unknown = reading.lemmas.is_empty();
                reading.lemmas.into_iter().for_each(|lemma| add(&mut forms, lemma));
                if case != Case::Lower {
                    name.into_iter().for_each(|name| add(&mut forms, name));
                }
                if case != Case::Lower || unknown {
                    self.add_name_forms(&mut forms, &normal.text);
                }
                if case == Case::Lower && unknown {
                    add(&mut forms, stem.clone());
                }
            }
        }
        Terms { exact: normal.text.clone(), forms, stem: Some(stem), is_function_word: reading.is_function_word }
    }

    fn add_name_forms(&self, forms: &mut Vec<String>, word: &str) {
        add(forms, names::light_name(word));
        if names::may_be_whole(word) {
            add(forms, word.to_owned());
        }
    }

    /// Words with Kazakh letters, and all Cyrillic words of a Kazakh text, where many are Russian too.
    fn kazakh_terms(&self, normal: &NormalWord, maybe_russian: bool, articles: Option<Articles<'_>>) -> Terms {
        let mut forms = Vec::new();
        if is_abbreviation(normal) {
            add(&mut forms, kazakh::fold(&normal.text));
            add(&mut forms, normal.text.clone());
        } else {
            kazakh_forms(&normal.text, articles).into_iter().for_each(|form| add(&mut forms, form));
        }
        if maybe_russian && !normal.text.contains(is_kazakh_letter) {
            self.russian.read(&normal.text).lemmas.into_iter().for_each(|lemma| add(&mut forms, lemma));
        }
        let is_function_word = kazakh::is_function_word(&normal.text);
        Terms { exact: normal.text.clone(), forms, stem: None, is_function_word }
    }

    /// Latin words stay as they are; Kazakh ones are found by their Cyrillic spelling too.
    fn latin_terms(&self, normal: &NormalWord, maybe_kazakh: bool, articles: Option<Articles<'_>>) -> Terms {
        let mut terms = Terms { exact: normal.text.clone(), forms: vec![normal.text.clone()], ..Terms::default() };
        if (maybe_kazakh || kazakh_latin::is_kazakh(&normal.text))
            && let Some(cyrillic) = kazakh_latin::to_cyrillic(&normal.text)
        {
            kazakh_forms(&cyrillic, articles).into_iter().for_each(|form| add(&mut terms.forms, form));
            terms.is_function_word = kazakh::is_function_word(&cyrillic);
        }
        terms
    }
}

/// In how many articles a word stands as it is written.
type Articles<'a> = &'a dyn Fn(&str) -> u64;

/// The forms by which a Kazakh word matches: its shortest stem in folded letters, and all stems as they are, for with all letters
/// «қарағанда» is not Караганда. For a query that knows the articles the root alone.
fn kazakh_forms(word: &str, articles: Option<Articles<'_>>) -> Vec<String> {
    let stems = kazakh::stems(word);
    let folded = kazakh::fold(&stems[0]);
    match articles.and_then(|articles| kazakh::root(&stems, articles)) {
        Some(root) if *root != stems[0] => vec![root.clone()],
        Some(_) => vec![folded],
        None => {
            let mut forms = vec![folded];
            stems.into_iter().for_each(|stem| add(&mut forms, stem));
            forms
        }
    }
}

/// The script that decides how a word is read.
enum Script {
    Latin,
    Kazakh,
    Russian,
}

impl Script {
    /// None for a word that is never inflected: with digits, of one letter, of another script.
    fn of(normal: &NormalWord) -> Option<Script> {
        let word = &normal.text;
        if word.chars().nth(1).is_none() || word.chars().any(|letter| letter.is_numeric()) {
            return None;
        }
        if word.chars().any(is_kazakh_letter) {
            return Some(Script::Kazakh);
        }
        if word.chars().any(lookalikes::is_cyrillic) {
            return Some(Script::Russian);
        }
        word.chars().any(lookalikes::is_latin).then_some(Script::Latin)
    }
}

fn unchanging(normal: NormalWord) -> Terms {
    let is_function_word = matches!(normal.text.as_str(), "в" | "и" | "с" | "к" | "о" | "у" | "а" | "я");
    Terms { forms: vec![normal.text.clone()], exact: normal.text, stem: None, is_function_word }
}

fn is_abbreviation(normal: &NormalWord) -> bool {
    normal.case == Case::Upper && normal.text.chars().count() <= LONGEST_ABBREVIATION
}

/// A hyphenated word matches by each form of its last part behind the parts before it, as written and as lemmas.
fn add_compound_forms(whole: &mut Terms, parts: &[Terms]) {
    let Some((last, before)) = parts.split_last() else { return };
    let written: String = before.iter().flat_map(|part| [part.exact.as_str(), "-"]).collect();
    let lemmas: String =
        before.iter().flat_map(|part| [part.forms.first().map_or(part.exact.as_str(), String::as_str), "-"]).collect();
    for form in &last.forms {
        add(&mut whole.forms, format!("{written}{form}"));
        add(&mut whole.forms, format!("{lemmas}{form}"));
    }
}

fn add(forms: &mut Vec<String>, form: String) {
    if !form.is_empty() && !forms.contains(&form) {
        forms.push(form);
    }
}

/// The form that all cases of a name share, whether or not a dictionary knows it.
pub(crate) fn name_form(word: &str) -> String {
    names::light_name(&normal_text(word))
}

/// A word, or a pattern of one, in its normal form.
pub(crate) fn normal_text(word: &str) -> String {
    normal_form(word).text
}

#[cfg(test)]
mod tests;
