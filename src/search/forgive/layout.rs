//! Queries typed with the keyboard left in another layout: «Rjycnbnewbz» is «Конституция», «Фдьфен» is «Almaty». The Kazakh layout
//! is the Russian one with letters in place of digits: «0fpf0cnfy» and «0аза0стан» are «қазақстан», «шзрщтуғ» is «iphone5».
//!
//! Words are cut by spaces alone here, because signs are letters in the other layout: «j,kfcnm» is «область».

use super::latin::{is_cyrillic, is_latin};
use super::vocabulary::Vocabulary;
use crate::language::is_kazakh_letter;
use crate::query::{LONGEST_QUERY, MOST_WORDS, words};
use crate::search::results::{Correction, CorrectionReason};

/// The keys of the English and the Russian layout, in the same order.
const ENGLISH: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~";
const RUSSIAN: &str = "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ";
/// The keys where the Kazakh layout has its own letters, as the English and the Russian layout have them.
const DIGITS: &str = "2345890-=@#$%*()_+";
const RUSSIAN_DIGITS: &str = "2345890-=\"№;%*()_+";
const KAZAKH: &str = "әіңғүұқөһӘІҢҒҮҰҚӨҺ";

/// The shortest word that is told to be typed in another layout by itself: few letters make a word in either (BTS, иеы).
const SHORTEST_WORD: usize = 4;

/// What stands between two spaces.
struct Chunk {
    text: String,
    position: usize,
}

/// The chunks to switch: all of a query of which most letters are in unknown words and known when switched; otherwise those that are
/// unknown themselves.
pub(super) fn corrections(text: &str, vocabulary: &Vocabulary<'_>) -> tantivy::Result<Vec<Correction>> {
    let mut plan = Vec::new();
    let (mut all, mut unknown, mut known_when_switched) = (0, 0, 0);
    // Marks that open and close are more likely quotation marks than «Э».
    let has_quotes = text.matches('"').count() == 2;
    let chunks = chunks(text);
    let typed = chunks.iter().map(|chunk| rarest(&chunk.text, vocabulary)).collect::<tantivy::Result<Vec<u64>>>()?;
    if typed.iter().all(|articles| *articles > 0) {
        // Then nothing is switched, and the other layouts need not be looked up.
        return Ok(Vec::new());
    }
    for (chunk, typed) in chunks.into_iter().zip(typed) {
        let letters = letters(&chunk.text);
        let is_known = typed > 0;
        let switched = best_switched(&chunk.text, has_quotes, vocabulary)?;
        // «IBM» is more often IBM than «ШИЬ», also where all the rest was switched.
        let switched = switched.filter(|(_, articles)| *articles >= typed);
        all += letters;
        unknown += if is_known { 0 } else { letters };
        known_when_switched += if switched.as_ref().is_some_and(|(_, articles)| *articles > 0) { letters } else { 0 };
        plan.push((chunk, is_known, switched));
    }
    let switches_all = unknown * 2 > all && known_when_switched * 2 > all && plan.iter().any(may_start);
    let mut corrections = Vec::new();
    for (chunk, is_known, switched) in plan {
        let Some((meant, articles)) = switched else { continue };
        let is_known_switched = articles > 0;
        let from_latin = chunk.text.chars().any(is_latin);
        let switches = match switches_all {
            // Russian keys make Latin letters of nearly any slip, and Kazakh ones of any number, so that there the word must be known.
            true => is_known_switched || (!is_known && from_latin),
            false => !is_known && is_known_switched && has_long_word(&meant),
        };
        if switches && meant != chunk.text {
            let reason = CorrectionReason::Layout;
            corrections.push(Correction { typed: chunk.text, meant, position: chunk.position, reason });
        }
    }
    Ok(corrections)
}

/// Whether a chunk is proof enough that the layout was another one.
fn may_start((_, is_known, switched): &(Chunk, bool, Option<(String, u64)>)) -> bool {
    !is_known && switched.as_ref().is_some_and(|(meant, articles)| *articles > 0 && has_long_word(meant))
}

fn has_long_word(text: &str) -> bool {
    text.split(|letter: char| !letter.is_alphabetic()).any(|word| word.chars().nth(SHORTEST_WORD - 1).is_some())
}

fn letters(chunk: &str) -> usize {
    chunk.chars().filter(|letter| letter.is_alphabetic()).count()
}

/// The chunks of as much of a text as a query may have.
fn chunks(text: &str) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut inside = false;
    for (position, letter) in text.chars().enumerate().take(LONGEST_QUERY) {
        if letter.is_whitespace() {
            inside = false;
            continue;
        }
        if !inside {
            chunks.push(Chunk { text: String::new(), position });
        }
        inside = true;
        chunks.last_mut().into_iter().for_each(|chunk| chunk.text.push(letter));
    }
    chunks.truncate(MOST_WORDS);
    chunks
}

