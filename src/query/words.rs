//! The words of a query with their places, for what changes them in the typed text.

use super::lexer::{Kind, lexemes};
use super::tree::{Form, Word};
use super::warnings::Warnings;

/// A word as it stands in the typed query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TypedWord {
    /// The word as typed.
    pub text: String,
    /// The character where it starts, counted from 0.
    pub position: usize,
    /// Whether it is excluded or one of several alternatives, so that an article with the others need not have it.
    pub is_apart: bool,
}

/// The words of a query in order, also those of phrases; operators are none, nor is what is asked for as it is written.
pub(crate) fn words(text: &str) -> Vec<TypedWord> {
    let letters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut before = None;
    let mut lexemes = lexemes(text, &mut Warnings::default()).into_iter().peekable();
    while let Some(lexeme) = lexemes.next() {
        let is_apart =
            matches!(before, Some(Kind::Not | Kind::Or)) || lexemes.peek().is_some_and(|next| next.kind == Kind::Or);
        before = Some(lexeme.kind.clone());
        let words = match lexeme.kind {
            Kind::Word(Word { text, form: Form::Any }) => vec![text],
            Kind::Phrase(phrase) if !phrase.is_exact => phrase.words,
            _ => continue,
        };
        // A phrase has one place for all of its words; they stand behind it one after another, letter by letter.
        let mut from = lexeme.position;
        for word in words {
            let wanted: Vec<char> = word.chars().collect();
            let rest = letters.get(from..).unwrap_or_default();
            let Some(step) = rest.windows(wanted.len().max(1)).position(|window| window == wanted) else { continue };
            found.push(TypedWord { text: word, position: from + step, is_apart });
            from += step + wanted.len();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excluded_words_and_alternatives_stand_apart() {
        let apart: Vec<String> = words("река мост ИЛИ дамба -«новый порт» НЕ озеро")
            .into_iter()
            .filter_map(|word| word.is_apart.then_some(word.text))
            .collect();
        assert_eq!(apart, ["мост", "дамба", "новый", "порт", "озеро"]);
    }

    #[test]
    fn words_stand_where_they_were_typed() {
        for (text, expected) in [
            ("", &[][..]),
            ("мост дамба", &[("мост", 0), ("дамба", 5)]),
            ("(мост ИЛИ «река мост») -дамба", &[("мост", 1), ("река", 11), ("мост", 16), ("дамба", 24)]),
            ("\"мост", &[("мост", 1)]),
            ("МОСТ И ДАМБА ПОСТРОЕНЫ", &[("МОСТ", 0), ("И", 5), ("ДАМБА", 7), ("ПОСТРОЕНЫ", 13)]),
        ] {
            let found: Vec<(String, usize)> = words(text).into_iter().map(|word| (word.text, word.position)).collect();
            let expected: Vec<(String, usize)> = expected.iter().map(|(word, at)| ((*word).to_owned(), *at)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
