//! Kazakh words typed with the letters of a Russian keyboard. Most of them meet their article by the folded stem; this is for those
//! whose endings are not seen without the Kazakh letters («кунинин» for «күнінің»).

use super::spelling::Spelling;
use super::vocabulary::Vocabulary;

/// The words of the articles with Kazakh letters that were typed so, most frequent first.
pub(super) fn with_kazakh_letters(word: &str, vocabulary: &Vocabulary<'_>) -> tantivy::Result<Vec<(String, u64)>> {
    let typed = vocabulary.look_up(word)?.normal.clone();
    let Some(spelling) = Spelling::new(&typed, renderings) else { return Ok(Vec::new()) };
    let mut found = vocabulary.written(&spelling, None)?;
    found.retain(|(word, _)| *word != typed);
    Ok(found)
}

fn renderings(letter: char, _: Option<char>) -> &'static [&'static str] {
    match letter {
        'ә' => &["а", "е", "э", "я"],
        'ғ' => &["г"],
        'қ' => &["к"],
        'ң' => &["н"],
        'ө' => &["о"],
        'ұ' | 'ү' => &["у"],
        'һ' => &["х"],
        'і' => &["и", "ы", "i"],
        _ => &[],
    }
}