/// How many articles the rarest word of a chunk finds; words that never have to be there are in all.
fn rarest(chunk: &str, vocabulary: &Vocabulary<'_>) -> tantivy::Result<u64> {
    let mut rarest = u64::MAX;
    for word in words(chunk) {
        let known = vocabulary.look_up(&word.text)?;
        rarest = rarest.min(if known.is_function_word { u64::MAX } else { known.articles });
    }
    Ok(rarest)
}

/// The first way to switch a chunk of which all words are known, else the plainest; with how many articles its rarest word finds.
fn best_switched(chunk: &str, has_quotes: bool, vocabulary: &Vocabulary<'_>) -> tantivy::Result<Option<(String, u64)>> {
    let mut ways = switched(chunk);
    if has_quotes {
        ways.sort_by_key(|way| way.matches('"').count() != chunk.matches('"').count());
    }
    for way in &ways {
        // What asks for no word («область:Жамбылская») has none that is known.
        let articles = if has_word(way) { rarest(way, vocabulary)? } else { 0 };
        if articles > 0 {
            return Ok(Some((way.clone(), articles)));
        }
    }
    Ok(ways.into_iter().next().map(|way| (way, 0)))
}

fn has_word(text: &str) -> bool {
    words(text).iter().any(|word| word.text.contains(char::is_alphabetic))
}

/// The chunk as the same keys give it in the other layouts: as a whole, and with the signs at its ends as typed. Nothing where it has
/// no letter, or letters of both scripts.
fn switched(chunk: &str) -> Vec<String> {
    let (latin, cyrillic) = (chunk.chars().any(is_latin), chunk.chars().any(is_cyrillic));
    let mut ways = Vec::new();
    let mut add = |way: String| {
        if !ways.contains(&way) {
            ways.push(way);
        }
    };
    let is_sign = |letter: char| !letter.is_alphanumeric();
    let body = chunk.trim_matches(is_sign);
    let body_start = chunk.len() - chunk.trim_start_matches(is_sign).len();
    let around =
        |body_switched: String| format!("{}{body_switched}{}", &chunk[..body_start], &chunk[body_start + body.len()..]);
    match (latin, cyrillic) {
        (true, false) => {
            add(keys(chunk, ENGLISH, RUSSIAN));
            add(around(keys(body, ENGLISH, RUSSIAN)));
            if chunk.chars().any(|letter| DIGITS.contains(letter)) {
                add(keys(&keys(chunk, DIGITS, KAZAKH), ENGLISH, RUSSIAN));
                add(around(keys(&keys(body, DIGITS, KAZAKH), ENGLISH, RUSSIAN)));
            }
        }
        (false, true) => {
            let is_kazakh = chunk.contains(is_kazakh_letter);
            // The sign in front of what is excluded («-мост») is no letter.
            let included = chunk.trim_start_matches('-');
            if !is_kazakh && included.chars().any(|letter| RUSSIAN_DIGITS.contains(letter)) {
                add(keys(chunk, RUSSIAN_DIGITS, KAZAKH));
                add(around(keys(body, RUSSIAN_DIGITS, KAZAKH)));
            }
            add(keys(chunk, RUSSIAN, ENGLISH));
            if is_kazakh {
                add(keys(&keys(chunk, KAZAKH, DIGITS), RUSSIAN, ENGLISH));
            }
        }
        _ => {}
    }
    ways
}

fn keys(text: &str, from: &str, to: &str) -> String {
    let switch =
        |letter| from.chars().zip(to.chars()).find(|(key, _)| *key == letter).map_or(letter, |(_, other)| other);
    text.chars().map(switch).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_keys_in_the_other_layouts() {
        for (typed, meant) in [
            ("Rjycnbnewbz", &["Конституция"][..]),
            (";bkm`", &["жильё", ";иль`"]),
            ("\"vjcn\"", &["ЭмостЭ", "\"мост\""]),
            ("0fpf0", &["0аза0", "қазақ"]),
            ("Фдьфен", &["Almaty"]),
            ("0аза0стан", &["қазақстан", "0fpf0cnfy"]),
            (")аза0стан", &["Қазақстан", ")азақстан", ")fpf0cnfy"]),
            ("-мост", &["-vjcn"]),
            ("шзрщтуғ", &["iphoneғ", "iphone5"]),
            ("AstanaАстана", &[]),
            ("2026", &[]),
        ] {
            assert_eq!(switched(typed), meant, "{typed}");
        }
        assert_eq!(ENGLISH.chars().count(), RUSSIAN.chars().count());
        assert_eq!(DIGITS.chars().count(), KAZAKH.chars().count());
        assert_eq!(RUSSIAN_DIGITS.chars().count(), KAZAKH.chars().count());
    }
}
